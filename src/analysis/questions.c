/* Answers to questions, from arrays of cases. */
#include "detente/questions.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "statistics/basic.h"

enum {
    PARTS = 8,
    LEAST_PART = 20,
    LEAST_CASES = 20,
    CASES_PER_SLICE = 25,
    MOST_SLICES = 20,
    LEAST_SLICES = 4
};

static const double most_quasi_p = 0.01;

/* ---- what decides ---- */

static int slices_of(int n)
{
    int slices = n / CASES_PER_SLICE;
    return slices > MOST_SLICES ? MOST_SLICES : slices < LEAST_SLICES ? LEAST_SLICES : slices;
}

/* Whether an outcome varies in every part. */
static int varies(const double *y, int n)
{
    int each = n / PARTS, n_varied = 0;
    for (int k = 0; k < PARTS; k++) {
        int is_varied = 0;
        for (int i = 1; i < each; i++)
            is_varied |= y[k * each + i] != y[k * each];
        n_varied += is_varied;
    }
    return n_varied == PARTS;
}

/* Mean of the parts' indices with Student's interval; 0 if a part says nothing. */
static int measure_factor(const double *x, const dt_samples *s, double effective, dt_interval *out)
{
    const double *y = s->y;
    int n = s->n;
    double part[PARTS];
    int each = n / PARTS;
    for (int k = 0; k < PARTS; k++) {
        dt_pairs pairs = {x + k * each, y + k * each, each, s->weight ? s->weight + k * each : NULL};
        part[k] = dt_first_order(&pairs, slices_of(s->weight ? (int)(effective / PARTS) : each));
        if (!isfinite(part[k])) return 0;
    }
    dt_paired mean = dt_paired_differences(part, PARTS);
    double half = dt_t_quantile(0.975, PARTS - 1) * mean.sd / sqrt(PARTS);
    *out = (dt_interval){mean.mean, mean.mean - half, mean.mean + half};
    return 1;
}

/* Keeps the largest bars in order. */
static void insert_bar(dt_question *q, const dt_question_bar *bar)
{
    int k = q->n_bar < DT_QUESTION_BARS ? q->n_bar++ : DT_QUESTION_BARS;
    while (k > 0 && q->bar[k - 1].share.value < bar->share.value) {
        if (k < DT_QUESTION_BARS) q->bar[k] = q->bar[k - 1];
        k--;
    }
    if (k < DT_QUESTION_BARS) q->bar[k] = *bar;
}

typedef struct room {
    double *x, *rank_x, *rank_y;
    dt_ranked *ranked;
} room;

static dt_status measure_all(const dt_samples *s, const char *const *factor, const room *r, dt_question *q)
{
    if (!varies(s->y, s->n)) return DT_NO_SOLUTION;
    dt_ranks(s->y, s->n, r->ranked, r->rank_y);
    for (int f = 0; f < s->d; f++) {
        dt_question_bar bar;
        for (int i = 0; i < s->n; i++)
            r->x[i] = s->x[(size_t)i * (size_t)s->d + (size_t)f];
        if (!measure_factor(r->x, s, q->effective, &bar.share)) return DT_NO_SOLUTION;
        bar.total = (dt_interval){NAN, NAN, NAN};
        bar.number = f;
        dt_ranks(r->x, s->n, r->ranked, r->rank_x);
        bar.correlation = dt_correlation(r->rank_x, r->rank_y, s->n);
        snprintf(bar.factor, sizeof bar.factor, "%s", factor[f]);
        q->n_clear += bar.share.low > 0.0;
        q->explained += bar.share.value;
        insert_bar(q, &bar);
    }
    return DT_OK;
}

