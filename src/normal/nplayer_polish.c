/* Newton's method on indifference among the strategies of a support. The unknowns are the probabilities of
 * all strategies of the support but the likeliest of each player, which takes what is left. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "normal/nplayer_newton.h"
#include "solve/dense.h"

enum { STEPS = 60 };

struct polish {
    const dt_normal *game;
    struct dt_slopes *slopes;
    int n_total, n_free;
    int *strategy, *base, *pivot; /* of each unknown: its strategy, and the likeliest of the player */
    double *mixed, *value, *slope, *jacobian, *normal, *step;
    int is_damped; /* steps of least squares, for equilibria that are not isolated */
};

static dt_status prepare(struct polish *p)
{
    size_t n = (size_t)dt_normal_total_strategies(p->game);
    p->n_total = (int)n;
    p->mixed = malloc((4 * n + 3 * n * n) * sizeof *p->mixed);
    p->strategy = malloc(3 * n * sizeof *p->strategy);
    if (!p->mixed || !p->strategy) return DT_NO_MEMORY;
    p->value = p->mixed + n;
    p->step = p->value + n;
    p->slope = p->step + 2 * n;
    p->jacobian = p->slope + n * n;
    p->normal = p->jacobian + n * n;
    p->base = p->strategy + n;
    p->pivot = p->base + n;
    return DT_OK;
}

/* Chooses the support and the unknowns; writes the profile restricted to them. */
static void choose_support(struct polish *p, double least, const double *mixed)
{
    for (int i = 0; i < dt_normal_players(p->game); i++) {
        int first = dt_normal_offset(p->game, i), end = first + dt_normal_strategies(p->game, i),
            best = first;
        double sum = 0.0;
        for (int a = first; a < end; a++)
            if (mixed[a] > mixed[best]) best = a;
        for (int a = first; a < end; a++) {
            int is_in = a == best || mixed[a] >= least;
            p->mixed[a] = is_in ? mixed[a] : 0.0;
            sum += p->mixed[a];
            if (!is_in || a == best) continue;
            p->strategy[p->n_free] = a;
            p->base[p->n_free++] = best;
        }
        for (int a = first; a < end; a++)
            p->mixed[a] /= sum;
    }
}

static double slope_at(const struct polish *p, int a, int b)
{
    return p->slope[(long)a * p->n_total + b];
}

/* Turns residuals into a step of least squares: of all solutions the nearest is sought. 0 if that fails. */
static int damp(struct polish *p)
{
    int d = p->n_free;
    double *right = p->step + p->n_total, trace = 0.0;
    for (int a = 0; a < d; a++) {
        right[a] = 0.0;
        for (int q = 0; q < d; q++)
            right[a] += p->jacobian[q * d + a] * p->step[q];
        for (int b = 0; b <= a; b++) {
            double sum = 0.0;
            for (int q = 0; q < d; q++)
                sum += p->jacobian[q * d + a] * p->jacobian[q * d + b];
            p->normal[a * d + b] = sum;
        }
        trace += p->normal[a * d + a];
    }
    for (int a = 0; a < d; a++)
        p->normal[a * d + a] += 1e-10 * trace;
    if (!(trace > 0.0)) {
        memset(p->step, 0, (size_t)d * sizeof *p->step);
        return 1;
    }
    if (dt_dense_cholesky(p->normal, d) != DT_OK) return 0;
    dt_dense_cholesky_solve(p->normal, d, right);
    memcpy(p->step, right, (size_t)d * sizeof *right);
    return 1;
}

/* One step; returns its greatest part, or infinity. */
static double move(struct polish *p)
{
    double size = 0.0;
    int d = p->n_free;
    dt_slopes_at(p->slopes, p->mixed, p->value, p->slope);
    for (int q = 0; q < d; q++) {
        int a = p->strategy[q], a0 = p->base[q];
        p->step[q] = p->value[a] - p->value[a0];
        for (int f = 0; f < d; f++) {
            int b = p->strategy[f], b0 = p->base[f];
            p->jacobian[q * d + f] = slope_at(p, a, b) - slope_at(p, a0, b) - slope_at(p, a, b0) +
                slope_at(p, a0, b0);
        }
    }
    if (p->is_damped) {
        if (!damp(p)) return INFINITY;
    } else {
        if (dt_dense_lu(p->jacobian, d, p->pivot) != DT_OK) return INFINITY;
        dt_dense_lu_solve(p->jacobian, p->pivot, d, p->step, 1);
    }
    for (int q = 0; q < d; q++) {
        if (!isfinite(p->step[q])) return INFINITY;
        p->mixed[p->strategy[q]] -= p->step[q];
        p->mixed[p->base[q]] += p->step[q];
        size = fmax(size, fabs(p->step[q]));
    }
    return size;
}

/* Whether all are probabilities, up to rounding, which is taken away. */
static int are_probabilities(struct polish *p)
{
    for (int a = 0; a < p->n_total; a++) {
        if (!(p->mixed[a] >= -1e-12 && p->mixed[a] <= 1.0 + 1e-12)) return 0;
        p->mixed[a] = fmin(fmax(p->mixed[a], 0.0), 1.0);
    }
    return 1;
}

/* Runs the method from the support of a profile; 1 if it ends in probabilities. */
static int run(struct polish *p, double least, const double *mixed)
{
    double size = 1.0;
    p->n_free = 0;
    choose_support(p, least, mixed);
    for (int round = 0; round < STEPS && size > 1e-15 && size < 1e3; round++)
        size = p->n_free > 0 ? move(p) : 0.0;
    return size <= 1e-10 && are_probabilities(p);
}

dt_status dt_newton_polish(const dt_normal *game, struct dt_slopes *slopes, double least, double *mixed)
{
    struct polish p = {.game = game, .slopes = slopes};
    dt_status status = prepare(&p);
    if (status == DT_OK && !run(&p, least, mixed)) {
        p.is_damped = 1;
        if (!run(&p, least, mixed)) status = DT_NO_SOLUTION;
    }
    if (status == DT_OK) memcpy(mixed, p.mixed, (size_t)p.n_total * sizeof *mixed);
    free(p.mixed);
    free(p.strategy);
    return status;
}
