/* Values and distributions. The table `forms` lists the forms of a distribution; those with named numbers
 * (normal, lognormal) list their names in `named`. A distribution of no width becomes a fixed value, so that
 * it makes no factor. */
#include "scenario/spec.h"

#include <stdlib.h>
#include <string.h>

#include "io/number.h"
#include "scenario/posture.h"
#include "scenario/suggest.h"

enum { MAX_FIELD = 4 };

/* A distribution with named numbers. */
struct named {
    const char *field[MAX_FIELD];
    const char *expected;
};

static const struct named normal_fields = {{"mean", "sd", "low", "high"},
                                           "{normal: {mean: m, sd: s, low: l, high: h}}"};
static const struct named lognormal_fields = {{"median", "sigma", "low", "high"},
                                              "{lognormal: {median: m, sigma: s, low: l, high: h}}"};

/* The form of a distribution: `n` ascending numbers, named numbers, or a reader of its own. */
struct form {
    const char *name;
    dt_dist_kind kind;
    int n;
    const struct named *named;
    const char *expected;
};

static const struct form forms[] = {
    {"uniform", DT_DIST_UNIFORM, 2, NULL, "{uniform: [low, high]} with low <= high"},
    {"loguniform", DT_DIST_LOGUNIFORM, 2, NULL, "{loguniform: [low, high]} with 0 < low <= high"},
    {"triangular", DT_DIST_TRIANGULAR, 3, NULL, "{triangular: [low, mode, high]} with low <= mode <= high"},
    {"pert", DT_DIST_PERT, 3, NULL, "{pert: [low, mode, high]} with low <= mode <= high"},
    {"normal", DT_DIST_NORMAL, 0, &normal_fields, "low <= mean <= high and sd > 0"},
    {"lognormal", DT_DIST_LOGNORMAL, 0, &lognormal_fields,
     "0 <= low <= median <= high, median > 0 and sigma > 0"},
    {"discrete", DT_DIST_DISCRETE, 0, NULL, "{discrete: {values: [...], weights: [...]}}"},
    {"scale", DT_DIST_FIXED, 0, NULL, "{scale: number}"},
};

enum { N_FORM = sizeof forms / sizeof forms[0] };

static const char *form_name_at(const void *context, int index)
{
    (void)context;
    return index < N_FORM ? forms[index].name : NULL;
}

static const struct form *find_form(const char *name)
{
    for (int i = 0; i < N_FORM; i++)
        if (strcmp(forms[i].name, name) == 0) return &forms[i];
    return NULL;
}

int dt_is_distribution(const dt_yaml *node)
{
    if (node->kind != DT_YAML_MAP) return 0;
    DT_EACH_CHILD(child, node) if (find_form(child->key)) return 1;
    return 0;
}

dt_rule dt_rule_of(const dt_param_info *info)
{
    return (dt_rule){info->unit, info->least, info->greatest, 1, NULL};
}

/* Largest factor by which an event may scale a value. */
static const double GREATEST_SCALE = 1e6;

dt_rule dt_rule_of_change(const dt_param_info *info, dt_event_op op)
{
    double width = info->greatest - info->least;
    if (op == DT_EVENT_SCALE) return (dt_rule){"1", 0.0, GREATEST_SCALE, 0, NULL};
    if (op == DT_EVENT_ADD) return (dt_rule){info->unit, -width, width, 0, NULL};
    return (dt_rule){info->unit, info->least, info->greatest, 0, NULL};
}

/* Above this a range has no upper end worth naming. */
static const double NO_END = 1e300;

static const char *say_range(dt_findings *f, const dt_rule *rule)
{
    if (rule->greatest >= NO_END) return dt_say(f, "a number of at least %s", dt_say_number(f, rule->least));

    return dt_say(f, "a number between %s and %s%s%s", dt_say_number(f, rule->least),
                  dt_say_number(f, rule->greatest), strcmp(rule->unit, "1") == 0 ? "" : " ",
                  strcmp(rule->unit, "1") == 0 ? "" : rule->unit);
}

int dt_read_number(dt_findings *f, const dt_yaml *node, const dt_rule *rule, double *out)
{
    double value = 0.0;
    if (rule->coded) return dt_read_posture(f, node, rule->coded, out);
    if (node->kind != DT_YAML_SCALAR || node->is_quoted || dt_number_parse(node->text, &value) != DT_OK)
        return dt_yaml_wrong(f, node, say_range(f, rule));
    if (value >= rule->least && value <= rule->greatest) {
        *out = value + 0.0; /* no negative zero */
        return 1;
    }
    dt_report(f, DT_E_OUT_OF_RANGE, node->place, node->text, say_range(f, rule), NULL);
    return 0;
}

