/* Finite populations, stationary vectors and alpha-rank: the shared cases (closed forms, published values of
 * EGTTools and OpenSpiel), chains with known answers, and what must not change a result. */
#include "game_cases.h"

static void fixation_case(const struct game_case *c)
{
    double payoff[4], log_rho[4];
    numbers_of(c->inputs, "payoff", payoff);
    assert_int_equal(
        dt_fixation_matrix(payoff, 2, integer_of(c->inputs, "Z"), number_of(c->inputs, "beta"), log_rho),
        DT_OK);
    double got = log_rho[integer_of(c->inputs, "resident") * 2 + integer_of(c->inputs, "mutant")];
    check_number(c, "log_rho", got);
    if (json_object_get(c->expected, "rho")) check_number(c, "rho", exp(got));
}

static dt_collective_risk risk_of(const struct game_case *c)
{
    return (dt_collective_risk){integer_of(c->inputs, "N"), integer_of(c->inputs, "M"),
                                number_of(c->inputs, "b"), number_of(c->inputs, "c"),
                                number_of(c->inputs, "risk")};
}

/* A defector among cooperators: payoffs by the number of defectors among the others. */
static void risk_fixation_case(const struct game_case *c)
{
    dt_collective_risk game = risk_of(c);
    double with[16], without[16], mutant[16], resident[16], difference[256], log_rho;
    int z = integer_of(c->inputs, "Z"), n = game.group;
    assert_string_equal(json_string_value(member(c->inputs, "mutant")), "D");
    assert_int_equal(dt_collective_risk_payoffs(&game, with, without), DT_OK);
    for (int j = 0; j < n; j++) {
        mutant[j] = without[n - 1 - j];
        resident[j] = with[n - 1 - j];
    }
    assert_int_equal(dt_group_difference(mutant, resident, n, z, difference), DT_OK);
    assert_int_equal(dt_log_fixation(difference, z, number_of(c->inputs, "beta"), &log_rho), DT_OK);
    check_number(c, "rho", exp(log_rho));
}

static void risk_interior_case(const struct game_case *c)
{
    dt_collective_risk game = risk_of(c);
    dt_risk_interior interior;
    assert_int_equal(dt_collective_risk_interior(&game, &interior), DT_OK);
    check_number(c, "unstable", interior.unstable);
    check_number(c, "stable", interior.stable);
    check_number(c, "x_star", interior.peak);
    check_number(c, "critical_cost", interior.critical);
}

static void small_mutation_case(const struct game_case *c)
{
    double payoff[100], log_rho[100], vector[10];
    int k = (int)json_array_size(member(c->inputs, "payoff"));
    numbers_of(c->inputs, "payoff", payoff);
    assert_int_equal(
        dt_fixation_matrix(payoff, k, integer_of(c->inputs, "Z"), number_of(c->inputs, "beta"), log_rho),
        DT_OK);
    assert_int_equal(dt_small_mutation(log_rho, k, vector), DT_OK);
    for (int a = 0; a < k; a++)
        vector[a] = exp(vector[a]);
    for (int a = 0; a < k * k; a++)
        log_rho[a] = exp(log_rho[a]);
    check_numbers(c, "pi", vector, k);
    if (json_object_get(c->expected, "fixation")) check_numbers(c, "fixation", log_rho, k * k);
}

static void mutation_case(const struct game_case *c)
{
    double payoff[4], difference[256], vector[256], mean = 0.0;
    int z = integer_of(c->inputs, "Z");
    numbers_of(c->inputs, "payoff", payoff);
    dt_pair_difference(payoff, z, difference);
    assert_int_equal(dt_mutation_selection(difference, z, number_of(c->inputs, "beta"),
                                           number_of(c->inputs, "mu"), vector),
                     DT_OK);
    check_numbers(c, "pi", vector, z + 1);
    for (int i = 0; i <= z; i++)
        mean += vector[i] * i / z;
    check_number(c, "mean_fraction_1", mean);
}

static void population_case(const struct game_case *c)
{
    if (strcmp(c->op, "fixation_probability") == 0)
        fixation_case(c);
    else if (strcmp(c->op, "collective_risk_fixation") == 0)
        risk_fixation_case(c);
    else if (strcmp(c->op, "collective_risk_interior") == 0)
        risk_interior_case(c);
    else if (strcmp(c->op, "small_mutation_stationary") == 0)
        small_mutation_case(c);
    else if (strcmp(c->op, "mutation_selection_2") == 0)
        mutation_case(c);
    else
        fail_msg("%s: unknown operation %s", c->id, c->op);
}

TEST(shared_populations)
{
    assert_int_equal(each_case("egt.json", population_case), 14);
}

/* States of the case run by rows, those of a game with the first player fastest. */
static void alpha_case(const struct game_case *c)
{
    double a[64], b[64], vector[64], ordered[64];
    int rows = (int)json_array_size(member(c->inputs, "A")), columns = numbers_of(c->inputs, "A", a) / rows;
    numbers_of(c->inputs, "B", b);
    dt_normal *game = bimatrix(rows, columns, a, b);
    assert_int_equal(dt_alpha_rank(game, integer_of(c->inputs, "m"), number_of(c->inputs, "alpha"), vector),
                     DT_OK);
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            ordered[i * columns + j] = vector[i + j * rows];
    check_numbers(c, "pi", ordered, rows * columns);
    dt_normal_free(game);
}

