/* Full solution: Fisher scoring with step halving.
 *
 * The derivative of the equilibrium is d = (I - gamma V W)^-1 V (x, W p, 1), so that the score of a game is
 * sum_i (success_i - trials_i p_i) d_i / v_i and its information sum_i trials_i d_i d_i' / v_i. The levels
 * are further coefficients with the penalty u^2 / variance; the variance is the mean of u^2 plus the variance
 * of u, repeated until it settles (Laplace's method). */
#include "participation/estimate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "solve/dense.h"
#include "solve/logistic.h"

enum { MAX_STEP = 60, MAX_HALVING = 25, MAX_VARIANCE = 60, MAX_DAMPING = 12, N_PLAIN = 3, MAX_STALE = 5 };

static const double TOLERANCE = 1e-8;     /* of a step, in units of the coefficients */
static const double LOOSE = 5e-2;         /* while the variance of the levels is still moving */
static const double SETTLED = 1e-4;       /* relative change of the variance */
static const double SETTLED_LOOSE = 0.02; /* the same where a tolerance is given */
static const double NEAR_TOP = 1e-5; /* of a step, with levels: a thousandth of a standard error or less */
static const double NEAR = 0.1;      /* a step after which the information hardly changes */
static const double LEAST_VARIANCE = 1e-4;
static const double STEADY = 0.95; /* a ratio of successive changes nearer to 1 than this says nothing */
static const double LONGEST_STEP = 4.0;
static const double LEAST_DAMPING = 1e-9;
static const double LEAST_SPREAD = 1e-12; /* of a probability, where it divides */
static const double SAME_COLUMN = 1e-14;  /* relative: rounding of a product */

/* Where the maximisation stands. */
struct climb {
    const struct dt_net_game_problem *problem;
    int k, n_core, n_all; /* columns; with gamma; with levels */
    double variance;
    double *theta, *next;  /* n_all */
    double *move;          /* n_all: score, then step */
    double *information;   /* n_all^2 */
    double *factor;        /* n_all^2 */
    double *score, *local; /* k + 2, (k + 2)^2 */
    double **p;            /* n_game equilibria, kept as starts */
    double *penalty;       /* n_all: what of the information's diagonal is penalty */
    int is_near;           /* 1: the information of the last step is good enough */
    int n_stale;           /* steps since it was made */
    double *meat;          /* n_all^2: sum of outer products of the scores of games */
};

dt_status dt_net_game_play(const struct dt_net_game *game, int k, const double *theta, double level,
                           double *p)
{
    double *base = calloc((size_t)game->n + 1, sizeof *base);
    if (!base) return DT_NO_MEMORY;
    for (int i = 0; i < game->n; i++) {
        base[i] = level;
        for (int c = 0; c < k; c++)
            base[i] += game->x[(long)i * k + c] * theta[c];
    }
    const struct dt_net_game_rule rule = {game->network, base, theta[k]};
    dt_status status = dt_net_equilibrium_follow(&rule, p);
    free(base);
    return status;
}

/* The columns of a game that matter. A text has few of the attributes that texts can have, and a product with
 * an attribute is the state's feature times one number: most columns are zero or multiples of few others.
 * Only those few, the basis, are worked with. The last two are the network and the level. */
struct columns {
    int n_active, n_basis;
    int *active, *basis; /* n_active columns, and the place in the basis of each */
    int *first;          /* n_basis: the column that stands for it */
    double *scale;       /* n_active: over the column of the basis */
};

static int is_zero_column(const struct dt_net_game *game, int k, int c)
{
    for (int i = 0; i < game->n; i++)
        if (fabs(game->x[(long)i * k + c]) > 0.0) return 0;
    return 1;
}

/* Whether column c is *scale times column b. */
static int is_multiple(const struct dt_net_game *game, int k, int c, int b, double *scale)
{
    int is_known = 0;
    for (int i = 0; i < game->n; i++) {
        double mine = game->x[(long)i * k + c], other = game->x[(long)i * k + b];
        if (!is_known && fabs(other) > 0.0) {
            *scale = mine / other;
            is_known = 1;
        }
        if (fabs(mine - (is_known ? *scale * other : 0.0)) > SAME_COLUMN * fabs(mine)) return 0;
    }
    return 1;
}

