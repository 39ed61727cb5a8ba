/* Scores of probabilistic forecasts that are given as samples. */
#ifndef DT_ANALYSIS_SCORE_H
#define DT_ANALYSIS_SCORE_H

/* Continuous ranked probability score of a sample against an observation: mean |x - y| - mean |x - x'| / 2.
 * `sorted` ascends, n >= 1. Lower is better; of a sample of one it is the absolute error. */
double dt_crps(const double *sorted, int n, double observed);

/* Quantile p in [0,1] of an ascending sample, type 7 of Hyndman and Fan. */
double dt_sample_quantile(const double *sorted, int n, double p);

#endif
