/* The keys of the top level. The table `keys` at the end is the format: each key with its reader and whether
 * --set may set it. */
#include "scenario/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/curve.h"
#include "scenario/spec.h"
#include "scenario/suggest.h"
#include "scenario/target.h"

enum { LONGEST_TEXT = 1 << 16, FIRST_YEAR = 1990, LAST_YEAR = 2200, MAX_GROUP = 64 };

/* Characters of several bytes that cannot be shown: late controls, surrogates, byte order marks, no
 * characters. */
static int is_strange(const unsigned char *c)
{
    switch (c[0]) {
    case 0xC2: return c[1] <= 0x9F;
    case 0xED: return c[1] >= 0xA0;
    case 0xEF: return (c[1] == 0xBF && c[2] >= 0xBE) || (c[1] == 0xBB && c[2] == 0xBF);
    default: return 0;
    }
}

/* Whether a text holds only characters that can be shown, line breaks and tabs. That it is UTF-8 was checked
 * by the YAML reader. */
static int can_be_shown(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        int is_control = (*c < 0x20 && *c != '\n' && *c != '\t') || *c == 0x7F;
        if (is_control || is_strange(c)) return 0;
    }
    return 1;
}

int dt_read_text(dt_reader *r, const dt_yaml *node, size_t room, const char **text)
{
    if (node->kind != DT_YAML_SCALAR) return dt_yaml_wrong(&r->f, node, "text");
    if (strlen(node->text) >= room || !can_be_shown(node->text)) {
        dt_report(&r->f, DT_E_BAD_TEXT, node->place, dt_yaml_describe(&r->f, node),
                  dt_say(&r->f, "at most %zu bytes without control characters", room - 1), NULL);
        return 0;
    }
    *text = node->text;
    return 1;
}

static void read_name(dt_reader *r, const dt_yaml *node)
{
    const char *text = NULL;
    if (!dt_read_text(r, node, sizeof r->s->name, &text)) return;
    if (!text[0] || strpbrk(text, "/\\\n\t"))
        dt_report(&r->f, DT_E_BAD_TEXT, node->place, dt_yaml_describe(&r->f, node), "a name without slashes",
                  NULL);
    else
        snprintf(r->s->name, sizeof r->s->name, "%s", text);
}

static void read_text(dt_reader *r, const dt_yaml *node)
{
    const char *text = NULL;
    if (!dt_read_text(r, node, LONGEST_TEXT, &text)) return;
    char *copy = strdup(text);
    if (!copy) {
        dt_report_no_memory(&r->f);
        return;
    }
    free(r->s->text);
    r->s->text = copy;
}

static int read_year(const char *text, int *year)
{
    *year = 0;
    for (int i = 0; i < 4; i++) {
        if (text[i] < '0' || text[i] > '9') return 0;
        *year = *year * 10 + (text[i] - '0');
    }
    return *year >= FIRST_YEAR && *year <= LAST_YEAR;
}

int dt_read_quarter(dt_reader *r, const dt_yaml *node, int *quarter)
{
    const char *expected = dt_say(&r->f, "a quarter such as 2027-Q2, from %d to %d", FIRST_YEAR, LAST_YEAR);
    int year = 0;
    if (node->kind != DT_YAML_SCALAR) return dt_yaml_wrong(&r->f, node, expected);
    const char *rest = read_year(node->text, &year) ? node->text + 4 : "?";
    int has_quarter = rest[0] == '-' && (rest[1] == 'Q' || rest[1] == 'q') && rest[2] >= '1' &&
        rest[2] <= '4' && !rest[3];
    if (rest[0] && !has_quarter) {
        dt_report(&r->f, DT_E_BAD_DATE, node->place, dt_yaml_describe(&r->f, node), expected, NULL);
        return 0;
    }
    *quarter = year * 4 + (has_quarter ? rest[2] - '1' : 0);
    return 1;
}

static void read_start(dt_reader *r, const dt_yaml *node)
{
    dt_read_quarter(r, node, &r->s->start);
    r->s->end_place = node->place;
}

/* A year alone means its last quarter here: `end: 2040` simulates the whole of it. */
static void read_end(dt_reader *r, const dt_yaml *node)
{
    if (!dt_read_quarter(r, node, &r->s->end)) return;
    if (strlen(node->text) == 4) r->s->end += 3;
    r->s->end_place = node->place;
}

static void read_step(dt_reader *r, const dt_yaml *node)
{
    static const struct {
        const char *name;
        double years;
    } steps[] = {{"quarter", 0.25}, {"month", 1.0 / 12.0}, {"year", 1.0}};
    const dt_rule rule = {"yr, or quarter, month or year", 0.01, 1.0, 0, NULL};
    r->s->step_place = node->place;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (node->kind == DT_YAML_SCALAR && strcmp(node->text, steps[i].name) == 0) {
            r->s->step = steps[i].years;
            return;
        }
    dt_read_number(&r->f, node, &rule, &r->s->step);
}

