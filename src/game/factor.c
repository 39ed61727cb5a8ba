/* What decides the class of the first face: of each uncertain factor, how much of the variance of "this class
 * or not" it explains alone, and of the strongest how much with all its interactions.
 *
 * Alone: from the members that were simulated anyway. In all: each member is run again with one factor taken
 * from another draw (a radial design), by Jansen's estimator. Random events within a member count as one more
 * factor, "chance". */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/threads.h"
#include "core/try.h"
#include "game/play.h"
#include "game/probe.h"
#include "statistics/basic.h"

enum { LISTED = 8, LEAST_MEMBERS = 40, SLICE_MEMBERS = 25, MOST_SLICES = 16, BATCH = 32 };

static const uint64_t OTHER_DRAW = UINT64_C(1) << 40; /* members that no play reaches */
static const double ALPHA = 0.05;

static int slices_of(int64_t n)
{
    int64_t wanted = n / SLICE_MEMBERS;
    return wanted < 2 ? 2 : wanted > MOST_SLICES ? MOST_SLICES : (int)wanted;
}

/* ---- the indicator ---- */

/* Members of which the class is known, and whether it is the one to explain. */
typedef struct indicator {
    int64_t n;
    int64_t *member;
    double *y;
    double variance;
} indicator;

static int class_at(const double *u, int n_player, const dt_game_face *face, int m)
{
    double payoff[2][2][2];
    for (int k = 0; k < 8; k++) {
        int p = k & 1, row = k >> 1 & 1, column = k >> 2;
        payoff[p][row][column] = u[((row * 2 + column) * n_player + face->player[p]) * BATCH + m];
        if (!isfinite(payoff[p][row][column])) return -1;
    }
    return dt_game_class_of(payoff);
}

static int class_of_member(const dt_play *play, const dt_game_face *face, int64_t m)
{
    int64_t profile[2][2];
    double payoff[2][2][2];
    dt_play_face_profiles(play, face, profile);
    for (int k = 0; k < 8; k++) {
        int p = k & 1, row = k >> 1 & 1, column = k >> 2;
        payoff[p][row][column] = dt_samples_payoff(&play->samples, profile[row][column], face->player[p], m);
        if (!isfinite(payoff[p][row][column])) return -1;
    }
    return dt_game_class_of(payoff);
}

static dt_status take_indicator(const dt_play *play, indicator *out)
{
    const dt_game_face *face = &play->result->face[0];
    size_t n = (size_t)play->samples.members;
    out->member = malloc(n * sizeof *out->member);
    out->y = malloc(n * sizeof *out->y);
    if (!out->member || !out->y) return DT_NO_MEMORY;
    double sum = 0.0;
    for (int64_t m = 0; m < play->samples.members; m++) {
        int k = class_of_member(play, face, m);
        if (k < 0) continue;
        out->member[out->n] = m;
        out->y[out->n++] = k == play->result->class_explained;
        sum += k == play->result->class_explained;
    }
    double mean = out->n > 0 ? sum / (double)out->n : 0.0;
    out->variance = mean * (1.0 - mean);
    return DT_OK;
}

static int leading_class(const dt_game_face *face)
{
    int best = 0;
    for (int k = 1; k < DT_GAME_CLASSES; k++)
        if (face->share[k].mean > face->share[best].mean) best = k;
    return best;
}

/* ---- first order ---- */

/* A factor with its number, for sorting. */
typedef struct ranked {
    int factor;
    double first, p;
} ranked;

static int stronger_first(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->first != y->first) return x->first > y->first ? -1 : 1;
    return x->factor - y->factor;
}

static dt_status rank_factors(const dt_play *play, const indicator *i, ranked *out)
{
    const dt_simulator *sim = play->simulator;
    size_t n = (size_t)i->n, n_factor = (size_t)sim->n_factor;
    double *u = malloc(n_factor * sizeof *u), *x = malloc((n * n_factor + 1) * sizeof *x);
    dt_status status = u && x ? DT_OK : DT_NO_MEMORY;
    for (size_t k = 0; status == DT_OK && k < n; k++) {
        sim->draw(sim->context, (uint64_t)i->member[k], u);
        for (size_t f = 0; f < n_factor; f++)
            x[f * n + k] = u[f];
    }
    for (int f = 0; status == DT_OK && f < sim->n_factor; f++) {
        out[f].factor = f;
        out[f].first = dt_first_order_test(&(dt_pairs){x + (size_t)f * n, i->y, (int)i->n}, slices_of(i->n),
                                           &out[f].p);
    }
    if (status == DT_OK) qsort(out, n_factor, sizeof *out, stronger_first);
    free(u);
    free(x);
    return status;
}

/* ---- total effects ---- */

/* The runs with one factor exchanged: what the threads share. An item is a batch of members with a factor. */
typedef struct job {
    dt_play *play;
    dt_probe probe;
    const int *factor; /* -1: chance */
    int n_factor;
    int64_t n_batch;
    double *changed; /* [factor][member]: 1 if the indicator changed, NAN if not known */
    double *scratch; /* of each thread */
    size_t n_scratch;
    int status;
} job;

/* Rows of factors of a batch with one exchanged; the row behind them is scratch. */
static void exchange(const dt_simulator *sim, int64_t first, int factor, double *u)
{
    double *other = u + sim->n_factor * BATCH;
    for (int m = 0; m < BATCH; m++) {
        double *row = u + sim->n_factor * m;
        sim->draw(sim->context, (uint64_t)(first + m), row);
        if (factor < 0) continue;
        sim->draw(sim->context, OTHER_DRAW + (uint64_t)(first + m), other);
        row[factor] = other[factor];
    }
}

