/* GET /api/about, /api/parameters and /api/scenario: what there is, from the tables. */
#include <stdio.h>
#include <string.h>

#include "detente/version.h"
#include "server/body.h"

dt_status dt_answer_about(dt_request *request);
dt_status dt_answer_parameters(dt_request *request);
dt_status dt_answer_scenario(dt_request *request);

static const char *const kinds[] = {"fixed",  "uniform",   "loguniform", "triangular", "pert",
                                    "normal", "lognormal", "discrete",   "data"};
static const char *const roles[] = {"uncertain", "lever", "constant"};
static const char *const shapes[] = {"world", "technology", "state"};
_Static_assert(sizeof kinds / sizeof kinds[0] == DT_DIST_KIND_COUNT, "a name for each kind");

static void put_text(dt_json *json, const char *key, const char *value)
{
    dt_json_key(json, key);
    dt_json_string(json, value);
}

static void put_number(dt_json *json, const char *key, double value)
{
    dt_json_key(json, key);
    dt_json_rounded(json, value, 9);
}

static void put_integer(dt_json *json, const char *key, int64_t value)
{
    dt_json_key(json, key);
    dt_json_integer(json, value);
}

static void begin_list(dt_json *json, const char *key)
{
    dt_json_key(json, key);
    dt_json_begin_array(json);
}

static void put_facts(dt_json *json, const dt_server *server)
{
    dt_scenario_info info = dt_scenario_describe(server->base);
    char quarter[32];
    put_text(json, "scenario", server->options.scenario_name);
    put_text(json, "name", info.name);
    put_text(json, "text", info.text);
    snprintf(quarter, sizeof quarter, "%d-Q%d", info.start_year, info.start_quarter);
    put_text(json, "start", quarter);
    snprintf(quarter, sizeof quarter, "%d-Q%d", info.end_year, info.end_quarter);
    put_text(json, "end", quarter);
    put_number(json, "step", info.step);
    put_integer(json, "seed", (int64_t)info.seed);
    put_integer(json, "members", info.members);
    begin_list(json, "groups");
    for (int g = 0; g < info.n_group; g++)
        dt_json_string(json, dt_scenario_group(server->base, g));
    dt_json_end(json);
}

