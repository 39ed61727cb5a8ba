/* Turns the matrices of a case file into a grid: columns by position from the left, units as in the file.
 *
 * Rows may be wider than needed (results of a solved case, padding); they may lack columns only where the
 * format lets them. A number that is not one is an error where the linear model uses it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/matpower.h"

/* One row of a table. */
struct row {
    dt_case_file *file;
    const dt_grid_scan_table *table;
    int index, width;
    const double *value;
};

/* Reports about a column of the row; the first stands for the whole. */
static dt_status report(const struct row *row, dt_error_code code, int column, const char *key,
                        const char *expected)
{
    int at = row->table->row_start[row->index] + column - 1;
    dt_diagnostic d = {
        .code = code, .line = row->table->row_line[row->index], .column = row->table->place[at]};
    snprintf(d.key, sizeof d.key, "%s row %d%s%s", row->table->name, row->index + 1, key ? ": " : "",
             key ? key : "");
    snprintf(d.found, sizeof d.found, "%g", row->table->value[at]);
    snprintf(d.expected, sizeof d.expected, "%s", expected);
    return dt_grid_scan_report(&row->file->scan, &d);
}

static dt_status open_row(dt_case_file *file, int t, int index, int least, struct row *row)
{
    const dt_grid_scan_table *table = &file->table[t];
    int first = table->row_start[index];
    *row = (struct row){file, table, index, table->row_start[index + 1] - first, table->value + first};
    char expected[64];
    if (row->width >= least) return DT_OK;
    snprintf(expected, sizeof expected, "at least %d columns, not %d", least, row->width);
    return report(row, DT_E_GRID_COLUMNS, 1, NULL, expected);
}

/* A number where one is needed; infinite ones pass with `may_be_infinite`. */
static dt_status get(const struct row *row, int column, const char *name, int may_be_infinite, double *value)
{
    double v = row->value[column - 1];
    if (isnan(v) || (isinf(v) && !may_be_infinite))
        return report(row, DT_E_GRID_NUMBER, column, name, "a number");
    *value = v;
    return DT_OK;
}

/* A number that the linear model does not use; 0 where it is missing or none. */
static double loose(const struct row *row, int column)
{
    double v = column <= row->width ? row->value[column - 1] : 0.0;
    return isnan(v) ? 0.0 : v;
}

static dt_status get_whole(const struct row *row, int column, const char *name, int *value)
{
    double v = row->value[column - 1];
    if (!(fabs(v) < 2147483647.0) || v != floor(v))
        return report(row, DT_E_GRID_NUMBER, column, name, "a whole number");
    *value = (int)v;
    return DT_OK;
}

/* A status: out unless greater than 0. */
static dt_status get_status(const struct row *row, int column, int *value)
{
    double v = row->value[column - 1];
    if (isnan(v)) return report(row, DT_E_GRID_NUMBER, column, "status", "0 or 1");
    *value = v > 0.0;
    return DT_OK;
}

static int whole(double v)
{
    return fabs(v) < 2147483647.0 ? (int)v : 0;
}

static dt_status read_bus(dt_case_file *file, int i, dt_grid_bus *b)
{
    struct row r;
    DT_TRY(open_row(file, DT_CASE_BUS, i, 13, &r));
    DT_TRY(get_whole(&r, 1, "bus_i", &b->number));
    DT_TRY(get_whole(&r, 2, "type", &b->type));
    if (b->type < DT_GRID_PQ || b->type > DT_GRID_OUT)
        return report(&r, DT_E_GRID_NUMBER, 2, "type", "1 (PQ), 2 (PV), 3 (reference) or 4 (out)");
    DT_TRY(get(&r, 3, "Pd", 0, &b->pd));
    b->qd = loose(&r, 4);
    DT_TRY(get(&r, 5, "Gs", 0, &b->gs));
    b->bs = loose(&r, 6);
    b->area = whole(loose(&r, 7));
    b->vm = loose(&r, 8);
    b->va = loose(&r, 9);
    b->base_kv = loose(&r, 10);
    b->zone = whole(loose(&r, 11));
    b->vmax = loose(&r, 12);
    b->vmin = loose(&r, 13);
    b->line = r.table->row_line[i];
    return DT_OK;
}

