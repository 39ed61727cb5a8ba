/* Rows of a plan that are known from the start: balances, curtailment, capacities, ramps, reserve, margin,
 * carbon. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/period.h"

static int grow(void **data, size_t size, int room)
{
    void *larger = realloc(*data, size * (size_t)room);
    if (!larger) return 0;
    *data = larger;
    return 1;
}

void dt_rows_open(dt_rows *r, double lower, double upper, dt_grid_bind kind, int element, int sp)
{
    if (r->status != DT_OK) return;
    if (r->count + 1 >= r->room) {
        int room = r->room ? 2 * r->room : 1024;
        if (!grow((void **)&r->start, sizeof *r->start, room + 1) ||
            !grow((void **)&r->lower, sizeof *r->lower, room) ||
            !grow((void **)&r->upper, sizeof *r->upper, room) ||
            !grow((void **)&r->tag, sizeof *r->tag, room)) {
            r->status = DT_NO_MEMORY;
            return;
        }
        r->room = room;
    }
    r->start[r->count] = r->used;
    r->lower[r->count] = lower;
    r->upper[r->count] = upper;
    r->tag[r->count++] = (dt_row_tag){kind, element, sp};
    r->start[r->count] = r->used;
}

void dt_rows_put(dt_rows *r, int column, double value)
{
    if (r->status != DT_OK || value == 0.0) return;
    if (r->used == r->entry_room) {
        int room = r->entry_room ? 2 * r->entry_room : 8192;
        if (!grow((void **)&r->column, sizeof *r->column, room) ||
            !grow((void **)&r->value, sizeof *r->value, room)) {
            r->status = DT_NO_MEMORY;
            return;
        }
        r->entry_room = room;
    }
    r->column[r->used] = column;
    r->value[r->used++] = value;
    r->start[r->count] = r->used;
}

dt_status dt_rows_flush(dt_rows *r, dt_lp_solver *lp)
{
    DT_TRY(r->status);
    dt_lp_new_rows rows = {r->count, r->start, r->column, r->value, r->lower, r->upper};
    dt_status status = r->count > 0 ? dt_lp_add_rows(lp, &rows) : DT_OK;
    r->count = r->used = 0;
    return status;
}

void dt_rows_clear(dt_rows *r)
{
    free(r->start);
    free(r->column);
    free(r->value);
    free(r->lower);
    free(r->upper);
    free(r->tag);
    *r = (dt_rows){0};
}

/* What the buses of an extra load take in an island, as a share of it. */
static double share_in(const dt_period_program *p, int load, int island)
{
    const dt_grid_extra_load *l = &p->plan->load[load];
    double share = 0.0;
    for (int k = 0; k < l->count; k++)
        if (p->grid->bus[l->bus[k]].island == island) share += l->share[k];
    return share;
}

/* What injects a MW into an island: the sum of a column's ends there. */
static double injects(const dt_period_program *p, const dt_period_column *c, int island)
{
    double sum = c->load >= 0 ? share_in(p, c->load, island) : 0.0;
    for (int e = 0; e < 2; e++)
        if (c->bus[e] >= 0 && p->grid->bus[c->bus[e]].island == island) sum += c->inject[e];
    return sum;
}

static double island_needs(const dt_period_program *p, int sp, int island)
{
    const double *fixed = p->fixed + (size_t)sp * (size_t)p->grid->n_bus;
    double need = 0.0;
    for (int i = 0; i < p->grid->n_bus; i++)
        if (p->grid->bus[i].is_in && p->grid->bus[i].island == island) need -= fixed[i];
    return need;
}

static void balances(const dt_period_program *p, dt_rows *rows)
{
    for (int sp = 0; sp < p->n_sp; sp++)
        for (int i = 0; i < p->grid->n_island; i++) {
            double need = island_needs(p, sp, i);
            dt_rows_open(rows, need, need, DT_GRID_BIND_COUNT, i, sp);
            for (int k = 0; k < p->plan->n_load; k++)
                dt_rows_put(rows, dt_period_load(p, sp / p->n_period, k), -share_in(p, k, i));
            for (int j = 0; j < p->width; j++)
                dt_rows_put(rows, dt_period_at(p, sp, j), injects(p, &p->column[j], i));
        }
}

