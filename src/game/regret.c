/* Intervals of regret: members are drawn again with replacement, and the greatest mean gain of a deviation is
 * taken in each sample. Percentiles of it are the interval, as for any largest of several means they lie
 * rather high. */
#include <math.h>
#include <stdlib.h>

#include "core/random.h"
#include "core/try.h"
#include "game/play.h"

enum { SEED = 1 };

static const double SMALL_REGRET = 0.01;

/* Gains of deviations: [member][deviation], a deviation being a player's strategy. */
typedef struct gains {
    int64_t n;
    int n_deviation;
    double *value;
} gains;

/* Weight of a profile for the others of `player`, and for all. */
static double weight_of(const dt_play *play, const double *mixed, const int *strategy, int player)
{
    double weight = 1.0;
    for (int k = 0; k < play->cells.n_player; k++)
        if (k != player) weight *= mixed[dt_normal_offset(play->result->mean, k) + strategy[k]];
    return weight;
}

/* Members that all profiles of weight have. */
static int64_t common_members(const dt_play *play, const double *mixed)
{
    int64_t least = play->samples.members;
    int strategy[DT_GAME_PLAYERS];
    for (int64_t s = 0; s < play->cells.n_profile; s++) {
        dt_cells_profile(&play->cells, s, strategy);
        for (int k = 0; k < play->cells.n_player; k++) {
            int64_t n = dt_samples_members(&play->samples, s, k);
            if (n < least && weight_of(play, mixed, strategy, k) > 0.0) least = n;
        }
    }
    return least;
}

/* Adds what a profile gives the strategies of each player, in every member. */
static void add_profile(const dt_play *play, const double *mixed, int64_t s, gains *g)
{
    int strategy[DT_GAME_PLAYERS];
    dt_cells_profile(&play->cells, s, strategy);
    for (int k = 0; k < play->cells.n_player; k++) {
        double weight = weight_of(play, mixed, strategy, k);
        if (!(weight > 0.0)) continue;
        int d = dt_normal_offset(play->result->mean, k) + strategy[k];
        for (int64_t m = 0; m < g->n; m++)
            g->value[m * g->n_deviation + d] += weight * dt_samples_payoff(&play->samples, s, k, m);
    }
}

/* From payoffs of strategies to gains over the mixture. */
static void subtract_mixture(const dt_play *play, const double *mixed, gains *g)
{
    for (int64_t m = 0; m < g->n; m++)
        for (int k = 0; k < play->cells.n_player; k++) {
            int first = dt_normal_offset(play->result->mean, k), n = dt_cells_strategies(&play->cells, k);
            double *value = g->value + m * g->n_deviation + first, own = 0.0;
            for (int t = 0; t < n; t++)
                own += mixed[first + t] * value[t];
            for (int t = 0; t < n; t++)
                value[t] -= own;
        }
}

/* Members with a number that is not finite are dropped. */
static void drop_failed(gains *g)
{
    int64_t kept = 0;
    for (int64_t m = 0; m < g->n; m++) {
        int is_finite = 1;
        for (int d = 0; d < g->n_deviation; d++)
            is_finite &= isfinite(g->value[m * g->n_deviation + d]) != 0;
        for (int d = 0; is_finite && d < g->n_deviation; d++)
            g->value[kept * g->n_deviation + d] = g->value[m * g->n_deviation + d];
        kept += is_finite;
    }
    g->n = kept;
}

static double greatest(const double *x, int n)
{
    double most = 0.0;
    for (int k = 0; k < n; k++)
        most = fmax(most, x[k]);
    return most;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Greatest mean gain in each of n resamples. */
static void resample(const gains *g, int n, double *sum, double *out)
{
    for (int b = 0; b < n; b++) {
        for (int d = 0; d < g->n_deviation; d++)
            sum[d] = 0.0;
        for (int64_t i = 0; i < g->n; i++) {
            double u = dt_uniform(SEED, (uint64_t)b, (uint32_t)i, DT_PURPOSE_BOOTSTRAP);
            const double *row = g->value + (int64_t)(u * (double)g->n) * g->n_deviation;
            for (int d = 0; d < g->n_deviation; d++)
                sum[d] += row[d];
        }
        out[b] = greatest(sum, g->n_deviation) / (double)g->n;
    }
    qsort(out, (size_t)n, sizeof *out, ascending);
}

/* Share of members whose greatest gain is small against the range of the player's payoffs. */
static double share_of_small(const dt_play *play, const gains *g)
{
    int64_t n_small = 0;
    for (int64_t m = 0; m < g->n; m++) {
        int is_small = 1;
        for (int k = 0; k < play->cells.n_player; k++) {
            double least, most;
            dt_normal_range(play->result->mean, k, &least, &most);
            const double *row = g->value + m * g->n_deviation + dt_normal_offset(play->result->mean, k);
            is_small &= greatest(row, dt_cells_strategies(&play->cells, k)) <= SMALL_REGRET * (most - least);
        }
        n_small += is_small;
    }
    return g->n > 0 ? (double)n_small / (double)g->n : NAN;
}

dt_status dt_play_regret(const dt_play *play, const double *mixed, dt_estimate *regret, double *share)
{
    int n = play->options.n_bootstrap;
    gains g = {.n = common_members(play, mixed),
               .n_deviation = dt_normal_total_strategies(play->result->mean)};
    g.value = calloc((size_t)(g.n * g.n_deviation + 1), sizeof *g.value);
    double *out = malloc((size_t)(n + g.n_deviation) * sizeof *out);
    dt_status status = g.value && out ? DT_OK : DT_NO_MEMORY;
    if (status != DT_OK) goto done;
    for (int64_t s = 0; s < play->cells.n_profile; s++)
        add_profile(play, mixed, s, &g);
    subtract_mixture(play, mixed, &g);
    drop_failed(&g);
    if (share) *share = share_of_small(play, &g);
    *regret = (dt_estimate){dt_normal_regret(play->result->mean, mixed, NULL), 0.0, HUGE_VAL};
    if (g.n > 1) {
        resample(&g, n, out + n, out);
        regret->low = out[(int)(0.025 * n)];
        regret->high = out[(int)(0.975 * n)];
    }
done:
    free(g.value);
    free(out);
    return status;
}
