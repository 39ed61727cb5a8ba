/* Calibration by history matching: how well each member of an ensemble agrees with what happened.
 *
 * The members of a scenario are begun in an earlier year (backtest.h). Each target is a series in a group of
 * states: the mean over states and years of the logarithm of modelled over observed. Its implausibility is
 * its size over the root of the variances of observation and of the model's own discrepancy (Vernon,
 * Goldstein and Bower 2010, Bayesian Anal. 5:619). Members beyond a cutoff are implausible; the others have a
 * weight, the likelihood of their targets under a normal error of these variances. */
#ifndef DETENTE_CALIBRATE_H
#define DETENTE_CALIBRATE_H

#include <stdint.h>

#include "detente/scenario.h"
#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** One number that was observed, and what every member has for it. */
typedef struct dt_target {
    const double *value; /* NAN: the member failed */
    double observed;
    double variance; /* of observation and discrepancy together, > 0 */
} dt_target;

/** Members judged by targets; made by dt_plausibility_make, freed by dt_plausibility_clear. */
typedef struct dt_plausibility {
    int64_t members, n_plausible, n_failed;
    double effective;       /* members that weigh as much, (sum w)^2 / sum w^2 (Kish 1965) */
    double *implausibility; /* the greatest over targets; NAN for a failed member */
    double *weight;         /* sum 1; 0 where implausible or failed */
} dt_plausibility;
/** Judges members. DT_NO_SOLUTION if none is plausible: the numbers are made all the same, weights all 0. */
dt_status dt_plausibility_make(const dt_target *target, int n_target, int64_t members, double cutoff,
                               dt_plausibility *out);
/** Frees what it holds. */
void dt_plausibility_clear(dt_plausibility *plausibility);

/** Quantile p of n values with weights >= 0: the value at which the weights below, with half of its own,
 * reach p of all, linear in between. Values that are not finite are left out. NAN where nothing weighs. */
double dt_weighted_quantile(const double *value, const double *weight, int64_t n, double p);

/** Options of dt_calibrate. */
typedef struct dt_calibrate_options {
    int64_t members;
    int threads;        /* 0: one per core */
    double cutoff;      /* greatest implausibility; 0: 3 (Pukelsheim 1994) */
    double observation; /* standard deviation of a target's observation, logarithm; 0: 0.02 */
    double discrepancy; /* of the model's; 0: from the back-test itself */
} dt_calibrate_options;

/** A target of a calibration. */
typedef struct dt_calibrate_target {
    char name[64];        /* "solar_capacity, EU" */
    int n_point;          /* states times years */
    double p10, p50, p90; /* over members: log of modelled over observed */
    double weighted_p10, weighted_p50, weighted_p90;
    double sd; /* of observation and discrepancy */
} dt_calibrate_target;

/** A calibration; made by dt_calibrate, freed by dt_calibration_clear. */
typedef struct dt_calibration {
    int n_target;
    dt_calibrate_target *target;
    dt_plausibility plausibility;
} dt_calibration;

/** Judges the first members of a scenario (those of independent draws) by the back-test on the tables in a
 * folder. The discrepancy that is estimated is, for each series, the root mean square over groups of the
 * median member's error: what the middle of the ranges does not explain. Part of that error is due to
 * parameters, so that it is rather too wide. DT_NO_SOLUTION (reported) if no member is plausible; `out` is
 * then made. */
dt_status dt_calibrate(const char *data_dir, const dt_scenario *scenario, const dt_calibrate_options *options,
                       dt_calibration *out, dt_diagnostics *diagnostics);
/** Frees what it holds. */
void dt_calibration_clear(dt_calibration *calibration);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
