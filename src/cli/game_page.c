/* The game that `detente run` plays beside the ensemble: the usual one, on few members, as a page of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/game.h"
#include "detente/game_report.h"

/* Few enough that the page takes a few seconds: most members of a profile, points of the map's side and their
 * members. */
enum { MOST_MEMBERS = 128, MAP_POINTS = 6, MAP_MEMBERS = 24 };

void cli_game_page_clear(struct cli_game_page *p)
{
    dt_game_map_free(p->map);
    dt_game_result_free(p->result);
    if (p->game) dt_simulator_free(&p->simulator);
    dt_game_free(p->game);
    *p = (struct cli_game_page){.game = NULL};
}

static dt_status load(struct cli_game_page *p, dt_diagnostics *found)
{
    char *path = cli_shipped("games/usa-china.yaml");
    dt_status status = path ? dt_game_load(path, &p->game, found) : DT_NO;
    free(path);
    return status;
}

static dt_status play(const struct cli *cli, struct cli_game_page *p, int64_t members, dt_diagnostics *found)
{
    dt_game_options o = dt_game_defaults();
    o.members = members < MOST_MEMBERS ? members : MOST_MEMBERS;
    o.threads = (int)cli_integer(cli, "threads", 0);
    o.n_effect = 0;
    return dt_game_play(p->game, &p->simulator, &o, &p->result, found);
}

static dt_status draw_map(const struct cli *cli, struct cli_game_page *p, int64_t members,
                          dt_diagnostics *found)
{
    dt_game_map_options m = dt_game_map_defaults();
    m.threads = (int)cli_integer(cli, "threads", 0);
    m.n_x = m.n_y = MAP_POINTS;
    m.members = members < MAP_MEMBERS ? members : MAP_MEMBERS;
    return dt_game_map_make(p->game, &p->simulator, &m, &p->map, found);
}

dt_status cli_game_page_play(struct cli *cli, const struct cli_setup *setup, int64_t members, int with_map,
                             struct cli_game_page *page)
{
    struct cli_game_page p = {.game = NULL};
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_status status = load(&p, &found);
    if (status == DT_OK)
        status = dt_simulator_create(setup->world, setup->scenario, p.game,
                                     (int)cli_integer(cli, "threads", 0), &p.simulator, &found);
    if (status == DT_OK) status = play(cli, &p, members, &found);
    if (status == DT_OK && with_map) status = draw_map(cli, &p, members, &found);
    if (status == DT_OK)
        *page = p;
    else
        cli_game_page_clear(&p);
    if (status == DT_OK || status == DT_NO_MEMORY) return status;
    cli_note(cli,
             "no page of the game: the scenario's world has not its players, or the game has no equilibrium "
             "within limits");
    return DT_NO;
}

dt_status cli_game_page_write(struct cli *cli, const struct cli_game_page *page,
                              const struct cli_setup *setup, const char *path)
{
    dt_game_page content = {.result = page->result,
                            .map = page->map,
                            .scenario = dt_scenario_describe(setup->scenario).name,
                            .command = "detente game play usa-china --page game.html",
                            .version = dt_version()};
    return dt_report_game_page(&content, path, &cli->found);
}
