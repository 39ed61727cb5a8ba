/* Own interior point for linear and convex quadratic programs: predictor and corrector after Mehrotra.
 *
 * Columns with equal bounds are taken out, rows that are no equations get a slack with the row's bounds, so
 * that the problem reads: minimise c'v + 1/2 v'Qv, A v = b, l <= v <= u. It is scaled by rows and columns
 * (Ruiz), then Newton steps solve
 *
 *     [ -(Q + D)  A' ] [dv]   [ dual residual   ]
 *     [    A      0  ] [dy] = [ primal residual ]
 *
 * with D from the barriers. Small numbers on the diagonal make the matrix quasi-definite, for which L D L'
 * needs no row exchanges in any order; their effect is refined away against the true matrix. Distances to
 * bounds are variables of their own: recomputed from v they would cancel near the end. The best point is
 * kept; stagnation ends the iteration. Infeasible problems are not recognised: they end as DT_LP_STOPPED. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "solve/lp_store.h"
#include "solve/sparse.h"

enum { MAX_ITERATION = 150, MAX_STALL = 12, SCALINGS = 8, REFINEMENTS = 4 };

/* One side of the bounds: distance and its dual, with their steps. Entries without a bound are not used. */
struct side {
    double *bound, *w, *z, *dw, *dz, *c;
    unsigned char *has;
};

struct interior {
    const dt_lp_store *store;
    int n, m;           /* variables and rows of the reduced problem */
    int *origin;        /* column of the store, or -1 - row for a slack */
    int *position;      /* of a store's column in v; -1 if fixed */
    int *slack;         /* of a row; -1 for an equation */
    int *start, *index; /* A by rows */
    double *a;
    double *b, *cost, *q, *row_scale, *column_scale, *v, *y, *dv, *dy, *rp, *rd, *right, *solution, *rest,
        *entry;
    double *best_v, *best_y;
    signed char *sign;
    struct side low, high;
    double cost_scale, size_scale, regular;
    dt_ldl *ldl;
    void *block;
};

static void interior_clear(struct interior *p)
{
    dt_ldl_free(p->ldl);
    free(p->origin);
    free(p->index);
    free(p->block);
    free(p->sign);
}

/* Numbers variables: columns that are not fixed, then slacks. */
static dt_status number(struct interior *p)
{
    const dt_lp_store *s = p->store;
    size_t columns = (size_t)s->n_column, rows = (size_t)s->n_row;
    p->origin = malloc((2 * columns + 3 * rows + 2) * sizeof *p->origin);
    if (!p->origin) return DT_NO_MEMORY;
    p->position = p->origin + columns + rows;
    p->slack = p->position + columns;
    p->start = p->slack + rows;
    p->m = s->n_row;
    for (int j = 0; j < s->n_column; j++) {
        int is_fixed = s->lower[j] >= s->upper[j];
        p->position[j] = is_fixed ? -1 : p->n;
        if (!is_fixed) p->origin[p->n++] = j;
    }
    for (int i = 0; i < s->n_row; i++) {
        int is_equation = s->row_lower[i] >= s->row_upper[i];
        p->slack[i] = is_equation ? -1 : p->n;
        if (!is_equation) p->origin[p->n++] = -1 - i;
    }
    return DT_OK;
}

static void divide(double **at, double **field, size_t count)
{
    *field = *at;
    *at += count;
}

static dt_status allocate(struct interior *p)
{
    size_t n = (size_t)p->n + 1, m = (size_t)p->m + 1, entries = (size_t)p->store->start[p->m] + m;
    p->block = calloc(25 * n + 11 * m + 2 * entries + 2 * (n + m), sizeof(double));
    p->index = malloc(entries * sizeof *p->index);
    p->sign = calloc(3 * n + m, 1);
    if (!p->block || !p->index || !p->sign) return DT_NO_MEMORY;
    double *at = p->block;
    double **per_variable[] = {&p->cost,   &p->q,       &p->column_scale, &p->v,          &p->dv,
                               &p->rd,     &p->best_v,  &p->low.bound,    &p->low.w,      &p->low.z,
                               &p->low.dw, &p->low.dz,  &p->low.c,        &p->high.bound, &p->high.w,
                               &p->high.z, &p->high.dw, &p->high.dz,      &p->high.c};
    for (size_t k = 0; k < sizeof per_variable / sizeof per_variable[0]; k++)
        divide(&at, per_variable[k], n);
    double **per_row[] = {&p->b, &p->row_scale, &p->y, &p->dy, &p->rp, &p->best_y};
    for (size_t k = 0; k < sizeof per_row / sizeof per_row[0]; k++)
        divide(&at, per_row[k], m);
    divide(&at, &p->a, entries);
    divide(&at, &p->right, n + m);
    divide(&at, &p->solution, n + m);
    divide(&at, &p->rest, n + m);
    divide(&at, &p->entry, n + m + entries);
    p->low.has = (unsigned char *)p->sign + n + m;
    p->high.has = p->low.has + n;
    return DT_OK;
}

