/* Class maps and treaty designs on simulators whose answers are known in closed form, and the shipped games.
 */
#include "test.h"

#include <dirent.h>
#include <stdlib.h>

#include "core/random.h"
#include "detente/game.h"

/* Payoff of a player from the profile, the point, and a number of the member in (0,1). */
typedef double payoff_rule(const dt_game_task *task, int player, double u);

struct world {
    payoff_rule *payoff;
    int64_t runs, stop_after; /* members; 0: never */
    int stop;
};

static dt_status run(void *context, int thread, const dt_game_task *task, double *value)
{
    struct world *w = context;
    (void)thread;
    for (int l = 0; l < task->count; l++)
        for (int p = 0; p < 2; p++)
            value[p * DT_RACE_LANES + l] = w->payoff(task, p,
                                                     dt_uniform(3, task->first + (uint64_t)l, 0, 903));
    int64_t runs = __atomic_add_fetch(&w->runs, task->count, __ATOMIC_RELAXED);
    if (w->stop_after > 0 && runs >= w->stop_after) __atomic_store_n(&w->stop, 1, __ATOMIC_RELAXED);
    return DT_OK;
}

static dt_game *game_of(const char *text)
{
    dt_game *game = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    if (dt_game_parse(text, strlen(text), "test", &game, &found) != DT_OK) {
        char line[512];
        dt_diagnostic_format(&found.item[0], line, sizeof line);
        fail_msg("%s", line);
    }
    return game;
}

#define PLAYERS "cooperate: C\nplayers: {A: {}, B: {}}\nstrategies: {D: {}, C: {}}\n"

/* ---- map ---- */

static const char map_game[] = PLAYERS "map:\n"
                                       "  x: {set: capability_value, from: 0, to: 1}\n"
                                       "  y: {set: security_value, from: 0, to: 1}\n";

/* R 3, P 1, S 0, T = 2 + x + y: a stag hunt below x + y = 1, a prisoner's dilemma above. */
static double dilemma_above(const dt_game_task *task, int player, double u)
{
    int own = task->strategy[player], other = task->strategy[1 - player];
    (void)u;
    if (own == 1) return other == 1 ? 3.0 : 0.0;
    return other == 1 ? 2.0 + task->point[0] + task->point[1] : 1.0;
}

TEST(map_follows_the_border_in_closed_form)
{
    dt_game *game = game_of(map_game);
    struct world w = {.payoff = dilemma_above};
    dt_simulator simulator = {.context = &w, .run = run};
    dt_game_map_options options = dt_game_map_defaults();
    options.n_x = 24;
    options.n_y = 30;
    options.members = 100;
    dt_game_map *map = NULL;
    assert_int_equal(dt_game_map_make(game, &simulator, &options, &map, NULL), DT_OK);
    for (int k = 0; k < map->n_x * map->n_y; k++) {
        const dt_game_map_point *p = &map->point[k];
        if (fabs(p->x + p->y - 1.0) < 1e-12) continue; /* on the border, where rounding decides */
        const char *expected = p->x + p->y > 1.0 ? "prisoner's dilemma" : "stag hunt";
        assert_string_equal(dt_game_class_words(p->leading), expected);
        assert_near((double)p->cooperation, p->x + p->y > 1.0 ? 0.0 : 1.0, 0.0, 0.0);
    }
    /* Without chance 32 members are enough, and most points need none. */
    assert_true(map->n_simulated < map->n_x * map->n_y / 2);
    assert_int_equal(map->runs, (int64_t)map->n_simulated * 32 * 4);
    assert_int_equal(map->runs, w.runs);
    dt_game_map_free(map);
    dt_game_free(game);
}

/* T = 2 + 2 u: a prisoner's dilemma in half of members wherever one looks. */
static double half_and_half(const dt_game_task *task, int player, double u)
{
    int own = task->strategy[player], other = task->strategy[1 - player];
    if (own == 1) return other == 1 ? 3.0 : 0.0;
    return other == 1 ? 2.0 + 2.0 * u : 1.0;
}

