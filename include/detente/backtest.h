/* Back-tests: the model started in an earlier year, against what happened. */
#ifndef DETENTE_BACKTEST_H
#define DETENTE_BACKTEST_H

#include "detente/ensemble.h"
#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_backtest dt_backtest;

/** Score of one observed series over all its states and years. Lower is better but for coverage, which should
 * be 0.8. */
typedef struct dt_backtest_score {
    const char
        *series; /* "solar_capacity", "wind_capacity", "generation", "accelerators", "frontier_compute" */
    const char *unit;
    int start_year, n_state, n_point;
    double coverage_80;      /* share of observations inside the 10-90% band */
    double crps;             /* mean continuous ranked probability score of the logarithm of the value */
    double crps_persistence; /* the same for "nothing changes" */
    double crps_trend;       /* the same for "the last five years' growth goes on" */
} dt_backtest_score;

/** One predicted point beside what was observed. */
typedef struct dt_backtest_point {
    const char *series;
    const char *iso3;
    int year;
    double observed, p10, p50, p90, persistence, trend;
} dt_backtest_point;

/** Options of dt_backtest_run. */
typedef struct dt_backtest_options {
    int64_t members; /* default 400 */
    int threads;     /* 0: one per core */
    /* Nullable: receives each point before its quantiles are known, with what every member has there, NAN
     * where it failed. */
    void (*each)(void *context, const dt_backtest_point *point, const double *value);
    void *context;
} dt_backtest_options;
dt_backtest_options dt_backtest_defaults(void);

/** Runs the back-tests of a scenario on the world tables in `data_dir`. A series without
 * observations is left out with a warning; DT_MEMBERS_FAILED if all members of a start fail. `*out` is to be
 * freed with dt_backtest_free. */
dt_status dt_backtest_run(const char *data_dir, const dt_scenario *scenario,
                          const dt_backtest_options *options, dt_backtest **out, dt_diagnostics *diagnostics);
/** Frees a back-test; NULL is allowed. */
void dt_backtest_free(dt_backtest *backtest);
int dt_backtest_score_count(const dt_backtest *backtest);
dt_backtest_score dt_backtest_score_at(const dt_backtest *backtest, int index);
int dt_backtest_point_count(const dt_backtest *backtest);
dt_backtest_point dt_backtest_point_at(const dt_backtest *backtest, int index);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