/* Copies rows without fixed columns, with slacks, and moves fixed values to the right-hand side. */
static void fill(struct interior *p)
{
    const dt_lp_store *s = p->store;
    int used = 0;
    for (int i = 0; i < p->m; i++) {
        p->start[i] = used;
        p->b[i] = p->slack[i] < 0 ? s->row_lower[i] : 0.0;
        for (int k = s->start[i]; k < s->start[i + 1]; k++) {
            int at = p->position[s->column[k]];
            if (at < 0) {
                p->b[i] -= s->value[k] * s->lower[s->column[k]];
            } else if (s->value[k] != 0.0) {
                p->index[used] = at;
                p->a[used++] = s->value[k];
            }
        }
        if (p->slack[i] < 0) continue;
        p->index[used] = p->slack[i];
        p->a[used++] = -1.0;
    }
    p->start[p->m] = used;
    for (int j = 0; j < p->n; j++) {
        int from = p->origin[j];
        p->cost[j] = from >= 0 ? s->cost[from] : 0.0;
        p->q[j] = from >= 0 && s->quadratic ? s->quadratic[from] : 0.0;
        p->low.bound[j] = from >= 0 ? s->lower[from] : s->row_lower[-1 - from];
        p->high.bound[j] = from >= 0 ? s->upper[from] : s->row_upper[-1 - from];
        p->low.has[j] = isfinite(p->low.bound[j]) != 0;
        p->high.has[j] = isfinite(p->high.bound[j]) != 0;
    }
}

/* Ruiz: divide rows and columns by the root of their greatest entry, several times. */
static void scale_matrix(struct interior *p)
{
    double *row = p->rest, *column = p->dv;
    for (int i = 0; i < p->m; i++)
        p->row_scale[i] = 1.0;
    for (int j = 0; j < p->n; j++)
        p->column_scale[j] = 1.0;
    for (int pass = 0; pass < SCALINGS; pass++) {
        memset(row, 0, (size_t)p->m * sizeof *row);
        memset(column, 0, (size_t)p->n * sizeof *column);
        for (int i = 0; i < p->m; i++)
            for (int k = p->start[i]; k < p->start[i + 1]; k++) {
                row[i] = fmax(row[i], fabs(p->a[k]));
                column[p->index[k]] = fmax(column[p->index[k]], fabs(p->a[k]));
            }
        for (int i = 0; i < p->m; i++)
            row[i] = row[i] > 0.0 ? 1.0 / sqrt(row[i]) : 1.0;
        for (int j = 0; j < p->n; j++)
            column[j] = column[j] > 0.0 ? 1.0 / sqrt(column[j]) : 1.0;
        for (int i = 0; i < p->m; i++) {
            p->row_scale[i] *= row[i];
            for (int k = p->start[i]; k < p->start[i + 1]; k++)
                p->a[k] *= row[i] * column[p->index[k]];
        }
        for (int j = 0; j < p->n; j++)
            p->column_scale[j] *= column[j];
    }
}

/* Brings right-hand sides and costs to the size of 1: v = scaled * column_scale * size_scale. */
static void scale_numbers(struct interior *p)
{
    p->size_scale = p->cost_scale = 1.0;
    for (int i = 0; i < p->m; i++) {
        p->b[i] *= p->row_scale[i];
        p->size_scale = fmax(p->size_scale, fabs(p->b[i]));
    }
    for (int j = 0; j < p->n; j++) {
        p->cost[j] *= p->column_scale[j];
        p->q[j] *= p->column_scale[j] * p->column_scale[j] * p->size_scale;
        p->cost_scale = fmax(p->cost_scale, fabs(p->cost[j]));
    }
    for (int i = 0; i < p->m; i++)
        p->b[i] /= p->size_scale;
    for (int j = 0; j < p->n; j++) {
        p->cost[j] /= p->cost_scale;
        p->q[j] /= p->cost_scale;
        p->low.bound[j] /= p->column_scale[j] * p->size_scale;
        p->high.bound[j] /= p->column_scale[j] * p->size_scale;
    }
}

