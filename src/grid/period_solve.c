/* Solves a plan by rounds: solve, look which limits of flows break in which hour, add the worst of each hour,
 * solve warm. With security, outages are looked at once no flow is over its limit, each solved once for all
 * hours. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "grid/period.h"
#include "grid/session.h"

enum { ROWS_AN_HOUR = 5, MAX_ROUND = 1000 };

/* MW over a limit that count as broken: far below what a price can feel, far above rounding. */
static const double tolerance = 1e-6;

/* Worst broken limits of one hour. */
struct worst {
    int count, least_at;
    double excess[ROWS_AN_HOUR];
    dt_period_limit limit[ROWS_AN_HOUR];
};

void dt_period_injection(const dt_period_program *p, int sp, const double *x, double *injection)
{
    const dt_grid *g = p->grid;
    memcpy(injection, p->fixed + (size_t)sp * (size_t)g->n_bus, (size_t)g->n_bus * sizeof *injection);
    for (int j = 0; j < p->width; j++) {
        double value = x[dt_period_at(p, sp, j)];
        for (int e = 0; e < 2; e++)
            if (p->column[j].bus[e] >= 0) injection[p->column[j].bus[e]] += p->column[j].inject[e] * value;
    }
    for (int k = 0; k < p->plan->n_load; k++) {
        const dt_grid_extra_load *l = &p->plan->load[k];
        double mw = x[dt_period_load(p, sp / p->n_period, k)] - x[dt_period_at(p, sp, p->n_base + k)];
        for (int i = 0; i < l->count; i++)
            injection[l->bus[i]] -= l->share[i] * mw;
    }
}

const double *dt_period_factor(dt_period_program *p, int branch)
{
    if (!p->factor[branch]) {
        double *row = malloc(((size_t)p->grid->n_bus + 1) * sizeof *row), one = 1.0;
        if (!row) return NULL;
        dt_network_row(p->network, 1, &branch, &one, row);
        p->factor[branch] = row;
    }
    return p->factor[branch];
}

static void keep(struct worst *w, const dt_period_limit *limit, double excess)
{
    int at = w->count;
    if (w->count < ROWS_AN_HOUR)
        w->count++;
    else if (excess > w->excess[w->least_at])
        at = w->least_at;
    else
        return;
    w->limit[at] = *limit;
    w->excess[at] = excess;
    if (w->count < ROWS_AN_HOUR) return;
    w->least_at = 0;
    for (int k = 1; k < w->count; k++)
        if (w->excess[k] < w->excess[w->least_at]) w->least_at = k;
}

static int is_held(const dt_period_program *p, int sp, int branch, int outage, int is_high)
{
    for (int i = p->limit_of[sp]; i >= 0; i = p->limit[i].next) {
        const dt_period_limit *l = &p->limit[i];
        if (l->branch == branch && l->outage == outage && isfinite(is_high ? l->high : l->low)) return 1;
    }
    return 0;
}

/* MW by which a built line widens a branch's limit. */
static double widened(const dt_period_program *p, int sp, int branch, const double *x)
{
    int c = p->line_candidate[branch];
    return c < 0 ? 0.0 : fmax(x[dt_period_capacity(p, sp / p->n_period, c)], 0.0);
}

/* Notes a limit that a flow breaks. A limit that a candidate widens has one side; limits of angles stay. */
static void note(const dt_period_program *p, dt_period_limit limit, double flow, double more, struct worst *w)
{
    int is_angle = limit.outage < 0 &&
        (flow > 0.0 ? p->network->high_is_angle[limit.branch] : p->network->low_is_angle[limit.branch]);
    if (is_angle) more = 0.0;
    double over = flow - limit.high - more, under = limit.low - more - flow, excess = fmax(over, under);
    int is_high = over > under;
    if (!(excess > tolerance * (1.0 + 0.01 * fabs(flow)))) return;
    if (is_held(p, limit.sp, limit.branch, limit.outage, is_high)) return;
    limit.candidate = is_angle ? -1 : p->line_candidate[limit.branch];
    if (limit.candidate >= 0 && is_high) limit.low = -INFINITY;
    if (limit.candidate >= 0 && !is_high) limit.high = INFINITY;
    keep(w, &limit, excess);
}

