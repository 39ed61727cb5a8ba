/* The inside of a design: options, and the tables that its kind needs. */
#ifndef DT_SAMPLE_DESIGN_H
#define DT_SAMPLE_DESIGN_H

#include "detente/sample.h"

enum { DT_SOBOL_BITS = 32 };

struct dt_design {
    dt_design_options made_by;
    int64_t rows;
    int group;           /* rows that stand together */
    uint32_t *direction; /* Sobol' points: DT_SOBOL_BITS direction numbers a dimension */
    int *prime;          /* Halton points: one a column */
    int32_t *stratum;    /* maximin: slice of each point, rows x columns */
    double *value;       /* read from a file: rows x columns */
};

/* One point of a kind: row number within what the kind counts, into u. */
typedef void dt_design_point(const struct dt_design *d, int64_t row, double *u);

/* random_bits.c: 64 well mixed bits of a seed, a stream and a place. */
uint64_t dt_mixed_bits(uint64_t seed, uint64_t stream, uint64_t place);
/* A probability kept off 0 and 1, where a distribution may have no finite value. */
double dt_inside(double u);
/* The place to which a random permutation of 0 .. n-1, chosen by `key`, moves i. */
uint64_t dt_shuffled(uint64_t i, uint64_t n, uint64_t key);

/* sobol.c: direction numbers of dimensions 1 .. n into v[n * DT_SOBOL_BITS]; a coordinate of a point in
 * digits of 2^-32; Owen's nested uniform scrambling of it; and `n` coordinates of a point in (0, 1), from
 * dimension `first`. */
void dt_sobol_directions(int n, uint32_t *v);
uint32_t dt_sobol_coordinate(const uint32_t *v, uint64_t index);
uint32_t dt_owen_scramble(uint32_t digits, uint64_t seed, uint64_t dimension);
void dt_sobol_coordinates(const struct dt_design *d, int64_t index, int first, int n, double *u);

/* halton.c */
void dt_primes(int n, int *prime);

/* One function a kind, in the file of its name. */
dt_design_point dt_point_monte_carlo, dt_point_latin, dt_point_maximin, dt_point_sobol, dt_point_halton,
    dt_point_saltelli, dt_point_morris, dt_point_morris_radial, dt_point_factorial;

/* maximin.c: finds the slices of a maximin Latin hypercube. */
dt_status dt_maximin_search(struct dt_design *d);
enum { DT_MAXIMIN_POINTS = 2000 };

#endif
