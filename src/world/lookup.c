/* Queries: states, values and what a value says of itself. */
#include <string.h>

#include "detente/param.h"
#include "world/world.h"

static const char *const region_names[DT_REGION_COUNT] = {"US", "CN", "EU", "GULF", "IN", "ROW"};

int dt_world_state_count(const dt_world *world)
{
    return world->n_state;
}

const dt_state_info *dt_world_state(const dt_world *world, int index)
{
    return index >= 0 && index < world->n_state ? &world->state[index].info : NULL;
}

int dt_world_state_index(const dt_world *world, const char *iso3)
{
    for (int i = 0; i < world->n_state; i++)
        if (strcmp(world->state[i].iso3, iso3) == 0) return i;
    return -1;
}

const char *dt_region_name(int region)
{
    return region_names[region];
}

int dt_place_of_region(const dt_world *world, int region)
{
    return world->n_state + region;
}

int dt_place_of_all(const dt_world *world)
{
    return world->n_state + DT_REGION_COUNT;
}

int dt_place_find(const dt_world *world, const char *text)
{
    int state = dt_world_state_index(world, text);
    if (state >= 0) return state;
    for (int r = 0; r < DT_REGION_COUNT; r++)
        if (strcmp(region_names[r], text) == 0) return dt_place_of_region(world, r);
    return strcmp(text, "ALL") == 0 ? dt_place_of_all(world) : -1;
}

struct world_value *dt_grid_at(const dt_world *world, int place, int slot)
{
    return &world->grid[(size_t)place * (size_t)world->n_slot + (size_t)slot];
}

int dt_tech_find(const char *name)
{
    for (int k = 0; k < dt_tech_count(); k++)
        if (strcmp(dt_tech_name(k), name) == 0) return k;
    return -1;
}

dt_value dt_value_show(const dt_world *world, const struct world_value *value, const char *unit, int is_own)
{
    if (!value->year) return (dt_value){.unit = unit, .source = ""};
    return (dt_value){.low = value->low,
                      .central = value->central,
                      .high = value->high,
                      .year = value->year,
                      .is_present = 1,
                      .is_estimate = !is_own || value->kind >= DT_KIND_ESTIMATE,
                      .unit = unit,
                      .source = world->source[value->source]};
}

dt_value dt_world_value(const dt_world *world, int field, int state, int tech)
{
    const dt_world_field_info *info = dt_world_field_at(field);
    const dt_state_info *who = dt_world_state(world, state);
    if (!info || !who || tech < 0 || tech >= (info->is_tech ? dt_tech_count() : 1))
        return (dt_value){.unit = "", .source = ""};
    int slot = world->slot[field] + tech;
    int places[] = {state, dt_place_of_region(world, (int)who->tech_region), dt_place_of_all(world)};
    int p = 0;
    while (p < 2 && !dt_grid_at(world, places[p], slot)->year)
        p++;
    return dt_value_show(world, dt_grid_at(world, places[p], slot), info->unit, p == 0);
}

dt_value dt_world_tech_value(const dt_world *world, const char *field, int tech)
{
    int f = dt_world_field_find(field);
    if (f < 0 || !dt_world_field_at(f)->is_tech || tech < 0 || tech >= dt_tech_count())
        return (dt_value){.unit = "", .source = ""};
    struct world_value *value = dt_grid_at(world, dt_place_of_all(world), world->slot[f] + tech);
    return dt_value_show(world, value, dt_world_field_at(f)->unit, 1);
}
