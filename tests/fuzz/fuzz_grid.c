/* Fuzz target of the reader of case files: any bytes give a grid or findings. A grid that was read is whole:
 * what it refers to exists, it can be written, and what was written reads again as the same grid. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "detente/grid.h"
#include "detente/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition)
{
    if (!condition) abort();
}

static void check(const dt_grid *grid)
{
    require(grid->n_island > 0 && grid->base_mva > 0.0);
    for (int l = 0; l < grid->n_branch; l++) {
        const dt_grid_branch *b = &grid->branch[l];
        require(b->from >= 0 && b->from < grid->n_bus && b->to >= 0 && b->to < grid->n_bus);
        require(!b->is_in || b->x != 0.0);
    }
    for (int i = 0; i < grid->n_generator; i++)
        require(grid->generator[i].bus >= 0 && grid->generator[i].bus < grid->n_bus);
    for (int k = 0; k < grid->n_island; k++)
        require(grid->bus[grid->reference[k]].island == k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dt_grid *grid = NULL, *again = NULL;
    char *text = NULL, *twice = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_status status = dt_grid_parse((const char *)data, size, "fuzz.m", &grid, &found);
    require((status == DT_OK) == (grid != NULL) && (status == DT_OK) == (found.n_error == 0));
    if (!grid) return 0;
    check(grid);
    require(dt_grid_format(grid, &text) == DT_OK);
    require(dt_grid_parse(text, strlen(text), "again.m", &again, NULL) == DT_OK);
    require(dt_grid_format(again, &twice) == DT_OK && strcmp(text, twice) == 0);
    dt_free(text);
    dt_free(twice);
    dt_grid_free(grid);
    dt_grid_free(again);
    return 0;
}
