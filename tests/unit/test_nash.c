/* Equilibria of two-player games: the cases of the shared verification set (published lists, and lists of
 * gambit-enummixed and lrsnash), 10,000 random games, and what must not change a result. Without the shared
 * folder its cases are skipped. */
#include "test.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "detente/normal_form.h"

#define SHARED DT_SOURCE_DIR "/../shared/verification/games/"

/* Regret of doubles relative to the range of payoffs: sums of at most 64 products. */
static const double rounding = 1e-13;

static dt_equilibria solve(const dt_normal *game, const char *method, int is_exact)
{
    dt_equilibria list;
    dt_solve_options options = dt_solve_defaults();
    options.is_exact = is_exact;
    dt_status status = dt_normal_solve(game, method, &options, &list, NULL);
    assert_true(status == DT_OK || (status == DT_NO_SOLUTION && list.count == 0));
    return list;
}

/* Whether a list has a point. */
static int has_point(const dt_equilibria *list, const double *mixed, double absolute)
{
    for (int k = 0; k < list->count; k++) {
        int n_near = 0;
        for (int s = 0; s < list->n_total; s++)
            n_near += fabs(list->item[k].mixed[s] - mixed[s]) <= absolute;
        if (n_near == list->n_total) return 1;
    }
    return 0;
}

static int same_points(const dt_equilibria *a, const dt_equilibria *b)
{
    if (a->count != b->count) return 0;
    for (int k = 0; k < a->count; k++)
        if (!has_point(b, a->item[k].mixed, 1e-9)) return 0;
    return 1;
}

static void check_regret(const dt_equilibria *list, int is_exact)
{
    for (int k = 0; k < list->count; k++) {
        assert_true(list->item[k].relative_regret <= rounding);
        assert_true(!is_exact || list->item[k].is_exact);
    }
}

/* Cases of the shared set. */

static json_t *find_case(json_t *root, const char *id)
{
    size_t k;
    json_t *item, *cases = json_object_get(root, "cases");
    json_array_foreach(cases, k, item)
    {
        if (strcmp(json_string_value(json_object_get(item, "id")), id) == 0) return item;
    }
    fail_msg("no case %s", id);
    return NULL;
}

static void read_profile(const json_t *profile, double *mixed)
{
    for (size_t i = 0; i < json_array_size(profile); i++) {
        const json_t *part = json_array_get(profile, i);
        for (size_t s = 0; s < json_array_size(part); s++)
            *mixed++ = json_number_value(json_array_get(part, s));
    }
}

/* Each method that claims to be complete lists what is expected and nothing else; Lemke-Howson lists part. */
static void check_methods(const dt_normal *game, const json_t *expected)
{
    static const char *const methods[] = {"vertex", "support", "lemke-howson"};
    const json_t *profiles = json_object_get(expected, "equilibria");
    int count = (int)json_integer_value(json_object_get(expected, "count"));
    double *mixed = malloc((size_t)dt_normal_total_strategies(game) * sizeof *mixed);
    for (int m = 0; m < 3; m++)
        for (int is_exact = 0; is_exact < 2; is_exact++) {
            dt_equilibria list = solve(game, methods[m], is_exact);
            check_regret(&list, is_exact);
            assert_int_equal(list.is_complete, m < 2);
            int n_met = 0;
            for (int k = 0; k < count; k++) {
                read_profile(json_array_get(profiles, (size_t)k), mixed);
                n_met += has_point(&list, mixed, 1e-9);
            }
            assert_int_equal(n_met, list.count);
            assert_true(m == 2 ? list.count >= 1 : list.count == count);
            dt_equilibria_free(&list);
        }
    free(mixed);
}

static void check_case(const char *id)
{
    char path[512];
    dt_normal *game = NULL;
    json_t *root = json_load_file(SHARED "nash.json", 0, NULL);
    if (!root) skip();
    json_t *item = find_case(root, id);
    snprintf(path, sizeof path, "%s%s", SHARED,
             json_string_value(json_object_get(json_object_get(item, "inputs"), "file")));
    assert_int_equal(dt_normal_load(path, &game, NULL), DT_OK);
    check_methods(game, json_object_get(item, "expected"));
    dt_normal_free(game);
    json_decref(root);
}

TEST(nash_01)
{
    check_case("nash-01");
}

TEST(nash_02)
{
    check_case("nash-02");
}

TEST(nash_03)
{
    check_case("nash-03");
}

TEST(nash_04)
{
    check_case("nash-04");
}

TEST(nash_05)
{
    check_case("nash-05");
}

TEST(nash_06)
{
    check_case("nash-06");
}

