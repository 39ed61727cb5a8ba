/* Treaty design: which treaties make the players' restraint an equilibrium, and the cheapest of them.
 *
 * The space of levers is visited at the status quo, at the strictest treaty and at points of Halton's
 * sequence between; every point sees the same members. From the cheapest point that does, each lever in turn
 * is lowered as far as it may be (bisection), until nothing more can be. That is a local search: a cheaper
 * treaty may exist, a valid one was found. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/threads.h"
#include "core/try.h"
#include "game/play.h"
#include "game/probe.h"

enum {
    BATCH = 32,
    MOST_PLAYERS = 6,
    DEFAULT_POINTS = 64,
    DEFAULT_MEMBERS = 96,
    THRESHOLDS = 6,
    HALVINGS = 4
};

static const double SHOWN_EVERY = 0.2; /* s */
static const double ROBUST[3] = {0.0, 0.8, 0.95};

typedef struct job {
    const dt_game *game;
    const dt_game_design_options *options;
    dt_game_design_result *design;
    dt_play play; /* for its cells and coalitions; nothing is played */
    dt_game_result result;
    dt_probe probe;
    int n_set; /* coalitions: 2^players; the profiles of the probe begin with them */
    const char *key[DT_GAME_LEVERS];
    int64_t n_batch;
    size_t n_payoff; /* of one point */
    double *payoff;  /* [point][batch][(profile * n_player + player) * count + member] */
    double *scratch, *buffer;
    size_t n_scratch;
    const dt_game_treaty *treaty; /* points of the current call */
    double begin, shown;
    int64_t n_done, n_planned;
    int is_showing, status;
} job;

dt_game_design_options dt_game_design_defaults(void)
{
    return (dt_game_design_options){.n_point = DEFAULT_POINTS, .members = DEFAULT_MEMBERS};
}

/* ---- runs ---- */

static int batch_count(const job *j, int64_t batch)
{
    int64_t left = j->options->members - batch * BATCH;
    return left < BATCH ? (int)left : BATCH;
}

static double *batch_at(const job *j, int64_t point, int64_t batch)
{
    size_t each = (size_t)(dt_probe_values(&j->probe) * BATCH);
    return j->payoff + (size_t)point * j->n_payoff + (size_t)batch * each;
}

static double payoff_at(const job *j, int64_t point, int profile, int player, int64_t m)
{
    int count = batch_count(j, m / BATCH);
    return batch_at(j, point, m / BATCH)[(profile * j->play.cells.n_player + player) * count + m % BATCH];
}

/* The aim's field stands behind all payoffs, as if there were as many profiles again. */
static double aim_at(const job *j, int64_t point, int player, int64_t m)
{
    return payoff_at(j, point, j->probe.n_profile + j->n_set - 1, player, m);
}

static void show_progress(job *j, int64_t done)
{
    int64_t n = __atomic_add_fetch(&j->n_done, done, __ATOMIC_RELAXED);
    if (!j->options->progress || __atomic_exchange_n(&j->is_showing, 1, __ATOMIC_ACQUIRE)) return;
    double now = dt_clock();
    if (now - j->shown > SHOWN_EVERY) {
        dt_progress p = {.done = n, .total = j->n_planned > n ? j->n_planned : n, .seconds = now - j->begin};
        p.per_second = (double)n / fmax(p.seconds, 1e-9);
        p.eta_seconds = (double)(p.total - n) / fmax(p.per_second, 1e-9);
        j->shown = now;
        j->options->progress(j->options->context, &p);
    }
    __atomic_store_n(&j->is_showing, 0, __ATOMIC_RELEASE);
}

