/* Running stored blocks again, to compare bits. */
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "core/try.h"
#include "detente/ensemble.h"
#include "ensemble/recorder.h"
#include "io/hash.h"

typedef struct check {
    const dt_case *c;
    const dt_ensemble_options *options;
    dt_store *store;
    dt_groups groups;
    dt_summary *shape;
    dt_race *race;
    dt_recorder recorder;
    double *u, *stored;
} check;

static dt_status prepare(check *k)
{
    dt_race_options race = dt_race_defaults();
    race.width = k->options->width;
    if (k->options->design) race.stream = dt_ensemble_stream;
    race.stream_context = k->options->design;
    DT_TRY(dt_groups_init(&k->groups, k->c));
    DT_TRY(dt_summary_create(k->c, 0, &k->shape));
    DT_TRY(dt_race_create(k->c, &race, &k->race));
    DT_TRY(dt_recorder_init(&k->recorder, &k->groups, k->shape));
    k->u = malloc(DT_RACE_LANES * (size_t)(dt_case_factor_count(k->c) + 1) * sizeof *k->u);
    k->stored = malloc((size_t)k->shape->n_outcome * DT_ENSEMBLE_BLOCK * sizeof *k->stored);
    return k->u && k->stored ? DT_OK : DT_NO_MEMORY;
}

static void clear(check *k)
{
    dt_groups_clear(&k->groups);
    dt_summary_free(k->shape);
    dt_race_free(k->race);
    dt_recorder_clear(&k->recorder);
    free(k->u);
    free(k->stored);
}

static dt_status run_again(check *k, int64_t first, int count)
{
    int width = dt_race_width(k->race);
    dt_recorder_begin(&k->recorder, count);
    for (int done = 0; done < count; done += width) {
        int n = count - done < width ? count - done : width;
        DT_TRY(dt_recorder_run_lanes(&k->recorder, k->race, k->options->design, k->u, first + done, n));
    }
    return DT_OK;
}

static void compare(check *k, int64_t first, int count, dt_verification *out)
{
    for (int m = 0; m < count; m++) {
        int differs = 0;
        for (int o = 0; o < k->shape->n_outcome; o++) {
            const double *again = k->recorder.outcome + (size_t)o * (size_t)count + m;
            differs |= memcmp(again, k->stored + (size_t)o * (size_t)count + m, sizeof *again) != 0;
        }
        out->differing += differs;
        if (differs && out->first_differing < 0) out->first_differing = first + m;
    }
    out->blocks++;
    out->members += count;
}

static dt_status check_block(check *k, uint64_t first, dt_verification *out)
{
    int count = 0;
    DT_TRY(dt_store_get_block(k->store, first, &count, k->stored));
    DT_TRY(run_again(k, (int64_t)first, count));
    compare(k, (int64_t)first, count, out);
    return DT_OK;
}

/* Runs over the blocks; each is chosen with the chance that is left for it, so that `wanted` of `all` are
 * chosen (Fan, Muller and Rezucha 1962). */
static dt_status check_blocks(check *k, int64_t wanted, uint64_t seed, dt_verification *out)
{
    unsigned char hash[DT_HASH_SIZE];
    int64_t all = 0, members = 0, seen = 0;
    DT_TRY(dt_ensemble_held(k->store, &all, &members));
    for (uint64_t first = 0; seen < all && !(k->options->stop && *k->options->stop); first++, seen++) {
        DT_TRY(dt_store_next_block(k->store, first, &first, hash));
        double left = (double)(all - seen), u = dt_uniform(seed, (uint64_t)seen, 0, DT_PURPOSE_BOOTSTRAP);
        if (u * left >= (double)(wanted - out->blocks)) continue;
        DT_TRY(check_block(k, first, out));
        dt_progress progress = {.done = out->blocks, .total = wanted < all ? wanted : all};
        if (k->options->progress) k->options->progress(k->options->context, &progress);
    }
    return DT_OK;
}

dt_status dt_ensemble_verify(const dt_case *c, const dt_ensemble_options *options, dt_store *store,
                             int64_t blocks, uint64_t seed, dt_verification *out)
{
    check k = {.c = c, .options = options, .store = store};
    dt_verification found = {.first_differing = -1};
    unsigned char hash[DT_HASH_SIZE];
    dt_case_hash(c, hash);
    if (memcmp(dt_store_describe(store).case_hash, hash, sizeof hash) != 0) return DT_MISMATCH;
    dt_status status = prepare(&k);
    if (status == DT_OK) status = check_blocks(&k, blocks, seed, &found);
    if (status == DT_OK) *out = found;
    clear(&k);
    return status;
}