/* A whole number without sign, at most `greatest`. */
static int read_whole(dt_reader *r, const dt_yaml *node, uint64_t least, uint64_t greatest, uint64_t *out)
{
    const char *expected = dt_say(&r->f, "a whole number from %llu to %llu", (unsigned long long)least,
                                  (unsigned long long)greatest);
    uint64_t value = 0;
    if (node->kind != DT_YAML_SCALAR || node->is_quoted || !node->text[0] ||
        strspn(node->text, "0123456789") != strlen(node->text))
        return dt_yaml_wrong(&r->f, node, expected);
    int is_fine = 1;
    for (const char *c = node->text; *c && is_fine; c++) {
        uint64_t digit = (uint64_t)(*c - '0');
        if (value > (greatest - digit) / 10) is_fine = 0;
        value = value * 10 + digit;
    }
    if (!is_fine || value < least) {
        dt_report(&r->f, DT_E_OUT_OF_RANGE, node->place, dt_yaml_describe(&r->f, node), expected, NULL);
        return 0;
    }
    *out = value;
    return 1;
}

static void read_seed(dt_reader *r, const dt_yaml *node)
{
    read_whole(r, node, 0, UINT64_MAX, &r->s->seed);
}

static void read_members(dt_reader *r, const dt_yaml *node)
{
    uint64_t members = 0;
    if (read_whole(r, node, 1, 1000000000, &members)) r->s->members = (int64_t)members;
}

static void read_kind(dt_reader *r, const dt_yaml *node)
{
    const char *text = NULL;
    if (!dt_read_text(r, node, LONGEST_TEXT, &text)) return;
    if (strcmp(text, "policy") == 0)
        r->s->kind = DT_SCENARIO_POLICY;
    else if (strcmp(text, "world") == 0)
        r->s->kind = DT_SCENARIO_WORLD;
    else
        dt_yaml_wrong(&r->f, node, "policy (somebody can choose it) or world (nobody can)");
}

/* A list of `least` to MAX_GROUP different groups and states, in place of the one that was there. */
static void read_names(dt_reader *r, const dt_yaml *node, int least, dt_group_name **names, int *count)
{
    dt_group_name list[MAX_GROUP] = {0};
    int n = 0;
    if (node->kind != DT_YAML_LIST || node->count < least || node->count > MAX_GROUP) {
        dt_yaml_wrong(
            &r->f, node,
            dt_say(&r->f, "a list of %d to %d groups or ISO codes such as [USA, EU]", least, MAX_GROUP));
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        if (child->kind != DT_YAML_SCALAR) {
            dt_yaml_wrong(&r->f, child, "a group or ISO code such as EU or USA");
        } else if (dt_check_target_name(&r->f, child->text, child->place)) {
            list[n].place = child->place;
            snprintf(list[n].text, sizeof list[n].text, "%s", child->text);
            n += dt_group_is_new(&r->f, list, n);
        }
    }
    if (n < node->count) return;
    dt_group_name *copy = n ? malloc((size_t)n * sizeof *copy) : NULL;
    if (n && !copy) {
        dt_report_no_memory(&r->f);
        return;
    }
    if (n) memcpy(copy, list, (size_t)n * sizeof *copy);
    free(*names);
    *names = copy;
    *count = n;
}

static void read_groups(dt_reader *r, const dt_yaml *node)
{
    read_names(r, node, 1, &r->s->group, &r->s->n_group);
}

static void read_required(dt_reader *r, const dt_yaml *node)
{
    read_names(r, node, 0, &r->s->required, &r->s->n_required);
}

static int output_index(dt_reader *r, const dt_yaml *node)
{
    if (node->kind != DT_YAML_SCALAR) return dt_yaml_wrong(&r->f, node, "the name of an output") - 1;
    int output = dt_output_find(node->text);
    if (output < 0)
        dt_report(&r->f, DT_E_UNKNOWN_OUTPUT, node->place, dt_yaml_describe(&r->f, node),
                  "the name of an output",
                  dt_say_nearest(&r->f, dt_nearest(node->text, dt_output_name_at, NULL)));
    return output;
}

static int is_among(const int *list, int n, int value)
{
    for (int i = 0; i < n; i++)
        if (list[i] == value) return 1;
    return 0;
}

/* Sets the outputs; names that stand twice count once. */
static void read_outputs(dt_reader *r, const dt_yaml *node)
{
    if (node->kind != DT_YAML_LIST || node->count < 1) {
        dt_yaml_wrong(&r->f, node, "a list of outputs such as [ai_power, capability]");
        return;
    }
    int *list = malloc((size_t)dt_output_count() * sizeof *list);
    if (!list) {
        dt_report_no_memory(&r->f);
        return;
    }
    int n = 0;
    DT_EACH_CHILD(child, node)
    {
        int output = output_index(r, child);
        if (output >= 0 && !is_among(list, n, output)) list[n++] = output;
    }
    free(r->s->output);
    r->s->output = list;
    r->s->n_output = n;
}

/* A key of the top level. */
struct key {
    const char *name;
    void (*read)(dt_reader *r, const dt_yaml *node);
    int can_be_set;
};

