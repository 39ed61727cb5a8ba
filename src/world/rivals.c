/* Rivals: a row of rivals.csv says how much of the strength of another a state fears beyond what that one's
 * bloc is to it.
 *
 * Hostility holds between two states, so both directions stand and agree in it; the weights differ with
 * power. What must stay true: nobody is its own rival, and no state has more rivals than a row of the network
 * holds. */
#include <stdio.h>
#include <string.h>

#include "core/try.h"
#include "world/read.h"
#include "world/table.h"

enum { FIRST, SECOND, WEIGHT, HOSTILITY, SOURCE, N_COLUMN };
static const char *const columns[N_COLUMN] = {"iso3", "rival", "weight", "hostility", "source"};

enum { MOST_OF_ONE = 16 }; /* rivals that a state can have */

static int count_of(const dt_world *world, int state)
{
    int n = 0;
    for (int k = 0; k < world->n_rivalry; k++)
        n += world->rivalry[k].first == state;
    return n;
}

/* Index of the row in which `first` fears `second`; -1 if there is none. */
static int find_rivalry(const dt_world *world, int first, int second)
{
    for (int k = 0; k < world->n_rivalry; k++)
        if (world->rivalry[k].first == first && world->rivalry[k].second == second) return k;
    return -1;
}

static dt_status check_row(struct world_table *table, const dt_world *world, int row, struct world_rivalry r)
{
    if (r.first == r.second) return dt_table_fault(table, row, SECOND, DT_E_DATA_WORD, "another state");
    if (find_rivalry(world, r.first, r.second) >= 0)
        return dt_table_fault(table, row, SECOND, DT_E_DATA_DUPLICATE, "each rival of a state once");
    if (!(r.weight >= 0.0 && r.weight <= 1.0))
        return dt_table_fault(table, row, WEIGHT, DT_E_DATA_RANGE, "0 to 1");
    if (!(r.hostility >= 0.0 && r.hostility <= 1.0))
        return dt_table_fault(table, row, HOSTILITY, DT_E_DATA_RANGE, "0 to 1");
    if (count_of(world, r.first) == MOST_OF_ONE)
        return dt_table_fault(table, row, FIRST, DT_E_DATA_SIZE, "at most 16 rivals of a state");
    return DT_OK;
}

static void read_row(struct world_table *table, dt_world *world, int row)
{
    struct world_rivalry r = {.row = row};
    int source = 0;
    if (dt_table_state(table, world, row, FIRST, &r.first) != DT_OK) return;
    if (dt_table_state(table, world, row, SECOND, &r.second) != DT_OK) return;
    if (dt_table_number(table, row, WEIGHT, &r.weight) != DT_OK) return;
    if (dt_table_number(table, row, HOSTILITY, &r.hostility) != DT_OK) return;
    if (dt_table_source(table, world, row, SOURCE, &source) != DT_OK) return;
    if (check_row(table, world, row, r) == DT_OK) world->rivalry[world->n_rivalry++] = r;
}

/* Reports each row whose opposite is missing or says another hostility; of two that differ, the later one. */
static void check_symmetry(struct world_table *table, const dt_world *world)
{
    for (int k = 0; k < world->n_rivalry; k++) {
        struct world_rivalry r = world->rivalry[k];
        const char *first = world->state[r.first].iso3, *second = world->state[r.second].iso3;
        int opposite = find_rivalry(world, r.second, r.first);
        dt_diagnostic finding = {.code = DT_E_DATA_SYMMETRY};
        if (opposite < 0) {
            snprintf(finding.expected, sizeof finding.expected, "a row %s,%s as well", second, first);
            snprintf(finding.suggestion, sizeof finding.suggestion, "add \"%s,%s,WEIGHT,%g,...\"", second,
                     first, r.hostility);
        } else if (opposite < k && world->rivalry[opposite].hostility != r.hostility) {
            snprintf(finding.expected, sizeof finding.expected, "%g, as in the row %s,%s",
                     world->rivalry[opposite].hostility, second, first);
        } else {
            continue;
        }
        int column = opposite < 0 ? SECOND : HOSTILITY;
        dt_csv_fault(table->csv, r.row, table->column[column], &finding, table->diagnostics);
        table->n_fault++;
    }
}

dt_status dt_world_read_rivals(dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    struct world_table table;
    DT_TRY(dt_table_open(&table, dir, "rivals.csv", columns, N_COLUMN, diagnostics));
    for (int row = 0; row < table.n_row; row++)
        read_row(&table, world, row);
    if (table.n_fault == 0) check_symmetry(&table, world);
    dt_table_close(&table);
    return dt_table_status(&table);
}

int dt_world_rivalry_count(const dt_world *world)
{
    return world->n_rivalry;
}

dt_rivalry dt_world_rivalry(const dt_world *world, int index)
{
    if (index < 0 || index >= world->n_rivalry) return (dt_rivalry){-1, -1, 0.0, 0.0};
    const struct world_rivalry *r = &world->rivalry[index];
    return (dt_rivalry){r->first, r->second, r->weight, r->hostility};
}
