/* Sobol' indices from the sums of products of Saltelli's design.
 *
 * Base points are gathered in at most UNITS batches; each keeps sums of outputs, their squares and their
 * products, taken from a fixed shift so that large means cost no digits. Every estimator is a function of
 * such sums; the bootstrap draws batches again. So memory and the work of resampling do not grow with the
 * number of runs. What must stay true: a base point with a missing output enters no sum. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "detente/statistics.h"
#include "statistics/basic.h"

enum { UNITS = 1024 };

/* Places of the sums that belong to no factor, then four a factor, then those of second order. */
enum { COUNT, SUM_A, SUM_B, SQUARE_A, SQUARE_B, PRODUCT_AB, HEAD };

enum { SUM_J, SQUARE_J, PRODUCT_AJ, PRODUCT_BJ, PER_FACTOR };

struct dt_sobol {
    int d, second_order;
    int64_t n_base, per_unit, used, dropped;
    int n_unit, stride; /* sums that are resampled */
    double shift;
    double *sum;    /* [n_unit][stride] */
    double *second; /* sums of B with a column of A: [d], then products [d][d] */
};

static const char *const method_names[DT_SOBOL_METHOD_COUNT] = {
    "saltelli2010", "saltelli2010_centred", "jansen1999", "martinez2011", "janon2014",
};

const char *dt_sobol_method_name(int method)
{
    return method >= 0 && method < DT_SOBOL_METHOD_COUNT ? method_names[method] : NULL;
}

dt_status dt_sobol_create(int d, int64_t n_base, int second_order, dt_sobol **out)
{
    if (d < 1 || n_base < 1) return DT_INPUT;
    dt_sobol *s = calloc(1, sizeof *s);
    if (!s) return DT_NO_MEMORY;
    *s = (dt_sobol){.d = d, .second_order = second_order, .n_base = n_base};
    s->per_unit = (n_base + UNITS - 1) / UNITS;
    s->n_unit = (int)((n_base + s->per_unit - 1) / s->per_unit);
    s->stride = HEAD + PER_FACTOR * d;
    s->sum = calloc((size_t)s->n_unit * (size_t)s->stride, sizeof *s->sum);
    if (second_order) s->second = calloc((size_t)d * (size_t)(d + 1), sizeof *s->second);
    if (!s->sum || (second_order && !s->second)) {
        dt_sobol_free(s);
        return DT_NO_MEMORY;
    }
    *out = s;
    return DT_OK;
}

void dt_sobol_free(dt_sobol *sums)
{
    if (!sums) return;
    free(sums->sum);
    free(sums->second);
    free(sums);
}

static int all_finite(const double *y, int n)
{
    for (int i = 0; i < n; i++)
        if (!isfinite(y[i])) return 0;
    return 1;
}

/* Products of B with column j of A and A with column k of B. */
static void add_second(dt_sobol *s, const double *swapped_a, const double *swapped_b)
{
    double *product = s->second + s->d;
    for (int j = 0; j < s->d; j++) {
        double from_b = swapped_b[j] - s->shift;
        s->second[j] += from_b;
        for (int k = 0; k < s->d; k++)
            product[j * s->d + k] += from_b * (swapped_a[k] - s->shift);
    }
}

void dt_sobol_add(dt_sobol *s, int64_t base, const double *y)
{
    int group = s->second_order ? 2 * s->d + 2 : s->d + 2;
    if (!all_finite(y, group)) {
        s->dropped++;
        return;
    }
    if (s->used++ == 0) s->shift = y[0];
    double *sum = s->sum + (base / s->per_unit) * s->stride, a = y[0] - s->shift, b = y[group - 1] - s->shift;
    sum[COUNT] += 1.0;
    sum[SUM_A] += a;
    sum[SUM_B] += b;
    sum[SQUARE_A] += a * a;
    sum[SQUARE_B] += b * b;
    sum[PRODUCT_AB] += a * b;
    for (int j = 0; j < s->d; j++) {
        double *of = sum + HEAD + PER_FACTOR * j, swapped = y[1 + j] - s->shift;
        of[SUM_J] += swapped;
        of[SQUARE_J] += swapped * swapped;
        of[PRODUCT_AJ] += a * swapped;
        of[PRODUCT_BJ] += b * swapped;
    }
    if (s->second_order) add_second(s, y + 1, y + 1 + s->d);
}

