/* The class map: from a coarse grid to a fine one. A rectangle whose four corners have the same clear class
 * is filled by interpolation; any other is cut in four. At each point members are added until its leading
 * class is clear. All points see the same members, so that the map is as smooth as the model.
 *
 * What must stay true: a point is simulated or marked as inferred; an island inside a rectangle whose corners
 * agree is not seen, except with is_full. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/threads.h"
#include "core/try.h"
#include "game/play.h"
#include "game/probe.h"

enum { BATCH = 32, STRIDE = 8, MOST_POINTS = 1000000, DEFAULT_POINTS = 40, DEFAULT_MEMBERS = 500 };

static const double SHOWN_EVERY = 0.2; /* s */

typedef struct job {
    const dt_game_map_options *options;
    dt_game_map *map;
    dt_cells cells;
    dt_probe probe;
    dt_game_face face;
    const char *key[2];
    double z; /* of the intervals that tell classes apart */
    int *todo, n_todo;
    unsigned char *is_clear; /* of each point */
    double *scratch;         /* of each thread */
    size_t n_scratch;
    double begin, shown;
    int64_t n_done, n_failed;
    int is_showing, status;
} job;

dt_game_map_options dt_game_map_defaults(void)
{
    return (dt_game_map_options){
        .n_x = DEFAULT_POINTS, .n_y = DEFAULT_POINTS, .members = DEFAULT_MEMBERS, .certainty = 0.95};
}

/* ---- one point ---- */

/* What the members of a point have shown so far. */
typedef struct tally {
    int64_t n, count[DT_GAME_CLASSES], n_cooperation;
} tally;

/* Payoffs in the order of dt_face_class; the four profiles stand row by row. */
static int take_payoffs(const job *j, const double *payoff, int count, int m, double u[2][2][2])
{
    int is_finite = 1;
    for (int k = 0; k < 8; k++) {
        int p = k & 1, row = k >> 1 & 1, column = k >> 2;
        int at = (row * 2 + column) * j->cells.n_player + j->face.player[p];
        u[p][row][column] = payoff[at * count + m];
        is_finite &= isfinite(u[p][row][column]) != 0;
    }
    return is_finite;
}

static void add_members(const job *j, const double *payoff, int count, tally *t)
{
    for (int m = 0; m < count; m++) {
        double u[2][2][2];
        if (!take_payoffs(j, payoff, count, m, u)) continue;
        t->n++;
        t->count[dt_game_class_of(u)]++;
        t->n_cooperation += u[0][0][0] >= u[0][1][0] && u[1][0][0] >= u[1][0][1];
    }
}

static int leading(const int64_t *count)
{
    int best = 0;
    for (int k = 1; k < DT_GAME_CLASSES; k++)
        if (count[k] > count[best]) best = k;
    return best;
}

/* Whether the leading class is ahead of the second by more than chance: a test of equal shares of the two. */
static int is_leading_clear(const job *j, const tally *t)
{
    int best = leading(t->count);
    int64_t second = 0;
    for (int k = 0; k < DT_GAME_CLASSES; k++)
        if (k != best && t->count[k] > second) second = t->count[k];
    double ahead = (double)(t->count[best] - second), both = (double)(t->count[best] + second);
    return ahead * ahead > j->z * j->z * both;
}

static void show_progress(job *j, int64_t done)
{
    int64_t n = __atomic_add_fetch(&j->n_done, done, __ATOMIC_RELAXED);
    if (!j->options->progress || __atomic_exchange_n(&j->is_showing, 1, __ATOMIC_ACQUIRE)) return;
    double now = dt_clock();
    if (now - j->shown > SHOWN_EVERY) {
        dt_progress p = {.done = n, .total = j->map->full_runs, .seconds = now - j->begin};
        p.per_second = (double)n / fmax(p.seconds, 1e-9);
        p.eta_seconds = (double)(p.total - n) / fmax(p.per_second, 1e-9);
        j->shown = now;
        j->options->progress(j->options->context, &p);
    }
    __atomic_store_n(&j->is_showing, 0, __ATOMIC_RELEASE);
}

static void enter_point(job *j, int at, const tally *t)
{
    dt_game_map_point *point = &j->map->point[at];
    double n = t->n > 0 ? (double)t->n : 1.0;
    point->leading = leading(t->count);
    point->is_simulated = 1;
    point->members = t->n;
    for (int k = 0; k < DT_GAME_CLASSES; k++)
        point->share[k] = (float)((double)t->count[k] / n);
    point->cooperation = (float)((double)t->n_cooperation / n);
    j->is_clear[at] = (unsigned char)is_leading_clear(j, t);
}

