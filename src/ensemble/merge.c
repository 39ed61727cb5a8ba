/* Joining the stores of slices and ranks of one ensemble. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/ensemble.h"
#include "ensemble/summary.h"
#include "io/hash.h"

dt_status dt_ensemble_held(dt_store *store, int64_t *blocks, int64_t *members)
{
    unsigned char hash[DT_HASH_SIZE];
    int width = dt_store_describe(store).n_column;
    double *value = malloc((size_t)width * DT_ENSEMBLE_BLOCK * sizeof *value);
    if (!value) return DT_NO_MEMORY;
    dt_status status = DT_OK;
    *blocks = *members = 0;
    for (uint64_t first = 0; status == DT_OK; first++) {
        int count = 0;
        status = dt_store_next_block(store, first, &first, hash);
        if (status == DT_OK) status = dt_store_get_block(store, first, &count, value);
        if (status != DT_OK) break;
        *blocks += 1;
        *members += count;
    }
    free(value);
    return status == DT_NO ? DT_OK : status;
}

static dt_status check_case(const dt_case *c, const dt_store *store, dt_diagnostics *diagnostics)
{
    unsigned char hash[16];
    dt_case_hash(c, hash);
    if (memcmp(dt_store_describe(store).case_hash, hash, sizeof hash) == 0) return DT_OK;
    dt_diagnostic finding = {.code = DT_E_STORE_OTHER_CASE};
    return dt_diagnose(diagnostics, &finding);
}

/* Whether the target holds a block already; then its bits must be the same. */
static dt_status check_twin(dt_store *to, uint64_t first, const unsigned char *hash, int *is_there,
                            dt_diagnostics *diagnostics)
{
    unsigned char other[DT_HASH_SIZE];
    uint64_t found;
    dt_status status = dt_store_next_block(to, first, &found, other);
    *is_there = status == DT_OK && found == first;
    if (status != DT_OK && status != DT_NO) return status;
    if (!*is_there || memcmp(hash, other, sizeof other) == 0) return DT_OK;
    dt_diagnostic finding = {.code = DT_E_BLOCKS_DIFFER};
    return dt_diagnose(diagnostics, &finding);
}

/* Copies the blocks of one part; `*twice` counts members that the target held already. */
static dt_status copy_blocks(dt_store *part, dt_store *to, double *value, int64_t *members, int64_t *twice,
                             dt_diagnostics *diagnostics)
{
    unsigned char hash[DT_HASH_SIZE];
    for (uint64_t first = 0;; first++) {
        int count = 0, is_there = 0;
        dt_status status = dt_store_next_block(part, first, &first, hash);
        if (status == DT_NO) return DT_OK;
        if (status == DT_OK) status = check_twin(to, first, hash, &is_there, diagnostics);
        if (status == DT_OK) status = dt_store_get_block(part, first, &count, value);
        if (status == DT_OK && !is_there) status = dt_store_put_block(to, first, count, value);
        if (status != DT_OK) return status;
        *members += is_there ? 0 : count;
        *twice += is_there ? count : 0;
    }
}

static dt_status copy_failures(dt_store *part, dt_store *to)
{
    int64_t n = dt_store_failure_count(part);
    for (int64_t f = 0; f < n; f++) {
        dt_store_failure failure;
        DT_TRY(dt_store_get_failure(part, f, &failure));
        DT_TRY(dt_store_put_failure(to, &failure));
    }
    return n < 0 ? DT_IO : DT_OK;
}

/* Adds one part. A part that shares blocks with another has counted their members too: it cannot be joined by
 * counts. */
static dt_status add_part(const dt_case *c, dt_store *part, dt_store *to, dt_summary *sum, double *value,
                          dt_diagnostics *diagnostics)
{
    int64_t members = 0, twice = 0;
    dt_summary *counts = NULL;
    DT_TRY(check_case(c, part, diagnostics));
    dt_status status = dt_summary_load_counts(c, part, &counts);
    if (status == DT_NO) return DT_OK; /* nothing was run */
    if (status == DT_MISMATCH) {
        dt_diagnostic finding = {.code = DT_E_STORE_OTHER_CASE};
        return dt_diagnose(diagnostics, &finding);
    }
    if (status == DT_OK) status = copy_blocks(part, to, value, &members, &twice, diagnostics);
    if (status == DT_OK && twice > 0) {
        dt_diagnostic finding = {.code = DT_E_BLOCKS_TWICE};
        status = dt_diagnose(diagnostics, &finding);
    }
    if (status == DT_OK && members != counts->members + counts->failed) status = DT_IO;
    if (status == DT_OK) status = copy_failures(part, to);
    if (status == DT_OK) status = dt_summary_add(sum, counts);
    dt_summary_free(counts);
    return status;
}

dt_status dt_ensemble_merge(const dt_case *c, dt_store *const *part, int n_part, dt_store *to,
                            int64_t *members, dt_diagnostics *diagnostics)
{
    dt_summary *sum = NULL;
    DT_TRY(check_case(c, to, diagnostics));
    DT_TRY(dt_summary_create(c, 0, &sum));
    double *value = malloc((size_t)sum->n_outcome * DT_ENSEMBLE_BLOCK * sizeof *value);
    dt_status status = value ? dt_store_begin(to) : DT_NO_MEMORY;
    int is_begun = status == DT_OK;
    for (int p = 0; p < n_part && status == DT_OK; p++)
        status = add_part(c, part[p], to, sum, value, diagnostics);
    dt_summary_sort_failures(sum);
    if (status == DT_OK) status = dt_summary_save(sum, to);
    if (status == DT_OK)
        status = dt_store_commit(to);
    else if (is_begun)
        dt_store_undo(to);
    if (status == DT_OK) *members = sum->members + sum->failed;
    free(value);
    dt_summary_free(sum);
    return status;
}
