/* From columns and duals of a plan to dispatch, prices, capacities and what binds. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/period.h"

const char *dt_grid_bind_name(dt_grid_bind kind)
{
    static const char *const name[DT_GRID_BIND_COUNT] = {
        "line", "angle",   "outage",      "generation", "must_run", "dcline", "reserve",
        "ramp", "storage", "curtailment", "margin",     "carbon",   "build"};
    return name[kind];
}

void dt_grid_plan_clear(dt_grid_plan_result *result)
{
    if (!result) return;
    free(result->load);
    free(result->bound);
    *result = (dt_grid_plan_result){0};
}

static dt_status allocate(const dt_period_program *p, dt_grid_plan_result *r)
{
    const dt_grid *g = p->grid;
    const dt_grid_plan *plan = p->plan;
    size_t stage = (size_t)p->n_stage, sp = (size_t)p->n_sp, load = stage * (size_t)plan->n_load,
           candidate = (size_t)plan->n_candidate;
    size_t an_hour = (size_t)g->n_generator + (size_t)g->n_branch + (size_t)g->n_dcline + (size_t)g->n_bus +
        (size_t)plan->n_storage + candidate;
    double *block = calloc(3 * load + stage * candidate + 3 * stage + sp * an_hour + 1, sizeof *block);
    if (!block) return DT_NO_MEMORY;
    *r = (dt_grid_plan_result){.n_stage = p->n_stage,
                               .n_period = p->n_period,
                               .n_bus = g->n_bus,
                               .n_branch = g->n_branch,
                               .n_generator = g->n_generator,
                               .n_dcline = g->n_dcline,
                               .n_load = plan->n_load,
                               .n_candidate = plan->n_candidate,
                               .n_storage = plan->n_storage,
                               .load = block};
    r->curtailed = r->load + load;
    r->load_price = r->curtailed + load;
    r->capacity = r->load_price + load;
    r->emission = r->capacity + stage * candidate;
    r->carbon_price = r->emission + stage;
    r->shed = r->carbon_price + stage;
    r->dispatch = r->shed + stage;
    r->built = r->dispatch + sp * (size_t)g->n_generator;
    r->store = r->built + sp * candidate;
    r->flow = r->store + sp * (size_t)plan->n_storage;
    r->dc_flow = r->flow + sp * (size_t)g->n_branch;
    r->lmp = r->dc_flow + sp * (size_t)g->n_dcline;
    return DT_OK;
}

/* Growing list of what binds. */
struct list {
    dt_grid_bound *item;
    int count, room;
    dt_status status;
};

static void add(struct list *list, dt_grid_bound bound)
{
    if (!(bound.value > 0.0) || list->status != DT_OK) return;
    if (list->count == list->room) {
        int room = list->room ? 2 * list->room : 64;
        dt_grid_bound *larger = realloc(list->item, (size_t)room * sizeof *larger);
        if (!larger) {
            list->status = DT_NO_MEMORY;
            return;
        }
        list->item = larger;
        list->room = room;
    }
    list->item[list->count++] = bound;
}

static int by_place(const void *a, const void *b)
{
    const dt_grid_bound *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->element != y->element) return x->element < y->element ? -1 : 1;
    return (x->outage > y->outage) - (x->outage < y->outage);
}

static int by_value(const void *a, const void *b)
{
    const dt_grid_bound *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? 1 : -1;
    return by_place(a, b);
}

/* One entry for each limit, whatever the hour. */
static void merge(struct list *list)
{
    int kept = 0;
    double greatest = 0.0;
    if (list->count > 1) qsort(list->item, (size_t)list->count, sizeof *list->item, by_place);
    for (int k = 0; k < list->count; k++) {
        dt_grid_bound *last = kept > 0 ? &list->item[kept - 1] : NULL;
        if (last && by_place(last, &list->item[k]) == 0) {
            last->value += list->item[k].value;
            last->n_period += list->item[k].n_period;
        } else {
            list->item[kept++] = list->item[k];
        }
        greatest = fmax(greatest, list->item[kept - 1].value);
    }
    list->count = 0;
    for (int k = 0; k < kept; k++)
        if (list->item[k].value > 1e-7 * greatest) list->item[list->count++] = list->item[k];
    if (list->count > 1) qsort(list->item, (size_t)list->count, sizeof *list->item, by_value);
}

