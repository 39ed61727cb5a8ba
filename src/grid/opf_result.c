/* From columns and duals to dispatch, prices, flows and binding limits; all residuals in MW are taken here.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/session.h"

void dt_grid_opf_clear(dt_grid_opf *r)
{
    if (!r) return;
    free(r->lmp);
    free(r->binding);
    free(r->conflict);
    *r = (dt_grid_opf){0};
}

dt_status dt_opf_allocate(const dt_grid_session *s, dt_grid_opf *r)
{
    const dt_grid *g = s->grid;
    size_t bus = (size_t)g->n_bus, branch = (size_t)g->n_branch,
           unit = (size_t)g->n_generator + (size_t)g->n_dcline;
    double *block = calloc(5 * bus + 2 * branch + unit + 1, sizeof *block);
    if (!block) return DT_NO_MEMORY;
    *r = (dt_grid_opf){.convention = s->options.convention,
                       .n_bus = g->n_bus,
                       .n_branch = g->n_branch,
                       .n_generator = g->n_generator,
                       .n_dcline = g->n_dcline,
                       .n_island = g->n_island,
                       .outage_excess = NAN,
                       .lmp = block};
    r->energy = r->lmp + bus;
    r->congestion = r->energy + bus;
    r->shed = r->congestion + bus;
    r->angle = r->shed + bus;
    r->dispatch = r->angle + bus;
    r->dc_flow = r->dispatch + g->n_generator;
    r->flow = r->dc_flow + g->n_dcline;
    r->flow_price = r->flow + branch;
    return DT_OK;
}

struct list {
    dt_grid_limit *item;
    int count, room;
    double least; /* shadow prices below this are rounding */
    dt_status status;
};

static void add(struct list *list, dt_grid_limit limit)
{
    if (!(limit.shadow_price > list->least) || list->status != DT_OK) return;
    if (list->count == list->room) {
        size_t room = list->room ? 2 * (size_t)list->room : 32;
        dt_grid_limit *larger = realloc(list->item, room * sizeof *larger);
        if (!larger) {
            list->status = DT_NO_MEMORY;
            return;
        }
        list->item = larger;
        list->room = (int)room;
    }
    list->item[list->count++] = limit;
}

static int by_price(const void *a, const void *b)
{
    const dt_grid_limit *x = a, *y = b;
    if (x->shadow_price != y->shadow_price) return x->shadow_price < y->shadow_price ? 1 : -1;
    return x->kind != y->kind ? (x->kind > y->kind) - (x->kind < y->kind)
                              : (x->element > y->element) - (x->element < y->element);
}

static double reduced_cost(const dt_grid_session *s, const dt_dispatch *d, int j, int is_cost)
{
    const dt_column *c = &s->columns->column[j];
    double sum = is_cost ? c->cost + c->quadratic * d->x[j] : 0.0;
    for (int e = 0; e < 2; e++)
        if (c->bus[e] >= 0) sum -= c->inject[e] * d->lmp[c->bus[e]];
    return sum;
}

/* Whether a column belongs to the same unit as the one beside it. */
static int is_same_unit(const dt_columns *c, int j, int beside)
{
    if (beside < 0 || beside >= c->count) return 0;
    return c->column[beside].kind == c->column[j].kind && c->column[beside].element == c->column[j].element;
}

/* Limits of a generator or line: its first column leans on the lower limit, its last on the upper one. */
static void bind_unit(const dt_columns *c, int j, double price, const dt_grid_opf *r, struct list *list)
{
    const dt_column *col = &c->column[j];
    int is_line = col->kind == DT_COLUMN_DCLINE, i = col->element, unit = is_line ? r->n_generator + i : i;
    double value = is_line ? r->dc_flow[i] : r->dispatch[i];
    if (price > 0.0 && !is_same_unit(c, j, j - 1) && isfinite(c->least[unit]))
        add(list,
            (dt_grid_limit){is_line ? DT_GRID_LIMIT_DCLINE_MIN : DT_GRID_LIMIT_GENERATOR_MIN, i, -1, value,
                            c->least[unit], price});
    if (price < 0.0 && !is_same_unit(c, j, j + 1) && isfinite(c->most[unit]))
        add(list,
            (dt_grid_limit){is_line ? DT_GRID_LIMIT_DCLINE_MAX : DT_GRID_LIMIT_GENERATOR_MAX, i, -1, value,
                            c->most[unit], -price});
}

