/* Numbers as text, the same in every locale. */
#ifndef DT_IO_NUMBER_H
#define DT_IO_NUMBER_H

#include <stdarg.h>
#include <stddef.h>

#include "detente/status.h"

enum { DT_NUMBER_TEXT = 32 };

/** Reads a decimal number that is the whole of `text`: optional sign, digits with at most one point, optional
 * exponent. No spaces, no hexadecimal, no "inf" or "nan". DT_INPUT if it is none or too large for a double; a
 * number too small becomes 0. */
dt_status dt_number_parse(const char *text, double *value);

/** Writes the shortest of 15, 16 or 17 digits that reads back as the same double ("nan", "inf" and "-inf" as
 * they are). Returns the length. */
size_t dt_number_format(double value, char text[DT_NUMBER_TEXT]);

/** vsnprintf with a point as decimal sign whatever the locale of the process. */
int dt_print(char *text, size_t size, const char *format, va_list arguments);

#endif
