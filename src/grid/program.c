/* The linear program of a dispatch: columns, one balance an island, limits as rows of transfer factors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/session.h"

/* Objectives in MW are scaled so that the simplex's dual tolerance does not blur them. */
static const double megawatt_scale = 1000.0;

void dt_program_clear(dt_program *program)
{
    dt_lp_free(program->lp);
    free(program->limit);
    *program = (dt_program){0};
}

void dt_session_injection(const dt_grid_session *s, const double *x, double *injection)
{
    const dt_columns *c = s->columns;
    memcpy(injection, c->fixed, (size_t)s->grid->n_bus * sizeof *injection);
    for (int j = 0; j < c->count; j++)
        for (int e = 0; e < 2; e++)
            if (c->column[j].bus[e] >= 0) injection[c->column[j].bus[e]] += c->column[j].inject[e] * x[j];
    for (int k = 0; k < s->n_site; k++)
        injection[s->site_bus[k]] -= s->site_share[k] * x[c->site];
}

void dt_session_base(dt_grid_session *s)
{
    if (s->base_state == s->state) return;
    dt_network_angles(s->network, s->columns->fixed, s->angle);
    dt_network_flows(s->network, s->angle, s->base_flow);
    memset(s->injection, 0, (size_t)s->grid->n_bus * sizeof *s->injection);
    for (int k = 0; k < s->n_site; k++)
        s->injection[s->site_bus[k]] -= s->site_share[k];
    if (s->n_site > 0)
        dt_network_added_flows(s->network, s->injection, s->angle, s->site_flow);
    else
        memset(s->site_flow, 0, (size_t)s->grid->n_branch * sizeof *s->site_flow);
    s->base_state = s->state;
}

static double at(const dt_limit_row *limit, const double *flow)
{
    return flow[limit->branch] + (limit->outage >= 0 ? limit->factor * flow[limit->outage] : 0.0);
}

/* Cost of a column under a goal. */
static double cost_of(const dt_program *p, const dt_columns *c, int j)
{
    switch (p->goal) {
    case DT_GOAL_COST: return c->column[j].cost;
    case DT_GOAL_HOST: return j == c->site ? -p->scale : 0.0;
    case DT_GOAL_SHED: return c->column[j].kind == DT_COLUMN_SHED ? p->scale : 0.0;
    case DT_GOAL_RELIEF: return j == c->relief ? p->scale : 0.0;
    default: return 0.0;
    }
}

static void bounds_of(const dt_grid_session *s, const dt_program *p, int j, double *low, double *high)
{
    const dt_columns *c = s->columns;
    *low = c->column[j].lower;
    *high = c->column[j].upper;
    if (j == c->site) {
        *low = p->goal == DT_GOAL_HOST ? 0.0 : s->site_mw;
        *high = p->goal != DT_GOAL_HOST ? s->site_mw : p->is_home ? 0.0 : INFINITY;
    } else if (j == c->relief) {
        *high = p->goal == DT_GOAL_RELIEF ? INFINITY : 0.0;
    } else if (c->column[j].kind == DT_COLUMN_SHED && p->goal != DT_GOAL_COST && p->goal != DT_GOAL_SHED) {
        *high = 0.0;
    }
}

/* Right-hand side of an island's balance: what columns must inject. */
static void island_needs(const dt_grid_session *s, double *need)
{
    memset(need, 0, (size_t)s->grid->n_island * sizeof *need);
    for (int i = 0; i < s->grid->n_bus; i++)
        if (s->grid->bus[i].is_in) need[s->grid->bus[i].island] -= s->columns->fixed[i];
}

static double site_share_of(const dt_grid_session *s, int island)
{
    double share = 0.0;
    for (int k = 0; k < s->n_site; k++)
        if (s->grid->bus[s->site_bus[k]].island == island) share -= s->site_share[k];
    return share;
}

/* The balance rows, by columns. Returns the number of entries. */
static int fill_balance(const dt_grid_session *s, int *start, int *row, double *value)
{
    const dt_columns *c = s->columns;
    int used = 0;
    for (int j = 0; j < c->count; j++) {
        start[j] = used;
        for (int i = 0; j == c->site && i < s->grid->n_island; i++) {
            row[used] = i;
            value[used++] = site_share_of(s, i);
        }
        for (int e = 0; e < 2; e++) {
            int bus = c->column[j].bus[e], island = bus >= 0 ? s->grid->bus[bus].island : -1;
            if (island < 0) continue;
            if (e == 1 && used > start[j] && row[used - 1] == island) {
                value[used - 1] += c->column[j].inject[e];
                continue;
            }
            row[used] = island;
            value[used++] = c->column[j].inject[e];
        }
    }
    start[c->count] = used;
    return used;
}

