/* Ensembles: store blocks of members, handed out to threads.
 *
 * A thread runs one store block at a time with a race and a recorder of its own and then adds it to the
 * shared summary: histograms in stripes, each with a lock, so that threads rarely wait; everything else under
 * one lock. Now and then one thread closes the gate, behind which no block is half added, and saves.
 *
 * What must stay true: whatever is added to the summary is an integer, a least or a greatest, or stands at
 * the place of its member, so that the order in which blocks come does not matter. Blocks are begun in order
 * and those begun are finished, so that an interrupted run of one process holds the first members without a
 * gap. */
#include "detente/ensemble.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/threads.h"
#include "core/try.h"
#include "ensemble/keeper.h"
#include "ensemble/recorder.h"

enum { N_STRIPE = 16 };

static const double progress_seconds = 0.2;

/* What one thread owns. */
typedef struct worker {
    dt_race *race;
    dt_recorder recorder;
    double *u; /* rows of the design for one lane block */
} worker;

typedef struct run {
    const dt_case *c;
    const dt_ensemble_options *options;
    int64_t members;
    int64_t n_block; /* of this slice */
    int64_t offset;  /* blocks handed out now begin here, among those of this slice */
    int n_thread, n_factor;
    dt_groups groups;
    worker *worker; /* n_thread */
    dt_summary *summary;
    dt_keeper keeper;
    unsigned char *is_held; /* by block of this slice: in the store already */

    pthread_rwlock_t gate;            /* shared by those who add a block, alone for who saves */
    pthread_mutex_t stripe[N_STRIPE]; /* each guards its part of the histograms */
    pthread_mutex_t rest;             /* guards the rest of the summary, the keeper, status */
    dt_status status;                 /* the first thing that went wrong */

    pthread_mutex_t clock;       /* guards what follows, and the callback */
    int64_t done, failed, total; /* members; those that the store held are not among them */
    double begin, shown;         /* s */
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
                            .total = r->total,
                            .failed = r->failed,
                            .seconds = seconds,
                            .per_second = rate,
                            .eta_seconds = rate > 0.0 ? (double)(r->total - r->done) / rate : 0.0};
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
        DT_TRY(dt_recorder_run_lanes(&w->recorder, w->race, r->options->design, w->u, first + done, n));
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

/* Also hands the outcomes on: `waiting` is taken over, or freed. */
static dt_status add_rest(run *r, const worker *w, int64_t first, const dt_waiting_block *waiting)
{
    pthread_mutex_lock(&r->rest);
    dt_status status = dt_recorder_add_rest(&w->recorder, r->summary, first);
    if (status == DT_OK)
        status = dt_keeper_put(&r->keeper, waiting);
    else
        free(waiting->packed.data);
    if (status == DT_OK && r->options->take)
        r->options->take(r->options->take_context, first, w->recorder.count, w->recorder.outcome);
    pthread_mutex_unlock(&r->rest);
    return status;
}

/* Adds a block that was run. */
static dt_status add_block(run *r, const worker *w, int thread, int64_t first)
{
    dt_waiting_block waiting;
    DT_TRY(dt_keeper_pack(&r->keeper, (uint64_t)first, w->recorder.count, w->recorder.outcome, &waiting));
    pthread_rwlock_rdlock(&r->gate);
    dt_status status = add_histograms(r, w, thread);
    if (status == DT_OK)
        status = add_rest(r, w, first, &waiting);
    else
        free(waiting.packed.data);
    pthread_rwlock_unlock(&r->gate);
    return status;
}

/* Saves if it is time and nobody else does. */
static dt_status save_if_due(run *r)
{
    pthread_mutex_lock(&r->rest);
    int is_due = dt_keeper_is_due(&r->keeper);
    pthread_mutex_unlock(&r->rest);
    if (!is_due || pthread_rwlock_wrlock(&r->gate) != 0) return DT_OK;
    dt_status status = dt_keeper_is_due(&r->keeper) ? dt_keeper_save(&r->keeper) : DT_OK;
    pthread_rwlock_unlock(&r->gate);
    return status;
}

/* First member of block k of this slice. */
static int64_t first_of(const run *r, int64_t k)
{
    int64_t n_slice = r->options->n_slice > 0 ? r->options->n_slice : 1;
    return (r->options->slice + k * n_slice) * DT_ENSEMBLE_BLOCK;
}

static int count_of(const run *r, int64_t first)
{
    int64_t left = r->members - first;
    return left < DT_ENSEMBLE_BLOCK ? (int)left : DT_ENSEMBLE_BLOCK;
}

