/* Expected payoffs, deviations and regret under mixed profiles, in doubles and in fractions.
 *
 * A walk visits the profiles that have a positive probability, from the slowest player to the fastest, and
 * carries the product of probabilities down; parts of the table with probability 0 are never read. */
#include <math.h>

#include "normal/game.h"

struct walk {
    const dt_normal *game;
    const double *mixed;
    int player, strategy; /* whose payoff, and the strategy that it plays for certain; -1: its mixed one */
};

/* Sum over the strategies of players 0..p, given the profile number and probability of the slower ones. */
static double walk_sum(const struct walk *walk, int p, int64_t profile, double weight)
{
    const dt_normal *game = walk->game;
    if (p < 0) return weight * game->payoff[profile * game->n_player + walk->player];
    if (p == walk->player && walk->strategy >= 0)
        return walk_sum(walk, p - 1, profile + walk->strategy * game->stride[p], weight);
    const double *probability = walk->mixed + game->offset[p];
    double sum = 0.0;
    for (int s = 0; s < game->strategies[p]; s++)
        if (probability[s] != 0.0)
            sum += walk_sum(walk, p - 1, profile + s * game->stride[p], weight * probability[s]);
    return sum;
}

static double value_of(const dt_normal *game, const double *mixed, int player, int strategy)
{
    struct walk walk = {.game = game, .mixed = mixed, .player = player, .strategy = strategy};
    return walk_sum(&walk, game->n_player - 1, 0, 1.0);
}

double dt_normal_expected(const dt_normal *game, const double *mixed, int player)
{
    return value_of(game, mixed, player, -1);
}

dt_status dt_normal_deviations(const dt_normal *game, const double *mixed, int player, double *value)
{
    if (player < 0 || player >= game->n_player) return DT_INPUT;
    for (int s = 0; s < game->strategies[player]; s++)
        value[s] = value_of(game, mixed, player, s);
    return DT_OK;
}

/* What a player gains by its best strategy. */
static double gain(const dt_normal *game, const double *mixed, int player)
{
    double best = -HUGE_VAL, now = 0.0;
    for (int s = 0; s < game->strategies[player]; s++) {
        double value = value_of(game, mixed, player, s), share = mixed[game->offset[player] + s];
        if (share != 0.0) now += share * value;
        best = fmax(best, value);
    }
    return fmax(best - now, 0.0);
}

double dt_normal_regret(const dt_normal *game, const double *mixed, double *relative)
{
    double most = 0.0, most_relative = 0.0;
    for (int i = 0; i < game->n_player; i++) {
        double more = gain(game, mixed, i), least, greatest;
        dt_normal_range(game, i, &least, &greatest);
        most = more > most || isnan(more) ? more : most;
        if (greatest > least && !(more / (greatest - least) <= most_relative))
            most_relative = more / (greatest - least);
    }
    if (relative) *relative = most_relative;
    return most;
}

/* The same with fractions. */

struct exact_walk {
    const dt_normal *game;
    const mpq_t *mixed;
    int player, strategy;
    mpq_t payoff, weight[DT_NORMAL_PLAYERS + 1]; /* weight[p]: probability of the players from p on */
    mpq_ptr sum;
};

static void exact_sum(struct exact_walk *walk, int p, int64_t profile)
{
    const dt_normal *game = walk->game;
    if (p < 0) {
        dt_normal_exact_payoff(game, profile, walk->player, walk->payoff);
        mpq_mul(walk->payoff, walk->payoff, walk->weight[0]);
        mpq_add(walk->sum, walk->sum, walk->payoff);
        return;
    }
    if (p == walk->player) {
        mpq_set(walk->weight[p], walk->weight[p + 1]);
        exact_sum(walk, p - 1, profile + walk->strategy * game->stride[p]);
        return;
    }
    for (int s = 0; s < game->strategies[p]; s++) {
        const mpq_t *share = &walk->mixed[game->offset[p] + s];
        if (mpq_sgn(*share) == 0) continue;
        mpq_mul(walk->weight[p], walk->weight[p + 1], *share);
        exact_sum(walk, p - 1, profile + s * game->stride[p]);
    }
}

/* Raises `regret` to what a player gains, if that is more. */
static void exact_gain(struct exact_walk *walk, mpq_t regret)
{
    mpq_t value, now, best;
    mpq_inits(value, now, best, NULL);
    for (int s = 0; s < walk->game->strategies[walk->player]; s++) {
        const mpq_t *share = &walk->mixed[walk->game->offset[walk->player] + s];
        walk->strategy = s;
        walk->sum = value;
        mpq_set_ui(value, 0, 1);
        exact_sum(walk, walk->game->n_player - 1, 0);
        if (s == 0 || mpq_cmp(value, best) > 0) mpq_set(best, value);
        mpq_mul(value, value, *share);
        mpq_add(now, now, value);
    }
    mpq_sub(best, best, now);
    if (mpq_cmp(best, regret) > 0) mpq_set(regret, best);
    mpq_clears(value, now, best, NULL);
}

void dt_normal_exact_regret(const dt_normal *game, const mpq_t *mixed, mpq_t regret)
{
    struct exact_walk walk = {.game = game, .mixed = mixed};
    mpq_init(walk.payoff);
    for (int p = 0; p <= game->n_player; p++)
        mpq_init(walk.weight[p]);
    mpq_set_ui(walk.weight[game->n_player], 1, 1);
    mpq_set_ui(regret, 0, 1);
    for (walk.player = 0; walk.player < game->n_player; walk.player++)
        exact_gain(&walk, regret);
    for (int p = 0; p <= game->n_player; p++)
        mpq_clear(walk.weight[p]);
    mpq_clear(walk.payoff);
}
