/* A race: one block of members, begun from factors, stepped through events and the kernel, and read by flat
 * index.
 *
 * This file is compiled once; what depends on the lane width is behind struct dt_kernel. What must stay true:
 * a member's numbers depend on the case, its number and its factors alone, not on its lane or neighbours. */
#include "race/race.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "model/model.h"

dt_race_options dt_race_defaults(void)
{
    return (dt_race_options){.width = 0};
}

int dt_kernel_count(void)
{
    return dt_kernel_table_count();
}

dt_kernel_info dt_kernel_at(int index)
{
    const struct dt_kernel *k = dt_kernel_table_at(index);
    if (!k) return (dt_kernel_info){0};
    return (dt_kernel_info){k->width, k->target, k->isa, dt_kernel_is_supported(k)};
}

/* ---- life ---- */

struct dt_layout dt_layout_of(const dt_case *c)
{
    struct dt_layout l = {.n_site_slot = DT_N_SITE_SLOT,
                          .n_state_slot = (int)(sizeof(struct model_state) / sizeof(lane))};
    l.param = 0;
    l.site = l.param + DT_N_PARAM_SLOT;
    l.state = l.site + c->n_state * l.n_site_slot;
    l.global = l.state + c->n_state * l.n_state_slot;
    l.path = l.global + (int)(sizeof(struct model_global) / sizeof(lane));
    l.work = l.path + c->constant.n_path_year * DT_N_MAKER;
    l.note = l.work + c->n_state * (int)(sizeof(struct model_work) / sizeof(lane));
    l.end = l.note + c->n_state; /* a note fits into a lane of any width */
    return l;
}

size_t dt_race_block_size(const dt_race *race)
{
    return dt_arena_room((size_t)race->block.layout.end * (size_t)race->kernel->width, sizeof(double));
}

/* Takes the block and the factors of every lane from one arena. */
static dt_status take_memory(dt_race *race)
{
    size_t width = (size_t)race->kernel->width;
    size_t n_value = (size_t)race->block.layout.end * width, n_factor = (size_t)race->c->n_factor * width;
    DT_TRY(dt_arena_init(&race->arena, dt_race_block_size(race) + dt_arena_room(n_factor, sizeof *race->u)));
    race->block.memory = dt_arena_alloc(&race->arena, n_value, sizeof *race->block.memory);
    race->u = dt_arena_alloc(&race->arena, n_factor, sizeof *race->u);
    return DT_OK;
}

dt_status dt_race_create(const dt_case *c, const dt_race_options *options, dt_race **out)
{
    const struct dt_kernel *kernel = dt_kernel_choose(options ? options->width : 0);
    if (!kernel) return DT_INPUT;
    dt_race *race = calloc(1, sizeof *race);
    if (!race) return DT_NO_MEMORY;
    race->c = c;
    race->kernel = kernel;
    race->block.c = c;
    if (options) {
        race->stream = options->stream;
        race->stream_context = options->stream_context;
    }
    race->block.layout = dt_layout_of(c);
    dt_status status = take_memory(race);
    if (status == DT_OK)
        *out = race;
    else
        dt_race_free(race);
    return status;
}

void dt_race_free(dt_race *race)
{
    if (!race) return;
    dt_arena_clear(&race->arena);
    free(race);
}

/* ---- the start ---- */

static double draw_value(const dt_dist *d, int factor, const double *u)
{
    return factor < 0 ? dt_dist_value(d, 0.5) : dt_dist_value(d, u[factor]);
}

/* Parameters, site values and the path of accelerator output of one lane, from its factors. */
static void set_lane(dt_race *race, int l, const double *u)
{
    const dt_case *c = race->c;
    const struct dt_layout *at = &race->block.layout;
    for (int s = 0; s < DT_N_PARAM_SLOT; s++)
        *dt_race_at(race, at->param + s, l) = draw_value(&c->param[s], c->param_factor[s], u);
    for (int s = 0; s < c->n_state * DT_N_SITE_SLOT; s++)
        *dt_race_at(race, at->site + s, l) = draw_value(&c->site[s], c->site_factor[s], u);
    for (int y = 0; y < c->constant.n_path_year; y++)
        for (int maker = 0; maker < DT_N_MAKER; maker++) {
            int s = y * DT_N_MAKER + maker;
            *dt_race_at(race, at->path + s, l) = draw_value(&c->chip_output[s], c->chip_factor[maker], u);
        }
}

void dt_race_set_streams(dt_race *race)
{
    for (int l = 0; l < DT_MAX_WIDTH; l++) {
        uint64_t member = race->block.first_member + (uint64_t)(l < race->block.count ? l : 0);
        race->block.stream[l] = race->stream ? race->stream(race->stream_context, member) : member;
    }
}

