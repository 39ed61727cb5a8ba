/* Recorder of one thread; see recorder.h. */
#include "ensemble/recorder.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

dt_status dt_recorder_init(dt_recorder *r, const dt_groups *groups, const dt_summary *shape)
{
    size_t n = (size_t)shape->n_histogram + 1, n_time = (size_t)shape->n_time;
    *r = (dt_recorder){.groups = groups, .shape = shape};
    r->value = calloc(n, sizeof *r->value);
    r->reading = calloc(n_time, sizeof *r->reading);
    r->fold = calloc((size_t)shape->n_group * (size_t)shape->n_output + 1, sizeof *r->fold);
    r->row = calloc((size_t)shape->n_output, sizeof *r->row);
    r->bin = calloc(n * DT_ENSEMBLE_BLOCK, sizeof *r->bin);
    r->part = calloc(n, sizeof *r->part);
    r->leader_count = calloc(n_time * (size_t)shape->n_state + 1, sizeof *r->leader_count);
    r->limit_count = calloc(n_time * (size_t)shape->n_group * (size_t)shape->n_limit + 1,
                            sizeof *r->limit_count);
    r->outcome = calloc((size_t)shape->n_outcome * DT_ENSEMBLE_BLOCK + 1, sizeof *r->outcome);
    int is_working = r->value && r->reading && r->fold && r->row && r->bin && r->part;
    if (!is_working || !r->leader_count || !r->limit_count || !r->outcome) {
        dt_recorder_clear(r);
        return DT_NO_MEMORY;
    }
    for (int t = 0; t < shape->n_time; t++)
        r->reading[t].value = r->value + t * shape->n_group * shape->n_output;
    return DT_OK;
}

void dt_recorder_clear(dt_recorder *r)
{
    free(r->value);
    free(r->reading);
    free(r->fold);
    free(r->row);
    free(r->bin);
    free(r->part);
    free(r->leader_count);
    free(r->limit_count);
    free(r->outcome);
    *r = (dt_recorder){0};
}

void dt_recorder_begin(dt_recorder *r, int count)
{
    const dt_summary *s = r->shape;
    size_t n_time = (size_t)s->n_time;
    r->count = count;
    r->done = 0;
    r->n_failed = 0;
    for (int h = 0; h < s->n_histogram; h++)
        dt_histogram_init(&r->part[h]);
    memset(r->leader_count, 0, n_time * (size_t)s->n_state * sizeof *r->leader_count);
    memset(r->limit_count, 0, n_time * (size_t)s->n_group * (size_t)s->n_limit * sizeof *r->limit_count);
}

dt_status dt_recorder_sink(void *context, const dt_race *race)
{
    dt_recorder *r = context;
    dt_groups_read(r->groups, race, r->fold, r->row, &r->reading[dt_race_step_index(race)]);
    return DT_OK;
}

static const dt_row *row_at(const dt_recorder *r, int step, int group, int output)
{
    return &r->reading[step].value[group * r->shape->n_output + output];
}

/* Bins, sums and extremes of one histogram for the members of a lane block; is_failed has one flag per lane.
 */
static void record_row(const dt_scale *scale, const double *restrict x, int count,
                       const int *restrict is_failed, dt_histogram *restrict part, uint16_t *restrict bin)
{
    const dt_scale own = *scale;
    double least = part->least, greatest = part->greatest;
    dt_wide sum = 0;
    for (int l = 0; l < count; l++) {
        if (is_failed[l]) {
            bin[l] = DT_NO_BIN;
            continue;
        }
        bin[l] = (uint16_t)dt_scale_bin(&own, x[l]);
        sum += dt_scale_quanta(&own, x[l]);
        least = x[l] < least ? x[l] : least;
        greatest = x[l] > greatest ? x[l] : greatest;
    }
    part->sum += sum;
    part->least = least;
    part->greatest = greatest;
}

static void record_values(dt_recorder *r, int count, const int *is_failed)
{
    const dt_summary *s = r->shape;
    for (int h = 0; h < s->n_histogram; h++)
        record_row(&s->scale[h % s->n_output], r->value[h].lane, count, is_failed, &r->part[h],
                   r->bin + (size_t)h * DT_ENSEMBLE_BLOCK + r->done);
}

/* Who leads and which limit binds. */
static void record_counts(dt_recorder *r, int count, const int *is_failed)
{
    const dt_summary *s = r->shape;
    for (int t = 0; t < s->n_time; t++) {
        for (int l = 0; l < count; l++)
            if (!is_failed[l]) r->leader_count[t * s->n_state + r->reading[t].leader[l]]++;
        for (int g = 0; g < s->n_group; g++) {
            const double *code = row_at(r, t, g, r->groups->binding)->lane;
            for (int l = 0; l < count; l++) {
                if (is_failed[l] || !(code[l] >= 0.0 && code[l] < s->n_limit)) continue;
                r->limit_count[(t * s->n_group + g) * s->n_limit + (int)code[l]]++;
            }
        }
    }
}

