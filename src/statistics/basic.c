/* Plain estimators, each in its textbook form. What must stay true: they depend on the numbers alone, not on
 * their order, but for rounding. */
#include "statistics/basic.h"

#include <math.h>
#include <stdlib.h>

#include "core/random.h"

static const double HALF_PI = 1.57079632679489661923;

void dt_wilson(int64_t k, int64_t n, double z, double *low, double *high)
{
    double count = (double)n, share = (double)k / count, z2 = z * z / count;
    double middle = (share + 0.5 * z2) / (1.0 + z2);
    double half = z * sqrt(share * (1.0 - share) / count + 0.25 * z2 / count) / (1.0 + z2);
    *low = k == 0 ? 0.0 : middle - half;
    *high = k == n ? 1.0 : middle + half;
}

static int by_value(const void *a, const void *b)
{
    const dt_ranked *x = a, *y = b;
    if (x->value > y->value || x->value < y->value) return x->value > y->value ? 1 : -1;
    return (x->place > y->place) - (x->place < y->place);
}

void dt_sort_ranked(dt_ranked *item, int n)
{
    qsort(item, (size_t)n, sizeof *item, by_value);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void dt_sort_numbers(double *x, int n)
{
    qsort(x, (size_t)n, sizeof *x, by_size);
}

void dt_ranks(const double *x, int n, dt_ranked *scratch, double *rank)
{
    for (int i = 0; i < n; i++)
        scratch[i] = (dt_ranked){x[i], i};
    dt_sort_ranked(scratch, n);
    for (int first = 0, last; first < n; first = last) {
        for (last = first + 1; last < n && !(scratch[last].value > scratch[first].value); last++)
            continue;
        for (int i = first; i < last; i++)
            rank[scratch[i].place] = 0.5 * (first + 1 + last);
    }
}

static double mean_of(const double *x, int n)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += x[i];
    return sum / n;
}

double dt_correlation(const double *x, const double *y, int n)
{
    double mx = mean_of(x, n), my = mean_of(y, n), xx = 0.0, yy = 0.0, xy = 0.0;
    for (int i = 0; i < n; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return xx > 0.0 && yy > 0.0 ? xy / sqrt(xx * yy) : 0.0;
}

dt_paired dt_paired_differences(const double *difference, int n)
{
    dt_paired p = {.n = n, .mean = mean_of(difference, n)};
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += (difference[i] - p.mean) * (difference[i] - p.mean);
    p.sd = n > 1 ? sqrt(sum / (n - 1)) : 0.0;
    double error = p.sd / sqrt((double)n);
    p.t = error > 0.0 ? p.mean / error : p.mean > 0.0 ? HUGE_VAL : p.mean < 0.0 ? -HUGE_VAL : 0.0;
    return p;
}

/* Chance that |t| of Student's distribution is at most |t|: a finite series in the angle atan(t / sqrt(df)).
 */
static double student_within(double t, int64_t df)
{
    double angle = atan(fabs(t) / sqrt((double)df)), c = cos(angle), term = 1.0, sum = 1.0;
    int is_odd = df % 2 == 1;
    if (df == 1) return angle / HALF_PI;
    for (int64_t j = is_odd ? 3 : 2; j < df; j += 2) {
        term *= c * c * (double)(j - 1) / (double)j;
        sum += term;
    }
    return is_odd ? (angle + sin(angle) * c * sum) / HALF_PI : sin(angle) * sum;
}

double dt_student_above(double t, int64_t df)
{
    double within = student_within(t, df);
    return t > 0.0 ? 0.5 * (1.0 - within) : 0.5 * (1.0 + within);
}

/* Value above which a falling function is `p`: bisection down to the last bit. */
static double where_above(double (*chance)(double, int64_t), int64_t df, double p)
{
    double low = -1e9, high = 1e9;
    for (int step = 0; step < 200 && low < high; step++) {
        double middle = 0.5 * (low + high);
        if (chance(middle, df) > p)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

double dt_student_quantile(double p, int64_t df)
{
    return where_above(dt_student_above, df, 1.0 - p);
}

static double normal_above(double z, int64_t unused)
{
    (void)unused;
    return 0.5 * erfc(z * 0.70710678118654752440);
}

double dt_normal_deviate(double p)
{
    return where_above(normal_above, 0, 1.0 - p);
}

/* Fisher and Yates (Durstenfeld 1964). */
void dt_shuffle(int *item, int n, uint64_t seed, int round)
{
    for (int i = n - 1; i > 0; i--) {
        int j = (int)(dt_uniform(seed, (uint64_t)round, (uint32_t)i, DT_PURPOSE_BOOTSTRAP) * (i + 1));
        int kept = item[i];
        item[i] = item[j];
        item[j] = kept;
    }
}
