/* Cost curves made convex: points and polynomials become one quadratic piece or linear pieces of rising
 * slope.
 *
 * Points outside the limits are cut, the end pieces extended where limits lie outside the points. Where the
 * slope falls, the lower convex hull is taken; a point above it by rounding of the file (1e-6 of the cost) is
 * not worth a word. A concave parabola's hull is its chord; polynomials of higher degree are sampled. */
#include <math.h>
#include <stdlib.h>

#include "core/try.h"
#include "grid/columns.h"

enum { SAMPLES = 201 };

/* How far above the hull, relative to the cost, a point lies that is not rounding of the file. */
static const double hull_tolerance = 1e-6;

struct point {
    double x, y;
};

void dt_curve_clear(dt_curve *curve)
{
    free(curve->width);
    *curve = (dt_curve){0};
}

static double polynomial(const dt_grid_cost *cost, double x)
{
    double y = 0.0;
    for (int k = 0; k < cost->count; k++)
        y = y * x + cost->value[k];
    return y;
}

/* Coefficient of x^power; 0 beyond the degree. */
static double coefficient(const dt_grid_cost *cost, int power)
{
    return power < cost->count ? cost->value[cost->count - 1 - power] : 0.0;
}

static int degree(const dt_grid_cost *cost)
{
    int d = cost->count - 1;
    while (d > 0 && coefficient(cost, d) == 0.0)
        d--;
    return d > 0 ? d : 0;
}

static double slope(struct point a, struct point b)
{
    return (b.y - a.y) / (b.x - a.x);
}

/* Lower hull of points with rising x, in place. Returns their number; says whether anything was cut off. */
static int take_hull(struct point *p, int count, int *is_convex)
{
    int n = 0;
    for (int k = 0; k < count; k++) {
        struct point next = p[k];
        while (n >= 2 && slope(p[n - 2], p[n - 1]) > slope(p[n - 1], next)) {
            double chord = p[n - 2].y + slope(p[n - 2], next) * (p[n - 1].x - p[n - 2].x);
            if (p[n - 1].y - chord > hull_tolerance * (1.0 + fabs(chord))) *is_convex = 0;
            n--;
        }
        p[n++] = next;
    }
    return n;
}

static dt_status pieces_room(dt_curve *curve, int count)
{
    curve->width = calloc(2 * (size_t)count + 2, sizeof *curve->width);
    if (!curve->width) return DT_NO_MEMORY;
    curve->slope = curve->width + count + 1;
    return DT_OK;
}

/* Pieces between hull points, cut to the limits. */
static void make_pieces(dt_curve *curve, const struct point *p, int count, double low, double high)
{
    double start = isfinite(low) ? low : p[0].x;
    curve->start = start;
    for (int k = 0; k + 1 < count; k++) {
        double from = k == 0 ? start : fmax(p[k].x, start),
               to = k + 2 == count ? high : fmin(p[k + 1].x, high);
        double s = slope(p[k], p[k + 1]);
        int has_start = (k == 0 || start >= p[k].x) && (k + 2 == count || start < p[k + 1].x);
        if (has_start) curve->constant = p[k].y + s * (start - p[k].x);
        if (to <= from && !(k + 2 == count && curve->n_piece == 0)) continue;
        curve->width[curve->n_piece] = fmax(to - from, 0.0);
        curve->slope[curve->n_piece++] = s;
    }
}

static dt_status linear(dt_curve *curve, double constant, double s, double low, double high)
{
    DT_TRY(pieces_room(curve, 1));
    curve->start = isfinite(low) ? low : 0.0;
    curve->constant = constant + s * curve->start;
    curve->n_piece = 1;
    curve->width[0] = high - curve->start;
    curve->slope[0] = s;
    return DT_OK;
}

static dt_status from_points(struct point *p, int count, double low, double high, dt_curve *curve)
{
    int n = 0;
    for (int k = 0; k < count; k++)
        if (n == 0 || p[k].x > p[n - 1].x) p[n++] = p[k];
    if (n == 1) return linear(curve, p[0].y, 0.0, low, high);
    n = take_hull(p, n, &curve->is_convex);
    DT_TRY(pieces_room(curve, n));
    make_pieces(curve, p, n, low, high);
    return DT_OK;
}

static dt_status sample(const dt_grid_cost *cost, double low, double high, dt_curve *curve)
{
    struct point *p = malloc(SAMPLES * sizeof *p);
    if (!p) return DT_NO_MEMORY;
    for (int k = 0; k < SAMPLES; k++) {
        p[k].x = low + (high - low) * k / (SAMPLES - 1);
        p[k].y = polynomial(cost, p[k].x);
    }
    dt_status status = from_points(p, SAMPLES, low, high, curve);
    free(p);
    curve->is_convex = 0;
    return status;
}

static dt_status from_polynomial(const dt_grid_cost *cost, double low, double high, dt_curve *curve)
{
    int d = degree(cost);
    double c2 = coefficient(cost, 2);
    if (d <= 1) return linear(curve, coefficient(cost, 0), coefficient(cost, 1), low, high);
    if (d == 2 && c2 > 0.0) {
        DT_TRY(linear(curve, 0.0, coefficient(cost, 1), 0.0, high));
        curve->is_quadratic = 1;
        curve->quadratic = c2;
        curve->constant = coefficient(cost, 0);
        return DT_OK;
    }
    if (!isfinite(low) || !isfinite(high)) return DT_INPUT;
    if (d > 2 || high <= low) return sample(cost, low, high > low ? high : low + 1.0, curve);
    curve->is_convex = 0;
    double s = (polynomial(cost, high) - polynomial(cost, low)) / (high - low);
    return linear(curve, polynomial(cost, low) - s * low, s, low, high);
}

static dt_status from_table(const dt_grid_cost *cost, double low, double high, dt_curve *curve)
{
    struct point *p = malloc(((size_t)cost->count + 1) * sizeof *p);
    if (!p) return DT_NO_MEMORY;
    for (int k = 0; k < cost->count; k++)
        p[k] = (struct point){cost->value[2 * k], cost->value[2 * k + 1]};
    dt_status status = from_points(p, cost->count, low, high, curve);
    free(p);
    return status;
}

dt_status dt_curve_make(const dt_grid_cost *cost, double low, double high, dt_curve *out)
{
    dt_curve curve = {.is_convex = 1};
    dt_status status = DT_OK;
    if (cost->model == 1 && cost->count > 0)
        status = from_table(cost, low, high, &curve);
    else if (cost->model == 2 && cost->count > 0)
        status = from_polynomial(cost, low, high, &curve);
    else
        status = linear(&curve, 0.0, 0.0, low, high);
    if (status != DT_OK) {
        dt_curve_clear(&curve);
        return status;
    }
    *out = curve;
    return DT_OK;
}
