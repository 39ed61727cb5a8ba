/* Opening, making and closing of stores.
 *
 * A new store is made under a temporary name, with its whole manifest, and renamed: under its own name a
 * store is never half made, and an old one is replaced in one step. */
#include "store/database.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/try.h"
#include "io/file.h"

/* "DTNT": marks the file as a store of this program (offset 68 of an SQLite file). */
#define APPLICATION_ID "1146375764"

/* How long another process's short lock is waited for. */
enum { BUSY_MS = 500 };

static const char file_name[] = "results.sqlite";

static const char schema[] =
    "PRAGMA application_id = " APPLICATION_ID ";"
    "CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE block (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, width INTEGER NOT NULL, hash "
    "BLOB NOT NULL,"
    " data BLOB NOT NULL);"
    "CREATE TABLE blob (name TEXT PRIMARY KEY, size INTEGER NOT NULL, spare INTEGER NOT NULL, hash BLOB NOT "
    "NULL,"
    " data BLOB NOT NULL);"
    "CREATE TABLE failure (member INTEGER PRIMARY KEY, step INTEGER NOT NULL, state TEXT NOT NULL, mechanism "
    "TEXT NOT NULL,"
    " field TEXT NOT NULL, hash BLOB NOT NULL);";

static void destroy(dt_store *store)
{
    if (!store) return;
    sqlite3_close(store->database);
    free(store->column);
    free(store->names);
    free(store->path);
    free(store);
}

/* Closes without ceremony; a fault goes to the findings of the caller. */
static dt_status let_go(dt_store *store, dt_status status, dt_diagnostics *diagnostics)
{
    if (store && store->has_fault) dt_diagnose(diagnostics, &store->fault);
    destroy(store);
    return status;
}