static dt_status columns_init(struct columns *col, const struct dt_net_game *game, int k)
{
    size_t n = (size_t)k + 2;
    *col = (struct columns){.active = calloc(3 * n, sizeof *col->active),
                            .scale = calloc(n, sizeof *col->scale)};
    if (!col->active || !col->scale) {
        free(col->active);
        free(col->scale);
        return DT_NO_MEMORY;
    }
    col->basis = col->active + n;
    col->first = col->basis + n;
    for (int c = 0; c < k + 2; c++) {
        if (c < k && is_zero_column(game, k, c)) continue;
        int a = col->n_active++, b = c < k ? 0 : col->n_basis;
        col->active[a] = c;
        while (b < col->n_basis && !is_multiple(game, k, c, col->first[b], &col->scale[a]))
            b++;
        col->basis[a] = b;
        if (b < col->n_basis) continue;
        col->first[col->n_basis++] = c;
        col->scale[a] = 1.0;
    }
    return DT_OK;
}

static void columns_clear(struct columns *col)
{
    free(col->active);
    free(col->scale);
}

/* The columns that move the equilibrium: features, what neighbours do, the level. */
static void response_columns(const struct dt_net_game *game, int k, const struct columns *col, double *b,
                             const double *near)
{
    int wide = col->n_basis;
    for (int i = 0; i < game->n; i++) {
        double *row = b + (long)i * wide;
        for (int c = 0; c < wide - 2; c++)
            row[c] = game->x[(long)i * k + col->first[c]];
        row[wide - 2] = near[i];
        row[wide - 1] = 1.0;
    }
}

static double spread(double p)
{
    return fmax(p * (1.0 - p), LEAST_SPREAD);
}

/* Adds scale * d d' to the lower triangle. */
static void add_outer(double *restrict matrix, const double *restrict d, double scale, int n)
{
    for (int c = 0; c < n; c++) {
        double *restrict row = matrix + (long)c * n;
        double factor = scale * d[c];
        for (int e = 0; e <= c; e++)
            row[e] += factor * d[e];
    }
}

/* Sums score and information over the players, in the columns of the basis. */
static void add_players(const struct dt_net_game *game, const double *p, const double *d, int wide,
                        double *score, double *information)
{
    for (int i = 0; i < game->n; i++) {
        if (!(game->trials[i] > 0.0)) continue;
        const double *row = d + (long)i * wide;
        double residual = (game->success[i] - game->trials[i] * p[i]) / spread(p[i]);
        for (int c = 0; c < wide; c++)
            score[c] += residual * row[c];
        add_outer(information, row, game->trials[i] / spread(p[i]), wide);
    }
}

/* From the basis to all columns. */
static void expand(const struct columns *col, const double *sum, const double *local, int all, double *score,
                   double *information)
{
    int wide = col->n_basis;
    memset(score, 0, sizeof *score * (size_t)all);
    memset(information, 0, sizeof *information * (size_t)all * (size_t)all);
    for (int a = 0; a < col->n_active; a++) {
        int b = col->basis[a];
        score[col->active[a]] = col->scale[a] * sum[b];
        for (int e = 0; e <= a; e++) {
            int f = col->basis[e], row = b > f ? b : f, column = b > f ? f : b;
            information[(long)col->active[a] * all + col->active[e]] = col->scale[a] * col->scale[e] *
                local[(long)row * wide + column];
        }
    }
}

dt_status dt_net_game_information(const struct dt_net_game *game, int k, const double *theta, const double *p,
                                  double *score, double *information)
{
    int n = game->n;
    struct columns col;
    DT_TRY(columns_init(&col, game, k));
    int wide = col.n_basis;
    double *b = calloc((size_t)(2 * n + wide + 1) * (size_t)wide + (size_t)n, sizeof *b);
    dt_status status = b ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        double *d = b + (long)n * wide, *sum = d + (long)n * wide, *local = sum + wide;
        double *near = local + (long)wide * wide;
        const struct dt_net_game_rule rule = {game->network, NULL, theta[k]};
        dt_net_apply(game->network, p, near);
        response_columns(game, k, &col, b, near);
        status = dt_net_equilibrium_response(&rule, p, b, d, wide);
        if (status == DT_OK) {
            add_players(game, p, d, wide, sum, local);
            expand(&col, sum, local, k + 2, score, information);
        }
    }
    free(b);
    columns_clear(&col);
    return status;
}

