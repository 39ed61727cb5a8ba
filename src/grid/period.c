/* Makes the columns of a plan's program. */
#include "grid/period.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"

/* Objectives in MW are scaled so that the simplex's dual tolerance does not blur them. */
static const double megawatt_scale = 1000.0;

void dt_period_free(dt_period_program *p)
{
    if (!p) return;
    for (int l = 0; p->factor && l < p->grid->n_branch; l++)
        free(p->factor[l]);
    free(p->factor);
    free(p->column);
    free(p->candidate_at);
    free(p->store);
    free(p->lower);
    free(p->fixed);
    free(p->tag);
    free(p->limit);
    free(p->limit_of);
    free(p->line_candidate);
    free(p->is_bridge);
    free(p->shift_flow);
    free(p->all_flow);
    dt_lp_free(p->lp);
    dt_columns_free(p->columns);
    dt_network_free(p->network);
    free(p);
}

int dt_period_load(const dt_period_program *p, int stage, int load)
{
    return stage * p->plan->n_load + load;
}

int dt_period_capacity(const dt_period_program *p, int stage, int candidate)
{
    return p->first_capacity + stage * p->plan->n_candidate + candidate;
}

int dt_period_at(const dt_period_program *p, int sp, int column)
{
    return p->first_period + sp * p->width + column;
}

double dt_period_weight(const dt_period_program *p, int period)
{
    return p->periods.weight ? p->periods.weight[period] : 1.0;
}

double dt_period_worth(const dt_period_program *p, int sp)
{
    const dt_grid_stage *stage = &p->stage[sp / p->n_period];
    return dt_period_weight(p, sp % p->n_period) * stage->years * stage->discount;
}

double dt_period_available(const dt_period_program *p, int candidate, int period)
{
    const double *share = p->plan->candidate[candidate].availability;
    return share ? share[period] : 1.0;
}

int dt_period_before(const dt_period_program *p, int period, int *is_first)
{
    const int *block = p->periods.block;
    *is_first = period == 0 || (block && block[period] != block[period - 1]);
    if (!*is_first) return period - 1;
    int last = period;
    while (last + 1 < p->n_period && (!block || block[last + 1] == block[period]))
        last++;
    return last;
}

static dt_period_column *add_column(dt_period_program *p, dt_period_column column)
{
    p->column[p->width] = column;
    return &p->column[p->width++];
}

static void add_store(dt_period_program *p, dt_store_at store)
{
    dt_period_column in = {.bus = {store.bus, -1}, .inject = {-1.0, 0.0}, .load = -1};
    dt_period_column out = {.bus = {store.bus, -1}, .inject = {1.0, 0.0}, .load = -1};
    dt_period_column held = {.bus = {-1, -1}, .load = -1};
    if (store.candidate >= 0) out.cost = p->plan->candidate[store.candidate].variable_cost;
    store.column = p->width;
    add_column(p, in);
    add_column(p, out);
    add_column(p, held);
    p->store[p->n_store++] = store;
}

static void add_candidate(dt_period_program *p, int i)
{
    const dt_grid_candidate *c = &p->plan->candidate[i];
    p->candidate_at[i] = -1;
    if (c->kind == DT_GRID_BUILD_LINE) {
        p->line_candidate[c->element] = i;
        return;
    }
    p->candidate_at[i] = p->width;
    if (c->kind == DT_GRID_BUILD_GENERATION) {
        add_column(p,
                   (dt_period_column){.bus = {c->element, -1},
                                      .inject = {1.0, 0.0},
                                      .load = -1,
                                      .cost = c->variable_cost,
                                      .emission = c->emission});
        return;
    }
    add_store(p,
              (dt_store_at){.bus = c->element,
                            .candidate = i,
                            .eff_in = c->eff_in,
                            .eff_out = c->eff_out,
                            .is_free = c->is_free});
}

