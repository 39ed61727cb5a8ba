/* Supply curves as files, and their lookups.
 *
 * Steps need not stand in the order of their cost in a file: they are sorted when read, so that lookups walk
 * once from the cheapest to the dearest. */
#include "detente/supply_curve.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "io/csv.h"
#include "io/file.h"
#include "io/number.h"
#include "io/text.h"

enum { REGION, YEAR, GW, COST, CAPITAL, LEAD, ERROR, BINDING, SOURCE, N_COLUMN };
static const char *const columns[N_COLUMN] = {
    "region",          "year",    "width_gw", "cost_usd_per_mwh", "capital_usd_per_kw_year", "lead_years",
    "error_usd_per_h", "binding", "source"};

static const double hours_a_year = 8760.0, mw_per_gw = 1e3;

/* What a MWh on a step costs with its capital spread over all hours. */
static double full_cost(const dt_supply_step *step)
{
    return step->cost + step->capital * mw_per_gw / hours_a_year;
}

static int compare_steps(const void *left, const void *right)
{
    double a = full_cost(left), b = full_cost(right);
    return (a > b) - (a < b);
}

/* A table being read. */
struct reader {
    const dt_csv *table;
    int at[N_COLUMN], n_fault;
    dt_diagnostics *found;
};

/* A field as a number of at least `least`; a faulty one is counted and is 0. */
static double number(struct reader *r, int row, int column, double least)
{
    double value = 0.0;
    if (dt_csv_number(r->table, row, r->at[column], &value, r->found) != DT_OK) {
        r->n_fault++;
        return 0.0;
    }
    if (value < least) {
        dt_diagnostic finding = {.code = DT_E_GRID_SUPPLY};
        snprintf(finding.expected, sizeof finding.expected, "at least %g", least);
        dt_csv_fault(r->table, row, r->at[column], &finding, r->found);
        r->n_fault++;
    }
    return value;
}

static void read_row(struct reader *r, int row, dt_supply_curve *curve)
{
    dt_supply_step *step = &curve->step[curve->n_step++];
    double year = number(r, row, YEAR, 0.0);
    *step = (dt_supply_step){.gw = number(r, row, GW, 0.0),
                             .cost = number(r, row, COST, -INFINITY),
                             .capital = number(r, row, CAPITAL, 0.0),
                             .lead_years = number(r, row, LEAD, 0.0),
                             .error = number(r, row, ERROR, 0.0)};
    curve->year = year < 10000.0 ? (int)year : 0;
    snprintf(step->binding, sizeof step->binding, "%s", dt_csv_text(r->table, row, r->at[BINDING]));
}

static dt_status read_table(const dt_csv *table, dt_supply_curve *curve, dt_diagnostics *found)
{
    struct reader r = {.table = table, .found = found};
    int n_row = dt_csv_row_count(table);
    for (int c = 0; c < N_COLUMN; c++) {
        r.at[c] = dt_csv_column(table, columns[c]);
        if (r.at[c] >= 0) continue;
        dt_diagnostic finding = {.code = DT_E_DATA_COLUMN, .found = "no such column"};
        snprintf(finding.key, sizeof finding.key, "%s", columns[c]);
        dt_csv_fault(table, DT_CSV_HEADER, 0, &finding, found);
        r.n_fault++;
    }
    if (r.n_fault) return DT_INPUT;
    if (n_row < 1 || n_row > DT_SUPPLY_MAX_STEP) {
        dt_diagnostic finding = {.code = DT_E_DATA_SIZE, .expected = "1 to 256 steps"};
        return dt_csv_fault(table, DT_CSV_HEADER, 0, &finding, found);
    }
    for (int row = 0; row < n_row; row++)
        read_row(&r, row, curve);
    snprintf(curve->region, sizeof curve->region, "%s", dt_csv_text(table, 0, r.at[REGION]));
    snprintf(curve->source, sizeof curve->source, "%s", dt_csv_text(table, 0, r.at[SOURCE]));
    qsort(curve->step, (size_t)curve->n_step, sizeof *curve->step, compare_steps);
    return r.n_fault ? DT_INPUT : DT_OK;
}

