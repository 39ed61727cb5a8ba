/* The world: totals and single values against what agencies published, the rule of years, groups and series,
 * and every kind of bad table, each made by one change to a copy of the tables. */
#include "test.h"

#include <unistd.h>

#include "detente/param.h"
#include "detente/world.h"
#include "failing_memory.h"
#include "scratch.h"

#define DATA DT_SOURCE_DIR "/data"

enum { COAL, GAS, NUCLEAR, HYDRO, WIND, SOLAR, STORAGE, OTHER }; /* order of dt_tech_name */
enum { WEST, CHINA };
enum { TEXT_LIMIT = 4 << 20 };

static const char *const files[] = {"SOURCES.md", "states.csv",     "groups.csv",  "economy.csv",
                                    "power.csv",  "technology.csv", "compute.csv", "politics.csv",
                                    "rivals.csv", "chips.csv",      "series.csv"};
enum { N_FILE = sizeof files / sizeof files[0] };

static dt_diagnostics found;

static dt_world *loaded(int year)
{
    dt_world *world = NULL;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_world_load(DATA, year, &world, &found), DT_OK);
    assert_int_equal(found.n_error + found.n_warning, 0);
    return world;
}

static dt_value value_of(const dt_world *world, const char *field, const char *iso3, int tech)
{
    dt_value value = dt_world_value(world, dt_world_field_find(field), dt_world_state_index(world, iso3),
                                    tech);
    assert_true(value.is_present);
    return value;
}

/* Sum of a field over the members of a group and, for a field of technologies, over these. */
static double sum_of(const dt_world *world, const char *field, const char *group)
{
    int f = dt_world_field_find(field);
    int n_tech = dt_world_field_at(f)->is_tech ? dt_tech_count() : 1;
    double sum = 0.0;
    for (int i = 0; i < dt_world_state_count(world); i++)
        for (int k = 0; k < n_tech && dt_world_in_group(world, group, i) == 1; k++)
            sum += dt_world_value(world, f, i, k).central;
    return sum;
}

static int members(const dt_world *world, const char *group)
{
    int n = 0;
    for (int i = 0; i < dt_world_state_count(world); i++)
        n += dt_world_in_group(world, group, i) == 1;
    return n;
}

/* Our World in Data on Ember: 30,938 TWh in 2024; editions differ by 1-2%. World Bank: 8.1 bn people. World
 * Factbook: 110 tn USD. Epoch AI: 20 million H100 equivalents at the end of 2025. Sum of the newest
 * capacities that agencies report: 10,100 GW, to which batteries and the growth of solar plants since are
 * added here. */
TEST(totals)
{
    dt_world *world = loaded(2024);
    assert_near(sum_of(world, "generation", "WORLD"), 30938.0, 0.0, 0.02);
    assert_near(sum_of(world, "population", "WORLD"), 8100.0, 0.0, 0.02);
    assert_near(sum_of(world, "gdp", "WORLD"), 110e3, 0.0, 0.02);
    dt_world_free(world);
    world = loaded(2025);
    assert_near(sum_of(world, "accelerators", "WORLD"), 20e6, 0.0, 0.01);
    assert_near(sum_of(world, "capacity", "WORLD"), 10100.0, 0.0, 0.06);
    assert_near(sum_of(world, "generation", "EU"), 2792.0, 0.0, 0.02); /* Ember, 2025 */
    assert_near(sum_of(world, "ai_capex", "WORLD"), 400.0, 0.0,
                0.01); /* bn USD, 2025, from companies' reports */
    dt_world_free(world);
}

/* Figures of agencies, to the digits that they give: NEA 28 January 2026 (solar 1.20 TW, wind 0.64 TW), EIA
 * 29 July 2025 (peak), Ember (generation, nuclear capacity), CEA December 2025 (513.7 GW in all), Epoch AI
 * (accelerators). */
