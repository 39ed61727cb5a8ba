/* The manifest: texts by key, each with a hash of key and text. The layout of the store is four of them.
 *
 * What must stay true in every later format: the table of the manifest, and its key "format". */
#include "store/database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "io/text.h"

static const char format_key[] = "format", format_value[] = "2";
static const char case_key[] = "case_hash", size_key[] = "block_size", column_key[] = "columns";

static void hash_text(const char *key, const char *value, unsigned char out[DT_HASH_SIZE])
{
    dt_hash hash;
    dt_hash_init(&hash);
    dt_hash_string(&hash, key);
    dt_hash_string(&hash, value);
    dt_hash_finish(&hash, out);
}

static dt_status put(dt_store *store, const char *key, const char *value, int is_new_store)
{
    unsigned char hash[DT_HASH_SIZE];
    sqlite3_stmt *statement;
    DT_TRY(dt_store_prepare(store, "INSERT OR REPLACE INTO manifest VALUES (?, ?, ?)", !is_new_store,
                            &statement));
    hash_text(key, value, hash);
    int bound = sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
    if (bound == SQLITE_OK) bound = sqlite3_bind_text(statement, 2, value, -1, SQLITE_STATIC);
    if (bound == SQLITE_OK) bound = sqlite3_bind_blob(statement, 3, hash, sizeof hash, SQLITE_STATIC);
    return dt_store_finish(store, statement, bound, key);
}

static int is_reserved(const char *key)
{
    return strcmp(key, format_key) == 0 || strcmp(key, case_key) == 0 || strcmp(key, size_key) == 0 ||
        strcmp(key, column_key) == 0;
}

dt_status dt_store_put_text(dt_store *store, const char *key, const char *value)
{
    return is_reserved(key) ? DT_INPUT : put(store, key, value, 0);
}

/* Takes value and hash from the row under way. */
static dt_status read_value(dt_store *store, sqlite3_stmt *statement, const char *key, char **value)
{
    unsigned char hash[DT_HASH_SIZE];
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    if (!text) return dt_store_note(store, DT_E_STORE_DAMAGED, key, "no text");
    hash_text(key, text, hash);
    if (!dt_store_hash_matches(statement, 1, hash))
        return dt_store_note(store, DT_E_STORE_DAMAGED, key, "another hash");
    char *copy = strdup(text);
    if (!copy) return dt_store_note(store, DT_E_NO_MEMORY, key, NULL);
    *value = copy;
    return DT_OK;
}

dt_status dt_store_get_text(dt_store *store, const char *key, char **value)
{
    sqlite3_stmt *statement;
    DT_TRY(dt_store_prepare(store, "SELECT value, hash FROM manifest WHERE key = ?", 0, &statement));
    int bound = sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
    dt_status status = bound == SQLITE_OK ? dt_store_row(store, statement, key)
                                          : dt_store_fail(store, bound, key);
    if (status == DT_OK) status = read_value(store, statement, key, value);
    sqlite3_finalize(statement);
    return status;
}

/* Names of columns as one text, a line each. */
static dt_status join_names(const dt_store_layout *layout, char **out)
{
    dt_text names;
    dt_text_init(&names);
    for (int c = 0; c < layout->n_column; c++)
        dt_text_printf(&names, "%s\n", layout->column[c]);
    return dt_text_take(&names, out);
}

dt_status dt_store_write_layout(dt_store *store, const dt_store_layout *layout)
{
    char hex[DT_HASH_TEXT], size[16], *names;
    dt_hash_hex(layout->case_hash, hex);
    snprintf(size, sizeof size, "%d", layout->block_size);
    DT_TRY(join_names(layout, &names));
    dt_status status = put(store, column_key, names, 1);
    free(names);
    if (status == DT_OK) status = put(store, case_key, hex, 1);
    if (status == DT_OK) status = put(store, size_key, size, 1);
    return status == DT_OK ? put(store, format_key, format_value, 1) : status;
}

/* A text without which a store is none. */
static dt_status need_text(dt_store *store, const char *key, char **value)
{
    dt_status status = dt_store_get_text(store, key, value);
    return status == DT_NO ? dt_store_note(store, DT_E_STORE_DAMAGED, key, "no such text in the manifest")
                           : status;
}

static dt_status check_format(dt_store *store)
{
    char *format;
    dt_status status = DT_OK;
    DT_TRY(need_text(store, format_key, &format));
    if (strcmp(format, format_value) != 0) {
        status = dt_store_note(store, DT_E_STORE_VERSION, format_key, format);
        snprintf(store->fault.expected, sizeof store->fault.expected, "%s", format_value);
    }
    free(format);
    return status;
}

static dt_status read_case_hash(dt_store *store)
{
    char *hex, again[DT_HASH_TEXT];
    DT_TRY(need_text(store, case_key, &hex));
    for (int b = 0; b < DT_HASH_SIZE && strlen(hex) == DT_HASH_TEXT - 1; b++) {
        char byte[3] = {hex[2 * b], hex[2 * b + 1], '\0'};
        store->case_hash[b] = (unsigned char)strtoul(byte, NULL, 16);
    }
    dt_hash_hex(store->case_hash, again);
    int is_same = strcmp(hex, again) == 0;
    free(hex);
    return is_same ? DT_OK : dt_store_note(store, DT_E_STORE_DAMAGED, case_key, "not a hash");
}

static dt_status read_block_size(dt_store *store)
{
    char *size;
    DT_TRY(need_text(store, size_key, &size));
    long value = strtol(size, NULL, 10);
    free(size);
    if (value < 1 || value > DT_STORE_BLOCK)
        return dt_store_note(store, DT_E_STORE_DAMAGED, size_key, "not a size");
    store->block_size = (int)value;
    return DT_OK;
}

/* Cuts the names apart; each ends with a line feed. */
static dt_status read_columns(dt_store *store)
{
    DT_TRY(need_text(store, column_key, &store->names));
    store->column = malloc(DT_STORE_COLUMNS * sizeof *store->column);
    if (!store->column) return dt_store_note(store, DT_E_NO_MEMORY, column_key, NULL);
    char *at = store->names, *end;
    while (store->n_column < DT_STORE_COLUMNS && (end = strchr(at, '\n'))) {
        *end = '\0';
        store->column[store->n_column++] = at;
        at = end + 1;
    }
    return store->n_column > 0 && *at == '\0'
        ? DT_OK
        : dt_store_note(store, DT_E_STORE_DAMAGED, column_key, "not a list of names");
}

dt_status dt_store_read_layout(dt_store *store)
{
    DT_TRY(check_format(store));
    DT_TRY(read_case_hash(store));
    DT_TRY(read_block_size(store));
    return read_columns(store);
}