static int compare_number(const void *a, const void *b)
{
    const dt_grid_bus *const *x = a, *const *y = b;
    return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

/* Buses sorted by number, to be freed; checks that numbers differ. */
static dt_status sort_buses(dt_case_file *file, const dt_grid *grid, const dt_grid_bus ***out)
{
    const dt_grid_bus **sorted = malloc(((size_t)grid->n_bus + 1) * sizeof *sorted);
    if (!sorted) return DT_NO_MEMORY;
    for (int i = 0; i < grid->n_bus; i++)
        sorted[i] = &grid->bus[i];
    qsort(sorted, (size_t)grid->n_bus, sizeof *sorted, compare_number);
    for (int i = 1; i < grid->n_bus; i++) {
        if (sorted[i]->number != sorted[i - 1]->number) continue;
        dt_diagnostic d = {.code = DT_E_GRID_BUS_TWICE, .line = sorted[i]->line};
        if (sorted[i - 1]->line > d.line) d.line = sorted[i - 1]->line;
        snprintf(d.key, sizeof d.key, "bus %d", sorted[i]->number);
        free(sorted);
        return dt_grid_scan_report(&file->scan, &d);
    }
    *out = sorted;
    return DT_OK;
}

struct lookup {
    const dt_grid *grid;
    const dt_grid_bus **sorted;
};

/* The position of the bus that a column names. */
static dt_status get_bus(const struct row *row, int column, const struct lookup *lookup, int *position)
{
    dt_grid_bus wanted = {0};
    const dt_grid_bus *key = &wanted;
    DT_TRY(get_whole(row, column, "bus", &wanted.number));
    const dt_grid_bus **hit = bsearch(&key, lookup->sorted, (size_t)lookup->grid->n_bus, sizeof key,
                                      compare_number);
    if (!hit) return report(row, DT_E_GRID_BUS, column, "bus", "the number of a bus");
    *position = (int)(*hit - lookup->grid->bus);
    return DT_OK;
}

static dt_status read_generator(dt_case_file *file, int i, const struct lookup *lookup, dt_grid_generator *g)
{
    struct row r;
    DT_TRY(open_row(file, DT_CASE_GEN, i, 10, &r));
    DT_TRY(get_bus(&r, 1, lookup, &g->bus));
    g->pg = loose(&r, 2);
    g->qg = loose(&r, 3);
    g->qmax = loose(&r, 4);
    g->qmin = loose(&r, 5);
    g->vg = loose(&r, 6);
    g->mbase = loose(&r, 7);
    DT_TRY(get_status(&r, 8, &g->status));
    DT_TRY(get(&r, 9, "Pmax", 1, &g->pmax));
    DT_TRY(get(&r, 10, "Pmin", 1, &g->pmin));
    g->ramp_10 = loose(&r, 18);
    g->ramp_30 = loose(&r, 19);
    g->line = r.table->row_line[i];
    return DT_OK;
}

static dt_status read_branch(dt_case_file *file, int i, const struct lookup *lookup, dt_grid_branch *b)
{
    struct row r;
    DT_TRY(open_row(file, DT_CASE_BRANCH, i, 11, &r));
    DT_TRY(get_bus(&r, 1, lookup, &b->from));
    DT_TRY(get_bus(&r, 2, lookup, &b->to));
    DT_TRY(get(&r, 3, "r", 0, &b->r));
    DT_TRY(get(&r, 4, "x", 0, &b->x));
    b->b = loose(&r, 5);
    DT_TRY(get(&r, 6, "rateA", 1, &b->rate_a));
    DT_TRY(get(&r, 7, "rateB", 1, &b->rate_b));
    DT_TRY(get(&r, 8, "rateC", 1, &b->rate_c));
    DT_TRY(get(&r, 9, "ratio", 0, &b->ratio));
    DT_TRY(get(&r, 10, "angle", 0, &b->angle));
    DT_TRY(get_status(&r, 11, &b->status));
    b->angmin = -360.0;
    b->angmax = 360.0;
    if (r.width >= 12) DT_TRY(get(&r, 12, "angmin", 1, &b->angmin));
    if (r.width >= 13) DT_TRY(get(&r, 13, "angmax", 1, &b->angmax));
    b->line = r.table->row_line[i];
    return DT_OK;
}

static dt_status read_dcline(dt_case_file *file, int i, const struct lookup *lookup, dt_grid_dcline *d)
{
    struct row r;
    DT_TRY(open_row(file, DT_CASE_DCLINE, i, 17, &r));
    DT_TRY(get_bus(&r, 1, lookup, &d->from));
    DT_TRY(get_bus(&r, 2, lookup, &d->to));
    DT_TRY(get_status(&r, 3, &d->status));
    double *field[] = {&d->pf, &d->pt, &d->qf, &d->qt, &d->vf, &d->vt};
    for (int k = 0; k < 6; k++)
        *field[k] = loose(&r, 4 + k);
    DT_TRY(get(&r, 10, "Pmin", 1, &d->pmin));
    DT_TRY(get(&r, 11, "Pmax", 1, &d->pmax));
    d->qminf = loose(&r, 12);
    d->qmaxf = loose(&r, 13);
    d->qmint = loose(&r, 14);
    d->qmaxt = loose(&r, 15);
    DT_TRY(get(&r, 16, "loss0", 0, &d->loss0));
    DT_TRY(get(&r, 17, "loss1", 0, &d->loss1));
    d->line = r.table->row_line[i];
    return DT_OK;
}

static dt_status read_cost(dt_case_file *file, int t, int i, dt_grid_cost *cost)
{
    struct row r;
    int model = 0, count = 0;
    DT_TRY(open_row(file, t, i, 4, &r));
    DT_TRY(get_whole(&r, 1, "model", &model));
    DT_TRY(get_whole(&r, 4, "n", &count));
    if (model != 1 && model != 2)
        return report(&r, DT_E_GRID_COST, 1, "model", "1 (points) or 2 (polynomial)");
    int needed = model == 1 ? 2 * count : count;
    if (count < (model == 1 ? 1 : 0) || count > 10000)
        return report(&r, DT_E_GRID_COST, 4, "n", "a count of points or coefficients");
    if (r.width < 4 + needed)
        return report(&r, DT_E_GRID_COST, 4, "n", "at most as many numbers as the row has");
    for (int k = 0; k < needed; k++)
        if (!isfinite(r.value[4 + k])) return report(&r, DT_E_GRID_NUMBER, 5 + k, "cost", "a number");
    cost->startup = loose(&r, 2);
    cost->shutdown = loose(&r, 3);
    return dt_grid_set_cost(cost, model, count, r.value + 4);
}

/* Costs of generators: one row each, then perhaps as many again for reactive power. */
static dt_status read_costs(dt_case_file *file, dt_grid *grid)
{
    const dt_grid_scan_table *t = &file->table[DT_CASE_GENCOST];
    int n = grid->n_generator;
    if (t->n_row == 0) {
        dt_diagnostic d = {.code = DT_E_GRID_NO_COST, .is_warning = 1, .line = t->line};
        if (n > 0) dt_grid_scan_report(&file->scan, &d);
        return DT_OK;
    }
    if (t->n_row != n && t->n_row != 2 * n) {
        dt_diagnostic d = {.code = DT_E_GRID_COST, .line = t->row_line[t->n_row - 1]};
        snprintf(d.key, sizeof d.key, "gencost");
        snprintf(d.found, sizeof d.found, "%d rows", t->n_row);
        snprintf(d.expected, sizeof d.expected, "%d or %d, for %d generators", n, 2 * n, n);
        return dt_grid_scan_report(&file->scan, &d);
    }
    for (int i = 0; i < t->n_row; i++)
        DT_TRY(read_cost(file, DT_CASE_GENCOST, i,
                         i < n ? &grid->generator[i].cost : &grid->generator[i - n].reactive_cost));
    return DT_OK;
}

static void copy_names(const dt_grid_scan_table *t, int i, char name[DT_GRID_NAME])
{
    if (!t->is_cell || i >= t->n_value || !t->text[i]) return;
    snprintf(name, DT_GRID_NAME, "%s", t->text[i]);
}

static dt_status read_rows(dt_case_file *file, dt_grid *grid, const struct lookup *lookup)
{
    for (int i = 0; i < grid->n_generator; i++) {
        DT_TRY(read_generator(file, i, lookup, &grid->generator[i]));
        copy_names(&file->table[DT_CASE_GEN_NAME], i, grid->generator[i].name);
        copy_names(&file->table[DT_CASE_GENFUEL], i, grid->generator[i].fuel);
    }
    for (int i = 0; i < grid->n_branch; i++)
        DT_TRY(read_branch(file, i, lookup, &grid->branch[i]));
    for (int i = 0; i < grid->n_dcline; i++) {
        DT_TRY(read_dcline(file, i, lookup, &grid->dcline[i]));
        if (i < file->table[DT_CASE_DCLINECOST].n_row)
            DT_TRY(read_cost(file, DT_CASE_DCLINECOST, i, &grid->dcline[i].cost));
    }
    return read_costs(file, grid);
}

static dt_status fill(dt_case_file *file, dt_grid *grid)
{
    memcpy(grid->name, file->name, sizeof grid->name);
    grid->base_mva = file->base_mva;
    for (int i = 0; i < grid->n_bus; i++) {
        DT_TRY(read_bus(file, i, &grid->bus[i]));
        copy_names(&file->table[DT_CASE_BUS_NAME], i, grid->bus[i].name);
    }
    struct lookup lookup = {grid, NULL};
    DT_TRY(sort_buses(file, grid, &lookup.sorted));
    dt_status status = read_rows(file, grid, &lookup);
    free(lookup.sorted);
    return status;
}

dt_status dt_case_convert(dt_case_file *file, dt_grid **out)
{
    const dt_grid_scan_table *t = file->table;
    dt_diagnostic d = {.code = DT_E_GRID_EMPTY, .line = file->scan.line};
    const char *missing = t[DT_CASE_BUS].n_row == 0        ? "a matrix of buses"
        : !(file->base_mva > 0.0) || isinf(file->base_mva) ? "baseMVA, greater than 0"
        : t[DT_CASE_GEN].line == 0                         ? "a matrix of generators, if empty"
                                                           : NULL;
    if (missing) {
        snprintf(d.expected, sizeof d.expected, "%s", missing);
        return dt_grid_scan_report(&file->scan, &d);
    }
    dt_grid *grid = NULL;
    DT_TRY(dt_grid_create(t[DT_CASE_BUS].n_row, t[DT_CASE_BRANCH].n_row, t[DT_CASE_GEN].n_row,
                          t[DT_CASE_DCLINE].n_row, &grid));
    dt_status status = fill(file, grid);
    if (status != DT_OK) {
        dt_grid_free(grid);
        return status;
    }
    *out = grid;
    return DT_OK;
}