static dt_status analyse(struct interior *p)
{
    int n_entry = p->n + p->m + p->start[p->m], used = 0;
    int *row = malloc(2 * ((size_t)n_entry + 1) * sizeof *row);
    if (!row) return DT_NO_MEMORY;
    int *column = row + n_entry + 1;
    for (int k = 0; k < p->n + p->m; k++) {
        row[used] = column[used] = k;
        used++;
        p->sign[k] = k < p->n ? -1 : 1;
    }
    for (int i = 0; i < p->m; i++)
        for (int k = p->start[i]; k < p->start[i + 1]; k++) {
            row[used] = p->n + i;
            column[used++] = p->index[k];
            p->entry[used - 1] = p->a[k];
        }
    dt_status status = dt_ldl_create(p->n + p->m, n_entry, row, column, &p->ldl);
    free(row);
    return status;
}

/* Diagonal of the barriers at a variable. */
static double barrier(const struct interior *p, int j)
{
    double d = 0.0;
    if (p->low.has[j]) d += p->low.z[j] / p->low.w[j];
    if (p->high.has[j]) d += p->high.z[j] / p->high.w[j];
    return d;
}

static dt_status factor(struct interior *p)
{
    for (int j = 0; j < p->n; j++)
        p->entry[j] = -(p->q[j] + barrier(p, j) + p->regular);
    for (int i = 0; i < p->m; i++)
        p->entry[p->n + i] = p->regular;
    return dt_ldl_factor(p->ldl, p->entry, p->sign, 1e-14, NULL);
}

/* rest = right - K * solution with the true matrix. Returns the greatest entry. */
static double remainder_of(struct interior *p)
{
    double *rest = p->rest, greatest = 0.0;
    const double *x = p->solution, *y = p->solution + p->n;
    for (int j = 0; j < p->n; j++)
        rest[j] = p->right[j] + (-p->entry[j] - p->regular) * x[j];
    for (int i = 0; i < p->m; i++) {
        double sum = 0.0;
        for (int k = p->start[i]; k < p->start[i + 1]; k++) {
            sum += p->a[k] * x[p->index[k]];
            rest[p->index[k]] -= p->a[k] * y[i];
        }
        rest[p->n + i] = p->right[p->n + i] - sum;
    }
    for (int k = 0; k < p->n + p->m; k++)
        greatest = fmax(greatest, fabs(rest[k]));
    return greatest;
}

/* Solves for the right-hand side with refinement. */
static void solve(struct interior *p)
{
    size_t size = (size_t)(p->n + p->m);
    double before = INFINITY;
    memcpy(p->solution, p->right, size * sizeof(double));
    dt_ldl_solve(p->ldl, p->solution);
    for (int pass = 0; pass < REFINEMENTS; pass++) {
        double greatest = remainder_of(p);
        if (!(greatest < 0.5 * before) || greatest < 1e-15) return;
        before = greatest;
        dt_ldl_solve(p->ldl, p->rest);
        for (size_t k = 0; k < size; k++)
            p->solution[k] += p->rest[k];
    }
}

static double greatest_of(const double *x, int count)
{
    double greatest = 0.0;
    for (int k = 0; k < count; k++)
        greatest = fmax(greatest, fabs(x[k]));
    return greatest;
}

/* Residuals of both equations at the present point. */
static void residuals(struct interior *p)
{
    for (int j = 0; j < p->n; j++)
        p->rd[j] = p->cost[j] + p->q[j] * p->v[j] - (p->low.has[j] ? p->low.z[j] : 0.0) +
            (p->high.has[j] ? p->high.z[j] : 0.0);
    for (int i = 0; i < p->m; i++) {
        double sum = 0.0;
        for (int k = p->start[i]; k < p->start[i + 1]; k++) {
            sum += p->a[k] * p->v[p->index[k]];
            p->rd[p->index[k]] -= p->a[k] * p->y[i];
        }
        p->rp[i] = p->b[i] - sum;
    }
}

static double mean_product(const struct interior *p)
{
    double sum = 0.0;
    int count = 0;
    for (int j = 0; j < p->n; j++) {
        if (p->low.has[j]) sum += p->low.w[j] * p->low.z[j];
        if (p->high.has[j]) sum += p->high.w[j] * p->high.z[j];
        count += p->low.has[j] + p->high.has[j];
    }
    return count > 0 ? sum / count : 0.0;
}

/* Gap between distance and its variable: v - l - w, u - v - w. */
static double low_rest(const struct interior *p, int j)
{
    return p->v[j] - p->low.bound[j] - p->low.w[j];
}

static double high_rest(const struct interior *p, int j)
{
    return p->high.bound[j] - p->v[j] - p->high.w[j];
}

