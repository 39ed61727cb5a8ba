/* Empirical games: which game do states play in a simulated world with uncertain parameters?
 *
 * A game file names players, the strategies of each (changes of levers or postures), and a scenario. Every
 * profile of strategies is simulated on the same members with the same random numbers, and the payoffs of
 * each member are kept. A game of many players is reduced by roles. The result says what is an equilibrium,
 * which dilemma it is, with what probability over the uncertain parameters, and what decides that. */
#ifndef DETENTE_GAME_H
#define DETENTE_GAME_H

#include <stddef.h>
#include <stdint.h>

#include "detente/ensemble.h"
#include "detente/normal_form.h"
#include "detente/scenario.h"
#include "detente/statistics.h"
#include "detente/status.h"
#include "detente/world.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_game dt_game;

/** Limits of a game file; columns are the players with whoever is watched. */
enum {
    DT_GAME_PLAYERS = 16,
    DT_GAME_STRATEGIES = 6,
    DT_GAME_COLUMNS = 40,
    DT_GAME_LEVERS = 8,
    DT_GAME_NAME = 48
};

/* ---- the definition ---- */

/** Reads a game file; all findings at once. DT_IO if it cannot be read, DT_INPUT if it is not valid. `*out`
 * is to be freed with dt_game_free. */
dt_status dt_game_load(const char *path, dt_game **out, dt_diagnostics *diagnostics);
/** The same from text; `name` stands for the file in messages. */
dt_status dt_game_parse(const char *text, size_t length, const char *name, dt_game **out,
                        dt_diagnostics *diagnostics);
/** Frees a game; NULL is allowed. */
void dt_game_free(dt_game *game);

/** A lever that a map or a treaty design varies. */
typedef struct dt_game_lever {
    char name[DT_GAME_NAME]; /* as in the file: "verification" */
    char key[96];            /* what is set: "text_verification", "chip_access_west.CHN" */
    double from, to;         /* range; `from` is what stands without a treaty */
    double cost;             /* of going from `from` to `to` */
} dt_game_lever;

/** Plain facts of a game; borrowed strings live as long as the game. */
typedef struct dt_game_info {
    const char *name, *text;
    const char *scenario; /* a file or the name of a shipped scenario */
    const char *payoff;   /* field of states: "payoff.total" */
    int64_t members;      /* most members of a profile */
    int n_player, n_column;
    int n_reduced;         /* players after reduction */
    double n_profile;      /* pure profiles of the game that is solved */
    double n_full;         /* pure profiles of all players */
    int n_map, n_lever;    /* levers of the map (0 or 2) and of the treaty design */
    const char *reduction; /* "none", "hierarchical", "deviation" */
    const char *aim; /* field of states that a treaty must bring to aim_least at the end; NULL if none */
    double aim_least;
    double least, greatest; /* payoffs that the file says are possible; both 0 if it does not */
} dt_game_info;
dt_game_info dt_game_describe(const dt_game *game);
/** Name of a column: of a player, or behind the players of a state or group that is watched. */
const char *dt_game_column(const dt_game *game, int column);
/** Strategies of a player: number and names; NULL outside. */
int dt_game_strategies(const dt_game *game, int player);
const char *dt_game_strategy(const dt_game *game, int player, int strategy);
/** The strategy of a player that counts as cooperation; the first other one is its opposite. */
int dt_game_cooperate(const dt_game *game, int player);
/** A lever of the map (index 0 and 1) or of the treaty design. */
dt_game_lever dt_game_map_lever(const dt_game *game, int index);
dt_game_lever dt_game_design_lever(const dt_game *game, int index);
/** Replaces a lever of the map: "NAME=FROM:TO" as --x gives it. */
dt_status dt_game_set_map(dt_game *game, int index, const char *text, dt_diagnostics *diagnostics);

/* ---- the simulator ---- */

/** What is simulated: a profile at a point, for some members. */
typedef struct dt_game_task {
    const int *strategy; /* of each player */
    int n_point;
    const double *point; /* values of levers */
    const char *const *point_key;
    uint64_t first;  /* member */
    int count;       /* 1 .. DT_RACE_LANES */
    const double *u; /* nullable: count rows of n_factor numbers in (0,1), else the members' own */
} dt_game_task;

/** A simulator of payoffs. `run` writes value[column * DT_RACE_LANES + lane]; NAN for a member that failed.
 * Of a game with an aim, its field of each player stands in the columns behind those of the game. It must
 * depend on the task alone, is called from several threads at once, and gets the number of its own.
 */
