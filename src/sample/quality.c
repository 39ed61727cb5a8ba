/* How evenly a design fills the unit cube: discrepancies by their closed forms over pairs of points,
 * distances, correlations, slices. */
#include <math.h>
#include <stdlib.h>

#include "core/try.h"
#include "sample/design.h"

typedef struct points {
    int n, d;
    double *u;
} points;

static double at(const points *p, int row, int column)
{
    return p->u[(size_t)row * (size_t)p->d + (size_t)column];
}

/* Sums over pairs and over points of products over columns; Hickernell (1998), Zhou et al. (2013). */
typedef struct products {
    double centred, wrap, mixture, star, square;
} products;

static products pair_products(const points *p, int i, int j)
{
    products x = {1.0, 1.0, 1.0, 1.0, 0.0};
    for (int c = 0; c < p->d; c++) {
        double a = at(p, i, c), b = at(p, j, c), gap = fabs(a - b), da = fabs(a - 0.5), db = fabs(b - 0.5);
        x.centred *= 1.0 + 0.5 * (da + db - gap);
        x.wrap *= 1.5 - gap * (1.0 - gap);
        x.mixture *= 1.875 - 0.25 * (da + db) - 0.75 * gap + 0.5 * gap * gap;
        x.star *= 1.0 - fmax(a, b);
        x.square += gap * gap;
    }
    return x;
}

static products point_products(const points *p, int i)
{
    products x = {1.0, 1.0, 1.0, 1.0, 0.0};
    for (int c = 0; c < p->d; c++) {
        double a = at(p, i, c), middle = fabs(a - 0.5);
        x.centred *= 1.0 + 0.5 * (middle - middle * middle);
        x.mixture *= 5.0 / 3.0 - 0.25 * middle - 0.25 * middle * middle;
        x.star *= 0.5 * (1.0 - a * a);
    }
    return x;
}

static void measure_discrepancy(const points *p, dt_design_quality *out)
{
    products pairs = {0}, singles = {0};
    double least = HUGE_VAL, n = p->n;
    for (int i = 0; i < p->n; i++) {
        products one = point_products(p, i);
        singles.centred += one.centred;
        singles.mixture += one.mixture;
        singles.star += one.star;
        for (int j = 0; j < p->n; j++) {
            products two = pair_products(p, i, j);
            pairs.centred += two.centred;
            pairs.wrap += two.wrap;
            pairs.mixture += two.mixture;
            pairs.star += two.star;
            if (i != j) least = fmin(least, two.square);
        }
    }
    out->centred = pow(13.0 / 12.0, p->d) - 2.0 / n * singles.centred + pairs.centred / (n * n);
    out->wrap_around = -pow(4.0 / 3.0, p->d) + pairs.wrap / (n * n);
    out->mixture = pow(19.0 / 12.0, p->d) - 2.0 / n * singles.mixture + pairs.mixture / (n * n);
    out->star = sqrt(fmax(0.0, pow(3.0, -p->d) - 2.0 / n * singles.star + pairs.star / (n * n)));
    out->least_distance = sqrt(least);
}

static double correlation(const points *p, int a, int b)
{
    double ma = 0.0, mb = 0.0, aa = 0.0, bb = 0.0, ab = 0.0;
    for (int i = 0; i < p->n; i++) {
        ma += at(p, i, a) / p->n;
        mb += at(p, i, b) / p->n;
    }
    for (int i = 0; i < p->n; i++) {
        double x = at(p, i, a) - ma, y = at(p, i, b) - mb;
        aa += x * x;
        bb += y * y;
        ab += x * y;
    }
    return aa > 0.0 && bb > 0.0 ? ab / sqrt(aa * bb) : 0.0;
}

static int column_is_latin(const points *p, int column, unsigned char *seen)
{
    for (int i = 0; i < p->n; i++)
        seen[i] = 0;
    for (int i = 0; i < p->n; i++) {
        int slice = (int)(at(p, i, column) * p->n);
        if (slice >= p->n || seen[slice]) return 0;
        seen[slice] = 1;
    }
    return 1;
}

static void measure_columns(const points *p, unsigned char *seen, dt_design_quality *out)
{
    out->greatest_correlation = 0.0;
    out->is_latin = 1;
    for (int a = 0; a < p->d; a++) {
        out->is_latin = out->is_latin && column_is_latin(p, a, seen);
        for (int b = 0; b < a; b++)
            out->greatest_correlation = fmax(out->greatest_correlation, fabs(correlation(p, a, b)));
    }
}

dt_status dt_design_measure(const dt_design *design, dt_design_quality *out)
{
    points p = {(int)dt_design_rows(design), dt_design_columns(design), NULL};
    unsigned char *seen = malloc((size_t)p.n);
    p.u = malloc((size_t)p.n * (size_t)p.d * sizeof *p.u);
    if (p.u && seen) {
        for (int i = 0; i < p.n; i++)
            dt_design_row(design, i, p.u + (size_t)i * (size_t)p.d);
        measure_discrepancy(&p, out);
        measure_columns(&p, seen, out);
    }
    dt_status status = p.u && seen ? DT_OK : DT_NO_MEMORY;
    free(p.u);
    free(seen);
    return status;
}
