/* The simplex of Clp behind lp.h.
 *
 * The Clp model holds the columns of the problem, then one column z for each quadratic cost, z >= 1/2 q x^2,
 * which tangents describe: after each solution the tangent at its x is added, until the point passes the
 * check against the true cost. Rows of the problem and tangents stand mixed in the model; row_at says where.
 * The model lives as long as the solver, so every solution starts from the last basis. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <Clp_C_Interface.h>

#include "core/clock.h"
#include "core/try.h"
#include "solve/lp_store.h"

enum { MAX_ROUND = 80, SCALE_AUTOMATICALLY = 3 };

/* Places of a variable in a basis, as Clp numbers them. */
enum { FREE = 0, BASIC = 1, AT_UPPER = 2, AT_LOWER = 3 };

struct dt_lp_clp {
    Clp_Simplex *model;
    int n_row; /* rows of the store that the model has */
    int *row_at, row_room;
    int n_quadratic, *quadratic; /* columns with a quadratic cost */
    int bound_version, cost_version;
    int has_basis;
};

static double bounded(double value)
{
    return value > DBL_MAX ? DBL_MAX : value < -DBL_MAX ? -DBL_MAX : value;
}

void dt_lp_clp_free(dt_lp_clp *clp)
{
    if (!clp) return;
    if (clp->model) Clp_deleteModel(clp->model);
    free(clp->row_at);
    free(clp->quadratic);
    free(clp);
}

static dt_status add_columns(dt_lp_clp *clp, const dt_lp_store *s)
{
    int n = s->n_column + clp->n_quadratic;
    double *low = malloc(3 * ((size_t)n + 1) * sizeof *low);
    int *start = calloc((size_t)n + 1, sizeof *start);
    if (low && start) {
        double *high = low + n, *cost = high + n;
        for (int j = 0; j < n; j++) {
            low[j] = j < s->n_column ? bounded(s->lower[j]) : 0.0;
            high[j] = j < s->n_column ? bounded(s->upper[j]) : DBL_MAX;
            cost[j] = j < s->n_column ? s->cost[j] : 1.0;
        }
        const int no_row = 0;
        const double no_value = 0.0;
        Clp_addColumns(clp->model, n, low, high, cost, start, &no_row, &no_value);
    }
    dt_status status = low && start ? DT_OK : DT_NO_MEMORY;
    free(low);
    free(start);
    return status;
}

static dt_status create(const dt_lp_store *s, dt_lp_clp **out)
{
    dt_lp_clp *clp = calloc(1, sizeof *clp);
    if (!clp) return DT_NO_MEMORY;
    clp->model = Clp_newModel();
    clp->quadratic = malloc(((size_t)s->n_column + 1) * sizeof *clp->quadratic);
    if (!clp->model || !clp->quadratic) {
        dt_lp_clp_free(clp);
        return DT_NO_MEMORY;
    }
    for (int j = 0; s->quadratic && j < s->n_column; j++)
        if (s->quadratic[j] > 0.0) clp->quadratic[clp->n_quadratic++] = j;
    Clp_setLogLevel(clp->model, 0);
    dt_status status = add_columns(clp, s);
    if (status != DT_OK) {
        dt_lp_clp_free(clp);
        return status;
    }
    clp->bound_version = s->bound_version;
    clp->cost_version = s->cost_version;
    *out = clp;
    return DT_OK;
}

/* Adds the rows that the store has and the model has not. */
static dt_status add_new_rows(dt_lp_clp *clp, const dt_lp_store *s)
{
    int count = s->n_row - clp->n_row;
    if (count <= 0) return DT_OK;
    if (s->n_row > clp->row_room) {
        int *larger = realloc(clp->row_at, (size_t)s->n_row * 2 * sizeof *larger);
        if (!larger) return DT_NO_MEMORY;
        clp->row_at = larger;
        clp->row_room = s->n_row * 2;
    }
    double *low = malloc(2 * (size_t)count * sizeof *low);
    int *start = malloc(((size_t)count + 1) * sizeof *start);
    if (low && start) {
        int first = Clp_numberRows(clp->model), base = s->start[clp->n_row];
        for (int i = 0; i <= count; i++)
            start[i] = s->start[clp->n_row + i] - base;
        for (int i = 0; i < count; i++) {
            low[i] = bounded(s->row_lower[clp->n_row + i]);
            low[count + i] = bounded(s->row_upper[clp->n_row + i]);
            clp->row_at[clp->n_row + i] = first + i;
        }
        Clp_addRows(clp->model, count, low, low + count, start, s->column + base, s->value + base);
        clp->n_row = s->n_row;
    }
    dt_status status = low && start ? DT_OK : DT_NO_MEMORY;
    free(low);
    free(start);
    return status;
}

