/* A matrix of fractions and the whole numbers that it becomes: times the least common multiple of the
 * divisors, divided by the greatest common divisor. */
#ifndef DT_NORMAL_WHOLE_H
#define DT_NORMAL_WHOLE_H

#include <gmp.h>

#include "detente/status.h"

struct dt_whole {
    int n_row, n_col;
    mpq_t *fraction; /* row by row */
    mpz_t *number;
};

/** Makes a matrix of zeros. */
dt_status dt_whole_create(struct dt_whole *w, int n_row, int n_col);
void dt_whole_clear(struct dt_whole *w);
/** Subtracts the least fraction of the first `n_col` columns from all of these. */
void dt_whole_lower(struct dt_whole *w, int n_col);
/** Fills `number` from `fraction`. */
void dt_whole_make(struct dt_whole *w);

#endif
