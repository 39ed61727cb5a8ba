/* Reading the tables of a world: a CSV file whose columns are known by number, and the checks that every
 * table needs.
 *
 * All functions that read a field report what is wrong with its place and count it, so that one call shows
 * every fault of a file. */
#ifndef DT_WORLD_TABLE_H
#define DT_WORLD_TABLE_H

#include "io/csv.h"
#include "world/world.h"

enum { DT_TABLE_MAX_COLUMN = 16 };

/* An open table. */
struct world_table {
    dt_csv *csv;
    int column[DT_TABLE_MAX_COLUMN]; /* of the file, by number of the column asked for */
    int n_row;
    int n_fault;
    dt_diagnostics *diagnostics;
};

/* Opens a table of folder `dir` and finds the `n` columns named. To be closed with dt_table_close, which
 * accepts any table that is zero or open. */
dt_status dt_table_open(struct world_table *table, const char *dir, const char *file,
                        const char *const *columns, int n, dt_diagnostics *diagnostics);
void dt_table_close(struct world_table *table);

const char *dt_table_text(const struct world_table *table, int row, int column);
/* Reports a fault of a field and counts it. `expected` may be NULL. Returns DT_INPUT. */
dt_status dt_table_fault(struct world_table *table, int row, int column, dt_error_code code,
                         const char *expected);

/* Read one field. On failure the fault is reported and *out untouched. */
dt_status dt_table_number(struct world_table *table, int row, int column, double *out);
dt_status dt_table_year(struct world_table *table, int row, int column, int *out);
/* 0 or 1. */
dt_status dt_table_flag(struct world_table *table, int row, int column, int *out);
/* One of `n` words: its index. */
dt_status dt_table_word(struct world_table *table, int row, int column, const char *const *words, int n,
                        int *out);
/* A name of at most DT_NAME_TEXT - 1 bytes, not empty; copied. */
dt_status dt_table_name(struct world_table *table, int row, int column, char out[DT_NAME_TEXT]);
/* An ISO code: the state's index. */
dt_status dt_table_state(struct world_table *table, const dt_world *world, int row, int column, int *out);
/* A key of SOURCES.md: its index. */
dt_status dt_table_source(struct world_table *table, const dt_world *world, int row, int column, int *out);

/* Columns of a value: low, central, high, kind and source, at these numbers of a table. */
struct world_value_columns {
    int low, central, high, kind, source;
};
/* Reads a value and checks its order and range; the year is left as it is. */
dt_status dt_table_value(struct world_table *table, const dt_world *world, int row,
                         const struct world_value_columns *at, const double range[2],
                         struct world_value *out);

/* DT_INPUT if the table had a fault. */
dt_status dt_table_status(const struct world_table *table);

#endif
