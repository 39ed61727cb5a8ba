/* Normal-form games: exact payoffs, expected payoffs, regret, dominance. Numbers are worked by hand or come
 * from textbooks, as each case says. */
#include "test.h"

#include <stdlib.h>

#include "detente/normal_form.h"
#include "normal/exact.h"

/* A game of two players from rows "u1,u2" of payoffs, the second player's strategy running along a row. */
static dt_normal *bimatrix(int n_row, int n_col, const double *payoffs)
{
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(2, (int[]){n_row, n_col}, &game), DT_OK);
    for (int r = 0; r < n_row; r++)
        for (int c = 0; c < n_col; c++)
            for (int i = 0; i < 2; i++)
                dt_normal_set_payoff(game, dt_normal_profile(game, (int[]){r, c}), i,
                                     payoffs[2 * (r * n_col + c) + i]);
    return game;
}

TEST(the_first_player_runs_fastest)
{
    dt_normal *game = NULL;
    int strategy[3];
    assert_int_equal(dt_normal_create(3, (int[]){2, 3, 4}, &game), DT_OK);
    assert_int_equal(dt_normal_profiles(game), 24);
    assert_int_equal(dt_normal_total_strategies(game), 9);
    assert_int_equal(dt_normal_offset(game, 2), 5);
    assert_int_equal(dt_normal_profile(game, (int[]){1, 2, 3}), 23);
    assert_int_equal(dt_normal_profile(game, (int[]){1, 0, 0}), 1);
    dt_normal_profile_strategies(game, 13, strategy); /* 13 = 1 + 2 (0 + 3 * 2) */
    assert_int_equal(strategy[0], 1);
    assert_int_equal(strategy[1], 0);
    assert_int_equal(strategy[2], 2);
    dt_normal_free(game);
}

TEST(shapes_that_cannot_be_are_refused)
{
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(0, (int[]){1}, &game), DT_INPUT);
    assert_int_equal(dt_normal_create(2, (int[]){2, 0}, &game), DT_INPUT);
    assert_int_equal(dt_normal_create(4, (int[]){1000, 1000, 1000, 1000}, &game), DT_INPUT);
    assert_null(game);
}

static void check_number(const char *text, double expected)
{
    mpq_t value;
    mpq_init(value);
    assert_int_equal(dt_exact_parse(text, strlen(text), value), DT_OK);
    assert_true(dt_exact_double(value) == expected);
    mpq_clear(value);
}

/* The compiler reads the same decimals. */
TEST(decimals_and_fractions_round_to_the_nearest_double)
{
    check_number("-1.25e3", -1250.0);
    check_number(".5", 0.5);
    check_number("0.1", 0.1);
    check_number("22/7", 22.0 / 7.0);
    check_number("1e-300", 1e-300);
    check_number("123456789012345678901234567890", 123456789012345678901234567890.0);
    check_number("0.3333333333333333333333333333333333", 1.0 / 3.0);
    check_number("9007199254740993", 9007199254740992.0); /* 2^53 + 1: a tie */
    check_number("+7", 7.0);
}

TEST(what_is_no_number_is_refused)
{
    const char *texts[] = {"",   "-",     ".",    "nan",   "inf", "1e",  "1/0",
                           "1/", "1.5/2", "0x10", "1e999", "1 2", "1/-2"};
    mpq_t value;
    mpq_init(value);
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
        if (dt_exact_parse(texts[k], strlen(texts[k]), value) != DT_INPUT) fail_msg("%s was read", texts[k]);
    mpq_clear(value);
}

/* One third is no double: the exact value is kept beside the table, and goes when a double is set. */
TEST(exact_payoffs_are_kept_and_copied)
{
    dt_normal *game = NULL, *copy = NULL;
    char *text = NULL;
    assert_int_equal(dt_normal_create(1, (int[]){2}, &game), DT_OK);
    assert_int_equal(dt_normal_set_payoff_text(game, 0, 0, "1/3"), DT_OK);
    assert_int_equal(dt_normal_set_payoff_text(game, 1, 0, "one"), DT_INPUT);
    assert_true(dt_normal_payoff(game, 0, 0) == 1.0 / 3.0);
    assert_int_equal(dt_normal_copy(game, &copy), DT_OK);
    dt_normal_set_payoff(game, 0, 0, 0.25);
    assert_int_equal(dt_normal_print(copy, "x.nfg", &text), DT_OK);
    assert_non_null(strstr(text, "1/3"));
    free(text);
    assert_int_equal(dt_normal_print(game, "x.nfg", &text), DT_OK);
    assert_non_null(strstr(text, "0.25"));
    free(text);
    dt_normal_free(copy);
    dt_normal_free(game);
}

