/* Groups of states and the aggregation of their outputs.
 *
 * All members of a block are folded at once, lane by lane. States are added in the order of the case and
 * nothing is added across lanes, so that the bits depend neither on the width nor on the thread. */
#include "ensemble/group.h"

#include <math.h>
#include <stdlib.h>

#include "detente/ensemble.h"

#define EACH_ROW_LANE for (int l = 0; l < DT_RACE_LANES; l++)

static void fill(dt_row *row, double x)
{
    EACH_ROW_LANE row->lane[l] = x;
}

void dt_fold_begin(dt_fold *fold, dt_aggregate kind)
{
    fold->kind = kind;
    fold->n = 0;
    fill(&fold->value, kind == DT_AGGREGATE_BEST ? -INFINITY : kind == DT_AGGREGATE_LEAST ? INFINITY : 0.0);
    fill(&fold->weight, kind == DT_AGGREGATE_LEAD ? -INFINITY : 0.0);
    fill(&fold->plain, 0.0);
}

/* Rows never overlap: said with `restrict`, so that compilers use vectors. */
static void add_row(double *restrict sum, const double *restrict value)
{
    EACH_ROW_LANE sum[l] += value[l];
}

static void add_product(double *restrict sum, const double *restrict value, const double *restrict weight)
{
    EACH_ROW_LANE sum[l] += weight[l] * value[l];
}

static void keep_larger(double *restrict best, const double *restrict value)
{
    EACH_ROW_LANE best[l] = value[l] > best[l] ? value[l] : best[l];
}

static void keep_smaller(double *restrict best, const double *restrict value)
{
    EACH_ROW_LANE best[l] = value[l] < best[l] ? value[l] : best[l];
}

static void keep_lead(dt_fold *restrict fold, const double *restrict value, const double *restrict supply)
{
    EACH_ROW_LANE
    {
        int is_larger = supply[l] > fold->weight.lane[l];
        fold->value.lane[l] = is_larger ? value[l] : fold->value.lane[l];
        fold->weight.lane[l] = is_larger ? supply[l] : fold->weight.lane[l];
    }
}

void dt_fold_add(dt_fold *fold, const dt_row *value, const dt_row *running, const dt_row *supply)
{
    fold->n++;
    switch (fold->kind) {
    case DT_AGGREGATE_SUM: add_row(fold->value.lane, value->lane); break;
    case DT_AGGREGATE_MEAN:
        add_product(fold->value.lane, value->lane, running->lane);
        add_row(fold->weight.lane, running->lane);
        add_row(fold->plain.lane, value->lane);
        break;
    case DT_AGGREGATE_BEST: keep_larger(fold->value.lane, value->lane); break;
    case DT_AGGREGATE_LEAST: keep_smaller(fold->value.lane, value->lane); break;
    case DT_AGGREGATE_LEAD: keep_lead(fold, value->lane, supply->lane); break;
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

static dt_status list_groups(dt_groups *groups, const dt_case *c)
{
    size_t n_group = (size_t)groups->n_group, n_state = (size_t)groups->n_state,
           n_output = (size_t)groups->n_output;
    groups->begin = calloc(n_state + 1, sizeof *groups->begin);
    groups->group = calloc(n_group * n_state + 1, sizeof *groups->group);
    groups->output = calloc(n_output + 1, sizeof *groups->output);
    groups->kind = calloc(n_output + 1, sizeof *groups->kind);
    if (!groups->begin || !groups->group || !groups->output || !groups->kind) return DT_NO_MEMORY;
    for (int i = 0; i < groups->n_state; i++) {
        int end = groups->begin[i];
        for (int g = 0; g < groups->n_group; g++)
            if (dt_case_in_group(c, g, i)) groups->group[end++] = g;
        groups->begin[i + 1] = end;
    }
    for (int o = 0; o < groups->n_output; o++) {
        groups->output[o] = o;
        groups->kind[o] = dt_output_at(o)->aggregate;
    }
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
                      .power = dt_output_find("ai_power"),
                      .standing = dt_output_find("survivors"),
                      .parties = dt_output_find("parties")};
    dt_status status = list_groups(&made, c);
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
    free(groups->group);
    free(groups->output);
    free(groups->kind);
    *groups = (dt_groups){0};
}

/* Takes a state into account for who leads; `best` is the highest capability so far. */
static void follow_leader(const dt_row *capability, int state, dt_row *best, int *leader)
{
    EACH_ROW_LANE
    {
        int is_higher = capability->lane[l] > best->lane[l];
        best->lane[l] = is_higher ? capability->lane[l] : best->lane[l];
        leader[l] = is_higher ? state : leader[l];
    }
}

/* The outputs of a state: all if a group reports it, otherwise those that concern the whole world. */
static void read_state(const dt_groups *groups, const dt_race *race, int state, dt_row *row)
{
    if (groups->begin[state] < groups->begin[state + 1]) {
        dt_race_outputs(race, groups->output, groups->n_output, state, (double(*)[DT_RACE_LANES])row);
        return;
    }
    dt_race_outputs(race, &groups->capability, 1, state, &row[groups->capability].lane);
    dt_race_outputs(race, &groups->power, 1, state, &row[groups->power].lane);
    dt_race_outputs(race, &groups->standing, 1, state, &row[groups->standing].lane);
    dt_race_outputs(race, &groups->parties, 1, state, &row[groups->parties].lane);
}

void dt_groups_read(const dt_groups *groups, const dt_race *race, dt_fold *fold, dt_row *row,
                    dt_reading *reading)
{
    int n_output = groups->n_output;
    dt_row best;
    fill(&best, -INFINITY);
    fill(&reading->world_power, 0.0);
    fill(&reading->world_standing, 0.0);
    fill(&reading->world_parties, 0.0);
    EACH_ROW_LANE reading->leader[l] = 0;
    for (int f = 0; f < groups->n_group * n_output; f++)
        dt_fold_begin(&fold[f], groups->kind[f % n_output]);

    for (int i = 0; i < groups->n_state; i++) {
        read_state(groups, race, i, row);
        follow_leader(&row[groups->capability], i, &best, reading->leader);
        add_row(reading->world_power.lane, row[groups->power].lane);
        add_row(reading->world_standing.lane, row[groups->standing].lane);
        add_row(reading->world_parties.lane, row[groups->parties].lane);
        for (int k = groups->begin[i]; k < groups->begin[i + 1]; k++) {
            dt_fold *own = fold + groups->group[k] * n_output;
            for (int o = 0; o < n_output; o++)
                dt_fold_add(&own[o], &row[o], &row[groups->running], &row[groups->supply]);
        }
    }
    for (int f = 0; f < groups->n_group * n_output; f++)
        dt_fold_end(&fold[f], &reading->value[f]);
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
