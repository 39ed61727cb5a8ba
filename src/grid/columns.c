/* Columns of a dispatch: generators, direct-current lines, shedding, site. */
#include "grid/columns.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"

void dt_columns_free(dt_columns *columns)
{
    if (!columns) return;
    free(columns->column);
    free(columns->start);
    free(columns);
}

static dt_status add(dt_columns *c, dt_column column)
{
    if (c->count == c->room) {
        size_t room = c->room ? 2 * (size_t)c->room : 256;
        dt_column *larger = realloc(c->column, room * sizeof *larger);
        if (!larger) return DT_NO_MEMORY;
        c->column = larger;
        c->room = (int)room;
    }
    c->has_quadratic |= column.quadratic > 0.0;
    c->column[c->count++] = column;
    return DT_OK;
}

/* Columns of one curve; `pattern` says what one MW does. */
static dt_status add_curve(dt_columns *c, const dt_curve *curve, dt_column pattern, double low, double high,
                           double *start)
{
    c->constant += curve->constant;
    if (curve->is_quadratic) {
        *start = 0.0;
        pattern.lower = low;
        pattern.upper = high;
        pattern.cost = curve->slope[0];
        pattern.quadratic = 2.0 * curve->quadratic;
        return add(c, pattern);
    }
    *start = curve->start;
    for (int e = 0; e < 2; e++)
        if (pattern.bus[e] >= 0) c->fixed[pattern.bus[e]] += pattern.inject[e] * curve->start;
    for (int k = 0; k < curve->n_piece; k++) {
        pattern.lower = k == 0 && !isfinite(low) ? low : 0.0;
        pattern.upper = curve->width[k];
        pattern.width = curve->width[k];
        pattern.cost = curve->slope[k];
        DT_TRY(add(c, pattern));
    }
    return DT_OK;
}

static void warn(dt_diagnostics *found, const char *what, int i, int line, dt_error_code code)
{
    dt_diagnostic d = {.code = code, .is_warning = code == DT_E_GRID_NOT_CONVEX, .line = line};
    snprintf(d.key, sizeof d.key, "%s %d", what, i + 1);
    dt_diagnose(found, &d);
}

static dt_status add_generator(dt_columns *c, int i, dt_diagnostics *found)
{
    const dt_grid_generator *g = &c->grid->generator[i];
    dt_curve curve = {0};
    if (!g->is_in) return DT_OK;
    c->least[i] = g->pmin;
    c->most[i] = g->pmax;
    dt_column pattern = {
        .kind = DT_COLUMN_GENERATOR, .element = i, .bus = {g->bus, -1}, .inject = {1.0, 0.0}};
    dt_status status = dt_curve_make(&g->cost, g->pmin, g->pmax, &curve);
    if (status == DT_INPUT) warn(found, "generator", i, g->line, DT_E_GRID_COST);
    DT_TRY(status);
    if (!curve.is_convex) warn(found, "generator", i, g->line, DT_E_GRID_NOT_CONVEX);
    status = add_curve(c, &curve, pattern, g->pmin, g->pmax, &c->start[i]);
    dt_curve_clear(&curve);
    return status;
}

static dt_status add_dcline(dt_columns *c, int i, dt_diagnostics *found)
{
    const dt_grid_dcline *d = &c->grid->dcline[i];
    dt_curve curve = {0};
    if (!d->is_in) return DT_OK;
    dt_column pattern = {
        .kind = DT_COLUMN_DCLINE, .element = i, .bus = {d->from, d->to}, .inject = {-1.0, 1.0 - d->loss1}};
    dt_status status = dt_curve_make(&d->cost, d->pmin, d->pmax, &curve);
    if (status == DT_INPUT) warn(found, "dcline", i, d->line, DT_E_GRID_COST);
    DT_TRY(status);
    if (!curve.is_convex) warn(found, "dcline", i, d->line, DT_E_GRID_NOT_CONVEX);
    c->fixed[d->to] -= d->loss0;
    c->least[c->grid->n_generator + i] = d->pmin;
    c->most[c->grid->n_generator + i] = d->pmax;
    status = add_curve(c, &curve, pattern, d->pmin, d->pmax, &c->start[c->grid->n_generator + i]);
    dt_curve_clear(&curve);
    return status;
}

static dt_status add_all(dt_columns *c, const dt_grid_opf_options *options, const double *withdrawal,
                         dt_diagnostics *found)
{
    const dt_grid *g = c->grid;
    for (int i = 0; i < g->n_bus; i++)
        c->fixed[i] = -withdrawal[i];
    for (int i = 0; i < g->n_generator; i++)
        DT_TRY(add_generator(c, i, found));
    for (int i = 0; i < g->n_dcline && !options->no_dclines; i++)
        DT_TRY(add_dcline(c, i, found));
    for (int i = 0; i < g->n_bus && options->shed_cost > 0.0; i++) {
        if (!g->bus[i].is_in || !(g->bus[i].pd > 0.0)) continue;
        DT_TRY(add(c,
                   (dt_column){.kind = DT_COLUMN_SHED,
                               .element = i,
                               .bus = {i, -1},
                               .inject = {1.0, 0.0},
                               .upper = g->bus[i].pd,
                               .cost = options->shed_cost}));
    }
    c->site = c->count;
    DT_TRY(add(c, (dt_column){.kind = DT_COLUMN_SITE, .element = -1, .bus = {-1, -1}}));
    c->relief = c->count;
    return add(c, (dt_column){.kind = DT_COLUMN_RELIEF, .element = -1, .bus = {-1, -1}});
}

dt_status dt_columns_create(const dt_grid *grid, const dt_grid_opf_options *options, const double *withdrawal,
                            dt_columns **out, dt_diagnostics *diagnostics)
{
    dt_columns *c = calloc(1, sizeof *c);
    if (!c) return DT_NO_MEMORY;
    size_t units = (size_t)grid->n_generator + (size_t)grid->n_dcline;
    c->grid = grid;
    c->start = calloc(3 * units + (size_t)grid->n_bus + 1, sizeof *c->start);
    if (c->start) {
        c->least = c->start + units;
        c->most = c->least + units;
        c->fixed = c->most + units;
    }
    dt_status status = c->start ? add_all(c, options, withdrawal, diagnostics) : DT_NO_MEMORY;
    if (status != DT_OK) {
        dt_columns_free(c);
        return status;
    }
    *out = c;
    return DT_OK;
}

void dt_columns_limit(dt_columns *c, int generator, double low, double high)
{
    double at = c->start[generator]; /* output where the piece begins */
    for (int j = 0; j < c->count; j++) {
        dt_column *col = &c->column[j];
        if (col->kind != DT_COLUMN_GENERATOR || col->element != generator) continue;
        int is_first = j == 0 || c->column[j - 1].kind != col->kind || c->column[j - 1].element != generator;
        int is_last = c->column[j + 1].kind != col->kind || c->column[j + 1].element != generator;
        double width = is_last ? INFINITY : col->width, least = fmin(fmax(low - at, 0.0), width);
        col->lower = is_first ? fmin(low - at, width) : least;
        col->upper = fmax(fmin(high - at, width), col->lower);
        at += width;
    }
    c->least[generator] = low;
    c->most[generator] = high;
}
