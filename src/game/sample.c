/* Fills cells with payoffs. An item of work is up to eight chunks of one cell in one turn, so that a thread
 * rarely has to change the case that it runs. */
#include "game/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/threads.h"
#include "core/try.h"

enum { ITEM_CHUNKS = 8, SLAB_ITEMS = 256 };

static const double SAVED_EVERY = 20.0; /* s */
static const double SHOWN_EVERY = 0.2;  /* s */

typedef struct item {
    int32_t cell;
    int turn, n;
    int32_t chunk[ITEM_CHUNKS];
} item;

/* One slab of items: what its threads share. */
typedef struct job {
    dt_game_samples *s;
    const item *item;
    int64_t n_done, n_failed; /* members, added atomically */
    int is_showing;           /* one thread at a time shows progress */
    int status;               /* first failure, set atomically */
} job;

dt_status dt_samples_make(const dt_cells *cells, const dt_simulator *simulator,
                          const dt_game_options *options, int64_t members, dt_game_samples *out)
{
    size_t n_cell = (size_t)cells->n_cell;
    *out = (dt_game_samples){.cells = cells,
                             .simulator = simulator,
                             .options = options,
                             .n_column = dt_game_describe(cells->game).n_column,
                             .members = members,
                             .n_chunk = (members + DT_GAME_CHUNK - 1) / DT_GAME_CHUNK,
                             .n = calloc(n_cell, sizeof *out->n),
                             .want = calloc(n_cell, sizeof *out->want),
                             .done = calloc(n_cell, sizeof *out->done),
                             .value = calloc(n_cell, sizeof *out->value),
                             .begin = dt_clock()};
    out->saved = out->begin;
    if (out->n && out->want && out->done && out->value) return DT_OK;
    dt_samples_free(out);
    return DT_NO_MEMORY;
}

void dt_samples_free(dt_game_samples *samples)
{
    for (int64_t c = 0; samples->cells && c < samples->cells->n_cell; c++) {
        if (samples->done) free(samples->done[c]);
        if (samples->value) free(samples->value[c]);
    }
    free(samples->n);
    free(samples->want);
    free(samples->done);
    free(samples->value);
    *samples = (dt_game_samples){0};
}

/* ---- one chunk ---- */

static int64_t chunk_members(const dt_game_samples *s, int64_t chunk)
{
    int64_t left = s->members - chunk * DT_GAME_CHUNK;
    return left < DT_GAME_CHUNK ? left : DT_GAME_CHUNK;
}

/* Puts the payoffs of players to the places that they took. Returns members that failed. */
static int place_values(const dt_game_samples *s, const item *it, int64_t first, int count,
                        const double *value)
{
    int n_player = s->cells->game->n_player, n_failed = 0;
    double *out = s->value[it->cell];
    for (int l = 0; l < count; l++) {
        int is_finite = 1;
        for (int c = 0; c < s->n_column; c++)
            is_finite &= isfinite(value[c * DT_RACE_LANES + l]) != 0;
        for (int c = 0; c < s->n_column; c++) {
            int from = c < n_player ? dt_cells_taker(s->cells, c, it->turn) : c;
            out[c * s->members + first + l] = is_finite ? value[from * DT_RACE_LANES + l] : NAN;
        }
        n_failed += !is_finite;
    }
    return n_failed;
}

static void show_progress(job *j)
{
    dt_game_samples *s = j->s;
    double now = dt_clock();
    if (!s->options->progress || __atomic_exchange_n(&j->is_showing, 1, __ATOMIC_ACQUIRE)) return;
    if (now - s->shown > SHOWN_EVERY) {
        s->shown = now;
        dt_progress p = s->progress;
        p.done += __atomic_load_n(&j->n_done, __ATOMIC_RELAXED);
        p.failed += __atomic_load_n(&j->n_failed, __ATOMIC_RELAXED);
        p.seconds = now - s->begin;
        p.per_second = (double)p.done / fmax(p.seconds, 1e-9);
        p.eta_seconds = (double)(p.total - p.done) / fmax(p.per_second, 1e-9);
        s->options->progress(s->options->context, &p);
    }
    __atomic_store_n(&j->is_showing, 0, __ATOMIC_RELEASE);
}

static dt_status run_chunk(job *j, int thread, const item *it, int k)
{
    dt_game_samples *s = j->s;
    int strategy[DT_GAME_PLAYERS];
    double value[DT_GAME_COLUMNS * DT_RACE_LANES];
    int64_t first = (int64_t)it->chunk[k] * DT_GAME_CHUNK;
    int count = (int)chunk_members(s, it->chunk[k]);
    dt_cells_assign(s->cells, it->cell, it->turn, strategy);
    dt_game_task task = {.strategy = strategy, .first = (uint64_t)first, .count = count};
    DT_TRY(s->simulator->run(s->simulator->context, thread, &task, value));
    int n_failed = place_values(s, it, first, count, value);
    s->done[it->cell][it->chunk[k]] = 1;
    __atomic_fetch_add(&j->n_done, count, __ATOMIC_RELAXED);
    __atomic_fetch_add(&j->n_failed, n_failed, __ATOMIC_RELAXED);
    return DT_OK;
}

