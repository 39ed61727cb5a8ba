/* What requests may name, for GET /api/about: outcomes, policies, games, networks, states and groups; and how
 * large they may be. All from the tables that the requests are checked against. */
#include <stdio.h>
#include <string.h>

#include "ensemble/outcome.h"
#include "server/body.h"

/* ---- outcomes ---- */

struct named {
    const char *output, *unit, *text;
};

/* What an outcome is, in words. */
static struct named words_of(const dt_outcome *outcome)
{
    static const struct named of_world[] = {
        [DT_OUTCOME_LEADING_STATE] = {"leader", "state", "State with the highest capability, as its number"},
        [DT_OUTCOME_WORLD_POWER] = {"ai_power", "GW", "AI load that is powered in the whole world"},
        [DT_OUTCOME_WORLD_STANDING] = {"survivors", "states", "States of the whole world that stand"},
        [DT_OUTCOME_WORLD_PARTIES] = {"parties", "states", "States of the whole world that are parties"},
    };
    if (outcome->kind != DT_OUTCOME_OF_GROUP) return of_world[outcome->kind];
    const dt_output_info *info = dt_output_at(outcome->output);
    return (struct named){info->name, info->unit, info->text};
}

static void put_outcome(dt_json *json, const dt_case *c, const dt_outcome *outcome)
{
    struct named words = words_of(outcome);
    const char *year = strrchr(outcome->name, '.');
    int is_of_group = outcome->kind == DT_OUTCOME_OF_GROUP;
    dt_json_begin_object(json);
    dt_json_put_string(json, "name", outcome->name);
    dt_json_put_string(json, "output", words.output);
    dt_json_put_string(json, "unit", words.unit);
    dt_json_put_string(json, "text", words.text);
    dt_json_put_string(json, "group", is_of_group ? dt_case_group_name(c, outcome->group) : "WORLD");
    dt_json_put_string(json, "year", year ? year + 1 : "");
    dt_json_end(json);
}

static void put_outcomes(dt_json *json, const dt_case *c)
{
    dt_outcome outcome[DT_MAX_OUTCOME];
    int n = dt_outcome_list(c, outcome);
    dt_json_open_array(json, "outcomes");
    for (int o = 0; o < n; o++)
        put_outcome(json, c, &outcome[o]);
    dt_json_end(json);
}

/* ---- what is shipped ---- */

