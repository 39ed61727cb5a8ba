/* Files of games: both forms of .nfg, .agg, JSON and CSV; what is wrong in them is reported with its place.
 */
#include "test.h"

#include <stdlib.h>

#include "detente/normal_form.h"

/* Reads a text that is right. */
static dt_normal *parse(const char *name, const char *text)
{
    dt_normal *game = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    if (dt_normal_parse(text, strlen(text), name, &game, &found) != DT_OK) {
        char line[1024];
        dt_diagnostic_format(&found.item[0], line, sizeof line);
        fail_msg("%s", line);
    }
    return game;
}

/* The error that a text gives, at its place; line 0 where the format keeps no places. */
static void check_error(const char *name, const char *text, dt_error_code code, int line, int column)
{
    dt_normal *game = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_normal_parse(text, strlen(text), name, &game, &found), DT_INPUT);
    assert_null(game);
    assert_true(found.n_error > 0);
    if (found.item[0].code != code || found.item[0].line != line || found.item[0].column != column)
        fail_msg("%s: E%04d at %d:%d", text, found.item[0].code, found.item[0].line, found.item[0].column);
}

static double at(const dt_normal *game, int first, int second, int player)
{
    return dt_normal_payoff(game, dt_normal_profile(game, (int[]){first, second}), player);
}

/* The example of Gambit's manual: the first player's strategy runs fastest. */
TEST(nfg_of_payoffs)
{
    dt_normal *game = parse("a.nfg",
                            "NFG 1 R \"Selten (IJGT, 75), Figure 2\" { \"Player 1\" \"Player 2\" } { 3 2 }\n"
                            "\n1 1 0 2 0 2 1 1 0 3 2 0\n");
    assert_string_equal(dt_normal_title(game), "Selten (IJGT, 75), Figure 2");
    assert_string_equal(dt_normal_player_name(game, 1), "Player 2");
    assert_true(at(game, 1, 0, 1) == 2.0);
    assert_true(at(game, 1, 1, 1) == 3.0);
    assert_true(at(game, 2, 1, 0) == 2.0);
    dt_normal_free(game);
}

/* The same game with names, a comment, and outcomes in the place of payoffs. */
TEST(nfg_of_outcomes)
{
    dt_normal *game = parse(
        "a.nfg",
        "NFG 1 R \"t\" { \"A\" \"B\" }\n{ { \"1\" \"2\" \"3\" } { \"l\" \"say \\\"r\\\"\" } }\n\"words\"\n\n"
        "{\n{ \"x\" 1, 1 }\n{ \"y\" 0 2 }\n{ \"z\" 0, 3 }\n{ \"\" 4/2, 0 }\n}\n1 2 2 1 3 4\n");
    assert_string_equal(dt_normal_strategy_name(game, 1, 1), "say \"r\"");
    assert_true(at(game, 1, 0, 1) == 2.0);
    assert_true(at(game, 1, 1, 1) == 3.0);
    assert_true(at(game, 2, 1, 0) == 2.0);
    dt_normal_free(game);
}

TEST(outcome_0_pays_nothing)
{
    dt_normal *game = parse("a.nfg", "NFG 1 D \"\" { \"A\" } { { \"1\" \"2\" } } { { \"x\" 5 } } 0 1");
    assert_true(dt_normal_payoff(game, 0, 0) == 0.0);
    assert_true(dt_normal_payoff(game, 1, 0) == 5.0);
    dt_normal_free(game);
}

#define HEAD "NFG 1 R \"t\" { \"A\" \"B\" } "

