/* Outputs of every state over time, for maps: the middle member's, and the mean of the drawn ones. */
#ifndef DT_SERVER_STATES_H
#define DT_SERVER_STATES_H

#include "detente/race.h"
#include "server/inside.h"

enum { DT_STATES_OUTPUTS = 4 };

typedef struct dt_states {
    const dt_case *c;
    int n_output, output[DT_STATES_OUTPUTS];
    double *middle, *sum; /* by output, state and step */
    int *count;           /* finite values in a sum */
} dt_states;

/* What the key `states` of a body asks for: nothing if it is not there. To be freed with dt_states_clear. */
dt_status dt_states_read(dt_states *states, const dt_case *c, const json_t *body, dt_diagnostics *found);
void dt_states_clear(dt_states *states);
/* Adds the block of a race after a step; `first` is the number of its first member. */
void dt_states_keep(dt_states *states, const dt_race *race, int first);
void dt_states_write(const dt_states *states, dt_json *json);

#endif
