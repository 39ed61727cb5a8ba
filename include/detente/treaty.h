/* Treaties: who votes for, signs or joins a text, estimated from real votes and signatures.
 *
 * dt_treaty_data holds instruments (texts with attributes), outcomes by state, features of states and their
 * ties, read from instruments.csv, votes.csv, features.csv and ties.csv. dt_treaty_fit holds coefficients
 * with their covariance, estimated from data or read from a table. A prediction plays the estimated game for
 * a text: each state's log-odds are features of the state, the text and both, plus what its network is
 * expected to do. Objects are created by the caller and freed with the function named; texts and options are
 * plain values. */
#ifndef DETENTE_TREATY_H
#define DETENTE_TREATY_H

#include "detente/status.h"
#include "detente/world.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_treaty_data dt_treaty_data;
typedef struct dt_treaty_fit dt_treaty_fit;
typedef struct dt_treaty_prediction dt_treaty_prediction;
typedef struct dt_treaty_backtest dt_treaty_backtest;

/** Bytes of a name with its end; most states. */
enum { DT_TREATY_NAME = 96, DT_TREATY_STATES = 256 };

/** What kind of act a text asks for. */
typedef enum dt_treaty_kind {
    DT_TREATY_VOTE,
    DT_TREATY_DECLARATION, /* open to all, signed or endorsed */
    DT_TREATY_SPONSORS,    /* a list of states that put a text forward */
    DT_TREATY_CONVENTION,  /* to be signed and ratified */
    DT_TREATY_KIND_COUNT
} dt_treaty_kind;

/** Who drives a text. */
typedef enum dt_treaty_sponsor {
    DT_SPONSOR_WEST,
    DT_SPONSOR_EAST,
    DT_SPONSOR_NONALIGNED,
    DT_SPONSOR_HUMANITARIAN,
    DT_SPONSOR_MIXED,
    DT_SPONSOR_COUNT
} dt_treaty_sponsor;

/** Name of a kind or sponsor as tables and files write it; NULL outside. */
const char *dt_treaty_kind_name(int kind);
const char *dt_treaty_sponsor_name(int sponsor);

/** What a text asks. */
typedef struct dt_treaty_text {
    char name[DT_TREATY_NAME];
    char topic[DT_TREATY_NAME]; /* "ai", "nuclear", "mines", ...: a word of instruments.csv, or any other */
    int date;                   /* yyyymmdd; only outcomes known before it are used */
    int kind, sponsor;
    int binding;                           /* 0 or 1 */
    int verification;                      /* 0 none, 1 reporting, 2 on-site by consent, 3 inspectorate */
    int military_ai;                       /* 0 or 1 */
    double years;                          /* for which it is open when signatures are counted; 0: one day */
    int attending;                         /* delegations at the conference; 0: not known */
    int signed_count;                      /* observed signatures, for comparison; -1: not known */
    signed char present[DT_TREATY_STATES]; /* by state: 1 known to have attended */
    signed char outcome[DT_TREATY_STATES]; /* by state: 1 signed, 0 attended without signing, -1 not known;
                                              for comparison only, never used in a prediction */
} dt_treaty_text;

/** A declaration of today with nothing else known. */
dt_treaty_text dt_treaty_text_defaults(void);
/** Reads a text from a YAML file; docs/treaty.md lists the keys. All findings are reported with their place.
 */
dt_status dt_treaty_text_load(const char *path, const dt_treaty_data *data, dt_treaty_text *text,
                              dt_diagnostics *diagnostics);

/** Reads the tables in folder `dir`. `*out` is to be freed with dt_treaty_data_free. DT_IO if a table cannot
 * be read, DT_INPUT if one is not valid. */
dt_status dt_treaty_data_load(const char *dir, dt_treaty_data **out, dt_diagnostics *diagnostics);
/** Frees data; NULL is allowed. */
void dt_treaty_data_free(dt_treaty_data *data);
/** States, by index: their number, the ISO code of one (NULL outside), the index of a code (-1: none). */
int dt_treaty_state_count(const dt_treaty_data *data);
const char *dt_treaty_state_code(const dt_treaty_data *data, int state);
int dt_treaty_state_find(const dt_treaty_data *data, const char *iso3);
/** Instruments, by index: their number, the key and the text of one. NULL outside. */
int dt_treaty_instrument_count(const dt_treaty_data *data);
const char *dt_treaty_instrument_key(const dt_treaty_data *data, int instrument);
const dt_treaty_text *dt_treaty_instrument_text(const dt_treaty_data *data, int instrument);
/** Outcome of a state: 1 yes, signed or joined, 0 not, -1 no choice was seen. */
int dt_treaty_outcome(const dt_treaty_data *data, int instrument, int state);

