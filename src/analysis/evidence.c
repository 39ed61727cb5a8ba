/* Reading of result folders, or of outcomes in memory, for analysis: block by block, in order of members.
 */
#include "detente/analysis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/walk.h"
#include "core/try.h"
#include "ensemble/outcome.h"

enum { PARTS = 8 };

int dt_evidence_outcome(const dt_evidence *evidence, const char *name)
{
    if (evidence->memory) {
        dt_outcome outcome[DT_MAX_OUTCOME];
        int n = dt_outcome_list(evidence->c, outcome);
        for (int o = 0; o < n; o++)
            if (strcmp(outcome[o].name, name) == 0) return o;
        return -1;
    }
    dt_store_layout layout = dt_store_describe(evidence->store);
    for (int o = 0; o < layout.n_column; o++)
        if (strcmp(layout.column[o], name) == 0) return o;
    return -1;
}

/* ---- tables ---- */

static dt_status grow(dt_table *t, int64_t *room, int64_t most)
{
    if (t->n < *room) return DT_OK;
    int64_t larger = *room ? 2 * *room : 1024;
    if (larger > most) larger = most;
    double *u = realloc(t->u, (size_t)larger * (size_t)(t->d + 1) * sizeof *u);
    if (!u) return DT_NO_MEMORY;
    t->u = u;
    double *y = realloc(t->y, (size_t)larger * (size_t)t->n_outcome * sizeof *y);
    if (!y) return DT_NO_MEMORY;
    t->y = y;
    *room = larger;
    return DT_OK;
}

/* Rows of outcomes into columns. */
static dt_status transpose(dt_table *t)
{
    double *column = malloc((size_t)t->n * (size_t)t->n_outcome * sizeof *column);
    if (!column) return DT_NO_MEMORY;
    for (int i = 0; i < t->n; i++)
        for (int o = 0; o < t->n_outcome; o++)
            column[(size_t)o * (size_t)t->n + (size_t)i] = t->y[(size_t)i * (size_t)t->n_outcome + (size_t)o];
    free(t->y);
    t->y = column;
    return DT_OK;
}

static dt_status take_block(const dt_evidence *e, const dt_walk *w, dt_table *t, int64_t *room, int64_t most)
{
    for (int m = 0; m < w->count && t->n < most; m++) {
        if (dt_walk_has_failed(w, m)) {
            t->n_failed++;
            continue;
        }
        DT_TRY(grow(t, room, most));
        dt_walk_factors(e, w->first + (uint64_t)m, t->u + (size_t)t->n * (size_t)t->d);
        for (int o = 0; o < t->n_outcome; o++)
            t->y[(size_t)t->n * (size_t)t->n_outcome + (size_t)o] = w->value[o * w->count + m];
        t->n++;
    }
    return DT_OK;
}

dt_status dt_table_load(const dt_evidence *evidence, int64_t most, dt_table *out)
{
    dt_walk w;
    int64_t room = 0;
    dt_table t = {.d = dt_case_factor_count(evidence->c)};
    dt_status status = dt_walk_begin(&w, evidence);
    t.n_outcome = w.n_column;
    if (most > INT32_MAX / 2) most = INT32_MAX / 2;
    while (status == DT_OK && t.n < most) {
        status = dt_walk_advance(&w);
        if (status == DT_OK) status = take_block(evidence, &w, &t, &room, most);
    }
    if (status == DT_NO) status = DT_OK;
    if (status == DT_OK) status = t.n > 0 ? transpose(&t) : DT_NO;
    free(w.value);
    if (status == DT_OK)
        *out = t;
    else
        dt_table_clear(&t);
    return status;
}

void dt_table_clear(dt_table *table)
{
    free(table->u);
    free(table->y);
    *table = (dt_table){0};
}

/* ---- designs with groups of rows ---- */

/* The outcomes of a group of rows, gathered from blocks; a group with a row that the store lacks is passed
 * over. */
typedef struct grouping {
    dt_walk w;
    int outcome, group;
    int64_t number; /* of the group that is gathered */
    int have;
    double *y;
} grouping;

static dt_status begin_groups(grouping *g, const dt_evidence *e, int outcome)
{
    g->outcome = outcome;
    g->group = dt_design_group(e->design);
    g->number = -1;
    g->have = 0;
    g->y = malloc((size_t)g->group * sizeof *g->y);
    dt_status status = dt_walk_begin(&g->w, e);
    return status == DT_OK && !g->y ? DT_NO_MEMORY : status;
}

static void end_groups(grouping *g)
{
    free(g->w.value);
    free(g->y);
}

/* Takes one row in; 1 if its group is now whole. */
static int take_row(grouping *g, uint64_t member, double y)
{
    int64_t number = (int64_t)(member / (uint64_t)g->group);
    int place = (int)(member % (uint64_t)g->group);
    if (number != g->number) g->have = 0;
    g->number = number;
    if (place != g->have) return 0;
    g->y[g->have++] = y;
    return g->have == g->group;
}

typedef void dt_group_taker(void *context, int64_t number, const double *y);

static dt_status each_group(const dt_evidence *e, int outcome, dt_group_taker *take, void *context)
{
    grouping g = {.y = NULL};
    dt_status status = begin_groups(&g, e, outcome);
    while (status == DT_OK) {
        status = dt_walk_advance(&g.w);
        for (int m = 0; status == DT_OK && m < g.w.count; m++)
            if (take_row(&g, g.w.first + (uint64_t)m, g.w.value[outcome * g.w.count + m]))
                take(context, g.number, g.y);
    }
    end_groups(&g);
    return status == DT_NO ? DT_OK : status;
}

