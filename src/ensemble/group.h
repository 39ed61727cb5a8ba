/* Groups of states: which states belong to each reported group, and how their outputs become the group's. */
#ifndef DT_ENSEMBLE_GROUP_H
#define DT_ENSEMBLE_GROUP_H

#include "detente/param.h"
#include "detente/race.h"
#include "detente/scenario.h"

/* One number for each member of a block. */
typedef struct dt_row {
    double lane[DT_RACE_LANES];
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

/* Groups of each state, and the outputs that aggregation and counts need. */
typedef struct dt_groups {
    int n_group, n_output, n_state;
    int *begin; /* n_state + 1: where a state's groups begin in `group` */
    int *group;
    int *output;        /* 0 .. n_output-1: all outputs, as dt_race_outputs takes them */
    dt_aggregate *kind; /* n_output */
    int running, supply, capability, binding, power, standing, parties; /* indices of outputs */
} dt_groups;

dt_status dt_groups_init(dt_groups *groups, const dt_case *c);
void dt_groups_clear(dt_groups *groups);

/* What is read of a block after a step. */
typedef struct dt_reading {
    dt_row *value;             /* [n_group][n_output] */
    int leader[DT_RACE_LANES]; /* state with the highest capability in each lane; the first of equals */
    dt_row world_power;        /* AI load that is powered in the whole world, GW */
    dt_row world_standing;     /* states of the world that stand */
    dt_row world_parties;      /* states of the world that are parties to the text */
} dt_reading;

/* Reads a block. Scratch: fold[n_group * n_output] and row[n_output]. */
void dt_groups_read(const dt_groups *groups, const dt_race *race, dt_fold *fold, dt_row *row,
                    dt_reading *reading);

#endif
