/* The beta distribution with the same bits on every machine. */
#ifndef DT_SCENARIO_BETA_H
#define DT_SCENARIO_BETA_H

/* Probability of a value below x, 0 <= x <= 1, for shapes between 1 and 50. */
double dt_beta_below(double alpha, double beta, double x);
/* Value in (0,1) below which the probability is p, 0 < p < 1. */
double dt_beta_quantile(double alpha, double beta, double p);

#endif
