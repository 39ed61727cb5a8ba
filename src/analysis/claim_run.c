/* Runs of a variation: blocks of members over threads, each with a sink that reads the probes into the
 * members' places. A run ends with the last step that a probe needs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/claim.h"
#include "core/clock.h"
#include "core/threads.h"
#include "core/try.h"

enum { LATE_YEARS = 5 };

static const double SHOWN_EVERY = 0.2; /* s */

/* ---- places ---- */

/* The step with which a year ends, or the run's last. */
static int step_of_year(const dt_case *c, int year)
{
    int n = dt_case_step_count(c);
    for (int t = 1; t < n; t++)
        if (dt_case_time(c, t) > year + 1 - 0.5 * dt_case_dt(c)) return t;
    return n;
}

static int step_of(const dt_case *c, int when)
{
    int n = dt_case_step_count(c), late = (int)lround(LATE_YEARS / dt_case_dt(c));
    if (when == DT_WHEN_START) return 0;
    if (when == DT_WHEN_END) return n;
    if (when == DT_WHEN_LATE) return n > late ? n - late : 0;
    return step_of_year(c, when);
}

static int group_of(const dt_case *c, const char *name)
{
    for (int g = 0; g < dt_case_group_count(c); g++)
        if (strcmp(dt_case_group_name(c, g), name) == 0) return g;
    return -1;
}

static int state_of(const dt_case *c, const char *iso3)
{
    for (int i = 0; i < dt_case_state_count(c); i++)
        if (strcmp(dt_case_state_iso3(c, i), iso3) == 0) return i;
    return -1;
}

/* Probes of kinds from AHEAD on compare all states by an output; the others read a group or fields. */
static void place_probe(dt_claim_run *r, int p)
{
    const dt_probe *probe = &dt_probe_table[p];
    r->group[p] = group_of(r->c, probe->place);
    r->state[p] = state_of(r->c, probe->place);
    r->step[p] = step_of(r->c, probe->when);
    if (probe->kind == DT_PROBE_STATE || probe->kind == DT_PROBE_SUM)
        r->slot[p] = dt_claim_field(probe->source, 0);
    else if (probe->kind == DT_PROBE_WORLD)
        r->slot[p] = dt_claim_field(probe->source, 1);
    else
        r->slot[p] = dt_output_find(probe->source);
}

static int is_placed(const dt_claim_run *r, int p)
{
    switch (dt_probe_table[p].kind) {
    case DT_PROBE_GROUP: return r->group[p] >= 0;
    case DT_PROBE_STATE:
    case DT_PROBE_AHEAD:
    case DT_PROBE_OVERTAKEN: return r->state[p] >= 0;
    default: return 1;
    }
}

dt_status dt_claim_place(dt_claim_run *r, dt_diagnostics *diagnostics)
{
    r->last = 0;
    for (int p = 0; p < DT_PROBE_COUNT; p++) {
        if (!r->wanted[p]) continue;
        place_probe(r, p);
        if (!is_placed(r, p)) {
            dt_diagnostic finding = {.code = DT_E_CLAIM_STATE};
            snprintf(finding.key, sizeof finding.key, "%s", dt_probe_table[p].place);
            return dt_diagnose(diagnostics, &finding);
        }
        if (r->step[p] > r->last) r->last = r->step[p];
    }
    return DT_OK;
}

/* ---- reading ---- */

/* What one thread has for itself. */
typedef struct reader {
    const dt_claim_run *r;
    dt_race *race;
    double *scratch; /* one number for each state */
} reader;

/* One run's threads: what they share. */
typedef struct job {
    dt_claim_run *r;
    dt_claim_clock *clock;
    reader *reader;
    int width;
} job;

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What of all states lies at a place in ascending order: the second (rank 1), or the middle (rank below 0).
 */
static double ordered(const reader *x, const dt_race *race, int output, int rank, int lane)
{
    int n = dt_case_state_count(x->r->c);
    for (int i = 0; i < n; i++)
        x->scratch[i] = dt_race_output(race, output, i, lane);
    qsort(x->scratch, (size_t)n, sizeof *x->scratch, ascending);
    if (rank < 0) return 0.5 * (x->scratch[(n - 1) / 2] + x->scratch[n / 2]);
    return rank < n ? x->scratch[rank] : NAN;
}

/* Output of a state less that of the best other. */
static double lead(const dt_race *race, int output, int n, int state, int lane)
{
    double best = -HUGE_VAL;
    for (int i = 0; i < n; i++)
        if (i != state) best = fmax(best, dt_race_output(race, output, i, lane));
    return dt_race_output(race, output, state, lane) - best;
}

/* Least output of the other states less that of a state: of lags, how far it is ahead. */
static double ahead(const dt_race *race, int output, int n, int state, int lane)
{
    double next = HUGE_VAL;
    for (int i = 0; i < n; i++)
        if (i != state) next = fmin(next, dt_race_output(race, output, i, lane));
    return next - dt_race_output(race, output, state, lane);
}

static double sum(const dt_race *race, int slot, int n, int lane)
{
    double total = 0.0;
    for (int i = 0; i < n; i++)
        total += dt_race_state_value(race, slot, i, lane);
    return total;
}

