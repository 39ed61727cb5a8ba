/* Predictor and corrector. The corrector solves the equations together with "the move is at right angles to
 * the tangent"; a step is refused if it needs many iterations, moves far from its prediction, or turns the
 * tangent by more than about 25 degrees, so that the path does not slip to another branch. */
#include "normal/qre_path.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "solve/dense.h"

enum { CORRECTIONS = 8, HOLD_STEPS = 60 };

/* Cosine of the greatest turn of the tangent in a step, of the turn that lets the next step grow, and the
 * greatest correction as a share of the step. */
#define LEAST_COSINE 0.9
#define GOOD_COSINE 0.99
#define MOST_CORRECTION 0.4

dt_status dt_path_init(struct dt_path *path, int n, dt_path_equations *equations, void *context)
{
    size_t m = (size_t)n + 1;
    *path = (struct dt_path){.n = n, .equations = equations, .context = context};
    path->step = 0.01;
    path->least = 1e-9;
    path->longest = 1e6;
    path->tolerance = 1e-12;
    path->z = calloc(9 * m + 2 * m * m, sizeof *path->z);
    path->pivot = malloc(m * sizeof *path->pivot);
    if (!path->z || !path->pivot) {
        dt_path_clear(path);
        return DT_NO_MEMORY;
    }
    path->tangent = path->z + m;
    path->previous = path->tangent + m;
    path->previous_tangent = path->previous + m;
    path->trial = path->previous_tangent + m;
    path->residual = path->trial + m;
    path->direction = path->residual + m;
    path->kept = path->direction + m;
    path->jacobian = path->kept + 2 * m;
    path->matrix = path->jacobian + m * m;
    return DT_OK;
}

void dt_path_clear(struct dt_path *path)
{
    if (!path) return;
    free(path->z);
    free(path->pivot);
    path->z = NULL;
    path->pivot = NULL;
}

/* Jacobian with a last row below it, decomposed. */
static dt_status decompose(struct dt_path *path, const double *row)
{
    size_t n = (size_t)path->n, m = n + 1;
    memcpy(path->matrix, path->jacobian, n * m * sizeof *path->matrix);
    memcpy(path->matrix + n * m, row, m * sizeof *row);
    path->n_solve++;
    return dt_dense_lu(path->matrix, path->n + 1, path->pivot);
}

static int determinant_sign(const struct dt_path *path)
{
    int m = path->n + 1, sign = 1;
    for (int i = 0; i < m; i++) {
        if (path->pivot[i] != i) sign = -sign;
        if (path->matrix[(long)i * m + i] < 0.0) sign = -sign;
    }
    return sign;
}

static double largest(const double *x, int n)
{
    double size = 0.0;
    for (int i = 0; i < n; i++)
        size = fmax(size, fabs(x[i]));
    return isnan(size) ? INFINITY : size;
}

/* Tangent at a point whose Jacobian is known, on the side of `guess`; written over it. Returns the cosine of
 * the angle between both, or 0 if there is none. */
static double find_tangent(struct dt_path *path, double *guess, int *orientation)
{
    int m = path->n + 1;
    double length = 0.0, cosine = 0.0;
    if (decompose(path, guess) != DT_OK) return 0.0;
    memset(path->direction, 0, (size_t)m * sizeof *path->direction);
    path->direction[path->n] = 1.0;
    dt_dense_lu_solve(path->matrix, path->pivot, m, path->direction, 1);
    *orientation = determinant_sign(path);
    for (int i = 0; i < m; i++)
        length += path->direction[i] * path->direction[i];
    length = sqrt(length);
    if (!isfinite(length) || length == 0.0) return 0.0;
    for (int i = 0; i < m; i++) {
        path->direction[i] /= length;
        cosine += path->direction[i] * guess[i];
    }
    memcpy(guess, path->direction, (size_t)m * sizeof *guess);
    return cosine;
}

/* Leads `z` back to the curve at right angles to `row`. Returns the distance moved, or infinity. */
static double correct(struct dt_path *path, double *z, const double *row)
{
    int m = path->n + 1;
    double moved = 0.0, before = INFINITY;
    for (int round = 0; round < CORRECTIONS; round++) {
        path->equations(path->context, z, path->residual, path->jacobian);
        double size = largest(path->residual, path->n);
        if (size <= path->tolerance) return moved;
        if (!(size < 2.0 * before)) return INFINITY;
        before = size;
        memcpy(path->direction, path->residual, (size_t)path->n * sizeof *path->direction);
        path->direction[path->n] = 0.0;
        if (decompose(path, row) != DT_OK) return INFINITY;
        dt_dense_lu_solve(path->matrix, path->pivot, m, path->direction, 1);
        for (int i = 0; i < m; i++)
            z[i] -= path->direction[i];
        moved += largest(path->direction, m);
    }
    path->equations(path->context, z, path->residual, path->jacobian);
    return largest(path->residual, path->n) <= 100.0 * path->tolerance ? moved : INFINITY;
}