/* Reads a list of 1 to `most` numbers; their count, or 0 if it is not valid. */
static int read_numbers(dt_findings *f, const dt_yaml *node, const dt_rule *rule, int most, double *out)
{
    int n = 0, is_fine = 1;
    if (node->kind != DT_YAML_LIST || node->count < 1 || node->count > most)
        return dt_yaml_wrong(f, node, dt_say(f, "a list of 1 to %d numbers", most));
    DT_EACH_CHILD(child, node) if (!dt_read_number(f, child, rule, &out[n++])) is_fine = 0;
    return is_fine ? n : 0;
}

static int bad(dt_findings *f, const dt_yaml *node, const char *found, const char *expected)
{
    dt_report(f, DT_E_BAD_DISTRIBUTION, node->place, found, expected, NULL);
    return 0;
}

static void become_fixed(dt_spec *out, double value)
{
    *out = (dt_spec){.kind = DT_DIST_FIXED, .a = value, .b = value, .c = value, .low = value, .high = value};
}

/* uniform, loguniform, triangular and pert */
static int read_ascending(dt_findings *f, const dt_yaml *node, const dt_rule *rule, const struct form *form,
                          dt_spec *out)
{
    double v[3];
    if (node->kind != DT_YAML_LIST || node->count != form->n) return dt_yaml_wrong(f, node, form->expected);
    if (!read_numbers(f, node, rule, form->n, v)) return 0;
    for (int i = 1; i < form->n; i++)
        if (v[i - 1] > v[i])
            return bad(f, node, dt_say(f, "%s before %s", dt_say_number(f, v[i - 1]), dt_say_number(f, v[i])),
                       form->expected);
    if (form->kind == DT_DIST_LOGUNIFORM && !(v[0] > 0.0))
        return bad(f, node, dt_say(f, "low %s", dt_say_number(f, v[0])), form->expected);
    *out = (dt_spec){
        .kind = form->kind, .a = v[0], .b = v[1], .c = v[form->n - 1], .low = v[0], .high = v[form->n - 1]};
    if (form->n == 2) out->b = 0.0;
    if (v[0] == v[form->n - 1]) become_fixed(out, v[0]);
    return 1;
}

/* Reads the numbers of normal and lognormal; the first two are needed. */
static int read_named(dt_findings *f, const dt_yaml *node, const dt_rule *rule, const struct named *named,
                      double *v)
{
    const dt_rule spread = {"1", 0.0, NO_END, 0, NULL};
    int is_fine = 1;
    if (node->kind != DT_YAML_MAP) return dt_yaml_wrong(f, node, named->expected);
    DT_EACH_CHILD(child, node)
    {
        int i = 0;
        while (i < MAX_FIELD && strcmp(child->key, named->field[i]) != 0)
            i++;
        if (i == MAX_FIELD) {
            dt_report(f, DT_E_UNKNOWN_KEY, child->key_place, dt_say(f, "\"%.80s\"", child->key),
                      named->expected, NULL);
            is_fine = 0;
        } else if (!dt_read_number(f, child, i == 1 ? &spread : rule, &v[i])) {
            is_fine = 0;
        }
    }
    for (int i = 0; i < 2; i++)
        if (!dt_yaml_find(node, named->field[i]))
            is_fine = dt_yaml_wrong(f, node, dt_say(f, "%s with %s", named->expected, named->field[i]));
    return is_fine;
}

static int read_normal(dt_findings *f, const dt_yaml *node, const dt_rule *rule, const struct form *form,
                       dt_spec *out)
{
    int is_log = form->kind == DT_DIST_LOGNORMAL;
    double v[MAX_FIELD] = {0.0, 0.0, is_log && rule->least < 0.0 ? 0.0 : rule->least, rule->greatest};
    if (!read_named(f, node, rule, form->named, v)) return 0;
    const char *found = dt_say(f, "%s: %s, %s: %s, low: %s, high: %s", form->named->field[0],
                               dt_say_number(f, v[0]), form->named->field[1], dt_say_number(f, v[1]),
                               dt_say_number(f, v[2]), dt_say_number(f, v[3]));
    int ascends = v[2] <= v[0] && v[0] <= v[3];
    if (!ascends || !(v[1] > 0.0) || (is_log && (v[2] < 0.0 || !(v[0] > 0.0))))
        return bad(f, node, found, form->expected);
    *out = (dt_spec){.kind = form->kind, .a = v[0], .b = v[1], .low = v[2], .high = v[3]};
    if (v[2] == v[3]) become_fixed(out, v[2]);
    return 1;
}

