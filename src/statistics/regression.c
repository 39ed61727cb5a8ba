/* Standardised regression and partial correlation, from the correlation matrix of factors and output. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detente/statistics.h"
#include "solve/dense.h"
#include "statistics/basic.h"

typedef struct work {
    int n, d;
    double size; /* cases, or the sum of their weights */
    const double *weight;
    double *column;      /* [d + 1][n], standardised; the output last */
    double *correlation; /* [d + 1][d + 1] of those */
    double *factor, *inverse;
    dt_ranked *ranked;
} work;

/* Mean 0 and sum of squares 1; with weights each number then carries the root of its own, so that plain
 * products are weighted. */
static void standardise(const work *w, double *x)
{
    double mean = 0.0, square = 0.0;
    for (int i = 0; i < w->n; i++)
        mean += (w->weight ? w->weight[i] : 1.0) * x[i] / w->size;
    for (int i = 0; i < w->n; i++)
        square += (w->weight ? w->weight[i] : 1.0) * ((x[i] - mean) * (x[i] - mean));
    double scale = square > 0.0 ? 1.0 / sqrt(square) : 0.0;
    for (int i = 0; i < w->n; i++)
        x[i] = (x[i] - mean) * scale * (w->weight ? sqrt(w->weight[i]) : 1.0);
}

/* Ranks where a case of weight w stands w times; ties share the mean of theirs. */
static void weighted_ranks(const work *w, const double *x, double *rank)
{
    double before = 0.0;
    for (int i = 0; i < w->n; i++)
        w->ranked[i] = (dt_ranked){x[i], i};
    dt_sort_ranked(w->ranked, w->n);
    for (int first = 0, last; first < w->n; first = last) {
        double own = 0.0;
        for (last = first; last < w->n && !(w->ranked[last].value > w->ranked[first].value); last++)
            own += w->weight[w->ranked[last].place];
        for (int i = first; i < last; i++)
            rank[w->ranked[i].place] = before + 0.5 * (own + 1.0);
        before += own;
    }
}

static void fill_columns(work *w, const dt_samples *s, int ranked)
{
    for (int c = 0; c <= w->d; c++) {
        double *column = w->column + (size_t)c * (size_t)w->n, *raw = w->factor;
        for (int i = 0; i < w->n; i++)
            raw[i] = c < w->d ? s->x[(size_t)i * (size_t)w->d + (size_t)c] : s->y[i];
        if (ranked && w->weight)
            weighted_ranks(w, raw, column);
        else if (ranked)
            dt_ranks(raw, w->n, w->ranked, column);
        else
            memcpy(column, raw, (size_t)w->n * sizeof *raw);
        standardise(w, column);
    }
}

static double product(const double *a, const double *b, int n)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Columns without spread get a correlation of 1 with themselves and 0 with all others, so their coefficient
 * is 0. */
static void fill_correlations(work *w)
{
    int m = w->d + 1;
    for (int a = 0; a < m; a++)
        for (int b = 0; b <= a; b++) {
            const double *x = w->column + (size_t)a * (size_t)w->n, *y = w->column + (size_t)b * (size_t)w->n;
            double r = product(x, y, w->n);
            w->correlation[a * m + b] = w->correlation[b * m + a] = a == b ? 1.0 : r;
        }
}

/* Inverse of the leading `size` rows and columns of the correlation matrix. */
static dt_status invert(work *w, int size)
{
    int m = w->d + 1;
    for (int a = 0; a < size; a++)
        memcpy(w->factor + (size_t)a * (size_t)size, w->correlation + (size_t)a * (size_t)m,
               (size_t)size * sizeof *w->factor);
    dt_status status = dt_dense_cholesky(w->factor, size);
    if (status == DT_OK) dt_dense_cholesky_inverse(w->factor, size, w->inverse);
    return status;
}

/* A correlation with the interval of Fisher's z, with `others` variables held. */
static dt_interval fisher(double r, double n, int others, double z)
{
    double half = z / sqrt(fmax(1.0, n - others - 3.0)),
           middle = atanh(fmax(-1.0 + 1e-15, fmin(1.0 - 1e-15, r)));
    return (dt_interval){r, tanh(middle - half), tanh(middle + half)};
}

static dt_status solve(work *w, double level, dt_interval *coefficient, dt_interval *partial, double *r2)
{
    int d = w->d, m = d + 1;
    double freedom = w->size - d - 1;
    const double *with_y = w->correlation + (size_t)d * (size_t)m;
    dt_status status = invert(w, d);
    if (status != DT_OK) return status;
    *r2 = 0.0;
    for (int j = 0; j < d; j++) {
        coefficient[j].value = product(w->inverse + (size_t)j * (size_t)d, with_y, d);
        *r2 += coefficient[j].value * with_y[j];
    }
    double t = dt_t_quantile(0.5 + 0.5 * level, freedom), z = dt_normal_deviate(0.5 + 0.5 * level);
    for (int j = 0; j < d; j++) {
        double variance = w->inverse[(size_t)j * (size_t)d + (size_t)j], b = coefficient[j].value;
        double half = t * sqrt(fmax(0.0, 1.0 - *r2) * variance / freedom);
        coefficient[j].low = b - half;
        coefficient[j].high = b + half;
        /* b^2 / variance is what the factor alone takes off the unexplained share */
        double alone = b / sqrt(variance), rest = fmax(0.0, 1.0 - *r2);
        partial[j] = fisher(alone == 0.0 ? 0.0 : alone / sqrt(alone * alone + rest), w->size, d - 1, z);
    }
    return DT_OK;
}

dt_status dt_regression(const dt_samples *samples, int ranked, double level, dt_interval *coefficient,
                        dt_interval *partial, double *r2)
{
    int n = samples->n, d = samples->d;
    double total = n;
    if (samples->weight) {
        total = 0.0;
        for (int i = 0; i < n; i++)
            total += samples->weight[i];
    }
    if (d < 1 || total <= d + 2) return DT_INPUT;
    size_t m = (size_t)d + 1, rows = (size_t)n, square = m * m > rows ? m * m : rows;
    work w = {.n = n, .d = d, .size = total, .weight = samples->weight};
    w.column = malloc(m * rows * sizeof *w.column);
    w.correlation = malloc(m * m * sizeof *w.correlation);
    w.factor = malloc(square * sizeof *w.factor);
    w.inverse = malloc(m * m * sizeof *w.inverse);
    w.ranked = malloc(rows * sizeof *w.ranked);
    dt_status status = DT_NO_MEMORY;
    if (w.column && w.correlation && w.factor && w.inverse && w.ranked) {
        fill_columns(&w, samples, ranked);
        fill_correlations(&w);
        status = solve(&w, level, coefficient, partial, r2);
    }
    free(w.column);
    free(w.correlation);
    free(w.factor);
    free(w.inverse);
    free(w.ranked);
    return status;
}
