/* The RTS-GMLC week of the shared verification set: dispatch cost, hosting capacity firm and with a budget of
 * energy that may be left out, expansion. Its README names the routes (Clp and HiGHS interior point). */
#include "test.h"

#include "detente/grid_plan.h"
#include "rts_week.h"

/* Tolerance of the tables: simplex tolerances moved one answer by 2e-6. */
static const double of_table = 1e-5;

static double expected(const char *file, const char *key, const char *column)
{
    dt_csv *table = rts_table(file);
    double value = NAN;
    for (int row = 0; row < dt_csv_row_count(table); row++)
        if (strcmp(dt_csv_text(table, row, 0), key) == 0) value = rts_number(table, row, column);
    dt_csv_free(table);
    assert_true(value == value);
    return value;
}

static dt_grid_plan plan_of(const struct rts_week *w)
{
    dt_grid_plan plan = {.periods = &w->periods};
    plan.opf = dt_grid_opf_defaults();
    plan.opf.convention = DT_GRID_MATPOWER;
    plan.opf.no_angle_limits = 1;
    plan.opf.shed_cost = 10000.0;
    return plan;
}

static dt_grid_plan_result solve(const struct rts_week *w, const dt_grid_plan *plan)
{
    dt_grid_plan_result r = {0};
    assert_int_equal(dt_grid_plan_solve(w->grid, plan, &r, NULL), DT_OK);
    assert_int_equal(r.outcome, DT_GRID_OPTIMAL);
    /* MW: rounding of sums of 3000 MW; relative for the program */
    assert_true(r.balance_residual < 1e-6);
    assert_true(r.limit_residual < 1e-4);
    assert_true(r.gap < 1e-6);
    return r;
}

static double cost_with(const struct rts_week *w, int bus, double mw, int no_dclines)
{
    dt_grid_plan plan = plan_of(w);
    int at = bus > 0 ? dt_grid_find_bus(w->grid, bus) : 0;
    double one = 1.0;
    dt_grid_extra_load load = {.count = 1, .bus = &at, .share = &one, .mw = &mw};
    plan.load = &load;
    plan.n_load = bus > 0;
    plan.opf.no_dclines = no_dclines;
    dt_grid_plan_result r = solve(w, &plan);
    double cost = r.objective;
    dt_grid_plan_clear(&r);
    return cost;
}

TEST(dispatch_costs)
{
    struct rts_week w = rts_begin();
    assert_near(cost_with(&w, 0, 0.0, 0), expected("expected.csv", "total_cost", "expected"), 0, of_table);
    assert_near(cost_with(&w, 118, 300.0, 0),
                expected("expected.csv", "total_cost_plus_300_MW_at_bus_118", "expected"), 0, of_table);
    assert_near(cost_with(&w, 313, 200.0, 0),
                expected("expected.csv", "total_cost_plus_200_MW_at_bus_313", "expected"), 0, of_table);
    assert_near(cost_with(&w, 0, 0.0, 1), expected("expected.csv", "total_cost_without_hvdc", "expected"), 0,
                of_table);
    rts_end(&w);
}

static void check_bus(int bus)
{
    static const char *const share[] = {"0", "0.005", "0.01", "0.05"};
    struct rts_week w = rts_begin();
    for (int k = 0; k < 4; k++) {
        char key[64];
        double one = 1.0;
        int at = dt_grid_find_bus(w.grid, bus);
        dt_grid_extra_load load = {
            .count = 1, .bus = &at, .share = &one, .worth = 1.0, .curtailed = atof(share[k])};
        dt_grid_plan plan = plan_of(&w);
        plan.load = &load;
        plan.n_load = 1;
        plan.is_most_load = 1;
        dt_grid_plan_result r = solve(&w, &plan);
        snprintf(key, sizeof key, "hosting_MW_bus_%d_curtailment_%s", bus, share[k]);
        assert_near(r.load[0], expected("expected.csv", key, "expected"), 0, of_table);
        assert_true(r.curtailed[0] <= load.curtailed + 1e-9);
        assert_true(r.n_bound > 0);
        dt_grid_plan_clear(&r);
    }
    rts_end(&w);
}

