/* Tables of candidates and of years. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/grid_plan.h"
#include "io/csv.h"

struct reader {
    const dt_grid *grid;
    const dt_grid_profile *profile;
    dt_csv *table;
    int n_fault;
    dt_diagnostics *found;
};

static void fault(struct reader *r, int row, int column, const char *expected)
{
    dt_diagnostic finding = {.code = DT_E_GRID_CANDIDATE};
    snprintf(finding.expected, sizeof finding.expected, "%s", expected);
    dt_csv_fault(r->table, row, column < 0 ? 0 : column, &finding, r->found);
    r->n_fault++;
}

/* A number of at least `least`; `fallback` where the column or the field is not there. A needed one has no
 * fallback: NaN. */
static double number(struct reader *r, int row, const char *name, double least, double fallback)
{
    int column = dt_csv_column(r->table, name);
    double value = fallback;
    if (column < 0 || !dt_csv_text(r->table, row, column)[0]) {
        if (!isnan(fallback)) return fallback;
        fault(r, row, column, name);
        return 0.0;
    }
    if (dt_csv_number(r->table, row, column, &value, r->found) != DT_OK) {
        r->n_fault++;
        return 0.0;
    }
    if (value < least) fault(r, row, column, least > 0.0 ? "a number above 0" : "a number not below 0");
    return value;
}

static const char *word(const struct reader *r, int row, const char *name)
{
    int column = dt_csv_column(r->table, name);
    return column < 0 ? "" : dt_csv_text(r->table, row, column);
}

void dt_grid_candidates_clear(dt_grid_candidates *candidates)
{
    if (!candidates) return;
    free(candidates->item);
    free(candidates->availability);
    *candidates = (dt_grid_candidates){0};
}

static void read_place(struct reader *r, int row, dt_grid_candidate *c)
{
    static const char *const kind[] = {"generation", "storage", "line"};
    const char *text = word(r, row, "kind");
    int at = -1, column = dt_csv_column(r->table, "place");
    for (int k = 0; k < 3; k++)
        if (strcmp(text, kind[k]) == 0) at = k;
    if (at < 0) fault(r, row, dt_csv_column(r->table, "kind"), "generation, storage or line");
    c->kind = at < 0 ? DT_GRID_BUILD_GENERATION : (dt_grid_build)at;
    double place = fmin(number(r, row, "place", 0.0, NAN), 1e9);
    int is_line = c->kind == DT_GRID_BUILD_LINE;
    c->element = is_line ? (int)place - 1 : dt_grid_find_bus(r->grid, (int)place);
    int is_there = is_line ? c->element >= 0 && c->element < r->grid->n_branch
                           : c->element >= 0 && r->grid->bus[c->element].is_in;
    if (!is_there)
        fault(r, row, column, is_line ? "the number of a branch" : "the number of a bus in service");
    if (!is_there) c->element = 0;
}

/* Hourly limits of the generator that the candidate is like, as shares of its greatest output. */
static void read_availability(struct reader *r, int row, double *share, dt_grid_candidate *c)
{
    int like = (int)fmin(number(r, row, "like", 0.0, 0.0), 1e9), n = r->profile->periods.n_period;
    if (like == 0) return;
    if (like > r->grid->n_generator || n == 0 || !(r->grid->generator[like - 1].pmax > 0.0)) {
        fault(r, row, dt_csv_column(r->table, "like"), "the number of a generator, with a table of hours");
        return;
    }
    double pmax = r->grid->generator[like - 1].pmax;
    for (int t = 0; t < n; t++)
        share[t] = r->profile->pmax[t * r->grid->n_generator + like - 1] / pmax;
    c->availability = share;
}