static double outcome_of(const dt_recorder *r, const dt_outcome *outcome, int lane)
{
    switch (outcome->kind) {
    case DT_OUTCOME_LEADING_STATE: return r->reading[outcome->step].leader[lane];
    case DT_OUTCOME_WORLD_POWER: return r->reading[outcome->step].world_power.lane[lane];
    case DT_OUTCOME_WORLD_STANDING: return r->reading[outcome->step].world_standing.lane[lane];
    case DT_OUTCOME_WORLD_PARTIES: return r->reading[outcome->step].world_parties.lane[lane];
    case DT_OUTCOME_OF_GROUP: break;
    }
    return row_at(r, outcome->step, outcome->group, outcome->output)->lane[lane];
}

static void record_outcomes(dt_recorder *r, int count, const int *is_failed)
{
    for (int o = 0; o < r->shape->n_outcome; o++) {
        double *column = r->outcome + (size_t)o * (size_t)r->count + r->done;
        for (int l = 0; l < count; l++)
            column[l] = is_failed[l] ? NAN : outcome_of(r, &r->shape->outcome[o], l);
    }
}

static void record_failure(dt_recorder *r, uint64_t member, const dt_failure *why)
{
    dt_failed_member *failure = &r->failure[r->n_failed++];
    *failure = (dt_failed_member){.member = member, .step = why->step, .state = why->state};
    snprintf(failure->mechanism, sizeof failure->mechanism, "%s", why->mechanism ? why->mechanism : "");
    snprintf(failure->field, sizeof failure->field, "%s", why->field ? why->field : "");
}

void dt_recorder_end_lanes(dt_recorder *r, const dt_race *race)
{
    int count = dt_race_count(race), is_failed[DT_RACE_LANES] = {0};
    for (int l = 0; l < count; l++) {
        dt_failure why = dt_race_failure(race, l);
        is_failed[l] = why.has_failed;
        if (why.has_failed) record_failure(r, dt_race_first_member(race) + (uint64_t)l, &why);
    }
    record_values(r, count, is_failed);
    record_counts(r, count, is_failed);
    record_outcomes(r, count, is_failed);
    r->done += count;
}

dt_status dt_recorder_run_lanes(dt_recorder *r, dt_race *race, const dt_design *design, double *u,
                                int64_t first, int n)
{
    for (int m = 0; design && m < n; m++)
        dt_design_row(design, first + m, u + (size_t)m * (size_t)dt_design_columns(design));
    dt_status status = dt_race_run(race, (uint64_t)first, n, design ? u : NULL, dt_recorder_sink, r);
    if (status == DT_OK) dt_recorder_end_lanes(r, race);
    return status;
}

dt_status dt_recorder_add_histograms(const dt_recorder *r, dt_summary *summary, int first, int last)
{
    for (int h = first; h < last; h++) {
        dt_histogram *to = &summary->histogram[h];
        const dt_histogram *part = &r->part[h];
        const uint16_t *bin = r->bin + (size_t)h * DT_ENSEMBLE_BLOCK;
        dt_status status = dt_histogram_add(to, &summary->scale[h % summary->n_output], bin, r->count);
        if (status != DT_OK) return status;
        to->sum += part->sum;
        to->least = part->least < to->least ? part->least : to->least;
        to->greatest = part->greatest > to->greatest ? part->greatest : to->greatest;
    }
    return DT_OK;
}

dt_status dt_recorder_add_rest(const dt_recorder *r, dt_summary *summary, int64_t first)
{
    for (int f = 0; f < r->n_failed; f++) {
        dt_status status = dt_summary_note_failure(summary, &r->failure[f]);
        if (status != DT_OK) return status;
    }
    size_t n_leader = (size_t)summary->n_time * (size_t)summary->n_state;
    size_t n_limit = (size_t)summary->n_time * (size_t)summary->n_group * (size_t)summary->n_limit;
    for (size_t i = 0; i < n_leader; i++)
        summary->leader[i] += r->leader_count[i];
    for (size_t i = 0; i < n_limit; i++)
        summary->limit[i] += r->limit_count[i];
    for (int o = 0; summary->room > 0 && o < summary->n_outcome; o++)
        for (int m = 0; m < r->count; m++)
            summary->column[o * summary->room + first + m] = (float)r->outcome[o * r->count + m];
    summary->members += r->count - r->n_failed;
    summary->failed += r->n_failed;
    return DT_OK;
}