TEST(known_values)
{
    dt_world *world = loaded(2025);
    assert_near(value_of(world, "capacity", "CHN", SOLAR).central, 1200.0, 0.5, 0.0);
    assert_near(value_of(world, "capacity", "CHN", WIND).central, 640.0, 0.5, 0.0);
    assert_near(value_of(world, "peak_demand", "USA", 0).central, 759.18, 0.01, 0.0);
    assert_near(value_of(world, "generation", "CHN", 0).central, 10583.0, 1.0, 0.0);
    assert_near(value_of(world, "generation", "USA", 0).central, 4520.0, 1.0, 0.0);
    assert_near(value_of(world, "capacity", "USA", NUCLEAR).central, 96.9, 0.1, 0.0);
    assert_near(value_of(world, "capacity", "DEU", NUCLEAR).central, 0.0, 0.0,
                0.0); /* the last closed in April 2023 */
    assert_near(value_of(world, "capacity", "IND", COAL).central, 226.2, 0.1, 0.0);
    assert_near(value_of(world, "accelerators", "CHN", 0).central, 1.2e6, 1.0, 0.0);
    assert_string_equal(value_of(world, "capacity", "CHN", SOLAR).source, "nea-2026");
    assert_string_equal(value_of(world, "capacity", "CHN", SOLAR).unit, "GW");
    assert_int_equal(value_of(world, "capacity", "CHN", SOLAR).is_estimate, 0);
    assert_int_equal(value_of(world, "capacity", "CHN", STORAGE).is_estimate, 1);
    dt_world_free(world);
}

/* Delivered demand is what was made and imported less the losses: 2025, USA: (4,519.8 TWh / 8,766 h + 5.112
 * GW) * (1 - 0.0477). */
TEST(demand_closes)
{
    dt_world *world = loaded(2025);
    assert_near(value_of(world, "demand", "USA", 0).central, 495.88, 0.05, 0.0);
    for (int i = 0; i < dt_world_state_count(world); i++) {
        const char *iso3 = dt_world_state(world, i)->iso3;
        double made = value_of(world, "generation", iso3, 0).central / 8.766 +
            value_of(world, "net_import", iso3, 0).central;
        double kept = 1.0 - value_of(world, "td_loss", iso3, 0).central;
        /* the tables hold five digits, and an import may nearly cancel the generation of an exporter */
        assert_near(value_of(world, "demand", iso3, 0).central, made * kept, 2e-4, 2e-4);
    }
    dt_world_free(world);
}

/* Published ranges: Epoch AI (GB200 1.83 kW per 2.5 H100e), learning rate of solar modules 1976-2019 22.6%
 * (Lafond et al.), weighted cost of capital and battery life of the technology catalogue. */
TEST(technology_and_chips)
{
    dt_world *world = loaded(2025);
    assert_near(dt_world_tech_value(world, "learning_rate", SOLAR).central, 0.226, 0.01, 0.0);
    assert_near(dt_world_tech_value(world, "lifetime", STORAGE).central, 15.0, 0.0, 0.0);
    assert_int_equal(dt_world_tech_value(world, "capital_cost", SOLAR).is_present, 0);
    assert_int_equal(dt_world_tech_value(world, "demand", 0).is_present, 0);
    assert_near(dt_world_chip_value(world, WEST, "power").central, 1.83 / 2.5, 0.005, 0.0);
    assert_near(dt_world_chip_value(world, CHINA, "power").central, 1.46 / 0.76, 0.005, 0.0);
    assert_int_equal(dt_world_chip_value(world, WEST, "colour").is_present, 0);
    assert_int_equal(dt_world_chip_first_year(world), 2022);
    assert_int_equal(dt_world_chip_year_count(world), 9);
    assert_near(dt_world_chip_output(world, CHINA, 2025 - 2022).central, 0.40e6, 1.0, 0.0);
    assert_near(dt_world_chip_output(world, WEST, 2025 - 2022).central, 13.9e6 - 0.40e6, 1.0, 0.0);
    assert_int_equal(dt_world_chip_output(world, WEST, 9).is_present, 0);
    assert_int_equal(dt_world_chip_home(world, CHINA), dt_world_state_index(world, "CHN"));
    assert_int_equal(dt_world_chip_home(world, WEST), -1);
    dt_world_free(world);
}

/* China's solar capacity by year: IRENA 2019 205.0 GW and 2022 393.0 GW, Ember 2024 887.9 GW, NEA 2025 1,200
 * GW. */
TEST(years_are_filtered)
{
    static const struct {
        int year;
        double solar;
    } known[] = {{2019, 205.0}, {2022, 393.0}, {2024, 887.9}, {2025, 1200.0}};
    for (size_t y = 0; y < sizeof known / sizeof known[0]; y++) {
        dt_world *world = loaded(known[y].year);
        dt_value value = value_of(world, "capacity", "CHN", SOLAR);
        assert_near(value.central, known[y].solar, 0.6, 0.0);
        assert_true(value.year <= known[y].year);
        dt_world_free(world);
    }
}

