/* Saving of blocks and summary together; see keeper.h. */
#include "ensemble/keeper.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"

/* At least so long between saves (s), at least so many times as long as a save takes, but never longer than
 * MOST_SECONDS, and at most so many blocks: 80 MB, which a machine of many cores runs in seconds. */
enum { LEAST_SECONDS = 2, MOST_SECONDS = 60, PER_COST = 200, MOST_WAITING = 1024 };

void dt_keeper_init(dt_keeper *k, const dt_case *c, dt_store *store, dt_summary *summary)
{
    *k = (dt_keeper){
        .store = store, .c = c, .summary = summary, .least_seconds = LEAST_SECONDS, .saved_at = dt_clock()};
}

static void forget(dt_keeper *k)
{
    for (int b = 0; b < k->n; b++)
        free(k->waiting[b].packed.data);
    k->n = 0;
}

void dt_keeper_clear(dt_keeper *k)
{
    forget(k);
    free(k->waiting);
    k->waiting = NULL;
}

dt_status dt_keeper_pack(const dt_keeper *k, uint64_t first, int count, const double *value,
                         dt_waiting_block *out)
{
    *out = (dt_waiting_block){.first = first, .count = count};
    if (!k->store) return DT_OK;
    return dt_pack_numbers(value, (size_t)count * (size_t)k->summary->n_outcome, &out->packed, &out->width);
}

dt_status dt_keeper_put(dt_keeper *k, const dt_waiting_block *block)
{
    if (!k->store) return DT_OK;
    if (k->n == k->room) {
        int room = k->room ? 2 * k->room : 16;
        dt_waiting_block *larger = realloc(k->waiting, (size_t)room * sizeof *larger);
        if (!larger) {
            free(block->packed.data);
            return DT_NO_MEMORY;
        }
        k->waiting = larger;
        k->room = room;
    }
    k->waiting[k->n++] = *block;
    return DT_OK;
}

int dt_keeper_is_due(const dt_keeper *k)
{
    double since = dt_clock() - k->saved_at, pause = PER_COST * k->cost;
    if (pause > MOST_SECONDS) pause = MOST_SECONDS;
    return k->store && k->n > 0 && (k->n >= MOST_WAITING || (since >= k->least_seconds && since >= pause));
}

static dt_status store_failures(const dt_keeper *k)
{
    const dt_summary *s = k->summary;
    for (int64_t f = 0; f < s->n_failure; f++) {
        const dt_failed_member *failed = &s->failure[f];
        dt_store_failure failure = {.member = failed->member, .step = failed->step};
        if (failed->state >= 0)
            strncpy(failure.state, dt_case_state_iso3(k->c, failed->state), sizeof failure.state - 1);
        memcpy(failure.mechanism, failed->mechanism, sizeof failure.mechanism);
        memcpy(failure.field, failed->field, sizeof failure.field);
        DT_TRY(dt_store_put_failure(k->store, &failure));
    }
    return DT_OK;
}

static dt_status put_all(const dt_keeper *k)
{
    for (int b = 0; b < k->n; b++) {
        const dt_waiting_block *block = &k->waiting[b];
        DT_TRY(dt_store_put_packed(k->store, block->first, block->count, &block->packed, block->width));
    }
    DT_TRY(store_failures(k));
    return dt_summary_save(k->summary, k->store);
}

dt_status dt_keeper_save(dt_keeper *k)
{
    if (!k->store) return DT_OK;
    double begin = dt_clock();
    dt_summary_sort_failures(k->summary);
    DT_TRY(dt_store_begin(k->store));
    dt_status status = put_all(k);
    if (status == DT_OK)
        status = dt_store_commit(k->store);
    else
        dt_store_undo(k->store);
    if (status != DT_OK) return status;
    forget(k);
    k->saved_at = dt_clock();
    k->cost = k->saved_at - begin;
    return DT_OK;
}
