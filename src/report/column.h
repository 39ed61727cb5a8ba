/* Columns of printed text, padded by hand because names may hold letters of more than one byte. */
#ifndef DT_REPORT_COLUMN_H
#define DT_REPORT_COLUMN_H

#include "io/text.h"

enum { DT_TEXT_COLUMNS = 100 };

/* Characters of UTF-8 text: every byte that does not continue one. */
int dt_column_width(const char *text);
/* Writes a cell: to the left if `width` is negative, to the right if it is positive, unpadded if it is 0. A
 * text that is too long keeps one space behind it. */
void dt_column_cell(dt_text *out, const char *text, int width);
/* Writes a paragraph broken at spaces; every line begins with `first` or, from the second on, as many spaces.
 */
void dt_column_paragraph(dt_text *out, const char *first, const char *text);

/* A column of a table with several lines to a row. */
typedef struct dt_text_column {
    const char *text; /* what is still to be written */
    int width;        /* with the gap behind it */
} dt_text_column;
/* Writes n columns side by side, each broken at spaces, every line behind `indent` spaces. */
void dt_column_row(dt_text *out, int indent, dt_text_column *column, int n);

#endif
