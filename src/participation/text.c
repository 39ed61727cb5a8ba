/* Reading a text from YAML, and its defaults. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/scenario.h"
#include "participation/data.h"
#include "io/file.h"
#include "scenario/yaml.h"

enum { FILE_LIMIT = 1 << 20, TODAY = 20260205, MAX_WORDS = 8 };

static const double MOST_YEARS = 100.0;

dt_treaty_text dt_treaty_text_defaults(void)
{
    dt_treaty_text text = {.topic = "ai", .date = TODAY, .kind = DT_TREATY_DECLARATION, .signed_count = -1};
    text.sponsor = DT_SPONSOR_MIXED;
    memset(text.outcome, -1, sizeof text.outcome);
    return text;
}

struct reader {
    dt_findings f;
    const dt_treaty_data *data;
    dt_treaty_text text;
    dt_place attending; /* where the number stands, for what is wrong with it */
};

static const char *scalar(struct reader *r, const dt_yaml *node, const char *expected)
{
    if (node->kind == DT_YAML_SCALAR) return node->text;
    dt_yaml_wrong(&r->f, node, expected);
    return NULL;
}

static void read_word(struct reader *r, const dt_yaml *node, char word[DT_TREATY_NAME])
{
    const char *text = scalar(r, node, "a text of 1 to 95 bytes");
    if (!text) return;
    if (!*text || strlen(text) >= DT_TREATY_NAME)
        dt_yaml_wrong(&r->f, node, "a text of 1 to 95 bytes");
    else
        memcpy(word, text, strlen(text) + 1);
}

static void read_whole(struct reader *r, const dt_yaml *node, int greatest, int *out)
{
    char *end = NULL;
    const char *text = scalar(r, node, "a whole number");
    if (!text) return;
    long value = strtol(text, &end, 10);
    if (!*text || *end || value < 0 || value > greatest)
        dt_report(&r->f, DT_E_OUT_OF_RANGE, node->place, dt_yaml_describe(&r->f, node),
                  dt_say(&r->f, "a whole number from 0 to %d", greatest), NULL);
    else
        *out = (int)value;
}

static void read_years(struct reader *r, const dt_yaml *node)
{
    char *end = NULL;
    const char *text = scalar(r, node, "a number of years");
    if (!text) return;
    double value = strtod(text, &end);
    if (!*text || *end || !(value >= 0.0 && value <= MOST_YEARS))
        dt_report(&r->f, DT_E_OUT_OF_RANGE, node->place, dt_yaml_describe(&r->f, node),
                  "a number of years from 0 to 100", NULL);
    else
        r->text.years = value;
}

static void read_choice(struct reader *r, const dt_yaml *node, const char *(*name)(int), int *out)
{
    char expected[DT_DIAGNOSTIC_TEXT] = "one of";
    const char *text = scalar(r, node, "a word");
    if (!text) return;
    for (int c = 0; c < MAX_WORDS && name(c); c++) {
        size_t length = strlen(expected);
        if (strcmp(text, name(c)) == 0) {
            *out = c;
            return;
        }
        snprintf(expected + length, sizeof expected - length, " %s", name(c));
    }
    dt_report(&r->f, DT_E_WRONG_TYPE, node->place, dt_yaml_describe(&r->f, node), expected, NULL);
}

static void read_day(struct reader *r, const dt_yaml *node)
{
    const char *text = scalar(r, node, "a day as 2026-02-05");
    if (!text) return;
    int date = dt_treaty_date(text);
    if (date < 0)
        dt_report(&r->f, DT_E_TREATY_DATE, node->place, dt_yaml_describe(&r->f, node), "a day as 2026-02-05",
                  NULL);
    else
        r->text.date = date;
}

/* A list of states: present, and with an outcome unless it is -1. */
static void read_states(struct reader *r, const dt_yaml *node, signed char outcome)
{
    if (node->kind != DT_YAML_LIST) {
        dt_yaml_wrong(&r->f, node, "a list of ISO 3166 codes");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        int state = child->kind == DT_YAML_SCALAR ? dt_treaty_state_find(r->data, child->text) : -1;
        if (state < 0) {
            dt_report(&r->f, DT_E_TREATY_STATE, child->place, dt_yaml_describe(&r->f, child),
                      "a state that has rows in features.csv", NULL);
            continue;
        }
        r->text.present[state] = 1;
        if (outcome >= 0) r->text.outcome[state] = outcome;
    }
}

