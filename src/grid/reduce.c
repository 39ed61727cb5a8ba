/* The cost of a load at a site as a convex piecewise linear curve, and its reduction.
 *
 * Each solution gives a point and a tangent. Between two points the tangents meet below the curve, the chord
 * runs above it; the next solution is taken where they are farthest apart. Where the value there lies on the
 * tangents it is a kink and nothing more is to be found on either side, so the exact curve takes about two
 * solutions a piece (as in the sandwich algorithm of G. Rote, Computing 48, 1992, pp. 337-361). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "grid/hosting.h"
#include "grid/period.h"

enum { MOST_PIECE = 4096, BISECTIONS = 50 };

/* Part of the added cost, and of the whole, below which a gap is rounding. */
static const double rounding = 1e-7, rounding_of_cost = 1e-10;

/* What answers: a session, or a program of hours whose load is moved. */
struct oracle {
    const dt_grid *grid;
    const dt_grid_hosting_options *options;
    const dt_grid_site *site;
    dt_grid_session *session;
    dt_period_program *program;
    dt_grid_plan plan;
    dt_grid_extra_load load;
    double mw, hours;
    int n_solve;
};

/* A point with a tangent; `gap` is what is not known up to the next point. */
struct sample {
    double mw, cost, slope, gap, meet;
};

struct samples {
    struct sample *at;
    int count, room;
};

void dt_grid_curve_clear(dt_grid_curve *curve)
{
    if (!curve) return;
    free(curve->point);
    *curve = (dt_grid_curve){0};
}

static dt_status oracle_begin(struct oracle *o)
{
    if (dt_hosting_is_snapshot(o->options)) {
        dt_grid_opf_options opf = o->options->plan.opf;
        opf.is_plain = 1;
        return dt_grid_session_create(o->grid, &opf, &o->session, NULL);
    }
    o->plan = dt_hosting_plan(o->options, o->site, &o->mw, &o->load);
    DT_TRY(dt_period_create(o->grid, &o->plan, &o->program, NULL));
    for (int t = 0; t < o->program->n_period; t++)
        o->hours += dt_period_weight(o->program, t);
    return DT_OK;
}

static void oracle_end(struct oracle *o)
{
    dt_grid_session_free(o->session);
    dt_period_free(o->program);
}

/* What binds at a solution, greatest value first. */
struct names {
    dt_grid_bound bound[64];
    int count;
};

static dt_status ask_session(struct oracle *o, double mw, struct sample *out, struct names *names)
{
    dt_grid_opf r = {0};
    const dt_grid_site *site = o->site;
    DT_TRY(dt_grid_session_site(o->session, site->count, site->bus, site->share, mw));
    DT_TRY(dt_grid_session_solve(o->session, &r));
    *out = (struct sample){mw, NAN, 0.0, 0.0, 0.0};
    if (r.outcome == DT_GRID_OPTIMAL) {
        out->cost = r.objective;
        for (int k = 0; k < site->count; k++)
            out->slope += site->share[k] * r.lmp[site->bus[k]];
        for (int k = 0; names && k < r.n_binding && names->count < 64; k++)
            if (r.binding[k].kind != DT_GRID_LIMIT_GENERATOR_MIN || r.binding[k].limit != 0.0)
                names->bound[names->count++] = dt_hosting_bound(&r.binding[k]);
    }
    dt_grid_opf_clear(&r);
    return DT_OK;
}

static dt_status ask_program(struct oracle *o, double mw, struct sample *out, struct names *names)
{
    dt_lp_answer a = {0};
    int n_round = 0, at = dt_period_load(o->program, 0, 0);
    dt_lp_set_column(o->program->lp, at, mw, mw);
    DT_TRY(dt_period_solve(o->program, 0.0, &a, &n_round));
    *out = (struct sample){mw, NAN, 0.0, 0.0, 0.0};
    if (a.outcome != DT_LP_OPTIMAL) return DT_OK;
    out->cost = (a.objective + o->program->constant) / o->hours;
    out->slope = a.reduced_cost[at] / o->hours;
    if (!names) return DT_OK;
    dt_grid_plan_result r = {0};
    DT_TRY(dt_period_result(o->program, &a, &r));
    for (int k = 0; k < r.n_bound && names->count < 64; k++)
        names->bound[names->count++] = r.bound[k];
    dt_grid_plan_clear(&r);
    return DT_OK;
}

