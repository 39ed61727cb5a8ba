/* Checks a grid and works out what is in service and which buses hang together.
 *
 * A bus of type 4 takes everything on it out of service. Islands are the parts joined by branches in service;
 * each is balanced by itself and has one reference bus, the first of type 3, or else the bus with the largest
 * generator. Direct-current lines do not join islands. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/grid.h"

struct check {
    dt_grid *grid;
    const char *path;
    dt_diagnostics *found;
    dt_status status;
};

__attribute__((format(printf, 5, 6))) static void finding(struct check *c, dt_error_code code, int is_warning,
                                                          int line, const char *format, ...)
{
    dt_diagnostic d = {.code = code, .is_warning = is_warning, .line = line, .column = line > 0};
    va_list arguments;
    if (c->path) snprintf(d.file, sizeof d.file, "%s", c->path);
    va_start(arguments, format);
    vsnprintf(d.key, sizeof d.key, format, arguments);
    va_end(arguments);
    dt_status status = dt_diagnose(c->found, &d);
    if (!is_warning && c->status == DT_OK) c->status = status;
}

static void check_branch(struct check *c, int i)
{
    const dt_grid_branch *b = &c->grid->branch[i];
    if (!b->is_in) return;
    if (b->x == 0.0) finding(c, DT_E_GRID_IMPEDANCE, 0, b->line, "branch %d: x is 0", i + 1);
    if (!isfinite(b->x) || !isfinite(b->r) || !isfinite(b->ratio) || !isfinite(b->angle))
        finding(c, DT_E_GRID_NUMBER, 0, b->line, "branch %d: a value is not a number", i + 1);
    if (!(b->rate_a >= 0.0))
        finding(c, DT_E_GRID_LIMIT, 0, b->line, "branch %d: rateA is %g", i + 1, b->rate_a);
    if (!(b->angmin <= b->angmax))
        finding(c, DT_E_GRID_LIMIT, 0, b->line, "branch %d: angmin %g is above angmax %g", i + 1, b->angmin,
                b->angmax);
    if (b->ratio < 0.0) finding(c, DT_E_GRID_LIMIT, 0, b->line, "branch %d: ratio is %g", i + 1, b->ratio);
    if (b->from == b->to) finding(c, DT_E_GRID_BUS, 0, b->line, "branch %d: both ends are at one bus", i + 1);
}

static void check_generator(struct check *c, int i)
{
    const dt_grid_generator *g = &c->grid->generator[i];
    if (g->is_in && !(g->pmin <= g->pmax))
        finding(c, DT_E_GRID_LIMIT, 0, g->line, "generator %d: Pmin %g is above Pmax %g", i + 1, g->pmin,
                g->pmax);
}

static void check_dcline(struct check *c, int i)
{
    const dt_grid_dcline *d = &c->grid->dcline[i];
    if (!d->is_in) return;
    if (!(d->pmin <= d->pmax))
        finding(c, DT_E_GRID_LIMIT, 0, d->line, "dcline %d: Pmin %g is above Pmax %g", i + 1, d->pmin,
                d->pmax);
    if (d->pmin < 0.0 && d->loss1 != 0.0)
        finding(c, DT_E_GRID_LINE_LOSS, 1, d->line, "dcline %d: flow may be negative, loss1 is %g", i + 1,
                d->loss1);
    if (!isfinite(d->loss0) || !isfinite(d->loss1))
        finding(c, DT_E_GRID_NUMBER, 0, d->line, "dcline %d: a loss is not a number", i + 1);
}

static int is_bus_in(const dt_grid *g, int bus)
{
    return bus >= 0 && bus < g->n_bus && g->bus[bus].is_in;
}

/* Whether both ends of a line are buses of the grid; a finding if not. */
static int has_ends(struct check *c, int from, int to, const char *what, int i, int line)
{
    int n = c->grid->n_bus;
    if (from >= 0 && from < n && to >= 0 && to < n) return 1;
    finding(c, DT_E_GRID_BUS, 0, line, "%s %d", what, i + 1);
    return 0;
}

static int is_between(const dt_grid *g, int status, int from, int to)
{
    return status > 0 && is_bus_in(g, from) && is_bus_in(g, to);
}

/* What is in service. */
static void mark_service(struct check *c)
{
    dt_grid *g = c->grid;
    for (int i = 0; i < g->n_bus; i++) {
        g->bus[i].is_in = g->bus[i].type != DT_GRID_OUT;
        if (!isfinite(g->bus[i].pd) || !isfinite(g->bus[i].gs))
            finding(c, DT_E_GRID_NUMBER, 0, g->bus[i].line, "bus %d: the load is not a number",
                    g->bus[i].number);
    }
    for (int i = 0; i < g->n_branch; i++) {
        dt_grid_branch *b = &g->branch[i];
        b->is_in = has_ends(c, b->from, b->to, "branch", i, b->line) &&
            is_between(g, b->status, b->from, b->to);
    }
    for (int i = 0; i < g->n_generator; i++) {
        dt_grid_generator *u = &g->generator[i];
        u->is_in = has_ends(c, u->bus, u->bus, "generator", i, u->line) &&
            is_between(g, u->status, u->bus, u->bus);
    }
    for (int i = 0; i < g->n_dcline; i++) {
        dt_grid_dcline *d = &g->dcline[i];
        d->is_in = has_ends(c, d->from, d->to, "dcline", i, d->line) &&
            is_between(g, d->status, d->from, d->to);
    }
}

