/* The job `game`: a shipped game, or one that the body puts together, on the scenario with changes. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detente/game_report.h"
#include "server/analyse.h"

enum { MOST_PLAYERS = 4, MOST_STRATEGIES = 4 };
static const char usual_game[] = "usa-china";

dt_status dt_check_game(dt_task *task);
dt_status dt_work_game(dt_task *task, dt_text *result);

/* What the body asks for. */
struct ask {
    const dt_game *game; /* to be played */
    const char *name;    /* of a shipped one; NULL: its own */
    dt_game *own;
    dt_text file; /* of its own game */
    dt_simulator simulator;
    int has_simulator;
};

static void free_ask(void *kept)
{
    struct ask *ask = kept;
    if (!ask) return;
    if (ask->has_simulator) dt_simulator_free(&ask->simulator);
    dt_game_free(ask->own);
    dt_text_clear(&ask->file);
    free(ask);
}

/* ---- a game of the body's own ---- */

/* Words that may stand in the file as they are. */
static int is_word(const char *text, const char *more)
{
    size_t length = text ? strlen(text) : 0;
    if (length == 0 || length >= DT_GAME_NAME || !isalpha((unsigned char)text[0])) return 0;
    for (const char *at = text; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr(more, *at)) return 0;
    return 1;
}

static dt_status refuse(dt_task *task, const char *key, const char *what, const char *expected)
{
    return dt_refuse(task->found, DT_E_SERVER_BODY, key, what ? what : "another value", expected);
}

/* The parameters of one strategy, one a line. */
static dt_status write_strategy(dt_task *task, const json_t *settings, dt_text *file)
{
    const char *key;
    json_t *value;
    if (!json_is_object(settings))
        return refuse(task, "strategies", NULL, "an object of parameters and values for each strategy");
    json_object_foreach((json_t *)(uintptr_t)settings, key, value)
    {
        char text[DT_CHANGE_VALUE];
        if (!is_word(key, "_.") || !dt_change_value(value, text))
            return refuse(task, "strategies", key, "parameters with numbers or short texts");
        dt_text_printf(file, "    %s: %s\n", key, text);
    }
    return DT_OK;
}

static dt_status write_strategies(dt_task *task, dt_text *file)
{
    const json_t *given = json_object_get(task->body, "strategies");
    const char *name;
    json_t *settings;
    size_t n = json_object_size(given);
    if (!given) {
        dt_text_append(file, "strategies:\n  race: {}\n  restrain: {capex_ceiling: {scale: 0.2}}\n");
        return DT_OK;
    }
    if (!json_is_object(given) || n < 2 || n > MOST_STRATEGIES)
        return refuse(task, "strategies", NULL, "an object of 2 to 4 strategies");
    dt_text_append(file, "strategies:\n");
    json_object_foreach((json_t *)(uintptr_t)given, name, settings)
    {
        if (!is_word(name, "_- "))
            return refuse(task, "strategies", name, "names of letters, digits, _ and -");
        dt_text_printf(file, "  \"%s\":%s\n", name, json_object_size(settings) ? "" : " {}");
        dt_status status = write_strategy(task, settings, file);
        if (status != DT_OK) return status;
    }
    return DT_OK;
}

static dt_status read_players(dt_task *task, const char **player, int *n, const char **cooperate)
{
    dt_status status = dt_body_list(task->body, "players", player, MOST_PLAYERS, n, task->found);
    if (status == DT_OK && *n < 2)
        status = refuse(task, "players", "less than two", "2 to 4 states or groups");
    for (int p = 0; p < *n && status == DT_OK; p++)
        if (!is_word(player[p], "_-")) status = refuse(task, "players", player[p], "states or groups");
    if (status == DT_OK)
        status = dt_body_text(task->body, "cooperate", cooperate, "the name of a strategy", task->found);
    if (status == DT_OK && *cooperate && !is_word(*cooperate, "_- "))
        status = refuse(task, "cooperate", *cooperate, "the name of a strategy");
    return status;
}

