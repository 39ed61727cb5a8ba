/* Games of many instruments, and the choice of the ridge.
 *
 * The ridge is chosen by leaving instruments out. Refitting for each would take long; instead one Newton step
 * leads from the estimate of all to that without an instrument: theta_t = theta - (H - H_t)^-1 s_t, with the
 * score s_t and the information H_t of that instrument (approximate cross-validation). The ridge with the
 * smallest mean log-loss wins. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "participation/fit.h"
#include "solve/dense.h"

const double dt_treaty_node[N_NODE] = {
    -4.512745863399783, -3.20542900285647, -2.07684797867783, -1.0232556637891326, 0.0,
    1.0232556637891326, 2.07684797867783,  3.20542900285647,  4.512745863399783,
};
const double dt_treaty_weight[N_NODE] = {
    2.2345844007746607e-05, 0.0027891413212317692, 0.04991640676521782,
    0.24409750289493953,    0.40634920634920635,   0.24409750289493953,
    0.04991640676521782,    0.0027891413212317692, 2.2345844007746607e-05,
};

static const double ridges[] = {0.5, 1.0, 2.0};
static const double spreads[] = {0.15, 0.3, 0.6, 1.0, 1.5, 2.5, 4.0};
enum { N_RIDGE = sizeof ridges / sizeof ridges[0], N_SPREAD = sizeof spreads / sizeof spreads[0] };

/* Levels of a text at which it is played: N_LEVEL of them, around 0. */
enum { N_LEVEL = 25 };
static const double LEVEL_STEP = 0.4;

static const double START_VARIANCE = 0.3;
static const double LEAST_CHANCE = 1e-9;

static dt_status problem_init(struct dt_treaty_problem *problem, int n_game, int n_state)
{
    size_t per_game = (size_t)n_state * (N_TERM + 2);
    *problem = (struct dt_treaty_problem){.n_game = n_game};
    problem->instrument = calloc((size_t)n_game + 1, sizeof *problem->instrument);
    problem->game = calloc((size_t)n_game + 1, sizeof *problem->game);
    problem->network = calloc((size_t)n_game + 1, sizeof *problem->network);
    problem->room = calloc((size_t)n_game * per_game + 1, sizeof *problem->room);
    if (problem->instrument && problem->game && problem->network && problem->room) return DT_OK;
    dt_treaty_problem_clear(problem);
    return DT_NO_MEMORY;
}

void dt_treaty_problem_clear(struct dt_treaty_problem *problem)
{
    for (int t = 0; problem->network && t < problem->n_game; t++)
        dt_net_clear(&problem->network[t]);
    free(problem->instrument);
    free(problem->game);
    free(problem->network);
    free(problem->room);
    memset(problem, 0, sizeof *problem);
}

/* Game t, of an instrument. */
static dt_status build_game(const dt_treaty_data *data, int instrument, const unsigned char *pool,
                            struct dt_treaty_problem *problem, int t)
{
    int n = data->n_state;
    const dt_treaty_text *text = &data->instrument[instrument].text;
    double *x = problem->room + (long)t * n * (N_TERM + 2), *success = x + (long)n * N_TERM,
           *trials = success + n;
    dt_design_fill(data, text, pool, x);
    for (int i = 0; i < n; i++) {
        int y = data->y[(long)instrument * n + i];
        success[i] = y == 1;
        trials[i] = y >= 0;
    }
    problem->instrument[t] = instrument;
    problem->game[t] = (struct dt_net_game){n, x, success, trials, &problem->network[t]};
    return dt_design_network(data, text, pool, &problem->network[t]);
}

