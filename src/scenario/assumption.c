/* The table of assumptions: every parameter with the distribution in force and its source. Parameters of
 * technologies have a row for each; those of states have a row for each reported group, which is the state's
 * own distribution for one state and otherwise the mean over its states of low, central and high. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/build.h"
#include "scenario/curve.h"

enum { KEY_ROOM = 96, SOURCE_ROOM = DT_DIAGNOSTIC_TEXT + 16 };

/* The texts of one row, in the case's strings. */
struct texts {
    char key[KEY_ROOM];
    char source[SOURCE_ROOM];
};

/* Starts a row and its texts. `part` may be NULL. */
static dt_assumption *new_row(dt_builder *b, const dt_param_info *info, const char *part)
{
    int index = b->c->n_assumption++;
    struct texts *texts = (struct texts *)(void *)b->c->strings + index;
    dt_assumption *row = &b->c->assumption[index];
    snprintf(texts->key, sizeof texts->key, "%s%s%s", info->name, part ? "." : "", part ? part : "");
    snprintf(texts->source, sizeof texts->source, "%s", info->source);
    *row = (dt_assumption){.param = info, .key = texts->key, .source = texts->source};
    return row;
}

static char *source_of(const dt_builder *b, const dt_assumption *row)
{
    return ((struct texts *)(void *)b->c->strings + (row - b->c->assumption))->source;
}

static void set_dist(dt_assumption *row, const dt_dist *d)
{
    row->kind = d->kind;
    row->a = d->a;
    row->b = d->b;
    row->c = d->c;
    row->low = d->low;
    row->high = d->high;
}

/* Marks a row as set by the scenario, with the place of the setting as its source. */
static void mark_changed(dt_builder *b, dt_assumption *row, dt_place place)
{
    row->is_changed = 1;
    snprintf(source_of(b, row), SOURCE_ROOM, "%s:%d", b->s->files.name[place.file], place.line);
}

static void set_source(dt_builder *b, const dt_assumption *row, const char *source)
{
    if (source) snprintf(source_of(b, row), SOURCE_ROOM, "%s", source);
}

static void add_param(dt_builder *b, int p, const dt_param_info *info)
{
    for (int k = 0; k < info->n_slot; k++) {
        dt_assumption *row = new_row(b, info, info->shape == DT_SHAPE_TECH ? dt_tech_name(k) : NULL);
        int setting = dt_build_find(b, p, k);
        set_dist(row, &b->c->param[info->slot + k]);
        if (info->distribution == DT_DIST_DATA)
            set_source(b, row, dt_world_tech_value(b->world, info->name, k).source);
        if (setting >= 0) mark_changed(b, row, b->s->setting[setting].place);
    }
}

static double central_of(const dt_dist *d)
{
    switch (d->kind) {
    case DT_DIST_TRIANGULAR:
    case DT_DIST_PERT: return d->b;
    case DT_DIST_UNIFORM:
    case DT_DIST_LOGUNIFORM: return dt_dist_value(d, 0.5);
    case DT_DIST_DISCRETE: return dt_dist_value(d, 0.5);
    default: return d->a;
    }
}

static int equal(const dt_dist *x, const dt_dist *y)
{
    return x->kind == y->kind && x->a == y->a && x->b == y->b && x->c == y->c && x->low == y->low &&
        x->high == y->high && x->value == y->value;
}

/* Means over the states of a group; the one distribution where all have the same. */
static void add_site(dt_builder *b, int p, const dt_param_info *info, const dt_case_group *group)
{
    dt_assumption *row = new_row(b, info, group->name);
    const dt_dist *first = NULL;
    int n = 0, n_equal = 0, field = dt_world_field_find(info->field);
    double low = 0.0, central = 0.0, high = 0.0;
    for (int i = 0; i < b->c->n_state; i++) {
        if (!group->member[i]) continue;
        const dt_dist *d = &b->c->site[i * DT_N_SITE_SLOT + info->slot];
        int setting = dt_build_find(b, p, i);
        if (!first) set_source(b, row, dt_world_value(b->world, field, i, 0).source);
        if (!first) first = d;
        const dt_curve_def *curve = dt_build_curve_for(b, p, i);
        if (setting >= 0) mark_changed(b, row, b->s->setting[setting].place);
        if (setting < 0 && curve) {
            row->is_changed = 1;
            set_source(b, row, "supply curve of the scenario: it knows what lines keep back");
        }
        n_equal += equal(first, d);
        n++;
        low += d->low;
        central += central_of(d);
        high += d->high;
    }
    if (!n) return;
    const dt_dist mean = {.kind = DT_DIST_DATA,
                          .a = low / n,
                          .b = central / n,
                          .c = high / n,
                          .low = low / n,
                          .high = high / n};
    set_dist(row, n_equal == n ? first : &mean);
}

static int row_count(const dt_builder *b)
{
    int n = 0;
    for (int p = 0; p < dt_param_count(); p++)
        n += dt_param_at(p)->shape == DT_SHAPE_STATE ? b->c->n_group : dt_param_at(p)->n_slot;
    return n;
}

void dt_build_assumptions(dt_builder *b)
{
    size_t n = (size_t)row_count(b);
    b->c->assumption = calloc(n, sizeof *b->c->assumption);
    b->c->strings = calloc(n, sizeof(struct texts));
    if (!b->c->assumption || !b->c->strings) {
        dt_report_no_memory(&b->f);
        return;
    }
    for (int p = 0; p < dt_param_count(); p++) {
        const dt_param_info *info = dt_param_at(p);
        if (info->shape != DT_SHAPE_STATE) add_param(b, p, info);
        for (int g = 0; info->shape == DT_SHAPE_STATE && g < b->c->n_group; g++)
            add_site(b, p, info, &b->c->group[g]);
    }
}
