/* The Hilbert-Schmidt independence criterion as double sums over pairs; kernels are computed where they are
 * needed, so memory grows with n, not n^2. */
#include <math.h>
#include <stdlib.h>

#include "detente/statistics.h"
#include "statistics/basic.h"

typedef struct sample {
    const double *x;
    int n;
    double width;
} sample;

static double kernel(const sample *s, int i, int j)
{
    double z = (s->x[i] - s->x[j]) / s->width;
    return exp(-0.5 * z * z);
}

static double deviation(const double *x, int n)
{
    double mean = 0.0, square = 0.0;
    for (int i = 0; i < n; i++)
        mean += x[i] / n;
    for (int i = 0; i < n; i++)
        square += (x[i] - mean) * (x[i] - mean);
    return n > 1 && square > 0.0 ? sqrt(square / (n - 1)) : 1.0;
}

/* Sums over all pairs, with and without a case paired with itself, of two kernels: their products, and the
 * products of their row sums. */
typedef struct kernel_sums {
    double product, rows, total_a, total_b; /* all pairs */
} kernel_sums;

/* Case i of b is order[i], or i where order is NULL. */
static kernel_sums sums_of(const sample *a, const sample *b, const int *order, int skip_own)
{
    kernel_sums s = {0};
    for (int i = 0; i < a->n; i++) {
        double row_a = 0.0, row_b = 0.0;
        for (int j = 0; j < a->n; j++) {
            if (skip_own && i == j) continue;
            double ka = kernel(a, i, j), kb = order ? kernel(b, order[i], order[j]) : kernel(b, i, j);
            s.product += ka * kb;
            row_a += ka;
            row_b += kb;
        }
        s.rows += row_a * row_b;
        s.total_a += row_a;
        s.total_b += row_b;
    }
    return s;
}

static double v_statistic(const sample *a, const sample *b, const int *order)
{
    double n = a->n;
    kernel_sums s = sums_of(a, b, order, 0);
    return (s.product + s.total_a * s.total_b / (n * n) - 2.0 * s.rows / n) / (n * n);
}

/* Unbiased (Song et al. 2012, J. Mach. Learn. Res. 13:1393). */
static double u_statistic(const sample *a, const sample *b)
{
    double n = a->n;
    kernel_sums s = sums_of(a, b, NULL, 1);
    return (s.product + s.total_a * s.total_b / ((n - 1.0) * (n - 2.0)) - 2.0 * s.rows / (n - 2.0)) /
        (n * (n - 3.0));
}

dt_status dt_hsic_measure(const dt_pairs *pairs, const dt_hsic_options *o, dt_hsic *out)
{
    int n = pairs->n;
    if (n < 4 || pairs->weight) return DT_INPUT;
    int *order = malloc((size_t)n * sizeof *order);
    if (!order) return DT_NO_MEMORY;
    sample a = {pairs->x, n, o->bandwidth_x > 0.0 ? o->bandwidth_x : deviation(pairs->x, n)};
    sample b = {pairs->y, n, o->bandwidth_y > 0.0 ? o->bandwidth_y : deviation(pairs->y, n)};
    double own = sqrt(v_statistic(&a, &a, NULL) * v_statistic(&b, &b, NULL));
    out->v = v_statistic(&a, &b, NULL);
    out->u = u_statistic(&a, &b);
    out->share = own > 0.0 ? out->v / own : 0.0;
    int as_large = 0;
    for (int r = 0; r < o->permutations; r++) {
        for (int i = 0; i < n; i++)
            order[i] = i;
        dt_shuffle(order, n, o->seed, r);
        as_large += v_statistic(&a, &b, order) >= out->v;
    }
    out->p = o->permutations > 0 ? (1.0 + as_large) / (1.0 + o->permutations) : NAN;
    free(order);
    return DT_OK;
}