typedef struct sobol_parts {
    dt_sobol **sums;
    int n;
    int64_t base;
} sobol_parts;

static void take_base(void *context, int64_t number, const double *y)
{
    sobol_parts *p = context;
    int part = (int)(number * p->n / p->base);
    int64_t begin = (part * p->base + p->n - 1) / p->n;
    dt_sobol_add(p->sums[part], number - begin, y);
}

dt_status dt_evidence_sobol(const dt_evidence *e, int outcome, int replicates, dt_sobol **sums)
{
    if (!e->design || dt_design_made_by(e->design).kind != DT_DESIGN_SALTELLI) return DT_INPUT;
    dt_design_options o = dt_design_made_by(e->design);
    if (replicates < 1 || o.base < replicates) return DT_INPUT;
    sobol_parts parts = {sums, replicates, o.base};
    dt_status status = DT_OK;
    for (int r = 0; r < replicates; r++)
        sums[r] = NULL;
    for (int r = 0; r < replicates && status == DT_OK; r++)
        status = dt_sobol_create(o.n_column, o.base / replicates + 1, o.second_order, &sums[r]);
    if (status == DT_OK) status = each_group(e, outcome, take_base, &parts);
    for (int r = 0; r < replicates && status != DT_OK; r++) {
        dt_sobol_free(sums[r]);
        sums[r] = NULL;
    }
    return status;
}

dt_status dt_evidence_indices(const dt_evidence *e, int outcome, dt_interval *first, dt_interval *total,
                              int64_t *used, int64_t *dropped)
{
    dt_sobol *sums[PARTS] = {NULL};
    const dt_sobol_options o = {.method = DT_SOBOL_JANON, .level = 0.95};
    int64_t most = e->design ? dt_design_made_by(e->design).base / 4 : 0;
    int parts = most > PARTS ? PARTS : most < 2 ? 2 : (int)most;
    *used = *dropped = 0;
    DT_TRY(dt_evidence_sobol(e, outcome, parts, sums));
    for (int r = 0; r < parts; r++) {
        *used += dt_sobol_used(sums[r]);
        *dropped += dt_sobol_dropped(sums[r]);
    }
    dt_status status = dt_sobol_combine((const dt_sobol *const *)sums, parts, &o, first, total);
    for (int r = 0; r < parts; r++)
        dt_sobol_free(sums[r]);
    return status;
}

typedef struct morris_sums {
    const dt_design *design;
    dt_effects *effect;
    int is_radial;
    int64_t *dropped;
} morris_sums;

static void take_trajectory(void *context, int64_t number, const double *y)
{
    morris_sums *s = context;
    int n = dt_design_columns(s->design);
    for (int step = 0; step < n; step++) {
        double delta, from = s->is_radial ? y[0] : y[step];
        int factor = dt_design_move(s->design, number, step, &delta);
        double effect = (y[step + 1] - from) / delta;
        if (isfinite(effect))
            dt_effects_add(&s->effect[factor], effect);
        else
            *s->dropped += 1;
    }
}

dt_status dt_evidence_morris(const dt_evidence *e, int outcome, dt_effects *effect, int64_t *dropped)
{
    int kind = e->design ? dt_design_made_by(e->design).kind : -1;
    if (kind != DT_DESIGN_MORRIS && kind != DT_DESIGN_MORRIS_RADIAL) return DT_INPUT;
    memset(effect, 0, (size_t)dt_design_columns(e->design) * sizeof *effect);
    *dropped = 0;
    morris_sums sums = {e->design, effect, kind == DT_DESIGN_MORRIS_RADIAL, dropped};
    return each_group(e, outcome, take_trajectory, &sums);
}

/* ---- policies ---- */

/* One outcome of the first members of a store; returns how many there are without a gap. */
static dt_status read_outcome(dt_store *store, int outcome, int64_t most, double *out, int64_t *n)
{
    dt_walk w;
    dt_status status = dt_walk_begin(&w, &(dt_evidence){.store = store});
    *n = 0;
    while (status == DT_OK && *n < most) {
        status = dt_walk_advance(&w);
        if (status != DT_OK || w.first != (uint64_t)*n) break;
        for (int m = 0; m < w.count && *n < most; m++)
            out[(*n)++] = w.value[outcome * w.count + m];
    }
    free(w.value);
    return status == DT_NO ? DT_OK : status;
}

dt_status dt_evidence_payoffs(dt_store *const *store, int n_store, const char *name, int64_t most,
                              double **payoff, int *n)
{
    double *all = malloc((size_t)n_store * (size_t)most * sizeof *all);
    int64_t least = most;
    if (!all) return DT_NO_MEMORY;
    dt_status status = DT_OK;
    for (int s = 0; s < n_store && status == DT_OK; s++) {
        int64_t found = 0;
        int outcome = dt_evidence_outcome(&(dt_evidence){.store = store[s]}, name);
        status = outcome < 0 ? DT_NO : read_outcome(store[s], outcome, most, all + s * most, &found);
        if (found < least) least = found;
    }
    if (status == DT_OK && least == 0) status = DT_NO;
    for (int s = 1; s < n_store && status == DT_OK; s++)
        memmove(all + s * least, all + s * most, (size_t)least * sizeof *all);
    if (status != DT_OK) {
        free(all);
        return status;
    }
    *payoff = all;
    *n = (int)least;
    return DT_OK;
}
