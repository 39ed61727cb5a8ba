/* Flows and factors against each other and against networks that really lack the branch; the AC power flow
 * against the published solution of the IEEE 14-bus case; sessions against solutions from scratch. */
#include <math.h>
#include <stdlib.h>

#include "detente/grid.h"
#include "test.h"

#define PGLIB DT_SOURCE_DIR "/../shared/pglib/pglib_opf_"

/* MW: rounding of a few hundred additions of numbers up to 10^4. */
static const double rounding = 1e-7;

static dt_grid *load_grid(const char *name)
{
    char path[512];
    dt_grid *grid = NULL;
    snprintf(path, sizeof path, PGLIB "%s.m", name);
    assert_int_equal(dt_grid_load(path, &grid, NULL), DT_OK);
    return grid;
}

static double *numbers(int count)
{
    double *x = calloc((size_t)count + 1, sizeof *x);
    assert_non_null(x);
    return x;
}

/* An injection that is balanced: the optimal dispatch less the loads. */
static double *balanced(const dt_grid *grid, dt_grid_opf *r)
{
    double *injection = numbers(grid->n_bus);
    assert_int_equal(dt_grid_opf_solve(grid, NULL, r, NULL), DT_OK);
    assert_int_equal(r->outcome, DT_GRID_OPTIMAL);
    for (int i = 0; i < grid->n_bus; i++)
        injection[i] = -grid->bus[i].pd - grid->bus[i].gs;
    for (int i = 0; i < grid->n_generator; i++)
        injection[grid->generator[i].bus] += r->dispatch[i];
    return injection;
}

/* A transfer factor's row times the injections is the flow; buses balance. */
static void check_factors(const char *name, dt_grid_convention convention)
{
    dt_grid *grid = load_grid(name);
    dt_grid_opf r = {0};
    double *injection = balanced(grid, &r), *flow = numbers(grid->n_branch), *row = numbers(grid->n_bus);
    double *zero = numbers(grid->n_bus), *loop = numbers(grid->n_branch), *net = numbers(grid->n_bus);
    assert_int_equal(dt_grid_flow(grid, convention, injection, flow, NULL), DT_OK);
    assert_int_equal(dt_grid_flow(grid, convention, zero, loop, NULL), DT_OK); /* what shifters drive */
    for (int l = 0; l < grid->n_branch; l++) {
        double sum = loop[l];
        assert_int_equal(dt_grid_ptdf(grid, convention, l, row), DT_OK);
        for (int i = 0; i < grid->n_bus; i++)
            sum += row[i] * injection[i];
        assert_near(flow[l], sum, rounding, 1e-9);
        net[grid->branch[l].from] += flow[l];
        net[grid->branch[l].to] -= flow[l];
    }
    for (int i = 0; i < grid->n_bus; i++)
        assert_near(net[i], injection[i], rounding, 1e-9);
    free(injection);
    free(flow);
    free(row);
    free(zero);
    free(loop);
    free(net);
    dt_grid_opf_clear(&r);
    dt_grid_free(grid);
}

TEST(factors_and_flows)
{
    for (int convention = 0; convention < 2; convention++) {
        check_factors("case5_pjm", (dt_grid_convention)convention);
        check_factors("case30_ieee", (dt_grid_convention)convention);
        check_factors("case118_ieee", (dt_grid_convention)convention);
    }
}

