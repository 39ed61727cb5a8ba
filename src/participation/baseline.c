/* Baselines B0 to B3: the mean share of the group; logistic regressions with an untuned ridge, every
 * instrument with the same total weight: on features of states; with text attributes and their products; with
 * past tendencies. */
#include "participation/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "solve/logistic.h"

static const double RIDGE = 1.0;

/* Mean share of the other instruments of the group, or of all if there is none. */
static double group_share(const dt_treaty_data *data, const struct dt_treaty_problem *problem, int instrument)
{
    double sum[2] = {0.0}, n[2] = {0.0};
    for (int t = 0; t < problem->n_game; t++) {
        const dt_treaty_text *other = &data->instrument[problem->instrument[t]].text;
        int is_group = dt_treaty_group(other) == dt_treaty_group(&data->instrument[instrument].text);
        double yes = 0.0, all = 0.0;
        for (int i = 0; i < data->n_state; i++) {
            yes += problem->game[t].success[i];
            all += problem->game[t].trials[i];
        }
        for (int g = 0; g <= is_group; g++) {
            sum[g] += yes / all;
            n[g] += 1.0;
        }
    }
    return n[1] > 0.0 ? sum[1] / n[1] : n[0] > 0.0 ? sum[0] / n[0] : 0.5;
}

/* Columns that a method sees; returns how many. */
static int columns_of(int method, int column[N_TERM])
{
    int n = 0;
    for (int c = 0; c < N_TERM; c++) {
        int is_seen = c < FIRST_TEXT_TERM || (method >= DT_METHOD_B2 && c < FIRST_PAST_TERM) ||
            (method >= DT_METHOD_B3 && c != FIRST_PAST_TERM + PAST_past_topic);
        if (is_seen) column[n++] = c;
    }
    return n;
}

/* Regression of all games below one another. */
static dt_status regress(const struct dt_treaty_problem *problem, int n_state, const int *column, int k,
                         double *beta)
{
    int n = problem->n_game * n_state;
    double penalty[N_TERM], *x = calloc((size_t)n * (size_t)(k + 2) + 1, sizeof *x);
    if (!x) return DT_NO_MEMORY;
    double *success = x + (long)n * k, *trials = success + n;
    for (int c = 0; c < k; c++)
        penalty[c] = column[c] ? RIDGE : 0.0;
    for (int t = 0; t < problem->n_game; t++) {
        const struct dt_net_game *game = &problem->game[t];
        double seen = 0.0;
        for (int i = 0; i < n_state; i++)
            seen += game->trials[i];
        for (int i = 0; i < n_state; i++) {
            long row = (long)t * n_state + i;
            for (int c = 0; c < k; c++)
                x[row * k + c] = game->x[(long)i * N_TERM + column[c]];
            trials[row] = game->trials[i] * n_state / seen;
            success[row] = game->success[i] * n_state / seen;
        }
    }
    const struct dt_logistic_rows rows = {n, k, x, success, trials, penalty};
    memset(beta, 0, sizeof *beta * (size_t)k);
    dt_status status = dt_logistic_fit(&rows, beta, NULL);
    free(x);
    return status;
}

dt_status dt_baseline(const dt_treaty_data *data, const struct dt_treaty_problem *problem, int instrument,
                      const double *x, int method, double *p)
{
    int column[N_TERM], k = columns_of(method, column);
    double beta[N_TERM], share = group_share(data, problem, instrument);
    if (method != DT_METHOD_B0) DT_TRY(regress(problem, data->n_state, column, k, beta));
    for (int i = 0; i < data->n_state; i++) {
        double eta = 0.0;
        for (int c = 0; c < k && method != DT_METHOD_B0; c++)
            eta += x[(long)i * N_TERM + column[c]] * beta[c];
        p[i] = method == DT_METHOD_B0 ? share : dt_logistic(eta);
    }
    return DT_OK;
}
