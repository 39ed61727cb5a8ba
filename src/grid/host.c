/* Where the search for the greatest extra load starts.
 *
 * Without extra load the dispatch that was found once is feasible whatever the site: its basis is "home".
 * From there the primal simplex lets the load grow. Going home between sites, instead of from one site's
 * optimum to the next, saves most pivots, since a site's optimum is neither feasible nor optimal for another.
 * Rows that a site needed are dropped when they have become many. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/session.h"

enum { MOST_ROWS_KEPT = 60, MOST_ROWS = 20000, BASIC = 1 };

/* Finds home: a point within all limits with the extra load held at 0. */
static dt_status find_home(dt_grid_session *s, dt_lazy_result *out)
{
    dt_program *p = &s->host;
    if (!p->lp) DT_TRY(dt_program_create(s, DT_GOAL_HOST, p));
    p->is_home = 1;
    p->state = 0;
    DT_TRY(dt_lazy_solve(s, p, MOST_ROWS, out));
    p->is_home = 0;
    p->state = 0;
    if (out->answer.outcome != DT_LP_OPTIMAL || out->is_crowded) return DT_OK;
    size_t size = (size_t)dt_lp_columns(p->lp) + (size_t)dt_lp_rows(p->lp);
    unsigned char *home = realloc(s->home, size);
    if (!home) return DT_NO_MEMORY;
    s->home = home;
    s->home_limits = p->n_limit;
    s->home_state = s->load_state;
    return dt_lp_basis_get(p->lp, home);
}

/* Drops the rows that came after home. */
static dt_status drop_rows(dt_grid_session *s)
{
    dt_program fresh = {0};
    DT_TRY(dt_program_create(s, DT_GOAL_HOST, &fresh));
    dt_status status = dt_program_add(s, &fresh, s->home_limits, s->host.limit);
    if (status != DT_OK) {
        dt_program_clear(&fresh);
        return status;
    }
    dt_program_clear(&s->host);
    s->host = fresh;
    return DT_OK;
}

dt_status dt_host_begin(dt_grid_session *s, dt_lazy_result *out)
{
    out->answer.outcome = DT_LP_OPTIMAL;
    if (!s->home || s->home_state != s->load_state) DT_TRY(find_home(s, out));
    if (out->answer.outcome != DT_LP_OPTIMAL || out->is_crowded) return DT_OK;
    if (s->host.n_limit > s->home_limits + MOST_ROWS_KEPT) DT_TRY(drop_rows(s));
    dt_program *p = &s->host;
    size_t known = (size_t)dt_lp_columns(p->lp) + (size_t)(s->grid->n_island + s->home_limits);
    size_t size = (size_t)dt_lp_columns(p->lp) + (size_t)dt_lp_rows(p->lp);
    unsigned char *basis = malloc(size);
    if (!basis) return DT_NO_MEMORY;
    memcpy(basis, s->home, known);
    memset(basis + known, BASIC, size - known);
    DT_TRY(dt_program_renew(s, p));
    dt_status status = dt_lp_basis_set(p->lp, basis);
    free(basis);
    p->is_primal = 1;
    return status;
}