static const struct key keys[] = {
    {"name", read_name, 1},
    {"text", read_text, 1},
    {"extends", NULL, 0},
    {"start", read_start, 1},
    {"end", read_end, 1},
    {"step", read_step, 1},
    {"seed", read_seed, 1},
    {"members", read_members, 1},
    {"groups", read_groups, 1},
    {"outputs", read_outputs, 1},
    {"required_parties", read_required, 1},
    {"postures", dt_read_postures, 1},
    {"supply_curves", dt_read_supply_curves, 1},
    {"levers", dt_read_levers, 0},
    {"parameters", dt_read_parameters, 0},
    {"correlations", dt_read_correlations, 0},
    {"events", dt_read_events, 0},
    {"kind", read_kind, 1},
};

enum { N_KEY = sizeof keys / sizeof keys[0] };

static const struct key *find_key(const char *name)
{
    for (int k = 0; k < N_KEY; k++)
        if (strcmp(keys[k].name, name) == 0) return &keys[k];
    return NULL;
}

void dt_report_unknown_key(dt_reader *r, const dt_yaml *node, const char *const *names)
{
    char list[DT_DIAGNOSTIC_TEXT] = "one of ";
    for (int i = 0; names[i]; i++) {
        size_t length = strlen(list);
        snprintf(list + length, sizeof list - length, "%s%s", i ? ", " : "", names[i]);
    }
    dt_report(&r->f, DT_E_UNKNOWN_KEY, node->key_place, dt_say(&r->f, "\"%.80s\"", node->key), list,
              dt_say_nearest(&r->f, dt_nearest(node->key, dt_array_name_at, names)));
}

void dt_check_no_shared_key(dt_reader *r, const dt_yaml *first, const dt_yaml *second)
{
    if (!first || !second || first->kind != DT_YAML_MAP || second->kind != DT_YAML_MAP) return;
    DT_EACH_CHILD(child, second)
    if (dt_yaml_find(first, child->key))
        dt_report(&r->f, DT_E_DUPLICATE_KEY, child->key_place, dt_say(&r->f, "\"%.80s\" again", child->key),
                  "each parameter once", NULL);
}

static void read_key(dt_reader *r, const struct key *key, const dt_yaml *node)
{
    size_t mark = dt_key_enter(&r->f, key->name);
    if (key->read) key->read(r, node);
    dt_key_leave(&r->f, mark);
}

/* Postures come first, wherever they stand: values of other keys name them. */
void dt_read_map(dt_reader *r, const dt_yaml *root)
{
    dt_check_no_shared_key(r, dt_yaml_find(root, "levers"), dt_yaml_find(root, "parameters"));
    const char *names[N_KEY + 1] = {NULL};
    for (int k = 0; k < N_KEY; k++)
        names[k] = keys[k].name;
    const dt_yaml *postures = dt_yaml_find(root, "postures");
    if (postures) read_key(r, find_key("postures"), postures);
    DT_EACH_CHILD(child, root)
    {
        const struct key *key = find_key(child->key);
        if (!key)
            dt_report_unknown_key(r, child, names);
        else if (child != postures)
            read_key(r, key, child);
    }
}

int dt_read_top_key(dt_reader *r, const char *name, const dt_yaml *value)
{
    const struct key *key = find_key(name);
    if (!key || !key->can_be_set) return 0;
    read_key(r, key, value);
    return 1;
}

static void check_horizon(dt_reader *r)
{
    dt_scenario *s = r->s;
    const char *span = dt_say(&r->f, "%d-Q%d to %d-Q%d", s->start / 4, s->start % 4 + 1, s->end / 4,
                              s->end % 4 + 1);
    if (s->end < s->start || s->end - s->start >= 100 * 4)
        dt_report(&r->f, DT_E_BAD_HORIZON, s->end_place, span,
                  "an end after the start, at most 100 years later", NULL);
    else if (!dt_scenario_steps(s))
        dt_report(&r->f, DT_E_BAD_HORIZON, s->step_place,
                  dt_say(&r->f, "steps of %s yr", dt_say_number(&r->f, s->step)),
                  dt_say(&r->f, "a whole number of steps in %s", span), NULL);
}

void dt_check_whole(dt_reader *r)
{
    dt_scenario *s = r->s;
    check_horizon(r);
    dt_check_conferences(r);
    for (int e = 0; e < s->n_event; e++) {
        int quarter = s->event[e].quarter;
        if (quarter >= s->start && quarter <= s->end) continue;
        size_t mark = dt_key_enter(&r->f, dt_say(&r->f, "events[%d].at", e + 1));
        dt_report(&r->f, DT_E_EVENT_OUTSIDE, s->event[e].place,
                  dt_say(&r->f, "%d-Q%d", quarter / 4, quarter % 4 + 1),
                  dt_say(&r->f, "a date from %d-Q%d to %d-Q%d", s->start / 4, s->start % 4 + 1, s->end / 4,
                         s->end % 4 + 1),
                  NULL);
        dt_key_leave(&r->f, mark);
    }
}