/* Every outage by taking the branch out of the network and computing the flows anew. */
static void check_outages(const char *name, dt_grid_convention convention)
{
    dt_grid *grid = load_grid(name);
    dt_grid_opf_options options = dt_grid_opf_defaults();
    dt_grid_opf r = {0};
    dt_grid_screen screen = {0};
    double *injection = balanced(grid, &r), *flow = numbers(grid->n_branch), *after = numbers(grid->n_branch);
    double *factor = numbers(grid->n_branch), worst = 0.0;
    long long over = 0;
    int bridges = 0;
    options.convention = convention;
    assert_int_equal(dt_grid_flow(grid, convention, injection, flow, NULL), DT_OK);
    for (int k = 0; k < grid->n_branch; k++) {
        dt_grid *less = NULL;
        assert_int_equal(dt_grid_copy(grid, &less), DT_OK);
        less->branch[k].status = 0;
        assert_int_equal(dt_grid_finish(less, NULL, NULL), DT_OK);
        dt_status status = dt_grid_lodf(grid, convention, k, factor);
        assert_int_equal(status, less->n_island > grid->n_island ? DT_NO_SOLUTION : DT_OK);
        bridges += status != DT_OK;
        if (status == DT_OK) {
            assert_int_equal(dt_grid_flow(less, convention, injection, after, NULL), DT_OK);
            for (int l = 0; l < grid->n_branch; l++) {
                assert_near(flow[l] + factor[l] * flow[k], after[l], 1e-6,
                            1e-7); /* factors divide by 1 - h */
                if (l == k || grid->branch[l].rate_a <= 0.0) continue;
                over += fabs(after[l]) >
                    grid->branch[l].rate_a + 1e-6 * (1.0 + 0.01 * grid->branch[l].rate_a);
                worst = fmax(worst, fabs(after[l]) / grid->branch[l].rate_a);
            }
        }
        dt_grid_free(less);
    }
    assert_int_equal(dt_grid_screen_outages(grid, &options, flow, 3, &screen), DT_OK);
    assert_int_equal(screen.n_bridge, bridges);
    assert_int_equal(screen.n_over, over);
    assert_near(screen.worst, worst, 0.0, 1e-6);
    assert_true(screen.n_overload <= 3);
    for (int k = 1; k < screen.n_overload; k++)
        assert_true(fabs(screen.overload[k].flow) - screen.overload[k].limit <=
                    fabs(screen.overload[k - 1].flow) - screen.overload[k - 1].limit);
    dt_grid_screen_clear(&screen);
    dt_grid_opf_clear(&r);
    free(injection);
    free(flow);
    free(after);
    free(factor);
    dt_grid_free(grid);
}

TEST(outages_by_brute_force)
{
    for (int convention = 0; convention < 2; convention++) {
        check_outages("case5_pjm", (dt_grid_convention)convention);
        check_outages("case14_ieee", (dt_grid_convention)convention);
        check_outages("case118_ieee", (dt_grid_convention)convention);
    }
}

/* A secure dispatch keeps every limit in every network that lacks one branch. */
TEST(secure_dispatch_by_brute_force)
{
    dt_grid *grid = load_grid("case5_pjm");
    dt_grid_opf_options options = dt_grid_opf_defaults();
    dt_grid_opf r = {0};
    double injection[5], after[6];
    options.is_n1 = 1;
    assert_int_equal(dt_grid_opf_solve(grid, &options, &r, NULL), DT_OK);
    for (int i = 0; i < 5; i++)
        injection[i] = -grid->bus[i].pd;
    for (int i = 0; i < grid->n_generator; i++)
        injection[grid->generator[i].bus] += r.dispatch[i];
    int n_tight = 0;
    for (int k = 0; k < grid->n_branch; k++) {
        grid->branch[k].status = 0;
        assert_int_equal(dt_grid_finish(grid, NULL, NULL), DT_OK);
        assert_int_equal(dt_grid_flow(grid, options.convention, injection, after, NULL), DT_OK);
        for (int l = 0; l < grid->n_branch; l++) {
            assert_true(fabs(after[l]) <= grid->branch[l].rate_a + 1e-5);
            n_tight += l != k && fabs(after[l]) >= grid->branch[l].rate_a - 1e-5;
        }
        grid->branch[k].status = 1;
    }
    assert_true(n_tight > 0);
    dt_grid_opf_clear(&r);
    dt_grid_free(grid);
}

/* The IEEE 14-bus case as solved in the common data format file of 1962 data (University of Washington
 * archive): three digits of voltage, two of angle; losses 13.39 MW as MATPOWER prints. */