static void bind_limits(const dt_period_program *p, const dt_lp_answer *a, struct list *list)
{
    for (int i = 0; i < p->n_limit; i++) {
        const dt_period_limit *l = &p->limit[i];
        double dual = a->row_dual[p->first_limit + i] / p->scale;
        int is_angle = dual < 0.0 ? p->network->high_is_angle[l->branch]
                                  : p->network->low_is_angle[l->branch];
        dt_grid_bind kind = l->outage >= 0 ? DT_GRID_BIND_OUTAGE
            : is_angle                     ? DT_GRID_BIND_ANGLE
                                           : DT_GRID_BIND_LINE;
        add(list, (dt_grid_bound){kind, l->branch, l->outage, 1, dual < 0.0 ? l->high : l->low, fabs(dual)});
    }
}

static void bind_rows(const dt_period_program *p, const dt_lp_answer *a, struct list *list)
{
    for (int i = p->n_sp * p->grid->n_island; i < p->n_tag; i++) {
        const dt_row_tag *tag = &p->tag[i];
        if (tag->sp < 0) continue;
        add(list,
            (dt_grid_bound){tag->kind, tag->element, -1, 1, a->row_value[i],
                            fabs(a->row_dual[i]) / p->scale});
    }
}

/* Whether a column is the first, or the last, of its unit. */
static int is_end(const dt_columns *c, int j, int is_last)
{
    int other = is_last ? j + 1 : j - 1;
    return other < 0 || c->column[other].kind != c->column[j].kind ||
        c->column[other].element != c->column[j].element;
}

/* The limit that a unit's column leans on: its first one on the lower limit, its last one on the upper. */
static void bind_unit(const dt_period_program *p, const dt_lp_answer *a, int sp, int j, struct list *list)
{
    const dt_columns *c = p->columns;
    const dt_column *col = &c->column[j];
    int at = dt_period_at(p, sp, j), i = col->element, is_line = col->kind == DT_COLUMN_DCLINE;
    int unit = is_line ? p->grid->n_generator + i : i;
    const double *most = p->most + (size_t)sp * (size_t)p->grid->n_generator;
    double rc = a->reduced_cost[at] / p->scale, span = 1e-7 * (1.0 + fabs(a->x[at]));
    double high = is_line ? c->most[unit] : most[i];
    double low = is_line ? c->least[unit] : p->grid->generator[i].pmin;
    if (rc < 0.0 && is_end(c, j, 1) && p->upper[at] - a->x[at] <= span)
        add(list,
            (dt_grid_bound){is_line ? DT_GRID_BIND_DCLINE : DT_GRID_BIND_GENERATION, i, -1, 1, high, -rc});
    if (rc > 0.0 && is_end(c, j, 0) && low != 0.0 && a->x[at] - p->lower[at] <= span)
        add(list, (dt_grid_bound){is_line ? DT_GRID_BIND_DCLINE : DT_GRID_BIND_MUST_RUN, i, -1, 1, low, rc});
}

static void bind_units(const dt_period_program *p, const dt_lp_answer *a, int sp, struct list *list)
{
    for (int j = 0; j < p->n_base; j++) {
        int at = dt_period_at(p, sp, j);
        if (p->columns->column[j].kind != DT_COLUMN_SHED && p->upper[at] > p->lower[at])
            bind_unit(p, a, sp, j, list);
    }
}

static void bind_sizes(const dt_period_program *p, const dt_lp_answer *a, struct list *list)
{
    for (int sp = 0; sp < p->n_sp; sp++)
        for (int i = 0; i < p->n_store; i++) {
            if (p->store[i].candidate >= 0) continue;
            for (int k = 0; k < 3; k++) {
                int at = dt_period_at(p, sp, p->store[i].column + k);
                add(list,
                    (dt_grid_bound){DT_GRID_BIND_STORAGE, i, -1, 1, p->upper[at],
                                    -a->reduced_cost[at] / p->scale});
            }
        }
    for (int s = 0; s < p->n_stage; s++)
        for (int i = 0; i < p->plan->n_candidate; i++) {
            int at = dt_period_capacity(p, s, i);
            if (p->upper[at] <= 0.0) continue;
            add(list,
                (dt_grid_bound){DT_GRID_BIND_BUILD, i, -1, 1, p->upper[at], -a->reduced_cost[at] / p->scale});
        }
}

