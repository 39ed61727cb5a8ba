/* Results on disk: one folder with one SQLite database (WAL).
 *
 * A block of outcomes is either wholly in or not in; each carries a hash. A store is used by one thread at a
 * time. */
#ifndef DETENTE_STORE_H
#define DETENTE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_store dt_store;

/** Shape of a store; strings are copied. */
typedef struct dt_store_layout {
    const unsigned char *case_hash; /* 16 bytes */
    int n_column;                   /* outcomes per member, 1 .. 256 */
    const char *const *column;      /* their names */
    int block_size;                 /* members per block; the last may be shorter */
} dt_store_layout;

/** Creates folder (parents too) and an empty store in it. DT_IO if it cannot be written, DT_INPUT if a store
 * is there already and `replace` is 0; with `replace` the old one is removed once the new one stands. `*out`
 * is to be closed with dt_store_close. */
dt_status dt_store_create(const char *folder, const dt_store_layout *layout, int replace, dt_store **out,
                          dt_diagnostics *diagnostics);
/** Opens a store that exists. DT_MISMATCH for another format version, DT_IO if missing or damaged. */
dt_status dt_store_open(const char *folder, dt_store **out, dt_diagnostics *diagnostics);
/** Writes what is pending and closes; NULL is allowed. Closing reports a full disk. */
dt_status dt_store_close(dt_store *store);

/** Layout of an open store; borrowed until it is closed. */
dt_store_layout dt_store_describe(const dt_store *store);

/** What the last call that failed on this store found: code, file, what (in `key`, for example "block of
 * member 512") and the system's reason. Borrowed until the next call; NULL if none failed. */
const dt_diagnostic *dt_store_fault(const dt_store *store);

/** Manifest: texts by key ("version", "scenario", "command", "begin", ...). A get gives a copy to free with
 * dt_free; DT_NO if absent. */
dt_status dt_store_put_text(dt_store *store, const char *key, const char *value);
dt_status dt_store_get_text(dt_store *store, const char *key, char **value);

/** Named arrays of bytes (histograms, counts), compressed, with hash. A get gives a copy to free with
 * dt_free; DT_NO if absent, DT_IO if damaged. */
dt_status dt_store_put_blob(dt_store *store, const char *name, const void *data, size_t size);
dt_status dt_store_get_blob(dt_store *store, const char *name, void **data, size_t *size);

/** Adds the block of members first .. first+count-1: `value` holds n_column rows of `count` doubles. `first`
 * is a multiple of block_size. */
dt_status dt_store_put_block(dt_store *store, uint64_t first, int count, const double *value);
/** 1 if the block that begins at member `first` is in the store. */
int dt_store_has_block(dt_store *store, uint64_t first);
/** Reads a block into `value` (room for n_column rows of block_size) and its number of members. DT_NO if
 * absent, DT_IO if damaged. */
dt_status dt_store_get_block(dt_store *store, uint64_t first, int *count, double *value);

/** First member of the first block at or after member `from`, and its hash (16 bytes; of what it holds and
 * where it belongs); DT_NO if there is none. */
dt_status dt_store_next_block(dt_store *store, uint64_t from, uint64_t *first, unsigned char *hash);

/** Puts what follows into the store together: after a commit all of it is there, after a failure none. A
 * commit that fails, and dt_store_undo, take back all that was put since dt_store_begin. */
dt_status dt_store_begin(dt_store *store);
dt_status dt_store_commit(dt_store *store);
void dt_store_undo(dt_store *store);

/** Failed members with reason. */
typedef struct dt_store_failure {
    uint64_t member;
    int step;
    char state[8], mechanism[32], field[64];
} dt_store_failure;
dt_status dt_store_put_failure(dt_store *store, const dt_store_failure *failure);
/** Number of failed members (-1 if it cannot be read), and the one at `index` in order of member; DT_NO
 * outside, DT_IO if damaged. */
int64_t dt_store_failure_count(dt_store *store);
dt_status dt_store_get_failure(dt_store *store, int64_t index, dt_store_failure *failure);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
