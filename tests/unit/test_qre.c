/* Quantal responses: the shared cases (gambit-logit, closed forms), branches through bifurcations, and traces
 * of random games. */
#include "game_cases.h"

static void response_case(const struct game_case *c)
{
    double mixed[16];
    dt_normal *game = case_game(c);
    assert_int_equal(dt_qre_at(game, number_of(c->inputs, "lambda"), mixed), DT_OK);
    check_numbers(c, "profile", mixed, dt_normal_total_strategies(game));
    dt_normal_free(game);
}

static void pitchfork_case(const struct game_case *c)
{
    double mixed[6];
    dt_normal *game = case_game(c);
    assert_int_equal(dt_qre_at(game, number_of(c->inputs, "lambda"), mixed), DT_OK);
    check_number(c, "p1", mixed[0]);
    check_number(c, "p2", mixed[2]);
    check_number(c, "p3", mixed[4]);
    dt_normal_free(game);
}

static void regret_case(const struct game_case *c)
{
    double mixed[6], regret[3], value[2];
    dt_normal *game = case_game(c);
    numbers_of(c->inputs, "profile", mixed);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(dt_normal_deviations(game, mixed, i, value), DT_OK);
        regret[i] = fmax(value[0], value[1]) - dt_normal_expected(game, mixed, i);
    }
    check_numbers(c, "regret", regret, 3);
    dt_normal_free(game);
}

static void estimate_case(const struct game_case *c)
{
    double a[4], b[4], count[4];
    dt_qre_fit fit;
    numbers_of(c->inputs, "A", a);
    numbers_of(c->inputs, "B", b);
    numbers_of(c->inputs, "counts", count);
    dt_normal *game = bimatrix(2, 2, a, b);
    assert_int_equal(dt_qre_estimate(game, count, &fit, NULL), DT_OK);
    check_number(c, "lambda", fit.lambda);
    check_number(c, "loglik", fit.log_likelihood);
    dt_normal_free(game);
}

static void qre_case(const struct game_case *c)
{
    if (strcmp(c->op, "logit_qre_principal") == 0)
        response_case(c);
    else if (strcmp(c->op, "pitchfork_straight_branch") == 0)
        pitchfork_case(c);
    else if (strcmp(c->op, "regret") == 0)
        regret_case(c);
    else if (strcmp(c->op, "lambda_mle") == 0)
        estimate_case(c);
    else
        fail_msg("%s: unknown operation %s", c->id, c->op);
}

TEST(shared_responses)
{
    assert_int_equal(each_case("qre.json", qre_case), 12);
}

/* The game of McKelvey and McLennan (1997) with nine equilibria. */
static dt_normal *nine(void)
{
    static const double payoff[8][3] = {{9, 8, 12}, {0, 0, 0}, {0, 0, 0}, {9, 8, 2},
                                        {0, 0, 0},  {3, 4, 6}, {3, 4, 6}, {0, 0, 0}};
    const int size[3] = {2, 2, 2};
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(3, size, &game), DT_OK);
    for (int s = 0; s < 8; s++)
        for (int i = 0; i < 3; i++)
            dt_normal_set_payoff(game, s, i, payoff[s][i]);
    return game;
}

/* Where gambit-logit stops and reports no equilibrium: lambda 0.596755 (case qre-11). The straight branch
 * goes on to (1/2, 1/2, 1); the branches that cross it there end in two other equilibria of the published
 * list. */
TEST(bifurcation_of_the_nine)
{
    dt_normal *game = nine();
    dt_qre_options options = dt_qre_defaults();
    dt_qre_curve curve;
    static const double limit[3][6] = {
        {0.5, 0.5, 0.5, 0.5, 1, 0}, {0.4, 0.6, 0.5, 0.5, 1.0 / 3, 2.0 / 3}, {1, 0, 1, 0, 1, 0}};
    int met[3] = {0};
    for (int way = 0; way < 3; way++) {
        options.turn = way > 0;
        options.sign = way == 1 ? 1 : -1;
        assert_int_equal(dt_qre_trace(game, &options, &curve), DT_OK);
        assert_true(curve.n_bifurcation >= 1);
        assert_near(curve.bifurcation[0], 0.596755, 1e-6, 0.0); /* digits of the report */
        assert_true(curve.is_equilibrium);
        for (int k = 0; k < 3; k++) {
            double most = 0.0;
            for (int a = 0; a < 6; a++)
                most = fmax(most, fabs(curve.limit[a] - limit[k][a]));
            met[k] += most <= 1e-9;
        }
        dt_qre_curve_free(&curve);
    }
    assert_int_equal(met[0], 1);
    assert_int_equal(met[1], 1);
    assert_int_equal(met[2], 1);
    dt_normal_free(game);
}

/* Near an equilibrium there is a response for every large lambda: nine at 5, one at 0. Each satisfies its
 * equation. */
