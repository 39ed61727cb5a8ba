/* What one core can do at one lane width: independent fused multiply-adds, divisions and square roots, as
 * fast as the pipes take them, and reading an array. Compiled once per width like the kernel. */
#include "core/lane.h"

#define CHAINS 12
#define EACH_CHAIN _Pragma("GCC unroll 12") for (int k = 0; k < CHAINS; k++)

/* Operations on single numbers done by one call of what follows, a fused multiply-add as one. */
double DT_WIDE(dt_peak_count)(long rounds)
{
    return (double)CHAINS * DT_LANES * (double)rounds;
}

static double sum_of(const lane *x)
{
    double sum = 0.0;
    for (int k = 0; k < CHAINS; k++)
        sum += DT_LANE(x[k], 0);
    return sum;
}

/* Each returns a value that depends on every chain. */
double DT_WIDE(dt_peak_fma)(long rounds)
{
    lane x[CHAINS], a = lane_of(0.999999), b = lane_of(1e-6);
    for (int k = 0; k < CHAINS; k++)
        x[k] = lane_of(0.1 * k);
    for (long r = 0; r < rounds; r++)
        EACH_CHAIN x[k] = lane_fma(x[k], a, b);
    return sum_of(x);
}

double DT_WIDE(dt_peak_divide)(long rounds)
{
    lane x[CHAINS], a = lane_of(1.7);
    for (int k = 0; k < CHAINS; k++)
        x[k] = lane_of(1.1 + 0.1 * k);
    for (long r = 0; r < rounds; r++)
        EACH_CHAIN x[k] = a / x[k];
    return sum_of(x);
}

double DT_WIDE(dt_peak_root)(long rounds)
{
    lane x[CHAINS], a = lane_of(0.7);
    for (int k = 0; k < CHAINS; k++)
        x[k] = lane_of(1.1 + 0.1 * k);
    for (long r = 0; r < rounds; r++)
        EACH_CHAIN x[k] = lane_sqrt(x[k] + a);
    return sum_of(x);
}

/* Reads `n` doubles, a multiple of CHAINS lanes, `rounds` times. */
double DT_WIDE(dt_peak_read)(const double *from, long n, long rounds)
{
    const lane *in = (const lane *)(const void *)from;
    lane x[CHAINS];
    for (int k = 0; k < CHAINS; k++)
        x[k] = lane_of(0.0);
    for (long r = 0; r < rounds; r++)
        for (long i = 0; i < n / DT_LANES; i += CHAINS)
            EACH_CHAIN x[k] += in[i + k];
    return sum_of(x);
}
