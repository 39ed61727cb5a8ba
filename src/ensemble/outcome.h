/* The outcomes of a case: which number of which group after which step, and its name. */
#ifndef DT_ENSEMBLE_OUTCOME_H
#define DT_ENSEMBLE_OUTCOME_H

#include "detente/ensemble.h"
#include "detente/scenario.h"

enum { DT_MAX_OUTCOME = 66, DT_OUTCOME_GROUPS = 6, DT_OUTCOME_NAME = 64 };

typedef enum dt_outcome_kind {
    DT_OUTCOME_OF_GROUP,
    DT_OUTCOME_LEADING_STATE,
    DT_OUTCOME_WORLD_POWER,
    DT_OUTCOME_WORLD_STANDING,
    DT_OUTCOME_WORLD_PARTIES
} dt_outcome_kind;

typedef struct dt_outcome {
    dt_outcome_kind kind;
    int output, group; /* of a group */
    int step;
    char name[DT_OUTCOME_NAME];
} dt_outcome;

/* Fills outcome[DT_MAX_OUTCOME] from the table outcomes.def; returns how many a case has. */
int dt_outcome_list(const dt_case *c, dt_outcome *outcome);

#endif
