/* How the states of a case sign: the world's estimate for the text that the scenario starts with.
 *
 * Neighbours may lie outside the model. What they do is taken from the game of all states, played once at the
 * central text and coefficients, and stays. A state's neighbours in the model replace its bloc as partners.
 * What must stay true: in the kernel, with nothing else changed and nothing drawn, the chance of a state is
 * that of the whole game. */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/lane_math.h"
#include "core/try.h"
#include "scenario/case.h"

enum { MAX_SWEEP = 2000 };

static const double SETTLED = 1e-13; /* of a probability */

_Static_assert((int)DT_N_PART == (int)DT_INCLINATION_PARTS, "the kernel and the world know the same parts");

/* The middle of a parameter's distribution, by its place in struct model_param. */
static double central(const dt_case *c, size_t offset)
{
    return dt_dist_value(&c->param[offset / sizeof(lane)], 0.5);
}

/* What multiplies each part at the start. */
static void start_text(const dt_case *c, double text[DT_N_PART])
{
    text[DT_OF_DECLARATION] = 1.0;
    text[DT_OF_BINDING] = central(c, offsetof(struct model_param, treaty.text_binding));
    text[DT_OF_VERIFICATION] = central(c, offsetof(struct model_param, treaty.text_verification));
    text[DT_OF_YEARS] = 0.0;
    text[DT_OF_WEST] = central(c, offsetof(struct model_param, inclination.text_west));
    text[DT_OF_EAST] = central(c, offsetof(struct model_param, inclination.text_east));
    text[DT_OF_HUMANITARIAN] = central(c, offsetof(struct model_param, inclination.text_humanitarian));
}

static double near_share(const dt_inclination *d, int i, const double *p)
{
    double sum = 0.0;
    for (int e = d->start[i]; e < d->start[i + 1]; e++)
        sum += d->weight[e] * p[d->near[e]];
    return sum;
}

/* The game of all players: p is their chance to sign. */
static void play(const dt_inclination *d, const double text[DT_N_PART], double *p)
{
    double moved = 1.0;
    for (int i = 0; i < d->n_player; i++)
        p[i] = 0.5;
    for (int s = 0; s < MAX_SWEEP && moved > SETTLED; s++) {
        moved = 0.0;
        for (int i = 0; i < d->n_player; i++) {
            double score = d->pull * near_share(d, i, p), before = p[i];
            for (int a = 0; a < DT_N_PART; a++)
                score += d->mean[i * DT_N_PART + a] * text[a];
            p[i] = lane_logistic(score);
            moved = fmax(moved, fabs(p[i] - before));
        }
    }
}

/* The neighbours of player i that the model has; the others are the share outside. */
static void set_partners(dt_case *c, const dt_inclination *d, int i, const double *p)
{
    struct network_row *row = &c->partners[d->state[i]];
    double outside = 0.0;
    memset(row->from, 0, sizeof row->from);
    row->count = 0;
    for (int e = d->start[i]; e < d->start[i + 1]; e++) {
        int other = d->state[d->near[e]];
        if (other < 0 || row->count == DT_MAX_NAMED) {
            outside += d->weight[e] * p[d->near[e]];
            continue;
        }
        row->named[row->count] = other;
        row->weight[row->count++] = d->weight[e];
    }
    c->fixed[d->state[i]].inclination.known = 1.0;
    c->fixed[d->state[i]].inclination.outside = outside;
}

/* The parts of the model's states, from those of all players. */
static dt_status copy_parts(dt_case *c, const dt_inclination *d)
{
    size_t n = (size_t)c->n_state, n_draw = (size_t)d->n_draw, per_state = n_draw * DT_N_PART;
    double *mean = calloc(n * (DT_N_PART + per_state) + n_draw + 1, sizeof *mean);
    if (!mean) return DT_NO_MEMORY;
    double *load = mean + n * DT_N_PART, *pull_load = load + n * per_state;
    for (int i = 0; i < d->n_player; i++) {
        if (d->state[i] < 0) continue;
        size_t to = (size_t)d->state[i], from = (size_t)i;
        memcpy(mean + to * DT_N_PART, d->mean + from * DT_N_PART, sizeof *mean * DT_N_PART);
        memcpy(load + to * per_state, d->load + from * per_state, sizeof *mean * per_state);
    }
    memcpy(pull_load, d->pull_load, sizeof *mean * n_draw);
    c->inclination = (struct inclination){
        .n_draw = d->n_draw, .mean = mean, .load = load, .pull = d->pull, .pull_load = pull_load};
    c->inclination_room = mean;
    return DT_OK;
}

dt_status dt_case_incline(dt_case *c, const dt_world *world)
{
    const dt_inclination *d = dt_world_inclination(world);
    double text[DT_N_PART];
    if (!d) return DT_OK;
    DT_TRY(copy_parts(c, d));
    double *p = calloc((size_t)d->n_player + 1, sizeof *p);
    if (!p) return DT_NO_MEMORY;
    start_text(c, text);
    play(d, text, p);
    for (int i = 0; i < d->n_player; i++)
        if (d->state[i] >= 0) set_partners(c, d, i, p);
    network_close(c->partners, c->n_state);
    free(p);
    return DT_OK;
}
