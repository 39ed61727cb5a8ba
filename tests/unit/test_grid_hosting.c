/* Hosting capacity against the shared verification set: hand cases s10 to s12, and every row of
 * pglib_n1_hosting.csv (post-outage networks written out, and transfer factors; Clp and HiGHS). */
#include "test.h"

#include <stdlib.h>

#include "detente/grid_plan.h"
#include "grid_small.h"
#include "io/csv.h"

#define CASES DT_SOURCE_DIR "/../shared/verification/grid/"
#define PGLIB DT_SOURCE_DIR "/../shared/pglib/"

static const double of_table = 1e-6;
static const double one = 1.0;

static dt_grid *load_grid(const char *folder, const char *name)
{
    char path[512];
    dt_grid *grid = NULL;
    snprintf(path, sizeof path, "%s%s.m", folder, name);
    assert_int_equal(dt_grid_load(path, &grid, NULL), DT_OK);
    return grid;
}

static dt_grid_hosting_options options_of(dt_grid_convention convention, int is_n1)
{
    dt_grid_hosting_options o = {.cost = dt_grid_relief_defaults()};
    o.plan.opf = dt_grid_opf_defaults();
    o.plan.opf.convention = convention;
    o.plan.opf.is_n1 = is_n1;
    return o;
}

/* Hosting at every bus, in the order of the case. */
static dt_grid_hosting host_all(const dt_grid *grid, const dt_grid_hosting_options *o)
{
    dt_grid_hosting h = {0};
    int *bus = malloc((size_t)grid->n_bus * sizeof *bus);
    dt_grid_site *site = calloc((size_t)grid->n_bus, sizeof *site);
    assert_non_null(bus);
    assert_non_null(site);
    for (int i = 0; i < grid->n_bus; i++) {
        bus[i] = i;
        site[i] = (dt_grid_site){.count = 1, .bus = &bus[i], .share = &one};
    }
    assert_int_equal(dt_grid_hosting_find(grid, o, grid->n_bus, site, &h), DT_OK);
    free(site);
    free(bus);
    return h;
}

static double host_at(const dt_grid *grid, int is_n1, int count, const int *bus, const double *share)
{
    dt_grid_hosting_options o = options_of(DT_GRID_MATPOWER, is_n1);
    dt_grid_hosting h = {0};
    dt_grid_site site = {.count = count, .bus = bus, .share = share};
    assert_int_equal(dt_grid_hosting_find(grid, &o, 1, &site, &h), DT_OK);
    assert_int_equal(h.is_base_secure, 1);
    double mw = h.site[0].mw;
    dt_grid_hosting_clear(&h);
    return mw;
}

TEST(hand_cases)
{
    static const int bus[] = {0, 1, 2};
    static const double half[] = {0.5, 0.5};
    dt_grid *g = load_grid(CASES, "s10_hosting_triangle");
    assert_near(host_at(g, 0, 1, &bus[0], &one), 200.0, 0, of_table);
    assert_near(host_at(g, 0, 1, &bus[1], &one), 140.0, 0, of_table);
    assert_near(host_at(g, 0, 1, &bus[2], &one), 30.0, 0, of_table);
    assert_near(host_at(g, 0, 2, &bus[1], half), 60.0, 0, of_table);
    dt_grid_free(g);
    g = load_grid(CASES, "s11_hosting_n1_parallel");
    assert_near(host_at(g, 0, 1, &bus[1], &one), 70.0, 0, of_table);
    assert_near(host_at(g, 1, 1, &bus[1], &one), 20.0, 0, of_table);
    dt_grid_free(g);
    g = load_grid(CASES, "s12_hosting_n1_triangle");
    assert_near(host_at(g, 0, 1, &bus[2], &one), 220.0, 0, of_table);
    assert_near(host_at(g, 1, 1, &bus[2], &one), 40.0, 0, of_table);
    dt_grid_free(g);
}

