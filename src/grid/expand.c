/* Solves a plan; where candidates come in whole pieces, by branch and bound over the program.
 *
 * Depth first, nearest side first, on the capacity whose number of pieces is farthest from whole; every node
 * changes bounds of columns only and starts from the last basis. Limits of flows found in one node hold in
 * all. A node whose cost is not below the best plan's is left. The bound is the least cost among open nodes.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "grid/period.h"

enum { MOST_NODE = 10000 };

/* A number of pieces this near to whole counts as whole; costs this near (relative) count as equal. */
static const double whole = 1e-6, near_enough = 1e-9;

/* A node: one more bound on a capacity than its parent's. */
struct node {
    int parent, column;
    double low, high, bound;
};

struct tree {
    dt_period_program *program;
    dt_grid_plan_result *best; /* n_stage 0: none yet */
    double end;
    int count, room, n_node, *open, n_open;
    struct node *node;
};

static const dt_grid_candidate *candidate_of(const dt_period_program *p, int column)
{
    int i = column - p->first_capacity;
    return &p->plan->candidate[i % p->plan->n_candidate];
}

/* The capacity farthest from a whole number of pieces; -1 if all are whole. */
static int fractional(const dt_period_program *p, const double *x)
{
    int at = -1;
    double farthest = whole;
    for (int j = p->first_capacity; j < p->first_period; j++) {
        double unit = candidate_of(p, j)->unit;
        if (unit <= 0.0) continue;
        double pieces = x[j] / unit, away = fabs(pieces - round(pieces));
        if (away > farthest) {
            farthest = away;
            at = j;
        }
    }
    return at;
}

static dt_status push(struct tree *t, struct node node)
{
    if (t->count + 1 >= t->room) {
        int room = t->room ? 2 * t->room : 256;
        struct node *larger = realloc(t->node, (size_t)room * sizeof *larger);
        if (!larger) return DT_NO_MEMORY;
        t->node = larger;
        int *open = realloc(t->open, (size_t)room * sizeof *open);
        if (!open) return DT_NO_MEMORY;
        t->open = open;
        t->room = room;
    }
    t->node[t->count] = node;
    t->open[t->n_open++] = t->count++;
    return DT_OK;
}

/* Bounds of the root, then those on the way to a node. */
static void enter(const struct tree *t, int at)
{
    const dt_period_program *p = t->program;
    for (int j = p->first_capacity; j < p->first_period; j++) {
        double unit = candidate_of(p, j)->unit, low = p->lower[j], high = p->upper[j];
        if (unit <= 0.0) continue;
        for (int k = at; k >= 0; k = t->node[k].parent) {
            if (t->node[k].column != j) continue;
            low = fmax(low, t->node[k].low);
            high = fmin(high, t->node[k].high);
        }
        dt_lp_set_column(p->lp, j, low, high);
    }
}

/* Costs are made small; a worth that is made large counts as a negative cost. */
static double sign_of(const struct tree *t)
{
    return t->program->plan->is_most_load ? -1.0 : 1.0;
}

static double best_cost(const struct tree *t)
{
    return t->best->n_stage > 0 ? sign_of(t) * t->best->objective : INFINITY;
}

static dt_status divide(struct tree *t, int at, int column, double value, double bound)
{
    double unit = candidate_of(t->program, column)->unit, pieces = value / unit;
    struct node down = {at, column, -INFINITY, floor(pieces) * unit, bound};
    struct node up = {at, column, ceil(pieces) * unit, INFINITY, bound};
    int is_up_near = pieces - floor(pieces) > 0.5;
    DT_TRY(push(t, is_up_near ? down : up));
    return push(t, is_up_near ? up : down);
}

static double time_left(const struct tree *t)
{
    return isfinite(t->end) ? fmax(t->end - dt_clock(), 0.01) : 0.0;
}

/* Solves one node and keeps its plan or divides it. */
static dt_status visit(struct tree *t, int at, int *n_round, dt_lp_outcome *outcome)
{
    dt_period_program *p = t->program;
    dt_lp_answer a = {0};
    DT_TRY(dt_period_solve(p, time_left(t), &a, n_round));
    t->n_node++;
    *outcome = a.outcome;
    if (a.outcome != DT_LP_OPTIMAL) return DT_OK;
    double cost = p->plan->is_most_load ? a.objective / p->scale : a.objective + p->constant;
    double best = best_cost(t);
    if (isfinite(best) && cost >= best - near_enough * (1.0 + fabs(best))) return DT_OK;
    int column = fractional(p, a.x);
    if (column >= 0) return divide(t, at, column, a.x[column], cost);
    dt_grid_plan_result better = {0};
    DT_TRY(dt_period_result(p, &a, &better));
    dt_grid_plan_clear(t->best);
    *t->best = better;
    return DT_OK;
}

static int must_stop(const struct tree *t)
{
    const dt_grid_plan *plan = t->program->plan;
    int most = plan->most_node > 0 ? plan->most_node : MOST_NODE;
    int is_told = plan->watch && plan->watch->stop && *plan->watch->stop;
    return is_told || t->n_node >= most || dt_clock() > t->end;
}

/* Distance from the best plan to what open nodes could still reach. */
static double gap_left(const struct tree *t)
{
    double best = best_cost(t), least = best;
    for (int k = 0; k < t->n_open; k++)
        least = fmin(least, t->node[t->open[k]].bound);
    return (best - least) / (1.0 + fabs(best));
}

static dt_status search(struct tree *t, dt_lp_outcome *root)
{
    dt_lp_outcome outcome = DT_LP_OPTIMAL;
    int n_round = 0;
    DT_TRY(visit(t, -1, &n_round, root));
    while (t->n_open > 0 && !must_stop(t)) {
        int at = t->open[--t->n_open];
        if (t->node[at].bound >= best_cost(t)) continue;
        enter(t, at);
        DT_TRY(visit(t, at, &n_round, &outcome));
    }
    if (t->best->n_stage > 0) {
        t->best->bound_gap = gap_left(t);
        t->best->n_round = n_round;
        t->best->n_node = t->n_node;
    }
    return DT_OK;
}

dt_status dt_grid_plan_solve(const dt_grid *grid, const dt_grid_plan *plan, dt_grid_plan_result *result,
                             dt_diagnostics *diagnostics)
{
    dt_period_program *p = NULL;
    dt_grid_plan_result best = {0};
    dt_lp_outcome root = DT_LP_STOPPED;
    double begin = dt_clock();
    DT_TRY(dt_period_create(grid, plan, &p, diagnostics));
    struct tree t = {
        .program = p, .best = &best, .end = plan->time_limit > 0.0 ? begin + plan->time_limit : INFINITY};
    dt_status status = search(&t, &root);
    if (status == DT_OK && best.n_stage == 0)
        best.outcome = root == DT_LP_INFEASIBLE || (root == DT_LP_OPTIMAL && t.n_open == 0)
            ? DT_GRID_INFEASIBLE
            : DT_GRID_STOPPED;
    best.seconds = dt_clock() - begin;
    free(t.node);
    free(t.open);
    dt_period_free(p);
    if (status != DT_OK) {
        dt_grid_plan_clear(&best);
        return status;
    }
    *result = best;
    return DT_OK;
}