TEST(hosting_at_bus_101)
{
    check_bus(101);
}

TEST(hosting_at_bus_107)
{
    check_bus(107);
}

TEST(hosting_at_bus_113)
{
    check_bus(113);
}

TEST(hosting_at_bus_118)
{
    check_bus(118);
}

TEST(hosting_at_bus_208)
{
    check_bus(208);
}

TEST(hosting_at_bus_313)
{
    check_bus(313);
}

/* The candidates of expansion_scenarios.json. */
enum { MOST_CANDIDATE = 128 };

static int gas_and_sun(const struct rts_week *w, int has_sun, dt_grid_candidate *c, const double *sun)
{
    int n = 0, at_313 = dt_grid_find_bus(w->grid, 313);
    c[n++] = (dt_grid_candidate){.kind = DT_GRID_BUILD_GENERATION,
                                 .element = at_313,
                                 .fixed_cost = 2500.0,
                                 .variable_cost = 28.0,
                                 .most = INFINITY};
    if (!has_sun) {
        c[n] = c[0];
        c[n].element = dt_grid_find_bus(w->grid, 107);
        c[n++].fixed_cost = 2300.0;
        return n;
    }
    for (int k = 0; k < 2; k++)
        c[n++] = (dt_grid_candidate){.kind = DT_GRID_BUILD_GENERATION,
                                     .element = k ? dt_grid_find_bus(w->grid, 118) : at_313,
                                     .fixed_cost = 900.0,
                                     .availability = sun,
                                     .most = INFINITY};
    c[n++] = (dt_grid_candidate){.kind = DT_GRID_BUILD_STORAGE,
                                 .element = at_313,
                                 .fixed_cost = 700.0,
                                 .hours = 4.0,
                                 .eff_in = 0.92,
                                 .eff_out = 0.92,
                                 .most = INFINITY};
    return n;
}

static void check_expansion(const char *scenario, int has_sun, int has_lines)
{
    struct rts_week w = rts_begin();
    dt_grid_candidate c[MOST_CANDIDATE];
    double sun[RTS_HOURS], one = 1.0, mw = 1500.0;
    int at = dt_grid_find_bus(w.grid, 313);
    for (int t = 0; t < RTS_HOURS; t++)
        sun[t] = w.pmax[t * w.grid->n_generator + w.solar] / w.grid->generator[w.solar].pmax;
    int n = gas_and_sun(&w, has_sun, c, sun);
    for (int l = 0; has_lines && l < w.grid->n_branch; l++)
        c[n++] = (dt_grid_candidate){
            .kind = DT_GRID_BUILD_LINE, .element = l, .fixed_cost = 120.0, .most = w.grid->branch[l].rate_a};
    dt_grid_extra_load load = {.count = 1, .bus = &at, .share = &one, .mw = &mw};
    dt_grid_plan plan = plan_of(&w);
    plan.load = &load;
    plan.n_load = 1;
    plan.candidate = c;
    plan.n_candidate = n;
    dt_grid_plan_result r = solve(&w, &plan);
    assert_near(r.objective, expected("expansion_expected.csv", scenario, "total_cost"), 0, of_table);
    dt_grid_plan_clear(&r);
    rts_end(&w);
}

TEST(expansion_by_gas)
{
    check_expansion("e1_gas_only", 0, 0);
}

TEST(expansion_with_sun_and_storage)
{
    check_expansion("e2_gas_solar_battery", 1, 0);
}

TEST(expansion_with_lines)
{
    check_expansion("e3_lines_too", 1, 1);
}

RUN_TESTS(CASE(dispatch_costs), CASE(hosting_at_bus_101), CASE(hosting_at_bus_107), CASE(hosting_at_bus_113),
          CASE(hosting_at_bus_118), CASE(hosting_at_bus_208), CASE(hosting_at_bus_313),
          CASE(expansion_by_gas), CASE(expansion_with_sun_and_storage), CASE(expansion_with_lines))