/* Rows of one case and quantity. The hosting asked for is kept between rows. */
static int check_table(const char *name, int is_n1, dt_grid_convention convention)
{
    char file[64];
    const char *column = convention == DT_GRID_MATPOWER ? "expected_matpower_convention"
                                                        : "expected_powermodels_convention";
    dt_csv *table = NULL;
    int n = 0;
    snprintf(file, sizeof file, "pglib_opf_%s", name);
    dt_grid *grid = load_grid(PGLIB, file);
    dt_grid_hosting_options o = options_of(convention, is_n1);
    dt_grid_hosting h = host_all(grid, &o);
    assert_int_equal(dt_csv_read(CASES "pglib_n1_hosting.csv", &table, NULL), DT_OK);
    for (int row = 0; row < dt_csv_row_count(table); row++) {
        const char *quantity = dt_csv_text(table, row, 1);
        double known = NAN;
        if (strcmp(dt_csv_text(table, row, 0), name) != 0) continue;
        assert_int_equal(dt_csv_number(table, row, dt_csv_column(table, column), &known, NULL), DT_OK);
        if (strcmp(quantity, is_n1 ? "hosting_n1_MW" : "hosting_n0_MW") == 0) {
            int bus = dt_grid_find_bus(grid, atoi(dt_csv_text(table, row, 2)));
            assert_near(h.site[bus].mw, known, 1e-5, 1e-5);
            assert_true(known == 0.0 || h.site[bus].n_bound > 0);
        } else if (is_n1 && strcmp(quantity, "n1_worst_overload_not_dispatchable_MW") == 0) {
            assert_int_equal(h.is_base_secure, 0);
            assert_near(h.base_excess, known, 0, 1e-4);
        } else {
            continue;
        }
        n++;
    }
    dt_csv_free(table);
    dt_grid_hosting_clear(&h);
    dt_grid_free(grid);
    return n;
}

TEST(every_bus_of_the_table)
{
    static const struct {
        const char *name;
        int is_n1, rows;
    } wanted[] = {
        {"case5_pjm", 0, 5},      {"case5_pjm", 1, 5},    {"case14_ieee", 0, 14},
        {"case14_ieee", 1, 1},    {"case30_ieee", 0, 30}, {"case30_ieee", 1, 1},
        {"case118_ieee", 0, 118}, {"case118_ieee", 1, 1}, {"case73_ieee_rts", 1, 8},
    };
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
        for (int c = 0; c < 2; c++)
            assert_int_equal(check_table(wanted[k].name, wanted[k].is_n1, (dt_grid_convention)c),
                             wanted[k].rows);
}

/* The program of hours gives what the session gives, also with security and shares. */
TEST(hours_agree_with_the_snapshot)
{
    dt_grid *g = load_grid(PGLIB, "pglib_opf_case73_ieee_rts");
    dt_grid_periods hour = {.n_period = 1};
    int bus[] = {3, 40, 60};
    double share[] = {0.2, 0.3, 0.5};
    dt_grid_site site = {.count = 3, .bus = bus, .share = share};
    for (int is_n1 = 0; is_n1 < 2; is_n1++) {
        dt_grid_hosting_options o = options_of(DT_GRID_POWERMODELS, is_n1);
        dt_grid_hosting a = {0}, b = {0};
        assert_int_equal(dt_grid_hosting_find(g, &o, 1, &site, &a), DT_OK);
        o.plan.periods = &hour;
        assert_int_equal(dt_grid_hosting_find(g, &o, 1, &site, &b), DT_OK);
        assert_near(a.site[0].mw, b.site[0].mw, 0, 1e-7);
        assert_int_equal(a.site[0].bound[0].kind, b.site[0].bound[0].kind);
        dt_grid_hosting_clear(&a);
        dt_grid_hosting_clear(&b);
    }
    dt_grid_free(g);
}

/* A third line of the same reactance and half the limit takes an equal share: 3 times 50 MW instead of 2
 * times 100. */