dt_status dt_net_game_score(const struct dt_net_game *game, int k, const double *theta, const double *p,
                            double *score)
{
    int n = game->n;
    double *near = calloc(3 * (size_t)n + 1, sizeof *near);
    if (!near) return DT_NO_MEMORY;
    double *residual = near + n, *worth = residual + n;
    const struct dt_net_game_rule rule = {game->network, NULL, theta[k]};
    dt_net_apply(game->network, p, near);
    for (int i = 0; i < n; i++)
        residual[i] = (game->success[i] - game->trials[i] * p[i]) / spread(p[i]);
    dt_status status = dt_net_equilibrium_adjoint(&rule, p, residual, worth);
    memset(score, 0, sizeof *score * (size_t)(k + 2));
    for (int i = 0; i < n && status == DT_OK; i++) {
        const double *row = game->x + (long)i * k;
        double gain = p[i] * (1.0 - p[i]) * worth[i];
        for (int c = 0; c < k; c++)
            score[c] += gain * row[c];
        score[k] += gain * near[i];
        score[k + 1] += gain;
    }
    free(near);
    return status;
}

static double game_log_likelihood(const struct dt_net_game *game, const double *p)
{
    double sum = 0.0;
    for (int i = 0; i < game->n; i++) {
        if (!(game->trials[i] > 0.0)) continue;
        double q = fmin(1.0 - LEAST_SPREAD, fmax(LEAST_SPREAD, p[i]));
        sum += game->success[i] * log(q) + (game->trials[i] - game->success[i]) * log1p(-q);
    }
    return sum;
}

static double level_of(const struct climb *climb, const double *theta, int t)
{
    return climb->problem->has_level ? theta[climb->n_core + t] : 0.0;
}

/* Curvature of the penalty of coefficient c. */
static double penalty_of(const struct climb *climb, int c)
{
    if (c >= climb->n_core) return 1.0 / climb->variance;
    return climb->problem->penalty ? climb->problem->penalty[c] : 0.0;
}

/* Log-likelihood at theta, and the same with the penalties off it. */
static dt_status evaluate(struct climb *climb, const double *theta, double *likelihood, double *objective)
{
    double sum = 0.0, penalty = 0.0;
    for (int t = 0; t < climb->problem->n_game; t++) {
        const struct dt_net_game *game = &climb->problem->game[t];
        DT_TRY(dt_net_game_play(game, climb->k, theta, level_of(climb, theta, t), climb->p[t]));
        sum += game_log_likelihood(game, climb->p[t]);
    }
    for (int c = 0; c < climb->n_all; c++)
        penalty += 0.5 * penalty_of(climb, c) * theta[c] * theta[c];
    *likelihood = sum;
    *objective = sum - penalty;
    return DT_OK;
}

/* Place of a game's coefficient c among all. */
static int place_of(const struct climb *climb, int c, int t)
{
    return c <= climb->k ? c : climb->n_core + t;
}

/* Adds a game's score and information to those of all. */
static void add_game(struct climb *climb, int t)
{
    int wide = climb->k + 1 + (climb->problem->has_level ? 1 : 0), stride = climb->k + 2;
    for (int c = 0; c < wide; c++) {
        int row = place_of(climb, c, t);
        if (!(climb->local[(long)c * stride + c] > 0.0)) continue; /* a column that the game does not have */
        climb->move[row] += climb->score[c];
        for (int e = 0; e <= c; e++)
            climb->information[(long)row * climb->n_all + place_of(climb, e, t)] +=
                climb->local[(long)c * stride + e];
    }
    if (!climb->meat) return;
    for (int c = 0; c < wide; c++)
        for (int e = 0; e < wide; e++)
            climb->meat[(long)place_of(climb, c, t) * climb->n_all + place_of(climb, e, t)] +=
                climb->score[c] * climb->score[e];
}

/* Takes the penalties that hold into the score and, in place of those before, into the information. */
static void add_penalties(struct climb *climb)
{
    for (int c = 0; c < climb->n_all; c++) {
        double penalty = penalty_of(climb, c);
        climb->move[c] = -penalty * climb->theta[c];
        climb->information[(long)c * climb->n_all + c] += penalty - climb->penalty[c];
        climb->penalty[c] = penalty;
    }
}