/* Newton step for the complementarity targets in low.c and high.c. */
static void newton(struct interior *p)
{
    for (int j = 0; j < p->n; j++) {
        double right = p->rd[j];
        if (p->low.has[j]) right -= (p->low.c[j] - p->low.z[j] * low_rest(p, j)) / p->low.w[j];
        if (p->high.has[j]) right += (p->high.c[j] - p->high.z[j] * high_rest(p, j)) / p->high.w[j];
        p->right[j] = right;
    }
    memcpy(p->right + p->n, p->rp, (size_t)p->m * sizeof(double));
    solve(p);
    memcpy(p->dv, p->solution, (size_t)p->n * sizeof(double));
    memcpy(p->dy, p->solution + p->n, (size_t)p->m * sizeof(double));
    for (int j = 0; j < p->n; j++) {
        if (p->low.has[j]) {
            p->low.dw[j] = p->dv[j] + low_rest(p, j);
            p->low.dz[j] = (p->low.c[j] - p->low.z[j] * p->low.dw[j]) / p->low.w[j];
        }
        if (p->high.has[j]) {
            p->high.dw[j] = high_rest(p, j) - p->dv[j];
            p->high.dz[j] = (p->high.c[j] - p->high.z[j] * p->high.dw[j]) / p->high.w[j];
        }
    }
}

/* Longest step that keeps x + step * dx above zero. */
static double longest(const struct side *s, int count, const double *x, const double *dx)
{
    double step = 1.0;
    for (int j = 0; j < count; j++)
        if (s->has[j] && dx[j] < 0.0 && x[j] + step * dx[j] < 0.0) step = -x[j] / dx[j];
    return step;
}

static double product_after(const struct interior *p, double primal, double dual)
{
    double sum = 0.0;
    int count = 0;
    const struct side *side[2] = {&p->low, &p->high};
    for (int e = 0; e < 2; e++)
        for (int j = 0; j < p->n; j++) {
            const struct side *s = side[e];
            if (!s->has[j]) continue;
            sum += (s->w[j] + primal * s->dw[j]) * (s->z[j] + dual * s->dz[j]);
            count++;
        }
    return count > 0 ? sum / count : 0.0;
}

/* Targets of complementarity: `centre` less the products; with the corrector the products of the steps too.
 */
static void aim(struct interior *p, double centre, int is_corrector)
{
    struct side *side[2] = {&p->low, &p->high};
    for (int e = 0; e < 2; e++)
        for (int j = 0; j < p->n; j++) {
            struct side *s = side[e];
            if (!s->has[j]) continue;
            s->c[j] = centre - s->w[j] * s->z[j] - (is_corrector ? s->dw[j] * s->dz[j] : 0.0);
        }
}

static void move(struct interior *p, double primal, double dual)
{
    for (int j = 0; j < p->n; j++) {
        p->v[j] += primal * p->dv[j];
        if (p->low.has[j]) {
            p->low.w[j] += primal * p->low.dw[j];
            p->low.z[j] += dual * p->low.dz[j];
        }
        if (p->high.has[j]) {
            p->high.w[j] += primal * p->high.dw[j];
            p->high.z[j] += dual * p->high.dz[j];
        }
    }
    for (int i = 0; i < p->m; i++)
        p->y[i] += dual * p->dy[i];
}

/* Start: the point nearest to zero that meets the equations, distances and duals of the size of the problem.
 */
static dt_status begin(struct interior *p)
{
    struct side *side[2] = {&p->low, &p->high};
    for (int e = 0; e < 2; e++)
        for (int j = 0; j < p->n; j++)
            side[e]->w[j] = side[e]->z[j] = 1.0;
    memset(p->y, 0, (size_t)p->m * sizeof(double));
    DT_TRY(factor(p));
    memset(p->right, 0, (size_t)p->n * sizeof(double));
    memcpy(p->right + p->n, p->b, (size_t)p->m * sizeof(double));
    solve(p);
    for (int j = 0; j < p->n; j++) {
        double v = p->solution[j];
        if (p->low.has[j]) v = fmax(v, p->low.bound[j]);
        if (p->high.has[j]) v = fmin(v, p->high.bound[j]);
        p->v[j] = v;
        if (p->low.has[j]) p->low.w[j] = fmax(v - p->low.bound[j], 0.1);
        if (p->high.has[j]) p->high.w[j] = fmax(p->high.bound[j] - v, 0.1);
    }
    return DT_OK;
}

