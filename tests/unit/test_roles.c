/* Games of many alike players: the shared cases (payoffs of gameanalysis, lists that were confirmed by two
 * ways), the same games written out player by player, and reductions. */
#include "game_cases.h"

/* Payoffs of a symmetric game from a table of counts and payoffs; empty where nobody plays an option. */
static dt_roles *read_table(const char *name, int players, int options)
{
    char path[512], line[512];
    dt_roles *game = NULL;
    snprintf(path, sizeof path, "%s%s", SHARED_GAMES, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(dt_roles_create(1, &players, &options, &game), DT_OK);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        char *rest = line;
        int count[8];
        for (int j = 0; j < options; j++)
            count[j] = atoi(strsep(&rest, ","));
        for (int j = 0; j < options; j++) {
            const char *field = strsep(&rest, ",\n");
            if (*field) dt_roles_set_payoff(game, dt_roles_profile(game, count), 0, j, strtod(field, NULL));
        }
    }
    fclose(file);
    return game;
}

static void check_pure(const struct game_case *c, const dt_roles *game)
{
    static double got[8192];
    int n = 0, count[8];
    for (int64_t s = 0; s < dt_roles_profiles(game); s++) {
        if (!dt_roles_is_pure_equilibrium(game, s)) continue;
        dt_roles_profile_counts(game, s, count);
        for (int j = 0; j < dt_roles_total(game); j++)
            got[n++] = count[j];
    }
    check_numbers(c, "pure_nash_profiles", got, n);
}

static void symmetric_case(const struct game_case *c)
{
    double mixture[8], value[8], wanted[8];
    int k = integer_of(c->inputs, "strategies");
    dt_roles *game = read_table(json_string_value(member(c->inputs, "file")),
                                integer_of(c->inputs, "players"), k);
    dt_role_equilibria list;
    numbers_of(c->inputs, "mixture", mixture);
    assert_int_equal(dt_roles_deviations(game, mixture, value), DT_OK);
    check_numbers(c, "deviation_payoffs", value, k);
    check_number(c, "mixture_regret", dt_roles_regret(game, mixture, NULL));
    check_pure(c, game);
    assert_int_equal(dt_roles_qre(game, 1.0, value), DT_OK);
    check_numbers(c, "qre_lambda1", value, k);
    assert_int_equal(dt_roles_solve(game, NULL, &list), DT_OK);
    const json_t *expected = member(c->expected, "symmetric_nash");
    assert_true(list.is_complete && !list.is_degenerate);
    assert_int_equal(list.count, json_array_size(expected));
    for (size_t e = 0; e < json_array_size(expected); e++) {
        int n_met = 0;
        flatten(json_array_get(expected, e), wanted, 0);
        for (int g = 0; g < list.count; g++) {
            double most = 0.0;
            for (int a = 0; a < k; a++)
                most = fmax(most, fabs(list.mixed[g * k + a] - wanted[a]));
            n_met += most <= c->absolute + c->relative;
        }
        assert_int_equal(n_met, 1);
    }
    for (int g = 0; g < list.count; g++)
        assert_true(list.relative_regret[g] <= 1e-10);
    dt_role_equilibria_free(&list);
    dt_roles_free(game);
}

/* The payoffs of the reduction cases. */
static double formula(int option, const int *count, int n)
{
    static const double a[3] = {3, 2.5, 2}, b[3] = {0.8, 0.2, -0.5}, d[3] = {0.6, 0.9, 0.1},
                        e[3] = {0.1, 0.4, 1.2};
    double third = (double)count[2] / n;
    return a[option] + b[option] * count[0] / n - d[option] * count[1] / n + e[option] * third * third;
}

