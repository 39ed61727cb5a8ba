/* POST /api/treaty: who signs a text, what moves each state, and the least change that reaches a goal. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "server/inside.h"

dt_status dt_answer_treaty(dt_request *request);

enum { MAX_CHANGES = 8 };

static dt_status refuse(dt_diagnostics *found, const char *key, const char *expected)
{
    return dt_refuse(found, DT_E_SERVER_BODY, key, "another value", expected);
}

/* The shipped text that a body names, or the first. */
static dt_status find_base(const dt_server *server, const json_t *body, dt_treaty_text *text,
                           dt_diagnostics *found)
{
    const json_t *base = json_object_get(body, "base");
    const char *name = base ? json_string_value(base) : "coruna";
    *text = dt_treaty_text_defaults();
    for (int d = 0; name && d < server->n_draft; d++)
        if (strcmp(server->draft_name[d], name) == 0) {
            *text = server->draft[d];
            return DT_OK;
        }
    return base ? refuse(found, "base", "a text that GET /api/about lists") : DT_OK;
}

/* A word of a list of names. */
static dt_status read_word(const json_t *fields, const char *key, const char *(*name)(int index), int n,
                           int *value)
{
    const json_t *given = json_object_get(fields, key);
    const char *word = json_string_value(given);
    if (!given) return DT_OK;
    for (int i = 0; word && i < n; i++)
        if (strcmp(name(i), word) == 0) {
            *value = i;
            return DT_OK;
        }
    return DT_INPUT;
}

static dt_status read_whole(const json_t *fields, const char *key, json_int_t most, int *value,
                            dt_diagnostics *found)
{
    const json_int_t range[2] = {0, most};
    json_int_t n = *value;
    dt_status status = dt_body_integer(fields, key, range, &n, found);
    if (status == DT_OK) *value = (int)n;
    return status;
}

static dt_status read_text(const json_t *fields, dt_treaty_text *text, dt_diagnostics *found)
{
    const json_t *years = json_object_get(fields, "years");
    if (fields && !json_is_object(fields)) return refuse(found, "text", "an object");
    dt_status status = dt_body_keys(fields, "kind|sponsor|binding|verification|military_ai|years|attending",
                                    found);
    if (status != DT_OK) return status;
    if (read_word(fields, "kind", dt_treaty_kind_name, DT_TREATY_KIND_COUNT, &text->kind) != DT_OK)
        return refuse(found, "kind", "a kind that GET /api/about lists");
    if (read_word(fields, "sponsor", dt_treaty_sponsor_name, DT_SPONSOR_COUNT, &text->sponsor) != DT_OK)
        return refuse(found, "sponsor", "a sponsor that GET /api/about lists");
    if (years && !(json_is_number(years) && json_number_value(years) >= 0 && json_number_value(years) <= 50))
        return refuse(found, "years", "a number from 0 to 50");
    if (years) text->years = json_number_value(years);
    status = read_whole(fields, "binding", 1, &text->binding, found);
    if (status == DT_OK) status = read_whole(fields, "verification", 3, &text->verification, found);
    if (status == DT_OK) status = read_whole(fields, "military_ai", 1, &text->military_ai, found);
    if (status == DT_OK) status = read_whole(fields, "attending", 250, &text->attending, found);
    return status;
}

static dt_status read_goal(const dt_server *server, const json_t *fields, dt_treaty_goal *goal,
                           dt_diagnostics *found)
{
    int count = 0;
    const json_t *probability = json_object_get(fields, "probability");
    const char *state = json_string_value(json_object_get(fields, "state"));
    *goal = (dt_treaty_goal){.state = -1, .probability = 0.5};
    if (!json_is_object(fields)) return refuse(found, "goal", "an object");
    dt_status status = dt_body_keys(fields, "state|probability|count", found);
    if (status == DT_OK) status = read_whole(fields, "count", 250, &count, found);
    if (status != DT_OK) return status;
    goal->count = count;
    if (state) goal->state = dt_treaty_state_find(server->treaty, state);
    if (state && goal->state < 0) return refuse(found, "state", "the ISO code of a state with features");
    if (!state && !count) return refuse(found, "goal", "a state or a count");
    if (!probability) return DT_OK;
    goal->probability = json_number_value(probability);
    if (!json_is_number(probability) || !(goal->probability > 0.0 && goal->probability < 1.0))
        return refuse(found, "probability", "a number between 0 and 1");
    return DT_OK;
}

