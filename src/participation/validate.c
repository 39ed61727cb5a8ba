/* Back-tests of the participation game: each instrument is predicted by a game that was estimated without it.
 *
 * Folds are independent and shared among threads; each writes into its own place, so that the result does not
 * depend on the threads. The ridge is chosen anew inside every fold. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/threads.h"
#include "core/try.h"
#include "participation/baseline.h"
#include "participation/score.h"

enum { LEAST_TRAINING = 4, N_DECILE = 10 };

static const double FOLD_TOLERANCE = 2e-3; /* of a step: a fiftieth of a standard error */

static const char *const scheme_names[DT_TREATY_SCHEME_COUNT] = {"leave_one_out", "leave_one_out_any_time",
                                                                 "forward"};
static const char *const method_names[DT_METHOD_COUNT] = {"game", "B0", "B1", "B2", "B3"};

struct fold {
    int scheme, instrument;
    int is_done;
    dt_status status;
    dt_treaty_score score[DT_METHOD_COUNT];
    double p[DT_TREATY_STATES]; /* of the game */
};

struct dt_treaty_backtest {
    const dt_treaty_data *data;
    double ridge;
    int n_fold, n_score;
    struct fold *fold;
    dt_treaty_score *score;
    dt_treaty_decile decile[DT_TREATY_SCHEME_COUNT][N_DECILE];
    double start[DT_TREATY_SCHEME_COUNT][N_THETA]; /* where estimates begin */
    double variance[DT_TREATY_SCHEME_COUNT];       /* the same of levels */
};

dt_treaty_test_options dt_treaty_test_defaults(void)
{
    return (dt_treaty_test_options){0.0, 0, NULL};
}

const char *dt_treaty_scheme_name(int scheme)
{
    return scheme >= 0 && scheme < DT_TREATY_SCHEME_COUNT ? scheme_names[scheme] : NULL;
}

const char *dt_treaty_method_name(int method)
{
    return method >= 0 && method < DT_METHOD_COUNT ? method_names[method] : NULL;
}

/* The instruments that a fold may learn from; returns their number. */
static int training(const dt_treaty_data *data, const struct fold *fold, unsigned char *use)
{
    int n = 0;
    for (int o = 0; o < data->n_instrument; o++) {
        int is_early = data->instrument[o].known < data->instrument[fold->instrument].text.date;
        use[o] = (unsigned char)(o != fold->instrument && data->instrument[o].is_fit &&
                                 (fold->scheme != DT_TREATY_FORWARD || is_early));
        n += use[o];
    }
    return n;
}

static dt_treaty_score score_of(const dt_treaty_data *data, const struct fold *fold, int method,
                                const double *p)
{
    double y[DT_TREATY_STATES], q[DT_TREATY_STATES], total = 0.0, expected = 0.0;
    int n = 0;
    for (int i = 0; i < data->n_state; i++) {
        int outcome = data->y[(long)fold->instrument * data->n_state + i];
        if (outcome < 0) continue;
        y[n] = outcome;
        q[n++] = p[i];
        total += outcome;
        expected += p[i];
    }
    dt_treaty_score score = {fold->instrument, fold->scheme, method, n,   1,
                             total / n,        expected / n, 0.0,    0.0, 0.0};
    score.auc = dt_score_auc(y, q, n);
    score.brier = dt_score_brier(y, q, n);
    dt_score_shift(q, n, total);
    score.brier_known = dt_score_brier(y, q, n);
    return score;
}

/* Predicts the instrument by all methods. */
static dt_status predict_all(const struct dt_treaty_backtest *b, struct fold *fold,
                             struct dt_treaty_problem *problem, const struct dt_net_game *game, double unseen)
{
    double p[DT_TREATY_STATES], ridge = b->ridge;
    struct dt_net_game_estimate estimate;
    DT_TRY(dt_treaty_problem_fit(problem, &ridge, b->start[fold->scheme], &estimate));
    dt_status status = dt_treaty_marginal(game, estimate.theta, problem->spread + unseen, fold->p);
    dt_net_game_estimate_clear(&estimate);
    DT_TRY(status);
    fold->score[DT_METHOD_GAME] = score_of(b->data, fold, DT_METHOD_GAME, fold->p);
    for (int m = DT_METHOD_B0; m < DT_METHOD_COUNT; m++) {
        DT_TRY(dt_baseline(b->data, problem, fold->instrument, game->x, m, p));
        fold->score[m] = score_of(b->data, fold, m, p);
    }
    return DT_OK;
}