/* Counts of members of 2025: EU 27, NATO 32, Gulf Cooperation Council 6, G20 19 states, nine nuclear-armed
 * states, BRICS 10. */
TEST(groups)
{
    dt_world *world = loaded(2025);
    int usa = dt_world_state_index(world, "USA");
    assert_int_equal(members(world, "EU"), 27);
    assert_int_equal(members(world, "NATO"), 32);
    assert_int_equal(members(world, "GULF"), 6);
    assert_int_equal(members(world, "G20"), 19);
    assert_int_equal(members(world, "NUCLEAR"), 9);
    assert_int_equal(members(world, "BRICS"), 10);
    assert_int_equal(members(world, "FIVE_EYES"), 5);
    assert_int_equal(members(world, "WORLD"), dt_world_state_count(world));
    assert_int_equal(members(world, "USA"), 1);
    assert_int_equal(dt_world_in_group(world, "NATO", usa), 1);
    assert_int_equal(dt_world_in_group(world, "EU", usa), 0);
    assert_int_equal(dt_world_in_group(world, "NOBODY", usa), -1);
    assert_int_equal(dt_world_in_group(world, "EU", -1), -1);
    assert_string_equal(dt_world_group_name(world, 0), "WORLD");
    assert_null(dt_world_group_name(world, dt_world_group_count(world)));
    dt_world_free(world);
}

TEST(states)
{
    dt_world *world = loaded(2025);
    const dt_state_info *china = dt_world_state(world, dt_world_state_index(world, "CHN"));
    assert_true(dt_world_state_count(world) >= 105 && dt_world_state_count(world) <= 110);
    assert_string_equal(china->name, "China");
    assert_int_equal(china->data_group, DT_GROUP_CHN);
    assert_int_equal(china->tech_region, DT_REGION_CN);
    assert_int_equal(china->nuclear_armed, 1);
    assert_int_equal(dt_world_state(world, dt_world_state_index(world, "DEU"))->data_group, DT_GROUP_EU);
    assert_int_equal(dt_world_state(world, dt_world_state_index(world, "ARE"))->tech_region, DT_REGION_GULF);
    assert_near(value_of(world, "bloc", "JPN", 0).central, 1.0, 0.0, 0.0);
    assert_int_equal(value_of(world, "bloc", "JPN", 0).year, 2025);
    assert_near(value_of(world, "bloc", "RUS", 0).central, 3.0, 0.0, 0.0);
    assert_true(dt_world_state_index(world, "XRW") >= 0);
    assert_int_equal(dt_world_state_index(world, "ZZZ"), -1);
    assert_null(dt_world_state(world, dt_world_state_count(world)));
    assert_null(dt_world_state(world, -1));
    dt_world_free(world);
}

TEST(fields)
{
    assert_string_equal(dt_world_field_at(0)->name, "population");
    assert_null(dt_world_field_at(-1));
    assert_null(dt_world_field_at(dt_world_field_count()));
    assert_int_equal(dt_world_field_find("nonsense"), -1);
    for (int f = 0; f < dt_world_field_count(); f++) {
        assert_int_equal(dt_world_field_find(dt_world_field_at(f)->name), f);
        assert_true(dt_world_field_at(f)->least < dt_world_field_at(f)->greatest);
    }
    dt_world *world = loaded(2025);
    assert_int_equal(dt_world_value(world, -1, 0, 0).is_present, 0);
    assert_int_equal(dt_world_value(world, 0, -1, 0).is_present, 0);
    assert_int_equal(dt_world_value(world, 0, 0, 1).is_present, 0);
    assert_int_equal(dt_world_value(world, dt_world_field_find("capacity"), 0, 8).is_present, 0);
    dt_world_free(world);
}

/* IRENA: solar capacity of the USA 2.9 GW in 2010 and 38.3 GW of 2016 within a fifth (direct against
 * alternating current); Epoch AI: 20 million accelerators in 2025; first of four years 2022. */
