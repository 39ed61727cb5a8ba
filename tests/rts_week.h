/* The week of RTS-GMLC of the shared verification set as a grid with hours: 73 buses, 168 hours, units from 0
 * to pmax at a flat cost, wind, sun and water up to hourly limits, a lossless direct-current line. */
#ifndef DT_TEST_RTS_WEEK_H
#define DT_TEST_RTS_WEEK_H

#include <stdlib.h>

#include "detente/grid_plan.h"
#include "io/csv.h"
#include "test.h"

#define RTS_WEEK DT_SOURCE_DIR "/../shared/verification/grid/rts_week_july/"

enum { RTS_HOURS = 168 };

struct rts_week {
    dt_grid *grid;
    dt_grid_periods periods;
    double *load, *pmax;
    int solar; /* position of unit 313_PV_1 */
};

static inline double rts_number(const dt_csv *table, int row, const char *column)
{
    double value = NAN;
    assert_int_equal(dt_csv_number(table, row, dt_csv_column(table, column), &value, NULL), DT_OK);
    return value;
}

static inline dt_csv *rts_table(const char *name)
{
    char path[512];
    dt_csv *table = NULL;
    snprintf(path, sizeof path, RTS_WEEK "%s", name);
    assert_int_equal(dt_csv_read(path, &table, NULL), DT_OK);
    return table;
}

static inline void rts_branches(dt_grid *g, const dt_csv *table)
{
    for (int l = 0; l < g->n_branch; l++) {
        g->branch[l].from = dt_grid_find_bus(g, (int)rts_number(table, l, "from_bus"));
        g->branch[l].to = dt_grid_find_bus(g, (int)rts_number(table, l, "to_bus"));
        g->branch[l].x = rts_number(table, l, "x_pu");
        g->branch[l].ratio = rts_number(table, l, "tap");
        g->branch[l].rate_a = rts_number(table, l, "rate_MW");
    }
}

static inline void rts_units(struct rts_week *w, const dt_csv *table, const dt_csv *limit)
{
    dt_grid *g = w->grid;
    for (int i = 0; i < g->n_generator; i++) {
        dt_grid_generator *unit = &g->generator[i];
        const char *name = dt_csv_text(table, i, dt_csv_column(table, "unit"));
        double cost[2] = {rts_number(table, i, "cost_per_MWh"), 0.0};
        unit->bus = dt_grid_find_bus(g, (int)rts_number(table, i, "bus"));
        unit->pmax = rts_number(table, i, "pmax_MW");
        snprintf(unit->name, sizeof unit->name, "%s", name);
        assert_int_equal(dt_grid_set_cost(&unit->cost, 2, 2, cost), DT_OK);
        if (strcmp(name, "313_PV_1") == 0) w->solar = i;
        int is_hourly = rts_number(table, i, "has_hourly_limit") > 0.0;
        for (int t = 0; t < RTS_HOURS; t++)
            w->pmax[t * g->n_generator + i] = is_hourly ? rts_number(limit, t, name) : unit->pmax;
    }
}

static inline void rts_loads(struct rts_week *w, const dt_csv *bus, const dt_csv *area)
{
    for (int i = 0; i < w->grid->n_bus; i++) {
        char column[32];
        snprintf(column, sizeof column, "area_%d_MW", (int)rts_number(bus, i, "area"));
        double share = rts_number(bus, i, "load_share_of_area");
        for (int t = 0; t < RTS_HOURS; t++)
            w->load[t * w->grid->n_bus + i] = share * rts_number(area, t, column);
        w->grid->bus[i].pd = w->load[i];
    }
}

static inline struct rts_week rts_begin(void)
{
    struct rts_week w = {0};
    dt_csv *bus = rts_table("buses.csv"), *branch = rts_table("branches.csv"), *unit = rts_table("units.csv"),
           *limit = rts_table("hourly_limit.csv"), *area = rts_table("area_load.csv");
    int n_bus = dt_csv_row_count(bus), n_unit = dt_csv_row_count(unit);
    assert_int_equal(dt_grid_create(n_bus, dt_csv_row_count(branch), n_unit, 1, &w.grid), DT_OK);
    w.load = calloc((size_t)RTS_HOURS * (size_t)n_bus, sizeof *w.load);
    w.pmax = calloc((size_t)RTS_HOURS * (size_t)n_unit, sizeof *w.pmax);
    assert_non_null(w.load);
    assert_non_null(w.pmax);
    for (int i = 0; i < n_bus; i++) {
        w.grid->bus[i].number = (int)rts_number(bus, i, "bus");
        w.grid->bus[i].type = rts_number(bus, i, "ref") > 0.0 ? DT_GRID_REFERENCE : DT_GRID_PQ;
    }
    rts_branches(w.grid, branch);
    rts_units(&w, unit, limit);
    rts_loads(&w, bus, area);
    dt_grid_dcline *line = w.grid->dcline;
    line->from = dt_grid_find_bus(w.grid, 113);
    line->to = dt_grid_find_bus(w.grid, 316);
    line->pmin = -100.0;
    line->pmax = 100.0;
    assert_int_equal(dt_grid_finish(w.grid, NULL, NULL), DT_OK);
    w.periods = (dt_grid_periods){.n_period = RTS_HOURS, .load = w.load, .pmax = w.pmax};
    dt_csv_free(bus);
    dt_csv_free(branch);
    dt_csv_free(unit);
    dt_csv_free(limit);
    dt_csv_free(area);
    return w;
}

static inline void rts_end(struct rts_week *w)
{
    dt_grid_free(w->grid);
    free(w->load);
    free(w->pmax);
}

#endif
