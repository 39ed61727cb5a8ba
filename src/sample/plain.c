/* Designs without structure between factors: independent points, Latin hypercubes (McKay, Beckman and Conover
 * 1979, Technometrics 21:239) and the full factorial. */
#include "core/random.h"
#include "sample/design.h"

void dt_point_monte_carlo(const struct dt_design *d, int64_t row, double *u)
{
    for (int c = 0; c < d->made_by.n_column; c++)
        u[c] = dt_uniform(d->made_by.seed, (uint64_t)row, (uint32_t)c, DT_PURPOSE_DESIGN);
}

void dt_point_latin(const struct dt_design *d, int64_t row, double *u)
{
    for (int c = 0; c < d->made_by.n_column; c++) {
        uint64_t key = dt_mixed_bits(d->made_by.seed, (uint64_t)c, 0);
        double slice = (double)dt_shuffled((uint64_t)row, (uint64_t)d->rows, key);
        u[c] = (slice + dt_uniform(d->made_by.seed, (uint64_t)row, (uint32_t)c, DT_PURPOSE_DESIGN)) /
            (double)d->rows;
    }
}

void dt_point_factorial(const struct dt_design *d, int64_t row, double *u)
{
    int level = d->made_by.level;
    for (int c = 0; c < d->made_by.n_column; c++, row /= level)
        u[c] = ((double)(row % level) + 0.5) / level;
}
