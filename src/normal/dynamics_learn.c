/* Rules of learning: fictitious play and regret matching, round by round. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "core/try.h"
#include "detente/games.h"
#include "normal/methods.h"
#include "normal/nplayer_newton.h"

struct learner {
    const dt_normal *game;
    int n_player, n_total;
    int64_t n_profile;
    double *count;  /* how often each strategy was played, n_total */
    double *regret; /* payoff missed by not having played it, n_total */
    double *mixed, *value;
    int *now; /* strategy of each player */
};

static dt_status open_learner(const dt_normal *game, struct learner *l)
{
    *l = (struct learner){.game = game, .n_player = dt_normal_players(game)};
    l->n_total = dt_normal_total_strategies(game);
    l->n_profile = dt_normal_profiles(game);
    size_t n = (size_t)l->n_total;
    l->count = calloc(4 * n, sizeof *l->count);
    l->now = calloc((size_t)l->n_player, sizeof *l->now);
    if (!l->count || !l->now) {
        free(l->count);
        free(l->now);
        return DT_NO_MEMORY;
    }
    l->regret = l->count + n;
    l->mixed = l->regret + n;
    l->value = l->mixed + n;
    return DT_OK;
}

static void close_learner(struct learner *l)
{
    free(l->count);
    free(l->now);
}

static void mean_play(const struct learner *l, double rounds, double *mixed)
{
    for (int a = 0; a < l->n_total; a++)
        mixed[a] = l->count[a] / rounds;
}

/* Adds the payoffs of all strategies of a player against what the others play now. */
static void add_payoffs(const struct learner *l, int player, double *sum)
{
    int kept = l->now[player], first = dt_normal_offset(l->game, player);
    for (int a = 0; a < dt_normal_strategies(l->game, player); a++) {
        l->now[player] = a;
        sum[first + a] += dt_normal_payoff(l->game, dt_normal_profile(l->game, l->now), player);
    }
    l->now[player] = kept;
}

static void note_play(struct learner *l)
{
    for (int i = 0; i < l->n_player; i++)
        l->count[dt_normal_offset(l->game, i) + l->now[i]] += 1.0;
}

static int best_of(const double *value, int n)
{
    int best = 0;
    for (int a = 1; a < n; a++)
        if (value[a] > value[best]) best = a;
    return best;
}

/* With two players payoffs against the mean play add up round by round; with more the mean play of the others
 * is that of independent players, and is evaluated anew. */
static dt_status reply(struct learner *l, int64_t round)
{
    if (l->n_player > 2) mean_play(l, (double)round, l->mixed);
    for (int i = 0; i < l->n_player; i++) {
        double *value = (l->n_player > 2 ? l->value : l->regret) + dt_normal_offset(l->game, i);
        if (l->n_player > 2)
            DT_TRY(dt_normal_deviations(l->game, l->mixed, i, value));
        else
            add_payoffs(l, i, l->regret);
    }
    for (int i = 0; i < l->n_player; i++) {
        const double *value = (l->n_player > 2 ? l->value : l->regret) + dt_normal_offset(l->game, i);
        l->now[i] = best_of(value, dt_normal_strategies(l->game, i));
    }
    return DT_OK;
}

/* Regrets of the mean play, and of the joint play if that is known. */
static void conclude(const struct learner *l, int64_t rounds, const double *joint, dt_learning *result)
{
    *result = (dt_learning){.rounds = rounds, .coarse_violation = NAN, .violation = NAN};
    result->regret = dt_normal_regret(l->game, l->mixed, &result->relative_regret);
    if (!joint) return;
    result->coarse_violation = dt_correlated_violation(l->game, DT_COARSE, joint);
    result->violation = dt_correlated_violation(l->game, DT_CORRELATED, joint);
}

/* A play of `rounds`; counts profiles in `joint`. */
static dt_status play(struct learner *l, int64_t rounds, double *joint)
{
    note_play(l);
    joint[dt_normal_profile(l->game, l->now)] += 1.0 / (double)rounds;
    for (int64_t round = 1; round < rounds; round++) {
        DT_TRY(reply(l, round));
        note_play(l);
        joint[dt_normal_profile(l->game, l->now)] += 1.0 / (double)rounds;
    }
    return DT_OK;
}

dt_status dt_fictitious_play(const dt_normal *game, int64_t rounds, double *mixed, dt_learning *result)
{
    struct learner l;
    if (rounds < 1) return DT_INPUT;
    DT_TRY(open_learner(game, &l));
    double *joint = calloc((size_t)l.n_profile, sizeof *joint);
    dt_status status = joint ? play(&l, rounds, joint) : DT_NO_MEMORY;
    if (status == DT_OK) {
        mean_play(&l, (double)rounds, l.mixed);
        memcpy(mixed, l.mixed, (size_t)l.n_total * sizeof *mixed);
        if (result) conclude(&l, rounds, joint, result);
    }
    free(joint);
    close_learner(&l);
    return status;
}

/* Draws a strategy in proportion to positive regret; uniformly where nothing is regretted. */
static int draw(const struct learner *l, int player, double u)
{
    int first = dt_normal_offset(l->game, player), n = dt_normal_strategies(l->game, player);
    double total = 0.0;
    for (int a = first; a < first + n; a++)
        total += fmax(l->regret[a], 0.0);
    if (!(total > 0.0)) return (int)(u * n);
    u *= total;
    for (int a = 0; a + 1 < n; a++) {
        u -= fmax(l->regret[first + a], 0.0);
        if (u < 0.0) return a;
    }
    return n - 1;
}