/* Players race in all that the strategies do not set, as in the shipped games. */
static dt_status write_game(dt_task *task, dt_text *file)
{
    const char *player[MOST_PLAYERS], *cooperate = NULL;
    int n = 0;
    dt_status status = read_players(task, player, &n, &cooperate);
    if (status != DT_OK) return status;
    dt_text_printf(file, "name: %s", player[0]);
    for (int p = 1; p < n; p++)
        dt_text_printf(file, "-%s", player[p]);
    dt_text_printf(file, "\nscenario: %s\nsettings:\n", dt_scenario_describe(task->server->base).name);
    for (int p = 0; p < n; p++)
        dt_text_printf(file, "  posture.%s: racer\n", player[p]);
    if (cooperate) dt_text_printf(file, "cooperate: \"%s\"\n", cooperate);
    dt_text_append(file, "players:\n");
    for (int p = 0; p < n; p++)
        dt_text_printf(file, "  %s: {}\n", player[p]);
    status = write_strategies(task, file);
    return status == DT_OK ? dt_text_status(file) : status;
}

/* ---- reading ---- */

static dt_status find_game(dt_task *task, struct ask *ask)
{
    const json_t *body = task->body;
    const char *name = usual_game;
    if (json_object_get(body, "players")) {
        if (json_object_get(body, "game")) return refuse(task, "game", "game and players", "one of the two");
        dt_status status = write_game(task, &ask->file);
        if (status == DT_OK)
            status = dt_game_parse(ask->file.data, ask->file.length, "game of the request", &ask->own,
                                   task->found);
        ask->game = ask->own;
        return status;
    }
    if (json_object_get(body, "strategies"))
        return refuse(task, "players", "nothing", "players with strategies");
    dt_status status = dt_body_text(body, "game", &name, "a game that GET /api/about lists", task->found);
    if (status != DT_OK) return status;
    const dt_shelf_game *game = dt_shelf_find_game(task->server->shelf, name);
    if (!game) return refuse(task, "game", name, "a game that GET /api/about lists");
    ask->name = name;
    ask->game = game->game;
    return DT_OK;
}

dt_status dt_check_game(dt_task *task)
{
    const dt_size *size = dt_size_find("game", "members");
    struct ask *ask = calloc(1, sizeof *ask);
    if (!ask) return DT_NO_MEMORY;
    dt_text_init(&ask->file);
    task->kept = ask;
    task->free_kept = free_ask;
    task->members = size->usual;
    dt_status status = dt_task_scenario(task, "changes|game|members|players|strategies|cooperate",
                                        size->range);
    if (status == DT_OK) status = find_game(task, ask);
    if (status != DT_OK) return status;
    status = dt_simulator_create(task->server->options.world, task->scenario, ask->game,
                                 task->threads > 0 ? task->threads : 1, &ask->simulator, task->found);
    ask->has_simulator = status == DT_OK;
    return status;
}

/* ---- the work ---- */

/* A shipped game is played by its name on its own scenario, the usual one on any. */
static void write_command(const dt_task *task, const struct ask *ask, dt_text *command)
{
    const char *scenario = task->server->options.scenario_name;
    const char *word = !ask->name                                     ? "game.yaml"
        : strcmp(dt_game_describe(ask->game).scenario, scenario) == 0 ? ask->name
        : strcmp(ask->name, usual_game) == 0                          ? scenario
                                                                      : NULL;
    dt_text_init(command);
    if (!word) return;
    dt_text_append(command, "detente game play");
    dt_change_word(command, word);
    dt_change_options(task->body, command);
    dt_text_printf(command, " --members %lld --json", (long long)task->members);
}

dt_status dt_work_game(dt_task *task, dt_text *result)
{
    dt_json json;
    dt_text command;
    char *text = NULL;
    dt_game_result *played = NULL;
    const struct ask *ask = task->kept;
    dt_game_options options = dt_game_defaults();
    options.members = task->members;
    options.threads = task->threads;
    options.progress = dt_task_progress;
    options.context = task;
    options.stop = task->stop;
    dt_status status = dt_game_play(ask->game, &ask->simulator, &options, &played, task->found);
    /* Without an equilibrium within limits, what was found says more than a failure. */
    if (played && status != DT_INTERRUPTED) status = dt_report_game(played, DT_SUMMARY_JSON, &text);
    dt_game_result_free(played);
    if (status != DT_OK) return status;
    write_command(task, ask, &command);
    dt_analyse_begin(&json, result, &command);
    if (ask->file.data) dt_json_put_string(&json, "game_file", ask->file.data);
    dt_json_key(&json, "game");
    dt_analyse_object(&json, text);
    dt_json_end(&json);
    return DT_OK;
}