/* The columns that every period has. */
static void make_columns(dt_period_program *p)
{
    const dt_grid_plan *plan = p->plan;
    for (int j = 0; j < p->columns->site; j++) {
        const dt_column *c = &p->columns->column[j];
        dt_period_column *made = add_column(p,
                                            (dt_period_column){.bus = {c->bus[0], c->bus[1]},
                                                               .inject = {c->inject[0], c->inject[1]},
                                                               .load = -1,
                                                               .cost = c->cost,
                                                               .quadratic = c->quadratic});
        if (c->kind == DT_COLUMN_GENERATOR && plan->emission) made->emission = plan->emission[c->element];
    }
    p->n_base = p->width;
    for (int k = 0; k < plan->n_load; k++)
        add_column(p, (dt_period_column){.bus = {-1, -1}, .load = k});
    for (int i = 0; i < plan->n_storage; i++) {
        const dt_grid_storage *s = &plan->storage[i];
        add_store(p,
                  (dt_store_at){.bus = s->bus,
                                .candidate = -1,
                                .eff_in = s->eff_in,
                                .eff_out = s->eff_out,
                                .is_free = s->is_free,
                                .initial = s->initial});
    }
    for (int i = 0; i < plan->n_candidate; i++)
        add_candidate(p, i);
}

static double load_of(const dt_period_program *p, int sp, int bus)
{
    const double *load = p->periods.load;
    double mw = load ? load[(size_t)(sp % p->n_period) * (size_t)p->grid->n_bus + (size_t)bus]
                     : p->grid->bus[bus].pd;
    return mw * p->stage[sp / p->n_period].demand_factor;
}

static double pmax_of(const dt_period_program *p, int sp, int generator)
{
    const double *pmax = p->periods.pmax;
    if (!pmax) return p->grid->generator[generator].pmax;
    return pmax[(size_t)(sp % p->n_period) * (size_t)p->grid->n_generator + (size_t)generator];
}

/* Injections without columns and limits of units in an sp. */
static void set_period(dt_period_program *p, int sp)
{
    const dt_grid *g = p->grid;
    double *fixed = p->fixed + (size_t)sp * (size_t)g->n_bus;
    double *most = p->most + (size_t)sp * (size_t)g->n_generator;
    for (int i = 0; i < g->n_bus; i++)
        fixed[i] = p->columns->fixed[i] + (g->bus[i].is_in ? g->bus[i].pd - load_of(p, sp, i) : 0.0);
    for (int i = 0; i < g->n_generator; i++) {
        if (!g->generator[i].is_in) continue;
        most[i] = pmax_of(p, sp, i);
        if (p->periods.pmax) dt_columns_limit(p->columns, i, fmin(g->generator[i].pmin, most[i]), most[i]);
    }
    for (int j = 0; j < p->n_base; j++) {
        const dt_column *c = &p->columns->column[j];
        int at = dt_period_at(p, sp, j);
        p->lower[at] = c->lower;
        p->upper[at] = c->upper;
        if (c->kind == DT_COLUMN_SHED)
            p->upper[at] = p->plan->is_most_load ? 0.0 : fmax(load_of(p, sp, c->element), 0.0);
    }
}

static void set_stores(dt_period_program *p, int sp)
{
    for (int i = 0; i < p->n_store; i++) {
        const dt_store_at *s = &p->store[i];
        int at = dt_period_at(p, sp, s->column);
        double power = s->candidate < 0 ? p->plan->storage[i].power : INFINITY;
        p->upper[at] = p->upper[at + 1] = power;
        p->upper[at + 2] = s->candidate < 0 ? p->plan->storage[i].energy : INFINITY;
    }
}

static void set_costs(dt_period_program *p, int sp)
{
    double worth = dt_period_worth(p, sp);
    if (p->plan->is_most_load) return;
    p->constant += worth * p->columns->constant;
    for (int j = 0; j < p->width; j++) {
        p->cost[dt_period_at(p, sp, j)] = worth * p->column[j].cost;
        p->quadratic[dt_period_at(p, sp, j)] = worth * p->column[j].quadratic;
    }
}

