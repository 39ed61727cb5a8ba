/* The dispatch with all angles and flows as columns: one balance a bus, one law a branch. Sparse, and large.
 *
 * Columns: those of the dispatch, then an angle for each node (in units of base power, so that susceptances
 * per unit stand in the matrix), then a flow for each branch. Limits after outages join two flows and are
 * added by rounds. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "grid/session.h"

enum { ROWS_A_ROUND = 1000, MAX_ROUND = 100 };

/* A matrix as a growing list of entries, and where things stand in it. */
struct form {
    dt_grid_session *session;
    int n_row, n_column, n_entry, room;
    int *row, *column;
    double *value;
    int *bus_row, *branch_row; /* -1 if out */
    int first_angle, first_flow;
    int *flow_column;  /* per branch */
    dt_program limits; /* keeps the limits after outages; has no solver of its own */
};

static dt_status entry(struct form *f, int row, int column, double value)
{
    if (f->n_entry == f->room) {
        size_t room = f->room ? 2 * (size_t)f->room : 1024;
        int *rows = realloc(f->row, room * sizeof *rows);
        if (rows) f->row = rows;
        int *columns = realloc(f->column, room * sizeof *columns);
        if (columns) f->column = columns;
        double *values = realloc(f->value, room * sizeof *values);
        if (values) f->value = values;
        if (!rows || !columns || !values) return DT_NO_MEMORY;
        f->room = (int)room;
    }
    f->row[f->n_entry] = row;
    f->column[f->n_entry] = column;
    f->value[f->n_entry++] = value;
    return DT_OK;
}

static void form_clear(struct form *f)
{
    free(f->row);
    free(f->column);
    free(f->value);
    free(f->bus_row);
    dt_program_clear(&f->limits);
}

static dt_status number(struct form *f)
{
    const dt_grid_session *s = f->session;
    const dt_network *n = s->network;
    f->bus_row = malloc(((size_t)n->n_bus + 2 * (size_t)n->n_branch + 1) * sizeof *f->bus_row);
    if (!f->bus_row) return DT_NO_MEMORY;
    f->branch_row = f->bus_row + n->n_bus;
    f->flow_column = f->branch_row + n->n_branch;
    for (int i = 0; i < n->n_bus; i++)
        f->bus_row[i] = n->grid->bus[i].is_in ? f->n_row++ : -1;
    f->first_angle = s->columns->count;
    f->first_flow = f->first_angle + n->n_node;
    f->n_column = f->first_flow;
    for (int l = 0; l < n->n_branch; l++) {
        int is_in = n->b[l] != 0.0;
        f->branch_row[l] = is_in ? f->n_row++ : -1;
        f->flow_column[l] = is_in ? f->n_column++ : -1;
    }
    return DT_OK;
}

static dt_status enter_columns(struct form *f)
{
    const dt_grid_session *s = f->session;
    const dt_columns *c = s->columns;
    for (int j = 0; j < c->count; j++)
        for (int e = 0; e < 2; e++)
            if (c->column[j].bus[e] >= 0)
                DT_TRY(entry(f, f->bus_row[c->column[j].bus[e]], j, c->column[j].inject[e]));
    for (int k = 0; k < s->n_site; k++)
        DT_TRY(entry(f, f->bus_row[s->site_bus[k]], c->site, -s->site_share[k]));
    return DT_OK;
}

static dt_status enter_branches(struct form *f)
{
    const dt_network *n = f->session->network;
    for (int l = 0; l < n->n_branch; l++) {
        if (f->branch_row[l] < 0) continue;
        const dt_grid_branch *b = &n->grid->branch[l];
        double per_unit = n->b[l] / n->grid->base_mva;
        int from = n->node[b->from], to = n->node[b->to];
        DT_TRY(entry(f, f->bus_row[b->from], f->flow_column[l], -1.0));
        DT_TRY(entry(f, f->bus_row[b->to], f->flow_column[l], 1.0));
        DT_TRY(entry(f, f->branch_row[l], f->flow_column[l], 1.0));
        if (from >= 0) DT_TRY(entry(f, f->branch_row[l], f->first_angle + from, -per_unit));
        if (to >= 0) DT_TRY(entry(f, f->branch_row[l], f->first_angle + to, per_unit));
    }
    return DT_OK;
}

