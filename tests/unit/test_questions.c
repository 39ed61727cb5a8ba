/* Answers to questions on cases whose answers are known. */
#include "test.h"

#include <stdlib.h>

#include "detente/questions.h"

enum { N = 4000, D = 4 };

static const char *const names[D] = {"a", "b", "c", "idle"};

static uint64_t next(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static double *uniform_cases(void)
{
    uint64_t state = 1;
    double *x = malloc(sizeof(double) * N * D);
    assert_non_null(x);
    for (int i = 0; i < N * D; i++)
        x[i] = ((double)(next(&state) >> 11) + 0.5) * 0x1p-53;
    return x;
}

/* y = 3 a - 2 b + c with independent uniform factors: variances 9, 4 and 1 twelfths, so the shares are 9/14,
 * 4/14 and 1/14. */
TEST(shares_of_a_linear_outcome)
{
    static const double share[3] = {9.0 / 14.0, 4.0 / 14.0, 1.0 / 14.0};
    double *x = uniform_cases(), *y = malloc(N * sizeof *y);
    dt_question q = {.title = "linear"};
    assert_non_null(y);
    for (int i = 0; i < N; i++)
        y[i] = 3.0 * x[i * D] - 2.0 * x[i * D + 1] + x[i * D + 2];
    assert_int_equal(dt_question_measure(&(dt_samples){x, y, N, D}, names, &q), DT_OK);
    assert_string_equal(q.title, "linear");
    assert_int_equal(q.n_bar, 4);
    for (int b = 0; b < 3; b++) {
        assert_string_equal(q.bar[b].factor, names[b]);
        assert_true(q.bar[b].share.low < share[b] && share[b] < q.bar[b].share.high);
        /* Slices of a 20th leave 1/400 of a factor's variance inside them; the rest is chance of 8 parts of
         * 500. */
        assert_near(q.bar[b].share.value, share[b], 0.04, 0.0);
    }
    assert_true(q.bar[0].correlation > 0.7 && q.bar[1].correlation < -0.4);
    assert_near(q.bar[3].share.value, 0.0, 0.02, 0.0);
    free(x);
    free(y);
}

TEST(what_does_not_vary_has_no_bars)
{
    double *x = uniform_cases(), *y = calloc(N, sizeof *y);
    dt_question q = {.n_bar = 0};
    assert_non_null(y);
    assert_int_equal(dt_question_measure(&(dt_samples){x, y, N, D}, names, &q), DT_NO_SOLUTION);
    assert_int_equal(dt_question_measure(&(dt_samples){x, y, 100, D}, names, &q), DT_INPUT);
    assert_int_equal(q.n_bar, 0);
    free(x);
    free(y);
}

/* Of interest where a > 0.6 and b < 0.5: the box holds a fifth of all cases. It is found, and holds on the
 * cases that did not make it; factors that do not matter have no limit. */
TEST(box_is_found_and_tested)
{
    double *x = uniform_cases(), low, high;
    unsigned char *y = malloc(N);
    dt_discovery d = {.title = "corner"};
    assert_non_null(y);
    for (int i = 0; i < N; i++)
        y[i] = x[i * D] > 0.6 && x[i * D + 1] < 0.5;
    assert_int_equal(dt_discovery_find(&(dt_cases){x, y, N, D}, names, &d), DT_OK);
    assert_true(d.tested_coverage > 0.85 && d.tested_density > 0.85); /* a peel takes a 20th of the box */
    assert_int_equal(dt_discovery_limit(&d, 0, &low, &high, NULL), 1);
    assert_near(low, 0.6, 0.04, 0.0);
    assert_near(high, 1.0, 0.0, 0.0);
    assert_int_equal(dt_discovery_limit(&d, 1, &low, &high, NULL), 1);
    assert_near(high, 0.5, 0.05, 0.0);
    assert_int_equal(d.n_limited, 2);
    assert_int_equal(dt_discovery_limit(&d, 3, &low, &high, NULL), 0);
    dt_discovery_clear(&d);
    memset(y, 1, N);
    assert_int_equal(dt_discovery_find(&(dt_cases){x, y, N, D}, names, &d), DT_OK);
    assert_null(d.prim);
    assert_int_equal(d.n_of_interest, N);
    dt_discovery_clear(&d);
    free(x);
    free(y);
}

/* Three policies in four futures by hand. Aim 1, more is better: regrets 0 0 4 0, 2 0 0 2, 3 3 5 3; the
 * quantile 0.9 of type 7 of four numbers is the third plus 0.7 of the way to the fourth. Aim 2, less is
 * better: 0, 1 and 2 throughout. */
TEST(regret_by_hand)
{
    double first[12] = {5, 4, 1, 4, 3, 4, 5, 2, 2, 1, 0, 1},
           second[12] = {1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3};
    double *values[2] = {first, second};
    dt_standings s = {.n_policy = 3, .n_aim = 2, .aim = {{.is_less = 0}, {.is_less = 1}}};
    assert_int_equal(dt_standings_measure(values, 4, &s), DT_OK);
    assert_near(s.regret90[0][0], 0.7 * 4.0, 1e-12, 0.0);
    assert_near(s.regret90[1][0], 2.0, 1e-12, 0.0);
    assert_near(s.regret90[2][0], 3.0 + 0.7 * 2.0, 1e-12, 0.0);
    assert_near(s.regret90[2][1], 2.0, 1e-12, 0.0);
    assert_near(s.mean[2][1], 3.0, 1e-12, 0.0);
    assert_true(s.is_least[1][0] && !s.is_least[0][0] && s.is_least[0][1]);
    assert_true(s.is_robust[0] && s.is_robust[1] && !s.is_robust[2]); /* the third is beaten by both aims */
    assert_int_equal(s.used, 4);
}

RUN_TESTS(CASE(shares_of_a_linear_outcome), CASE(what_does_not_vary_has_no_bars),
          CASE(box_is_found_and_tested), CASE(regret_by_hand))
