/* Representative blocks of hours by k-medoids: each block is the row of its hours' total load and of the
 * output that is available, both over their greatest values; the distance is Euclidean.
 *
 * The block of the highest load is always chosen; others are built up one by one so that the sum of distances
 * falls most, then swapped while that helps. Ties go to the earlier block, so the choice is reproducible. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/grid_plan.h"

struct choice {
    int n, length, n_chosen;
    double *distance; /* n by n */
    int *chosen;
};

/* Number of blocks of equal length; 0 if they differ. */
static int count_blocks(const dt_grid_periods *p, int *length)
{
    int n = 1, since = 0;
    *length = 0;
    for (int t = 1; t <= p->n_period; t++) {
        if (t < p->n_period && p->block[t] == p->block[t - 1]) continue;
        if (*length > 0 && t - since != *length) return 0;
        *length = t - since;
        since = t;
        if (t < p->n_period) n++;
    }
    return n;
}

static double total(const double *row, int n)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += row[i];
    return sum;
}

/* Two features an hour. Returns the block of the highest load. */
static int features(const dt_grid *g, const dt_grid_periods *p, int length, double *feature)
{
    double greatest[2] = {0.0, 0.0};
    int peak = 0;
    for (int t = 0; t < p->n_period; t++) {
        feature[2 * t] = total(p->load + (size_t)t * (size_t)g->n_bus, g->n_bus);
        feature[2 * t + 1] = total(p->pmax + (size_t)t * (size_t)g->n_generator, g->n_generator);
        if (feature[2 * t] > greatest[0]) peak = t / length;
        for (int k = 0; k < 2; k++)
            greatest[k] = fmax(greatest[k], feature[2 * t + k]);
    }
    for (int t = 0; t < p->n_period; t++)
        for (int k = 0; k < 2; k++)
            if (greatest[k] > 0.0) feature[2 * t + k] /= greatest[k];
    return peak;
}

static void distances(struct choice *c, const double *feature)
{
    int width = 2 * c->length;
    for (int a = 0; a < c->n; a++)
        for (int b = 0; b < c->n; b++) {
            double sum = 0.0;
            for (int k = 0; k < width; k++) {
                double d = feature[a * width + k] - feature[b * width + k];
                sum += d * d;
            }
            c->distance[a * c->n + b] = sqrt(sum);
        }
}

/* The chosen block nearest to one. */
static int nearest(const struct choice *c, int block)
{
    int best = 0;
    for (int k = 1; k < c->n_chosen; k++)
        if (c->distance[block * c->n + c->chosen[k]] < c->distance[block * c->n + c->chosen[best]]) best = k;
    return best;
}

static double sum_of(const struct choice *c)
{
    double sum = 0.0;
    for (int b = 0; b < c->n; b++)
        sum += c->distance[b * c->n + c->chosen[nearest(c, b)]];
    return sum;
}

static int is_chosen(const struct choice *c, int block)
{
    for (int k = 0; k < c->n_chosen; k++)
        if (c->chosen[k] == block) return 1;
    return 0;
}

/* Puts into place `k` the block with which the sum is least; returns that sum. */
static double best_for(struct choice *c, int k)
{
    int before = c->chosen[k], best = before;
    double least = before >= 0 ? sum_of(c) : INFINITY;
    for (int b = 0; b < c->n; b++) {
        c->chosen[k] = -1;
        if (is_chosen(c, b)) continue;
        c->chosen[k] = b;
        double sum = sum_of(c);
        if (sum < least - 1e-12) {
            least = sum;
            best = b;
        }
    }
    c->chosen[k] = best;
    return least;
}

static void choose(struct choice *c, int count, int peak)
{
    c->chosen[0] = peak;
    c->n_chosen = 1;
    while (c->n_chosen < count) {
        c->chosen[c->n_chosen++] = -1;
        best_for(c, c->n_chosen - 1);
    }
    for (double sum = sum_of(c), before = INFINITY; sum < before - 1e-12;) {
        before = sum;
        for (int k = 1; k < count; k++)
            sum = best_for(c, k);
    }
}

static int ascending(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static dt_status copy(const dt_grid *g, const dt_grid_profile *from, const struct choice *c,
                      dt_grid_profile *out)
{
    dt_grid_profile p = {0};
    int n = c->n_chosen * c->length;
    size_t hours = (size_t)n, bus = (size_t)g->n_bus, unit = (size_t)g->n_generator;
    p.weight = calloc(hours + 1, sizeof *p.weight);
    p.block = calloc(hours + 1, sizeof *p.block);
    p.load = malloc((hours * bus + 1) * sizeof *p.load);
    p.pmax = malloc((hours * unit + 1) * sizeof *p.pmax);
    if (!p.weight || !p.block || !p.load || !p.pmax) {
        dt_grid_profile_clear(&p);
        return DT_NO_MEMORY;
    }
    for (int b = 0; b < c->n; b++)
        for (int h = 0; h < c->length; h++)
            p.weight[nearest(c, b) * c->length + h] += from->weight[b * c->length + h];
    for (int t = 0; t < n; t++) {
        size_t source = (size_t)(c->chosen[t / c->length] * c->length + t % c->length);
        p.block[t] = from->block[source];
        memcpy(p.load + (size_t)t * bus, from->load + source * bus, bus * sizeof *p.load);
        memcpy(p.pmax + (size_t)t * unit, from->pmax + source * unit, unit * sizeof *p.pmax);
    }
    p.periods = (dt_grid_periods){n, p.weight, p.block, p.load, p.pmax};
    *out = p;
    return DT_OK;
}

dt_status dt_grid_profile_select(const dt_grid *grid, const dt_grid_profile *profile, int count,
                                 dt_grid_profile *out)
{
    struct choice c = {0};
    c.n = count_blocks(&profile->periods, &c.length);
    if (count < 1 || count > c.n) return DT_INPUT;
    double *feature = malloc(2 * (size_t)profile->periods.n_period * sizeof *feature);
    c.distance = malloc((size_t)c.n * (size_t)c.n * sizeof *c.distance);
    c.chosen = malloc(((size_t)count + 1) * sizeof *c.chosen);
    dt_status status = feature && c.distance && c.chosen ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        int peak = features(grid, &profile->periods, c.length, feature);
        distances(&c, feature);
        choose(&c, count, peak);
        qsort(c.chosen, (size_t)count, sizeof *c.chosen, ascending);
        status = copy(grid, profile, &c, out);
    }
    free(feature);
    free(c.distance);
    free(c.chosen);
    return status;
}
