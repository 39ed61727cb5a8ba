/* Export as comma-separated values: notes and units behind '#', then a row of names and a row for each
 * member. Failed members have empty fields. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/export.h"

static dt_status begin(const struct export_table *table, const char *path, void **writer)
{
    FILE *out = path ? fopen(path, "w") : stdout;
    if (!out) return cli_fail(table->cli, DT_E_FILE_WRITE, path, NULL, NULL);
    for (int n = 0; n < table->n_note; n++)
        fprintf(out, "# %s: %s\n", table->note[n].name, table->note[n].text);
    for (int c = 0; c < table->n_column; c++)
        fprintf(out, "# %s [%s]: %s\n", table->column[c].name, table->column[c].unit, table->column[c].text);
    fputs("member", out);
    for (int c = 0; c < table->n_column; c++)
        fprintf(out, ",%s", table->column[c].name);
    fputc('\n', out);
    *writer = out;
    return DT_OK;
}

/* Nine digits give a float back bit by bit, seventeen a double. */
static void write_number(FILE *out, double x)
{
    if (isnan(x))
        fputc(',', out);
    else
        fprintf(out, (double)(float)x == x ? ",%.9g" : ",%.17g", x);
}

static dt_status block(const struct export_table *table, void *writer, int64_t first, int count,
                       const double *value)
{
    FILE *out = writer;
    for (int m = 0; m < count; m++) {
        fprintf(out, "%" PRId64, first + m);
        for (int c = 0; c < table->n_column; c++)
            write_number(out, value[(size_t)c * (size_t)count + (size_t)m]);
        fputc('\n', out);
    }
    return ferror(out) ? cli_fail(table->cli, DT_E_OUTPUT_FAILED, NULL, NULL, NULL) : DT_OK;
}

static dt_status end(const struct export_table *table, void *writer, dt_status status)
{
    FILE *out = writer;
    if (out == stdout) return status;
    int is_lost = fflush(out) != 0 || fsync(fileno(out)) != 0;
    is_lost |= fclose(out) != 0;
    return status == DT_OK && is_lost ? cli_fail(table->cli, DT_E_OUTPUT_FAILED, NULL, NULL, NULL) : status;
}

const struct export_format export_csv = {.begin = begin, .block = block, .end = end};
