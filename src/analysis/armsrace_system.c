/* The linear race: its exact step, its point of rest, and whether it is stable.
 *
 * The step is the exponential of the matrix bordered by the drive, by scaling, the Taylor series and squaring
 * (Moler and Van Loan 2003, method 3). Growth is the spectral radius of the exponential by Gelfand's formula,
 * ln |E^m| / m for m = 2^SQUARINGS, so that no eigenvalues are needed. What must stay true: the step is exact
 * for any length, whatever the eigenvalues. */
#include <math.h>
#include <string.h>

#include "analysis/armsrace.h"
#include "solve/dense.h"

enum { SIZE = DT_ARMS_SIDES + 1, TAYLOR_TERMS = 18, SQUARINGS = 50 };

struct square {
    int n;
    double a[SIZE][SIZE];
};

static struct square product(const struct square *x, const struct square *y)
{
    struct square z = {.n = x->n};
    for (int i = 0; i < x->n; i++)
        for (int k = 0; k < x->n; k++)
            for (int j = 0; j < x->n; j++)
                z.a[i][j] += x->a[i][k] * y->a[k][j];
    return z;
}

static double norm(const struct square *x)
{
    double sum = 0.0;
    for (int i = 0; i < x->n; i++)
        for (int j = 0; j < x->n; j++)
            sum += x->a[i][j] * x->a[i][j];
    return sqrt(sum);
}

static void scale(struct square *x, double factor)
{
    for (int i = 0; i < x->n; i++)
        for (int j = 0; j < x->n; j++)
            x->a[i][j] *= factor;
}

static struct square identity(int n)
{
    struct square one = {.n = n};
    for (int i = 0; i < n; i++)
        one.a[i][i] = 1.0;
    return one;
}

static struct square exponential(struct square x)
{
    int halvings = 0;
    double size = norm(&x);
    while (size > 0.5 && halvings < 1000) {
        size *= 0.5;
        halvings++;
    }
    scale(&x, ldexp(1.0, -halvings));
    struct square sum = identity(x.n);
    for (int k = TAYLOR_TERMS; k >= 1; k--) { /* Horner: 1 + x (1 + x / 2 (1 + x / 3 (...))) */
        scale(&sum, 1.0 / k);
        sum = product(&x, &sum);
        for (int i = 0; i < x.n; i++)
            sum.a[i][i] += 1.0;
    }
    for (int h = 0; h < halvings; h++)
        sum = product(&sum, &sum);
    return sum;
}

static struct square matrix_of(const struct dt_arms_system *s, double dt)
{
    struct square x = {.n = s->n};
    for (int i = 0; i < s->n; i++)
        for (int j = 0; j < s->n; j++)
            x.a[i][j] = dt * (i == j ? -s->fatigue[i] : s->reaction[i][j]);
    return x;
}

struct dt_arms_map dt_arms_map_of(const struct dt_arms_system *system, double dt)
{
    struct dt_arms_map step = {.n = system->n};
    struct square x = matrix_of(system, dt);
    for (int i = 0; i < system->n; i++)
        x.a[i][system->n] = dt * system->drive[i];
    x.n = system->n + 1;
    x = exponential(x);
    for (int i = 0; i < system->n; i++) {
        memcpy(step.map[i], x.a[i], sizeof step.map[i]);
        step.offset[i] = x.a[i][system->n];
    }
    return step;
}

void dt_arms_step(const struct dt_arms_map *map, double *u)
{
    double next[DT_ARMS_SIDES];
    for (int i = 0; i < map->n; i++) {
        next[i] = map->offset[i];
        for (int j = 0; j < map->n; j++)
            next[i] += map->map[i][j] * u[j];
    }
    memcpy(u, next, (size_t)map->n * sizeof *u);
}

dt_status dt_arms_rest(const struct dt_arms_system *system, double *u)
{
    double a[DT_ARMS_SIDES * DT_ARMS_SIDES], b[DT_ARMS_SIDES];
    int pivot[DT_ARMS_SIDES], n = system->n;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++)
            a[i * n + j] = i == j ? system->fatigue[i] : -system->reaction[i][j];
        b[i] = system->drive[i];
    }
    dt_status status = dt_dense_lu(a, n, pivot);
    if (status != DT_OK) return status;
    dt_dense_lu_solve(a, pivot, n, b, 1);
    memcpy(u, b, (size_t)n * sizeof *u);
    return DT_OK;
}

double dt_arms_growth(const struct dt_arms_system *system)
{
    struct square e = exponential(matrix_of(system, 1.0));
    double log_norm = 0.0, power = 1.0; /* e times exp(log_norm) is the power-th power of the exponential */
    for (int k = 0; k < SQUARINGS; k++) {
        double size = norm(&e);
        scale(&e, 1.0 / size);
        log_norm = 2.0 * (log_norm + log(size));
        e = product(&e, &e);
        power *= 2.0;
    }
    return (log_norm + log(norm(&e))) / power;
}