static void run_item(void *context, int thread, int64_t item)
{
    job *j = context;
    int none = DT_OK;
    int64_t point = item / j->n_batch, batch = item % j->n_batch;
    dt_probe_call call = {.thread = thread,
                          .first = batch * BATCH,
                          .count = batch_count(j, batch),
                          .n_point = j->design->n_lever,
                          .point = j->treaty[point].level,
                          .point_key = j->key};
    dt_status status = dt_probe_run(&j->probe, &call, j->scratch + (size_t)thread * j->n_scratch,
                                    batch_at(j, point, batch));
    if (status != DT_OK)
        __atomic_compare_exchange_n(&j->status, &none, (int)status, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    show_progress(j, (int64_t)call.count * j->probe.n_cell);
}

/* ---- what a treaty brings ---- */

static int all_of(const job *j)
{
    return j->n_set - 1;
}

/* Whether a profile is restraint by all but one player, who does something else. */
static int is_deviation(const job *j, int s, int player)
{
    int strategy[DT_GAME_PLAYERS];
    int64_t all = j->probe.profile[all_of(j)];
    dt_cells_profile(&j->play.cells, j->probe.profile[s], strategy);
    return s != all_of(j) &&
        dt_cells_deviation(&j->play.cells, all, player, strategy[player]) == j->probe.profile[s];
}

/* Gain of a player, in a member, from keeping to restraint over its best deviation when all others do. */
static double gain_of(const job *j, int64_t point, int player, int64_t m)
{
    double best = -HUGE_VAL;
    for (int s = 0; s < j->probe.n_profile; s++)
        if (is_deviation(j, s, player)) best = fmax(best, payoff_at(j, point, s, player, m));
    return payoff_at(j, point, all_of(j), player, m) - best;
}

/* Whether something holds in a member: 1, 0, or -1 where a payoff is missing. */
typedef int holds(const job *j, int64_t point, int64_t m);

static int is_equilibrium(const job *j, int64_t point, int64_t m)
{
    for (int k = 0; k < j->play.cells.n_player; k++) {
        double gain = gain_of(j, point, k, m);
        if (isnan(gain)) return -1;
        if (gain < 0.0) return 0;
    }
    return 1;
}

static int is_better(const job *j, int64_t point, int64_t m)
{
    for (int k = 0; k < j->play.cells.n_player; k++) {
        double gain = payoff_at(j, point, all_of(j), k, m) - payoff_at(j, point, 0, k, m);
        if (isnan(gain)) return -1;
        if (gain < 0.0) return 0;
    }
    return 1;
}

static int is_dominant(const job *j, int64_t point, int64_t m)
{
    for (int k = 0; k < j->play.cells.n_player; k++)
        for (int set = 0; set < j->n_set; set++) {
            if (set >> k & 1) continue;
            double gain = payoff_at(j, point, set | 1 << k, k, m) - payoff_at(j, point, set, k, m);
            if (isnan(gain)) return -1;
            if (gain < 0.0) return 0;
        }
    return 1;
}

static dt_estimate share_where(const job *j, int64_t point, holds *rule)
{
    int64_t n = 0, k = 0;
    for (int64_t m = 0; m < j->options->members; m++) {
        int is = rule(j, point, m);
        n += is >= 0;
        k += is == 1;
    }
    return dt_share_of(k, n);
}

/* The gain of the player who gains least on average, over that player's single best deviation of the means.
 */
static dt_estimate least_gain(const job *j, int64_t point, int *weakest)
{
    dt_estimate least = {HUGE_VAL, HUGE_VAL, HUGE_VAL};
    for (int k = 0; k < j->play.cells.n_player; k++)
        for (int s = 0; s < j->probe.n_profile; s++) {
            if (!is_deviation(j, s, k)) continue;
            for (int64_t m = 0; m < j->options->members; m++)
                j->buffer[m] = payoff_at(j, point, all_of(j), k, m) - payoff_at(j, point, s, k, m);
            dt_estimate e = dt_mean_of(j->buffer, j->options->members);
            if (e.mean < least.mean) {
                least = e;
                *weakest = k;
            }
        }
    return least;
}

/* Mean of the aim's field of the player who has least of it. */
static dt_estimate least_aim(const job *j, int64_t point)
{
    dt_estimate least = {NAN, NAN, NAN};
    for (int k = 0; j->game->aim && k < j->play.cells.n_player; k++) {
        for (int64_t m = 0; m < j->options->members; m++)
            j->buffer[m] = aim_at(j, point, k, m);
        dt_estimate e = dt_mean_of(j->buffer, j->options->members);
        if (!(e.mean >= least.mean)) least = e;
    }
    return least;
}

static double cost_of(const dt_game_design_result *d, const double *level)
{
    double cost = 0.0;
    for (int k = 0; k < d->n_lever; k++) {
        double width = d->lever[k].to - d->lever[k].from;
        if (width != 0.0) cost += d->lever[k].cost * (level[k] - d->lever[k].from) / width;
    }
    return cost;
}

/* Simulates treaties and says what each brings. */
static dt_status evaluate(job *j, dt_game_treaty *treaty, int n)
{
    double *payoff = malloc((size_t)n * j->n_payoff * sizeof *payoff);
    if (!payoff) return DT_NO_MEMORY;
    j->payoff = payoff;
    j->treaty = treaty;
    dt_status status = dt_parallel(dt_thread_count(j->options->threads), n * j->n_batch, run_item, j,
                                   j->options->stop);
    if (status == DT_OK) status = (dt_status)j->status;
    for (int k = 0; status == DT_OK && k < n; k++) {
        dt_game_treaty *t = &treaty[k];
        t->cost = cost_of(j->design, t->level);
        t->share = share_where(j, k, is_equilibrium);
        t->better = share_where(j, k, is_better);
        t->dominant = share_where(j, k, is_dominant);
        t->gain = least_gain(j, k, &t->weakest);
        t->aim = least_aim(j, k);
    }
    j->payoff = status == DT_OK ? payoff : NULL;
    if (status != DT_OK) free(payoff);
    return status;
}

static void forget(job *j)
{
    free(j->payoff);
    j->payoff = NULL;
}

/* ---- the space ---- */

/* Radical inverse: digits of the number in a base, mirrored at the point. */
static double mirrored(int number, int base)
{
    double value = 0.0, digit = 1.0 / base;
    for (; number > 0; number /= base, digit /= base)
        value += digit * (number % base);
    return value;
}

static void spread_points(job *j)
{
    static const int primes[DT_GAME_LEVERS] = {2, 3, 5, 7, 11, 13, 17, 19};
    dt_game_design_result *d = j->design;
    for (int p = 0; p < d->n_point; p++)
        for (int k = 0; k < d->n_lever; k++) {
            double share = p == 0 ? 0.0 : p == d->n_point - 1 ? 1.0 : mirrored(p, primes[k]);
            d->point[p].level[k] = d->lever[k].from + share * (d->lever[k].to - d->lever[k].from);
        }
}

static int is_equilibrium_by(const dt_game_treaty *t, int rule)
{
    return rule == 0 ? t->gain.mean >= 0.0 : t->share.mean >= ROBUST[rule];
}

static int reaches_aim(const job *j, const dt_game_treaty *t)
{
    return !j->game->aim || t->aim.mean >= j->game->aim_least;
}

static int is_valid(const job *j, const dt_game_treaty *t, int rule)
{
    return is_equilibrium_by(t, rule) && reaches_aim(j, t);
}

/* Rank of each value among n, the mean of places for equal ones. */
static void rank_values(const double *x, int n, double *rank)
{
    for (int i = 0; i < n; i++) {
        rank[i] = 0.0;
        for (int k = 0; k < n; k++)
            rank[i] += x[k] < x[i] ? 1.0 : x[k] == x[i] ? 0.5 : 0.0;
    }
}

static double rank_correlation(const double *x, const double *y, int n, double *scratch)
{
    double *a = scratch, *b = scratch + n, ab = 0.0, aa = 0.0, bb = 0.0, middle = 0.5 * n;
    rank_values(x, n, a);
    rank_values(y, n, b);
    for (int k = 0; k < n; k++) {
        ab += (a[k] - middle) * (b[k] - middle);
        aa += (a[k] - middle) * (a[k] - middle);
        bb += (b[k] - middle) * (b[k] - middle);
    }
    return aa > 0.0 && bb > 0.0 ? ab / sqrt(aa * bb) : 0.0;
}

static dt_status correlate(job *j)
{
    dt_game_design_result *d = j->design;
    double *x = malloc((size_t)(4 * d->n_point) * sizeof *x);
    if (!x) return DT_NO_MEMORY;
    for (int k = 0; k < d->n_lever; k++) {
        for (int p = 0; p < d->n_point; p++) {
            x[p] = d->point[p].level[k];
            x[d->n_point + p] = d->point[p].share.mean;
        }
        d->correlation[k] = rank_correlation(x, x + d->n_point, d->n_point, x + 2 * d->n_point);
    }
    free(x);
    return DT_OK;
}

/* ---- the cheapest ---- */

/* Whether a treaty with one lever at a level is valid; then it becomes the treaty. */
static dt_status try_level(job *j, int lever, double level, int rule, dt_game_treaty *best)
{
    dt_game_treaty trial = *best;
    trial.level[lever] = level;
    dt_status status = evaluate(j, &trial, 1);
    forget(j);
    if (status == DT_OK && is_valid(j, &trial, rule)) *best = trial;
    return status;
}

/* Lowers a lever towards the status quo as far as the treaty stays valid. */
static dt_status lower_lever(job *j, int lever, int rule, dt_game_treaty *best)
{
    double low = j->design->lever[lever].from;
    if (best->level[lever] == low || !(j->design->lever[lever].cost > 0.0)) return DT_OK;
    DT_TRY(try_level(j, lever, low, rule, best));
    for (int k = 0; k < HALVINGS && best->level[lever] != low; k++) {
        double middle = 0.5 * (low + best->level[lever]);
        DT_TRY(try_level(j, lever, middle, rule, best));
        if (best->level[lever] != middle) low = middle;
    }
    return DT_OK;
}

static dt_status find_cheapest(job *j, int rule)
{
    dt_game_design_result *d = j->design;
    const dt_game_treaty *start = NULL;
    for (int p = 0; p < d->n_point; p++)
        if (is_valid(j, &d->point[p], rule) && (!start || d->point[p].cost < start->cost))
            start = &d->point[p];
    if (!start) return DT_OK;
    d->has[rule] = 1;
    d->cheapest[rule] = *start;
    for (int k = d->n_lever - 1; k >= 0; k--)
        DT_TRY(lower_lever(j, k, rule, &d->cheapest[rule]));
    return DT_OK;
}

/* The treaty of those that reach the aim that holds in most members. */
static void find_robust(job *j)
{
    dt_game_design_result *d = j->design;
    for (int p = 0; p < d->n_point; p++) {
        if (!reaches_aim(j, &d->point[p])) continue;
        if (!d->has_robust || d->point[p].share.mean > d->robust.share.mean) d->robust = d->point[p];
        d->has_robust = 1;
    }
}

/* ---- coalitions and thresholds at the treaty ---- */

/* Whether a set is stable in a member, or of the means for m < 0: no member gains by leaving, nobody outside
 * by joining. */
static int is_stable(const job *j, int set, int64_t m, const double *mean)
{
    int n_player = j->play.cells.n_player;
    for (int k = 0; k < n_player; k++) {
        int other = set ^ 1 << k;
        double here = m < 0 ? mean[set * n_player + k] : payoff_at(j, 0, set, k, m),
               there = m < 0 ? mean[other * n_player + k] : payoff_at(j, 0, other, k, m);
        if (!(there <= here)) return 0;
    }
    return 1;
}

static void take_means(const job *j, double *mean)
{
    int n_player = j->play.cells.n_player;
    for (int at = 0; at < j->n_set * n_player; at++) {
        for (int64_t m = 0; m < j->options->members; m++)
            j->buffer[m] = payoff_at(j, 0, at / n_player, at % n_player, m);
        mean[at] = dt_mean_of(j->buffer, j->options->members).mean;
    }
}

static void measure_coalitions(job *j, const double *mean)
{
    dt_game_design_result *d = j->design;
    d->n_coalition = j->play.cells.n_player + 1;
    for (int size = 0; size < d->n_coalition; size++) {
        int64_t count = 0;
        dt_game_coalition *c = &d->coalition[size];
        *c = (dt_game_coalition){.size = size};
        for (int64_t m = -1; m < j->options->members; m++) {
            int is = 0;
            for (int set = 0; set < j->n_set && !is; set++)
                is = __builtin_popcount((unsigned)set) == size && is_stable(j, set, m, mean);
            if (m < 0)
                c->of_means = is;
            else
                count += is;
        }
        c->share = dt_share_of(count, j->options->members);
    }
}

static dt_status find_coalitions(job *j, dt_game_treaty treaty)
{
    int n_player = j->play.cells.n_player;
    double *mean = malloc((size_t)(j->n_set * n_player) * sizeof *mean);
    j->design->coalition = calloc((size_t)n_player + 1, sizeof *j->design->coalition);
    dt_status status = mean && j->design->coalition ? evaluate(j, &treaty, 1) : DT_NO_MEMORY;
    if (status == DT_OK) {
        take_means(j, mean);
        measure_coalitions(j, mean);
    }
    forget(j);
    free(mean);
    return status;
}

/* The lever that holds the threshold of entry into force; -1 if the game has none. */
static int threshold_lever(const dt_game_design_result *d)
{
    for (int k = 0; k < d->n_lever; k++)
        if (strncmp(d->lever[k].key, "entry_", 6) == 0) return k;
    return -1;
}

static dt_status scan_thresholds(job *j, dt_game_treaty treaty)
{
    dt_game_design_result *d = j->design;
    int lever = threshold_lever(d);
    if (lever < 0) return DT_OK;
    d->threshold = calloc(THRESHOLDS, sizeof *d->threshold);
    if (!d->threshold) return DT_NO_MEMORY;
    snprintf(d->threshold_key, sizeof d->threshold_key, "%s", d->lever[lever].key);
    for (int k = 0; k < THRESHOLDS; k++) {
        d->threshold[k] = treaty;
        d->threshold[k].level[lever] = d->lever[lever].from +
            k * (d->lever[lever].to - d->lever[lever].from) / (THRESHOLDS - 1);
    }
    dt_status status = evaluate(j, d->threshold, THRESHOLDS);
    forget(j);
    d->n_threshold = THRESHOLDS;
    for (int k = 0; k < THRESHOLDS; k++)
        d->threshold[k].level[0] = d->threshold[k].level[lever];
    return status;
}

/* ---- the call ---- */

/* Coalitions first, then other deviations from restraint by all. */
static int list_profiles(const job *j, int64_t *profile)
{
    int n = 0;
    for (int set = 0; set < j->n_set; set++)
        profile[n++] = dt_play_coalition(&j->play, (unsigned)set);
    for (int k = 0; k < j->play.cells.n_player; k++)
        for (int t = 0; t < dt_cells_strategies(&j->play.cells, k); t++)
            if (t != dt_play_cooperation(&j->play, k) && t != dt_play_opposite(&j->play, k))
                profile[n++] = dt_cells_deviation(&j->play.cells, profile[all_of(j)], k, t);
    return n;
}

static dt_status say_too_large(const job *j, dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = DT_E_PLAY_DESIGN};
    snprintf(finding.found, sizeof finding.found, "%d levers, %d players", j->game->n_lever,
             j->play.cells.n_player);
    snprintf(finding.expected, sizeof finding.expected, "1 to %d levers, 2 to %d players after reduction",
             DT_GAME_LEVERS, MOST_PLAYERS);
    return dt_diagnose(diagnostics, &finding);
}

