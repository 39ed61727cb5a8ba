/* Scores of probabilities against outcomes. */
#ifndef DT_PARTICIPATION_SCORE_H
#define DT_PARTICIPATION_SCORE_H

/* Chance that a random success has a higher probability than a random failure, ties half; 0.5 if there are
 * none of one kind. y: 0 or 1; both of length n. */
double dt_score_auc(const double *y, const double *p, int n);
/* Mean squared difference. */
double dt_score_brier(const double *y, const double *p, int n);
/* Shifts the log-odds of all p by one number so that they sum to `total`, in place; 0 < total < n. */
void dt_score_shift(double *p, int n, double total);

#endif
