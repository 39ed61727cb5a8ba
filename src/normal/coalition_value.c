/* Division of what a coalition is worth: Shapley and Banzhaf values, and the least core. */
#include <math.h>
#include <string.h>

#include "detente/games.h"
#include "normal/correlated_program.h"

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
static void fill(int n, const double *value, struct dt_correlated_program *p)
{
    int all = (1 << n) - 1, at = 0;
    for (int set = 1; set <= all; set++) {
        p->row_lower[set - 1] = value[set];
        p->row_upper[set - 1] = set == all ? value[set] : INFINITY;
    }
    for (int j = 0; j <= n; j++) {
        p->start[j] = at;
        for (int set = 1; set <= all; set++) {
            if (j < n ? !(set >> j & 1) : set == all) continue;
            p->row[at] = set - 1;
            p->value[at++] = 1.0;
        }
    }
    p->start[n + 1] = at;
    p->cost[n] = 1.0;
}

dt_status dt_least_core(int n, const double *value, double *share, double *excess)
{
    struct dt_correlated_program p;
    double x[CORE_PLAYERS + 1];
    if (n < 1 || n > CORE_PLAYERS) return DT_INPUT;
    if (n == 1) {
        share[0] = value[1];
        *excess = 0.0;
        return DT_OK;
    }
    int n_set = (1 << n) - 1;
    dt_status status = dt_correlated_program_init(&p, n_set, n + 1, (size_t)n_set * ((size_t)n + 1));
    if (status == DT_OK) {
        fill(n, value, &p);
        status = dt_correlated_program_solve(&p, x, n + 1);
    }
    if (status == DT_OK) {
        memcpy(share, x, (size_t)n * sizeof *share);
        *excess = x[n];
    }
    dt_correlated_program_clear(&p);
    return status;
}