TEST(ac_published_solution)
{
    static const double vm[] = {1.060, 1.045, 1.010, 1.019, 1.020, 1.070, 1.062,
                                1.090, 1.056, 1.051, 1.057, 1.055, 1.050, 1.036};
    static const double degrees[] = {0,      -4.98,  -12.72, -10.33, -8.78,  -14.22, -13.37,
                                     -13.36, -14.94, -15.10, -14.79, -15.07, -15.16, -16.04};
    static const double held[] = {1.06, 1.045, 1.01, 1.07, 1.09}, mw[] = {0, 40, 0, 0, 0};
    dt_grid *grid = load_grid("case14_ieee");
    dt_grid_ac r = {0};
    for (int i = 0; i < 5; i++)
        grid->generator[i].vg = held[i];
    assert_int_equal(dt_grid_ac_solve(grid, mw, &r, NULL), DT_OK);
    assert_true(r.is_converged && r.mismatch < 1e-6);
    for (int i = 0; i < 14; i++) {
        assert_near(r.vm[i], vm[i], 0.0015,
                    0.0); /* the archive's own rounding differs by one in the last digit */
        assert_near(r.va[i] * 180.0 / acos(-1.0), degrees[i], 0.03, 0.0);
    }
    assert_near(r.loss, 13.393, 0.001, 0.0);
    assert_near(r.slack[0], 232.4, 0.05, 0.0); /* 232.4 MW at bus 1 in the archive */
    dt_grid_ac_clear(&r);
    dt_grid_free(grid);
}

/* One line, a load of unit power factor: v2^2 = (1 + sqrt(1 - 4 x^2 p^2)) / 2 and sin(angle) = x p / v2. */
TEST(ac_two_buses)
{
    dt_grid *grid = NULL;
    dt_grid_ac r = {0};
    dt_diagnostics found;
    const double x = 0.2, p = 1.0, v2 = sqrt(0.5 * (1.0 + sqrt(1.0 - 4.0 * x * x * p * p)));
    assert_int_equal(dt_grid_create(2, 1, 1, 0, &grid), DT_OK);
    grid->bus[0].type = DT_GRID_REFERENCE;
    grid->bus[1].pd = 100.0 * p;
    grid->branch[0] = (dt_grid_branch){
        .from = 0, .to = 1, .x = x, .status = 1, .angmin = -360, .angmax = 360};
    grid->generator[0].pmax = 200.0;
    assert_int_equal(dt_grid_finish(grid, NULL, NULL), DT_OK);
    assert_int_equal(dt_grid_ac_solve(grid, NULL, &r, NULL), DT_OK);
    assert_near(r.vm[1], v2, 0.0, 1e-9);
    assert_near(r.va[1], -asin(x * p / v2), 0.0, 1e-9);
    assert_near(r.pf[0], 100.0, 0.0, 1e-9);
    assert_near(r.pt[0], -100.0, 0.0, 1e-9);
    assert_near(r.loss, 0.0, 1e-9, 0.0);
    dt_grid_ac_clear(&r);
    /* A shifter of 10 degrees and a tap of 0.95 at the from side: the same flow, angle and voltage moved. */
    grid->branch[0].angle = 10.0;
    grid->branch[0].ratio = 0.95;
    grid->generator[0].vg = 0.95;
    assert_int_equal(dt_grid_ac_solve(grid, NULL, &r, NULL), DT_OK);
    assert_near(r.vm[1], v2, 0.0, 1e-9);
    assert_near(r.va[1], -asin(x * p / v2) - 10.0 * acos(-1.0) / 180.0, 0.0, 1e-9);
    dt_grid_ac_clear(&r);
    /* Beyond 1 / (2 x) no voltage carries the load. */
    grid->bus[1].pd = 260.0;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_grid_ac_solve(grid, NULL, &r, &found), DT_NO_SOLUTION);
    assert_int_equal(found.item[0].code, DT_E_GRID_NO_CONVERGENCE);
    dt_grid_ac_clear(&r);
    dt_grid_free(grid);
}