static dt_status run_fold(const struct dt_treaty_backtest *b, struct fold *fold)
{
    const dt_treaty_data *data = b->data;
    const dt_treaty_text *text = &data->instrument[fold->instrument].text;
    unsigned char use[MAX_INSTRUMENT], pool[MAX_INSTRUMENT];
    int is_any_time = fold->scheme == DT_TREATY_LEAVE_ANY_TIME;
    if (training(data, fold, use) < LEAST_TRAINING) return DT_OK;

    struct dt_treaty_problem problem = {0};
    struct dt_net network = {0};
    double *x = calloc((size_t)data->n_state * (N_TERM + 1), sizeof *x);
    dt_status status = x ? dt_treaty_problem_build(data, use, is_any_time, &problem) : DT_NO_MEMORY;
    dt_design_pool(data, text, use, is_any_time, pool);
    if (status == DT_OK) status = dt_design_network(data, text, pool, &network);
    problem.tolerance = FOLD_TOLERANCE;
    problem.variance = b->variance[fold->scheme];
    if (status == DT_OK) {
        double *zero = x + (long)data->n_state * N_TERM;
        const struct dt_net_game game = {data->n_state, x, zero, zero, &network};
        dt_design_fill(data, text, pool, x);
        status = predict_all(b, fold, &problem, &game, dt_design_unseen(data, text, pool));
        fold->is_done = status == DT_OK;
    }
    dt_net_clear(&network);
    dt_treaty_problem_clear(&problem);
    free(x);
    return status;
}

static void work_on_fold(void *context, int thread, int64_t item)
{
    struct dt_treaty_backtest *b = context;
    (void)thread;
    b->fold[item].status = run_fold(b, &b->fold[item]);
}

/* Mean of a method in a scheme over its folds. */
static dt_treaty_score mean_score(const struct dt_treaty_backtest *b, int scheme, int method)
{
    dt_treaty_score mean = {.instrument = -1, .scheme = scheme, .method = method};
    for (int f = 0; f < b->n_fold; f++) {
        const dt_treaty_score *one = &b->fold[f].score[method];
        if (!b->fold[f].is_done || b->fold[f].scheme != scheme) continue;
        mean.n_instrument++;
        mean.n += one->n;
        mean.share += one->share;
        mean.predicted += one->predicted;
        mean.auc += one->auc;
        mean.brier += one->brier;
        mean.brier_known += one->brier_known;
    }
    double *value[] = {&mean.share, &mean.predicted, &mean.auc, &mean.brier, &mean.brier_known};
    for (int v = 0; v < 5; v++)
        *value[v] /= mean.n_instrument ? mean.n_instrument : 1;
    return mean;
}

static void calibrate(struct dt_treaty_backtest *b)
{
    for (int f = 0; f < b->n_fold; f++) {
        const struct fold *fold = &b->fold[f];
        for (int i = 0; fold->is_done && i < b->data->n_state; i++) {
            int y = b->data->y[(long)fold->instrument * b->data->n_state + i],
                tenth = (int)(fold->p[i] * N_DECILE);
            if (y < 0) continue;
            dt_treaty_decile *decile = &b->decile[fold->scheme][tenth < N_DECILE ? tenth : N_DECILE - 1];
            decile->n++;
            decile->predicted += fold->p[i];
            decile->observed += y;
        }
    }
    for (int s = 0; s < DT_TREATY_SCHEME_COUNT; s++)
        for (int d = 0; d < N_DECILE; d++) {
            dt_treaty_decile *decile = &b->decile[s][d];
            decile->predicted /= decile->n ? decile->n : 1;
            decile->observed /= decile->n ? decile->n : 1;
        }
}

/* Means first, then every fold that was done. */
static dt_status collect(struct dt_treaty_backtest *b)
{
    b->score = calloc((size_t)(b->n_fold + DT_TREATY_SCHEME_COUNT) * DT_METHOD_COUNT, sizeof *b->score);
    if (!b->score) return DT_NO_MEMORY;
    for (int f = 0; f < b->n_fold; f++)
        if (b->fold[f].status != DT_OK) return b->fold[f].status;
    for (int s = 0; s < DT_TREATY_SCHEME_COUNT; s++)
        for (int m = 0; m < DT_METHOD_COUNT; m++)
            b->score[b->n_score++] = mean_score(b, s, m);
    for (int f = 0; f < b->n_fold; f++)
        for (int m = 0; b->fold[f].is_done && m < DT_METHOD_COUNT; m++)
            b->score[b->n_score++] = b->fold[f].score[m];
    calibrate(b);
    return DT_OK;
}