/* A store whose database is open; the file must exist. */
static dt_status open_database(const char *path, dt_store **out, dt_diagnostics *diagnostics)
{
    dt_store *store = calloc(1, sizeof *store);
    if (!store || !(store->path = strdup(path))) {
        destroy(store);
        return dt_file_fault(diagnostics, DT_E_NO_MEMORY, path, 0);
    }
    store->last_failure = -1;
    int result = sqlite3_open_v2(path, &store->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (result != SQLITE_OK) return let_go(store, dt_store_fail(store, result, NULL), diagnostics);
    sqlite3_extended_result_codes(store->database, 1);
    sqlite3_busy_timeout(store->database, BUSY_MS);
    *out = store;
    return DT_OK;
}

/* Whether the file is marked as ours. */
static dt_status check_mark(dt_store *store)
{
    sqlite3_stmt *statement;
    DT_TRY(dt_store_prepare(store, "PRAGMA application_id", 0, &statement));
    dt_status status = dt_store_row(store, statement, NULL);
    int is_ours = status == DT_OK && sqlite3_column_int(statement, 0) == atoi(APPLICATION_ID);
    sqlite3_finalize(statement);
    return status == DT_OK && !is_ours
        ? dt_store_note(store, DT_E_STORE_DAMAGED, NULL, "a file of another kind")
        : status;
}

/* Reads what an open store must hold. A log that a killed process left is taken into the file first. */
static dt_status begin_reading(dt_store *store)
{
    DT_TRY(check_mark(store));
    DT_TRY(dt_store_run(store, "PRAGMA journal_mode = DELETE"));
    return dt_store_read_layout(store);
}

/* Opens the store in a file. */
static dt_status open_file(const char *path, dt_store **out, dt_diagnostics *diagnostics)
{
    dt_store *store;
    if (access(path, F_OK) != 0) return dt_file_fault(diagnostics, DT_E_STORE_MISSING, path, 0);
    DT_TRY(open_database(path, &store, diagnostics));
    dt_status status = begin_reading(store);
    if (status != DT_OK) return let_go(store, status, diagnostics);
    *out = store;
    return DT_OK;
}

dt_status dt_store_open(const char *folder, dt_store **out, dt_diagnostics *diagnostics)
{
    char *path;
    if (dt_path_join(folder, file_name, &path) != DT_OK)
        return dt_file_fault(diagnostics, DT_E_NO_MEMORY, folder, 0);
    dt_status status = open_file(path, out, diagnostics);
    free(path);
    return status;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether the names are all there, without line ends, and different. */
static int are_names(const char *const *name, int n)
{
    const char *sorted[DT_STORE_COLUMNS];
    memcpy(sorted, name, (size_t)n * sizeof *sorted);
    for (int c = 0; c < n; c++)
        if (!name[c] || !name[c][0] || strchr(name[c], '\n')) return 0;
    qsort(sorted, (size_t)n, sizeof *sorted, compare_names);
    for (int c = 1; c < n; c++)
        if (strcmp(sorted[c - 1], sorted[c]) == 0) return 0;
    return 1;
}

static int is_layout(const dt_store_layout *layout)
{
    return layout->case_hash && layout->n_column >= 1 && layout->n_column <= DT_STORE_COLUMNS &&
        layout->block_size >= 1 && layout->block_size <= DT_STORE_BLOCK &&
        are_names(layout->column, layout->n_column);
}

static dt_status fill(dt_store *store, const dt_store_layout *layout)
{
    DT_TRY(dt_store_run(store, "PRAGMA synchronous = FULL; BEGIN IMMEDIATE"));
    DT_TRY(dt_store_run(store, schema));
    DT_TRY(dt_store_write_layout(store, layout));
    return dt_store_run(store, "COMMIT");
}

/* Makes the empty file `path` a store. */
static dt_status make_file(const char *path, const dt_store_layout *layout, dt_diagnostics *diagnostics)
{
    dt_store *store;
    DT_TRY(open_database(path, &store, diagnostics));
    dt_status status = fill(store, layout);
    return let_go(store, status, diagnostics);
}

/* Whether another process writes the store in this file. A log that a killed one left is taken into the file.
 */
static dt_status check_not_busy(const char *path, dt_diagnostics *diagnostics)
{
    dt_store *old = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_status status = open_file(path, &old, &found);
    destroy(old);
    int is_busy = status != DT_OK && found.count > 0 && found.item[0].code == DT_E_STORE_BUSY;
    return is_busy ? dt_diagnose(diagnostics, &found.item[0]) : DT_OK;
}

/* Removes logs beside the file, which SQLite would take for those of the new one: an old store that is
 * damaged or was removed without them leaves them. */
static dt_status remove_logs(const char *path, dt_diagnostics *diagnostics)
{
    static const char *const ending[] = {"-wal", "-shm", "-journal"};
    dt_status status = DT_OK;
    for (size_t e = 0; e < sizeof ending / sizeof ending[0] && status == DT_OK; e++) {
        char *name = sqlite3_mprintf("%s%s", path, ending[e]);
        if (!name)
            status = dt_file_fault(diagnostics, DT_E_NO_MEMORY, path, 0);
        else if (unlink(name) != 0 && errno != ENOENT)
            status = dt_file_fault(diagnostics, DT_E_FILE_WRITE, name, errno);
        sqlite3_free(name);
    }
    return status;
}

/* Makes a store under the temporary name and gives it its own; an error leaves no file behind. */
static dt_status make_and_rename(const char *folder, const char *path, char *temporary,
                                 const dt_store_layout *layout, dt_diagnostics *diagnostics)
{
    int fd = dt_file_temporary(path, temporary, strlen(path) + 64);
    if (fd < 0) return dt_file_fault(diagnostics, DT_E_FILE_WRITE, folder, errno);
    close(fd);
    dt_status status = make_file(temporary, layout, diagnostics);
    if (status == DT_OK && access(path, F_OK) == 0) status = check_not_busy(path, diagnostics);
    if (status == DT_OK) status = remove_logs(path, diagnostics);
    if (status == DT_OK && rename(temporary, path) != 0)
        status = dt_file_fault(diagnostics, DT_E_FILE_WRITE, path, errno);
    if (status != DT_OK)
        unlink(temporary);
    else if (dt_folder_sync(folder) != DT_OK)
        status = dt_file_fault(diagnostics, DT_E_FILE_WRITE, folder, EIO);
    return status;
}

/* Makes the store and opens it. */
static dt_status create_at(const char *folder, const char *path, const dt_store_layout *layout,
                           dt_store **out, dt_diagnostics *diagnostics)
{
    char *temporary = malloc(strlen(path) + 64);
    if (!temporary) return dt_file_fault(diagnostics, DT_E_NO_MEMORY, path, 0);
    dt_status status = make_and_rename(folder, path, temporary, layout, diagnostics);
    free(temporary);
    return status == DT_OK ? open_file(path, out, diagnostics) : status;
}

dt_status dt_store_create(const char *folder, const dt_store_layout *layout, int replace, dt_store **out,
                          dt_diagnostics *diagnostics)
{
    char *path;
    if (!is_layout(layout)) return dt_file_fault(diagnostics, DT_E_STORE_LAYOUT, folder, 0);
    DT_TRY(dt_folder_create(folder, diagnostics));
    if (dt_path_join(folder, file_name, &path) != DT_OK)
        return dt_file_fault(diagnostics, DT_E_NO_MEMORY, folder, 0);
    dt_status status = !replace && access(path, F_OK) == 0
        ? dt_file_fault(diagnostics, DT_E_STORE_EXISTS, path, 0)
        : create_at(folder, path, layout, out, diagnostics);
    free(path);
    return status;
}

/* Takes the log into the file, waits for the disk, and leaves one file. */
static dt_status end_writing(dt_store *store)
{
    int result = sqlite3_wal_checkpoint_v2(store->database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (result != SQLITE_OK) return dt_store_fail(store, result, NULL);
    return dt_store_run(store, "PRAGMA journal_mode = DELETE");
}

dt_status dt_store_close(dt_store *store)
{
    if (!store) return DT_OK;
    dt_status status = store->is_writing ? end_writing(store) : DT_OK;
    destroy(store);
    return status;
}

dt_store_layout dt_store_describe(const dt_store *store)
{
    return (dt_store_layout){.case_hash = store->case_hash,
                             .n_column = store->n_column,
                             .column = store->column,
                             .block_size = store->block_size};
}

const dt_diagnostic *dt_store_fault(const dt_store *store)
{
    return store->has_fault ? &store->fault : NULL;
}