/* AC flows of larger networks close: what leaves every bus is what it injects, and losses add up. */
TEST(ac_balances)
{
    static const char *const name[] = {"case118_ieee", "case1354_pegase"};
    for (int k = 0; k < 2; k++) {
        dt_grid *grid = load_grid(name[k]);
        dt_grid_opf opf = {0};
        dt_grid_ac r = {0};
        double *net = balanced(grid, &opf), lost = 0.0;
        assert_int_equal(dt_grid_ac_solve(grid, opf.dispatch, &r, NULL), DT_OK);
        for (int i = 0; i < grid->n_bus; i++)
            net[i] += grid->bus[i].gs * (1.0 - r.vm[i] * r.vm[i]);
        for (int l = 0; l < grid->n_branch; l++) {
            net[grid->branch[l].from] -= r.pf[l];
            net[grid->branch[l].to] -= r.pt[l];
            lost += r.pf[l] + r.pt[l];
        }
        for (int i = 0; i < grid->n_bus; i++)
            assert_near(net[i], i == grid->reference[0] ? -r.slack[0] : 0.0, 1e-5, 1e-9); /* MW, mismatch */
        assert_near(lost, r.loss, 1e-6, 1e-12);
        free(net);
        dt_grid_ac_clear(&r);
        dt_grid_opf_clear(&opf);
        dt_grid_free(grid);
    }
}

/* Warm solutions of a session are those of the changed grid from scratch. */
static void check_session(const char *name, int is_n1)
{
    dt_grid *grid = load_grid(name), *changed = NULL;
    dt_grid_opf_options options = dt_grid_opf_defaults();
    dt_grid_session *session = NULL;
    options.is_n1 = is_n1;
    options.shed_cost = 3000.0;
    assert_int_equal(dt_grid_session_create(grid, &options, &session, NULL), DT_OK);
    assert_int_equal(dt_grid_copy(grid, &changed), DT_OK);
    for (int k = 0; k < 12; k++) {
        dt_grid_opf warm = {0}, cold = {0};
        int bus = (k * 37) % grid->n_bus, unit = (k * 11) % grid->n_generator;
        changed->bus[bus].pd += k % 3 == 0 ? -20.0 : 15.0;
        dt_grid_session_set_load(session, bus, changed->bus[bus].pd);
        if (k % 4 == 1) {
            changed->generator[unit].pmax *= 0.9;
            changed->generator[unit].pmin *= 0.5;
            dt_grid_session_set_generator(session, unit, changed->generator[unit].pmin,
                                          changed->generator[unit].pmax);
        }
        assert_int_equal(dt_grid_session_solve(session, &warm), DT_OK);
        assert_int_equal(dt_grid_opf_solve(changed, &options, &cold, NULL), DT_OK);
        assert_int_equal(warm.outcome, DT_GRID_OPTIMAL);
        assert_int_equal(cold.outcome, DT_GRID_OPTIMAL);
        assert_near(warm.objective, cold.objective, 0.0,
                    1e-7); /* accepted gap, tenfold for the two of them */
        assert_near(warm.shed_total, cold.shed_total, 1e-4, 1e-6);
        dt_grid_opf_clear(&warm);
        dt_grid_opf_clear(&cold);
    }
    dt_grid_session_free(session);
    dt_grid_free(grid);
    dt_grid_free(changed);
}

TEST(warm_is_cold)
{
    check_session("case30_ieee", 0);
    check_session("case118_ieee", 0);
    check_session("case300_ieee", 0);
    check_session("case73_ieee_rts", 0);
    check_session("case14_ieee", 1);
}

/* Hosting does not depend on what was asked before: forwards, backwards and alone. */
TEST(hosting_in_any_order)
{
    dt_grid *grid = load_grid("case118_ieee");
    dt_grid_session *session = NULL;
    double first[118];
    const double all = 1.0;
    assert_int_equal(dt_grid_session_create(grid, NULL, &session, NULL), DT_OK);
    for (int k = 0; k < 2 * 118; k++) {
        int bus = k < 118 ? k : 2 * 118 - 1 - k;
        dt_grid_opf r = {0};
        assert_int_equal(dt_grid_session_site(session, 1, &bus, &all, 0.0), DT_OK);
        assert_int_equal(dt_grid_session_host(session, &r), DT_OK);
        if (k < 118)
            first[bus] = r.objective;
        else
            assert_near(r.objective, first[bus], 1e-4, 1e-6); /* the accepted gap in MW */
        dt_grid_opf_clear(&r);
    }
    dt_grid_session_free(session);
    dt_grid_free(grid);
}

RUN_TESTS(CASE(factors_and_flows), CASE(outages_by_brute_force), CASE(secure_dispatch_by_brute_force),
          CASE(ac_published_solution), CASE(ac_two_buses), CASE(ac_balances), CASE(warm_is_cold),
          CASE(hosting_in_any_order))
