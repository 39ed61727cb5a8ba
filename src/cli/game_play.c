/* `detente game play`, `map` and `design`: empirical games on a scenario. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/game.h"
#include "detente/game_report.h"

/* Everything that the three actions make. */
struct play {
    struct cli_game_setup g;
    dt_game_result *result;
    dt_game_map *map;
    dt_game_design_result *design;
};

static void clear_play(struct play *p)
{
    dt_game_result_free(p->result);
    dt_game_map_free(p->map);
    dt_game_design_free(p->design);
    cli_game_end(&p->g);
}

static const char *operand_of(const struct cli *cli)
{
    return cli->n_operand > 1 ? cli->operand[1] : NULL;
}

/* ---- making ---- */

static dt_status make_result(struct cli *cli, struct play *p)
{
    dt_game_options o = dt_game_defaults();
    o.members = cli_integer(cli, "members", 0);
    o.threads = p->g.threads;
    o.file = cli_text(cli, "resume", NULL);
    o.n_effect = (int)cli_integer(cli, "effects", o.n_effect);
    o.progress = cli_game_progress(&p->g);
    o.context = &p->g.progress;
    o.stop = cli_watch_flag(p->g.watch);
    return dt_game_play(p->g.game, &p->g.simulator, &o, &p->result, &cli->found);
}

static dt_status make_map(struct cli *cli, struct play *p)
{
    dt_game_map_options o = dt_game_map_defaults();
    o.n_x = o.n_y = (int)cli_integer(cli, "points", o.n_x);
    o.members = cli_integer(cli, "members", o.members);
    o.is_full = cli_flag(cli, "full");
    o.threads = p->g.threads;
    o.progress = cli_game_progress(&p->g);
    o.context = &p->g.progress;
    o.stop = cli_watch_flag(p->g.watch);
    return dt_game_map_make(p->g.game, &p->g.simulator, &o, &p->map, &cli->found);
}

static dt_status make_design(struct cli *cli, struct play *p, int n_point)
{
    dt_game_design_options o = dt_game_design_defaults();
    o.n_point = n_point;
    o.members = cli_integer(cli, "members", o.members);
    o.threads = p->g.threads;
    o.progress = cli_game_progress(&p->g);
    o.context = &p->g.progress;
    o.stop = cli_watch_flag(p->g.watch);
    return dt_game_design_make(p->g.game, &p->g.simulator, &o, &p->design, &cli->found);
}

/* The page with all that the game file makes possible: --points is about the map. */
static dt_status write_page(struct cli *cli, struct play *p)
{
    const char *path = cli_text(cli, "page", NULL);
    dt_game_info info = dt_game_describe(p->g.game);
    dt_status status = DT_OK;
    if (!path) return DT_OK;
    if (info.n_map == 2) status = make_map(cli, p);
    if (status == DT_OK && info.n_lever > 0) status = make_design(cli, p, 0);
    char *command = status == DT_OK ? cli_command_line(cli) : NULL;
    if (status == DT_OK && !command) status = cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_game_page page = {.result = p->result,
                         .map = p->map,
                         .design = p->design,
                         .scenario = dt_scenario_describe(p->g.setup.scenario).name,
                         .command = command,
                         .version = dt_version()};
    if (status == DT_OK) status = dt_report_game_page(&page, path, &cli->found);
    free(command);
    return status;
}

/* ---- printing ---- */

static dt_status print_text(char *text, dt_status status)
{
    if (status == DT_OK) fputs(text, stdout);
    dt_free(text);
    return status;
}

static dt_summary_format format_of(const struct cli *cli)
{
    return cli->json ? DT_SUMMARY_JSON : DT_SUMMARY_TEXT;
}

