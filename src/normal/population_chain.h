/* Numbers in logarithms, for probabilities below the range of doubles. */
#ifndef DT_NORMAL_POPULATION_CHAIN_H
#define DT_NORMAL_POPULATION_CHAIN_H

#include <math.h>

/* log(exp(a) + exp(b)). */
static inline double dt_log_add(double a, double b)
{
    double high = a > b ? a : b, low = a > b ? b : a;
    return low == -INFINITY ? high : high + log1p(exp(low - high));
}

/* log(1 - exp(a)) for a < 0. */
static inline double dt_log_less(double a)
{
    return a > -0.6931471805599453 ? log(-expm1(a)) : log1p(-exp(a));
}

#endif
