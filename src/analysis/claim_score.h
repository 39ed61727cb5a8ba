/* Estimators of claims: shares with their interval, rank correlation, paired differences. */
#ifndef DT_ANALYSIS_CLAIM_SCORE_H
#define DT_ANALYSIS_CLAIM_SCORE_H

#include <stdint.h>

/* Score interval of a share k of n at z standard deviations (Wilson 1927); n >= 1. */
void dt_wilson(int64_t k, int64_t n, double z, double *low, double *high);

/* A value and where it stood, for sorting. */
typedef struct dt_ranked {
    double value;
    int place;
} dt_ranked;

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

#endif
