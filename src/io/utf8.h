/* UTF-8: finds characters and what is not one. */
#ifndef DT_IO_UTF8_H
#define DT_IO_UTF8_H

#include <stddef.h>

/** Bytes (1 to 4) of the character that begins at `text`, of which `length` bytes may be read; 0 if none
 * begins there: a stray or missing continuation byte, a longer form than needed, a surrogate, or a number
 * above U+10FFFF. */
size_t dt_utf8_size(const char *text, size_t length);

#endif
