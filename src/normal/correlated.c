/* Correlated and coarse correlated equilibria: violation of a joint distribution, and the best by a linear
 * program with one column a pure profile and one row a deviation. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/games.h"
#include "normal/correlated_program.h"
#include "normal/methods.h"

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

/* The linear program under construction: rows are the deviations of one player after another, then the sum.
 */
struct recommendation {
    const dt_normal *game;
    enum dt_correlation kind;
    int n_row, row_of[DT_NORMAL_PLAYERS]; /* first row of a player */
    size_t n_entry;                       /* at most */
    double scale[DT_NORMAL_PLAYERS];      /* range of the player's payoffs */
};

static void number_rows(struct recommendation *r)
{
    for (int i = 0; i < dt_normal_players(r->game); i++) {
        int n = dt_normal_strategies(r->game, i);
        double low, high;
        dt_normal_range(r->game, i, &low, &high);
        r->scale[i] = high > low ? high - low : 1.0;
        r->row_of[i] = r->n_row;
        r->n_row += r->kind == DT_CORRELATED ? n * n : n;
        r->n_entry += (size_t)n;
    }
    r->n_row++;
    r->n_entry = (r->n_entry + 1) * (size_t)dt_normal_profiles(r->game);
}

/* Entries of a profile: what each player gains by each other strategy, in shares of its range. */
static int fill_profile(const struct recommendation *r, int *strategy, struct dt_correlated_program *p,
                        int at)
{
    int64_t profile = dt_normal_profile(r->game, strategy);
    for (int i = 0; i < dt_normal_players(r->game); i++) {
        int n = dt_normal_strategies(r->game, i), now = strategy[i];
        double payoff = dt_normal_payoff(r->game, profile, i);
        for (int to = 0; to < n; to++) {
            strategy[i] = to;
            double gain = dt_normal_payoff(r->game, dt_normal_profile(r->game, strategy), i) - payoff;
            if (gain == 0.0) continue;
            p->row[at] = r->row_of[i] + (r->kind == DT_CORRELATED ? now * n + to : to);
            p->value[at++] = gain / r->scale[i];
        }
        strategy[i] = now;
    }
    p->row[at] = r->n_row - 1;
    p->value[at++] = 1.0;
    return at;
}

/* Rows are "gain from a deviation <= 0"; the last makes probabilities sum to one. */
static void fill(const struct recommendation *r, const double *weight, struct dt_correlated_program *p)
{
    int strategy[DT_NORMAL_PLAYERS], at = 0;
    for (int k = 0; k < r->n_row; k++) {
        p->row_lower[k] = k + 1 == r->n_row ? 1.0 : -INFINITY;
        p->row_upper[k] = k + 1 == r->n_row ? 1.0 : 0.0;
    }
    for (int s = 0; s < p->n_column; s++) {
        p->start[s] = at;
        p->lower[s] = 0.0;
        for (int i = 0; i < dt_normal_players(r->game); i++)
            p->cost[s] -= (weight ? weight[i] : 1.0) * dt_normal_payoff(r->game, s, i);
        dt_normal_profile_strategies(r->game, s, strategy);
        at = fill_profile(r, strategy, p, at);
    }
    p->start[p->n_column] = at;
}

/* Makes a distribution of an answer: rounding below 0 is cut and the sum is made one. */
static void clean(double *joint, int n)
{
    double sum = 0.0;
    for (int s = 0; s < n; s++)
        sum += joint[s] = fmax(joint[s], 0.0);
    for (int s = 0; s < n; s++)
        joint[s] /= sum;
}

dt_status dt_correlated(const dt_normal *game, enum dt_correlation kind, const double *weight, double *joint,
                        double *payoff)
{
    struct recommendation r = {.game = game, .kind = kind};
    struct dt_correlated_program p;
    if (dt_normal_profiles(game) > DT_JOINT_PROFILES) return DT_INPUT;
    number_rows(&r);
    dt_status status = dt_correlated_program_init(&p, r.n_row, (int)dt_normal_profiles(game), r.n_entry);
    if (status == DT_OK) {
        fill(&r, weight, &p);
        status = dt_correlated_program_solve(&p, joint, p.n_column);
    }
    if (status == DT_OK) clean(joint, p.n_column);
    for (int i = 0; i < dt_normal_players(game) && status == DT_OK && payoff; i++) {
        payoff[i] = 0.0;
        for (int s = 0; s < p.n_column; s++)
            payoff[i] += joint[s] * dt_normal_payoff(game, s, i);
    }
    dt_correlated_program_clear(&p);
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