/* Estimates of everything, from which those of the folds start. */
static dt_status find_starts(struct dt_treaty_backtest *b)
{
    unsigned char use[MAX_INSTRUMENT];
    memset(use, 1, sizeof use);
    for (int any = 0; any < 2; any++) {
        struct dt_treaty_problem problem;
        struct dt_net_game_estimate estimate = {0};
        double ridge = 1.0;
        DT_TRY(dt_treaty_problem_build(b->data, use, any, &problem));
        problem.tolerance = FOLD_TOLERANCE;
        dt_status status = dt_treaty_problem_fit(&problem, &ridge, NULL, &estimate);
        int scheme = any ? DT_TREATY_LEAVE_ANY_TIME : DT_TREATY_LEAVE_ONE_OUT;
        if (status == DT_OK) {
            memcpy(b->start[scheme], estimate.theta, sizeof b->start[0]);
            b->variance[scheme] = estimate.level_variance;
        }
        dt_net_game_estimate_clear(&estimate);
        dt_treaty_problem_clear(&problem);
        DT_TRY(status);
    }
    return DT_OK;
}

static dt_status list_folds(struct dt_treaty_backtest *b, const char *only, dt_diagnostics *diagnostics)
{
    b->fold = calloc((size_t)b->data->n_instrument * DT_TREATY_SCHEME_COUNT + 1, sizeof *b->fold);
    if (!b->fold) return DT_NO_MEMORY;
    for (int s = 0; s < DT_TREATY_SCHEME_COUNT; s++)
        for (int o = 0; o < b->data->n_instrument; o++) {
            const struct dt_instrument *instrument = &b->data->instrument[o];
            int is_asked = !only || strcmp(only, instrument->key) == 0;
            if (instrument->is_fit && is_asked)
                b->fold[b->n_fold++] = (struct fold){.scheme = s, .instrument = o};
        }
    if (b->n_fold) return DT_OK;
    dt_diagnostic finding = {.code = DT_E_TREATY_INSTRUMENT};
    snprintf(finding.found, sizeof finding.found, "%.200s", only ? only : "none");
    snprintf(finding.expected, sizeof finding.expected, "an instrument of instruments.csv with fit = 1");
    return dt_diagnose(diagnostics, &finding);
}

dt_status dt_treaty_test(const dt_treaty_data *data, const dt_treaty_test_options *options,
                         dt_treaty_backtest **out, dt_diagnostics *diagnostics)
{
    dt_treaty_test_options o = options ? *options : dt_treaty_test_defaults();
    struct dt_treaty_backtest *b = calloc(1, sizeof *b);
    if (!b) return DT_NO_MEMORY;
    b->data = data;
    b->ridge = o.ridge;
    dt_status status = list_folds(b, o.only, diagnostics);
    if (status == DT_OK) status = find_starts(b);
    if (status == DT_OK) status = dt_parallel(o.threads, b->n_fold, work_on_fold, b, NULL);
    if (status == DT_OK) status = collect(b);
    if (status == DT_NO_SOLUTION) dt_diagnose(diagnostics, &(dt_diagnostic){.code = DT_E_TREATY_NO_MAXIMUM});
    if (status == DT_OK)
        *out = b;
    else
        dt_treaty_backtest_free(b);
    return status;
}

void dt_treaty_backtest_free(dt_treaty_backtest *backtest)
{
    if (!backtest) return;
    free(backtest->fold);
    free(backtest->score);
    free(backtest);
}

int dt_treaty_score_count(const dt_treaty_backtest *backtest)
{
    return backtest->n_score;
}

dt_treaty_score dt_treaty_score_at(const dt_treaty_backtest *backtest, int index)
{
    return backtest->score[index];
}

dt_treaty_decile dt_treaty_calibration(const dt_treaty_backtest *backtest, int scheme, int decile)
{
    return backtest->decile[scheme][decile];
}