TEST(unclear_points_get_all_members_and_threads_agree)
{
    dt_game *game = game_of(map_game);
    dt_game_map *map[2] = {NULL, NULL};
    for (int k = 0; k < 2; k++) {
        struct world w = {.payoff = half_and_half};
        dt_simulator simulator = {.context = &w, .run = run};
        dt_game_map_options options = dt_game_map_defaults();
        options.n_x = options.n_y = 4;
        options.members = 1000;
        options.threads = k ? 4 : 1;
        assert_int_equal(dt_game_map_make(game, &simulator, &options, &map[k], NULL), DT_OK);
        /* Four standard errors of a share of 1,000. */
        assert_near((double)map[k]->point[5].share[0], 0.5, 4.0 * sqrt(0.25 / 1000.0), 0.0);
        assert_int_equal(map[k]->point[5].members, 1000);
    }
    assert_memory_equal(map[0]->point, map[1]->point, 16 * sizeof *map[0]->point);
    dt_game_map_free(map[0]);
    dt_game_map_free(map[1]);
    dt_game_free(game);
}

static double stops_soon(const dt_game_task *task, int player, double u)
{
    (void)u;
    return (double)(task->strategy[player] + 2 * task->strategy[1 - player]);
}

TEST(interrupted_map_holds_what_was_finished)
{
    dt_game *game = game_of(map_game);
    struct world w = {.payoff = stops_soon, .stop_after = 200};
    dt_simulator simulator = {.context = &w, .run = run};
    dt_game_map_options options = dt_game_map_defaults();
    options.n_x = options.n_y = 4;
    options.threads = 1;
    options.is_full = 1;
    options.stop = &w.stop;
    dt_game_map *map = NULL;
    assert_int_equal(dt_game_map_make(game, &simulator, &options, &map, NULL), DT_INTERRUPTED);
    assert_non_null(map);
    int n = 0;
    for (int k = 0; k < 16; k++) {
        assert_int_equal(map->point[k].leading >= 0, map->point[k].members > 0);
        n += map->point[k].is_simulated;
    }
    assert_int_equal(n, map->n_simulated);
    assert_true(n >= 1 && n < 16);
    dt_game_map_free(map);
    dt_game_free(game);
}

