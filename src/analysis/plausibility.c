/* Members against targets: implausibility, weights, weighted quantiles. */
#include <math.h>
#include <stdlib.h>

#include "detente/calibrate.h"

void dt_plausibility_clear(dt_plausibility *p)
{
    free(p->implausibility);
    free(p->weight);
    *p = (dt_plausibility){0};
}

/* Greatest implausibility of a member, and half the sum of their squares; NAN if it failed. */
static double judge(const dt_target *target, int n, int64_t member, double *half_squares)
{
    double greatest = 0.0, sum = 0.0;
    for (int t = 0; t < n; t++) {
        double z = fabs(target[t].value[member] - target[t].observed) / sqrt(target[t].variance);
        if (!isfinite(z)) return NAN;
        greatest = z > greatest ? z : greatest;
        sum += 0.5 * z * z;
    }
    *half_squares = sum;
    return greatest;
}

/* Logarithms of likelihoods into weights with sum 1; -INFINITY weighs nothing. */
static void weigh(dt_plausibility *p)
{
    double most = -INFINITY, sum = 0.0, squares = 0.0;
    for (int64_t m = 0; m < p->members; m++)
        most = p->weight[m] > most ? p->weight[m] : most;
    for (int64_t m = 0; m < p->members; m++) {
        p->weight[m] = p->weight[m] == -INFINITY ? 0.0 : exp(p->weight[m] - most);
        sum += p->weight[m];
    }
    for (int64_t m = 0; m < p->members && sum > 0.0; m++) {
        p->weight[m] /= sum;
        squares += p->weight[m] * p->weight[m];
    }
    p->effective = squares > 0.0 ? 1.0 / squares : 0.0;
}

dt_status dt_plausibility_make(const dt_target *target, int n_target, int64_t members, double cutoff,
                               dt_plausibility *out)
{
    dt_plausibility p = {.members = members};
    if (n_target < 1 || members < 1) return DT_INPUT;
    p.implausibility = malloc((size_t)members * sizeof *p.implausibility);
    p.weight = malloc((size_t)members * sizeof *p.weight);
    if (!p.implausibility || !p.weight) {
        dt_plausibility_clear(&p);
        return DT_NO_MEMORY;
    }
    for (int64_t m = 0; m < members; m++) {
        double half_squares = 0.0, worst = judge(target, n_target, m, &half_squares);
        int is_plausible = worst <= cutoff;
        p.implausibility[m] = worst;
        p.weight[m] = is_plausible ? -half_squares : -INFINITY;
        p.n_plausible += is_plausible;
        p.n_failed += isnan(worst);
    }
    weigh(&p);
    *out = p;
    return p.n_plausible > 0 ? DT_OK : DT_NO_SOLUTION;
}

/* ---- weighted quantiles ---- */

typedef struct weighted {
    double value, weight;
} weighted;

static int by_value(const void *a, const void *b)
{
    double x = ((const weighted *)a)->value, y = ((const weighted *)b)->value;
    return (x > y) - (x < y);
}

/* Quantile of sorted values: item k stands at the middle of its own weight. */
static double read_quantile(const weighted *item, int64_t n, double total, double p)
{
    double below = 0.0, before = 0.0, wanted = p * total;
    for (int64_t k = 0; k < n; k++) {
        double at = below + 0.5 * item[k].weight;
        if (at >= wanted) {
            if (k == 0) return item[0].value;
            double share = (wanted - before) / (at - before);
            return item[k - 1].value + share * (item[k].value - item[k - 1].value);
        }
        before = at;
        below += item[k].weight;
    }
    return item[n - 1].value;
}

double dt_weighted_quantile(const double *value, const double *weight, int64_t n, double p)
{
    weighted *item = malloc((size_t)(n > 0 ? n : 1) * sizeof *item);
    int64_t kept = 0;
    double total = 0.0, quantile = NAN;
    for (int64_t i = 0; item && i < n; i++) {
        if (!isfinite(value[i]) || !(weight[i] > 0.0)) continue;
        item[kept++] = (weighted){value[i], weight[i]};
        total += weight[i];
    }
    if (kept > 0) {
        qsort(item, (size_t)kept, sizeof *item, by_value);
        quantile = read_quantile(item, kept, total, p);
    }
    free(item);
    return quantile;
}
