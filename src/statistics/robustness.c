/* Robustness of policies over scenarios, each measure by its definition (McPhail et al. 2018). */
#include <math.h>
#include <stdlib.h>

#include "detente/statistics.h"
#include "statistics/basic.h"

typedef struct table {
    const double *payoff, *weight; /* weight NULL: all are 1 */
    int n_policy, n_scenario;
    int *used; /* scenarios in which every policy has a payoff */
    int n;
    double total; /* weight of those */
    double *best;
    dt_ranked *sorted;
} table;

static double payoff_of(const table *t, int policy, int k)
{
    return t->payoff[(size_t)policy * (size_t)t->n_scenario + (size_t)t->used[k]];
}

static double weight_of(const table *t, int k)
{
    return t->weight ? t->weight[t->used[k]] : 1.0;
}

/* Sorted value at a place, from 0, where each stands as often as it weighs. */
static double at_place(const table *t, double place)
{
    double end = 0.0;
    if (!t->weight) return t->sorted[place < t->n ? (int)place : t->n - 1].value;
    for (int k = 0; k < t->n; k++) {
        end += weight_of(t, t->sorted[k].place);
        if (end > place) return t->sorted[k].value;
    }
    return t->sorted[t->n - 1].value;
}

/* Quantile of the sorted values, type 7 of Hyndman and Fan. */
static double quantile_of(const table *t, double p)
{
    double place = fmax(0.0, (t->total - 1.0) * p), below = floor(place);
    double low = at_place(t, below), high = at_place(t, below + 1.0);
    return low + (place - below) * (high - low);
}

static void find_used(table *t)
{
    for (int s = 0; s < t->n_scenario; s++) {
        int is_known = !t->weight || t->weight[s] > 0.0;
        double best = -HUGE_VAL;
        for (int p = 0; p < t->n_policy; p++) {
            double value = t->payoff[(size_t)p * (size_t)t->n_scenario + (size_t)s];
            is_known = is_known && isfinite(value);
            best = fmax(best, value);
        }
        if (!is_known) continue;
        t->best[t->n] = best;
        t->used[t->n++] = s;
        t->total += t->weight ? t->weight[s] : 1.0;
    }
}

static void measure_payoffs(const table *t, int policy, double threshold, double optimism, dt_robustness *out)
{
    double sum = 0.0, square = 0.0, tail = 0.0, below = 0.0, enough = 0.0, in_tail = 0.0;
    double size = fmin(ceil(0.2 * t->total), t->total); /* of the tail */
    for (int k = 0; k < t->n; k++) {
        t->sorted[k] = (dt_ranked){payoff_of(t, policy, k), k};
        sum += weight_of(t, k) * t->sorted[k].value;
        if (t->sorted[k].value >= threshold) enough += weight_of(t, k);
    }
    dt_sort_ranked(t->sorted, t->n);
    double mean = sum / t->total, median = quantile_of(t, 0.5);
    for (int k = 0; k < t->n; k++) {
        double x = t->sorted[k].value, weight = weight_of(t, t->sorted[k].place);
        double part = fmax(0.0, fmin(weight, size - in_tail));
        square += weight * ((x - mean) * (x - mean));
        tail += part * x / size;
        in_tail += part;
        if (x < median) below += weight * ((median - x) * (median - x));
    }
    out->worst = t->sorted[0].value;
    out->best = t->sorted[t->n - 1].value;
    out->mean = mean;
    out->hurwicz = optimism * out->best + (1.0 - optimism) * out->worst;
    out->satisficing = enough / t->total;
    out->p10 = quantile_of(t, 0.1);
    out->spread = t->total > 1.0 ? sqrt(square / (t->total - 1.0)) : 0.0;
    out->cvar20 = tail;
    out->undesirable_deviation = below;
}

static void measure_regret(const table *t, int policy, dt_robustness *out)
{
    out->mean_regret = 0.0;
    for (int k = 0; k < t->n; k++) {
        t->sorted[k] = (dt_ranked){t->best[k] - payoff_of(t, policy, k), k};
        out->mean_regret += weight_of(t, k) * t->sorted[k].value / t->total;
    }
    dt_sort_ranked(t->sorted, t->n);
    out->greatest_regret = t->sorted[t->n - 1].value;
    out->regret90 = quantile_of(t, 0.9);
}

static int dominates(const table *t, int better, int worse)
{
    int is_strict = 0;
    for (int k = 0; k < t->n; k++) {
        double gain = payoff_of(t, better, k) - payoff_of(t, worse, k);
        if (gain < 0.0) return 0;
        is_strict |= gain > 0.0;
    }
    return is_strict;
}

dt_status dt_robustness_measure(const dt_payoffs *payoffs, dt_robustness *out, int *used)
{
    int n_policy = payoffs->n_policy, n_scenario = payoffs->n_scenario;
    if (n_policy < 1 || n_scenario < 1) return DT_INPUT;
    table t = {
        .payoff = payoffs->payoff, .weight = payoffs->weight, .n_policy = n_policy, .n_scenario = n_scenario};
    t.used = malloc((size_t)n_scenario * sizeof *t.used);
    t.best = malloc((size_t)n_scenario * sizeof *t.best);
    t.sorted = malloc((size_t)n_scenario * sizeof *t.sorted);
    dt_status status = t.used && t.best && t.sorted ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        find_used(&t);
        if (t.n == 0) status = DT_INPUT;
    }
    for (int p = 0; status == DT_OK && p < n_policy; p++) {
        measure_payoffs(&t, p, payoffs->threshold, payoffs->optimism, &out[p]);
        measure_regret(&t, p, &out[p]);
        out[p].is_dominated = 0;
        for (int q = 0; q < n_policy; q++)
            if (q != p && dominates(&t, q, p)) out[p].is_dominated = 1;
    }
    if (status == DT_OK) *used = t.n;
    free(t.used);
    free(t.best);
    free(t.sorted);
    return status;
}
