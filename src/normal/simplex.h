/* Linear programs in whole numbers: maximise c z under C z <= b, z >= 0, where b >= 0. */
#ifndef DT_NORMAL_SIMPLEX_H
#define DT_NORMAL_SIMPLEX_H

#include "normal/tableau.h"

/** Brings a dictionary, whose last row is the objective (entries -c, right side 0), to its optimum.
 * DT_MISMATCH if the numbers have too few limbs, DT_NO_SOLUTION if the objective has no bound. */
dt_status dt_simplex_maximise(struct dt_tableau *t);

#endif
