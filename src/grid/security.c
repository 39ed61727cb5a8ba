/* Limits that given flows break, with and without outages. One solution for each outage, nothing stored. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/session.h"

/* MW over a limit that count as broken: far below what a price can feel, far above rounding. */
static const double tolerance = 1e-6;

double dt_outage_factor(const dt_network *n, const dt_outage *outage, int branch)
{
    const dt_grid_branch *b = &n->grid->branch[branch];
    double flow = n->b[branch] * (outage->response[b->from] - outage->response[b->to]);
    return flow / (1.0 - outage->own_share);
}

/* The worst so far, in no order; `least` is the smallest excess among them once they are full. */
struct worst {
    dt_limit_row *row;
    double *excess;
    int count, most, least_at;
};

static void keep(struct worst *w, const dt_limit_row *row, double excess)
{
    int at = w->count;
    if (w->count < w->most) {
        w->count++;
    } else if (excess > w->excess[w->least_at]) {
        at = w->least_at;
    } else {
        return;
    }
    w->row[at] = *row;
    w->excess[at] = excess;
    if (w->count < w->most) return;
    w->least_at = 0;
    for (int k = 1; k < w->count; k++)
        if (w->excess[k] < w->excess[w->least_at]) w->least_at = k;
}

static int is_held(const dt_program *p, int branch, int outage, int is_high)
{
    for (int i = 0; i < p->n_limit; i++) {
        const dt_limit_row *l = &p->limit[i];
        if (l->branch != branch || l->outage != outage) continue;
        if (p->goal != DT_GOAL_RELIEF || isfinite(l->high) == is_high) return 1;
    }
    return 0;
}

/* A limit that bends has one side: the relief loosens it there. */
static void one_sided(const dt_program *p, dt_limit_row *row, int is_high)
{
    if (p->goal != DT_GOAL_RELIEF) return;
    if (is_high)
        row->low = -INFINITY;
    else
        row->high = INFINITY;
}

static void check_base(const dt_grid_session *s, const dt_program *p, struct worst *w)
{
    const dt_network *n = s->network;
    for (int l = 0; l < n->n_branch; l++) {
        double over = s->flow[l] - n->high[l], under = n->low[l] - s->flow[l], excess = fmax(over, under);
        if (!(excess > tolerance * (1.0 + 0.01 * fabs(s->flow[l]))) || is_held(p, l, -1, over > under))
            continue;
        dt_limit_row row = {l, -1, 0.0, n->low[l], n->high[l]};
        one_sided(p, &row, over > under);
        keep(w, &row, excess);
    }
}

static void check_outage(const dt_grid_session *s, const dt_program *p, const dt_outage *outage,
                         struct worst *w)
{
    const dt_network *n = s->network;
    int k = outage->branch;
    for (int l = 0; l < n->n_branch; l++) {
        if (n->b[l] == 0.0 || l == k) continue;
        double rate = dt_network_outage_rate(n, l, s->options.outage_rate);
        double factor = dt_outage_factor(n, outage, l), flow = s->flow[l] + factor * s->flow[k];
        double excess = fabs(flow) - rate;
        if (!(excess > tolerance * (1.0 + 0.01 * rate))) continue;
        if (w->count == w->most && excess <= w->excess[w->least_at]) continue;
        dt_limit_row row = {l, k, factor, -rate, rate};
        one_sided(p, &row, flow > 0.0);
        if (!is_held(p, l, k, flow > 0.0)) keep(w, &row, excess);
    }
}

static void check_outages(dt_grid_session *s, const dt_program *p, struct worst *w)
{
    const dt_network *n = s->network;
    for (int k = 0; k < n->n_branch; k++) {
        if (n->b[k] == 0.0 || s->is_bridge[k] == 1) continue;
        dt_outage outage = {k, s->row, dt_network_response(s->network, k, s->row)};
        s->is_bridge[k] = (signed char)dt_network_is_bridge(outage.own_share);
        if (!s->is_bridge[k]) check_outage(s, p, &outage, w);
    }
}

dt_status dt_session_violations(dt_grid_session *s, const dt_program *p, int most, dt_limit_row *worst,
                                int *count)
{
    struct worst w = {.row = worst, .most = most, .excess = malloc((size_t)most * sizeof(double))};
    if (!w.excess) return DT_NO_MEMORY;
    if (p->goal != DT_GOAL_NONE) check_base(s, p, &w);
    if (s->options.is_n1 && w.count == 0) check_outages(s, p, &w);
    free(w.excess);
    *count = w.count;
    return DT_OK;
}
