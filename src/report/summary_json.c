/* The summary as JSON. The schema is stable: keys are added, never renamed or removed, without a new number
 * in "schema".
 *
 * Numbers are written so that reading them back gives the same double; a value that is not known is null. */
#include <inttypes.h>
#include <stdio.h>

#include "io/hash.h"
#include "io/json.h"
#include "report/claims_text.h"
#include "report/summary.h"

static void text_member(dt_json *json, const char *key, const char *value)
{
    dt_json_key(json, key);
    dt_json_string(json, value);
}

static void integer_member(dt_json *json, const char *key, int64_t value)
{
    dt_json_key(json, key);
    dt_json_integer(json, value);
}

static void number_member(dt_json *json, const char *key, double value)
{
    dt_json_key(json, key);
    dt_json_number(json, value);
}

static void hash_member(dt_json *json, const char *key, const unsigned char hash[DT_HASH_SIZE])
{
    char text[DT_HASH_TEXT];
    dt_hash_hex(hash, text);
    text_member(json, key, text);
}

/* The seed is text: JSON readers keep whole numbers only up to 2^53. */
static void scenario(const dt_report *report, dt_json *json)
{
    char seed[24];
    unsigned char hash[DT_HASH_SIZE];
    snprintf(seed, sizeof seed, "%" PRIu64, dt_case_seed(report->c));
    dt_json_key(json, "scenario");
    dt_json_begin_object(json);
    text_member(json, "name", report->scenario.name);
    text_member(json, "text", report->scenario.text);
    number_member(json, "start", report->time[0]);
    number_member(json, "end", report->time[report->n_point - 1]);
    text_member(json, "seed", seed);
    integer_member(json, "members", dt_summary_members(report->summary));
    integer_member(json, "failed", dt_summary_failed(report->summary));
    dt_case_hash(report->c, hash);
    hash_member(json, "hash", hash);
    dt_world_hash(report->input->world, hash);
    hash_member(json, "data_hash", hash);
    dt_summary_hash(report->summary, hash);
    hash_member(json, "result_hash", hash);
    dt_json_end(json);
}

/* One value at the start and at the end of every year; `p` below 0 asks for the mean. */
static void series(const dt_report *report, dt_json *json, int output, int group, double p)
{
    dt_json_begin_array(json);
    for (int y = -1; y < report->n_year; y++) {
        int step = y < 0 ? 0 : report->year[y].step;
        dt_json_number(json,
                       p < 0.0 ? dt_summary_mean(report->summary, output, group, step)
                               : dt_summary_quantile(report->summary, output, group, step, p));
    }
    dt_json_end(json);
}

static void times(const dt_report *report, dt_json *json)
{
    dt_json_key(json, "times");
    dt_json_begin_array(json);
    dt_json_number(json, report->time[0]);
    for (int y = 0; y < report->n_year; y++)
        dt_json_number(json, report->time[report->year[y].step]);
    dt_json_end(json);
}

static void group_outputs(const dt_report *report, dt_json *json, int group)
{
    static const struct {
        const char *key;
        double p;
    } part[] = {{"p10", 0.1}, {"p50", 0.5}, {"p90", 0.9}, {"mean", -1.0}};
    for (int output = 0; output < dt_output_count(); output++) {
        const dt_output_info *info = dt_output_at(output);
        dt_json_key(json, info->name);
        dt_json_begin_object(json);
        text_member(json, "unit", info->unit);
        times(report, json);
        for (int k = 0; k < 4; k++) {
            dt_json_key(json, part[k].key);
            series(report, json, output, group, part[k].p);
        }
        dt_json_end(json);
    }
}

static void groups(const dt_report *report, dt_json *json)
{
    dt_json_key(json, "groups");
    dt_json_begin_array(json);
    for (int g = 0; g < report->n_group; g++) {
        dt_json_begin_object(json);
        text_member(json, "name", dt_case_group_name(report->c, g));
        dt_json_key(json, "outputs");
        dt_json_begin_object(json);
        group_outputs(report, json, g);
        dt_json_end(json);
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void leaders(const dt_report *report, dt_json *json)
{
    enum { SHOWN = 5 };
    dt_json_key(json, "leader");
    dt_json_begin_array(json);
    for (int y = 0; y < report->n_year; y++) {
        int state[SHOWN];
        int n = dt_report_leaders(report, report->year[y].step, SHOWN, state);
        dt_json_begin_object(json);
        integer_member(json, "year", report->year[y].year);
        dt_json_key(json, "states");
        dt_json_begin_array(json);
        for (int k = 0; k < n; k++) {
            dt_json_begin_object(json);
            text_member(json, "state", dt_case_state_iso3(report->c, state[k]));
            number_member(json, "probability",
                          dt_summary_leader_share(report->summary, report->year[y].step, state[k]));
            dt_json_end(json);
        }
        dt_json_end(json);
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void limits(const dt_report *report, dt_json *json)
{
    dt_json_key(json, "limits");
    dt_json_begin_array(json);
    for (int g = 0; g < report->n_group; g++) {
        for (int y = 0; y < report->n_year; y++) {
            dt_json_begin_object(json);
            text_member(json, "group", dt_case_group_name(report->c, g));
            integer_member(json, "year", report->year[y].year);
            dt_json_key(json, "shares");
            dt_json_begin_object(json);
            for (int limit = 0; limit < dt_limit_count(); limit++)
                number_member(json, dt_limit_name(limit),
                              dt_summary_limit_share(report->summary, g, report->year[y].step, limit));
            dt_json_end(json);
            dt_json_end(json);
        }
    }
    dt_json_end(json);
}

void dt_summary_json(const dt_report *report, dt_text *out)
{
    dt_json json;
    dt_json_init(&json, out, 1);
    dt_json_begin_object(&json);
    text_member(&json, "schema", "detente.summary/1");
    text_member(&json, "version", report->input->version);
    text_member(&json, "command", report->input->command);
    number_member(&json, "seconds", report->input->seconds);
    scenario(report, &json);
    if (report->input->claims) dt_claims_json(report->input->claims, &json);
    groups(report, &json);
    leaders(report, &json);
    limits(report, &json);
    dt_json_end(&json);
    dt_text_append(out, "\n");
}