TEST(nash_07)
{
    check_case("nash-07");
}

TEST(nash_08)
{
    check_case("nash-08");
}

TEST(nash_09)
{
    check_case("nash-09");
}

TEST(nash_10)
{
    check_case("nash-10");
}

TEST(nash_11)
{
    check_case("nash-11");
}

TEST(nash_12)
{
    check_case("nash-12");
}

TEST(nash_13)
{
    check_case("nash-13");
}

/* Games made here. */

/* A linear congruential sequence; its high bits. */
static uint32_t draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

/* Payoffs 0 .. range - 1, or doubles in [0, 1) where range is 0. */
static dt_normal *random_game(int most, uint32_t range, uint64_t *seed)
{
    dt_normal *game = NULL;
    int n_row = 1 + (int)(draw(seed) % (uint32_t)most), n_col = 1 + (int)(draw(seed) % (uint32_t)most);
    assert_int_equal(dt_normal_create(2, (int[]){n_row, n_col}, &game), DT_OK);
    for (int64_t s = 0; s < dt_normal_profiles(game); s++)
        for (int i = 0; i < 2; i++) {
            uint32_t value = draw(seed);
            dt_normal_set_payoff(game, s, i, range ? (double)(value % range) : value / 2147483648.0);
        }
    return game;
}

/* Every equilibrium has no regret, exactly where it says so; float and exact agree; a game that is not
 * degenerate has an odd number of equilibria (Wilson 1971). */
static void check_random(int n, int most, uint32_t range, uint64_t seed)
{
    for (int k = 0; k < n; k++) {
        dt_normal *game = random_game(most, range, &seed);
        dt_equilibria quick = solve(game, "vertex", 0), exact = solve(game, "vertex", 1);
        check_regret(&quick, 0);
        check_regret(&exact, 1);
        assert_int_equal(quick.count, exact.count);
        assert_int_equal(quick.is_degenerate, exact.is_degenerate);
        assert_true(exact.count > 0);
        assert_true(exact.is_degenerate || exact.count % 2 == 1);
        dt_equilibria_free(&quick);
        dt_equilibria_free(&exact);
        dt_normal_free(game);
    }
}

TEST(random_games_of_whole_payoffs)
{
    check_random(5000, 8, 100, 1);
}

TEST(random_games_of_few_payoffs_are_degenerate)
{
    check_random(3000, 7, 4, 2);
}

TEST(random_games_of_doubles)
{
    check_random(2000, 8, 0, 3);
}

/* Three ways to the same list. */
TEST(methods_agree)
{
    uint64_t seed = 4;
    for (int k = 0; k < 600; k++) {
        dt_normal *game = random_game(5, k % 2 ? 3 : 50, &seed);
        dt_equilibria vertex = solve(game, "vertex", 1), support = solve(game, "support", 1),
                      quick = solve(game, "support", 0), path = solve(game, "lemke-howson", 1);
        assert_true(same_points(&vertex, &support));
        assert_true(same_points(&vertex, &quick));
        assert_true(path.count >= 1);
        for (int p = 0; p < path.count; p++)
            assert_true(has_point(&vertex, path.item[p].mixed, 1e-9));
        dt_equilibria_free(&vertex);
        dt_equilibria_free(&support);
        dt_equilibria_free(&quick);
        dt_equilibria_free(&path);
        dt_normal_free(game);
    }
}

/* Pure equilibria are those of the full list that are pure. */
TEST(pure_equilibria_are_part_of_the_list)
{
    uint64_t seed = 5;
    for (int k = 0; k < 300; k++) {
        dt_normal *game = random_game(6, 6, &seed);
        dt_equilibria all = solve(game, "vertex", 1), pure = solve(game, "pure", 0);
        int n_pure = 0;
        for (int e = 0; e < all.count; e++)
            n_pure += all.item[e].is_pure;
        assert_int_equal(n_pure, pure.count);
        for (int e = 0; e < pure.count; e++)
            assert_true(has_point(&all, pure.item[e].mixed, 0.0));
        dt_equilibria_free(&all);
        dt_equilibria_free(&pure);
        dt_normal_free(game);
    }
}

/* 1 and 1 + 10^-30 are one double: only the fractions tell which is better. */
TEST(pure_equilibria_are_told_apart_exactly)
{
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(1, (int[]){3}, &game), DT_OK);
    assert_int_equal(dt_normal_set_payoff_text(game, 0, 0, "1"), DT_OK);
    assert_int_equal(dt_normal_set_payoff_text(game, 1, 0, "1.000000000000000000000000000001"), DT_OK);
    assert_int_equal(dt_normal_set_payoff_text(game, 2, 0, "1"), DT_OK);
    dt_equilibria list = solve(game, "pure", 0);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.item[0].exact, "0 1 0");
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