static void read_observed(struct reader *r, const dt_yaml *node)
{
    if (node->kind != DT_YAML_MAP) {
        dt_yaml_wrong(&r->f, node, "a map");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        size_t mark = dt_key_enter(&r->f, child->key);
        if (strcmp(child->key, "count") == 0)
            read_whole(r, child, DT_TREATY_STATES, &r->text.signed_count);
        else if (strcmp(child->key, "signed") == 0)
            read_states(r, child, 1);
        else if (strcmp(child->key, "refused") == 0)
            read_states(r, child, 0);
        else
            dt_report(&r->f, DT_E_UNKNOWN_KEY, child->key_place, child->key, "count, signed or refused",
                      NULL);
        dt_key_leave(&r->f, mark);
    }
}

static void read_key(struct reader *r, const dt_yaml *node)
{
    const struct {
        const char *key;
        int greatest, *out;
    } whole[] = {
        {"binding", 1, &r->text.binding},
        {"verification", 3, &r->text.verification},
        {"military_ai", 1, &r->text.military_ai},
        {"attending", DT_TREATY_STATES, &r->text.attending},
    };
    for (size_t w = 0; w < sizeof whole / sizeof whole[0]; w++)
        if (strcmp(node->key, whole[w].key) == 0) {
            read_whole(r, node, whole[w].greatest, whole[w].out);
            return;
        }
    if (strcmp(node->key, "name") == 0)
        read_word(r, node, r->text.name);
    else if (strcmp(node->key, "topic") == 0)
        read_word(r, node, r->text.topic);
    else if (strcmp(node->key, "date") == 0)
        read_day(r, node);
    else if (strcmp(node->key, "years") == 0)
        read_years(r, node);
    else if (strcmp(node->key, "kind") == 0)
        read_choice(r, node, dt_treaty_kind_name, &r->text.kind);
    else if (strcmp(node->key, "sponsor") == 0)
        read_choice(r, node, dt_treaty_sponsor_name, &r->text.sponsor);
    else if (strcmp(node->key, "present") == 0)
        read_states(r, node, -1);
    else if (strcmp(node->key, "observed") == 0)
        read_observed(r, node);
    else
        dt_report(&r->f, DT_E_UNKNOWN_KEY, node->key_place, node->key,
                  "name, date, years, kind, topic, sponsor, binding, verification, military_ai, attending, "
                  "present, observed",
                  NULL);
}

/* The number of delegations, where it is known, counts those that are named too. */
static void check_attending(struct reader *r)
{
    int n = 0;
    for (int i = 0; i < r->data->n_state; i++)
        n += r->text.present[i] != 0;
    if (r->text.attending > 0 && r->text.attending < n)
        dt_report(&r->f, DT_E_OUT_OF_RANGE, r->attending, dt_say(&r->f, "attending: %d", r->text.attending),
                  dt_say(&r->f, "at least %d, as many as are named as present, signed or refused", n), NULL);
}

static void read_root(struct reader *r, const dt_yaml *root)
{
    if (!root || root->kind != DT_YAML_MAP) {
        dt_report(&r->f, DT_E_WRONG_TYPE, root ? root->place : (dt_place){0, 1, 1}, NULL,
                  "a map of the text's attributes", NULL);
        return;
    }
    DT_EACH_CHILD(child, root)
    {
        size_t mark = dt_key_enter(&r->f, child->key);
        if (strcmp(child->key, "attending") == 0) r->attending = child->place;
        read_key(r, child);
        dt_key_leave(&r->f, mark);
    }
    check_attending(r);
    if (!r->text.name[0]) dt_report(&r->f, DT_E_WRONG_TYPE, root->place, NULL, "a key `name`", NULL);
}

dt_status dt_treaty_text_load(const char *path, const dt_treaty_data *data, dt_treaty_text *text,
                              dt_diagnostics *diagnostics)
{
    dt_files files = {.n = 1};
    struct reader r = {.data = data, .text = dt_treaty_text_defaults()};
    char *content = NULL;
    size_t length = 0;
    dt_yaml *root = NULL;
    DT_TRY(dt_file_read(path, FILE_LIMIT, &content, &length, diagnostics));
    snprintf(files.name[0], sizeof files.name[0], "%s", path);
    dt_findings_init(&r.f, diagnostics, &files);
    dt_status status = dt_yaml_parse(content, length, 0, &r.f, &root);
    if (status == DT_OK) {
        read_root(&r, root);
        status = r.f.n_error ? r.f.status : DT_OK;
    }
    dt_yaml_free(root);
    dt_free(content);
    if (status == DT_OK) *text = r.text;
    return status;
}