dt_status dt_question_measure(const dt_samples *samples, const char *const *factor, dt_question *out)
{
    size_t n = (size_t)(samples->n > 0 ? samples->n : 0);
    dt_question q = {.n = samples->n, .n_factor = samples->d, .effective = samples->n};
    q.rest = q.chance = (dt_interval){NAN, NAN, NAN};
    if (samples->weight) {
        q.effective = 0.0;
        for (int i = 0; i < samples->n; i++)
            q.effective += samples->weight[i];
    }
    if (samples->n < PARTS * LEAST_PART || q.effective < PARTS * LEAST_PART) return DT_INPUT;
    room r = {malloc(n * sizeof(double)), malloc(n * sizeof(double)), malloc(n * sizeof(double)),
              malloc(n * sizeof(dt_ranked))};
    dt_status status = r.x && r.rank_x && r.rank_y && r.ranked ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) status = measure_all(samples, factor, &r, &q);
    free(r.x);
    free(r.rank_x);
    free(r.rank_y);
    free(r.ranked);
    if (status != DT_OK) return status;
    memcpy(q.title, out->title, sizeof q.title);
    memcpy(q.text, out->text, sizeof q.text);
    *out = q;
    return DT_OK;
}

/* ---- where it happens ---- */

/* Share of what is of interest inside a box less the share of the rest (Youden 1950, Cancer 3:32); 0 of the
 * whole. */
static double gain_of(const dt_prim *prim, int step)
{
    const dt_box *whole = dt_prim_box(prim, 0), *box = dt_prim_box(prim, step);
    double rest = (double)(box->n - box->n_of_interest) / (double)(whole->n - whole->n_of_interest);
    return box->coverage - rest;
}

static int best_step(const dt_prim *prim)
{
    int best = 0;
    for (int b = 1; b < dt_prim_count(prim); b++)
        if (gain_of(prim, b) > gain_of(prim, best)) best = b;
    return best;
}

int dt_discovery_limit(const dt_discovery *discovery, int factor, double *low, double *high, double *quasi_p)
{
    const double *limit = discovery->limit + 3 * factor;
    *low = limit[0];
    *high = limit[1];
    if (quasi_p) *quasi_p = limit[2];
    return *low > 0.0 || *high < 1.0;
}

/* Limits of the chosen box that are unlikely to be chance. */
static void set_limits(dt_discovery *d)
{
    const dt_box *whole = dt_prim_box(d->prim, 0), *box = dt_prim_box(d->prim, d->step);
    for (int f = 0; f < d->d; f++) {
        double lower = 1.0, upper = 1.0, *limit = d->limit + 3 * f;
        int has_low = box->low[f] > whole->low[f], has_high = box->high[f] < whole->high[f];
        if (has_low || has_high) dt_prim_quasi_p(d->prim, d->step, f, &lower, &upper);
        limit[0] = has_low && lower < most_quasi_p ? box->low[f] : 0.0;
        limit[1] = has_high && upper < most_quasi_p ? box->high[f] : 1.0;
        limit[2] = lower < upper ? lower : upper;
        d->n_limited += limit[0] > 0.0 || limit[1] < 1.0;
    }
}

/* Whether a case lies within the limits. */
static int holds(const dt_discovery *d, const double *x)
{
    for (int f = 0; f < d->d; f++)
        if (x[f] < d->limit[3 * f] || x[f] > d->limit[3 * f + 1]) return 0;
    return 1;
}

/* Coverage and density of the limits on some cases. */
static void measure_box(const dt_discovery *d, const dt_cases *cases, double *coverage, double *density)
{
    int inside = 0, found = 0, all = 0;
    for (int i = 0; i < cases->n; i++) {
        int is_in = holds(d, cases->x + (size_t)i * (size_t)cases->d);
        inside += is_in;
        found += is_in && cases->y[i];
        all += cases->y[i] != 0;
    }
    *coverage = all > 0 ? (double)found / all : NAN;
    *density = inside > 0 ? (double)found / inside : NAN;
}

