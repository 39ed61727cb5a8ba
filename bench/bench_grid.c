/* How fast power networks are solved, as ratios to the dual simplex of Clp on the flow form of the same case.
 *
 * Cases: those named on the command line, or the largest of the shared set; each also several times over,
 * copies joined in a ring by two lines each, for larger sizes. Times are the least of three runs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "detente/grid.h"
#include "detente/scenario.h"

enum { RUNS = 3, CHANGES = 100, SITES = 50 };

/* One network made of `times` copies in a ring. Numbers of buses are given anew. */
static dt_grid *repeated(const dt_grid *one, int times)
{
    dt_grid *g = NULL;
    int links = times > 1 ? 2 * times : 0;
    if (dt_grid_create(times * one->n_bus, times * one->n_branch + links, times * one->n_generator, 0, &g) !=
        DT_OK)
        return NULL;
    g->base_mva = one->base_mva;
    snprintf(g->name, sizeof g->name, "%.30s x %d", one->name, times);
    for (int k = 0; k < times; k++) {
        for (int i = 0; i < one->n_bus; i++) {
            dt_grid_bus *b = &g->bus[k * one->n_bus + i];
            *b = one->bus[i];
            b->number = k * one->n_bus + i + 1;
            b->pd *= 1.0 + 0.01 * k; /* copies differ, or the problem would be degenerate */
        }
        for (int l = 0; l < one->n_branch; l++) {
            dt_grid_branch *b = &g->branch[k * one->n_branch + l];
            *b = one->branch[l];
            b->from += k * one->n_bus;
            b->to += k * one->n_bus;
        }
        for (int i = 0; i < one->n_generator; i++) {
            dt_grid_generator *u = &g->generator[k * one->n_generator + i];
            *u = one->generator[i];
            u->bus += k * one->n_bus;
            u->cost = u->reactive_cost = (dt_grid_cost){0};
            dt_grid_set_cost(&u->cost, one->generator[i].cost.model, one->generator[i].cost.count,
                             one->generator[i].cost.value);
        }
    }
    for (int e = 0; e < links; e++) {
        int k = e / 2, bus = e % 2 ? one->n_bus / 3 : 2 * one->n_bus / 3;
        dt_grid_branch *b = &g->branch[times * one->n_branch + e];
        b->from = k * one->n_bus + bus;
        b->to = (k + 1) % times * one->n_bus + (bus + 17) % one->n_bus;
        b->x = 0.05;
        b->rate_a = 500.0;
    }
    if (dt_grid_finish(g, NULL, NULL) == DT_OK) return g;
    dt_grid_free(g);
    return NULL;
}

/* Least time of a cold solution; NaN if there was none. */
static double cold(const dt_grid *grid, dt_grid_method method, double *objective)
{
    dt_grid_opf_options options = dt_grid_opf_defaults();
    double least = INFINITY;
    options.method = method;
    options.is_plain = 1;
    for (int run = 0; run < RUNS; run++) {
        dt_grid_opf r = {0};
        double begin = dt_clock();
        if (dt_grid_opf_solve(grid, &options, &r, NULL) != DT_OK || r.outcome != DT_GRID_OPTIMAL) {
            dt_grid_opf_clear(&r);
            return NAN;
        }
        least = fmin(least, dt_clock() - begin);
        *objective = r.objective;
        dt_grid_opf_clear(&r);
        if (least > 2.0) break;
    }
    return least;
}

/* Mean time of a solution after one load changed by a tenth. */
static double warm(const dt_grid *grid)
{
    dt_grid_session *s = NULL;
    dt_grid_opf r = {0};
    double sum = 0.0;
    int count = 0;
    if (dt_grid_session_create(grid, NULL, &s, NULL) != DT_OK) return NAN;
    dt_grid_session_solve(s, &r);
    dt_grid_opf_clear(&r);
    for (int k = 0; k < CHANGES; k++) {
        int bus = (int)((long long)k * grid->n_bus / CHANGES);
        double begin = dt_clock();
        dt_grid_session_set_load(s, bus, 1.1 * grid->bus[bus].pd + 1.0);
        dt_grid_session_solve(s, &r);
        sum += dt_clock() - begin;
        count += r.outcome == DT_GRID_OPTIMAL;
        dt_grid_opf_clear(&r);
    }
    dt_grid_session_free(s);
    return count == CHANGES ? sum / CHANGES : NAN;
}

