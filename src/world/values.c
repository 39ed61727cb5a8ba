/* The value tables, in long format: one row per place, field, technology and year. The newest row up to the
 * world's year counts; later rows are checked and left out. No two rows may speak of the same thing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/param.h"
#include "world/read.h"
#include "world/table.h"

enum { ISO3, FIELD, TECH, UNIT, YEAR, LOW, CENTRAL, HIGH, KIND, SOURCE, N_COLUMN };
static const char *const columns[N_COLUMN] = {"iso3", "field",   "tech", "unit", "year",
                                              "low",  "central", "high", "kind", "source"};
static const char *const files[] = {"economy.csv", "power.csv", "technology.csv", "compute.csv",
                                    "politics.csv"};
enum { N_FILE = sizeof files / sizeof files[0] };
static const struct world_value_columns value_columns = {LOW, CENTRAL, HIGH, KIND, SOURCE};

/* What a row speaks of. */
struct key {
    int place, slot, year;
    int file, row;
};

/* The rows of all value tables so far. */
struct keys {
    struct key *item;
    size_t count, room;
};

static dt_status add_key(struct keys *keys, struct key key)
{
    if (keys->count == keys->room) {
        size_t room = keys->room ? 2 * keys->room : 4096;
        struct key *item = realloc(keys->item, room * sizeof *item);
        if (!item) return DT_NO_MEMORY;
        keys->item = item;
        keys->room = room;
    }
    keys->item[keys->count++] = key;
    return DT_OK;
}

static int compare_numbers(int a, int b)
{
    return (a > b) - (a < b);
}

static int compare_subjects(const struct key *a, const struct key *b)
{
    if (a->place != b->place) return compare_numbers(a->place, b->place);
    if (a->slot != b->slot) return compare_numbers(a->slot, b->slot);
    return compare_numbers(a->year, b->year);
}

static int compare_keys(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    int order = compare_subjects(a, b);
    if (order) return order;
    return a->file != b->file ? compare_numbers(a->file, b->file) : compare_numbers(a->row, b->row);
}

/* Reports each row that speaks of what an earlier row has said. */
static dt_status check_keys(struct keys *keys, struct world_table *tables)
{
    dt_status status = DT_OK;
    if (keys->count) qsort(keys->item, keys->count, sizeof *keys->item, compare_keys);
    for (size_t k = 1; k < keys->count; k++) {
        const struct key *first = &keys->item[k - 1], *second = &keys->item[k];
        if (compare_subjects(first, second) != 0) continue;
        char expected[DT_DIAGNOSTIC_TEXT];
        int line = dt_csv_line(tables[first->file].csv, first->row, 0);
        snprintf(expected, sizeof expected,
                 "one row of this state, field, technology and year; the first is %s:%d", files[first->file],
                 line);
        status = dt_table_fault(&tables[second->file], second->row, FIELD, DT_E_DATA_DUPLICATE, expected);
    }
    return status;
}

/* Field and technology of a row: the slot. */
static dt_status read_slot(struct world_table *table, const dt_world *world, int row, int *field, int *slot)
{
    int tech = 0;
    const char *name = dt_table_text(table, row, TECH);
    int f = dt_world_field_find(dt_table_text(table, row, FIELD));
    if (f < 0 || f == DT_FIELD_bloc)
        return dt_table_fault(table, row, FIELD, DT_E_DATA_FIELD, "a field of the value tables");
    const dt_world_field_info *info = dt_world_field_at(f);
    if (info->is_tech) tech = dt_tech_find(name);
    if (tech < 0)
        return dt_table_fault(table, row, TECH, DT_E_DATA_TECH, "a technology, for example \"coal\"");
    if (!info->is_tech && *name)
        return dt_table_fault(table, row, TECH, DT_E_DATA_TECH, "nothing: the field has no technologies");
    if (strcmp(dt_table_text(table, row, UNIT), info->unit) != 0)
        return dt_table_fault(table, row, UNIT, DT_E_DATA_UNIT, info->unit);
    *field = f;
    *slot = world->slot[f] + tech;
    return DT_OK;
}

static dt_status read_row(struct world_table *table, dt_world *world, int file, int row, struct keys *keys)
{
    int field = 0, slot = 0;
    struct world_value value = {0};
    int place = dt_place_find(world, dt_table_text(table, row, ISO3));
    if (place < 0) {
        dt_table_fault(table, row, ISO3, DT_E_DATA_STATE,
                       "an ISO code of states.csv, US, CN, EU, GULF, IN, ROW or ALL");
        return DT_OK;
    }
    if (read_slot(table, world, row, &field, &slot) != DT_OK) return DT_OK;
    if (dt_table_year(table, row, YEAR, &value.year) != DT_OK) return DT_OK;
    const dt_world_field_info *info = dt_world_field_at(field);
    const double range[2] = {info->least, info->greatest};
    if (dt_table_value(table, world, row, &value_columns, range, &value) != DT_OK) return DT_OK;
    struct world_value *now = dt_grid_at(world, place, slot);
    if (value.year <= world->year && value.year >= now->year) *now = value;
    if (value.year <= world->year && value.year > world->newest) world->newest = value.year;
    return add_key(keys, (struct key){place, slot, value.year, file, row});
}

/* Blocs stand in the table of states, so that they are written once. */
static void put_blocs(dt_world *world)
{
    struct world_value value = {.year = world->newest, .kind = DT_KIND_JUDGEMENT};
    int source = dt_source_find(world, "membership");
    if (source >= 0) value.source = source;
    for (int i = 0; i < world->n_state; i++) {
        value.low = value.central = value.high = world->state[i].info.bloc;
        *dt_grid_at(world, i, world->slot[DT_FIELD_bloc]) = value;
    }
}

static dt_status make_grid(dt_world *world)
{
    for (int f = 0; f < DT_N_WORLD_FIELD; f++) {
        world->slot[f] = world->n_slot;
        world->n_slot += dt_world_field_at(f)->is_tech ? dt_tech_count() : 1;
    }
    world->grid = calloc((size_t)(dt_place_of_all(world) + 1) * (size_t)world->n_slot, sizeof *world->grid);
    return world->grid ? DT_OK : DT_NO_MEMORY;
}

dt_status dt_world_read_values(dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    struct world_table table[N_FILE] = {{0}};
    struct keys keys = {0};
    int is_valid = 1;
    dt_status status = make_grid(world);
    if (status != DT_OK) goto done;
    for (int f = 0; f < N_FILE; f++) {
        status = dt_table_open(&table[f], dir, files[f], columns, N_COLUMN, diagnostics);
        if (status != DT_OK) goto done;
        for (int row = 0; row < table[f].n_row; row++) {
            status = read_row(&table[f], world, f, row, &keys);
            if (status != DT_OK) goto done;
        }
        is_valid = is_valid && dt_table_status(&table[f]) == DT_OK;
    }
    if (!world->newest) world->newest = world->year;
    put_blocs(world);
    status = check_keys(&keys, table);
    if (!is_valid) status = DT_INPUT;
done:
    for (int f = 0; f < N_FILE; f++)
        dt_table_close(&table[f]);
    free(keys.item);
    return status;
}
