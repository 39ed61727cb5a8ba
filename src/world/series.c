/* Observed yearly series for back-tests, sorted once so that the points of a series and state stand together.
 * They are what the model is scored on, so the world's year cuts nothing off. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "world/read.h"
#include "world/table.h"

enum { ISO3, SERIES, YEAR, VALUE, UNIT, SOURCE, N_COLUMN };
static const char *const columns[N_COLUMN] = {"iso3", "series", "year", "value", "unit", "source"};

static int find_series(const dt_world *world, const char *name)
{
    for (int s = 0; s < world->n_series; s++)
        if (strcmp(world->series[s], name) == 0) return s;
    return -1;
}

static int compare_points(const void *left, const void *right)
{
    const struct world_point *a = left, *b = right;
    if (a->series != b->series) return a->series < b->series ? -1 : 1;
    if (a->state != b->state) return a->state < b->state ? -1 : 1;
    return (a->year > b->year) - (a->year < b->year);
}

/* The series named in a row, made if it is new. Its unit is that of its first row. */
static dt_status series_of_row(struct world_table *table, dt_world *world, int row, int *series,
                               int first_row[])
{
    char name[DT_NAME_TEXT];
    DT_TRY(dt_table_name(table, row, SERIES, name));
    *series = find_series(world, name);
    if (*series < 0 && world->n_series == DT_MAX_SERIES)
        return dt_table_fault(table, row, SERIES, DT_E_DATA_SIZE, "at most 64 series");
    if (*series < 0) {
        *series = world->n_series++;
        first_row[*series] = row;
        memcpy(world->series[*series], name, sizeof name);
    }
    const char *unit = dt_table_text(table, first_row[*series], UNIT);
    if (strcmp(unit, dt_table_text(table, row, UNIT)) != 0)
        return dt_table_fault(table, row, UNIT, DT_E_DATA_UNIT, unit);
    return DT_OK;
}

static void read_point(struct world_table *table, dt_world *world, int row, int first_row[])
{
    struct world_point point = {.state = DT_WHOLE_WORLD};
    int source = 0;
    if (strcmp(dt_table_text(table, row, ISO3), "WLD") != 0 &&
        dt_table_state(table, world, row, ISO3, &point.state) != DT_OK)
        return;
    if (series_of_row(table, world, row, &point.series, first_row) != DT_OK) return;
    if (dt_table_year(table, row, YEAR, &point.year) != DT_OK) return;
    if (dt_table_number(table, row, VALUE, &point.value) != DT_OK) return;
    if (dt_table_source(table, world, row, SOURCE, &source) != DT_OK) return;
    world->point[world->n_point++] = point;
}

static void check_twice(struct world_table *table, const dt_world *world)
{
    for (int p = 1; p < world->n_point; p++) {
        const struct world_point *point = &world->point[p];
        if (compare_points(point - 1, point) != 0) continue;
        dt_diagnostic finding = {.code = DT_E_DATA_DUPLICATE,
                                 .expected = "one value of a series, state and year"};
        memcpy(finding.found, world->series[point->series], DT_NAME_TEXT);
        dt_csv_fault(table->csv, DT_CSV_HEADER, table->column[SERIES], &finding, table->diagnostics);
        table->n_fault++;
    }
}

dt_status dt_world_read_series(dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    struct world_table table;
    int first_row[DT_MAX_SERIES] = {0};
    DT_TRY(dt_table_open(&table, dir, "series.csv", columns, N_COLUMN, diagnostics));
    world->point = calloc((size_t)table.n_row + 1, sizeof *world->point);
    if (world->point) {
        for (int row = 0; row < table.n_row; row++)
            read_point(&table, world, row, first_row);
        qsort(world->point, (size_t)world->n_point, sizeof *world->point, compare_points);
        check_twice(&table, world);
    }
    dt_table_close(&table);
    return world->point ? dt_table_status(&table) : DT_NO_MEMORY;
}

/* First point of a series and state; *count of them. */
static const struct world_point *points_of(const dt_world *world, const char *series, int state, int *count)
{
    int s = find_series(world, series);
    int first = 0, last;
    while (first < world->n_point && (world->point[first].series != s || world->point[first].state != state))
        first++;
    last = first;
    while (last < world->n_point && world->point[last].series == s && world->point[last].state == state)
        last++;
    *count = last - first;
    return world->point + first;
}

int dt_world_series_count(const dt_world *world, const char *series, int state)
{
    int count;
    points_of(world, series, state, &count);
    return count;
}

dt_status dt_world_series_point(const dt_world *world, const char *series, int state, int index, int *year,
                                double *value)
{
    int count;
    const struct world_point *points = points_of(world, series, state, &count);
    if (index < 0 || index >= count) return DT_INPUT;
    *year = points[index].year;
    *value = points[index].value;
    return DT_OK;
}
