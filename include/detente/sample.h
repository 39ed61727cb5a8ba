/* Sampling designs: which points of the unit cube an ensemble visits.
 *
 * A design has rows (points) and columns (uncertain factors); each number lies inside (0, 1), so that any
 * distribution has a finite value there. A row is made from its number alone: nothing is stored that grows
 * with the number of rows, except by the maximin design and by a design read from a file. The same options
 * give the same bits on every machine. */
#ifndef DETENTE_SAMPLE_H
#define DETENTE_SAMPLE_H

#include <stdint.h>

#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_design dt_design;

/** Kinds of design; names as in `detente sample --design NAME`. */
typedef enum dt_design_kind {
#define DT_DESIGN(name, word, text) DT_DESIGN_##name,
#include "detente/designs.def"
#undef DT_DESIGN
    DT_DESIGN_COUNT
} dt_design_kind;

/** Name of a kind and a sentence about it; NULL outside. Static storage. */
const char *dt_design_name(int kind);
const char *dt_design_text(int kind);
/** Kind by its name; -1 if there is none. */
int dt_design_find(const char *name);

/** Most columns of a design made from the Sobol' sequence. Saltelli's design takes two for each factor. */
enum { DT_SOBOL_DIMENSIONS = 1111 };

/** Options of dt_design_create. */
typedef struct dt_design_options {
    int kind;         /* dt_design_kind */
    int n_column;     /* factors */
    int64_t base;     /* points; base points of Saltelli's design; trajectories of Morris' designs; ignored by
                         the factorial */
    uint64_t seed;    /* of scrambling and shuffling; 0 is a seed like others */
    int is_scrambled; /* Sobol' points and those made from them: Owen's nested uniform scrambling */
    int level;        /* levels of Morris' grid (even, at least 2) and of the factorial (at least 1) */
    int second_order; /* Saltelli: 1 adds the rows that second-order indices need */
} dt_design_options;
/** Sobol', 1,024 points, scrambled, 4 levels; columns are to be filled in. */
dt_design_options dt_design_defaults(void);

/** Makes a design. DT_INPUT for options that no design has (reported), DT_NO_MEMORY. */
dt_status dt_design_create(const dt_design_options *options, dt_design **out, dt_diagnostics *diagnostics);
/** Reads a design from a CSV file: one row a point, one column a factor, every number inside [0, 1]; 0 and 1
 * become the nearest number inside. `name` lists the columns that are wanted, in order; other columns are
 * reported as warnings. All faults at once. */
dt_status dt_design_read(const char *path, const char *const *name, int n_column, dt_design **out,
                         dt_diagnostics *diagnostics);
/** A design of rows that the caller has made, `value` (copied) by row; `group` rows in turn belong together
 * and share one stream of shocks. DT_INPUT unless all numbers lie inside (0, 1) and groups are whole. */
dt_status dt_design_of_rows(const double *value, int64_t rows, int n_column, int group, dt_design **out);
/** Frees a design; NULL is allowed. */
void dt_design_free(dt_design *design);

/** Rows and columns. */
int64_t dt_design_rows(const dt_design *design);
int dt_design_columns(const dt_design *design);
/** What made the design; of one that was read: kind -1. */
dt_design_options dt_design_made_by(const dt_design *design);
/** Row number `row` into u[dt_design_columns]. Rows may be asked for in any order, from any thread. */
void dt_design_row(const dt_design *design, int64_t row, double *u);
/** Stream of random shocks of a row: rows of a trajectory of Morris share one, so that its steps differ by
 * one factor alone; so do the rows of Saltelli's design that are made from A, and those made from B, so that
 * shocks count as one more factor that is never swapped. Of other designs each row has its own. */
uint64_t dt_design_stream(const dt_design *design, uint64_t row);
/** Writes a design as CSV with the names of the columns, 17 digits, by a temporary name. */
dt_status dt_design_write(const dt_design *design, const char *path, const char *const *name,
                          dt_diagnostics *diagnostics);

/** Rows that stand together in a design for estimators of sensitivity: 1 for plain designs; of Saltelli's
 * design the base row of A, one row a factor of A with that column of B, where second_order likewise B with
 * that column of A, and the row of B; of Morris' designs the columns + 1 points of a trajectory. */
int dt_design_group(const dt_design *design);
/** Morris: column that changes between point `step` and step + 1 of trajectory `t`, and by how much (signed).
 */
int dt_design_move(const dt_design *design, int64_t t, int step, double *delta);

/** Point `index` of the Sobol' sequence in digits of 2^-32, dimensions 1 .. n; no scrambling. */
void dt_sobol_digits(uint64_t index, int n, uint32_t *digit);
/** Point `index` of the Halton sequence in the first n primes, without scrambling. */
void dt_halton_point(uint64_t index, int n, double *u);
/** How evenly a design fills the unit cube; n^2 work. Discrepancies as in Hickernell (1998), Math. Comp.
 * 67:299, and Zhou, Fang and Ning (2013), J. Complexity 29:283; all squared but that of the star. */
typedef struct dt_design_quality {
    double centred, wrap_around, mixture; /* squared L2 discrepancies */
    double star;                          /* L2 star discrepancy, the root */
    double greatest_correlation;          /* of two columns, in size; 0 of one column */
    double least_distance;                /* between two points, Euclidean */
    int is_latin;                         /* every column has one point in each of n slices */
} dt_design_quality;
/** Measures a design; DT_NO_MEMORY. */
dt_status dt_design_measure(const dt_design *design, dt_design_quality *out);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
