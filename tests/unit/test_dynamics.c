/* Dynamics, learning and correlated equilibria: the shared cases (integrators of high order, a conserved
 * quantity), published examples, and what must hold for every game. */
#include "game_cases.h"

static void replicator_case(const struct game_case *c)
{
    double payoff[9], start[3], time[3], share[9];
    int k = numbers_of(c->inputs, "x0", start);
    numbers_of(c->inputs, "A", payoff);
    const dt_times times = {numbers_of(c->inputs, "t", time), time};
    assert_int_equal(dt_population_path(payoff, k, NULL, start, &times, share), DT_OK);
    check_numbers(c, "x", share, times.n * k);
    if (!json_object_get(c->expected, "invariant_log_product")) return;
    for (int t = 0; t < times.n; t++)
        check_number(c, "invariant_log_product", log(share[3 * t] * share[3 * t + 1] * share[3 * t + 2]));
}

TEST(shared_paths)
{
    assert_int_equal(each_case("dynamics.json", replicator_case), 5);
}

/* A share that shrinks as exp(-t) against a fixed payoff keeps its digits at 1e-200; one that starts at 0
 * stays. */
TEST(rare_shares_keep_their_digits)
{
    const double payoff[9] = {1, 1, 1, 0, 0, 0, 5, 5, 5}, start[3] = {0.5, 0.5, 0.0}, time[1] = {460.0};
    const dt_times times = {1, time};
    double share[3];
    assert_int_equal(dt_population_path(payoff, 3, NULL, start, &times, share), DT_OK);
    assert_near(share[1], exp(-460.0), 0.0, 1e-7); /* of the log share: 460 units of time at 1e-11 a step */
    assert_near(share[2], 0.0, 0.0, 0.0);
}

/* A constant added to what everybody gets from one opponent changes no path; doubled payoffs double the
 * speed. */
TEST(paths_do_not_see_columns)
{
    const double payoff[9] = {0, 2, -1, -1, 0, 2, 2, -1, 0}, start[3] = {0.6, 0.3, 0.1}, time[2] = {2.0, 4.0};
    const dt_times times = {2, time}, twice = {1, time};
    double moved[9], fast[9], one[6], two[6], three[3];
    for (int k = 0; k < 9; k++) {
        moved[k] = payoff[k] + 3.0 * (k % 3);
        fast[k] = 2.0 * payoff[k];
    }
    dt_population_path(payoff, 3, NULL, start, &times, one);
    dt_population_path(moved, 3, NULL, start, &times, two);
    dt_population_path(fast, 3, NULL, start, &twice, three);
    for (int k = 0; k < 3; k++) {
        assert_near(two[3 + k], one[3 + k], 1e-9, 0.0); /* tolerance of the integrator over 4 units of time */
        assert_near(three[k], one[3 + k], 1e-9, 0.0);
    }
}

/* Logit dynamics rest where choices are a quantal response with lambda = 1 / noise. */
TEST(logit_dynamics_rest_at_responses)
{
    const double a[4] = {9, 0, 0, 1}, b[4] = {0, 1, 1, 0}, start[4] = {0.5, 0.5, 0.5, 0.5}, time[1] = {200.0};
    const dt_times times = {1, time};
    dt_normal *game = bimatrix(2, 2, a, b);
    dt_dynamics_options options = dt_dynamics_defaults();
    double share[4], response[4];
    options.kind = DT_LOGIT;
    options.noise = 2.0;
    assert_int_equal(dt_game_path(game, &options, start, &times, share), DT_OK);
    assert_int_equal(dt_qre_at(game, 0.5, response), DT_OK);
    for (int k = 0; k < 4; k++)
        assert_near(share[k], response[k], 1e-8, 0.0);
    dt_normal_free(game);
}

TEST(bad_starts_are_refused)
{
    const double payoff[4] = {1, 0, 0, 1}, start[2] = {0.6, 0.6}, time[1] = {1.0};
    const dt_times times = {1, time};
    double share[2];
    assert_int_equal(dt_population_path(payoff, 2, NULL, start, &times, share), DT_INPUT);
}

/* Robinson (1951): fictitious play converges in zero-sum games; to the middle of rock, paper, scissors. Its
 * error falls about as one over the root of the rounds. */
TEST(fictitious_play_of_zero_sum_games)
{
    const double a[9] = {0, -1, 1, 1, 0, -1, -1, 1, 0}, b[9] = {0, 1, -1, -1, 0, 1, 1, -1, 0};
    dt_normal *game = bimatrix(3, 3, a, b);
    double mixed[6];
    dt_learning result;
    assert_int_equal(dt_fictitious_play(game, 200000, mixed, &result), DT_OK);
    for (int k = 0; k < 6; k++)
        assert_near(mixed[k], 1.0 / 3.0, 0.01, 0.0);
    assert_true(result.regret < 0.02);
    dt_normal_free(game);
}

/* Shapley's game (1964): fictitious play runs round for ever, so its mean stays away from the only
 * equilibrium. Regret matching still becomes a coarse correlated equilibrium: its regret falls below
 * sqrt(strategies / rounds) times the range of payoffs (Hart and Mas-Colell 2000). */
