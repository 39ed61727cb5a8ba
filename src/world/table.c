/* Reading the tables of a world. */
#include "world/table.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/scenario.h"
#include "io/file.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2100 };

static const char *const kinds[DT_N_KIND] = {"reported", "derived", "estimate", "judgement", "memory"};

/* Finds the columns; each that lacks is reported at the header. */
static dt_status find_columns(struct world_table *table, const char *const *columns, int n)
{
    for (int c = 0; c < n; c++) {
        table->column[c] = dt_csv_column(table->csv, columns[c]);
        if (table->column[c] >= 0) continue;
        dt_diagnostic finding = {.code = DT_E_DATA_COLUMN, .found = "no such column"};
        snprintf(finding.key, sizeof finding.key, "%s", columns[c]);
        snprintf(finding.expected, sizeof finding.expected, "a column \"%s\"", columns[c]);
        dt_csv_fault(table->csv, DT_CSV_HEADER, 0, &finding, table->diagnostics);
        table->n_fault++;
    }
    return dt_table_status(table);
}

dt_status dt_table_open(struct world_table *table, const char *dir, const char *file,
                        const char *const *columns, int n, dt_diagnostics *diagnostics)
{
    char *path = NULL;
    *table = (struct world_table){.diagnostics = diagnostics};
    DT_TRY(dt_path_join(dir, file, &path));
    dt_status status = dt_csv_read(path, &table->csv, diagnostics);
    dt_free(path);
    DT_TRY(status);
    table->n_row = dt_csv_row_count(table->csv);
    status = find_columns(table, columns, n);
    if (status != DT_OK) dt_table_close(table);
    return status;
}

void dt_table_close(struct world_table *table)
{
    dt_csv_free(table->csv);
    table->csv = NULL;
}

const char *dt_table_text(const struct world_table *table, int row, int column)
{
    return dt_csv_text(table->csv, row, table->column[column]);
}

dt_status dt_table_fault(struct world_table *table, int row, int column, dt_error_code code,
                         const char *expected)
{
    dt_diagnostic finding = {.code = code};
    snprintf(finding.expected, sizeof finding.expected, "%s", expected ? expected : "");
    dt_csv_fault(table->csv, row, table->column[column], &finding, table->diagnostics);
    table->n_fault++;
    return DT_INPUT;
}

dt_status dt_table_number(struct world_table *table, int row, int column, double *out)
{
    dt_status status = dt_csv_number(table->csv, row, table->column[column], out, table->diagnostics);
    if (status != DT_OK) table->n_fault++;
    return status;
}

dt_status dt_table_year(struct world_table *table, int row, int column, int *out)
{
    double value = 0.0;
    DT_TRY(dt_table_number(table, row, column, &value));
    int is_year = value >= FIRST_YEAR && value <= LAST_YEAR && value == (double)(int)value;
    if (!is_year) return dt_table_fault(table, row, column, DT_E_DATA_YEAR, "a year from 1900 to 2100");
    *out = (int)value;
    return DT_OK;
}

dt_status dt_table_flag(struct world_table *table, int row, int column, int *out)
{
    static const char *const flags[] = {"0", "1"};
    return dt_table_word(table, row, column, flags, 2, out);
}

dt_status dt_table_word(struct world_table *table, int row, int column, const char *const *words, int n,
                        int *out)
{
    const char *text = dt_table_text(table, row, column);
    char expected[DT_DIAGNOSTIC_TEXT] = "one of";
    for (int w = 0; w < n; w++) {
        if (strcmp(text, words[w]) == 0) {
            *out = w;
            return DT_OK;
        }
        size_t length = strlen(expected);
        snprintf(expected + length, sizeof expected - length, " %s", words[w]);
    }
    return dt_table_fault(table, row, column, DT_E_DATA_WORD, expected);
}

