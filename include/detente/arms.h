/* Arms races of the past: Richardson's equation fitted to a part of each, against what happened after. */
#ifndef DETENTE_ARMS_H
#define DETENTE_ARMS_H

#include <stdint.h>

#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** What the sides of a race share in a fit. */
typedef enum dt_arms_form {
    DT_ARMS_MODEL,    /* one reaction and one fatigue for both sides, as in the model */
    DT_ARMS_TEXTBOOK, /* each side has its own: Richardson's six numbers */
    DT_ARMS_POOLED,   /* one reaction and one fatigue for all races */
    DT_ARMS_ALONE,    /* one fatigue for all races, no reaction: what reaction is worth */
    DT_N_ARMS_FORM
} dt_arms_form;
/** "model", "textbook", "pooled" or "alone"; NULL outside. Static storage. */
const char *dt_arms_form_name(dt_arms_form form);

typedef struct dt_arms dt_arms;

/** Options of dt_arms_run. */
typedef struct dt_arms_options {
    int members;   /* of each forecast; default 1000, at least 20 */
    uint64_t seed; /* default 1 */
} dt_arms_options;
dt_arms_options dt_arms_defaults(void);

/** A parameter with its standard error. */
typedef struct dt_arms_estimate {
    double value, error;
} dt_arms_estimate;

/** Scores over the years that were kept from the fit, of the logarithm. Lower is better but for coverage,
 * which should be 0.8. */
typedef struct dt_arms_score {
    double rmse, crps, coverage_80;
} dt_arms_score;

/** One fit of one race and its scores. Spending is in units of its mean in the fitted years. */
typedef struct dt_arms_result {
    const char *race; /* of arms_races.csv; "all" for the mean over races */
    const char *side[2];
    dt_arms_form form;
    int first_year, last_fit_year, last_year;
    int n_observation, n_parameter;
    dt_arms_estimate reaction[2], fatigue[2], drive[2]; /* 1/yr */
    double noise;                                       /* standard deviation of the logarithm in a year */
    double growth;   /* largest real part of an eigenvalue, 1/yr; stable below 0 */
    double p_stable; /* probability of that, given the errors of the parameters */
    int n_point;     /* sides times years that were predicted */
    dt_arms_score richardson;
    dt_arms_score persistence, trend; /* points, so their coverage is 0 */
    dt_arms_score walk;               /* random walk with drift */
} dt_arms_result;

/** One predicted value beside what was observed, in the unit of the table. */
typedef struct dt_arms_point {
    const char *race, *side;
    dt_arms_form form;
    int year;
    double observed, p10, p50, p90, persistence, trend, walk;
} dt_arms_point;

/** Fits every race of arms_races.csv in `data_dir` on its first two thirds, in each form, and scores what is
 * predicted of the rest. A race that a form cannot be fitted to is left out of that form with a warning.
 * `*out` is to be freed with dt_arms_free. */
dt_status dt_arms_run(const char *data_dir, const dt_arms_options *options, dt_arms **out,
                      dt_diagnostics *diagnostics);
/** Frees the results; NULL is allowed. */
void dt_arms_free(dt_arms *arms);
/** Results form by form; the last of each form is the mean over its races. */
int dt_arms_result_count(const dt_arms *arms);
dt_arms_result dt_arms_result_at(const dt_arms *arms, int index);
int dt_arms_point_count(const dt_arms *arms);
dt_arms_point dt_arms_point_at(const dt_arms *arms, int index);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
