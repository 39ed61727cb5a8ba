/* Grids of one or two buses for tests. */
#ifndef DT_TEST_GRID_SMALL_H
#define DT_TEST_GRID_SMALL_H

#include "detente/grid.h"
#include "test.h"

struct unit {
    int bus;
    double pmax, cost;
};

static inline void set_units(dt_grid *g, int n, const struct unit *unit)
{
    for (int i = 0; i < n; i++) {
        double cost[2] = {unit[i].cost, 0.0};
        g->generator[i].bus = unit[i].bus;
        g->generator[i].pmax = unit[i].pmax;
        assert_int_equal(dt_grid_set_cost(&g->generator[i].cost, 2, 2, cost), DT_OK);
    }
}

/* A load stands there so that the case is not empty. */
static inline dt_grid *one_bus(int n_unit, const struct unit *unit)
{
    dt_grid *g = NULL;
    assert_int_equal(dt_grid_create(1, 0, n_unit, 0, &g), DT_OK);
    g->bus[0].number = 1;
    g->bus[0].type = DT_GRID_REFERENCE;
    g->bus[0].pd = 1.0;
    set_units(g, n_unit, unit);
    assert_int_equal(dt_grid_finish(g, NULL, NULL), DT_OK);
    return g;
}

/* Equal lines between two buses, with these limits. */
static inline dt_grid *two_buses(int n_line, const double *rate, int n_unit, const struct unit *unit)
{
    dt_grid *g = NULL;
    assert_int_equal(dt_grid_create(2, n_line, n_unit, 0, &g), DT_OK);
    for (int i = 0; i < 2; i++) {
        g->bus[i].number = i + 1;
        g->bus[i].type = i == 0 ? DT_GRID_REFERENCE : DT_GRID_PQ;
    }
    for (int l = 0; l < n_line; l++) {
        g->branch[l].from = 0;
        g->branch[l].to = 1;
        g->branch[l].x = 0.1;
        g->branch[l].rate_a = rate[l];
    }
    set_units(g, n_unit, unit);
    assert_int_equal(dt_grid_finish(g, NULL, NULL), DT_OK);
    return g;
}

#endif