/* Brings the model up to date with the store. */
static dt_status renew(dt_lp_clp **clp, const dt_lp_store *s)
{
    if (!*clp) DT_TRY(create(s, clp));
    dt_lp_clp *c = *clp;
    DT_TRY(add_new_rows(c, s));
    if (c->bound_version != s->bound_version) {
        double *low = Clp_rowLower(c->model), *high = Clp_rowUpper(c->model);
        for (int i = 0; i < s->n_row; i++) {
            low[c->row_at[i]] = bounded(s->row_lower[i]);
            high[c->row_at[i]] = bounded(s->row_upper[i]);
        }
        low = Clp_columnLower(c->model);
        high = Clp_columnUpper(c->model);
        for (int j = 0; j < s->n_column; j++) {
            low[j] = bounded(s->lower[j]);
            high[j] = bounded(s->upper[j]);
        }
        c->bound_version = s->bound_version;
    }
    if (c->cost_version != s->cost_version) {
        double *cost = Clp_objective(c->model);
        memcpy(cost, s->cost, (size_t)s->n_column * sizeof *cost);
        c->cost_version = s->cost_version;
    }
    return DT_OK;
}

/* Copies the solution out of the model and checks it. */
static void take(dt_lp_clp *c, const dt_lp_store *s, dt_lp_point *p, dt_lp_answer *a)
{
    const double *x = Clp_getColSolution(c->model), *dual = Clp_getRowPrice(c->model);
    for (int j = 0; j < s->n_column; j++)
        p->x[j] = fmin(fmax(x[j], s->lower[j]), s->upper[j]);
    for (int i = 0; i < s->n_row; i++)
        p->row_dual[i] = dual[c->row_at[i]];
    dt_lp_check(s, p, a);
}

static dt_lp_outcome outcome_of(dt_lp_clp *c)
{
    switch (Clp_status(c->model)) {
    case 0: return DT_LP_OPTIMAL;
    case 1: return DT_LP_INFEASIBLE;
    case 2: return DT_LP_UNBOUNDED;
    default: return DT_LP_STOPPED;
    }
}

/* One linear solution. The primal simplex is tried where the dual one gives up; looser tolerances last. */
static dt_lp_outcome solve_linear(dt_lp_clp *c, double tolerance, int is_primal)
{
    Clp_setPrimalTolerance(c->model, tolerance);
    Clp_setDualTolerance(c->model, tolerance);
    if (is_primal)
        Clp_primal(c->model, 0);
    else
        Clp_dual(c->model, 0);
    if (outcome_of(c) == DT_LP_UNBOUNDED || Clp_status(c->model) == 4) Clp_primal(c->model, 0);
    if (Clp_status(c->model) == 4) {
        Clp_setPrimalTolerance(c->model, 1e-7);
        Clp_setDualTolerance(c->model, 1e-7);
        Clp_primal(c->model, 0);
    }
    c->has_basis = 1;
    return outcome_of(c);
}

/* Tangents at the point for every column whose z lies below its cost. Returns how many were added. */
static int add_tangents(dt_lp_clp *c, const dt_lp_store *s, const dt_lp_point *p)
{
    const double *z = Clp_getColSolution(c->model);
    int added = 0;
    for (int k = 0; k < c->n_quadratic; k++) {
        int j = c->quadratic[k];
        double q = s->quadratic[j], x = p->x[j], missing = 0.5 * q * x * x - z[s->n_column + k];
        if (missing <= 1e-14 * (1.0 + fabs(0.5 * q * x * x))) continue;
        int start[2] = {0, 2}, column[2] = {j, s->n_column + k};
        double value[2] = {-q * x, 1.0}, low = -0.5 * q * x * x, high = DBL_MAX;
        Clp_addRows(c->model, 1, &low, &high, start, column, value);
        added++;
        z = Clp_getColSolution(c->model);
    }
    return added;
}

static double worst_of(const dt_lp_answer *a)
{
    return fmax(fmax(a->primal_residual, a->dual_residual), fmax(a->complementarity, a->gap));
}

/* First tangents: at the bounds, so that the first rounds are not wild. */
static void first_tangents(dt_lp_clp *c, const dt_lp_store *s, dt_lp_point *p)
{
    for (int side = 0; side < 3; side++) {
        for (int j = 0; j < s->n_column; j++) {
            double low = isfinite(s->lower[j]) ? s->lower[j] : 0.0;
            double high = isfinite(s->upper[j]) ? s->upper[j] : low;
            p->x[j] = low + 0.5 * side * (high - low);
        }
        add_tangents(c, s, p);
    }
}

static void take_ray(dt_lp_clp *c, const dt_lp_store *s, dt_lp_point *p, dt_lp_answer *a)
{
    double *ray = Clp_infeasibilityRay(c->model);
    if (!ray) return;
    for (int i = 0; i < s->n_row; i++)
        p->ray[i] = ray[c->row_at[i]];
    if (dt_lp_ray_check(s, p->ray, p->reduced_cost)) a->ray = p->ray;
    Clp_freeRay(c->model, ray);
}

