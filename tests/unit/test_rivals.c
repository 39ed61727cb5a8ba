/* Whom states see as rivals, against a list that others published: is what the formula makes of power, pacts,
 * votes, place and disputes what historians say? */
#include <stdlib.h>

#include "scenario/case.h"
#include "test.h"

#define DATA DT_SOURCE_DIR "/data"

enum { TOP = 5 };

static dt_case *shipped_case(void)
{
    dt_world *world = NULL;
    dt_scenario *scenario = NULL;
    dt_case *c = NULL;
    const char *text = "name: rivals\n";
    assert_int_equal(dt_world_load(DATA, 2025, &world, NULL), DT_OK);
    assert_int_equal(dt_scenario_parse(text, strlen(text), "rivals.yaml", NULL, &scenario, NULL), DT_OK);
    assert_int_equal(dt_case_build(world, scenario, &c, NULL), DT_OK);
    dt_scenario_free(scenario);
    dt_world_free(world);
    return c;
}

static int state_of(const dt_case *c, const char *iso3)
{
    for (int i = 0; i < c->n_state; i++)
        if (strcmp(c->iso3[i], iso3) == 0) return i;
    fail_msg("no state %s", iso3);
    return -1;
}

/* Weight of state j on state i. */
static double weight(const dt_case *c, int i, int j)
{
    const struct network_row *row = &c->rivals[i];
    double sum = 0.0;
    for (int r = 0; r < DT_N_COMMON; r++)
        sum += row->from[r] * c->rivals[j].to[r];
    for (int k = 0; k < row->count; k++)
        sum += row->named[k] == j ? row->weight[k] : 0.0;
    return sum;
}

/* Place of j among the rivals of i, from 1. */
static int rank(const dt_case *c, const char *i, const char *j)
{
    int one = state_of(c, i), other = state_of(c, j), place = 1;
    for (int k = 0; k < c->n_state; k++)
        place += k != one && k != other && weight(c, one, k) >= weight(c, one, other);
    return place;
}

/* What nobody disputes. */
TEST(rivals_that_everybody_names)
{
    static const char *const pairs[][2] = {
        {"USA", "CHN"}, {"USA", "RUS"}, {"CHN", "USA"}, {"CHN", "IND"}, {"IND", "PAK"},
        {"IND", "CHN"}, {"PAK", "IND"}, {"IRN", "USA"}, {"IRN", "ISR"}, {"IRN", "SAU"},
        {"ISR", "IRN"}, {"POL", "RUS"}, {"EST", "RUS"}, {"UKR", "RUS"}, {"TWN", "CHN"},
        {"KOR", "PRK"}, {"JPN", "CHN"}, {"ARM", "AZE"}, {"GRC", "TUR"}, {"DZA", "MAR"},
    };
    dt_case *c = shipped_case();
    for (size_t p = 0; p < sizeof pairs / sizeof pairs[0]; p++)
        if (rank(c, pairs[p][0], pairs[p][1]) > TOP)
            fail_msg("%s is no rival of %s", pairs[p][1], pairs[p][0]);
    assert_int_equal(rank(c, "USA", "CHN"), 1);
    assert_int_equal(rank(c, "POL", "RUS"), 1);
    assert_int_equal(rank(c, "UKR", "RUS"), 1);
    assert_int_equal(rank(c, "TWN", "CHN"), 1);
    dt_case_free(c);
}

/* Strategic rivalries that Thompson and Dreyer (2012), Handbook of International Rivalries, call ongoing,
 * between states of the tables; recalled. Found: within the five first rivals of either. */
TEST(strategic_rivalries_are_found)
{
    static const char *const pairs[][2] = {
        {"DZA", "MAR"}, {"ARM", "AZE"}, {"AZE", "IRN"}, {"CHN", "IND"}, {"CHN", "JPN"},
        {"CHN", "TWN"}, {"CHN", "USA"}, {"COL", "VEN"}, {"CUB", "USA"}, {"EGY", "IRN"},
        {"GEO", "RUS"}, {"GRC", "TUR"}, {"IND", "PAK"}, {"IRN", "IRQ"}, {"IRN", "ISR"},
        {"IRN", "SAU"}, {"IRN", "USA"}, {"IRQ", "ISR"}, {"IRQ", "KWT"}, {"IRQ", "SAU"},
        {"ISR", "SYR"}, {"KAZ", "UZB"}, {"PRK", "KOR"}, {"PRK", "USA"}, {"RUS", "USA"},
    };
    dt_case *c = shipped_case();
    int found = 0;
    for (size_t p = 0; p < sizeof pairs / sizeof pairs[0]; p++)
        found += rank(c, pairs[p][0], pairs[p][1]) <= TOP || rank(c, pairs[p][1], pairs[p][0]) <= TOP;
    assert_int_equal(sizeof pairs / sizeof pairs[0], 25);
    assert_true(found >= 20); /* 21 in docs/validation.md; chance would find 25 x 2 x 5 / 109 = 2.3 */
    dt_case_free(c);
}

/* Allies do not fear one another, and no state fears itself. */
TEST(allies_are_not_rivals)
{
    static const char *const pairs[][2] = {{"USA", "GBR"}, {"USA", "JPN"}, {"FRA", "DEU"},
                                           {"CHN", "PRK"}, {"RUS", "BLR"}, {"AUS", "NZL"}};
    dt_case *c = shipped_case();
    for (size_t p = 0; p < sizeof pairs / sizeof pairs[0]; p++)
        for (int turn = 0; turn < 2; turn++)
            assert_near(weight(c, state_of(c, pairs[p][turn]), state_of(c, pairs[p][1 - turn])), 0.0, 0.0,
                        0.0);
    for (int i = 0; i < c->n_state; i++) {
        assert_near(weight(c, i, i), 0.0, 0.0, 0.0);
        assert_true(c->rivals[i].count <= DT_MAX_NAMED);
    }
    dt_case_free(c);
}

RUN_TESTS(CASE(rivals_that_everybody_names), CASE(strategic_rivalries_are_found), CASE(allies_are_not_rivals))
