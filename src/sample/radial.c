/* Designs that change one factor at a time.
 *
 * Saltelli's (Saltelli et al. 2010, Comput. Phys. Commun. 181:259): base points A and B are the two halves of
 * a point of a Sobol' sequence of twice as many dimensions. Morris' trajectories (Morris 1991, Technometrics
 * 33:161) step through a grid of p levels by p/2 levels; levels stand in the middles of p equal slices, so
 * that no distribution is asked for its ends. The radial form (Campolongo, Saltelli and Cariboni 2011,
 * Comput. Phys. Commun. 182:978) takes point and step from two Sobol' points, the second four rows further
 * on. */
#include <string.h>

#include "sample/design.h"

enum { RADIAL_SHIFT = 4 };

void dt_point_saltelli(const struct dt_design *d, int64_t row, double *u)
{
    int n = d->made_by.n_column, place = (int)(row % d->group);
    int64_t base = row / d->group;
    int is_b = place == d->group - 1, is_b_with_a = !is_b && place > n;
    dt_sobol_coordinates(d, base, is_b || is_b_with_a ? n : 0, n, u);
    if (place == 0 || is_b) return;
    int c = is_b_with_a ? place - n - 1 : place - 1;
    dt_sobol_coordinates(d, base, is_b_with_a ? c : n + c, 1, u + c);
}

void dt_point_morris_radial(const struct dt_design *d, int64_t row, double *u)
{
    int n = d->made_by.n_column, place = (int)(row % d->group);
    int64_t base = row / d->group;
    dt_sobol_coordinates(d, base, 0, n, u);
    if (place > 0) dt_sobol_coordinates(d, base + RADIAL_SHIFT, n + place - 1, 1, u + place - 1);
}

/* What a trajectory of Morris is: the order in which columns move, and for each column its lower level and
 * whether it starts there. */
static int order_of(const struct dt_design *d, int64_t t, int step)
{
    uint64_t key = dt_mixed_bits(d->made_by.seed, UINT64_MAX, (uint64_t)t);
    return (int)dt_shuffled((uint64_t)step, (uint64_t)d->made_by.n_column, key);
}

static int lower_level(const struct dt_design *d, int64_t t, int column, int *starts_low)
{
    uint64_t bits = dt_mixed_bits(d->made_by.seed, (uint64_t)t, (uint64_t)column);
    *starts_low = (int)(bits >> 63);
    return (int)((bits & 0xffffffff) % (uint64_t)(d->made_by.level / 2));
}

static double level_value(const struct dt_design *d, int level)
{
    return (level + 0.5) / d->made_by.level;
}

void dt_point_morris(const struct dt_design *d, int64_t row, double *u)
{
    int n = d->made_by.n_column, place = (int)(row % d->group), half = d->made_by.level / 2;
    int64_t t = row / d->group;
    for (int c = 0; c < n; c++) {
        int starts_low, low = lower_level(d, t, c, &starts_low);
        u[c] = level_value(d, starts_low ? low : low + half);
    }
    for (int step = 0; step < place; step++) {
        int c = order_of(d, t, step), starts_low, low = lower_level(d, t, c, &starts_low);
        u[c] = level_value(d, starts_low ? low + half : low);
    }
}

/* A radial design returns to its base point, so each step is told from there. */
int dt_design_move(const dt_design *d, int64_t t, int step, double *delta)
{
    if (d->made_by.kind == DT_DESIGN_MORRIS) {
        int c = order_of(d, t, step), starts_low;
        (void)lower_level(d, t, c, &starts_low);
        *delta = starts_low ? 0.5 : -0.5;
        return c;
    }
    double from, to;
    dt_sobol_coordinates(d, t, step, 1, &from);
    dt_sobol_coordinates(d, t + RADIAL_SHIFT, d->made_by.n_column + step, 1, &to);
    *delta = to - from;
    return step;
}
