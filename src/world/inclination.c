/* How states sign: a world's own copy of the estimate. */
#include "world/inclination.h"

#include <stdlib.h>
#include <string.h>

#include "world/world.h"

void dt_inclination_clear(dt_inclination *inclination)
{
    free(inclination->state);
    free(inclination->mean);
    free(inclination->load);
    free(inclination->pull_load);
    free(inclination->start);
    free(inclination->near);
    free(inclination->weight);
    memset(inclination, 0, sizeof *inclination);
}

/* A copy of n elements; room for one where there are none. NULL if memory is short. */
static void *copy_of(const void *from, size_t n, size_t size)
{
    void *copy = calloc(n ? n : 1, size);
    if (copy && n) memcpy(copy, from, n * size);
    return copy;
}

dt_status dt_world_incline(dt_world *world, const dt_inclination *inclination)
{
    dt_inclination made = *inclination;
    size_t n = (size_t)made.n_player, n_draw = (size_t)made.n_draw, n_near = (size_t)inclination->start[n];
    made.state = copy_of(inclination->state, n, sizeof *made.state);
    made.mean = copy_of(inclination->mean, n * DT_INCLINATION_PARTS, sizeof *made.mean);
    made.load = copy_of(inclination->load, n * n_draw * DT_INCLINATION_PARTS, sizeof *made.load);
    made.pull_load = copy_of(inclination->pull_load, n_draw, sizeof *made.pull_load);
    made.start = copy_of(inclination->start, n + 1, sizeof *made.start);
    made.near = copy_of(inclination->near, n_near, sizeof *made.near);
    made.weight = copy_of(inclination->weight, n_near, sizeof *made.weight);
    if (!made.state || !made.mean || !made.load || !made.pull_load || !made.start || !made.near ||
        !made.weight) {
        dt_inclination_clear(&made);
        return DT_NO_MEMORY;
    }
    dt_inclination_clear(&world->inclination);
    world->inclination = made;
    return DT_OK;
}

const dt_inclination *dt_world_inclination(const dt_world *world)
{
    return world->inclination.mean ? &world->inclination : NULL;
}

static void add_numbers(dt_hash *hash, const double *value, long n)
{
    for (long k = 0; k < n; k++)
        dt_hash_number(hash, value[k]);
}

static void add_integers(dt_hash *hash, const int *value, long n)
{
    for (long k = 0; k < n; k++)
        dt_hash_integer(hash, value[k]);
}

void dt_inclination_hash(dt_hash *hash, const dt_inclination *x)
{
    if (!x->mean) return;
    dt_hash_integer(hash, x->n_player);
    dt_hash_integer(hash, x->n_draw);
    dt_hash_number(hash, x->pull);
    add_integers(hash, x->state, x->n_player);
    add_numbers(hash, x->mean, (long)x->n_player * DT_INCLINATION_PARTS);
    add_numbers(hash, x->load, (long)x->n_player * x->n_draw * DT_INCLINATION_PARTS);
    add_numbers(hash, x->pull_load, x->n_draw);
    add_integers(hash, x->start, x->n_player + 1);
    add_integers(hash, x->near, x->start[x->n_player]);
    add_numbers(hash, x->weight, x->start[x->n_player]);
}
