/* Votes, signatures and features as tables give them.
 *
 * Data never change after they were read. A state's index is its place in the alphabet of ISO codes. */
#ifndef DT_PARTICIPATION_DATA_H
#define DT_PARTICIPATION_DATA_H

#include "detente/treaty.h"

enum { MAX_INSTRUMENT = 256 };

/* Fields of features.csv. */
enum dt_treaty_field {
    FIELD_REGION,
    FIELD_SUBREGION,
    FIELD_IDEAL_POINT,
    FIELD_GDP,
    FIELD_POPULATION,
    FIELD_AI_MODELS,
    FIELD_NATO,
    FIELD_EU,
    FIELD_NAM,
    FIELD_NUCLEAR_ARMED,
    FIELD_ALLY_US,
    FIELD_ALLY_US_CORE,
    FIELD_ALLY_CN,
    FIELD_ALLY_RU,
    FIELD_FIVE_EYES,
    FIELD_CSTO,
    FIELD_SCO,
    FIELD_OECD,
    FIELD_COUNCIL_OF_EUROPE,
    FIELD_ARAB_LEAGUE,
    N_FIELD
};

/* What a state did. */
enum dt_treaty_act {
    ACT_NONE = -1, /* no row */
    ACT_YES,
    ACT_NO,
    ACT_ABSTAIN,
    ACT_ABSENT,
    ACT_SIGNED,
    ACT_ATTENDED,
    ACT_OUTSIDE,
    ACT_UNKNOWN,
    N_ACT
};

struct dt_instrument {
    char key[DT_TREATY_NAME];
    dt_treaty_text text; /* attending: who took part; signed_count: yes or signed */
    int known;           /* yyyymmdd from which the outcomes are known */
    int is_fit;
    int line; /* in instruments.csv */
};

struct dt_point {
    short state, field, year;
    double value;
};

struct dt_treaty_data {
    int n_state, n_instrument, n_point;
    char (*code)[4];
    struct dt_point *point; /* sorted by state, field, year */
    int *first;             /* n_state * N_FIELD + 1: first point of each */
    struct dt_instrument *instrument;
    signed char *y, *act;          /* n_instrument rows of n_state */
    double *tie;                   /* n_state rows of n_state, symmetric */
    char file[DT_DIAGNOSTIC_TEXT]; /* instruments.csv, for messages */
};

/* Value that holds in `year`: of the newest row not after it, or the oldest row; `otherwise` without rows. */
double dt_treaty_value(const dt_treaty_data *data, int state, int field, int year, double otherwise);

/* Reads "2026-02-05" as 20260205; -1 if it is no date. */
int dt_treaty_date(const char *text);

/* Whether a text belongs to the group of another: votes on AI, other votes, signatures on AI, other treaties.
 */
int dt_treaty_group(const dt_treaty_text *text);

/* data_votes.c: the second half of the reading. */
dt_status dt_treaty_read_votes(const char *dir, dt_treaty_data *data, dt_diagnostics *diagnostics);
dt_status dt_treaty_read_ties(const char *dir, dt_treaty_data *data, dt_diagnostics *diagnostics);

#endif
