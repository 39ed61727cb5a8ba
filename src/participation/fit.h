/* A fit of the participation game, and what back-tests share with it. */
#ifndef DT_PARTICIPATION_FIT_H
#define DT_PARTICIPATION_FIT_H

#include "participation/design.h"
#include "participation/estimate.h"

enum { N_NODE = 9 };

struct dt_treaty_fit {
    double theta[N_THETA];
    double se[N_THETA], clustered[N_THETA];
    double factor[N_THETA * N_THETA]; /* lower Cholesky factor of the covariance */
    dt_treaty_summary summary;
};

/* The games of several instruments with their columns. */
struct dt_treaty_problem {
    int n_game;
    int *instrument; /* of each game */
    struct dt_net_game *game;
    struct dt_net *network;
    double *room; /* columns, successes and trials of all games */
    double penalty[N_THETA];
    double variance;  /* of levels: where estimates start; 0: nothing is known of it */
    double tolerance; /* of an estimate's last step; 0: fine enough for a table */
    double spread;    /* made by dt_treaty_problem_fit: variance of the level of a text that was not seen */
};

/* Builds the games of the instruments in `use` with fit = 1. Past tendencies and networks come from the
 * others in `use`. To be cleared with dt_treaty_problem_clear. */
dt_status dt_treaty_problem_build(const dt_treaty_data *data, const unsigned char *use, int is_any_time,
                                  struct dt_treaty_problem *out);
void dt_treaty_problem_clear(struct dt_treaty_problem *problem);

/* Estimates with one ridge; with ridge 0, with each of a grid, and keeps the one whose prediction of games
 * that are left out is best. *ridge is what was used. */
dt_status dt_treaty_problem_fit(struct dt_treaty_problem *problem, double *ridge, const double *start,
                                struct dt_net_game_estimate *out);

/* Probabilities of a game over the level of its text: n numbers into p. */
dt_status dt_treaty_marginal(const struct dt_net_game *game, const double *theta, double level_variance,
                             double *p);

/* The same for a text, from all that is known before its date. */
dt_status dt_treaty_play_text(const dt_treaty_fit *fit, const dt_treaty_data *data,
                              const dt_treaty_text *text, double *p);

/* Nodes and weights of the normal distribution (Gauss and Hermite). */
extern const double dt_treaty_node[N_NODE], dt_treaty_weight[N_NODE];

#endif