TEST(shared_alpha_ranks)
{
    assert_int_equal(each_case("alpharank.json", alpha_case), 4);
}

/* A walk between neighbours with rates up[i] and down[i] has weights prod up / down. Rates over 60 powers of
 * ten: the chain nearly falls apart, and a solution of linear equations would be wrong in the first digit. */
TEST(nearly_reducible_chain)
{
    enum { N = 70 };
    static double rate[N * N], log_rate[N * N], vector[N], log_vector[N], weight[N];
    double total = 0.0;
    for (int k = 0; k < N * N; k++) {
        rate[k] = 0.0;
        log_rate[k] = -INFINITY;
    }
    weight[0] = 1.0;
    for (int i = 0; i + 1 < N; i++) {
        double up = i % 2 ? 1.0 : pow(10.0, -(i % 31)), down = i % 3 ? 1e-15 : 0.5;
        rate[i * N + i + 1] = up;
        rate[(i + 1) * N + i] = down;
        log_rate[i * N + i + 1] = log(up);
        log_rate[(i + 1) * N + i] = log(down);
        weight[i + 1] = weight[i] * up / down;
    }
    for (int i = 0; i < N; i++)
        total += weight[i];
    assert_int_equal(dt_stationary(rate, N, vector), DT_OK);
    assert_int_equal(dt_stationary_log(log_rate, N, log_vector), DT_OK);
    for (int i = 0; i < N; i++) {
        assert_near(vector[i], weight[i] / total, 0.0, 1e-13); /* 70 products of relative rounding */
        assert_near(log_vector[i], log(weight[i] / total), 1e-11, 1e-13);
    }
}

/* Two recurrent classes have no single stationary vector. */
TEST(reducible_chain_is_refused)
{
    const double rate[9] = {0, 0, 0, 1, 0, 1, 0, 0, 0};
    double vector[3];
    assert_int_equal(dt_stationary(rate, 3, vector), DT_NO_SOLUTION);
}

/* A random dense chain larger than a block satisfies its balance. */
TEST(dense_chain_balances)
{
    enum { N = 101 };
    static double rate[N * N], vector[N];
    uint64_t seed = 11;
    for (int k = 0; k < N * N; k++)
        rate[k] = 1.0 + random_payoff(&seed);
    assert_int_equal(dt_stationary(rate, N, vector), DT_OK);
    for (int s = 0; s < N; s++) {
        double in = 0.0, out = 0.0;
        for (int i = 0; i < N; i++) {
            if (i == s) continue;
            in += vector[i] * rate[i * N + s];
            out += vector[s] * rate[s * N + i];
        }
        assert_near(in, out, 0.0, 1e-13); /* sums of 100 products */
    }
}

/* Matching pennies runs in a circle: one sink of four profiles with equal shares. A coordination game has a
 * sink for each equilibrium. */
TEST(limits_of_alpha)
{
    const double pennies[4] = {1, -1, -1, 1}, other[4] = {-1, 1, 1, -1}, together[4] = {2, 0, 0, 1};
    double vector[4];
    int component[4], n;
    dt_normal *game = bimatrix(2, 2, pennies, other);
    assert_int_equal(dt_alpha_rank_limit(game, 50, component, vector, &n), DT_OK);
    assert_int_equal(n, 1);
    for (int s = 0; s < 4; s++)
        assert_near(vector[s], 0.25, 1e-15, 0.0);
    dt_normal_free(game);
    game = bimatrix(2, 2, together, together);
    assert_int_equal(dt_alpha_rank_limit(game, 50, component, vector, &n), DT_OK);
    assert_int_equal(n, 2);
    assert_near(vector[0] + vector[3], 2.0, 0.0, 0.0);
    assert_int_equal(component[1], -1);
    dt_normal_free(game);
}

/* In a game with one sink the limit is where a large alpha leads, also by the way of logarithms: payoffs
 * differ by 1/1000 at least, so at alpha 2e5 a wrong move has a rate of exp(-200 * 49). */
TEST(large_alpha_meets_its_limit)
{
    uint64_t seed = 3;
    int n_met = 0;
    for (int trial = 0; trial < 20; trial++) {
        const int size[2] = {3, 4};
        dt_normal *game = random_game(2, size, &seed);
        double vector[12], limit[12];
        int component[12], n;
        assert_int_equal(dt_alpha_rank_limit(game, 50, component, limit, &n), DT_OK);
        assert_int_equal(dt_alpha_rank(game, 50, 2e5, vector), DT_OK);
        for (int s = 0; s < 12 && n == 1; s++)
            assert_near(vector[s], limit[s], 1e-12, 1e-12);
        n_met += n == 1;
        dt_normal_free(game);
    }
    assert_true(n_met > 5);
}

RUN_TESTS(CASE(shared_populations), CASE(shared_alpha_ranks), CASE(nearly_reducible_chain),
          CASE(reducible_chain_is_refused), CASE(dense_chain_balances), CASE(limits_of_alpha),
          CASE(large_alpha_meets_its_limit))
