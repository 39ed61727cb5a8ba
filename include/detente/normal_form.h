/* Normal-form games: the game, its payoffs as numbers and as exact fractions, and lists of equilibria.
 *
 * A game has players 0 .. n-1, each with strategies 0 .. s-1, and a payoff of every player at every pure
 * profile. Profiles are numbered with the first player's strategy running fastest, as in files of the Gambit
 * project. Mixed profiles are arrays of probabilities, the strategies of player 0 first, then those of player
 * 1, and so on (dt_normal_offset). Objects are created by the caller and freed with the function named. */
#ifndef DETENTE_NORMAL_FORM_H
#define DETENTE_NORMAL_FORM_H

#include <stddef.h>
#include <stdint.h>

#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_normal dt_normal;

/** Most players of a game; bytes of a name with its end. */
enum { DT_NORMAL_PLAYERS = 64, DT_NORMAL_NAME = 96 };

/** Makes a game whose payoffs are all 0: n_player players (1 .. DT_NORMAL_PLAYERS), strategies[i] (at least
 * 1) of player i. DT_INPUT where the table would have more than 2^31 payoffs. */
dt_status dt_normal_create(int n_player, const int *strategies, dt_normal **out);
/** Frees a game; NULL is allowed. */
void dt_normal_free(dt_normal *game);
/** A copy of a game, to be freed by the caller. */
dt_status dt_normal_copy(const dt_normal *game, dt_normal **out);

/** Shape: players, strategies of a player, pure profiles, strategies of all players together, and where a
 * player's probabilities begin in a mixed profile. */
int dt_normal_players(const dt_normal *game);
int dt_normal_strategies(const dt_normal *game, int player);
int64_t dt_normal_profiles(const dt_normal *game);
int dt_normal_total_strategies(const dt_normal *game);
int dt_normal_offset(const dt_normal *game, int player);

/** Names; "" where none was given. Setting copies and cuts to DT_NORMAL_NAME. */
const char *dt_normal_title(const dt_normal *game);
const char *dt_normal_player_name(const dt_normal *game, int player);
const char *dt_normal_strategy_name(const dt_normal *game, int player, int strategy);
void dt_normal_set_title(dt_normal *game, const char *title);
void dt_normal_set_player_name(dt_normal *game, int player, const char *name);
void dt_normal_set_strategy_name(dt_normal *game, int player, int strategy, const char *name);

/** Number of a pure profile given each player's strategy, and the reverse. */
int64_t dt_normal_profile(const dt_normal *game, const int *strategy);
void dt_normal_profile_strategies(const dt_normal *game, int64_t profile, int *strategy);

/** Payoff of a player at a profile. Setting a double sets the exact value as well: a double is a fraction. */
double dt_normal_payoff(const dt_normal *game, int64_t profile, int player);
void dt_normal_set_payoff(dt_normal *game, int64_t profile, int player, double value);
/** Sets the payoff exactly from a decimal ("-1.25e3") or a fraction ("22/7"); DT_INPUT if it is neither. */
dt_status dt_normal_set_payoff_text(dt_normal *game, int64_t profile, int player, const char *text);
/** All payoffs, payoff of player i at profile s at [s * n_player + i]; borrowed from the game. */
const double *dt_normal_table(const dt_normal *game);
/** Least and greatest payoff of a player. */
void dt_normal_range(const dt_normal *game, int player, double *least, double *greatest);

/** Expected payoff of a player under a mixed profile, and of each of the player's strategies against the
 * others' part of it (value[dt_normal_strategies]). Works for any number of players; cost is one pass over
 * the table. */
double dt_normal_expected(const dt_normal *game, const double *mixed, int player);
dt_status dt_normal_deviations(const dt_normal *game, const double *mixed, int player, double *value);
/** Regret: the most that any player could gain by a change of strategy, in payoff units; `relative` (may be
 * NULL) divides each player's gain by the range of that player's payoffs before taking the greatest. */
double dt_normal_regret(const dt_normal *game, const double *mixed, double *relative);

/** Reads a game from a file; its format follows from the ending of the name: .nfg (Gambit, both forms), .agg
 * (action-graph game, expanded), .json or .csv. `*out` is to be freed with dt_normal_free. Findings carry
 * line and column. A game too large is refused with its size. */
dt_status dt_normal_load(const char *path, dt_normal **out, dt_diagnostics *diagnostics);
/** Like dt_normal_load, from text in memory; `name` tells the format and stands for the file in messages. */
dt_status dt_normal_parse(const char *text, size_t length, const char *name, dt_normal **out,
                          dt_diagnostics *diagnostics);
/** Writes a game to a file: .nfg, .json or .csv. It reads back to the same fractions. */
dt_status dt_normal_save(const dt_normal *game, const char *path, dt_diagnostics *diagnostics);
/** The text that dt_normal_save writes to a file of this name; to be freed with dt_free. */
dt_status dt_normal_print(const dt_normal *game, const char *name, char **text);

/** One equilibrium, or a point that a method found. */
typedef struct dt_equilibrium {
    double *mixed;  /* dt_normal_total_strategies probabilities, owned by the list */
    double *payoff; /* one a player, owned by the list */
    double regret;  /* greatest gain from a deviation, recomputed from the payoffs */
    double relative_regret;
    int is_pure;
    int is_exact;     /* found and checked in exact arithmetic */
    char *exact;      /* probabilities as fractions separated by blanks, or NULL; owned by the list */
    double parameter; /* of the method: lambda of a quantal response; 0 otherwise */
    double *joint;    /* share of each pure profile, where the method finds such; NULL; owned by the list */
} dt_equilibrium;

