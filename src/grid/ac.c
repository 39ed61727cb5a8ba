/* AC power flow by Newton's method in polar coordinates.
 *
 * Unknown are the angles of all buses but the islands' references and the magnitudes of buses without a
 * generator that holds the voltage. Each end of a branch gives power and its derivatives by itself; the
 * Jacobian's entries stand in a fixed order, so that its pattern is analysed once. Limits on reactive power
 * are not enforced. Direct-current lines inject what the file says. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/grid.h"
#include "solve/sparse_lu.h"

enum { MAX_ITERATION = 40 };

static const double radian = 3.14159265358979323846 / 180.0;
static const double tolerance = 1e-9; /* p.u. mismatch of a solution */

/* Admittances seen from one end of a branch. */
struct end {
    int here, there;
    double g, b;               /* own */
    double g_across, b_across; /* to the other end */
};

struct newton {
    const dt_grid *grid;
    int n_unknown, n_end, n_entry;
    int *angle_of, *magnitude_of; /* unknowns of a bus; -1: given */
    struct end *end;
    int *row, *column;
    double *value, *p, *q; /* entries; power that should be injected, p.u. */
    double *p_now, *q_now, *step;
    double *v, *a;
    dt_lu *lu;
};

static void newton_clear(struct newton *n)
{
    dt_lu_free(n->lu);
    free(n->angle_of);
    free(n->end);
    free(n->row);
    free(n->value);
}

/* Both ends of a branch: series admittance, charging, and a transformer of complex ratio at the from side. */
static void add_branch(struct newton *n, const dt_grid_branch *b)
{
    double z2 = b->r * b->r + b->x * b->x, g = b->r / z2, s = -b->x / z2, half = 0.5 * b->b;
    double tap = b->ratio > 0.0 ? b->ratio : 1.0, shift = b->angle * radian;
    double c = cos(shift) / tap, d = sin(shift) / tap;
    /* Yft = -y / conj(t), Ytf = -y / t, t = tap * exp(i shift). */
    n->end[n->n_end++] = (struct end){
        b->from, b->to, g / (tap * tap), (s + half) / (tap * tap), -(g * c - s * d), -(s * c + g * d)};
    n->end[n->n_end++] = (struct end){b->to, b->from, g, s + half, -(g * c + s * d), -(s * c - g * d)};
}

static void set_power(struct newton *n, const double *dispatch, unsigned char *holds)
{
    const dt_grid *g = n->grid;
    double base = g->base_mva;
    for (int i = 0; i < g->n_bus; i++) {
        n->p[i] = -g->bus[i].pd / base;
        n->q[i] = -g->bus[i].qd / base;
        n->v[i] = g->bus[i].vm > 0.0 ? g->bus[i].vm : 1.0;
        n->a[i] = g->bus[i].va * radian;
    }
    for (int i = 0; i < g->n_generator; i++) {
        const dt_grid_generator *u = &g->generator[i];
        if (!u->is_in) continue;
        n->p[u->bus] += (dispatch ? dispatch[i] : u->pg) / base;
        n->q[u->bus] += u->qg / base;
        if (g->bus[u->bus].type == DT_GRID_PQ) continue;
        if (!holds[u->bus] && u->vg > 0.0) n->v[u->bus] = u->vg;
        holds[u->bus] = 1;
    }
    for (int i = 0; i < g->n_dcline; i++) {
        const dt_grid_dcline *d = &g->dcline[i];
        if (!d->is_in) continue;
        n->p[d->from] -= d->pf / base;
        n->p[d->to] += (d->pf - d->loss0 - d->loss1 * d->pf) / base;
        n->q[d->from] += d->qf / base;
        n->q[d->to] += d->qt / base;
    }
}

static void number(struct newton *n, const unsigned char *holds)
{
    const dt_grid *g = n->grid;
    for (int i = 0; i < g->n_bus; i++) {
        int is_reference = g->bus[i].is_in && g->reference[g->bus[i].island] == i;
        n->angle_of[i] = g->bus[i].is_in && !is_reference ? n->n_unknown++ : -1;
    }
    for (int i = 0; i < g->n_bus; i++) {
        int is_reference = g->bus[i].is_in && g->reference[g->bus[i].island] == i;
        n->magnitude_of[i] = g->bus[i].is_in && !is_reference && !holds[i] ? n->n_unknown++ : -1;
    }
}

