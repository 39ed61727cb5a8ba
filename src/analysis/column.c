/* One outcome of very many members: the outcome is held, factors are made again a few at a time, so that
 * memory grows with the members alone. What must stay true: results do not depend on threads, nor on how many
 * factors are made at a time. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/walk.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/threads.h"
#include "core/try.h"

/* Memory for factors at a time, and members that a thread draws at a time. */
enum { FACTOR_BYTES = 1 << 28, DRAWN = 4096 };

static const uint64_t CHOICE_SEED = 1;

void dt_member_column_clear(dt_member_column *column)
{
    free(column->member);
    free(column->y);
    free(column->weight);
    *column = (dt_member_column){0};
}

/* ---- reading ---- */

/* Whether the first members of a design are a sample of the whole. */
static int is_prefix_fair(const dt_design *design)
{
    int kind = design ? dt_design_made_by(design).kind : DT_DESIGN_MONTE_CARLO;
    return kind == DT_DESIGN_MONTE_CARLO || kind == DT_DESIGN_SOBOL || kind == DT_DESIGN_HALTON;
}

/* Members that are wanted: all, the first, or a random choice of as many (Knuth's algorithm S). */
typedef struct choice {
    int64_t most, held, seen;
    int is_random;
    const dt_member_column_options *options;
} choice;

static int is_wanted(choice *c, int n)
{
    int64_t left = c->held - c->seen;
    uint64_t number = (uint64_t)c->seen++;
    if (!c->is_random || left <= c->most - n) return 1;
    double u = dt_uniform(CHOICE_SEED, number, 0, DT_PURPOSE_BOOTSTRAP);
    return u * (double)left < (double)(c->most - n);
}

static dt_status grow(dt_member_column *t, int64_t *room)
{
    if (t->n < *room) return DT_OK;
    int64_t larger = *room ? 2 * *room : 4096;
    int64_t *member = realloc(t->member, (size_t)larger * sizeof *member);
    if (member) t->member = member;
    double *y = realloc(t->y, (size_t)larger * sizeof *y);
    if (y) t->y = y;
    *room = member && y ? larger : *room;
    return member && y ? DT_OK : DT_NO_MEMORY;
}

static dt_status take_block(const dt_walk *w, int outcome, choice *c, dt_member_column *t, int64_t *room)
{
    const dt_member_column_options *o = c->options;
    for (int m = 0; m < w->count && t->n < c->most; m++) {
        int64_t member = (int64_t)w->first + m;
        double y = w->value[outcome * w->count + m];
        if (!is_wanted(c, t->n)) continue;
        if (o->weight && member >= o->n_weight) return DT_INPUT;
        if (dt_walk_has_failed(w, m)) {
            t->n_failed++;
            continue;
        }
        if (!isfinite(y) || (o->weight && !(o->weight[member] > 0.0))) continue;
        DT_TRY(grow(t, room));
        t->member[t->n] = member;
        t->y[t->n++] = y;
    }
    return DT_OK;
}

static dt_status count_held(const dt_evidence *e, int64_t *held)
{
    int64_t blocks;
    *held = e->memory ? e->memory->members : 0;
    return e->memory ? DT_OK : dt_ensemble_held(e->store, &blocks, held);
}

/* Weights of the members that were taken; none where all are the same, so that the bits are those without. */
static dt_status take_weights(dt_member_column *t, const dt_member_column_options *o)
{
    int is_equal = 1;
    t->effective = t->n;
    if (!o->weight) return DT_OK;
    t->weight = malloc((size_t)t->n * sizeof *t->weight);
    if (!t->weight) return DT_NO_MEMORY;
    for (int i = 0; i < t->n; i++) {
        t->weight[i] = o->weight[t->member[i]];
        is_equal = is_equal && t->weight[i] == t->weight[0];
    }
    t->effective = dt_weights_scale(t->weight, t->n);
    if (!is_equal) return DT_OK;
    free(t->weight);
    t->weight = NULL;
    t->effective = t->n;
    return DT_OK;
}

dt_status dt_member_column_load(const dt_evidence *e, int outcome, const dt_member_column_options *o,
                                dt_member_column *out)
{
    dt_walk w = {.value = NULL};
    dt_member_column t = {.n = 0};
    int64_t room = 0;
    choice c = {.most = o->most > 0 && o->most < INT32_MAX / 2 ? o->most : INT32_MAX / 2,
                .is_random = !is_prefix_fair(e->design),
                .options = o};
    if (o->weight && e->design) return DT_INPUT;
    dt_status status = count_held(e, &t.held);
    c.held = t.held;
    if (status == DT_OK) status = dt_walk_begin(&w, e);
    while (status == DT_OK && t.n < c.most) {
        status = dt_walk_advance(&w);
        if (status == DT_OK) status = take_block(&w, outcome, &c, &t, &room);
    }
    if (status == DT_NO) status = DT_OK;
    if (status == DT_OK) status = t.n > 0 ? take_weights(&t, o) : DT_NO;
    free(w.value);
    if (status == DT_OK)
        *out = t;
    else
        dt_member_column_clear(&t);
    return status;
}

