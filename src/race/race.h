/* The inside of a race, shared by the files of this folder. */
#ifndef DT_RACE_RACE_H
#define DT_RACE_RACE_H

#include "core/arena.h"
#include "detente/race.h"
#include "race/kernel.h"

enum { DT_MAX_WIDTH = 8 };

struct dt_race {
    const dt_case *c;
    const struct dt_kernel *kernel;
    dt_arena arena; /* holds the block and the factors: nothing is allocated after a race is made */
    struct dt_block block;
    uint64_t (*stream)(const void *context, uint64_t member); /* NULL: by number */
    const void *stream_context;
    double *u; /* width rows of n_factor: the factors of each lane's member */
    dt_failure failure[DT_MAX_WIDTH];
    int next_event; /* first event that has not happened */
};

/* Sets the stream of shocks of each lane of the block at hand. */
void dt_race_set_streams(dt_race *race);

/* A value by flat position in the block (in lanes), for one lane. */
static inline double *dt_race_at(const dt_race *race, int position, int l)
{
    return race->block.memory + (size_t)position * (size_t)race->kernel->width + l;
}

/* Position of a state's evolving slot. */
static inline int dt_race_state_position(const dt_race *race, int state, int slot)
{
    return race->block.layout.state + state * race->block.layout.n_state_slot + slot;
}

/* Notes the first number of each lane in `lanes` that is not finite as its failure. */
void dt_race_find_failure(dt_race *race, unsigned lanes);

#endif