/* Sorts the entries into columns; both arrays of numbers are allocated by the caller. */
static void compress(const struct form *f, int *start, int *row, double *value)
{
    memset(start, 0, ((size_t)f->n_column + 1) * sizeof *start);
    for (int k = 0; k < f->n_entry; k++)
        start[f->column[k] + 1]++;
    for (int j = 0; j < f->n_column; j++)
        start[j + 1] += start[j];
    for (int k = 0; k < f->n_entry; k++) {
        int at = start[f->column[k]]++;
        row[at] = f->row[k];
        value[at] = f->value[k];
    }
    for (int j = f->n_column; j > 0; j--)
        start[j] = start[j - 1];
    start[0] = 0;
}

static void fill_bounds(const struct form *f, double *column, double *row)
{
    const dt_grid_session *s = f->session;
    const dt_network *n = s->network;
    const dt_columns *c = s->columns;
    double *lower = column, *upper = lower + f->n_column, *cost = upper + f->n_column,
           *quadratic = cost + f->n_column;
    for (int j = 0; j < f->n_column; j++) {
        lower[j] = -INFINITY;
        upper[j] = INFINITY;
    }
    for (int j = 0; j < c->count; j++) {
        lower[j] = c->column[j].lower;
        upper[j] = c->column[j].upper;
        cost[j] = c->column[j].cost;
        quadratic[j] = c->column[j].quadratic;
    }
    lower[c->site] = upper[c->site] = s->site_mw;
    for (int i = 0; i < n->n_bus; i++)
        if (f->bus_row[i] >= 0) row[f->bus_row[i]] = -c->fixed[i];
    for (int l = 0; l < n->n_branch; l++) {
        if (f->branch_row[l] < 0) continue;
        row[f->branch_row[l]] = -n->b[l] * n->shift[l];
        lower[f->flow_column[l]] = n->low[l];
        upper[f->flow_column[l]] = n->high[l];
    }
}

static dt_status make_lp(struct form *f, dt_lp_solver **out)
{
    DT_TRY(number(f));
    DT_TRY(enter_columns(f));
    DT_TRY(enter_branches(f));
    size_t n = (size_t)f->n_column, entries = (size_t)f->n_entry;
    int *whole = malloc((n + 1 + entries) * sizeof *whole);
    double *column = calloc(4 * n + (size_t)f->n_row + entries + 1, sizeof *column);
    dt_status status = whole && column ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        double *row = column + 4 * n, *value = row + f->n_row;
        compress(f, whole, whole + n + 1, value);
        fill_bounds(f, column, row);
        dt_lp lp = {.n_row = f->n_row,
                    .n_column = f->n_column,
                    .start = whole,
                    .row = whole + n + 1,
                    .value = value,
                    .row_lower = row,
                    .row_upper = row,
                    .lower = column,
                    .upper = column + n,
                    .cost = column + 2 * n,
                    .quadratic = column + 3 * n};
        status = dt_lp_create(&lp, out);
    }
    free(whole);
    free(column);
    return status;
}

/* Adds the worst broken limits after outages. Returns their number through `added`. */
static dt_status add_outages(struct form *f, dt_lp_solver *lp, const double *x, int *added)
{
    dt_grid_session *s = f->session;
    *added = 0;
    if (!s->options.is_n1) return DT_OK;
    for (int l = 0; l < s->grid->n_branch; l++)
        s->flow[l] = f->flow_column[l] >= 0 ? x[f->flow_column[l]] : 0.0;
    size_t most = (size_t)f->limits.n_limit + ROWS_A_ROUND;
    dt_limit_row *worst = malloc(most * sizeof *worst), *larger = NULL;
    int *whole = malloc(3 * (ROWS_A_ROUND + 1) * sizeof *whole);
    double *value = malloc(4 * ROWS_A_ROUND * sizeof *value);
    dt_status status = worst && whole && value ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) status = dt_session_violations(s, &f->limits, ROWS_A_ROUND, worst, added);
    if (status == DT_OK && *added > 0) {
        int *column = whole + ROWS_A_ROUND + 1;
        double *low = value + 2 * ROWS_A_ROUND, *high = low + ROWS_A_ROUND;
        for (int k = 0; k < *added; k++) {
            whole[k] = 2 * k;
            column[2 * k] = f->flow_column[worst[k].branch];
            column[2 * k + 1] = f->flow_column[worst[k].outage];
            value[2 * k] = 1.0;
            value[2 * k + 1] = worst[k].factor;
            low[k] = worst[k].low;
            high[k] = worst[k].high;
        }
        whole[*added] = 2 * *added;
        dt_lp_new_rows rows = {*added, whole, column, value, low, high};
        status = dt_lp_add_rows(lp, &rows);
        larger = status == DT_OK ? realloc(f->limits.limit, most * sizeof *larger) : NULL;
        if (status == DT_OK && !larger) status = DT_NO_MEMORY;
        if (larger) {
            f->limits.limit = larger;
            memcpy(larger + f->limits.n_limit, worst, (size_t)*added * sizeof *worst);
            f->limits.n_limit += *added;
        }
    }
    free(worst);
    free(whole);
    free(value);
    return status;
}

