/* Why a case has no dispatch: a least set of limits that cannot hold together, and what would mend it.
 *
 * The certificate of infeasibility names rows and bounds that are enough for the conflict. Each is then left
 * out in turn: if the rest still conflicts it was not needed. What remains is irreducible: without any one of
 * its limits the others can hold. Beside it the least load to shed is found, and with security the least
 * common excess after outages. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "grid/session.h"

/* MW that stand for "no limit" here: free columns upset the simplex, and no network is so large. */
static const double anything = 1e7;

/* Time after which the set is left as it is, and a least amount is not known, s. */
static const double patience = 10.0;

struct suspect {
    int is_row, index, is_high;
};

struct search {
    dt_grid_session *session;
    const dt_program *limits;
    dt_lp_solver *lp; /* the same rows, without cost, all bounds loose but those of suspects */
    struct suspect *suspect;
    int count;
    unsigned char *has_load; /* per island: whether its loads have a part in the conflict */
};

static double bound_of(const dt_grid_session *s, const dt_program *p, int row, int is_high)
{
    const dt_limit_row *l = &p->limit[row];
    double base = s->base_flow[l->branch] + (l->outage >= 0 ? l->factor * s->base_flow[l->outage] : 0.0);
    return (is_high ? l->high : l->low) - base;
}

/* Puts a suspect's bound in place, or lifts it. */
static void set(struct search *f, const struct suspect *u, int is_on)
{
    const dt_grid_session *s = f->session;
    if (u->is_row) {
        double bound = is_on ? bound_of(s, f->limits, u->index, u->is_high) : 0.0;
        double low = is_on && !u->is_high ? bound : -INFINITY, high = is_on && u->is_high ? bound : INFINITY;
        dt_lp_set_row(f->lp, s->grid->n_island + u->index, low, high);
        return;
    }
    const dt_column *c = &s->columns->column[u->index];
    dt_lp_set_column(f->lp, u->index, is_on && !u->is_high ? c->lower : -anything,
                     is_on && u->is_high ? c->upper : anything);
}

static int is_infeasible(struct search *f)
{
    dt_lp_answer a;
    return dt_lp_solve(f->lp, NULL, &a) == DT_OK && a.outcome == DT_LP_INFEASIBLE;
}

/* The certificate's weights of injections, per bus, in the session's row. */
static dt_status weigh(const struct search *f, const double *ray)
{
    const dt_grid_session *s = f->session;
    double *weight = calloc((size_t)s->grid->n_branch + 1, sizeof *weight);
    if (!weight) return DT_NO_MEMORY;
    for (int k = 0; k < f->limits->n_limit; k++) {
        const dt_limit_row *limit = &f->limits->limit[k];
        double y = ray[s->grid->n_island + k];
        weight[limit->branch] += y;
        if (limit->outage >= 0) weight[limit->outage] += y * limit->factor;
    }
    dt_network_weighted_row(s->network, weight, s->row);
    free(weight);
    for (int i = 0; i < s->grid->n_bus; i++) {
        int island = s->grid->bus[i].is_in ? s->grid->bus[i].island : -1;
        s->row[i] = island >= 0 ? s->row[i] + ray[island] : 0.0;
        if (island >= 0 && s->network->withdrawal[i] != 0.0 && fabs(s->row[i]) > 1e-9)
            f->has_load[island] = 1;
    }
    return DT_OK;
}

/* What the certificate leans on: rows with a weight, and column bounds that the weighted sum needs. */
static dt_status suspects(struct search *f, const double *ray)
{
    const dt_grid_session *s = f->session;
    int n_island = s->grid->n_island, n_limit = f->limits->n_limit;
    f->suspect = malloc(((size_t)n_limit + (size_t)s->columns->count + 1) * sizeof *f->suspect);
    if (!f->suspect) return DT_NO_MEMORY;
    DT_TRY(weigh(f, ray));
    for (int j = 0; j < s->columns->count; j++) {
        const dt_column *c = &s->columns->column[j];
        double sum = 0.0;
        for (int e = 0; e < 2; e++)
            if (c->bus[e] >= 0) sum += c->inject[e] * s->row[c->bus[e]];
        if (fabs(sum) > 1e-9) f->suspect[f->count++] = (struct suspect){0, j, sum > 0.0};
    }
    for (int k = 0; k < n_limit; k++)
        if (ray[n_island + k] != 0.0)
            f->suspect[f->count++] = (struct suspect){1, k, ray[n_island + k] < 0.0};
    return DT_OK;
}