TEST(faults_of_nfg)
{
    check_error("a.nfg", "", DT_E_GAME_SYNTAX, 1, 1);
    check_error("a.nfg", "EFG 2 R", DT_E_GAME_SYNTAX, 1, 1);
    check_error("a.nfg", "NFG 2 R", DT_E_GAME_SYNTAX, 1, 5);
    check_error("a.nfg", "NFG 1 R title", DT_E_GAME_SYNTAX, 1, 9);
    check_error("a.nfg", "NFG 1 R \"title", DT_E_GAME_SYNTAX, 1, 9);
    check_error("a.nfg", "NFG 1 R \"t\" { }", DT_E_GAME_SHAPE, 1, 15);
    check_error("a.nfg", HEAD "{ 2 }", DT_E_GAME_SYNTAX, 1, 29);
    check_error("a.nfg", HEAD "{ 2 0 }", DT_E_GAME_SYNTAX, 1, 29);
    check_error("a.nfg", HEAD "{ 2 2 2 }", DT_E_GAME_SYNTAX, 1, 31);
    check_error("a.nfg", HEAD "{ 2 1 }\n1 2\n3 NaN", DT_E_GAME_PAYOFF, 3, 3);
    check_error("a.nfg", HEAD "{ 2 1 }\n1 2\n3 1/0", DT_E_GAME_PAYOFF, 3, 3);
    check_error("a.nfg", HEAD "{ 2 1 }\n1 2\n3", DT_E_GAME_RAGGED, 3, 2);
    check_error("a.nfg", HEAD "{ 2 1 }\n1 2\n3 4 5", DT_E_GAME_RAGGED, 3, 5);
    check_error("a.nfg", HEAD "{ { \"a\" } { } }\n1 2", DT_E_GAME_SHAPE, 1, 37);
    check_error("a.nfg", HEAD "{ 1 1 } { { \"x\" 1 } } 1", DT_E_GAME_RAGGED, 1, 43);
    check_error("a.nfg", HEAD "{ 1 1 } { { \"x\" 1 2 } }\n2", DT_E_GAME_OUTCOME, 2, 1);
    check_error("a.nfg", HEAD "{ 2 1 } { { \"x\" 1 2 } }\n1", DT_E_GAME_RAGGED, 2, 2);
    check_error("a.nfg", "NFG 1 R \"\xC3\xA9\xC3\" { \"A\" }", DT_E_TEXT_UTF8, 1, 11);
}

/* 10^12 profiles: refused by its size before any memory is taken, with what it would take. */
TEST(a_game_too_large_is_refused_with_its_size)
{
    const char *text = "NFG 1 R \"t\" { \"A\" \"B\" \"C\" \"D\" } { 1000 1000 1000 1000 }\n1 2 3";
    dt_normal *game = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_normal_parse(text, strlen(text), "big.nfg", &game, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_GAME_SIZE);
    assert_non_null(strstr(found.item[0].found, "1e+12 profiles"));
    assert_non_null(strstr(found.item[0].found, "GB"));
    assert_non_null(strstr(found.item[0].suggestion, "symmetric"));
}

/* 93 letters and one of three bytes, of which two would fit: the name ends before it. */
TEST(long_names_are_cut_between_characters)
{
    char name[128], text[512];
    memset(name, 'a', 93);
    memcpy(name + 93, "\xE2\x82\xAC and more", 12);
    name[105] = '\0';
    snprintf(text, sizeof text, "NFG 1 R \"%s\" { \"A\" } { { \"%s\" } } 1", name, name);
    dt_normal *game = parse("a.nfg", text);
    assert_int_equal(strlen(dt_normal_title(game)), 93);
    assert_int_equal(strlen(dt_normal_strategy_name(game, 0, 0)), 93);
    dt_normal_free(game);
}

TEST(an_unknown_ending_is_refused)
{
    check_error("game.efg", "EFG", DT_E_GAME_FORMAT, 0, 0);
    check_error("game", "", DT_E_GAME_FORMAT, 0, 0);
}

/* A decimal in JSON means that decimal: 0.1 is one tenth. */
TEST(json_games)
{
    char *text = NULL;
    dt_normal *game = parse(
        "a.json",
        "{\"title\": \"t\", \"players\": [\"A\", \"B\"], \"strategies\": [[\"a\", \"b\"], "
        "[\"c\", \"d\", \"e\"]],\n \"payoffs\": [[[1, 2], [0.1, \"1/3\"], [5, 6]], [[7, 8], "
        "[9, 10], [-1e2, 12]]]}");
    assert_true(at(game, 0, 1, 0) == 0.1);
    assert_true(at(game, 1, 2, 0) == -100.0);
    assert_true(at(game, 0, 2, 1) == 6.0);
    assert_int_equal(dt_normal_print(game, "a.nfg", &text), DT_OK);
    assert_non_null(strstr(text, "0.1 1/3"));
    free(text);
    dt_normal_free(game);
}

