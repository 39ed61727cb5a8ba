/* JSON out. A stack of two bits per level says whether the level is an object and whether a comma is needed.
 * In strings, besides what JSON requires, < > & and the line ends U+2028 and U+2029 are escaped, so that no
 * text can close the script element that holds it. */
#include "io/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "io/number.h"
#include "io/utf8.h"

void dt_json_init(dt_json *json, dt_text *text, int is_pretty)
{
    memset(json, 0, sizeof *json);
    json->text = text;
    json->is_pretty = is_pretty;
}

static uint64_t level_bit(const dt_json *json)
{
    return UINT64_C(1) << (json->depth - 1);
}

static void new_line(dt_json *json)
{
    if (!json->is_pretty) return;
    dt_text_append(json->text, "\n");
    for (int d = 0; d < json->depth; d++)
        dt_text_append(json->text, "  ");
}

/* Writes the comma and the line end that go before the next key, or the next value of an array. */
static void separate(dt_json *json)
{
    if (json->depth == 0) return;
    if (json->has_member & level_bit(json)) dt_text_append(json->text, ",");
    json->has_member |= level_bit(json);
    new_line(json);
}

static void before_value(dt_json *json)
{
    assert(json->depth == 0 || json->has_key == ((json->is_object & level_bit(json)) != 0));
    if (!json->has_key) separate(json);
    json->has_key = 0;
}

static void begin(dt_json *json, int is_object)
{
    before_value(json);
    assert(json->depth < DT_JSON_DEPTH);
    json->depth++;
    json->has_member &= ~level_bit(json);
    json->is_object &= ~level_bit(json);
    if (is_object) json->is_object |= level_bit(json);
    dt_text_append(json->text, is_object ? "{" : "[");
}

void dt_json_begin_object(dt_json *json)
{
    begin(json, 1);
}

void dt_json_begin_array(dt_json *json)
{
    begin(json, 0);
}

void dt_json_end(dt_json *json)
{
    assert(json->depth > 0 && !json->has_key);
    uint64_t bit = level_bit(json);
    json->depth--;
    if (json->has_member & bit) new_line(json);
    dt_text_append(json->text, json->is_object & bit ? "}" : "]");
}

dt_status dt_json_take(dt_json *json, char **text)
{
    dt_json_end(json);
    dt_text_append(json->text, "\n");
    dt_status status = dt_text_take(json->text, text);
    dt_text_clear(json->text);
    return status;
}

/* The escape of the character of `size` bytes at `p` into `escape`, which has room for 8; empty if it stands
 * for itself. */
static void escape_of(const char *p, size_t size, char *escape)
{
    static const char special[] = "\b\f\n\r\t\"\\";
    static const char letter[] = "bfnrt\"\\";
    static const char hex[] = "0123456789abcdef";
    unsigned char c = (unsigned char)*p;
    const char *found = c ? strchr(special, *p) : NULL;
    escape[0] = '\0';
    if (size == 0)
        strcpy(escape, "\\ufffd");
    else if (found) {
        escape[0] = '\\';
        escape[1] = letter[found - special];
        escape[2] = '\0';
    } else if (c < 0x20 || c == 0x7f || c == '<' || c == '>' || c == '&') {
        strcpy(escape, "\\u00");
        escape[4] = hex[c >> 4];
        escape[5] = hex[c & 15];
        escape[6] = '\0';
    } else if (size == 3 && (memcmp(p, "\xe2\x80\xa8", 3) == 0 || memcmp(p, "\xe2\x80\xa9", 3) == 0)) {
        strcpy(escape, (unsigned char)p[2] == 0xa8 ? "\\u2028" : "\\u2029");
    }
}

/* Writes a quoted string; runs of characters without escape go out in one piece. */
static void quoted(dt_json *json, const char *string)
{
    size_t length = strlen(string), begin_run = 0, p = 0;
    char escape[8];
    dt_text_append(json->text, "\"");
    while (p < length) {
        size_t size = dt_utf8_size(string + p, length - p);
        escape_of(string + p, size, escape);
        if (escape[0]) {
            dt_text_append_bytes(json->text, string + begin_run, p - begin_run);
            dt_text_append(json->text, escape);
            begin_run = p + (size ? size : 1);
        }
        p += size ? size : 1;
    }
    dt_text_append_bytes(json->text, string + begin_run, length - begin_run);
    dt_text_append(json->text, "\"");
}

void dt_json_key(dt_json *json, const char *key)
{
    assert(json->depth > 0 && (json->is_object & level_bit(json)) && !json->has_key);
    separate(json);
    quoted(json, key);
    dt_text_append(json->text, json->is_pretty ? ": " : ":");
    json->has_key = 1;
}

static void literal(dt_json *json, const char *text)
{
    before_value(json);
    dt_text_append(json->text, text);
}

void dt_json_string(dt_json *json, const char *value)
{
    if (!value) {
        literal(json, "null");
        return;
    }
    before_value(json);
    quoted(json, value);
}

void dt_json_number(dt_json *json, double value)
{
    char text[DT_NUMBER_TEXT] = "null";
    if (isfinite(value)) dt_number_format(value, text);
    literal(json, text);
}

void dt_json_rounded(dt_json *json, double value, int digits)
{
    if (!isfinite(value)) {
        literal(json, "null");
        return;
    }
    before_value(json);
    dt_text_printf(json->text, "%.*g", digits, value);
}

void dt_json_integer(dt_json *json, int64_t value)
{
    before_value(json);
    dt_text_printf(json->text, "%" PRId64, value);
}

void dt_json_bool(dt_json *json, int value)
{
    literal(json, value ? "true" : "false");
}

void dt_json_null(dt_json *json)
{
    literal(json, "null");
}

void dt_json_raw(dt_json *json, const char *value)
{
    size_t length = strlen(value);
    while (length > 0 && strchr(" \n", value[length - 1]))
        length--;
    before_value(json);
    dt_text_append_bytes(json->text, value, length);
}

void dt_json_put_string(dt_json *json, const char *key, const char *value)
{
    dt_json_key(json, key);
    dt_json_string(json, value);
}

void dt_json_put_number(dt_json *json, const char *key, double value)
{
    dt_json_key(json, key);
    dt_json_number(json, value);
}

void dt_json_put_integer(dt_json *json, const char *key, int64_t value)
{
    dt_json_key(json, key);
    dt_json_integer(json, value);
}

void dt_json_put_bool(dt_json *json, const char *key, int value)
{
    dt_json_key(json, key);
    dt_json_bool(json, value);
}

void dt_json_open_array(dt_json *json, const char *key)
{
    dt_json_key(json, key);
    dt_json_begin_array(json);
}

void dt_json_open_object(dt_json *json, const char *key)
{
    dt_json_key(json, key);
    dt_json_begin_object(json);
}
