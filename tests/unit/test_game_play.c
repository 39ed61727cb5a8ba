/* Empirical games on simulators whose payoffs are known: reductions of the shared verification set (egta:
 * red-*), classes with chances in closed form, coverage of intervals, equal bits over threads and after an
 * interruption. */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/random.h"
#include "game/play.h"

/* ---- simulators ---- */

struct world {
    const dt_game *game;
    double (*payoff)(const struct world *w, const dt_game_task *task, int player, uint64_t member,
                     const double *u);
    int n_factor;
    int runs, stop_after;
    int stop;
};

static double factor_of(uint64_t member, int factor)
{
    return dt_uniform(11, member, (uint32_t)factor, 901);
}

static double normal(uint64_t member, uint32_t index)
{
    double u = dt_uniform(5, member, 2 * index, 902), v = dt_uniform(5, member, 2 * index + 1, 902);
    return sqrt(-2.0 * log(u)) * cos(2.0 * acos(-1.0) * v);
}

static const char *factor_name(void *context, int factor)
{
    static const char *const names[] = {"decides", "does nothing", "a little"};
    (void)context;
    return names[factor];
}

static void draw(void *context, uint64_t member, double *u)
{
    const struct world *w = context;
    for (int f = 0; f < w->n_factor; f++)
        u[f] = factor_of(member, f);
}

static dt_status run(void *context, int thread, const dt_game_task *task, double *value)
{
    struct world *w = context;
    (void)thread;
    for (int l = 0; l < task->count; l++) {
        double u[4] = {0.0};
        draw(context, task->first + (uint64_t)l, u);
        for (int f = 0; task->u && f < w->n_factor; f++)
            u[f] = task->u[l * w->n_factor + f];
        for (int p = 0; p < w->game->n_player; p++)
            value[p * DT_RACE_LANES + l] = w->payoff(w, task, p, task->first + (uint64_t)l, u);
    }
    if (__atomic_add_fetch(&w->runs, 1, __ATOMIC_RELAXED) == w->stop_after)
        __atomic_store_n(&w->stop, 1, __ATOMIC_RELAXED);
    return DT_OK;
}

