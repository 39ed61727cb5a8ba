/* Game theory beyond the list of equilibria: quantal response, correlated equilibria, learning, evolution,
 * games of many alike players, potentials, classes of 2x2 games, coalitions and treaties.
 *
 * Pure mathematics on numbers of the caller: a payoff may have any unit, the same for all players of a game.
 * Arrays are borrowed for the call, matrices stand by rows. What a function allocates is freed with the
 * function named beside it. Results are untouched on failure. Solvers that list equilibria of a normal-form
 * game stand in the table of methods (normal_form.h). */
#ifndef DETENTE_GAMES_H
#define DETENTE_GAMES_H

#include <stddef.h>
#include <stdint.h>

#include "detente/normal_form.h"
#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- logit quantal response (McKelvey and Palfrey, Games and Economic Behavior 10, 1995) ---- */

/** Which branch is followed, and how far. Plain data: begin with dt_qre_defaults. */
typedef struct dt_qre_options {
    double lambda;            /* where the trace ends, 1 / payoff unit; < 0: at the equilibrium it leads to */
    double lambda_most;       /* it gives up there, 1 / greatest range of a player's payoffs */
    double tolerance;         /* relative regret of a point that counts as an equilibrium */
    int turn;                 /* bifurcation at which the branch is left, from 1; 0: never */
    int sign;                 /* direction in which it is left there: 1 or -1 */
    int64_t most_steps;       /* on the curve */
    const volatile int *stop; /* NULL, or the trace ends soon after it is not 0 */
} dt_qre_options;

/** To the end of the principal branch, up to 1e7 over the range, tolerance 1e-9, bifurcations passed
 * straight. */
dt_qre_options dt_qre_defaults(void);

/** A traced branch: points in the order of travel, and what was met. */
typedef struct dt_qre_curve {
    int n_point, n_total;
    double *lambda; /* 1 / payoff unit */
    double *mixed;  /* n_total probabilities a point */
    double *regret; /* greatest gain from a deviation at each point, payoff units */
    int n_fold, n_bifurcation;
    double fold[16], bifurcation[16]; /* lambda of the first 16 of each */
    int is_equilibrium;               /* 1: the branch was followed to an equilibrium, which is `limit` */
    double *limit;                    /* n_total probabilities; NULL if there is none */
    double limit_regret;              /* relative to the ranges of payoffs */
    int capacity;
} dt_qre_curve;

/** Follows the branch that starts at lambda = 0 with all choices alike. An equilibrium is only reported if
 * its regret is within the tolerance. With options->lambda >= 0 the last point stands at that lambda.
 * DT_NO_SOLUTION if the curve is lost, with the points up to there in `curve`. Free with dt_qre_curve_free.
 */
dt_status dt_qre_trace(const dt_normal *game, const dt_qre_options *options, dt_qre_curve *curve);
/** Frees what a curve holds. */
void dt_qre_curve_free(dt_qre_curve *curve);
/** Quantal response on the principal branch at a lambda (1 / payoff unit, >= 0): the first one that the
 * branch passes. `mixed` has dt_normal_total_strategies probabilities. */
dt_status dt_qre_at(const dt_normal *game, double lambda, double *mixed);

/** All quantal responses at a lambda (1 / payoff unit, >= 0) that can be reached along branches and from
 * random starts, each with its lambda as parameter; their regret is not 0. `options` (NULL: defaults) gives
 * the limit of time, the seed and the number of random starts. The list is set up here and freed with
 * dt_equilibria_free; it is not proven complete. */
dt_status dt_qre_all(const dt_normal *game, double lambda, const dt_solve_options *options,
                     dt_equilibria *list);

/** Maximum likelihood of lambda on the principal branch. */
typedef struct dt_qre_fit {
    double lambda;         /* 1 / payoff unit */
    double log_likelihood; /* without the multinomial constant */
    double standard_error; /* from the curvature; NaN where lambda is 0 or at the end of the branch */
    int is_at_end;         /* 1: the likelihood still rises where the search ended */
} dt_qre_fit;

/** Fits lambda to counts of choices, one a strategy of all players. `mixed` (may be NULL) receives the fitted
 * probabilities. DT_INPUT if a count is negative or all are 0. */
dt_status dt_qre_estimate(const dt_normal *game, const double *count, dt_qre_fit *fit, double *mixed);

#ifdef __cplusplus
}
#endif

#endif