static void reduction_case(const struct game_case *c)
{
    static double profile[8192], payoff[8192];
    int n = integer_of(c->inputs, "players"), k = integer_of(c->inputs, "reduced"), options = 3, count[3],
        is_exact;
    int is_dpr = strcmp(json_string_value(member(c->inputs, "kind")), "dpr") == 0, n_number = 0;
    dt_roles *game = NULL, *reduced = NULL;
    assert_int_equal(dt_roles_create(1, &n, &options, &game), DT_OK);
    for (int64_t s = 0; s < dt_roles_profiles(game); s++) {
        dt_roles_profile_counts(game, s, count);
        assert_int_equal(dt_roles_profile(game, count), s);
        for (int a = 0; a < 3; a++)
            dt_roles_set_payoff(game, s, 0, a, formula(a, count, n));
    }
    assert_int_equal(
        dt_roles_reduce(game, is_dpr ? DT_DEVIATION_PRESERVING : DT_HIERARCHICAL, &k, &reduced, &is_exact),
        DT_OK);
    assert_true(is_exact);
    for (int64_t s = 0; s < dt_roles_profiles(reduced); s++) {
        dt_roles_profile_counts(reduced, s, count);
        for (int a = 0; a < 3; a++) {
            profile[n_number] = count[a];
            payoff[n_number++] = count[a] > 0 ? dt_roles_payoff(reduced, s, 0, a) : (double)NAN;
        }
    }
    check_numbers(c, "profiles", profile, n_number);
    check_numbers(c, "payoffs", payoff, n_number);
    dt_roles_free(game);
    dt_roles_free(reduced);
}

static void role_case(const struct game_case *c)
{
    if (strcmp(c->op, "symmetric_game") == 0) symmetric_case(c);
    if (strcmp(c->op, "reduction") == 0) reduction_case(c);
}

TEST(shared_symmetric_games)
{
    assert_true(each_case("egta.json", role_case) > 3);
}

/* Roles of one player each are a normal-form game: the same equilibria as by the other reader of the table.
 */
TEST(roles_of_one_player)
{
    const int players[3] = {1, 1, 1}, options[3] = {2, 3, 2};
    uint64_t seed = 43;
    for (int trial = 0; trial < 30; trial++) {
        dt_normal *normal = random_game(3, options, &seed);
        dt_roles *game = NULL;
        dt_role_equilibria list;
        dt_equilibria all;
        assert_int_equal(dt_roles_create(3, players, options, &game), DT_OK);
        for (int64_t s = 0; s < dt_normal_profiles(normal); s++) {
            int strategy[3], count[7] = {0};
            dt_normal_profile_strategies(normal, s, strategy);
            for (int i = 0; i < 3; i++)
                count[dt_roles_offset(game, i) + strategy[i]] = 1;
            for (int i = 0; i < 3; i++)
                dt_roles_set_payoff(game, dt_roles_profile(game, count), i, strategy[i],
                                    dt_normal_payoff(normal, s, i));
        }
        assert_int_equal(dt_roles_solve(game, NULL, &list), DT_OK);
        assert_int_equal(dt_normal_solve(normal, "polynomial", NULL, &all, NULL), DT_OK);
        assert_int_equal(list.count, all.count);
        assert_true(list.is_complete);
        dt_role_equilibria_free(&list);
        dt_equilibria_free(&all);
        dt_roles_free(game);
        dt_normal_free(normal);
    }
}

/* Two roles, of two players and of one, written out for three players: every role-symmetric equilibrium is an
 * equilibrium there, and every equilibrium there in which the two alike players mix alike is in the list. */
