/* How long planning takes: hosting at every bus of a case with one session, and the expansion of a case over
 * hours: 20 sites with wind, sun, gas and a battery of four hours each, every line expandable, shedding. The
 * hours are made up: load, sun and wind as sums of waves of a day and a week. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "detente/grid_plan.h"

enum { SITES = 20, KINDS = 4 };

static const double circle = 6.283185307179586;

static void every_bus(const dt_grid *g)
{
    dt_grid_hosting_options o = {.cost = dt_grid_relief_defaults()};
    dt_grid_hosting h = {0};
    int *bus = malloc((size_t)g->n_bus * sizeof *bus);
    dt_grid_site *site = calloc((size_t)g->n_bus, sizeof *site);
    double one = 1.0;
    o.plan.opf = dt_grid_opf_defaults();
    for (int i = 0; bus && site && i < g->n_bus; i++) {
        bus[i] = i;
        site[i] = (dt_grid_site){.count = 1, .bus = &bus[i], .share = &one};
    }
    if (bus && site && dt_grid_hosting_find(g, &o, g->n_bus, site, &h) == DT_OK)
        printf("%s: hosting at %d buses %.3f s, %.2f ms a bus\n", g->name, h.n_done, h.seconds,
               1e3 * h.seconds / h.n_done);
    dt_grid_hosting_clear(&h);
    free(bus);
    free(site);
}

static double wave(int hour, double phase)
{
    return 0.5 + 0.3 * sin(circle * (hour / 24.0 + phase)) + 0.2 * sin(circle * (hour / 168.0 + 3.0 * phase));
}

/* Sun of a site in an hour, and its wind. */
static double available(int kind, int site, int hour)
{
    if (kind == 0) return wave(hour * 3 + 7 * site, 0.13 * site);
    return fmax(0.0, sin(circle * ((hour % 24 - 6) / 24.0)) * (0.8 + 0.2 * sin(1.7 * site + hour / 24)));
}

static void make_candidates(const dt_grid *g, int hours, dt_grid_candidate *c, double *share)
{
    static const double fixed[KINDS] = {900.0, 500.0, 1200.0, 700.0};
    for (int k = 0; k < SITES * KINDS; k++) {
        int kind = k % KINDS, site = k / KINDS;
        c[k] = (dt_grid_candidate){.kind = kind == 3 ? DT_GRID_BUILD_STORAGE : DT_GRID_BUILD_GENERATION,
                                   .element = site * g->n_bus / SITES,
                                   .fixed_cost = fixed[kind] * hours / 168.0,
                                   .variable_cost = kind == 2 ? 60.0 : 0.0,
                                   .hours = 4.0,
                                   .eff_in = 0.92,
                                   .eff_out = 0.92,
                                   .most = INFINITY};
        if (kind > 1) continue;
        for (int t = 0; t < hours; t++)
            share[k * hours + t] = available(kind, site, t);
        c[k].availability = share + k * hours;
    }
    for (int l = 0; l < g->n_branch; l++)
        c[SITES * KINDS + l] = (dt_grid_candidate){
            .kind = DT_GRID_BUILD_LINE, .element = l, .fixed_cost = 60.0 * hours / 168.0, .most = INFINITY};
}

static void expand(const dt_grid *g, int hours)
{
    int n = SITES * KINDS + g->n_branch;
    dt_grid_candidate *c = calloc((size_t)n, sizeof *c);
    double *share = calloc((size_t)(SITES * KINDS * hours), sizeof *share);
    double *load = calloc((size_t)(hours * g->n_bus), sizeof *load);
    if (c && share && load) {
        dt_grid_plan_result r = {0};
        make_candidates(g, hours, c, share);
        for (int t = 0; t < hours; t++)
            for (int i = 0; i < g->n_bus; i++)
                load[t * g->n_bus + i] = g->bus[i].pd * (0.9 + 0.6 * wave(t, 0.6));
        dt_grid_periods periods = {.n_period = hours, .load = load};
        dt_grid_plan plan = {
            .opf = dt_grid_opf_defaults(), .periods = &periods, .n_candidate = n, .candidate = c};
        plan.opf.shed_cost = 5000.0;
        if (dt_grid_plan_solve(g, &plan, &r, NULL) == DT_OK)
            printf("%s x %d hours: outcome %d, %.6g USD, %d rows of limits in %d rounds, %d pivots, %.2f s\n",
                   g->name, hours, (int)r.outcome, r.objective, r.n_row, r.n_round, r.n_iteration, r.seconds);
        dt_grid_plan_clear(&r);
    }
    free(c);
    free(share);
    free(load);
}

int main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : DT_SOURCE_DIR "/../shared/pglib/pglib_opf_case118_ieee.m";
    static const int hours[] = {24, 72, 168};
    dt_grid *grid = NULL;
    if (dt_grid_load(path, &grid, NULL) != DT_OK) {
        fprintf(stderr, "%s does not read\n", path);
        return 1;
    }
    every_bus(grid);
    for (int k = 0; k < 3 && grid->n_bus < 500; k++) {
        expand(grid, hours[k]);
        fflush(stdout);
    }
    dt_grid_free(grid);
    return 0;
}
