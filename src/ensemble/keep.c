/* A summary in a store: one blob of counts, one blob for each column of outcomes, and their hash. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "ensemble/summary.h"
#include "io/hash.h"

static const char counts_name[] = "summary";

static void column_name(const dt_summary *s, int outcome, char name[96])
{
    snprintf(name, 96, "summary.%s", s->outcome[outcome].name);
}

/* Columns are 32-bit floats as little-endian bytes, as on every machine that this runs on. */
static size_t column_size(const dt_summary *s)
{
    return (size_t)(s->members + s->failed) * sizeof(float);
}

dt_status dt_summary_save(const dt_summary *summary, dt_store *store)
{
    unsigned char *data = NULL;
    size_t size;
    DT_TRY(dt_summary_pack(summary, &data, &size));
    dt_status status = dt_store_put_blob(store, counts_name, data, size);
    free(data);
    for (int o = 0; o < summary->n_outcome && status == DT_OK; o++) {
        char name[96];
        column_name(summary, o, name);
        status = dt_store_put_blob(store, name, summary->column + o * summary->room, column_size(summary));
    }
    return status;
}

static dt_status load_column(dt_summary *s, dt_store *store, int outcome)
{
    char name[96];
    void *data = NULL;
    size_t size;
    column_name(s, outcome, name);
    DT_TRY(dt_store_get_blob(store, name, &data, &size));
    dt_status status = size == column_size(s) ? DT_OK : DT_IO;
    if (status == DT_OK && size) memcpy(s->column + outcome * s->room, data, size);
    dt_free(data);
    return status;
}

dt_status dt_summary_load(const dt_case *c, dt_store *store, dt_summary **out)
{
    void *data = NULL;
    size_t size;
    dt_summary *s = NULL;
    DT_TRY(dt_store_get_blob(store, counts_name, &data, &size));
    dt_status status = dt_summary_unpack(c, data, size, &s);
    dt_free(data);
    if (status != DT_OK) return status;
    for (int o = 0; o < s->n_outcome && status == DT_OK; o++)
        status = load_column(s, store, o);
    if (status != DT_OK) {
        dt_summary_free(s);
        return status;
    }
    *out = s;
    return DT_OK;
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
    for (int o = 0; o < summary->n_outcome; o++) {
        const float *column = summary->column + o * summary->room;
        for (int64_t m = 0; m < summary->members + summary->failed; m++)
            dt_hash_number(&sum, (double)column[m]);
    }
    dt_hash_finish(&sum, hash);
    free(data);
}
