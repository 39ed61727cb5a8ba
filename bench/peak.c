/* The arithmetic peak of one core at one lane width: independent fused multiply-adds, as fast as the pipes
 * take them. Compiled once per width like the kernel. */
#include "core/lane.h"

#define CHAINS 12

/* Operations done by one call, counting a fused multiply-add as two. */
double DT_WIDE(dt_peak_flops)(long rounds)
{
    return 2.0 * CHAINS * DT_LANES * (double)rounds;
}

/* Runs and returns a value that depends on every chain. */
double DT_WIDE(dt_peak_run)(long rounds)
{
    lane x[CHAINS];
    lane a = lane_of(0.999999), b = lane_of(1e-6);
    for (int k = 0; k < CHAINS; k++)
        x[k] = lane_of(0.1 * k);
    for (long r = 0; r < rounds; r++) {
#pragma GCC unroll 12
        for (int k = 0; k < CHAINS; k++)
            x[k] = lane_fma(x[k], a, b);
    }
    double sum = 0.0;
    for (int k = 0; k < CHAINS; k++)
        sum += DT_LANE(x[k], 0);
    return sum;
}
