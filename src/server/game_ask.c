/* Which game a body asks for. A game of its own is written as a game file, so that the reader of files checks
 * it, and the command line can play it too. */
#include "server/game_ask.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PLAYERS = 4, MOST_STRATEGIES = 4 };
static const char usual_game[] = "usa-china";

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

static dt_status find_game(dt_task *task, dt_game_ask *ask)
{
    static const char expected[] = "a game that GET /api/about lists";
    const json_t *body = task->body;
    const char *name = usual_game;
    if (json_object_get(body, "players")) {
        if (json_object_get(body, "game")) return refuse(task, "game", "game and players", "one of the two");
        dt_status status = write_game(task, &ask->file);
        return status == DT_OK
            ? dt_game_parse(ask->file.data, ask->file.length, "game of the request", &ask->game, task->found)
            : status;
    }
    if (json_object_get(body, "strategies"))
        return refuse(task, "players", "nothing", "players with strategies");
    dt_status status = dt_body_text(body, "game", &name, expected, task->found);
    if (status != DT_OK) return status;
    const dt_shelf_game *game = dt_shelf_find_game(task->server->shelf, name);
    if (!game) return refuse(task, "game", name, expected);
    ask->name = game->name;
    return dt_game_parse(game->file, strlen(game->file), name, &ask->game, task->found);
}

static void free_ask(void *kept)
{
    dt_game_ask *ask = kept;
    if (!ask) return;
    if (ask->has_simulator) dt_simulator_free(&ask->simulator);
    dt_game_free(ask->game);
    dt_text_clear(&ask->file);
    free(ask);
}

dt_status dt_game_ask_read(dt_task *task, const char *path, const char *keys)
{
    const dt_size *size = dt_size_find(path, "members");
    dt_game_ask *ask = calloc(1, sizeof *ask);
    if (!ask) return DT_NO_MEMORY;
    dt_text_init(&ask->file);
    task->kept = ask;
    task->free_kept = free_ask;
    task->members = size->usual;
    dt_status status = dt_task_scenario(task, keys, size->range);
    return status == DT_OK ? find_game(task, ask) : status;
}

dt_status dt_game_ask_prepare(dt_task *task)
{
    dt_game_ask *ask = task->kept;
    dt_status status = dt_simulator_create(task->server->options.world, task->scenario, ask->game,
                                           task->threads > 0 ? task->threads : 1, &ask->simulator,
                                           task->found);
    ask->has_simulator = status == DT_OK;
    return status;
}

/* A shipped game is played by its name on its own scenario, the usual one on any. */
void dt_game_ask_command(const dt_task *task, const char *action, dt_text *command)
{
    const dt_game_ask *ask = task->kept;
    const char *scenario = task->server->options.scenario_name;
    int is_home = strcmp(dt_game_describe(ask->game).scenario, scenario) == 0;
    const char *word = "game.yaml";
    dt_text_init(command);
    if (ask->name && !is_home && strcmp(ask->name, usual_game) != 0) return;
    if (ask->name) word = is_home ? ask->name : scenario;
    dt_text_printf(command, "detente game %s", action);
    dt_change_word(command, word);
    dt_change_options(task->body, command);
    dt_text_printf(command, " --members %lld", (long long)task->members);
}
