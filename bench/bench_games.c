/* Milliseconds to find all equilibria of random two-player games, by size, payoffs and method, on one thread.
 *
 * Payoffs are whole numbers from 0 to 99, or doubles in [0, 1), from a fixed generator. A line tells the
 * median and the longest time over some games, and the equilibria found, which float and exact must agree on.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "detente/normal_form.h"

enum { MOST_GAMES = 64 };

struct subject {
    const char *method;
    int size, n_game;
    int is_exact, is_whole;
};

static const struct subject subjects[] = {
    {"vertex", 8, 64, 0, 1},  {"vertex", 8, 64, 1, 1},       {"vertex", 8, 64, 0, 0},
    {"vertex", 8, 64, 1, 0},  {"vertex", 10, 16, 0, 1},      {"vertex", 10, 16, 1, 1},
    {"vertex", 12, 8, 0, 1},  {"vertex", 12, 8, 1, 1},       {"vertex", 14, 4, 1, 1},
    {"support", 6, 16, 0, 1}, {"support", 6, 16, 1, 1},      {"support", 8, 8, 0, 1},
    {"support", 8, 8, 1, 1},  {"lemke-howson", 8, 64, 0, 1}, {"lemke-howson", 8, 64, 1, 1},
};

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

/* Next of a linear congruential sequence: 31 bits. */
static uint32_t next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static dt_normal *random_game(int size, int is_whole, uint64_t *state)
{
    dt_normal *game = NULL;
    if (dt_normal_create(2, (int[]){size, size}, &game) != DT_OK) exit(1);
    for (int64_t s = 0; s < dt_normal_profiles(game); s++)
        for (int i = 0; i < 2; i++) {
            uint32_t draw = next(state);
            dt_normal_set_payoff(game, s, i, is_whole ? draw % 100 : draw / 2147483648.0);
        }
    return game;
}

static int ascending(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

static void measure(const struct subject *s)
{
    double time[MOST_GAMES];
    uint64_t state = (uint64_t)s->size;
    int found = 0, degenerate = 0;
    dt_solve_options options = dt_solve_defaults();
    options.is_exact = s->is_exact;
    for (int k = 0; k < s->n_game; k++) {
        dt_equilibria list;
        dt_normal *game = random_game(s->size, s->is_whole, &state);
        double start = milliseconds();
        dt_status status = dt_normal_solve(game, s->method, &options, &list, NULL);
        time[k] = milliseconds() - start;
        if (status != DT_OK) printf("%s\n", dt_status_text(status));
        found += list.count;
        degenerate += list.is_degenerate;
        dt_equilibria_free(&list);
        dt_normal_free(game);
    }
    qsort(time, (size_t)s->n_game, sizeof *time, ascending);
    printf("%-13s %2dx%-2d %-7s %-7s %9.3f %9.3f %6d %6d %6d\n", s->method, s->size, s->size,
           s->is_exact ? "exact" : "float", s->is_whole ? "0..99" : "double", time[s->n_game / 2],
           time[s->n_game - 1], s->n_game, found, degenerate);
}

int main(void)
{
    printf("%-13s %-5s %-7s %-7s %9s %9s %6s %6s %6s\n", "method", "size", "numbers", "payoffs", "median ms",
           "most ms", "games", "found", "degen.");
    for (size_t k = 0; k < sizeof subjects / sizeof subjects[0]; k++)
        measure(&subjects[k]);
    return 0;
}
