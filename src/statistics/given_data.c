/* Sensitivity from any sample: how the distribution of an output changes where one factor is held in a slice.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "detente/statistics.h"
#include "statistics/basic.h"

/* Points at which densities are compared (Plischke et al. 2013 use about as many), and most slices of delta.
 */
enum { GRID = 110, DELTA_SLICES = 48, LEAST_CASES = 20 };

/* Cases in ascending order of x: place[i] is the case of rank i. */
static void order_by(const double *x, int n, dt_ranked *scratch, int *place)
{
    for (int i = 0; i < n; i++)
        scratch[i] = (dt_ranked){x[i], i};
    dt_sort_ranked(scratch, n);
    for (int i = 0; i < n; i++)
        place[i] = scratch[i].place;
}

/* First rank of slice s of n cases in k slices. */
static int slice_begin(int s, int n, int k)
{
    return (int)((int64_t)s * n / k);
}

/* Kolmogorov-Smirnov distance of the cases whose slice is `s` from all cases, in ascending order of y: ties
 * move both distributions together. */
static double slice_distance(const dt_ranked *by_y, const int *slice, int n, int s, int size)
{
    double all = 0.0, inside = 0.0, greatest = 0.0;
    for (int i = 0; i < n; i++) {
        all += 1.0 / n;
        if (slice[by_y[i].place] == s) inside += 1.0 / size;
        int is_last_of_tie = i + 1 == n || by_y[i + 1].value > by_y[i].value;
        if (is_last_of_tie) greatest = fmax(greatest, fabs(all - inside));
    }
    return greatest;
}

/* Slice of each case by the middle of its weight in the order of x. */
static void assign_weighted(const int *place, const dt_pairs *pairs, int k, double total, int *slice)
{
    double before = 0.0;
    for (int i = 0; i < pairs->n; i++) {
        double own = pairs->weight[place[i]];
        int s = (int)(k * (before + 0.5 * own) / total);
        slice[place[i]] = s < k ? s : k - 1;
        before += own;
    }
}

/* slice_distance with weights; NAN for a slice without weight. */
static double weighted_distance(const dt_ranked *by_y, const int *slice, const dt_pairs *pairs, int s)
{
    double all = 0.0, inside = 0.0, total = 0.0, own = 0.0, greatest = 0.0;
    for (int i = 0; i < pairs->n; i++) {
        total += pairs->weight[i];
        if (slice[i] == s) own += pairs->weight[i];
    }
    for (int i = 0; i < pairs->n && own > 0.0; i++) {
        all += pairs->weight[by_y[i].place] / total;
        if (slice[by_y[i].place] == s) inside += pairs->weight[by_y[i].place] / own;
        int is_last_of_tie = i + 1 == pairs->n || by_y[i + 1].value > by_y[i].value;
        if (is_last_of_tie) greatest = fmax(greatest, fabs(all - inside));
    }
    return own > 0.0 ? greatest : NAN;
}

static double sum_of(const double *x, int n)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

/* Slice of each case by its rank in x. */
static void assign_slices(const int *place, int n, int k, int *slice)
{
    for (int s = 0; s < k; s++)
        for (int i = slice_begin(s, n, k); i < slice_begin(s + 1, n, k); i++)
            slice[place[i]] = s;
}

dt_status dt_pawn(const dt_pairs *pairs, int n_slice, double *distance)
{
    int n = pairs->n;
    if (n_slice < 1 || n < n_slice) return DT_INPUT;
    dt_ranked *ranked = malloc((size_t)n * sizeof *ranked);
    int *place = malloc(2 * (size_t)n * sizeof *place);
    if (ranked && place) {
        int *slice = place + n;
        order_by(pairs->x, n, ranked, place);
        if (pairs->weight)
            assign_weighted(place, pairs, n_slice, sum_of(pairs->weight, n), slice);
        else
            assign_slices(place, n, n_slice, slice);
        for (int i = 0; i < n; i++)
            ranked[i] = (dt_ranked){pairs->y[i], i};
        dt_sort_ranked(ranked, n);
        for (int s = 0; s < n_slice; s++)
            distance[s] = pairs->weight
                ? weighted_distance(ranked, slice, pairs, s)
                : slice_distance(ranked, slice, n, s,
                                 slice_begin(s + 1, n, n_slice) - slice_begin(s, n, n_slice));
    }
    dt_status status = ranked && place ? DT_OK : DT_NO_MEMORY;
    for (int s = 0; s < n_slice && status == DT_OK; s++)
        if (isnan(distance[s])) status = DT_INPUT;
    free(ranked);
    free(place);
    return status;
}

/* ---- delta ---- */

typedef struct density_work {
    int n, n_slice;
    const double *y;
    int *place; /* cases in ascending order of x */
    double low, step;
    double all[GRID], part[GRID];
} density_work;

