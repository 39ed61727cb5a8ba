/* Exact fractions: read from decimals and fractions, rounded to the nearest double, written as text.
 *
 * Numbers are GMP's; whoever initialises one clears it. What is read from text is bounded (DT_EXACT_TEXT
 * characters, exponents within DT_EXACT_EXPONENT), so that no input makes a number of unlimited size. */
#ifndef DT_NORMAL_EXACT_H
#define DT_NORMAL_EXACT_H

#include <gmp.h>
#include <stddef.h>

#include "detente/status.h"
#include "io/text.h"

enum { DT_EXACT_TEXT = 400, DT_EXACT_EXPONENT = 400 };

/** Reads `length` characters as a decimal ("-1.25e3", "7", ".5") or a fraction of whole numbers ("-22/7").
 * DT_INPUT if they are neither, too long, divided by 0, or too large for a double; `out` is then untouched.
 */
dt_status dt_exact_parse(const char *text, size_t length, mpq_t out);
/** The nearest double; of two equally near the one nearer to 0. */
double dt_exact_double(const mpq_t value);
/** Appends a fraction as "3", "-1/2". */
void dt_exact_append(dt_text *text, const mpq_t value);

#endif