static dt_status prepare(job *j, const dt_simulator *simulator, dt_diagnostics *diagnostics)
{
    int64_t profile[DT_PROBE_PROFILES];
    dt_game_design_result *d = j->design;
    int n_player = j->play.cells.n_player;
    if (j->game->n_lever < 1 || n_player > MOST_PLAYERS) return say_too_large(j, diagnostics);
    j->n_set = 1 << n_player;
    DT_TRY(dt_probe_make(&j->play.cells, simulator, profile, list_profiles(j, profile), &j->probe));
    d->n_lever = j->game->n_lever;
    d->n_point = j->options->n_point;
    d->members = j->options->members;
    for (int k = 0; k < d->n_lever; k++) {
        d->lever[k] = j->game->lever[k];
        j->key[k] = j->game->lever[k].key;
    }
    j->n_batch = (j->options->members + BATCH - 1) / BATCH;
    j->n_payoff = (size_t)(j->n_batch * BATCH * dt_probe_values(&j->probe));
    j->n_scratch = dt_probe_scratch(&j->probe, BATCH);
    j->n_planned = (int64_t)(d->n_point + THRESHOLDS + 1 + 2 * d->n_lever) * d->members * j->probe.n_cell;
    d->point = calloc((size_t)d->n_point, sizeof *d->point);
    j->buffer = malloc((size_t)j->options->members * sizeof *j->buffer);
    j->scratch = malloc((size_t)dt_thread_count(j->options->threads) * j->n_scratch * sizeof *j->scratch);
    return d->point && j->buffer && j->scratch ? DT_OK : DT_NO_MEMORY;
}