int64_t dt_sobol_used(const dt_sobol *sums)
{
    return sums->used;
}

int64_t dt_sobol_dropped(const dt_sobol *sums)
{
    return sums->dropped;
}

/* Means and variance that every estimator needs, relative to the shift. */
typedef struct moments {
    double n, mean, variance; /* of A and B pooled */
    double a, b, aa, bb, ab;
} moments;

static moments moments_of(const double *sum)
{
    double n = sum[COUNT];
    moments m = {.n = n,
                 .a = sum[SUM_A] / n,
                 .b = sum[SUM_B] / n,
                 .aa = sum[SQUARE_A] / n,
                 .bb = sum[SQUARE_B] / n,
                 .ab = sum[PRODUCT_AB] / n};
    m.mean = 0.5 * (m.a + m.b);
    m.variance = 0.5 * (m.aa + m.bb) - m.mean * m.mean;
    return m;
}

static double correlation_of(double xy, double x, double y, double xx, double yy)
{
    return (xy - x * y) / sqrt((xx - x * x) * (yy - y * y));
}

static double first_of(const moments *m, const double *of, dt_sobol_method method, double shift)
{
    double j = of[SUM_J] / m->n, jj = of[SQUARE_J] / m->n, bj = of[PRODUCT_BJ] / m->n;
    double middle = 0.5 * (m->b + j);
    switch (method) {
    case DT_SOBOL_SALTELLI_RAW: return (bj - m->ab + shift * (j - m->a)) / m->variance;
    case DT_SOBOL_JANSEN: return 1.0 - (m->bb - 2.0 * bj + jj) / (2.0 * m->variance);
    case DT_SOBOL_MARTINEZ: return correlation_of(bj, m->b, j, m->bb, jj);
    case DT_SOBOL_JANON: return (bj - middle * middle) / (0.5 * (m->bb + jj) - middle * middle);
    default: return (bj - m->ab - m->mean * (j - m->a)) / m->variance;
    }
}

static double total_of(const moments *m, const double *of, dt_sobol_method method)
{
    double j = of[SUM_J] / m->n, jj = of[SQUARE_J] / m->n, aj = of[PRODUCT_AJ] / m->n;
    if (method == DT_SOBOL_MARTINEZ) return 1.0 - correlation_of(aj, m->a, j, m->aa, jj);
    return (m->aa - 2.0 * aj + jj) / (2.0 * m->variance);
}

/* Sums over all batches, or over those that a resample draws. */
static void gather(const dt_sobol *s, uint64_t seed, int resample, double *sum)
{
    memset(sum, 0, (size_t)s->stride * sizeof *sum);
    for (int i = 0; i < s->n_unit; i++) {
        double u = dt_uniform(seed, (uint64_t)resample, (uint32_t)i, DT_PURPOSE_BOOTSTRAP);
        int unit = resample < 0 ? i : (int)(u * s->n_unit);
        const double *from = s->sum + (size_t)unit * (size_t)s->stride;
        for (int k = 0; k < s->stride; k++)
            sum[k] += from[k];
    }
}

/* Estimates of all factors: first-order indices, then total ones. DT_NO_SOLUTION where the output does not
 * vary. */
static dt_status estimate(const dt_sobol *s, dt_sobol_method method, const double *sum, double *out)
{
    moments m = moments_of(sum);
    if (m.n < 2.0 || !(m.variance > 1e-14 * (m.aa + m.bb))) return DT_NO_SOLUTION;
    for (int j = 0; j < s->d; j++) {
        const double *of = sum + HEAD + PER_FACTOR * j;
        out[j] = first_of(&m, of, method, s->shift);
        out[s->d + j] = total_of(&m, of, method);
    }
    return DT_OK;
}

/* Resampled estimates, a resample a row: first-order indices, then total ones. */
typedef struct estimates {
    double *row, *scratch;
    int n, columns;
} estimates;

/* Ends of the interval of a column. */
static void percentile_ends(const estimates *e, int column, double level, dt_interval *out)
{
    for (int r = 0; r < e->n; r++)
        e->scratch[r] = e->row[(size_t)r * (size_t)e->columns + (size_t)column];
    dt_sort_numbers(e->scratch, e->n);
    out->low = dt_quantile(e->scratch, e->n, 0.5 - 0.5 * level, 7);
    out->high = dt_quantile(e->scratch, e->n, 0.5 + 0.5 * level, 7);
}

