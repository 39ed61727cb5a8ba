/* What binds, in words. */
#include <stdio.h>
#include <string.h>

#include "detente/grid_plan.h"

static int bus_number(const dt_grid *grid, int bus)
{
    return bus >= 0 && bus < grid->n_bus ? grid->bus[bus].number : -1;
}

static void branch_words(const dt_grid *grid, int branch, char *text, size_t size)
{
    const dt_grid_branch *b = &grid->branch[branch];
    snprintf(text, size, "branch %d (bus %d to %d)", branch + 1, bus_number(grid, b->from),
             bus_number(grid, b->to));
}

static void generator_words(const dt_grid *grid, int i, const char *what, char *text)
{
    const dt_grid_generator *g = &grid->generator[i];
    snprintf(text, DT_SUPPLY_TEXT, "%s of generator %d%s%s (bus %d)", what, i + 1, g->name[0] ? " " : "",
             g->name, bus_number(grid, g->bus));
}

void dt_grid_limit_words(const dt_grid *grid, const dt_grid_limit *limit, char text[DT_GRID_LIMIT_WORDS])
{
    int i = limit->element;
    size_t length;
    switch (limit->kind) {
    case DT_GRID_LIMIT_BRANCH:
    case DT_GRID_LIMIT_ANGLE:
    case DT_GRID_LIMIT_OUTAGE:
        branch_words(grid, i, text, DT_GRID_LIMIT_WORDS);
        length = strlen(text);
        if (limit->outage >= 0)
            snprintf(text + length, DT_GRID_LIMIT_WORDS - length, ", branch %d out", limit->outage + 1);
        return;
    case DT_GRID_LIMIT_GENERATOR_MAX:
    case DT_GRID_LIMIT_GENERATOR_MIN:
        snprintf(text, DT_GRID_LIMIT_WORDS, "generator %d (bus %d)", i + 1,
                 bus_number(grid, grid->generator[i].bus));
        return;
    case DT_GRID_LIMIT_DCLINE_MAX:
    case DT_GRID_LIMIT_DCLINE_MIN:
        snprintf(text, DT_GRID_LIMIT_WORDS, "direct-current line %d (bus %d to %d)", i + 1,
                 bus_number(grid, grid->dcline[i].from), bus_number(grid, grid->dcline[i].to));
        return;
    case DT_GRID_LIMIT_LOAD:
        snprintf(text, DT_GRID_LIMIT_WORDS, "load of the network of bus %d", bus_number(grid, i));
        return;
    default: snprintf(text, DT_GRID_LIMIT_WORDS, "bus %d", bus_number(grid, i));
    }
}

static const char *given_name(const dt_grid_plan *plan, const dt_grid_bound *b)
{
    if (!plan || b->element < 0) return "";
    if (b->kind == DT_GRID_BIND_STORAGE && b->element < plan->n_storage)
        return plan->storage[b->element].name;
    if (b->kind == DT_GRID_BIND_BUILD && b->element < plan->n_candidate)
        return plan->candidate[b->element].name;
    if (b->kind == DT_GRID_BIND_CURTAILMENT && b->element < plan->n_load) return plan->load[b->element].name;
    return "";
}

void dt_grid_bound_words(const dt_grid *grid, const dt_grid_plan *plan, const dt_grid_bound *b,
                         char text[DT_SUPPLY_TEXT])
{
    char branch[64], out[64];
    switch (b->kind) {
    case DT_GRID_BIND_LINE: branch_words(grid, b->element, text, DT_SUPPLY_TEXT); return;
    case DT_GRID_BIND_ANGLE:
        branch_words(grid, b->element, branch, sizeof branch);
        snprintf(text, DT_SUPPLY_TEXT, "angle over %s", branch);
        return;
    case DT_GRID_BIND_OUTAGE:
        branch_words(grid, b->element, branch, sizeof branch);
        branch_words(grid, b->outage, out, sizeof out);
        snprintf(text, DT_SUPPLY_TEXT, "%s after outage of %s", branch, out);
        return;
    case DT_GRID_BIND_GENERATION: generator_words(grid, b->element, "capacity", text); return;
    case DT_GRID_BIND_MUST_RUN: generator_words(grid, b->element, "least output", text); return;
    case DT_GRID_BIND_RAMP: generator_words(grid, b->element, "ramp", text); return;
    case DT_GRID_BIND_DCLINE:
        snprintf(text, DT_SUPPLY_TEXT, "direct-current line %d (bus %d to %d)", b->element + 1,
                 bus_number(grid, grid->dcline[b->element].from),
                 bus_number(grid, grid->dcline[b->element].to));
        return;
    case DT_GRID_BIND_RESERVE: snprintf(text, DT_SUPPLY_TEXT, "operating reserve"); return;
    case DT_GRID_BIND_MARGIN: snprintf(text, DT_SUPPLY_TEXT, "planning margin"); return;
    case DT_GRID_BIND_CARBON: snprintf(text, DT_SUPPLY_TEXT, "carbon cap"); return;
    case DT_GRID_BIND_STORAGE:
        snprintf(text, DT_SUPPLY_TEXT, "storage %d %s", b->element + 1, given_name(plan, b));
        return;
    case DT_GRID_BIND_CURTAILMENT:
        snprintf(text, DT_SUPPLY_TEXT, "curtailable share %s", given_name(plan, b));
        return;
    default: snprintf(text, DT_SUPPLY_TEXT, "building of %d %s", b->element + 1, given_name(plan, b)); return;
    }
}
