/* Correlated and coarse correlated equilibria: violation of a joint distribution, and the best by a linear
 * program with one column a pure profile and one row a deviation. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/games.h"
#include "normal/methods.h"
#include "solve/lp.h"

/* What the player gains at each profile by another strategy, summed over the joint distribution: for a
 * correlated equilibrium apart for each recommendation. */
static double player_violation(const dt_normal *game, enum dt_correlation kind, const double *joint,
                               int player)
{
    int n = dt_normal_strategies(game, player);
    int64_t stride = 1;
    double most = 0.0;
    for (int i = 0; i < player; i++)
        stride *= dt_normal_strategies(game, i);
    for (int to = 0; to < n; to++) {
        double all = 0.0;
        for (int from = 0; from < n; from++) {
            double gain = 0.0;
            for (int64_t s = 0; s < dt_normal_profiles(game); s++)
                if (s / stride % n == from && joint[s] != 0.0)
                    gain += joint[s] *
                        (dt_normal_payoff(game, s + (to - from) * stride, player) -
                         dt_normal_payoff(game, s, player));
            all += gain;
            if (kind == DT_CORRELATED) most = fmax(most, gain);
        }
        if (kind == DT_COARSE) most = fmax(most, all);
    }
    return most;
}

double dt_correlated_violation(const dt_normal *game, enum dt_correlation kind, const double *joint)
{
    double most = 0.0;
    for (int i = 0; i < dt_normal_players(game); i++)
        most = fmax(most, player_violation(game, kind, joint, i));
    return most;
}

/* The linear program under construction, by columns. */
struct program {
    const dt_normal *game;
    enum dt_correlation kind;
    int n_row, n_column;
    int row_of[DT_NORMAL_PLAYERS]; /* first row of a player */
    double low[DT_NORMAL_PLAYERS], scale[DT_NORMAL_PLAYERS];
    int *start, *row;
    double *value, *lower, *upper, *column_lower, *column_upper, *cost;
    int64_t room;
};

static void number_rows(struct program *p)
{
    for (int i = 0; i < dt_normal_players(p->game); i++) {
        int n = dt_normal_strategies(p->game, i);
        double high;
        dt_normal_range(p->game, i, &p->low[i], &high);
        p->scale[i] = high > p->low[i] ? high - p->low[i] : 1.0;
        p->row_of[i] = p->n_row;
        p->n_row += p->kind == DT_CORRELATED ? n * n : n;
        p->room += n;
    }
    p->n_row++; /* the sum of all probabilities */
    p->n_column = (int)dt_normal_profiles(p->game);
    p->room = (p->room + 1) * p->n_column;
}

static dt_status allocate(struct program *p)
{
    size_t rows = (size_t)p->n_row, columns = (size_t)p->n_column;
    p->start = malloc((columns + 1) * sizeof *p->start);
    p->row = malloc((size_t)p->room * sizeof *p->row);
    p->value = malloc(((size_t)p->room + 2 * rows + 3 * columns) * sizeof *p->value);
    if (!p->start || !p->row || !p->value) return DT_NO_MEMORY;
    p->lower = p->value + p->room;
    p->upper = p->lower + rows;
    p->column_lower = p->upper + rows;
    p->column_upper = p->column_lower + columns;
    p->cost = p->column_upper + columns;
    return DT_OK;
}

/* Rows are "gain from a deviation <= 0", in shares of the range of the player's payoffs. */
static void fill(struct program *p, const double *weight)
{
    int strategy[DT_NORMAL_PLAYERS], at = 0, n_player = dt_normal_players(p->game);
    for (int r = 0; r < p->n_row; r++) {
        p->lower[r] = r + 1 == p->n_row ? 1.0 : -INFINITY;
        p->upper[r] = r + 1 == p->n_row ? 1.0 : 0.0;
    }
    for (int s = 0; s < p->n_column; s++) {
        p->start[s] = at;
        p->column_lower[s] = 0.0;
        p->column_upper[s] = INFINITY;
        p->cost[s] = 0.0;
        dt_normal_profile_strategies(p->game, s, strategy);
        for (int i = 0; i < n_player; i++) {
            int n = dt_normal_strategies(p->game, i), now = strategy[i];
            double payoff = dt_normal_payoff(p->game, s, i);
            p->cost[s] -= (weight ? weight[i] : 1.0) * payoff;
            for (int to = 0; to < n; to++) {
                strategy[i] = to;
                double gain = dt_normal_payoff(p->game, dt_normal_profile(p->game, strategy), i) - payoff;
                if (gain == 0.0) continue;
                p->row[at] = p->row_of[i] + (p->kind == DT_CORRELATED ? now * n + to : to);
                p->value[at++] = gain / p->scale[i];
            }
            strategy[i] = now;
        }
        p->row[at] = p->n_row - 1;
        p->value[at++] = 1.0;
    }
    p->start[p->n_column] = at;
}

/* Takes the answer as a distribution: rounding below 0 is cut and the sum is made one. */
static void take(const double *x, int n, double *joint)
{
    double sum = 0.0;
    for (int s = 0; s < n; s++)
        sum += joint[s] = fmax(x[s], 0.0);
    for (int s = 0; s < n; s++)
        joint[s] /= sum;
}

