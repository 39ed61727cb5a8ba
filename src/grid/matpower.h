/* A case file taken apart: its matrices and cells by name, before they become a grid. */
#ifndef DT_GRID_MATPOWER_H
#define DT_GRID_MATPOWER_H

#include "detente/grid.h"
#include "grid/scan.h"

enum dt_case_table {
    DT_CASE_BUS,
    DT_CASE_GEN,
    DT_CASE_BRANCH,
    DT_CASE_GENCOST,
    DT_CASE_DCLINE,
    DT_CASE_DCLINECOST,
    DT_CASE_BUS_NAME,
    DT_CASE_GEN_NAME,
    DT_CASE_GENFUEL,
    DT_CASE_TABLES
};

typedef struct dt_case_file {
    dt_grid_scan scan;
    dt_grid_scan_table table[DT_CASE_TABLES];
    double base_mva; /* NaN until read */
    char name[DT_GRID_NAME];
    char prefix[DT_GRID_SCAN_NAME]; /* name of the structure, "mpc" as a rule; "" in a file of version 1 */
} dt_case_file;

/* A table of the file by the name of its field; -1 if it is not one that is used. */
int dt_case_table_find(const char *field);

/* Code in the file: the few idioms that change units are carried out, the rest is refused. The statement's
 * first word has been read; `start` is where it began. */
dt_status dt_case_code(dt_case_file *file, const char *start, const char *word);

/* Turns the tables into a grid, not yet finished. */
dt_status dt_case_convert(dt_case_file *file, dt_grid **out);

#endif
