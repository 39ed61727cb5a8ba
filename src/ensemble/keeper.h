/* A keeper: blocks that wait to be stored, and the moments at which they are, together with the summary that
 * counts them. What must stay true: a store never holds a block that its summary does not count, nor the
 * reverse, so that an ensemble can go on from any store. */
#ifndef DT_ENSEMBLE_KEEPER_H
#define DT_ENSEMBLE_KEEPER_H

#include "ensemble/summary.h"
#include "store/block.h"

typedef struct dt_waiting_block {
    uint64_t first;
    int count, width;
    dt_packed packed;
} dt_waiting_block;

typedef struct dt_keeper {
    dt_store *store; /* NULL: keeps nothing */
    const dt_case *c;
    dt_summary *summary;
    int n, room;
    dt_waiting_block *waiting;
    double least_seconds;  /* between saves */
    double saved_at, cost; /* when the last save ended, and how long it took (s) */
} dt_keeper;

void dt_keeper_init(dt_keeper *k, const dt_case *c, dt_store *store, dt_summary *summary);
void dt_keeper_clear(dt_keeper *k);
/* Packs the outcomes of a block so that it can wait. Many threads may do so at once. */
dt_status dt_keeper_pack(const dt_keeper *k, uint64_t first, int count, const double *value,
                         dt_waiting_block *out);
/* Takes a packed block over; if it fails, the block is freed. */
dt_status dt_keeper_put(dt_keeper *k, const dt_waiting_block *block);
/* Whether it is time: seldom enough that saving costs about half a percent of the run. */
int dt_keeper_is_due(const dt_keeper *k);
/* Stores all that waits and the summary, or nothing. Nobody may add to the summary meanwhile. */
dt_status dt_keeper_save(dt_keeper *k);

#endif
