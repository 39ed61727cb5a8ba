/* Newton's method on the equations of an equilibrium with a given support. */
#ifndef DT_NORMAL_NPLAYER_NEWTON_H
#define DT_NORMAL_NPLAYER_NEWTON_H

#include "detente/normal_form.h"
#include "normal/nplayer_slopes.h"

/* Moves a mixed profile to the nearby point where each player is indifferent among the strategies that have
 * at least the probability `least`; the others get 0. DT_NO_SOLUTION if the method does not converge to
 * probabilities, and then `mixed` is untouched; DT_NO_MEMORY. Says nothing of strategies outside the support:
 * look at the regret. */
dt_status dt_newton_polish(const dt_normal *game, struct dt_slopes *slopes, double least, double *mixed);

#endif
