/* Supply curves: file and lookups. Expected numbers are sums done by hand on the table below. */
#include "test.h"

#include <unistd.h>

#include "detente/supply_curve.h"

/* Three steps: 1 GW at 20 at once, 2 GW at 30 with 87.6 USD/kW a year (10 USD/MWh) after 3 years, 0.5 GW at
 * 35 after 1 year. */
static dt_supply_curve sample(void)
{
    dt_supply_curve c = {.region = "USA", .source = "a test, \"quoted\"", .year = 2026, .n_step = 3};
    c.step[0] = (dt_supply_step){1.0, 20.0, 0.0, 0.0, 0.0, "line A"};
    c.step[1] = (dt_supply_step){0.5, 35.0, 0.0, 1.0, 2.5, ""};
    c.step[2] = (dt_supply_step){2.0, 30.0, 87.6, 3.0, 0.0, "generator 2, line B"};
    return c;
}

static void path_in(char path[256], const char *name)
{
    snprintf(path, 256, "%s/%s", DT_BINARY_DIR, name);
}

TEST(lookups)
{
    dt_supply_curve c = sample();
    assert_near(dt_supply_curve_gw(&c, 0.0), 1.0, 0, 1e-15);
    assert_near(dt_supply_curve_gw(&c, 1.0), 1.5, 0, 1e-15);
    assert_near(dt_supply_curve_gw(&c, INFINITY), 3.5, 0, 1e-15);
    assert_near(dt_supply_curve_price(&c, 0.5, 0.0), 20.0, 0, 1e-15);
    assert_near(dt_supply_curve_price(&c, 1.2, 2.0), 35.0, 0, 1e-15);
    assert_near(dt_supply_curve_price(&c, 2.0, 5.0), 40.0, 0, 1e-12);
    assert_true(isinf(dt_supply_curve_price(&c, 1.6, 2.0)));
    /* 1000 MW at 20, 500 MW at 35, 500 MW at 40 */
    assert_near(dt_supply_curve_cost(&c, 2.0, 5.0), 20000.0 + 17500.0 + 20000.0, 0, 1e-12);
    assert_true(isinf(dt_supply_curve_cost(&c, 4.0, 5.0)));
}

TEST(round_trip)
{
    char path[256];
    dt_supply_curve c = sample(), back = {0};
    path_in(path, "supply_curve_round_trip.csv");
    assert_int_equal(dt_supply_curve_save(&c, path, NULL), DT_OK);
    assert_int_equal(dt_supply_curve_load(path, &back, NULL), DT_OK);
    unlink(path);
    assert_int_equal(back.n_step, 3);
    assert_int_equal(back.year, 2026);
    assert_string_equal(back.region, "USA");
    assert_string_equal(back.source, c.source);
    assert_string_equal(back.step[2].binding, c.step[2].binding);
    for (int k = 0; k < 3; k++)
        assert_memory_equal(&back.step[k].gw, &c.step[k].gw, 5 * sizeof(double));
}

static void expect_fault(const char *row, dt_error_code code)
{
    char path[256];
    dt_supply_curve back = {0};
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    path_in(path, "supply_curve_bad.csv");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "region,year,width_gw,cost_usd_per_mwh,capital_usd_per_kw_year,lead_years,error_usd_per_h,"
            "binding,source\n%s",
            row);
    fclose(file);
    assert_int_equal(dt_supply_curve_load(path, &back, &found), DT_INPUT);
    unlink(path);
    assert_int_equal(found.item[0].code, code);
}

TEST(faults_are_named)
{
    expect_fault("", DT_E_DATA_SIZE);
    expect_fault("X,2026,-1,20,0,0,0,,s\n", DT_E_GRID_SUPPLY);
    expect_fault("X,2026,1,20,-5,0,0,,s\n", DT_E_GRID_SUPPLY);
    dt_supply_curve back = {0};
    assert_int_equal(dt_supply_curve_load("/nowhere/curve.csv", &back, NULL), DT_IO);
}

RUN_TESTS(CASE(lookups), CASE(round_trip), CASE(faults_are_named))
