/* The standard normal distribution with the same bits on every machine (no function of the C library but the
 * square root). */
#ifndef DT_SCENARIO_NORMAL_H
#define DT_SCENARIO_NORMAL_H

/* Value that is exceeded with probability 1 - p, 0 < p < 1. Relative error about 1e-16. */
double dt_normal_quantile(double p);
/* Probability of a value below z, accurate in relative terms in the lower tail; 0 below -37.5. */
double dt_normal_below(double z);

#endif
