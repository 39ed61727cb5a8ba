/* Names of states and groups against the world, and the reported groups. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/build.h"
#include "scenario/suggest.h"

/* Groups of the world, then its states. */
static const char *world_name_at(const void *context, int index)
{
    const dt_world *world = context;
    int n_group = dt_world_group_count(world);
    if (index < n_group) return dt_world_group_name(world, index);
    const dt_state_info *state = dt_world_state(world, index - n_group);
    return state ? state->iso3 : NULL;
}

static int is_known(const dt_world *world, const char *name)
{
    return dt_world_state_index(world, name) >= 0 || dt_world_in_group(world, name, 0) >= 0;
}

static void check_name(dt_builder *b, const char *name, dt_error_code code, dt_place place)
{
    if (is_known(b->world, name)) return;
    dt_report(&b->f, code, place, dt_say(&b->f, "\"%s\"", name), "a state or group that the world has",
              dt_say_nearest(&b->f, dt_nearest(name, world_name_at, b->world)));
}

static void check_setting(dt_builder *b, const dt_setting *setting)
{
    if (setting->target != DT_TARGET_NAME) return;
    size_t mark = dt_key_enter(&b->f, dt_param_at(setting->param)->name);
    check_name(b, setting->name, DT_E_UNKNOWN_TARGET, setting->place);
    dt_key_leave(&b->f, mark);
}

void dt_build_check_names(dt_builder *b)
{
    for (int i = 0; i < b->s->n_setting; i++)
        check_setting(b, &b->s->setting[i]);
    for (int i = 0; i < b->s->n_change; i++)
        check_setting(b, &b->s->change[i].setting);
    size_t mark = dt_key_enter(&b->f, "groups");
    for (int g = 0; g < b->s->n_group; g++)
        check_name(b, b->s->group[g].text, DT_E_UNKNOWN_GROUP, b->s->group[g].place);
    dt_key_leave(&b->f, mark);
    mark = dt_key_enter(&b->f, "required_parties");
    for (int g = 0; g < b->s->n_required; g++)
        check_name(b, b->s->required[g].text, DT_E_UNKNOWN_PARTY, b->s->required[g].place);
    dt_key_leave(&b->f, mark);
}

static int is_member(const dt_world *world, const char *name, int state)
{
    return strcmp(dt_world_state(world, state)->iso3, name) == 0 ||
        dt_world_in_group(world, name, state) == 1;
}

void dt_build_required(dt_builder *b)
{
    for (int g = 0; g < b->s->n_required; g++)
        for (int i = 0; i < b->c->n_state; i++)
            if (is_member(b->world, b->s->required[g].text, i)) b->c->fixed[i].treaty.required = 1.0;
}

void dt_build_groups(dt_builder *b)
{
    dt_case *c = b->c;
    for (int g = 0; g < c->n_group; g++) {
        dt_case_group *group = &c->group[g];
        snprintf(group->name, sizeof group->name, "%s", b->s->group[g].text);
        group->member = calloc((size_t)c->n_state, 1);
        if (!group->member) {
            dt_report_no_memory(&b->f);
            return;
        }
        for (int i = 0; i < c->n_state; i++)
            group->member[i] = (unsigned char)is_member(b->world, group->name, i);
    }
}
