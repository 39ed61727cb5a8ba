/* Reading arms_races.csv: each race has two sides with a positive value in every year of one unbroken run.
 *
 * Rows of a side stand together in the order of years, and the sides of a race one after the other. What must
 * stay true: a fault names its line and column and what would be right. */
#include <stdio.h>
#include <string.h>

#include "analysis/armsrace.h"
#include "core/try.h"
#include "io/csv.h"

enum { RACE, SIDE, YEAR, VALUE, UNIT, N_COLUMN };
static const char *const columns[N_COLUMN] = {"race", "side", "year", "value", "unit"};

static const double FIRST_YEAR = 1800.0, LAST_YEAR = 2100.0;
static const double FITTED = 2.0 / 3.0; /* of the years of a race */

struct reader {
    const dt_csv *csv;
    dt_diagnostics *diagnostics;
    struct dt_arms_table *table;
    int column[N_COLUMN];
    int side;  /* of the race that is being read */
    int count; /* years read of that side */
};

static dt_status fault(const struct reader *r, int row, int column, dt_error_code code, const char *expected)
{
    dt_diagnostic finding = {.code = code};
    snprintf(finding.expected, sizeof finding.expected, "%s", expected);
    return dt_csv_fault(r->csv, row, r->column[column], &finding, r->diagnostics);
}

static const char *text(const struct reader *r, int row, int column)
{
    return dt_csv_text(r->csv, row, r->column[column]);
}

static struct dt_arms_series *last_series(const struct reader *r)
{
    return r->table->n ? &r->table->series[r->table->n - 1] : NULL;
}

/* Whether the side that was being read has the years of its race; `row` is the one after its last. */
static dt_status close_side(const struct reader *r, int row)
{
    const struct dt_arms_series *s = last_series(r);
    if (!s || r->count == s->n_year) return DT_OK;
    return fault(r, row - 1, YEAR, DT_E_ARMS_YEARS, "the years of the race's first side");
}

static dt_status close_race(const struct reader *r, int row)
{
    struct dt_arms_series *s = last_series(r);
    if (!s) return DT_OK;
    DT_TRY(close_side(r, row));
    if (r->side != 1) return fault(r, row - 1, SIDE, DT_E_ARMS_SIDES, "two sides of each race");
    s->n_fit = (int)(FITTED * s->n_year + 1e-9);
    return DT_OK;
}

static dt_status open_race(struct reader *r, int row, int year)
{
    DT_TRY(close_race(r, row));
    for (int k = 0; k < r->table->n; k++)
        if (strcmp(r->table->series[k].race, text(r, row, RACE)) == 0)
            return fault(r, row, RACE, DT_E_DATA_DUPLICATE, "the rows of a race together");
    if (r->table->n == DT_ARMS_RACES) return fault(r, row, RACE, DT_E_DATA_SIZE, "at most 40 races");
    struct dt_arms_series *s = &r->table->series[r->table->n++];
    *s = (struct dt_arms_series){.first_year = year};
    snprintf(s->race, sizeof s->race, "%s", text(r, row, RACE));
    snprintf(s->unit, sizeof s->unit, "%s", text(r, row, UNIT));
    snprintf(s->side[0], sizeof s->side[0], "%s", text(r, row, SIDE));
    r->side = r->count = 0;
    return DT_OK;
}

static dt_status open_side(struct reader *r, int row)
{
    struct dt_arms_series *s = last_series(r);
    DT_TRY(close_side(r, row));
    if (r->side == 1) return fault(r, row, SIDE, DT_E_ARMS_SIDES, "two sides of each race");
    r->side = 1;
    r->count = 0;
    snprintf(s->side[1], sizeof s->side[1], "%s", text(r, row, SIDE));
    return DT_OK;
}

/* One more year of the side that is being read. */
static dt_status add_value(struct reader *r, int row, int year, double value)
{
    struct dt_arms_series *s = last_series(r);
    int most = r->side ? s->n_year : DT_ARMS_YEARS;
    if (r->count == most || year != s->first_year + r->count)
        return fault(r, row, YEAR, DT_E_ARMS_YEARS,
                     "the year after that of the row above, the same for both sides");
    if (!(value > 0.0)) return fault(r, row, VALUE, DT_E_DATA_RANGE, "more than 0");
    if (strcmp(s->unit, text(r, row, UNIT)) != 0) return fault(r, row, UNIT, DT_E_DATA_UNIT, s->unit);
    s->value[r->count++][r->side] = value;
    if (!r->side) s->n_year = r->count;
    return DT_OK;
}

static dt_status read_row(struct reader *r, int row)
{
    double year = 0.0, value = 0.0;
    DT_TRY(dt_csv_number(r->csv, row, r->column[YEAR], &year, r->diagnostics));
    DT_TRY(dt_csv_number(r->csv, row, r->column[VALUE], &value, r->diagnostics));
    if (!(year >= FIRST_YEAR && year <= LAST_YEAR) || year != (int)year)
        return fault(r, row, YEAR, DT_E_DATA_YEAR, "1800 to 2100");
    for (int c = RACE; c <= UNIT; c++)
        if (c != YEAR && c != VALUE && (!*text(r, row, c) || strlen(text(r, row, c)) > 31))
            return fault(r, row, c, DT_E_DATA_WORD, "a name of 1 to 31 bytes");
    const struct dt_arms_series *s = last_series(r);
    if (!s || strcmp(s->race, text(r, row, RACE)) != 0)
        DT_TRY(open_race(r, row, (int)year));
    else if (strcmp(s->side[r->side], text(r, row, SIDE)) != 0)
        DT_TRY(open_side(r, row));
    return add_value(r, row, (int)year, value);
}

static dt_status read_rows(struct reader *r)
{
    int n = dt_csv_row_count(r->csv);
    for (int c = 0; c < N_COLUMN; c++) {
        r->column[c] = dt_csv_column(r->csv, columns[c]);
        if (r->column[c] >= 0) continue;
        dt_diagnostic finding = {.code = DT_E_DATA_COLUMN};
        snprintf(finding.expected, sizeof finding.expected, "a column %s", columns[c]);
        return dt_csv_fault(r->csv, DT_CSV_HEADER, 0, &finding, r->diagnostics);
    }
    for (int row = 0; row < n; row++)
        DT_TRY(read_row(r, row));
    if (n == 0) return fault(r, DT_CSV_HEADER, RACE, DT_E_DATA_SIZE, "a row for each side and year");
    return close_race(r, n);
}

dt_status dt_arms_read(struct dt_arms_table *table, const char *data_dir, dt_diagnostics *diagnostics)
{
    char path[4096];
    dt_csv *csv = NULL;
    struct dt_arms_table made = {0};
    if (snprintf(path, sizeof path, "%s/arms_races.csv", data_dir) >= (int)sizeof path) return DT_INPUT;
    DT_TRY(dt_csv_read(path, &csv, diagnostics));
    struct reader reader = {.csv = csv, .diagnostics = diagnostics, .table = &made};
    dt_status status = read_rows(&reader);
    dt_csv_free(csv);
    if (status != DT_OK) return status;
    *table = made;
    return DT_OK;
}