/* Starts from scratch: rows basic, columns at a bound. */
static void forget_basis(dt_lp_clp *c)
{
    int n_column = Clp_numberColumns(c->model), n_row = Clp_numberRows(c->model);
    const double *low = Clp_columnLower(c->model), *high = Clp_columnUpper(c->model);
    for (int j = 0; j < n_column; j++)
        Clp_setColumnStatus(c->model, j, low[j] > -DBL_MAX ? AT_LOWER : high[j] < DBL_MAX ? AT_UPPER : FREE);
    for (int i = 0; i < n_row; i++)
        Clp_setRowStatus(c->model, i, BASIC);
}

/* What is optimal for the scaled problem may miss the true one: solve on without scaling, then from scratch.
 */
static void polish(dt_lp_clp *c, const dt_lp_store *s, const dt_lp_options *options, dt_lp_point *p,
                   dt_lp_answer *a)
{
    for (int attempt = 0; attempt < 3 && worst_of(a) > options->accept; attempt++) {
        if (attempt == 2) forget_basis(c);
        Clp_scaling(c->model, 0);
        if (attempt == 1)
            Clp_primal(c->model, 0);
        else
            Clp_dual(c->model, 0);
        Clp_scaling(c->model, SCALE_AUTOMATICALLY);
        if (outcome_of(c) != DT_LP_OPTIMAL) continue;
        take(c, s, p, a);
    }
}

/* Whether the rounds of tangents are over. */
static int is_done(const dt_lp_clp *c, const dt_lp_options *options, const dt_lp_answer *a)
{
    return a->outcome != DT_LP_OPTIMAL || c->n_quadratic == 0 || worst_of(a) <= 1e-4 * options->accept;
}

dt_status dt_lp_clp_solve(dt_lp_clp **clp, const dt_lp_store *s, const dt_lp_options *options, dt_lp_point *p,
                          dt_lp_answer *a)
{
    DT_TRY(renew(clp, s));
    dt_lp_clp *c = *clp;
    double end = dt_clock() + (options->time_limit > 0.0 ? options->time_limit : 1e9);
    a->method = c->n_quadratic > 0 ? DT_LP_TANGENT : DT_LP_SIMPLEX;
    if (c->n_quadratic > 0 && !c->has_basis) first_tangents(c, s, p);
    for (int round = 0; round < MAX_ROUND; round++) {
        if (options->time_limit > 0.0) Clp_setMaximumSeconds(c->model, fmax(end - dt_clock(), 0.01));
        a->outcome = solve_linear(c, options->tolerance, options->is_primal);
        a->iterations += Clp_numberIterations(c->model);
        take(c, s, p, a);
        if (is_done(c, options, a) || add_tangents(c, s, p) == 0 || dt_clock() > end) break;
    }
    if (a->outcome == DT_LP_INFEASIBLE) take_ray(c, s, p, a);
    if (a->outcome == DT_LP_OPTIMAL && c->n_quadratic == 0) polish(c, s, options, p, a);
    return DT_OK;
}

void dt_lp_clp_set_entry(dt_lp_clp *clp, int row, int column, double value)
{
    if (clp && row < clp->n_row) Clp_modifyCoefficient(clp->model, clp->row_at[row], column, value, 1);
}

dt_status dt_lp_clp_basis_get(dt_lp_clp **clp, const dt_lp_store *s, unsigned char *basis)
{
    DT_TRY(renew(clp, s));
    for (int j = 0; j < s->n_column; j++)
        basis[j] = (unsigned char)Clp_getColumnStatus((*clp)->model, j);
    for (int i = 0; i < s->n_row; i++)
        basis[s->n_column + i] = (unsigned char)Clp_getRowStatus((*clp)->model, (*clp)->row_at[i]);
    return DT_OK;
}

dt_status dt_lp_clp_basis_set(dt_lp_clp **clp, const dt_lp_store *s, const unsigned char *basis)
{
    DT_TRY(renew(clp, s));
    dt_lp_clp *c = *clp;
    int n_column = s->n_column + c->n_quadratic, n_row = Clp_numberRows(c->model);
    unsigned char *all = malloc((size_t)n_column + (size_t)n_row + 1);
    if (!all) return DT_NO_MEMORY;
    memset(all, AT_LOWER, (size_t)n_column);
    memset(all + n_column, BASIC, (size_t)n_row);
    memcpy(all, basis, (size_t)s->n_column);
    for (int i = 0; i < s->n_row; i++)
        all[n_column + c->row_at[i]] = basis[s->n_column + i];
    Clp_copyinStatus(c->model, all);
    free(all);
    return DT_OK;
}