dt_status dt_treaty_problem_build(const dt_treaty_data *data, const unsigned char *use, int is_any_time,
                                  struct dt_treaty_problem *out)
{
    struct dt_treaty_problem made;
    unsigned char pool[MAX_INSTRUMENT];
    int n_game = 0, t = 0;
    for (int o = 0; o < data->n_instrument; o++)
        n_game += use[o] && data->instrument[o].is_fit;
    DT_TRY(problem_init(&made, n_game, data->n_state));
    dt_design_penalty(1.0, made.penalty);
    for (int o = 0; o < data->n_instrument; o++) {
        if (!use[o] || !data->instrument[o].is_fit) continue;
        dt_design_pool(data, &data->instrument[o].text, use, is_any_time, pool);
        dt_status status = build_game(data, o, pool, &made, t++);
        if (status == DT_OK) continue;
        dt_treaty_problem_clear(&made);
        return status;
    }
    *out = made;
    return DT_OK;
}

dt_status dt_treaty_marginal(const struct dt_net_game *game, const double *theta, double level_variance,
                             double *p)
{
    double *at = calloc((size_t)game->n + 1, sizeof *at), sd = sqrt(level_variance);
    if (!at) return DT_NO_MEMORY;
    dt_status status = DT_OK;
    memset(p, 0, sizeof *p * (size_t)game->n);
    for (int q = 0; q < N_NODE && status == DT_OK; q++) {
        status = dt_net_game_play(game, N_TERM, theta, sd * dt_treaty_node[q], at);
        for (int i = 0; i < game->n; i++)
            p[i] += dt_treaty_weight[q] * at[i];
    }
    free(at);
    return status;
}

static double mean_log_loss(const struct dt_net_game *game, const double *p)
{
    double sum = 0.0, n = 0.0;
    for (int i = 0; i < game->n; i++) {
        double q = fmin(1.0 - LEAST_CHANCE, fmax(LEAST_CHANCE, p[i]));
        sum -= game->success[i] * log(q) + (game->trials[i] - game->success[i]) * log1p(-q);
        n += game->trials[i];
    }
    return n > 0.0 ? sum / n : 0.0;
}

/* Coefficients without game t, one Newton step from the estimate. `h` holds n_all^2, `move` n_all. */
static dt_status leave_out(const struct dt_net_game *game, const struct dt_net_game_estimate *e, int t,
                           double *h, double *move)
{
    enum { WIDE = N_THETA + 1 };
    int n = N_THETA + e->n_game;
    double score[WIDE], *information = calloc((size_t)WIDE * WIDE, sizeof *information);
    double *p = calloc((size_t)game->n + 1, sizeof *p);
    dt_status status = information && p ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) status = dt_net_game_play(game, N_TERM, e->theta, e->level[t], p);
    if (status == DT_OK) status = dt_net_game_information(game, N_TERM, e->theta, p, score, information);
    if (status == DT_OK) {
        memcpy(h, e->full, sizeof *h * (size_t)n * (size_t)n);
        memset(move, 0, sizeof *move * (size_t)n);
        for (int c = 0; c < WIDE; c++) {
            int row = c < N_THETA ? c : N_THETA + t;
            move[row] = -score[c];
            for (int d = 0; d <= c; d++)
                h[(long)row * n + (d < N_THETA ? d : N_THETA + t)] -= information[(long)c * WIDE + d];
        }
        status = dt_dense_cholesky(h, n);
    }
    if (status == DT_OK) dt_dense_cholesky_solve(h, n, move);
    for (int c = 0; status == DT_OK && c < N_THETA; c++)
        move[c] += e->theta[c];
    free(information);
    free(p);
    return status;
}

/* Log-losses of game t, left out, for each spread of its level. The game is played once at each level of a
 * grid, from the level beside it. `p` holds N_LEVEL rows of n. */
static dt_status losses_of_levels(const struct dt_net_game *game, const double *theta, double *p,
                                  double loss[N_SPREAD])
{
    int n = game->n;
    double mean[DT_TREATY_STATES];
    for (int i = 0; i < n; i++)
        p[i] = 0.5;
    for (int u = 0; u < N_LEVEL; u++) {
        if (u) memcpy(p + (long)u * n, p + (long)(u - 1) * n, sizeof *p * (size_t)n);
        DT_TRY(dt_net_game_play(game, N_TERM, theta, LEVEL_STEP * (u - N_LEVEL / 2), p + (long)u * n));
    }
    for (int s = 0; s < N_SPREAD; s++) {
        double total = 0.0;
        memset(mean, 0, sizeof mean);
        for (int u = 0; u < N_LEVEL; u++) {
            double level = LEVEL_STEP * (u - N_LEVEL / 2), weight = exp(-0.5 * level * level / spreads[s]);
            total += weight;
            for (int i = 0; i < n; i++)
                mean[i] += weight * p[(long)u * n + i];
        }
        for (int i = 0; i < n; i++)
            mean[i] /= total;
        loss[s] = mean_log_loss(game, mean);
    }
    return DT_OK;
}

