/* Estimates that need no equilibrium: two steps, and pseudo-likelihood.
 *
 * Both regress the outcomes on the features and on what the neighbours are expected to do. In two steps the
 * expectation is the observed frequency; pseudo-likelihood replaces it by what the last estimate predicts,
 * until nothing moves. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "participation/estimate.h"
#include "solve/logistic.h"

enum { MAX_ROUND = 2000 };

static const double SETTLED = 1e-10;

struct stack {
    int n, wide;
    double *x, *success, *trials, *p, *near;
};

static void stack_free(struct stack *s)
{
    free(s->x);
    memset(s, 0, sizeof *s);
}

/* All games below one another; the last column is left for the neighbours. */
static dt_status stack_init(struct stack *s, const struct dt_net_game_problem *problem)
{
    int n = 0, k = problem->k;
    for (int t = 0; t < problem->n_game; t++)
        n += problem->game[t].n;
    *s = (struct stack){.n = n, .wide = k + 1};
    s->x = calloc((size_t)n * (size_t)(k + 5), sizeof(double));
    if (!s->x) return DT_NO_MEMORY;
    s->success = s->x + (long)n * (k + 1);
    s->trials = s->success + n;
    s->p = s->trials + n;
    s->near = s->p + n;
    for (int t = 0, row = 0; t < problem->n_game; row += problem->game[t++].n)
        for (int i = 0; i < problem->game[t].n; i++) {
            const struct dt_net_game *game = &problem->game[t];
            double half = game->trials[i] > 0.0 ? 0.5 / game->trials[i] : 0.5;
            double share = game->trials[i] > 0.0 ? game->success[i] / game->trials[i] : 0.5;
            memcpy(s->x + (long)(row + i) * (k + 1), game->x + (long)i * k, sizeof(double) * (size_t)k);
            s->success[row + i] = game->success[i];
            s->trials[row + i] = game->trials[i];
            s->p[row + i] = fmin(1.0 - half, fmax(half, share));
        }
    return DT_OK;
}

/* One regression with the expectations in p. */
static dt_status regress(const struct dt_net_game_problem *problem, struct stack *s, double *theta)
{
    for (int t = 0, row = 0; t < problem->n_game; row += problem->game[t++].n)
        dt_net_apply(problem->game[t].network, s->p + row, s->near + row);
    for (int i = 0; i < s->n; i++)
        s->x[(long)i * s->wide + s->wide - 1] = s->near[i];
    const struct dt_logistic_rows rows = {s->n, s->wide, s->x, s->success, s->trials, problem->penalty};
    return dt_logistic_fit(&rows, theta, NULL);
}

/* p = one step of the map at theta; returns the largest change. */
static double expect(struct stack *s, const double *theta)
{
    double change = 0.0;
    for (int i = 0; i < s->n; i++) {
        double eta = 0.0;
        for (int c = 0; c < s->wide; c++)
            eta += s->x[(long)i * s->wide + c] * theta[c];
        double p = dt_logistic(eta);
        change = fmax(change, fabs(p - s->p[i]));
        s->p[i] = p;
    }
    return change;
}

/* Rounds of regression and expectation into theta. */
static dt_status settle(const struct dt_net_game_problem *problem, double *theta, int max_round)
{
    struct stack s;
    double change = 1.0;
    DT_TRY(stack_init(&s, problem));
    double *current = calloc((size_t)s.wide, sizeof *current);
    dt_status status = current ? regress(problem, &s, current) : DT_NO_MEMORY;
    for (int r = 0; r < max_round && status == DT_OK && change > SETTLED; r++) {
        change = expect(&s, current);
        status = regress(problem, &s, current);
    }
    if (status == DT_OK && max_round > 0 && change > SETTLED) status = DT_NO_SOLUTION;
    if (status == DT_OK) memcpy(theta, current, sizeof *theta * (size_t)s.wide);
    free(current);
    stack_free(&s);
    return status;
}

dt_status dt_net_game_two_step(const struct dt_net_game_problem *problem, double *theta)
{
    return settle(problem, theta, 0);
}

dt_status dt_net_game_pseudo_likelihood(const struct dt_net_game_problem *problem, double *theta)
{
    return settle(problem, theta, MAX_ROUND);
}
