/* Tables of hours and representative days. Expected numbers follow from the tables below by hand. */
#include "test.h"

#include "detente/grid_plan.h"
#include "grid_small.h"
#include "scratch.h"

static dt_status read_text(const dt_grid *grid, const char *text, dt_grid_profile *out, dt_diagnostics *found)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    scratch_create(folder);
    scratch_path(folder, "profile.csv", path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    dt_status status = dt_grid_profile_load(grid, path, out, found);
    scratch_remove(folder);
    return status;
}

static dt_grid *sample(void)
{
    dt_grid *g = two_buses(1, (double[]){0.0}, 2, (struct unit[]){{0, 100.0, 10.0}, {1, 50.0, 20.0}});
    g->bus[0].pd = 30.0;
    g->bus[1].pd = 10.0;
    g->bus[1].area = 2;
    snprintf(g->generator[1].fuel, sizeof g->generator[1].fuel, "wind");
    return g;
}

TEST(columns_set_what_they_name)
{
    dt_grid *g = sample();
    dt_grid_profile p = {0};
    assert_int_equal(read_text(g,
                               "hour,weight,day,load,area 2,bus 1,fuel wind,generator 1\n"
                               "0,10,1,2,40,7,0.5,90\n"
                               "1,20,2,1,44,8,0.1,80\n",
                               &p, NULL),
                     DT_OK);
    assert_int_equal(p.periods.n_period, 2);
    assert_near(p.weight[1], 20.0, 0, 0);
    assert_int_equal(p.block[1], 2);
    assert_near(p.load[0], 7.0, 0, 0);
    assert_near(p.load[1], 40.0, 0, 1e-15);
    assert_near(p.load[3], 44.0, 0, 1e-15);
    assert_near(p.pmax[0], 90.0, 0, 0);
    assert_near(p.pmax[1], 25.0, 0, 1e-15);
    assert_near(p.pmax[3], 5.0, 0, 1e-15);
    dt_grid_profile_clear(&p);
    dt_grid_free(g);
}

TEST(faults_are_named)
{
    static const char *const bad[] = {"hour\n",         "hour,bus 9\n0,1\n", "generator 3\n1\n",
                                      "fuel coal\n1\n", "colour\n1\n",       "weight\n0\n",
                                      "load\nx\n",      "day\n2\n1\n",       "area 7\n1\n"};
    dt_grid *g = sample();
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        dt_grid_profile p = {0};
        dt_diagnostics found;
        dt_diagnostics_init(&found);
        assert_int_equal(read_text(g, bad[k], &p, &found), DT_INPUT);
        assert_int_equal(found.n_error, 1);
    }
    dt_grid_free(g);
}

/* Six days of two hours in two groups of three, (1, 1), (1.1, 1), (1.2, 1) and (3, 3), (3.1, 3), (4, 3): two
 * days are the middle of the first group and, as it has the highest load, the last day. */
TEST(representative_days)
{
    dt_grid *g = sample();
    dt_grid_profile p = {0}, two = {0};
    assert_int_equal(read_text(g,
                               "day,load\n1,1\n1,1\n2,1.1\n2,1\n3,1.2\n3,1\n4,3\n4,3\n5,3.1\n5,3\n6,4\n6,3\n",
                               &p, NULL),
                     DT_OK);
    assert_int_equal(dt_grid_profile_select(g, &p, 2, &two), DT_OK);
    assert_int_equal(two.periods.n_period, 4);
    assert_int_equal(two.block[0], 2);
    assert_int_equal(two.block[2], 6);
    for (int t = 0; t < 4; t++)
        assert_near(two.weight[t], 3.0, 0, 1e-15);
    assert_near(two.load[0], 1.1 * 30.0, 0, 1e-12);
    dt_grid_profile_clear(&two);
    assert_int_equal(dt_grid_profile_select(g, &p, 6, &two), DT_OK);
    assert_memory_equal(two.load, p.load, 12 * 2 * sizeof(double));
    dt_grid_profile_clear(&two);
    assert_int_equal(dt_grid_profile_select(g, &p, 7, &two), DT_INPUT);
    dt_grid_profile_clear(&p);
    dt_grid_free(g);
}

RUN_TESTS(CASE(columns_set_what_they_name), CASE(faults_are_named), CASE(representative_days))