static dt_status search(job *j)
{
    dt_game_design_result *d = j->design;
    spread_points(j);
    DT_TRY(evaluate(j, d->point, d->n_point));
    forget(j);
    for (int p = 0; p < d->n_point; p++) {
        d->n_region += is_equilibrium_by(&d->point[p], 0);
        d->n_aim += reaches_aim(j, &d->point[p]);
        d->n_both += is_valid(j, &d->point[p], 0);
    }
    DT_TRY(correlate(j));
    find_robust(j);
    for (int rule = 0; rule < 3; rule++)
        DT_TRY(find_cheapest(j, rule));
    dt_game_treaty chosen = d->has[0] ? d->cheapest[0] : d->point[d->n_point - 1];
    DT_TRY(find_coalitions(j, chosen));
    return scan_thresholds(j, chosen);
}

dt_status dt_game_design_make(const dt_game *game, const dt_simulator *simulator,
                              const dt_game_design_options *options, dt_game_design_result **out,
                              dt_diagnostics *diagnostics)
{
    dt_game_design_options usual = dt_game_design_defaults(), o = options ? *options : usual;
    if (o.n_point < 2) o.n_point = usual.n_point;
    if (o.members < DT_GAME_CHUNK) o.members = usual.members;
    job j = {.game = game, .options = &o, .begin = dt_clock()};
    j.play = (dt_play){.game = game, .result = &j.result};
    DT_TRY(dt_cells_make(game, o.members, &j.play.cells, diagnostics));
    j.design = calloc(1, sizeof *j.design);
    dt_status status = j.design ? prepare(&j, simulator, diagnostics) : DT_NO_MEMORY;
    if (status == DT_OK) status = search(&j);
    if (status == DT_OK) {
        j.design->runs = j.n_done;
        j.design->seconds = dt_clock() - j.begin;
        *out = j.design;
        j.design = NULL;
    }
    dt_game_design_free(j.design);
    forget(&j);
    dt_probe_free(&j.probe);
    dt_cells_free(&j.play.cells);
    free(j.buffer);
    free(j.scratch);
    return status;
}

void dt_game_design_free(dt_game_design_result *design)
{
    if (!design) return;
    free(design->point);
    free(design->coalition);
    free(design->threshold);
    free(design);
}
