/* Estimation of network games from outcomes of several games with the same coefficients.
 *
 * Game t has players i with features x_i, and log-odds of joining x_i beta + u_t + gamma sum_j w_ij p_j,
 * where p is an equilibrium. u_t, if asked for, is what makes one game easier to join for everybody: normal
 * with mean 0 and a variance that is estimated too.
 *
 * - Two steps: one logistic regression on the observed frequencies of the neighbours.
 * - Pseudo-likelihood (Aguirregabiria and Mira 2007): regression and one step of the map in turn.
 * - Full solution (Rust 1987): maximises the penalised likelihood with the equilibrium solved inside. */
#ifndef DT_PARTICIPATION_ESTIMATE_H
#define DT_PARTICIPATION_ESTIMATE_H

#include "participation/equilibrium.h"

struct dt_net_game {
    int n;
    const double *x;                /* n rows of k */
    const double *success, *trials; /* n; no trials: the player plays, but its choice was not seen */
    const struct dt_net *network;
};

struct dt_net_game_problem {
    int k, n_game;
    const struct dt_net_game *game;
    const double *penalty; /* k + 1, the last of gamma; NULL: none */
    int has_level;
    double level_variance; /* where to start, with has_level */
    double tolerance;      /* of the last step, with has_level; 0: a thousandth of a standard error */
};

/* Coefficients theta = beta (k), gamma. */
struct dt_net_game_estimate {
    int k, n_game;
    double *theta;      /* k + 1 */
    double *level;      /* n_game: u; 0 without levels */
    double *covariance; /* (k + 1)^2: inverse of the information */
    double *clustered;  /* (k + 1)^2: sandwich with games as clusters; 0 if there is one game only */
    double *full;       /* (k + 1 + n_game)^2 with levels, (k + 1)^2 without: information, both triangles */
    double level_variance;
    double log_likelihood; /* without penalty */
    int steps;
};

/* Full solution. `theta` (k + 1) is where to start; NULL: 0. `out` is to be cleared with
 * dt_net_game_estimate_clear. DT_NO_SOLUTION if no maximum is found. */
dt_status dt_net_game_full_solution(const struct dt_net_game_problem *problem, const double *theta,
                                    struct dt_net_game_estimate *out);
void dt_net_game_estimate_clear(struct dt_net_game_estimate *estimate);

/* Two-step estimate, without levels; theta (k + 1) is written. A frequency of 0 or 1 is moved by half a
 * trial. */
dt_status dt_net_game_two_step(const struct dt_net_game_problem *problem, double *theta);
/* Pseudo-likelihood, without levels, from the two-step estimate. DT_NO_SOLUTION if it does not settle, which
 * happens where the map is not a contraction: use the full solution then. */
dt_status dt_net_game_pseudo_likelihood(const struct dt_net_game_problem *problem, double *theta);

/* Equilibrium of one game at theta with level u, from the p given. */
dt_status dt_net_game_play(const struct dt_net_game *game, int k, const double *theta, double level,
                           double *p);

/* Score of one game at its equilibrium p, in the coefficients theta and the level: k + 2 numbers. */
dt_status dt_net_game_score(const struct dt_net_game *game, int k, const double *theta, const double *p,
                            double *score);

/* Score and information of one game at its equilibrium p, in the coefficients theta and the level: k + 2
 * numbers and (k + 2)^2, lower triangle. */
dt_status dt_net_game_information(const struct dt_net_game *game, int k, const double *theta, const double *p,
                                  double *score, double *information);

#endif
