/* The world: about 100 states with their data, each value with unit, year, source and range.
 *
 * A world is built by dt_world_load and never changes after that, so that threads share it. Pointers that a
 * query returns are borrowed and live as long as the world. */
#ifndef DETENTE_WORLD_H
#define DETENTE_WORLD_H

#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_world dt_world;

/** Groups of states whose uncertain data move together, one random factor for each. */
typedef enum dt_data_group {
    DT_GROUP_USA,
    DT_GROUP_CHN,
    DT_GROUP_EU,
    DT_GROUP_GULF,
    DT_GROUP_IND,
    DT_GROUP_REST,
    DT_GROUP_COUNT
} dt_data_group;

/** Regions of the technology table. */
typedef enum dt_tech_region {
    DT_REGION_US,
    DT_REGION_CN,
    DT_REGION_EU,
    DT_REGION_GULF,
    DT_REGION_IN,
    DT_REGION_ROW,
    DT_REGION_COUNT
} dt_tech_region;

/** Who a state is. */
typedef struct dt_state_info {
    const char *iso3; /* "USA"; "XRW" is the remainder of the world */
    const char *name;
    const char *region; /* United Nations region */
    dt_data_group data_group;
    dt_tech_region tech_region;
    int bloc; /* whose closed work it can see: 0 none, 1 USA, 2 China, 3 Russia */
    int eu, nato, gcc, g20, nuclear_armed;
} dt_state_info;

/** A value with its range and where it comes from. */
typedef struct dt_value {
    double low, central, high; /* low <= central <= high; all equal where no range is known */
    int year;
    int is_present;  /* 0: no row; then the numbers are 0 and must not be used */
    int is_estimate; /* 1: not reported for this state but derived or carried over */
    const char *unit;
    const char *source; /* key of SOURCES.md */
} dt_value;

/** What a field of the world is. */
typedef struct dt_world_field_info {
    const char *name;
    const char *unit;
    const char *text;
    int is_tech;            /* one value per technology */
    int is_required;        /* every state must have it */
    double least, greatest; /* allowed range */
} dt_world_field_info;

/** Loads and checks the tables in folder `dir` as they were known at the end of `year` (rows of later years
 * are not used). All findings go to `diagnostics` (nullable). On success `*out` is the caller's, to be freed
 * with dt_world_free. DT_IO if a table cannot be read, DT_INPUT if one is not valid. */
dt_status dt_world_load(const char *dir, int year, dt_world **out, dt_diagnostics *diagnostics);
/** Frees a world; NULL is allowed. */
void dt_world_free(dt_world *world);

/** Number of states. */
int dt_world_state_count(const dt_world *world);
/** State at `index`; NULL outside. */
const dt_state_info *dt_world_state(const dt_world *world, int index);
/** Index of the state with this ISO 3166 code; -1 if there is none. */
int dt_world_state_index(const dt_world *world, const char *iso3);

/** Number of fields, and the description of one; NULL outside. The list is the same for every world. */
int dt_world_field_count(void);
const dt_world_field_info *dt_world_field_at(int field);
/** Index of a field by name; -1 if there is none. */
int dt_world_field_find(const char *name);

/** Value of `field` for `state`; `tech` is 0 for a field without technologies. Not present outside the
 * ranges. */
dt_value dt_world_value(const dt_world *world, int field, int state, int tech);
/** Value of a technology field that holds for the whole world ("lifetime", "learning_rate",
 * "world_capacity"). */
dt_value dt_world_tech_value(const dt_world *world, const char *field, int tech);

/** Years for which the output of accelerators is given, and the first of them. */
int dt_world_chip_year_count(const dt_world *world);
int dt_world_chip_first_year(const dt_world *world);
/** A state that sees a threat in another beyond what that one's bloc is to it, with its weight (0 to 1); the
 * hostility between the two is the same in both directions. */
typedef struct dt_rivalry {
    int first, second;
    double weight, hostility;
} dt_rivalry;

/** Number of rivals of all states, and the one at `index`: `first` fears `second`; states -1 outside. */
int dt_world_rivalry_count(const dt_world *world);
dt_rivalry dt_world_rivalry(const dt_world *world, int index);
/** Accelerators made by `maker` in the year at `index` (H100e/yr), and a maker's constant "power" (kW/H100e)
 * or "price" (USD/H100e). */
dt_value dt_world_chip_output(const dt_world *world, int maker, int index);
dt_value dt_world_chip_value(const dt_world *world, int maker, const char *field);
/** State served first by a maker; -1 if none. */
int dt_world_chip_home(const dt_world *world, int maker);

/** Number of named groups ("EU", "GULF", "NATO", "G20", "WORLD", ...) and the name of one; NULL outside. */
int dt_world_group_count(const dt_world *world);
const char *dt_world_group_name(const dt_world *world, int group);
/** 1 if `state` belongs to the group of that name, or is the state with that ISO code; 0 if not; -1 if no
 * such group or state. */
int dt_world_in_group(const dt_world *world, const char *name, int state);

/** An observed yearly series for back-tests (for example "solar_capacity_gw"): number of points of a state,
 * and one point, oldest first. State -1 is the world as a whole. All years are given, whatever the year that
 * the world was loaded for. DT_INPUT outside. */
int dt_world_series_count(const dt_world *world, const char *series, int state);
dt_status dt_world_series_point(const dt_world *world, const char *series, int state, int index, int *year,
                                double *value);

/** What the log-odds of signing are made of: those of a declaration on military AI that no bloc drives, and
 * what a treaty's binding force, full verification, time (ln(1 + years open) / 3) and those who drive the
 * text add to them. */
enum { DT_INCLINATION_PARTS = 7 };

/** How states sign, as estimated (dt_treaty_inform makes it). The parts of all players are normal: mean +
 * load z, with n_draw standard normal numbers z. Players may lie outside the world. */
typedef struct dt_inclination {
    int n_player, n_draw; /* at most 256 and 192 */
    int *state;           /* n_player: index in the world; -1 outside */
    double *mean;         /* n_player rows of DT_INCLINATION_PARTS */
    double *load;         /* n_player rows of n_draw rows of DT_INCLINATION_PARTS */
    double pull;          /* log-odds if all neighbours sign */
    double *pull_load;    /* n_draw */
    int *start;     /* n_player + 1: neighbours of player i are near[start[i]] .. near[start[i + 1] - 1] */
    int *near;      /* players, at most 16 of each */
    double *weight; /* of the neighbours, not negative; those of a player sum to at most 1 */
} dt_inclination;

/** Gives a world, before it is shared, its own copy of how states sign, in place of an earlier one. */
dt_status dt_world_incline(dt_world *world, const dt_inclination *inclination);
/** How states sign; NULL if nothing was given. */
const dt_inclination *dt_world_inclination(const dt_world *world);

/** 128-bit hash of everything that was loaded. */
void dt_world_hash(const dt_world *world, unsigned char hash[16]);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
