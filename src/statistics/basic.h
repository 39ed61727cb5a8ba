/* Shares with their interval, rank correlation, paired differences, distributions of normal and Student. */
#ifndef DT_STATISTICS_BASIC_H
#define DT_STATISTICS_BASIC_H

#include <stdint.h>

#include "detente/statistics.h"

/* Score interval of a share k of n at z standard deviations (Wilson 1927); n >= 1. */
void dt_wilson(int64_t k, int64_t n, double z, double *low, double *high);

/* A value and where it stood, for sorting. */
typedef struct dt_ranked {
    double value;
    int place;
} dt_ranked;

/* Sorts by value, equal ones by place; and plain numbers. */
void dt_sort_ranked(dt_ranked *item, int n);
void dt_sort_numbers(double *x, int n);

/* Puts items in a random order that depends on seed and round alone. */
void dt_shuffle(int *item, int n, uint64_t seed, int round);

/* Ranks 1 .. n of values; equal values share the mean of their ranks. Scratch: n. */
void dt_ranks(const double *x, int n, dt_ranked *scratch, double *rank);
/* Correlation of Pearson; of ranks it is that of Spearman. 0 if one of them does not vary. */
double dt_correlation(const double *x, const double *y, int n);

/* Differences of pairs: their number, mean, standard deviation, and mean over its standard error. Without
 * spread, t is 0 for mean 0 and infinite otherwise. */
typedef struct dt_paired {
    int64_t n;
    double mean, sd, t;
} dt_paired;
dt_paired dt_paired_differences(const double *difference, int n);
/* Value below which a standard normal number lies with chance p in (0, 1). */
double dt_normal_deviate(double p);
/* Regularised incomplete beta function; `y` is 1 - x, given apart so that it keeps its digits. */
double dt_beta_share(double x, double y, double a, double b);
/* dt_first_order, and the chance `p` of an index as large without an effect (F test of slice means). */
double dt_first_order_test(const dt_pairs *pairs, int n_slice, double *p);

#endif
