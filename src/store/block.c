/* Blocks of outcomes and named arrays. Each is one row, written by one statement, so that it is wholly in or
 * not in; its hash covers what it is called, its shape and the packed bytes, and is checked before they are
 * unpacked. */
#include "store/block.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "store/database.h"

enum { WHAT = 64 };

/* A packed row: a block has a first member, an array a name. */
struct row {
    const char *name;
    int64_t first, shape[2]; /* count and width of a block; size and 0 of an array */
    const void *data;
    size_t size;
};

static void hash_row(const struct row *row, unsigned char out[DT_HASH_SIZE])
{
    dt_hash hash;
    dt_hash_init(&hash);
    dt_hash_string(&hash, row->name);
    dt_hash_integer(&hash, row->first);
    dt_hash_integer(&hash, row->shape[0]);
    dt_hash_integer(&hash, row->shape[1]);
    dt_hash_update(&hash, row->data, row->size);
    dt_hash_finish(&hash, out);
}

/* Takes shape, hash and data from columns 0 to 3 of the row under way and checks the hash. The data is
 * borrowed from the statement. */
static dt_status read_row(dt_store *store, sqlite3_stmt *statement, struct row *row, const char *what)
{
    unsigned char hash[DT_HASH_SIZE];
    row->shape[0] = sqlite3_column_int64(statement, 0);
    row->shape[1] = sqlite3_column_int64(statement, 1);
    row->data = sqlite3_column_blob(statement, 3);
    row->size = (size_t)sqlite3_column_bytes(statement, 3);
    int result = sqlite3_errcode(sqlite3_db_handle(statement));
    if (result != SQLITE_OK && result != SQLITE_ROW && !row->data) return dt_store_fail(store, result, what);
    hash_row(row, hash);
    if (!row->data || !dt_store_hash_matches(statement, 2, hash))
        return dt_store_note(store, DT_E_STORE_DAMAGED, what, "another hash");
    return DT_OK;
}

/* Writes a row: column 1 is the name or the first member, which the caller has bound. */
static dt_status write_row(dt_store *store, sqlite3_stmt *statement, int bound, const struct row *row,
                           const char *what)
{
    unsigned char hash[DT_HASH_SIZE];
    hash_row(row, hash);
    if (bound == SQLITE_OK) bound = sqlite3_bind_int64(statement, 2, row->shape[0]);
    if (bound == SQLITE_OK) bound = sqlite3_bind_int64(statement, 3, row->shape[1]);
    if (bound == SQLITE_OK) bound = sqlite3_bind_blob(statement, 4, hash, sizeof hash, SQLITE_STATIC);
    if (bound == SQLITE_OK) bound = sqlite3_bind_blob64(statement, 5, row->data, row->size, SQLITE_STATIC);
    return dt_store_finish(store, statement, bound, what);
}

static int is_block(const dt_store *store, uint64_t first, int count)
{
    return first <= INT64_MAX && first % (uint64_t)store->block_size == 0 && count >= 1 &&
        count <= store->block_size;
}

static void name_block(uint64_t first, char what[WHAT])
{
    snprintf(what, WHAT, "block of member %" PRIu64, first);
}

dt_status dt_store_put_packed(dt_store *store, uint64_t first, int count, const dt_packed *packed, int width)
{
    char what[WHAT];
    sqlite3_stmt *statement;
    if (!is_block(store, first, count)) return DT_INPUT;
    name_block(first, what);
    struct row row = {.name = "block",
                      .first = (int64_t)first,
                      .shape = {count, width},
                      .data = packed->data,
                      .size = packed->size};
    DT_TRY(dt_store_prepare(store, "INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?, ?)", 1, &statement));
    return write_row(store, statement, sqlite3_bind_int64(statement, 1, row.first), &row, what);
}

dt_status dt_store_put_block(dt_store *store, uint64_t first, int count, const double *value)
{
    char what[WHAT];
    dt_packed packed;
    int width;
    if (!is_block(store, first, count)) return DT_INPUT;
    name_block(first, what);
    if (dt_pack_numbers(value, (size_t)count * (size_t)store->n_column, &packed, &width) != DT_OK)
        return dt_store_note(store, DT_E_NO_MEMORY, what, NULL);
    dt_status status = dt_store_put_packed(store, first, count, &packed, width);
    free(packed.data);
    return status;
}

/* Finds the block; the caller finalizes the statement. */
static dt_status find_block(dt_store *store, uint64_t first, const char *sql, sqlite3_stmt **statement)
{
    char what[WHAT];
    if (!is_block(store, first, 1)) return DT_NO;
    name_block(first, what);
    DT_TRY(dt_store_prepare(store, sql, 0, statement));
    sqlite3_bind_int64(*statement, 1, (int64_t)first);
    return dt_store_row(store, *statement, what);
}

