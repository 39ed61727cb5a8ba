/* A text that grows: room doubles, so that appending costs time in proportion to the length. */
#include "io/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/number.h"

enum { FIRST_ROOM = 256 };

void dt_text_init(dt_text *text)
{
    memset(text, 0, sizeof *text);
}

void dt_text_clear(dt_text *text)
{
    free(text->data);
    dt_text_init(text);
}

/* Makes room for `more` bytes and the end mark; 0 if there is none. */
static int reserve(dt_text *text, size_t more)
{
    size_t room = text->capacity ? text->capacity : FIRST_ROOM;
    if (text->has_failed) return 0;
    if (more < text->capacity - text->length) return 1;
    while (room <= SIZE_MAX / 2 && room - text->length <= more)
        room *= 2;
    char *data = room - text->length > more ? realloc(text->data, room) : NULL;
    text->has_failed = !data;
    if (!data) return 0;
    text->data = data;
    text->capacity = room;
    return 1;
}

void dt_text_append_bytes(dt_text *text, const void *bytes, size_t length)
{
    if (!reserve(text, length)) return;
    if (length > 0) memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void dt_text_append(dt_text *text, const char *string)
{
    dt_text_append_bytes(text, string, strlen(string));
}

void dt_text_printf(dt_text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = dt_print(NULL, 0, format, arguments);
    if (length < 0)
        text->has_failed = 1;
    else if (reserve(text, (size_t)length)) {
        dt_print(text->data + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
}

dt_status dt_text_status(const dt_text *text)
{
    return text->has_failed ? DT_NO_MEMORY : DT_OK;
}

dt_status dt_text_take(dt_text *text, char **out)
{
    dt_text_append_bytes(text, "", 0);
    if (text->has_failed) {
        dt_text_clear(text);
        return DT_NO_MEMORY;
    }
    *out = text->data;
    dt_text_init(text);
    return DT_OK;
}