/* Another scale and level for each player, and an amount that depends on the others' strategies only. */
TEST(scale_and_level_do_not_matter)
{
    uint64_t seed = 6;
    for (int k = 0; k < 200; k++) {
        dt_normal *game = random_game(5, 10, &seed), *other = NULL;
        int strategy[2];
        assert_int_equal(dt_normal_copy(game, &other), DT_OK);
        for (int64_t s = 0; s < dt_normal_profiles(game); s++) {
            dt_normal_profile_strategies(game, s, strategy);
            dt_normal_set_payoff(other, s, 0, 0.125 * dt_normal_payoff(game, s, 0) - 7.0 * strategy[1]);
            dt_normal_set_payoff(other, s, 1, 1000.0 * dt_normal_payoff(game, s, 1) + 3.0 + strategy[0]);
        }
        dt_equilibria first = solve(game, "vertex", 1), second = solve(other, "vertex", 1);
        assert_int_equal(first.count, second.count);
        for (int e = 0; e < first.count; e++)
            assert_string_equal(first.item[e].exact, second.item[e].exact);
        dt_equilibria_free(&first);
        dt_equilibria_free(&second);
        dt_normal_free(game);
        dt_normal_free(other);
    }
}

/* The same game with the players exchanged and the strategies of both in reverse order. */
static dt_normal *mirror(const dt_normal *game)
{
    dt_normal *other = NULL;
    int n[2] = {dt_normal_strategies(game, 1), dt_normal_strategies(game, 0)}, strategy[2];
    assert_int_equal(dt_normal_create(2, n, &other), DT_OK);
    for (int64_t s = 0; s < dt_normal_profiles(game); s++) {
        dt_normal_profile_strategies(game, s, strategy);
        int64_t to = dt_normal_profile(other, (int[]){n[0] - 1 - strategy[1], n[1] - 1 - strategy[0]});
        dt_normal_set_payoff(other, to, 0, dt_normal_payoff(game, s, 1));
        dt_normal_set_payoff(other, to, 1, dt_normal_payoff(game, s, 0));
    }
    return other;
}

TEST(order_of_players_and_strategies_does_not_matter)
{
    uint64_t seed = 7;
    for (int k = 0; k < 200; k++) {
        dt_normal *game = random_game(5, 5, &seed), *other = mirror(game);
        dt_equilibria first = solve(game, "vertex", 0), second = solve(other, "vertex", 0);
        int n = dt_normal_total_strategies(game);
        double *mixed = malloc((size_t)n * sizeof *mixed);
        assert_int_equal(first.count, second.count);
        for (int e = 0; e < first.count; e++) {
            for (int s = 0; s < n; s++)
                mixed[n - 1 - s] = first.item[e].mixed[s];
            assert_true(has_point(&second, mixed, 1e-9));
        }
        free(mixed);
        dt_equilibria_free(&first);
        dt_equilibria_free(&second);
        dt_normal_free(game);
        dt_normal_free(other);
    }
}

/* Myerson, Game Theory (1991), section 2.2: raise with a red and with a black card, or not; meet or pass.
 * Player 1 always raises with probability 1/3 and only with red with 2/3; player 2 meets with 2/3. */
TEST(one_card_poker)
{
    static const char *const payoff[4][2] = {{"0", "1"}, {"1/2", "0"}, {"-1/2", "1"}, {"0", "0"}};
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(2, (int[]){4, 2}, &game), DT_OK);
    for (int r = 0; r < 4; r++)
        for (int c = 0; c < 2; c++) {
            int64_t s = dt_normal_profile(game, (int[]){r, c});
            assert_int_equal(dt_normal_set_payoff_text(game, s, 0, payoff[r][c]), DT_OK);
            dt_normal_set_payoff(game, s, 1, -dt_normal_payoff(game, s, 0));
        }
    for (int m = 0; m < 3; m++) {
        dt_equilibria list = solve(game, (const char *[]){"vertex", "support", "lemke-howson"}[m], 1);
        assert_int_equal(list.count, 1);
        assert_string_equal(list.item[0].exact, "1/3 2/3 0 0 2/3 1/3");
        assert_near(list.item[0].payoff[0], 1.0 / 3.0, 1e-15, 0.0);
        dt_equilibria_free(&list);
    }
    dt_normal_free(game);
}