TEST(series)
{
    dt_world *world = loaded(2019);
    int usa = dt_world_state_index(world, "USA"), year = 0,
        n = dt_world_series_count(world, "solar_capacity_gw", usa);
    double value = 0.0;
    assert_true(n >= 14);
    assert_int_equal(dt_world_series_point(world, "solar_capacity_gw", usa, 0, &year, &value), DT_OK);
    assert_int_equal(year, 2010);
    assert_near(value, 2.9, 0.0, 0.2);
    assert_int_equal(dt_world_series_count(world, "ai_stock_h100e_world", -1), 4);
    assert_int_equal(dt_world_series_point(world, "ai_stock_h100e_world", -1, 3, &year, &value), DT_OK);
    assert_int_equal(year, 2025);
    assert_near(value, 20e6, 0.0, 0.0);
    assert_int_equal(dt_world_series_point(world, "ai_stock_h100e_world", -1, 4, &year, &value), DT_INPUT);
    assert_int_equal(dt_world_series_point(world, "solar_capacity_gw", usa, n, &year, &value), DT_INPUT);
    assert_int_equal(dt_world_series_count(world, "nonsense", usa), 0);
    dt_world_free(world);
}

/* ---- bad tables ---- */

static char text[TEXT_LIMIT], edited[TEXT_LIMIT + 4096];

static void read_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof text - 1, file);
    text[n] = '\0';
    fclose(file);
}

static int line_of(const char *start, const char *at)
{
    int line = 1;
    for (; start < at; start++)
        line += *start == '\n';
    return line;
}

/* Puts `after` in place of the first `before` in `text`, or behind it if `before` is NULL. Returns the line
 * of the change. */
static int edit(const char *before, const char *after)
{
    char *at = before ? strstr(text, before) : text + strlen(text);
    assert_non_null(at);
    size_t head = (size_t)(at - text);
    memcpy(edited, text, head);
    snprintf(edited + head, sizeof edited - head, "%s%s", after, at + (before ? strlen(before) : 0));
    return line_of(text, at) + (before && *before == '\n');
}

/* A folder with the tables, of which `file` is changed or, if `after` is NULL, left out. The line of the
 * change. */
static int change_tables(const char *folder, const char *file, const char *before, const char *after)
{
    char from[SCRATCH_PATH], to[SCRATCH_PATH];
    int line = 0;
    for (int f = 0; f < N_FILE; f++) {
        scratch_path(DATA, files[f], from);
        scratch_path(folder, files[f], to);
        if (strcmp(files[f], file) != 0) {
            assert_int_equal(symlink(from, to), 0);
        } else if (after) {
            read_text(from);
            line = edit(before, after);
            FILE *out = fopen(to, "wb");
            assert_non_null(out);
            assert_int_equal(fputs(edited, out) >= 0, 1);
            fclose(out);
        }
    }
    return line;
}

/* Loads the changed tables. The world, if any, is for the caller to free. */
static dt_status load_changed(const char *file, const char *before, const char *after, dt_world **world,
                              int *line)
{
    char folder[SCRATCH_PATH];
    scratch_create(folder);
    *line = change_tables(folder, file, before, after);
    dt_diagnostics_init(&found);
    dt_status status = dt_world_load(folder, 2025, world, &found);
    scratch_remove(folder);
    return status;
}

/* Checks that the change gives exactly one error, with this code at the changed line and this column of text.
 */
static void assert_bad(const char *file, const char *before, const char *after, dt_error_code code,
                       int column)
{
    dt_world *untouched = (dt_world *)&found, *world = untouched;
    int line = 0;
    assert_int_equal(load_changed(file, before, after, &world, &line), DT_INPUT);
    assert_ptr_equal(world, untouched);
    assert_int_equal(found.n_error, 1);
    assert_int_equal(found.item[0].code, code);
    assert_int_equal(found.item[0].column, column);
    if (column) assert_int_equal(found.item[0].line, line);
    assert_non_null(strstr(found.item[0].file, column ? file : ""));
}

/* Adds a row behind a value table. */
static void assert_bad_row(const char *row, dt_error_code code, int column)
{
    assert_bad("compute.csv", NULL, row, code, column);
}

TEST(not_a_number)
{
    assert_bad_row("USA,pue,,1,2020,nan,1.2,1.3,reported,rules\n", DT_E_CSV_NUMBER, 17);
    assert_bad_row("USA,pue,,1,2020,1.1,inf,1.3,reported,rules\n", DT_E_CSV_NUMBER, 21);
    assert_bad_row("USA,pue,,1,2020,1.1,1.2,,reported,rules\n", DT_E_CSV_NUMBER, 25);
}

