/* Optimal power flow: sessions and the choice of the method.
 *
 * A session owns network, columns and two programs, one for cost and one for the greatest extra load; each
 * keeps the limits that it met, so that later solutions begin where the last one ended. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "grid/session.h"

/* Rows beyond which all angles and flows are the better form, without and with security. */
enum { MANY_ROWS = 500, MOST_ROWS = 20000 };

dt_grid_opf_options dt_grid_opf_defaults(void)
{
    return (dt_grid_opf_options){.convention = DT_GRID_POWERMODELS, .method = DT_GRID_AUTO};
}

const char *dt_grid_limit_name(dt_grid_limit_kind kind)
{
    static const char *const name[] = {"branch",     "angle",      "outage", "generator_max", "generator_min",
                                       "dcline_max", "dcline_min", "load",   "shed"};
    return name[kind];
}

void dt_grid_session_free(dt_grid_session *s)
{
    if (!s) return;
    dt_program_clear(&s->cost);
    dt_program_clear(&s->host);
    dt_columns_free(s->columns);
    dt_network_free(s->network);
    free(s->site_bus);
    free(s->site_share);
    free(s->is_bridge);
    free(s->home);
    free(s->injection);
    free(s);
}

static dt_status session_init(dt_grid_session *s, dt_diagnostics *diagnostics)
{
    size_t bus = (size_t)s->grid->n_bus + 1, branch = (size_t)s->grid->n_branch + 1;
    DT_TRY(dt_network_create(s->grid, s->options.convention, s->options.no_angle_limits, &s->network));
    DT_TRY(dt_columns_create(s->grid, &s->options, s->network->withdrawal, &s->columns, diagnostics));
    s->injection = calloc(3 * bus + 3 * branch, sizeof *s->injection);
    if (s->options.is_n1) s->is_bridge = malloc(branch);
    if (!s->injection || (s->options.is_n1 && !s->is_bridge)) return DT_NO_MEMORY;
    s->angle = s->injection + bus;
    s->row = s->angle + bus;
    s->flow = s->row + bus;
    s->base_flow = s->flow + branch;
    s->site_flow = s->base_flow + branch;
    if (s->is_bridge) memset(s->is_bridge, -1, branch);
    s->state = s->load_state = 1;
    return DT_OK;
}

dt_status dt_grid_session_create(const dt_grid *grid, const dt_grid_opf_options *options,
                                 dt_grid_session **out, dt_diagnostics *diagnostics)
{
    dt_grid_session *s = calloc(1, sizeof *s);
    if (!s) return DT_NO_MEMORY;
    s->grid = grid;
    s->options = options ? *options : dt_grid_opf_defaults();
    dt_status status = session_init(s, diagnostics);
    if (status != DT_OK) {
        dt_grid_session_free(s);
        return status;
    }
    *out = s;
    return DT_OK;
}

void dt_grid_session_set_load(dt_grid_session *s, int bus, double mw)
{
    if (bus < 0 || bus >= s->grid->n_bus || !s->grid->bus[bus].is_in) return;
    double withdrawal = mw + s->grid->bus[bus].gs;
    s->columns->fixed[bus] -= withdrawal - s->network->withdrawal[bus];
    s->network->withdrawal[bus] = withdrawal;
    for (int j = 0; j < s->columns->count; j++)
        if (s->columns->column[j].kind == DT_COLUMN_SHED && s->columns->column[j].element == bus)
            s->columns->column[j].upper = fmax(mw, 0.0);
    s->state++;
    s->load_state++;
}

void dt_grid_session_set_generator(dt_grid_session *s, int generator, double pmin, double pmax)
{
    if (generator < 0 || generator >= s->grid->n_generator || !s->grid->generator[generator].is_in) return;
    if (!(pmin <= pmax)) return;
    dt_columns_limit(s->columns, generator, pmin, pmax);
    s->state++;
    s->load_state++;
}

dt_status dt_grid_session_site(dt_grid_session *s, int count, const int *bus, const double *share, double mw)
{
    for (int k = 0; k < count; k++) {
        if (bus[k] < 0 || bus[k] >= s->grid->n_bus || !s->grid->bus[bus[k]].is_in || !(share[k] > 0.0))
            return DT_INPUT;
        for (int e = 0; e < k; e++)
            if (bus[e] == bus[k]) return DT_INPUT;
    }
    int *buses = malloc(((size_t)count + 1) * sizeof *buses);
    double *shares = malloc(((size_t)count + 1) * sizeof *shares);
    if (!buses || !shares) {
        free(buses);
        free(shares);
        return DT_NO_MEMORY;
    }
    memcpy(buses, bus, (size_t)count * sizeof *buses);
    memcpy(shares, share, (size_t)count * sizeof *shares);
    free(s->site_bus);
    free(s->site_share);
    s->site_bus = buses;
    s->site_share = shares;
    s->n_site = count;
    s->site_mw = mw;
    s->state++;
    return DT_OK;
}

