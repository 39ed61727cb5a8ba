/* Linear network: susceptances in either convention, factorisation, angles, flows and factors. */
#include "grid/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"

static const double radian = 3.14159265358979323846 / 180.0;

/* Limits on angles that PowerModels puts in place of those beyond a right angle: 60 degrees. */
static const double wide = 60.0, right = 90.0;

void dt_network_free(dt_network *n)
{
    if (!n) return;
    dt_ldl_free(n->ldl);
    free(n->node);
    free(n->b);
    free(n->low_is_angle);
    free(n);
}

/* Bounds of the angle difference in radians; infinite where there is none. */
static void angle_bounds(const dt_grid_branch *branch, dt_grid_convention convention, double *low,
                         double *high)
{
    double least = branch->angmin, most = branch->angmax;
    if (convention == DT_GRID_POWERMODELS) {
        int is_zero = least == 0.0 && most == 0.0;
        if (least <= -right || is_zero) least = -wide;
        if (most >= right || is_zero) most = wide;
        *low = least * radian;
        *high = most * radian;
        return;
    }
    *low = least == 0.0 || least <= -360.0 ? -INFINITY : least * radian;
    *high = most == 0.0 || most >= 360.0 ? INFINITY : most * radian;
}

static void set_branch(dt_network *n, int i, int no_angle_limits)
{
    const dt_grid_branch *branch = &n->grid->branch[i];
    double x = branch->x, r = branch->r, base = n->grid->base_mva, low = 0.0, high = 0.0;
    n->low[i] = -INFINITY;
    n->high[i] = INFINITY;
    n->rate[i] = INFINITY;
    if (!branch->is_in) return;
    if (n->convention == DT_GRID_POWERMODELS) {
        n->b[i] = base * x / (r * r + x * x);
    } else {
        n->b[i] = base / (x * (branch->ratio > 0.0 ? branch->ratio : 1.0));
        n->shift[i] = branch->angle * radian;
    }
    if (branch->rate_a > 0.0) n->rate[i] = branch->rate_a;
    n->low[i] = -n->rate[i];
    n->high[i] = n->rate[i];
    if (no_angle_limits) return;
    angle_bounds(branch, n->convention, &low, &high);
    double at_low = n->b[i] * (low - n->shift[i]), at_high = n->b[i] * (high - n->shift[i]);
    double least = fmin(at_low, at_high), most = fmax(at_low, at_high);
    if (least > n->low[i]) {
        n->low[i] = least;
        n->low_is_angle[i] = 1;
    }
    if (most < n->high[i]) {
        n->high[i] = most;
        n->high_is_angle[i] = 1;
    }
}

static void number_nodes(dt_network *n)
{
    const dt_grid *g = n->grid;
    for (int i = 0; i < n->n_bus; i++) {
        int island = g->bus[i].island;
        int is_node = g->bus[i].is_in && island >= 0 && g->reference[island] != i;
        n->node[i] = is_node ? n->n_node++ : -1;
        n->withdrawal[i] = g->bus[i].is_in ? g->bus[i].pd + g->bus[i].gs : 0.0;
    }
}

static dt_status decompose(dt_network *n)
{
    size_t room = (size_t)n->n_node + 3 * (size_t)n->n_branch + 1;
    int *row = malloc(2 * room * sizeof *row), count = 0;
    double *value = malloc(room * sizeof *value), greatest = 0.0;
    dt_status status = row && value ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        int *column = row + room;
        for (int i = 0; i < n->n_branch; i++) {
            if (n->b[i] == 0.0) continue;
            int end[2] = {n->node[n->grid->branch[i].from], n->node[n->grid->branch[i].to]};
            for (int e = 0; e < 2; e++) {
                if (end[e] < 0) continue;
                row[count] = column[count] = end[e];
                value[count++] = n->b[i];
            }
            if (end[0] >= 0 && end[1] >= 0) {
                row[count] = end[0];
                column[count] = end[1];
                value[count++] = -n->b[i];
            }
            greatest = fmax(greatest, fabs(n->b[i]));
        }
        status = dt_ldl_create(n->n_node, count, row, column, &n->ldl);
    }
    if (status == DT_OK) status = dt_ldl_factor(n->ldl, value, NULL, 1e-13 * greatest, NULL);
    free(row);
    free(value);
    return status;
}