static dt_status solve(const struct program *p, double *joint)
{
    const dt_lp problem = {.n_row = p->n_row,
                           .n_column = p->n_column,
                           .start = p->start,
                           .row = p->row,
                           .value = p->value,
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
    if (status == DT_OK) take(answer.x, p->n_column, joint);
    dt_lp_free(solver);
    return status;
}

dt_status dt_correlated(const dt_normal *game, enum dt_correlation kind, const double *weight, double *joint,
                        double *payoff)
{
    struct program p = {.game = game, .kind = kind};
    if (dt_normal_profiles(game) > DT_JOINT_PROFILES) return DT_INPUT;
    number_rows(&p);
    dt_status status = allocate(&p);
    if (status == DT_OK) {
        fill(&p, weight);
        status = solve(&p, joint);
    }
    for (int i = 0; i < dt_normal_players(game) && status == DT_OK && payoff; i++) {
        payoff[i] = 0.0;
        for (int s = 0; s < p.n_column; s++)
            payoff[i] += joint[s] * dt_normal_payoff(game, s, i);
    }
    free(p.start);
    free(p.row);
    free(p.value);
    return status;
}

/* ---- methods of the table ----------------------------------------------------------------------------- */

/* Shares of strategies in a joint distribution. */
static void find_marginals(const dt_normal *game, const double *joint, double *mixed)
{
    int strategy[DT_NORMAL_PLAYERS];
    for (int a = 0; a < dt_normal_total_strategies(game); a++)
        mixed[a] = 0.0;
    for (int64_t s = 0; s < dt_normal_profiles(game); s++) {
        dt_normal_profile_strategies(game, s, strategy);
        for (int i = 0; i < dt_normal_players(game); i++)
            mixed[dt_normal_offset(game, i) + strategy[i]] += joint[s];
    }
}

/* Greatest range of a player's payoffs. */
static double widest_range(const dt_normal *game)
{
    double widest = 0.0;
    for (int i = 0; i < dt_normal_players(game); i++) {
        double least, greatest;
        dt_normal_range(game, i, &least, &greatest);
        widest = fmax(widest, greatest - least);
    }
    return widest > 0.0 ? widest : 1.0;
}

/* Lists a joint distribution: its marginals, and what players expect and could gain under it. `joint` becomes
 * the list's. */
static dt_status list_joint(const dt_normal *game, double *joint, double violation, dt_equilibria *list)
{
    double *mixed = malloc((size_t)dt_normal_total_strategies(game) * sizeof *mixed);
    dt_status status = mixed ? DT_OK : DT_NO_MEMORY;
    if (mixed) {
        find_marginals(game, joint, mixed);
        status = dt_equilibria_append(list, game, mixed, NULL);
        free(mixed);
    }
    if (status != DT_OK) {
        free(joint);
        return status;
    }
    dt_equilibrium *item = &list->item[list->count - 1];
    item->joint = joint;
    item->regret = violation;
    item->relative_regret = violation / widest_range(game);
    list->best_regret = item->relative_regret;
    for (int i = 0; i < dt_normal_players(game); i++) {
        item->payoff[i] = 0.0;
        for (int64_t s = 0; s < dt_normal_profiles(game); s++)
            item->payoff[i] += joint[s] * dt_normal_payoff(game, s, i);
    }
    return DT_OK;
}

static dt_status solve_kind(const dt_normal *game, enum dt_correlation kind, dt_equilibria *list)
{
    double *joint = malloc((size_t)dt_normal_profiles(game) * sizeof *joint);
    dt_status status = joint ? dt_correlated(game, kind, NULL, joint, NULL) : DT_NO_MEMORY;
    if (status != DT_OK) {
        free(joint);
        return status;
    }
    dt_equilibria_note(list, "one distribution over pure profiles, that of the greatest total payoff");
    return list_joint(game, joint, dt_correlated_violation(game, kind, joint), list);
}

dt_status dt_solve_correlated(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    (void)options;
    return solve_kind(game, DT_CORRELATED, list);
}

dt_status dt_solve_coarse(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    (void)options;
    return solve_kind(game, DT_COARSE, list);
}

dt_status dt_solve_alpha_rank(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    enum { MEMBERS = 50 };
    const double alpha = options->lambda >= 0.0 ? options->lambda : 100.0 / widest_range(game);
    double *joint = malloc((size_t)dt_normal_profiles(game) * sizeof *joint);
    dt_status status = joint ? dt_alpha_rank(game, MEMBERS, alpha, joint) : DT_NO_MEMORY;
    if (status != DT_OK) {
        free(joint);
        return status;
    }
    dt_equilibria_note(list, "shares of time of pure profiles, no equilibrium; populations of %d, alpha %g",
                       MEMBERS, alpha);
    status = list_joint(game, joint, dt_correlated_violation(game, DT_CORRELATED, joint), list);
    if (status == DT_OK) list->item[list->count - 1].parameter = alpha;
    return status;
}