TEST(faults_of_json)
{
    check_error("a.json", "{\n\"players\": }", DT_E_GAME_SYNTAX, 2, 12);
    check_error("a.json", "[]", DT_E_GAME_SYNTAX, 0, 0);
    check_error("a.json", "{}", DT_E_GAME_SHAPE, 0, 0);
    check_error("a.json", "{\"players\": [\"A\"], \"strategies\": []}", DT_E_GAME_SHAPE, 0, 0);
    check_error("a.json", "{\"players\": [\"A\"], \"strategies\": [[\"a\", \"b\"]]}", DT_E_GAME_RAGGED, 0, 0);
    check_error("a.json", "{\"players\": [\"A\"], \"strategies\": [[\"a\", \"b\"]], \"payoffs\": [[1], []]}",
                DT_E_GAME_RAGGED, 0, 0);
    check_error("a.json", "{\"players\": [\"A\"], \"strategies\": [[\"a\"]], \"payoffs\": [[null]]}",
                DT_E_GAME_PAYOFF, 0, 0);
    check_error("a.json", "{\"players\": [\"A\"], \"strategies\": [[\"a\"]], \"payoffs\": [[\"NaN\"]]}",
                DT_E_GAME_PAYOFF, 0, 0);
}

TEST(csv_games)
{
    dt_normal *game = parse("a.csv",
                            "# words\nA,payoff A,B,payoff B\nleft,1,up,2\nleft,3,down,4\n"
                            "right,1/4,down,6\nright,7,up,8\n");
    assert_string_equal(dt_normal_player_name(game, 1), "B");
    assert_string_equal(dt_normal_strategy_name(game, 1, 1), "down");
    assert_true(at(game, 1, 1, 0) == 0.25);
    assert_true(at(game, 1, 0, 1) == 8.0);
    dt_normal_free(game);
}

TEST(faults_of_csv)
{
    check_error("a.csv", "A,payoff A\na,1\na,2\n", DT_E_GAME_DUPLICATE, 3, 1);
    check_error("a.csv", "A,B,payoff A,payoff B\na,c,1,2\nb,d,1,2\n", DT_E_GAME_MISSING, 3, 1);
    check_error("a.csv", "A,payoff A\na,1\nb,nan\n", DT_E_GAME_PAYOFF, 3, 3);
    check_error("a.csv", "A,B,payoff A\na,c,1\n", DT_E_GAME_SHAPE, 1, 3);
    check_error("a.csv", "A,payoff A,payoff C\na,1,1\n", DT_E_GAME_SHAPE, 1, 1);
    check_error("a.csv", "A,payoff A\na\n", DT_E_CSV_RAGGED, 2, 1);
}

/* Two players, two nodes, each with both nodes as neighbours in an order of its own. Node 0 pays 3 where both
 * nodes are played once and -4 where both play it (1,1 comes before 2,0); node 1 likewise -10 and 95.5. */
TEST(agg_in_order)
{
    dt_normal *game = parse("a.agg",
                            "#AGG\n# players\n2\n2\n0\n2 2\n0 1\n0 1\n2 0 1\n2 1 0\n0 3 -4\n0 -10 95.5\n");
    assert_true(at(game, 0, 0, 0) == -4.0);
    assert_true(at(game, 0, 1, 0) == 3.0);
    assert_true(at(game, 0, 1, 1) == -10.0);
    assert_true(at(game, 1, 1, 1) == 95.5);
    dt_normal_free(game);
}

/* Three players and a function node that counts those who play node 0 twice and those who play node 1 three
 * times, from 1: with k on node 0 it is 10 - k. Payoffs are listed one by one. */
TEST(agg_with_a_weighted_function)
{
    dt_normal *game = parse("a.agg",
                            "#AGG\n3\n2\n1\n2 2 2\n0 1\n0 1\n0 1\n1 2\n1 2\n2 0 1\n10 1 [2 3]\n"
                            "1 3 [9] 1 [8] 2 [7] 3\n1 3 [10] 4 [9] 5 [8] 6\n");
    const double first[] = {3, 6, 2, 5, 2, 5, 1, 4}; /* of player 1, by profile */
    for (int64_t s = 0; s < 8; s++)
        assert_true(dt_normal_payoff(game, s, 0) == first[s]);
    dt_normal_free(game);
}

