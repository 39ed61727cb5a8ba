/* A grid as a plain object: made, copied, freed, asked. */
#include "detente/grid.h"

#include <stdlib.h>
#include <string.h>

#include "core/try.h"

const char *dt_grid_convention_name(dt_grid_convention convention)
{
    return convention == DT_GRID_MATPOWER ? "matpower" : "powermodels";
}

static void *array(int count, size_t size)
{
    return calloc((size_t)count + 1, size);
}

static void set_defaults(dt_grid *g)
{
    for (int i = 0; i < g->n_bus; i++)
        g->bus[i] = (dt_grid_bus){.number = i + 1,
                                  .type = DT_GRID_PQ,
                                  .vm = 1.0,
                                  .vmax = 1.1,
                                  .vmin = 0.9,
                                  .base_kv = 1.0,
                                  .area = 1,
                                  .zone = 1};
    for (int i = 0; i < g->n_branch; i++)
        g->branch[i] = (dt_grid_branch){.status = 1, .angmin = -360.0, .angmax = 360.0};
    for (int i = 0; i < g->n_generator; i++)
        g->generator[i] = (dt_grid_generator){.status = 1, .vg = 1.0, .mbase = 100.0};
    for (int i = 0; i < g->n_dcline; i++)
        g->dcline[i] = (dt_grid_dcline){.status = 1, .vf = 1.0, .vt = 1.0};
}

dt_status dt_grid_create(int n_bus, int n_branch, int n_generator, int n_dcline, dt_grid **out)
{
    if (n_bus < 0 || n_branch < 0 || n_generator < 0 || n_dcline < 0) return DT_INPUT;
    dt_grid *g = calloc(1, sizeof *g);
    if (!g) return DT_NO_MEMORY;
    g->base_mva = 100.0;
    g->bus = array(n_bus, sizeof *g->bus);
    g->branch = array(n_branch, sizeof *g->branch);
    g->generator = array(n_generator, sizeof *g->generator);
    g->dcline = array(n_dcline, sizeof *g->dcline);
    g->reference = array(n_bus, sizeof *g->reference);
    if (!g->bus || !g->branch || !g->generator || !g->dcline || !g->reference) {
        dt_grid_free(g);
        return DT_NO_MEMORY;
    }
    g->n_bus = n_bus;
    g->n_branch = n_branch;
    g->n_generator = n_generator;
    g->n_dcline = n_dcline;
    set_defaults(g);
    *out = g;
    return DT_OK;
}

void dt_grid_free(dt_grid *grid)
{
    if (!grid) return;
    for (int i = 0; i < grid->n_generator; i++) {
        free(grid->generator[i].cost.value);
        free(grid->generator[i].reactive_cost.value);
    }
    for (int i = 0; i < grid->n_dcline; i++)
        free(grid->dcline[i].cost.value);
    free(grid->bus);
    free(grid->branch);
    free(grid->generator);
    free(grid->dcline);
    free(grid->reference);
    free(grid);
}

dt_status dt_grid_set_cost(dt_grid_cost *cost, int model, int count, const double *value)
{
    if (model < 0 || model > 2 || count < 0) return DT_INPUT;
    size_t n = model == 1 ? 2 * (size_t)count : (size_t)count;
    double *copy = malloc((n + 1) * sizeof *copy);
    if (!copy) return DT_NO_MEMORY;
    if (n > 0) memcpy(copy, value, n * sizeof *copy);
    free(cost->value);
    cost->model = model;
    cost->count = count;
    cost->value = copy;
    return DT_OK;
}

/* Makes a cost that was copied bit by bit own its numbers. */
static dt_status own_cost(dt_grid_cost *cost)
{
    const double *shared = cost->value;
    cost->value = NULL;
    return shared ? dt_grid_set_cost(cost, cost->model, cost->count, shared) : DT_OK;
}

static dt_status own_costs(dt_grid *g)
{
    dt_status status = DT_OK;
    for (int i = 0; i < g->n_generator; i++) {
        dt_status active = own_cost(&g->generator[i].cost),
                  reactive = own_cost(&g->generator[i].reactive_cost);
        if (active != DT_OK || reactive != DT_OK) status = DT_NO_MEMORY;
    }
    for (int i = 0; i < g->n_dcline; i++)
        if (own_cost(&g->dcline[i].cost) != DT_OK) status = DT_NO_MEMORY;
    return status;
}

dt_status dt_grid_copy(const dt_grid *grid, dt_grid **out)
{
    dt_grid *g = NULL;
    DT_TRY(dt_grid_create(grid->n_bus, grid->n_branch, grid->n_generator, grid->n_dcline, &g));
    memcpy(g->name, grid->name, sizeof g->name);
    g->base_mva = grid->base_mva;
    g->n_island = grid->n_island;
    memcpy(g->bus, grid->bus, (size_t)g->n_bus * sizeof *g->bus);
    memcpy(g->branch, grid->branch, (size_t)g->n_branch * sizeof *g->branch);
    memcpy(g->generator, grid->generator, (size_t)g->n_generator * sizeof *g->generator);
    memcpy(g->dcline, grid->dcline, (size_t)g->n_dcline * sizeof *g->dcline);
    memcpy(g->reference, grid->reference, (size_t)g->n_bus * sizeof *g->reference);
    dt_status status = own_costs(g);
    if (status != DT_OK) {
        dt_grid_free(g);
        return status;
    }
    *out = g;
    return DT_OK;
}

int dt_grid_find_bus(const dt_grid *grid, int number)
{
    for (int i = 0; i < grid->n_bus; i++)
        if (grid->bus[i].number == number) return i;
    return -1;
}