TEST(roles_as_normal_form)
{
    const int players[2] = {2, 1}, options[2] = {2, 2}, size[3] = {2, 2, 2};
    uint64_t seed = 47;
    for (int trial = 0; trial < 50; trial++) {
        dt_roles *game = NULL;
        dt_normal *normal = NULL;
        dt_role_equilibria list;
        dt_equilibria all;
        assert_int_equal(dt_roles_create(2, players, options, &game), DT_OK);
        assert_int_equal(dt_normal_create(3, size, &normal), DT_OK);
        for (int64_t s = 0; s < dt_roles_profiles(game); s++)
            for (int a = 0; a < 4; a++)
                dt_roles_set_payoff(game, s, a / 2, a % 2, random_payoff(&seed));
        for (int64_t s = 0; s < 8; s++) {
            int strategy[3], count[4] = {0};
            dt_normal_profile_strategies(normal, s, strategy);
            for (int i = 0; i < 3; i++)
                count[(i == 2 ? 2 : 0) + strategy[i]]++;
            for (int i = 0; i < 3; i++)
                dt_normal_set_payoff(
                    normal, s, i, dt_roles_payoff(game, dt_roles_profile(game, count), i == 2, strategy[i]));
        }
        assert_int_equal(dt_roles_solve(game, NULL, &list), DT_OK);
        assert_int_equal(dt_normal_solve(normal, "polynomial", NULL, &all, NULL), DT_OK);
        int n_alike = 0;
        for (int k = 0; k < all.count; k++)
            n_alike += fabs(all.item[k].mixed[0] - all.item[k].mixed[2]) <= 1e-9;
        assert_int_equal(list.count, n_alike);
        for (int k = 0; k < list.count; k++) {
            const double *m = list.mixed + 4 * k, mixed[6] = {m[0], m[1], m[0], m[1], m[2], m[3]};
            double relative;
            dt_normal_regret(normal, mixed, &relative);
            assert_true(relative <= 1e-12);
        }
        dt_role_equilibria_free(&list);
        dt_equilibria_free(&all);
        dt_roles_free(game);
        dt_normal_free(normal);
    }
}

/* The volunteer's dilemma of 10 has one symmetric equilibrium, 1 - (c / b)^(1/9) (Diekmann 1985); 85 states
 * are no more work. */
TEST(volunteers_by_roots)
{
    static const int players[2] = {10, 85};
    const int options = 2;
    for (int k = 0; k < 2; k++) {
        dt_roles *game = NULL;
        dt_role_equilibria list;
        double p, nobody;
        assert_int_equal(dt_roles_create(1, &players[k], &options, &game), DT_OK);
        for (int64_t s = 0; s < dt_roles_profiles(game); s++) {
            dt_roles_set_payoff(game, s, 0, 0, 1.0 - 0.3);
            dt_roles_set_payoff(game, s, 0, 1, s < dt_roles_profiles(game) - 1 ? 1.0 : 0.0);
        }
        assert_int_equal(dt_roles_solve(game, NULL, &list), DT_OK);
        assert_int_equal(dt_volunteers(players[k], 1.0, 0.3, &p, &nobody), DT_OK);
        assert_int_equal(list.count, 1);
        assert_near(list.mixed[0], p, 1e-12, 0.0);
        dt_role_equilibria_free(&list);
        dt_roles_free(game);
    }
}

/* A reduction to all players is the game itself; numbers that do not divide are rounded and said to be. */
TEST(reductions_at_the_border)
{
    const int n = 6, options = 2, few = 4;
    int count[2], is_exact;
    dt_roles *game = NULL, *same = NULL, *rounded = NULL;
    assert_int_equal(dt_roles_create(1, &n, &options, &game), DT_OK);
    for (int64_t s = 0; s < dt_roles_profiles(game); s++)
        for (int a = 0; a < 2; a++)
            dt_roles_set_payoff(game, s, 0, a, (double)(10 * s + a));
    for (int kind = 0; kind < 2; kind++) {
        assert_int_equal(dt_roles_reduce(game, (enum dt_reduction)kind, &n, &same, &is_exact), DT_OK);
        assert_true(is_exact);
        for (int64_t s = 0; s < dt_roles_profiles(game); s++) {
            dt_roles_profile_counts(game, s, count);
            for (int a = 0; a < 2; a++)
                if (count[a] > 0)
                    assert_near(dt_roles_payoff(same, s, 0, a), dt_roles_payoff(game, s, 0, a), 0.0, 0.0);
        }
        dt_roles_free(same);
    }
    assert_int_equal(dt_roles_reduce(game, DT_HIERARCHICAL, &few, &rounded, &is_exact), DT_OK);
    assert_false(is_exact);
    dt_roles_free(rounded);
    dt_roles_free(game);
}

RUN_TESTS(CASE(shared_symmetric_games), CASE(roles_of_one_player), CASE(roles_as_normal_form),
          CASE(volunteers_by_roots), CASE(reductions_at_the_border))