/* Payoffs that differ by 400 powers of ten need numbers of dozens of limbs. Multiplying a player's payoffs by
 * a number leaves the equilibria of matching pennies at 1/2; the small prize of one cell moves them by hand:
 * x = (1, 1 + e) / (2 + e) for a prize of 1 + e. */
TEST(very_long_fractions)
{
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(2, (int[]){2, 2}, &game), DT_OK);
    for (int64_t s = 0; s < 4; s++) {
        int is_same = s == 0 || s == 3;
        dt_normal_set_payoff(game, s, 0, is_same ? 1.0 : 0.0);
        dt_normal_set_payoff(game, s, 1, is_same ? 0.0 : 1.0);
    }
    char prize[256] = "1.";
    for (int k = 0; k < 199; k++)
        strcat(prize, "0");
    strcat(prize, "1"); /* 1 + 10^-200 */
    assert_int_equal(dt_normal_set_payoff_text(game, 0, 0, prize), DT_OK);
    for (int m = 0; m < 2; m++) {
        dt_equilibria list = solve(game, m ? "support" : "vertex", 1);
        assert_int_equal(list.count, 1);
        assert_true(list.item[0].is_exact);
        /* y = (1, 1 + e) / (2 + e) times 10^200: 10^200 / (2 10^200 + 1). */
        const char *y = strchr(strchr(list.item[0].exact, ' ') + 1, ' ') + 1;
        assert_int_equal(strncmp(y, "10000", 5), 0);
        assert_int_equal(strchr(y, '/') - y, 201);
        assert_int_equal(strncmp(list.item[0].exact, "1/2 1/2 ", 8), 0);
        dt_equilibria_free(&list);
    }
    dt_normal_free(game);
}

