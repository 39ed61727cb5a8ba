/* Linear and convex quadratic programs with bounds, solved by exchangeable methods and checked by us.
 *
 *     minimise  c'x + 1/2 x'Qx   subject to   row_lower <= A x <= row_upper,   lower <= x <= upper
 *
 * with Q diagonal and not negative. Infinities are those of <math.h>; an equation has equal row bounds.
 * dt_lp_create copies a problem; the solver keeps the basis of its last solution, so that a change of bounds,
 * cost or a few new rows is solved warm. Residuals, complementarity and gap of every answer are computed here
 * from the problem and never taken from the method: an answer called optimal has passed them.
 *
 * Signs: a row's dual is the rise of the least cost when the row's bounds rise by one; it is >= 0 on a lower
 * and <= 0 on an upper bound. Reduced costs are c + Qx - A'y, with the same signs for columns. */
#ifndef DT_SOLVE_LP_H
#define DT_SOLVE_LP_H

#include "detente/status.h"

/* A problem, borrowed during a call. The matrix stands by columns: rows row[start[j] .. start[j+1]-1] of
 * column j, each at most once. */
typedef struct dt_lp {
    int n_row, n_column;
    const int *start; /* n_column + 1 */
    const int *row;
    const double *value;
    const double *row_lower, *row_upper;
    const double *lower, *upper, *cost;
    const double *quadratic; /* diagonal of Q, all >= 0; NULL if there is none */
} dt_lp;

typedef enum dt_lp_method {
    DT_LP_AUTO,    /* simplex; with a quadratic cost the interior point, and tangents where that fails */
    DT_LP_SIMPLEX, /* dual simplex of Clp; warm, gives a basis. With a quadratic cost: DT_LP_TANGENT */
    DT_LP_TANGENT, /* tangents to the quadratic costs, added until upper and lower bound meet */
    DT_LP_INTERIOR /* own interior point; cold, needs convexity only */
} dt_lp_method;

typedef enum dt_lp_outcome {
    DT_LP_OPTIMAL,
    DT_LP_INFEASIBLE, /* `ray` holds a checked certificate, or is NULL if none was found */
    DT_LP_UNBOUNDED,
    DT_LP_STOPPED /* limit reached, or no method met the tolerance: the numbers are those of the best point */
} dt_lp_outcome;

typedef struct dt_lp_options {
    dt_lp_method method;
    double tolerance;  /* of the method, primal and dual; 0 means 1e-9 */
    double accept;     /* greatest residual, complementarity and gap of an optimal answer; 0 means 1e-6 */
    double time_limit; /* s; 0 means none */
    int is_primal;     /* 1: the simplex starts in its primal form: the basis is feasible, the cost is new */
} dt_lp_options;

/* An answer. Arrays belong to the solver and stand until its next call. */
typedef struct dt_lp_answer {
    dt_lp_outcome outcome;
    dt_lp_method method; /* that gave it */
    int iterations;
    double objective;
    const double *x, *reduced_cost;     /* n_column */
    const double *row_value, *row_dual; /* n_row */
    const double *ray;      /* n_row, of an infeasible problem: the combination of rows that no x meets */
    double primal_residual; /* greatest violation of a bound, over 1 + |bound| */
    double dual_residual;   /* greatest reduced cost or dual of a wrong sign, over 1 + greatest |c| */
    double complementarity; /* greatest product of dual and distance to the bound, over 1 + abs(objective) */
    double gap;             /* objective less dual objective, over 1 + |objective| */
} dt_lp_answer;

typedef struct dt_lp_solver dt_lp_solver;

/* Copies a problem. DT_INPUT if a row number is out of range, a number is NaN or Q is negative. */
dt_status dt_lp_create(const dt_lp *problem, dt_lp_solver **out);
/* Frees a solver; NULL is allowed. */
void dt_lp_free(dt_lp_solver *solver);
/* Number of rows and columns now. */
int dt_lp_rows(const dt_lp_solver *solver);
int dt_lp_columns(const dt_lp_solver *solver);

/* New rows, borrowed: columns column[start[i] .. start[i+1]-1] of the i-th. */
typedef struct dt_lp_new_rows {
    int count;
    const int *start; /* count + 1 */
    const int *column;
    const double *value, *lower, *upper;
} dt_lp_new_rows;
/* Adds rows behind the others. DT_INPUT if a column is out of range. */
dt_status dt_lp_add_rows(dt_lp_solver *solver, const dt_lp_new_rows *rows);
/* Changes bounds and cost of a row or column. */
void dt_lp_set_row(dt_lp_solver *solver, int row, double lower, double upper);
void dt_lp_set_column(dt_lp_solver *solver, int column, double lower, double upper);
void dt_lp_set_cost(dt_lp_solver *solver, int column, double cost);
/* Changes a number of the matrix that was given before, if as 0. DT_INPUT if it was not. */
dt_status dt_lp_set_entry(dt_lp_solver *solver, int row, int column, double value);

/* Solves, warm where the method can. `options` may be NULL. The status is DT_OK whatever the outcome; it
 * fails only for want of memory. */
dt_status dt_lp_solve(dt_lp_solver *solver, const dt_lp_options *options, dt_lp_answer *answer);

/* Basis of the last simplex answer: one byte a column, then one a row (rows added later count as basic).
 * Setting one that was taken from a like problem makes the next simplex start from it. */
dt_status dt_lp_basis_get(dt_lp_solver *solver, unsigned char *basis);
dt_status dt_lp_basis_set(dt_lp_solver *solver, const unsigned char *basis);

#endif