static void fill_units(const dt_period_program *p, const double *x, int sp, dt_grid_plan_result *r)
{
    double *dispatch = r->dispatch + (size_t)sp * (size_t)r->n_generator;
    double *dc_flow = r->dc_flow + (size_t)sp * (size_t)r->n_dcline;
    double hours = dt_period_weight(p, sp % p->n_period);
    int stage = sp / p->n_period;
    for (int i = 0; i < r->n_generator; i++)
        dispatch[i] = p->columns->start[i];
    for (int i = 0; i < r->n_dcline; i++)
        dc_flow[i] = p->columns->start[r->n_generator + i];
    for (int j = 0; j < p->n_base; j++) {
        const dt_column *c = &p->columns->column[j];
        double value = x[dt_period_at(p, sp, j)];
        if (c->kind == DT_COLUMN_GENERATOR) dispatch[c->element] += value;
        if (c->kind == DT_COLUMN_DCLINE) dc_flow[c->element] += value;
        if (c->kind == DT_COLUMN_SHED) r->shed[stage] += hours * value;
    }
    for (int i = 0; p->plan->emission && i < r->n_generator; i++)
        r->emission[stage] += hours * p->plan->emission[i] * dispatch[i];
    for (int i = 0; i < r->n_candidate; i++) {
        int at = p->candidate_at[i] < 0 ? -1 : dt_period_at(p, sp, p->candidate_at[i]);
        double *built = &r->built[(size_t)sp * (size_t)r->n_candidate + (size_t)i];
        if (at >= 0) *built = p->plan->candidate[i].kind == DT_GRID_BUILD_STORAGE ? x[at + 1] - x[at] : x[at];
        if (p->plan->candidate[i].kind == DT_GRID_BUILD_GENERATION)
            r->emission[stage] += hours * p->plan->candidate[i].emission * *built;
    }
    for (int i = 0; i < r->n_storage; i++)
        r->store[(size_t)sp * (size_t)r->n_storage + (size_t)i] =
            x[dt_period_at(p, sp, p->store[i].column) + 2];
}

static void fill_stages(const dt_period_program *p, const dt_lp_answer *a, dt_grid_plan_result *r)
{
    for (int s = 0; s < p->n_stage; s++) {
        double worth = p->plan->is_most_load ? p->scale : p->stage[s].years * p->stage[s].discount;
        for (int k = 0; k < r->n_load; k++) {
            int at = dt_period_load(p, s, k), k_at = s * r->n_load + k;
            double left = 0.0, energy = 0.0;
            for (int t = 0; t < p->n_period; t++) {
                left += dt_period_weight(p, t) * a->x[dt_period_at(p, s * p->n_period + t, p->n_base + k)];
                energy += dt_period_weight(p, t) * a->x[at];
            }
            r->load[k_at] = a->x[at];
            r->curtailed[k_at] = energy > 0.0 ? left / energy : 0.0;
            r->load_price[k_at] = a->reduced_cost[at] / worth;
        }
        for (int i = 0; i < r->n_candidate; i++)
            r->capacity[s * r->n_candidate + i] = a->x[dt_period_capacity(p, s, i)];
    }
    for (int i = p->n_sp * p->grid->n_island; i < p->n_tag; i++) {
        if (p->tag[i].kind != DT_GRID_BIND_CARBON || p->plan->is_most_load) continue;
        const dt_grid_stage *stage = &p->stage[p->tag[i].sp / p->n_period];
        r->carbon_price[p->tag[i].sp / p->n_period] = -a->row_dual[i] / (stage->years * stage->discount);
    }
}

