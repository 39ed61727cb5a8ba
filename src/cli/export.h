/* What `detente export` hands to the writers of a format: columns, texts about them, blocks of members. */
#ifndef DT_CLI_EXPORT_H
#define DT_CLI_EXPORT_H

#include "cli/result.h"

/* A column of the export: an outcome or the probability of a factor. */
struct export_column {
    char name[128], unit[32], text[256];
    int outcome, factor; /* -1: not one */
};

/* A line about the whole. */
struct export_note {
    const char *name;
    char *text;
};

enum { EXPORT_NOTES = 16 };

struct export_table {
    struct cli *cli;
    const struct export_column *column;
    int n_column, n_note;
    struct export_note note[EXPORT_NOTES];
};

/* A format. `begin` opens the file `path` (NULL: standard output) and writes all texts; `block` adds members,
 * as n_column rows of `count`; `end` finishes the file, also after a failure. */
struct export_format {
    dt_status (*begin)(const struct export_table *table, const char *path, void **writer);
    dt_status (*block)(const struct export_table *table, void *writer, int64_t first, int count,
                       const double *value);
    dt_status (*end)(const struct export_table *table, void *writer, dt_status status);
};

extern const struct export_format export_csv, export_netcdf;

#endif