/** Options of an estimation. */
typedef struct dt_treaty_options {
    double ridge; /* multiplies the penalties of features; 0: chosen by leaving instruments out */
} dt_treaty_options;
dt_treaty_options dt_treaty_defaults(void);

/** Estimates the coefficients from all instruments with fit = 1. `*out` is to be freed with
 * dt_treaty_fit_free. DT_INPUT if an instrument has one outcome only, DT_NO_SOLUTION if no maximum is found.
 */
dt_status dt_treaty_estimate(const dt_treaty_data *data, const dt_treaty_options *options,
                             dt_treaty_fit **out, dt_diagnostics *diagnostics);
/** Reads coefficients from a table that dt_treaty_fit_save wrote. */
dt_status dt_treaty_fit_load(const char *path, dt_treaty_fit **out, dt_diagnostics *diagnostics);
/** Writes coefficients, standard errors and the factor of their covariance. */
dt_status dt_treaty_fit_save(const dt_treaty_fit *fit, const char *path, dt_diagnostics *diagnostics);
/** Frees a fit; NULL is allowed. */
void dt_treaty_fit_free(dt_treaty_fit *fit);

/** One coefficient. */
typedef struct dt_treaty_term {
    char name[DT_TREATY_NAME]; /* "nato", "west:ideal_point", "past_topic", "neighbours" */
    double value;              /* log-odds per unit of the feature */
    double se;                 /* from the information */
    double se_clustered;       /* with instruments as clusters */
} dt_treaty_term;
/** Number of coefficients, the last being that of the network; and one of them. */
int dt_treaty_term_count(void);
dt_treaty_term dt_treaty_term_at(const dt_treaty_fit *fit, int term);

/** What an estimation found. */
typedef struct dt_treaty_summary {
    int n_instrument, n_outcome;
    double ridge, log_likelihood;
    double level_variance; /* of the texts that were seen */
    double level_spread;   /* variance of the level of a text that was not seen, from texts left out */
    double gamma;          /* coefficient of the network */
    double contraction;    /* gamma / 4: below 1 the equilibrium is unique */
} dt_treaty_summary;
dt_treaty_summary dt_treaty_fit_summary(const dt_treaty_fit *fit);

/** One coefficient vector (dt_treaty_term_count numbers) drawn from the estimate's normal approximation;
 * equal seed and member give equal bits. */
void dt_treaty_draw(const dt_treaty_fit *fit, unsigned long long seed, unsigned long long member,
                    double *theta);

/** How much the data say about a text: instruments to learn from that have each of its attributes. */
typedef struct dt_treaty_support {
    int theme;        /* of the same topic, and on military AI if the text is */
    int binding;      /* that bind as it does */
    int verification; /* verified at least as well */
    int sponsor;      /* driven by the same states */
    int alike;        /* all of that at once; 0: the prediction is an extrapolation */
} dt_treaty_support;
dt_treaty_support dt_treaty_support_of(const dt_treaty_data *data, const dt_treaty_text *text);

/** Tells a world, before it is shared, how states sign texts on military AI, as the fit says and with what
 * was known when the world's year ended. Cases that are built from the world draw from it. */
dt_status dt_treaty_incline(const dt_treaty_fit *fit, const dt_treaty_data *data, dt_world *world);
/** The same from the tables in folder `dir`, participation_coefficients.csv among them. */
dt_status dt_treaty_inform(dt_world *world, const char *dir, dt_diagnostics *diagnostics);

/** Plays the game for a text. `*out` is to be freed with dt_treaty_prediction_free. */
dt_status dt_treaty_predict(const dt_treaty_fit *fit, const dt_treaty_data *data, const dt_treaty_text *text,
                            dt_treaty_prediction **out);
/** Frees a prediction; NULL is allowed. */
void dt_treaty_prediction_free(dt_treaty_prediction *prediction);

/** What is predicted for one state. */
typedef struct dt_treaty_state {
    const char *iso3;
    double signs;            /* probability of signing, then or later, over the level of the text */
    double low, high;        /* 10 and 90 per cent, over coefficients and level */
    double attends;          /* probability of taking part; 1 if known to attend */
    double signs_if_attends; /* probability given that it takes part */
    double log_odds;         /* at the middle level */
    double neighbours;       /* part of the log-odds that the network adds */
} dt_treaty_state;
dt_treaty_state dt_treaty_prediction_state(const dt_treaty_prediction *prediction, int state);

