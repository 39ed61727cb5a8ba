/* What the benchmarks of the kernel are made of: the scalar twin, what a core can do, the count of operations
 * and traffic, cases of other sizes, and times. */
#ifndef DT_BENCH_KERNEL_BENCH_H
#define DT_BENCH_KERNEL_BENCH_H

#include "race/kernel.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The kernel's equations in plain C with the C library's elementary functions: as the compiler makes the best
 * of it (it takes the eight technologies together), and without automatic vectors. */
extern const struct dt_kernel dt_kernel_twin, dt_kernel_scalar;

/* What a core can do at one width (peak.c). */
enum dt_peak_kind { DT_PEAK_FMA, DT_PEAK_DIVIDE, DT_PEAK_ROOT, DT_N_PEAK };
struct dt_peak {
    const char *target;
    double (*count)(long rounds);
    double (*run[DT_N_PEAK])(long rounds);
    double (*read)(const double *from, long n, long rounds);
};
const struct dt_peak *dt_bench_peak(const char *target);

/* Floating-point operations of one state in one step, mean over a run of one member. `all` counts a fused
 * multiply-add as two and minimum, maximum and selection as one each; `strict` leaves those three out.
 * `bytes` is the least that moves between memory and the first-level cache, where nothing stays from one part
 * of a step to the next: each value of the block that is touched comes once, each that is written goes once.
 */
struct dt_flops {
    double add, mul, div, fma, choose, root, all, strict, bytes;
};
/* Of a whole step, and of its parts one by one (kernel.h); parts beyond DT_BENCH_PHASES count only there. */
enum { DT_BENCH_PHASES = 32 };
struct dt_flops dt_bench_count(const dt_case *c, struct dt_flops part[DT_BENCH_PHASES]);

/* A copy of a case with `n_state` states, those of the case over and over, and `n_step` steps; NULL if memory
 * is short. It borrows from the case. */
dt_case *dt_bench_resize(const dt_case *c, int n_state, int n_step);
void dt_bench_resize_free(dt_case *c);

/* The shipped scenario, or what the arguments name: [scenario [data folder]]. */
struct dt_bench_setup {
    dt_scenario *scenario;
    dt_world *world;
    dt_case *c;
};
dt_status dt_bench_open(int argc, char **argv, struct dt_bench_setup *setup);
void dt_bench_close(struct dt_bench_setup *setup);

/* Of each piece of work the shortest time of several repetitions counts. */

/* Processor time of this thread, s. */
double dt_bench_thread_time(void);
/* Clock rate, Hz. */
double dt_bench_clock_rate(void);
/* Operations a second, a fused multiply-add counted as one. */
double dt_bench_peak_rate(const struct dt_peak *peak, enum dt_peak_kind kind);
/* Bytes a second that are read from an array of so many bytes; 0 if memory is short. */
double dt_bench_read_rate(const struct dt_peak *peak, double bytes);
/* Runs a block from its first member to the end. */
struct dt_race;
void dt_bench_run_block(struct dt_race *race, uint64_t first);
/* Seconds per member of one kernel; negative if memory is short. */
double dt_bench_member_time(const dt_case *c, const struct dt_kernel *kernel);

/* What a mechanism takes, all its parts of a step together, per state and step of a member. */
struct dt_bench_mechanism {
    const char *name;
    double seconds;
    struct dt_flops flops;
};
/* The mechanisms of a step in their order, measured and counted; returns how many. */
int dt_bench_mechanisms(const dt_case *c, struct dt_bench_mechanism list[DT_BENCH_PHASES]);

#ifdef __cplusplus
}
#endif

#endif