/* Least cost of a load; NaN as cost if there is none. */
static dt_status ask(struct oracle *o, double mw, struct sample *out, struct names *names)
{
    if (names) names->count = 0;
    o->n_solve++;
    return o->session ? ask_session(o, mw, out, names) : ask_program(o, mw, out, names);
}

/* Where the tangents of two neighbours meet, and how far below the chord. */
static void measure(struct sample *a, const struct sample *b)
{
    double width = b->mw - a->mw, chord = (b->cost - a->cost) / width;
    double turn = b->slope - a->slope;
    a->gap = 0.0;
    a->meet = 0.5 * (a->mw + b->mw);
    if (!(turn > 0.0)) return;
    double meet = (b->slope * width - (b->cost - a->cost)) / turn; /* from a, MW */
    if (meet <= 0.0 || meet >= width) return;
    a->meet = a->mw + meet;
    a->gap = fmax((chord - a->slope) * meet, 0.0);
}

static dt_status insert(struct samples *s, int at, struct sample sample)
{
    if (s->count == s->room) {
        int room = s->room ? 2 * s->room : 64;
        struct sample *larger = realloc(s->at, (size_t)room * sizeof *larger);
        if (!larger) return DT_NO_MEMORY;
        s->at = larger;
        s->room = room;
    }
    memmove(s->at + at + 1, s->at + at, (size_t)(s->count - at) * sizeof *s->at);
    s->at[at] = sample;
    s->count++;
    if (at > 0) measure(&s->at[at - 1], &s->at[at]);
    if (at + 1 < s->count) measure(&s->at[at], &s->at[at + 1]);
    return DT_OK;
}

static double chord(const struct sample *a, const struct sample *b)
{
    return (b->cost - a->cost) / (b->mw - a->mw);
}

/* Points between chords of one slope say nothing. */
static int is_straight(const struct sample *a, double scale)
{
    return a[-1].gap <= scale && a->gap <= scale &&
        fabs(chord(&a[-1], a) - chord(a, &a[1])) <= 1e-7 * (1.0 + fabs(chord(a, &a[1])));
}

static int count_pieces(const struct samples *s, double scale)
{
    int n = s->count - 1;
    for (int k = 1; k + 1 < s->count; k++)
        n -= is_straight(&s->at[k], scale);
    return n;
}

static void merge(struct samples *s, double scale)
{
    for (int k = s->count - 2; k >= 1; k--) {
        if (!is_straight(&s->at[k], scale)) continue;
        memmove(s->at + k, s->at + k + 1, (size_t)(s->count - k - 1) * sizeof *s->at);
        s->count--;
    }
}

static int widest(const struct samples *s)
{
    int at = 0;
    for (int k = 1; k + 1 < s->count; k++)
        if (s->at[k].gap > s->at[at].gap) at = k;
    return at;
}

static double rounding_in(const struct samples *s)
{
    double first = s->at[0].cost, last = s->at[s->count - 1].cost;
    return rounding * fabs(last - first) + rounding_of_cost * fabs(last);
}

/* Takes the load from the greatest that is hosted, or a hair below where that is not solved. */
static dt_status ask_end(struct oracle *o, double hosted, struct sample *out)
{
    for (double less = 0.0; less<1e-5; less = less> 0.0 ? 10.0 * less : 1e-9) {
        DT_TRY(ask(o, hosted * (1.0 - less), out, NULL));
        if (!isnan(out->cost)) return DT_OK;
    }
    return DT_NO_SOLUTION;
}

