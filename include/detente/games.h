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
#pragma GCC visibility push(default)

/* ---- logit quantal response (McKelvey and Palfrey, Games and Economic Behavior 10, 1995) ---- */

/** Which branch is followed, and how far. Plain data: begin with dt_qre_defaults. */
typedef struct dt_qre_options {
    double lambda;            /* where the trace ends, 1 / payoff unit; < 0: at the equilibrium it leads to */
    double lambda_most;       /* it gives up there, 1 / greatest range of a player's payoffs */
    double tolerance;         /* relative regret of a point that counts as an equilibrium */
    int turn;                 /* bifurcation at which the branch is left, from 1; 0: never */
    int sign;                 /* direction in which it is left there: 1 or -1 */
    int64_t most_steps;       /* on the curve */
    double time_limit;        /* s; 0: none */
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
 * DT_NO_SOLUTION if the curve is lost, DT_INTERRUPTED if time is over or the caller says stop, with the
 * points up to there in `curve`. Free with dt_qre_curve_free.
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

/* ---- dynamics and learning ---- */

/** Laws of motion: replicator (Taylor and Jonker, Mathematical Biosciences 40 (1978) 145-156), dx = x (payoff
 * - mean); logit (Fudenberg and Levine 1998), dx = choice - x with choices proportional to exp(payoff /
 * noise). */
enum dt_dynamics { DT_REPLICATOR, DT_LOGIT };

/** How to integrate. Plain data: begin with dt_dynamics_defaults. */
typedef struct dt_dynamics_options {
    enum dt_dynamics kind;
    double tolerance; /* error of a step: of log shares (replicator) or shares (logit) */
    double noise;     /* of logit choices, payoff units */
} dt_dynamics_options;

/** Replicator, tolerance 1e-11. */
dt_dynamics_options dt_dynamics_defaults(void);

/** Times at which shares are wanted, ascending from 0; time has the unit 1 / payoff. */
typedef struct dt_times {
    int n;
    const double *time;
} dt_times;

/** Shares of k strategies in one population that meets itself: payoff[a * k + b] of a against b, `start` k
 * shares that sum to one, `share` receives k numbers a time. A share that starts at 0 stays 0 under the
 * replicator. `options` may be NULL. DT_NO_SOLUTION if a step becomes too small. */
dt_status dt_population_path(const double *payoff, int k, const dt_dynamics_options *options,
                             const double *start, const dt_times *times, double *share);
/** The same with one population a player of a game: mixed profiles instead of shares. */
dt_status dt_game_path(const dt_normal *game, const dt_dynamics_options *options, const double *start,
                       const dt_times *times, double *share);

/** What a rule of learning led to. */
typedef struct dt_learning {
    int64_t rounds;
    double regret; /* of the mean mixed profile, payoff units */
    double relative_regret;
    double coarse_violation; /* what a player would gain by one fixed strategy against the joint play */
    double violation;        /* what a player would gain by replacing one strategy by another */
} dt_learning;

/** Fictitious play (Brown 1951; Robinson, Annals of Mathematics 54 (1951) 296-301): each round everybody
 * replies best to the others' mean play so far, the first of equally good strategies. `mixed` receives the
 * mean play. */
dt_status dt_fictitious_play(const dt_normal *game, int64_t rounds, double *mixed, dt_learning *result);
/** Regret matching (Hart and Mas-Colell, Econometrica 68 (2000) 1127-1150): strategies are drawn in
 * proportion to their positive regret. `mixed` receives each player's mean play; `joint` (may be NULL) the
 * shares of pure profiles, which approach a coarse correlated equilibrium. */
dt_status dt_regret_matching(const dt_normal *game, int64_t rounds, uint64_t seed, double *mixed,
                             double *joint, dt_learning *result);

/* ---- correlated equilibria ---- */

/** Correlated (Aumann 1974): nobody gains by leaving the strategy that was recommended. Coarse (Moulin and
 * Vial 1978): nobody gains by one fixed strategy instead of all recommendations. */
enum dt_correlation { DT_CORRELATED, DT_COARSE };

/** The correlated equilibrium that maximises the sum of weight[i] * payoff of player i (weight NULL: all 1;
 * negative weights minimise), by a linear program. `joint` receives the probabilities of dt_normal_profiles
 * pure profiles; `payoff` (may be NULL) one number a player. DT_INPUT for more than DT_JOINT_PROFILES
 * profiles. */
dt_status dt_correlated(const dt_normal *game, enum dt_correlation kind, const double *weight, double *joint,
                        double *payoff);
/** Most pure profiles of the linear program. */
enum { DT_JOINT_PROFILES = 200000 };
/** The most that any player gains by leaving recommendations drawn from `joint`, payoff units; 0 in an
 * equilibrium. */
double dt_correlated_violation(const dt_normal *game, enum dt_correlation kind, const double *joint);

/* ---- games of many alike players ---- */

/** A game in which players of a role are alike: a payoff depends on who one is and on how many of each role
 * play each option. Profiles are counts, so ten players with three options need 66 profiles, not 59,049. */
typedef struct dt_roles dt_roles;

/** Most roles; one role makes a symmetric game, roles of one player each a normal-form game. */
enum { DT_ROLES = 16, DT_ROLE_OPTIONS = 32, DT_ROLE_PLAYERS = 250 };

/** A game with all payoffs 0: players[r] (1 .. DT_ROLE_PLAYERS) and options[r] (1 .. DT_ROLE_OPTIONS) of each
 * role. DT_INPUT where it would have more than 2^27 payoffs. Free with dt_roles_free. */
dt_status dt_roles_create(int n_role, const int *players, const int *options, dt_roles **out);
/** Frees a game; NULL is allowed. */
void dt_roles_free(dt_roles *game);
/** Shape: roles, players and options of a role, where its options begin among all, all options, profiles. */
int dt_roles_count(const dt_roles *game);
int dt_roles_players(const dt_roles *game, int role);
int dt_roles_options(const dt_roles *game, int role);
int dt_roles_offset(const dt_roles *game, int role);
int dt_roles_total(const dt_roles *game);
int64_t dt_roles_profiles(const dt_roles *game);
/** Number of a profile given its counts, dt_roles_total of them (those of role 0 first), and the reverse. The
 * counts of role 0 run fastest; within a role from everybody on option 0 to everybody on the last. */
int64_t dt_roles_profile(const dt_roles *game, const int *count);
void dt_roles_profile_counts(const dt_roles *game, int64_t profile, int *count);
/** Payoff at a profile to a player of a role on an option; it means nothing if nobody plays that option. */
double dt_roles_payoff(const dt_roles *game, int64_t profile, int role, int option);
void dt_roles_set_payoff(dt_roles *game, int64_t profile, int role, int option, double value);

/** Expected payoff of each option (dt_roles_total numbers) to one player when everybody else of each role
 * follows the mixed strategy of the role; multinomial expectation, exact. */
dt_status dt_roles_deviations(const dt_roles *game, const double *mixed, double *value);
/** The most a player gains by another option than the mixture, payoff units; `relative` (may be NULL) divides
 * by the range of the role's payoffs first. Negative if memory is short. */
double dt_roles_regret(const dt_roles *game, const double *mixed, double *relative);
/** Whether a pure profile is an equilibrium of the players themselves: nobody gains by another option. */
int dt_roles_is_pure_equilibrium(const dt_roles *game, int64_t profile);

/** Role-symmetric equilibria: players of a role mix alike. */
typedef struct dt_role_equilibria {
    int count, capacity, n_total;
    double *mixed;           /* n_total probabilities each */
    double *regret;          /* of each, payoff units */
    double *relative_regret; /* of each, in ranges of payoffs */
    int is_complete;         /* 1: no other exists (bounds exclude all that is not listed) */
    int is_degenerate;       /* 1: some are not isolated, or multiple: points of them are listed */
    int is_limit_reached;
} dt_role_equilibria;

/** All role-symmetric equilibria with a relative regret within options->tolerance (NULL: defaults with
 * 1e-10). A game that is not degenerate has an odd number of them. Free with dt_role_equilibria_free. */
dt_status dt_roles_solve(const dt_roles *game, const dt_solve_options *options, dt_role_equilibria *list);
/** Frees what a list holds. */
void dt_role_equilibria_free(dt_role_equilibria *list);
/** Logit quantal response on the principal branch at a lambda, 1 / payoff unit. */
dt_status dt_roles_qre(const dt_roles *game, double lambda, double *mixed);

/** Reductions of a game of n players a role to k a role: hierarchical (Wellman et al. 2005), where each
 * player stands for n / k; deviation-preserving (Wiedenbeck and Wellman, AAMAS 2012), where the others stand
 * for (n - 1) / (k - 1) and the player for itself alone. */
enum dt_reduction { DT_HIERARCHICAL, DT_DEVIATION_PRESERVING };

/** Counts of the full game to simulate for the payoff of `option` of `role` at counts of the reduced game:
 * shapes are full and reduced players of each role, and options. Returns 1 if numbers divide evenly, 0 if
 * counts were rounded by largest remainders. `reduced` must have a player on that option. */
typedef struct dt_reduction_shape {
    enum dt_reduction kind;
    int n_role;
    const int *full, *reduced, *options;
} dt_reduction_shape;
int dt_reduction_counts(const dt_reduction_shape *shape, const int *count, int role, int option, int *full);
/** The reduced game of a full one: players[r] of each role. `is_exact` (may be NULL): nothing was rounded. */
dt_status dt_roles_reduce(const dt_roles *game, enum dt_reduction kind, const int *players, dt_roles **out,
                          int *is_exact);

/* ---- potentials and the price of anarchy ---- */

/** Which potential a game has (Monderer and Shapley, Games and Economic Behavior 14 (1996) 124-143): exact,
 * where one function changes as the payoff of whoever moves; ordinal, where it rises exactly when that payoff
 * does; generalised ordinal, where it rises at least then. Each implies the next. */
enum dt_potential { DT_POTENTIAL_NONE, DT_POTENTIAL_GENERALISED, DT_POTENTIAL_ORDINAL, DT_POTENTIAL_EXACT };

/** Finds the strongest kind. `potential` (may be NULL) receives a number a profile: of an exact potential
 * that is 0 at profile 0, otherwise ranks that rise along better replies; nothing is written if there is
 * none. An exact potential may miss by `tolerance`, a share of the greatest range of payoffs (0: 1e-12). */
dt_status dt_potential_find(const dt_normal *game, double tolerance, double *potential,
                            enum dt_potential *kind);

/** How good and how bad equilibria are for the total of all payoffs. */
typedef struct dt_anarchy {
    double best_total;                           /* of any pure profile */
    double worst_equilibrium, best_equilibrium;  /* totals; NaN if the list is empty */
    double price_of_anarchy, price_of_stability; /* best total over these; NaN unless all are positive */
    double loss_of_anarchy, loss_of_stability;   /* best total less these, payoff units */
} dt_anarchy;
/** Price of anarchy (Koutsoupias and Papadimitriou 1999) and of stability over a list of equilibria; it says
 * as much as the list is complete. */
dt_status dt_anarchy_of(const dt_normal *game, const dt_equilibria *list, dt_anarchy *anarchy);

/* ---- classes of 2x2 games ---- */

/** The twelve orders of payoffs in symmetric strict games, named after Bruns, "Names for games: locating 2x2
 * games", Games 6 (2015) 495-520, in the order of the table of Robinson and Goforth, "The Topology of the 2x2
 * Games" (2005). R is the payoff where both cooperate, T the temptation, S the sucker's payoff, P the
 * punishment. */
enum dt_pattern {
    DT_CHICKEN,      /* T > R > S > P */
    DT_BATTLE,       /* T > S > R > P */
    DT_HERO,         /* T > S > P > R */
    DT_COMPROMISE,   /* T > P > S > R */
    DT_DEADLOCK,     /* T > P > R > S */
    DT_DILEMMA,      /* T > R > P > S */
    DT_STAG_HUNT,    /* R > T > P > S */
    DT_ASSURANCE,    /* R > P > T > S */
    DT_COORDINATION, /* R > P > S > T */
    DT_PEACE,        /* R > S > P > T */
    DT_HARMONY,      /* R > S > T > P */
    DT_CONCORD,      /* R > T > S > P */
    DT_PATTERNS
};

/** Families in which games are usually spoken of. */
enum dt_family {
    DT_FAMILY_DILEMMA, /* prisoner's dilemma */
    DT_FAMILY_CHICKEN,
    DT_FAMILY_STAG_HUNT,
    DT_FAMILY_HARMONY,      /* harmony and concord */
    DT_FAMILY_DEADLOCK,     /* deadlock and compromise */
    DT_FAMILY_BATTLE,       /* battle and hero */
    DT_FAMILY_COORDINATION, /* assurance, coordination and peace */
    DT_FAMILY_OTHER,        /* the two players' patterns are of different families */
    DT_FAMILY_TIE,          /* two payoffs of a player are equal: no strict class */
    DT_FAMILIES
};

/** Payoffs of a 2x2 game: row[i][j] and column[i][j] where the first player plays i and the second j;
 * strategy 0 is to cooperate. */
typedef struct dt_game_2x2 {
    double row[2][2], column[2][2];
} dt_game_2x2;

/** What kind of game it is. */
typedef struct dt_class_2x2 {
    int has_tie; /* 1: payoffs of a player within the tolerance of one another */
    enum dt_pattern row,
        column; /* as the strategies stand; DT_PATTERNS with a tie or a pattern with P or S on top */
    enum dt_family family; /* as the strategies stand, of both players alike, or DT_FAMILY_OTHER */
    int place; /* 0 .. 143: place among the 144 strict games, 12 * row + column after turning; -1 */
    enum dt_pattern turned_row,
        turned_column; /* after turning: each player's best payoff in the standard place */
    enum dt_family turned_family;
    char name[64]; /* "Prisoner's Dilemma", or "Chicken-Stag Hunt" of an asymmetric game; "" with a tie */
    int n_pure, pure[4];               /* pure equilibria, 2 * i + j each */
    int has_mixed;                     /* 1: an equilibrium in which both mix */
    double mixed_row, mixed_column;    /* chance to cooperate in it; NaN if there is none */
    int row_dominant, column_dominant; /* strictly dominant strategy, or -1 */
    int risk_dominant; /* 0 or 1: the strategy of a symmetric game that is better against an even mix; -1 */
    int alternating;   /* 1: 2R > T + S for both: mutual cooperation beats taking turns */
    double discount_row,
        discount_column; /* least discount factor of grim cooperation, (T-R)/(T-P); NaN unless T > R */
    double price_of_anarchy,
        price_of_stability; /* over pure equilibria; NaN if there are none or totals not > 0 */
} dt_class_2x2;

/** Classifies a game. Payoffs of a player that differ by at most `tolerance` (payoff units, >= 0) are tied.
 */
dt_status dt_class_of(const dt_game_2x2 *game, double tolerance, dt_class_2x2 *result);
/** Name of a pattern ("Stag Hunt"), its two letters ("Sh"), and the key of a family ("stag_hunt"). Static
 * storage. */
const char *dt_pattern_name(enum dt_pattern pattern);
const char *dt_pattern_letters(enum dt_pattern pattern);
const char *dt_family_key(enum dt_family family);

/* ---- coalitions and treaties ---- */

/** Payoffs of n alike states by the number of members of a coalition. */
typedef struct dt_size_game {
    int n;
    const double *member;     /* [s]: each of s members, s = 1 .. n; [0] is not read */
    const double *outsider;   /* [s]: each outsider beside s members, s = 0 .. n - 1; [n] is not read */
    double tolerance;         /* a gain must exceed it, payoff units */
    int joins_if_indifferent; /* 1: an outsider joins unless it loses more than the tolerance */
} dt_size_game;
/** Stability of sizes (d'Aspremont et al., Canadian Journal of Economics 16 (1983) 17-25): for s = 0 .. n,
 * is_internal[s] = no member gains by leaving, is_external[s] = no outsider gains by joining. */
dt_status dt_stable_sizes(const dt_size_game *game, int *is_internal, int *is_external);

/** Coalitions of unlike states: bit i of a set says that state i is a member. */
enum { DT_COALITION_STATES = 20, DT_FARSIGHTED_STATES = 12, DT_FARSIGHTED_GROUPS = 8 };
/** The same for every one of the 2^n sets: payoff[set * n + i] of state i when `set` is the coalition. At
 * most DT_COALITION_STATES states. is_internal and is_external have 2^n entries. */
dt_status dt_stable_sets(int n, const double *payoff, double tolerance, char *is_internal, char *is_external);
/** Largest consistent set (Chwe, Journal of Economic Theory 63 (1994) 299-325): coalitions from which no
 * state, or with `by_groups` no group of states that leave and join together, moves away because it may end,
 * after others have moved in turn, where it does not gain. is_consistent has 2^n entries; at most
 * DT_FARSIGHTED_STATES states, DT_FARSIGHTED_GROUPS with groups. A gain must exceed the tolerance. */
dt_status dt_farsighted_sets(int n, const double *payoff, double tolerance, int by_groups,
                             char *is_consistent);

/** Shapley value and Banzhaf value (mean of what a player adds) of a game in values: value[set], value[0] =
 * 0, at most DT_COALITION_STATES players; exact sums over all sets. */
dt_status dt_shapley(int n, const double *value, double *share);
dt_status dt_banzhaf(int n, const double *value, double *share);
/** The least core: the division of value[all] under which the most that a set could do better by itself,
 * `excess`, is least. The core is not empty exactly if the excess is at most 0. By a linear program, at most
 * 16 players. */
dt_status dt_least_core(int n, const double *value, double *share, double *excess);

/** Entry into force by two keys: at least min_parties of n states whose weights, whole and not negative, sum
 * to at least min_weight. */
typedef struct dt_two_keys {
    int n; /* 1 .. DT_KEY_STATES */
    const int *weight;
    int min_parties;
    int64_t min_weight;
} dt_two_keys;
enum { DT_KEY_STATES = 120 };

/** Who matters for entry into force. Arrays of n numbers belong to the caller; each may be NULL. */
typedef struct dt_key_power {
    double winning, minimal_winning; /* sets of states; exact up to 2^53 */
    double *swings;                  /* sets that a state turns into winning ones */
    double *banzhaf;                 /* shares of all swings */
    double *shapley_shubik;          /* share of orders in which the state is pivotal */
    int *is_veto;                    /* 1: nothing enters into force without it */
} dt_key_power;
/** Counts sets by dynamic programming over members and weight, O(n^2) times the sum of weights. Set up the
 * arrays in `power` before. */
dt_status dt_two_key_power(const dt_two_keys *rule, dt_key_power *power);

/** Abatement treaty of Barrett, Oxford Economic Papers 46 (1994) 878-894: benefit b (a Q - Q^2 / 2) / n, cost
 * c q^2 / 2, signatories lead. */
typedef struct dt_barrett {
    int n;
    double a, b, c;
} dt_barrett;
/** Outcome with s signatories: abatement of each signatory and outsider, the total, payoffs; NaN where there
 * is no such state. */
typedef struct dt_abatement {
    double q_member, q_outsider, total, member, outsider;
} dt_abatement;
/** Signatories lead (Barrett): s = 0 .. n signatories. */
dt_status dt_barrett_outcome(const dt_barrett *treaty, int s, dt_abatement *outcome);
/** Everybody moves at once (Carraro and Siniscalco, Journal of Public Economics 52 (1993) 309-328),
 * signatories maximise their joint payoff. With is_linear the benefit is b Q and the cost c q^2 / 2; else as
 * Barrett's. */
dt_status dt_simultaneous_outcome(const dt_barrett *treaty, int is_linear, int s, dt_abatement *outcome);
/** A treaty of n states with one unit of effort each: with k parties each state gets k times benefit and a
 * party pays cost; it binds only from `threshold` parties on and where parties do not lose. */
typedef struct dt_participation {
    int n;
    double cost, benefit; /* payoff units */
    int threshold;
} dt_participation;
/** Its payoffs for dt_stable_sizes, n + 1 numbers each; `least` receives the least number of parties that do
 * not lose, n + 1 if there is none. */
dt_status dt_minimum_participation(const dt_participation *treaty, double *member, double *outsider,
                                   int *least);

/** Symmetric dilemma of n players with payoffs cooperate[k] and defect[k] at k other cooperators, k = 0 .. n
 * - 1 (Schelling, Journal of Conflict Resolution 17 (1973) 381-428). */
typedef struct dt_dilemma {
    int is_defection_dominant;   /* defect[k] > cooperate[k] for all k */
    int is_all_defect_deficient; /* cooperate[n - 1] > defect[0] */
    int is_dilemma;              /* both */
    int schelling_k;             /* fewest cooperators who do at least as well as if all defect; -1: none */
} dt_dilemma;
/** Analyses the payoffs of n players. */
dt_status dt_dilemma_of(int n, const double *cooperate, const double *defect, dt_dilemma *result);
/** Payoffs of the linear public good: r c k / n for all with k contributors, who pay c. */
dt_status dt_linear_public_good(int n, double r, double c, double *cooperate, double *defect);
/** Symmetric mixed equilibria of the threshold public good: m of n must pay c for everybody to get b (Palfrey
 * and Rosenthal, Journal of Public Economics 24 (1984) 171-193). p and success have room for two; returns
 * through `count` how many there are: 0, 1 (a tangency, or m of 1 or n) or 2. */
typedef struct dt_threshold_good {
    int count;
    double p[2], success[2];  /* chance to pay, chance that the good is provided */
    double p_star, most_cost; /* where a payer matters most, and the greatest cost paid there */
} dt_threshold_good;
/** Solves it: n >= 2, 1 <= m <= n, b > 0, c > 0. */
dt_status dt_threshold_good_of(int n, int m, double b, double c, dt_threshold_good *result);
/** Volunteer's dilemma: one of n must pay c for everybody to get b > c (Diekmann, Journal of Conflict
 * Resolution 29 (1985) 605-610): chance that a player volunteers, and that nobody does. */
dt_status dt_volunteers(int n, double b, double c, double *p, double *nobody);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