static void entry(struct newton *n, int row, int column, double value)
{
    if (row < 0 || column < 0) return;
    n->row[n->n_entry] = row;
    n->column[n->n_entry] = column;
    n->value[n->n_entry++] = value;
}

/* Power that flows into an end, and with `fill` its derivatives. */
static void flow_into(struct newton *n, const struct end *e, int fill, double *p, double *q)
{
    int i = e->here, j = e->there;
    double vi = n->v[i], vj = n->v[j], c = cos(n->a[i] - n->a[j]), s = sin(n->a[i] - n->a[j]);
    double real = e->g_across * c + e->b_across * s, imaginary = e->g_across * s - e->b_across * c;
    *p = vi * vi * e->g + vi * vj * real;
    *q = -vi * vi * e->b + vi * vj * imaginary;
    if (!fill) return;
    int pi = n->angle_of[i], qi = n->magnitude_of[i], aj = n->angle_of[j], mj = n->magnitude_of[j];
    entry(n, pi, pi, -vi * vj * imaginary);
    entry(n, pi, aj, vi * vj * imaginary);
    entry(n, pi, qi, 2.0 * vi * e->g + vj * real);
    entry(n, pi, mj, vi * real);
    entry(n, qi, pi, vi * vj * real);
    entry(n, qi, aj, -vi * vj * real);
    entry(n, qi, qi, -2.0 * vi * e->b + vj * imaginary);
    entry(n, qi, mj, vi * imaginary);
}

/* Injections at the present voltages, Jacobian, and the greatest mismatch. */
static double evaluate(struct newton *n, int fill)
{
    const dt_grid *g = n->grid;
    double worst = 0.0;
    n->n_entry = 0;
    for (int i = 0; i < g->n_bus; i++) {
        double v = n->v[i], gs = g->bus[i].gs / g->base_mva, bs = g->bus[i].bs / g->base_mva;
        n->p_now[i] = v * v * gs;
        n->q_now[i] = -v * v * bs;
        if (!fill) continue;
        entry(n, n->angle_of[i], n->magnitude_of[i], 2.0 * v * gs);
        entry(n, n->magnitude_of[i], n->magnitude_of[i], -2.0 * v * bs);
    }
    for (int k = 0; k < n->n_end; k++) {
        double p = 0.0, q = 0.0;
        flow_into(n, &n->end[k], fill, &p, &q);
        n->p_now[n->end[k].here] += p;
        n->q_now[n->end[k].here] += q;
    }
    for (int i = 0; i < g->n_bus; i++) {
        double dp = n->p[i] - n->p_now[i], dq = n->q[i] - n->q_now[i];
        if (n->angle_of[i] >= 0) n->step[n->angle_of[i]] = dp;
        if (n->magnitude_of[i] >= 0) n->step[n->magnitude_of[i]] = dq;
        if (n->angle_of[i] >= 0) worst = fmax(worst, fabs(dp));
        if (n->magnitude_of[i] >= 0) worst = fmax(worst, fabs(dq));
        if (isnan(dp) || isnan(dq)) return NAN;
    }
    return worst;
}

static dt_status allocate(struct newton *n)
{
    const dt_grid *g = n->grid;
    size_t bus = (size_t)g->n_bus + 1, ends = 2 * (size_t)g->n_branch + 1, entries = 8 * ends + 2 * bus;
    n->angle_of = malloc(2 * bus * sizeof *n->angle_of);
    n->end = malloc(ends * sizeof *n->end);
    n->row = malloc(2 * entries * sizeof *n->row);
    n->value = calloc(entries + 8 * bus, sizeof *n->value);
    if (!n->angle_of || !n->end || !n->row || !n->value) return DT_NO_MEMORY;
    n->magnitude_of = n->angle_of + bus;
    n->column = n->row + entries;
    double **part[] = {&n->p, &n->q, &n->p_now, &n->q_now, &n->v, &n->a, &n->step};
    for (size_t k = 0; k < sizeof part / sizeof part[0]; k++)
        *part[k] = n->value + entries + k * bus;
    return DT_OK;
}