/* Score into move, information into its lower triangle, at the equilibria in p. */
static dt_status assemble(struct climb *climb)
{
    size_t n = (size_t)climb->n_all;
    memset(climb->information, 0, sizeof(double) * n * n);
    memset(climb->penalty, 0, sizeof(double) * n);
    add_penalties(climb);
    for (int t = 0; t < climb->problem->n_game; t++) {
        DT_TRY(dt_net_game_information(&climb->problem->game[t], climb->k, climb->theta, climb->p[t],
                                       climb->score, climb->local));
        add_game(climb, t);
    }
    climb->n_stale = 0;
    return DT_OK;
}

/* The score alone; the information stays that of an earlier step, with the penalties of now. */
static dt_status assemble_score(struct climb *climb)
{
    add_penalties(climb);
    for (int t = 0; t < climb->problem->n_game; t++) {
        DT_TRY(
            dt_net_game_score(&climb->problem->game[t], climb->k, climb->theta, climb->p[t], climb->score));
        for (int c = 0; c < climb->k + 1 + (climb->problem->has_level ? 1 : 0); c++)
            climb->move[place_of(climb, c, t)] += climb->score[c];
    }
    climb->n_stale++;
    return DT_OK;
}

static double longest(const double *move, int n)
{
    double most = 0.0;
    for (int c = 0; c < n; c++)
        most = fmax(most, fabs(move[c]));
    return most;
}

/* Cholesky factor of the information. Where it is singular, as where nobody differs in what the neighbours
 * do, the diagonal grows until it is not. */
static dt_status factorise(struct climb *climb)
{
    int n = climb->n_all;
    double more = 0.0;
    for (int a = 0; a < MAX_DAMPING; a++, more = fmax(10.0 * more, LEAST_DAMPING)) {
        memcpy(climb->factor, climb->information, sizeof(double) * (size_t)n * (size_t)n);
        for (int c = 0; c < n; c++)
            climb->factor[(long)c * n + c] *= 1.0 + more;
        if (dt_dense_cholesky(climb->factor, n) == DT_OK) return DT_OK;
    }
    return DT_NO_SOLUTION;
}

/* One step of Fisher scoring. *size is the largest change; 0 if no step improves. */
static dt_status step(struct climb *climb, double *objective, double *size)
{
    int n = climb->n_all;
    if (climb->is_near && climb->n_stale < MAX_STALE)
        DT_TRY(assemble_score(climb));
    else
        DT_TRY(assemble(climb));
    DT_TRY(factorise(climb));
    dt_dense_cholesky_solve(climb->factor, n, climb->move);
    *size = longest(climb->move, n);

    double share = fmin(1.0, LONGEST_STEP / fmax(*size, LEAST_SPREAD));
    for (int h = 0; h < MAX_HALVING; h++, share *= 0.5) {
        double likelihood, next;
        for (int c = 0; c < n; c++)
            climb->next[c] = climb->theta[c] + share * climb->move[c];
        dt_status status = evaluate(climb, climb->next, &likelihood, &next);
        if (status == DT_NO_MEMORY) return status;
        if (status != DT_OK || !(next >= *objective - 1e-9)) continue;
        memcpy(climb->theta, climb->next, sizeof(double) * (size_t)n);
        *objective = next;
        *size *= share;
        climb->is_near = h == 0 && *size < NEAR;
        return DT_OK;
    }
    int was_near = climb->is_near;
    climb->is_near = 0;
    *size = was_near ? 1.0 : 0.0;
    return DT_OK;
}

/* Climbs to the maximum for the variance of the levels that stands. */
static dt_status climb_to_top(struct climb *climb, double tolerance, int *steps)
{
    double likelihood, objective, size = 1.0;
    DT_TRY(evaluate(climb, climb->theta, &likelihood, &objective));
    for (int s = 0; s < MAX_STEP && size > tolerance; s++, ++*steps)
        DT_TRY(step(climb, &objective, &size));
    return size <= tolerance ? evaluate(climb, climb->theta, &likelihood, &objective) : DT_NO_SOLUTION;
}

