/* A scenario as text in one fixed form. Reading it again gives the same scenario, up to the places of its
 * settings. */
#include <stdio.h>
#include <string.h>

#include "io/number.h"
#include "io/text.h"
#include "scenario/posture.h"
#include "scenario/setting.h"

static void write_number(dt_text *out, double value)
{
    char text[DT_NUMBER_TEXT];
    dt_number_format(value, text);
    dt_text_append(out, text);
}

/* Text in double quotes; quotes, backslashes and line breaks are escaped. */
static void write_quoted(dt_text *out, const char *text)
{
    dt_text_append(out, "\"");
    for (; *text; text++) {
        if (*text == '\n')
            dt_text_append(out, "\\n");
        else if (*text == '\t')
            dt_text_append(out, "\\t");
        else if (*text == '"' || *text == '\\')
            dt_text_printf(out, "\\%c", *text);
        else
            dt_text_append_bytes(out, text, 1);
    }
    dt_text_append(out, "\"");
}

/* A value: the name of a posture of `coded`, or a number where that is NULL. */
static void write_value(dt_text *out, double value, const dt_scenario *coded)
{
    if (coded)
        dt_text_append(out, dt_scenario_posture_name(coded, (int)value));
    else
        write_number(out, value);
}

static void write_values(dt_text *out, const double *values, int n, const dt_scenario *coded)
{
    for (int i = 0; i < n; i++) {
        dt_text_append(out, i ? ", " : "[");
        write_value(out, values[i], coded);
    }
    dt_text_append(out, "]");
}

/* {form: [low, mode, high]}, without the mode for n = 2 */
static void write_ascending(dt_text *out, const char *form, const dt_spec *spec, int n)
{
    const double three[] = {spec->a, spec->b, spec->c}, two[] = {spec->a, spec->c};
    dt_text_printf(out, "{%s: ", form);
    write_values(out, n == 3 ? three : two, n, NULL);
    dt_text_append(out, "}");
}

static void write_named(dt_text *out, const char *const name[5], const dt_spec *spec)
{
    const double values[] = {spec->a, spec->b, spec->low, spec->high};
    dt_text_printf(out, "{%s: {", name[0]);
    for (int i = 0; i < 4; i++) {
        dt_text_printf(out, "%s%s: ", i ? ", " : "", name[i + 1]);
        write_number(out, values[i]);
    }
    dt_text_append(out, "}}");
}

static void write_discrete(dt_text *out, const dt_spec *spec, const dt_scenario *coded)
{
    dt_text_append(out, "{discrete: {values: ");
    write_values(out, spec->value, spec->n, coded);
    dt_text_append(out, ", weights: ");
    write_values(out, spec->weight, spec->n, NULL);
    dt_text_append(out, "}}");
}

static void write_spec(dt_text *out, const dt_spec *spec, const dt_scenario *coded)
{
    static const char *const normal[5] = {"normal", "mean", "sd", "low", "high"};
    static const char *const lognormal[5] = {"lognormal", "median", "sigma", "low", "high"};
    switch (spec->kind) {
    case DT_DIST_UNIFORM: write_ascending(out, "uniform", spec, 2); break;
    case DT_DIST_LOGUNIFORM: write_ascending(out, "loguniform", spec, 2); break;
    case DT_DIST_TRIANGULAR: write_ascending(out, "triangular", spec, 3); break;
    case DT_DIST_PERT: write_ascending(out, "pert", spec, 3); break;
    case DT_DIST_NORMAL: write_named(out, normal, spec); break;
    case DT_DIST_LOGNORMAL: write_named(out, lognormal, spec); break;
    case DT_DIST_DISCRETE: write_discrete(out, spec, coded); break;
    default:
        dt_text_append(out, spec->is_scale ? "{scale: " : "");
        write_value(out, spec->a, coded);
        dt_text_append(out, spec->is_scale ? "}" : "");
    }
}

/* Groups of one kind in the fixed order: all, technologies by index, then states and groups in the order of
 * the settings, which decides between groups that share a state. */
static int target_order(const dt_setting *s)
{
    return s->target == DT_TARGET_ALL ? 0 : s->target == DT_TARGET_TECH ? 1 + s->tech : 1 + dt_tech_count();
}

/* A list of settings seen through its stride: those of the scenario, or those within its changes. */
struct view {
    const dt_scenario *s;
    const char *first;
    size_t stride;
    int n;
};

static const dt_setting *setting_at(const struct view *view, int index)
{
    return (const dt_setting *)(const void *)(view->first + (size_t)index * view->stride);
}

/* The value or map of one parameter; nothing and 0 if no setting is there. */
static int write_parameter(dt_text *out, const struct view *view, int param, const char *before)
{
    int n = 0, last_order = 1 + dt_tech_count();
    const dt_setting *only = NULL;
    for (int i = 0; i < view->n; i++)
        if (setting_at(view, i)->param == param) only = setting_at(view, i), n++;
    if (!only) return 0;
    const dt_scenario *coded = dt_is_posture(dt_param_at(param)) ? view->s : NULL;
    dt_text_printf(out, "%s%s: ", before, dt_param_at(param)->name);
    if (n == 1 && only->target == DT_TARGET_ALL) {
        write_spec(out, &only->spec, coded);
        return 1;
    }
    const char *separator = "{";
    for (int order = 0; order <= last_order; order++)
        for (int i = 0; i < view->n; i++) {
            const dt_setting *s = setting_at(view, i);
            if (s->param != param || target_order(s) != order) continue;
            dt_text_printf(out, "%s%s: ", separator, dt_setting_target_name(s));
            write_spec(out, &s->spec, coded);
            separator = ", ";
        }
    dt_text_append(out, "}");
    return 1;
}

