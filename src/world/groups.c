/* Named groups of states: those that the flags of states.csv make, the whole world, and those of groups.csv.
 */
#include <stdio.h>
#include <string.h>

#include "core/try.h"
#include "world/read.h"
#include "world/table.h"

enum { GROUP, ISO3, N_COLUMN };
static const char *const columns[N_COLUMN] = {"group", "iso3"};

static int find_group(const dt_world *world, const char *name)
{
    for (int g = 0; g < world->n_group; g++)
        if (strcmp(world->group[g].name, name) == 0) return g;
    return -1;
}

/* The groups of the flags, in this order. */
static void add_flag_groups(dt_world *world)
{
    static const char *const names[] = {"WORLD", "EU", "NATO", "GULF", "G20", "NUCLEAR"};
    enum { N_NAME = sizeof names / sizeof names[0] };
    for (int g = 0; g < N_NAME; g++)
        snprintf(world->group[g].name, DT_NAME_TEXT, "%s", names[g]);
    world->n_group = N_NAME;
    for (int i = 0; i < world->n_state; i++) {
        const dt_state_info *s = &world->state[i].info;
        int flags[N_NAME] = {1, s->eu, s->nato, s->gcc, s->g20, s->nuclear_armed};
        for (int g = 0; g < N_NAME; g++)
            world->group[g].member[i] = (unsigned char)flags[g];
    }
}

/* The group named in a row, made if it is new. A group may not have the name of a state. */
static dt_status group_of_row(struct world_table *table, dt_world *world, int row, int *group)
{
    char name[DT_NAME_TEXT];
    DT_TRY(dt_table_name(table, row, GROUP, name));
    *group = find_group(world, name);
    if (*group >= 0) return DT_OK;
    if (world->n_group == DT_MAX_GROUP || dt_world_state_index(world, name) >= 0)
        return dt_table_fault(table, row, GROUP, DT_E_DATA_WORD,
                              "at most 64 groups, none with the code of a state");
    *group = world->n_group++;
    memcpy(world->group[*group].name, name, sizeof name);
    return DT_OK;
}

static void read_member(struct world_table *table, dt_world *world, int row)
{
    int state = 0, group = 0;
    if (dt_table_state(table, world, row, ISO3, &state) != DT_OK) return;
    if (group_of_row(table, world, row, &group) != DT_OK) return;
    if (world->group[group].member[state])
        dt_table_fault(table, row, ISO3, DT_E_DATA_DUPLICATE, "each member once");
    world->group[group].member[state] = 1;
}

dt_status dt_world_read_groups(dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    struct world_table table;
    add_flag_groups(world);
    DT_TRY(dt_table_open(&table, dir, "groups.csv", columns, N_COLUMN, diagnostics));
    for (int row = 0; row < table.n_row; row++)
        read_member(&table, world, row);
    dt_table_close(&table);
    return dt_table_status(&table);
}

int dt_world_group_count(const dt_world *world)
{
    return world->n_group;
}

const char *dt_world_group_name(const dt_world *world, int group)
{
    return group >= 0 && group < world->n_group ? world->group[group].name : NULL;
}

int dt_world_in_group(const dt_world *world, const char *name, int state)
{
    if (!dt_world_state(world, state)) return -1;
    int group = find_group(world, name);
    if (group >= 0) return world->group[group].member[state];
    int one = dt_world_state_index(world, name);
    return one < 0 ? -1 : one == state;
}
