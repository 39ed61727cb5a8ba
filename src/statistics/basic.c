/* Plain estimators, each in its textbook form. What must stay true: they depend on the numbers alone, not on
 * their order, but for rounding. */
#include "statistics/basic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"

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

enum { DIGIT_BITS = 11, DIGITS = 6, DIGIT_VALUES = 1 << DIGIT_BITS, LEAST_RADIX = 512 };

/* Bits that ascend as the numbers do. */
static uint64_t bits_of(double value)
{
    uint64_t bits;
    value += 0.0; /* no negative zero */
    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

/* One pass of a sort that keeps the order of equal digits; 0 if all digits are the same. */
static int sort_digit(const dt_ranked *from, int n, int digit, dt_ranked *to)
{
    int count[DIGIT_VALUES] = {0}, before = 0, shift = digit * DIGIT_BITS;
    for (int i = 0; i < n; i++)
        count[bits_of(from[i].value) >> shift & (DIGIT_VALUES - 1)]++;
    if (count[bits_of(from[0].value) >> shift & (DIGIT_VALUES - 1)] == n) return 0;
    for (int k = 0; k < DIGIT_VALUES; k++) {
        int own = count[k];
        count[k] = before;
        before += own;
    }
    for (int i = 0; i < n; i++)
        to[count[bits_of(from[i].value) >> shift & (DIGIT_VALUES - 1)]++] = from[i];
    return 1;
}

static int is_in_place_order(const dt_ranked *item, int n)
{
    for (int i = 1; i < n; i++)
        if (item[i].place < item[i - 1].place) return 0;
    return 1;
}

void dt_sort_ranked(dt_ranked *item, int n)
{
    dt_ranked *spare = n >= LEAST_RADIX && is_in_place_order(item, n) ? malloc((size_t)n * sizeof *spare)
                                                                      : NULL;
    if (!spare) {
        qsort(item, (size_t)n, sizeof *item, by_value);
        return;
    }
    dt_ranked *from = item, *to = spare;
    for (int digit = 0; digit < DIGITS; digit++) {
        if (!sort_digit(from, n, digit, to)) continue;
        dt_ranked *kept = from;
        from = to;
        to = kept;
    }
    if (from != item) memcpy(item, from, (size_t)n * sizeof *item);
    free(spare);
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

/* By bisection down to the last bit. */
double dt_normal_deviate(double p)
{
    double low = -40.0, high = 40.0;
    for (int step = 0; step < 200 && low < high; step++) {
        double middle = 0.5 * (low + high);
        if (0.5 * erfc(middle * 0.70710678118654752440) > 1.0 - p)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

double dt_weights_scale(double *weight, int64_t n)
{
    double sum = 0.0, square = 0.0;
    for (int64_t i = 0; i < n; i++) {
        sum += weight[i];
        square += weight[i] * weight[i];
    }
    if (!(square > 0.0)) return 0.0;
    for (int64_t i = 0; i < n; i++)
        weight[i] *= sum / square;
    return sum * sum / square;
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