/* Prices of an hour from the duals of its balances and limits. */
static void fill_prices(dt_period_program *p, const dt_lp_answer *a, int sp, dt_grid_plan_result *r)
{
    double *lmp = r->lmp + (size_t)sp * (size_t)r->n_bus;
    double worth = p->plan->is_most_load ? p->scale : dt_period_worth(p, sp);
    for (int i = 0; i < r->n_bus; i++)
        if (p->grid->bus[i].is_in) lmp[i] = a->row_dual[sp * p->grid->n_island + p->grid->bus[i].island];
    for (int k = p->limit_of[sp]; k >= 0; k = p->limit[k].next) {
        const dt_period_limit *l = &p->limit[k];
        double dual = a->row_dual[p->first_limit + k];
        if (dual == 0.0) continue;
        const double *own = p->factor[l->branch], *out = l->outage >= 0 ? p->factor[l->outage] : NULL;
        for (int i = 0; i < r->n_bus; i++)
            if (p->grid->bus[i].is_in) lmp[i] += dual * (own[i] + (out ? l->factor * out[i] : 0.0));
    }
    for (int i = 0; i < r->n_bus; i++)
        lmp[i] = worth > 0.0 ? lmp[i] / worth : 0.0;
}

/* Flows of an hour, and how far balances and limits are missed. */
static void fill_flows(dt_period_program *p, const double *x, int sp, dt_grid_plan_result *r)
{
    const dt_network *n = p->network;
    double *flow = r->flow + (size_t)sp * (size_t)r->n_branch;
    dt_period_injection(p, sp, x, p->injection);
    dt_network_angles(p->network, p->injection, p->angle);
    dt_network_flows(n, p->angle, flow);
    for (int l = 0; l < n->n_branch; l++) {
        int c = p->line_candidate[l];
        double more = c >= 0 ? x[dt_period_capacity(p, sp / p->n_period, c)] : 0.0;
        if (n->b[l] == 0.0) continue;
        p->injection[p->grid->branch[l].from] -= flow[l];
        p->injection[p->grid->branch[l].to] += flow[l];
        r->limit_residual = fmax(r->limit_residual,
                                 fmax(flow[l] - n->high[l] - more, n->low[l] - more - flow[l]));
    }
    for (int i = 0; i < n->n_bus; i++)
        if (p->grid->bus[i].is_in) r->balance_residual = fmax(r->balance_residual, fabs(p->injection[i]));
    for (int k = p->limit_of[sp]; k >= 0; k = p->limit[k].next) {
        const dt_period_limit *l = &p->limit[k];
        double more = l->candidate >= 0 ? x[dt_period_capacity(p, sp / p->n_period, l->candidate)] : 0.0;
        double after = flow[l->branch] + (l->outage >= 0 ? l->factor * flow[l->outage] : 0.0);
        r->limit_residual = fmax(r->limit_residual, fmax(after - l->high - more, l->low - more - after));
    }
}

dt_status dt_period_result(dt_period_program *p, const dt_lp_answer *a, dt_grid_plan_result *out)
{
    dt_grid_plan_result r = {0};
    struct list list = {.status = DT_OK};
    DT_TRY(allocate(p, &r));
    fill_stages(p, a, &r);
    for (int sp = 0; sp < p->n_sp; sp++) {
        fill_units(p, a->x, sp, &r);
        fill_prices(p, a, sp, &r);
        fill_flows(p, a->x, sp, &r);
        bind_units(p, a, sp, &list);
    }
    bind_limits(p, a, &list);
    bind_rows(p, a, &list);
    bind_sizes(p, a, &list);
    merge(&list);
    r.bound = list.item;
    r.n_bound = list.count;
    r.objective = p->plan->is_most_load ? -a->objective / p->scale : a->objective + p->constant;
    r.dual_residual = a->dual_residual;
    r.complementarity = a->complementarity;
    r.gap = a->gap;
    r.n_row = p->n_limit;
    r.n_iteration = a->iterations;
    r.outcome = DT_GRID_OPTIMAL;
    if (list.status != DT_OK) {
        dt_grid_plan_clear(&r);
        return list.status;
    }
    *out = r;
    return DT_OK;
}
