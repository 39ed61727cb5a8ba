/* Ensembles: store blocks of members, handed out to threads.
 *
 * A thread runs one store block at a time with a race and a recorder of its own and then adds it to the
 * shared summary: histograms in stripes, each with a lock, so that threads rarely wait; everything else, and
 * the store, under one lock.
 *
 * What must stay true: whatever is added to the summary is an integer, a least or a greatest, or stands at
 * the place of its member, so that the order in which blocks come does not matter. Blocks are begun in order
 * and those begun are finished, so that an interrupted run holds the first members without a gap. */
#include "detente/ensemble.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/threads.h"
#include "core/try.h"
#include "ensemble/recorder.h"

enum { N_STRIPE = 16 };

static const double progress_seconds = 0.2;

/* What one thread owns. */
typedef struct worker {
    dt_race *race;
    dt_recorder recorder;
} worker;

typedef struct run {
    const dt_case *c;
    const dt_ensemble_options *options;
    int64_t members, n_block;
    int n_thread;
    dt_groups groups;
    worker *worker; /* n_thread */
    dt_summary *summary;

    pthread_mutex_t stripe[N_STRIPE]; /* each guards its part of the histograms */
    pthread_mutex_t rest;             /* guards the rest of the summary, the store, status */
    dt_status status;                 /* the first thing that went wrong */

    pthread_mutex_t clock; /* guards what follows, and the callback */
    int64_t done, failed;
    double begin, shown; /* s */
} run;

dt_ensemble_options dt_ensemble_defaults(void)
{
    return (dt_ensemble_options){0};
}

static void show_progress(const run *r)
{
    double seconds = dt_clock() - r->begin;
    double rate = seconds > 0.0 ? (double)r->done / seconds : 0.0;
    dt_progress progress = {.done = r->done,
                            .total = r->members,
                            .failed = r->failed,
                            .seconds = seconds,
                            .per_second = rate,
                            .eta_seconds = rate > 0.0 ? (double)(r->members - r->done) / rate : 0.0};
    r->options->progress(r->options->context, &progress);
}

static void count_progress(run *r, int done, int failed)
{
    pthread_mutex_lock(&r->clock);
    r->done += done;
    r->failed += failed;
    double time = dt_clock();
    if (r->options->progress && time - r->shown >= progress_seconds) {
        r->shown = time;
        show_progress(r);
    }
    pthread_mutex_unlock(&r->clock);
}

/* Whether something went wrong, so that the rest need not be run. */
static int is_broken(run *r)
{
    pthread_mutex_lock(&r->rest);
    int is_failed = r->status != DT_OK;
    pthread_mutex_unlock(&r->rest);
    return is_failed;
}

static void note_status(run *r, dt_status status)
{
    pthread_mutex_lock(&r->rest);
    if (r->status == DT_OK) r->status = status;
    pthread_mutex_unlock(&r->rest);
}

static dt_status run_block(run *r, worker *w, int64_t first, int count)
{
    int width = dt_race_width(w->race);
    dt_recorder_begin(&w->recorder, count);
    for (int done = 0; done < count; done += width) {
        int n = count - done < width ? count - done : width;
        int failed = w->recorder.n_failed;
        DT_TRY(dt_race_run(w->race, (uint64_t)(first + done), n, NULL, dt_recorder_sink, &w->recorder));
        dt_recorder_end_lanes(&w->recorder, w->race);
        count_progress(r, n, w->recorder.n_failed - failed);
    }
    return DT_OK;
}

/* Adds the histograms of a block. Each thread begins with another stripe. */
static dt_status add_histograms(run *r, const worker *w, int thread)
{
    int n = r->summary->n_histogram;
    for (int i = 0; i < N_STRIPE; i++) {
        int stripe = (thread + i) % N_STRIPE;
        int first = (int)((int64_t)n * stripe / N_STRIPE), last = (int)((int64_t)n * (stripe + 1) / N_STRIPE);
        pthread_mutex_lock(&r->stripe[stripe]);
        dt_status status = dt_recorder_add_histograms(&w->recorder, r->summary, first, last);
        pthread_mutex_unlock(&r->stripe[stripe]);
        if (status != DT_OK) return status;
    }
    return DT_OK;
}

static dt_status add_rest(run *r, const worker *w, int64_t block)
{
    int64_t first = block * DT_ENSEMBLE_BLOCK;
    pthread_mutex_lock(&r->rest);
    dt_status status = dt_recorder_add_rest(&w->recorder, r->summary, first);
    if (status == DT_OK && r->options->store)
        status = dt_store_put_block(r->options->store, (uint64_t)first, w->recorder.count,
                                    w->recorder.outcome);
    pthread_mutex_unlock(&r->rest);
    return status;
}

static int block_count(const run *r, int64_t block)
{
    int64_t left = r->members - block * DT_ENSEMBLE_BLOCK;
    return left < DT_ENSEMBLE_BLOCK ? (int)left : DT_ENSEMBLE_BLOCK;
}

static void work(void *context, int thread, int64_t block)
{
    run *r = context;
    if (is_broken(r)) return;
    worker *w = &r->worker[thread];
    dt_status status = run_block(r, w, block * DT_ENSEMBLE_BLOCK, block_count(r, block));
    if (status == DT_OK) status = add_histograms(r, w, thread);
    if (status == DT_OK) status = add_rest(r, w, block);
    if (status != DT_OK) note_status(r, status);
}