typedef struct dt_simulator {
    void *context;
    int n_factor; /* uncertain factors of a member; 0: none known */
    const char *(*factor)(void *context, int factor);
    void (*draw)(void *context, uint64_t member, double *u);
    dt_status (*run)(void *context, int thread, const dt_game_task *task, double *value);
    unsigned char hash[16]; /* of everything that can change a payoff */
} dt_simulator;

/** Makes the simulator of a game on a scenario: `n_thread` threads may use it (0: one per core). World and
 * game are borrowed until dt_simulator_free. DT_INPUT if a strategy does not fit the scenario. */
dt_status dt_simulator_create(const dt_world *world, const dt_scenario *scenario, const dt_game *game,
                              int n_thread, dt_simulator *out, dt_diagnostics *diagnostics);
/** Frees what dt_simulator_create made. */
void dt_simulator_free(dt_simulator *simulator);

/* ---- statistics ---- */

/** An estimate with its 95% interval. */
typedef struct dt_estimate {
    double mean, low, high;
} dt_estimate;

/** One condition of a certificate: differences of pairs that must be above 0. */
typedef struct dt_condition {
    char name[DT_NORMAL_NAME];
    int64_t n;
    double mean, sd;
    double t, p; /* one-sided test of Student that the mean is above 0 */
    double low;  /* lower bound of the mean at the level of the test */
    double flip; /* one-sided sign-flip test; NAN where it was not made */
} dt_condition;

/** Verdict of a certificate. */
typedef enum dt_certified { DT_CERTIFIED, DT_REFUTED, DT_NOT_DETERMINED, DT_CERTIFIED_COUNT } dt_certified;
/** "certified", "refuted", "undetermined". Static storage. */
const char *dt_certified_words(dt_certified verdict);

/** Certificate that all conditions hold: an intersection-union test (Berger 1982). Certified if every test
 * rejects at alpha; refuted if one reverse test rejects at alpha / n; else undetermined. */
typedef struct dt_certificate {
    dt_certified verdict;
    int n, weakest; /* conditions, and the one with the largest p */
    double p;       /* of the intersection-union test */
    double needed;  /* members at which the weakest condition would be decided; 0 once determined */
    dt_condition *condition;
} dt_certificate;

/** Fills t, p and low of a condition from its n, mean and sd. Without spread, p is 0, 1/2 or 1. */
void dt_condition_test(dt_condition *condition, double alpha);
/** The same from differences, which may hold NAN for members to leave out (they are moved to the front);
 * below 20 members, or where tails are heavy, with a sign-flip test. */
void dt_condition_measure(dt_condition *condition, double *difference, int64_t n, double alpha);
/** Verdict over conditions that were tested; they stay the caller's. */
void dt_certificate_judge(dt_certificate *certificate, double alpha);

/** Uniform bound for means of n samples in a range (Hoeffding, over all payoffs of a game): with probability
 * 1 - delta all are within it, and an equilibrium of the means is one of the true game within twice it. */
double dt_game_uniform_bound(double range, int n_player, double n_profile, int64_t n, double delta);
/** Samples that a bound needs. */
double dt_game_uniform_samples(double range, int n_player, double n_profile, double bound, double delta);
/** Empirical Bernstein bound of the mean of n samples in a range (Maurer and Pontil 2009): two-sided. */
double dt_game_bernstein(double range, double variance, int64_t n, double delta);

/* ---- the result ---- */

/** Options of dt_game_play. */
typedef struct dt_game_options {
    int64_t members; /* most of a profile; 0: as the game says */
    int64_t first;   /* members that every profile gets; 0: 64 */
    int threads;
    double alpha;     /* level of tests; 0: 0.05 */
    double precision; /* half width of the interval of a share at which it is known; 0: 0.05 */
    int n_bootstrap;  /* resamples; 0: 1000 */
    int n_effect;     /* members on which total effects are measured; 0: none */
    const char *file; /* nullable: payoffs are kept there and read again */
    void (*progress)(void *context, const dt_progress *progress); /* nullable; members of all profiles */
    void *context;
    const volatile int *stop; /* nullable: when it becomes 1, finished members are kept in the file */
} dt_game_options;
dt_game_options dt_game_defaults(void);

/** One pure profile of the game that is solved. */
typedef struct dt_game_profile {
    int64_t members;    /* that count */
    int is_equilibrium; /* of the game of means */
    dt_estimate share;  /* members whose own game has it as equilibrium (Wilson) */
    dt_estimate regret; /* of the means, interval by bootstrap */
    double total;       /* payoffs of all players, mean */
} dt_game_profile;

