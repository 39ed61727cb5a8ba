/* Milliseconds of the solvers for more players, quantal response, populations and alike players, on one
 * thread.
 *
 * A line tells the median and the longest time over some random instances from a fixed generator, the target
 * if one was set, and a number that must not change: equilibria found, points of a trace, or a sum. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "detente/games.h"

enum { MOST_RUNS = 64 };

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

/* Next of a linear congruential sequence, as a number in [0, 1). */
static double next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 33) / 2147483648.0;
}

static void check(dt_status status)
{
    if (status == DT_OK || status == DT_NO_SOLUTION) return;
    printf("%s\n", dt_status_text(status));
    exit(1);
}

static dt_normal *random_game(int n, int size, uint64_t *state)
{
    int strategies[8];
    dt_normal *game = NULL;
    for (int i = 0; i < n; i++)
        strategies[i] = size;
    check(dt_normal_create(n, strategies, &game));
    for (int64_t s = 0; s < dt_normal_profiles(game); s++)
        for (int i = 0; i < n; i++)
            dt_normal_set_payoff(game, s, i, next(state));
    return game;
}

static double solve(const char *method, int n, int size, uint64_t *state)
{
    dt_equilibria list;
    dt_normal *game = random_game(n, size, state);
    check(dt_normal_solve(game, method, NULL, &list, NULL));
    int count = list.count;
    dt_equilibria_free(&list);
    dt_normal_free(game);
    return count;
}

static double all_3x3x3(uint64_t *state)
{
    return solve("polynomial", 3, 3, state);
}

static double all_2_to_5(uint64_t *state)
{
    return solve("polynomial", 5, 2, state);
}

static double newton_3x6(uint64_t *state)
{
    return solve("newton", 3, 6, state);
}

static double trace(int n, int size, uint64_t *state)
{
    dt_qre_curve curve;
    dt_normal *game = random_game(n, size, state);
    check(dt_qre_trace(game, NULL, &curve));
    int count = curve.is_equilibrium ? curve.n_point : 0;
    dt_qre_curve_free(&curve);
    dt_normal_free(game);
    return count;
}

static double trace_8x8(uint64_t *state)
{
    return trace(2, 8, state);
}

static double trace_6_players(uint64_t *state)
{
    return trace(6, 3, state);
}

static double fixation(uint64_t *state)
{
    double payoff[100], log_rho[100], sum = 0.0;
    for (int k = 0; k < 100; k++)
        payoff[k] = next(state);
    check(dt_fixation_matrix(payoff, 10, 100, 1.0, log_rho));
    for (int k = 0; k < 100; k++)
        sum += exp(log_rho[k]);
    return sum;
}

/* Rock, paper, scissors among five, which never comes to rest. */
static double replicator(uint64_t *state)
{
    double payoff[25], share[5];
    const double start[5] = {0.3, 0.25, 0.2, 0.15, 0.1}, end = 100.0;
    const dt_times times = {1, &end};
    dt_dynamics_options options = dt_dynamics_defaults();
    options.tolerance = 1e-10;
    for (int a = 0; a < 5; a++)
        for (int b = 0; b < 5; b++)
            payoff[5 * a + b] = a == b ? 0.0 : ((b - a + 5) % 5 <= 2 ? -1.0 : 1.0) * 0.5;
    payoff[1] += 1e-3 * next(state);
    check(dt_population_path(payoff, 5, &options, start, &times, share));
    return share[0];
}

static double symmetric(uint64_t *state)
{
    const int players = 10, options = 3;
    dt_roles *game = NULL;
    dt_role_equilibria list;
    check(dt_roles_create(1, &players, &options, &game));
    for (int64_t s = 0; s < dt_roles_profiles(game); s++)
        for (int a = 0; a < options; a++)
            dt_roles_set_payoff(game, s, 0, a, 10.0 * next(state));
    check(dt_roles_solve(game, NULL, &list));
    int count = list.count;
    dt_role_equilibria_free(&list);
    dt_roles_free(game);
    return count;
}

static double ranking(uint64_t *state)
{
    static double vector[900];
    dt_normal *game = random_game(2, 30, state);
    check(dt_alpha_rank(game, 50, 1.0, vector));
    dt_normal_free(game);
    return vector[0];
}

static double correlated(uint64_t *state)
{
    static double joint[64];
    dt_normal *game = random_game(2, 8, state);
    check(dt_correlated(game, DT_CORRELATED, NULL, joint, NULL));
    dt_normal_free(game);
    return joint[0];
}

static const struct subject {
    const char *name;
    double (*run)(uint64_t *state);
    int runs;
    double target; /* ms; 0: none was set */
} subjects[] = {
    {"all equilibria, 3x3x3", all_3x3x3, 64, 0.0},
    {"all equilibria, 5 players, 2 strategies", all_2_to_5, 32, 0.0},
    {"global Newton, 3 players, 6 strategies", newton_3x6, 6, 0.0},
    {"quantal response trace, 8x8", trace_8x8, 64, 10.0},
    {"quantal response trace, 6 players, 3 strategies", trace_6_players, 8, 0.0},
    {"fixation matrix, 10 strategies, 100 members", fixation, 64, 0.2},
    {"replicator at 1e-10, 5 strategies, time 100", replicator, 64, 1.0},
    {"symmetric game, 10 players, 3 options", symmetric, 64, 50.0},
    {"alpha-rank, 900 profiles", ranking, 6, 100.0},
    {"correlated equilibrium, 8x8", correlated, 16, 0.0},
};

static int ascending(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

static void measure(const struct subject *s)
{
    double time[MOST_RUNS], sum = 0.0;
    uint64_t state = 1;
    for (int k = 0; k < s->runs; k++) {
        double start = milliseconds();
        sum += s->run(&state);
        time[k] = milliseconds() - start;
    }
    qsort(time, (size_t)s->runs, sizeof *time, ascending);
    printf("%-50s %10.4f %10.4f ", s->name, time[s->runs / 2], time[s->runs - 1]);
    if (s->target > 0.0)
        printf("%8.1f", s->target);
    else
        printf("%8s", "");
    printf("  %.6g\n", sum);
}

int main(void)
{
    printf("%-50s %10s %10s %8s  %s\n", "", "median ms", "longest", "target", "sum");
    for (size_t k = 0; k < sizeof subjects / sizeof subjects[0]; k++)
        measure(&subjects[k]);
    return 0;
}