/* The greatest load whose slope is at most a price. */
static dt_status cut(struct oracle *o, double price, const struct sample *first, struct sample *last)
{
    struct sample low = *first, middle;
    double high = last->mw;
    if (low.slope > price) return DT_NO_SOLUTION;
    for (int k = 0; k < BISECTIONS && high - low.mw > 1e-6 * last->mw; k++) {
        DT_TRY(ask(o, 0.5 * (low.mw + high), &middle, NULL));
        if (isnan(middle.cost) || middle.slope > price)
            high = middle.mw;
        else
            low = middle;
    }
    *last = low;
    return DT_OK;
}

static dt_status sandwich(struct oracle *o, int pieces, struct samples *s)
{
    const dt_grid_watch *watch = o->options->plan.watch;
    while (s->count < MOST_PIECE && !dt_hosting_is_stopped(watch)) {
        double scale = rounding_in(s);
        int at = widest(s);
        if (s->at[at].gap <= scale || (pieces > 0 && count_pieces(s, scale) >= pieces)) break;
        struct sample next;
        DT_TRY(ask(o, s->at[at].meet, &next, NULL));
        if (isnan(next.cost)) break;
        DT_TRY(insert(s, at + 1, next));
        if (watch && watch->on_progress) watch->on_progress(watch->context, "pieces", s->count - 1, pieces);
    }
    return DT_OK;
}

static int is_among(const struct names *names, const dt_grid_bound *b)
{
    for (int k = 0; k < names->count; k++)
        if (names->bound[k].kind == b->kind && names->bound[k].element == b->element &&
            names->bound[k].outage == b->outage)
            return 1;
    return 0;
}

/* What ends each piece: the strongest limit that binds in the next one and not in it, or the strongest there
 * if none is new; of the last, what binds the site's capacity. */
static dt_status name_pieces(struct oracle *o, const dt_grid_host *host, dt_grid_curve *c)
{
    struct names here = {.count = 0}, next = {.count = 0};
    struct sample sample;
    for (int k = 0; k + 1 < c->n_point; k++) {
        DT_TRY(ask(o, 0.5 * (c->point[k].mw + c->point[k + 1].mw), &sample, &next));
        int at = 0;
        while (at < next.count && is_among(&here, &next.bound[at]))
            at++;
        if (at == next.count) at = 0;
        if (k > 0 && next.count > 0)
            dt_grid_bound_words(o->grid, &o->plan, &next.bound[at], c->point[k - 1].binding);
        here = next;
    }
    if (host->n_bound > 0 && c->n_point > 1 && c->point[c->n_point - 1].mw >= host->mw * (1.0 - 1e-4))
        dt_grid_bound_words(o->grid, &o->plan, &host->bound[0], c->point[c->n_point - 2].binding);
    return DT_OK;
}

static dt_status take(const struct samples *s, double hosted, dt_grid_curve *out)
{
    dt_grid_curve c = {.n_point = s->count, .hosted = hosted, .is_exact = 1};
    double added = s->at[s->count - 1].cost - s->at[0].cost, scale = rounding_in(s);
    c.point = calloc((size_t)s->count, sizeof *c.point);
    if (!c.point) return DT_NO_MEMORY;
    for (int k = 0; k < s->count; k++) {
        const struct sample *a = &s->at[k];
        int is_last = k + 1 == s->count;
        c.point[k] = (dt_grid_curve_point){.mw = a->mw, .cost = a->cost, .slope = a->slope};
        if (is_last) break;
        c.point[k].slope = chord(a, a + 1);
        c.point[k].error = a->gap > scale ? a->gap : 0.0;
        if (a->gap > scale) c.is_exact = 0;
        if (added > 0.0) c.error = fmax(c.error, c.point[k].error / added);
    }
    *out = c;
    return DT_OK;
}

static dt_status build(struct oracle *o, const dt_grid_host *host, int pieces, double most_price,
                       dt_grid_curve *c)
{
    struct samples s = {0};
    struct sample first, last;
    DT_TRY(ask(o, 0.0, &first, NULL));
    if (isnan(first.cost)) return DT_NO_SOLUTION;
    DT_TRY(ask_end(o, host->mw, &last));
    if (most_price > 0.0 && last.slope > most_price) DT_TRY(cut(o, most_price, &first, &last));
    dt_status status = insert(&s, 0, first);
    if (status == DT_OK && last.mw > 0.0) status = insert(&s, 1, last);
    if (status == DT_OK && s.count > 1) status = sandwich(o, pieces, &s);
    if (status == DT_OK && s.count > 1) merge(&s, rounding_in(&s));
    if (status == DT_OK) status = take(&s, last.mw, c);
    free(s.at);
    return status;
}

