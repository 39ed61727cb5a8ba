/* Hindcasts: blocks of members over threads, each with a sink that writes yearly values to the members'
 * places. */
#include "analysis/hindcast.h"

#include <math.h>
#include <stdlib.h>

#include "core/threads.h"
#include "core/try.h"

/* Shared by the threads; each has its own race, and members have their own places in the values. */
typedef struct job {
    const dt_case *c;
    dt_hindcast *h;
    int64_t n_failed; /* members; threads add to it atomically */
    dt_race **race;   /* one for each thread */
    int width;
} job;

double *dt_hindcast_sample(const dt_hindcast *h, int series, int state, int year)
{
    int64_t row = ((int64_t)series * h->n_state + state) * h->n_year + (year - h->first_year);
    return h->value + row * h->members;
}

static void write_values(const job *j, const dt_race *race, int year)
{
    dt_hindcast *h = j->h;
    int64_t first = (int64_t)dt_race_first_member(race);
    for (int s = 0; s < h->n_series; s++) {
        const dt_hindcast_series *series = &h->series[s];
        for (int i = 0; i < h->n_state; i++) {
            double *place = dt_hindcast_sample(h, s, series->is_world ? 0 : i, year) + first;
            int is_added = series->is_flow || (series->is_world && i > 0);
            double weight = series->is_flow ? dt_case_dt(j->c) : 1.0;
            for (int l = 0; l < dt_race_count(race); l++) {
                double x = weight * dt_race_output(race, series->output, i, l);
                place[l] = is_added ? place[l] + x : x;
            }
        }
    }
}

static dt_status write_step(void *context, const dt_race *race)
{
    const job *j = context;
    int step = dt_race_step_index(race);
    if (step == 0) return DT_OK;
    /* The year in which the step lies: taken at its middle. */
    int year = (int)floor(dt_case_time(j->c, step) - 0.5 * dt_case_dt(j->c));
    if (year >= j->h->first_year + j->h->n_year) return DT_NO; /* all was collected: ends the run */
    write_values(j, race, year);
    return DT_OK;
}

/* Marks a failed member in everything that was collected of it. */
static void drop_member(const dt_hindcast *h, int64_t member)
{
    int64_t n_row = (int64_t)h->n_series * h->n_state * h->n_year;
    for (int64_t row = 0; row < n_row; row++)
        h->value[row * h->members + member] = NAN;
}

static void run_lanes(void *context, int thread, int64_t item)
{
    job *j = context;
    dt_race *race = j->race[thread];
    int64_t first = item * j->width, left = j->h->members - first;
    dt_race_run(race, (uint64_t)first, left < j->width ? (int)left : j->width, NULL, write_step, j);
    for (int l = 0; l < dt_race_count(race); l++)
        if (dt_race_failure(race, l).has_failed) {
            __atomic_fetch_add(&j->n_failed, 1, __ATOMIC_RELAXED);
            drop_member(j->h, first + l);
        }
}

dt_status dt_hindcast_run(const dt_case *c, int threads, dt_hindcast *h)
{
    int n_thread = dt_thread_count(threads);
    dt_status status = DT_OK;
    h->n_state = dt_case_state_count(c);
    size_t n_value = (size_t)h->n_series * (size_t)h->n_state * (size_t)h->n_year * (size_t)h->members;
    job j = {.c = c, .h = h};
    h->value = calloc(n_value + 1, sizeof *h->value);
    j.race = calloc((size_t)n_thread, sizeof(dt_race *));
    if (!h->value || !j.race) status = DT_NO_MEMORY;
    for (int t = 0; t < n_thread && status == DT_OK; t++)
        status = dt_race_create(c, NULL, &j.race[t]);
    if (status == DT_OK) {
        j.width = dt_race_width(j.race[0]);
        status = dt_parallel(n_thread, (h->members + j.width - 1) / j.width, run_lanes, &j, NULL);
    }
    if (status == DT_OK && j.n_failed == h->members) status = DT_MEMBERS_FAILED;
    for (int t = 0; j.race && t < n_thread; t++)
        dt_race_free(j.race[t]);
    free(j.race);
    if (status != DT_OK) {
        free(h->value);
        h->value = NULL;
    }
    return status;
}
