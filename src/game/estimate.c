/* Means, shares and their intervals.
 *
 * Cells may have different numbers of members. The mean of a payoff is then the mean of its difference from
 * the first profile, over the members that both have, on top of the first profile's mean over all: members
 * are compared with themselves, and one that happens to be rich does not favour the cell that has it. */
#include <math.h>
#include <stdlib.h>

#include "core/try.h"
#include "game/play.h"

static const double Z_95 = 1.95996398454005423552;
static const double LEVEL = 0.975;

dt_estimate dt_share_of(int64_t k, int64_t n)
{
    if (n == 0) return (dt_estimate){NAN, 0.0, 1.0};
    double count = (double)n, share = (double)k / count, z2 = Z_95 * Z_95 / count;
    double middle = (share + 0.5 * z2) / (1.0 + z2),
           half = Z_95 * sqrt(share * (1.0 - share) / count + 0.25 * z2 / count) / (1.0 + z2);
    return (dt_estimate){share, k == 0 ? 0.0 : middle - half, k == n ? 1.0 : middle + half};
}

static dt_estimate with_error(double mean, double error, int64_t n)
{
    double half = n > 1 ? dt_t_quantile(LEVEL, (double)(n - 1)) * error : HUGE_VAL;
    return (dt_estimate){mean, mean - half, mean + half};
}

static dt_estimate estimate_of(const dt_condition *c)
{
    return with_error(c->mean, c->sd / sqrt((double)c->n), c->n);
}

dt_estimate dt_mean_of(double *x, int64_t n)
{
    dt_condition c = {.n = 0};
    dt_condition_measure(&c, x, n, 0.05);
    return c.n > 0 ? estimate_of(&c) : (dt_estimate){NAN, -HUGE_VAL, HUGE_VAL};
}

int64_t dt_play_difference(const dt_play *play, int64_t a, int64_t b, int player, double *out)
{
    const dt_game_samples *s = &play->samples;
    int64_t na = dt_samples_members(s, a, player), nb = dt_samples_members(s, b, player);
    int64_t n = na < nb ? na : nb;
    for (int64_t m = 0; m < n; m++)
        out[m] = dt_samples_payoff(s, a, player, m) - dt_samples_payoff(s, b, player, m);
    return n;
}

/* Mean of a payoff; `base` is that of the first profile, over all its members. */
static dt_estimate mean_payoff(const dt_play *play, int64_t profile, int player, const dt_condition *base)
{
    double *x = play->scratch;
    dt_condition difference = {.n = 0};
    int64_t n = dt_samples_members(&play->samples, profile, player);
    if (n == dt_samples_members(&play->samples, 0, player)) {
        for (int64_t m = 0; m < n; m++)
            x[m] = dt_samples_payoff(&play->samples, profile, player, m);
        return dt_mean_of(x, n);
    }
    n = dt_play_difference(play, profile, 0, player, x);
    dt_condition_measure(&difference, x, n, 0.05);
    if (difference.n == 0 || base->n == 0) return (dt_estimate){NAN, -HUGE_VAL, HUGE_VAL};
    double variance = difference.sd * difference.sd / (double)difference.n +
        base->sd * base->sd / (double)base->n;
    return with_error(base->mean + difference.mean, sqrt(variance), difference.n);
}

dt_status dt_play_means(dt_play *play)
{
    dt_game_result *r = play->result;
    for (int k = 0; k < r->n_player; k++) {
        dt_condition base = {.n = 0};
        int64_t n = dt_samples_members(&play->samples, 0, k);
        for (int64_t m = 0; m < n; m++)
            play->scratch[m] = dt_samples_payoff(&play->samples, 0, k, m);
        dt_condition_measure(&base, play->scratch, n, 0.05);
        for (int64_t s = 0; s < r->n_profile; s++) {
            dt_estimate e = mean_payoff(play, s, k, &base);
            if (!isfinite(e.mean)) return DT_MEMBERS_FAILED;
            r->payoff[s * r->n_player + k] = e;
            dt_normal_set_payoff(r->mean, s, k, e.mean);
        }
    }
    return DT_OK;
}

int64_t dt_play_members(const dt_play *play, int64_t profile)
{
    int64_t least = play->samples.members;
    for (int k = 0; k < play->cells.n_player; k++)
        for (int t = 0; t < dt_cells_strategies(&play->cells, k); t++) {
            int64_t other = dt_cells_deviation(&play->cells, profile, k, t);
            int64_t n = dt_samples_members(&play->samples, other, k);
            if (n < least) least = n;
        }
    return least;
}

/* Whether a profile is an equilibrium of a member's own game: 1, 0, or -1 where that is not known. */
static int is_equilibrium_in(const dt_play *play, int64_t profile, int64_t m)
{
    for (int k = 0; k < play->cells.n_player; k++) {
        double own = dt_samples_payoff(&play->samples, profile, k, m);
        for (int t = 0; t < dt_cells_strategies(&play->cells, k); t++) {
            int64_t other = dt_cells_deviation(&play->cells, profile, k, t);
            double gain = dt_samples_payoff(&play->samples, other, k, m) - own;
            if (isnan(gain)) return -1;
            if (gain > 0.0) return 0;
        }
    }
    return 1;
}

static int is_equilibrium_of_means(const dt_play *play, int64_t profile)
{
    const dt_game_result *r = play->result;
    for (int k = 0; k < r->n_player; k++)
        for (int t = 0; t < dt_cells_strategies(&play->cells, k); t++) {
            int64_t other = dt_cells_deviation(&play->cells, profile, k, t);
            if (dt_normal_payoff(r->mean, other, k) > dt_normal_payoff(r->mean, profile, k)) return 0;
        }
    return 1;
}

void dt_play_profiles(dt_play *play)
{
    dt_game_result *r = play->result;
    for (int64_t s = 0; s < r->n_profile; s++) {
        dt_game_profile *profile = &r->profile[s];
        int64_t n = dt_play_members(play, s), k = 0, known = 0;
        for (int64_t m = 0; m < n; m++) {
            int is = is_equilibrium_in(play, s, m);
            known += is >= 0;
            k += is == 1;
        }
        profile->members = known;
        profile->share = dt_share_of(k, known);
        profile->is_equilibrium = is_equilibrium_of_means(play, s);
        profile->total = 0.0;
        for (int p = 0; p < r->n_player; p++)
            profile->total += dt_normal_payoff(r->mean, s, p);
    }
}
