/* Pairs of rivals: rivals.csv holds each pair once, and both see the same threat in one another. */
#include "core/try.h"
#include "world/read.h"
#include "world/table.h"

enum { FIRST, SECOND, WEIGHT, N_COLUMN };
static const char *const columns[N_COLUMN] = {"iso3", "rival", "weight"};

enum { MOST_OF_ONE = 16 }; /* rivals that a state can have */

static int count_of(const dt_world *world, int state)
{
    int n = 0;
    for (int k = 0; k < world->n_rivalry; k++)
        n += world->rivalry[k].first == state || world->rivalry[k].second == state;
    return n;
}

static int is_known(const dt_world *world, struct world_rivalry r)
{
    for (int k = 0; k < world->n_rivalry; k++) {
        struct world_rivalry have = world->rivalry[k];
        int same = have.first == r.first && have.second == r.second;
        int turned = have.first == r.second && have.second == r.first;
        if (same || turned) return 1;
    }
    return 0;
}

static dt_status check_pair(struct world_table *table, const dt_world *world, int row, struct world_rivalry r)
{
    if (r.first == r.second) return dt_table_fault(table, row, SECOND, DT_E_DATA_WORD, "another state");
    if (is_known(world, r))
        return dt_table_fault(table, row, SECOND, DT_E_DATA_DUPLICATE,
                              "each pair once, whichever comes first");
    if (!(r.weight >= 0.0 && r.weight <= 1.0))
        return dt_table_fault(table, row, WEIGHT, DT_E_DATA_RANGE, "0 to 1");
    if (count_of(world, r.first) == MOST_OF_ONE || count_of(world, r.second) == MOST_OF_ONE)
        return dt_table_fault(table, row, FIRST, DT_E_DATA_SIZE, "at most 16 rivals of a state");
    if (world->n_rivalry == DT_MAX_RIVALRY)
        return dt_table_fault(table, row, FIRST, DT_E_DATA_SIZE, "at most 512 pairs");
    return DT_OK;
}

static void read_pair(struct world_table *table, dt_world *world, int row)
{
    struct world_rivalry r = {0};
    if (dt_table_state(table, world, row, FIRST, &r.first) != DT_OK) return;
    if (dt_table_state(table, world, row, SECOND, &r.second) != DT_OK) return;
    if (dt_table_number(table, row, WEIGHT, &r.weight) != DT_OK) return;
    if (check_pair(table, world, row, r) == DT_OK) world->rivalry[world->n_rivalry++] = r;
}

dt_status dt_world_read_rivals(dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    struct world_table table;
    DT_TRY(dt_table_open(&table, dir, "rivals.csv", columns, N_COLUMN, diagnostics));
    for (int row = 0; row < table.n_row; row++)
        read_pair(&table, world, row);
    dt_table_close(&table);
    return dt_table_status(&table);
}

int dt_world_rivalry_count(const dt_world *world)
{
    return world->n_rivalry;
}

dt_rivalry dt_world_rivalry(const dt_world *world, int index)
{
    if (index < 0 || index >= world->n_rivalry) return (dt_rivalry){-1, -1, 0.0};
    const struct world_rivalry *r = &world->rivalry[index];
    return (dt_rivalry){r->first, r->second, r->weight};
}