static dt_status run_point(job *j, int thread, int at)
{
    const volatile int *stop = j->options->stop;
    const double value[2] = {j->map->point[at].x, j->map->point[at].y};
    double *payoff = j->scratch + (size_t)thread * j->n_scratch;
    double *scratch = payoff + dt_probe_values(&j->probe) * BATCH;
    tally t = {.n = 0};
    /* Each look after the first waits for as many members again. */
    for (int64_t m = 0, look = BATCH; m < j->options->members && !dt_is_stopped(stop);) {
        int64_t left = j->options->members - m;
        int count = left < BATCH ? (int)left : BATCH;
        dt_probe_call call = {
            .thread = thread, .first = m, .count = count, .n_point = 2, .point = value, .point_key = j->key};
        DT_TRY(dt_probe_run(&j->probe, &call, scratch, payoff));
        add_members(j, payoff, count, &t);
        m += count;
        show_progress(j, (int64_t)count * j->probe.n_cell);
        if (m < look || j->options->is_full) continue;
        if (is_leading_clear(j, &t)) break;
        look *= 2;
    }
    if (t.n > 0) enter_point(j, at, &t);
    return DT_OK;
}

static void run_item(void *context, int thread, int64_t item)
{
    job *j = context;
    int none = DT_OK;
    dt_status status = run_point(j, thread, j->todo[item]);
    if (status != DT_OK)
        __atomic_compare_exchange_n(&j->status, &none, (int)status, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

static dt_status run_todo(job *j)
{
    dt_status status = dt_parallel(dt_thread_count(j->options->threads), j->n_todo, run_item, j,
                                   j->options->stop);
    j->map->n_simulated += j->n_todo;
    j->n_todo = 0;
    if (j->status != DT_OK) return (dt_status)j->status;
    return dt_is_stopped(j->options->stop) ? DT_INTERRUPTED : status;
}

/* ---- rectangles ---- */

/* Between two columns and two rows of the grid. */
typedef struct box {
    int x0, x1, y0, y1;
} box;

typedef struct boxes {
    int n;
    box *item;
} boxes;

static int place(const job *j, int x, int y)
{
    return y * j->map->n_x + x;
}

/* Puts a point on the list unless it is there or simulated; is_simulated -1 stands for "on the list". */
static void want(job *j, int x, int y)
{
    dt_game_map_point *point = &j->map->point[place(j, x, y)];
    if (point->is_simulated != 0) return;
    point->is_simulated = -1;
    j->todo[j->n_todo++] = place(j, x, y);
}

static void want_corners(job *j, box b)
{
    want(j, b.x0, b.y0);
    want(j, b.x1, b.y0);
    want(j, b.x0, b.y1);
    want(j, b.x1, b.y1);
}

/* Whether the corners of a rectangle say what is inside. */
static int is_uniform(const job *j, box b)
{
    const int corner[4] = {place(j, b.x0, b.y0), place(j, b.x1, b.y0), place(j, b.x0, b.y1),
                           place(j, b.x1, b.y1)};
    for (int k = 0; k < 4; k++) {
        if (!j->is_clear[corner[k]]) return 0;
        if (j->map->point[corner[k]].leading != j->map->point[corner[0]].leading) return 0;
    }
    return 1;
}

/* Fills the points of a rectangle that nobody simulated, bilinearly between its corners. */
static void infer(job *j, box b)
{
    const dt_game_map_point *p = j->map->point;
    const dt_game_map_point *c00 = &p[place(j, b.x0, b.y0)], *c10 = &p[place(j, b.x1, b.y0)],
                            *c01 = &p[place(j, b.x0, b.y1)], *c11 = &p[place(j, b.x1, b.y1)];
    for (int y = b.y0; y <= b.y1; y++)
        for (int x = b.x0; x <= b.x1; x++) {
            dt_game_map_point *out = &j->map->point[place(j, x, y)];
            if (out->is_simulated != 0) continue;
            float s = (float)(x - b.x0) / (float)(b.x1 > b.x0 ? b.x1 - b.x0 : 1),
                  t = (float)(y - b.y0) / (float)(b.y1 > b.y0 ? b.y1 - b.y0 : 1);
            out->leading = c00->leading;
            for (int k = 0; k < DT_GAME_CLASSES; k++)
                out->share[k] = (1 - t) * ((1 - s) * c00->share[k] + s * c10->share[k]) +
                    t * ((1 - s) * c01->share[k] + s * c11->share[k]);
            out->cooperation = (1 - t) * ((1 - s) * c00->cooperation + s * c10->cooperation) +
                t * ((1 - s) * c01->cooperation + s * c11->cooperation);
        }
}

/* Cuts a rectangle into up to four; those without inside are done. */
static void cut(box b, boxes *out)
{
    int xs[3] = {b.x0, (b.x0 + b.x1) / 2, b.x1}, ys[3] = {b.y0, (b.y0 + b.y1) / 2, b.y1};
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++)
            if (xs[i] < xs[i + 1] && ys[k] < ys[k + 1])
                out->item[out->n++] = (box){xs[i], xs[i + 1], ys[k], ys[k + 1]};
            else if (b.x1 - b.x0 <= 1 && i == 1 && ys[k] < ys[k + 1])
                out->item[out->n++] = (box){b.x0, b.x1, ys[k], ys[k + 1]};
            else if (b.y1 - b.y0 <= 1 && k == 1 && xs[i] < xs[i + 1])
                out->item[out->n++] = (box){xs[i], xs[i + 1], b.y0, b.y1};
}

static int has_inside(box b)
{
    return b.x1 - b.x0 > 1 || b.y1 - b.y0 > 1;
}

static void cover(const job *j, boxes *out)
{
    int stride = j->options->is_full ? 1 : STRIDE;
    for (int y = 0; y < j->map->n_y - 1; y += stride)
        for (int x = 0; x < j->map->n_x - 1; x += stride) {
            int x1 = x + stride < j->map->n_x - 1 ? x + stride : j->map->n_x - 1,
                y1 = y + stride < j->map->n_y - 1 ? y + stride : j->map->n_y - 1;
            out->item[out->n++] = (box){x, x1, y, y1};
        }
}

/* Level by level: corners of all rectangles first, then those that disagree are cut. */
static dt_status refine(job *j)
{
    size_t room = 4 * (size_t)(j->map->n_x * j->map->n_y) + 4;
    boxes now = {0, malloc(room * sizeof(box))}, next = {0, malloc(room * sizeof(box))};
    dt_status status = now.item && next.item ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) cover(j, &now);
    while (status == DT_OK && now.n > 0) {
        for (int k = 0; k < now.n; k++)
            want_corners(j, now.item[k]);
        status = run_todo(j);
        next.n = 0;
        for (int k = 0; status == DT_OK && k < now.n; k++) {
            if (!has_inside(now.item[k])) continue;
            if (is_uniform(j, now.item[k]))
                infer(j, now.item[k]);
            else
                cut(now.item[k], &next);
        }
        boxes swap = now;
        now = next;
        next = swap;
    }
    free(now.item);
    free(next.item);
    return status;
}

