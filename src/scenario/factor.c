/* Factors: the uncertain numbers of a member, one probability each. A parameter of states has one for each
 * data group in which it is uncertain anywhere, so that the data of a group move together; all years of a
 * maker's output share one. */
#include <stdio.h>
#include <string.h>

#include "scenario/build.h"

const char *dt_data_group_name(int group)
{
    static const char *const names[DT_GROUP_COUNT] = {"USA", "CHN", "EU", "GULF", "IND", "REST"};
    return names[group];
}

int dt_build_add_factor(dt_builder *b, dt_factor_info info, const char *name, const char *part,
                        uint32_t stream)
{
    int index = b->c->n_factor++;
    dt_factor *factor = &b->c->factor[index];
    snprintf(factor->name, sizeof factor->name, "%s%s%s", name, part ? "." : "", part ? part : "");
    factor->info = info;
    factor->info.name = factor->name;
    factor->stream = stream;
    return index;
}

static void add_param(dt_builder *b, int p, const dt_param_info *info)
{
    for (int k = 0; k < info->n_slot; k++) {
        int slot = info->slot + k;
        if (b->c->param[slot].kind == DT_DIST_FIXED) continue;
        const char *part = info->shape == DT_SHAPE_TECH ? dt_tech_name(k) : NULL;
        const dt_factor_info factor = {.param = p, .index = k};
        b->c->param_factor[slot] = dt_build_add_factor(b, factor, info->name, part,
                                                       DT_STREAM_PARAM + (uint32_t)slot);
    }
}

static void add_site(dt_builder *b, int p, const dt_param_info *info)
{
    for (int g = 0; g < DT_GROUP_COUNT; g++) {
        int number = -1;
        for (int i = 0; i < b->c->n_state; i++) {
            int place = i * DT_N_SITE_SLOT + info->slot;
            if (b->c->data_group[i] != g || b->c->site[place].kind == DT_DIST_FIXED) continue;
            const dt_factor_info factor = {.param = p, .index = g};
            if (number < 0)
                number = dt_build_add_factor(b, factor, info->name, dt_data_group_name(g),
                                             DT_STREAM_SITE + (uint32_t)(info->slot * DT_GROUP_COUNT + g));
            b->c->site_factor[place] = number;
        }
    }
}

static void add_chip(dt_builder *b, int maker)
{
    int is_uncertain = 0;
    for (int year = 0; year < b->c->constant.n_path_year; year++)
        is_uncertain |= b->c->chip_output[year * DT_N_MAKER + maker].kind != DT_DIST_FIXED;
    const dt_factor_info factor = {.param = -1, .index = maker};
    b->c->chip_factor[maker] = is_uncertain
        ? dt_build_add_factor(b, factor, "chip_output", dt_maker_name(maker),
                              DT_STREAM_CHIP + (uint32_t)maker)
        : -1;
}

void dt_build_factors(dt_builder *b)
{
    for (int p = 0; p < dt_param_count(); p++) {
        const dt_param_info *info = dt_param_at(p);
        if (info->shape == DT_SHAPE_STATE)
            add_site(b, p, info);
        else
            add_param(b, p, info);
    }
    for (int maker = 0; maker < DT_N_MAKER; maker++)
        add_chip(b, maker);
}
