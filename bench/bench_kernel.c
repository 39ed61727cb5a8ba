/* Speed of the kernel on the shipped scenario: members per second and cycles per state-step at every lane
 * width and on two threads, share of the arithmetic peak that is measured in the same process, growth with
 * the number of states, share of time of every mechanism; beside it the scalar twin, the same equations in
 * plain C with the C library's elementary functions.
 *
 * Usage: bench_kernel [scenario] [data folder]. Times are processor time of the thread, best of several
 * repetitions. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/clock.h"
#include "core/threads.h"
#include "detente/detente.h"
#include "kernel_bench.h"
#include "race/race.h"

enum { REPEATS = 5, MEMBERS = 64, PHASE_MEMBERS = 16 };

/* Processor time of this thread, s. */
static double thread_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Clock rate from a chain of dependent additions of one cycle each, Hz. Short rounds: one of them is
 * undisturbed. */
static double clock_rate(void)
{
    const long rounds = 2000000;
    double best = 0.0;
    for (int repeat = 0; repeat < 200; repeat++) {
        double begin = thread_time();
        uint64_t x = (uint64_t)rounds;
        for (long r = 0; r < rounds; r++)
            __asm__ volatile("add $1, %0" : "+r"(x));
        double rate = (double)rounds / (thread_time() - begin);
        if (rate > best) best = rate;
    }
    return best;
}

static double peak_rate(const struct dt_peak *peak)
{
    double best = 0.0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        const long rounds = 2000000;
        double begin = thread_time();
        volatile double sink = peak->run(rounds);
        (void)sink;
        double rate = peak->flops(rounds) / (thread_time() - begin);
        if (rate > best) best = rate;
    }
    return best;
}

static void run_block(dt_race *race, uint64_t first)
{
    dt_race_begin(race, first, dt_race_width(race), NULL);
    for (int s = 0; s < dt_case_step_count(race->c); s++)
        dt_race_step(race);
}

/* Seconds per member of one kernel, best of REPEATS. */
static double seconds_per_member(const dt_case *c, const struct dt_kernel *kernel)
{
    dt_race_options options = {.width = kernel->width};
    dt_race *race = NULL;
    if (dt_race_create(c, &options, &race) != DT_OK) return -1.0;
    race->kernel = kernel;
    double best = 1e30;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double begin = thread_time();
        for (int m = 0; m < MEMBERS; m += kernel->width)
            run_block(race, (uint64_t)m);
        double each = (thread_time() - begin) / MEMBERS;
        if (each < best) best = each;
    }
    dt_race_free(race);
    return best;
}

struct crew {
    const dt_case *c;
    dt_race *race[2];
};

static void crew_work(void *context, int thread, int64_t item)
{
    struct crew *crew = context;
    run_block(crew->race[thread], (uint64_t)item * 8);
}

/* Members per second by the wall clock on `n_thread` threads at the widest lanes. */
static double crew_rate(const dt_case *c, int n_thread)
{
    const int64_t blocks = 64;
    struct crew crew = {.c = c};
    double best = 0.0;
    for (int t = 0; t < 2; t++)
        if (dt_race_create(c, NULL, &crew.race[t]) != DT_OK) return 0.0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double begin = dt_clock();
        if (dt_parallel(n_thread, blocks, crew_work, &crew, NULL) != DT_OK) break;
        double rate = (double)(blocks * dt_race_width(crew.race[0])) / (dt_clock() - begin);
        if (rate > best) best = rate;
    }
    for (int t = 0; t < 2; t++)
        dt_race_free(crew.race[t]);
    return best;
}

static void print_kernel(const dt_case *c, const struct dt_kernel *kernel, double hz, double twin,
                         const struct dt_flops *flops, double peak)
{
    double each = seconds_per_member(c, kernel);
    double state_steps = (double)dt_case_state_count(c) * dt_case_step_count(c);
    double rate = flops->all * state_steps / each;
    printf("%-8s %5d  %9.0f  %10.1f  %7.2f  %8.1f  %6.1f%%  %6.1f%%\n", kernel->target, kernel->width,
           1.0 / each, each * hz / state_steps, twin / each, rate / 1e9, 100.0 * rate / peak,
           100.0 * flops->strict / flops->all * rate / peak);
}

/* The portable kernel calls the C library for each fused operation; its share is of what the processor could
 * do. */
static double peak_for(const char *target)
{
    return peak_rate(dt_bench_peak(strcmp(target, "w1") == 0 ? "w1_v3" : target));
}

static void print_kernels(const dt_case *c, double hz)
{
    struct dt_flops part[DT_BENCH_PHASES], flops = dt_bench_count(c, part);
    double twin = seconds_per_member(c, &dt_kernel_twin);
    printf("operations per state-step: %.0f (add %.0f, multiply %.0f, fused %.0f x 2, divide %.1f, choose "
           "%.0f, root %.1f)\n\n",
           flops.all, flops.add, flops.mul, flops.fma, flops.div, flops.choose, flops.root);
    printf("target   width  members/s  cycles per    times  GFLOP/s  %% peak   %% strict\n");
    printf("                           state-step     twin           all ops\n");
    print_kernel(c, &dt_kernel_twin, hz, twin, &flops, peak_for("w1"));
    print_kernel(c, &dt_kernel_scalar, hz, twin, &flops, peak_for("w1"));
    for (int k = 0; k < dt_kernel_table_count(); k++) {
        const struct dt_kernel *kernel = dt_kernel_table_at(k);
        if (dt_kernel_is_supported(kernel))
            print_kernel(c, kernel, hz, twin, &flops, peak_for(kernel->target));
    }
}

