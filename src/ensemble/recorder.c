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
    r->leader = calloc(n_time, sizeof *r->leader);
    r->bin = calloc(n * DT_ENSEMBLE_BLOCK, sizeof *r->bin);
    r->part = calloc(n, sizeof *r->part);
    r->leader_count = calloc(n_time * (size_t)shape->n_state + 1, sizeof *r->leader_count);
    r->limit_count = calloc(n_time * (size_t)shape->n_group * (size_t)shape->n_limit + 1,
                            sizeof *r->limit_count);
    r->outcome = calloc((size_t)shape->n_outcome * DT_ENSEMBLE_BLOCK + 1, sizeof *r->outcome);
    if (r->value && r->leader && r->bin && r->part && r->leader_count && r->limit_count && r->outcome)
        return DT_OK;
    dt_recorder_clear(r);
    return DT_NO_MEMORY;
}

void dt_recorder_clear(dt_recorder *r)
{
    free(r->value);
    free(r->leader);
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
    for (int h = 0; h < s->n_histogram; h++) dt_histogram_init(&r->part[h]);
    memset(r->leader_count, 0, n_time * (size_t)s->n_state * sizeof *r->leader_count);
    memset(r->limit_count, 0, n_time * (size_t)s->n_group * (size_t)s->n_limit * sizeof *r->limit_count);
}

dt_status dt_recorder_sink(void *context, const dt_race *race)
{
    dt_recorder *r = context;
    const dt_summary *s = r->shape;
    int step = dt_race_step_index(race);
    for (int g = 0; g < s->n_group; g++)
        dt_groups_value(r->groups, race, g,
                        r->value + ((size_t)step * (size_t)s->n_group + (size_t)g) * (size_t)s->n_output);
    dt_groups_leader(r->groups, race, r->leader[step]);
    if (step == s->n_time - 1) dt_groups_world_power(r->groups, race, &r->world_power);
    return DT_OK;
}

static const dt_row *row_at(const dt_recorder *r, int step, int group, int output)
{
    const dt_summary *s = r->shape;
    return r->value + ((size_t)step * (size_t)s->n_group + (size_t)group) * (size_t)s->n_output + output;
}

/* Bins, sums and extremes of all histograms for the members of a lane block; is_failed has one flag per lane.
 */
static void record_values(dt_recorder *r, int count, const int *is_failed)
{
    const dt_summary *s = r->shape;
    for (int h = 0; h < s->n_histogram; h++) {
        const dt_scale *scale = &s->scale[h % s->n_output];
        const double *x = r->value[h].lane;
        dt_histogram *part = &r->part[h];
        uint16_t *bin = r->bin + (size_t)h * DT_ENSEMBLE_BLOCK + r->done;
        for (int l = 0; l < count; l++) {
            bin[l] = is_failed[l] ? DT_NO_BIN : (uint16_t)dt_scale_bin(scale, x[l]);
            if (is_failed[l]) continue;
            part->sum += dt_scale_quanta(scale, x[l]);
            part->least = x[l] < part->least ? x[l] : part->least;
            part->greatest = x[l] > part->greatest ? x[l] : part->greatest;
        }
    }
}

/* Who leads and which limit binds. */
static void record_counts(dt_recorder *r, int count, const int *is_failed)
{
    const dt_summary *s = r->shape;
    for (int t = 0; t < s->n_time; t++) {
        for (int l = 0; l < count; l++)
            if (!is_failed[l]) r->leader_count[t * s->n_state + r->leader[t][l]]++;
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
    case DT_OUTCOME_LEADING_STATE: return r->leader[outcome->step][lane];
    case DT_OUTCOME_WORLD_POWER: return r->world_power.lane[lane];
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
    int count = dt_race_count(race), is_failed[DT_ROW_LANES] = {0};
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
    for (size_t i = 0; i < n_leader; i++) summary->leader[i] += r->leader_count[i];
    for (size_t i = 0; i < n_limit; i++) summary->limit[i] += r->limit_count[i];
    for (int o = 0; o < summary->n_outcome; o++)
        for (int m = 0; m < r->count; m++)
            summary->column[o * summary->room + first + m] = (float)r->outcome[o * r->count + m];
    summary->members += r->count - r->n_failed;
    summary->failed += r->n_failed;
    return DT_OK;
}