/* Everything is an equilibrium of a constant game: its corners are the pure profiles, in one subset. */
TEST(a_constant_game_is_one_subset)
{
    dt_normal *game = NULL;
    dt_nash_subsets subsets;
    assert_int_equal(dt_normal_create(2, (int[]){3, 4}, &game), DT_OK);
    dt_equilibria list = solve(game, "vertex", 1);
    assert_int_equal(list.count, 12);
    assert_true(list.is_degenerate);
    assert_int_equal(dt_nash_subsets_find(game, &list, &subsets), DT_OK);
    assert_int_equal(subsets.count, 1);
    assert_int_equal(subsets.subset[0].count, 12);
    dt_nash_subsets_free(&subsets);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

/* By hand, with u1 = (0, 0; 0, -1) and u2 = (0, 0; 1, 0). Row 1 is best against anything and both columns are
 * best against it: (row 1, any y). Row 2 is best against column 1 only, which is best against anything: (any
 * x, column 1). Two segments that meet in (row 1, column 1). */
TEST(two_segments_make_one_component)
{
    dt_normal *game = NULL;
    dt_nash_subsets subsets;
    assert_int_equal(dt_normal_create(2, (int[]){2, 2}, &game), DT_OK);
    dt_normal_set_payoff(game, 3, 0, -1.0);
    dt_normal_set_payoff(game, 1, 1, 1.0);
    dt_equilibria list = solve(game, "vertex", 1);
    assert_int_equal(list.count, 3);
    assert_int_equal(dt_nash_subsets_find(game, &list, &subsets), DT_OK);
    assert_int_equal(subsets.count, 2);
    assert_int_equal(subsets.n_component, 1);
    for (int s = 0; s < subsets.count; s++)
        assert_int_equal(subsets.subset[s].count, 2);
    dt_nash_subsets_free(&subsets);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

/* Random mixtures inside each subset have no regret: what makes it a subset of equilibria. */
TEST(mixtures_in_a_subset_are_equilibria)
{
    uint64_t seed = 8;
    for (int k = 0; k < 200; k++) {
        dt_normal *game = random_game(5, 3, &seed);
        int n = dt_normal_total_strategies(game), cut = dt_normal_offset(game, 1);
        double *mixed = calloc((size_t)n, sizeof *mixed), relative = 0.0;
        dt_nash_subsets subsets;
        dt_equilibria list = solve(game, "vertex", 1);
        assert_int_equal(dt_nash_subsets_find(game, &list, &subsets), DT_OK);
        for (int s = 0; s < subsets.count; s++) {
            double total[2] = {0.0, 0.0};
            memset(mixed, 0, (size_t)n * sizeof *mixed);
            for (int e = 0; e < subsets.subset[s].count; e++)
                for (int i = 0; i < 2; i++) {
                    double weight = draw(&seed) / 2147483648.0 + 1e-3;
                    total[i] += weight;
                    for (int a = i ? cut : 0; a < (i ? n : cut); a++)
                        mixed[a] += weight * list.item[subsets.subset[s].item[e]].mixed[a];
                }
            for (int a = 0; a < n; a++)
                mixed[a] /= total[a >= cut];
            dt_normal_regret(game, mixed, &relative);
            assert_true(relative <= rounding);
        }
        dt_nash_subsets_free(&subsets);
        dt_equilibria_free(&list);
        dt_normal_free(game);
        free(mixed);
    }
}

/* Limits. */

TEST(a_limit_on_the_number_is_said)
{
    dt_normal *game = NULL;
    dt_equilibria list;
    dt_solve_options options = dt_solve_defaults();
    assert_int_equal(dt_normal_create(2, (int[]){100, 100}, &game), DT_OK);
    options.most = 7;
    assert_int_equal(dt_normal_solve(game, "pure", &options, &list, NULL), DT_OK);
    assert_true(list.is_limit_reached);
    assert_false(list.is_complete);
    assert_true(list.count >= 7);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

/* Nothing is found in no time: then there is a candidate, and its regret is what it says. */
TEST(a_search_without_time_has_a_candidate)
{
    dt_equilibria list;
    uint64_t seed = 9;
    const volatile int stop = 1;
    double relative = 0.0;
    dt_solve_options options = dt_solve_defaults();
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(2, (int[]){16, 16}, &game), DT_OK);
    for (int64_t s = 0; s < dt_normal_profiles(game); s++)
        for (int i = 0; i < 2; i++)
            dt_normal_set_payoff(game, s, i, draw(&seed) % 1000);
    options.stop = &stop;
    assert_int_equal(dt_normal_solve(game, "lemke-howson", &options, &list, NULL), DT_NO_SOLUTION);
    assert_true(list.is_limit_reached);
    assert_non_null(list.best);
    dt_normal_regret(game, list.best, &relative);
    assert_near(list.best_regret, relative, 0.0, 0.0);
    assert_true(relative > 0.0 && relative < 1.0);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

/* All equilibria of a 40 by 40 game would take for ever: within a tenth of a second there are some all the
 * same. */
TEST(a_limit_on_time_still_gives_equilibria)
{
    dt_equilibria list;
    uint64_t seed = 10;
    dt_solve_options options = dt_solve_defaults();
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(2, (int[]){40, 40}, &game), DT_OK);
    for (int64_t s = 0; s < dt_normal_profiles(game); s++)
        for (int i = 0; i < 2; i++)
            dt_normal_set_payoff(game, s, i, draw(&seed) % 1000);
    options.time_limit = 0.1;
    assert_int_equal(dt_normal_solve(game, "vertex", &options, &list, NULL), DT_OK);
    assert_true(list.is_limit_reached);
    assert_false(list.is_complete);
    check_regret(&list, 0);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

TEST(methods_say_which_games_they_take)
{
    dt_normal *game = NULL;
    dt_equilibria list;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_normal_create(3, (int[]){2, 2, 2}, &game), DT_OK);
    assert_int_equal(dt_normal_solve(game, "vertex", NULL, &list, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_GAME_METHOD);
    dt_equilibria_free(&list);
    dt_normal_set_payoff(game, 3, 1, NAN);
    assert_int_equal(dt_normal_solve(game, "pure", NULL, &list, &found), DT_INPUT);
    assert_int_equal(found.item[1].code, DT_E_GAME_PAYOFF);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

RUN_TESTS(CASE(nash_01), CASE(nash_02), CASE(nash_03), CASE(nash_04), CASE(nash_05), CASE(nash_06),
          CASE(nash_07), CASE(nash_08), CASE(nash_09), CASE(nash_10), CASE(nash_11), CASE(nash_12),
          CASE(nash_13), CASE(random_games_of_whole_payoffs),
          CASE(random_games_of_few_payoffs_are_degenerate), CASE(random_games_of_doubles),
          CASE(methods_agree), CASE(pure_equilibria_are_part_of_the_list),
          CASE(pure_equilibria_are_told_apart_exactly), CASE(scale_and_level_do_not_matter),
          CASE(order_of_players_and_strategies_does_not_matter), CASE(one_card_poker),
          CASE(very_long_fractions), CASE(a_constant_game_is_one_subset),
          CASE(two_segments_make_one_component), CASE(mixtures_in_a_subset_are_equilibria),
          CASE(a_limit_on_the_number_is_said), CASE(a_search_without_time_has_a_candidate),
          CASE(a_limit_on_time_still_gives_equilibria), CASE(methods_say_which_games_they_take))