/* Whether a member failed and the rest is not to be begun. */
static int is_stopped_by_failure(run *r)
{
    if (r->options->on_failure != DT_STOP_AT_FAILURE) return 0;
    pthread_mutex_lock(&r->clock);
    int is_stopped = r->failed > 0;
    pthread_mutex_unlock(&r->clock);
    return is_stopped;
}

static void work(void *context, int thread, int64_t item)
{
    run *r = context;
    int64_t k = r->offset + item, first = first_of(r, k);
    if (r->is_held[k] || is_broken(r) || is_stopped_by_failure(r)) return;
    worker *w = &r->worker[thread];
    dt_status status = run_block(r, w, first, count_of(r, first));
    if (status == DT_OK) status = add_block(r, w, thread, first);
    if (status == DT_OK) status = save_if_due(r);
    if (status != DT_OK) note_status(r, status);
}

/* Runs the blocks that are handed out, until there are none. */
static dt_status run_claimed(run *r)
{
    const dt_ensemble_options *o = r->options;
    int64_t count;
    if (!o->claim) return dt_parallel(r->n_thread, r->n_block, work, r, o->stop);
    while (o->claim(o->claim_context, &r->offset, &count)) {
        if (r->offset >= r->n_block) break;
        if (count > r->n_block - r->offset) count = r->n_block - r->offset;
        dt_status status = dt_parallel(r->n_thread, count, work, r, o->stop);
        if (status != DT_OK || is_broken(r)) return status;
    }
    return DT_OK;
}

/* Members of this slice. */
static int64_t slice_members(const run *r)
{
    int64_t members = 0;
    for (int64_t k = 0; k < r->n_block; k++)
        members += count_of(r, first_of(r, k));
    return members;
}

/* Puts the summary in order and into the store; says how the run ended. A rank that claims blocks cannot tell
 * whether others finished theirs. */
