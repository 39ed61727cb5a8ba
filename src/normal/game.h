/* A normal-form game inside the layer: the struct, its exact payoffs and the walk over its profiles.
 *
 * Payoffs are doubles in a table; where a payoff was given as a text that no double holds, its fraction
 * stands beside it. Profile s has the number sum of strategy[i] * stride[i]; player 0 runs fastest. */
#ifndef DT_NORMAL_GAME_H
#define DT_NORMAL_GAME_H

#include <gmp.h>

#include "detente/normal_form.h"

struct dt_normal {
    int n_player, n_total;
    int64_t n_profile;
    int strategies[DT_NORMAL_PLAYERS];
    int offset[DT_NORMAL_PLAYERS];
    int64_t stride[DT_NORMAL_PLAYERS];
    double *payoff; /* [profile * n_player + player] */
    mpq_ptr *exact; /* NULL, or like payoff: the fraction where the double is not exact, else NULL */
    char (*player_name)[DT_NORMAL_NAME];
    char (*strategy_name)[DT_NORMAL_NAME]; /* by offset */
    char title[DT_NORMAL_NAME];
};

/** Most payoffs of a table. */
#define DT_NORMAL_MOST_PAYOFFS ((int64_t)1 << 31)

/** Payoffs that a table of such a game has, as a double because it may be very large. */
double dt_normal_size(int n_player, const int *strategies);
/** Sets `out`, which is initialised, to the exact payoff. */
void dt_normal_exact_payoff(const dt_normal *game, int64_t profile, int player, mpq_t out);
/** Sets a payoff to a fraction. DT_NO_MEMORY if there is no room for it. */
dt_status dt_normal_set_exact(dt_normal *game, int64_t profile, int player, const mpq_t value);
/** Exact regret of a profile of fractions (n_total of them): 0 in an equilibrium and never negative. */
void dt_normal_exact_regret(const dt_normal *game, const mpq_t *mixed, mpq_t regret);

#endif