static dt_status fill_result(struct form *f, const dt_lp_answer *a, dt_grid_opf *r)
{
    dt_grid_session *s = f->session;
    const dt_grid *g = s->grid;
    double *block = calloc(2 * (size_t)g->n_bus + (size_t)g->n_branch + 1, sizeof *block);
    if (!block) return DT_NO_MEMORY;
    dt_dispatch d = {.x = a->x,
                     .lmp = block,
                     .energy = block + g->n_bus,
                     .branch_price = block + 2 * g->n_bus,
                     .limit = f->limits.limit,
                     .n_limit = f->limits.n_limit,
                     .limit_price = a->row_dual + f->n_row,
                     .scale = 1.0};
    for (int i = 0; i < g->n_bus; i++) {
        if (f->bus_row[i] < 0) continue;
        d.lmp[i] = a->row_dual[f->bus_row[i]];
        d.energy[i] = a->row_dual[f->bus_row[g->reference[g->bus[i].island]]];
    }
    for (int l = 0; l < g->n_branch; l++)
        if (f->flow_column[l] >= 0) d.branch_price[l] = a->reduced_cost[f->flow_column[l]];
    dt_status status = dt_opf_fill(s, &d, r);
    free(block);
    return status;
}

static dt_status solve(struct form *f, dt_lp_solver *lp, dt_lp_method method, dt_grid_opf *r)
{
    dt_lp_options options = {.method = method};
    dt_lp_answer a = {.outcome = DT_LP_STOPPED};
    double end = dt_clock() + f->session->options.time_limit;
    for (int round = 0; round < MAX_ROUND; round++) {
        int added = 0;
        if (f->session->options.time_limit > 0.0) options.time_limit = fmax(end - dt_clock(), 0.01);
        DT_TRY(dt_lp_solve(lp, &options, &a));
        r->n_round++;
        r->n_iteration += a.iterations;
        if (a.outcome != DT_LP_OPTIMAL) break;
        DT_TRY(add_outages(f, lp, a.x, &added));
        if (added == 0) break;
        a.outcome = DT_LP_STOPPED;
    }
    r->outcome = a.outcome == DT_LP_OPTIMAL ? DT_GRID_OPTIMAL
        : a.outcome == DT_LP_INFEASIBLE     ? DT_GRID_INFEASIBLE
                                            : DT_GRID_STOPPED;
    r->method = a.method == DT_LP_INTERIOR ? DT_GRID_FLOW_INTERIOR : DT_GRID_FLOW_SIMPLEX;
    r->n_row = dt_lp_rows(lp);
    r->dual_residual = a.dual_residual;
    r->complementarity = a.complementarity;
    r->gap = a.gap;
    return r->outcome == DT_GRID_OPTIMAL ? fill_result(f, &a, r) : DT_OK;
}

dt_status dt_flow_form_solve(dt_grid_session *session, dt_lp_method method, dt_grid_opf *result)
{
    struct form f = {.session = session, .limits = {.goal = DT_GOAL_NONE}};
    dt_lp_solver *lp = NULL;
    dt_status status = make_lp(&f, &lp);
    if (status == DT_OK) status = solve(&f, lp, method, result);
    dt_lp_free(lp);
    form_clear(&f);
    return status;
}