TEST(unknown_names)
{
    assert_bad_row("USX,pue,,1,2020,1.1,1.2,1.3,reported,rules\n", DT_E_DATA_STATE, 1);
    assert_bad_row("USA,pux,,1,2020,1.1,1.2,1.3,reported,rules\n", DT_E_DATA_FIELD, 5);
    assert_bad_row("USA,bloc,,index,2020,1,1,1,reported,rules\n", DT_E_DATA_FIELD, 5);
    assert_bad_row("USA,pue,coal,1,2020,1.1,1.2,1.3,reported,rules\n", DT_E_DATA_TECH, 9);
    assert_bad_row("USA,capacity,,GW,2020,1.1,1.2,1.3,reported,rules\n", DT_E_DATA_TECH, 14);
    assert_bad_row("USA,capacity,peat,GW,2020,1.1,1.2,1.3,reported,rules\n", DT_E_DATA_TECH, 14);
    assert_bad_row("USA,pue,,1,2020,1.1,1.2,1.3,guessed,rules\n", DT_E_DATA_WORD, 29);
    assert_bad_row("USA,pue,,1,2020,1.1,1.2,1.3,reported,hearsay\n", DT_E_DATA_SOURCE, 38);
}

TEST(wrong_unit)
{
    assert_bad_row("USA,pue,,p.u.,2020,1.1,1.2,1.3,reported,rules\n", DT_E_DATA_UNIT, 10);
    assert_bad("chips.csv", "west,power,,kW/H100e", "west,power,,W/H100e", DT_E_DATA_UNIT, 13);
}

TEST(order_and_range)
{
    assert_bad_row("USA,pue,,1,2020,1.3,1.2,1.4,reported,rules\n", DT_E_DATA_ORDER, 17);
    assert_bad_row("USA,pue,,1,2020,1.1,1.4,1.3,reported,rules\n", DT_E_DATA_ORDER, 25);
    assert_bad_row("USA,pue,,1,2020,0.9,1.2,1.3,reported,rules\n", DT_E_DATA_RANGE, 17);
    assert_bad_row("USA,pue,,1,2020,1.1,1.2,3.1,reported,rules\n", DT_E_DATA_RANGE, 25);
    assert_bad_row("USA,pue,,1,1850,1.1,1.2,1.3,reported,rules\n", DT_E_DATA_YEAR, 12);
    assert_bad_row("USA,pue,,1,2020.5,1.1,1.2,1.3,reported,rules\n", DT_E_DATA_YEAR, 12);
}

TEST(said_twice)
{
    assert_bad_row("USA,pue,,1,2015,1.1,1.2,1.3,reported,rules\n", DT_E_DATA_DUPLICATE, 5);
    assert_bad("states.csv", "\nALB,", "\nAGO,", DT_E_DATA_STATE, 1);
    assert_bad("groups.csv", NULL, "BRICS,CHN\n", DT_E_DATA_DUPLICATE, 7);
    assert_bad("chips.csv", NULL, "west,power,,kW/H100e,1,1,1,,reported,rules\n", DT_E_DATA_DUPLICATE, 6);
    assert_bad("SOURCES.md", NULL, "## rules\n", DT_E_DATA_DUPLICATE, 1);
}

/* The tables that say something twice across files give the place of the first. */
TEST(said_twice_in_two_files)
{
    dt_world *world = NULL;
    int line = 0;
    const char *row = "USA,population,,million,2015,300,320,340,reported,rules\n";
    assert_int_equal(load_changed("power.csv", NULL, row, &world, &line), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_DATA_DUPLICATE);
    assert_int_equal(found.item[0].line, line);
    assert_non_null(strstr(found.item[0].expected, "economy.csv:"));
}

/* A state without its row, and a field without any: missing values are listed by state. */
TEST(missing_values)
{
    dt_world *world = NULL;
    int line = 0;
    assert_int_equal(
        load_changed("states.csv", NULL, "ZWW,New,Asia,REST,ROW,0,0,0,0,0,0,unknown\n", &world, &line),
        DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_DATA_SIZE); /* the table is full: 110 states */
    assert_int_equal(load_changed("states.csv", "\nALB,", "\nZWW,", &world, &line), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_DATA_STATE); /* rows of ALB are now unknown */
    assert_int_equal(load_changed("compute.csv", "\nUSA,pue,,1,2015", "\nUSA,pue,,1,2027", &world, &line),
                     DT_INPUT);
    assert_int_equal(found.n_error, 1);
    assert_int_equal(found.item[0].code, DT_E_DATA_MISSING);
    assert_string_equal(found.item[0].key, "pue");
    assert_string_equal(found.item[0].found, "no row up to 2025 for USA");
    assert_null(world);
}

