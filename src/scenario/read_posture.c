/* postures:, which defines rules by which states decide, and the names of postures wherever a value is one.
 *
 * A definition is a row of weights like those of the model's own postures: it may start from another posture
 * and names the weights that differ. Defined again, a posture keeps its code, so that what was set by its
 * name before follows the new rule. */
#include "scenario/posture.h"

#include <stdio.h>
#include <string.h>

#include "io/number.h"
#include "scenario/read.h"
#include "scenario/spec.h"
#include "scenario/suggest.h"

enum { N_OTHER_KEY = 2 }; /* like, text */

int dt_is_posture(const dt_param_info *info)
{
    return strcmp(info->name, "posture") == 0;
}

const char *dt_scenario_posture_name(const dt_scenario *s, int code)
{
    int n = dt_posture_count();
    if (code < n) return dt_posture_name(code);
    return code - n < s->n_posture ? s->posture[code - n].name : NULL;
}

static const char *name_at(const void *context, int index)
{
    return dt_scenario_posture_name(context, index);
}

int dt_scenario_posture_code(const dt_scenario *s, const char *name)
{
    for (int code = 0; dt_scenario_posture_name(s, code); code++)
        if (strcmp(dt_scenario_posture_name(s, code), name) == 0) return code;
    return -1;
}

/* "one of racer, sovereign, ..." */
static const char *say_all(dt_findings *f, const dt_scenario *s)
{
    char list[DT_DIAGNOSTIC_TEXT] = "one of ";
    for (int code = 0; dt_scenario_posture_name(s, code); code++) {
        size_t length = strlen(list);
        snprintf(list + length, sizeof list - length, "%s%s", code ? ", " : "",
                 dt_scenario_posture_name(s, code));
    }
    return dt_say(f, "%s", list);
}

/* The code that a number stands for: whole numbers of the model's own postures only; -1 for any other. */
static int code_of_number(const char *text)
{
    double value = -1.0;
    if (dt_number_parse(text, &value) != DT_OK) return -1;
    for (int code = 0; code < dt_posture_count(); code++)
        if (value >= code && value <= code) return code;
    return -1;
}

int dt_read_posture(dt_findings *f, const dt_yaml *node, const dt_scenario *s, double *code)
{
    if (node->kind != DT_YAML_SCALAR) return dt_yaml_wrong(f, node, "the name of a posture");
    int found = dt_scenario_posture_code(s, node->text);
    if (found < 0 && !node->is_quoted) found = code_of_number(node->text);
    if (found < 0) {
        const char *nearest = dt_nearest(node->text, name_at, s);
        dt_report(f, DT_E_UNKNOWN_POSTURE, node->place, dt_yaml_describe(f, node), say_all(f, s),
                  dt_say_nearest(f, nearest));
        return 0;
    }
    *code = found;
    return 1;
}

/* ---- definitions ---- */

static int weight_index(const char *name)
{
    for (int w = 0; w < dt_posture_weight_count(); w++)
        if (strcmp(dt_posture_weight_name(w), name) == 0) return w;
    return -1;
}

/* The weights of the posture that a definition starts from. Those of `own` are levers, which may be drawn. */
static void read_like(dt_reader *r, const dt_yaml *node, dt_posture_def *def)
{
    double code = 0.0;
    if (!dt_read_posture(&r->f, node, r->s, &code)) return;
    int n = dt_posture_count(), from = (int)code;
    if (from == n - 1) {
        dt_report(&r->f, DT_E_BAD_POSTURE, node->place, dt_yaml_describe(&r->f, node),
                  "a posture with weights of its own",
                  "the weights of `own` are the levers own_base to own_restraint");
        return;
    }
    for (int w = 0; w < DT_N_POSTURE_WEIGHT; w++)
        def->weight[w] = from < n ? dt_posture_weight(from, w) : r->s->posture[from - n].weight[w];
}

