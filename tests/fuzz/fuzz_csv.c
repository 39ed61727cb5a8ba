/* Fuzz target of the CSV reader: any bytes give a table or findings. A table that was read must be whole:
 * every field readable, its place inside the text, as many rows as its counts say. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition)
{
    if (!condition) abort();
}

static void check_field(const dt_csv *table, int row, int column, size_t size)
{
    double value = 0.0;
    require(strlen(dt_csv_text(table, row, column)) <= size);
    require(dt_csv_line(table, row, column) >= 1 && (size_t)dt_csv_line(table, row, column) <= size + 1);
    require(dt_csv_place(table, row, column) >= 1 && (size_t)dt_csv_place(table, row, column) <= size + 1);
    if (dt_csv_number(table, row, column, &value, NULL) == DT_OK) require(value - value == 0.0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dt_csv *table = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_status status = dt_csv_parse((const char *)data, size, "fuzz.csv", &table, &found);
    require((status == DT_OK) == (table != NULL) && (status == DT_OK) == (found.n_error == 0));
    for (int row = DT_CSV_HEADER; table && row < dt_csv_row_count(table); row++)
        for (int column = 0; column < dt_csv_column_count(table); column++)
            check_field(table, row, column, size);
    dt_csv_free(table);
    return 0;
}