static void check_hour(const dt_period_program *p, int sp, const double *x, const double *flow,
                       struct worst *w)
{
    const dt_network *n = p->network;
    for (int l = 0; l < n->n_branch; l++) {
        if (n->b[l] == 0.0) continue;
        dt_period_limit limit = {sp, l, -1, -1, 0.0, n->low[l], n->high[l], -1};
        note(p, limit, flow[l], widened(p, sp, l, x), w);
    }
}

static void check_outage(const dt_period_program *p, const dt_outage *outage, const double *x,
                         struct worst *w)
{
    const dt_network *n = p->network;
    for (int l = 0; l < n->n_branch; l++) {
        if (n->b[l] == 0.0 || l == outage->branch) continue;
        double rate = dt_network_outage_rate(n, l, p->plan->opf.outage_rate);
        if (!isfinite(rate)) continue;
        double factor = dt_outage_factor(n, outage, l);
        for (int sp = 0; sp < p->n_sp; sp++) {
            const double *flow = p->all_flow + (size_t)sp * (size_t)n->n_branch;
            double after = flow[l] + factor * flow[outage->branch];
            if (fabs(after) <= rate) continue;
            dt_period_limit limit = {sp, l, outage->branch, -1, factor, -rate, rate, -1};
            note(p, limit, after, widened(p, sp, l, x), &w[sp]);
        }
    }
}

/* The worst broken limits of every hour. Returns how many. */
static int look(dt_period_program *p, const double *x, struct worst *w)
{
    int count = 0;
    dt_network *n = p->network;
    for (int sp = 0; sp < p->n_sp; sp++) {
        double *flow = p->all_flow ? p->all_flow + (size_t)sp * (size_t)n->n_branch : p->flow;
        w[sp].count = 0;
        dt_period_injection(p, sp, x, p->injection);
        dt_network_angles(n, p->injection, p->angle);
        dt_network_flows(n, p->angle, flow);
        check_hour(p, sp, x, flow, &w[sp]);
        count += w[sp].count;
    }
    if (count > 0 || !p->plan->opf.is_n1) return count;
    for (int k = 0; k < n->n_branch; k++) {
        if (n->b[k] == 0.0 || p->is_bridge[k] == 1) continue;
        dt_outage outage = {k, p->response, dt_network_response(n, k, p->response)};
        p->is_bridge[k] = (signed char)dt_network_is_bridge(outage.own_share);
        if (!p->is_bridge[k]) check_outage(p, &outage, x, w);
    }
    for (int sp = 0; sp < p->n_sp; sp++)
        count += w[sp].count;
    return count;
}

/* Sensitivity of a limited flow to an injection at a bus. */
static double sensitivity(const dt_period_limit *l, const double *own, const double *out, int bus)
{
    return own[bus] + (out ? l->factor * out[bus] : 0.0);
}

static double along_load(const dt_period_program *p, const dt_period_limit *l, const double *own,
                         const double *out, int load)
{
    const dt_grid_extra_load *x = &p->plan->load[load];
    double sum = 0.0;
    for (int i = 0; i < x->count; i++)
        sum += x->share[i] * sensitivity(l, own, out, x->bus[i]);
    return sum;
}

/* The flow without columns. */
static double base_of(const dt_period_program *p, const dt_period_limit *l, const double *own,
                      const double *out)
{
    const double *fixed = p->fixed + (size_t)l->sp * (size_t)p->grid->n_bus;
    double flow = p->shift_flow[l->branch] + (out ? l->factor * p->shift_flow[l->outage] : 0.0);
    for (int i = 0; i < p->grid->n_bus; i++)
        flow += fixed[i] * sensitivity(l, own, out, i);
    return flow;
}

