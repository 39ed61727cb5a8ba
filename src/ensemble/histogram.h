/* Histograms: integer counts of one number over members, from which quantiles and the mean are read.
 *
 * Everything in a histogram is an integer, a least or a greatest, so that the order in which members come
 * does not matter. */
#ifndef DT_ENSEMBLE_HISTOGRAM_H
#define DT_ENSEMBLE_HISTOGRAM_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "detente/param.h"
#include "detente/status.h"

__extension__ typedef __int128 dt_wide; /* sums of 2^64 values of 63 bits */

enum {
    DT_BINS_LINEAR = 1024,
    DT_OCTAVE_BITS = 7, /* 2^7 = 128 bins for each doubling: the widest is 1/128 = 0.8% of its lower edge */
    DT_NO_BIN = UINT16_MAX /* a member that is not counted */
};

/* How an output falls into bins. Bin 0 lies below the range, 1 .. n_bin in it, n_bin + 1 above. */
typedef struct dt_scale {
    int is_log;
    double least, greatest;
    int n_bin;
    int64_t first_key; /* LOG: exponent and leading bits of the mantissa of `least` */
    double per_unit;   /* LINEAR: bins per unit */
    /* Unit of the integer sums, a power of two: 2^-56 of the range, so that 64 times the range still fits;
     * and its inverse. */
    double quantum, per_quantum;
} dt_scale;

dt_scale dt_scale_of(const dt_output_info *output);
/* Lower edge of bin 1 .. n_bin + 1. */
double dt_scale_edge(const dt_scale *scale, int bin);

enum { DT_KEY_SHIFT = 52 - DT_OCTAVE_BITS };

/* Exponent and leading bits of the mantissa. */
static inline int64_t dt_key_of(double x)
{
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits >> DT_KEY_SHIFT;
}

/* Bin of a value. A linear range includes its ends (a share may be exactly 0 or 1); a logarithmic one begins
 * above `least`. */
static inline int dt_scale_bin(const dt_scale *scale, double x)
{
    if (scale->is_log) {
        if (!(x > scale->least)) return 0;
        if (x >= scale->greatest) return scale->n_bin + 1;
        return 1 + (int)(dt_key_of(x) - scale->first_key);
    }
    if (!(x >= scale->least)) return 0;
    if (x > scale->greatest) return scale->n_bin + 1;
    int bin = 1 + (int)((x - scale->least) * scale->per_unit);
    return bin > scale->n_bin ? scale->n_bin : bin;
}

/* x in quanta, rounded; beyond 64 times the range it saturates. */
static inline int64_t dt_scale_quanta(const dt_scale *scale, double x)
{
    const double most = 0x1p62;
    double quanta = x * scale->per_quantum;
    quanta = quanta < most ? quanta : most;
    quanta = quanta > -most ? quanta : -most;
    return llrint(quanta);
}

/* Counts of one output of one group after one step. Only the bins that are in use have memory. */
typedef struct dt_histogram {
    uint32_t *count; /* of bins first .. first + size - 1 */
    int first, size;
    uint32_t under, over;
    dt_wide sum; /* quanta */
    double least, greatest;
} dt_histogram;

void dt_histogram_init(dt_histogram *h);
void dt_histogram_clear(dt_histogram *h);
/* Counts n members by bin; DT_NO_BIN is passed over. */
dt_status dt_histogram_add(dt_histogram *h, const dt_scale *scale, const uint16_t *bin, int n);
/* Adds the counts of another histogram of the same scale. */
dt_status dt_histogram_join(dt_histogram *h, const dt_scale *scale, const dt_histogram *other);
/* Number of members counted. */
int64_t dt_histogram_total(const dt_histogram *h);
/* Quantile p: order statistics as if the members of a bin were spread evenly over it, and between two of them
 * linear interpolation (type 7 of Hyndman and Fan). The first and last are exact. It grows with p. NAN of an
 * empty histogram. */
double dt_histogram_quantile(const dt_histogram *h, const dt_scale *scale, double p);
double dt_histogram_mean(const dt_histogram *h, const dt_scale *scale);

#endif
