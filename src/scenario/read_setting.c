/* parameters:, levers: and events:, which say what is assumed of the model's parameters.
 *
 * A value of a parameter of states or technologies is a plain value for all of them, or a map from names to
 * values. Settings go to the scenario, or, inside an event, to its list of changes. */
#include "scenario/read.h"

#include <stdio.h>
#include <string.h>

#include "scenario/posture.h"
#include "scenario/spec.h"
#include "scenario/suggest.h"
#include "scenario/target.h"

/* Where values go: the scenario's settings, or the changes of an event. */
struct sink {
    dt_reader *r;
    int event; /* -1: settings */
    dt_event_op op;
};

static void store(const struct sink *sink, const dt_setting *setting, int is_whole)
{
    dt_status status = DT_OK;
    if (sink->event < 0) {
        status = dt_scenario_add_setting(sink->r->s, setting, is_whole);
    } else {
        const dt_change change = {sink->event, sink->op, *setting};
        status = dt_scenario_add_change(sink->r->s, &change);
    }
    if (status != DT_OK) dt_report_no_memory(&sink->r->f);
}

/* A scaled default must stay in the parameter's range; of what comes from the world this is checked when the
 * case is built. */
static int check_scaled(dt_findings *f, const dt_setting *setting)
{
    const dt_param_info *info = dt_param_at(setting->param);
    if (!setting->spec.is_scale || info->distribution == DT_DIST_DATA) return 1;
    dt_dist d = dt_default_dist(info);
    dt_scale_dist(&d, setting->spec.a);
    if (d.low >= info->least && d.high <= info->greatest) return 1;
    dt_report(f, DT_E_OUT_OF_RANGE, setting->place, dt_say(f, "%.6g to %.6g", d.low, d.high),
              dt_say(f, "a result between %s and %s %s", dt_say_number(f, info->least),
                     dt_say_number(f, info->greatest), info->unit),
              NULL);
    return 0;
}

static void read_value(const struct sink *sink, dt_setting *setting, const dt_yaml *node, int is_whole)
{
    const dt_param_info *info = dt_param_at(setting->param);
    dt_rule rule = sink->event < 0 ? dt_rule_of(info) : dt_rule_of_change(info, sink->op);
    setting->place = node->place;
    if (dt_is_posture(info)) rule.coded = sink->r->s;
    if (rule.coded && sink->op != DT_EVENT_SET)
        dt_yaml_wrong(&sink->r->f, node, "`set`: postures are neither scaled nor added to");
    else if (dt_read_spec(&sink->r->f, node, &rule, &setting->spec) && check_scaled(&sink->r->f, setting))
        store(sink, setting, is_whole);
}

/* Finds what `name` stands for; 0 if it is not valid, which is reported. */
static int read_target(dt_findings *f, const char *name, dt_place place, dt_setting *setting)
{
    const dt_param_info *info = dt_param_at(setting->param);
    if (strcmp(name, "all") == 0) return 1;
    if (info->shape == DT_SHAPE_STATE) {
        if (!dt_check_target_name(f, name, place)) return 0;
        setting->target = DT_TARGET_NAME;
        snprintf(setting->name, sizeof setting->name, "%s", name);
        return 1;
    }
    for (int k = 0; info->shape == DT_SHAPE_TECH && k < dt_tech_count(); k++) {
        if (strcmp(dt_tech_name(k), name) != 0) continue;
        setting->target = DT_TARGET_TECH;
        setting->tech = k;
        return 1;
    }
    if (info->shape == DT_SHAPE_TECH)
        dt_report(f, DT_E_UNKNOWN_TARGET, place, dt_say(f, "\"%.80s\"", name),
                  "a technology such as solar, or all",
                  dt_say_nearest(f, dt_nearest(name, dt_tech_name_at, NULL)));
    else
        dt_report(f, DT_E_UNKNOWN_TARGET, place, dt_say(f, "\"%.80s\"", name),
                  "one value: the parameter has no parts", NULL);
    return 0;
}

static void read_targeted(const struct sink *sink, int param, const char *target, const dt_yaml *node)
{
    dt_setting setting = {.param = param};
    dt_place place = node->key ? node->key_place : node->place;
    size_t mark = dt_key_enter(&sink->r->f, target);
    if (read_target(&sink->r->f, target, place, &setting)) read_value(sink, &setting, node, 0);
    dt_key_leave(&sink->r->f, mark);
}

static void read_parameter(const struct sink *sink, int param, const dt_yaml *node)
{
    dt_setting setting = {.param = param};
    int has_parts = dt_param_at(param)->shape != DT_SHAPE_WORLD && node->kind == DT_YAML_MAP &&
        !dt_is_distribution(node);
    size_t mark = dt_key_enter(&sink->r->f, dt_param_at(param)->name);
    if (has_parts && node->count == 0)
        dt_yaml_wrong(&sink->r->f, node, "a value, or a map from names to values");
    if (has_parts)
        DT_EACH_CHILD(child, node) read_targeted(sink, param, child->key, child);
    else
        read_value(sink, &setting, node, 1);
    dt_key_leave(&sink->r->f, mark);
}

