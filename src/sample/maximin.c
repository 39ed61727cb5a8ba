/* A Latin hypercube whose points keep far apart: swaps of two slices in one column are kept while they lower
 * the criterion of Morris and Mitchell (1995, J. Stat. Plan. Inference 43:381), the sum over pairs of
 * distance to the power -16, which stands for the least distance. Points stand in the middles of their
 * slices. */
#include <stdlib.h>

#include "core/try.h"
#include "sample/design.h"

/* Swaps that are tried, and the work they may cost altogether, in pairs. */
enum { SWAPS_PER_POINT = 400, WORK_LIMIT = 400000000 };

typedef struct search {
    int n, d;
    int32_t *stratum;
    double *square; /* n x n squared distances, in slices */
} search;

static double repulsion(double square)
{
    double fourth = square * square, eighth = fourth * fourth;
    return 1.0 / (eighth * eighth);
}

static void fill_distances(const search *s)
{
    for (int i = 0; i < s->n; i++)
        for (int j = 0; j < s->n; j++) {
            double sum = 0.0;
            for (int c = 0; c < s->d; c++) {
                double gap = s->stratum[i * s->d + c] - s->stratum[j * s->d + c];
                sum += gap * gap;
            }
            s->square[(size_t)i * (size_t)s->n + (size_t)j] = sum;
        }
}

/* Squared distance of points i and k after column c of i is set to `to`. */
static double moved_square(const search *s, int i, int k, int c, int32_t to)
{
    double from_gap = s->stratum[i * s->d + c] - s->stratum[k * s->d + c],
           to_gap = to - s->stratum[k * s->d + c];
    return s->square[(size_t)i * (size_t)s->n + (size_t)k] - from_gap * from_gap + to_gap * to_gap;
}

/* Change of the criterion if points i and j swap their slices of column c. */
static double change_of(const search *s, int i, int j, int c)
{
    int32_t at_i = s->stratum[i * s->d + c], at_j = s->stratum[j * s->d + c];
    double change = 0.0;
    for (int k = 0; k < s->n; k++) {
        if (k == i || k == j) continue;
        const double *row_i = s->square + (size_t)i * (size_t)s->n,
                     *row_j = s->square + (size_t)j * (size_t)s->n;
        change += repulsion(moved_square(s, i, k, c, at_j)) - repulsion(row_i[k]);
        change += repulsion(moved_square(s, j, k, c, at_i)) - repulsion(row_j[k]);
    }
    return change;
}

static void set_square(const search *s, int i, int k, double square)
{
    s->square[(size_t)i * (size_t)s->n + (size_t)k] = square;
    s->square[(size_t)k * (size_t)s->n + (size_t)i] = square;
}

static void swap(const search *s, int i, int j, int c)
{
    int32_t at_i = s->stratum[i * s->d + c], at_j = s->stratum[j * s->d + c];
    for (int k = 0; k < s->n; k++) {
        if (k == i || k == j) continue;
        set_square(s, i, k, moved_square(s, i, k, c, at_j));
        set_square(s, j, k, moved_square(s, j, k, c, at_i));
    }
    s->stratum[i * s->d + c] = at_j;
    s->stratum[j * s->d + c] = at_i;
}

static void improve(const search *s, uint64_t seed)
{
    int64_t swaps = (int64_t)s->n * SWAPS_PER_POINT, most = WORK_LIMIT / s->n;
    if (swaps > most) swaps = most;
    for (int64_t t = 0; t < swaps; t++) {
        uint64_t bits = dt_mixed_bits(seed, UINT64_MAX, (uint64_t)t);
        int i = (int)((bits & 0xfffff) % (uint64_t)s->n), j = (int)((bits >> 20 & 0xfffff) % (uint64_t)s->n);
        int c = (int)((bits >> 40) % (uint64_t)s->d);
        if (i != j && change_of(s, i, j, c) < 0.0) swap(s, i, j, c);
    }
}

dt_status dt_maximin_search(struct dt_design *d)
{
    search s = {.n = (int)d->rows, .d = d->made_by.n_column};
    s.square = malloc((size_t)s.n * (size_t)s.n * sizeof *s.square);
    d->stratum = malloc((size_t)s.n * (size_t)s.d * sizeof *d->stratum);
    if (!s.square || !d->stratum) {
        free(s.square);
        return DT_NO_MEMORY;
    }
    s.stratum = d->stratum;
    for (int i = 0; i < s.n; i++)
        for (int c = 0; c < s.d; c++) {
            uint64_t key = dt_mixed_bits(d->made_by.seed, (uint64_t)c, 0);
            s.stratum[i * s.d + c] = (int32_t)dt_shuffled((uint64_t)i, (uint64_t)s.n, key);
        }
    fill_distances(&s);
    improve(&s, d->made_by.seed);
    free(s.square);
    return DT_OK;
}

void dt_point_maximin(const struct dt_design *d, int64_t row, double *u)
{
    for (int c = 0; c < d->made_by.n_column; c++)
        u[c] = (d->stratum[row * d->made_by.n_column + c] + 0.5) / (double)d->rows;
}