/* A weight keeps to the range of the lever that sets it for the posture `own`. */
static void read_weight(dt_reader *r, const dt_yaml *node, int weight, dt_posture_def *def)
{
    const char *lever = dt_say(&r->f, "own_%s", dt_posture_weight_name(weight));
    const dt_param_info *info = dt_param_at(dt_param_find(lever));
    dt_rule rule = dt_rule_of(info);
    dt_read_number(&r->f, node, &rule, &def->weight[weight]);
}

static void report_unknown(dt_reader *r, const dt_yaml *node)
{
    const char *names[DT_N_POSTURE_WEIGHT + N_OTHER_KEY + 1] = {"like", "text"};
    for (int w = 0; w < DT_N_POSTURE_WEIGHT; w++)
        names[N_OTHER_KEY + w] = dt_posture_weight_name(w);
    dt_report_unknown_key(r, node, names);
}

static void read_keys(dt_reader *r, const dt_yaml *node, dt_posture_def *def)
{
    const char *text = "";
    const dt_yaml *like = dt_yaml_find(node, "like");
    if (like) read_like(r, like, def);
    DT_EACH_CHILD(child, node)
    {
        int weight = weight_index(child->key);
        size_t mark = dt_key_enter(&r->f, child->key);
        if (weight >= 0)
            read_weight(r, child, weight, def);
        else if (strcmp(child->key, "text") == 0 && dt_read_text(r, child, sizeof def->text, &text))
            snprintf(def->text, sizeof def->text, "%s", text);
        dt_key_leave(&r->f, mark);
        if (weight < 0 && strcmp(child->key, "text") != 0 && child != like) report_unknown(r, child);
    }
}

static int is_posture_name(const char *name)
{
    size_t length = strlen(name);
    return length < DT_POSTURE_ROOM && name[0] >= 'a' && name[0] <= 'z' &&
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

/* Whether a definition may have its name; what is wrong is reported. */
static int check_name(dt_reader *r, const dt_yaml *node)
{
    int code = dt_scenario_posture_code(r->s, node->key);
    const char *expected = NULL, *suggestion = NULL;
    if (!is_posture_name(node->key)) {
        expected = dt_say(&r->f, "a name of at most %d lower-case letters, digits and underscores",
                          DT_POSTURE_ROOM - 1);
    } else if (code >= 0 && code < dt_posture_count()) {
        expected = "a name that the model does not have already";
        suggestion = dt_say(&r->f, "define another with `like: %s`", node->key);
    } else if (code < 0 && r->s->n_posture == DT_MAX_DEFINED) {
        expected = dt_say(&r->f, "at most %d postures", DT_MAX_DEFINED);
    }
    if (!expected) return 1;
    dt_report(&r->f, DT_E_BAD_POSTURE, node->key_place, dt_say(&r->f, "\"%.80s\"", node->key), expected,
              suggestion);
    return 0;
}

static void store(dt_reader *r, const dt_posture_def *def)
{
    int index = dt_scenario_posture_code(r->s, def->name) - dt_posture_count();
    if (index < 0) {
        dt_posture_def *list = dt_grow(r->s->posture, r->s->n_posture, sizeof *list);
        if (!list) {
            dt_report_no_memory(&r->f);
            return;
        }
        r->s->posture = list;
        index = r->s->n_posture++;
    }
    r->s->posture[index] = *def;
}

static void read_definition(dt_reader *r, const dt_yaml *node)
{
    dt_posture_def def = {.place = node->key_place};
    if (!check_name(r, node)) return;
    if (node->kind != DT_YAML_MAP || node->count == 0) {
        dt_yaml_wrong(&r->f, node, "a map of weights such as {like: norm, safety_floor: 0.5}");
        return;
    }
    snprintf(def.name, sizeof def.name, "%s", node->key);
    read_keys(r, node, &def);
    store(r, &def);
}

void dt_read_postures(dt_reader *r, const dt_yaml *node)
{
    if (node->kind != DT_YAML_MAP) {
        dt_yaml_wrong(&r->f, node, "a map from names of postures to their weights");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        size_t mark = dt_key_enter(&r->f, child->key);
        read_definition(r, child);
        dt_key_leave(&r->f, mark);
    }
}
