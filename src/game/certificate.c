/* Certificates: paired tests of conditions, and the verdict over all of them; bounds of means.
 *
 * Student's test is doubtful for few members and heavy tails: then signs are flipped as well, all ways up to
 * 19 members and at random beyond, and a condition counts as shown only if both tests show it. */
#include "detente/game.h"

#include <math.h>

#include "core/random.h"

enum { EXACT_FLIPS = 19, FLIPS = 9999 };

static const double HEAVY = 6.0; /* excess kurtosis: that of Laplace's distribution is 3 */
static const double LARGE_DF = 1e9;

const char *dt_certified_words(dt_certified verdict)
{
    static const char *const words[DT_CERTIFIED_COUNT] = {"certified", "refuted", "undetermined"};
    return verdict < DT_CERTIFIED_COUNT ? words[verdict] : "";
}

void dt_condition_test(dt_condition *c, double alpha)
{
    double error = c->sd / sqrt((double)c->n), df = (double)(c->n - 1);
    c->flip = NAN;
    if (c->n < 2) {
        c->t = c->low = NAN;
        c->p = 1.0;
        return;
    }
    if (!(error > 0.0)) {
        c->t = c->mean > 0.0 ? HUGE_VAL : c->mean < 0.0 ? -HUGE_VAL : 0.0;
        c->p = c->mean > 0.0 ? 0.0 : c->mean < 0.0 ? 1.0 : 0.5;
        c->low = c->mean;
        return;
    }
    c->t = c->mean / error;
    c->p = dt_t_above(c->t, df);
    c->low = c->mean - dt_t_quantile(1.0 - alpha, df) * error;
}

/* ---- sign flips ---- */

/* Share of all 2^n flips whose sum is at least the one observed: a Gray code changes one sign at a time. */
static double flip_all(const double *x, int n)
{
    double sum = 0.0, size = 0.0;
    for (int k = 0; k < n; k++) {
        sum += x[k];
        size += fabs(x[k]);
    }
    double now = sum, least = sum - 1e-12 * size;
    uint32_t sign = 0, count = 1, total = 1u << n;
    for (uint32_t k = 1; k < total; k++) {
        int bit = __builtin_ctz(k);
        sign ^= 1u << bit;
        now += (sign >> bit & 1u) ? -2.0 * x[bit] : 2.0 * x[bit];
        count += now >= least;
    }
    return count / (double)total;
}

/* The same by random flips. */
static double flip_some(const double *x, int n)
{
    double sum = 0.0;
    int count = 1;
    for (int k = 0; k < n; k++)
        sum += x[k];
    for (uint32_t f = 0; f < FLIPS; f++) {
        double now = 0.0;
        for (int k = 0; k < n; k += 128) {
            const uint32_t counter[4] = {f, (uint32_t)k, DT_PURPOSE_BOOTSTRAP << 16, 1};
            struct dt_philox bits = dt_philox(1, counter);
            for (int j = 0; j < 128 && k + j < n; j++)
                now += bits.word[j / 32] >> (j % 32) & 1u ? x[k + j] : -x[k + j];
        }
        count += now >= sum;
    }
    return count / (FLIPS + 1.0);
}

static double excess_kurtosis(const double *x, int64_t n, double mean)
{
    double second = 0.0, fourth = 0.0;
    for (int64_t k = 0; k < n; k++) {
        double d = (x[k] - mean) * (x[k] - mean);
        second += d;
        fourth += d * d;
    }
    return second > 0.0 ? fourth * (double)n / (second * second) - 3.0 : 0.0;
}

/* Mean and standard deviation of the finite numbers, which are moved to `kept`. */
static void summarise(dt_condition *c, const double *x, int64_t n, double *kept)
{
    double sum = 0.0, square = 0.0;
    c->n = 0;
    for (int64_t k = 0; k < n; k++) {
        if (!isfinite(x[k])) continue;
        kept[c->n++] = x[k];
        sum += x[k];
    }
    c->mean = c->n > 0 ? sum / (double)c->n : NAN;
    for (int64_t k = 0; k < c->n; k++)
        square += (kept[k] - c->mean) * (kept[k] - c->mean);
    c->sd = c->n > 1 ? sqrt(square / (double)(c->n - 1)) : 0.0;
}

void dt_condition_measure(dt_condition *c, double *difference, int64_t n, double alpha)
{
    summarise(c, difference, n, difference);
    dt_condition_test(c, alpha);
    if (c->n < 2 || !(c->sd > 0.0)) return;
    if (c->n <= EXACT_FLIPS)
        c->flip = flip_all(difference, (int)c->n);
    else if (c->n < INT32_MAX && excess_kurtosis(difference, c->n, c->mean) > HEAVY)
        c->flip = flip_some(difference, (int)c->n);
}

/* ---- verdict ---- */

/* The larger of both tests' p. */
static double p_of(const dt_condition *c)
{
    return c->flip > c->p ? c->flip : c->p;
}

/* The larger of both tests' p for the reverse. All flips that reach the observed sum count for the condition,
 * so that those of exactly that sum are missing here: at least the observed one. */
static double p_of_reverse(const dt_condition *c)
{
    double least_flip = c->n <= EXACT_FLIPS ? ldexp(1.0, (int)-c->n) : 1.0 / (FLIPS + 1.0);
    double flip = 1.0 - c->flip + least_flip;
    return flip > 1.0 - c->p ? flip : 1.0 - c->p;
}

static double members_needed(const dt_condition *c, double alpha)
{
    double z = dt_t_quantile(1.0 - alpha, LARGE_DF), ratio = z * c->sd / c->mean;
    return c->n < 2 || c->mean == 0.0 ? HUGE_VAL : ratio * ratio;
}

void dt_certificate_judge(dt_certificate *certificate, double alpha)
{
    int is_refuted = 0;
    certificate->p = 0.0;
    certificate->weakest = 0;
    for (int k = 0; k < certificate->n; k++) {
        const dt_condition *c = &certificate->condition[k];
        double p = p_of(c);
        if (p > certificate->p) {
            certificate->p = p;
            certificate->weakest = k;
        }
        is_refuted |= c->n >= 2 && p_of_reverse(c) <= alpha / certificate->n && c->mean < 0.0;
    }
    int is_certified = certificate->n > 0 && certificate->p <= alpha;
    certificate->verdict = is_certified ? DT_CERTIFIED : is_refuted ? DT_REFUTED : DT_NOT_DETERMINED;
    certificate->needed = 0.0;
    if (certificate->verdict == DT_NOT_DETERMINED && certificate->n > 0)
        certificate->needed = members_needed(&certificate->condition[certificate->weakest], alpha);
}

/* ---- bounds ---- */

static double log_term(int n_player, double n_profile, double delta)
{
    return log(2.0 * n_player * n_profile / delta);
}

double dt_game_uniform_bound(double range, int n_player, double n_profile, int64_t n, double delta)
{
    return range * sqrt(log_term(n_player, n_profile, delta) / (2.0 * (double)n));
}

double dt_game_uniform_samples(double range, int n_player, double n_profile, double bound, double delta)
{
    return ceil(range * range * log_term(n_player, n_profile, delta) / (2.0 * bound * bound));
}

double dt_game_bernstein(double range, double variance, int64_t n, double delta)
{
    double l = log(4.0 / delta), count = (double)n;
    if (n < 2) return HUGE_VAL;
    return sqrt(2.0 * variance * l / count) + 7.0 * range * l / (3.0 * (count - 1.0));
}