/* The inverse of the information at theta into `factor`; the information's upper triangle is filled. */
static dt_status invert(struct climb *climb)
{
    int n = climb->n_all;
    DT_TRY(assemble(climb));
    double *l = calloc((size_t)n * (size_t)n, sizeof *l);
    if (!l) return DT_NO_MEMORY;
    for (int c = 0; c < n; c++)
        for (int e = 0; e < c; e++)
            climb->information[(long)e * n + c] = climb->information[(long)c * n + e];
    memcpy(l, climb->information, sizeof *l * (size_t)n * (size_t)n);
    dt_status status = dt_dense_cholesky(l, n);
    if (status == DT_OK) dt_dense_cholesky_inverse(l, n, climb->factor);
    free(l);
    return status;
}

/* The mean of u^2 plus the variance of u, with the factor of the last step. `next` is scratch. */
static double new_variance(struct climb *climb)
{
    int n = climb->n_all;
    double sum = 0.0;
    for (int t = 0; t < climb->problem->n_game; t++) {
        int c = climb->n_core + t;
        memset(climb->next, 0, sizeof(double) * (size_t)n);
        climb->next[c] = 1.0;
        dt_dense_cholesky_solve(climb->factor, n, climb->next);
        sum += climb->theta[c] * climb->theta[c] + climb->next[c];
    }
    return fmax(LEAST_VARIANCE, sum / climb->problem->n_game);
}

/* Where a series of variances is heading: its logarithms fall nearly in geometric proportion (Aitken's
 * extrapolation). last[2] are the two before. */
static double extrapolate(const double last[2], double variance)
{
    double before = log(last[1] / last[0]), now = log(variance / last[1]), ratio = now / before;
    if (!(ratio > 0.0 && ratio < STEADY)) return variance;
    return fmax(LEAST_VARIANCE, variance * exp(now * ratio / (1.0 - ratio)));
}

/* Steps and new variances in turn until both settle, then the climb to the top. */
static dt_status climb_with_levels(struct climb *climb, int *steps)
{
    double last[2] = {climb->variance, climb->variance}, tolerance = climb->problem->tolerance;
    double settled = tolerance > 0.0 ? SETTLED_LOOSE : SETTLED;
    for (int v = 0, n_plain = 0; v < MAX_VARIANCE; v++, ++*steps) {
        double likelihood, objective, size;
        DT_TRY(evaluate(climb, climb->theta, &likelihood, &objective));
        DT_TRY(step(climb, &objective, &size));
        double variance = new_variance(climb), change = fabs(variance - climb->variance);
        int is_settled = size < LOOSE && change < settled * variance;
        n_plain = size < LOOSE ? n_plain + 1 : 0;
        climb->variance = n_plain == N_PLAIN ? extrapolate(last, variance) : variance;
        last[0] = n_plain == N_PLAIN ? climb->variance : last[1];
        last[1] = climb->variance;
        n_plain %= N_PLAIN;
        if (is_settled) break;
    }
    return climb_to_top(climb, tolerance > 0.0 ? tolerance : NEAR_TOP, steps);
}

static void climb_free(struct climb *climb)
{
    free(climb->theta);
    free(climb->information);
    if (climb->p)
        for (int t = 0; t < climb->problem->n_game; t++)
            free(climb->p[t]);
    free(climb->p);
    free(climb->meat);
}

static dt_status climb_init(struct climb *climb, const struct dt_net_game_problem *problem,
                            const double *theta)
{
    int k = problem->k;
    *climb = (struct climb){.problem = problem, .k = k, .n_core = k + 1, .variance = problem->level_variance};
    climb->n_all = climb->n_core + (problem->has_level ? problem->n_game : 0);
    size_t n = (size_t)climb->n_all, wide = (size_t)k + 2;
    climb->theta = calloc(4 * n + wide + wide * wide, sizeof(double));
    climb->information = calloc(2 * n * n, sizeof(double));
    climb->p = calloc((size_t)problem->n_game + 1, sizeof *climb->p);
    int is_short = !climb->theta || !climb->information || !climb->p;
    for (int t = 0; !is_short && t < problem->n_game; t++) {
        int n_player = problem->game[t].n;
        climb->p[t] = calloc((size_t)n_player + 1, sizeof(double));
        is_short = !climb->p[t];
        for (int i = 0; !is_short && i < n_player; i++)
            climb->p[t][i] = 0.5;
    }
    if (is_short) {
        climb_free(climb);
        return DT_NO_MEMORY;
    }
    climb->next = climb->theta + n;
    climb->move = climb->next + n;
    climb->penalty = climb->move + n;
    climb->score = climb->penalty + n;
    climb->local = climb->score + wide;
    climb->factor = climb->information + n * n;
    if (theta) memcpy(climb->theta, theta, sizeof(double) * (wide - 1));
    return DT_OK;
}