dt_status dt_table_name(struct world_table *table, int row, int column, char out[DT_NAME_TEXT])
{
    const char *text = dt_table_text(table, row, column);
    if (!*text || strlen(text) >= DT_NAME_TEXT)
        return dt_table_fault(table, row, column, DT_E_DATA_WORD, "a name of 1 to 63 bytes");
    memcpy(out, text, strlen(text) + 1);
    return DT_OK;
}

/* The code of the one state whose code differs from `text` in a letter, or whose name `text` is; "" if there
 * is none or more than one. */
static const char *near_state(const dt_world *world, const char *text)
{
    const char *near = "";
    for (int i = 0; i < world->n_state; i++) {
        const char *iso3 = world->state[i].iso3;
        int same = 0;
        for (int k = 0; k < 3 && strlen(text) == 3; k++)
            same += toupper((unsigned char)text[k]) == iso3[k];
        if (same == 3 || strcmp(world->state[i].name, text) == 0) return iso3;
        if (same != 2) continue;
        if (*near) return "";
        near = iso3;
    }
    return near;
}

dt_status dt_table_state(struct world_table *table, const dt_world *world, int row, int column, int *out)
{
    int state = dt_world_state_index(world, dt_table_text(table, row, column));
    if (state < 0) {
        const char *near = near_state(world, dt_table_text(table, row, column));
        dt_diagnostic finding = {.code = DT_E_DATA_STATE, .expected = "an ISO code of states.csv"};
        if (*near) snprintf(finding.suggestion, sizeof finding.suggestion, "did you mean %s?", near);
        dt_csv_fault(table->csv, row, table->column[column], &finding, table->diagnostics);
        table->n_fault++;
        return DT_INPUT;
    }
    *out = state;
    return DT_OK;
}

dt_status dt_table_source(struct world_table *table, const dt_world *world, int row, int column, int *out)
{
    int source = dt_source_find(world, dt_table_text(table, row, column));
    if (source < 0) return dt_table_fault(table, row, column, DT_E_DATA_SOURCE, "a key of SOURCES.md");
    *out = source;
    return DT_OK;
}

/* Checks low <= central <= high and the range; the fault is reported at the first column that breaks it. */
static dt_status check_value(struct world_table *table, int row, const struct world_value_columns *at,
                             const double range[2], const struct world_value *value)
{
    char expected[DT_DIAGNOSTIC_TEXT];
    if (value->low > value->central)
        return dt_table_fault(table, row, at->low, DT_E_DATA_ORDER, "low <= central <= high");
    if (value->central > value->high)
        return dt_table_fault(table, row, at->high, DT_E_DATA_ORDER, "low <= central <= high");
    snprintf(expected, sizeof expected, "%g to %g", range[0], range[1]);
    if (value->low < range[0]) return dt_table_fault(table, row, at->low, DT_E_DATA_RANGE, expected);
    if (value->high > range[1]) return dt_table_fault(table, row, at->high, DT_E_DATA_RANGE, expected);
    return DT_OK;
}

dt_status dt_table_value(struct world_table *table, const dt_world *world, int row,
                         const struct world_value_columns *at, const double range[2], struct world_value *out)
{
    struct world_value value = {.year = out->year};
    int before = table->n_fault;
    dt_status status = dt_table_number(table, row, at->low, &value.low);
    if (dt_table_number(table, row, at->central, &value.central) != DT_OK) status = DT_INPUT;
    if (dt_table_number(table, row, at->high, &value.high) != DT_OK) status = DT_INPUT;
    if (status == DT_OK) check_value(table, row, at, range, &value);
    dt_table_word(table, row, at->kind, kinds, DT_N_KIND, &value.kind);
    dt_table_source(table, world, row, at->source, &value.source);
    if (table->n_fault != before) return DT_INPUT;
    *out = value;
    return DT_OK;
}

dt_status dt_table_status(const struct world_table *table)
{
    return table->n_fault ? DT_INPUT : DT_OK;
}
