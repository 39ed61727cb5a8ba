/* The decisions of a dispatch as columns of a linear or quadratic program.
 *
 * A generator has one column with a polynomial cost of degree 2 at most, or one for each piece of a piecewise
 * linear cost; then come direct-current lines, load that may be shed, and the extra load of a site. Output is
 * start + the sum of its columns. What does not depend on columns stands in `fixed` (MW injected per bus) and
 * `constant` (USD/h). */
#ifndef DT_GRID_COLUMNS_H
#define DT_GRID_COLUMNS_H

#include "detente/grid.h"

enum dt_column_kind {
    DT_COLUMN_GENERATOR,
    DT_COLUMN_DCLINE,
    DT_COLUMN_SHED,
    DT_COLUMN_SITE,
    DT_COLUMN_RELIEF
};

typedef struct dt_column {
    enum dt_column_kind kind;
    int element;      /* generator, line or bus */
    int bus[2];       /* where it injects; -1: nowhere */
    double inject[2]; /* MW per unit of the column */
    double lower, upper, cost, quadratic;
    double width; /* of a piece that is not the last, MW */
} dt_column;

typedef struct dt_columns {
    const dt_grid *grid;
    int count, room;
    dt_column *column;
    double *start;        /* per generator, then per line: MW at columns 0 */
    double *least, *most; /* per generator, then per line: limits now, MW */
    double *fixed;        /* per bus, MW */
    double constant;      /* USD/h */
    int has_quadratic;
    int site;   /* column of the extra load */
    int relief; /* column of the common excess over limits after outages */
} dt_columns;

/* Makes the columns. Shedding costs shed_cost (USD/MWh); 0 means none. Warnings name units whose cost is not
 * convex. */
dt_status dt_columns_create(const dt_grid *grid, const dt_grid_opf_options *options, const double *withdrawal,
                            dt_columns **out, dt_diagnostics *diagnostics);
void dt_columns_free(dt_columns *columns);
/* Changes the limits of a generator: its pieces keep their slopes, the end pieces reach further if need be.
 */
void dt_columns_limit(dt_columns *columns, int generator, double low, double high);

/* A convex cost curve over [low, high]: one quadratic piece, or linear pieces. Used for generators and lines.
 */
typedef struct dt_curve {
    int is_quadratic;           /* 1: quadratic * x^2 + slope[0] * x + constant */
    double quadratic, constant; /* constant: cost at `start`, or of the polynomial at 0 */
    double start;               /* MW where pieces begin */
    int n_piece, room;
    double *width, *slope;
    int is_convex; /* 0: the hull had to be taken */
} dt_curve;
dt_status dt_curve_make(const dt_grid_cost *cost, double low, double high, dt_curve *out);
void dt_curve_clear(dt_curve *curve);

#endif
