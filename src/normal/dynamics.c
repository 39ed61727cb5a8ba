/* Paths of population shares: replicator and logit dynamics, for one population and for one population a
 * player.
 *
 * Replicator shares are integrated as logarithms, so that rare strategies keep their relative precision and
 * no share ever becomes negative; only the change relative to the mean matters, and the logarithms are
 * brought back to a sum of one as they are read. The integrator is the pair of orders 5 and 4 of Dormand and
 * Prince (Journal of Computational and Applied Mathematics 6 (1980) 19-26) with step control and its
 * fourth-order interpolant left unused: steps end at the times asked for. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/games.h"

enum { STAGES = 7, MOST_STEPS = 10000000 };

/* Rates of change of the state y of n numbers. */
typedef void slopes_of(const void *context, const double *y, double *slope);

struct integrator {
    int n;
    slopes_of *slopes;
    const void *context;
    double tolerance, step;
    double *y, *trial, *stage; /* n, n, STAGES * n */
};

/* Coefficients of the stages, of the fifth order (the last row: first-same-as-last), and of the error. */
static const double stage_weight[STAGES][STAGES - 1] = {
    {0},
    {1.0 / 5},
    {3.0 / 40, 9.0 / 40},
    {44.0 / 45, -56.0 / 15, 32.0 / 9},
    {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
    {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
    {35.0 / 384, 0.0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}};
static const double error_weight[STAGES] = {71.0 / 57600,      0.0,        -71.0 / 16695, 71.0 / 1920,
                                            -17253.0 / 339200, 22.0 / 525, -1.0 / 40};

/* All stages of a step of length h; the end is in `trial`. Returns the error relative to the tolerance. */
static double try_step(struct integrator *g, double h)
{
    int n = g->n;
    double worst = 0.0;
    for (int s = 1; s < STAGES; s++) {
        for (int j = 0; j < n; j++) {
            double sum = 0.0;
            for (int k = 0; k < s; k++)
                sum += stage_weight[s][k] * g->stage[k * n + j];
            g->trial[j] = g->y[j] + h * sum;
        }
        g->slopes(g->context, g->trial, g->stage + s * n);
    }
    for (int j = 0; j < n; j++) {
        double error = 0.0;
        for (int k = 0; k < STAGES; k++)
            error += error_weight[k] * g->stage[k * n + j];
        worst = fmax(worst, fabs(h * error));
    }
    return isfinite(worst) ? worst / g->tolerance : INFINITY;
}

/* Integrates over a length of time. */
static dt_status advance(struct integrator *g, double length)
{
    double done = 0.0;
    int n = g->n;
    if (length == 0.0) return DT_OK;
    if (!(g->step > 0.0)) g->step = 0.01 * length;
    g->slopes(g->context, g->y, g->stage);
    for (int64_t k = 0; k < MOST_STEPS; k++) {
        double left = length - done, h = fmin(g->step, left);
        double error = try_step(g, h);
        double factor = error > 0.0 ? fmin(fmax(0.9 * pow(error, -0.2), 0.2), 5.0) : 5.0;
        if (error <= 1.0) {
            memcpy(g->y, g->trial, (size_t)n * sizeof *g->y);
            memcpy(g->stage, g->stage + (STAGES - 1) * n, (size_t)n * sizeof *g->y);
            done += h;
            /* A last step that was cut short says nothing about the next one. */
            if (h < left || factor < 1.0) g->step = h * factor;
            if (h == left) return DT_OK;
        } else {
            g->step = h * factor;
        }
        if (!(g->step > 1e-14 * length)) return DT_NO_SOLUTION;
    }
    return DT_NO_SOLUTION;
}

/* ---- one population and several ----------------------------------------------------------------------- */

/* What the slopes need: parts of the state, one a population, and their payoffs. */
struct society {
    enum dt_dynamics kind;
    double noise;
    int n_part, n;
    const int *first; /* n_part + 1 */
    const double *matrix;
    const dt_normal *game;
    double *share, *payoff;
    dt_status *status; /* of the evaluation of payoffs */
};

static void find_payoffs(const struct society *s)
{
    if (s->matrix) {
        for (int a = 0; a < s->n; a++) {
            double sum = 0.0;
            for (int b = 0; b < s->n; b++)
                sum += s->matrix[a * s->n + b] * s->share[b];
            s->payoff[a] = sum;
        }
        return;
    }
    for (int i = 0; i < s->n_part; i++) {
        dt_status status = dt_normal_deviations(s->game, s->share, i, s->payoff + s->first[i]);
        if (status != DT_OK) *s->status = status;
    }
}

/* Shares from a state: exponentials brought to a sum of one, or the state itself. */
static void find_shares(const struct society *s, const double *y)
{
    for (int i = 0; i < s->n_part; i++) {
        double top = -INFINITY, sum = 0.0;
        for (int a = s->first[i]; a < s->first[i + 1]; a++)
            top = fmax(top, y[a]);
        for (int a = s->first[i]; a < s->first[i + 1]; a++)
            sum += s->share[a] = s->kind == DT_REPLICATOR ? exp(y[a] - top) : y[a];
        for (int a = s->first[i]; a < s->first[i + 1]; a++)
            s->share[a] /= sum;
    }
}

static void replicator_slopes(const struct society *s, int i, const double *y, double *slope)
{
    double mean = 0.0;
    for (int a = s->first[i]; a < s->first[i + 1]; a++)
        mean += s->share[a] * s->payoff[a];
    for (int a = s->first[i]; a < s->first[i + 1]; a++)
        slope[a] = y[a] > -INFINITY ? s->payoff[a] - mean : 0.0;
}

static void logit_slopes(const struct society *s, int i, const double *y, double *slope)
{
    double top = -INFINITY, sum = 0.0;
    for (int a = s->first[i]; a < s->first[i + 1]; a++)
        top = fmax(top, s->payoff[a]);
    for (int a = s->first[i]; a < s->first[i + 1]; a++)
        sum += slope[a] = exp((s->payoff[a] - top) / s->noise);
    for (int a = s->first[i]; a < s->first[i + 1]; a++)
        slope[a] = slope[a] / sum - y[a];
}

static void slopes(const void *context, const double *y, double *slope)
{
    const struct society *s = context;
    find_shares(s, y);
    find_payoffs(s);
    for (int i = 0; i < s->n_part; i++)
        if (s->kind == DT_REPLICATOR)
            replicator_slopes(s, i, y, slope);
        else
            logit_slopes(s, i, y, slope);
}

/* Checks shares and turns them into a state. */
static dt_status begin(const struct society *s, const double *start, double *y)
{
    for (int i = 0; i < s->n_part; i++) {
        double sum = 0.0;
        for (int a = s->first[i]; a < s->first[i + 1]; a++) {
            if (!(start[a] >= 0.0)) return DT_INPUT;
            sum += start[a];
        }
        if (!(fabs(sum - 1.0) <= 1e-9)) return DT_INPUT;
        for (int a = s->first[i]; a < s->first[i + 1]; a++)
            y[a] = s->kind == DT_REPLICATOR ? log(start[a] / sum) : start[a] / sum;
    }
    return DT_OK;
}

/* Logarithms may drift together; they are brought back so that shares sum to one. */
static void settle(const struct society *s, double *y)
{
    find_shares(s, y);
    for (int i = 0; i < s->n_part && s->kind == DT_REPLICATOR; i++) {
        double excess = -INFINITY;
        for (int a = s->first[i]; a < s->first[i + 1]; a++)
            if (s->share[a] > 0.1 / (s->first[i + 1] - s->first[i])) excess = y[a] - log(s->share[a]);
        for (int a = s->first[i]; a < s->first[i + 1]; a++)
            y[a] -= excess;
    }
}

static dt_status follow(struct society *s, const dt_dynamics_options *options, const double *start,
                        const dt_times *times, double *share)
{
    size_t n = (size_t)s->n;
    double *memory = malloc((STAGES + 4) * n * sizeof *memory), before = 0.0;
    if (!memory) return DT_NO_MEMORY;
    struct integrator g = {.n = s->n, .slopes = slopes, .context = s, .tolerance = options->tolerance};
    g.y = memory;
    g.trial = g.y + n;
    g.stage = g.trial + n;
    s->share = g.stage + STAGES * n;
    s->payoff = s->share + n;
    dt_status status = begin(s, start, g.y), evaluation = DT_OK;
    s->status = &evaluation;
    for (int k = 0; k < times->n && status == DT_OK; k++) {
        status = times->time[k] >= before ? advance(&g, times->time[k] - before) : DT_INPUT;
        before = times->time[k];
        if (evaluation != DT_OK) status = evaluation;
        settle(s, g.y);
        if (status == DT_OK) memcpy(share + (size_t)k * n, s->share, n * sizeof *share);
    }
    free(memory);
    return status;
}

dt_dynamics_options dt_dynamics_defaults(void)
{
    return (dt_dynamics_options){.kind = DT_REPLICATOR, .tolerance = 1e-11, .noise = 0.1};
}

static int is_valid(const dt_dynamics_options *options)
{
    return options->tolerance > 0.0 && (options->kind != DT_LOGIT || options->noise > 0.0);
}

dt_status dt_population_path(const double *payoff, int k, const dt_dynamics_options *options,
                             const double *start, const dt_times *times, double *share)
{
    const dt_dynamics_options defaults = dt_dynamics_defaults();
    const int first[2] = {0, k};
    if (!options) options = &defaults;
    if (k < 1 || !is_valid(options)) return DT_INPUT;
    struct society s = {.kind = options->kind, .noise = options->noise, .n_part = 1, .n = k};
    s.first = first;
    s.matrix = payoff;
    return follow(&s, options, start, times, share);
}

dt_status dt_game_path(const dt_normal *game, const dt_dynamics_options *options, const double *start,
                       const dt_times *times, double *share)
{
    const dt_dynamics_options defaults = dt_dynamics_defaults();
    int first[DT_NORMAL_PLAYERS + 1];
    if (!options) options = &defaults;
    if (!is_valid(options)) return DT_INPUT;
    struct society s = {.kind = options->kind, .noise = options->noise, .game = game, .first = first};
    s.n_part = dt_normal_players(game);
    s.n = dt_normal_total_strategies(game);
    for (int i = 0; i < s.n_part; i++)
        first[i] = dt_normal_offset(game, i);
    first[s.n_part] = s.n;
    return follow(&s, options, start, times, share);
}