/* Solves a program of the session and fills the result. */
static dt_status solve_program(dt_grid_session *s, dt_program *p, dt_goal goal, int most_rows, dt_grid_opf *r,
                               int *is_crowded)
{
    dt_lazy_result solved = {0};
    if (goal == DT_GOAL_HOST)
        DT_TRY(dt_host_begin(s, &solved));
    else if (!p->lp)
        DT_TRY(dt_program_create(s, goal, p));
    if (goal != DT_GOAL_HOST || solved.answer.outcome == DT_LP_OPTIMAL)
        DT_TRY(dt_lazy_solve(s, p, most_rows, &solved));
    *is_crowded = solved.is_crowded;
    if (solved.is_crowded) return DT_OK;
    if (solved.answer.outcome == DT_LP_OPTIMAL) return dt_opf_from_program(s, p, &solved, r);
    r->method = DT_GRID_LAZY;
    r->n_round = solved.n_round;
    r->n_row = p->n_limit;
    r->outcome = solved.answer.outcome == DT_LP_INFEASIBLE ? DT_GRID_INFEASIBLE : DT_GRID_STOPPED;
    if (r->outcome != DT_GRID_INFEASIBLE || s->options.is_plain) return DT_OK;
    return dt_opf_diagnose(s, p, solved.answer.ray, r);
}

static void count_bridges(const dt_grid_session *s, dt_grid_opf *r)
{
    for (int k = 0; s->is_bridge && k < s->grid->n_branch; k++)
        r->n_bridge += s->is_bridge[k] == 1;
}

static dt_status solve_session(dt_grid_session *s, dt_program *p, dt_goal goal, dt_grid_opf *result)
{
    dt_grid_opf r = {0};
    int is_crowded = 0;
    double begin = dt_clock();
    DT_TRY(dt_opf_allocate(s, &r));
    dt_status status = solve_program(s, p, goal, MOST_ROWS, &r, &is_crowded);
    if (status == DT_OK && is_crowded) r.outcome = DT_GRID_STOPPED;
    count_bridges(s, &r);
    if (status != DT_OK) {
        dt_grid_opf_clear(&r);
        return status;
    }
    r.seconds = dt_clock() - begin;
    *result = r;
    return DT_OK;
}

dt_status dt_grid_session_solve(dt_grid_session *session, dt_grid_opf *result)
{
    return solve_session(session, &session->cost, DT_GOAL_COST, result);
}

dt_status dt_grid_session_host(dt_grid_session *session, dt_grid_opf *result)
{
    if (session->n_site == 0) return DT_INPUT;
    return solve_session(session, &session->host, DT_GOAL_HOST, result);
}

/* The method of AUTO: quadratic costs go to the interior point, linear ones to lazily added rows. Each falls
 * back on the other where it does not answer. */
static dt_status solve_auto(dt_grid_session *s, dt_grid_opf *r)
{
    int is_crowded = 0;
    if (!s->columns->has_quadratic) {
        DT_TRY(solve_program(s, &s->cost, DT_GOAL_COST, s->options.is_n1 ? MOST_ROWS : MANY_ROWS, r,
                             &is_crowded));
        if (!is_crowded) return DT_OK;
    }
    DT_TRY(dt_flow_form_solve(s, DT_LP_INTERIOR, r));
    if (r->outcome == DT_GRID_OPTIMAL) return DT_OK;
    if (is_crowded) {
        DT_TRY(dt_flow_form_solve(s, DT_LP_SIMPLEX, r));
        if (r->outcome == DT_GRID_OPTIMAL) return DT_OK;
    }
    return solve_program(s, &s->cost, DT_GOAL_COST, MOST_ROWS, r, &is_crowded);
}

static dt_status solve_as_asked(dt_grid_session *s, dt_grid_opf *r)
{
    int is_crowded = 0;
    switch (s->options.method) {
    case DT_GRID_LAZY: return solve_program(s, &s->cost, DT_GOAL_COST, MOST_ROWS, r, &is_crowded);
    case DT_GRID_FLOW_SIMPLEX: return dt_flow_form_solve(s, DT_LP_SIMPLEX, r);
    case DT_GRID_FLOW_INTERIOR: return dt_flow_form_solve(s, DT_LP_INTERIOR, r);
    default: return solve_auto(s, r);
    }
}

dt_status dt_grid_opf_solve(const dt_grid *grid, const dt_grid_opf_options *options, dt_grid_opf *result,
                            dt_diagnostics *diagnostics)
{
    dt_grid_session *s = NULL;
    dt_grid_opf r = {0};
    double begin = dt_clock();
    DT_TRY(dt_grid_session_create(grid, options, &s, diagnostics));
    dt_status status = dt_opf_allocate(s, &r);
    if (status == DT_OK) status = solve_as_asked(s, &r);
    count_bridges(s, &r);
    dt_grid_session_free(s);
    if (status != DT_OK) {
        dt_grid_opf_clear(&r);
        return status;
    }
    r.seconds = dt_clock() - begin;
    *result = r;
    return DT_OK;
}