/* Payoffs of the first player of a game of two nodes with one function node, at (0, 0), (0, 1), (1, 0), (1,
 * 1). */
static void check_function(const char *function, const char *payoffs, const double expected[4])
{
    char text[256];
    snprintf(text, sizeof text, "#AGG\n2\n2\n1\n2 2\n0 1\n0 1\n1 2\n1 2\n%s\n%s\n", function, payoffs);
    dt_normal *game = parse("a.agg", text);
    for (int k = 0; k < 4; k++)
        assert_true(at(game, k / 2, k % 2, 0) == expected[k]);
    dt_normal_free(game);
}

/* The highest node that is played, whether node 1 is played, and the lowest, plain and with weights: where
 * node 0 is played, the highest tells whether node 1 is too, and the lowest does not. */
TEST(agg_functions)
{
    const double highest[] = {5, 6, 7, 7}, lowest[] = {5, 5, 6, 7};
    check_function("2 0 1\n2", "0 5 6\n0 7", highest);
    check_function("1 1\n1", "0 5 6\n0 7", highest);
    check_function("2 0 1\n12 0 [10 20]", "0 5 6\n0 7", highest);
    check_function("2 0 1\n3", "0 5\n0 6 7", lowest);
    check_function("2 1 0\n13 0 [10 20]", "0 5\n0 6 7", lowest);
}

TEST(faults_of_agg)
{
    check_error("a.agg", "2\n2\n0\n", DT_E_GAME_SYNTAX, 1, 1);
    check_error("a.agg", "#AGG\n0", DT_E_GAME_SYNTAX, 2, 1);
    check_error("a.agg", "#AGG\n1\n1\n0\n1\n1\n", DT_E_GAME_SYNTAX, 6, 1);
    check_error("a.agg", "#AGG\n1\n1\n0\n1\n0\n1 0\n0 x", DT_E_GAME_PAYOFF, 8, 3);
    check_error("a.agg", "#AGG\n1\n1\n0\n1\n0\n1 0\n1 1\n[2] 5", DT_E_GAME_RAGGED, 9, 6);
    check_error("a.agg", "#AGG\n1\n1\n1\n1\n0\n1 1\n1 0\n7", DT_E_GAME_SYNTAX, 9, 1);
    check_error("a.agg", "#AGG\n30\n2\n0\n2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2\n0 1",
                DT_E_GAME_SIZE, 6, 1);
}

/* What is written reads back the same: payoffs with their fractions, names where the format has them. */
TEST(games_are_written_and_read_back)
{
    static const char *const names[] = {"a.nfg", "a.json", "a.csv"};
    dt_normal *game = parse(
        "a.nfg",
        "NFG 1 R \"a \\\"title\\\" \xC3\xA9\" { \"A, first\" \"B\" \"C\" } { { \"a\" \"b\" } { "
        "\"\\\\c\" } { \"d\" \"e\" } }\n1/3 2 -3 4e-7 5 6 7 1e300 9 10 11 0.1");
    for (int k = 0; k < 3; k++) {
        char *text = NULL, *again = NULL;
        assert_int_equal(dt_normal_print(game, names[k], &text), DT_OK);
        dt_normal *read = parse(names[k], text);
        assert_memory_equal(dt_normal_table(read), dt_normal_table(game), 12 * sizeof(double));
        assert_string_equal(dt_normal_player_name(read, 0), "A, first");
        assert_string_equal(dt_normal_strategy_name(read, 1, 0), "\\c");
        assert_int_equal(dt_normal_print(read, names[k], &again), DT_OK);
        assert_string_equal(again, text);
        dt_normal_free(read);
        free(text);
        free(again);
    }
    dt_normal_free(game);
}

RUN_TESTS(CASE(nfg_of_payoffs), CASE(nfg_of_outcomes), CASE(outcome_0_pays_nothing), CASE(faults_of_nfg),
          CASE(a_game_too_large_is_refused_with_its_size), CASE(long_names_are_cut_between_characters),
          CASE(an_unknown_ending_is_refused), CASE(json_games), CASE(faults_of_json), CASE(csv_games),
          CASE(faults_of_csv), CASE(agg_in_order), CASE(agg_with_a_weighted_function), CASE(agg_functions),
          CASE(faults_of_agg), CASE(games_are_written_and_read_back))