int dt_store_has_block(dt_store *store, uint64_t first)
{
    sqlite3_stmt *statement = NULL;
    dt_status status = find_block(store, first, "SELECT 1 FROM block WHERE first = ?", &statement);
    sqlite3_finalize(statement);
    return status == DT_OK;
}

/* Checks and unpacks the block of the row under way. */
static dt_status read_block(dt_store *store, sqlite3_stmt *statement, uint64_t first, int *count,
                            double *value)
{
    char what[WHAT];
    struct row row = {.name = "block", .first = (int64_t)first};
    name_block(first, what);
    DT_TRY(read_row(store, statement, &row, what));
    if (row.shape[0] < 1 || row.shape[0] > store->block_size)
        return dt_store_note(store, DT_E_STORE_DAMAGED, what, "another shape");
    size_t n = (size_t)row.shape[0] * (size_t)store->n_column;
    dt_status status = dt_unpack_numbers(row.data, row.size, (int)row.shape[1], value, n);
    if (status == DT_IO)
        return dt_store_note(store, DT_E_STORE_DAMAGED, what, "bytes that cannot be unpacked");
    if (status != DT_OK) return dt_store_note(store, DT_E_NO_MEMORY, what, NULL);
    *count = (int)row.shape[0];
    return DT_OK;
}

dt_status dt_store_get_block(dt_store *store, uint64_t first, int *count, double *value)
{
    sqlite3_stmt *statement = NULL;
    dt_status status = find_block(store, first, "SELECT count, width, hash, data FROM block WHERE first = ?",
                                  &statement);
    if (status == DT_OK) status = read_block(store, statement, first, count, value);
    sqlite3_finalize(statement);
    return status;
}

dt_status dt_store_next_block(dt_store *store, uint64_t from, uint64_t *first, unsigned char *hash)
{
    sqlite3_stmt *statement = NULL;
    if (from > INT64_MAX) return DT_NO;
    DT_TRY(dt_store_prepare(store, "SELECT first, hash FROM block WHERE first >= ? ORDER BY first LIMIT 1", 0,
                            &statement));
    sqlite3_bind_int64(statement, 1, (int64_t)from);
    dt_status status = dt_store_row(store, statement, "blocks");
    const void *stored = status == DT_OK ? sqlite3_column_blob(statement, 1) : NULL;
    if (status == DT_OK && (!stored || sqlite3_column_bytes(statement, 1) != DT_HASH_SIZE))
        status = dt_store_note(store, DT_E_STORE_DAMAGED, "blocks", "another hash");
    if (status == DT_OK) {
        *first = (uint64_t)sqlite3_column_int64(statement, 0);
        memcpy(hash, stored, DT_HASH_SIZE);
    }
    sqlite3_finalize(statement);
    return status;
}

dt_status dt_store_put_blob(dt_store *store, const char *name, const void *data, size_t size)
{
    dt_packed packed;
    sqlite3_stmt *statement;
    dt_status status = dt_pack_bytes(data, size, &packed);
    if (status == DT_NO_MEMORY) return dt_store_note(store, DT_E_NO_MEMORY, name, NULL);
    if (status != DT_OK) return status;
    struct row row = {.name = name, .shape = {(int64_t)size, 0}, .data = packed.data, .size = packed.size};
    status = dt_store_prepare(store, "INSERT OR REPLACE INTO blob VALUES (?, ?, ?, ?, ?)", 1, &statement);
    if (status == DT_OK)
        status = write_row(store, statement, sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC), &row,
                           name);
    free(packed.data);
    return status;
}

/* Checks and unpacks the array of the row under way. */
static dt_status read_blob(dt_store *store, sqlite3_stmt *statement, const char *name, void **data,
                           size_t *size)
{
    struct row row = {.name = name};
    DT_TRY(read_row(store, statement, &row, name));
    size_t length = (size_t)row.shape[0];
    unsigned char *bytes = malloc(length ? length : 1);
    if (!bytes) return dt_store_note(store, DT_E_NO_MEMORY, name, NULL);
    dt_status status = dt_unpack_bytes(row.data, row.size, bytes, length);
    if (status != DT_OK) {
        free(bytes);
        return dt_store_note(store, status == DT_IO ? DT_E_STORE_DAMAGED : DT_E_NO_MEMORY, name, NULL);
    }
    *data = bytes;
    *size = length;
    return DT_OK;
}

dt_status dt_store_get_blob(dt_store *store, const char *name, void **data, size_t *size)
{
    sqlite3_stmt *statement;
    DT_TRY(dt_store_prepare(store, "SELECT size, spare, hash, data FROM blob WHERE name = ?", 0, &statement));
    int bound = sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    dt_status status = bound == SQLITE_OK ? dt_store_row(store, statement, name)
                                          : dt_store_fail(store, bound, name);
    if (status == DT_OK) status = read_blob(store, statement, name, data, size);
    sqlite3_finalize(statement);
    return status;
}
