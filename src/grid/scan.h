/* Reading the text of a case file: places, comments, numbers with arithmetic, matrices and cells. */
#ifndef DT_GRID_SCAN_H
#define DT_GRID_SCAN_H

#include <stddef.h>

#include "detente/status.h"

enum { DT_GRID_SCAN_NAME = 64 };

/* A variable that code in the file has set to a number. */
typedef struct dt_grid_scan_variable {
    char name[DT_GRID_SCAN_NAME];
    double value;
} dt_grid_scan_variable;

/* Position in a text and what has been found. `failed` is the status of the first error. */
typedef struct dt_grid_scan {
    const char *text, *end, *at;
    const char *line_start;
    int line;
    const char *path;
    dt_diagnostics *found;
    dt_status failed;
    int depth;      /* of nested parentheses */
    int is_element; /* inside a matrix: a blank ends an element */
    int n_variable;
    dt_grid_scan_variable variable[32];
} dt_grid_scan;

/* A matrix or a cell: rows of numbers or texts. */
typedef struct dt_grid_scan_table {
    char name[DT_GRID_SCAN_NAME];
    int line; /* where it begins; 0: not in the file */
    int is_cell;
    int n_row, row_room;
    int *row_start, *row_line; /* n_row + 1; n_row */
    int n_value, value_room;
    double *value; /* NaN for a text */
    char **text;   /* of a cell: NULL for a number */
    int *place;    /* column of the file where each value begins */
} dt_grid_scan_table;

void dt_grid_scan_init(dt_grid_scan *scan, const char *text, size_t length, const char *path,
                       dt_diagnostics *found);
/* Reports an error at the present place; keeps the first status. Returns its status. */
dt_status dt_grid_scan_fail(dt_grid_scan *scan, dt_error_code code, const char *found, const char *expected);
/* Reports at a line: an error or a warning. */
dt_status dt_grid_scan_report(dt_grid_scan *scan, const dt_diagnostic *finding);

/* Skips blanks, comments, continuations and, with `lines`, line ends. */
void dt_grid_scan_skip(dt_grid_scan *scan, int lines);
/* Character at the present place; 0 at the end. */
int dt_grid_scan_peek(const dt_grid_scan *scan);
/* Takes the character `c` if it is next. */
int dt_grid_scan_take(dt_grid_scan *scan, char c);
/* Takes a name (letters, digits, '_'); 0 if none is next. Longer ones are cut. */
int dt_grid_scan_word(dt_grid_scan *scan, char name[DT_GRID_SCAN_NAME]);
/* Skips to the end of the statement: a ';' or line end outside quotes. */
void dt_grid_scan_statement(dt_grid_scan *scan);
/* Reads an expression of numbers, variables, + - * / ^, sqrt and parentheses. */
dt_status dt_grid_scan_number(dt_grid_scan *scan, double *value);
/* Reads a quoted text; to be freed. */
dt_status dt_grid_scan_text(dt_grid_scan *scan, char **text);
/* Reads a matrix or a cell, its bracket being next. */
dt_status dt_grid_scan_table_read(dt_grid_scan *scan, dt_grid_scan_table *table);
void dt_grid_scan_table_clear(dt_grid_scan_table *table);
dt_status dt_grid_scan_set(dt_grid_scan *scan, const char *name, double value);

#endif