/* Most that can be in use in a stage: orders of every year since the start, each after its lead time. */
static double buildable(const dt_period_program *p, const dt_grid_candidate *c, int stage)
{
    double years = floor(p->stage[stage].year - p->plan->start_year - c->lead_years + 1e-9) + 1.0;
    if (years < 1.0) return 0.0;
    return c->most_per_year > 0.0 ? fmin(c->most, c->most_per_year * years) : c->most;
}

static void set_stage(dt_period_program *p, int stage)
{
    const dt_grid_plan *plan = p->plan;
    double worth = p->stage[stage].years * p->stage[stage].discount;
    for (int k = 0; k < plan->n_load; k++) {
        int at = dt_period_load(p, stage, k);
        const dt_grid_extra_load *load = &plan->load[k];
        p->lower[at] = load->mw ? load->mw[stage] : 0.0;
        p->upper[at] = load->mw ? load->mw[stage] : INFINITY;
        if (plan->is_most_load) p->cost[at] = -p->scale * load->worth;
    }
    for (int i = 0; i < plan->n_candidate; i++) {
        int at = dt_period_capacity(p, stage, i);
        p->upper[at] = buildable(p, &plan->candidate[i], stage);
        if (!plan->is_most_load) p->cost[at] = worth * plan->candidate[i].fixed_cost;
    }
}

static dt_status allocate(dt_period_program *p)
{
    const dt_grid_plan *plan = p->plan;
    size_t bus = (size_t)p->grid->n_bus + 1, branch = (size_t)p->grid->n_branch + 1, sp = (size_t)p->n_sp,
           unit = (size_t)p->grid->n_generator + 1;
    int stores = plan->n_storage + plan->n_candidate;
    p->column = calloc((size_t)p->columns->count + (size_t)plan->n_load + 3 * (size_t)stores + 1,
                       sizeof *p->column);
    p->store = calloc((size_t)stores + 1, sizeof *p->store);
    p->candidate_at = calloc((size_t)plan->n_candidate + 1, sizeof *p->candidate_at);
    p->line_candidate = malloc(branch * sizeof *p->line_candidate);
    p->limit_of = malloc((sp + 1) * sizeof *p->limit_of);
    p->factor = calloc(branch, sizeof *p->factor);
    p->is_bridge = malloc(branch);
    p->fixed = calloc(sp * bus + sp * unit, sizeof *p->fixed);
    p->shift_flow = calloc(2 * branch + 3 * bus, sizeof *p->shift_flow);
    p->all_flow = plan->opf.is_n1 ? malloc(sp * branch * sizeof *p->all_flow) : NULL;
    if (!p->column || !p->store || !p->candidate_at || !p->line_candidate || !p->limit_of || !p->factor ||
        !p->is_bridge || !p->fixed || !p->shift_flow || (plan->opf.is_n1 && !p->all_flow))
        return DT_NO_MEMORY;
    p->most = p->fixed + sp * bus;
    p->flow = p->shift_flow + branch;
    p->injection = p->flow + branch;
    p->angle = p->injection + bus;
    p->response = p->angle + bus;
    memset(p->line_candidate, -1, branch * sizeof *p->line_candidate);
    memset(p->limit_of, -1, (sp + 1) * sizeof *p->limit_of);
    memset(p->is_bridge, -1, branch);
    return DT_OK;
}