/* Runs one block and keeps the shortest time of every part of every step, s. */
static void time_block(dt_race *race, int first_member, int n_phase, double *shortest)
{
    dt_race_begin(race, (uint64_t)first_member, dt_race_width(race), NULL);
    for (int s = 0; s < dt_case_step_count(race->c); s++, race->block.step++)
        for (int p = 0; p < n_phase; p++, shortest++) {
            double begin = dt_clock();
            race->kernel->run_phase(&race->block, p);
            double took = dt_clock() - begin;
            if (took < *shortest) *shortest = took;
        }
}

/* Time of every part of a step over a run of some members, s; returns the number of parts. Each call is timed
 * by itself and the shortest of several runs counts: one of them is undisturbed. */
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

/* One row for each mechanism: what it does in several places of a step is added up. */
static void print_mechanisms(const dt_case *c, double hz)
{
    dt_race *race = NULL;
    if (dt_race_create(c, NULL, &race) != DT_OK) return;
    const struct dt_kernel *kernel = race->kernel;
    double time[DT_BENCH_PHASES], all = 0.0, peak = peak_for(kernel->target);
    struct dt_flops part[DT_BENCH_PHASES];
    int n_phase = time_phases(race, time);
    dt_race_free(race);
    double state_steps = (double)dt_case_state_count(c) * dt_case_step_count(c) * PHASE_MEMBERS;
    dt_bench_count(c, part);
    for (int p = 0; p < n_phase; p++)
        all += time[p];
    printf("\nmechanism   cycles per    %% of  operations  %% peak\n");
    printf("            state-step    time              all ops, width %d\n", kernel->width);
    for (int p = 0; p < n_phase; p++) {
        const char *name = kernel->phase_name(p);
        double seconds = 0.0, flops = 0.0;
        int first = n_phase;
        for (int q = n_phase - 1; q >= 0; q--) {
            if (strcmp(kernel->phase_name(q), name) != 0) continue;
            first = q;
            seconds += time[q];
            flops += part[q].all;
        }
        double each = seconds / state_steps;
        if (p == first)
            printf("%-10s  %10.1f  %5.1f%%  %10.0f  %5.1f%%\n", name, each * hz, 100.0 * seconds / all, flops,
                   100.0 * flops / each / peak);
    }
}

static void print_growth(const dt_case *c, double hz)
{
    static const int sizes[] = {25, 50, 100, 200};
    const struct dt_kernel *kernel = dt_kernel_choose(0);
    printf("\nstates  cycles per state-step at width %d\n", kernel->width);
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        dt_case *resized = dt_bench_resize(c, sizes[s]);
        if (!resized) return;
        double each = seconds_per_member(resized, kernel);
        printf("%6d  %10.1f\n", sizes[s], each * hz / ((double)sizes[s] * dt_case_step_count(c)));
        dt_bench_resize_free(resized);
    }
}

int main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : DT_SOURCE_DIR "/scenarios/coruna.yaml";
    const char *data = argc > 2 ? argv[2] : DT_SOURCE_DIR "/data";
    dt_scenario *scenario = NULL;
    dt_world *world = NULL;
    dt_case *c = NULL;
    dt_status status = dt_scenario_load(path, &scenario, NULL);
    if (status == DT_OK)
        status = dt_world_load(data, dt_scenario_describe(scenario).start_year - 1, &world, NULL);
    if (status == DT_OK) status = dt_treaty_inform(world, data, NULL);
    if (status == DT_OK) status = dt_case_build(world, scenario, &c, NULL);
    if (status == DT_OK) {
        double hz = clock_rate();
        dt_race *race = NULL;
        if (dt_race_create(c, NULL, &race) == DT_OK)
            printf("%d states, %d steps, block of %.0f KiB at width %d, %.2f GHz\n", dt_case_state_count(c),
                   dt_case_step_count(c), (double)dt_race_block_size(race) / 1024.0, dt_race_width(race),
                   hz / 1e9);
        dt_race_free(race);
        print_kernels(c, hz);
        print_mechanisms(c, hz);
        print_growth(c, hz);
        double one = crew_rate(c, 1), two = crew_rate(c, 2);
        printf("\nthreads  members/s\n%7d  %9.0f\n%7d  %9.0f  (%.2f times)\n", 1, one, 2, two, two / one);
    } else {
        fprintf(stderr, "bench_kernel: %s\n", dt_status_text(status));
    }
    dt_case_free(c);
    dt_world_free(world);
    dt_scenario_free(scenario);
    return dt_status_exit_code(status);
}
