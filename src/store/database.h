/* The store's database: what all parts of the store share. */
#ifndef DT_STORE_DATABASE_H
#define DT_STORE_DATABASE_H

#include <sqlite3.h>
#include <stdint.h>

#include "detente/store.h"
#include "io/hash.h"

/* Largest layout. */
enum { DT_STORE_COLUMNS = 256, DT_STORE_BLOCK = 65536 };

struct dt_store {
    sqlite3 *database;
    char *path;
    unsigned char case_hash[DT_HASH_SIZE];
    int n_column, block_size;
    char *names;                       /* of all columns, each terminated */
    const char **column;               /* where each name begins in names */
    int is_writing;                    /* this process holds the lock of the writer */
    int64_t last_failure, last_member; /* index and member of the failure read last; -1 at first */
    int has_fault;
    dt_diagnostic fault; /* of the last call that failed */
};

/** Notes a fault of the store, about `what` (nullable), for the reason `found`; returns the status of the
 * code. */
dt_status dt_store_note(dt_store *store, dt_error_code code, const char *what, const char *found);
/** Notes that SQLite failed with `result` while it did something with `what`. */
dt_status dt_store_fail(dt_store *store, int result, const char *what);

/** Runs statements that give no rows. */
dt_status dt_store_run(dt_store *store, const char *sql);
/** Prepares one statement; with `is_write` takes the lock of the writer first. */
dt_status dt_store_prepare(dt_store *store, const char *sql, int is_write, sqlite3_stmt **statement);
/** Runs a prepared statement that gives no rows, about `what`, and finalizes it; `bound` is the result of
 * binding its values. */
dt_status dt_store_finish(dt_store *store, sqlite3_stmt *statement, int bound, const char *what);
/** Takes one row of a statement about `what`: DT_OK, or DT_NO if there is none. The caller finalizes the
 * statement. */
dt_status dt_store_row(dt_store *store, sqlite3_stmt *statement, const char *what);

/** Whether column `index` of a row holds this hash. */
int dt_store_hash_matches(sqlite3_stmt *statement, int index, const unsigned char hash[DT_HASH_SIZE]);

/** Manifest of a new database, and the layout from the manifest of an open one. */
dt_status dt_store_write_layout(dt_store *store, const dt_store_layout *layout);
dt_status dt_store_read_layout(dt_store *store);

#endif
