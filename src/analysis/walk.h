/* A walk over the blocks of a result folder, or of an ensemble in memory, in order of members. */
#ifndef DT_ANALYSIS_WALK_H
#define DT_ANALYSIS_WALK_H

#include "detente/analysis.h"

typedef struct dt_walk {
    dt_store *store;
    const dt_outcomes *memory;
    int n_column, count;
    uint64_t next, first; /* where to look, and the block at hand */
    double *value;        /* n_column rows of count; to be freed */
} dt_walk;

dt_status dt_walk_begin(dt_walk *walk, const dt_evidence *evidence);
/* The next block; DT_NO at the end. */
dt_status dt_walk_advance(dt_walk *walk);
/* Whether member `m` of the block at hand has no outcome. */
int dt_walk_has_failed(const dt_walk *walk, int m);
/* Probabilities of a member's factors. */
void dt_walk_factors(const dt_evidence *evidence, uint64_t member, double *u);

#endif