dt_status dt_supply_curve_load(const char *path, dt_supply_curve *out, dt_diagnostics *diagnostics)
{
    dt_csv *table = NULL;
    DT_TRY(dt_csv_read(path, &table, diagnostics));
    dt_supply_curve *curve = calloc(1, sizeof *curve);
    dt_status status = curve ? read_table(table, curve, diagnostics) : DT_NO_MEMORY;
    if (status == DT_OK) *out = *curve;
    free(curve);
    dt_csv_free(table);
    return status;
}

static void field(dt_text *out, const char *text)
{
    dt_text_append(out, "\"");
    for (const char *c = text; *c; c++) {
        if (*c == '"') dt_text_append(out, "\"");
        dt_text_append_bytes(out, c, 1);
    }
    dt_text_append(out, "\"");
}

static void put_number(dt_text *out, double value)
{
    char text[DT_NUMBER_TEXT];
    dt_number_format(value, text);
    dt_text_append(out, ",");
    dt_text_append(out, text);
}

static void put_step(dt_text *out, const dt_supply_curve *curve, const dt_supply_step *step)
{
    field(out, curve->region);
    put_number(out, curve->year);
    put_number(out, step->gw);
    put_number(out, step->cost);
    put_number(out, step->capital);
    put_number(out, step->lead_years);
    put_number(out, step->error);
    dt_text_append(out, ",");
    field(out, step->binding);
    dt_text_append(out, ",");
    field(out, curve->source);
    dt_text_append(out, "\n");
}

dt_status dt_supply_curve_save(const dt_supply_curve *curve, const char *path, dt_diagnostics *diagnostics)
{
    dt_text out;
    dt_text_init(&out);
    dt_text_append(&out,
                   "# Supply curve: load for computing that a grid can host, by steps.\n"
                   "# width_gw: load that the step adds; cost_usd_per_mwh: cost of that load;\n"
                   "# capital_usd_per_kw_year: of what must be built for it; lead_years: until it can be "
                   "used;\n"
                   "# error_usd_per_h: greatest excess of the curve's cost over the full problem's.\n");
    for (int c = 0; c < N_COLUMN; c++)
        dt_text_printf(&out, "%s%s", columns[c], c + 1 < N_COLUMN ? "," : "\n");
    for (int k = 0; k < curve->n_step; k++)
        put_step(&out, curve, &curve->step[k]);
    dt_status status = dt_text_status(&out);
    if (status == DT_OK) status = dt_file_write(path, out.data, out.length, diagnostics);
    dt_text_clear(&out);
    return status;
}

double dt_supply_curve_gw(const dt_supply_curve *curve, double years)
{
    double gw = 0.0;
    for (int k = 0; k < curve->n_step; k++)
        if (curve->step[k].lead_years <= years) gw += curve->step[k].gw;
    return gw;
}

/* Walks the steps until `gw` is hosted. */
static void walk(const dt_supply_curve *curve, double gw, double years, double *price, double *cost)
{
    double left = gw;
    *cost = 0.0;
    *price = 0.0;
    for (int k = 0; k < curve->n_step; k++) {
        const dt_supply_step *step = &curve->step[k];
        if (step->lead_years > years || step->gw <= 0.0) continue;
        *price = full_cost(step);
        double used = fmin(left, step->gw);
        *cost += used * mw_per_gw * *price;
        left -= used;
        if (left <= 0.0) return;
    }
    if (left > 1e-12 * fabs(gw)) *price = *cost = INFINITY;
}

double dt_supply_curve_price(const dt_supply_curve *curve, double gw, double years)
{
    double price = 0.0, cost = 0.0;
    walk(curve, gw, years, &price, &cost);
    return price;
}

double dt_supply_curve_cost(const dt_supply_curve *curve, double gw, double years)
{
    double price = 0.0, cost = 0.0;
    walk(curve, gw, years, &price, &cost);
    return cost;
}
