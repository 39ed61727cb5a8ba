/* Plans against the hand cases of the shared verification set (s14, s17 to s20, s25, s29: closed forms,
 * recomputed there by HiGHS and Clp) and closed forms of our own, derived beside them. */
#include "test.h"

#include <stdlib.h>

#include "detente/grid_plan.h"
#include "grid_small.h"

/* Tolerance of the shared cases. */
static const double of_table = 1e-6;

static const double one = 1.0;
static const int first_bus = 0, second_bus = 1;

static dt_grid_plan_result solve(const dt_grid *grid, const dt_grid_plan *plan)
{
    dt_grid_plan_result r = {0};
    assert_int_equal(dt_grid_plan_solve(grid, plan, &r, NULL), DT_OK);
    assert_int_equal(r.outcome, DT_GRID_OPTIMAL);
    assert_true(r.balance_residual < 1e-8 && r.limit_residual < 1e-8 && r.gap < 1e-8);
    return r;
}

/* s14: an import limit of 100 MW, demand 60, 80, 90, 70. */
static double hosted(double curtailed, int has_battery)
{
    static const double demand[] = {60.0, 80.0, 90.0, 70.0};
    dt_grid *g = one_bus(1, (struct unit[]){{0, 100.0, 0.0}});
    dt_grid_periods hours = {.n_period = 4, .load = demand};
    dt_grid_extra_load load = {
        .count = 1, .bus = &first_bus, .share = &one, .worth = 1.0, .curtailed = curtailed};
    dt_grid_storage battery = {.power = 10.0, .energy = 10.0, .eff_in = 1.0, .eff_out = 1.0};
    dt_grid_plan plan = {.periods = &hours,
                         .n_load = 1,
                         .load = &load,
                         .n_storage = has_battery,
                         .storage = &battery,
                         .is_most_load = 1};
    dt_grid_plan_result r = solve(g, &plan);
    double mw = r.load[0];
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
    return mw;
}

TEST(flexible_hours_and_a_battery)
{
    assert_near(hosted(0.0, 0), 10.0, 0, of_table);
    assert_near(hosted(0.1, 0), 16.6666666667, 0, of_table);
    assert_near(hosted(0.1, 1), 25.0, 0, of_table);
}

TEST(headroom_with_one_threshold)
{
    static const double demand[] = {100, 95, 90, 85, 80, 75, 70, 65, 60, 55};
    static const double rate[] = {0.05, 0.10, 0.15, 0.18, 0.20, 0.25};
    static const double known[] = {0.0, 5.0, 10.0, 12.5, 15.0, 20.0};
    for (int k = 0; k < 6; k++)
        assert_near(dt_grid_headroom(demand, 10, 100.0, rate[k]), known[k], 1e-9, of_table);
}