static dt_status resample(const dt_sobol *s, const dt_sobol_options *o, double *sum, dt_interval *first,
                          dt_interval *total)
{
    estimates e = {.columns = 2 * s->d};
    e.row = malloc((size_t)o->resamples * (size_t)e.columns * sizeof *e.row);
    e.scratch = malloc((size_t)o->resamples * sizeof *e.scratch);
    dt_status status = e.row && e.scratch ? DT_OK : DT_NO_MEMORY;
    for (int r = 0; status == DT_OK && r < o->resamples; r++) {
        gather(s, o->seed, r, sum);
        if (estimate(s, o->method, sum, e.row + (size_t)e.n * (size_t)e.columns) == DT_OK) e.n++;
    }
    for (int j = 0; status == DT_OK && j < s->d; j++) {
        percentile_ends(&e, j, o->level, &first[j]);
        percentile_ends(&e, s->d + j, o->level, &total[j]);
    }
    free(e.row);
    free(e.scratch);
    return status;
}

dt_status dt_sobol_indices(const dt_sobol *s, const dt_sobol_options *o, dt_interval *first,
                           dt_interval *total)
{
    double *sum = malloc((size_t)s->stride * sizeof *sum), *value = malloc(2 * (size_t)s->d * sizeof *value);
    dt_status status = sum && value ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        gather(s, o->seed, -1, sum);
        status = estimate(s, o->method, sum, value);
    }
    for (int j = 0; status == DT_OK && j < s->d; j++) {
        first[j] = (dt_interval){value[j], NAN, NAN};
        total[j] = (dt_interval){value[s->d + j], NAN, NAN};
    }
    if (status == DT_OK && o->resamples > 0) status = resample(s, o, sum, first, total);
    free(sum);
    free(value);
    return status;
}

double dt_sobol_second(const dt_sobol *s, const dt_sobol_options *o, int j, int k)
{
    double result = NAN, *sum = s->second_order ? malloc((size_t)s->stride * sizeof *sum) : NULL;
    if (!sum) return NAN;
    gather(s, o->seed, -1, sum);
    moments m = moments_of(sum);
    if (m.n >= 2.0 && m.variance > 0.0) {
        const double *of_j = sum + HEAD + PER_FACTOR * j, *of_k = sum + HEAD + PER_FACTOR * k;
        double product = s->second[s->d + j * s->d + k] / m.n;
        double closed = product - m.mean * (s->second[j] + of_k[SUM_J]) / m.n + m.mean * m.mean;
        double chance = m.ab - m.mean * (m.a + m.b) + m.mean * m.mean;
        result = (closed - chance) / m.variance - first_of(&m, of_j, o->method, s->shift) -
            first_of(&m, of_k, o->method, s->shift);
    }
    free(sum);
    return result;
}

/* Mean of n numbers with Student's interval. */
static dt_interval student_interval(const double *x, int n, int stride, double level)
{
    double mean = 0.0, square = 0.0;
    for (int r = 0; r < n; r++)
        mean += x[r * stride] / n;
    for (int r = 0; r < n; r++)
        square += (x[r * stride] - mean) * (x[r * stride] - mean);
    double half = dt_t_quantile(0.5 + 0.5 * level, n - 1) * sqrt(square / (n - 1) / n);
    return (dt_interval){mean, mean - half, mean + half};
}

dt_status dt_sobol_combine(const dt_sobol *const *replicate, int n, const dt_sobol_options *o,
                           dt_interval *first, dt_interval *total)
{
    if (n < 2) return DT_INPUT;
    int d = replicate[0]->d;
    double *sum = malloc((size_t)replicate[0]->stride * sizeof *sum);
    double *value = malloc((size_t)n * 2 * (size_t)d * sizeof *value);
    dt_status status = sum && value ? DT_OK : DT_NO_MEMORY;
    for (int r = 0; status == DT_OK && r < n; r++) {
        gather(replicate[r], 0, -1, sum);
        status = estimate(replicate[r], o->method, sum, value + (size_t)r * 2 * (size_t)d);
    }
    for (int j = 0; status == DT_OK && j < d; j++) {
        first[j] = student_interval(value + j, n, 2 * d, o->level);
        total[j] = student_interval(value + d + j, n, 2 * d, o->level);
    }
    free(sum);
    free(value);
    return status;
}