/* A load gives up no more than it is, and in all no more than its share of energy. */
static void curtailment(dt_period_program *p, dt_rows *rows)
{
    for (int s = 0; s < p->n_stage; s++)
        for (int k = 0; k < p->plan->n_load; k++) {
            double share = p->plan->load[k].curtailed, hours = 0.0;
            int load = dt_period_load(p, s, k);
            for (int t = 0; t < p->n_period; t++) {
                int at = dt_period_at(p, s * p->n_period + t, p->n_base + k);
                hours += dt_period_weight(p, t);
                if (share <= 0.0) {
                    dt_lp_set_column(p->lp, at, 0.0, 0.0);
                    continue;
                }
                dt_rows_open(rows, -INFINITY, 0.0, DT_GRID_BIND_CURTAILMENT, k, -1);
                dt_rows_put(rows, at, 1.0);
                dt_rows_put(rows, load, -1.0);
            }
            if (share <= 0.0) continue;
            dt_rows_open(rows, -INFINITY, 0.0, DT_GRID_BIND_CURTAILMENT, k, s * p->n_period);
            for (int t = 0; t < p->n_period; t++)
                dt_rows_put(rows, dt_period_at(p, s * p->n_period + t, p->n_base + k),
                            dt_period_weight(p, t));
            dt_rows_put(rows, load, -share * hours);
        }
}

/* What is built stays, grows no faster than orders allow, and bounds its output. */
static void capacities(const dt_period_program *p, dt_rows *rows)
{
    for (int i = 0; i < p->plan->n_candidate; i++) {
        const dt_grid_candidate *c = &p->plan->candidate[i];
        for (int s = 1; s < p->n_stage; s++) {
            double years = p->stage[s].year - p->stage[s - 1].year;
            double most = c->most_per_year > 0.0 ? c->most_per_year * years : INFINITY;
            dt_rows_open(rows, 0.0, most, DT_GRID_BIND_BUILD, i, s * p->n_period);
            dt_rows_put(rows, dt_period_capacity(p, s, i), 1.0);
            dt_rows_put(rows, dt_period_capacity(p, s - 1, i), -1.0);
        }
        for (int sp = 0; c->kind == DT_GRID_BUILD_GENERATION && sp < p->n_sp; sp++) {
            dt_rows_open(rows, -INFINITY, 0.0, DT_GRID_BIND_BUILD, i, -1);
            dt_rows_put(rows, dt_period_at(p, sp, p->candidate_at[i]), 1.0);
            dt_rows_put(rows, dt_period_capacity(p, sp / p->n_period, i),
                        -dt_period_available(p, i, sp % p->n_period));
        }
    }
}

/* Adds a generator's output in an sp to the open row. */
static void put_output(const dt_period_program *p, dt_rows *rows, int generator, int sp, double factor)
{
    for (int j = 0; j < p->n_base; j++) {
        const dt_column *c = &p->columns->column[j];
        if (c->kind == DT_COLUMN_GENERATOR && c->element == generator)
            dt_rows_put(rows, dt_period_at(p, sp, j), factor);
    }
}

static void ramp(const dt_period_program *p, dt_rows *rows, int generator, double most)
{
    double start = p->columns->start[generator];
    for (int sp = 0; sp < p->n_sp; sp++) {
        int is_first = 0, t = sp % p->n_period, before = dt_period_before(p, t, &is_first);
        double from = start;
        if (is_first && (!p->plan->initial || t > 0)) continue;
        if (is_first)
            from -= p->plan->initial[generator];
        else
            from = 0.0;
        dt_rows_open(rows, -most - from, most - from, DT_GRID_BIND_RAMP, generator, sp);
        put_output(p, rows, generator, sp, 1.0);
        if (!is_first) put_output(p, rows, generator, sp - t + before, -1.0);
    }
}

static double load_in(const dt_period_program *p, int sp)
{
    double sum = 0.0;
    for (int i = 0; i < p->grid->n_island; i++)
        sum += island_needs(p, sp, i);
    for (int i = 0; i < p->grid->n_generator; i++)
        if (p->grid->generator[i].is_in) sum += p->columns->start[i];
    return sum;
}