static void read_candidate(struct reader *r, int row, double *share, dt_grid_candidate *c)
{
    *c = (dt_grid_candidate){.fixed_cost = number(r, row, "fixed_usd_per_mw_year", 0.0, NAN)};
    snprintf(c->name, sizeof c->name, "%s", word(r, row, "name"));
    read_place(r, row, c);
    c->variable_cost = number(r, row, "variable_usd_per_mwh", -INFINITY, 0.0);
    c->hours = number(r, row, "hours", 0.0, c->kind == DT_GRID_BUILD_STORAGE ? 4.0 : 0.0);
    c->eff_in = c->eff_out = number(r, row, "efficiency", 1e-3, 0.92);
    c->emission = number(r, row, "emission_t_per_mwh", 0.0, 0.0);
    c->firm = number(r, row, "firm", 0.0, c->kind == DT_GRID_BUILD_GENERATION ? 1.0 : 0.0);
    c->most = number(r, row, "most_mw", 0.0, INFINITY);
    c->most_per_year = number(r, row, "most_mw_per_year", 0.0, 0.0);
    c->lead_years = number(r, row, "lead_years", 0.0, 0.0);
    c->unit = number(r, row, "unit_mw", 0.0, 0.0);
    if (share) read_availability(r, row, share, c);
}

dt_status dt_grid_candidates_load(const dt_grid *grid, const dt_grid_profile *profile, const char *path,
                                  dt_grid_candidates *out, dt_diagnostics *diagnostics)
{
    static const dt_grid_profile none;
    dt_grid_candidates c = {0};
    struct reader r = {.grid = grid, .profile = profile ? profile : &none, .found = diagnostics};
    DT_TRY(dt_csv_read(path, &r.table, diagnostics));
    int hours = r.profile->periods.n_period;
    c.count = dt_csv_row_count(r.table);
    c.item = calloc((size_t)c.count + 1, sizeof *c.item);
    c.availability = calloc((size_t)c.count * (size_t)hours + 1, sizeof *c.availability);
    dt_status status = c.item && c.availability ? DT_OK : DT_NO_MEMORY;
    for (int row = 0; status == DT_OK && row < c.count; row++)
        read_candidate(&r, row, hours > 0 ? c.availability + (size_t)row * (size_t)hours : NULL,
                       &c.item[row]);
    if (status == DT_OK && c.count == 0) fault(&r, DT_CSV_HEADER, 0, "a row for each candidate");
    dt_csv_free(r.table);
    if (status == DT_OK && r.n_fault > 0) status = DT_INPUT;
    if (status != DT_OK) {
        dt_grid_candidates_clear(&c);
        return status;
    }
    *out = c;
    return DT_OK;
}

void dt_grid_path_clear(dt_grid_path *path)
{
    if (!path) return;
    free(path->stage);
    free(path->mw);
    *path = (dt_grid_path){0};
}

static void read_year(struct reader *r, int row, double rate, dt_grid_path *p)
{
    dt_grid_stage *s = &p->stage[row];
    s->year = number(r, row, "year", 1.0, NAN);
    p->mw[row] = number(r, row, "load_mw", 0.0, NAN);
    s->demand_factor = number(r, row, "demand_factor", 0.0, 1.0);
    s->carbon_cap = number(r, row, "carbon_cap_t", 0.0, INFINITY);
    s->discount = pow(1.0 + rate, p->stage[0].year - s->year);
    if (row > 0 && !(s->year > s[-1].year))
        fault(r, row, dt_csv_column(r->table, "year"), "years in ascending order");
    if (row > 0) s[-1].years = s->year - s[-1].year;
    s->years = row > 0 ? s[-1].years : 1.0;
}

dt_status dt_grid_path_load(const char *path, double rate, dt_grid_path *out, dt_diagnostics *diagnostics)
{
    dt_grid_path p = {0};
    struct reader r = {.found = diagnostics};
    DT_TRY(dt_csv_read(path, &r.table, diagnostics));
    p.n_stage = dt_csv_row_count(r.table);
    p.stage = calloc((size_t)p.n_stage + 1, sizeof *p.stage);
    p.mw = calloc((size_t)p.n_stage + 1, sizeof *p.mw);
    dt_status status = p.stage && p.mw ? DT_OK : DT_NO_MEMORY;
    for (int row = 0; status == DT_OK && row < p.n_stage; row++)
        read_year(&r, row, rate, &p);
    if (status == DT_OK && p.n_stage == 0) fault(&r, DT_CSV_HEADER, 0, "a row for each year");
    dt_csv_free(r.table);
    if (status == DT_OK && r.n_fault > 0) status = DT_INPUT;
    if (status != DT_OK) {
        dt_grid_path_clear(&p);
        return status;
    }
    *out = p;
    return DT_OK;
}
