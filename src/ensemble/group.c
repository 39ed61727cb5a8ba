/* Groups of states and the aggregation of their outputs.
 *
 * All members of a block are folded at once, lane by lane. States are added in the order of the case and
 * nothing is added across lanes, so that the bits depend neither on the width nor on the thread. */
#include "ensemble/group.h"

#include <math.h>
#include <stdlib.h>

#include "detente/ensemble.h"

#define EACH_ROW_LANE for (int l = 0; l < DT_ROW_LANES; l++)

void dt_fold_begin(dt_fold *fold, dt_aggregate kind)
{
    double start = kind == DT_AGGREGATE_BEST ? -INFINITY : kind == DT_AGGREGATE_LEAST ? INFINITY : 0.0;
    *fold = (dt_fold){.kind = kind};
    EACH_ROW_LANE
    {
        fold->value.lane[l] = start;
        fold->weight.lane[l] = kind == DT_AGGREGATE_LEAD ? -INFINITY : 0.0;
    }
}

static void add_weighted(dt_fold *fold, const dt_row *value, const dt_row *weight)
{
    EACH_ROW_LANE
    {
        fold->value.lane[l] += weight->lane[l] * value->lane[l];
        fold->weight.lane[l] += weight->lane[l];
        fold->plain.lane[l] += value->lane[l];
    }
}

static void add_lead(dt_fold *fold, const dt_row *value, const dt_row *supply)
{
    EACH_ROW_LANE
    {
        int is_larger = supply->lane[l] > fold->weight.lane[l];
        fold->value.lane[l] = is_larger ? value->lane[l] : fold->value.lane[l];
        fold->weight.lane[l] = is_larger ? supply->lane[l] : fold->weight.lane[l];
    }
}

void dt_fold_add(dt_fold *fold, const dt_row *value, const dt_row *running, const dt_row *supply)
{
    double *sum = fold->value.lane;
    fold->n++;
    switch (fold->kind) {
    case DT_AGGREGATE_SUM: EACH_ROW_LANE sum[l] += value->lane[l]; break;
    case DT_AGGREGATE_MEAN: add_weighted(fold, value, running); break;
    case DT_AGGREGATE_BEST: EACH_ROW_LANE sum[l] = value->lane[l] > sum[l] ? value->lane[l] : sum[l]; break;
    case DT_AGGREGATE_LEAST: EACH_ROW_LANE sum[l] = value->lane[l] < sum[l] ? value->lane[l] : sum[l]; break;
    case DT_AGGREGATE_LEAD: add_lead(fold, value, supply); break;
    }
}

void dt_fold_end(const dt_fold *fold, dt_row *value)
{
    if (fold->n == 0) {
        *value = (dt_row){0};
        return;
    }
    *value = fold->value;
    if (fold->kind != DT_AGGREGATE_MEAN) return;
    EACH_ROW_LANE
    {
        double weight = fold->weight.lane[l];
        value->lane[l] = weight > 0.0 ? fold->value.lane[l] / weight : fold->plain.lane[l] / fold->n;
    }
}

/* One output of one state in all lanes of the block. */
static void read_row(const dt_race *race, int output, int state, dt_row *row)
{
    *row = (dt_row){0};
    dt_race_outputs(race, output, state, row->lane);
}

static dt_status list_states(dt_groups *groups, const dt_case *c)
{
    size_t n_group = (size_t)groups->n_group, n_state = (size_t)groups->n_state;
    groups->begin = calloc(n_group + 1, sizeof *groups->begin);
    groups->state = calloc(n_group * n_state + 1, sizeof *groups->state);
    groups->output = calloc((size_t)groups->n_output + 1, sizeof *groups->output);
    if (!groups->begin || !groups->state || !groups->output) return DT_NO_MEMORY;
    for (int g = 0; g < groups->n_group; g++) {
        int end = groups->begin[g];
        for (int i = 0; i < groups->n_state; i++)
            if (dt_case_in_group(c, g, i)) groups->state[end++] = i;
        groups->begin[g + 1] = end;
    }
    for (int o = 0; o < groups->n_output; o++) groups->output[o] = dt_output_at(o);
    return DT_OK;
}

dt_status dt_groups_init(dt_groups *groups, const dt_case *c)
{
    dt_groups made = {.n_group = dt_case_group_count(c),
                      .n_output = dt_output_count(),
                      .n_state = dt_case_state_count(c),
                      .running = dt_output_find("running_compute"),
                      .supply = dt_output_find("ai_supply"),
                      .capability = dt_output_find("capability"),
                      .binding = dt_output_find("binding_limit"),
                      .power = dt_output_find("ai_power")};
    dt_status status = list_states(&made, c);
    if (status != DT_OK) {
        dt_groups_clear(&made);
        return status;
    }
    *groups = made;
    return DT_OK;
}

void dt_groups_clear(dt_groups *groups)
{
    free(groups->begin);
    free(groups->state);
    free(groups->output);
    *groups = (dt_groups){0};
}

void dt_groups_value(const dt_groups *groups, const dt_race *race, int group, dt_row *value)
{
    const int *state = groups->state + groups->begin[group];
    int n = groups->begin[group + 1] - groups->begin[group];
    for (int o = 0; o < groups->n_output; o++) {
        dt_aggregate kind = groups->output[o]->aggregate;
        dt_row own, running = {0}, supply = {0};
        dt_fold fold;
        dt_fold_begin(&fold, kind);
        for (int i = 0; i < n; i++) {
            read_row(race, o, state[i], &own);
            if (kind == DT_AGGREGATE_MEAN) read_row(race, groups->running, state[i], &running);
            if (kind == DT_AGGREGATE_LEAD) read_row(race, groups->supply, state[i], &supply);
            dt_fold_add(&fold, &own, &running, &supply);
        }
        dt_fold_end(&fold, &value[o]);
    }
}

void dt_groups_leader(const dt_groups *groups, const dt_race *race, int leader[DT_ROW_LANES])
{
    dt_row best, own;
    EACH_ROW_LANE
    {
        best.lane[l] = -INFINITY;
        leader[l] = 0;
    }
    for (int i = 0; i < groups->n_state; i++) {
        read_row(race, groups->capability, i, &own);
        EACH_ROW_LANE
        {
            int is_higher = own.lane[l] > best.lane[l];
            best.lane[l] = is_higher ? own.lane[l] : best.lane[l];
            leader[l] = is_higher ? i : leader[l];
        }
    }
}

void dt_groups_world_power(const dt_groups *groups, const dt_race *race, dt_row *power)
{
    dt_row own;
    *power = (dt_row){0};
    for (int i = 0; i < groups->n_state; i++) {
        read_row(race, groups->power, i, &own);
        EACH_ROW_LANE power->lane[l] += own.lane[l];
    }
}

double dt_group_output(const dt_race *race, const dt_case *c, int output, int group, int lane)
{
    const dt_output_info *info = dt_output_at(output);
    if (!info) return NAN;
    int running_output = dt_output_find("running_compute"), supply_output = dt_output_find("ai_supply");
    dt_row own = {0}, running = {0}, supply = {0}, value;
    dt_fold fold;
    dt_fold_begin(&fold, info->aggregate);
    for (int i = 0; i < dt_case_state_count(c); i++) {
        if (!dt_case_in_group(c, group, i)) continue;
        own.lane[0] = dt_race_output(race, output, i, lane);
        running.lane[0] = dt_race_output(race, running_output, i, lane);
        supply.lane[0] = dt_race_output(race, supply_output, i, lane);
        dt_fold_add(&fold, &own, &running, &supply);
    }
    dt_fold_end(&fold, &value);
    return value.lane[0];
}
