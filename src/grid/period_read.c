/* Hours of a grid from a table. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/grid_plan.h"
#include "io/csv.h"

struct reader {
    const dt_grid *grid;
    dt_csv *table;
    dt_grid_profile *profile;
    int n, n_fault;
    dt_diagnostics *found;
};

void dt_grid_profile_clear(dt_grid_profile *profile)
{
    if (!profile) return;
    free(profile->weight);
    free(profile->load);
    free(profile->pmax);
    free(profile->block);
    *profile = (dt_grid_profile){0};
}

static void fault(struct reader *r, int row, int column, const char *expected)
{
    dt_diagnostic finding = {.code = DT_E_GRID_PROFILE};
    snprintf(finding.expected, sizeof finding.expected, "%s", expected);
    dt_csv_fault(r->table, row, column, &finding, r->found);
    r->n_fault++;
}

static double number(struct reader *r, int row, int column)
{
    double value = 0.0;
    if (dt_csv_number(r->table, row, column, &value, r->found) != DT_OK) r->n_fault++;
    return value;
}

/* The number behind a word in the name of a column; -1 if it does not begin with the word. */
static int number_behind(const char *name, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(name, word, length) != 0 || name[length] != ' ') return -1;
    char *end = NULL;
    long value = strtol(name + length + 1, &end, 10);
    return *end || value < 0 || value > 100000000 ? -1 : (int)value;
}

static void scale_loads(struct reader *r, int column)
{
    for (int t = 0; t < r->n; t++) {
        double factor = number(r, t, column);
        for (int i = 0; i < r->grid->n_bus; i++)
            r->profile->load[t * r->grid->n_bus + i] = factor * r->grid->bus[i].pd;
    }
}

static void share_area(struct reader *r, int column, int area)
{
    const dt_grid *g = r->grid;
    double total = 0.0;
    for (int i = 0; i < g->n_bus; i++)
        if (g->bus[i].is_in && g->bus[i].area == area) total += g->bus[i].pd;
    if (!(total > 0.0)) {
        fault(r, DT_CSV_HEADER, column, "an area with load");
        return;
    }
    for (int t = 0; t < r->n; t++) {
        double mw = number(r, t, column);
        for (int i = 0; i < g->n_bus; i++)
            if (g->bus[i].is_in && g->bus[i].area == area)
                r->profile->load[t * g->n_bus + i] = mw * g->bus[i].pd / total;
    }
}

static void set_bus(struct reader *r, int column, int label)
{
    int bus = dt_grid_find_bus(r->grid, label);
    if (bus < 0) {
        fault(r, DT_CSV_HEADER, column, "the number of a bus");
        return;
    }
    for (int t = 0; t < r->n; t++)
        r->profile->load[t * r->grid->n_bus + bus] = number(r, t, column);
}

static void set_generator(struct reader *r, int column, int i)
{
    if (i < 1 || i > r->grid->n_generator) {
        fault(r, DT_CSV_HEADER, column, "the number of a generator");
        return;
    }
    for (int t = 0; t < r->n; t++)
        r->profile->pmax[t * r->grid->n_generator + i - 1] = number(r, t, column);
}

static void set_fuel(struct reader *r, int column, const char *fuel)
{
    int n_unit = 0;
    for (int i = 0; i < r->grid->n_generator; i++)
        n_unit += strcmp(r->grid->generator[i].fuel, fuel) == 0;
    if (n_unit == 0) fault(r, DT_CSV_HEADER, column, "a fuel of the case's generators");
    for (int t = 0; n_unit > 0 && t < r->n; t++) {
        double share = number(r, t, column);
        for (int i = 0; i < r->grid->n_generator; i++)
            if (strcmp(r->grid->generator[i].fuel, fuel) == 0)
                r->profile->pmax[t * r->grid->n_generator + i] = share * r->grid->generator[i].pmax;
    }
}