static int root(int *parent, int i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/* Numbers the islands in the order of their first bus. */
static dt_status find_islands(dt_grid *g)
{
    int *parent = malloc(((size_t)g->n_bus + 1) * sizeof *parent);
    if (!parent) return DT_NO_MEMORY;
    for (int i = 0; i < g->n_bus; i++) {
        parent[i] = i;
        g->bus[i].island = -1;
    }
    for (int i = 0; i < g->n_branch; i++) {
        if (!g->branch[i].is_in) continue;
        int a = root(parent, g->branch[i].from), b = root(parent, g->branch[i].to);
        parent[a > b ? a : b] = a > b ? b : a;
    }
    g->n_island = 0;
    for (int i = 0; i < g->n_bus; i++) {
        if (!g->bus[i].is_in) continue;
        int r = root(parent, i);
        g->bus[i].island = r == i ? g->n_island++ : g->bus[r].island;
    }
    free(parent);
    return DT_OK;
}

/* The first bus of type 3 of each island; returns whether there is any. */
static int take_references(dt_grid *g)
{
    int any = 0;
    for (int k = 0; k < g->n_island; k++)
        g->reference[k] = -1;
    for (int i = 0; i < g->n_bus; i++) {
        const dt_grid_bus *b = &g->bus[i];
        if (!b->is_in || b->type != DT_GRID_REFERENCE) continue;
        any = 1;
        if (g->reference[b->island] < 0) g->reference[b->island] = i;
    }
    return any;
}

/* In islands without one the bus of the largest generator, or the first. */
static dt_status fill_references(dt_grid *g)
{
    double *largest = malloc(((size_t)g->n_island + 1) * sizeof *largest);
    if (!largest) return DT_NO_MEMORY;
    for (int k = 0; k < g->n_island; k++)
        largest[k] = g->reference[k] >= 0 ? INFINITY : -INFINITY;
    for (int i = 0; i < g->n_generator; i++) {
        const dt_grid_generator *u = &g->generator[i];
        int island = u->is_in ? g->bus[u->bus].island : -1;
        if (island < 0 || !(u->pmax > largest[island])) continue;
        largest[island] = u->pmax;
        g->reference[island] = u->bus;
    }
    free(largest);
    for (int i = 0; i < g->n_bus; i++) {
        const dt_grid_bus *b = &g->bus[i];
        if (b->is_in && g->reference[b->island] < 0) g->reference[b->island] = i;
    }
    return DT_OK;
}

/* One reference for each island; says where one had to be chosen. */
static dt_status choose_references(struct check *c)
{
    dt_grid *g = c->grid;
    int any = take_references(g);
    DT_TRY(fill_references(g));
    if (!any) finding(c, DT_E_GRID_NO_REFERENCE, 0, 0, "no bus in service has type 3");
    for (int k = 0; any && k < g->n_island; k++) {
        const dt_grid_bus *b = &g->bus[g->reference[k]];
        if (b->type != DT_GRID_REFERENCE)
            finding(c, DT_E_GRID_ISLAND, 1, b->line, "bus %d is the reference of an island that has none",
                    b->number);
    }
    return DT_OK;
}

dt_status dt_grid_finish(dt_grid *grid, const char *path, dt_diagnostics *diagnostics)
{
    struct check c = {grid, path, diagnostics, DT_OK};
    mark_service(&c);
    DT_TRY(c.status);
    for (int i = 0; i < grid->n_branch; i++)
        check_branch(&c, i);
    for (int i = 0; i < grid->n_generator; i++)
        check_generator(&c, i);
    for (int i = 0; i < grid->n_dcline; i++)
        check_dcline(&c, i);
    DT_TRY(c.status);
    DT_TRY(find_islands(grid));
    if (grid->n_island == 0 || !(grid->base_mva > 0.0)) {
        finding(&c, DT_E_GRID_EMPTY, 0, 0,
                grid->n_island == 0 ? "no bus is in service" : "base power is not positive");
        return c.status;
    }
    DT_TRY(choose_references(&c));
    if (grid->n_island > 1)
        finding(&c, DT_E_GRID_ISLAND, 1, 0, "the network has %d parts that no branch in service joins",
                grid->n_island);
    return c.status;
}