dt_status dt_network_create(const dt_grid *grid, dt_grid_convention convention, int no_angle_limits,
                            dt_network **out)
{
    dt_network *n = calloc(1, sizeof *n);
    if (!n) return DT_NO_MEMORY;
    size_t buses = (size_t)grid->n_bus + 1, branches = (size_t)grid->n_branch + 1;
    n->grid = grid;
    n->convention = convention;
    n->n_bus = grid->n_bus;
    n->n_branch = grid->n_branch;
    n->node = malloc(buses * sizeof *n->node);
    n->b = calloc(5 * branches + 2 * buses, sizeof *n->b);
    n->low_is_angle = calloc(2 * branches, 1);
    if (!n->node || !n->b || !n->low_is_angle) {
        dt_network_free(n);
        return DT_NO_MEMORY;
    }
    n->shift = n->b + branches;
    n->rate = n->shift + branches;
    n->low = n->rate + branches;
    n->high = n->low + branches;
    n->withdrawal = n->high + branches;
    n->work = n->withdrawal + buses;
    n->high_is_angle = n->low_is_angle + branches;
    number_nodes(n);
    for (int i = 0; i < n->n_branch; i++)
        set_branch(n, i, no_angle_limits);
    dt_status status = decompose(n);
    if (status != DT_OK) {
        dt_network_free(n);
        return status;
    }
    *out = n;
    return DT_OK;
}

/* Adds `amount` at one end of a branch and takes it at the other. */
static void transfer(dt_network *n, int branch, double amount)
{
    int from = n->node[n->grid->branch[branch].from], to = n->node[n->grid->branch[branch].to];
    if (from >= 0) n->work[from] += amount;
    if (to >= 0) n->work[to] -= amount;
}

static void clear(dt_network *n)
{
    memset(n->work, 0, (size_t)n->n_node * sizeof *n->work);
}

/* Solves and spreads the solution over the buses; 0 at references. */
static void solve(dt_network *n, double *bus)
{
    dt_ldl_solve(n->ldl, n->work);
    for (int i = 0; i < n->n_bus; i++)
        bus[i] = n->node[i] >= 0 ? n->work[n->node[i]] : 0.0;
}

void dt_network_angles(dt_network *n, const double *injection, double *angle)
{
    for (int i = 0; i < n->n_bus; i++)
        if (n->node[i] >= 0) n->work[n->node[i]] = injection[i];
    for (int i = 0; i < n->n_branch; i++)
        if (n->shift[i] != 0.0) transfer(n, i, n->b[i] * n->shift[i]);
    solve(n, angle);
}

void dt_network_added_flows(dt_network *n, const double *injection, double *angle, double *flow)
{
    for (int i = 0; i < n->n_bus; i++)
        if (n->node[i] >= 0) n->work[n->node[i]] = injection[i];
    solve(n, angle);
    for (int i = 0; i < n->n_branch; i++) {
        const dt_grid_branch *branch = &n->grid->branch[i];
        flow[i] = n->b[i] == 0.0 ? 0.0 : n->b[i] * (angle[branch->from] - angle[branch->to]);
    }
}

void dt_network_flows(const dt_network *n, const double *angle, double *flow)
{
    for (int i = 0; i < n->n_branch; i++) {
        const dt_grid_branch *branch = &n->grid->branch[i];
        flow[i] = n->b[i] == 0.0 ? 0.0 : n->b[i] * (angle[branch->from] - angle[branch->to] - n->shift[i]);
    }
}

void dt_network_row(dt_network *n, int count, const int *branch, const double *weight, double *row)
{
    clear(n);
    for (int k = 0; k < count; k++)
        transfer(n, branch[k], weight[k] * n->b[branch[k]]);
    solve(n, row);
}

void dt_network_weighted_row(dt_network *n, const double *weight, double *row)
{
    clear(n);
    for (int i = 0; i < n->n_branch; i++)
        if (weight[i] != 0.0) transfer(n, i, weight[i] * n->b[i]);
    solve(n, row);
}

double dt_network_response(dt_network *n, int branch, double *response)
{
    const dt_grid_branch *b = &n->grid->branch[branch];
    clear(n);
    transfer(n, branch, 1.0);
    solve(n, response);
    return n->b[branch] * (response[b->from] - response[b->to]);
}

int dt_network_is_bridge(double own_share)
{
    return fabs(1.0 - own_share) < 1e-8;
}

double dt_network_outage_rate(const dt_network *n, int branch, int which)
{
    const dt_grid_branch *b = &n->grid->branch[branch];
    double rate = which == 1 ? b->rate_b : which == 2 ? b->rate_c : 0.0;
    return rate > 0.0 ? rate : n->rate[branch];
}