/* ---- the call ---- */

static dt_status make_map(job *j, const dt_game *game)
{
    dt_game_map *map = j->map;
    size_t n = (size_t)(map->n_x * map->n_y);
    map->point = calloc(n, sizeof *map->point);
    j->todo = malloc(n * sizeof *j->todo);
    j->is_clear = calloc(n, 1);
    if (!map->point || !j->todo || !j->is_clear) return DT_NO_MEMORY;
    for (int a = 0; a < 2; a++) {
        map->axis[a] = game->map[a];
        j->key[a] = game->map[a].key;
    }
    for (size_t k = 0; k < n; k++) {
        map->point[k].leading = -1;
        double s = (double)((int)k % map->n_x) / (map->n_x - 1),
               t = (double)((int)k / map->n_x) / (map->n_y - 1);
        map->point[k].x = map->axis[0].from + s * (map->axis[0].to - map->axis[0].from);
        map->point[k].y = map->axis[1].from + t * (map->axis[1].to - map->axis[1].from);
    }
    return DT_OK;
}

/* The first face, as in a play of the game. */
static dt_status find_face(job *j, const dt_game *game, const dt_simulator *simulator)
{
    int64_t profile[2][2];
    dt_game_result result = {.n_player = j->cells.n_player};
    dt_play play = {.game = game, .cells = j->cells, .result = &result};
    dt_status status = dt_play_list_faces(&play);
    if (status == DT_OK && result.n_face == 0) status = DT_INPUT;
    if (status == DT_OK) {
        j->face = result.face[0];
        dt_play_face_profiles(&play, &j->face, profile);
        status = dt_probe_make(&j->cells, simulator, &profile[0][0], 4, &j->probe);
    }
    free(result.face);
    return status;
}

