/* What the actions of `detente game` on a scenario have in common: the game, its scenario, the world, and the
 * simulator with threads and a watch for Ctrl-C. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/game.h"

static const char default_game[] = "usa-china";

static char *shipped_game(const char *name)
{
    char file[256];
    if (strpbrk(name, "/.") || strlen(name) > 200) return NULL;
    snprintf(file, sizeof file, "games/%s.yaml", name);
    return cli_shipped(file);
}

/* Whether a text has the key `players` at its top level. */
static int has_players(const char *text)
{
    static const char key[] = "players:";
    const char *line = text;
    for (; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, sizeof key - 1) == 0) return 1;
    }
    return 0;
}

/* The file of a game: a shipped one by its name, or one that has players. NULL with DT_OK: not a game, so a
 * scenario. */
static dt_status find_game(struct cli *cli, const char *name, char **path)
{
    char *text = NULL;
    *path = access(name, F_OK) != 0 ? shipped_game(name) : NULL;
    if (*path || access(name, F_OK) != 0) return DT_OK;
    dt_status status = cli_read_file(cli, name, &text);
    if (status == DT_OK && has_players(text)) {
        *path = strdup(name);
        if (!*path) status = DT_NO_MEMORY;
    }
    free(text);
    return status;
}

/* Beside the game's file if it is there, else as everywhere. */
static char *scenario_beside(const char *game_path, const char *scenario)
{
    const char *slash = strrchr(game_path, '/');
    char *folder = slash ? strndup(game_path, (size_t)(slash - game_path)) : strdup(".");
    char *path = folder ? cli_join(folder, scenario) : NULL;
    free(folder);
    if (path && strchr(scenario, '.') && access(path, R_OK) == 0) return path;
    free(path);
    return strdup(scenario);
}

/* The game of the operand; what is no game is a scenario, on which the default game is played. */
static dt_status load_game(struct cli *cli, struct cli_game_setup *g, const char *named)
{
    char *path = NULL;
    dt_status status = find_game(cli, named, &path);
    int is_scenario = status == DT_OK && !path;
    if (is_scenario) path = shipped_game(default_game);
    if (status == DT_OK && !path)
        status = cli_fail(cli, DT_E_FILE_MISSING, named, NULL, "a game or a scenario");
    if (status == DT_OK) status = dt_game_load(path, &g->game, &cli->found);
    if (status == DT_OK) {
        const char *inside = dt_game_describe(g->game).scenario;
        g->scenario = is_scenario ? strdup(named) : scenario_beside(path, inside);
        if (!g->scenario) status = DT_NO_MEMORY;
    }
    free(path);
    return status;
}

static dt_status set_axes(struct cli *cli, dt_game *game)
{
    static const char *const option[2] = {"x", "y"};
    dt_status status = DT_OK;
    for (int a = 0; a < 2 && status == DT_OK; a++) {
        const char *text = cli_text(cli, option[a], NULL);
        if (text) status = dt_game_set_map(game, a, text, &cli->found);
    }
    return status;
}

dt_status cli_game_begin(struct cli *cli, struct cli_game_setup *g, const char *named)
{
    dt_status status = load_game(cli, g, named ? named : default_game);
    if (status == DT_OK) status = set_axes(cli, g->game);
    if (status == DT_OK) status = cli_setup_scenario(cli, &g->setup, g->scenario);
    if (status == DT_OK) status = cli_setup_case(cli, &g->setup);
    g->threads = (int)cli_integer(cli, "threads", 0);
    if (status == DT_OK)
        status = dt_simulator_create(g->setup.world, g->setup.scenario, g->game, g->threads, &g->simulator,
                                     &cli->found);
    if (status != DT_OK) return status;
    g->progress = cli_progress_begin();
    g->is_shown = !cli->quiet && !cli_flag(cli, "no-progress");
    return cli_watch_begin(&g->watch);
}

void cli_game_end(struct cli_game_setup *g)
{
    if (g->is_shown) cli_progress_end(&g->progress);
    cli_watch_end(g->watch);
    dt_simulator_free(&g->simulator);
    cli_setup_clear(&g->setup);
    dt_game_free(g->game);
    free(g->scenario);
}

void (*cli_game_progress(const struct cli_game_setup *g))(void *, const dt_progress *)
{
    return g->is_shown ? cli_progress_show : NULL;
}