/** An equilibrium of the game of means, pure or mixed. */
typedef struct dt_game_equilibrium {
    const double *mixed, *payoff; /* borrowed from the result */
    int is_pure;
    dt_estimate regret; /* in payoff units, interval by bootstrap over members */
    double share;       /* members in whose own game its regret is at most 1% of the range of payoffs */
    double total;
} dt_game_equilibrium;

/** A point of the branch of logit quantal responses; lambda per range of payoffs. */
typedef struct dt_game_quantal {
    double lambda;
    const double *mixed;
} dt_game_quantal;

/** Classes of 2x2 games that are told apart; dt_game_class_words names them. */
enum { DT_GAME_CLASSES = 12 };

/** A face of the game: two players with two strategies each, the others at their first strategy. */
typedef struct dt_game_face {
    int player[2], strategy[2][2]; /* reduced players; cooperation first */
    int64_t members;
    int of_means;                       /* class of the game of means */
    dt_estimate share[DT_GAME_CLASSES]; /* of members, by class */
    char order[64];     /* most frequent order of payoffs in the taxonomy of 144 strict 2x2 games: its name */
    int order_place;    /* and place, 0 to 143; -1 if no member has a strict one */
    double order_share; /* of members */
} dt_game_face;

/** Class of one 2x2 game, 0 .. DT_GAME_CLASSES - 1: u[p][row][column] is the payoff of player p where player
 * 0 plays row and player 1 column; strategy 0 is to cooperate. Only read. */
int dt_game_class_of(double u[2][2][2]);
/** Words for a class of a face: "prisoner's dilemma"; NULL outside. */
const char *dt_game_class_words(int class_index);
int dt_game_class_count(void);

/** What one player's cooperation does to somebody, when nobody else or everybody else cooperates. */
typedef struct dt_game_effect_on {
    int player, column;
    dt_estimate alone, with_others; /* change of payoff */
} dt_game_effect_on;

/** A factor that decides the class of the first face: shares of the variance of the indicator. */
typedef struct dt_game_factor {
    char name[64];
    double first;      /* first-order effect, given-data estimator */
    int is_clear;      /* 0: chance alone could make it as large */
    dt_estimate total; /* total effect, Jansen's estimator; NAN where it was not measured */
} dt_game_factor;

/** Everything that is known about a game. Profiles are numbered as in dt_normal. */
typedef struct dt_game_result {
    const dt_game *game;
    dt_normal *mean; /* payoffs: means over members */
    int n_player;
    int64_t n_profile, members, runs, n_failed;
    int is_rounded; /* 1: the reduction does not divide evenly */
    double seconds, alpha;
    dt_estimate *payoff; /* [profile * n_player + player], interval by Student's t */
    dt_game_profile *profile;
    int n_equilibrium;
    dt_game_equilibrium *equilibrium;
    int is_complete; /* 1: no equilibrium of the game of means is missing */
    char method[DT_NORMAL_NAME];
    dt_equilibria list; /* what the solver found */
    int n_quantal;
    dt_game_quantal *quantal;
    double *quantal_mixed;
    dt_certificate dilemma; /* that it is an n-player prisoner's dilemma */
    int n_face;
    dt_game_face *face;
    double best_total, worst_equilibrium, best_equilibrium; /* totals of means; NAN without equilibrium */
    double anarchy, stability; /* ratios; NAN where totals are not all positive: then differences count */
    double anarchy_difference, stability_difference;
    int n_effect_on;
    dt_game_effect_on *effect_on;
    int n_factor;
    dt_game_factor *factor;  /* strongest first */
    int class_explained;     /* class whose indicator the factors explain */
    dt_estimate full_regret; /* of a reduced game: greatest gain of one player of the full game from leaving
                                the first equilibrium; NAN where it is mixed or nothing was reduced */
    int full_player;         /* that player */
    double best_regret;      /* least relative regret of any profile, of the best candidate */
    int64_t best_profile;
} dt_game_result;

/** Plays a game: simulates, tests, solves. `*out` is to be freed with dt_game_result_free. DT_INPUT for a
 * game that is too large (with its size), DT_MEMBERS_FAILED if a profile has no finite payoff, DT_INTERRUPTED
 * after a stop (what was finished stands in the file). */
dt_status dt_game_play(const dt_game *game, const dt_simulator *simulator, const dt_game_options *options,
                       dt_game_result **out, dt_diagnostics *diagnostics);
void dt_game_result_free(dt_game_result *result);
/** Payoff of a member in a profile, of a reduced player; NAN where it was not simulated or failed. Kept from
 * the play. */
double dt_game_member(const dt_game_result *result, int64_t profile, int player, int64_t member);