/* s17 */
TEST(storage_moves_energy)
{
    static const double demand[] = {50.0, 50.0, 150.0, 150.0};
    static const double price[] = {10.0, 10.0, 60.0, 60.0};
    dt_grid *g = one_bus(2, (struct unit[]){{0, 100.0, 10.0}, {0, 100.0, 60.0}});
    dt_grid_periods hours = {.n_period = 4, .load = demand};
    dt_grid_storage store = {.power = 40.0, .energy = 60.0, .eff_in = 0.9, .eff_out = 0.9, .is_free = 1};
    dt_grid_plan plan = {.periods = &hours, .n_storage = 1, .storage = &store};
    dt_grid_plan_result r = solve(g, &plan);
    assert_near(r.objective, 6426.6666666667, 0, of_table);
    double given = 0.0;
    for (int t = 0; t < 4; t++) {
        assert_near(r.lmp[t], price[t], 0, of_table);
        given += demand[t] - r.dispatch[2 * t] - r.dispatch[2 * t + 1];
    }
    /* 60 / 0.9 in, 54 out */
    assert_near(given, 54.0 - 60.0 / 0.9, 0, of_table);
    dt_grid_plan_clear(&r);
    plan.n_storage = 0;
    r = solve(g, &plan);
    assert_near(r.objective, 9000.0, 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* s18 */
TEST(screening_curve)
{
    static const double demand[] = {100, 90, 80, 70, 60, 50, 40, 30, 20, 10};
    static const double price[] = {40, 20, 15, 10, 10, 10, 10, 10, 10, 10};
    dt_grid *g = one_bus(0, NULL);
    dt_grid_periods hours = {.n_period = 10, .load = demand};
    dt_grid_candidate c[] = {
        {.fixed_cost = 45.0, .variable_cost = 10.0, .most = INFINITY},
        {.fixed_cost = 20.0, .variable_cost = 20.0, .most = INFINITY},
    };
    dt_grid_plan plan = {.periods = &hours, .n_candidate = 2, .candidate = c};
    dt_grid_plan_result r = solve(g, &plan);
    assert_near(r.objective, 9800.0, 0, of_table);
    assert_near(r.capacity[0], 80.0, 0, of_table);
    assert_near(r.capacity[1], 20.0, 0, of_table);
    for (int t = 0; t < 10; t++)
        assert_near(r.lmp[t], price[t], 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* s19 */
TEST(line_pays_for_itself)
{
    static const double demand[] = {0, 100, 0, 60};
    dt_grid *g = two_buses(1, (double[]){40.0}, 2, (struct unit[]){{0, 1000.0, 10.0}, {1, 1000.0, 50.0}});
    dt_grid_periods hours = {.n_period = 2, .load = demand};
    dt_grid_candidate c = {.kind = DT_GRID_BUILD_LINE, .element = 0, .fixed_cost = 60.0, .most = INFINITY};
    dt_grid_plan plan = {.periods = &hours, .n_candidate = 1, .candidate = &c};
    dt_grid_plan_result r = solve(g, &plan);
    assert_near(r.objective, 4400.0, 0, of_table);
    assert_near(r.capacity[0], 20.0, 0, of_table);
    assert_near(r.lmp[1], 50.0, 0, of_table);
    assert_near(r.lmp[3], 30.0, 0, of_table);
    assert_near(r.lmp[0], 10.0, 0, of_table);
    assert_near(r.lmp[2], 10.0, 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* s20 */
static void check_sun(double efficiency, double cost, double sun, double night_price)
{
    static const double demand[] = {100.0, 100.0}, day[] = {1.0, 0.0};
    dt_grid *g = one_bus(0, NULL);
    dt_grid_periods hours = {.n_period = 2, .load = demand};
    dt_grid_candidate c[] = {
        {.fixed_cost = 30.0, .availability = day, .most = INFINITY},
        {.kind = DT_GRID_BUILD_STORAGE,
         .fixed_cost = 15.0,
         .eff_in = efficiency,
         .eff_out = 1.0,
         .is_free = 1,
         .most = INFINITY},
        {.fixed_cost = 20.0, .variable_cost = 50.0, .most = INFINITY},
    };
    dt_grid_plan plan = {.periods = &hours, .n_candidate = 3, .candidate = c};
    dt_grid_plan_result r = solve(g, &plan);
    assert_near(r.objective, cost, 0, of_table);
    assert_near(r.capacity[0], sun, 0, of_table);
    assert_near(r.capacity[1], 100.0, 0, of_table);
    assert_near(r.capacity[2], 0.0, 1e-6, of_table);
    assert_near(r.lmp[0], 30.0, 0, of_table);
    assert_near(r.lmp[1], night_price, 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

TEST(sun_and_storage)
{
    check_sun(1.0, 7500.0, 200.0, 45.0);
    check_sun(0.8, 8250.0, 225.0, 52.5);
}

/* s25 */
TEST(ramps_make_a_price_negative)
{
    static const double demand[] = {50.0, 100.0, 150.0}, ramp[] = {30.0, 0.0}, initial[] = {50.0, 0.0};
    static const double output[] = {50.0, 80.0, 110.0}, price[] = {-50.0, 40.0, 40.0};
    dt_grid *g = one_bus(2, (struct unit[]){{0, 200.0, 10.0}, {0, 200.0, 40.0}});
    dt_grid_periods hours = {.n_period = 3, .load = demand};
    dt_grid_plan plan = {.periods = &hours, .ramp = ramp, .initial = initial};
    dt_grid_plan_result r = solve(g, &plan);
    assert_near(r.objective, 4800.0, 0, of_table);
    for (int t = 0; t < 3; t++) {
        assert_near(r.dispatch[2 * t], output[t], 0, of_table);
        assert_near(r.lmp[t], price[t], 0, of_table);
    }
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* s29 */
TEST(carbon_cap)
{
    static const double emission[] = {1.0, 0.4}, demand[] = {100.0};
    dt_grid *g = one_bus(2, (struct unit[]){{0, 200.0, 20.0}, {0, 200.0, 40.0}});
    dt_grid_periods hours = {.n_period = 1, .load = demand};
    dt_grid_stage stage = {2026.0, 1.0, 1.0, 1.0, 64.0};
    dt_grid_plan plan = {.periods = &hours, .n_stage = 1, .stage = &stage, .emission = emission};
    dt_grid_plan_result r = solve(g, &plan);
    assert_near(r.objective, 3200.0, 0, of_table);
    assert_near(r.dispatch[0], 40.0, 0, of_table);
    assert_near(r.dispatch[1], 60.0, 0, of_table);
    assert_near(r.lmp[0], 53.3333333333, 0, of_table);
    assert_near(r.carbon_price[0], 33.3333333333, 0, of_table);
    assert_near(r.emission[0], 64.0, 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* Reserve: 100 MW of units carry load + h with 20% of it kept free: 1.2 (60 + h) = 100. */
TEST(reserve_takes_hosting)
{
    static const double demand[] = {60.0};
    dt_grid *g = one_bus(1, (struct unit[]){{0, 100.0, 10.0}});
    dt_grid_periods hours = {.n_period = 1, .load = demand};
    dt_grid_extra_load load = {.count = 1, .bus = &first_bus, .share = &one, .worth = 1.0};
    dt_grid_plan plan = {
        .periods = &hours, .n_load = 1, .load = &load, .reserve_share = 0.2, .is_most_load = 1};
    dt_grid_plan_result r = solve(g, &plan);
    assert_near(r.load[0], 100.0 / 1.2 - 60.0, 0, of_table);
    assert_int_equal(r.bound[0].kind, DT_GRID_BIND_RESERVE);
    assert_near(r.bound[0].value, 1.0 / 1.2, 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* Years: orders from 2026, 10 MW a year, there two years later, for a load of 25 MW that old units serve at
 * 100 USD/MWh and new ones at 10 + 5 fixed: nothing in 2026 and 2027, 10 in 2028, 20 in 2029, 25 in 2030.
 * Costs by hand, with factors 1, 0.9, 0.8, 0.7, 0.6: 2500, 2500, 1500 + 150, 500 + 300, 375. */
TEST(lead_time_and_build_rate)
{
    static const double known[] = {0.0, 0.0, 10.0, 20.0, 25.0}, mw[] = {25, 25, 25, 25, 25};
    dt_grid_stage stage[5];
    for (int s = 0; s < 5; s++)
        stage[s] = (dt_grid_stage){2026.0 + s, 1.0, 1.0 - 0.1 * s, 1.0, INFINITY};
    dt_grid *g = one_bus(1, (struct unit[]){{0, 100.0, 100.0}});
    g->bus[0].pd = 0.0;
    dt_grid_extra_load load = {.count = 1, .bus = &first_bus, .share = &one, .mw = mw};
    dt_grid_candidate c = {
        .fixed_cost = 5.0, .variable_cost = 10.0, .most = 100.0, .most_per_year = 10.0, .lead_years = 2.0};
    dt_grid_plan plan = {.n_stage = 5,
                         .stage = stage,
                         .start_year = 2026.0,
                         .n_load = 1,
                         .load = &load,
                         .n_candidate = 1,
                         .candidate = &c};
    dt_grid_plan_result r = solve(g, &plan);
    for (int s = 0; s < 5; s++)
        assert_near(r.capacity[s], known[s], 1e-6, of_table);
    assert_near(r.objective, 2500.0 + 0.9 * 2500.0 + 0.8 * 1650.0 + 0.7 * 800.0 + 0.6 * 375.0, 0, of_table);
    /* one more MW of load in a year costs the old unit's price, and the new one's whole cost in the last */
    assert_near(r.load_price[1], 100.0, 0, of_table);
    assert_near(r.load_price[4], 15.0, 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* Firm capacity of 1.15 times 100 MW: a unit of 80 firm MW and a candidate that counts by half: 70 MW more.
 */
TEST(planning_margin)
{
    dt_grid *g = one_bus(1, (struct unit[]){{0, 100.0, 10.0}});
    g->bus[0].pd = 100.0;
    double firm = 0.8;
    dt_grid_candidate c = {.fixed_cost = 3.0, .variable_cost = 99.0, .firm = 0.5, .most = 1000.0};
    dt_grid_plan plan = {.n_candidate = 1, .candidate = &c, .has_margin = 1, .margin = 0.15, .firm = &firm};
    dt_grid_plan_result r = solve(g, &plan);
    assert_near(r.capacity[0], 70.0, 0, of_table);
    assert_near(r.objective, 1000.0 + 3.0 * 70.0, 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* Whole pieces: least 3 a + 2.1 b of pieces of 7 and 5 MW for 23 MW, by listing all pairs: (4, 0) costs 84,
 * (3, 1) 73.5, (2, 2) 63, (1, 4) 63, (0, 5) 52.5 in USD per MW times MW. Cheaper per MW is b at 2.1: 5
 * pieces. With b at 2.9: (0, 5) 72.5, (1, 4) 79, (2, 2) 71, (3, 1) 77.5, (4, 0) 84: two of each. */
TEST(whole_pieces)
{
    double mw = 23.0;
    dt_grid *g = one_bus(0, NULL);
    g->bus[0].pd = 0.0;
    dt_grid_extra_load load = {.count = 1, .bus = &first_bus, .share = &one, .mw = &mw};
    dt_grid_candidate c[] = {
        {.fixed_cost = 3.0, .most = 1000.0, .unit = 7.0},
        {.fixed_cost = 2.1, .most = 1000.0, .unit = 5.0},
    };
    dt_grid_plan plan = {.n_load = 1, .load = &load, .n_candidate = 2, .candidate = c};
    dt_grid_plan_result r = solve(g, &plan);
    assert_near(r.objective, 52.5, 0, of_table);
    assert_near(r.capacity[1], 25.0, 0, of_table);
    dt_grid_plan_clear(&r);
    c[1].fixed_cost = 2.9;
    r = solve(g, &plan);
    assert_near(r.objective, 71.0, 0, of_table);
    assert_near(r.capacity[0], 14.0, 0, of_table);
    assert_near(r.capacity[1], 10.0, 0, of_table);
    assert_near(r.bound_gap, 0.0, 1e-9, 0);
    assert_true(r.n_node > 1);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* Two loads on one line of 100 MW to bus 2 and 60 MW of units there and at bus 1 each: worths 1 and 2 give
 * bus 2 all that the line and the unit let in (120 in all). */
TEST(weighted_sum_of_loads)
{
    dt_grid *g = two_buses(1, (double[]){30.0}, 2, (struct unit[]){{0, 60.0, 10.0}, {1, 60.0, 20.0}});
    dt_grid_extra_load load[] = {
        {.count = 1, .bus = &first_bus, .share = &one, .worth = 1.0},
        {.count = 1, .bus = &second_bus, .share = &one, .worth = 2.0},
    };
    dt_grid_plan plan = {.n_load = 2, .load = load, .is_most_load = 1};
    dt_grid_plan_result r = solve(g, &plan);
    assert_near(r.load[1], 90.0, 0, of_table);
    assert_near(r.load[0], 30.0, 0, of_table);
    assert_near(r.objective, 210.0, 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* s08: preventive security through the program of hours. */
TEST(security_in_hours)
{
    dt_grid *g = two_buses(3, (double[]){50.0, 50.0, 50.0}, 2,
                           (struct unit[]){{0, 300.0, 10.0}, {1, 200.0, 40.0}});
    static const double demand[] = {0.0, 140.0, 0.0, 90.0};
    dt_grid_periods hours = {.n_period = 2, .load = demand};
    dt_grid_plan plan = {.periods = &hours};
    plan.opf.is_n1 = 1;
    dt_grid_plan_result r = solve(g, &plan);
    /* 140: 100 over the lines, 40 there; 90: all over the lines */
    assert_near(r.objective, 2600.0 + 900.0, 0, of_table);
    assert_near(r.lmp[1], 40.0, 0, of_table);
    assert_near(r.lmp[3], 10.0, 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

/* What cannot be met is said. */
TEST(infeasible_plan)
{
    dt_grid *g = one_bus(1, (struct unit[]){{0, 50.0, 10.0}});
    g->bus[0].pd = 100.0;
    dt_grid_plan plan = {0};
    dt_grid_plan_result r = {0};
    assert_int_equal(dt_grid_plan_solve(g, &plan, &r, NULL), DT_OK);
    assert_int_equal(r.outcome, DT_GRID_INFEASIBLE);
    char words[DT_GRID_CONFLICT];
    assert_int_equal(dt_grid_plan_conflict(g, &plan, words), DT_OK);
    assert_string_equal(words, "feasible if 50 MWh of load a year are shed");
    plan.opf.shed_cost = 1000.0;
    plan.has_margin = 1;
    assert_int_equal(dt_grid_plan_conflict(g, &plan, words), DT_OK);
    assert_string_equal(words, "feasible without the planning margin");
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

RUN_TESTS(CASE(flexible_hours_and_a_battery), CASE(headroom_with_one_threshold), CASE(storage_moves_energy),
          CASE(screening_curve), CASE(line_pays_for_itself), CASE(sun_and_storage),
          CASE(ramps_make_a_price_negative), CASE(carbon_cap), CASE(reserve_takes_hosting),
          CASE(lead_time_and_build_rate), CASE(planning_margin), CASE(whole_pieces),
          CASE(weighted_sum_of_loads), CASE(security_in_hours), CASE(infeasible_plan))
