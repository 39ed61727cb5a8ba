/* Equilibria of games with three and more players: the shared cases, random games by regret and by parity,
 * and what must not change a list. */
#include "game_cases.h"

static dt_equilibria solve(const dt_normal *game, const char *method)
{
    dt_equilibria list;
    dt_status status = dt_normal_solve(game, method, NULL, &list, NULL);
    assert_true(status == DT_OK || (status == DT_NO_SOLUTION && list.count == 0));
    return list;
}

static int find_point(const dt_equilibria *list, const double *mixed, double absolute)
{
    for (int k = 0; k < list->count; k++) {
        int n_near = 0;
        for (int a = 0; a < list->n_total; a++)
            n_near += fabs(list->item[k].mixed[a] - mixed[a]) <= absolute;
        if (n_near == list->n_total) return k;
    }
    return -1;
}

static void nash_case(const struct game_case *c)
{
    double profile[64];
    if (strcmp(c->op, "all_equilibria_nplayer") != 0) return;
    dt_normal *game = case_game(c);
    dt_equilibria list = solve(game, "polynomial");
    const json_t *expected = member(c->expected, "equilibria");
    assert_int_equal(list.count, integer_of(c->expected, "count"));
    assert_true(list.is_complete && !list.is_degenerate);
    for (size_t k = 0; k < json_array_size(expected); k++) {
        flatten(json_array_get(expected, k), profile, 0);
        if (find_point(&list, profile, c->absolute + c->relative) < 0)
            fail_msg("%s: equilibrium %d is missing", c->id, (int)k);
    }
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

TEST(shared_games)
{
    assert_true(each_case("nash.json", nash_case) > 3);
}

/* Shapes of random games and how many of each: 1,000 games. */
static const struct shape {
    int n, count, size[5];
} shapes[] = {{3, 400, {2, 2, 2}},    {3, 200, {3, 3, 3}},   {3, 100, {2, 3, 4}},
              {4, 200, {2, 2, 2, 2}}, {4, 20, {2, 3, 2, 3}}, {5, 80, {2, 2, 2, 2, 2}}};

/* A game that is not degenerate has an odd number of equilibria (Wilson 1971): a list that misses one, or has
 * one too many, shows. Every point is an equilibrium up to rounding. */
TEST(thousand_random_games)
{
    uint64_t seed = 17;
    int total = 0;
    for (size_t k = 0; k < sizeof shapes / sizeof shapes[0]; k++)
        for (int trial = 0; trial < shapes[k].count; trial++, total++) {
            dt_normal *game = random_game(shapes[k].n, shapes[k].size, &seed);
            dt_equilibria list = solve(game, "polynomial");
            assert_true(list.is_complete);
            assert_int_equal(list.count % 2, 1);
            for (int e = 0; e < list.count; e++)
                assert_true(list.item[e].relative_regret <= 1e-13);
            dt_equilibria_free(&list);
            dt_normal_free(game);
        }
    assert_int_equal(total, 1000);
}

/* What the other methods find stands in the complete list. */
TEST(methods_agree)
{
    static const char *const methods[] = {"newton", "logit", "pure"};
    uint64_t seed = 23;
    for (int trial = 0; trial < 40; trial++) {
        const struct shape *shape = &shapes[trial % 2];
        dt_normal *game = random_game(shape->n, shape->size, &seed);
        dt_equilibria all = solve(game, "polynomial");
        for (int m = 0; m < 3; m++) {
            dt_equilibria list = solve(game, methods[m]);
            assert_true(list.count >= 1 || m == 2);
            for (int k = 0; k < list.count; k++)
                assert_true(find_point(&all, list.item[k].mixed, 1e-8) >= 0);
            dt_equilibria_free(&list);
        }
        dt_equilibria_free(&all);
        dt_normal_free(game);
    }
}

/* Two players: the same as all extreme equilibria, which another algorithm finds. */
TEST(two_players_as_by_vertices)
{
    const int size[2] = {4, 3};
    uint64_t seed = 29;
    for (int trial = 0; trial < 60; trial++) {
        dt_normal *game = random_game(2, size, &seed);
        dt_equilibria all = solve(game, "vertex"), list = solve(game, "polynomial");
        assert_int_equal(list.count, all.count);
        for (int k = 0; k < list.count; k++)
            assert_true(find_point(&all, list.item[k].mixed, 1e-9) >= 0);
        dt_equilibria_free(&all);
        dt_equilibria_free(&list);
        dt_normal_free(game);
    }
}

/* Players turned round, strategies turned round, payoffs of each player times and plus something: the list
 * turns with them. */
TEST(order_and_scale_do_not_matter)
{
    const int size[3] = {2, 3, 3}, turned_size[3] = {3, 3, 2};
    uint64_t seed = 31;
    for (int trial = 0; trial < 30; trial++) {
        dt_normal *game = random_game(3, size, &seed), *turned = NULL;
        assert_int_equal(dt_normal_create(3, turned_size, &turned), DT_OK);
        for (int64_t s = 0; s < dt_normal_profiles(game); s++) {
            int own[3], other[3];
            dt_normal_profile_strategies(game, s, own);
            for (int i = 0; i < 3; i++)
                other[2 - i] = size[i] - 1 - own[i];
            for (int i = 0; i < 3; i++)
                dt_normal_set_payoff(turned, dt_normal_profile(turned, other), 2 - i,
                                     dt_normal_payoff(game, s, i) * (i + 0.5) - 100.0 * i);
        }
        dt_equilibria one = solve(game, "polynomial"), two = solve(turned, "polynomial");
        assert_int_equal(one.count, two.count);
        for (int k = 0; k < one.count; k++) {
            double mixed[8];
            for (int i = 0; i < 3; i++)
                for (int a = 0; a < size[i]; a++)
                    mixed[dt_normal_offset(turned, 2 - i) + size[i] - 1 - a] =
                        one.item[k].mixed[dt_normal_offset(game, i) + a];
            assert_true(find_point(&two, mixed, 1e-9) >= 0);
        }
        dt_equilibria_free(&one);
        dt_equilibria_free(&two);
        dt_normal_free(game);
        dt_normal_free(turned);
    }
}

/* Where every profile is an equilibrium the list must not be called complete, and must hold the corners. */
TEST(constant_game_is_degenerate)
{
    const int size[3] = {2, 2, 2};
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(3, size, &game), DT_OK);
    dt_equilibria list = solve(game, "polynomial"), one = solve(game, "newton");
    assert_true(list.is_degenerate && !list.is_complete);
    assert_true(list.count >= 8);
    assert_true(one.count >= 1); /* where gambit-gnm fails */
    dt_equilibria_free(&list);
    dt_equilibria_free(&one);
    dt_normal_free(game);
}

/* A limit on time leaves what was found, marked. */
TEST(limit_is_marked)
{
    const int size[4] = {4, 4, 4, 4};
    uint64_t seed = 37;
    dt_normal *game = random_game(4, size, &seed);
    dt_solve_options options = dt_solve_defaults();
    dt_equilibria list;
    options.time_limit = 0.05;
    dt_status status = dt_normal_solve(game, "polynomial", &options, &list, NULL);
    assert_true(status == DT_OK || status == DT_NO_SOLUTION);
    assert_true(list.is_limit_reached && !list.is_complete);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

RUN_TESTS(CASE(shared_games), CASE(thousand_random_games), CASE(methods_agree),
          CASE(two_players_as_by_vertices), CASE(order_and_scale_do_not_matter),
          CASE(constant_game_is_degenerate), CASE(limit_is_marked))
