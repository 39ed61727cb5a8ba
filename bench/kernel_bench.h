/* What the benchmark of the kernel is made of: the scalar twin, the arithmetic peak, the count of operations,
 * cases of other sizes. */
#ifndef DT_BENCH_KERNEL_BENCH_H
#define DT_BENCH_KERNEL_BENCH_H

#include "race/kernel.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The kernel's equations in plain C with the C library's elementary functions: as the compiler makes the best
 * of it (it takes the eight technologies together), and without automatic vectors. */
extern const struct dt_kernel dt_kernel_twin, dt_kernel_scalar;

/* Independent fused multiply-adds at one width. */
struct dt_peak {
    const char *target;
    double (*flops)(long rounds);
    double (*run)(long rounds);
};
const struct dt_peak *dt_bench_peak(const char *target);

/* Floating-point operations of one state in one step, mean over a run of one member. `all` counts a fused
 * multiply-add as two and minimum, maximum and selection as one each; `strict` leaves those three out. */
struct dt_flops {
    double add, mul, div, fma, choose, root, all, strict;
};
/* Of a whole step, and of its parts one by one (kernel.h); parts beyond DT_BENCH_PHASES count only there. */
enum { DT_BENCH_PHASES = 32 };
struct dt_flops dt_bench_count(const dt_case *c, struct dt_flops part[DT_BENCH_PHASES]);

/* A copy of a case with `n_state` states, those of the case over and over; NULL if memory is short. It
 * borrows from the case. */
dt_case *dt_bench_resize(const dt_case *c, int n_state);
void dt_bench_resize_free(dt_case *c);

#ifdef __cplusplus
}
#endif

#endif
