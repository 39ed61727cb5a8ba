/* The table of states. */
#include <string.h>

#include "core/try.h"
#include "world/read.h"
#include "world/table.h"

enum { ISO3, NAME, REGION, DATA_GROUP, TECH_REGION, BLOC, EU, NATO, GCC, G20, NUCLEAR_ARMED, N_COLUMN };
static const char *const columns[N_COLUMN] = {"iso3", "name", "region", "data_group", "tech_region",  "bloc",
                                              "eu",   "nato", "gcc",    "g20",        "nuclear_armed"};
static const char *const data_groups[DT_GROUP_COUNT] = {"USA", "CHN", "EU", "GULF", "IND", "REST"};
static const char *const blocs[] = {"0", "1", "2", "3"};

/* Three capital letters, once. */
static dt_status read_code(struct world_table *table, const dt_world *world, int row, char iso3[4])
{
    const char *text = dt_table_text(table, row, ISO3);
    if (strlen(text) != 3 || strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3 ||
        dt_place_find(world, text) >= 0)
        return dt_table_fault(table, row, ISO3, DT_E_DATA_STATE,
                              "an ISO code of three capital letters, once in the table");
    memcpy(iso3, text, 4);
    return DT_OK;
}

static void read_state(struct world_table *table, const dt_world *world, int row, struct world_state *state)
{
    int group = 0, region = 0;
    const char *names[DT_REGION_COUNT];
    for (int r = 0; r < DT_REGION_COUNT; r++)
        names[r] = dt_region_name(r);
    read_code(table, world, row, state->iso3);
    dt_table_name(table, row, NAME, state->name);
    dt_table_name(table, row, REGION, state->region);
    dt_table_word(table, row, DATA_GROUP, data_groups, DT_GROUP_COUNT, &group);
    dt_table_word(table, row, TECH_REGION, names, DT_REGION_COUNT, &region);
    dt_table_word(table, row, BLOC, blocs, 4, &state->info.bloc);
    dt_table_flag(table, row, EU, &state->info.eu);
    dt_table_flag(table, row, NATO, &state->info.nato);
    dt_table_flag(table, row, GCC, &state->info.gcc);
    dt_table_flag(table, row, G20, &state->info.g20);
    dt_table_flag(table, row, NUCLEAR_ARMED, &state->info.nuclear_armed);
    state->info.data_group = (dt_data_group)group;
    state->info.tech_region = (dt_tech_region)region;
    state->info.iso3 = state->iso3;
    state->info.name = state->name;
    state->info.region = state->region;
}

dt_status dt_world_read_states(dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    struct world_table table;
    DT_TRY(dt_table_open(&table, dir, "states.csv", columns, N_COLUMN, diagnostics));
    if (table.n_row == 0 || table.n_row > DT_MAX_STATE)
        dt_table_fault(&table, DT_CSV_HEADER, ISO3, DT_E_DATA_SIZE, "1 to 110 states");
    for (int row = 0; row < table.n_row && row < DT_MAX_STATE; row++) {
        read_state(&table, world, row, &world->state[row]);
        world->n_state++;
    }
    dt_table_close(&table);
    return dt_table_status(&table);
}