static dt_status finish(run *r, dt_status run_status)
{
    if (r->status != DT_OK) return r->status;
    dt_summary_sort_failures(r->summary);
    if (r->options->progress) show_progress(r);
    DT_TRY(dt_keeper_save(&r->keeper));
    int has_failed = r->summary->failed > 0 && r->options->on_failure != DT_KEEP_GOING;
    if (has_failed && r->options->on_failure == DT_STOP_AT_FAILURE) return DT_MEMBERS_FAILED;
    int is_short = r->options->claim ? run_status == DT_INTERRUPTED
                                     : r->summary->members + r->summary->failed < slice_members(r);
    if (is_short) return DT_INTERRUPTED;
    return has_failed ? DT_MEMBERS_FAILED : DT_OK;
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

static dt_status check_design(const run *r, dt_diagnostics *diagnostics)
{
    const dt_design *design = r->options->design;
    if (!design) return DT_OK;
    dt_diagnostic finding = {.code = DT_E_DESIGN_OPTION, .key = "design"};
    snprintf(finding.found, sizeof finding.found, "%d columns, %lld rows", dt_design_columns(design),
             (long long)dt_design_rows(design));
    snprintf(finding.expected, sizeof finding.expected, "%d columns, one a factor, and at least %lld rows",
             r->n_factor, (long long)r->members);
    int fits = dt_design_columns(design) == r->n_factor && dt_design_rows(design) >= r->members;
    return fits ? DT_OK : dt_diagnose(diagnostics, &finding);
}

/* Marks the blocks that a store holds already and takes over the summary that counts them. */
static dt_status take_held(run *r)
{
    dt_store *store = r->options->store;
    int64_t held = 0;
    r->is_held = calloc((size_t)r->n_block + 1, 1);
    if (!r->is_held) return DT_NO_MEMORY;
    for (int64_t k = 0; store && k < r->n_block; k++) {
        r->is_held[k] = (unsigned char)dt_store_has_block(store, (uint64_t)first_of(r, k));
        held += r->is_held[k] ? count_of(r, first_of(r, k)) : 0;
    }
    r->total = slice_members(r) - held;
    if (held == 0) return DT_OK;
    dt_summary *before = NULL;
    DT_TRY(dt_summary_load_counts(r->c, store, &before));
    dt_status status = before->members + before->failed == held ? dt_summary_add(r->summary, before)
                                                                : DT_MISMATCH;
    dt_summary_free(before);
    if (status == DT_OK && r->summary->room > 0) status = dt_summary_read_columns(r->summary, store, 1);
    return status;
}

uint64_t dt_ensemble_stream(const void *design, uint64_t member)
{
    return dt_design_stream(design, member);
}

static dt_status make_workers(run *r)
{
    dt_race_options race = dt_race_defaults();
    race.width = r->options->width;
    if (r->options->design) race.stream = dt_ensemble_stream;
    race.stream_context = r->options->design;
    r->worker = calloc((size_t)r->n_thread, sizeof *r->worker);
    if (!r->worker) return DT_NO_MEMORY;
    for (int t = 0; t < r->n_thread; t++) {
        worker *w = &r->worker[t];
        DT_TRY(dt_race_create(r->c, &race, &w->race));
        DT_TRY(dt_recorder_init(&w->recorder, &r->groups, r->summary));
        if (r->options->design) w->u = malloc(DT_RACE_LANES * (size_t)(r->n_factor + 1) * sizeof *w->u);
        if (r->options->design && !w->u) return DT_NO_MEMORY;
    }
    return DT_OK;
}

static dt_status prepare(run *r, dt_diagnostics *diagnostics)
{
    int64_t room = r->options->is_streamed ? 0 : r->members;
    DT_TRY(check_design(r, diagnostics));
    DT_TRY(dt_groups_init(&r->groups, r->c));
    DT_TRY(dt_summary_create(r->c, room, &r->summary));
    if (r->options->store && !is_own_store(r->summary, r->options->store)) {
        dt_diagnostic finding = {.code = DT_E_STORE_OTHER_CASE};
        return dt_diagnose(diagnostics, &finding);
    }
    dt_keeper_init(&r->keeper, r->c, r->options->store, r->summary);
    if (r->options->save_seconds > 0.0) r->keeper.least_seconds = r->options->save_seconds;
    DT_TRY(take_held(r));
    return make_workers(r);
}

static void init_locks(run *r)
{
    for (int i = 0; i < N_STRIPE; i++)
        pthread_mutex_init(&r->stripe[i], NULL);
    pthread_mutex_init(&r->rest, NULL);
    pthread_mutex_init(&r->clock, NULL);
    pthread_rwlock_init(&r->gate, NULL);
}

static void clear_run(run *r)
{
    for (int t = 0; r->worker && t < r->n_thread; t++) {
        dt_race_free(r->worker[t].race);
        dt_recorder_clear(&r->worker[t].recorder);
        free(r->worker[t].u);
    }
    free(r->worker);
    free(r->is_held);
    dt_keeper_clear(&r->keeper);
    dt_groups_clear(&r->groups);
    dt_summary_free(r->summary);
    for (int i = 0; i < N_STRIPE; i++)
        pthread_mutex_destroy(&r->stripe[i]);
    pthread_mutex_destroy(&r->rest);
    pthread_mutex_destroy(&r->clock);
    pthread_rwlock_destroy(&r->gate);
}

static int choose_threads(int wanted, int64_t n_block)
{
    int n = dt_thread_count(wanted);
    return n > n_block ? (int)n_block : n;
}

/* Blocks of the whole ensemble that fall to this slice. */
static int64_t slice_blocks(int64_t members, const dt_ensemble_options *o)
{
    int64_t all = (members + DT_ENSEMBLE_BLOCK - 1) / DT_ENSEMBLE_BLOCK;
    if (o->n_slice <= 0) return all;
    return all > o->slice ? (all - o->slice + o->n_slice - 1) / o->n_slice : 0;
}

/* Members that are asked for: as given, or the rows of the design, or as the scenario says. */
static int64_t choose_members(const dt_case *c, const dt_ensemble_options *o)
{
    if (o->members) return o->members;
    return o->design ? dt_design_rows(o->design) : dt_case_members(c);
}

dt_status dt_ensemble_run(const dt_case *c, const dt_ensemble_options *options, dt_summary **out,
                          dt_diagnostics *diagnostics)
{
    dt_ensemble_options chosen = options ? *options : dt_ensemble_defaults();
    int64_t members = choose_members(c, &chosen);
    DT_TRY(check_members(members, diagnostics));
    if (chosen.is_streamed && !chosen.store) return DT_INPUT;
    run r = {.c = c, .options = &chosen, .members = members, .n_factor = dt_case_factor_count(c)};
    r.n_block = slice_blocks(members, &chosen);
    r.n_thread = choose_threads(chosen.threads, r.n_block > 0 ? r.n_block : 1);
    r.begin = r.shown = dt_clock();
    init_locks(&r);
    dt_status status = prepare(&r, diagnostics);
    if (status == DT_OK) status = run_claimed(&r);
    if (status == DT_OK || status == DT_INTERRUPTED) status = finish(&r, status);
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
