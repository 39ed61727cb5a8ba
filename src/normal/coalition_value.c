/* Division of what a coalition is worth: Shapley and Banzhaf values, and the least core. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/games.h"
#include "solve/lp.h"

enum { CORE_PLAYERS = 16 };

/* Sum over all sets without a player of weight[size of the set] times what the player adds. */
static void add_contributions(int n, const double *value, const double *weight, double *share)
{
    for (int i = 0; i < n; i++)
        share[i] = 0.0;
    for (long set = 0; set < 1L << n; set++) {
        double own = weight[__builtin_popcountl((unsigned long)set)];
        for (int i = 0; i < n; i++)
            if (!(set >> i & 1)) share[i] += own * (value[set | 1L << i] - value[set]);
    }
}

dt_status dt_shapley(int n, const double *value, double *share)
{
    double weight[DT_COALITION_STATES + 1] = {0};
    if (n < 1 || n > DT_COALITION_STATES) return DT_INPUT;
    /* k! (n - k - 1)! / n! = 1 / (n C(n - 1, k)) */
    double choose = 1.0;
    for (int k = 0; k < n; k++) {
        weight[k] = 1.0 / (n * choose);
        choose = choose * (n - 1 - k) / (k + 1);
    }
    add_contributions(n, value, weight, share);
    return DT_OK;
}

dt_status dt_banzhaf(int n, const double *value, double *share)
{
    double weight[DT_COALITION_STATES + 1];
    if (n < 1 || n > DT_COALITION_STATES) return DT_INPUT;
    for (int k = 0; k <= n; k++)
        weight[k] = ldexp(1.0, 1 - n);
    add_contributions(n, value, weight, share);
    return DT_OK;
}

/* Columns are the shares and the excess; rows the sets but the empty one, the whole last as an equation. */
struct core_program {
    int *start, *row;
    double *entry, *lower, *upper, *column_lower, *column_upper, *cost;
};

static dt_status allocate(int n, struct core_program *p)
{
    size_t rows = (1u << n) - 1, columns = (size_t)n + 1, entries = rows * columns;
    p->start = malloc((columns + 1) * sizeof *p->start);
    p->row = malloc(entries * sizeof *p->row);
    p->entry = malloc((entries + 2 * rows + 3 * columns) * sizeof *p->entry);
    if (!p->start || !p->row || !p->entry) return DT_NO_MEMORY;
    p->lower = p->entry + entries;
    p->upper = p->lower + rows;
    p->column_lower = p->upper + rows;
    p->column_upper = p->column_lower + columns;
    p->cost = p->column_upper + columns;
    return DT_OK;
}

static void fill(int n, const double *value, struct core_program *p)
{
    int all = (1 << n) - 1, at = 0;
    for (int set = 1; set <= all; set++) {
        p->lower[set - 1] = value[set];
        p->upper[set - 1] = set == all ? value[set] : INFINITY;
    }
    for (int j = 0; j <= n; j++) {
        p->start[j] = at;
        p->column_lower[j] = -INFINITY;
        p->column_upper[j] = INFINITY;
        p->cost[j] = j == n ? 1.0 : 0.0;
        for (int set = 1; set <= all; set++) {
            if (j < n ? !(set >> j & 1) : set == all) continue;
            p->row[at] = set - 1;
            p->entry[at++] = 1.0;
        }
    }
    p->start[n + 1] = at;
}

static dt_status solve(int n, const struct core_program *p, double *share, double *excess)
{
    const dt_lp problem = {.n_row = (1 << n) - 1,
                           .n_column = n + 1,
                           .start = p->start,
                           .row = p->row,
                           .value = p->entry,
                           .row_lower = p->lower,
                           .row_upper = p->upper,
                           .lower = p->column_lower,
                           .upper = p->column_upper,
                           .cost = p->cost};
    dt_lp_solver *solver = NULL;
    dt_lp_answer answer;
    DT_TRY(dt_lp_create(&problem, &solver));
    dt_status status = dt_lp_solve(solver, NULL, &answer);
    if (status == DT_OK && answer.outcome != DT_LP_OPTIMAL) status = DT_NO_SOLUTION;
    if (status == DT_OK) {
        memcpy(share, answer.x, (size_t)n * sizeof *share);
        *excess = answer.x[n];
    }
    dt_lp_free(solver);
    return status;
}

dt_status dt_least_core(int n, const double *value, double *share, double *excess)
{
    struct core_program p = {0};
    if (n < 1 || n > CORE_PLAYERS) return DT_INPUT;
    if (n == 1) {
        share[0] = value[1];
        *excess = 0.0;
        return DT_OK;
    }
    dt_status status = allocate(n, &p);
    if (status == DT_OK) {
        fill(n, value, &p);
        status = solve(n, &p, share, excess);
    }
    free(p.start);
    free(p.row);
    free(p.entry);
    return status;
}
