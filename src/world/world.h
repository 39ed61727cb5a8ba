/* The inside of a world: states, a grid of values, chips, series, groups and the keys of sources.
 *
 * A "place" is what a row of a value table can speak of: a state, a technology region or the whole world.
 * Values stand in a grid of places and slots; a slot is a field, or a field and a technology. A state's value
 * is that of the first place that has one: the state, its technology region, the whole world.
 *
 * What must stay true: a world never changes after it was loaded; every string it hands out is its own or
 * static. */
#ifndef DT_WORLD_WORLD_H
#define DT_WORLD_WORLD_H

#include "detente/world.h"

enum {
#define DT_WORLD_FIELD(name, unit, is_tech, is_required, least, greatest, text) DT_FIELD_##name,
#include "world/fields.def"
#undef DT_WORLD_FIELD
    DT_N_WORLD_FIELD
};

enum {
    DT_MAX_STATE = 110,
    DT_MAX_GROUP = 64,
    DT_MAX_SERIES = 64,
    DT_MAX_SOURCE = 256,
    DT_MAX_RIVALRY = 16 * 110,
    DT_MAX_CHIP_YEAR = 64
};
enum { DT_NAME_TEXT = 64 };
enum { DT_WORLD_N_MAKER = 2 };
enum { DT_WHOLE_WORLD = -1 }; /* in place of a state: a series of the world */

/* How a value came about, from what an agency reports to what was recalled. */
enum { DT_KIND_REPORTED, DT_KIND_DERIVED, DT_KIND_ESTIMATE, DT_KIND_JUDGEMENT, DT_KIND_MEMORY, DT_N_KIND };

struct world_state {
    dt_state_info info; /* points to the texts below */
    char iso3[4];
    char name[DT_NAME_TEXT];
    char region[DT_NAME_TEXT];
};

/* One value; year 0: none. */
struct world_value {
    double low, central, high;
    int year;
    int kind;
    int source; /* index of a key */
};

struct world_chips {
    int first_year, n_year;
    struct world_value output[DT_WORLD_N_MAKER][DT_MAX_CHIP_YEAR]; /* H100e/yr */
    struct world_value power[DT_WORLD_N_MAKER];                    /* kW/H100e */
    struct world_value price[DT_WORLD_N_MAKER];                    /* USD/H100e */
    int home[DT_WORLD_N_MAKER];                                    /* state, or -1 */
};

struct world_group {
    char name[DT_NAME_TEXT];
    unsigned char member[DT_MAX_STATE];
};

/* A state that sees a threat in another. */
struct world_rivalry {
    int first, second;
    double weight, hostility; /* 0 to 1; hostility is the same in both directions */
    int row;                  /* of the table */
};

/* One observed point. Points are sorted by series, state and year. */
struct world_point {
    int series, state, year;
    double value;
};

struct dt_world {
    int year;   /* the newest year that counts */
    int newest; /* year of the newest value that counts; stands for the year of what has none of its own */

    int n_state;
    struct world_state state[DT_MAX_STATE];

    int n_source;
    char (*source)[DT_NAME_TEXT];

    int n_slot;
    int slot[DT_N_WORLD_FIELD]; /* first slot of each field */
    struct world_value *grid;   /* (n_state + DT_REGION_COUNT + 1) * n_slot */

    struct world_chips chips;

    int n_group;
    struct world_group group[DT_MAX_GROUP];

    int n_rivalry;
    struct world_rivalry rivalry[DT_MAX_RIVALRY];

    int n_series, n_point;
    char series[DT_MAX_SERIES][DT_NAME_TEXT];
    struct world_point *point;

    dt_inclination inclination; /* arrays NULL: nothing was given */
};

/* Places after the states. */
int dt_place_of_region(const dt_world *world, int region);
int dt_place_of_all(const dt_world *world);
/* Index of a place by the text of a table: ISO code, technology region or ALL; -1 if there is none. */
int dt_place_find(const dt_world *world, const char *text);
/* Value of a place itself, without looking further. */
struct world_value *dt_grid_at(const dt_world *world, int place, int slot);

/* Index of a key of SOURCES.md; -1 if there is none. */
int dt_source_find(const dt_world *world, const char *key);
/* Name of a technology region as tables write it. */
const char *dt_region_name(int region);
/* Index of a technology by name; -1 if there is none. */
int dt_tech_find(const char *name);
/* A value as the caller sees it. */
dt_value dt_value_show(const dt_world *world, const struct world_value *value, const char *unit, int is_own);

#endif