static double read_probe(const reader *x, const dt_race *race, int p, int lane)
{
    const dt_claim_run *r = x->r;
    int n = dt_case_state_count(r->c), slot = r->slot[p];
    switch (dt_probe_table[p].kind) {
    case DT_PROBE_GROUP: return dt_group_output(race, r->c, slot, r->group[p], lane);
    case DT_PROBE_STATE: return dt_race_state_value(race, slot, r->state[p], lane);
    case DT_PROBE_SUM: return sum(race, slot, n, lane);
    case DT_PROBE_WORLD: return dt_race_global_value(race, slot, lane);
    case DT_PROBE_SECOND: return ordered(x, race, slot, 1, lane);
    case DT_PROBE_MEDIAN: return ordered(x, race, slot, -1, lane);
    case DT_PROBE_AHEAD: return ahead(race, slot, n, r->state[p], lane);
    default: return lead(race, slot, n, r->state[p], lane);
    }
}

/* The first time at which a lead is lost is kept; all else is read once. */
static dt_status read_step(void *context, const dt_race *race)
{
    const reader *x = context;
    const dt_claim_run *r = x->r;
    int step = dt_race_step_index(race);
    int64_t first = (int64_t)dt_race_first_member(race);
    for (int p = 0; p < DT_PROBE_COUNT; p++) {
        int is_watch = dt_probe_table[p].kind == DT_PROBE_OVERTAKEN;
        if (!r->wanted[p] || (!is_watch && r->step[p] != step)) continue;
        for (int l = 0; l < dt_race_count(race); l++) {
            double *place = dt_claim_values(r, p) + first + l;
            if (is_watch && !isnan(*place)) continue;
            double value = read_probe(x, race, p, l);
            *place = !is_watch ? value : value < 0.0 ? dt_case_time(r->c, step) : NAN;
        }
    }
    return step < r->last ? DT_OK : DT_NO; /* DT_NO: all was read, ends the run */
}

/* ---- blocks ---- */

static void note_progress(dt_claim_clock *clock, int64_t done, int64_t failed)
{
    pthread_mutex_lock(&clock->lock);
    dt_progress *p = &clock->progress;
    p->done += done;
    p->failed += failed;
    double now = dt_clock();
    if (clock->options->progress && now - clock->shown > SHOWN_EVERY) {
        clock->shown = now;
        p->seconds = now - clock->begin;
        p->per_second = (double)p->done / fmax(p->seconds, 1e-9);
        p->eta_seconds = (double)(p->total - p->done) / fmax(p->per_second, 1e-9);
        clock->options->progress(clock->options->context, p);
    }
    pthread_mutex_unlock(&clock->lock);
}

static void run_lanes(void *context, int thread, int64_t item)
{
    job *j = context;
    reader *x = &j->reader[thread];
    int64_t first = item * j->width, left = j->r->members - first, n_failed = 0;
    int count = left < j->width ? (int)left : j->width;
    dt_race_run(x->race, (uint64_t)first, count, NULL, read_step, x);
    for (int l = 0; l < count; l++) {
        if (!dt_race_failure(x->race, l).has_failed) continue;
        for (int p = 0; p < DT_PROBE_COUNT; p++)
            dt_claim_values(j->r, p)[first + l] = NAN;
        n_failed++;
    }
    __atomic_fetch_add(&j->r->n_failed, n_failed, __ATOMIC_RELAXED);
    note_progress(j->clock, count, n_failed);
}

static dt_status make_readers(job *j, int n_thread)
{
    j->reader = calloc((size_t)n_thread, sizeof *j->reader);
    if (!j->reader) return DT_NO_MEMORY;
    for (int t = 0; t < n_thread; t++) {
        reader *x = &j->reader[t];
        x->r = j->r;
        x->scratch = malloc((size_t)dt_case_state_count(j->r->c) * sizeof *x->scratch);
        if (!x->scratch) return DT_NO_MEMORY;
        DT_TRY(dt_race_create(j->r->c, NULL, &x->race));
    }
    j->width = dt_race_width(j->reader[0].race);
    return DT_OK;
}

static void free_readers(job *j, int n_thread)
{
    for (int t = 0; j->reader && t < n_thread; t++) {
        dt_race_free(j->reader[t].race);
        free(j->reader[t].scratch);
    }
    free(j->reader);
}

dt_status dt_claim_run_members(dt_claim_run *r, dt_claim_clock *clock)
{
    int n_thread = dt_thread_count(clock->options->threads);
    size_t n_value = (size_t)DT_PROBE_COUNT * (size_t)r->members;
    job j = {.r = r, .clock = clock};
    r->value = malloc(n_value * sizeof *r->value);
    if (!r->value) return DT_NO_MEMORY;
    for (size_t k = 0; k < n_value; k++)
        r->value[k] = NAN;
    dt_status status = make_readers(&j, n_thread);
    if (status == DT_OK)
        status = dt_parallel(n_thread, (r->members + j.width - 1) / j.width, run_lanes, &j,
                             clock->options->stop);
    if (status == DT_OK && r->n_failed == r->members) status = DT_MEMBERS_FAILED;
    free_readers(&j, n_thread);
    return status;
}
