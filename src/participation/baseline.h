/* Simple predictors that the game must beat. */
#ifndef DT_PARTICIPATION_BASELINE_H
#define DT_PARTICIPATION_BASELINE_H

#include "participation/fit.h"

/* Probabilities of method DT_METHOD_B0 .. DT_METHOD_B3 for an instrument that is left out, learned from the
 * games of `problem`; x are the columns of the instrument. */
dt_status dt_baseline(const dt_treaty_data *data, const struct dt_treaty_problem *problem, int instrument,
                      const double *x, int method, double *p);

#endif