TEST(all_responses_of_the_nine)
{
    dt_normal *game = nine();
    dt_equilibria list;
    assert_int_equal(dt_qre_all(game, 5.0, NULL, &list), DT_OK);
    assert_int_equal(list.count, 9);
    for (int k = 0; k < list.count; k++)
        for (int i = 0; i < 3; i++) {
            const double *own = list.item[k].mixed + 2 * i;
            double value[2];
            dt_normal_deviations(game, list.item[k].mixed, i, value);
            assert_near(own[0], 1.0 / (1.0 + exp(5.0 * (value[1] - value[0]))), 1e-10, 0.0);
        }
    dt_equilibria_free(&list);
    assert_int_equal(dt_qre_all(game, 0.0, NULL, &list), DT_OK);
    assert_int_equal(list.count, 1);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

/* All traces of random games of two to five players end in an equilibrium by regret; on generic games no
 * branch is crossed. The last points of the trace obey the equation of the response. */
TEST(traces_end_in_equilibria)
{
    static const int shape[][5] = {
        {3, 3, 0, 0, 0}, {4, 5, 0, 0, 0}, {2, 2, 2, 0, 0}, {3, 3, 3, 0, 0}, {2, 2, 2, 2, 2}};
    static const int players[] = {2, 2, 3, 3, 5};
    uint64_t seed = 5;
    for (int trial = 0; trial < 400; trial++) {
        dt_normal *game = random_game(players[trial % 5], shape[trial % 5], &seed);
        dt_qre_curve curve;
        assert_int_equal(dt_qre_trace(game, NULL, &curve), DT_OK);
        assert_true(curve.is_equilibrium);
        assert_true(curve.limit_regret <= 1e-9);
        assert_int_equal(curve.n_fold % 2, 0); /* it comes from 0 and ends at infinity */
        dt_qre_curve_free(&curve);
        dt_normal_free(game);
    }
}

/* Payoffs 0, 1 and 2 make ties and continua of equilibria; probabilities then vanish as slowly as a power of
 * lambda. The trace still ends in a point that passes by its regret. */
TEST(traces_of_degenerate_games)
{
    static const int shape[][3] = {{3, 3, 0}, {2, 2, 2}, {5, 4, 0}};
    uint64_t seed = 7;
    for (int trial = 0; trial < 300; trial++) {
        int n = trial % 3 == 1 ? 3 : 2;
        dt_normal *game = random_game(n, shape[trial % 3], &seed);
        dt_qre_curve curve;
        double relative;
        for (int64_t s = 0; s < dt_normal_profiles(game); s++)
            for (int i = 0; i < n; i++)
                dt_normal_set_payoff(game, s, i, floor(dt_normal_payoff(game, s, i) / 333.5));
        assert_int_equal(dt_qre_trace(game, NULL, &curve), DT_OK);
        assert_true(curve.is_equilibrium);
        dt_normal_regret(game, curve.limit, &relative);
        assert_true(relative <= 1e-9);
        dt_qre_curve_free(&curve);
        dt_normal_free(game);
    }
}

/* Payoffs times 7 plus 3 need a lambda seven times less. */
TEST(affine_payoffs)
{
    dt_normal *game = nine(), *other = nine();
    double one[6], two[6];
    for (int64_t s = 0; s < 8; s++)
        for (int i = 0; i < 3; i++)
            dt_normal_set_payoff(other, s, i, 7.0 * dt_normal_payoff(game, s, i) + 3.0);
    assert_int_equal(dt_qre_at(game, 0.4, one), DT_OK);
    assert_int_equal(dt_qre_at(other, 0.4 / 7.0, two), DT_OK);
    for (int a = 0; a < 6; a++)
        assert_near(two[a], one[a], 1e-12, 0.0);
    dt_normal_free(game);
    dt_normal_free(other);
}

/* One player who chooses between payoffs 0 and 2: lambda = log(n1 / n0) / 2, and the information about lambda
 * is n p (1 - p) 2^2. */
TEST(estimate_of_one_player)
{
    const int size[1] = {2};
    const double count[2] = {25, 75};
    dt_normal *game = NULL;
    dt_qre_fit fit;
    double mixed[2];
    assert_int_equal(dt_normal_create(1, size, &game), DT_OK);
    dt_normal_set_payoff(game, 1, 0, 2.0);
    assert_int_equal(dt_qre_estimate(game, count, &fit, mixed), DT_OK);
    assert_near(fit.lambda, log(3.0) / 2.0, 1e-9, 0.0);
    assert_near(mixed[1], 0.75, 1e-9, 0.0);
    assert_near(fit.standard_error, 1.0 / sqrt(100 * 0.75 * 0.25 * 4), 0.0, 1e-4); /* second difference */
    const double worse[2] = {75, 25};
    assert_int_equal(dt_qre_estimate(game, worse, &fit, NULL), DT_OK);
    assert_near(fit.lambda, 0.0, 0.0, 0.0);
    const double nobody[2] = {0, 0};
    assert_int_equal(dt_qre_estimate(game, nobody, &fit, NULL), DT_INPUT);
    dt_normal_free(game);
}

RUN_TESTS(CASE(shared_responses), CASE(bifurcation_of_the_nine), CASE(all_responses_of_the_nine),
          CASE(traces_end_in_equilibria), CASE(traces_of_degenerate_games), CASE(affine_payoffs),
          CASE(estimate_of_one_player))
