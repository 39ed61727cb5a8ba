/* Sparse symmetric systems: minimum-degree ordering and the decomposition L D L'.
 *
 * The matrix is given by entries (row, column, value) of one triangle, each pair once or several times (then
 * they add up), in any order. dt_ldl_create orders and analyses the pattern once; dt_ldl_factor may then be
 * called with ever new values, dt_ldl_solve with ever new right-hand sides. D has any signs, so
 * quasi-definite and indefinite network matrices work as long as no pivot vanishes; there are no row
 * exchanges. */
#ifndef DT_SOLVE_SPARSE_H
#define DT_SOLVE_SPARSE_H

#include "detente/status.h"

typedef struct dt_ldl dt_ldl;

/* Order of elimination that keeps fill low (approximate minimum degree on the quotient graph). The graph:
 * neighbours index[start[i] .. start[i+1]-1] of node i, symmetric, without loops and repetitions. */
dt_status dt_sparse_order(int n, const int *start, const int *index, int *order);

/* Analyses the pattern of an n x n matrix. The arrays are not kept. */
dt_status dt_ldl_create(int n, int n_entry, const int *row, const int *column, dt_ldl **out);
/* Frees a decomposition; NULL is allowed. */
void dt_ldl_free(dt_ldl *ldl);
/* Decomposes the matrix of the entries' values. With `sign` (n numbers, +1 or -1; NULL: none) a pivot that
 * comes out with the other sign or smaller than `least` is set to sign * `least`; *n_changed (may be NULL)
 * counts these. Without it, a pivot not above `least` in size gives DT_NO_SOLUTION. */
dt_status dt_ldl_factor(dt_ldl *ldl, const double *value, const signed char *sign, double least,
                        int *n_changed);
/* Solves in place. Several threads may not share a decomposition: it holds scratch. */
void dt_ldl_solve(dt_ldl *ldl, double *b);
/* Entries of L below the diagonal. */
long long dt_ldl_fill(const dt_ldl *ldl);

#endif
