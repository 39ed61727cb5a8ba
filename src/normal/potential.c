/* Potentials of games, and the price of anarchy.
 *
 * An exact potential is added up along changes of one player after another from profile 0 and then checked at
 * every change. An ordinal potential exists exactly if no cycle of replies that never lose holds one that
 * gains (Voorneveld and Norde, Games and Economic Behavior 19 (1997) 235-242), a generalised one if no cycle
 * of gaining replies exists: both are read from the strongly connected components of the graph of replies,
 * whose numbers are potentials because edges lead to smaller ones. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/games.h"
#include "normal/alpha_rank.h"

/* Profile with one player's strategy changed. */
static int64_t changed(const dt_normal *game, int64_t profile, int64_t stride, int player, int to)
{
    int now = (int)(profile / stride % dt_normal_strategies(game, player));
    return profile + (to - now) * stride;
}

/* Adds up a potential: from profile 0 first the last player moves, then the one before. */
static void add_up(const dt_normal *game, double *potential)
{
    int64_t stride = 1;
    potential[0] = 0.0;
    for (int i = 0; i < dt_normal_players(game); i++) {
        int n = dt_normal_strategies(game, i);
        for (int to = 1; to < n; to++)
            for (int64_t s = 0; s < stride; s++)
                potential[s + to * stride] = potential[s] + dt_normal_payoff(game, s + to * stride, i) -
                    dt_normal_payoff(game, s, i);
        stride *= n;
    }
}

/* Greatest difference between a change of payoff and of the potential. */
static double error_of(const dt_normal *game, const double *potential)
{
    double worst = 0.0;
    int64_t stride = 1;
    for (int i = 0; i < dt_normal_players(game); i++) {
        int n = dt_normal_strategies(game, i);
        for (int64_t s = 0; s < dt_normal_profiles(game); s++) {
            int64_t first = changed(game, s, stride, i, 0);
            double gain = dt_normal_payoff(game, s, i) - dt_normal_payoff(game, first, i);
            worst = fmax(worst, fabs(gain - (potential[s] - potential[first])));
        }
        stride *= n;
    }
    return worst;
}

/* Whether a reply that gains stays within its component. */
static int has_gain_inside(const dt_normal *game, const int *component)
{
    int64_t stride = 1;
    for (int i = 0; i < dt_normal_players(game); i++) {
        int n = dt_normal_strategies(game, i);
        for (int64_t s = 0; s < dt_normal_profiles(game); s++)
            for (int to = 0; to < n; to++) {
                int64_t t = changed(game, s, stride, i, to);
                if (component[s] == component[t] &&
                    dt_normal_payoff(game, t, i) > dt_normal_payoff(game, s, i))
                    return 1;
            }
        stride *= n;
    }
    return 0;
}

/* Looks for an ordinal potential, then for a generalised one. */
static dt_status find_order(const dt_normal *game, double *rank, enum dt_potential *kind)
{
    static const enum dt_reply reply[] = {DT_REPLY_WEAK, DT_REPLY_BETTER};
    static const enum dt_potential found[] = {DT_POTENTIAL_ORDINAL, DT_POTENTIAL_GENERALISED};
    int64_t size = dt_normal_profiles(game);
    int *component = malloc((size_t)size * sizeof *component), n;
    if (!component) return DT_NO_MEMORY;
    dt_status status = DT_OK;
    *kind = DT_POTENTIAL_NONE;
    for (int k = 0; k < 2 && status == DT_OK && *kind == DT_POTENTIAL_NONE; k++) {
        status = dt_reply_components(game, reply[k], component, &n);
        if (status == DT_OK && !has_gain_inside(game, component)) *kind = found[k];
    }
    for (int64_t s = 0; s < size && status == DT_OK && *kind != DT_POTENTIAL_NONE; s++)
        rank[s] = -component[s];
    free(component);
    return status;
}

dt_status dt_potential_find(const dt_normal *game, double tolerance, double *potential,
                            enum dt_potential *kind)
{
    int64_t size = dt_normal_profiles(game);
    double widest = 0.0, *number = malloc((size_t)size * sizeof *number);
    if (!number) return DT_NO_MEMORY;
    for (int i = 0; i < dt_normal_players(game); i++) {
        double least, greatest;
        dt_normal_range(game, i, &least, &greatest);
        widest = fmax(widest, greatest - least);
    }
    add_up(game, number);
    enum dt_potential found = DT_POTENTIAL_EXACT;
    dt_status status = DT_OK;
    if (error_of(game, number) > (tolerance > 0.0 ? tolerance : 1e-12) * widest)
        status = find_order(game, number, &found);
    if (status == DT_OK && potential && found != DT_POTENTIAL_NONE)
        memcpy(potential, number, (size_t)size * sizeof *potential);
    if (status == DT_OK) *kind = found;
    free(number);
    return status;
}

dt_status dt_anarchy_of(const dt_normal *game, const dt_equilibria *list, dt_anarchy *anarchy)
{
    int n = dt_normal_players(game);
    dt_anarchy a = {.best_total = -INFINITY, .worst_equilibrium = NAN, .best_equilibrium = NAN};
    for (int64_t s = 0; s < dt_normal_profiles(game); s++) {
        double total = 0.0;
        for (int i = 0; i < n; i++)
            total += dt_normal_payoff(game, s, i);
        a.best_total = fmax(a.best_total, total);
    }
    for (int k = 0; k < list->count; k++) {
        double total = 0.0;
        for (int i = 0; i < n; i++)
            total += dt_normal_expected(game, list->item[k].mixed, i);
        a.worst_equilibrium = fmin(a.worst_equilibrium, total); /* fmin and fmax pass over NaN */
        a.best_equilibrium = fmax(a.best_equilibrium, total);
    }
    a.price_of_anarchy = a.worst_equilibrium > 0.0 ? a.best_total / a.worst_equilibrium : NAN;
    a.price_of_stability = a.worst_equilibrium > 0.0 ? a.best_total / a.best_equilibrium : NAN;
    a.loss_of_anarchy = a.best_total - a.worst_equilibrium;
    a.loss_of_stability = a.best_total - a.best_equilibrium;
    *anarchy = a;
    return DT_OK;
}
