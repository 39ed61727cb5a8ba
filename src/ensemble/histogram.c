/* Histograms with bins that are even in the value or in its floating-point form.
 *
 * A logarithmic bin is the range of doubles that share their exponent and leading bits of the mantissa:
 * finding it is a shift of the bits, the same on every machine. */
#include "ensemble/histogram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double from_key(int64_t key)
{
    int64_t bits = key << DT_KEY_SHIFT;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

dt_scale dt_scale_of(const dt_output_info *output)
{
    dt_scale scale = {.is_log = output->is_log, .least = output->least, .greatest = output->greatest};
    int exponent;
    frexp(fmax(fabs(output->least), fabs(output->greatest)), &exponent);
    scale.quantum = ldexp(1.0, exponent - 56);
    scale.per_quantum = ldexp(1.0, 56 - exponent);
    if (scale.is_log) {
        scale.first_key = dt_key_of(scale.least);
        scale.n_bin = (int)(dt_key_of(scale.greatest) - scale.first_key) + 1;
    } else {
        scale.n_bin = DT_BINS_LINEAR;
        scale.per_unit = DT_BINS_LINEAR / (scale.greatest - scale.least);
    }
    return scale;
}

double dt_scale_edge(const dt_scale *scale, int bin)
{
    if (!scale->is_log) return scale->least + (bin - 1) / scale->per_unit;
    return fmin(fmax(from_key(scale->first_key + bin - 1), scale->least), scale->greatest);
}

void dt_histogram_init(dt_histogram *h)
{
    *h = (dt_histogram){.least = INFINITY, .greatest = -INFINITY};
}

void dt_histogram_clear(dt_histogram *h)
{
    free(h->count);
    h->count = NULL;
}

/* Makes room for a bin, with a margin on the side that grows. */
static dt_status reserve(dt_histogram *h, const dt_scale *scale, int bin)
{
    int begin = h->size ? h->first : bin, end = h->size ? h->first + h->size : bin + 1;
    int margin = h->size / 4 + 8;
    if (bin < begin || !h->size) begin = bin - margin < 1 ? 1 : bin - margin;
    if (bin >= end || !h->size) end = bin + margin > scale->n_bin ? scale->n_bin + 1 : bin + margin + 1;
    uint32_t *count = calloc((size_t)(end - begin), sizeof *count);
    if (!count) return DT_NO_MEMORY;
    if (h->size) memcpy(count + (h->first - begin), h->count, (size_t)h->size * sizeof *count);
    free(h->count);
    h->count = count;
    h->first = begin;
    h->size = end - begin;
    return DT_OK;
}

/* Counts a member whose bin has no memory yet, or needs none. */
static dt_status count_apart(dt_histogram *h, const dt_scale *scale, int bin)
{
    if (bin == DT_NO_BIN) return DT_OK;
    if (bin == 0) {
        h->under++;
        return DT_OK;
    }
    if (bin > scale->n_bin) {
        h->over++;
        return DT_OK;
    }
    dt_status status = reserve(h, scale, bin);
    if (status == DT_OK) h->count[bin - h->first]++;
    return status;
}

dt_status dt_histogram_add(dt_histogram *h, const dt_scale *scale, const uint16_t *bin, int n)
{
    uint32_t *count = h->count;
    unsigned first = (unsigned)h->first, size = (unsigned)h->size;
    for (int i = 0; i < n; i++) {
        unsigned place = bin[i] - first; /* wraps to a large number below the first bin */
        if (place < size) {
            count[place]++;
            continue;
        }
        dt_status status = count_apart(h, scale, bin[i]);
        if (status != DT_OK) return status;
        count = h->count;
        first = (unsigned)h->first;
        size = (unsigned)h->size;
    }
    return DT_OK;
}

dt_status dt_histogram_join(dt_histogram *h, const dt_scale *scale, const dt_histogram *other)
{
    for (int b = 0; b < other->size; b++) {
        int bin = other->first + b;
        if (other->count[b] == 0) continue;
        if (bin < h->first || bin >= h->first + h->size) {
            dt_status status = reserve(h, scale, bin);
            if (status != DT_OK) return status;
        }
        h->count[bin - h->first] += other->count[b];
    }
    h->under += other->under;
    h->over += other->over;
    h->sum += other->sum;
    h->least = other->least < h->least ? other->least : h->least;
    h->greatest = other->greatest > h->greatest ? other->greatest : h->greatest;
    return DT_OK;
}

int64_t dt_histogram_total(const dt_histogram *h)
{
    int64_t total = (int64_t)h->under + h->over;
    for (int b = 0; b < h->size; b++)
        total += h->count[b];
    return total;
}

/* Place of the rank-th (from 0) of `n` numbers that are spread evenly over low .. high. */
static double spread(double low, double high, int64_t rank, int64_t n)
{
    return low + (high - low) * ((double)rank + 0.5) / (double)n;
}

/* Order statistic of rank 0 .. total-1. */
static double order_statistic(const dt_histogram *h, const dt_scale *scale, int64_t rank, int64_t total)
{
    if (rank <= 0) return h->least;
    if (rank >= total - 1) return h->greatest;
    double x = h->greatest;
    if (rank < h->under) {
        x = spread(h->least, scale->least, rank, h->under);
    } else if (rank >= total - h->over) {
        x = spread(scale->greatest, h->greatest, rank - (total - h->over), h->over);
    } else {
        int64_t before = h->under;
        int b = 0;
        while (before + h->count[b] <= rank)
            before += h->count[b++];
        x = spread(dt_scale_edge(scale, h->first + b), dt_scale_edge(scale, h->first + b + 1), rank - before,
                   h->count[b]);
    }
    return fmin(fmax(x, h->least), h->greatest);
}

double dt_histogram_quantile(const dt_histogram *h, const dt_scale *scale, double p)
{
    int64_t total = dt_histogram_total(h);
    if (total == 0 || !(p >= 0.0 && p <= 1.0)) return NAN;
    double place = p * (double)(total - 1);
    int64_t rank = (int64_t)floor(place);
    double low = order_statistic(h, scale, rank, total);
    double high = order_statistic(h, scale, rank + 1, total);
    return low + (place - (double)rank) * (high - low);
}

double dt_histogram_mean(const dt_histogram *h, const dt_scale *scale)
{
    int64_t total = dt_histogram_total(h);
    return total ? (double)h->sum * scale->quantum / (double)total : NAN;
}