static dt_status make_scratch(job *j)
{
    j->n_scratch = (size_t)(dt_probe_values(&j->probe) * BATCH) + dt_probe_scratch(&j->probe, BATCH);
    j->scratch = malloc((size_t)dt_thread_count(j->options->threads) * j->n_scratch * sizeof *j->scratch);
    j->map->full_runs = (int64_t)j->map->n_x * j->map->n_y * j->options->members * j->probe.n_cell;
    return j->scratch ? DT_OK : DT_NO_MEMORY;
}

static dt_status check(const dt_game *game, const dt_game_map_options *o, dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = DT_E_PLAY_AXIS,
                             .expected = "two axes: --x and --y, or `map` in the game file"};
    if (!game->map[0].key[0] || !game->map[1].key[0]) return dt_diagnose(diagnostics, &finding);
    if (strcmp(game->map[0].key, game->map[1].key) == 0) {
        snprintf(finding.found, sizeof finding.found, "%s on both axes", game->map[0].key);
        snprintf(finding.expected, sizeof finding.expected, "another lever on one of them");
        return dt_diagnose(diagnostics, &finding);
    }
    finding = (dt_diagnostic){.code = DT_E_PLAY_MEMBERS};
    int64_t n = (int64_t)o->n_x * o->n_y;
    if (o->n_x >= 2 && o->n_y >= 2 && n <= MOST_POINTS && o->members >= DT_GAME_CHUNK) return DT_OK;
    snprintf(finding.found, sizeof finding.found, "%d x %d points of %lld members", o->n_x, o->n_y,
             (long long)o->members);
    snprintf(finding.expected, sizeof finding.expected, "2 to %d points, 8 members or more", MOST_POINTS);
    return dt_diagnose(diagnostics, &finding);
}

static dt_game_map_options with_defaults(const dt_game_map_options *options)
{
    dt_game_map_options usual = dt_game_map_defaults(), o = options ? *options : usual;
    if (o.n_x == 0) o.n_x = usual.n_x;
    if (o.n_y == 0) o.n_y = usual.n_y;
    if (o.members == 0) o.members = usual.members;
    if (!(o.certainty > 0.0)) o.certainty = usual.certainty;
    return o;
}

/* After an interruption points are left that were on the list and never run. */
static void forget_unfinished(dt_game_map *map)
{
    map->n_simulated = 0;
    for (int k = 0; k < map->n_x * map->n_y; k++) {
        if (map->point[k].is_simulated < 0) map->point[k].is_simulated = 0;
        map->n_simulated += map->point[k].is_simulated;
    }
}

dt_status dt_game_map_make(const dt_game *game, const dt_simulator *simulator,
                           const dt_game_map_options *options, dt_game_map **out, dt_diagnostics *diagnostics)
{
    dt_game_map_options o = with_defaults(options);
    DT_TRY(check(game, &o, diagnostics));
    job j = {.options = &o, .begin = dt_clock(), .z = dt_t_quantile(0.5 + 0.5 * o.certainty, 1e9)};
    DT_TRY(dt_cells_make(game, o.members, &j.cells, diagnostics));
    j.map = calloc(1, sizeof *j.map);
    dt_status status = j.map ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        j.map->n_x = o.n_x;
        j.map->n_y = o.n_y;
        status = make_map(&j, game);
    }
    if (status == DT_OK) status = find_face(&j, game, simulator);
    if (status == DT_OK) status = make_scratch(&j);
    if (status == DT_OK) status = refine(&j);
    if (status == DT_OK || (status == DT_INTERRUPTED && j.scratch)) {
        forget_unfinished(j.map);
        j.map->runs = j.n_done;
        j.map->seconds = dt_clock() - j.begin;
        *out = j.map;
        j.map = NULL;
    }
    dt_game_map_free(j.map);
    dt_probe_free(&j.probe);
    dt_cells_free(&j.cells);
    free(j.todo);
    free(j.is_clear);
    free(j.scratch);
    return status;
}

void dt_game_map_free(dt_game_map *map)
{
    if (!map) return;
    free(map->point);
    free(map);
}
