/* Life and queries of a scenario. */
#include "scenario/setting.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const default_groups[] = {"USA", "CHN", "EU", "GULF", "IND"};

enum { N_DEFAULT_GROUP = sizeof default_groups / sizeof default_groups[0] };

dt_scenario *dt_scenario_create(void)
{
    dt_scenario *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->text = calloc(1, 1);
    s->group = calloc(N_DEFAULT_GROUP, sizeof *s->group);
    if (!s->text || !s->group) {
        dt_scenario_free(s);
        return NULL;
    }
    for (int g = 0; g < N_DEFAULT_GROUP; g++)
        snprintf(s->group[g].text, sizeof s->group[g].text, "%s", default_groups[g]);
    s->n_group = N_DEFAULT_GROUP;
    snprintf(s->name, sizeof s->name, "scenario");
    s->start = 2026 * 4;
    s->end = 2040 * 4 + 3;
    s->step = 0.25;
    s->seed = 1;
    s->members = 1000;
    return s;
}

void dt_scenario_free(dt_scenario *scenario)
{
    if (!scenario) return;
    free(scenario->text);
    free(scenario->group);
    free(scenario->required);
    free(scenario->posture);
    free(scenario->curve);
    free(scenario->output);
    free(scenario->setting);
    free(scenario->pair);
    free(scenario->event);
    free(scenario->change);
    free(scenario);
}

/* Room of a list of n elements: the power of two that holds them. */
static size_t room_for(int n)
{
    size_t room = 4;
    while (room < (size_t)n)
        room *= 2;
    return room;
}

void *dt_grow(void *list, int n, size_t size)
{
    if (list && room_for(n + 1) == room_for(n)) return list;
    return realloc(list, room_for(n + 1) * size);
}

/* Copies a list into a new one with the same room. Returns whether that worked. */
static int copy_list(void *out, const void *list, int n, size_t size)
{
    void *copy = NULL;
    if (n > 0) {
        copy = malloc(room_for(n) * size);
        if (!copy) return 0;
        memcpy(copy, list, (size_t)n * size);
    }
    memcpy(out, &copy, sizeof copy);
    return 1;
}

#define COPY_LIST(list, n) copy_list(&copy->list, s->list, s->n, sizeof *s->list)

dt_scenario *dt_scenario_copy(const dt_scenario *s)
{
    dt_scenario *copy = malloc(sizeof *copy);
    if (!copy) return NULL;
    *copy = *s;
    copy->text = NULL;
    copy->group = NULL;
    copy->required = NULL;
    copy->posture = NULL;
    copy->curve = NULL;
    copy->output = NULL;
    copy->setting = NULL;
    copy->pair = NULL;
    copy->event = NULL;
    copy->change = NULL;
    copy->text = strdup(s->text);
    if (copy->text && COPY_LIST(group, n_group) && COPY_LIST(required, n_required) &&
        COPY_LIST(posture, n_posture) && COPY_LIST(curve, n_curve) && COPY_LIST(output, n_output) &&
        COPY_LIST(setting, n_setting) && COPY_LIST(pair, n_pair) && COPY_LIST(event, n_event) &&
        COPY_LIST(change, n_change))
        return copy;
    dt_scenario_free(copy);
    return NULL;
}

static int same_target(const dt_setting *a, const dt_setting *b)
{
    return a->param == b->param && a->target == b->target && a->tech == b->tech &&
        strcmp(a->name, b->name) == 0;
}

dt_status dt_scenario_add_setting(dt_scenario *s, const dt_setting *setting, int is_whole)
{
    dt_setting *list = dt_grow(s->setting, s->n_setting, sizeof *list);
    if (!list) return DT_NO_MEMORY;
    s->setting = list;
    int n = 0;
    for (int i = 0; i < s->n_setting; i++) {
        int is_replaced = is_whole ? list[i].param == setting->param : same_target(&list[i], setting);
        if (is_replaced) continue;
        if (n < i) list[n] = list[i];
        n++;
    }
    list[n] = *setting;
    s->n_setting = n + 1;
    return DT_OK;
}

static int change_order(const dt_change *a, const dt_change *b)
{
    if (a->event != b->event) return a->event - b->event;
    if (a->op != b->op) return (int)a->op - (int)b->op;
    return a->setting.param - b->setting.param;
}

dt_status dt_scenario_add_change(dt_scenario *s, const dt_change *change)
{
    dt_change *list = dt_grow(s->change, s->n_change, sizeof *list);
    if (!list) return DT_NO_MEMORY;
    s->change = list;
    int i = s->n_change++;
    for (; i > 0 && change_order(&list[i - 1], change) > 0; i--)
        list[i] = list[i - 1];
    list[i] = *change;
    return DT_OK;
}

int dt_scenario_steps(const dt_scenario *s)
{
    double steps = (s->end - s->start + 1) * 0.25 / s->step;
    double whole = floor(steps + 0.5);
    return whole >= 1.0 && fabs(steps - whole) < 1e-9 * whole ? (int)whole : 0;
}

const char *dt_setting_target_name(const dt_setting *setting)
{
    if (setting->target == DT_TARGET_TECH) return dt_tech_name(setting->tech);
    return setting->target == DT_TARGET_NAME ? setting->name : "all";
}

dt_scenario_info dt_scenario_describe(const dt_scenario *scenario)
{
    return (dt_scenario_info){
        .name = scenario->name,
        .text = scenario->text,
        .start_year = scenario->start / 4,
        .start_quarter = scenario->start % 4 + 1,
        .end_year = scenario->end / 4,
        .end_quarter = scenario->end % 4 + 1,
        .step = scenario->step,
        .seed = scenario->seed,
        .members = scenario->members,
        .kind = (dt_scenario_kind)scenario->kind,
        .n_group = scenario->n_group,
    };
}

const char *dt_scenario_group(const dt_scenario *scenario, int index)
{
    return index >= 0 && index < scenario->n_group ? scenario->group[index].text : NULL;
}

int dt_scenario_output_count(const dt_scenario *scenario)
{
    return scenario->n_output ? scenario->n_output : dt_output_count();
}

int dt_scenario_output(const dt_scenario *scenario, int index)
{
    if (index < 0 || index >= dt_scenario_output_count(scenario)) return -1;
    return scenario->n_output ? scenario->output[index] : index;
}
