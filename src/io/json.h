/* JSON out: writes values one after the other into a growing text.
 *
 * The result is valid JSON (RFC 8259) and may stand inside a <script> element of an HTML page. Calls out of
 * order (a value without key in an object, too many ends) are mistakes of the caller and are asserted. A
 * failed allocation shows in the status of the text. */
#ifndef DT_IO_JSON_H
#define DT_IO_JSON_H

#include <stdint.h>

#include "io/text.h"

enum { DT_JSON_DEPTH = 64 };

/** A writer; set up with dt_json_init. It holds nothing to be freed. */
typedef struct dt_json {
    dt_text *text;
    int is_pretty, depth;
    int has_key;         /* a key was written and waits for its value */
    uint64_t is_object;  /* one bit per open level: object or array */
    uint64_t has_member; /* one bit per open level: something stands in it */
} dt_json;

/** Starts a document at the end of `text`, which is borrowed. `is_pretty`: one value per line, two spaces per
 * level. */
void dt_json_init(dt_json *json, dt_text *text, int is_pretty);

/** Opens an object or an array (at most DT_JSON_DEPTH deep); dt_json_end closes what was opened last. */
void dt_json_begin_object(dt_json *json);
void dt_json_begin_array(dt_json *json);
void dt_json_end(dt_json *json);
/* Closes the document, which ends with a line end, and hands its text out; the buffer is left empty. */
dt_status dt_json_take(dt_json *json, char **text);

/** Key of the next value in an object. */
void dt_json_key(dt_json *json, const char *key);

/** Values. A byte that is not UTF-8 becomes U+FFFD; a NULL string, NaN and infinities become null. */
void dt_json_string(dt_json *json, const char *value);
void dt_json_number(dt_json *json, double value);
/** A number rounded to 1..17 significant digits. */
void dt_json_rounded(dt_json *json, double value, int digits);
void dt_json_integer(dt_json *json, int64_t value);
void dt_json_bool(dt_json *json, int value);
void dt_json_null(dt_json *json);
/** A value that is JSON already; blanks at its end are left out. */
void dt_json_raw(dt_json *json, const char *value);

/** A key and its value in one call. */
void dt_json_put_string(dt_json *json, const char *key, const char *value);
void dt_json_put_number(dt_json *json, const char *key, double value);
void dt_json_put_integer(dt_json *json, const char *key, int64_t value);
void dt_json_put_bool(dt_json *json, const char *key, int value);
/** A key, and the array or object that begins there. */
void dt_json_open_array(dt_json *json, const char *key);
void dt_json_open_object(dt_json *json, const char *key);

#endif