static void bind_columns(const dt_grid_session *s, const dt_dispatch *d, int is_cost, const dt_grid_opf *r,
                         struct list *list)
{
    const dt_columns *c = s->columns;
    for (int j = 0; j < c->count; j++) {
        const dt_column *col = &c->column[j];
        double price = reduced_cost(s, d, j, is_cost), width = 1e-6 * (1.0 + fabs(d->x[j]));
        int is_at_bound = price > 0.0 ? d->x[j] - col->lower <= width : col->upper - d->x[j] <= width;
        if (!is_at_bound) continue;
        if (col->kind == DT_COLUMN_GENERATOR || col->kind == DT_COLUMN_DCLINE)
            bind_unit(c, j, price, r, list);
        if (col->kind == DT_COLUMN_SHED && price < 0.0 && is_cost && col->upper > 0.0)
            add(list, (dt_grid_limit){DT_GRID_LIMIT_SHED, col->element, -1, d->x[j], col->upper, -price});
    }
}

static void bind_limits(const dt_grid_session *s, const dt_dispatch *d, const dt_grid_opf *r,
                        struct list *list)
{
    const dt_network *n = s->network;
    for (int l = 0; l < n->n_branch; l++) {
        int is_high = d->branch_price[l] < 0.0;
        int is_angle = is_high ? n->high_is_angle[l] : n->low_is_angle[l];
        add(list,
            (dt_grid_limit){is_angle ? DT_GRID_LIMIT_ANGLE : DT_GRID_LIMIT_BRANCH, l, -1, r->flow[l],
                            is_high ? n->high[l] : n->low[l], fabs(d->branch_price[l])});
    }
    for (int k = 0; k < d->n_limit; k++) {
        const dt_limit_row *limit = &d->limit[k];
        if (limit->outage < 0) continue;
        double after = r->flow[limit->branch] + limit->factor * r->flow[limit->outage];
        add(list,
            (dt_grid_limit){DT_GRID_LIMIT_OUTAGE, limit->branch, limit->outage, after,
                            d->limit_price[k] < 0.0 ? limit->high : limit->low, fabs(d->limit_price[k])});
    }
}

static double objective_of(const dt_columns *c, const double *x)
{
    double sum = c->constant;
    for (int j = 0; j < c->count; j++)
        sum += (c->column[j].cost + 0.5 * c->column[j].quadratic * x[j]) * x[j];
    return sum;
}

static void fill_units(const dt_grid_session *s, const double *x, dt_grid_opf *r)
{
    const dt_columns *c = s->columns;
    for (int i = 0; i < r->n_generator; i++)
        r->dispatch[i] = c->start[i];
    for (int i = 0; i < r->n_dcline; i++)
        r->dc_flow[i] = c->start[r->n_generator + i];
    for (int j = 0; j < c->count; j++) {
        int i = c->column[j].element;
        if (c->column[j].kind == DT_COLUMN_GENERATOR) r->dispatch[i] += x[j];
        if (c->column[j].kind == DT_COLUMN_DCLINE) r->dc_flow[i] += x[j];
        if (c->column[j].kind != DT_COLUMN_SHED) continue;
        r->shed[i] = x[j];
        r->shed_total += x[j];
    }
    r->extra_load = x[c->site];
}

static void measure(const dt_grid_session *s, const dt_dispatch *d, dt_grid_opf *r)
{
    const dt_network *n = s->network;
    double *net = s->row;
    memcpy(net, s->injection, (size_t)n->n_bus * sizeof *net);
    for (int l = 0; l < n->n_branch; l++) {
        if (n->b[l] == 0.0) continue;
        net[n->grid->branch[l].from] -= r->flow[l];
        net[n->grid->branch[l].to] += r->flow[l];
        r->limit_residual = fmax(r->limit_residual, fmax(r->flow[l] - n->high[l], n->low[l] - r->flow[l]));
    }
    for (int i = 0; i < n->n_bus; i++)
        if (n->grid->bus[i].is_in) r->balance_residual = fmax(r->balance_residual, fabs(net[i]));
    for (int k = 0; k < d->n_limit; k++) {
        const dt_limit_row *limit = &d->limit[k];
        double flow = r->flow[limit->branch] +
            (limit->outage >= 0 ? limit->factor * r->flow[limit->outage] : 0.0);
        r->limit_residual = fmax(r->limit_residual, fmax(flow - limit->high, limit->low - flow));
    }
    for (int i = 0; i < r->n_generator; i++) {
        const dt_grid_generator *g = &n->grid->generator[i];
        if (g->is_in)
            r->limit_residual = fmax(r->limit_residual,
                                     fmax(r->dispatch[i] - g->pmax, g->pmin - r->dispatch[i]));
    }
}