static void put_policies(dt_json *json, const dt_shelf *shelf)
{
    dt_json_open_array(json, "policies");
    for (int p = 0; p < shelf->n_policy; p++) {
        dt_scenario_info info = dt_scenario_describe(shelf->policy[p].scenario);
        dt_json_begin_object(json);
        dt_json_put_string(json, "name", shelf->policy[p].name);
        dt_json_put_string(json, "text", info.text);
        dt_json_put_string(json, "kind", info.kind == DT_SCENARIO_WORLD ? "world" : "policy");
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void put_players(dt_json *json, const dt_game *game, int n)
{
    dt_json_open_array(json, "players");
    for (int p = 0; p < n; p++) {
        dt_json_begin_object(json);
        dt_json_put_string(json, "name", dt_game_column(game, p));
        dt_json_open_array(json, "strategies");
        for (int s = 0; s < dt_game_strategies(game, p); s++)
            dt_json_string(json, dt_game_strategy(game, p, s));
        dt_json_end(json);
        dt_json_put_string(json, "cooperate", dt_game_strategy(game, p, dt_game_cooperate(game, p)));
        dt_json_end(json);
    }
    dt_json_end(json);
}

/* Levers of its map, in the form in which POST /api/map takes others. */
static void put_axes(dt_json *json, const dt_game *game, int n)
{
    dt_json_open_array(json, "map");
    for (int a = 0; a < n; a++) {
        dt_game_lever lever = dt_game_map_lever(game, a);
        dt_json_begin_object(json);
        dt_json_put_string(json, "lever", lever.key);
        dt_json_put_number(json, "from", lever.from);
        dt_json_put_number(json, "to", lever.to);
        dt_json_end(json);
    }
    dt_json_end(json);
}

/* Unit of the field of states that is the payoff: "mechanism.name". */
static const char *unit_of(const char *payoff)
{
    char name[96];
    for (int f = 0; f < dt_field_count(); f++) {
        const dt_field_info *field = dt_field_at(f);
        snprintf(name, sizeof name, "%s.%s", field->mechanism, field->name);
        if (strcmp(name, payoff) == 0 || strcmp(field->name, payoff) == 0) return field->unit;
    }
    return NULL;
}

static void put_games(dt_json *json, const dt_shelf *shelf)
{
    dt_json_open_array(json, "games");
    for (int g = 0; g < shelf->n_game; g++) {
        const dt_game *game = shelf->game[g].game;
        dt_game_info info = dt_game_describe(game);
        dt_json_begin_object(json);
        dt_json_put_string(json, "name", shelf->game[g].name);
        dt_json_put_string(json, "text", info.text);
        dt_json_put_string(json, "scenario", info.scenario);
        dt_json_put_string(json, "payoff", info.payoff);
        dt_json_put_string(json, "payoff_unit", unit_of(info.payoff));
        put_players(json, game, info.n_player);
        put_axes(json, game, info.n_map);
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void put_networks(dt_json *json, const dt_shelf *shelf)
{
    dt_json_open_array(json, "networks");
    for (int n = 0; n < shelf->n_network; n++)
        dt_json_string(json, shelf->network[n].name);
    dt_json_end(json);
}

/* ---- who may play, and with what ---- */

static void put_places(dt_json *json, const dt_world *world, const dt_case *c)
{
    dt_json_open_object(json, "places");
    dt_json_open_array(json, "groups");
    for (int g = 0; g < dt_world_group_count(world); g++)
        dt_json_string(json, dt_world_group_name(world, g));
    dt_json_end(json);
    dt_json_open_array(json, "states");
    for (int s = 0; s < dt_case_state_count(c); s++) {
        dt_json_begin_object(json);
        dt_json_put_string(json, "iso3", dt_case_state_iso3(c, s));
        dt_json_put_string(json, "name", dt_case_state_name(c, s));
        dt_json_end(json);
    }
    dt_json_end(json);
    dt_json_end(json);
}

/* What a strategy can set for a player: decisions, and what stands for one as data (its budget). */
static void put_levers(dt_json *json)
{
    dt_json_open_array(json, "strategy_levers");
    for (int p = 0; p < dt_param_count(); p++) {
        const dt_param_info *info = dt_param_at(p);
        if (info->shape == DT_SHAPE_STATE) dt_json_string(json, info->name);
    }
    dt_json_end(json);
}

static void put_sizes(dt_json *json)
{
    char path[64];
    dt_json_open_array(json, "sizes");
    for (int s = 0; s < dt_size_count(); s++) {
        const dt_size *size = dt_size_at(s);
        snprintf(path, sizeof path, "/api/%s", size->path);
        dt_json_begin_object(json);
        dt_json_put_string(json, "path", path);
        dt_json_put_string(json, "key", size->key);
        dt_json_put_integer(json, "least", size->range[0]);
        dt_json_put_integer(json, "usual", size->usual);
        dt_json_put_integer(json, "most", size->range[1]);
        dt_json_end(json);
    }
    dt_json_end(json);
}

dt_status dt_offer_write(const dt_server *server, dt_json *json, dt_diagnostics *found)
{
    dt_case *c = NULL;
    dt_status status = dt_case_build(server->options.world, server->base, &c, found);
    if (status != DT_OK) return status;
    put_outcomes(json, c);
    put_policies(json, server->shelf);
    put_games(json, server->shelf);
    put_networks(json, server->shelf);
    put_places(json, server->options.world, c);
    put_levers(json);
    put_sizes(json);
    dt_case_free(c);
    return DT_OK;
}