static int check_weights(dt_findings *f, const dt_yaml *node, const dt_spec *spec)
{
    double sum = 0.0;
    for (int i = 0; i < spec->n; i++)
        sum += spec->weight[i];
    return sum > 0.0 && sum < NO_END
        ? 1
        : bad(f, node, dt_say(f, "weights that sum to %s", dt_say_number(f, sum)), "a sum above 0");
}

static int read_discrete(dt_findings *f, const dt_yaml *node, const dt_rule *rule, const struct form *form,
                         dt_spec *out)
{
    const dt_rule weight = {"1", 0.0, NO_END, 0, NULL};
    *out = (dt_spec){.kind = DT_DIST_DISCRETE};
    if (node->kind != DT_YAML_MAP) return dt_yaml_wrong(f, node, form->expected);
    const dt_yaml *values = dt_yaml_find(node, "values"), *weights = dt_yaml_find(node, "weights");
    if (!values || node->count != 1 + (weights != NULL)) return dt_yaml_wrong(f, node, form->expected);
    out->n = read_numbers(f, values, rule, DT_MAX_DISCRETE, out->value);
    if (!out->n) return 0;
    for (int i = 0; i < out->n; i++)
        out->weight[i] = 1.0;
    if (weights) {
        int n = read_numbers(f, weights, &weight, DT_MAX_DISCRETE, out->weight);
        if (!n) return 0;
        if (n != out->n)
            return bad(f, weights, dt_yaml_describe(f, weights),
                       dt_say(f, "%d weights, one for each value", out->n));
        if (!check_weights(f, weights, out)) return 0;
    }
    out->low = out->high = out->value[0];
    for (int i = 1; i < out->n; i++) {
        if (out->value[i] < out->low) out->low = out->value[i];
        if (out->value[i] > out->high) out->high = out->value[i];
    }
    if (out->low == out->high) become_fixed(out, out->low);
    return 1;
}

static int read_scale(dt_findings *f, const dt_yaml *node, const dt_rule *rule, dt_spec *out)
{
    const dt_rule factor = {"1", 1e-6, 1e6, 0, NULL};
    double scale = 1.0;
    if (!rule->may_scale)
        return dt_yaml_wrong(f, node, "a value or distribution; an event scales with its key `scale`");
    if (!dt_read_number(f, node, &factor, &scale)) return 0;
    *out = (dt_spec){.is_scale = 1, .kind = DT_DIST_FIXED, .a = scale};
    return 1;
}

static int read_form(dt_findings *f, const dt_yaml *node, const dt_rule *rule, const struct form *form,
                     dt_spec *out)
{
    if (form->n) return read_ascending(f, node, rule, form, out);
    if (form->named) return read_normal(f, node, rule, form, out);
    if (form->kind == DT_DIST_DISCRETE) return read_discrete(f, node, rule, form, out);
    return read_scale(f, node, rule, out);
}

int dt_read_spec(dt_findings *f, const dt_yaml *node, const dt_rule *rule, dt_spec *out)
{
    if (node->kind != DT_YAML_MAP) {
        double value = 0.0;
        if (!dt_read_number(f, node, rule, &value)) return 0;
        become_fixed(out, value);
        return 1;
    }
    if (node->count != 1) return dt_yaml_wrong(f, node, "a number or one distribution");
    const struct form *form = find_form(node->first->key);
    if (!form) {
        dt_report(f, DT_E_UNKNOWN_KEY, node->first->key_place, dt_say(f, "\"%.80s\"", node->first->key),
                  "a number or a distribution: uniform, loguniform, triangular, pert, normal, lognormal, "
                  "discrete, scale",
                  dt_say_nearest(f, dt_nearest(node->first->key, form_name_at, NULL)));
        return 0;
    }
    if (rule->coded && form->kind != DT_DIST_DISCRETE)
        return dt_yaml_wrong(f, node, "a posture, or {discrete: {values: [...], weights: [...]}}");
    size_t mark = dt_key_enter(f, form->name);
    int is_fine = read_form(f, node->first, rule, form, out);
    dt_key_leave(f, mark);
    return is_fine;
}

dt_dist dt_default_dist(const dt_param_info *info)
{
    dt_dist d = {.kind = info->distribution,
                 .a = info->low,
                 .b = info->central,
                 .c = info->high,
                 .low = info->low,
                 .high = info->high};
    if (d.kind == DT_DIST_FIXED) d.a = info->central;
    return d;
}

void dt_scale_dist(dt_dist *d, double scale)
{
    d->a *= scale;
    if (d->kind != DT_DIST_LOGNORMAL) d->b *= scale;
    d->c *= scale;
    d->low *= scale;
    d->high *= scale;
}