/* Names are cut between characters. */
TEST(long_names_are_cut)
{
    dt_normal *game = NULL;
    char name[DT_NORMAL_NAME + 8];
    memset(name, 'a', sizeof name);
    memcpy(name + DT_NORMAL_NAME - 2, "\xC3\xA9", 3); /* an e with acute that would not fit */
    assert_int_equal(dt_normal_create(1, (int[]){1}, &game), DT_OK);
    dt_normal_set_title(game, name);
    assert_int_equal(strlen(dt_normal_title(game)), DT_NORMAL_NAME - 2);
    dt_normal_free(game);
}

/* Three players, by hand: with x = (1/2, 1/2), y = (1/4, 3/4), z = (1, 0) and u1 = s1 + 2 s2 + 4 s3 at every
 * profile of strategies 0 and 1, the expected payoff is 1/2 + 2 * 3/4 + 0 = 2. */
TEST(expected_payoffs_of_three_players)
{
    dt_normal *game = NULL;
    const double mixed[] = {0.5, 0.5, 0.25, 0.75, 1.0, 0.0};
    double value[2];
    assert_int_equal(dt_normal_create(3, (int[]){2, 2, 2}, &game), DT_OK);
    for (int64_t s = 0; s < 8; s++)
        for (int i = 0; i < 3; i++)
            dt_normal_set_payoff(game, s, i, (double)s);
    assert_near(dt_normal_expected(game, mixed, 0), 2.0, 1e-15, 0.0);
    assert_int_equal(dt_normal_deviations(game, mixed, 2, value), DT_OK);
    assert_near(value[0], 2.0, 1e-15, 0.0);
    assert_near(value[1], 6.0, 1e-15, 0.0);
    /* The third player gains 4 by its other strategy, the second 2 * 1/4, the first 1/2; payoffs range to 7.
     */
    double relative = 0.0;
    assert_near(dt_normal_regret(game, mixed, &relative), 4.0, 1e-15, 0.0);
    assert_near(relative, 4.0 / 7.0, 1e-15, 0.0);
    dt_normal_free(game);
}

