/* Groups of states: which states belong to each reported group, and how their outputs become the group's. */
#ifndef DT_ENSEMBLE_GROUP_H
#define DT_ENSEMBLE_GROUP_H

#include "detente/param.h"
#include "detente/race.h"
#include "detente/scenario.h"

enum { DT_ROW_LANES = 8 }; /* the widest block of a race */

/* One number for each member of a block; lanes beyond its count are zero. */
typedef struct dt_row {
    double lane[DT_ROW_LANES];
} dt_row;

/* An output on its way from states to a group. */
typedef struct dt_fold {
    dt_aggregate kind;
    int n;         /* states added */
    dt_row value;  /* sum, weighted sum, extreme or the lead's value */
    dt_row weight; /* sum of weights (MEAN), largest AI supply so far (LEAD) */
    dt_row plain;  /* sum without weights (MEAN) */
} dt_fold;

void dt_fold_begin(dt_fold *fold, dt_aggregate kind);
/* Adds one state: its value, its running compute (used by MEAN) and its AI supply (used by LEAD). */
void dt_fold_add(dt_fold *fold, const dt_row *value, const dt_row *running, const dt_row *supply);
/* The group's value. MEAN of states of which none runs compute is their plain mean; a group without states
 * has 0. */
void dt_fold_end(const dt_fold *fold, dt_row *value);

/* States of each group in order, and the outputs that aggregation and counts need. */
typedef struct dt_groups {
    int n_group, n_output, n_state;
    int *begin; /* n_group + 1: where a group's states begin in `state` */
    int *state;
    int running, supply, capability, binding, power; /* indices of outputs */
    const dt_output_info **output;                   /* n_output */
} dt_groups;

dt_status dt_groups_init(dt_groups *groups, const dt_case *c);
void dt_groups_clear(dt_groups *groups);

/* All outputs of a group after the steps done: value[n_output]. */
void dt_groups_value(const dt_groups *groups, const dt_race *race, int group, dt_row *value);
/* State with the highest capability in each lane; the first of equals. */
void dt_groups_leader(const dt_groups *groups, const dt_race *race, int leader[DT_ROW_LANES]);
/* AI load that is powered in the whole world. */
void dt_groups_world_power(const dt_groups *groups, const dt_race *race, dt_row *power);

#endif