static dt_status put_limit(dt_period_program *p, const dt_period_limit *l, dt_rows *rows)
{
    const double *own = dt_period_factor(p, l->branch);
    const double *out = l->outage >= 0 ? dt_period_factor(p, l->outage) : NULL;
    if (!own || (l->outage >= 0 && !out)) return DT_NO_MEMORY;
    double base = base_of(p, l, own, out);
    int stage = l->sp / p->n_period;
    dt_rows_open(rows, l->low - base, l->high - base, DT_GRID_BIND_LINE, l->branch, l->sp);
    for (int k = 0; k < p->plan->n_load; k++)
        dt_rows_put(rows, dt_period_load(p, stage, k), -along_load(p, l, own, out, k));
    if (l->candidate >= 0)
        dt_rows_put(rows, dt_period_capacity(p, stage, l->candidate), isfinite(l->high) ? -1.0 : 1.0);
    for (int j = 0; j < p->width; j++) {
        const dt_period_column *c = &p->column[j];
        double sum = c->load >= 0 ? along_load(p, l, own, out, c->load) : 0.0;
        for (int e = 0; e < 2; e++)
            if (c->bus[e] >= 0) sum += c->inject[e] * sensitivity(l, own, out, c->bus[e]);
        if (fabs(sum) > 1e-12) dt_rows_put(rows, dt_period_at(p, l->sp, j), sum);
    }
    return DT_OK;
}

static dt_status remember(dt_period_program *p, const dt_period_limit *l)
{
    if (p->n_limit == p->limit_room) {
        int room = p->limit_room ? 2 * p->limit_room : 1024;
        dt_period_limit *larger = realloc(p->limit, (size_t)room * sizeof *larger);
        if (!larger) return DT_NO_MEMORY;
        p->limit = larger;
        p->limit_room = room;
    }
    p->limit[p->n_limit] = *l;
    p->limit[p->n_limit].next = p->limit_of[l->sp];
    p->limit_of[l->sp] = p->n_limit++;
    return DT_OK;
}

static dt_status add_worst(dt_period_program *p, const struct worst *w, dt_rows *rows)
{
    for (int sp = 0; sp < p->n_sp; sp++)
        for (int k = 0; k < w[sp].count; k++) {
            DT_TRY(put_limit(p, &w[sp].limit[k], rows));
            DT_TRY(remember(p, &w[sp].limit[k]));
        }
    return dt_rows_flush(rows, p->lp);
}

static int is_stopped(const dt_period_program *p)
{
    const dt_grid_watch *watch = p->plan->watch;
    return watch && watch->stop && *watch->stop;
}

dt_status dt_period_solve(dt_period_program *p, double time_limit, dt_lp_answer *answer, int *n_round)
{
    struct worst *w = malloc((size_t)p->n_sp * sizeof *w);
    dt_rows rows = {.status = DT_OK};
    dt_lp_options options = {.method = DT_LP_SIMPLEX};
    double end = dt_clock() + time_limit;
    int iterations = 0, round = 0;
    dt_status status = w ? DT_OK : DT_NO_MEMORY;
    while (status == DT_OK) {
        if (time_limit > 0.0) options.time_limit = fmax(end - dt_clock(), 0.01);
        status = dt_lp_solve(p->lp, &options, answer);
        iterations += answer->iterations;
        round++;
        if (status != DT_OK || answer->outcome != DT_LP_OPTIMAL) break;
        int count = look(p, answer->x, w);
        if (count == 0) break;
        if (round == MAX_ROUND || is_stopped(p)) {
            answer->outcome = DT_LP_STOPPED;
            break;
        }
        status = add_worst(p, w, &rows);
        if (p->plan->watch && p->plan->watch->on_progress)
            p->plan->watch->on_progress(p->plan->watch->context, "limits", round, 0);
    }
    answer->iterations = iterations;
    *n_round += round;
    dt_rows_clear(&rows);
    free(w);
    return status;
}
