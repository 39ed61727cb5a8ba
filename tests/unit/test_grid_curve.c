/* Cost curves: s24 of the shared verification set (closed form, HiGHS, Clp), and certified bands on larger
 * cases against curves that are exact. */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "detente/grid_plan.h"
#include "grid_small.h"

#define CASES DT_SOURCE_DIR "/../shared/verification/grid/"
#define PGLIB DT_SOURCE_DIR "/../shared/pglib/"

static const double of_table = 1e-6;
static const double one = 1.0;

static dt_grid *load_grid(const char *path)
{
    dt_grid *grid = NULL;
    assert_int_equal(dt_grid_load(path, &grid, NULL), DT_OK);
    return grid;
}

static dt_grid_hosting_options options_of(const dt_grid_periods *hours)
{
    dt_grid_hosting_options o = {.cost = dt_grid_relief_defaults()};
    o.plan.opf = dt_grid_opf_defaults();
    o.plan.periods = hours;
    return o;
}

static void check_points(int bus, const dt_grid_periods *hours, int n, const double (*known)[2])
{
    dt_grid *g = load_grid(CASES "s24_marginal_cost_curve.m");
    dt_grid_hosting_options o = options_of(hours);
    dt_grid_site site = {.count = 1, .bus = &bus, .share = &one};
    dt_grid_curve c = {0};
    assert_int_equal(dt_grid_curve_find(g, &o, &site, 0, 0.0, &c), DT_OK);
    assert_int_equal(c.n_point, n);
    assert_int_equal(c.is_exact, 1);
    for (int k = 0; k < n; k++) {
        assert_near(c.point[k].mw, known[k][0], 1e-6, of_table);
        assert_near(c.point[k].cost, known[k][1], 0, of_table);
        if (k + 1 == n) continue;
        assert_near(c.point[k].slope, (known[k + 1][1] - known[k][1]) / (known[k + 1][0] - known[k][0]), 0,
                    of_table);
        assert_true(c.point[k].binding[0] != 0);
    }
    dt_grid_curve_clear(&c);
    dt_grid_free(g);
}

TEST(hand_case)
{
    static const double at_1[][2] = {{0, 3600}, {110, 5800}, {200, 8500}};
    static const double at_2[][2] = {{0, 3600}, {140, 7800}};
    static const double at_3[][2] = {{0, 3600}, {30, 4800}};
    dt_grid_periods hour = {.n_period = 1};
    check_points(0, NULL, 3, at_1);
    check_points(1, NULL, 2, at_2);
    check_points(2, NULL, 2, at_3);
    check_points(0, &hour, 3, at_1);
    check_points(2, &hour, 2, at_3);
}

/* The band is certified: the true curve, by solving anew between the points, lies between chords less the
 * error and chords. */
static void check_band(const char *path, int bus, double price)
{
    dt_grid *g = load_grid(path);
    dt_grid_hosting_options o = options_of(NULL);
    dt_grid_site site = {.count = 1, .bus = &bus, .share = &one};
    dt_grid_curve exact = {0}, rough = {0};
    dt_grid_session *session = NULL;
    assert_int_equal(dt_grid_curve_find(g, &o, &site, 0, price, &exact), DT_OK);
    assert_int_equal(dt_grid_curve_find(g, &o, &site, 8, price, &rough), DT_OK);
    assert_true(exact.is_exact);
    assert_true(rough.n_point <= 9);
    assert_true(dt_grid_curve_error(&rough, &exact) <= rough.error + 1e-6);
    assert_int_equal(dt_grid_session_create(g, &o.plan.opf, &session, NULL), DT_OK);
    for (int k = 0; k + 1 < rough.n_point; k++)
        for (int part = 1; part < 4; part++) {
            double mw = rough.point[k].mw + 0.25 * part * (rough.point[k + 1].mw - rough.point[k].mw);
            double upper = rough.point[k].cost + rough.point[k].slope * (mw - rough.point[k].mw);
            dt_grid_opf r = {0};
            assert_int_equal(dt_grid_session_site(session, 1, &bus, &one, mw), DT_OK);
            assert_int_equal(dt_grid_session_solve(session, &r), DT_OK);
            assert_int_equal(r.outcome, DT_GRID_OPTIMAL);
            double slack = 1e-7 * fabs(upper); /* of two solutions of the simplex */
            assert_true(r.objective <= upper + slack);
            assert_true(r.objective >= upper - rough.point[k].error - slack);
            dt_grid_opf_clear(&r);
        }
    dt_grid_session_free(session);
    dt_grid_curve_clear(&exact);
    dt_grid_curve_clear(&rough);
    dt_grid_free(g);
}

TEST(band_is_certified)
{
    check_band(PGLIB "pglib_opf_case118_ieee.m", 10, 0.0);
    check_band(PGLIB "pglib_opf_case118_ieee.m", 70, 1000.0);
    check_band(PGLIB "pglib_opf_case300_ieee.m", 40, 1000.0);
}

/* s24 at bus 1: 110 MW at 20 and 90 MW at 30 USD/MWh. */
TEST(becomes_a_supply_curve)
{
    const int bus = 0;
    dt_grid *g = load_grid(CASES "s24_marginal_cost_curve.m");
    dt_grid_hosting_options o = options_of(NULL);
    dt_grid_site site = {.count = 1, .bus = &bus, .share = &one};
    dt_grid_curve c = {0};
    dt_supply_curve s, back;
    assert_int_equal(dt_grid_curve_find(g, &o, &site, 8, 0.0, &c), DT_OK);
    assert_int_equal(dt_grid_curve_supply(&c, "TST", 2026, "s24", NULL, &s), DT_OK);
    assert_int_equal(s.n_step, 2);
    assert_near(dt_supply_curve_gw(&s, 0.0), 0.2, 0, of_table);
    assert_near(dt_supply_curve_cost(&s, 0.2, 0.0), 8500.0 - 3600.0, 0, of_table);
    assert_near(dt_supply_curve_price(&s, 0.15, 0.0), 30.0, 0, of_table);
    assert_int_equal(dt_supply_curve_save(&s, DT_BINARY_DIR "/grid_curve.csv", NULL), DT_OK);
    assert_int_equal(dt_supply_curve_load(DT_BINARY_DIR "/grid_curve.csv", &back, NULL), DT_OK);
    unlink(DT_BINARY_DIR "/grid_curve.csv");
    assert_near(back.step[1].cost, s.step[1].cost, 0, 0);
    dt_grid_curve_clear(&c);
    dt_grid_free(g);
}

RUN_TESTS(CASE(hand_case), CASE(band_is_certified), CASE(becomes_a_supply_curve))