static dt_status fill(dt_period_program *p)
{
    make_columns(p);
    p->first_capacity = p->n_stage * p->plan->n_load;
    p->first_period = p->first_capacity + p->n_stage * p->plan->n_candidate;
    p->n_column = p->first_period + p->n_sp * p->width;
    size_t n = (size_t)p->n_column + 1;
    p->lower = calloc(4 * n, sizeof *p->lower);
    if (!p->lower) return DT_NO_MEMORY;
    p->upper = p->lower + n;
    p->cost = p->upper + n;
    p->quadratic = p->cost + n;
    for (int j = 0; j < p->n_column; j++)
        p->upper[j] = INFINITY;
    for (int s = 0; s < p->n_stage; s++)
        set_stage(p, s);
    for (int sp = 0; sp < p->n_sp; sp++) {
        set_period(p, sp);
        set_stores(p, sp);
        set_costs(p, sp);
    }
    dt_network_angles(p->network, p->injection, p->angle);
    dt_network_flows(p->network, p->angle, p->shift_flow);
    return DT_OK;
}

static dt_status create_solver(dt_period_program *p)
{
    int *start = calloc((size_t)p->n_column + 1, sizeof *start), no_row = 0;
    double nothing = 0.0;
    if (!start) return DT_NO_MEMORY;
    dt_lp lp = {.n_column = p->n_column,
                .start = start,
                .row = &no_row,
                .value = &nothing,
                .row_lower = &nothing,
                .row_upper = &nothing,
                .lower = p->lower,
                .upper = p->upper,
                .cost = p->cost,
                .quadratic = p->columns->has_quadratic && !p->plan->is_most_load ? p->quadratic : NULL};
    dt_status status = dt_lp_create(&lp, &p->lp);
    free(start);
    return status;
}

static int is_bus(const dt_grid *grid, int bus)
{
    return bus >= 0 && bus < grid->n_bus && grid->bus[bus].is_in;
}

static int is_place(const dt_grid *grid, const dt_grid_candidate *c)
{
    if (c->kind != DT_GRID_BUILD_LINE) return is_bus(grid, c->element);
    return c->element >= 0 && c->element < grid->n_branch;
}

static dt_status check_plan(const dt_grid *grid, const dt_grid_plan *plan)
{
    int is_sound = 1;
    for (int k = 0; k < plan->n_load; k++)
        for (int i = 0; i < plan->load[k].count; i++)
            is_sound &= is_bus(grid, plan->load[k].bus[i]);
    for (int i = 0; i < plan->n_storage; i++)
        is_sound &= is_bus(grid, plan->storage[i].bus);
    for (int i = 0; i < plan->n_candidate; i++)
        is_sound &= is_place(grid, &plan->candidate[i]);
    return is_sound ? DT_OK : DT_INPUT;
}

static dt_status build(dt_period_program *p, dt_diagnostics *diagnostics)
{
    const dt_grid_opf_options *opf = &p->plan->opf;
    DT_TRY(dt_network_create(p->grid, opf->convention, opf->no_angle_limits, &p->network));
    DT_TRY(dt_columns_create(p->grid, opf, p->network->withdrawal, &p->columns, diagnostics));
    DT_TRY(allocate(p));
    DT_TRY(fill(p));
    DT_TRY(create_solver(p));
    return dt_period_rows(p);
}

dt_status dt_period_create(const dt_grid *grid, const dt_grid_plan *plan, dt_period_program **out,
                           dt_diagnostics *diagnostics)
{
    DT_TRY(check_plan(grid, plan));
    dt_period_program *p = calloc(1, sizeof *p);
    if (!p) return DT_NO_MEMORY;
    p->grid = grid;
    p->plan = plan;
    p->periods = plan->periods ? *plan->periods : (dt_grid_periods){.n_period = 1};
    p->one = (dt_grid_stage){plan->start_year, 1.0, 1.0, 1.0, INFINITY};
    p->n_stage = plan->n_stage > 0 ? plan->n_stage : 1;
    p->stage = plan->n_stage > 0 ? plan->stage : &p->one;
    p->n_period = p->periods.n_period;
    p->n_sp = p->n_stage * p->n_period;
    p->scale = plan->is_most_load ? megawatt_scale : 1.0;
    dt_status status = p->n_period > 0 ? build(p, diagnostics) : DT_INPUT;
    if (status != DT_OK) {
        dt_period_free(p);
        return status;
    }
    *out = p;
    return DT_OK;
}