void dt_read_parameter(dt_reader *r, int param, const dt_yaml *node)
{
    const struct sink sink = {r, -1, DT_EVENT_SET};
    read_parameter(&sink, param, node);
}

void dt_read_targeted(dt_reader *r, int param, const char *target, const dt_yaml *node)
{
    const struct sink sink = {r, -1, DT_EVENT_SET};
    size_t mark = dt_key_enter(&r->f, dt_param_at(param)->name);
    read_targeted(&sink, param, target, node);
    dt_key_leave(&r->f, mark);
}

int dt_read_param_name(dt_reader *r, const char *name, dt_place place)
{
    int param = dt_param_find(name);
    if (param < 0)
        dt_report(&r->f, DT_E_UNKNOWN_PARAMETER, place, dt_say(&r->f, "\"%.80s\"", name),
                  "the name of a parameter", dt_say_nearest(&r->f, dt_nearest(name, dt_param_name_at, NULL)));
    return param;
}

/* A map from names of parameters to values. */
static void read_all(const struct sink *sink, const dt_yaml *node, int levers_only)
{
    dt_reader *r = sink->r;
    if (node->kind != DT_YAML_MAP) {
        dt_yaml_wrong(&r->f, node, "a map from parameters to values");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        int param = dt_read_param_name(r, child->key, child->key_place);
        if (param < 0) continue;
        if (levers_only && dt_param_at(param)->role != DT_ROLE_LEVER)
            dt_report(&r->f, DT_E_NOT_A_LEVER, child->key_place, dt_say(&r->f, "\"%s\"", child->key),
                      "a lever", "move it to `parameters`");
        else
            read_parameter(sink, param, child);
    }
}

void dt_read_parameters(dt_reader *r, const dt_yaml *node)
{
    const struct sink sink = {r, -1, DT_EVENT_SET};
    read_all(&sink, node, 0);
}

void dt_read_levers(dt_reader *r, const dt_yaml *node)
{
    const struct sink sink = {r, -1, DT_EVENT_SET};
    read_all(&sink, node, 1);
}

/* Keys of an event: the operations in the order of dt_event_op, then the others. */
static const char *const event_keys[] = {"set", "scale", "add", "at", "text", NULL};

enum { N_OPERATION = 3 };

static int is_event_key(const char *name)
{
    for (int k = 0; event_keys[k]; k++)
        if (strcmp(event_keys[k], name) == 0) return 1;
    return 0;
}

/* Date and text of an event; returns the number of unknown keys. */
static int read_event_head(dt_reader *r, const dt_yaml *node, dt_event *event)
{
    const dt_yaml *at = dt_yaml_find(node, "at"), *words = dt_yaml_find(node, "text");
    const char *text = "";
    event->place = at ? at->place : node->place;
    event->quarter = r->s->start;
    if (!at)
        dt_yaml_wrong(&r->f, node, "a map with `at`, the quarter of the event");
    else
        dt_read_quarter(r, at, &event->quarter);
    if (words && dt_read_text(r, words, sizeof event->text, &text))
        snprintf(event->text, sizeof event->text, "%s", text);
    int n_unknown = 0;
    DT_EACH_CHILD(child, node)
    {
        if (is_event_key(child->key)) continue;
        dt_report_unknown_key(r, child, event_keys);
        n_unknown++;
    }
    return n_unknown;
}

static void read_event(dt_reader *r, const dt_yaml *node)
{
    dt_event *list = dt_grow(r->s->event, r->s->n_event, sizeof *list);
    if (!list) {
        dt_report_no_memory(&r->f);
        return;
    }
    r->s->event = list;
    int index = r->s->n_event++, n_operation = 0;
    list[index] = (dt_event){0};
    int n_unknown = read_event_head(r, node, &list[index]);
    const dt_yaml *operation[N_OPERATION];
    /* The same parameter twice would make the result depend on the order of the operations. */
    for (int op = 0; op < N_OPERATION; op++) {
        operation[op] = dt_yaml_find(node, event_keys[op]);
        for (int before = 0; before < op; before++)
            dt_check_no_shared_key(r, operation[before], operation[op]);
        if (!operation[op]) continue;
        const struct sink sink = {r, index, (dt_event_op)op};
        size_t mark = dt_key_enter(&r->f, event_keys[op]);
        read_all(&sink, operation[op], 0);
        dt_key_leave(&r->f, mark);
        n_operation++;
    }
    if (!n_operation && !n_unknown) dt_yaml_wrong(&r->f, node, "an event with `set`, `scale` or `add`");
}

void dt_read_events(dt_reader *r, const dt_yaml *node)
{
    if (node->kind != DT_YAML_LIST) {
        dt_yaml_wrong(&r->f, node, "a list of events");
        return;
    }
    size_t outer = strlen(r->f.key);
    DT_EACH_CHILD(child, node)
    {
        /* The key path names events as a person counts them. */
        snprintf(r->f.key + outer, sizeof r->f.key - outer, "[%d]", r->s->n_event + 1);
        if (child->kind == DT_YAML_MAP)
            read_event(r, child);
        else
            dt_yaml_wrong(&r->f, child, "a map with `at` and `set`, `scale` or `add`");
        dt_key_leave(&r->f, outer);
    }
}
