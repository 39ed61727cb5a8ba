/* What relieves a site: each limit that binds, wider by a step; supply at the site, and with hours also
 * storage and flexibility there.
 *
 * Duals say what the first MW brings; the problem solved again with the step says what the whole step
 * brings, and the cost is taken from that. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/hosting.h"

/* Size of a step: share of what is hosted, and MW at least. Share of energy that flexible load may leave out
 * more, and hours of storage. */
static const double step_share = 0.05, least_step = 1.0, flexible_share = 0.005, storage_hours = 4.0;

/* Hosting with free candidates of limited size, or more flexibility. */
static dt_status host_with(const dt_grid *grid, const dt_grid_hosting_options *o, const dt_grid_site *site,
                           int n_candidate, const dt_grid_candidate *candidate, double *mw)
{
    dt_grid_extra_load load;
    dt_grid_plan plan = dt_hosting_plan(o, site, NULL, &load);
    dt_grid_plan_result r = {0};
    plan.n_candidate = n_candidate;
    plan.candidate = candidate;
    DT_TRY(dt_grid_plan_solve(grid, &plan, &r, NULL));
    *mw = r.outcome == DT_GRID_OPTIMAL ? r.load[0] : NAN;
    dt_grid_plan_clear(&r);
    return DT_OK;
}

static dt_status try_candidates(const dt_grid *grid, const dt_grid_hosting_options *o,
                                const dt_grid_site *site, const dt_grid_relief *relief, double *mw)
{
    int at_site = relief->element < 0, n = at_site ? site->count : 1;
    dt_grid_candidate *c = calloc((size_t)n, sizeof *c);
    if (!c) return DT_NO_MEMORY;
    for (int k = 0; k < n; k++) {
        c[k].element = at_site ? site->bus[k] : relief->element;
        c[k].most = at_site ? relief->step * site->share[k] : relief->step;
        c[k].kind = relief->kind == DT_GRID_RELIEF_LINE ? DT_GRID_BUILD_LINE
            : relief->kind == DT_GRID_RELIEF_STORAGE    ? DT_GRID_BUILD_STORAGE
                                                        : DT_GRID_BUILD_GENERATION;
        if (relief->kind == DT_GRID_RELIEF_GENERATION) c[k].element = grid->generator[relief->element].bus;
        c[k].hours = storage_hours;
        c[k].eff_in = c[k].eff_out = 0.92;
    }
    dt_status status = host_with(grid, o, site, n, c, mw);
    free(c);
    return status;
}

static dt_status confirm(const dt_grid *grid, const dt_grid_hosting_options *o, const dt_grid_site *site,
                         double before, double cost_per_mw, dt_grid_relief *relief)
{
    double mw = before;
    if (relief->kind == DT_GRID_RELIEF_FLEXIBILITY) {
        dt_grid_hosting_options more = *o;
        more.curtailed += flexible_share;
        DT_TRY(host_with(grid, &more, site, 0, NULL, &mw));
        relief->step = mw; /* all of the load is then flexible */
    } else {
        DT_TRY(try_candidates(grid, o, site, relief, &mw));
    }
    relief->gained = mw - before;
    relief->cost = relief->gained > 1e-6 * relief->step ? cost_per_mw * relief->step / relief->gained
                                                        : INFINITY;
    return DT_OK;
}

/* Units at one bus are relieved by the same new unit. */
static int has_same(const dt_grid *grid, const dt_grid_host *host, dt_grid_relief_kind kind, int element)
{
    for (int k = 0; k < host->n_relief; k++) {
        if (host->relief[k].kind != kind) continue;
        int other = host->relief[k].element;
        if (other == element) return 1;
        if (kind == DT_GRID_RELIEF_GENERATION && grid->generator[other].bus == grid->generator[element].bus)
            return 1;
    }
    return 0;
}

static dt_status add(const dt_grid *grid, const dt_grid_hosting_options *o, const dt_grid_site *site,
                     dt_grid_relief relief, dt_grid_host *host)
{
    const dt_grid_relief_cost *cost = &o->cost;
    double per_mw[] = {cost->line, cost->generation, cost->generation, cost->storage, cost->flexibility};
    double years[] = {cost->line_years, cost->generation_years, cost->generation_years, cost->storage_years,
                      0.0};
    if (host->n_relief == DT_GRID_HOST_RELIEFS || has_same(grid, host, relief.kind, relief.element))
        return DT_OK;
    relief.step = fmax(step_share * host->mw, least_step);
    relief.years = years[relief.kind];
    DT_TRY(confirm(grid, o, site, host->mw, per_mw[relief.kind], &relief));
    host->relief[host->n_relief++] = relief;
    return DT_OK;
}

static int by_cost(const void *a, const void *b)
{
    double x = ((const dt_grid_relief *)a)->cost, y = ((const dt_grid_relief *)b)->cost;
    return (x > y) - (x < y);
}

dt_status dt_hosting_relief(const dt_grid *grid, const dt_grid_hosting_options *o, const dt_grid_site *site,
                            dt_grid_host *host)
{
    for (int k = 0; k < host->n_bound && host->n_relief + 3 < DT_GRID_HOST_RELIEFS; k++) {
        const dt_grid_bound *b = &host->bound[k];
        int is_line = b->kind == DT_GRID_BIND_LINE || b->kind == DT_GRID_BIND_OUTAGE;
        dt_grid_relief relief = {is_line ? DT_GRID_RELIEF_LINE : DT_GRID_RELIEF_GENERATION,
                                 b->element,
                                 b->value,
                                 0.0,
                                 0.0,
                                 0.0,
                                 0.0};
        if (is_line || b->kind == DT_GRID_BIND_GENERATION) DT_TRY(add(grid, o, site, relief, host));
    }
    DT_TRY(add(grid, o, site, (dt_grid_relief){DT_GRID_RELIEF_SITE_GENERATION, -1, 1.0, 0, 0, 0, 0}, host));
    for (int k = DT_GRID_RELIEF_STORAGE; o->plan.periods && k <= DT_GRID_RELIEF_FLEXIBILITY; k++)
        DT_TRY(add(grid, o, site, (dt_grid_relief){(dt_grid_relief_kind)k, -1, NAN, 0, 0, 0, 0}, host));
    qsort(host->relief, (size_t)host->n_relief, sizeof *host->relief, by_cost);
    return DT_OK;
}
