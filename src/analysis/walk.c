/* Blocks of a store, or of memory as if it were one. */
#include "analysis/walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "ensemble/outcome.h"

enum { HASH = 16 };

dt_status dt_walk_begin(dt_walk *w, const dt_evidence *e)
{
    int n_column = 0, block = DT_ENSEMBLE_BLOCK;
    if (e->memory) {
        dt_outcome outcome[DT_MAX_OUTCOME];
        n_column = dt_outcome_list(e->c, outcome);
    } else {
        dt_store_layout layout = dt_store_describe(e->store);
        n_column = layout.n_column;
        block = layout.block_size;
    }
    *w = (dt_walk){.store = e->store, .memory = e->memory, .n_column = n_column};
    w->value = malloc((size_t)n_column * (size_t)block * sizeof *w->value);
    return w->value ? DT_OK : DT_NO_MEMORY;
}

/* The next block of memory, as a store would give it. */
static dt_status advance_memory(dt_walk *w)
{
    int64_t left = w->memory->members - (int64_t)w->next;
    if (left <= 0) return DT_NO;
    w->first = w->next;
    w->count = left < DT_ENSEMBLE_BLOCK ? (int)left : DT_ENSEMBLE_BLOCK;
    w->next += (uint64_t)w->count;
    for (int o = 0; o < w->n_column; o++)
        memcpy(w->value + o * w->count, w->memory->value + o * w->memory->members + (int64_t)w->first,
               (size_t)w->count * sizeof *w->value);
    return DT_OK;
}

dt_status dt_walk_advance(dt_walk *w)
{
    unsigned char hash[HASH];
    if (w->memory) return advance_memory(w);
    DT_TRY(dt_store_next_block(w->store, w->next, &w->first, hash));
    w->next = w->first + 1;
    return dt_store_get_block(w->store, w->first, &w->count, w->value);
}

int dt_walk_has_failed(const dt_walk *w, int m)
{
    for (int o = 0; o < w->n_column; o++)
        if (isfinite(w->value[o * w->count + m])) return 0;
    return 1;
}

void dt_walk_factors(const dt_evidence *e, uint64_t member, double *u)
{
    if (e->design)
        dt_design_row(e->design, (int64_t)member, u);
    else
        dt_case_draw(e->c, member, u);
}