/* One row a profile and player. */
static void print_csv(const dt_game_result *r)
{
    for (int k = 0; k < r->n_player; k++)
        printf("%s%s", k ? "," : "", dt_normal_player_name(r->mean, k));
    printf(",player,mean,low,high,members,share,share_low,share_high,is_equilibrium\n");
    for (int64_t s = 0; s < r->n_profile; s++)
        for (int k = 0; k < r->n_player; k++) {
            int strategy[DT_NORMAL_PLAYERS];
            const dt_estimate *e = &r->payoff[s * r->n_player + k];
            const dt_game_profile *p = &r->profile[s];
            dt_normal_profile_strategies(r->mean, s, strategy);
            for (int q = 0; q < r->n_player; q++)
                printf("%s%s", q ? "," : "", dt_normal_strategy_name(r->mean, q, strategy[q]));
            printf(",%s,%.9g,%.9g,%.9g,%" PRId64 ",%.6g,%.6g,%.6g,%d\n", dt_normal_player_name(r->mean, k),
                   e->mean, e->low, e->high, p->members, p->share.mean, p->share.low, p->share.high,
                   p->is_equilibrium);
        }
}

static void print_map_csv(const dt_game_map *map)
{
    printf("x,y,class,simulated,members,cooperation");
    for (int k = 0; k < DT_GAME_CLASSES; k++)
        printf(",%s", dt_game_class_words(k));
    putchar('\n');
    for (int k = 0; k < map->n_x * map->n_y; k++) {
        const dt_game_map_point *p = &map->point[k];
        const char *class = dt_game_class_words(p->leading);
        printf("%.9g,%.9g,%s,%d,%" PRId64 ",%.4g", p->x, p->y, class ? class : "", p->is_simulated,
               p->members, (double)p->cooperation);
        for (int c = 0; c < DT_GAME_CLASSES; c++)
            printf(",%.4g", (double)p->share[c]);
        putchar('\n');
    }
}

static dt_status print_result(struct cli *cli, const struct play *p)
{
    char *text = NULL;
    if (cli_flag(cli, "csv")) {
        print_csv(p->result);
        return DT_OK;
    }
    dt_status status = dt_report_game(p->result, format_of(cli), &text);
    status = print_text(text, status);
    cli_note(cli, "%" PRId64 " runs in %.1f s", p->result->runs, p->result->seconds);
    return status;
}

/* ---- actions ---- */

dt_status cli_game_play(struct cli *cli)
{
    struct play p = {.result = NULL};
    dt_status status = cli_game_begin(cli, &p.g, operand_of(cli));
    if (status == DT_OK) status = make_result(cli, &p);
    if (p.result) {
        /* Without an equilibrium the best candidate is printed all the same, and the exit code says so. */
        dt_status printed = print_result(cli, &p);
        if (printed == DT_OK) printed = write_page(cli, &p);
        if (status == DT_OK) status = printed;
    }
    clear_play(&p);
    return status;
}

dt_status cli_game_map(struct cli *cli)
{
    struct play p = {.result = NULL};
    char *text = NULL;
    dt_status status = cli_game_begin(cli, &p.g, operand_of(cli));
    if (status == DT_OK) status = make_map(cli, &p);
    /* After an interruption what was finished is printed all the same. */
    if (p.map && cli_flag(cli, "csv")) {
        print_map_csv(p.map);
    } else if (p.map) {
        dt_status printed = dt_report_game_map(p.g.game, p.map, format_of(cli), &text);
        printed = print_text(text, printed);
        if (status == DT_OK) status = printed;
    }
    clear_play(&p);
    return status;
}

dt_status cli_game_design_named(struct cli *cli, const char *name)
{
    struct play p = {.result = NULL};
    char *text = NULL;
    dt_status status = cli_game_begin(cli, &p.g, name ? name : "treaty");
    if (status == DT_OK) status = make_design(cli, &p, (int)cli_integer(cli, "points", 0));
    if (status == DT_OK) status = dt_report_game_design(p.g.game, p.design, format_of(cli), &text);
    if (status == DT_OK) status = print_text(text, status);
    clear_play(&p);
    return status;
}

dt_status cli_game_design(struct cli *cli)
{
    return cli_game_design_named(cli, operand_of(cli));
}