static dt_simulator simulator_of(struct world *w)
{
    return (dt_simulator){
        .context = w, .n_factor = w->n_factor, .factor = factor_name, .draw = draw, .run = run};
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

static const char pair[] = "cooperate: C\nplayers: {A: {strategies: {C: {}, D: {}}}, "
                           "B: {strategies: {C: {}, D: {}}}}\n";

/* ---- reductions ---- */

/* u_s(c) = a_s + b_s c0/n - d_s c1/n + e_s (c2/n)^2 */
static double symmetric_payoff(const struct world *w, const dt_game_task *task, int player, uint64_t member,
                               const double *u)
{
    static const double a[] = {3.0, 2.5, 2.0}, b[] = {0.8, 0.2, -0.5}, d[] = {0.6, 0.9, 0.1},
                        e[] = {0.1, 0.4, 1.2};
    double count[3] = {0.0}, n = w->game->n_player;
    (void)member;
    (void)u;
    for (int p = 0; p < w->game->n_player; p++)
        count[task->strategy[p]] += 1.0;
    int s = task->strategy[player];
    return a[s] + b[s] * count[0] / n - d[s] * count[1] / n + e[s] * (count[2] / n) * (count[2] / n);
}

static const double red_01[15][3] = {{3.8, NAN, NAN},
                                     {3.3692307692307693, 2.6153846153846154, NAN},
                                     {3.5633136094674556, NAN, 1.5455621301775146},
                                     {2.9384615384615382, 2.276923076923077, NAN},
                                     {3.132544378698225, 2.591715976331361, 1.6686390532544377},
                                     {3.3455621301775147, NAN, 1.8698224852071006},
                                     {2.5076923076923077, 1.9384615384615382, NAN},
                                     {2.701775147928994, 2.2532544378698223, 1.791715976331361},
                                     {2.914792899408284, 2.6437869822485203, 1.992899408284024},
                                     {3.146745562130177, NAN, 2.421301775147929},
                                     {NAN, 1.5999999999999999, NAN},
                                     {NAN, 1.9147928994082841, 1.914792899408284},
                                     {NAN, 2.305325443786982, 2.1159763313609465},
                                     {NAN, 2.7715976331360945, 2.544378698224852},
                                     {NAN, NAN, 3.2}};
static const double red_02[15][3] = {{3.8000000000000003, NAN, NAN},
                                     {3.45, 2.425, NAN},
                                     {3.60625, NAN, 1.7},
                                     {3.1, 2.15, NAN},
                                     {3.25625, 2.4, 1.8},
                                     {3.425, NAN, 2.05},
                                     {2.75, 1.875, NAN},
                                     {2.9062500000000004, 2.1249999999999996, 1.9},
                                     {3.075, 2.425, 2.15},
                                     {3.25625, NAN, 2.55},
                                     {NAN, 1.6, NAN},
                                     {NAN, 1.85, 2.0},
                                     {NAN, 2.15, 2.25},
                                     {NAN, 2.5, 2.65},
                                     {NAN, NAN, 3.2}};

/* Row of a profile in the order of the verification set: falling counts of the first strategy, then of the
 * second. */
static int row_of(const int *count)
{
    int row = 0;
    for (int first = 4; first > count[0]; first--)
        row += 4 - first + 1;
    return row + (4 - count[0]) - count[1];
}

static void check_reduction(int n_player, const char *kind, const double expected[15][3])
{
    char text[2048];
    size_t at = (size_t)snprintf(text, sizeof text,
                                 "strategies: {a: {}, b: {}, c: {}}\n"
                                 "reduction: {kind: %s, all: 4}\nplayers:\n",
                                 kind);
    for (int p = 0; p < n_player; p++)
        at += (size_t)snprintf(text + at, sizeof text - at, "  P%d: {role: all}\n", p);
    dt_game *game = game_of(text);
    struct world w = {.game = game, .payoff = symmetric_payoff};
    dt_simulator simulator = simulator_of(&w);
    dt_game_options options = dt_game_defaults();
    options.members = options.first = 16;
    dt_game_result *r = NULL;
    dt_status status = dt_game_play(game, &simulator, &options, &r, NULL);
    assert_true(status == DT_OK || status == DT_NO_SOLUTION);
    assert_int_equal(r->n_profile, 81);
    assert_int_equal(r->is_rounded, 0);
    for (int64_t s = 0; s < r->n_profile; s++) {
        int strategy[4], count[3] = {0};
        dt_normal_profile_strategies(r->mean, s, strategy);
        for (int k = 0; k < 4; k++)
            count[strategy[k]]++;
        for (int k = 0; k < 4; k++) /* tolerance of the cases, and sums over places of a role */
            assert_near(dt_normal_payoff(r->mean, s, k), expected[row_of(count)][strategy[k]], 1e-12, 1e-9);
    }
    dt_game_result_free(r);
    dt_game_free(game);
}

TEST(deviation_preserving_reduction_of_the_verification_set)
{
    check_reduction(13, "deviation", red_01);
}

TEST(hierarchical_reduction_of_the_verification_set)
{
    check_reduction(12, "hierarchical", red_02);
}

/* With as many players as there are, a reduction is the game itself. */
TEST(reduction_to_all_players_changes_nothing)
{
    static const char *const kinds[] = {"", "reduction: {kind: deviation, all: 3}\n"};
    dt_game_result *r[2] = {NULL, NULL};
    dt_game *game[2];
    struct world w[2];
    for (int k = 0; k < 2; k++) {
        char text[512];
        snprintf(text, sizeof text,
                 "strategies: {a: {}, b: {}, c: {}}\n%splayers: {A: {role: all}, B: {role: all}, C: {role: "
                 "all}}\n",
                 kinds[k]);
        game[k] = game_of(text);
        w[k] = (struct world){.game = game[k], .payoff = symmetric_payoff};
        dt_simulator simulator = simulator_of(&w[k]);
        dt_game_options options = dt_game_defaults();
        options.members = options.first = 8;
        dt_game_play(game[k], &simulator, &options, &r[k], NULL);
        assert_non_null(r[k]);
    }
    for (int64_t s = 0; s < 27; s++)
        for (int p = 0; p < 3; p++) /* means over three places round differently */
            assert_near(dt_normal_payoff(r[0]->mean, s, p), dt_normal_payoff(r[1]->mean, s, p), 0.0, 1e-14);
    for (int k = 0; k < 2; k++) {
        dt_game_result_free(r[k]);
        dt_game_free(game[k]);
    }
}

/* Three alike players, all on b in equilibrium; one has a reason of its own for a that the mean of the role
 * hides: 1 over the 0.5 that b gives it. */
static double one_is_different(const struct world *w, const dt_game_task *task, int player, uint64_t member,
                               const double *u)
{
    (void)w;
    (void)member;
    (void)u;
    if (task->strategy[player] == 0) return player == 2 ? 1.5 : -3.0;
    return 0.5;
}

TEST(reduced_equilibrium_is_tried_in_the_full_game)
{
    dt_game *game = game_of("strategies: {a: {}, b: {}}\nreduction: {kind: deviation, all: 2}\n"
                            "players: {A: {role: all}, B: {role: all}, C: {role: all}}\n");
    struct world w = {.game = game, .payoff = one_is_different};
    dt_simulator simulator = simulator_of(&w);
    dt_game_options options = dt_game_defaults();
    options.members = options.first = 24;
    dt_game_result *r = NULL;
    assert_int_equal(dt_game_play(game, &simulator, &options, &r, NULL), DT_OK);
    assert_int_equal(r->profile[3].is_equilibrium, 1); /* a gives the role -1.5 on average */
    assert_near(r->full_regret.mean, 1.0, 0.0, 1e-12);
    assert_int_equal(r->full_player, 2);
    dt_game_result_free(r);
    dt_game_free(game);
}

/* ---- classes in closed form ---- */

/* R 3, P 1, S 0 and T = 2 + 3 u: a prisoner's dilemma where u > 1/3, else a stag hunt. */
static double dilemma_or_hunt(const struct world *w, const dt_game_task *task, int player, uint64_t member,
                              const double *u)
{
    (void)w;
    (void)member;
    int own = task->strategy[player], other = task->strategy[1 - player];
    if (own == 0) return other == 0 ? 3.0 : 0.0;
    return other == 0 ? 2.0 + 3.0 * u[0] : 1.0;
}

TEST(class_shares_and_what_decides_them)
{
    dt_game *game = game_of(pair);
    struct world w = {.game = game, .payoff = dilemma_or_hunt, .n_factor = 3};
    dt_simulator simulator = simulator_of(&w);
    dt_game_options options = dt_game_defaults();
    options.members = options.first = 2000;
    options.n_effect = 800;
    dt_game_result *r = NULL;
    assert_int_equal(dt_game_play(game, &simulator, &options, &r, NULL), DT_OK);
    double pd = r->face[0].share[0].mean, se = sqrt(2.0 / 9.0 / 2000.0);
    assert_string_equal(dt_game_class_words(0), "prisoner's dilemma");
    assert_near(pd, 2.0 / 3.0, 4.0 * se, 0.0);
    assert_near(r->face[0].share[3].mean, 1.0 - pd, 1e-15, 0.0);
    assert_string_equal(dt_game_class_words(3), "stag hunt");
    /* Mutual cooperation is an equilibrium of the stag hunt alone, mutual defection always. */
    assert_near(r->profile[0].share.mean, 1.0 - pd, 1e-15, 0.0);
    assert_near(r->profile[3].share.mean, 1.0, 0.0, 0.0);
    /* T is 3.5 on average: the game of means is a prisoner's dilemma, and certified as one. */
    assert_int_equal(r->face[0].of_means, 0);
    assert_int_equal(r->dilemma.verdict, DT_CERTIFIED);
    assert_near(r->anarchy, 6.0 / 2.0, 0.0, 1e-12);
    /* One factor decides all, but for the slice of 16 that the threshold cuts at two thirds: it keeps
     * 1/16 of 2/9. Tolerance: four standard deviations of the number of members in that slice. */
    assert_string_equal(r->factor[0].name, "decides");
    assert_near(r->factor[0].first, 1.0 - 1.0 / 16.0, 4.0 * sqrt(15.0 / 16.0 / 16.0 / 2000.0), 0.0);
    assert_int_equal(r->factor[0].is_clear, 1);
    /* Total effect 1: a share of 4/9 changes, over twice 2/9; four standard errors of that share. */
    assert_near(r->factor[0].total.mean, 1.0, 4.0 * sqrt(4.0 / 9.0 * 5.0 / 9.0 / 800.0) / (4.0 / 9.0), 0.0);
    for (int f = 1; f < r->n_factor; f++)
        assert_near(r->factor[f].total.mean, 0.0, 0.0, 0.0);
    assert_string_equal(r->factor[r->n_factor - 1].name, "chance");
    dt_game_result_free(r);
    dt_game_free(game);
}

/* ---- intervals ---- */

/* T is R + 0.3 on average, with noise of its own in each payoff; the run number keeps trials apart. */
static double noisy(const struct world *w, const dt_game_task *task, int player, uint64_t member,
                    const double *u)
{
    (void)u;
    int own = task->strategy[player], other = task->strategy[1 - player], cell = 2 * own + other;
    static const double payoff[4] = {3.0, -5.0, 3.3, 1.0};
    return payoff[cell] + normal(member + 1000000u * (uint64_t)w->stop_after, (uint32_t)(2 * cell + player));
}

TEST(bootstrap_interval_of_regret_covers)
{
    enum { TRIALS = 300 };
    int covered = 0;
    dt_game *game = game_of(pair);
    for (int trial = 0; trial < TRIALS; trial++) {
        struct world w = {.game = game, .payoff = noisy, .stop_after = -1 - trial};
        dt_simulator simulator = simulator_of(&w);
        dt_game_options options = dt_game_defaults();
        options.members = options.first = 64;
        options.n_bootstrap = 400;
        options.threads = 1;
        dt_game_result *r = NULL;
        assert_int_equal(dt_game_play(game, &simulator, &options, &r, NULL), DT_OK);
        /* Regret of (D, C): the second player gains 1.0 - (-5.0) = 6 by changing to D. */
        covered += r->profile[1].regret.low <= 6.0 && 6.0 <= r->profile[1].regret.high;
        dt_game_result_free(r);
    }
    /* The percentile bootstrap of a mean of 64 covers about 94%; four standard errors of 300 trials. */
    assert_near(covered / (double)TRIALS, 0.94, 4.0 * sqrt(0.94 * 0.06 / TRIALS), 0.0);
    dt_game_free(game);
}

/* ---- bits ---- */

static dt_game_result *play_noisy(dt_game *game, struct world *w, int threads, const char *file,
                                  dt_status *status)
{
    dt_simulator simulator = simulator_of(w);
    dt_game_options options = dt_game_defaults();
    options.members = 500;
    options.threads = threads;
    options.file = file;
    options.stop = &w->stop;
    dt_game_result *r = NULL;
    *status = dt_game_play(game, &simulator, &options, &r, NULL);
    return r;
}

static void assert_equal_results(const dt_game_result *a, const dt_game_result *b)
{
    size_t n = (size_t)(a->n_profile * a->n_player);
    assert_memory_equal(a->payoff, b->payoff, n * sizeof *a->payoff);
    assert_memory_equal(a->profile, b->profile, (size_t)a->n_profile * sizeof *a->profile);
    for (int64_t s = 0; s < a->n_profile; s++)
        for (int64_t m = 0; m < a->members; m++) {
            double x = dt_game_member(a, s, 0, m), y = dt_game_member(b, s, 0, m);
            assert_memory_equal(&x, &y, sizeof x);
        }
}

TEST(threads_and_interruption_change_no_bit)
{
    static const char path[] = "test_game_play.payoffs";
    dt_game *game = game_of(pair);
    dt_status status;
    struct world w = {.game = game, .payoff = noisy, .stop_after = -1};
    dt_game_result *one = play_noisy(game, &w, 1, NULL, &status), *four;
    assert_int_equal(status, DT_OK);
    w.runs = 0;
    four = play_noisy(game, &w, 4, NULL, &status);
    assert_equal_results(one, four);
    dt_game_result_free(four);

    unlink(path);
    struct world broken = {.game = game, .payoff = noisy, .stop_after = 21};
    w.stop_after = broken.stop_after;
    assert_null(play_noisy(game, &broken, 2, path, &status));
    assert_int_equal(status, DT_INTERRUPTED);
    int before = broken.runs;
    broken.stop = 0;
    dt_game_result *resumed = play_noisy(game, &broken, 2, path, &status), *whole;
    assert_int_equal(status, DT_OK);
    w.stop = 0;
    w.runs = 1000000;
    whole = play_noisy(game, &w, 1, NULL, &status);
    assert_equal_results(whole, resumed);
    /* Nothing is simulated twice. */
    assert_int_equal(broken.runs, w.runs - 1000000);
    assert_true(before >= 21 && before < broken.runs);
    dt_game_result_free(resumed);
    dt_game_result_free(whole);
    dt_game_result_free(one);
    dt_game_free(game);
    unlink(path);
}

TEST(file_of_another_game_is_refused)
{
    static const char path[] = "test_game_other.payoffs";
    dt_game *game = game_of(pair);
    dt_status status;
    struct world w = {.game = game, .payoff = noisy, .stop_after = -1};
    unlink(path);
    dt_game_result_free(play_noisy(game, &w, 1, path, &status));
    dt_simulator simulator = simulator_of(&w);
    simulator.hash[3] = 1;
    dt_game_options options = dt_game_defaults();
    options.file = path;
    dt_game_result *r = NULL;
    assert_int_equal(dt_game_play(game, &simulator, &options, &r, NULL), DT_MISMATCH);
    FILE *file = fopen(path, "r+");
    fseek(file, 200, SEEK_SET);
    fputc('x', file);
    fclose(file);
    assert_null(play_noisy(game, &w, 1, path, &status));
    assert_int_equal(status, DT_IO);
    unlink(path);
    dt_game_free(game);
}

/* ---- bad input ---- */

static dt_error_code first_error(const char *text)
{
    dt_game *game = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    assert_int_not_equal(dt_game_parse(text, strlen(text), "test", &game, &found), DT_OK);
    assert_null(game);
    return found.item[0].code;
}

TEST(unknown_levers_are_named)
{
    assert_int_equal(
        first_error("players: {USA: {strategies: {a: {capex_cieling: 1}}}, CHN: {strategies: {a: "
                    "{}}}}"),
        DT_E_PLAY_LEVER);
    assert_int_equal(first_error("players: {USA: {strategies: {a: {}}}}"), DT_E_PLAY_FILE);
    assert_int_equal(first_error("[1, 2]"), DT_E_PLAY_FILE);
    assert_int_equal(first_error("plaers: {}\n"), DT_E_UNKNOWN_KEY);
    assert_int_equal(first_error("players: {USA: {strategies: {a: {own_base: 1}}}, CHN: {strategies: {a: "
                                 "{own_base: 2}}}}"),
                     DT_E_PLAY_CONFLICT);
    assert_int_equal(first_error("strategies: {a: {}, b: {}}\nreduction: {kind: deviation, x: 1}\n"
                                 "players: {A: {role: x}, B: {role: x}, C: {role: x}}"),
                     DT_E_PLAY_REDUCTION);
}

TEST(game_of_many_profiles_is_refused_with_its_size)
{
    /* 6^16 = 2.8e12 profiles */
    char text[1024] = "strategies: {a: {}, b: {}, c: {}, d: {}, e: {}, f: {}}\nplayers:\n";
    for (int p = 0; p < 16; p++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "  P%d: {}\n", p);
    dt_game *game = game_of(text);
    struct world w = {.game = game, .payoff = symmetric_payoff};
    dt_simulator simulator = simulator_of(&w);
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_game_result *r = NULL;
    assert_int_equal(dt_game_play(game, &simulator, NULL, &r, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_PLAY_SIZE);
    assert_non_null(strstr(found.item[0].found, "2.82e+12 profiles"));
    assert_int_equal(w.runs, 0);
    dt_game_free(game);
}

static double half_missing(const struct world *w, const dt_game_task *task, int player, uint64_t member,
                           const double *u)
{
    double value = dilemma_or_hunt(w, task, player, member, u);
    return member % 2 ? NAN : value;
}

static double all_missing(const struct world *w, const dt_game_task *task, int player, uint64_t member,
                          const double *u)
{
    double value = dilemma_or_hunt(w, task, player, member, u);
    return task->strategy[0] == 1 ? NAN : value;
}

TEST(members_without_payoff_are_counted_out)
{
    dt_game *game = game_of(pair);
    struct world w = {.game = game, .payoff = half_missing, .n_factor = 1};
    dt_simulator simulator = simulator_of(&w);
    dt_game_options options = dt_game_defaults();
    options.members = options.first = 200;
    options.n_effect = 0;
    dt_game_result *r = NULL;
    assert_int_equal(dt_game_play(game, &simulator, &options, &r, NULL), DT_OK);
    assert_int_equal(r->n_failed, 4 * 100);
    assert_int_equal(r->face[0].members, 100);
    dt_game_result_free(r);
    w.payoff = all_missing;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    r = NULL;
    assert_int_equal(dt_game_play(game, &simulator, &options, &r, &found), DT_MEMBERS_FAILED);
    assert_int_equal(found.item[0].code, DT_E_PLAY_PAYOFF);
    assert_null(r);
    dt_game_free(game);
}

/* ---- sampling where it matters ---- */

/* Of a third strategy everybody sees at once that it never pays: it keeps the members that it began with. */
static double with_bad_option(const struct world *w, const dt_game_task *task, int player, uint64_t member,
                              const double *u)
{
    (void)u;
    if (task->strategy[player] == 2) return -100.0;
    int own = task->strategy[player], other = task->strategy[1 - player] & 1;
    static const double payoff[4] = {3.0, 0.0, 3.05, 1.0};
    return payoff[2 * own + other] +
        normal(member + 1000000u * (uint64_t)w->n_factor, (uint32_t)(2 * own + player));
}

TEST(clear_profiles_get_no_more_members)
{
    dt_game *game = game_of("cooperate: C\nplayers: {A: {strategies: {C: {}, D: {}, E: {}}}, "
                            "B: {strategies: {C: {}, D: {}, E: {}}}}\n");
    struct world w = {.game = game, .payoff = with_bad_option};
    dt_simulator simulator = simulator_of(&w);
    dt_game_options options = dt_game_defaults();
    options.members = 1000;
    options.n_effect = 0;
    dt_game_result *r = NULL;
    assert_int_equal(dt_game_play(game, &simulator, &options, &r, NULL), DT_OK);
    assert_true(isfinite(dt_game_member(r, 0, 0, 900)));
    assert_true(isnan(dt_game_member(r, 8, 0, 900)));
    dt_game_result_free(r);
    dt_game_free(game);
}

/* ---- classes of single games ---- */

static int class_of(double t, double r, double p, double s)
{
    double u[2][2][2] = {{{r, s}, {t, p}}, {{r, t}, {s, p}}};
    return dt_game_class_of(u);
}

TEST(classes_of_the_verification_set)
{
    assert_string_equal(dt_game_class_words(class_of(5, 3, 1, 0)), "prisoner's dilemma"); /* cls-01 */
    assert_string_equal(dt_game_class_words(class_of(4, 3, 1, 2)), "chicken");            /* cls-02 */
    assert_string_equal(dt_game_class_words(class_of(3, 4, 2, 0)), "stag hunt");          /* cls-03 */
    assert_string_equal(dt_game_class_words(class_of(2, 4, 0, 1)), "harmony");            /* cls-04 */
    assert_string_equal(dt_game_class_words(class_of(5, 2, 3, 0)), "deadlock");           /* cls-05 */
    assert_string_equal(dt_game_class_words(class_of(7, 3, 1, 0)), "prisoner's dilemma"); /* cls-06 */
    assert_string_equal(dt_game_class_words(class_of(3, 3, 1, 0)), "tied");
    double pennies[2][2][2] = {{{1, -1}, {-1, 2}}, {{-1, 1}, {1, -2}}};
    assert_string_equal(dt_game_class_words(dt_game_class_of(pennies)), "cycle");
    double sexes[2][2][2] = {{{3, 0}, {1, 2}}, {{2, 1}, {0, 3}}};
    assert_string_equal(dt_game_class_words(dt_game_class_of(sexes)), "battle of the sexes");
}

RUN_TESTS(CASE(deviation_preserving_reduction_of_the_verification_set),
          CASE(hierarchical_reduction_of_the_verification_set),
          CASE(reduction_to_all_players_changes_nothing), CASE(reduced_equilibrium_is_tried_in_the_full_game),
          CASE(class_shares_and_what_decides_them), CASE(bootstrap_interval_of_regret_covers),
          CASE(threads_and_interruption_change_no_bit), CASE(file_of_another_game_is_refused),
          CASE(unknown_levers_are_named), CASE(game_of_many_profiles_is_refused_with_its_size),
          CASE(members_without_payoff_are_counted_out), CASE(clear_profiles_get_no_more_members),
          CASE(classes_of_the_verification_set))
