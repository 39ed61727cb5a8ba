/* How each player's deviation payoffs depend on the others' probabilities: slopes of payoffs.
 *
 * The payoff of strategy a of player i is multilinear in the mixed strategies of the others. Its derivative
 * by the probability of strategy b of player j, at a mixed profile, is the expected payoff of i when i plays
 * a and j plays b. With all of them Newton's method can be used on equilibria and quantal responses. */
#ifndef DT_NORMAL_NPLAYER_SLOPES_H
#define DT_NORMAL_NPLAYER_SLOPES_H

#include "detente/normal_form.h"

struct dt_slopes;

/* A copy of the payoffs of each player, less `shift` and divided by `scale` (one a player; NULL: 0 and 1),
 * and scratch. */
dt_status dt_slopes_create(const dt_normal *game, const double *shift, const double *scale,
                           struct dt_slopes **out);
/* Frees; NULL is allowed. */
void dt_slopes_free(struct dt_slopes *slopes);
/* At a mixed profile (probabilities need not sum to one): deviation payoffs, one a strategy of all players,
 * and slope[a * n + b], n strategies of all players, 0 where a and b belong to one player. */
void dt_slopes_at(struct dt_slopes *slopes, const double *mixed, double *value, double *slope);

#endif