/** A list of equilibria and what is known about the search that made it. */
typedef struct dt_equilibria {
    int count, capacity;
    dt_equilibrium *item;
    int n_player, n_total;
    int is_complete;      /* 1: no equilibrium of the kind sought is missing (degenerate: all extreme ones) */
    int is_degenerate;    /* 1: the game is degenerate, equilibria may form continua between those listed */
    int is_limit_reached; /* 1: stopped by a limit on time or size, what was found is listed */
    double best_regret;   /* least relative regret of any point met */
    double *best;         /* if count is 0, the point that has it, or NULL; owned */
    char method[DT_NORMAL_NAME];
    char note[256]; /* what a reader must know, a sentence; "" if nothing */
} dt_equilibria;

/** Empties a list for a game; frees what it holds. */
void dt_equilibria_init(dt_equilibria *list, const dt_normal *game);
void dt_equilibria_free(dt_equilibria *list);
/** Adds a point: copies it, computes payoffs and regret, and leaves out a repetition of one that stands in
 * the list (all probabilities within 1e-9, or the same fractions). `exact` may be NULL. */
dt_status dt_equilibria_add(dt_equilibria *list, const dt_normal *game, const double *mixed,
                            const char *exact);

/** What a search may use and what it takes as an equilibrium. Plain data: begin with dt_solve_defaults. */
typedef struct dt_solve_options {
    int is_exact;             /* 1: fractions throughout, where the method can */
    double time_limit;        /* s; 0: none */
    int64_t most;             /* equilibria to list at most; 0: no limit */
    double tolerance;         /* greatest relative regret of a point that is accepted */
    uint64_t seed;            /* of random starts */
    int64_t starts;           /* random starts, where the method has them; 0: its own number */
    double lambda;            /* of a quantal response, 1 / payoff unit; < 0: to the end of the branch */
    const volatile int *stop; /* NULL, or the search ends soon after it is not 0 */
} dt_solve_options;

/** Exact arithmetic off, 60 s, at most 100,000 equilibria, tolerance 1e-9, lambda to the end. */
dt_solve_options dt_solve_defaults(void);

/** A method that finds equilibria: one entry of the table of methods. */
typedef struct dt_method {
    const char *name;     /* as in `--method vertex` */
    const char *sentence; /* what it finds, and whether that is all */
    int least_players, most_players;
    int has_exact; /* 1: it can work in exact arithmetic */
    dt_status (*solve)(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list);
} dt_method;

/** The table of methods; dt_method_find gives NULL if no method has this name. Static storage. */
int dt_method_count(void);
const dt_method *dt_method_at(int index);
const dt_method *dt_method_find(const char *name);

/** Searches for equilibria by a method of the table (NULL: vertex for two players, else the first that takes
 * the game) and sorts them, pure ones first. `list` is set up here and to be freed with dt_equilibria_free,
 * whatever is returned. Points whose relative regret exceeds the tolerance are never listed. DT_INPUT if the
 * method takes no such game; DT_NO_SOLUTION if nothing was found, then best_regret is that of the best point
 * met. A search that a limit ended returns DT_OK if it found something, with is_limit_reached. */
dt_status dt_normal_solve(const dt_normal *game, const char *method, const dt_solve_options *options,
                          dt_equilibria *list, dt_diagnostics *diagnostics);

/** Equilibria of a list between which all mixtures, player by player, are equilibria too: with every pair of
 * a strategy of one and a strategy of another, that pair is in the subset. An isolated equilibrium is alone.
 */
typedef struct dt_nash_subset {
    int component; /* subsets that touch have the same number, from 0 */
    int count;
    int *item; /* places in the list, owned */
} dt_nash_subset;

/** The maximal Nash subsets of a two-player game; together they are all its equilibria. */
typedef struct dt_nash_subsets {
    int count, n_component;
    dt_nash_subset *subset;
    int is_limit_reached; /* 1: there are more than are listed */
} dt_nash_subsets;

/** Finds them from a complete list of extreme equilibria. DT_INPUT if the game has not two players. To be
 * freed with dt_nash_subsets_free. */
dt_status dt_nash_subsets_find(const dt_normal *game, const dt_equilibria *list, dt_nash_subsets *out);
void dt_nash_subsets_free(dt_nash_subsets *subsets);

/** What counts as dominated. All zero: strictly, also by mixtures, until nothing more is removed. */
typedef struct dt_dominance_options {
    int is_weak; /* 1: never less and somewhere more; what is left may depend on the order of removal */
    int is_pure; /* 1: only by pure strategies */
    int rounds;  /* most rounds; 0: until none is dominated */
} dt_dominance_options;

/** A dominated strategy and what dominates it. */
typedef struct dt_dominated {
    int player, strategy;
    int round;       /* from 1; each round removes all that are dominated after the round before */
    int by;          /* a pure strategy, or -1: a mixture */
    double *mixture; /* one probability for each strategy of the player, owned */
} dt_dominated;

/** Dominated strategies in the order of their removal. */
typedef struct dt_dominances {
    int count, capacity, n_round;
    dt_dominated *item;
} dt_dominances;

/** Finds dominated strategies in exact arithmetic. `options` may be NULL. DT_NO_SOLUTION if the fractions are
 * too long. To be freed with dt_dominances_free. */
dt_status dt_normal_dominance(const dt_normal *game, const dt_dominance_options *options, dt_dominances *out);
void dt_dominances_free(dt_dominances *list);
/** The game without the strategies marked in is_out[dt_normal_total_strategies]; each player keeps one. */
dt_status dt_normal_restrict(const dt_normal *game, const unsigned char *is_out, dt_normal **out);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
