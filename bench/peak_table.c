/* The peaks of every kernel target. The build lists them: DT_EACH_KERNEL is X(w1) X(...). */
#include <stddef.h>
#include <string.h>

#include "kernel_bench.h"

#define X(target)                                \
    double dt_peak_count_##target(long rounds);  \
    double dt_peak_fma_##target(long rounds);    \
    double dt_peak_divide_##target(long rounds); \
    double dt_peak_root_##target(long rounds);   \
    double dt_peak_read_##target(const double *from, long n, long rounds);
DT_EACH_KERNEL
#undef X

static const struct dt_peak peaks[] = {
#define X(target)                                 \
    {#target,                                     \
     dt_peak_count_##target,                      \
     {[DT_PEAK_FMA] = dt_peak_fma_##target,       \
      [DT_PEAK_DIVIDE] = dt_peak_divide_##target, \
      [DT_PEAK_ROOT] = dt_peak_root_##target},    \
     dt_peak_read_##target},
    DT_EACH_KERNEL
#undef X
};

const struct dt_peak *dt_bench_peak(const char *target)
{
    for (size_t p = 0; p < sizeof peaks / sizeof peaks[0]; p++)
        if (strcmp(peaks[p].target, target) == 0) return &peaks[p];
    return &peaks[0];
}
