/* Speed of the kernel on the shipped scenario: members per second and cycles per state-step at every lane
 * width and on two threads, share of the arithmetic peak that is measured in the same process, share of time
 * of every mechanism and how near it is to what the pipes allow; beside it the scalar twin, the same
 * equations in plain C with the C library's elementary functions.
 *
 * Usage: bench_kernel [scenario [data folder]]. Of each piece of work the shortest time of several
 * repetitions counts. */
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/threads.h"
#include "detente/detente.h"
#include "kernel_bench.h"
#include "race/race.h"

enum { REPEATS = 5 };

struct crew {
    const dt_case *c;
    dt_race *race[2];
};

static void crew_work(void *context, int thread, int64_t item)
{
    struct crew *crew = context;
    dt_bench_run_block(crew->race[thread], (uint64_t)item * 8);
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
    double each = dt_bench_member_time(c, kernel);
    double state_steps = (double)dt_case_state_count(c) * dt_case_step_count(c);
    double rate = flops->all * state_steps / each;
    printf("%-8s %5d  %9.0f  %10.1f  %7.2f  %8.1f  %6.1f%%  %6.1f%%\n", kernel->target, kernel->width,
           1.0 / each, each * hz / state_steps, twin / each, rate / 1e9, 100.0 * rate / peak,
           100.0 * flops->strict / flops->all * rate / peak);
}

/* Operations a second, a fused multiply-add as two. The portable kernel calls the C library for each fused
 * operation; its share is of what the processor could do. */
static double peak_for(const char *target)
{
    return 2.0 * dt_bench_peak_rate(dt_bench_peak(strcmp(target, "w1") == 0 ? "w1_v3" : target), DT_PEAK_FMA);
}

static void print_kernels(const dt_case *c, double hz)
{
    struct dt_flops part[DT_BENCH_PHASES], flops = dt_bench_count(c, part);
    double twin = dt_bench_member_time(c, &dt_kernel_twin);
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

/* The shortest time in which the pipes can do some operations, s: those that multiply, fuse or choose share
 * one pipe of a lane's width and those that add another, as on Zen 4; divisions and roots hold up the first.
 */
static double port_floor(const struct dt_flops *f, const struct dt_peak *peak)
{
    double fused = 1.0 / dt_bench_peak_rate(peak, DT_PEAK_FMA);
    double first = (f->mul + f->fma + f->choose) * fused + f->div / dt_bench_peak_rate(peak, DT_PEAK_DIVIDE) +
        f->root / dt_bench_peak_rate(peak, DT_PEAK_ROOT);
    return first > f->add * fused ? first : f->add * fused;
}

/* One row for each mechanism: what it does in several places of a step is added up. */
static void print_mechanisms(const dt_case *c, double hz)
{
    const struct dt_kernel *kernel = dt_kernel_choose(0);
    const struct dt_peak *peak = dt_bench_peak(kernel->target);
    struct dt_bench_mechanism list[DT_BENCH_PHASES];
    double all = 0.0, rate = peak_for(kernel->target);
    int n = dt_bench_mechanisms(c, list);
    for (int k = 0; k < n; k++)
        all += list[k].seconds;
    printf("\nmechanism   cycles per    %% of  operations  %% peak  %% port\n");
    printf("            state-step    time              all ops   floor   (width %d)\n", kernel->width);
    for (int k = 0; k < n; k++) {
        double seconds = list[k].seconds;
        printf("%-10s  %10.1f  %5.1f%%  %10.0f  %5.1f%%  %5.1f%%\n", list[k].name, seconds * hz,
               100.0 * seconds / all, list[k].flops.all, 100.0 * list[k].flops.all / seconds / rate,
               100.0 * port_floor(&list[k].flops, peak) / seconds);
    }
}

int main(int argc, char **argv)
{
    struct dt_bench_setup setup;
    dt_status status = dt_bench_open(argc, argv, &setup);
    if (status == DT_OK) {
        const dt_case *c = setup.c;
        double hz = dt_bench_clock_rate();
        dt_race *race = NULL;
        if (dt_race_create(c, NULL, &race) == DT_OK)
            printf("%d states, %d steps, block of %.0f KiB at width %d, %.2f GHz\n", dt_case_state_count(c),
                   dt_case_step_count(c), (double)dt_race_block_size(race) / 1024.0, dt_race_width(race),
                   hz / 1e9);
        dt_race_free(race);
        print_kernels(c, hz);
        print_mechanisms(c, hz);
        double one = crew_rate(c, 1), two = crew_rate(c, 2);
        printf("\nthreads  members/s\n%7d  %9.0f\n%7d  %9.0f  (%.2f times)\n", 1, one, 2, two, two / one);
    } else {
        fprintf(stderr, "bench_kernel: %s\n", dt_status_text(status));
    }
    dt_bench_close(&setup);
    return dt_status_exit_code(status);
}