dt_status dt_path_align(struct dt_path *path)
{
    if (!isfinite(correct(path, path->z, path->tangent))) return DT_NO_SOLUTION;
    if (find_tangent(path, path->tangent, &path->orientation) == 0.0) return DT_NO_SOLUTION;
    return DT_OK;
}

/* Whether a move from the prediction to the corrected point, and the whole step, are small enough. */
static int is_small(struct dt_path *path, double moved, double step)
{
    int m = path->n + 1;
    if (!(moved <= MOST_CORRECTION * fabs(step) + 10.0 * path->tolerance)) return 0;
    if (!path->distance) return 1;
    for (int i = 0; i < m; i++)
        path->direction[i] = path->previous[i] + step * path->previous_tangent[i];
    return path->distance(path->context, path->direction, path->trial) <= 0.1 &&
        path->distance(path->context, path->previous, path->trial) <= 1.0;
}

/* Tries a step from `previous`; on success z and tangent are new. Returns the cosine of the turn, 0 if the
 * step fails. */
static double try_step(struct dt_path *path, double step)
{
    int m = path->n + 1, orientation = 0;
    for (int i = 0; i < m; i++)
        path->trial[i] = path->previous[i] + step * path->previous_tangent[i];
    double moved = correct(path, path->trial, path->previous_tangent);
    if (!is_small(path, moved, step)) return 0.0;
    memcpy(path->tangent, path->previous_tangent, (size_t)m * sizeof *path->tangent);
    double cosine = find_tangent(path, path->tangent, &orientation);
    if (!(cosine >= LEAST_COSINE)) return 0.0;
    /* A long step over a change of orientation may have landed on another branch. */
    if (orientation != path->previous_orientation && path->distance &&
        path->distance(path->context, path->previous, path->trial) > 0.1)
        return 0.0;
    memcpy(path->z, path->trial, (size_t)m * sizeof *path->z);
    path->orientation = orientation;
    path->last_step = step;
    return cosine;
}

dt_status dt_path_advance(struct dt_path *path)
{
    size_t bytes = ((size_t)path->n + 1) * sizeof *path->z;
    memcpy(path->previous, path->z, bytes);
    memcpy(path->previous_tangent, path->tangent, bytes);
    path->previous_orientation = path->orientation;
    for (double step = path->step; step >= path->least; step *= 0.5) {
        double cosine = try_step(path, step);
        if (cosine == 0.0) continue;
        int may_grow = cosine >= GOOD_COSINE &&
            !(path->distance && path->distance(path->context, path->previous, path->z) > 0.4);
        path->step = fmin(may_grow ? 1.6 * step : step, path->longest);
        return DT_OK;
    }
    memcpy(path->tangent, path->previous_tangent, bytes);
    return DT_NO_SOLUTION;
}

dt_status dt_path_revisit(struct dt_path *path, double step)
{
    if (try_step(path, step) != 0.0) return DT_OK;
    memcpy(path->tangent, path->previous_tangent, ((size_t)path->n + 1) * sizeof *path->tangent);
    return DT_NO_SOLUTION;
}

dt_status dt_path_hold(struct dt_path *path, double parameter)
{
    int m = path->n + 1;
    path->z[path->n] = parameter;
    for (int round = 0; round < HOLD_STEPS; round++) {
        path->equations(path->context, path->z, path->residual, path->jacobian);
        if (!isfinite(largest(path->residual, path->n))) return DT_NO_SOLUTION;
        memset(path->direction, 0, (size_t)m * sizeof *path->direction);
        path->direction[path->n] = 1.0;
        if (decompose(path, path->direction) != DT_OK) return DT_NO_SOLUTION;
        memcpy(path->direction, path->residual, (size_t)path->n * sizeof *path->direction);
        path->direction[path->n] = 0.0;
        dt_dense_lu_solve(path->matrix, path->pivot, m, path->direction, 1);
        for (int i = 0; i < path->n; i++)
            path->z[i] -= path->direction[i];
        if (largest(path->direction, path->n) <= 1e-14 * (1.0 + largest(path->z, path->n))) return DT_OK;
    }
    return largest(path->residual, path->n) <= 100.0 * path->tolerance ? DT_OK : DT_NO_SOLUTION;
}