/* Mean time of hosting at a bus, over buses spread through one session. */
static double hosting(const dt_grid *grid)
{
    dt_grid_session *s = NULL;
    const double all = 1.0;
    if (dt_grid_session_create(grid, NULL, &s, NULL) != DT_OK) return NAN;
    double begin = dt_clock();
    for (int k = 0; k < SITES; k++) {
        int bus = (int)((long long)k * grid->n_bus / SITES);
        dt_grid_opf r = {0};
        if (dt_grid_session_site(s, 1, &bus, &all, 0.0) == DT_OK) dt_grid_session_host(s, &r);
        dt_grid_opf_clear(&r);
    }
    double took = dt_clock() - begin;
    dt_grid_session_free(s);
    return took / SITES;
}

static double screening(const dt_grid *grid)
{
    dt_grid_opf r = {0};
    dt_grid_screen screen = {0};
    if (dt_grid_opf_solve(grid, NULL, &r, NULL) != DT_OK) return NAN;
    double begin = dt_clock();
    dt_grid_screen_outages(grid, NULL, r.flow, 100, &screen);
    double took = dt_clock() - begin;
    printf("    %lld pairs, %lld overloads, %d bridges\n", screen.n_pair, screen.n_over, screen.n_bridge);
    dt_grid_screen_clear(&screen);
    dt_grid_opf_clear(&r);
    return took;
}

static void measure(const dt_grid *grid, int with_hosting)
{
    double objective[3] = {0};
    double flow = cold(grid, DT_GRID_FLOW_SIMPLEX, &objective[0]);
    double lazy = cold(grid, DT_GRID_LAZY, &objective[1]),
           interior = cold(grid, DT_GRID_FLOW_INTERIOR, &objective[2]);
    double again = warm(grid);
    printf("%-36s %6d buses, flow form by Clp %.4f s\n", grid->name, grid->n_bus, flow);
    printf("    lazy rows %.4f, interior point %.3f of it; costs differ by %.1e and %.1e\n", lazy / flow,
           interior / flow, fabs(objective[1] / objective[0] - 1.0), fabs(objective[2] / objective[0] - 1.0));
    printf("    warm after one load: %.4f of the flow form, %.3f of cold lazy rows\n", again / flow,
           again / lazy);
    double screen = screening(grid);
    printf("    full screening of outages %.3f of the flow form\n", screen / flow);
    if (with_hosting) printf("    hosting at a bus %.4f of the flow form\n", hosting(grid) / flow);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    static const char *const shared[] = {DT_SOURCE_DIR "/../shared/pglib/pglib_opf_case300_ieee.m",
                                         DT_SOURCE_DIR "/../shared/pglib/pglib_opf_case1354_pegase.m"};
    static const int times[] = {1, 2, 4};
    int count = argc > 1 ? argc - 1 : 2;
    for (int c = 0; c < count; c++) {
        const char *path = argc > 1 ? argv[c + 1] : shared[c];
        dt_grid *grid = NULL;
        double begin = dt_clock();
        if (dt_grid_load(path, &grid, NULL) != DT_OK) {
            fprintf(stderr, "%s does not read\n", path);
            return 1;
        }
        printf("%s read in %.4f s\n", path, dt_clock() - begin);
        for (int k = 0; k < (grid->n_bus > 1000 ? 3 : 1); k++) {
            dt_grid *larger = repeated(grid, times[k]);
            if (larger) measure(larger, k == 0);
            dt_grid_free(larger);
        }
        dt_grid_free(grid);
    }
    return 0;
}