/* Gaussian kernel density at the grid of the cases in place[0 .. size), width by Silverman's rule. */
static void density(const density_work *w, const int *place, int size, double *out)
{
    const double root_two_pi = 2.50662827463100050242;
    double mean = 0.0, square = 0.0;
    for (int i = 0; i < size; i++)
        mean += w->y[place[i]] / size;
    for (int i = 0; i < size; i++)
        square += (w->y[place[i]] - mean) * (w->y[place[i]] - mean);
    double width = 1.06 * sqrt(square / (size > 1 ? size - 1 : 1)) * pow(size, -0.2);
    if (!(width > 0.1 * w->step)) width = 0.1 * w->step;
    memset(out, 0, GRID * sizeof *out);
    for (int i = 0; i < size; i++) {
        double y = w->y[place[i]];
        int from = (int)ceil((y - 6.0 * width - w->low) / w->step),
            to = (int)((y + 6.0 * width - w->low) / w->step);
        for (int g = from < 0 ? 0 : from; g <= to && g < GRID; g++) {
            double z = (w->low + g * w->step - y) / width;
            out[g] += exp(-0.5 * z * z) / (size * width * root_two_pi);
        }
    }
}

/* Half the mean area between the density of each slice and that of all. */
static double delta_of(density_work *w, const int *place)
{
    double delta = 0.0;
    density(w, place, w->n, w->all);
    for (int s = 0; s < w->n_slice; s++) {
        int first = slice_begin(s, w->n, w->n_slice), size = slice_begin(s + 1, w->n, w->n_slice) - first;
        density(w, place + first, size, w->part);
        double area = 0.0;
        for (int g = 0; g < GRID; g++)
            area += fabs(w->part[g] - w->all[g]) * w->step * (g == 0 || g == GRID - 1 ? 0.5 : 1.0);
        delta += 0.5 * area * size / w->n;
    }
    return delta;
}

static void set_grid(density_work *w)
{
    double low = w->y[0], high = w->y[0];
    for (int i = 1; i < w->n; i++) {
        low = fmin(low, w->y[i]);
        high = fmax(high, w->y[i]);
    }
    double margin = 0.1 * (high - low);
    w->low = low - margin;
    w->step = (high - low + 2.0 * margin) / (GRID - 1);
    if (!(w->step > 0.0)) w->step = 1.0;
}

/* Slices: about n^(2 / (7 + tanh((1500 - n) / 500))), as Plischke et al. propose. */
static int delta_slices(int n)
{
    double k = ceil(pow(n, 2.0 / (7.0 + tanh((1500.0 - n) / 500.0))));
    return k > DELTA_SLICES ? DELTA_SLICES : (int)k;
}

/* What delta would be if x had nothing to do with y: the mean over shuffles. */
static double delta_by_chance(density_work *w, int shuffles, uint64_t seed, int *shuffled)
{
    double sum = 0.0;
    for (int r = 0; r < shuffles; r++) {
        memcpy(shuffled, w->place, (size_t)w->n * sizeof *shuffled);
        dt_shuffle(shuffled, w->n, seed, r);
        sum += delta_of(w, shuffled);
    }
    return sum / shuffles;
}

static int by_number(const void *a, const void *b)
{
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

/* Deltas of bootstrap samples, ascending: ranks in x are drawn, then sorted, so that slices stay slices. */
static void resampled_deltas(density_work *w, int resamples, uint64_t seed, int *drawn, double *value)
{
    for (int r = 0; r < resamples; r++) {
        for (int i = 0; i < w->n; i++)
            drawn[i] = (int)(dt_uniform(seed + 1, (uint64_t)r, (uint32_t)i, DT_PURPOSE_BOOTSTRAP) * w->n);
        qsort(drawn, (size_t)w->n, sizeof *drawn, by_number);
        for (int i = 0; i < w->n; i++)
            drawn[i] = w->place[drawn[i]];
        value[r] = delta_of(w, drawn);
    }
}

/* Number of shuffles that tell what chance gives. */
enum { SHUFFLES = 10 };

/* Ends of the interval: quantiles of bootstrap samples, moved so that their median is the estimate
 * (resampling sees some cases twice, which looks like dependence). */
static dt_interval delta_interval(density_work *w, const dt_resampling *r, double raw, double scale,
                                  double *value)
{
    resampled_deltas(w, r->resamples, r->seed, w->place + w->n, value);
    dt_sort_numbers(value, r->resamples);
    double shift = r->resamples ? raw - dt_quantile(value, r->resamples, 0.5, 7) : 0.0;
    double low = dt_quantile(value, r->resamples, 0.5 - 0.5 * r->level, 7);
    double high = dt_quantile(value, r->resamples, 0.5 + 0.5 * r->level, 7);
    return (dt_interval){raw * scale, (low + shift) * scale, (high + shift) * scale};
}

dt_status dt_delta(const dt_pairs *pairs, const dt_resampling *resampling, dt_interval *out)
{
    int n = pairs->n;
    if (n < LEAST_CASES || resampling->resamples < 0 || pairs->weight) return DT_INPUT;
    density_work w = {.n = n, .n_slice = delta_slices(n), .y = pairs->y};
    dt_ranked *ranked = malloc((size_t)n * sizeof *ranked);
    double *value = malloc((size_t)(resampling->resamples + 1) * sizeof *value);
    w.place = malloc(2 * (size_t)n * sizeof *w.place);
    dt_status status = ranked && w.place && value ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        order_by(pairs->x, n, ranked, w.place);
        set_grid(&w);
        /* the area that shuffled slices show is noise that adds to the true area about as squares do */
        double raw = delta_of(&w, w.place),
               noise = delta_by_chance(&w, SHUFFLES, resampling->seed, w.place + n);
        double scale = raw > noise ? sqrt(raw * raw - noise * noise) / raw : 0.0;
        *out = delta_interval(&w, resampling, raw, scale, value);
    }
    free(ranked);
    free(w.place);
    free(value);
    return status;
}
