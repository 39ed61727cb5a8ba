/* Loading and freeing a world, and its hash. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "io/hash.h"
#include "world/inclination.h"
#include "world/read.h"

static dt_status read_all(dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    DT_TRY(dt_world_read_sources(world, dir, diagnostics));
    DT_TRY(dt_world_read_states(world, dir, diagnostics));
    DT_TRY(dt_world_read_groups(world, dir, diagnostics));
    DT_TRY(dt_world_read_rivals(world, dir, diagnostics));
    DT_TRY(dt_world_read_values(world, dir, diagnostics));
    DT_TRY(dt_world_read_chips(world, dir, diagnostics));
    DT_TRY(dt_world_read_series(world, dir, diagnostics));
    return dt_world_check(world, dir, diagnostics);
}

dt_status dt_world_load(const char *dir, int year, dt_world **out, dt_diagnostics *diagnostics)
{
    dt_world *world = calloc(1, sizeof *world);
    if (!world) return DT_NO_MEMORY;
    world->year = year;
    dt_status status = read_all(world, dir, diagnostics);
    if (status != DT_OK) {
        dt_world_free(world);
        return status;
    }
    *out = world;
    return DT_OK;
}

void dt_world_free(dt_world *world)
{
    if (!world) return;
    free(world->source);
    free(world->grid);
    free(world->point);
    dt_inclination_clear(&world->inclination);
    free(world);
}

static void hash_value(dt_hash *hash, const dt_world *world, const struct world_value *value)
{
    dt_hash_integer(hash, value->year);
    if (!value->year) return;
    dt_hash_number(hash, value->low);
    dt_hash_number(hash, value->central);
    dt_hash_number(hash, value->high);
    dt_hash_integer(hash, value->kind);
    dt_hash_string(hash, world->source[value->source]);
}

static void hash_states(dt_hash *hash, const dt_world *world)
{
    dt_hash_integer(hash, world->n_state);
    for (int i = 0; i < world->n_state; i++) {
        const dt_state_info *s = &world->state[i].info;
        const int numbers[] = {
            (int)s->data_group, (int)s->tech_region, s->bloc, s->eu, s->nato, s->gcc, s->g20,
            s->nuclear_armed};
        dt_hash_string(hash, s->iso3);
        dt_hash_string(hash, s->name);
        dt_hash_string(hash, s->region);
        for (size_t n = 0; n < sizeof numbers / sizeof numbers[0]; n++)
            dt_hash_integer(hash, numbers[n]);
    }
}

static void hash_chips(dt_hash *hash, const dt_world *world)
{
    const struct world_chips *chips = &world->chips;
    dt_hash_integer(hash, chips->first_year);
    for (int m = 0; m < DT_WORLD_N_MAKER; m++) {
        dt_hash_integer(hash, chips->home[m]);
        hash_value(hash, world, &chips->power[m]);
        hash_value(hash, world, &chips->price[m]);
        for (int y = 0; y < chips->n_year; y++)
            hash_value(hash, world, &chips->output[m][y]);
    }
}

static void hash_rivalries(dt_hash *hash, const dt_world *world)
{
    for (int k = 0; k < world->n_rivalry; k++) {
        dt_hash_integer(hash, world->rivalry[k].first);
        dt_hash_integer(hash, world->rivalry[k].second);
        dt_hash_number(hash, world->rivalry[k].weight);
    }
}

void dt_world_hash(const dt_world *world, unsigned char out[16])
{
    dt_hash hash;
    dt_hash_init(&hash);
    dt_hash_integer(&hash, world->year);
    hash_states(&hash, world);
    for (int place = 0; place <= dt_place_of_all(world); place++)
        for (int slot = 0; slot < world->n_slot; slot++)
            hash_value(&hash, world, dt_grid_at(world, place, slot));
    hash_chips(&hash, world);
    hash_rivalries(&hash, world);
    for (int g = 0; g < world->n_group; g++) {
        dt_hash_string(&hash, world->group[g].name);
        dt_hash_update(&hash, world->group[g].member, (size_t)world->n_state);
    }
    for (int p = 0; p < world->n_point; p++) {
        dt_hash_string(&hash, world->series[world->point[p].series]);
        dt_hash_integer(&hash, world->point[p].state);
        dt_hash_integer(&hash, world->point[p].year);
        dt_hash_number(&hash, world->point[p].value);
    }
    dt_inclination_hash(&hash, &world->inclination);
    dt_hash_finish(&hash, out);
}