void dt_race_begin(dt_race *race, uint64_t first_member, int count, const double *u)
{
    int width = race->kernel->width, n_factor = race->c->n_factor;
    race->block.first_member = first_member;
    race->block.count = count < 1 ? 1 : count > width ? width : count;
    race->block.step = 0;
    race->next_event = 0;
    memset(race->failure, 0, sizeof race->failure);
    for (int l = 0; l < width; l++) {
        int member = l < race->block.count ? l : 0;
        double *mine = race->u + (size_t)l * (size_t)n_factor;
        if (u)
            memcpy(mine, u + (size_t)member * (size_t)n_factor, (size_t)n_factor * sizeof *u);
        else
            dt_case_draw(race->c, first_member + (uint64_t)member, mine);
        set_lane(race, l, mine);
    }
    dt_race_set_streams(race);
    race->kernel->begin(&race->block);
    dt_race_find_failure(race, race->kernel->broken(&race->block));
}

/* ---- steps ---- */

static double changed(const dt_case_event *e, double before, double amount)
{
    double after = e->op == DT_EVENT_SET ? amount
        : e->op == DT_EVENT_SCALE        ? before * amount
                                         : before + amount;
    return after < e->least ? e->least : after > e->greatest ? e->greatest : after;
}

/* Events change parameters when their step begins. */
static void apply_events(dt_race *race)
{
    const dt_case *c = race->c;
    for (; race->next_event < c->n_event && c->event[race->next_event].step <= race->block.step;
         race->next_event++) {
        const dt_case_event *e = &c->event[race->next_event];
        int position = e->is_site ? race->block.layout.site + e->state * DT_N_SITE_SLOT + e->slot
                                  : race->block.layout.param + e->slot;
        for (int l = 0; l < race->kernel->width; l++) {
            double *value = dt_race_at(race, position, l);
            *value = changed(e, *value,
                             draw_value(&e->dist, e->factor, race->u + (size_t)l * (size_t)c->n_factor));
        }
    }
}

void dt_race_step(dt_race *race)
{
    apply_events(race);
    race->kernel->step(&race->block);
    race->block.step++;
    unsigned broken = race->kernel->broken(&race->block);
    if (broken) dt_race_find_failure(race, broken);
}

dt_status dt_race_run(dt_race *race, uint64_t first_member, int count, const double *u, dt_sink *sink,
                      void *context)
{
    dt_race_begin(race, first_member, count, u);
    DT_TRY(sink(context, race));
    for (int step = 0; step < race->c->n_step; step++) {
        dt_race_step(race);
        DT_TRY(sink(context, race));
    }
    return DT_OK;
}

/* ---- queries ---- */

int dt_race_width(const dt_race *race)
{
    return race->kernel->width;
}

int dt_race_step_index(const dt_race *race)
{
    return race->block.step;
}

int dt_race_count(const dt_race *race)
{
    return race->block.count;
}

uint64_t dt_race_first_member(const dt_race *race)
{
    return race->block.first_member;
}

double dt_race_state_value(const dt_race *race, int slot, int state, int lane_index)
{
    return *dt_race_at(race, dt_race_state_position(race, state, slot), lane_index);
}

double dt_race_global_value(const dt_race *race, int slot, int lane_index)
{
    return *dt_race_at(race, race->block.layout.global + slot, lane_index);
}

double dt_race_output(const dt_race *race, int output, int state, int lane_index)
{
    const dt_output_info *info = dt_output_at(output);
    return info->factor * dt_race_state_value(race, info->slot, state, lane_index);
}

/* The widest case has a loop of known length, which compilers turn into a few vector instructions. */
static void scale_row(const double *restrict from, double factor, int width, double *restrict to)
{
    if (width == DT_RACE_LANES)
        for (int l = 0; l < DT_RACE_LANES; l++)
            to[l] = factor * from[l];
    else
        for (int l = 0; l < width; l++)
            to[l] = factor * from[l];
}

void dt_race_outputs(const dt_race *race, const int *output, int n, int state, double (*value)[DT_RACE_LANES])
{
    for (int k = 0; k < n; k++) {
        const dt_output_info *info = dt_output_at(output[k]);
        const double *from = dt_race_at(race, dt_race_state_position(race, state, info->slot), 0);
        scale_row(from, info->factor, race->kernel->width, value[k]);
    }
}

double dt_race_param_value(const dt_race *race, int param, int index_or_state, int lane_index)
{
    const dt_param_info *info = dt_param_at(param);
    int position = info->shape == DT_SHAPE_STATE
        ? race->block.layout.site + index_or_state * DT_N_SITE_SLOT + info->slot
        : race->block.layout.param + info->slot + index_or_state;
    return *dt_race_at(race, position, lane_index);
}

dt_failure dt_race_failure(const dt_race *race, int lane_index)
{
    return race->failure[lane_index];
}