TEST(shapley_game)
{
    const double a[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, b[9] = {0, 1, 0, 0, 0, 1, 1, 0, 0};
    dt_normal *game = bimatrix(3, 3, a, b);
    double mixed[6], joint[9], sum = 0.0;
    dt_learning result;
    assert_int_equal(dt_fictitious_play(game, 100000, mixed, &result), DT_OK);
    assert_true(result.regret > 0.02);
    assert_int_equal(dt_regret_matching(game, 100000, 1, mixed, joint, &result), DT_OK);
    assert_true(result.coarse_violation <= sqrt(3.0 / 100000.0));
    for (int k = 0; k < 9; k++)
        sum += joint[k];
    assert_near(sum, 1.0, 1e-9, 0.0);
    dt_normal_free(game);
}

/* Aumann's chicken (1974, 1987): the best correlated equilibrium plays (6,6) half of the time and each of
 * (2,7) and (7,2) a quarter: 5.25 each, more than any mixture of the equilibria gives. */
TEST(correlated_chicken)
{
    const double a[4] = {6, 2, 7, 0}, b[4] = {6, 7, 2, 0}, blame[2] = {-1.0, -1.0};
    dt_normal *game = bimatrix(2, 2, a, b);
    double joint[4], payoff[2];
    assert_int_equal(dt_correlated(game, DT_CORRELATED, NULL, joint, payoff), DT_OK);
    assert_near(joint[0], 0.5, 1e-7, 0.0);
    assert_near(joint[1], 0.25, 1e-7, 0.0);
    assert_near(joint[2], 0.25, 1e-7, 0.0);
    assert_near(payoff[0] + payoff[1], 10.5, 1e-7, 0.0); /* tolerance of the linear program */
    assert_true(dt_correlated_violation(game, DT_CORRELATED, joint) <= 1e-7);
    /* The worst: p(D,D) as large as the constraints 6r - ... allow; a correlated equilibrium cannot be worse
     * than the coarse one. */
    double worst[4], coarse[4], low[2], lower[2];
    assert_int_equal(dt_correlated(game, DT_CORRELATED, blame, worst, low), DT_OK);
    assert_int_equal(dt_correlated(game, DT_COARSE, blame, coarse, lower), DT_OK);
    assert_true(lower[0] + lower[1] <= low[0] + low[1] + 1e-7);
    assert_true(low[0] + low[1] <= 2.0 * 14.0 / 3.0 + 1e-7); /* the mixed equilibrium gives 14/3 each */
    dt_normal_free(game);
}

/* Every equilibrium is a correlated one, every correlated one is coarse: totals are in that order. */
TEST(correlation_is_nested)
{
    uint64_t seed = 41;
    const int size[3] = {2, 3, 2};
    for (int trial = 0; trial < 30; trial++) {
        dt_normal *game = random_game(3, size, &seed);
        dt_equilibria list;
        double joint[12], one[3], two[3], total[3] = {0};
        assert_int_equal(dt_normal_solve(game, "polynomial", NULL, &list, NULL), DT_OK);
        assert_int_equal(dt_correlated(game, DT_CORRELATED, NULL, joint, one), DT_OK);
        assert_true(dt_correlated_violation(game, DT_CORRELATED, joint) <= 1e-5); /* payoffs of about 1,000 */
        assert_int_equal(dt_correlated(game, DT_COARSE, NULL, joint, two), DT_OK);
        assert_true(dt_correlated_violation(game, DT_COARSE, joint) <= 1e-5);
        for (int i = 0; i < 3; i++) {
            total[0] += list.item[0].payoff[i];
            total[1] += one[i];
            total[2] += two[i];
        }
        assert_true(total[0] <= total[1] + 1e-4 && total[1] <= total[2] + 1e-4);
        dt_equilibria_free(&list);
        dt_normal_free(game);
    }
}

/* The methods of the table give points that pass by their regret, and joint shares that sum to one. */
TEST(methods_of_the_table)
{
    static const char *const points[] = {"fictitious-play", "regret-matching", "replicator"};
    static const char *const joints[] = {"correlated", "coarse", "alpha-rank"};
    const double a[4] = {3, 0, 5, 1}, b[4] = {3, 5, 0, 1};
    dt_normal *game = bimatrix(2, 2, a, b);
    dt_equilibria list;
    for (int m = 0; m < 3; m++) {
        assert_int_equal(dt_normal_solve(game, points[m], NULL, &list, NULL), DT_OK);
        assert_int_equal(list.count, 1);
        assert_near(list.item[0].mixed[1], 1.0, 1e-8, 0.0); /* both defect */
        dt_equilibria_free(&list);
    }
    for (int m = 0; m < 3; m++) {
        assert_int_equal(dt_normal_solve(game, joints[m], NULL, &list, NULL), DT_OK);
        assert_int_equal(list.count, 1);
        assert_non_null(list.item[0].joint);
        assert_near(list.item[0].joint[3], 1.0, 1e-6, 0.0);
        dt_equilibria_free(&list);
    }
    dt_normal_free(game);
}

RUN_TESTS(CASE(shared_paths), CASE(rare_shares_keep_their_digits), CASE(paths_do_not_see_columns),
          CASE(logit_dynamics_rest_at_responses), CASE(bad_starts_are_refused),
          CASE(fictitious_play_of_zero_sum_games), CASE(shapley_game), CASE(correlated_chicken),
          CASE(correlation_is_nested), CASE(methods_of_the_table))