/* How far from optimal: the worst of both relative residuals, bounds and complementarity. */
static double distance_of(struct interior *p, double mu)
{
    double worst = 0.0, objective = 0.0, count = 0.0;
    for (int j = 0; j < p->n; j++) {
        if (p->low.has[j]) worst = fmax(worst, fabs(low_rest(p, j)));
        if (p->high.has[j]) worst = fmax(worst, fabs(high_rest(p, j)));
        count += p->low.has[j] + p->high.has[j];
        objective += (p->cost[j] + 0.5 * p->q[j] * p->v[j]) * p->v[j];
    }
    worst = fmax(worst, greatest_of(p->rp, p->m));
    worst = fmax(worst, greatest_of(p->rd, p->n));
    return fmax(worst, mu * count / (1.0 + fabs(objective)));
}

static dt_status iterate(struct interior *p)
{
    double mu = mean_product(p);
    DT_TRY(factor(p));
    aim(p, 0.0, 0);
    newton(p);
    double primal = fmin(longest(&p->low, p->n, p->low.w, p->low.dw),
                         longest(&p->high, p->n, p->high.w, p->high.dw));
    double dual = fmin(longest(&p->low, p->n, p->low.z, p->low.dz),
                       longest(&p->high, p->n, p->high.z, p->high.dz));
    double ratio = mu > 0.0 ? product_after(p, primal, dual) / mu : 0.0;
    aim(p, ratio * ratio * ratio * mu, 1);
    newton(p);
    double keep = fmax(0.995, 1.0 - mu);
    primal = fmin(longest(&p->low, p->n, p->low.w, p->low.dw),
                  longest(&p->high, p->n, p->high.w, p->high.dw));
    dual = fmin(longest(&p->low, p->n, p->low.z, p->low.dz), longest(&p->high, p->n, p->high.z, p->high.dz));
    primal = fmin(1.0, keep * primal);
    dual = fmin(1.0, keep * dual);
    if (p->store->quadratic) primal = dual = fmin(primal, dual);
    move(p, primal, dual);
    return DT_OK;
}

static dt_status run(struct interior *p, const dt_lp_options *options, dt_lp_answer *a)
{
    double end = dt_clock() + (options->time_limit > 0.0 ? options->time_limit : 1e9), best = INFINITY;
    int stall = 0, most = a->iterations + MAX_ITERATION;
    DT_TRY(begin(p));
    for (; a->iterations < most && stall < MAX_STALL && dt_clock() < end; a->iterations++) {
        residuals(p);
        double distance = distance_of(p, mean_product(p));
        if (!isfinite(distance)) return DT_OK;
        stall = distance < 0.9 * best ? 0 : stall + 1;
        if (distance < best) {
            best = distance;
            memcpy(p->best_v, p->v, (size_t)p->n * sizeof(double));
            memcpy(p->best_y, p->y, (size_t)p->m * sizeof(double));
        }
        if (best <= options->tolerance) return DT_OK;
        if (iterate(p) != DT_OK) return DT_OK;
    }
    return DT_OK;
}

/* The best point in the units of the problem. */
static void take(const struct interior *p, dt_lp_point *point)
{
    const dt_lp_store *s = p->store;
    for (int j = 0; j < s->n_column; j++) {
        int at = p->position[j];
        double x = at < 0 ? s->lower[j] : p->best_v[at] * p->column_scale[at] * p->size_scale;
        point->x[j] = fmin(fmax(x, s->lower[j]), s->upper[j]);
    }
    for (int i = 0; i < s->n_row; i++)
        point->row_dual[i] = p->best_y[i] * p->row_scale[i] * p->cost_scale;
}

dt_status dt_lp_interior_solve(const dt_lp_store *store, const dt_lp_options *options, dt_lp_point *point,
                               dt_lp_answer *answer)
{
    /* Added to the diagonal; the second where the first is too small for the pivots to be told from rounding.
     */
    static const double regular[] = {1e-6, 1e-4};
    struct interior p = {.store = store, .regular = regular[0]};
    dt_status status = number(&p);
    if (status == DT_OK) status = allocate(&p);
    if (status == DT_OK) {
        fill(&p);
        scale_matrix(&p);
        scale_numbers(&p);
        status = analyse(&p);
    }
    answer->method = DT_LP_INTERIOR;
    answer->outcome = DT_LP_OPTIMAL;
    for (size_t attempt = 0; attempt < sizeof regular / sizeof regular[0] && status == DT_OK; attempt++) {
        p.regular = regular[attempt];
        status = run(&p, options, answer);
        if (status != DT_OK) break;
        take(&p, point);
        dt_lp_check(store, point, answer);
        if (dt_lp_is_accepted(answer, options->accept)) break;
    }
    interior_clear(&p);
    return status;
}
