/* Elements of a network in words, and sites in their rank. */
#include "grid_small.h"

#include "detente/grid_plan.h"

/* The most first; equal ones as they were given. */
TEST(rank_of_sites)
{
    dt_grid_host host[4] = {{.mw = 5.0}, {.mw = 9.0}, {.mw = 5.0}, {.mw = 7.0}};
    const dt_grid_hosting hosting = {.n_site = 4, .n_done = 4, .site = host};
    const int expected[4] = {1, 3, 0, 2};
    int order[4];
    dt_grid_hosting_rank(&hosting, order);
    assert_memory_equal(order, expected, sizeof expected);
}

/* As case files count: elements from 1, buses by their labels. */
TEST(limits_in_words)
{
    const double rate[2] = {10.0, 20.0};
    const struct unit unit[2] = {{0, 100.0, 1.0}, {1, 50.0, 2.0}};
    dt_grid *g = two_buses(2, rate, 2, unit);
    char text[DT_GRID_LIMIT_WORDS], expected[DT_GRID_LIMIT_WORDS];
    dt_grid_limit limit = {.kind = DT_GRID_LIMIT_OUTAGE, .element = 1, .outage = 0};
    dt_grid_limit_words(g, &limit, text);
    snprintf(expected, sizeof expected, "branch 2 (bus %d to %d), branch 1 out",
             g->bus[g->branch[1].from].number, g->bus[g->branch[1].to].number);
    assert_string_equal(text, expected);
    limit = (dt_grid_limit){.kind = DT_GRID_LIMIT_GENERATOR_MAX, .element = 1, .outage = -1};
    dt_grid_limit_words(g, &limit, text);
    snprintf(expected, sizeof expected, "generator 2 (bus %d)", g->bus[1].number);
    assert_string_equal(text, expected);
    dt_grid_free(g);
}

RUN_TESTS(CASE(rank_of_sites), CASE(limits_in_words))
