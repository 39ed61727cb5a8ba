/* Designs as tables: one row a point, one column a factor, probabilities. */
#include <stdio.h>
#include <stdlib.h>

#include "core/try.h"
#include "io/csv.h"
#include "io/file.h"
#include "io/text.h"
#include "sample/design.h"

/* Columns of the table in the order of `name`; what is missing or is not wanted is reported. */
static dt_status find_columns(const dt_csv *table, const char *const *name, int n, int *column,
                              dt_diagnostics *diagnostics)
{
    dt_status status = DT_OK;
    for (int c = 0; c < n; c++) {
        column[c] = dt_csv_column(table, name[c]);
        if (column[c] >= 0) continue;
        dt_diagnostic finding = {.code = DT_E_DESIGN_FILE, .line = 1};
        snprintf(finding.file, sizeof finding.file, "%s", dt_csv_file(table));
        snprintf(finding.found, sizeof finding.found, "no column %s", name[c]);
        snprintf(finding.expected, sizeof finding.expected, "a column for each of %d factors", n);
        status = dt_diagnose(diagnostics, &finding);
    }
    for (int k = 0; k < dt_csv_column_count(table); k++) {
        int is_wanted = 0;
        for (int c = 0; c < n; c++)
            is_wanted |= column[c] == k;
        dt_diagnostic finding = {.code = DT_E_DESIGN_FILE, .is_warning = 1};
        snprintf(finding.expected, sizeof finding.expected,
                 "the name of an uncertain factor; the column is passed over");
        if (!is_wanted) (void)dt_csv_fault(table, DT_CSV_HEADER, k, &finding, diagnostics);
    }
    return status;
}

static dt_status read_row(const dt_csv *table, int row, const int *column, dt_design *d,
                          dt_diagnostics *diagnostics)
{
    dt_status status = DT_OK;
    int n = d->made_by.n_column;
    for (int c = 0; c < n; c++) {
        double u = 0.0;
        if (dt_csv_number(table, row, column[c], &u, diagnostics) != DT_OK) {
            status = DT_INPUT;
            continue;
        }
        dt_diagnostic finding = {.code = DT_E_DESIGN_FILE};
        snprintf(finding.expected, sizeof finding.expected, "a probability from 0 to 1");
        if (!(u >= 0.0 && u <= 1.0)) status = dt_csv_fault(table, row, column[c], &finding, diagnostics);
        d->value[(size_t)row * (size_t)n + (size_t)c] = dt_inside(u);
    }
    return status;
}

static dt_status read_rows(const dt_csv *table, const char *const *name, dt_design *d,
                           dt_diagnostics *diagnostics)
{
    int n = d->made_by.n_column;
    int *column = malloc((size_t)n * sizeof *column);
    d->value = malloc((size_t)d->rows * (size_t)n * sizeof *d->value);
    dt_status status = column && d->value ? find_columns(table, name, n, column, diagnostics) : DT_NO_MEMORY;
    int has_columns = status == DT_OK;
    for (int row = 0; row < d->rows && has_columns; row++) {
        dt_status found = read_row(table, row, column, d, diagnostics);
        if (found != DT_OK) status = found;
    }
    free(column);
    return status;
}

dt_status dt_design_read(const char *path, const char *const *name, int n_column, dt_design **out,
                         dt_diagnostics *diagnostics)
{
    dt_csv *table = NULL;
    DT_TRY(dt_csv_read(path, &table, diagnostics));
    dt_design *d = calloc(1, sizeof *d);
    dt_status status = d ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        d->rows = dt_csv_row_count(table);
        d->group = 1;
        d->made_by = (dt_design_options){.kind = -1, .n_column = n_column, .base = d->rows};
        dt_diagnostic empty = {.code = DT_E_DESIGN_FILE, .line = 1};
        snprintf(empty.file, sizeof empty.file, "%s", path);
        snprintf(empty.found, sizeof empty.found, "no rows");
        status = d->rows > 0 ? read_rows(table, name, d, diagnostics) : dt_diagnose(diagnostics, &empty);
    }
    dt_csv_free(table);
    if (status == DT_OK)
        *out = d;
    else
        dt_design_free(d);
    return status;
}

static void put_table(const dt_design *d, const char *const *name, dt_text *text, double *u)
{
    int n = d->made_by.n_column;
    for (int c = 0; c < n; c++)
        dt_text_printf(text, "%s%c", name[c], c + 1 < n ? ',' : '\n');
    for (int64_t row = 0; row < d->rows; row++) {
        dt_design_row(d, row, u);
        for (int c = 0; c < n; c++)
            dt_text_printf(text, "%.17g%c", u[c], c + 1 < n ? ',' : '\n');
    }
}

dt_status dt_design_write(const dt_design *design, const char *path, const char *const *name,
                          dt_diagnostics *diagnostics)
{
    dt_text text;
    dt_text_init(&text);
    double *u = malloc((size_t)design->made_by.n_column * sizeof *u);
    if (u) put_table(design, name, &text, u);
    dt_status status = u ? dt_text_status(&text) : DT_NO_MEMORY;
    if (status == DT_OK) status = dt_file_write(path, text.data, text.length, diagnostics);
    dt_text_clear(&text);
    free(u);
    return status;
}
