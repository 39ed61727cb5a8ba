/* Summaries: what an ensemble did, as counts, and the questions one can ask of it. */
#include "ensemble/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detente/param.h"

static dt_status make_arrays(dt_summary *s)
{
    size_t n_time = (size_t)s->n_time, n_group = (size_t)s->n_group;
    s->n_histogram = s->n_time * s->n_group * s->n_output;
    s->scale = calloc((size_t)s->n_output + 1, sizeof *s->scale);
    s->histogram = calloc((size_t)s->n_histogram + 1, sizeof *s->histogram);
    s->leader = calloc(n_time * (size_t)s->n_state + 1, sizeof *s->leader);
    s->limit = calloc(n_time * n_group * (size_t)s->n_limit + 1, sizeof *s->limit);
    if (!s->scale || !s->histogram || !s->leader || !s->limit) return DT_NO_MEMORY;
    for (int o = 0; o < s->n_output; o++)
        s->scale[o] = dt_scale_of(dt_output_at(o));
    for (int h = 0; h < s->n_histogram; h++)
        dt_histogram_init(&s->histogram[h]);
    return DT_OK;
}

dt_status dt_summary_make_room(dt_summary *s, int64_t members)
{
    float *column = calloc((size_t)s->n_outcome * (size_t)members + 1, sizeof *column);
    if (!column) return DT_NO_MEMORY;
    free(s->column);
    s->column = column;
    s->room = members;
    return DT_OK;
}

dt_status dt_summary_create(const dt_case *c, int64_t members, dt_summary **out)
{
    dt_summary *s = calloc(1, sizeof *s);
    if (!s) return DT_NO_MEMORY;
    dt_case_hash(c, s->case_hash);
    s->n_state = dt_case_state_count(c);
    s->n_group = dt_case_group_count(c);
    s->n_output = dt_output_count();
    s->n_limit = dt_limit_count();
    s->n_time = dt_case_step_count(c) + 1;
    s->n_outcome = dt_outcome_list(c, s->outcome);
    dt_status status = make_arrays(s);
    if (status == DT_OK) status = dt_summary_make_room(s, members);
    if (status != DT_OK) {
        dt_summary_free(s);
        return status;
    }
    *out = s;
    return DT_OK;
}

void dt_summary_free(dt_summary *summary)
{
    if (!summary) return;
    for (int h = 0; summary->histogram && h < summary->n_histogram; h++)
        dt_histogram_clear(&summary->histogram[h]);
    free(summary->scale);
    free(summary->histogram);
    free(summary->leader);
    free(summary->limit);
    free(summary->column);
    free(summary->failure);
    free(summary);
}

dt_status dt_summary_note_failure(dt_summary *summary, const dt_failed_member *failure)
{
    if (summary->n_failure >= 2 * DT_KEPT_FAILURES) dt_summary_sort_failures(summary);
    if (summary->n_failure == summary->failure_room) {
        int64_t room = summary->failure_room ? 2 * summary->failure_room : 16;
        dt_failed_member *larger = realloc(summary->failure, (size_t)room * sizeof *larger);
        if (!larger) return DT_NO_MEMORY;
        summary->failure = larger;
        summary->failure_room = room;
    }
    summary->failure[summary->n_failure++] = *failure;
    return DT_OK;
}

dt_status dt_summary_add(dt_summary *s, const dt_summary *other)
{
    for (int h = 0; h < s->n_histogram; h++) {
        dt_status status = dt_histogram_join(&s->histogram[h], &s->scale[h % s->n_output],
                                             &other->histogram[h]);
        if (status != DT_OK) return status;
    }
    for (int i = 0; i < s->n_time * s->n_state; i++)
        s->leader[i] += other->leader[i];
    for (int i = 0; i < s->n_time * s->n_group * s->n_limit; i++)
        s->limit[i] += other->limit[i];
    for (int64_t f = 0; f < other->n_failure; f++) {
        dt_status status = dt_summary_note_failure(s, &other->failure[f]);
        if (status != DT_OK) return status;
    }
    s->members += other->members;
    s->failed += other->failed;
    return DT_OK;
}

static int by_member(const void *a, const void *b)
{
    uint64_t left = ((const dt_failed_member *)a)->member, right = ((const dt_failed_member *)b)->member;
    return (left > right) - (left < right);
}

void dt_summary_sort_failures(dt_summary *summary)
{
    if (summary->n_failure)
        qsort(summary->failure, (size_t)summary->n_failure, sizeof *summary->failure, by_member);
    if (summary->n_failure > DT_KEPT_FAILURES) summary->n_failure = DT_KEPT_FAILURES;
}

int64_t dt_summary_members(const dt_summary *summary)
{
    return summary->members;
}

int64_t dt_summary_failed(const dt_summary *summary)
{
    return summary->failed;
}

dt_failure dt_summary_failure(const dt_summary *summary, int64_t index, uint64_t *member)
{
    if (index < 0 || index >= summary->n_failure) return (dt_failure){.state = -1};
    const dt_failed_member *failure = &summary->failure[index];
    if (member) *member = failure->member;
    return (dt_failure){.has_failed = 1,
                        .step = failure->step,
                        .state = failure->state,
                        .mechanism = failure->mechanism,
                        .field = failure->field};
}

static const dt_histogram *histogram_at(const dt_summary *s, int output, int group, int step)
{
    int is_inside = output >= 0 && output < s->n_output && group >= 0 && group < s->n_group && step >= 0 &&
        step < s->n_time;
    return is_inside ? &s->histogram[(step * s->n_group + group) * s->n_output + output] : NULL;
}

double dt_summary_quantile(const dt_summary *summary, int output, int group, int step, double p)
{
    const dt_histogram *h = histogram_at(summary, output, group, step);
    return h ? dt_histogram_quantile(h, &summary->scale[output], p) : NAN;
}

double dt_summary_mean(const dt_summary *summary, int output, int group, int step)
{
    const dt_histogram *h = histogram_at(summary, output, group, step);
    return h ? dt_histogram_mean(h, &summary->scale[output]) : NAN;
}

static double share(uint32_t count, int64_t members)
{
    return members ? (double)count / (double)members : NAN;
}

double dt_summary_leader_share(const dt_summary *summary, int step, int state)
{
    if (step < 0 || step >= summary->n_time || state < 0 || state >= summary->n_state) return NAN;
    return share(summary->leader[step * summary->n_state + state], summary->members);
}

double dt_summary_limit_share(const dt_summary *summary, int group, int step, int limit)
{
    int is_inside = step >= 0 && step < summary->n_time && group >= 0 && group < summary->n_group;
    if (!is_inside || limit < 0 || limit >= summary->n_limit) return NAN;
    return share(summary->limit[(step * summary->n_group + group) * summary->n_limit + limit],
                 summary->members);
}

int dt_summary_outcome_count(const dt_summary *summary)
{
    return summary->n_outcome;
}

const char *dt_summary_outcome_name(const dt_summary *summary, int outcome)
{
    return outcome >= 0 && outcome < summary->n_outcome ? summary->outcome[outcome].name : NULL;
}

const float *dt_summary_outcome(const dt_summary *summary, int outcome)
{
    int is_there = outcome >= 0 && outcome < summary->n_outcome && summary->room > 0;
    return is_there ? summary->column + outcome * summary->room : NULL;
}