dt_status dt_program_create(dt_grid_session *s, dt_goal goal, dt_program *program)
{
    const dt_columns *c = s->columns;
    size_t n = (size_t)c->count, m = (size_t)s->grid->n_island, entries = 2 * n + m;
    dt_program p = {.goal = goal, .scale = goal == DT_GOAL_COST ? 1.0 : megawatt_scale, .state = s->state};
    double *number = calloc(4 * n + m + entries + 1, sizeof *number);
    int *whole = calloc(n + 1 + entries, sizeof *whole);
    dt_status status = number && whole ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        double *lower = number, *upper = lower + n, *cost = upper + n, *quadratic = cost + n,
               *need = quadratic + n;
        for (int j = 0; j < c->count; j++) {
            bounds_of(s, &p, j, &lower[j], &upper[j]);
            cost[j] = cost_of(&p, c, j);
            quadratic[j] = goal == DT_GOAL_COST ? c->column[j].quadratic : 0.0;
        }
        island_needs(s, need);
        fill_balance(s, whole, whole + n + 1, need + m);
        dt_lp lp = {.n_row = (int)m,
                    .n_column = c->count,
                    .start = whole,
                    .row = whole + n + 1,
                    .value = need + m,
                    .row_lower = need,
                    .row_upper = need,
                    .lower = lower,
                    .upper = upper,
                    .cost = cost,
                    .quadratic = quadratic};
        status = dt_lp_create(&lp, &p.lp);
    }
    free(number);
    free(whole);
    if (status == DT_OK) *program = p;
    return status;
}

static double row_low(const dt_grid_session *s, const dt_limit_row *limit)
{
    return limit->low - at(limit, s->base_flow);
}

static double row_high(const dt_grid_session *s, const dt_limit_row *limit)
{
    return limit->high - at(limit, s->base_flow);
}

/* Entries of one limit over the columns; the site's and the relief's always stand. */
static int fill_row(dt_grid_session *s, const dt_program *p, const dt_limit_row *limit, int *column,
                    double *value)
{
    const dt_columns *c = s->columns;
    int branch[2] = {limit->branch, limit->outage}, used = 0;
    double weight[2] = {1.0, limit->factor};
    dt_network_row(s->network, limit->outage >= 0 ? 2 : 1, branch, weight, s->row);
    for (int j = 0; j < c->count; j++) {
        double sum = 0.0;
        for (int e = 0; e < 2; e++)
            if (c->column[j].bus[e] >= 0) sum += c->column[j].inject[e] * s->row[c->column[j].bus[e]];
        if (j == c->site) sum = at(limit, s->site_flow);
        if (j == c->relief && p->goal == DT_GOAL_RELIEF) sum = isfinite(limit->high) ? -1.0 : 1.0;
        if (fabs(sum) <= 1e-12 && j != c->site) continue;
        column[used] = j;
        value[used++] = sum;
    }
    return used;
}

static dt_status remember(dt_program *p, int count, const dt_limit_row *limit)
{
    if (p->n_limit + count > p->room) {
        size_t room = 2 * (size_t)(p->n_limit + count);
        dt_limit_row *larger = realloc(p->limit, room * sizeof *larger);
        if (!larger) return DT_NO_MEMORY;
        p->limit = larger;
        p->room = (int)room;
    }
    if (count > 0) memcpy(p->limit + p->n_limit, limit, (size_t)count * sizeof *limit);
    p->n_limit += count;
    return DT_OK;
}

dt_status dt_program_add(dt_grid_session *s, dt_program *p, int count, const dt_limit_row *limit)
{
    size_t n = (size_t)count, entries = n * (size_t)s->columns->count;
    int *start = malloc((n + 1 + entries) * sizeof *start);
    double *value = malloc((entries + 2 * n + 1) * sizeof *value);
    dt_status status = start && value ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        int *column = start + n + 1;
        double *low = value + entries, *high = low + n;
        dt_session_base(s);
        start[0] = 0;
        for (int i = 0; i < count; i++) {
            start[i + 1] = start[i] + fill_row(s, p, &limit[i], column + start[i], value + start[i]);
            low[i] = row_low(s, &limit[i]);
            high[i] = row_high(s, &limit[i]);
        }
        dt_lp_new_rows rows = {count, start, column, value, low, high};
        status = dt_lp_add_rows(p->lp, &rows);
    }
    if (status == DT_OK) status = remember(p, count, limit);
    free(start);
    free(value);
    return status;
}

dt_status dt_program_renew(dt_grid_session *s, dt_program *p)
{
    if (p->state == s->state) return DT_OK;
    dt_session_base(s);
    double *need = malloc(((size_t)s->grid->n_island + 1) * sizeof *need);
    if (!need) return DT_NO_MEMORY;
    island_needs(s, need);
    for (int i = 0; i < s->grid->n_island; i++) {
        dt_lp_set_row(p->lp, i, need[i], need[i]);
        dt_lp_set_entry(p->lp, i, s->columns->site, site_share_of(s, i));
    }
    free(need);
    for (int i = 0; i < p->n_limit; i++) {
        dt_lp_set_row(p->lp, s->grid->n_island + i, row_low(s, &p->limit[i]), row_high(s, &p->limit[i]));
        dt_lp_set_entry(p->lp, s->grid->n_island + i, s->columns->site, at(&p->limit[i], s->site_flow));
    }
    for (int j = 0; j < s->columns->count; j++) {
        double low = 0.0, high = 0.0;
        bounds_of(s, p, j, &low, &high);
        dt_lp_set_column(p->lp, j, low, high);
    }
    p->state = s->state;
    return DT_OK;
}