static void write_head(dt_text *out, const dt_scenario *s)
{
    dt_text_append(out, "name: ");
    write_quoted(out, s->name);
    dt_text_append(out, "\ntext: ");
    write_quoted(out, s->text);
    dt_text_printf(out, "\nstart: %d-Q%d\nend: %d-Q%d\nstep: ", s->start / 4, s->start % 4 + 1, s->end / 4,
                   s->end % 4 + 1);
    write_number(out, s->step);
    dt_text_printf(out, "\nseed: %llu\nmembers: %lld\ngroups: [", (unsigned long long)s->seed,
                   (long long)s->members);
    for (int g = 0; g < s->n_group; g++)
        dt_text_printf(out, "%s%s", g ? ", " : "", s->group[g].text);
    dt_text_append(out, "]\n");
    for (int g = 0; g < s->n_required; g++)
        dt_text_printf(out, "%s%s", g ? ", " : "required_parties: [", s->required[g].text);
    dt_text_append(out, s->n_required ? "]\n" : "");
    for (int o = 0; o < s->n_output; o++)
        dt_text_printf(out, "%s%s", o ? ", " : "outputs: [", dt_output_at(s->output[o])->name);
    dt_text_append(out, s->n_output ? "]\n" : "");
}

static void write_parameters(dt_text *out, const dt_scenario *s)
{
    const struct view view = {s, (const char *)s->setting, sizeof *s->setting, s->n_setting};
    if (!s->n_setting) return;
    dt_text_append(out, "parameters:\n");
    for (int p = 0; p < dt_param_count(); p++)
        if (write_parameter(out, &view, p, "  ")) dt_text_append(out, "\n");
}

static void write_postures(dt_text *out, const dt_scenario *s)
{
    dt_text_append(out, s->n_posture ? "postures:\n" : "");
    for (int k = 0; k < s->n_posture; k++) {
        const dt_posture_def *def = &s->posture[k];
        dt_text_printf(out, "  %s: {text: ", def->name);
        write_quoted(out, def->text);
        for (int w = 0; w < DT_N_POSTURE_WEIGHT; w++) {
            dt_text_printf(out, ", %s: ", dt_posture_weight_name(w));
            write_number(out, def->weight[w]);
        }
        dt_text_append(out, "}\n");
    }
}

static void write_step(dt_text *out, const struct dt_curve_step *step)
{
    dt_text_append(out, "{gw: ");
    write_number(out, step->width);
    dt_text_append(out, ", price: ");
    write_number(out, step->price);
    dt_text_append(out, ", lead_years: ");
    write_number(out, step->lead);
    dt_text_append(out, "}");
}

static void write_curves(dt_text *out, const dt_scenario *s)
{
    dt_text_append(out, s->n_curve ? "supply_curves:\n" : "");
    for (int c = 0; c < s->n_curve; c++) {
        dt_text_printf(out, "  %s: [", s->curve[c].state);
        for (int k = 0; k < s->curve[c].n; k++) {
            dt_text_append(out, k ? ", " : "");
            write_step(out, &s->curve[c].step[k]);
        }
        dt_text_append(out, "]\n");
    }
}

static void write_pairs(dt_text *out, const dt_scenario *s)
{
    dt_text_append(out, s->n_pair ? "correlations:\n" : "");
    for (int p = 0; p < s->n_pair; p++) {
        dt_text_printf(out, "  - {parameters: [%s, %s], rho: ", s->pair[p].a, s->pair[p].b);
        write_number(out, s->pair[p].rho);
        dt_text_append(out, "}\n");
    }
}

/* The changes of one event and operation; they stand together in the list. */
static struct view changes_of(const dt_scenario *s, int event, dt_event_op op)
{
    int first = 0, n = 0;
    while (first < s->n_change && (s->change[first].event != event || s->change[first].op != op))
        first++;
    while (first + n < s->n_change && s->change[first + n].event == event && s->change[first + n].op == op)
        n++;
    return (struct view){s, n ? (const char *)&s->change[first].setting : NULL, sizeof *s->change, n};
}

static void write_event(dt_text *out, const dt_scenario *s, int event)
{
    static const char *const names[] = {"set", "scale", "add"};
    const dt_event *e = &s->event[event];
    dt_text_printf(out, "  - {at: %d-Q%d, text: ", e->quarter / 4, e->quarter % 4 + 1);
    write_quoted(out, e->text);
    for (int op = 0; op < 3; op++) {
        struct view view = changes_of(s, event, (dt_event_op)op);
        const char *before = "";
        if (!view.n) continue;
        dt_text_printf(out, ", %s: {", names[op]);
        for (int p = 0; p < dt_param_count(); p++)
            if (write_parameter(out, &view, p, before)) before = ", ";
        dt_text_append(out, "}");
    }
    dt_text_append(out, "}\n");
}

dt_status dt_scenario_canonical(const dt_scenario *scenario, char **text)
{
    dt_text out;
    dt_text_init(&out);
    write_head(&out, scenario);
    write_postures(&out, scenario);
    write_curves(&out, scenario);
    write_parameters(&out, scenario);
    write_pairs(&out, scenario);
    dt_text_append(&out, scenario->n_event ? "events:\n" : "");
    for (int e = 0; e < scenario->n_event; e++)
        write_event(&out, scenario, e);
    dt_status status = dt_text_take(&out, text);
    dt_text_clear(&out);
    return status;
}
