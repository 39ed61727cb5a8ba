/* Makers of accelerators: their output in a run of years, and the constants of what they make. The output is
 * a path that reaches into the future, so the world's year cuts nothing off. */
#include <stdio.h>
#include <string.h>

#include "core/try.h"
#include "world/read.h"
#include "world/table.h"

enum { MAKER, ITEM, YEAR, UNIT, LOW, CENTRAL, HIGH, STATE, KIND, SOURCE, N_COLUMN };
static const char *const columns[N_COLUMN] = {"maker",   "item", "year",  "unit", "low",
                                              "central", "high", "state", "kind", "source"};
static const char *const makers[DT_WORLD_N_MAKER] = {"west", "china"};
enum { OUTPUT, POWER, PRICE, HOME, N_ITEM };
static const char *const items[N_ITEM] = {"output", "power", "price", "home"};
static const char *const units[N_ITEM] = {"H100e/yr", "kW/H100e", "USD/H100e", ""};
static const double ranges[N_ITEM][2] = {{0.0, 1e12}, {1e-3, 100.0}, {1.0, 1e7}, {0.0, 0.0}};
static const struct world_value_columns value_columns = {LOW, CENTRAL, HIGH, KIND, SOURCE};

/* First and last year of the outputs, before any is placed. */
static dt_status find_years(struct world_table *table, struct world_chips *chips)
{
    int first = 0, last = 0, year = 0;
    for (int row = 0; row < table->n_row; row++) {
        if (strcmp(dt_table_text(table, row, ITEM), items[OUTPUT]) != 0) continue;
        DT_TRY(dt_table_year(table, row, YEAR, &year));
        if (!first || year < first) first = year;
        if (year > last) last = year;
    }
    if (!first || last - first >= DT_MAX_CHIP_YEAR)
        return dt_table_fault(table, DT_CSV_HEADER, YEAR, DT_E_DATA_CHIPS, "outputs of 1 to 64 years");
    chips->first_year = first;
    chips->n_year = last - first + 1;
    return DT_OK;
}

static void read_row(struct world_table *table, dt_world *world, int row)
{
    struct world_chips *chips = &world->chips;
    struct world_value value = {.year = world->newest};
    int maker = 0, item = 0;
    if (dt_table_word(table, row, MAKER, makers, DT_WORLD_N_MAKER, &maker) != DT_OK) return;
    if (dt_table_word(table, row, ITEM, items, N_ITEM, &item) != DT_OK) return;
    if (strcmp(dt_table_text(table, row, UNIT), units[item]) != 0) {
        dt_table_fault(table, row, UNIT, DT_E_DATA_UNIT, units[item]);
        return;
    }
    if (item == HOME) {
        dt_table_state(table, world, row, STATE, &chips->home[maker]);
        return;
    }
    if (item == OUTPUT && dt_table_year(table, row, YEAR, &value.year) != DT_OK) return;
    if (dt_table_value(table, world, row, &value_columns, ranges[item], &value) != DT_OK) return;
    struct world_value *place = item == POWER ? &chips->power[maker] : &chips->price[maker];
    if (item == OUTPUT) place = &chips->output[maker][value.year - chips->first_year];
    if (place->year)
        dt_table_fault(table, row, ITEM, DT_E_DATA_DUPLICATE, "one row of a maker, item and year");
    *place = value;
}

/* Every maker has its constants and an output in every year. */
static void check_complete(struct world_table *table, const struct world_chips *chips)
{
    char expected[DT_DIAGNOSTIC_TEXT];
    for (int m = 0; m < DT_WORLD_N_MAKER; m++) {
        snprintf(expected, sizeof expected, "power and price of %s", makers[m]);
        if (!chips->power[m].year || !chips->price[m].year)
            dt_table_fault(table, DT_CSV_HEADER, ITEM, DT_E_DATA_CHIPS, expected);
        for (int y = 0; y < chips->n_year; y++) {
            snprintf(expected, sizeof expected, "output of %s in %d", makers[m], chips->first_year + y);
            if (!chips->output[m][y].year)
                dt_table_fault(table, DT_CSV_HEADER, YEAR, DT_E_DATA_CHIPS, expected);
        }
    }
}

dt_status dt_world_read_chips(dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    struct world_table table;
    for (int m = 0; m < DT_WORLD_N_MAKER; m++)
        world->chips.home[m] = -1;
    DT_TRY(dt_table_open(&table, dir, "chips.csv", columns, N_COLUMN, diagnostics));
    if (find_years(&table, &world->chips) == DT_OK) {
        for (int row = 0; row < table.n_row; row++)
            read_row(&table, world, row);
        if (dt_table_status(&table) == DT_OK) check_complete(&table, &world->chips);
    }
    dt_table_close(&table);
    return dt_table_status(&table);
}

int dt_world_chip_year_count(const dt_world *world)
{
    return world->chips.n_year;
}

int dt_world_chip_first_year(const dt_world *world)
{
    return world->chips.first_year;
}

static int is_maker(int maker)
{
    return maker >= 0 && maker < DT_WORLD_N_MAKER;
}

dt_value dt_world_chip_output(const dt_world *world, int maker, int index)
{
    if (!is_maker(maker) || index < 0 || index >= world->chips.n_year)
        return (dt_value){.unit = "", .source = ""};
    return dt_value_show(world, &world->chips.output[maker][index], units[OUTPUT], 1);
}

dt_value dt_world_chip_value(const dt_world *world, int maker, const char *field)
{
    if (is_maker(maker) && strcmp(field, items[POWER]) == 0)
        return dt_value_show(world, &world->chips.power[maker], units[POWER], 1);
    if (is_maker(maker) && strcmp(field, items[PRICE]) == 0)
        return dt_value_show(world, &world->chips.price[maker], units[PRICE], 1);
    return (dt_value){.unit = "", .source = ""};
}

int dt_world_chip_home(const dt_world *world, int maker)
{
    return is_maker(maker) ? world->chips.home[maker] : -1;
}
