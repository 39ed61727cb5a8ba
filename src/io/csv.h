/* Tables in CSV files (RFC 4180), with the place of every field.
 *
 * The first line names the columns. Before it, lines that begin with # are comments. Lines end with LF or
 * CRLF; lines with nothing on them are skipped; a byte order mark is allowed. Text is UTF-8. A table never
 * changes after it was read; what its functions return is borrowed and lives as long as the table. */
#ifndef DT_IO_CSV_H
#define DT_IO_CSV_H

#include <stddef.h>

#include "detente/status.h"

/* Largest file, in bytes. */
enum { DT_CSV_LIMIT = 64 << 20 };

/** Row of the names of columns, where a function asks for a row. */
enum { DT_CSV_HEADER = -1 };

typedef struct dt_csv dt_csv;

/** Reads a table and reports all its faults at once. `*out` is to be freed with dt_csv_free. DT_IO if the
 * file cannot be read, DT_INPUT if it is not a valid table. */
dt_status dt_csv_read(const char *path, dt_csv **out, dt_diagnostics *diagnostics);
/** Like dt_csv_read, from text in memory (copied); `name` stands for the file in messages. */
dt_status dt_csv_parse(const char *text, size_t length, const char *name, dt_csv **out,
                       dt_diagnostics *diagnostics);
/** Frees a table; NULL is allowed. */
void dt_csv_free(dt_csv *table);

/** Path or name that the table was read from. */
const char *dt_csv_file(const dt_csv *table);
int dt_csv_column_count(const dt_csv *table);
/** Number of rows, without the header. */
int dt_csv_row_count(const dt_csv *table);
/** Index of the column with this name; -1 if there is none. */
int dt_csv_column(const dt_csv *table, const char *name);

/** Text of a field, without quotes; "" if it is empty. Row DT_CSV_HEADER gives the name of a column. */
const char *dt_csv_text(const dt_csv *table, int row, int column);
/** Place where a field begins: line, and column in characters, both from 1. */
int dt_csv_line(const dt_csv *table, int row, int column);
int dt_csv_place(const dt_csv *table, int row, int column);

/** Reads a field as a decimal number. If it is none, reports that with its place and returns DT_INPUT. */
dt_status dt_csv_number(const dt_csv *table, int row, int column, double *value, dt_diagnostics *diagnostics);

/** Reports a finding about a field: fills file, line, column, key (the name of the column) and found (the
 * text of the field) where `finding` leaves them empty. Returns the status of the code. */
dt_status dt_csv_fault(const dt_csv *table, int row, int column, const dt_diagnostic *finding,
                       dt_diagnostics *diagnostics);

#endif
