/* Checks of a point that some method calls the answer: every figure is computed from the problem itself. */
#include <math.h>
#include <string.h>

#include "solve/lp_store.h"

static double larger(double a, double b)
{
    return a > b ? a : b;
}

/* How far `value` lies outside its bounds, over 1 + |bound|. */
static double violation(double value, double low, double high)
{
    if (value < low) return (low - value) / (1.0 + fabs(low));
    if (value > high) return (value - high) / (1.0 + fabs(high));
    return 0.0;
}

struct dual_sum {
    double objective;       /* of the dual, in units of cost */
    double wrong;           /* greatest dual on a bound that does not exist */
    double complementarity; /* greatest |dual| times distance */
};

/* Adds one bound's part: a positive dual leans on the lower bound, a negative one on the upper. */
static void lean(struct dual_sum *sum, double dual, double value, double low, double high)
{
    double bound = dual > 0.0 ? low : high;
    if (dual == 0.0) return;
    if (!isfinite(bound)) {
        sum->wrong = larger(sum->wrong, fabs(dual));
        sum->objective += dual * value;
        return;
    }
    sum->objective += dual * bound;
    sum->complementarity = larger(sum->complementarity, fabs(dual * (value - bound)));
}

/* A column with a quadratic cost: the dual takes the best value that the column could have at these row
 * duals, so that an error of the point shows squared. */
static void lean_quadratic(struct dual_sum *sum, const dt_lp_store *s, int j, double x, double reduced_cost)
{
    double q = s->quadratic[j], slope = reduced_cost - q * x;
    double best = fmin(fmax(-slope / q, s->lower[j]), s->upper[j]);
    double least = (0.5 * q * best + slope) * best;
    sum->objective += least;
    sum->complementarity = larger(sum->complementarity, (0.5 * q * x + slope) * x - least);
}

static void row_values(const dt_lp_store *s, dt_lp_point *p)
{
    for (int i = 0; i < s->n_row; i++) {
        double sum = 0.0;
        for (int k = s->start[i]; k < s->start[i + 1]; k++)
            sum += s->value[k] * p->x[s->column[k]];
        p->row_value[i] = sum;
    }
}

static void reduced_costs(const dt_lp_store *s, dt_lp_point *p)
{
    for (int j = 0; j < s->n_column; j++)
        p->reduced_cost[j] = s->cost[j] + (s->quadratic ? s->quadratic[j] * p->x[j] : 0.0);
    for (int i = 0; i < s->n_row; i++)
        for (int k = s->start[i]; k < s->start[i + 1]; k++)
            p->reduced_cost[s->column[k]] -= s->value[k] * p->row_dual[i];
}

void dt_lp_check(const dt_lp_store *s, dt_lp_point *p, dt_lp_answer *a)
{
    row_values(s, p);
    reduced_costs(s, p);
    double worst = 0.0, linear = 0.0, square = 0.0, greatest_cost = 0.0;
    struct dual_sum sum = {0};
    for (int i = 0; i < s->n_row; i++) {
        worst = larger(worst, violation(p->row_value[i], s->row_lower[i], s->row_upper[i]));
        lean(&sum, p->row_dual[i], p->row_value[i], s->row_lower[i], s->row_upper[i]);
    }
    for (int j = 0; j < s->n_column; j++) {
        double x = p->x[j];
        worst = larger(worst, violation(x, s->lower[j], s->upper[j]));
        linear += s->cost[j] * x;
        if (s->quadratic && s->quadratic[j] > 0.0) {
            lean_quadratic(&sum, s, j, x, p->reduced_cost[j]);
            square += 0.5 * s->quadratic[j] * x * x;
        } else {
            lean(&sum, p->reduced_cost[j], x, s->lower[j], s->upper[j]);
        }
        greatest_cost = larger(greatest_cost, fabs(s->cost[j]));
    }
    a->objective = linear + square;
    double scale = 1.0 + fabs(a->objective);
    a->primal_residual = worst;
    a->dual_residual = sum.wrong / (1.0 + greatest_cost);
    a->complementarity = sum.complementarity / scale;
    a->gap = fabs(a->objective - sum.objective) / scale;
}

int dt_lp_is_accepted(const dt_lp_answer *a, double accept)
{
    return a->primal_residual <= accept && a->dual_residual <= accept && a->complementarity <= accept &&
        a->gap <= accept;
}

/* Certificate of Farkas: with y = ray, the greatest value of y'(Ax) over the columns' bounds stays below the
 * least value that the rows' bounds allow. */
static int proves(const dt_lp_store *s, const double *y, double sign, double *work)
{
    double need = 0.0, reach = 0.0, size = 0.0;
    memset(work, 0, (size_t)s->n_column * sizeof *work);
    for (int i = 0; i < s->n_row; i++) {
        double weight = sign * y[i];
        if (weight == 0.0) continue;
        double bound = weight > 0.0 ? s->row_lower[i] : s->row_upper[i];
        if (!isfinite(bound)) return 0;
        need += weight * bound;
        size += fabs(weight * bound);
        for (int k = s->start[i]; k < s->start[i + 1]; k++)
            work[s->column[k]] += weight * s->value[k];
    }
    for (int j = 0; j < s->n_column; j++) {
        if (fabs(work[j]) <= 1e-11) continue;
        double bound = work[j] > 0.0 ? s->upper[j] : s->lower[j];
        if (!isfinite(bound)) {
            if (fabs(work[j]) > 1e-9) return 0;
            continue;
        }
        reach += work[j] * bound;
        size += fabs(work[j] * bound);
    }
    return need - reach > 1e-9 * (1.0 + size);
}

int dt_lp_ray_check(const dt_lp_store *s, double *ray, double *work)
{
    double greatest = 0.0;
    for (int i = 0; i < s->n_row; i++)
        greatest = larger(greatest, fabs(ray[i]));
    if (!(greatest > 0.0) || !isfinite(greatest)) return 0;
    for (int i = 0; i < s->n_row; i++)
        ray[i] = fabs(ray[i]) <= 1e-12 * greatest ? 0.0 : ray[i] / greatest;
    if (proves(s, ray, 1.0, work)) return 1;
    if (!proves(s, ray, -1.0, work)) return 0;
    for (int i = 0; i < s->n_row; i++)
        ray[i] = -ray[i];
    return 1;
}
