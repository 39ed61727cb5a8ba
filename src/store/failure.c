/* Failed members, in order of member. A reader that asks for one after the other is served from where it was,
 * as SQLite cannot find the n-th row without passing the others. */
#include "store/database.h"

#include <stdio.h>

#include "core/try.h"

static const char what[] = "failed members";

static void hash_failure(const dt_store_failure *failure, unsigned char out[DT_HASH_SIZE])
{
    dt_hash hash;
    dt_hash_init(&hash);
    dt_hash_integer(&hash, (int64_t)failure->member);
    dt_hash_integer(&hash, failure->step);
    dt_hash_string(&hash, failure->state);
    dt_hash_string(&hash, failure->mechanism);
    dt_hash_string(&hash, failure->field);
    dt_hash_finish(&hash, out);
}

dt_status dt_store_put_failure(dt_store *store, const dt_store_failure *failure)
{
    unsigned char hash[DT_HASH_SIZE];
    sqlite3_stmt *statement;
    if (failure->member > INT64_MAX) return DT_INPUT;
    DT_TRY(
        dt_store_prepare(store, "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?, ?)", 1, &statement));
    store->last_failure = -1;
    hash_failure(failure, hash);
    int bound = sqlite3_bind_int64(statement, 1, (int64_t)failure->member);
    if (bound == SQLITE_OK) bound = sqlite3_bind_int(statement, 2, failure->step);
    if (bound == SQLITE_OK) bound = sqlite3_bind_text(statement, 3, failure->state, -1, SQLITE_STATIC);
    if (bound == SQLITE_OK) bound = sqlite3_bind_text(statement, 4, failure->mechanism, -1, SQLITE_STATIC);
    if (bound == SQLITE_OK) bound = sqlite3_bind_text(statement, 5, failure->field, -1, SQLITE_STATIC);
    if (bound == SQLITE_OK) bound = sqlite3_bind_blob(statement, 6, hash, sizeof hash, SQLITE_STATIC);
    return dt_store_finish(store, statement, bound, what);
}

int64_t dt_store_failure_count(dt_store *store)
{
    sqlite3_stmt *statement;
    int64_t count = -1;
    if (dt_store_prepare(store, "SELECT count(*) FROM failure", 0, &statement) != DT_OK) return -1;
    if (dt_store_row(store, statement, what) == DT_OK) count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return count;
}

static void copy_text(sqlite3_stmt *statement, int column, char *text, size_t size)
{
    const char *stored = (const char *)sqlite3_column_text(statement, column);
    snprintf(text, size, "%s", stored ? stored : "");
}

/* Takes the failure of the row under way. */
static dt_status read_failure(dt_store *store, sqlite3_stmt *statement, dt_store_failure *failure)
{
    unsigned char hash[DT_HASH_SIZE];
    dt_store_failure read = {.member = (uint64_t)sqlite3_column_int64(statement, 0),
                             .step = sqlite3_column_int(statement, 1)};
    copy_text(statement, 2, read.state, sizeof read.state);
    copy_text(statement, 3, read.mechanism, sizeof read.mechanism);
    copy_text(statement, 4, read.field, sizeof read.field);
    hash_failure(&read, hash);
    if (!dt_store_hash_matches(statement, 5, hash))
        return dt_store_note(store, DT_E_STORE_DAMAGED, what, "another hash");
    *failure = read;
    return DT_OK;
}

dt_status dt_store_get_failure(dt_store *store, int64_t index, dt_store_failure *failure)
{
    sqlite3_stmt *statement;
    if (index < 0) return DT_NO;
    int is_next = store->last_failure >= 0 && index > store->last_failure;
    DT_TRY(dt_store_prepare(store, "SELECT * FROM failure WHERE member > ? ORDER BY member LIMIT 1 OFFSET ?",
                            0, &statement));
    sqlite3_bind_int64(statement, 1, is_next ? store->last_member : -1);
    sqlite3_bind_int64(statement, 2, is_next ? index - store->last_failure - 1 : index);
    dt_status status = dt_store_row(store, statement, what);
    if (status == DT_OK) status = read_failure(store, statement, failure);
    sqlite3_finalize(statement);
    if (status != DT_OK) return status;
    store->last_failure = index;
    store->last_member = (int64_t)failure->member;
    return DT_OK;
}