/* Output below what is there leaves the reserve, which grows with the load that is served. */
static void reserve(const dt_period_program *p, dt_rows *rows)
{
    const dt_grid_plan *plan = p->plan;
    double share = plan->reserve_share;
    if (plan->reserve_mw <= 0.0 && share <= 0.0) return;
    for (int sp = 0; sp < p->n_sp; sp++) {
        double there = -plan->reserve_mw - share * load_in(p, sp);
        const double *most = p->most + (size_t)sp * (size_t)p->grid->n_generator;
        for (int i = 0; i < p->grid->n_generator; i++)
            if (p->grid->generator[i].is_in) there += most[i] - p->columns->start[i];
        dt_rows_open(rows, -INFINITY, there, DT_GRID_BIND_RESERVE, -1, sp);
        for (int j = 0; j < p->n_base; j++)
            if (p->columns->column[j].kind == DT_COLUMN_GENERATOR)
                dt_rows_put(rows, dt_period_at(p, sp, j), 1.0);
        for (int k = 0; k < plan->n_load; k++) {
            dt_rows_put(rows, dt_period_load(p, sp / p->n_period, k), share);
            dt_rows_put(rows, dt_period_at(p, sp, p->n_base + k), -share);
        }
        for (int i = 0; i < plan->n_candidate; i++) {
            if (plan->candidate[i].kind != DT_GRID_BUILD_GENERATION) continue;
            dt_rows_put(rows, dt_period_at(p, sp, p->candidate_at[i]), 1.0);
            dt_rows_put(rows, dt_period_capacity(p, sp / p->n_period, i),
                        -dt_period_available(p, i, sp % p->n_period));
        }
    }
}

/* Firm capacity over the greatest load of a stage. */
static void margin(const dt_period_program *p, dt_rows *rows)
{
    const dt_grid_plan *plan = p->plan;
    for (int s = 0; plan->has_margin && s < p->n_stage; s++) {
        double greatest = 0.0, there = 0.0, factor = 1.0 + plan->margin;
        for (int t = 0; t < p->n_period; t++)
            greatest = fmax(greatest, load_in(p, s * p->n_period + t));
        for (int i = 0; i < p->grid->n_generator; i++) {
            const dt_grid_generator *g = &p->grid->generator[i];
            if (g->is_in) there += (plan->firm ? plan->firm[i] : 1.0) * fmax(g->pmax, 0.0);
        }
        dt_rows_open(rows, factor * greatest - there, INFINITY, DT_GRID_BIND_MARGIN, -1, s * p->n_period);
        for (int i = 0; i < plan->n_candidate; i++)
            dt_rows_put(rows, dt_period_capacity(p, s, i), plan->candidate[i].firm);
        for (int k = 0; k < plan->n_load; k++)
            dt_rows_put(rows, dt_period_load(p, s, k), -factor);
    }
}

static void carbon(const dt_period_program *p, dt_rows *rows)
{
    for (int s = 0; s < p->n_stage; s++) {
        double cap = p->stage[s].carbon_cap;
        if (!isfinite(cap)) continue;
        for (int t = 0; t < p->n_period; t++)
            for (int i = 0; p->plan->emission && i < p->grid->n_generator; i++)
                if (p->grid->generator[i].is_in)
                    cap -= dt_period_weight(p, t) * p->plan->emission[i] * p->columns->start[i];
        dt_rows_open(rows, -INFINITY, cap, DT_GRID_BIND_CARBON, -1, s * p->n_period);
        for (int t = 0; t < p->n_period; t++)
            for (int j = 0; j < p->width; j++)
                dt_rows_put(rows, dt_period_at(p, s * p->n_period + t, j),
                            dt_period_weight(p, t) * p->column[j].emission);
    }
}

dt_status dt_period_rows(dt_period_program *p)
{
    dt_rows rows = {.status = DT_OK};
    balances(p, &rows);
    curtailment(p, &rows);
    capacities(p, &rows);
    dt_storage_rows(p, &rows);
    for (int i = 0; p->plan->ramp && i < p->grid->n_generator; i++)
        if (p->grid->generator[i].is_in && p->plan->ramp[i] > 0.0) ramp(p, &rows, i, p->plan->ramp[i]);
    reserve(p, &rows);
    margin(p, &rows);
    carbon(p, &rows);
    dt_status status = rows.status;
    if (status == DT_OK) {
        p->tag = malloc(((size_t)rows.count + 1) * sizeof *p->tag);
        if (!p->tag) status = DT_NO_MEMORY;
    }
    if (status == DT_OK) {
        memcpy(p->tag, rows.tag, (size_t)rows.count * sizeof *p->tag);
        p->n_tag = p->first_limit = rows.count;
        status = dt_rows_flush(&rows, p->lp);
    }
    dt_rows_clear(&rows);
    return status;
}