/* The sandwich inverse * meat * inverse of the first n_core coefficients, with the usual correction for few
 * clusters. */
static void sandwich(const struct climb *climb, double *out)
{
    int n = climb->n_all, m = climb->n_core, t = climb->problem->n_game;
    double scale = (double)t / (t - 1);
    for (int i = 0; i < m; i++) {
        for (int c = 0; c < n; c++) {
            double sum = 0.0;
            for (int d = 0; d < n; d++)
                sum += climb->factor[(long)i * n + d] * climb->meat[(long)d * n + c];
            climb->next[c] = sum * scale;
        }
        for (int j = 0; j < m; j++) {
            double sum = 0.0;
            for (int d = 0; d < n; d++)
                sum += climb->next[d] * climb->factor[(long)d * n + j];
            out[(long)i * m + j] = sum;
        }
    }
}

static dt_status estimate_init(struct dt_net_game_estimate *e, const struct climb *climb)
{
    size_t m = (size_t)climb->n_core, n = (size_t)climb->n_all;
    *e = (struct dt_net_game_estimate){.k = climb->k, .n_game = climb->problem->n_game};
    e->theta = calloc(m, sizeof(double));
    e->level = calloc((size_t)e->n_game + 1, sizeof(double));
    e->covariance = calloc(m * m, sizeof(double));
    e->clustered = calloc(m * m, sizeof(double));
    e->full = calloc(n * n, sizeof(double));
    if (e->theta && e->level && e->covariance && e->clustered && e->full) return DT_OK;
    dt_net_game_estimate_clear(e);
    return DT_NO_MEMORY;
}

/* Copies what the climb has found. */
static dt_status report(struct climb *climb, struct dt_net_game_estimate *out)
{
    double objective;
    size_t n = (size_t)climb->n_all;
    climb->meat = calloc(n * n, sizeof(double));
    if (!climb->meat) return DT_NO_MEMORY;
    DT_TRY(invert(climb));
    DT_TRY(estimate_init(out, climb));
    memcpy(out->theta, climb->theta, sizeof(double) * (size_t)climb->n_core);
    memcpy(out->full, climb->information, sizeof(double) * n * n);
    for (int t = 0; t < out->n_game; t++)
        out->level[t] = level_of(climb, climb->theta, t);
    for (int c = 0; c < climb->n_core; c++)
        memcpy(out->covariance + (long)c * climb->n_core, climb->factor + (long)c * climb->n_all,
               sizeof(double) * (size_t)climb->n_core);
    if (out->n_game > 1) sandwich(climb, out->clustered);
    out->level_variance = climb->problem->has_level ? climb->variance : 0.0;
    dt_status status = evaluate(climb, climb->theta, &out->log_likelihood, &objective);
    if (status != DT_OK) dt_net_game_estimate_clear(out);
    return status;
}

dt_status dt_net_game_full_solution(const struct dt_net_game_problem *problem, const double *theta,
                                    struct dt_net_game_estimate *out)
{
    struct climb climb;
    struct dt_net_game_estimate made;
    int steps = 0;
    DT_TRY(climb_init(&climb, problem, theta));
    dt_status status = problem->has_level ? climb_with_levels(&climb, &steps)
                                          : climb_to_top(&climb, TOLERANCE, &steps);
    if (status == DT_OK) status = report(&climb, &made);
    climb_free(&climb);
    if (status != DT_OK) return status;
    made.steps = steps;
    *out = made;
    return DT_OK;
}

void dt_net_game_estimate_clear(struct dt_net_game_estimate *estimate)
{
    free(estimate->theta);
    free(estimate->level);
    free(estimate->covariance);
    free(estimate->clustered);
    free(estimate->full);
    memset(estimate, 0, sizeof *estimate);
}