/* Mean log-loss of games that are left out, least over the spreads of a text's level; *spread is the best. A
 * game that cannot be left out counts as its own level of chance. */
static dt_status left_out_loss(const struct dt_treaty_problem *problem, const struct dt_net_game_estimate *e,
                               double *loss, double *spread)
{
    int n = N_THETA + e->n_game, best = 0;
    size_t room = (size_t)n * (size_t)(n + 1);
    double sum[N_SPREAD] = {0.0}, one[N_SPREAD];
    double *h = calloc(room + (size_t)N_LEVEL * DT_TREATY_STATES, sizeof *h);
    if (!h) return DT_NO_MEMORY;
    dt_status status = DT_OK;
    for (int t = 0; status == DT_OK && t < problem->n_game; t++) {
        double *move = h + (long)n * n;
        dt_status left = leave_out(&problem->game[t], e, t, h, move);
        if (left == DT_OK) left = losses_of_levels(&problem->game[t], move, h + room, one);
        if (left == DT_NO_MEMORY) status = left;
        for (int s = 0; s < N_SPREAD; s++)
            sum[s] += left == DT_OK ? one[s] : log(2.0);
    }
    for (int s = 0; s < N_SPREAD; s++)
        if (sum[s] < sum[best]) best = s;
    free(h);
    *loss = sum[best] / fmax(1.0, problem->n_game);
    *spread = spreads[best];
    return status;
}

/* Estimates with one ridge, from the estimate of another if there is one. */
static dt_status fit_one(struct dt_treaty_problem *problem, double ridge, const double *start,
                         const struct dt_net_game_estimate *other, struct dt_net_game_estimate *out)
{
    dt_design_penalty(ridge, problem->penalty);
    double variance = problem->variance > 0.0 ? problem->variance : START_VARIANCE;
    if (other->theta) variance = other->level_variance;
    const struct dt_net_game_problem games = {.k = N_TERM,
                                              .n_game = problem->n_game,
                                              .game = problem->game,
                                              .penalty = problem->penalty,
                                              .has_level = 1,
                                              .level_variance = variance,
                                              .tolerance = problem->tolerance};
    return dt_net_game_full_solution(&games, other->theta ? other->theta : start, out);
}

dt_status dt_treaty_problem_fit(struct dt_treaty_problem *problem, double *ridge, const double *start,
                                struct dt_net_game_estimate *out)
{
    struct dt_net_game_estimate best = {0};
    double least = INFINITY, given = *ridge;
    for (int r = N_RIDGE - 1; r >= 0; r--) {
        struct dt_net_game_estimate one;
        double loss, spread, used = given > 0.0 ? given : ridges[r];
        dt_status status = fit_one(problem, used, start, &best, &one);
        if (status == DT_NO_SOLUTION) continue;
        if (status == DT_OK && (status = left_out_loss(problem, &one, &loss, &spread)) != DT_OK)
            dt_net_game_estimate_clear(&one);
        if (status != DT_OK) {
            dt_net_game_estimate_clear(&best);
            return status;
        }
        if (loss < least) {
            dt_net_game_estimate_clear(&best);
            least = loss;
            best = one;
            problem->spread = spread;
            *ridge = used;
        } else {
            dt_net_game_estimate_clear(&one);
        }
        if (given > 0.0) break;
    }
    if (!best.theta) return DT_NO_SOLUTION;
    *out = best;
    return DT_OK;
}