/* All bounds loose, then those of the suspects set. */
static dt_status prepare(struct search *f)
{
    dt_grid_session *s = f->session;
    dt_program loose = {0};
    DT_TRY(dt_program_create(s, DT_GOAL_NONE, &loose));
    dt_status status = dt_program_add(s, &loose, f->limits->n_limit, f->limits->limit);
    f->lp = loose.lp;
    free(loose.limit);
    DT_TRY(status);
    for (int j = 0; j < s->columns->count; j++)
        if (j != s->columns->site && j != s->columns->relief && s->columns->column[j].kind != DT_COLUMN_SHED)
            dt_lp_set_column(f->lp, j, -anything, anything);
    for (int k = 0; k < f->limits->n_limit; k++)
        dt_lp_set_row(f->lp, s->grid->n_island + k, -INFINITY, INFINITY);
    for (int k = 0; k < f->count; k++)
        set(f, &f->suspect[k], 1);
    return DT_OK;
}

/* Tries to leave out `count` suspects from `first` on; those that are needed stay. */
static int leave_out(struct search *f, int first, int count)
{
    for (int k = first; k < first + count; k++)
        set(f, &f->suspect[k], 0);
    if (is_infeasible(f)) {
        size_t behind = (size_t)(f->count - first - count);
        memmove(f->suspect + first, f->suspect + first + count, behind * sizeof *f->suspect);
        f->count -= count;
        return 1;
    }
    for (int k = first; k < first + count; k++)
        set(f, &f->suspect[k], 1);
    return 0;
}

/* Leaves out what is not needed: large parts first, then smaller ones, at last each one alone. */
static void reduce(struct search *f)
{
    double end = dt_clock() + patience;
    int part = f->count / 2;
    for (;;) {
        if (part < 1) part = 1;
        for (int k = 0; k < f->count && dt_clock() < end;) {
            int count = part < f->count - k ? part : f->count - k;
            if (!leave_out(f, k, count)) k += count;
        }
        if (part == 1 || dt_clock() >= end) return;
        part /= 2;
    }
}

static dt_grid_limit described(const struct search *f, const struct suspect *u)
{
    const dt_grid_session *s = f->session;
    if (u->is_row) {
        const dt_limit_row *l = &f->limits->limit[u->index];
        int is_angle = u->is_high ? s->network->high_is_angle[l->branch]
                                  : s->network->low_is_angle[l->branch];
        dt_grid_limit_kind kind = l->outage >= 0 ? DT_GRID_LIMIT_OUTAGE
            : is_angle                           ? DT_GRID_LIMIT_ANGLE
                                                 : DT_GRID_LIMIT_BRANCH;
        return (dt_grid_limit){kind, l->branch, l->outage, NAN, u->is_high ? l->high : l->low, 0.0};
    }
    const dt_column *c = &s->columns->column[u->index];
    if (c->kind == DT_COLUMN_DCLINE) {
        int line = s->grid->n_generator + c->element;
        return (dt_grid_limit){
            u->is_high ? DT_GRID_LIMIT_DCLINE_MAX : DT_GRID_LIMIT_DCLINE_MIN, c->element, -1, NAN,
            u->is_high ? s->columns->most[line] : s->columns->least[line],    0.0};
    }
    if (c->kind == DT_COLUMN_SHED)
        return (dt_grid_limit){DT_GRID_LIMIT_SHED, c->element, -1, NAN, c->upper, 0.0};
    return (dt_grid_limit){
        u->is_high ? DT_GRID_LIMIT_GENERATOR_MAX : DT_GRID_LIMIT_GENERATOR_MIN,    c->element, -1, NAN,
        u->is_high ? s->columns->most[c->element] : s->columns->least[c->element], 0.0};
}