TEST(map_without_axes_is_refused)
{
    dt_game *game = game_of(PLAYERS);
    dt_simulator simulator = {.run = run};
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_game_map *map = NULL;
    assert_int_equal(dt_game_map_make(game, &simulator, NULL, &map, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_PLAY_AXIS);
    assert_int_equal(dt_game_set_map(game, 0, "security_value=0:", &found), DT_INPUT);
    assert_int_equal(dt_game_set_map(game, 0, "security_value=0.5:0.5", &found), DT_INPUT);
    assert_int_equal(dt_game_set_map(game, 0, "securty_value=0:1", &found), DT_INPUT);
    assert_int_equal(dt_game_set_map(game, 0, "chip_access_west.CHN=0:1", &found), DT_OK);
    assert_string_equal(dt_game_map_lever(game, 0).key, "chip_access_west.CHN");
    assert_int_equal(dt_game_set_map(game, 1, "chip_access_west.CHN=0:0.5", &found), DT_OK);
    dt_diagnostics_init(&found);
    assert_int_equal(dt_game_map_make(game, &simulator, NULL, &map, &found), DT_INPUT);
    assert_string_equal(found.item[0].found, "chip_access_west.CHN on both axes");
    dt_game_free(game);
}

/* ---- design ---- */

static const char design_game[] = PLAYERS "design:\n"
                                          "  binding: {set: text_binding, from: 0, to: 1}\n"
                                          "  verification: {set: text_verification, from: 0, to: 1}\n"
                                          "  entry: {set: entry_weight, from: 0, to: 1, cost: 0}\n";

/* T 1, P 0, R = binding + verification + (u - 1/2) / 5, S = 2 entry - 1. Restraint is an equilibrium where
 * binding + verification >= 1 for the means, where u >= 1/2 + 5 (1 - sum) in a member: in 80% of members from
 * 1.06 on, in 95% from 1.09. It is a best reply to everything where entry >= 1/2 too. */
static double bought_restraint(const dt_game_task *task, int player, double u)
{
    int own = task->strategy[player], other = task->strategy[1 - player];
    if (own == 0) return other == 1 ? 1.0 : 0.0;
    return other == 1 ? task->point[0] + task->point[1] + 0.2 * (u - 0.5) : 2.0 * task->point[2] - 1.0;
}

TEST(cheapest_treaty_lies_on_the_border)
{
    dt_game *game = game_of(design_game);
    struct world w = {.payoff = bought_restraint};
    dt_simulator simulator = {.context = &w, .run = run};
    dt_game_design_options options = dt_game_design_defaults();
    options.members = 400;
    dt_game_design_result *d = NULL;
    assert_int_equal(dt_game_design_make(game, &simulator, &options, &d, NULL), DT_OK);
    const double border[3] = {1.0, 1.06, 1.09};
    /* Chance moves the border by four standard errors of a mean, or of a share, of 400 members over its slope
     * (5 per unit); the search stops at most a sixteenth of a lever above it. */
    const double chance[3] = {4.0 * 0.2 / sqrt(12.0 * 400.0), 4.0 * sqrt(0.16 / 400.0) / 5.0,
                              4.0 * sqrt(0.0475 / 400.0) / 5.0};
    for (int k = 0; k < 3; k++) {
        assert_int_equal(d->has[k], 1);
        assert_true(d->cheapest[k].cost >= border[k] - chance[k]);
        assert_true(d->cheapest[k].cost <= border[k] + chance[k] + 2.0 / 16.0);
    }
    /* Half of the square lies above the border; Halton points fill it evenly, to within log(n)^2 / n. */
    assert_near(d->n_region / (double)d->n_point, 0.5, log(64.0) * log(64.0) / 64.0, 0.0);
    assert_true(d->correlation[0] > 0.3 && d->correlation[1] > 0.3);
    dt_game_design_free(d);
    dt_game_free(game);
}

TEST(coalitions_and_thresholds_in_closed_form)
{
    dt_game *game = game_of(design_game);
    struct world w = {.payoff = bought_restraint};
    dt_simulator simulator = {.context = &w, .run = run};
    dt_game_design_options options = dt_game_design_defaults();
    options.members = 200;
    dt_game_design_result *d = NULL;
    assert_int_equal(dt_game_design_make(game, &simulator, &options, &d, NULL), DT_OK);
    assert_int_equal(d->n_coalition, 3);
    assert_int_equal(d->coalition[2].of_means, 1);
    assert_near(d->coalition[2].share.mean, d->cheapest[0].share.mean, 0.0, 0.0);
    assert_string_equal(d->threshold_key, "entry_weight");
    for (int k = 0; k < d->n_threshold; k++) {
        double entry = d->threshold[k].level[0];
        assert_near(d->threshold[k].dominant.mean, entry >= 0.5 ? d->cheapest[0].share.mean : 0.0, 0.0, 0.0);
    }
    dt_game_design_free(d);
    dt_game_free(game);
}

TEST(design_without_levers_is_refused)
{
    dt_game *game = game_of(PLAYERS);
    dt_simulator simulator = {.run = run};
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_game_design_result *d = NULL;
    assert_int_equal(dt_game_design_make(game, &simulator, NULL, &d, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_PLAY_DESIGN);
    dt_game_free(game);
}

/* ---- shipped games ---- */

TEST(shipped_games_can_be_read)
{
    int n = 0;
    DIR *folder = opendir(DT_SOURCE_DIR "/games");
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[1024];
        dt_game *game = NULL;
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/games/%s", DT_SOURCE_DIR, entry->d_name);
        assert_int_equal(dt_game_load(path, &game, NULL), DT_OK);
        assert_int_equal(dt_game_describe(game).n_map, 2);
        dt_game_free(game);
        n++;
    }
    closedir(folder);
    assert_true(n >= 7);
}

RUN_TESTS(CASE(map_follows_the_border_in_closed_form), CASE(unclear_points_get_all_members_and_threads_agree),
          CASE(interrupted_map_holds_what_was_finished), CASE(map_without_axes_is_refused),
          CASE(cheapest_treaty_lies_on_the_border), CASE(coalitions_and_thresholds_in_closed_form),
          CASE(design_without_levers_is_refused), CASE(shipped_games_can_be_read))