static void match(struct learner *l, int64_t rounds, uint64_t seed, double *joint)
{
    for (int64_t round = 0; round < rounds; round++) {
        for (int i = 0; i < l->n_player; i++)
            l->now[i] = draw(l, i, dt_uniform(seed, (uint64_t)round, (uint32_t)i, DT_PURPOSE_GAME));
        note_play(l);
        int64_t profile = dt_normal_profile(l->game, l->now);
        joint[profile] += 1.0 / (double)rounds;
        for (int i = 0; i < l->n_player; i++) {
            int first = dt_normal_offset(l->game, i), n = dt_normal_strategies(l->game, i);
            double got = dt_normal_payoff(l->game, profile, i);
            add_payoffs(l, i, l->regret);
            for (int a = first; a < first + n; a++)
                l->regret[a] -= got;
        }
    }
}

dt_status dt_regret_matching(const dt_normal *game, int64_t rounds, uint64_t seed, double *mixed,
                             double *joint, dt_learning *result)
{
    struct learner l;
    if (rounds < 1) return DT_INPUT;
    DT_TRY(open_learner(game, &l));
    double *own = calloc((size_t)l.n_profile, sizeof *own);
    if (own) {
        match(&l, rounds, seed, own);
        mean_play(&l, (double)rounds, l.mixed);
        memcpy(mixed, l.mixed, (size_t)l.n_total * sizeof *mixed);
        if (joint) memcpy(joint, own, (size_t)l.n_profile * sizeof *joint);
        if (result) conclude(&l, rounds, own, result);
    }
    dt_status status = own ? DT_OK : DT_NO_MEMORY;
    free(own);
    close_learner(&l);
    return status;
}

/* ---- methods of the table ----------------------------------------------------------------------------- */

enum { TABLE_ROUNDS = 100000, EVOLUTION = 2000 };

/* Strategies that were played less often than this count as not played when the point is sharpened. */
#define PLAYED 0.003

/* Offers the point that a rule led to, and the equilibrium that Newton's method makes of it. */
static dt_status offer(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list,
                       double *mixed)
{
    struct dt_search search = dt_search_begin(game, options, list);
    struct dt_slopes *slopes = NULL;
    DT_TRY(dt_search_offer(&search, mixed, NULL));
    double reached = list->best_regret;
    DT_TRY(dt_slopes_create(game, NULL, NULL, &slopes));
    dt_status status = dt_newton_polish(game, slopes, PLAYED, mixed);
    dt_slopes_free(slopes);
    if (status == DT_OK) status = dt_search_offer(&search, mixed, NULL);
    if (status == DT_NO_SOLUTION) status = DT_OK;
    dt_equilibria_note(list,
                       "mean play of %d rounds has a relative regret of %.3g; listed is what Newton's method "
                       "makes of it",
                       TABLE_ROUNDS, reached);
    return status;
}

dt_status dt_solve_fictitious(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    double *mixed = malloc((size_t)dt_normal_total_strategies(game) * sizeof *mixed);
    dt_status status = mixed ? dt_fictitious_play(game, TABLE_ROUNDS, mixed, NULL) : DT_NO_MEMORY;
    if (status == DT_OK) status = offer(game, options, list, mixed);
    free(mixed);
    return status;
}

dt_status dt_solve_regret_matching(const dt_normal *game, const dt_solve_options *options,
                                   dt_equilibria *list)
{
    double *mixed = malloc((size_t)dt_normal_total_strategies(game) * sizeof *mixed);
    dt_status status = mixed ? dt_regret_matching(game, TABLE_ROUNDS, options->seed, mixed, NULL, NULL)
                             : DT_NO_MEMORY;
    if (status == DT_OK) status = offer(game, options, list, mixed);
    free(mixed);
    return status;
}

/* Lets the shares move on until nobody gains, time is over or the search is; `unit` is one over the greatest
 * range of payoffs. */
static dt_status evolve(const dt_normal *game, const struct dt_search *search, double unit, double *mixed)
{
    dt_dynamics_options options = dt_dynamics_defaults();
    options.tolerance = 1e-8;
    double done = 0.0, relative = 1.0;
    for (double stretch = 1.0; done < EVOLUTION && relative > search->options->tolerance; done += stretch) {
        const double end = stretch * unit;
        const dt_times times = {1, &end};
        if (dt_search_is_over(search)) return DT_OK;
        DT_TRY(dt_game_path(game, &options, mixed, &times, mixed));
        dt_normal_regret(game, mixed, &relative);
        stretch = fmin(1.3 * stretch, 50.0);
    }
    return DT_OK;
}

dt_status dt_solve_replicator(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    double *mixed = malloc((size_t)dt_normal_total_strategies(game) * sizeof *mixed), widest = 0.0;
    if (!mixed) return DT_NO_MEMORY;
    for (int i = 0; i < dt_normal_players(game); i++) {
        double least, greatest;
        dt_normal_range(game, i, &least, &greatest);
        widest = fmax(widest, greatest - least);
        for (int a = 0; a < dt_normal_strategies(game, i); a++)
            mixed[dt_normal_offset(game, i) + a] = 1.0 / dt_normal_strategies(game, i);
    }
    struct dt_search search = dt_search_begin(game, options, list);
    dt_status status = evolve(game, &search, widest > 0.0 ? 1.0 / widest : 1.0, mixed);
    if (status == DT_OK) status = dt_search_offer(&search, mixed, NULL);
    if (status == DT_OK)
        dt_equilibria_note(
            list, "shares that start alike, until nobody gains or a time of %d over the payoff range",
            EVOLUTION);
    free(mixed);
    return status;
}
