/* Analyses as JSON: what `detente sobol`, `morris`, `sensitivity`, `prim`, `regret` and `search`
 * print with --json. */
#ifndef DETENTE_ANALYSIS_REPORT_H
#define DETENTE_ANALYSIS_REPORT_H

#include <stdint.h>

#include "detente/policy.h"
#include "detente/scenario.h"
#include "detente/statistics.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** A factor and what was measured of it. */
typedef struct dt_measured {
    const char *factor;
    double order; /* larger stands first */
    dt_interval value, second;
} dt_measured;
/** Sorts by `order`; what is not a number stands last. */
void dt_measured_sort(dt_measured *row, int n);

/** What decides an outcome; all borrowed. */
typedef struct dt_measures {
    const char *what, *outcome;     /* schema "detente.<what>/1" */
    const char *head, *second_head; /* what value and second are; second_head is NULL if there is none */
    int64_t used, dropped;          /* members, or base points of a design */
    int64_t held;                   /* members of the folder, where it holds more than were read; else 0 */
    double effective;               /* members that weights are worth; 0 without */
    int n;
    const dt_measured *row;
} dt_measures;
/** `*text` is to be freed with dt_free. */
dt_status dt_report_measures(const dt_measures *measures, char **text);

/** In which cases an outcome happens; all borrowed. */
typedef struct dt_boxes {
    const dt_case *c; /* of the factors */
    const char *outcome;
    int members, of_interest;
    int64_t held;     /* members of the folder, where it holds more than were read; else 0 */
    double effective; /* members that weights are worth; 0 without */
    const dt_prim_boxes *found;
} dt_boxes;
/** Of every box the step that was chosen and the whole trajectory, with the limits of each step. `*text` is
 * to be freed with dt_free. */
dt_status dt_report_boxes(const dt_boxes *boxes, char **text);

/** How policies stand by one outcome; all borrowed. */
typedef struct dt_regrets {
    const char *outcome;
    int is_less; /* 1: less is better; measures are of the negative outcome, and are shown with its own sign
                  */
    int futures, n;
    double effective; /* members that weights are worth; 0 without */
    const char *const *policy;
    const dt_robustness *measure;
} dt_regrets;
/** Whether no other policy has a smaller greatest regret. */
int dt_regret_is_least(const dt_regrets *regrets, int policy);
/** `*text` is to be freed with dt_free. */
dt_status dt_report_regrets(const dt_regrets *regrets, char **text);

/** Policies that no other beats, from a search that is done or was stopped. `*text` is to be freed with
 * dt_free. */
dt_status dt_report_search(const dt_policy_problem *problem, const dt_search *search, int is_complete,
                           char **text);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