dt_status dt_evidence_visit(const dt_evidence *e, int outcome, dt_member_visit *visit, void *context)
{
    dt_walk w = {.value = NULL};
    double *u = malloc(((size_t)dt_case_factor_count(e->c) + 1) * sizeof *u);
    dt_status status = u ? dt_walk_begin(&w, e) : DT_NO_MEMORY;
    while (status == DT_OK) {
        status = dt_walk_advance(&w);
        for (int m = 0; status == DT_OK && m < w.count; m++) {
            double y = w.value[outcome * w.count + m];
            if (!isfinite(y)) continue;
            dt_walk_factors(e, w.first + (uint64_t)m, u);
            visit(context, (int64_t)w.first + m, y, u);
        }
    }
    free(w.value);
    free(u);
    return status == DT_NO ? DT_OK : status;
}

/* ---- factors ---- */

/* Factors first .. first + count - 1 of the members: columns of n, or (`is_rows`) rows of count. */
typedef struct drawing {
    const dt_evidence *e;
    const dt_member_column *t;
    int first, count, d, is_rows;
    double *x, *u; /* u: d for each thread */
} drawing;

static void draw_some(void *context, int thread, int64_t item)
{
    const drawing *g = context;
    double *u = g->u + (size_t)thread * (size_t)g->d;
    int64_t from = item * DRAWN, to = from + DRAWN < g->t->n ? from + DRAWN : g->t->n;
    for (int64_t i = from; i < to; i++) {
        dt_walk_factors(g->e, (uint64_t)g->t->member[i], u);
        for (int f = 0; f < g->count; f++) {
            size_t place = g->is_rows ? (size_t)i * (size_t)g->count + (size_t)f
                                      : (size_t)f * (size_t)g->t->n + (size_t)i;
            g->x[place] = u[g->first + f];
        }
    }
}

static dt_status draw(drawing *g, int threads)
{
    g->d = dt_case_factor_count(g->e->c);
    g->u = malloc(((size_t)g->d + 1) * (size_t)dt_thread_count(threads) * sizeof *g->u);
    if (!g->u) return DT_NO_MEMORY;
    dt_status status = dt_parallel(threads, (g->t->n + DRAWN - 1) / DRAWN, draw_some, g, NULL);
    free(g->u);
    return status;
}

dt_status dt_member_column_rows(const dt_evidence *e, const dt_member_column *column, int threads,
                                double **rows)
{
    int d = dt_case_factor_count(e->c);
    double *x = malloc(((size_t)d + 1) * (size_t)column->n * sizeof *x);
    drawing g = {.e = e, .t = column, .count = d, .is_rows = 1, .x = x};
    if (!x) return DT_NO_MEMORY;
    dt_status status = draw(&g, threads);
    if (status == DT_OK)
        *rows = x;
    else
        free(x);
    return status;
}

/* ---- measures of one factor at a time ---- */

typedef struct measuring {
    const dt_member_column *t;
    const dt_member_column_each *each;
    int first;
    const double *x;
    int status;
} measuring;

static void measure_factor(void *context, int thread, int64_t item)
{
    measuring *m = context;
    int none = DT_OK;
    (void)thread;
    dt_pairs pairs = {m->x + (size_t)item * (size_t)m->t->n, m->t->y, m->t->n, m->t->weight};
    dt_status status = m->each->measure(m->each->context, m->first + (int)item, &pairs);
    if (status != DT_OK)
        __atomic_compare_exchange_n(&m->status, &none, (int)status, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

static void report(const dt_member_column_each *each, int done, int total, double begin)
{
    dt_progress p = {.done = done, .total = total, .seconds = dt_clock() - begin};
    p.per_second = p.seconds > 0.0 ? done / p.seconds : 0.0;
    p.eta_seconds = done > 0 ? p.seconds * (total - done) / done : 0.0;
    if (each->progress) each->progress(each->progress_context, &p);
}

dt_status dt_member_column_measure(const dt_evidence *e, const dt_member_column *column,
                                   const dt_member_column_each *each)
{
    int d = dt_case_factor_count(e->c), threads = dt_thread_count(each->threads);
    int64_t fit = FACTOR_BYTES / ((int64_t)column->n * (int64_t)sizeof(double));
    int at_once = fit > d ? d : fit < threads ? threads : (int)fit;
    double begin = dt_clock(), *x = malloc((size_t)at_once * (size_t)column->n * sizeof *x + 1);
    measuring m = {.t = column, .each = each, .x = x};
    dt_status status = x ? DT_OK : DT_NO_MEMORY;
    for (int f = 0, done; f < d && status == DT_OK; f = done) {
        int count = d - f < at_once ? d - f : at_once;
        drawing g = {.e = e, .t = column, .first = f, .count = count, .x = x};
        status = draw(&g, threads);
        m.first = f;
        done = f;
        /* a few at a time, so that progress is seen */
        for (int step; done < f + count && status == DT_OK; done += step) {
            step = f + count - done < 2 * threads ? f + count - done : 2 * threads;
            m.x = x + (size_t)(done - f) * (size_t)column->n;
            m.first = done;
            status = dt_parallel(threads, step, measure_factor, &m, each->stop);
            if (status == DT_OK) status = (dt_status)m.status;
            report(each, done + step, d, begin);
        }
    }
    free(x);
    return status;
}
