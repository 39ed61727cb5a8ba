/* Equilibria of a discrete game on a network: p = logistic(base + gamma W p).
 *
 * Each player joins with a probability that depends on what it expects of its neighbours, and the
 * expectations are right: a logit quantal response equilibrium. With gamma >= 0 and weights >= 0 the
 * iterations from nobody and from everybody end in the least and the greatest equilibrium; where they meet,
 * there is no other. Two players whose payoffs are linear in the other's choice, and one player with himself
 * as neighbour (mean field), are games of this form too. */
#ifndef DT_PARTICIPATION_EQUILIBRIUM_H
#define DT_PARTICIPATION_EQUILIBRIUM_H

#include "participation/network.h"

enum { DT_MAX_NET_EQUILIBRIUM = 16 };

struct dt_net_game_rule {
    const struct dt_net *network;
    const double *base; /* n: log-odds without neighbours */
    double gamma;
};

/* Follows the map from p (n) to a fixed point, damped where it overshoots, and polishes with Newton's method.
 * p is the equilibrium on success. DT_NO_SOLUTION if none is reached; p is then the last point. */
dt_status dt_net_equilibrium_follow(const struct dt_net_game_rule *rule, double *p);

/* All equilibria that starts at 0, at 1 and on a grid between find, by the map and by Newton's method (which
 * also finds those that the map runs away from), in order of their sum. */
struct dt_net_equilibria {
    int count;
    double *p;                                    /* count rows of n */
    unsigned char stable[DT_MAX_NET_EQUILIBRIUM]; /* 1: the map returns after a small push */
};
/* `out` is to be cleared with dt_net_equilibria_clear. DT_NO_SOLUTION if no start leads to one. */
dt_status dt_net_equilibria_find(const struct dt_net_game_rule *rule, struct dt_net_equilibria *out);
void dt_net_equilibria_clear(struct dt_net_equilibria *equilibria);

/* Solves (I - gamma V W) d = V b for `n_column` columns, V = diag(p (1 - p)): how the equilibrium p moves
 * when the base moves by b. `b` and `d` are n rows of n_column. DT_NO_SOLUTION at a tipping point. */
dt_status dt_net_equilibrium_response(const struct dt_net_game_rule *rule, const double *p, const double *b,
                                      double *d, int n_column);

/* Solves (I - gamma V W)' d = r: what a small gain of each player's log-odds, through everybody's replies, is
 * worth if that of player i is worth r_i / v_i at the end. One column does the work of many where only their
 * sums are wanted. DT_NO_SOLUTION at a tipping point. */
dt_status dt_net_equilibrium_adjoint(const struct dt_net_game_rule *rule, const double *p, const double *r,
                                     double *d);

#endif