static void run_item(void *context, int thread, int64_t index)
{
    job *j = context;
    const item *it = &j->item[index];
    const volatile int *stop = j->s->options->stop;
    for (int k = 0; k < it->n && !dt_is_stopped(stop); k++) {
        dt_status status = run_chunk(j, thread, it, k);
        int none = DT_OK;
        if (status != DT_OK) {
            __atomic_compare_exchange_n(&j->status, &none, (int)status, 0, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED);
            return;
        }
        show_progress(j);
    }
}

/* ---- what is to be done ---- */

static dt_status make_room(dt_game_samples *s, int64_t cell)
{
    if (s->value[cell]) return DT_OK;
    size_t n = (size_t)(s->n_column * s->members);
    s->value[cell] = malloc(n * sizeof **s->value);
    s->done[cell] = calloc((size_t)s->n_chunk, 1);
    if (!s->value[cell] || !s->done[cell]) return DT_NO_MEMORY;
    for (size_t k = 0; k < n; k++)
        s->value[cell][k] = NAN;
    return DT_OK;
}

/* Appends the chunks of a cell that are wanted in a turn and not there. */
static int64_t add_items(dt_game_samples *s, int64_t cell, int turn, item *out)
{
    int64_t n = 0, n_chunk = (s->want[cell] + DT_GAME_CHUNK - 1) / DT_GAME_CHUNK;
    item now = {.cell = (int32_t)cell, .turn = turn};
    for (int64_t c = turn; c < n_chunk; c += s->cells->n_turn) {
        if (s->done[cell][c]) continue;
        s->progress.total += chunk_members(s, c);
        now.chunk[now.n++] = (int32_t)c;
        if (now.n < ITEM_CHUNKS) continue;
        out[n++] = now;
        now.n = 0;
    }
    if (now.n > 0) out[n++] = now;
    return n;
}

static dt_status list_items(dt_game_samples *s, item **out, int64_t *n)
{
    int64_t room = 0;
    for (int64_t c = 0; c < s->cells->n_cell; c++) {
        int64_t n_chunk = (s->want[c] + DT_GAME_CHUNK - 1) / DT_GAME_CHUNK;
        DT_TRY(make_room(s, c));
        room += n_chunk / ITEM_CHUNKS + s->cells->n_turn;
    }
    *out = malloc((size_t)(room + 1) * sizeof **out);
    if (!*out) return DT_NO_MEMORY;
    *n = 0;
    for (int64_t c = 0; c < s->cells->n_cell; c++)
        for (int t = 0; t < s->cells->n_turn; t++)
            *n += add_items(s, c, t, *out + *n);
    return DT_OK;
}

/* Members of a cell that are there without a gap. */
static void count_done(dt_game_samples *s)
{
    for (int64_t c = 0; c < s->cells->n_cell; c++) {
        int64_t k = 0;
        while (s->done[c] && k < s->n_chunk && s->done[c][k])
            k++;
        s->n[c] = k * DT_GAME_CHUNK < s->members ? k * DT_GAME_CHUNK : s->members;
    }
}

static dt_status run_slab(dt_game_samples *s, const item *items, int64_t n, dt_diagnostics *diagnostics)
{
    job j = {.s = s, .item = items};
    dt_status status = dt_parallel(dt_thread_count(s->options->threads), n, run_item, &j, s->options->stop);
    s->progress.done += j.n_done;
    s->progress.failed += j.n_failed;
    s->runs += j.n_done;
    s->n_failed += j.n_failed;
    if (j.status != DT_OK) return (dt_status)j.status;
    if (dt_is_stopped(s->options->stop)) status = DT_INTERRUPTED;
    if (status == DT_OK && dt_clock() - s->saved > SAVED_EVERY) {
        status = dt_samples_save(s, diagnostics);
        s->saved = dt_clock();
    }
    return status;
}

dt_status dt_samples_fill(dt_game_samples *s, dt_diagnostics *diagnostics)
{
    item *items = NULL;
    int64_t n = 0;
    dt_status status = list_items(s, &items, &n);
    for (int64_t k = 0; status == DT_OK && k < n; k += SLAB_ITEMS)
        status = run_slab(s, items + k, n - k < SLAB_ITEMS ? n - k : SLAB_ITEMS, diagnostics);
    free(items);
    count_done(s);
    if (n > 0 && (status == DT_OK || status == DT_INTERRUPTED)) {
        dt_status saved = dt_samples_save(s, diagnostics);
        if (status == DT_OK) status = saved;
    }
    return status;
}

/* ---- reading ---- */

static int own_strategy(const dt_cells *cells, int64_t profile, int player)
{
    int64_t stride = 1;
    for (int k = 0; k < player; k++)
        stride *= dt_cells_strategies(cells, k);
    return (int)(profile / stride % dt_cells_strategies(cells, player));
}

double dt_samples_payoff(const dt_game_samples *s, int64_t profile, int player, int64_t member)
{
    const dt_cells *cells = s->cells;
    int64_t cell = cells->cell[profile * cells->n_player + player];
    if (member >= s->n[cell]) return NAN;
    int first, n = dt_cells_places(cells, cell, player, own_strategy(cells, profile, player), &first);
    const dt_role *role = &cells->game->role[cells->role[player]];
    double sum = 0.0;
    for (int k = first; k < first + n; k++)
        sum += s->value[cell][role->member[k] * s->members + member];
    return sum / n;
}

int64_t dt_samples_members(const dt_game_samples *s, int64_t profile, int player)
{
    return s->n[s->cells->cell[profile * s->cells->n_player + player]];
}