static dt_status store_failures(const dt_summary *s, const dt_case *c, dt_store *store)
{
    for (int64_t f = 0; f < s->n_failure; f++) {
        const dt_failed_member *failed = &s->failure[f];
        dt_store_failure failure = {.member = failed->member, .step = failed->step};
        if (failed->state >= 0)
            strncpy(failure.state, dt_case_state_iso3(c, failed->state), sizeof failure.state - 1);
        memcpy(failure.mechanism, failed->mechanism, sizeof failure.mechanism);
        memcpy(failure.field, failed->field, sizeof failure.field);
        DT_TRY(dt_store_put_failure(store, &failure));
    }
    return DT_OK;
}

/* Puts the summary in order and into the store; says how the run ended. */
static dt_status finish(run *r)
{
    dt_store *store = r->options->store;
    if (r->status != DT_OK) return r->status;
    dt_summary_sort_failures(r->summary);
    if (r->options->progress) show_progress(r);
    if (store) {
        DT_TRY(store_failures(r->summary, r->c, store));
        DT_TRY(dt_summary_save(r->summary, store));
    }
    if (r->summary->members + r->summary->failed < r->members) return DT_INTERRUPTED;
    return r->summary->failed ? DT_MEMBERS_FAILED : DT_OK;
}

static dt_status check_members(int64_t members, dt_diagnostics *diagnostics)
{
    if (members >= 1 && members <= DT_MOST_MEMBERS) return DT_OK;
    dt_diagnostic finding = {.code = DT_E_ENSEMBLE_SIZE, .key = "members"};
    return dt_diagnose(diagnostics, &finding);
}

/* Whether a store has the layout that this case fills. */
static int is_own_store(const dt_summary *s, const dt_store *store)
{
    dt_store_layout layout = dt_store_describe(store);
    if (layout.n_column != s->n_outcome || layout.block_size != DT_ENSEMBLE_BLOCK) return 0;
    if (memcmp(layout.case_hash, s->case_hash, sizeof s->case_hash) != 0) return 0;
    for (int o = 0; o < s->n_outcome; o++)
        if (strcmp(layout.column[o], s->outcome[o].name) != 0) return 0;
    return 1;
}

static dt_status prepare(run *r, dt_diagnostics *diagnostics)
{
    dt_race_options race = dt_race_defaults();
    race.width = r->options->width;
    DT_TRY(dt_groups_init(&r->groups, r->c));
    DT_TRY(dt_summary_create(r->c, r->members, &r->summary));
    if (r->options->store && !is_own_store(r->summary, r->options->store)) {
        dt_diagnostic finding = {.code = DT_E_STORE_OTHER_CASE};
        return dt_diagnose(diagnostics, &finding);
    }
    r->worker = calloc((size_t)r->n_thread, sizeof *r->worker);
    if (!r->worker) return DT_NO_MEMORY;
    for (int t = 0; t < r->n_thread; t++) {
        DT_TRY(dt_race_create(r->c, &race, &r->worker[t].race));
        DT_TRY(dt_recorder_init(&r->worker[t].recorder, &r->groups, r->summary));
    }
    return DT_OK;
}

static void init_locks(run *r)
{
    for (int i = 0; i < N_STRIPE; i++)
        pthread_mutex_init(&r->stripe[i], NULL);
    pthread_mutex_init(&r->rest, NULL);
    pthread_mutex_init(&r->clock, NULL);
}

static void clear_run(run *r)
{
    for (int t = 0; r->worker && t < r->n_thread; t++) {
        dt_race_free(r->worker[t].race);
        dt_recorder_clear(&r->worker[t].recorder);
    }
    free(r->worker);
    dt_groups_clear(&r->groups);
    dt_summary_free(r->summary);
    for (int i = 0; i < N_STRIPE; i++)
        pthread_mutex_destroy(&r->stripe[i]);
    pthread_mutex_destroy(&r->rest);
    pthread_mutex_destroy(&r->clock);
}

static int choose_threads(int wanted, int64_t n_block)
{
    int n = dt_thread_count(wanted);
    return n > n_block ? (int)n_block : n;
}

dt_status dt_ensemble_run(const dt_case *c, const dt_ensemble_options *options, dt_summary **out,
                          dt_diagnostics *diagnostics)
{
    dt_ensemble_options chosen = options ? *options : dt_ensemble_defaults();
    int64_t members = chosen.members ? chosen.members : dt_case_members(c);
    DT_TRY(check_members(members, diagnostics));
    run r = {.c = c, .options = &chosen, .members = members};
    r.n_block = (members + DT_ENSEMBLE_BLOCK - 1) / DT_ENSEMBLE_BLOCK;
    r.n_thread = choose_threads(chosen.threads, r.n_block);
    r.begin = r.shown = dt_clock();
    init_locks(&r);
    dt_status status = prepare(&r, diagnostics);
    if (status == DT_OK) status = dt_parallel(r.n_thread, r.n_block, work, &r, chosen.stop);
    if (status == DT_OK || status == DT_INTERRUPTED) status = finish(&r);
    if (status == DT_OK || status == DT_MEMBERS_FAILED || status == DT_INTERRUPTED) {
        *out = r.summary;
        r.summary = NULL;
    }
    clear_run(&r);
    return status;
}

dt_status dt_ensemble_store(const dt_case *c, const char *folder, int replace, dt_store **out,
                            dt_diagnostics *diagnostics)
{
    dt_outcome *outcome = calloc(DT_MAX_OUTCOME, sizeof *outcome);
    if (!outcome) return DT_NO_MEMORY;
    unsigned char hash[16];
    const char *column[DT_MAX_OUTCOME];
    int count = dt_outcome_list(c, outcome);
    for (int o = 0; o < count; o++)
        column[o] = outcome[o].name;
    dt_case_hash(c, hash);
    dt_store_layout layout = {
        .case_hash = hash, .n_column = count, .column = column, .block_size = DT_ENSEMBLE_BLOCK};
    dt_status status = dt_store_create(folder, &layout, replace, out, diagnostics);
    free(outcome);
    return status;
}