/** Totals of a prediction. */
typedef struct dt_treaty_total {
    double expected, low, high; /* number of states that sign; 10 and 90 per cent */
    double expected_known;      /* of the delegations at the conference, where their number is known */
    int n_equilibrium;          /* at the middle level */
    double equilibrium[16];     /* expected numbers in each, ascending */
    int is_stable[16];
} dt_treaty_total;
dt_treaty_total dt_treaty_prediction_total(const dt_treaty_prediction *prediction);

/** Why: number of reasons, the name of one, and how much it moves a state's log-odds from the mean of all
 * states (reason "text": from even odds, the same for all states). */
int dt_treaty_reason_count(void);
const char *dt_treaty_reason_name(int reason);
double dt_treaty_prediction_reason(const dt_treaty_prediction *prediction, int state, int reason);

/** How much the probability of `other` rises when it becomes known that `state` signs instead of refuses; at
 * the middle level. 0 for a state itself. */
double dt_treaty_prediction_tips(const dt_treaty_prediction *prediction, int state, int other);

/** A goal of dt_treaty_design: a state's probability, or an expected number of states. */
typedef struct dt_treaty_goal {
    int state;          /* -1: none */
    double probability; /* to be reached by the state, for example 0.5 */
    double count;       /* expected number to be reached; 0: none */
} dt_treaty_goal;

/** A changed text and what it brings. */
typedef struct dt_treaty_change {
    dt_treaty_text text;
    int steps;      /* attributes changed; verification counts each of its levels */
    int is_reached; /* 1: the goal is reached */
    double probability, expected;
} dt_treaty_change;
/** Tries all texts with other kinds (votes excepted), sponsors, binding force and verification, and writes
 * the best to `change`: goals reached first, then the fewest steps, then the highest probability or number.
 * `*count` says how many there is room for, and then how many were written. */
dt_status dt_treaty_design(const dt_treaty_fit *fit, const dt_treaty_data *data, const dt_treaty_text *text,
                           const dt_treaty_goal *goal, dt_treaty_change *change, int *count);

/** Options of a back-test. */
typedef struct dt_treaty_test_options {
    double ridge;     /* 0: chosen anew inside every fold */
    int threads;      /* 0: one per core */
    const char *only; /* key of the one instrument to hold out; NULL: all */
} dt_treaty_test_options;
dt_treaty_test_options dt_treaty_test_defaults(void);

/** How the held-out outcomes may be used. */
typedef enum dt_treaty_scheme {
    DT_TREATY_LEAVE_ONE_OUT,  /* the others, whatever their date; past tendencies respect time */
    DT_TREATY_LEAVE_ANY_TIME, /* the same, with tendencies from texts of any date, as the published baselines
                               */
    DT_TREATY_FORWARD,        /* only what was known before the text's date */
    DT_TREATY_SCHEME_COUNT
} dt_treaty_scheme;
const char *dt_treaty_scheme_name(int scheme);

/** Methods that are scored. */
typedef enum dt_treaty_method {
    DT_METHOD_GAME,
    DT_METHOD_B0, /* mean share of the group */
    DT_METHOD_B1, /* state features */
    DT_METHOD_B2, /* and text attributes with their products */
    DT_METHOD_B3, /* and past tendency */
    DT_METHOD_COUNT
} dt_treaty_method;
const char *dt_treaty_method_name(int method);

/** Score of one instrument or the mean over all (instrument -1). */
typedef struct dt_treaty_score {
    int instrument, scheme, method;
    int n, n_instrument;
    double share, predicted;        /* observed and predicted share */
    double auc, brier, brier_known; /* brier_known: after one shift to the observed total */
} dt_treaty_score;

/** Runs the back-test. `*out` is to be freed with dt_treaty_backtest_free. */
dt_status dt_treaty_test(const dt_treaty_data *data, const dt_treaty_test_options *options,
                         dt_treaty_backtest **out, dt_diagnostics *diagnostics);
/** Frees a back-test; NULL is allowed. */
void dt_treaty_backtest_free(dt_treaty_backtest *backtest);
/** Number of scores, means first; and one. */
int dt_treaty_score_count(const dt_treaty_backtest *backtest);
dt_treaty_score dt_treaty_score_at(const dt_treaty_backtest *backtest, int index);

/** One tenth of the calibration curve of the game. */
typedef struct dt_treaty_decile {
    int n;
    double predicted, observed;
} dt_treaty_decile;
dt_treaty_decile dt_treaty_calibration(const dt_treaty_backtest *backtest, int scheme, int decile);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
