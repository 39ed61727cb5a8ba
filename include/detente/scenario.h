/* Scenarios: what a user assumes, and the immutable case that a scenario and a world make together.
 *
 * A scenario may be changed until a case is built from it; a case never changes and is shared by threads. */
#ifndef DETENTE_SCENARIO_H
#define DETENTE_SCENARIO_H

#include <stdint.h>

#include "detente/param.h"
#include "detente/status.h"
#include "detente/world.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_scenario dt_scenario;
typedef struct dt_case dt_case;

/** Reads a scenario file with everything it extends, checks names, types and ranges against the parameter
 * tables, and reports all findings at once. `*out` is the caller's, to be freed with dt_scenario_free. DT_IO
 * if a file cannot be read, DT_INPUT if one is not valid. */
dt_status dt_scenario_load(const char *path, dt_scenario **out, dt_diagnostics *diagnostics);
/** Like dt_scenario_load, from text in memory; `name` stands for the file in messages, `folder` is where
 * `extends` looks. */
dt_status dt_scenario_parse(const char *text, size_t length, const char *name, const char *folder,
                            dt_scenario **out, dt_diagnostics *diagnostics);
/** Frees a scenario; NULL is allowed. */
void dt_scenario_free(dt_scenario *scenario);

/** Sets one key as `--set key=value` does: "seed", "members", "end", "parameters.NAME", "NAME", "NAME.STATE",
 * "NAME.TECH"; the value is YAML ("0.3", "{triangular: [1, 2, 3]}"). Typed and range-checked. */
dt_status dt_scenario_set(dt_scenario *scenario, const char *key, const char *value,
                          dt_diagnostics *diagnostics);

/** What a scenario stands for. */
typedef enum dt_scenario_kind {
    DT_SCENARIO_POLICY, /* somebody can choose it (the default) */
    DT_SCENARIO_WORLD   /* another world or an event: nobody can */
} dt_scenario_kind;
/** Plain facts of a scenario; borrowed strings live as long as the scenario. */
typedef struct dt_scenario_info {
    const char *name;              /* file name without folder and ending, unless `name:` says otherwise */
    const char *text;              /* what it assumes, in sentences */
    int start_year, start_quarter; /* quarter 1..4 */
    int end_year, end_quarter;     /* last quarter that is simulated */
    double step;                   /* yr, default 0.25 */
    uint64_t seed;
    int64_t members; /* default size of an ensemble */
    int n_group;     /* groups or states that are reported */
    dt_scenario_kind kind;
} dt_scenario_info;
dt_scenario_info dt_scenario_describe(const dt_scenario *scenario);
/** Name of a reported group, 0 <= index < n_group: "USA", "EU", ...; NULL outside. */
const char *dt_scenario_group(const dt_scenario *scenario, int index);
/** Outputs that are wanted in the outcomes: their number (all unless `outputs:` lists some), and the index
 * for dt_output_at of one; -1 outside. */
int dt_scenario_output_count(const dt_scenario *scenario);
int dt_scenario_output(const dt_scenario *scenario, int index);
/** Replaces the reported groups by a comma-separated list of groups and ISO codes; they are checked when the
 * case is built. */
dt_status dt_scenario_set_groups(dt_scenario *scenario, const char *list);
/** Writes the scenario in canonical form (everything that can change a result, in fixed order) into a new
 * string that the caller frees with dt_free. */
dt_status dt_scenario_canonical(const dt_scenario *scenario, char **text);
/** Frees memory that the library handed over; NULL is allowed. */
void dt_free(void *memory);

/** Makes the immutable case from a world (borrowed during the call only, and only read) and a scenario. The
 * world must have been loaded for the year before the scenario's start. Names of states and groups, and
 * ranges of what the world supplies, are checked here. `*out` is the caller's, to be freed with dt_case_free.
 */
dt_status dt_case_build(const dt_world *world, const dt_scenario *scenario, dt_case **out,
                        dt_diagnostics *diagnostics);
/** Frees a case; NULL is allowed. */
void dt_case_free(dt_case *c);

/** Number of states. */
int dt_case_state_count(const dt_case *c);
/** ISO 3166 code and name of a state; NULL outside. */
const char *dt_case_state_iso3(const dt_case *c, int state);
const char *dt_case_state_name(const dt_case *c, int state);
/** Number of steps, and the length of one in years. */
int dt_case_step_count(const dt_case *c);
double dt_case_dt(const dt_case *c);
/** Seed of the random generator, and the default number of members. */
uint64_t dt_case_seed(const dt_case *c);
int64_t dt_case_members(const dt_case *c);
/** Time at the end of `step` steps in years, for example 2026.25 after the first step of a run that starts in
 * 2026-Q1. */
double dt_case_time(const dt_case *c, int step);
/** Groups that are reported: number, name, and whether a state belongs to one. */
int dt_case_group_count(const dt_case *c);
const char *dt_case_group_name(const dt_case *c, int group);
int dt_case_in_group(const dt_case *c, int group, int state);
/** 128-bit hash of everything that can change a result, seed included, number of members not. */
void dt_case_hash(const dt_case *c, unsigned char hash[16]);

/** An uncertain factor: one number in (0,1) per member that a design or the random generator supplies.
 * Parameters of shape STATE have one factor per data group; correlated parameters have their own factors,
 * made dependent by a Gaussian copula. */
typedef struct dt_factor_info {
    const char *name; /* "algorithm_growth", "learning_rate.solar", "connection_rate.USA" */
    int param;        /* index for dt_param_at; -1 for the output of a maker of accelerators */
    int index;        /* technology or data group; 0 for shape WORLD */
} dt_factor_info;
int dt_case_factor_count(const dt_case *c);
const dt_factor_info *dt_case_factor(const dt_case *c, int factor);
/** Draws the factors of `member` by plain Monte Carlo: u[dt_case_factor_count], each in (0,1). Depends on
 * seed and member only. */
void dt_case_draw(const dt_case *c, uint64_t member, double *u);

/** One assumption in force, for the table of assumptions: parameter, distribution and where it comes from. */
typedef struct dt_assumption {
    const dt_param_info *param;
    const char *key; /* "algorithm_growth", "learning_rate.solar", "connection_rate.USA" */
    dt_dist_kind kind;
    double a, b, c, low, high;
    int is_changed; /* 1: the scenario sets it */
    const char *source;
} dt_assumption;
int dt_case_assumption_count(const dt_case *c);
dt_assumption dt_case_assumption(const dt_case *c, int index);

/** Value of an assumption's distribution (of any kind but DT_DIST_DISCRETE) at probability u in (0,1). */
double dt_dist_quantile(const dt_assumption *assumption, double u);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
