/* A text that grows.
 *
 * A failed allocation is remembered: later calls do nothing, and dt_text_take or dt_text_status says
 * DT_NO_MEMORY once at the end, so that what writes a long text need not check each piece. */
#ifndef DT_IO_TEXT_H
#define DT_IO_TEXT_H

#include <stddef.h>

#include "detente/status.h"

/** Set up with dt_text_init. `data` is terminated once anything was appended, NULL before. */
typedef struct dt_text {
    char *data;
    size_t length, capacity;
    int has_failed;
} dt_text;

void dt_text_init(dt_text *text);
/** Frees what a text holds; it may then be used again. */
void dt_text_clear(dt_text *text);

/** Appends a string, or `length` bytes. */
void dt_text_append(dt_text *text, const char *string);
void dt_text_append_bytes(dt_text *text, const void *bytes, size_t length);
/** Appends as printf does, with a point as decimal sign in every locale. */
void dt_text_printf(dt_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** DT_OK, or DT_NO_MEMORY if an append failed. */
dt_status dt_text_status(const dt_text *text);
/** Hands over the text (never NULL), to be freed with dt_free, and empties `text`. DT_NO_MEMORY if an append
 * failed. */
dt_status dt_text_take(dt_text *text, char **out);

#endif