TEST(missing_files_and_columns)
{
    dt_world *world = NULL;
    int line = 0;
    for (int f = 0; f < N_FILE; f++) {
        assert_int_equal(load_changed(files[f], NULL, NULL, &world, &line), DT_IO);
        assert_non_null(strstr(found.item[0].file, files[f]));
    }
    assert_int_equal(load_changed("power.csv", ",unit,", ",units,", &world, &line), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_DATA_COLUMN);
    assert_string_equal(found.item[0].key, "unit");
    assert_null(world);
    assert_int_equal(dt_world_load("/nonexistent", 2025, &world, NULL), DT_IO);
}

TEST(bad_states_and_groups)
{
    assert_bad("states.csv", "\nALB,", "\nalb,", DT_E_DATA_STATE, 1);
    assert_bad("states.csv", "\nALB,Albania,Europe,REST,ROW,1,0,1", "\nALB,Albania,Europe,REST,ROW,1,0,2",
               DT_E_DATA_WORD, 33);
    assert_bad("states.csv", "\nALB,Albania,Europe,REST", "\nALB,Albania,Europe,BALKANS", DT_E_DATA_WORD, 20);
    assert_bad("groups.csv", NULL, "BRICS,QQQ\n", DT_E_DATA_STATE, 7);
    assert_bad("groups.csv", NULL, "FRA,CHN\n", DT_E_DATA_WORD, 1);
}

TEST(bad_chips)
{
    dt_world *world = NULL;
    int line = 0;
    assert_int_equal(load_changed("chips.csv", "west,output,2026", "west,output,2031", &world, &line),
                     DT_INPUT);
    assert_int_equal(found.n_error, 2); /* none of the west in 2026, none of China in 2031 */
    assert_int_equal(found.item[0].code, DT_E_DATA_CHIPS);
    assert_string_equal(found.item[0].expected, "output of west in 2026");
    assert_bad("chips.csv", "china,home,,,,,,CHN", "china,home,,,,,,QQQ", DT_E_DATA_STATE, 17);
    assert_bad("chips.csv", "west,power", "east,power", DT_E_DATA_WORD, 1);
    assert_bad("chips.csv", "west,power", "west,weight", DT_E_DATA_WORD, 6);
}

TEST(bad_series)
{
    assert_bad("series.csv", NULL, "USA,solar_capacity_gw,1999,1,MW,rules\n", DT_E_DATA_UNIT, 30);
    assert_bad("series.csv", NULL, "QQQ,solar_capacity_gw,1999,1,GW,rules\n", DT_E_DATA_STATE, 1);
    assert_bad("series.csv", NULL, "USA,solar_capacity_gw,1999,much,GW,rules\n", DT_E_CSV_NUMBER, 28);
    assert_bad("series.csv", NULL, "USA,solar_capacity_gw,1999,1,GW,hearsay\n", DT_E_DATA_SOURCE, 33);
}

/* All faults of a table are reported in one call. */
TEST(faults_come_together)
{
    dt_world *world = NULL;
    int line = 0;
    const char *rows = "USX,pue,,1,2020,1,1,1,reported,rules\nUSA,pue,,1,2020,2,1,x,reported,hearsay\n";
    assert_int_equal(load_changed("compute.csv", NULL, rows, &world, &line), DT_INPUT);
    assert_int_equal(found.n_error, 3);
}

/* A total that is off is a warning: the world loads. Without 14 of 20 million accelerators. */
TEST(odd_total_is_a_warning)
{
    dt_world *world = NULL;
    int line = 0;
    assert_int_equal(load_changed("compute.csv", NULL, "USA,accelerators,,H100e,2026,1,1,1,reported,rules\n",
                                  &world, &line),
                     DT_OK);
    assert_int_equal(found.n_warning, 0); /* a row of a later year does not count */
    dt_world_free(world);
    assert_int_equal(load_changed("compute.csv", "USA,accelerators,,H100e,2025,9000000,14000000,",
                                  "USA,accelerators,,H100e,2025,1,1,", &world, &line),
                     DT_OK);
    assert_int_equal(found.n_warning, 1);
    assert_int_equal(found.item[0].code, DT_E_DATA_TOTAL);
    assert_string_equal(found.item[0].key, "accelerators");
    dt_world_free(world);
}

