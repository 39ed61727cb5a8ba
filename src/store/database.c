/* The store's database. A closed store is one file in SQLite's rollback mode, so that it can be read from
 * anywhere, also from a folder that is not writable. The first write takes the lock of the writer and turns
 * on the write-ahead log: then a commit is one append, and waits until the disk has it. What was committed
 * stands whatever happens to the process or to the power afterwards. Closing writes the log into the file. */
#include "store/database.h"

#include <stdio.h>
#include <string.h>

#include "core/try.h"

dt_status dt_store_note(dt_store *store, dt_error_code code, const char *what, const char *found)
{
    dt_diagnostic fault = {.code = code};
    snprintf(fault.file, sizeof fault.file, "%s", store->path);
    snprintf(fault.key, sizeof fault.key, "%s", what ? what : "");
    snprintf(fault.found, sizeof fault.found, "%s", found ? found : "");
    store->fault = fault;
    store->has_fault = 1;
    return dt_diagnose(NULL, &fault);
}

static dt_error_code code_of_result(int result)
{
    switch (result & 0xff) {
    case SQLITE_NOMEM: return DT_E_NO_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return DT_E_STORE_BUSY;
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_TOOBIG: return DT_E_STORE_WRITE;
    case SQLITE_PERM:
    case SQLITE_CANTOPEN: return DT_E_STORE_READ;
    case SQLITE_IOERR: return result == SQLITE_IOERR_READ ? DT_E_STORE_READ : DT_E_STORE_WRITE;
    default: return DT_E_STORE_DAMAGED;
    }
}

dt_status dt_store_fail(dt_store *store, int result, const char *what)
{
    return dt_store_note(store, code_of_result(result), what, sqlite3_errstr(result));
}

static int extended_result(const dt_store *store, int result)
{
    return store->database ? sqlite3_extended_errcode(store->database) : result;
}

dt_status dt_store_run(dt_store *store, const char *sql)
{
    int result = sqlite3_exec(store->database, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? DT_OK : dt_store_fail(store, extended_result(store, result), NULL);
}

static dt_status begin_writing(dt_store *store)
{
    if (store->is_writing) return DT_OK;
    DT_TRY(dt_store_run(
        store, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"));
    store->is_writing = 1;
    return DT_OK;
}

dt_status dt_store_prepare(dt_store *store, const char *sql, int is_write, sqlite3_stmt **statement)
{
    if (is_write) DT_TRY(begin_writing(store));
    int result = sqlite3_prepare_v2(store->database, sql, -1, statement, NULL);
    return result == SQLITE_OK ? DT_OK : dt_store_fail(store, extended_result(store, result), NULL);
}

dt_status dt_store_finish(dt_store *store, sqlite3_stmt *statement, int bound, const char *what)
{
    int result = bound == SQLITE_OK ? sqlite3_step(statement) : bound;
    if (bound == SQLITE_OK && result != SQLITE_DONE) result = extended_result(store, result);
    sqlite3_finalize(statement);
    return result == SQLITE_DONE ? DT_OK : dt_store_fail(store, result, what);
}

dt_status dt_store_row(dt_store *store, sqlite3_stmt *statement, const char *what)
{
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW) return DT_OK;
    return result == SQLITE_DONE ? DT_NO : dt_store_fail(store, extended_result(store, result), what);
}

int dt_store_hash_matches(sqlite3_stmt *statement, int index, const unsigned char hash[DT_HASH_SIZE])
{
    const void *stored = sqlite3_column_blob(statement, index);
    return stored && sqlite3_column_bytes(statement, index) == DT_HASH_SIZE &&
        memcmp(stored, hash, DT_HASH_SIZE) == 0;
}

dt_status dt_store_begin(dt_store *store)
{
    DT_TRY(begin_writing(store));
    return dt_store_run(store, "BEGIN IMMEDIATE");
}

dt_status dt_store_commit(dt_store *store)
{
    dt_status status = dt_store_run(store, "COMMIT");
    if (status != DT_OK) dt_store_undo(store);
    return status;
}

void dt_store_undo(dt_store *store)
{
    /* fails where SQLite has rolled back by itself, and then there is nothing to do */
    sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
}