dt_status dt_discovery_find(const dt_cases *cases, const char *const *factor, dt_discovery *out)
{
    int first = cases->n - cases->n / 3;
    dt_prim_options options = dt_prim_defaults();
    dt_discovery made = *out;
    made.prim = NULL;
    made.n = cases->n;
    made.d = cases->d;
    made.n_of_interest = made.n_limited = 0;
    made.factor = calloc((size_t)cases->d + 1, sizeof *made.factor);
    made.limit = calloc(3 * (size_t)cases->d + 1, sizeof *made.limit);
    if (!made.factor || !made.limit) {
        dt_discovery_clear(&made);
        return DT_NO_MEMORY;
    }
    for (int f = 0; f < cases->d; f++)
        snprintf(made.factor[f], sizeof made.factor[f], "%s", factor[f]);
    for (int i = 0; i < cases->n; i++)
        made.n_of_interest += cases->y[i] != 0;
    dt_cases begin = {cases->x, cases->y, first, cases->d};
    dt_cases rest = {cases->x + (size_t)first * (size_t)cases->d, cases->y + first, cases->n - first,
                     cases->d};
    dt_status status = cases->n >= LEAST_CASES ? dt_prim_find(&begin, NULL, &options, &made.prim) : DT_INPUT;
    if (status == DT_OK) {
        made.step = best_step(made.prim);
        set_limits(&made);
        measure_box(&made, &begin, &made.coverage, &made.density);
        measure_box(&made, &rest, &made.tested_coverage, &made.tested_density);
    } else if (status != DT_INPUT) {
        dt_discovery_clear(&made);
        return status;
    }
    *out = made;
    return DT_OK;
}

void dt_discovery_clear(dt_discovery *discovery)
{
    dt_prim_free(discovery->prim);
    free(discovery->factor);
    free(discovery->limit);
    discovery->limit = NULL;
    discovery->prim = NULL;
    discovery->factor = NULL;
}

/* ---- which policy stands ---- */

static dt_status measure_aim(double *value, int n_future, int aim, dt_standings *s)
{
    dt_robustness measure[DT_QUESTION_POLICIES];
    double sign = s->aim[aim].is_less ? -1.0 : 1.0, least = INFINITY;
    for (int i = 0; i < s->n_policy * n_future; i++)
        value[i] *= sign;
    dt_payoffs payoffs = {value, s->n_policy, n_future, -INFINITY, 0.5, s->weight};
    DT_TRY(dt_robustness_measure(&payoffs, measure, &s->used));
    for (int p = 0; p < s->n_policy; p++) {
        s->mean[p][aim] = sign * measure[p].mean;
        s->regret90[p][aim] = measure[p].regret90;
        s->greatest[p][aim] = measure[p].greatest_regret;
        least = fmin(least, measure[p].regret90);
    }
    for (int p = 0; p < s->n_policy; p++)
        s->is_least[p][aim] = s->regret90[p][aim] <= least;
    for (int i = 0; i < s->n_policy * n_future; i++)
        value[i] *= sign;
    return DT_OK;
}

static int beats(const dt_standings *s, int a, int b)
{
    int is_better = 0;
    for (int k = 0; k < s->n_aim; k++) {
        if (s->regret90[a][k] > s->regret90[b][k]) return 0;
        is_better |= s->regret90[a][k] < s->regret90[b][k];
    }
    return is_better;
}

dt_status dt_standings_measure(double *const *values, int n_future, dt_standings *out)
{
    if (out->n_policy < 1 || out->n_policy > DT_QUESTION_POLICIES || out->n_aim > DT_QUESTION_AIMS)
        return DT_INPUT;
    for (int k = 0; k < out->n_aim; k++)
        DT_TRY(measure_aim(values[k], n_future, k, out));
    for (int p = 0; p < out->n_policy; p++) {
        out->is_robust[p] = 1;
        for (int q = 0; q < out->n_policy; q++)
            if (q != p && beats(out, q, p)) out->is_robust[p] = 0;
    }
    return DT_OK;
}