static void set_hours(struct reader *r, int column, int is_block)
{
    for (int t = 0; t < r->n; t++) {
        double value = number(r, t, column);
        if (is_block) {
            r->profile->block[t] = (int)fmin(fmax(value, -1e6), 1e6);
            if (t > 0 && r->profile->block[t] < r->profile->block[t - 1])
                fault(r, t, column, "days in ascending order");
        } else {
            if (!(value > 0.0)) fault(r, t, column, "hours above 0");
            r->profile->weight[t] = value;
        }
    }
}

/* Wide columns first, so that a bus or a generator may differ from its area or fuel. `pass` 0: factor on all
 * loads; 1: areas and fuels; 2: buses, generators, and the rest. */
static void read_column(struct reader *r, int column, int pass)
{
    const char *name = dt_csv_text(r->table, DT_CSV_HEADER, column);
    int area = number_behind(name, "area"), bus = number_behind(name, "bus"),
        generator = number_behind(name, "generator"), is_fuel = strncmp(name, "fuel ", 5) == 0,
        is_load = strcmp(name, "load") == 0;
    if (is_load) {
        if (pass == 0) scale_loads(r, column);
    } else if (area >= 0 || is_fuel) {
        if (pass != 1) return;
        if (is_fuel)
            set_fuel(r, column, name + 5);
        else
            share_area(r, column, area);
    } else if (pass == 2) {
        if (bus >= 0)
            set_bus(r, column, bus);
        else if (generator >= 0)
            set_generator(r, column, generator);
        else if (strcmp(name, "weight") == 0 || strcmp(name, "day") == 0)
            set_hours(r, column, name[0] == 'd');
        else if (strcmp(name, "hour") != 0)
            fault(r, DT_CSV_HEADER, column,
                  "hour, weight, day, load, area N, bus N, generator N or fuel NAME");
    }
}

static dt_status allocate(const dt_grid *grid, int n, dt_grid_profile *p)
{
    size_t hours = (size_t)n;
    p->weight = malloc((hours + 1) * sizeof *p->weight);
    p->block = calloc(hours + 1, sizeof *p->block);
    p->load = malloc((hours * (size_t)grid->n_bus + 1) * sizeof *p->load);
    p->pmax = malloc((hours * (size_t)grid->n_generator + 1) * sizeof *p->pmax);
    if (!p->weight || !p->block || !p->load || !p->pmax) return DT_NO_MEMORY;
    p->periods = (dt_grid_periods){n, p->weight, p->block, p->load, p->pmax};
    for (int t = 0; t < n; t++) {
        p->weight[t] = 1.0;
        for (int i = 0; i < grid->n_bus; i++)
            p->load[t * grid->n_bus + i] = grid->bus[i].pd;
        for (int i = 0; i < grid->n_generator; i++)
            p->pmax[t * grid->n_generator + i] = grid->generator[i].pmax;
    }
    return DT_OK;
}

dt_status dt_grid_profile_load(const dt_grid *grid, const char *path, dt_grid_profile *out,
                               dt_diagnostics *diagnostics)
{
    dt_grid_profile profile = {0};
    struct reader r = {.grid = grid, .profile = &profile, .found = diagnostics};
    DT_TRY(dt_csv_read(path, &r.table, diagnostics));
    r.n = dt_csv_row_count(r.table);
    dt_status status = DT_OK;
    if (r.n < 1)
        fault(&r, DT_CSV_HEADER, 0, "a row for each hour");
    else
        status = allocate(grid, r.n, &profile);
    for (int pass = 0; status == DT_OK && r.n > 0 && pass < 3; pass++)
        for (int c = 0; c < dt_csv_column_count(r.table); c++)
            read_column(&r, c, pass);
    dt_csv_free(r.table);
    if (status == DT_OK && r.n_fault > 0) status = DT_INPUT;
    if (status != DT_OK) {
        dt_grid_profile_clear(&profile);
        return status;
    }
    *out = profile;
    return DT_OK;
}
