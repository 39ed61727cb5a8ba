/* What the solver of lp.h keeps and its methods share: the problem by rows, and the arrays of the answer. */
#ifndef DT_SOLVE_LP_STORE_H
#define DT_SOLVE_LP_STORE_H

#include "solve/lp.h"

/* The problem by rows; grows as rows are added. `version` fields count changes, so that a method that keeps
 * a copy knows what to renew. */
typedef struct dt_lp_store {
    int n_row, n_column, row_room, entry_room;
    int *start, *column; /* n_row + 1; entries of row i */
    double *value, *row_lower, *row_upper;
    double *lower, *upper, *cost;
    double *quadratic; /* NULL if there is none */
    int bound_version, cost_version;
} dt_lp_store;

/* Point of a method: numbers in, checked by dt_lp_check. */
typedef struct dt_lp_point {
    double *x, *row_value, *row_dual, *reduced_cost, *ray;
} dt_lp_point;

/* Computes row values, reduced costs, objective and all residuals of the point (x, row_dual). */
void dt_lp_check(const dt_lp_store *store, dt_lp_point *point, dt_lp_answer *answer);
/* Whether the combination `ray` of rows proves that no x exists; scales it so that its greatest entry is 1.
 * `work` has n_column numbers. */
int dt_lp_ray_check(const dt_lp_store *store, double *ray, double *work);
/* Whether a checked answer is within `accept`. */
int dt_lp_is_accepted(const dt_lp_answer *answer, double accept);

/* The interior point. It calls its best point optimal; whether it is, the check tells. */
dt_status dt_lp_interior_solve(const dt_lp_store *store, const dt_lp_options *options, dt_lp_point *point,
                               dt_lp_answer *answer);

/* The simplex of Clp over a store. */
typedef struct dt_lp_clp dt_lp_clp;
void dt_lp_clp_free(dt_lp_clp *clp);
/* Makes *clp on the first call, renews what changed, solves, fills point and answer. */
dt_status dt_lp_clp_solve(dt_lp_clp **clp, const dt_lp_store *store, const dt_lp_options *options,
                          dt_lp_point *point, dt_lp_answer *answer);
/* Changes a number of the matrix in a model that has the row; *clp may be NULL. */
void dt_lp_clp_set_entry(dt_lp_clp *clp, int row, int column, double value);
dt_status dt_lp_clp_basis_get(dt_lp_clp **clp, const dt_lp_store *store, unsigned char *basis);
dt_status dt_lp_clp_basis_set(dt_lp_clp **clp, const dt_lp_store *store, const unsigned char *basis);

#endif
