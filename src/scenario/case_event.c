/* Dated events: each change of a parameter becomes one change of a flat slot for every state or technology
 * that it holds for. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "scenario/build.h"

/* The step that begins at or next before a quarter's start. */
static int step_of(const dt_builder *b, int quarter)
{
    double steps = (quarter - b->s->start) * 0.25 / b->s->step;
    return (int)floor(steps + 1e-9);
}

/* A run of changes of one event, operation and parameter. */
struct run {
    int first, n;
};

static struct run run_at(const dt_scenario *s, int first)
{
    struct run run = {first, 1};
    const dt_change *one = &s->change[first];
    while (first + run.n < s->n_change) {
        const dt_change *next = &s->change[first + run.n];
        if (next->event != one->event || next->op != one->op || next->setting.param != one->setting.param)
            break;
        run.n++;
    }
    return run;
}

/* The change of a run that holds for a state or technology; -1 if none does. */
static int find_change(const dt_builder *b, struct run run, int part)
{
    int best = -1, best_match = 0;
    for (int i = run.first; i < run.first + run.n; i++) {
        int match = dt_build_match(b, &b->s->change[i].setting, part);
        if (match && match >= best_match) {
            best = i;
            best_match = match;
        }
    }
    return best;
}

/* All uncertain values of a run share one factor. */
static int factor_of(dt_builder *b, struct run run)
{
    const dt_change *one = &b->s->change[run.first];
    int is_uncertain = 0;
    char name[DT_FACTOR_ROOM];
    for (int i = run.first; i < run.first + run.n; i++)
        is_uncertain |= b->s->change[i].setting.spec.kind != DT_DIST_FIXED;
    if (!is_uncertain) return -1;
    const dt_factor_info factor = {.param = one->setting.param, .index = 0};
    uint32_t stream = DT_STREAM_EVENT + (uint32_t)(one->event * dt_param_count() + one->setting.param);
    snprintf(name, sizeof name, "event%d", one->event + 1);
    return dt_build_add_factor(b, factor, name, dt_param_at(one->setting.param)->name, stream);
}

static void add_event(dt_builder *b, int change, int part, int factor)
{
    const dt_change *from = &b->s->change[change];
    const dt_param_info *info = dt_param_at(from->setting.param);
    int is_site = info->shape == DT_SHAPE_STATE;
    dt_case_event event = {
        .step = step_of(b, b->s->event[from->event].quarter),
        .is_site = is_site,
        .state = is_site ? part : 0,
        .slot = info->slot + (is_site ? 0 : part),
        .op = from->op,
        .dist = dt_build_dist(b, &from->setting.spec, b->s->n_setting + change),
        .factor = from->setting.spec.kind == DT_DIST_FIXED ? -1 : factor,
        .least = info->least,
        .greatest = info->greatest,
    };
    b->c->event[b->c->n_event++] = event;
}

static int part_count(const dt_builder *b, const dt_param_info *info)
{
    return info->shape == DT_SHAPE_STATE ? b->c->n_state : info->n_slot;
}

static int count_events(const dt_builder *b)
{
    int n = 0;
    for (int first = 0; first < b->s->n_change; first += run_at(b->s, first).n)
        n += part_count(b, dt_param_at(b->s->change[first].setting.param));
    return n;
}

/* Adds what the changes of one step do. */
static void add_step(dt_builder *b, int step, const int *factor)
{
    for (int first = 0; first < b->s->n_change;) {
        const dt_change *one = &b->s->change[first];
        struct run run = run_at(b->s, first);
        int n = step_of(b, b->s->event[one->event].quarter) == step
            ? part_count(b, dt_param_at(one->setting.param))
            : 0;
        for (int part = 0; part < n; part++) {
            int change = find_change(b, run, part);
            if (change >= 0) add_event(b, change, part, factor[first]);
        }
        first += run.n;
    }
}

void dt_build_events(dt_builder *b)
{
    if (!b->s->n_change) return;
    int *factor = calloc((size_t)b->s->n_change, sizeof *factor);
    b->c->event = calloc((size_t)count_events(b), sizeof *b->c->event);
    if (factor && b->c->event) {
        for (int first = 0; first < b->s->n_change; first += run_at(b->s, first).n)
            factor[first] = factor_of(b, run_at(b->s, first));
        for (int step = 0; step < b->c->n_step; step++)
            add_step(b, step, factor);
    } else {
        dt_report_no_memory(&b->f);
    }
    free(factor);
}