static void put_outputs(dt_json *json)
{
    begin_list(json, "outputs");
    for (int o = 0; o < dt_output_count(); o++) {
        const dt_output_info *info = dt_output_at(o);
        dt_json_begin_object(json);
        put_text(json, "name", info->name);
        put_text(json, "unit", info->unit);
        put_text(json, "text", info->text);
        dt_json_key(json, "logarithmic");
        dt_json_bool(json, info->is_log);
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void put_drafts(dt_json *json, const dt_server *server)
{
    begin_list(json, "texts");
    for (int d = 0; d < server->n_draft; d++) {
        const dt_treaty_text *text = &server->draft[d];
        dt_json_begin_object(json);
        put_text(json, "base", server->draft_name[d]);
        put_text(json, "name", text->name);
        put_text(json, "kind", dt_treaty_kind_name(text->kind));
        put_text(json, "sponsor", dt_treaty_sponsor_name(text->sponsor));
        put_integer(json, "binding", text->binding);
        put_integer(json, "verification", text->verification);
        put_number(json, "years", text->years);
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void put_names(dt_json *json, const char *key, int n, const char *(*name)(int index))
{
    begin_list(json, key);
    for (int i = 0; i < n; i++)
        dt_json_string(json, name(i));
    dt_json_end(json);
}

static void put_routes(dt_json *json)
{
    begin_list(json, "routes");
    for (int r = 0; r < dt_route_count(); r++) {
        dt_json_begin_object(json);
        put_text(json, "method", dt_route_at(r)->method);
        put_text(json, "path", dt_route_at(r)->path);
        put_text(json, "text", dt_route_at(r)->text);
        dt_json_end(json);
    }
    dt_json_end(json);
}

dt_status dt_answer_about(dt_request *request)
{
    unsigned char hash[16];
    char digits[33];
    dt_json json;
    dt_world_hash(request->server->options.world, hash);
    for (int b = 0; b < 16; b++)
        snprintf(digits + 2 * b, 3, "%02x", hash[b]);
    dt_answer_begin(&json, &request->text);
    put_text(&json, "program", "detente");
    put_text(&json, "version", dt_version());
    put_text(&json, "data_hash", digits);
    put_facts(&json, request->server);
    put_integer(&json, "run_members_most", DT_RUN_MEMBERS);
    put_integer(&json, "ensemble_members_most", DT_ENSEMBLE_LIMIT);
    put_integer(&json, "body_bytes_most", DT_BODY_LIMIT);
    put_outputs(&json);
    put_drafts(&json, request->server);
    put_names(&json, "kinds", DT_TREATY_KIND_COUNT, dt_treaty_kind_name);
    put_names(&json, "sponsors", DT_SPONSOR_COUNT, dt_treaty_sponsor_name);
    put_names(&json, "limits", dt_limit_count(), dt_limit_name);
    put_routes(&json);
    dt_status status = dt_offer_write(request->server, &json, &request->found);
    dt_json_end(&json);
    return status;
}

static void put_parameter(dt_json *json, const dt_param_info *p)
{
    dt_json_begin_object(json);
    put_text(json, "name", p->name);
    put_text(json, "mechanism", p->mechanism);
    put_text(json, "unit", p->unit);
    put_text(json, "text", p->text);
    put_text(json, "source", p->source);
    put_text(json, "role", roles[p->role]);
    put_text(json, "shape", shapes[p->shape]);
    put_number(json, "least", p->least);
    put_number(json, "greatest", p->greatest);
    put_text(json, "distribution", kinds[p->distribution]);
    if (p->distribution != DT_DIST_DATA) {
        put_number(json, "low", p->low);
        put_number(json, "central", p->central);
        put_number(json, "high", p->high);
    }
    put_text(json, "data_field", p->field);
    dt_json_end(json);
}

/* What the scenario assumes instead of the tables' defaults. */
static void put_assumptions(dt_json *json, const dt_case *c)
{
    begin_list(json, "in_force");
    for (int a = 0; a < dt_case_assumption_count(c); a++) {
        dt_assumption assumption = dt_case_assumption(c, a);
        if (assumption.param->shape == DT_SHAPE_STATE && !assumption.is_changed) continue;
        dt_json_begin_object(json);
        put_text(json, "key", assumption.key);
        put_text(json, "distribution", kinds[assumption.kind]);
        if (assumption.kind != DT_DIST_DISCRETE) {
            put_number(json, "low", dt_dist_quantile(&assumption, 0.05));
            put_number(json, "central", dt_dist_quantile(&assumption, 0.5));
            put_number(json, "high", dt_dist_quantile(&assumption, 0.95));
        }
        dt_json_key(json, "changed");
        dt_json_bool(json, assumption.is_changed);
        put_text(json, "source", assumption.source);
        dt_json_end(json);
    }
    dt_json_end(json);
}

dt_status dt_answer_parameters(dt_request *request)
{
    dt_json json;
    dt_case *c = NULL;
    const dt_server *server = request->server;
    dt_status status = dt_case_build(server->options.world, server->base, &c, &request->found);
    if (status != DT_OK) return status;
    dt_answer_begin(&json, &request->text);
    begin_list(&json, "parameters");
    for (int p = 0; p < dt_param_count(); p++)
        put_parameter(&json, dt_param_at(p));
    dt_json_end(&json);
    put_assumptions(&json, c);
    dt_json_end(&json);
    dt_case_free(c);
    return DT_OK;
}

dt_status dt_answer_scenario(dt_request *request)
{
    dt_json json;
    char *canonical = NULL;
    dt_status status = dt_scenario_canonical(request->server->base, &canonical);
    if (status != DT_OK) return status;
    dt_answer_begin(&json, &request->text);
    put_facts(&json, request->server);
    put_text(&json, "canonical", canonical);
    dt_json_end(&json);
    dt_free(canonical);
    return DT_OK;
}