dt_status dt_opf_fill(dt_grid_session *s, const dt_dispatch *d, dt_grid_opf *r)
{
    int is_cost = d->scale == 1.0;
    double greatest = 0.0;
    fill_units(s, d->x, r);
    r->objective = is_cost ? objective_of(s->columns, d->x) : d->x[s->columns->site];
    dt_session_injection(s, d->x, s->injection);
    dt_network_angles(s->network, s->injection, r->angle);
    dt_network_flows(s->network, r->angle, r->flow);
    for (int i = 0; i < r->n_bus; i++) {
        r->lmp[i] = d->lmp[i];
        r->energy[i] = d->energy[i];
        r->congestion[i] = d->lmp[i] - d->energy[i];
        greatest = fmax(greatest, fabs(d->lmp[i]));
    }
    for (int l = 0; l < r->n_branch; l++)
        r->flow_price[l] = -d->branch_price[l];
    measure(s, d, r);
    struct list list = {.least = 1e-7 * (greatest > 0.0 ? greatest : 1.0), .status = DT_OK};
    bind_columns(s, d, is_cost, r, &list);
    bind_limits(s, d, r, &list);
    if (list.count > 1) qsort(list.item, (size_t)list.count, sizeof *list.item, by_price);
    r->binding = list.item;
    r->n_binding = list.count;
    return list.status;
}

/* Prices of buses from the duals of balances and limits. */
static void prices(dt_grid_session *s, const dt_program *p, const double *dual, dt_dispatch *d)
{
    const dt_grid *g = s->grid;
    double *weight = s->flow, *limit_price = d->branch_price + g->n_branch;
    memset(weight, 0, (size_t)g->n_branch * sizeof *weight);
    memset(d->branch_price, 0, (size_t)g->n_branch * sizeof *d->branch_price);
    for (int k = 0; k < p->n_limit; k++) {
        const dt_limit_row *limit = &p->limit[k];
        limit_price[k] = dual[g->n_island + k] / p->scale;
        weight[limit->branch] += limit_price[k];
        if (limit->outage >= 0)
            weight[limit->outage] += limit->factor * limit_price[k];
        else
            d->branch_price[limit->branch] += limit_price[k];
    }
    d->limit_price = limit_price;
    dt_network_weighted_row(s->network, weight, s->row);
    for (int i = 0; i < g->n_bus; i++) {
        int island = g->bus[i].is_in ? g->bus[i].island : -1;
        d->energy[i] = island >= 0 ? dual[island] / p->scale : 0.0;
        d->lmp[i] = island >= 0 ? d->energy[i] + s->row[i] : 0.0;
    }
}

dt_status dt_opf_from_program(dt_grid_session *s, const dt_program *p, const dt_lazy_result *solved,
                              dt_grid_opf *r)
{
    const dt_grid *g = s->grid;
    double *block = calloc(2 * (size_t)g->n_bus + (size_t)g->n_branch + (size_t)p->n_limit + 1,
                           sizeof *block);
    if (!block) return DT_NO_MEMORY;
    dt_dispatch d = {.x = solved->answer.x,
                     .lmp = block,
                     .energy = block + g->n_bus,
                     .branch_price = block + 2 * g->n_bus,
                     .limit = p->limit,
                     .n_limit = p->n_limit,
                     .scale = p->scale};
    prices(s, p, solved->answer.row_dual, &d);
    dt_status status = dt_opf_fill(s, &d, r);
    r->outcome = DT_GRID_OPTIMAL;
    r->method = DT_GRID_LAZY;
    r->dual_residual = solved->answer.dual_residual;
    r->complementarity = solved->answer.complementarity;
    r->gap = solved->answer.gap;
    r->n_round = solved->n_round;
    r->n_row = p->n_limit;
    r->n_iteration = solved->answer.iterations;
    free(block);
    return status;
}
