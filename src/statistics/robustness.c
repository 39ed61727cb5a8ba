/* Robustness of policies over scenarios, each measure by its definition (McPhail et al. 2018). */
#include <math.h>
#include <stdlib.h>

#include "detente/statistics.h"
#include "statistics/basic.h"

typedef struct table {
    const double *payoff;
    int n_policy, n_scenario;
    int *used; /* scenarios in which every policy has a payoff */
    int n;
    double *best, *sorted, *regret;
} table;

static double payoff_of(const table *t, int policy, int k)
{
    return t->payoff[(size_t)policy * (size_t)t->n_scenario + (size_t)t->used[k]];
}

static void find_used(table *t)
{
    for (int s = 0; s < t->n_scenario; s++) {
        int is_known = 1;
        double best = -HUGE_VAL;
        for (int p = 0; p < t->n_policy; p++) {
            double value = t->payoff[(size_t)p * (size_t)t->n_scenario + (size_t)s];
            is_known = is_known && isfinite(value);
            best = fmax(best, value);
        }
        if (!is_known) continue;
        t->best[t->n] = best;
        t->used[t->n++] = s;
    }
}

static void measure_payoffs(const table *t, int policy, double threshold, double optimism, dt_robustness *out)
{
    double sum = 0.0, square = 0.0, tail = 0.0, below = 0.0;
    int enough = 0, n_tail = (int)ceil(0.2 * t->n);
    for (int k = 0; k < t->n; k++) {
        t->sorted[k] = payoff_of(t, policy, k);
        sum += t->sorted[k];
        enough += t->sorted[k] >= threshold;
    }
    dt_sort_numbers(t->sorted, t->n);
    double mean = sum / t->n, median = dt_quantile(t->sorted, t->n, 0.5, 7);
    for (int k = 0; k < t->n; k++) {
        square += (t->sorted[k] - mean) * (t->sorted[k] - mean);
        if (k < n_tail) tail += t->sorted[k] / n_tail;
        if (t->sorted[k] < median) below += (median - t->sorted[k]) * (median - t->sorted[k]);
    }
    out->worst = t->sorted[0];
    out->best = t->sorted[t->n - 1];
    out->mean = mean;
    out->hurwicz = optimism * out->best + (1.0 - optimism) * out->worst;
    out->satisficing = (double)enough / t->n;
    out->p10 = dt_quantile(t->sorted, t->n, 0.1, 7);
    out->spread = t->n > 1 ? sqrt(square / (t->n - 1)) : 0.0;
    out->cvar20 = tail;
    out->undesirable_deviation = below;
}

static void measure_regret(const table *t, int policy, dt_robustness *out)
{
    out->mean_regret = 0.0;
    for (int k = 0; k < t->n; k++) {
        t->regret[k] = t->best[k] - payoff_of(t, policy, k);
        out->mean_regret += t->regret[k] / t->n;
    }
    dt_sort_numbers(t->regret, t->n);
    out->greatest_regret = t->regret[t->n - 1];
    out->regret90 = dt_quantile(t->regret, t->n, 0.9, 7);
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
    table t = {.payoff = payoffs->payoff, .n_policy = n_policy, .n_scenario = n_scenario};
    t.used = malloc((size_t)n_scenario * sizeof *t.used);
    t.best = malloc(3 * (size_t)n_scenario * sizeof *t.best);
    dt_status status = t.used && t.best ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        t.sorted = t.best + n_scenario;
        t.regret = t.sorted + n_scenario;
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
    return status;
}
