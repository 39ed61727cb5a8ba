/* Policies: which settings of levers are good for several aims at once, over many futures.
 *
 * A policy is a point: a value for each lever. It is judged by running a scenario with the levers set on the
 * same members (the same factors, the same shocks) as every other policy, and by statistics of their
 * outcomes. */
#ifndef DETENTE_POLICY_H
#define DETENTE_POLICY_H

#include <stdint.h>

#include "detente/ensemble.h"
#include "detente/scenario.h"
#include "detente/search.h"
#include "detente/world.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Most levers. */
enum { DT_POLICY_LEVERS = 64 };

/** A lever: a key as dt_scenario_set takes it, and its range. */
typedef struct dt_policy_lever {
    char key[96];
    double low, high;
} dt_policy_lever;

/** What of an outcome over members counts. */
typedef enum dt_policy_statistic {
    DT_POLICY_MEAN,
    DT_POLICY_QUANTILE, /* at `parameter`, type 7 */
    DT_POLICY_ABOVE,    /* share of members above `parameter` */
    DT_POLICY_BELOW
} dt_policy_statistic;

/** An aim. */
typedef struct dt_policy_objective {
    char outcome[64]; /* as dt_summary_outcome_name */
    int is_max;       /* 1: much is good */
    double
        epsilon; /* differences below it are not worth a point; 0: a hundredth of the value without levers */
    dt_policy_statistic statistic;
    double parameter;
} dt_policy_objective;

/** Reads "KEY:LOW:HIGH", and "OUTCOME:min|max[:EPSILON][:mean|pNN|share>X|share<X]". DT_INPUT if it is not
 * one. */
dt_status dt_policy_read_lever(const char *text, dt_policy_lever *out);
dt_status dt_policy_read_objective(const char *text, dt_policy_objective *out);

/** A problem; all borrowed. */
typedef struct dt_policy_problem {
    const dt_world *world;
    const dt_scenario *scenario;
    int n_lever, n_objective;
    const dt_policy_lever *lever;
    const dt_policy_objective *objective;
    int64_t members;
} dt_policy_problem;

/** Judges one policy: value[n_lever] as the levers are set, objective[n_objective] in their own sign and
 * unit. NULL for value: the scenario as it is. Members that fail are left out. DT_INPUT for a lever that
 * cannot be set so or an outcome that the scenario does not have; DT_MEMBERS_FAILED if all members fail. Runs
 * in the thread of the caller. */
dt_status dt_policy_judge(const dt_policy_problem *problem, const double *value, double *objective,
                          dt_diagnostics *diagnostics);

/** Options of dt_policy_search. */
typedef struct dt_policy_options {
    int64_t evaluations; /* policies to judge; the generation that reaches it is finished */
    int population;      /* of the first generation; 0: 32 */
    uint64_t seed;
    int threads;        /* 0: one per core */
    const char *folder; /* the state is saved there after each generation, whole; NULL: nowhere */
    int is_resumed;     /* 1: goes on from the state in the folder, to what it would have been without
                           interruption */
    void (*progress)(void *context, const dt_progress *progress); /* nullable; counts members */
    void *context;
    const volatile int *stop; /* nullable: when it becomes 1, the generation in flight is given up */
} dt_policy_options;

/** Searches for policies that no other beats in all aims. `*out` is to be freed with dt_search_free; also
 * made, of whole generations, when the status is DT_INTERRUPTED. DT_MISMATCH if the state in the folder is of
 * another problem, DT_IO if it is damaged or cannot be written. */
dt_status dt_policy_search(const dt_policy_problem *problem, const dt_policy_options *options,
                           dt_search **out, dt_diagnostics *diagnostics);
/** Policy `index` of an archive: values of the levers, and objectives in their own sign. */
void dt_policy_at(const dt_policy_problem *problem, const dt_search *search, int index, double *value,
                  double *objective);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
