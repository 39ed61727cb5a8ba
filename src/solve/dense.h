/* Small dense systems: Cholesky and LU decomposition of matrices in row-major order.
 *
 * Matrices are n rows of n numbers, borrowed and overwritten as each function says. Nothing is allocated. */
#ifndef DT_SOLVE_DENSE_H
#define DT_SOLVE_DENSE_H

#include "detente/status.h"

/* Replaces the lower triangle of a symmetric matrix by its Cholesky factor L (a = L L'); the upper triangle
 * is not read. DT_NO_SOLUTION if the matrix is not positive definite; `a` is then partly overwritten. */
dt_status dt_dense_cholesky(double *a, int n);
/* Solves L L' x = b in place. */
void dt_dense_cholesky_solve(const double *l, int n, double *b);
/* Inverse of L L', both triangles, into `inverse`. */
void dt_dense_cholesky_inverse(const double *l, int n, double *inverse);

/* Replaces `a` by its LU decomposition with row exchanges, noted in pivot[n]. DT_NO_SOLUTION if it is
 * singular. */
dt_status dt_dense_lu(double *a, int n, int *pivot);
/* Solves for `n_column` right-hand sides, n rows of n_column numbers, in place. */
void dt_dense_lu_solve(const double *lu, const int *pivot, int n, double *b, int n_column);

#endif
