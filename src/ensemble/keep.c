/* A summary in a store: one array of counts. Outcomes are the store's blocks; their columns are filled from
 * those. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "ensemble/summary.h"
#include "io/hash.h"

static const char counts_name[] = "summary";

dt_status dt_summary_save(const dt_summary *summary, dt_store *store)
{
    unsigned char *data = NULL;
    size_t size;
    DT_TRY(dt_summary_pack(summary, &data, &size));
    dt_status status = dt_store_put_blob(store, counts_name, data, size);
    free(data);
    return status;
}

dt_status dt_summary_load_counts(const dt_case *c, dt_store *store, dt_summary **out)
{
    void *data = NULL;
    size_t size;
    DT_TRY(dt_store_get_blob(store, counts_name, &data, &size));
    dt_status status = dt_summary_unpack(c, data, size, out);
    dt_free(data);
    return status;
}

static void copy_block(dt_summary *s, const double *value, int count, int64_t at)
{
    for (int o = 0; o < s->n_outcome; o++)
        for (int m = 0; m < count && at + m < s->room; m++)
            s->column[o * s->room + at + m] = (float)value[o * count + m];
}

dt_status dt_summary_read_columns(dt_summary *s, dt_store *store, int by_place)
{
    unsigned char hash[DT_HASH_SIZE];
    uint64_t first = 0;
    int64_t done = 0;
    double *value = malloc((size_t)s->n_outcome * DT_ENSEMBLE_BLOCK * sizeof *value);
    dt_status status = value ? DT_OK : DT_NO_MEMORY;
    while (status == DT_OK) {
        int count = 0;
        status = dt_store_next_block(store, first, &first, hash);
        if (status == DT_OK) status = dt_store_get_block(store, first, &count, value);
        if (status != DT_OK) break;
        copy_block(s, value, count, by_place ? (int64_t)first : done);
        done += count;
        first++;
    }
    free(value);
    return status == DT_NO ? DT_OK : status;
}

dt_status dt_summary_load(const dt_case *c, dt_store *store, dt_summary **out)
{
    dt_summary *s = NULL;
    DT_TRY(dt_summary_load_counts(c, store, &s));
    int64_t members = s->members + s->failed;
    dt_status status = DT_OK;
    if (members <= DT_SUMMARY_COLUMNS) {
        status = dt_summary_make_room(s, members);
        if (status == DT_OK) status = dt_summary_read_columns(s, store, 0);
    }
    if (status == DT_OK)
        *out = s;
    else
        dt_summary_free(s);
    return status;
}

void dt_summary_hash(const dt_summary *summary, unsigned char hash[16])
{
    unsigned char *data = NULL;
    size_t size = 0;
    dt_hash sum;
    memset(hash, 0, 16);
    if (dt_summary_pack(summary, &data, &size) != DT_OK) return;
    dt_hash_init(&sum);
    dt_hash_update(&sum, data, size);
    for (int o = 0; o < summary->n_outcome && summary->room > 0; o++) {
        const float *column = summary->column + o * summary->room;
        for (int64_t m = 0; m < summary->members + summary->failed; m++)
            dt_hash_number(&sum, (double)column[m]);
    }
    dt_hash_finish(&sum, hash);
    free(data);
}
