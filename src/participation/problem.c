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
enum { N_RIDGE = sizeof ridges / sizeof ridges[0] };

static const double START_VARIANCE = 1.5;
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
        dt_network_clear(&problem->network[t]);
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
    problem->game[t] = (struct dt_game){n, x, success, trials, &problem->network[t]};
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

dt_status dt_treaty_marginal(const struct dt_game *game, const double *theta, double level_variance,
                             double *p)
{
    double *at = calloc((size_t)game->n + 1, sizeof *at), sd = sqrt(level_variance);
    if (!at) return DT_NO_MEMORY;
    dt_status status = DT_OK;
    memset(p, 0, sizeof *p * (size_t)game->n);
    for (int q = 0; q < N_NODE && status == DT_OK; q++) {
        status = dt_game_play(game, N_TERM, theta, sd * dt_treaty_node[q], at);
        for (int i = 0; i < game->n; i++)
            p[i] += dt_treaty_weight[q] * at[i];
    }
    free(at);
    return status;
}

static double mean_log_loss(const struct dt_game *game, const double *p)
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
static dt_status leave_out(const struct dt_game *game, const struct dt_game_estimate *e, int t, double *h,
                           double *move)
{
    enum { WIDE = N_THETA + 1 };
    int n = N_THETA + e->n_game;
    double score[WIDE], *information = calloc((size_t)WIDE * WIDE, sizeof *information);
    double *p = calloc((size_t)game->n + 1, sizeof *p);
    dt_status status = information && p ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) status = dt_game_play(game, N_TERM, e->theta, e->level[t], p);
    if (status == DT_OK) status = dt_game_information(game, N_TERM, e->theta, p, score, information);
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

/* Mean log-loss of games that are left out. A game that cannot be left out counts as its own level of chance.
 */
static dt_status left_out_loss(const struct dt_treaty_problem *problem, const struct dt_game_estimate *e,
                               double *loss)
{
    int n = N_THETA + e->n_game;
    double *h = calloc((size_t)n * (size_t)(n + 1), sizeof *h), *move = h ? h + (long)n * n : NULL;
    double p[DT_TREATY_STATES], sum = 0.0;
    dt_status status = h ? DT_OK : DT_NO_MEMORY;
    for (int t = 0; status == DT_OK && t < problem->n_game; t++) {
        dt_status one = leave_out(&problem->game[t], e, t, h, move);
        if (one == DT_OK) one = dt_treaty_marginal(&problem->game[t], move, e->level_variance, p);
        if (one == DT_NO_MEMORY) status = one;
        sum += one == DT_OK ? mean_log_loss(&problem->game[t], p) : log(2.0);
    }
    free(h);
    *loss = sum / fmax(1.0, problem->n_game);
    return status;
}

static dt_status fit_one(struct dt_treaty_problem *problem, double ridge, const double *start,
                         struct dt_game_estimate *out)
{
    dt_design_penalty(ridge, problem->penalty);
    const struct dt_game_problem games = {N_TERM, problem->n_game, problem->game, problem->penalty,
                                          1,      START_VARIANCE};
    return dt_game_full_solution(&games, start, out);
}

dt_status dt_treaty_problem_fit(struct dt_treaty_problem *problem, double *ridge, const double *start,
                                struct dt_game_estimate *out)
{
    if (*ridge > 0.0) return fit_one(problem, *ridge, start, out);
    struct dt_game_estimate best = {0};
    double least = INFINITY;
    for (int r = N_RIDGE - 1; r >= 0; r--) {
        struct dt_game_estimate one;
        double loss;
        dt_status status = fit_one(problem, ridges[r], best.theta ? best.theta : start, &one);
        if (status == DT_NO_SOLUTION) continue;
        if (status == DT_OK && (status = left_out_loss(problem, &one, &loss)) != DT_OK)
            dt_game_estimate_clear(&one);
        if (status != DT_OK) {
            dt_game_estimate_clear(&best);
            return status;
        }
        if (loss < least) {
            dt_game_estimate_clear(&best);
            least = loss;
            best = one;
            *ridge = ridges[r];
        } else {
            dt_game_estimate_clear(&one);
        }
    }
    if (!best.theta) return DT_NO_SOLUTION;
    *out = best;
    return DT_OK;
}