TEST(a_new_line_can_lower_hosting)
{
    static const double rate[] = {100.0, 100.0, 50.0};
    const int bus = 1;
    dt_grid *two = two_buses(2, rate, 1, (struct unit[]){{0, 500.0, 10.0}});
    dt_grid *three = two_buses(3, rate, 1, (struct unit[]){{0, 500.0, 10.0}});
    assert_near(host_at(two, 0, 1, &bus, &one), 200.0, 0, of_table);
    assert_near(host_at(three, 0, 1, &bus, &one), 150.0, 0, of_table);
    dt_grid_free(two);
    dt_grid_free(three);
}

/* s10 at bus 3: both lines into it bind at 180 MW together; each MW of limit of 1-3 is a MW hosted. Relief is
 * confirmed by solving again: a step of 5% is less than 1 MW here, so 1.5 MW. */
TEST(relief_is_confirmed)
{
    const int bus = 2;
    dt_grid *g = load_grid(CASES, "s10_hosting_triangle");
    dt_grid_hosting_options o = options_of(DT_GRID_MATPOWER, 0);
    dt_grid_hosting h = {0};
    dt_grid_site site = {.count = 1, .bus = &bus, .share = &one};
    o.has_relief = 1;
    assert_int_equal(dt_grid_hosting_find(g, &o, 1, &site, &h), DT_OK);
    const dt_grid_host *host = &h.site[0];
    assert_int_equal(host->n_bound, 2);
    for (int k = 0; k < 2; k++) {
        assert_int_equal(host->bound[k].kind, DT_GRID_BIND_LINE);
        assert_near(host->bound[k].value, 1.0, 0, of_table);
    }
    assert_int_equal(host->n_relief, 3);
    for (int k = 0; k < 3; k++) {
        const dt_grid_relief *r = &host->relief[k];
        assert_near(r->step, 1.5, 0, of_table);
        assert_near(r->gained, 1.5, 0, of_table);
        if (k > 0) assert_true(r->cost >= host->relief[k - 1].cost);
        if (r->kind == DT_GRID_RELIEF_LINE) assert_near(r->cost, o.cost.line, 0, of_table);
    }
    dt_grid_hosting_clear(&h);
    dt_grid_free(g);
}

/* Three equal lines, the cheap unit at 3 held back by line 1-2: a load at 2 lets more of it out. Price at 1
 * is the dear unit's 50, at 3 the cheap one's 10, and line 1-2 takes -1/3 of what 3 sends to 1 and +1/3 of
 * what 3 sends to 2: 10 - (50 - 10) = -30. */
TEST(price_below_zero)
{
    dt_grid *g = NULL;
    static const int from[] = {0, 0, 1}, to[] = {1, 2, 2};
    assert_int_equal(dt_grid_create(3, 3, 2, 0, &g), DT_OK);
    for (int i = 0; i < 3; i++) {
        g->bus[i].number = i + 1;
        g->bus[i].type = i == 0 ? DT_GRID_REFERENCE : DT_GRID_PQ;
        g->branch[i].from = from[i];
        g->branch[i].to = to[i];
        g->branch[i].x = 0.1;
    }
    g->branch[0].rate_a = 20.0;
    g->bus[0].pd = 100.0;
    set_units(g, 2, (struct unit[]){{2, 500.0, 10.0}, {0, 500.0, 50.0}});
    assert_int_equal(dt_grid_finish(g, NULL, NULL), DT_OK);
    dt_grid_plan plan = {.opf = dt_grid_opf_defaults()};
    dt_grid_plan_result r = {0};
    assert_int_equal(dt_grid_plan_solve(g, &plan, &r, NULL), DT_OK);
    assert_near(r.objective, 60.0 * 10.0 + 40.0 * 50.0, 0, of_table);
    assert_near(r.lmp[0], 50.0, 0, of_table);
    assert_near(r.lmp[1], -30.0, 0, of_table);
    assert_near(r.lmp[2], 10.0, 0, of_table);
    dt_grid_plan_clear(&r);
    dt_grid_free(g);
}

RUN_TESTS(CASE(hand_cases), CASE(every_bus_of_the_table), CASE(hours_agree_with_the_snapshot),
          CASE(a_new_line_can_lower_hosting), CASE(relief_is_confirmed), CASE(price_below_zero))
