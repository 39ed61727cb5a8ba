/* Shares with their interval, rank correlation, paired differences, distributions of normal and Student. */
#ifndef DT_STATISTICS_BASIC_H
#define DT_STATISTICS_BASIC_H

#include <stdint.h>

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
/* Chance that Student's t with `df` degrees of freedom lies above t (Abramowitz and Stegun 26.7.3-4). */
double dt_student_above(double t, int64_t df);
/* Value below which Student's t, or a standard normal number, lies with chance p in (0, 1). */
double dt_student_quantile(double p, int64_t df);
double dt_normal_deviate(double p);

#endif