TEST(a_point_is_listed_once)
{
    dt_equilibria list;
    dt_normal *game = bimatrix(2, 2, (double[]){1, -1, -1, 1, -1, 1, 1, -1});
    dt_equilibria_init(&list, game);
    const double half[] = {0.5, 0.5, 0.5, 0.5}, near_half[] = {0.5 + 1e-12, 0.5 - 1e-12, 0.5, 0.5};
    assert_int_equal(dt_equilibria_add(&list, game, half, "1/2 1/2 1/2 1/2"), DT_OK);
    assert_int_equal(dt_equilibria_add(&list, game, near_half, NULL), DT_OK);
    assert_int_equal(list.count, 1);
    assert_true(list.item[0].is_exact);
    /* What claims to be exact is checked: this profile has regret. */
    assert_int_equal(dt_equilibria_add(&list, game, (double[]){1, 0, 1, 0}, "1 0 1 0"), DT_OK);
    assert_false(list.item[1].is_exact);
    assert_near(list.item[1].regret, 2.0, 1e-15, 0.0);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

/* Dominance. */

static dt_dominances eliminate(const dt_normal *game, dt_dominance_options options)
{
    dt_dominances list = {0};
    assert_int_equal(dt_normal_dominance(game, &options, &list), DT_OK);
    return list;
}

/* The third row gets 1 against 3 and 0 in the two columns: half of each of the others gets 3/2. No pure row
 * beats it. Once it is gone nothing else is dominated. */
TEST(a_mixture_dominates)
{
    dt_normal *game = bimatrix(3, 2, (double[]){3, 0, 0, 1, 0, 1, 3, 0, 1, 0, 1, 0});
    dt_dominances list = eliminate(game, (dt_dominance_options){0});
    assert_int_equal(list.count, 1);
    assert_int_equal(list.item[0].player, 0);
    assert_int_equal(list.item[0].strategy, 2);
    assert_int_equal(list.item[0].by, -1);
    assert_near(list.item[0].mixture[0], 0.5, 0.0, 0.0);
    assert_near(list.item[0].mixture[1], 0.5, 0.0, 0.0);
    dt_dominances_free(&list);
    list = eliminate(game, (dt_dominance_options){.is_pure = 1});
    assert_int_equal(list.count, 0);
    dt_dominances_free(&list);
    dt_normal_free(game);
}

/* Half of each of the first two rows gets 3/2, 3/2, 1, as the third row does: it is not dominated. With a
 * little less in the second column it is, but only weakly, because in the third column nobody gets more
 * than 1. */
TEST(weak_dominance_needs_one_strict_gain)
{
    dt_normal *game = bimatrix(3, 3, (double[]){3, 0, 0, 0, 1, 0, 0, 0, 3, 0, 1, 0, 1.5, 0, 1.5, 0, 1, 0});
    dt_dominances list = eliminate(game, (dt_dominance_options){.is_weak = 1});
    assert_int_equal(list.count, 0);
    dt_dominances_free(&list);
    dt_normal_set_payoff(game, dt_normal_profile(game, (int[]){2, 1}), 0, 1.25);
    list = eliminate(game, (dt_dominance_options){.is_weak = 1});
    assert_int_equal(list.count, 1);
    assert_int_equal(list.item[0].strategy, 2);
    assert_int_equal(list.item[0].by, -1);
    dt_dominances_free(&list);
    list = eliminate(game, (dt_dominance_options){0});
    assert_int_equal(list.count, 0);
    dt_dominances_free(&list);
    dt_normal_free(game);
}

/* Gibbons, Game Theory for Applied Economists (1992), figure 1.1.1: right is dominated by middle; then down
 * by up; then left by middle. */
TEST(iterated_elimination_goes_in_rounds)
{
    dt_normal *game = bimatrix(2, 3, (double[]){1, 0, 1, 2, 0, 1, 0, 3, 0, 1, 2, 0});
    dt_dominances list = eliminate(game, (dt_dominance_options){0});
    assert_int_equal(list.count, 3);
    assert_int_equal(list.n_round, 3);
    const int expected[3][3] = {{1, 2, 1}, {0, 1, 2}, {1, 0, 3}}; /* player, strategy, round */
    for (int k = 0; k < 3; k++) {
        assert_int_equal(list.item[k].player, expected[k][0]);
        assert_int_equal(list.item[k].strategy, expected[k][1]);
        assert_int_equal(list.item[k].round, expected[k][2]);
    }
    dt_dominances_free(&list);
    list = eliminate(game, (dt_dominance_options){.rounds = 1});
    assert_int_equal(list.count, 1);
    dt_dominances_free(&list);
    dt_normal_free(game);
}

TEST(a_game_is_restricted_to_what_is_left)
{
    dt_normal *less = NULL, *game = bimatrix(2, 3, (double[]){1, 0, 1, 2, 0, 1, 0, 3, 0, 1, 2, 0});
    assert_int_equal(dt_normal_set_payoff_text(game, dt_normal_profile(game, (int[]){0, 1}), 0, "1/3"),
                     DT_OK);
    dt_normal_set_strategy_name(game, 1, 1, "middle");
    assert_int_equal(dt_normal_restrict(game, (unsigned char[]){0, 1, 1, 0, 1}, &less), DT_OK);
    assert_int_equal(dt_normal_profiles(less), 1);
    assert_true(dt_normal_payoff(less, 0, 0) == 1.0 / 3.0);
    assert_true(dt_normal_payoff(less, 0, 1) == 2.0);
    assert_string_equal(dt_normal_strategy_name(less, 1, 0), "middle");
    dt_normal_free(less);
    dt_normal_free(game);
}

RUN_TESTS(CASE(the_first_player_runs_fastest), CASE(shapes_that_cannot_be_are_refused),
          CASE(decimals_and_fractions_round_to_the_nearest_double), CASE(what_is_no_number_is_refused),
          CASE(exact_payoffs_are_kept_and_copied), CASE(long_names_are_cut),
          CASE(expected_payoffs_of_three_players), CASE(a_point_is_listed_once), CASE(a_mixture_dominates),
          CASE(weak_dominance_needs_one_strict_gain), CASE(iterated_elimination_goes_in_rounds),
          CASE(a_game_is_restricted_to_what_is_left))