/* ---- class map ---- */

/** Options of dt_game_map_make. */
typedef struct dt_game_map_options {
    int n_x, n_y;     /* points; 0: 40 */
    int64_t members;  /* most of a point; 0: 500 */
    double certainty; /* sampling of a point ends when its leading class is known with it; 0: 0.95 */
    int is_full;      /* 1: every point is simulated, with all members */
    int threads;
    void (*progress)(void *context, const dt_progress *progress);
    void *context;
    const volatile int *stop;
} dt_game_map_options;
dt_game_map_options dt_game_map_defaults(void);

/** A point of the map. */
typedef struct dt_game_map_point {
    double x, y;
    int leading;      /* class that most members have; -1: not reached before an interruption */
    int is_simulated; /* 0: inferred from its neighbours, which agree */
    int64_t members;
    float share[DT_GAME_CLASSES];
    float cooperation; /* share of members in which mutual cooperation is an equilibrium */
} dt_game_map_point;

/** The map; made and freed by the functions below. */
typedef struct dt_game_map {
    dt_game_lever axis[2];
    int n_x, n_y;
    dt_game_map_point *point; /* [y * n_x + x] */
    int64_t runs, full_runs;  /* made, and what all points with all members would have taken */
    int n_simulated;
    double seconds;
} dt_game_map;

/** Classes of the first face over the two levers of the game's map, from coarse to fine. The axes are
 * evenly spaced from `from` to `to`. After a stop DT_INTERRUPTED, and `*out` holds what was finished. */
dt_status dt_game_map_make(const dt_game *game, const dt_simulator *simulator,
                           const dt_game_map_options *options, dt_game_map **out,
                           dt_diagnostics *diagnostics);
void dt_game_map_free(dt_game_map *map);

/* ---- treaty design ---- */

/** Options of dt_game_design_make. */
typedef struct dt_game_design_options {
    int n_point;     /* points of the space of levers; 0: 64 */
    int64_t members; /* of each point; 0: 100 */
    int threads;
    void (*progress)(void *context, const dt_progress *progress);
    void *context;
    const volatile int *stop;
} dt_game_design_options;
dt_game_design_options dt_game_design_defaults(void);

/** A treaty: values of the levers, and what it brings. */
typedef struct dt_game_treaty {
    double level[DT_GAME_LEVERS];
    double cost;
    dt_estimate share;    /* members in which mutual restraint is an equilibrium */
    dt_estimate gain;     /* least mean gain of a player from keeping to it, t interval */
    int weakest;          /* that player */
    dt_estimate better;   /* members in which all players prefer it to nobody's restraint */
    dt_estimate dominant; /* members in which restraint is a best reply to everything */
    dt_estimate aim;      /* least mean of the aim's field of a player under mutual restraint; NAN */
} dt_game_treaty;

/** Stable coalitions of a size: no member gains by leaving, nobody outside by joining. */
typedef struct dt_game_coalition {
    int size;
    dt_estimate share; /* members that have a stable coalition of the size */
    int of_means;      /* 1: the game of means has one */
} dt_game_coalition;

/** What a search for treaties found; made and freed by the functions below. */
typedef struct dt_game_design_result {
    int n_lever, n_point;
    dt_game_lever lever[DT_GAME_LEVERS];
    dt_game_treaty *point;              /* as sampled; the first is the status quo, the last the strictest */
    int n_region;                       /* points at which restraint is an equilibrium of the means */
    int n_aim;                          /* points that reach the game's aim; all if it has none */
    int n_both;                         /* points at which both is so */
    double correlation[DT_GAME_LEVERS]; /* rank correlation of each lever with the share */
    int has[3];                 /* whether there is a treaty: of means, in 80% and in 95% of members */
    int has_robust;             /* whether a point reaches the aim */
    dt_game_treaty robust;      /* of those, the one at which restraint is an equilibrium in most members */
    dt_game_treaty cheapest[3]; /* the one of least cost that was found */
    int n_coalition;
    dt_game_coalition *coalition; /* at the treaty of means, or at the strictest if there is none */
    int n_threshold;
    dt_game_treaty *threshold; /* that treaty at entry thresholds; level[0] holds the threshold */
    char threshold_key[96];
    int64_t members, runs;
    double seconds;
} dt_game_design_result;

/** Looks for treaties under which the players' mutual restraint is an equilibrium. */
dt_status dt_game_design_make(const dt_game *game, const dt_simulator *simulator,
                              const dt_game_design_options *options, dt_game_design_result **out,
                              dt_diagnostics *diagnostics);
void dt_game_design_free(dt_game_design_result *design);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
