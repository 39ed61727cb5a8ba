/* Hindcasts: yearly values of some outputs for every state and member of a case. */
#ifndef DT_ANALYSIS_HINDCAST_H
#define DT_ANALYSIS_HINDCAST_H

#include <stdint.h>

#include "detente/race.h"
#include "detente/scenario.h"

/* What is collected of an output. */
typedef struct dt_hindcast_series {
    int output;
    int is_flow;  /* 1: a rate, of which the mean over the year counts; 0: the value at the end of the year */
    int is_world; /* 1: the sum over states, kept at state 0 */
} dt_hindcast_series;

typedef struct dt_hindcast {
    int n_series, n_state, n_year;
    int first_year;
    int64_t members;
    const dt_hindcast_series *series; /* n_series, borrowed */
    double *value;                    /* [n_series][n_state][n_year][members]; a failed member holds NAN */
} dt_hindcast;

/* Runs `members` members of a case that starts in the first quarter of a year. The shape is in *h but for
 * value, which is to be freed with free. */
dt_status dt_hindcast_run(const dt_case *c, int threads, dt_hindcast *h);

/* The members of one series, state and year. */
double *dt_hindcast_sample(const dt_hindcast *h, int series, int state, int year);

#endif