/* The set as limits, one for a unit with several pieces; the loads of islands that it touches come last. */
static dt_status list(const struct search *f, dt_grid_opf *r)
{
    const dt_grid *g = f->session->grid;
    dt_grid_limit *out = malloc(((size_t)f->count + (size_t)g->n_island + 1) * sizeof *out);
    if (!out) return DT_NO_MEMORY;
    int n = 0;
    for (int k = 0; k < f->count; k++) {
        dt_grid_limit limit = described(f, &f->suspect[k]);
        int is_new = n == 0 || out[n - 1].kind != limit.kind || out[n - 1].element != limit.element ||
            out[n - 1].outage != limit.outage;
        if (is_new) out[n++] = limit;
    }
    for (int i = 0; i < g->n_island; i++) {
        if (!f->has_load[i]) continue;
        double load = 0.0;
        for (int b = 0; b < g->n_bus; b++)
            if (g->bus[b].is_in && g->bus[b].island == i) load += f->session->network->withdrawal[b];
        out[n++] = (dt_grid_limit){DT_GRID_LIMIT_LOAD, g->reference[i], -1, load, load, 0.0};
    }
    r->conflict = out;
    r->n_conflict = n;
    return DT_OK;
}

static dt_status find_conflict(dt_grid_session *s, const dt_program *p, const double *ray, dt_grid_opf *r)
{
    struct search f = {.session = s, .limits = p, .has_load = calloc((size_t)s->grid->n_island + 1, 1)};
    dt_status status = f.has_load ? suspects(&f, ray) : DT_NO_MEMORY;
    if (status == DT_OK) status = prepare(&f);
    if (status == DT_OK && is_infeasible(&f)) reduce(&f);
    if (status == DT_OK) status = list(&f, r);
    dt_lp_free(f.lp);
    free(f.suspect);
    free(f.has_load);
    return status;
}

/* Solves another goal in a session of its own; NaN where it has no answer. */
static dt_status least(const dt_grid_session *s, dt_goal goal, double *value)
{
    dt_grid_session *own = NULL;
    dt_program p = {0};
    dt_lazy_result solved = {0};
    dt_grid_opf_options options = s->options;
    options.shed_cost = goal == DT_GOAL_SHED ? 1.0 : 0.0;
    options.time_limit = patience;
    *value = NAN;
    DT_TRY(dt_grid_session_create(s->grid, &options, &own, NULL));
    for (int i = 0; i < s->grid->n_bus; i++)
        if (s->grid->bus[i].is_in)
            dt_grid_session_set_load(own, i, s->network->withdrawal[i] - s->grid->bus[i].gs);
    for (int i = 0; i < s->grid->n_generator; i++)
        dt_grid_session_set_generator(own, i, s->columns->least[i], s->columns->most[i]);
    own->site_mw = s->site_mw;
    dt_status status = s->n_site > 0
        ? dt_grid_session_site(own, s->n_site, s->site_bus, s->site_share, s->site_mw)
        : DT_OK;
    if (status == DT_OK) status = dt_program_create(own, goal, &p);
    if (status == DT_OK) status = dt_lazy_solve(own, &p, 20000, &solved);
    if (status == DT_OK && solved.answer.outcome == DT_LP_OPTIMAL) *value = solved.answer.objective / p.scale;
    dt_program_clear(&p);
    dt_grid_session_free(own);
    return status;
}

dt_status dt_opf_diagnose(dt_grid_session *s, const dt_program *p, const double *ray, dt_grid_opf *r)
{
    dt_session_base(s);
    if (ray) DT_TRY(find_conflict(s, p, ray, r));
    DT_TRY(least(s, DT_GOAL_SHED, &r->shed_total));
    return s->options.is_n1 ? least(s, DT_GOAL_RELIEF, &r->outage_excess) : DT_OK;
}