/* A state's row goes before its region's, that before ALL; Japan has none of its own for interest. */
TEST(nearest_place_counts)
{
    dt_world *world = loaded(2025);
    int line = 0;
    dt_value region = value_of(world, "interest", "JPN", 0),
             all = value_of(world, "lifetime", "JPN", NUCLEAR);
    assert_near(region.central, 0.09, 0.0, 0.0);
    assert_near(all.central, 60.0, 0.0, 0.0);
    assert_int_equal(region.is_estimate && all.is_estimate, 1);
    dt_world_free(world);
    const char *rows = "JPN,interest,,1/yr,2020,0.01,0.02,0.03,reported,rules\n"
                       "ROW,lifetime,nuclear,yr,2020,40,50,60,reported,rules\n";
    assert_int_equal(load_changed("technology.csv", NULL, rows, &world, &line), DT_OK);
    assert_near(value_of(world, "interest", "JPN", 0).central, 0.02, 0.0, 0.0);
    assert_int_equal(value_of(world, "interest", "JPN", 0).is_estimate, 0);
    assert_near(value_of(world, "interest", "BRA", 0).central, 0.09, 0.0, 0.0);
    assert_near(value_of(world, "lifetime", "JPN", NUCLEAR).central, 50.0, 0.0, 0.0);
    assert_near(value_of(world, "lifetime", "USA", NUCLEAR).central, 60.0, 0.0, 0.0);
    dt_world_free(world);
}

TEST(hash_follows_content)
{
    unsigned char first[16], again[16], earlier[16], changed[16];
    dt_world *world = loaded(2025);
    int line = 0;
    dt_world_hash(world, first);
    dt_world_free(world);
    world = loaded(2025);
    dt_world_hash(world, again);
    dt_world_free(world);
    world = loaded(2024);
    dt_world_hash(world, earlier);
    dt_world_free(world);
    assert_int_equal(
        load_changed("compute.csv", "USA,pue,,1,2015,1.1,1.18,", "USA,pue,,1,2015,1.1,1.19,", &world, &line),
        DT_OK);
    dt_world_hash(world, changed);
    dt_world_free(world);
    assert_memory_equal(first, again, 16);
    assert_memory_not_equal(first, earlier, 16);
    assert_memory_not_equal(first, changed, 16);
}

/* Each allocation fails in turn: nothing is kept, and the result is untouched. */
TEST(memory_runs_out_everywhere)
{
    dt_world_free(NULL);
    long before = memory_held();
    for (long n = 0;; n++) {
        dt_world *world = NULL;
        memory_fail_at(n);
        dt_status status = dt_world_load(DATA, 2025, &world, NULL);
        int was_reached = memory_has_failed();
        memory_fail_at(-1);
        if (!was_reached) {
            assert_int_equal(status, DT_OK);
            dt_world_free(world);
            assert_true(n > 20);
            break;
        }
        assert_int_equal(status, DT_NO_MEMORY);
        assert_null(world);
        assert_int_equal(memory_held(), before);
    }
    assert_int_equal(memory_held(), before);
}

/* Rivals: known states, each once, weight and hostility from 0 to 1, nobody its own, at most sixteen of a
 * state. */
TEST(bad_rivals)
{
    assert_bad("rivals.csv", NULL, "QQQ,IRN,0.4,0.4,memory,memory\n", DT_E_DATA_STATE, 1);
    assert_bad("rivals.csv", NULL, "IRN,QQQ,0.4,0.4,memory,memory\n", DT_E_DATA_STATE, 5);
    assert_bad("rivals.csv", NULL, "CHN,TWN,0.4,0.4,memory,memory\n", DT_E_DATA_DUPLICATE, 5);
    assert_bad("rivals.csv", NULL, "ARE,ARE,0.4,0.4,memory,memory\n", DT_E_DATA_WORD, 5);
    assert_bad("rivals.csv", NULL, "NZL,CHE,1.1,0.4,memory,memory\n", DT_E_DATA_RANGE, 9);
    assert_bad("rivals.csv", NULL, "NZL,CHE,-0.1,0.4,memory,memory\n", DT_E_DATA_RANGE, 9);
    assert_bad("rivals.csv", NULL, "NZL,CHE,much,0.4,memory,memory\n", DT_E_CSV_NUMBER, 9);
    assert_bad("rivals.csv", NULL, "NZL,CHE,0.4,1.4,memory,memory\n", DT_E_DATA_RANGE, 13);
    assert_bad("rivals.csv", NULL, "NZL,CHE,0.4,much,memory,memory\n", DT_E_CSV_NUMBER, 13);
    assert_bad("rivals.csv", NULL, "NZL,CHE,0.4,0.4,memory,hearsay\n", DT_E_DATA_SOURCE, 24);
    assert_bad("rivals.csv", NULL, "ISR,CPV,0.4,0.4,memory,memory\n", DT_E_DATA_SIZE, 1); /* a seventeenth */
}