static dt_status prepare(struct newton *n, const double *dispatch)
{
    const dt_grid *g = n->grid;
    unsigned char *holds = calloc((size_t)g->n_bus + 1, 1);
    if (!holds) return DT_NO_MEMORY;
    dt_status status = allocate(n);
    if (status == DT_OK) {
        for (int l = 0; l < g->n_branch; l++)
            if (g->branch[l].is_in) add_branch(n, &g->branch[l]);
        set_power(n, dispatch, holds);
        number(n, holds);
        evaluate(n, 1);
        status = dt_lu_create(n->n_unknown, n->n_entry, n->row, n->column, &n->lu);
    }
    free(holds);
    return status;
}

/* One Newton step. */
static dt_status step(struct newton *n)
{
    DT_TRY(dt_lu_factor(n->lu, n->value));
    dt_lu_solve(n->lu, n->step);
    for (int i = 0; i < n->grid->n_bus; i++) {
        if (n->angle_of[i] >= 0) n->a[i] += n->step[n->angle_of[i]];
        if (n->magnitude_of[i] >= 0) n->v[i] += n->step[n->magnitude_of[i]];
    }
    return DT_OK;
}

static dt_status iterate(struct newton *n, dt_grid_ac *r)
{
    for (r->n_iteration = 0;; r->n_iteration++) {
        double mismatch = evaluate(n, 1);
        r->mismatch = mismatch * n->grid->base_mva;
        r->is_converged = mismatch <= tolerance;
        if (r->is_converged || !isfinite(mismatch) || r->n_iteration == MAX_ITERATION) return DT_OK;
        dt_status status = step(n);
        if (status == DT_NO_SOLUTION) return DT_OK;
        DT_TRY(status);
    }
}

static dt_status fill(struct newton *n, dt_grid_ac *r)
{
    const dt_grid *g = n->grid;
    size_t bus = (size_t)g->n_bus, branch = (size_t)g->n_branch;
    double *block = calloc(2 * bus + 4 * branch + (size_t)g->n_island + 1, sizeof *block);
    if (!block) return DT_NO_MEMORY;
    r->vm = block;
    r->va = r->vm + bus;
    r->pf = r->va + bus;
    r->qf = r->pf + branch;
    r->pt = r->qf + branch;
    r->qt = r->pt + branch;
    r->slack = r->qt + branch;
    memcpy(r->vm, n->v, bus * sizeof(double));
    memcpy(r->va, n->a, bus * sizeof(double));
    for (int l = 0, k = 0; l < g->n_branch; l++) {
        if (!g->branch[l].is_in) continue;
        flow_into(n, &n->end[k++], 0, &r->pf[l], &r->qf[l]);
        flow_into(n, &n->end[k++], 0, &r->pt[l], &r->qt[l]);
        double *part[] = {&r->pf[l], &r->qf[l], &r->pt[l], &r->qt[l]};
        for (int e = 0; e < 4; e++)
            *part[e] *= g->base_mva;
        r->loss += r->pf[l] + r->pt[l];
    }
    for (int k = 0; k < g->n_island; k++)
        r->slack[k] = (n->p_now[g->reference[k]] - n->p[g->reference[k]]) * g->base_mva;
    return DT_OK;
}

/* Starts anew from equal angles and, where the voltage is not held, from 1. */
static void flatten(struct newton *n)
{
    for (int i = 0; i < n->grid->n_bus; i++) {
        n->a[i] = 0.0;
        if (n->magnitude_of[i] >= 0) n->v[i] = 1.0;
    }
}

dt_status dt_grid_ac_solve(const dt_grid *grid, const double *dispatch, dt_grid_ac *out,
                           dt_diagnostics *diagnostics)
{
    struct newton n = {.grid = grid};
    dt_grid_ac r = {0};
    dt_status status = prepare(&n, dispatch);
    if (status == DT_OK) status = iterate(&n, &r);
    if (status == DT_OK && !r.is_converged) {
        flatten(&n);
        status = iterate(&n, &r);
    }
    if (status == DT_OK) status = fill(&n, &r);
    newton_clear(&n);
    if (status != DT_OK) return status;
    *out = r;
    if (r.is_converged) return DT_OK;
    dt_diagnostic d = {.code = DT_E_GRID_NO_CONVERGENCE};
    return dt_diagnose(diagnostics, &d);
}

void dt_grid_ac_clear(dt_grid_ac *result)
{
    if (!result) return;
    free(result->vm);
    *result = (dt_grid_ac){0};
}
