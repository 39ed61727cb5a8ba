/* Times for the benchmarks of the kernel: of the processor's pipes and caches, of whole members, of the parts
 * of a step. The machine may be busy with other things: short pieces are timed again and again, and the
 * shortest time of each counts, since one of them is undisturbed. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/clock.h"
#include "detente/detente.h"
#include "kernel_bench.h"
#include "race/race.h"

enum { REPEATS = 5, MEMBERS = 32, PHASE_MEMBERS = 16 };

dt_status dt_bench_open(int argc, char **argv, struct dt_bench_setup *setup)
{
    const char *path = argc > 1 ? argv[1] : DT_SOURCE_DIR "/scenarios/coruna.yaml";
    const char *data = argc > 2 ? argv[2] : DT_SOURCE_DIR "/data";
    *setup = (struct dt_bench_setup){0};
    dt_status status = dt_scenario_load(path, &setup->scenario, NULL);
    if (status == DT_OK)
        status = dt_world_load(data, dt_scenario_describe(setup->scenario).start_year - 1, &setup->world,
                               NULL);
    if (status == DT_OK) status = dt_treaty_inform(setup->world, data, NULL);
    if (status == DT_OK) status = dt_case_build(setup->world, setup->scenario, &setup->c, NULL);
    return status;
}

void dt_bench_close(struct dt_bench_setup *setup)
{
    dt_case_free(setup->c);
    dt_world_free(setup->world);
    dt_scenario_free(setup->scenario);
}

/* ---- the processor ---- */

double dt_bench_thread_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* From a chain of dependent additions of one cycle each, so many in a row that the loop around them costs
 * nothing. Short rounds: one of them is undisturbed. */
double dt_bench_clock_rate(void)
{
    const long rounds = 20000;
    double best = 0.0;
    for (int repeat = 0; repeat < 500; repeat++) {
        double begin = dt_bench_thread_time();
        uint64_t x = (uint64_t)rounds;
        for (long r = 0; r < rounds; r++)
            __asm__ volatile(".rept 50\n add $1, %0\n .endr" : "+r"(x));
        double rate = 50.0 * (double)rounds / (dt_bench_thread_time() - begin);
        if (rate > best) best = rate;
    }
    return best;
}

double dt_bench_peak_rate(const struct dt_peak *peak, enum dt_peak_kind kind)
{
    const long rounds = 200000;
    double best = 0.0;
    for (int repeat = 0; repeat < 10 * REPEATS; repeat++) {
        double begin = dt_bench_thread_time();
        volatile double sink = peak->run[kind](rounds);
        (void)sink;
        double rate = peak->count(rounds) / (dt_bench_thread_time() - begin);
        if (rate > best) best = rate;
    }
    return best;
}

double dt_bench_read_rate(const struct dt_peak *peak, double bytes)
{
    const long chunk = 8 * 96; /* whole lanes of every width, as many as are read at once */
    long n = (long)(bytes / sizeof(double)) / chunk * chunk, rounds = 1 + (long)(16e6 / bytes);
    double best = 0.0, *x = aligned_alloc(64, (size_t)n * sizeof *x);
    for (long i = 0; x && i < n; i++)
        x[i] = 1.0;
    for (int repeat = 0; x && repeat < 4 * REPEATS; repeat++) {
        double begin = dt_bench_thread_time();
        volatile double sink = peak->read(x, n, rounds);
        (void)sink;
        double rate = (double)n * sizeof *x * (double)rounds / (dt_bench_thread_time() - begin);
        if (rate > best) best = rate;
    }
    free(x);
    return best;
}

/* ---- members ---- */

void dt_bench_run_block(dt_race *race, uint64_t first)
{
    dt_race_begin(race, first, dt_race_width(race), NULL);
    for (int s = 0; s < dt_case_step_count(race->c); s++)
        dt_race_step(race);
}

static void keep_shorter(double *shortest, double begin)
{
    double took = dt_clock() - begin;
    if (took < *shortest) *shortest = took;
}