/* Hostility holds in both directions. The messages say how to mend what is wrong. */
TEST(rivals_are_symmetric)
{
    assert_bad("rivals.csv", NULL, "NZL,CHE,0.4,0.25,memory,memory\n", DT_E_DATA_SYMMETRY, 5);
    assert_string_equal(found.item[0].expected, "a row CHE,NZL as well");
    assert_string_equal(found.item[0].suggestion, "add \"CHE,NZL,WEIGHT,0.25,...\"");
    assert_bad("rivals.csv", "TWN,CHN,0.273,0.929", "TWN,CHN,0.273,0.5", DT_E_DATA_SYMMETRY, 15);
    assert_string_equal(found.item[0].expected, "0.929, as in the row CHN,TWN");
}

TEST(unknown_states_have_suggestions)
{
    assert_bad("rivals.csv", NULL, "NZK,CHE,0.4,0.4,memory,memory\n", DT_E_DATA_STATE, 1);
    assert_string_equal(found.item[0].suggestion, "did you mean NZL?");
    assert_bad("rivals.csv", NULL, "nzl,CHE,0.4,0.4,memory,memory\n", DT_E_DATA_STATE, 1);
    assert_string_equal(found.item[0].suggestion, "did you mean NZL?");
    assert_bad("rivals.csv", NULL, "New Zealand,CHE,0.4,0.4,memory,memory\n", DT_E_DATA_STATE, 1);
    assert_string_equal(found.item[0].suggestion, "did you mean NZL?");
    assert_bad("rivals.csv", NULL, "QQQ,CHE,0.4,0.4,memory,memory\n", DT_E_DATA_STATE, 1);
    assert_string_equal(found.item[0].suggestion, "");
    assert_bad("rivals.csv", NULL, "IRX,CHE,0.4,0.4,memory,memory\n", DT_E_DATA_STATE, 1);
    assert_string_equal(found.item[0].suggestion, ""); /* IRL, IRN and IRQ are as near */
}

/* Both directions of every pair, the same hostility, and no more than sixteen of one state. */
TEST(rivals_are_listed)
{
    dt_world *world = loaded(2025);
    int n = dt_world_rivalry_count(world), of_state[200] = {0};
    assert_true(n > 200);
    for (int k = 0; k < n; k++) {
        dt_rivalry r = dt_world_rivalry(world, k);
        int turned = 0;
        for (int l = 0; l < n; l++) {
            dt_rivalry other = dt_world_rivalry(world, l);
            turned += other.first == r.second && other.second == r.first && other.hostility == r.hostility;
        }
        assert_int_equal(turned, 1);
        assert_true(r.weight >= 0.0 && r.weight <= r.hostility + 5e-4); /* power is at most 1; three digits */
        assert_true(++of_state[r.first] <= 16);
    }
    assert_int_equal(dt_world_rivalry(world, n).first, -1);
    assert_int_equal(dt_world_rivalry(world, -1).second, -1);
    dt_world_free(world);
}

RUN_TESTS(CASE(totals), CASE(known_values), CASE(demand_closes), CASE(technology_and_chips),
          CASE(years_are_filtered), CASE(groups), CASE(states), CASE(fields), CASE(series),
          CASE(not_a_number), CASE(unknown_names), CASE(wrong_unit), CASE(order_and_range), CASE(said_twice),
          CASE(said_twice_in_two_files), CASE(missing_values), CASE(missing_files_and_columns),
          CASE(bad_states_and_groups), CASE(bad_chips), CASE(bad_rivals), CASE(rivals_are_symmetric),
          CASE(unknown_states_have_suggestions), CASE(rivals_are_listed), CASE(bad_series),
          CASE(faults_come_together), CASE(odd_total_is_a_warning), CASE(nearest_place_counts),
          CASE(hash_follows_content), CASE(memory_runs_out_everywhere))
