/* Solves a program by rounds: solve, look which limits the flows break, add the worst of them, solve warm.
 *
 * A program with fewer limits is a relaxation: its least cost bounds the true one from below, its
 * infeasibility proves the true one's. It ends when no limit is broken; then the point is optimal for all. */
#include <stdlib.h>

#include "core/clock.h"
#include "core/try.h"
#include "grid/session.h"

/* A large load at one site first breaks everything around it: few rows at a time then. */
enum { ROWS_A_ROUND = 100, ROWS_OF_A_SITE = 10, MAX_ROUND = 1000 };

static dt_status look(dt_grid_session *s, const dt_program *p, const double *x, dt_limit_row *worst,
                      int *count)
{
    dt_session_injection(s, x, s->injection);
    dt_network_angles(s->network, s->injection, s->angle);
    dt_network_flows(s->network, s->angle, s->flow);
    return dt_session_violations(s, p, p->goal == DT_GOAL_HOST ? ROWS_OF_A_SITE : ROWS_A_ROUND, worst, count);
}

dt_status dt_lazy_solve(dt_grid_session *s, dt_program *p, int most_rows, dt_lazy_result *out)
{
    dt_limit_row *worst = malloc(ROWS_A_ROUND * sizeof *worst);
    if (!worst) return DT_NO_MEMORY;
    dt_lp_options options = {.method = DT_LP_SIMPLEX};
    double end = dt_clock() + s->options.time_limit;
    dt_lazy_result r = {0};
    int iterations = 0;
    dt_status status = dt_program_renew(s, p);
    while (status == DT_OK && r.n_round < MAX_ROUND) {
        if (s->options.time_limit > 0.0)
            options.time_limit = end - dt_clock() > 0.01 ? end - dt_clock() : 0.01;
        options.is_primal = p->is_primal;
        p->is_primal = 0;
        status = dt_lp_solve(p->lp, &options, &r.answer);
        iterations += r.answer.iterations;
        r.n_round++;
        if (status != DT_OK || r.answer.outcome != DT_LP_OPTIMAL) break;
        int count = 0;
        status = look(s, p, r.answer.x, worst, &count);
        if (status != DT_OK || count == 0) break;
        if (p->n_limit + count > most_rows) {
            r.is_crowded = 1;
            break;
        }
        status = dt_program_add(s, p, count, worst);
    }
    r.answer.iterations = iterations;
    if (r.n_round == MAX_ROUND) r.answer.outcome = DT_LP_STOPPED;
    free(worst);
    if (status == DT_OK) *out = r;
    return status;
}