/* The shortest time of a block's start and of each of its steps over several runs, all together, s. */
static double time_member_block(dt_race *race, uint64_t first, double *shortest)
{
    int n_step = dt_case_step_count(race->c);
    double sum = 0.0;
    for (int s = 0; s <= n_step; s++)
        shortest[s] = 1e30;
    for (int repeat = 0; repeat < 2 * REPEATS; repeat++) {
        double begin = dt_clock();
        dt_race_begin(race, first, dt_race_width(race), NULL);
        keep_shorter(&shortest[n_step], begin);
        for (int s = 0; s < n_step; s++) {
            begin = dt_clock();
            dt_race_step(race);
            keep_shorter(&shortest[s], begin);
        }
    }
    for (int s = 0; s <= n_step; s++)
        sum += shortest[s];
    return sum;
}

double dt_bench_member_time(const dt_case *c, const struct dt_kernel *kernel)
{
    dt_race_options options = {.width = kernel->width};
    dt_race *race = NULL;
    double all = 0.0, *shortest = malloc((size_t)(dt_case_step_count(c) + 1) * sizeof *shortest);
    if (!shortest || dt_race_create(c, &options, &race) != DT_OK) {
        free(shortest);
        return -1.0;
    }
    race->kernel = kernel;
    for (int m = 0; m < MEMBERS; m += kernel->width)
        all += time_member_block(race, (uint64_t)m, shortest);
    dt_race_free(race);
    free(shortest);
    return all / MEMBERS;
}

/* ---- mechanisms ---- */

/* Runs one block and keeps the shortest time of every part of every step, s. */
static void time_block(dt_race *race, int first_member, int n_phase, double *shortest)
{
    dt_race_begin(race, (uint64_t)first_member, dt_race_width(race), NULL);
    for (int s = 0; s < dt_case_step_count(race->c); s++, race->block.step++)
        for (int p = 0; p < n_phase; p++, shortest++) {
            double begin = dt_clock();
            race->kernel->run_phase(&race->block, p);
            keep_shorter(shortest, begin);
        }
}

/* Time of every part of a step over a run of some members, s; returns the number of parts. Each call is timed
 * by itself and the shortest of several runs counts. */
static int time_phases(dt_race *race, double time[DT_BENCH_PHASES])
{
    int n_phase = 0, n_step = dt_case_step_count(race->c);
    while (n_phase < DT_BENCH_PHASES && race->kernel->phase_name(n_phase))
        time[n_phase++] = 0.0;
    size_t n_call = (size_t)(n_step * n_phase);
    double *shortest = malloc(n_call * sizeof *shortest);
    if (!shortest) return 0;
    for (int m = 0; m < PHASE_MEMBERS; m += dt_race_width(race)) {
        for (size_t k = 0; k < n_call; k++)
            shortest[k] = 1e30;
        for (int repeat = 0; repeat < 4 * REPEATS; repeat++)
            time_block(race, m, n_phase, shortest);
        for (size_t k = 0; k < n_call; k++)
            time[k % (size_t)n_phase] += shortest[k];
    }
    free(shortest);
    return n_phase;
}

static void add_flops(struct dt_flops *to, const struct dt_flops *more)
{
    to->add += more->add;
    to->mul += more->mul;
    to->div += more->div;
    to->fma += more->fma;
    to->choose += more->choose;
    to->root += more->root;
    to->all += more->all;
    to->strict += more->strict;
    to->bytes += more->bytes;
}

int dt_bench_mechanisms(const dt_case *c, struct dt_bench_mechanism list[DT_BENCH_PHASES])
{
    double time[DT_BENCH_PHASES];
    struct dt_flops part[DT_BENCH_PHASES];
    dt_race *race = NULL;
    if (dt_race_create(c, NULL, &race) != DT_OK) return 0;
    int n = 0, n_phase = time_phases(race, time);
    double state_steps = (double)dt_case_state_count(c) * dt_case_step_count(c) * PHASE_MEMBERS;
    dt_bench_count(c, part);
    for (int p = 0; p < n_phase; p++) {
        const char *name = race->kernel->phase_name(p);
        int at = 0;
        while (at < n && strcmp(list[at].name, name) != 0)
            at++;
        if (at == n) list[n++] = (struct dt_bench_mechanism){.name = name};
        list[at].seconds += time[p] / state_steps;
        add_flops(&list[at].flops, &part[p]);
    }
    dt_race_free(race);
    return n;
}
