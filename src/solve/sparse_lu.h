/* Sparse unsymmetric systems: L U with row exchanges (Gilbert and Peierls), columns in minimum-degree order.
 *
 * The matrix is given by entries (row, column, value), several of one place add up. dt_lu_create analyses the
 * pattern once; dt_lu_factor may be called with ever new values. The diagonal is kept as pivot where it is
 * not much smaller than the largest of its column. */
#ifndef DT_SOLVE_SPARSE_LU_H
#define DT_SOLVE_SPARSE_LU_H

#include "detente/status.h"

typedef struct dt_lu dt_lu;

/* Analyses the pattern of an n x n matrix. The arrays are not kept. */
dt_status dt_lu_create(int n, int n_entry, const int *row, const int *column, dt_lu **out);
/* Frees a decomposition; NULL is allowed. */
void dt_lu_free(dt_lu *lu);
/* Decomposes the matrix of the entries' values. DT_NO_SOLUTION if it is singular. */
dt_status dt_lu_factor(dt_lu *lu, const double *value);
/* Solves in place. */
void dt_lu_solve(dt_lu *lu, double *b);

#endif
