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

/* ---- finite populations ---- */

/** Stationary vector of a chain of n states from its rates or probabilities rate[from * n + to] >= 0; the
 * diagonal is not read. By elimination without subtraction (Grassmann, Taksar and Heyman 1985): every entry
 * has nearly full relative precision. DT_NO_SOLUTION if the chain has several recurrent classes. */
dt_status dt_stationary(const double *rate, int n, double *vector);
/** The same from logarithms of rates (-inf: none) to logarithms of probabilities, which may lie far below the
 * range of doubles. */
dt_status dt_stationary_log(const double *log_rate, int n, double *log_vector);

/** log of the probability that one mutant takes over a population of z >= 2 that imitates by pairwise
 * comparison of strength beta >= 0, 1 / payoff unit (Traulsen, Nowak and Pacheco, Physical Review E 74 (2006)
 * 011909). difference[i - 1], i = 1 .. z - 1: fitness of a mutant less that of a resident with i mutants. */
dt_status dt_log_fixation(const double *difference, int z, double beta, double *log_rho);
/** For k strategies that meet in pairs, oneself excluded: log_rho[a * k + b] for one b among a, -inf on the
 * diagonal. payoff[a * k + b]: of a against b. */
dt_status dt_fixation_matrix(const double *payoff, int k, int z, double beta, double *log_rho);
/** log of the share of time that the population spends in each strategy when mutations are rare (Fudenberg
 * and Imhof, Journal of Economic Theory 131 (2006) 251-262), from dt_fixation_matrix. */
dt_status dt_small_mutation(const double *log_rho, int k, double *log_vector);
/** Difference of fitness, z - 1 numbers, of strategy 1 less strategy 0 from payoff[2 * 2] by rows. */
void dt_pair_difference(const double payoff[4], int z, double *difference);
/** The same where groups of `group` are drawn without replacement: mutant[j] and resident[j] are payoffs with
 * j mutants among the others, j = 0 .. group - 1. */
dt_status dt_group_difference(const double *mutant, const double *resident, int group, int z,
                              double *difference);
/** Stationary probabilities of 0 .. z mutants with mutation 0 < mutation <= 1 to the other strategy: z + 1
 * numbers. */
dt_status dt_mutation_selection(const double *difference, int z, double beta, double mutation,
                                double *vector);

/** Collective risk: each of a group keeps its endowment if `threshold` cooperate, otherwise loses it with
 * probability `risk`; a cooperator pays the share `contribution` of the endowment (Santos and Pacheco, PNAS
 * 108 (2011) 10421-10425). */
typedef struct dt_collective_risk {
    int group, threshold; /* members, cooperators needed: 1 .. group */
    double endowment;     /* payoff units */
    double contribution;  /* share of the endowment */
    double risk;          /* probability */
} dt_collective_risk;
/** Payoffs with j cooperators among the others, j = 0 .. group - 1. */
dt_status dt_collective_risk_payoffs(const dt_collective_risk *game, double *cooperator, double *defector);
/** Shares of cooperators at which both do equally well in a very large population. */
typedef struct dt_risk_interior {
    double unstable, stable; /* NaN: there is none; equal at a tangency */
    double peak;             /* share at which a cooperator matters most */
    double critical;         /* greatest contribution with an interior point */
} dt_risk_interior;
/** Interior points of a collective risk; the contribution must be positive. */
dt_status dt_collective_risk_interior(const dt_collective_risk *game, dt_risk_interior *interior);

/* ---- alpha-rank (Omidshafiei et al., Scientific Reports 9 (2019) 9937) ---- */

/** Share of time in each pure profile when one population a player, of m members, imitates with strength
 * alpha, 1 / payoff unit, and mutations are rare. `vector` has dt_normal_profiles numbers. At most
 * DT_ALPHA_STATES profiles. A rate below the range of doubles is handled in logarithms, which is slower. */
dt_status dt_alpha_rank(const dt_normal *game, int m, double alpha, double *vector);
/** The limit of an infinite alpha: the sink components of the graph of better replies, in which ties are
 * passed in both directions. component[profile] is the number of the sink, from 0, or -1; within each sink
 * vector[] sums to one, 0 elsewhere. `n_component` receives the number of sinks. Works for larger games: only
 * sinks of at most DT_ALPHA_STATES profiles have their vector; larger ones get equal shares. */
dt_status dt_alpha_rank_limit(const dt_normal *game, int m, int *component, double *vector, int *n_component);
/** Most profiles of a dense chain. */
enum { DT_ALPHA_STATES = 4096 };

#ifdef __cplusplus
}
#endif

#endif
