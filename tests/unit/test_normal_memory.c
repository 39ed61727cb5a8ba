/* Games when memory runs out: each allocation fails in turn; the call must say so and hold nothing. */
#include "failing_memory.h"

#include "detente/detente.h"
#include "test.h"

enum { MOST_ALLOCATIONS = 100000 };

static const char outcomes[] = "NFG 1 R \"t\" { \"A\" \"B\" } { { \"a\" \"b\" } { \"c\" \"d\" \"e\" } }\n"
                               "{ { \"x\" 1 1/3 } { \"y\" 2 0 } }\n1 2 2 1 0 2\n";
static const char table[] = "A,B,payoff A,payoff B\na,c,1,1/3\nb,c,2,0\na,d,2,0\nb,d,1,1/3\n";
static const char graph[] =
    "#AGG\n2\n2\n1\n2 2\n0 1\n0 1\n1 2\n1 2\n2 0 1\n10 0 [2 3]\n0 1 2\n1 2 [5] 3 [6] 4\n";

static void check_parse(const char *name, const char *text)
{
    for (long n = 0; n < MOST_ALLOCATIONS; n++) {
        dt_normal *game = NULL;
        long held = memory_held();
        memory_fail_at(n);
        dt_status status = dt_normal_parse(text, strlen(text), name, &game, NULL);
        int has_failed = memory_has_failed();
        memory_fail_at(-1);
        assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
        assert_int_equal(game != NULL, !has_failed);
        dt_normal_free(game);
        assert_int_equal(memory_held(), held);
        if (!has_failed) return;
    }
    fail_msg("too many allocations");
}

TEST(parse_without_memory)
{
    check_parse("a.nfg", outcomes);
    check_parse("a.csv", table);
    check_parse("a.agg", graph);
}

/* A degenerate game of whole payoffs, and one whose fractions take many limbs. */
static dt_normal *subject(int is_long)
{
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(2, (int[]){3, 4}, &game), DT_OK);
    for (int64_t s = 0; s < dt_normal_profiles(game); s++)
        for (int i = 0; i < 2; i++) {
            double value = (double)((7 * s + 5 * i) % 3);
            dt_normal_set_payoff(game, s, i, is_long ? value + 1.0 / (double)(3 + s + i) : value);
        }
    return game;
}

static void check_method(const dt_normal *game, const char *method, int is_exact)
{
    dt_solve_options options = dt_solve_defaults();
    options.is_exact = is_exact;
    for (long n = 0; n < MOST_ALLOCATIONS; n++) {
        dt_equilibria list;
        long held = memory_held();
        memory_fail_at(n);
        dt_status status = dt_normal_solve(game, method, &options, &list, NULL);
        int has_failed = memory_has_failed();
        memory_fail_at(-1);
        assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
        dt_equilibria_free(&list);
        assert_int_equal(memory_held(), held);
        if (!has_failed) return;
    }
    fail_msg("too many allocations");
}

TEST(solve_without_memory)
{
    static const char *const methods[] = {"vertex", "support", "lemke-howson"};
    for (int m = 0; m < 3; m++)
        for (int k = 0; k < 3; k++) {
            dt_normal *game = subject(k == 2);
            check_method(game, methods[m], k > 0);
            dt_normal_free(game);
        }
}

TEST(dominance_and_subsets_without_memory)
{
    dt_normal *game = subject(0);
    dt_equilibria list;
    dt_dominance_options options = {.is_weak = 1};
    assert_int_equal(dt_normal_solve(game, "vertex", NULL, &list, NULL), DT_OK);
    int has_failed = 1;
    for (long n = 0; n < MOST_ALLOCATIONS && has_failed; n++) {
        dt_dominances dominated = {0};
        dt_nash_subsets subsets = {0};
        dt_normal *copy = NULL;
        long held = memory_held();
        memory_fail_at(n);
        dt_status status = dt_normal_dominance(game, &options, &dominated);
        if (status == DT_OK) status = dt_nash_subsets_find(game, &list, &subsets);
        if (status == DT_OK) status = dt_normal_copy(game, &copy);
        has_failed = memory_has_failed();
        memory_fail_at(-1);
        assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
        dt_dominances_free(&dominated);
        dt_nash_subsets_free(&subsets);
        dt_normal_free(copy);
        assert_int_equal(memory_held(), held);
    }
    assert_false(has_failed);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

TEST(print_without_memory)
{
    static const char *const names[] = {"a.nfg", "a.json", "a.csv"};
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_parse(outcomes, strlen(outcomes), "a.nfg", &game, NULL), DT_OK);
    for (int k = 0; k < 3; k++) {
        int has_failed = 1;
        for (long n = 0; n < MOST_ALLOCATIONS && has_failed; n++) {
            char *text = NULL;
            long held = memory_held();
            memory_fail_at(n);
            dt_status status = dt_normal_print(game, names[k], &text);
            has_failed = memory_has_failed();
            memory_fail_at(-1);
            assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
            dt_free(text);
            assert_int_equal(memory_held(), held);
        }
        assert_false(has_failed);
    }
    dt_normal_free(game);
}

RUN_TESTS(CASE(parse_without_memory), CASE(solve_without_memory), CASE(dominance_and_subsets_without_memory),
          CASE(print_without_memory))
