/* First-order index from given data: variance of slice means. A case with weight w counts as w cases at one
 * place; one that lies across the border of two slices counts in both, with what it has there. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "statistics/basic.h"

/* Mean and sums of squares, each with the weights of its cases. */
typedef struct squares {
    double weight, mean, total, between;
} squares;

static double weight_at(const dt_pairs *p, int i)
{
    return p->weight ? p->weight[i] : 1.0;
}

static double mean_of(const dt_pairs *p, double weight)
{
    double mean = 0.0;
    for (int i = 0; i < p->n; i++)
        mean += weight_at(p, i) * p->y[i] / weight;
    return mean;
}

/* Slices of equal numbers of cases. */
static double between_slices(const dt_pairs *p, const dt_ranked *ranked, int n_slice, double mean)
{
    double between = 0.0;
    for (int s = 0; s < n_slice; s++) {
        int first = (int)((int64_t)s * p->n / n_slice), last = (int)((int64_t)(s + 1) * p->n / n_slice);
        double sum = 0.0;
        for (int i = first; i < last; i++)
            sum += p->y[ranked[i].place] - mean;
        between += sum * sum / (last - first);
    }
    return between;
}

/* Slices of equal weight. */
static double between_weights(const dt_pairs *p, const dt_ranked *ranked, int n_slice, const squares *q,
                              double mean)
{
    double between = 0.0, size = q->weight / n_slice, room = size, sum = 0.0, held = 0.0;
    int s = 0;
    for (int i = 0; i < p->n; i++) {
        double left = p->weight[ranked[i].place], y = p->y[ranked[i].place] - mean;
        while (s < n_slice - 1 && left >= room) {
            between += (sum + room * y) * (sum + room * y) / size;
            left -= room;
            room = size;
            sum = held = 0.0;
            s++;
        }
        sum += left * y;
        held += left;
        room -= left;
    }
    return held > 0.0 ? between + sum * sum / held : between;
}

/* 0 without memory, or with too few cases. */
static int take_squares(const dt_pairs *p, int n_slice, squares *q)
{
    *q = (squares){.weight = p->n};
    if (p->weight) {
        q->weight = 0.0;
        for (int i = 0; i < p->n; i++)
            q->weight += p->weight[i];
    }
    dt_ranked *ranked = n_slice > 1 && q->weight >= 2 * n_slice ? malloc((size_t)p->n * sizeof *ranked)
                                                                : NULL;
    if (!ranked) return 0;
    double mean = q->mean = mean_of(p, q->weight);
    for (int i = 0; i < p->n; i++) {
        ranked[i] = (dt_ranked){p->x[i], i};
        q->total += weight_at(p, i) * ((p->y[i] - mean) * (p->y[i] - mean));
    }
    dt_sort_ranked(ranked, p->n);
    q->between = p->weight ? between_weights(p, ranked, n_slice, q, mean)
                           : between_slices(p, ranked, n_slice, mean);
    free(ranked);
    return 1;
}

double dt_first_order_test(const dt_pairs *pairs, int n_slice, double *p)
{
    squares q;
    *p = 1.0;
    if (!take_squares(pairs, n_slice, &q)) return NAN;
    /* Of a constant the rounding of its mean is left, at most a unit in the last place for each case. */
    double rounding = DBL_EPSILON * pairs->n * q.mean;
    if (!(q.total > q.weight * rounding * rounding)) return 0.0;
    double slices = n_slice - 1, rest = q.weight - n_slice;
    /* within-slice scatter adds (k - 1)/(n - k) of itself to the variance of slice means */
    double within = q.total - q.between, chance = within * slices / rest;
    if (within > 0.0) {
        double f = q.between / slices / (within / rest), share = rest / (rest + slices * f);
        *p = dt_beta_share(share, 1.0 - share, 0.5 * rest, 0.5 * slices);
    } else {
        *p = 0.0;
    }
    return (q.between - chance) / q.total;
}

double dt_first_order(const dt_pairs *pairs, int n_slice)
{
    double p;
    return dt_first_order_test(pairs, n_slice, &p);
}