dt_status dt_grid_curve_find(const dt_grid *grid, const dt_grid_hosting_options *options,
                             const dt_grid_site *site, int pieces, double most_price, dt_grid_curve *out)
{
    struct oracle o = {.grid = grid, .options = options, .site = site};
    dt_grid_hosting h = {0};
    dt_grid_curve c = {0};
    double begin = dt_clock();
    dt_grid_hosting_options plain = *options;
    plain.has_relief = 0;
    DT_TRY(dt_grid_hosting_find(grid, &plain, 1, site, &h));
    dt_status status = h.n_done == 1 && h.site[0].outcome == DT_GRID_OPTIMAL ? DT_OK : DT_NO_SOLUTION;
    if (status == DT_OK) status = oracle_begin(&o);
    if (status == DT_OK) status = build(&o, &h.site[0], pieces, most_price, &c);
    if (status == DT_OK) status = name_pieces(&o, &h.site[0], &c);
    oracle_end(&o);
    dt_grid_hosting_clear(&h);
    if (status != DT_OK) {
        dt_grid_curve_clear(&c);
        return status;
    }
    c.n_solve = o.n_solve;
    c.seconds = dt_clock() - begin;
    *out = c;
    return DT_OK;
}

/* Value of a curve at a load by its chords. */
static double value_at(const dt_grid_curve *c, double mw)
{
    int k = 0;
    while (k + 2 < c->n_point && c->point[k + 1].mw < mw)
        k++;
    return c->point[k].cost + c->point[k].slope * (mw - c->point[k].mw);
}

double dt_grid_curve_error(const dt_grid_curve *rough, const dt_grid_curve *exact)
{
    double worst = 0.0, end = fmin(rough->hosted, exact->hosted);
    double added = value_at(exact, end) - exact->point[0].cost;
    for (int k = 0; k < exact->n_point; k++) {
        double mw = fmin(exact->point[k].mw, end);
        worst = fmax(worst, value_at(rough, mw) - value_at(exact, mw));
    }
    return added > 0.0 ? worst / added : 0.0;
}

dt_status dt_grid_curve_supply(const dt_grid_curve *curve, const char *region, int year, const char *source,
                               const dt_grid_host *relief, dt_supply_curve *out)
{
    dt_supply_curve *s = calloc(1, sizeof *s);
    if (!s) return DT_NO_MEMORY;
    snprintf(s->region, sizeof s->region, "%s", region);
    snprintf(s->source, sizeof s->source, "%s", source);
    s->year = year;
    for (int k = 0; k + 1 < curve->n_point && s->n_step < DT_SUPPLY_MAX_STEP - 1; k++) {
        const dt_grid_curve_point *p = &curve->point[k];
        dt_supply_step *step = &s->step[s->n_step++];
        *step = (dt_supply_step){.gw = (p[1].mw - p->mw) / 1000.0, .cost = p->slope, .error = p->error};
        memcpy(step->binding, p->binding, sizeof step->binding);
    }
    if (relief && relief->n_relief > 0 && isfinite(relief->relief[0].cost) && curve->n_point > 1) {
        const dt_grid_relief *r = &relief->relief[0];
        dt_supply_step *step = &s->step[s->n_step++];
        *step = (dt_supply_step){.gw = r->gained / 1000.0,
                                 .cost = curve->point[curve->n_point - 2].slope,
                                 .capital = r->cost / 1000.0,
                                 .lead_years = r->years};
        snprintf(step->binding, sizeof step->binding, "relief by %s", dt_grid_relief_name(r->kind));
    }
    *out = *s;
    free(s);
    return out->n_step > 0 ? DT_OK : DT_NO_SOLUTION;
}