static void put_number(dt_json *json, const char *key, double value)
{
    dt_json_key(json, key);
    dt_json_rounded(json, value, 5);
}

static void put_text(dt_json *json, const char *key, const char *value)
{
    dt_json_key(json, key);
    dt_json_string(json, value);
}

static void put_form(dt_json *json, const dt_server *server, const dt_treaty_text *text)
{
    put_text(json, "kind", dt_treaty_kind_name(text->kind));
    put_text(json, "sponsor", dt_treaty_sponsor_name(text->sponsor));
    dt_json_key(json, "binding");
    dt_json_integer(json, text->binding);
    dt_json_key(json, "verification");
    dt_json_integer(json, text->verification);
    dt_json_key(json, "extrapolated");
    dt_json_bool(json, dt_treaty_support_of(server->treaty, text).alike == 0);
}

static void put_state(dt_json *json, const dt_treaty_prediction *prediction, int i)
{
    dt_treaty_state state = dt_treaty_prediction_state(prediction, i);
    dt_json_begin_object(json);
    put_text(json, "iso3", state.iso3);
    put_number(json, "signs", state.signs);
    put_number(json, "low", state.low);
    put_number(json, "high", state.high);
    put_number(json, "attends", state.attends);
    put_number(json, "signs_if_attends", state.signs_if_attends);
    dt_json_key(json, "reasons");
    dt_json_begin_object(json);
    for (int r = 0; r < dt_treaty_reason_count(); r++)
        put_number(json, dt_treaty_reason_name(r), dt_treaty_prediction_reason(prediction, i, r));
    dt_json_end(json);
    dt_json_end(json);
}

static void put_prediction(dt_json *json, const dt_server *server, const dt_treaty_prediction *prediction)
{
    dt_treaty_total total = dt_treaty_prediction_total(prediction);
    put_number(json, "expected", total.expected);
    put_number(json, "low", total.low);
    put_number(json, "high", total.high);
    dt_json_key(json, "states");
    dt_json_begin_array(json);
    for (int i = 0; i < dt_treaty_state_count(server->treaty); i++)
        put_state(json, prediction, i);
    dt_json_end(json);
}

static dt_status put_design(dt_json *json, const dt_server *server, const dt_treaty_text *text,
                            const dt_treaty_goal *goal)
{
    dt_treaty_change change[MAX_CHANGES];
    int count = MAX_CHANGES;
    dt_status status = dt_treaty_design(server->fit, server->treaty, text, goal, change, &count);
    if (status != DT_OK) return status;
    dt_json_key(json, "changes");
    dt_json_begin_array(json);
    for (int c = 0; c < count; c++) {
        dt_json_begin_object(json);
        dt_json_key(json, "reached");
        dt_json_bool(json, change[c].is_reached);
        dt_json_key(json, "steps");
        dt_json_integer(json, change[c].steps);
        put_form(json, server, &change[c].text);
        put_number(json, "probability", goal->state >= 0 ? change[c].probability : NAN);
        put_number(json, "expected", change[c].expected);
        dt_json_end(json);
    }
    dt_json_end(json);
    return DT_OK;
}

dt_status dt_answer_treaty(dt_request *request)
{
    dt_json json;
    dt_treaty_text text;
    dt_treaty_goal goal;
    dt_treaty_prediction *prediction = NULL;
    const dt_server *server = request->server;
    const json_t *body = request->json, *wanted = json_object_get(body, "goal");
    dt_diagnostics *found = &request->found;
    dt_status status = dt_body_keys(body, "base|text|goal", found);
    if (status == DT_OK) status = find_base(server, body, &text, found);
    if (status == DT_OK) status = read_text(json_object_get(body, "text"), &text, found);
    if (status == DT_OK && wanted) status = read_goal(server, wanted, &goal, found);
    if (status == DT_OK) status = dt_treaty_predict(server->fit, server->treaty, &text, &prediction);
    if (status != DT_OK) return status;
    dt_answer_begin(&json, &request->text);
    put_text(&json, "text", text.name);
    put_form(&json, server, &text);
    put_prediction(&json, server, prediction);
    if (wanted) status = put_design(&json, server, &text, &goal);
    dt_json_end(&json);
    dt_treaty_prediction_free(prediction);
    return status;
}