static void note_changes(const job *j, int f, int64_t first, const double *payoff)
{
    const dt_play *play = j->play;
    const dt_game_face *face = &play->result->face[0];
    int wanted = play->result->class_explained;
    for (int m = 0; m < BATCH; m++) {
        int before = class_of_member(play, face, first + m),
            after = class_at(payoff, play->cells.n_player, face, m);
        j->changed[f * j->n_batch * BATCH + first + m] = before < 0 || after < 0
            ? NAN
            : (before == wanted) != (after == wanted);
    }
}

static void run_item(void *context, int thread, int64_t item)
{
    job *j = context;
    const dt_play *play = j->play;
    int f = (int)(item / j->n_batch), none = DT_OK;
    int64_t first = item % j->n_batch * BATCH;
    double *u = j->scratch + (size_t)thread * j->n_scratch;
    double *payoff = u + play->simulator->n_factor * (BATCH + 1),
           *scratch = payoff + dt_probe_values(&j->probe) * BATCH;
    exchange(play->simulator, first, j->factor[f], u);
    dt_probe_call call = {.thread = thread,
                          .first = first,
                          .count = BATCH,
                          .offset = j->factor[f] < 0 ? OTHER_DRAW : 0,
                          .u = u};
    dt_status status = dt_probe_run(&j->probe, &call, scratch, payoff);
    if (status == DT_OK)
        note_changes(j, f, first, payoff);
    else
        __atomic_compare_exchange_n(&j->status, &none, (int)status, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

static dt_status make_job(dt_play *play, const int *factor, int n_factor, job *j)
{
    int64_t profile[2][2], most = play->samples.members / BATCH, batches = play->options.n_effect / BATCH;
    dt_play_face_profiles(play, &play->result->face[0], profile);
    *j = (job){
        .play = play, .factor = factor, .n_factor = n_factor, .n_batch = batches < most ? batches : most};
    DT_TRY(dt_probe_make(&play->cells, play->simulator, &profile[0][0], 4, &j->probe));
    j->n_scratch = (size_t)(play->simulator->n_factor * (BATCH + 1) + dt_probe_values(&j->probe) * BATCH) +
        dt_probe_scratch(&j->probe, BATCH);
    j->changed = malloc((size_t)(j->n_batch * BATCH * n_factor + 1) * sizeof *j->changed);
    j->scratch = malloc((size_t)dt_thread_count(play->options.threads) * j->n_scratch * sizeof *j->scratch);
    return j->changed && j->scratch ? DT_OK : DT_NO_MEMORY;
}

static dt_status total_effects(dt_play *play, const int *factor, double variance)
{
    job j = {.n_batch = 0};
    dt_game_result *r = play->result;
    dt_status status = make_job(play, factor, r->n_factor, &j);
    if (status == DT_OK)
        status = dt_parallel(dt_thread_count(play->options.threads), j.n_batch * j.n_factor, run_item, &j,
                             play->options.stop);
    if (status == DT_OK) status = (dt_status)j.status;
    for (int f = 0; status == DT_OK && f < j.n_factor; f++) {
        int64_t n = j.n_batch * BATCH;
        dt_estimate e = dt_mean_of(j.changed + f * n, n);
        double scale = 1.0 / (2.0 * variance);
        r->factor[f].total = (dt_estimate){e.mean * scale, fmax(e.low * scale, 0.0), e.high * scale};
        r->runs += n * j.probe.n_cell;
    }
    dt_probe_free(&j.probe);
    free(j.changed);
    free(j.scratch);
    return status;
}

/* ---- the call ---- */

static dt_status list_factors(dt_play *play, const indicator *i, ranked *rank)
{
    dt_game_result *r = play->result;
    int number[LISTED + 1], n = 0;
    DT_TRY(rank_factors(play, i, rank));
    r->factor = calloc(LISTED + 1, sizeof *r->factor);
    if (!r->factor) return DT_NO_MEMORY;
    for (; n < LISTED && n < play->simulator->n_factor; n++) {
        dt_game_factor *f = &r->factor[n];
        number[n] = rank[n].factor;
        snprintf(f->name, sizeof f->name, "%s",
                 play->simulator->factor(play->simulator->context, rank[n].factor));
        f->first = rank[n].first;
        f->is_clear = rank[n].p <= ALPHA / play->simulator->n_factor;
        f->total = (dt_estimate){NAN, NAN, NAN};
    }
    r->n_factor = n;
    if (play->options.n_effect < BATCH) return DT_OK;
    number[n] = -1;
    snprintf(r->factor[n].name, sizeof r->factor[n].name, "chance");
    r->factor[n].first = NAN;
    r->n_factor = n + 1;
    return total_effects(play, number, i->variance);
}

dt_status dt_play_factors(dt_play *play)
{
    dt_game_result *r = play->result;
    if (r->n_face == 0 || play->simulator->n_factor == 0) return DT_OK;
    indicator i = {.n = 0};
    r->class_explained = leading_class(&r->face[0]);
    dt_status status = take_indicator(play, &i);
    ranked *rank = calloc((size_t)play->simulator->n_factor, sizeof *rank);
    if (!rank) status = DT_NO_MEMORY;
    if (status == DT_OK && i.n >= LEAST_MEMBERS && i.variance > 0.0) status = list_factors(play, &i, rank);
    free(rank);
    free(i.member);
    free(i.y);
    return status;
}
