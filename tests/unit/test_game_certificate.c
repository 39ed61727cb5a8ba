/* Certificates and bounds against the cases of the shared verification set (egta: cert-*, hoef-*, computed at
 * 40 digits), and against what chance alone must give. */
#include "test.h"

#include "core/random.h"
#include "detente/game.h"

/* Tolerances of the cases: relative 1e-8, absolute 1e-12. */
#define assert_case(got, expected) assert_near(got, expected, 1e-12, 1e-8)

enum { MOST = 6 };

struct expected {
    int n;
    double alpha, mean[MOST], sd[MOST], t[MOST], p[MOST], low[MOST], iut;
    int64_t members;
    dt_certified verdict;
};

static const struct expected cases[] = {
    {3,
     0.05,
     {0.8, 1.1, 0.9},
     {1.2, 2.0, 1.5},
     {4.216370213557839, 3.4785054261852175, 3.7947331922020555},
     {7.131663780461902e-05, 0.0006275242779759068, 0.0002516068597275001},
     {0.48031742296639085, 0.5671957049439847, 0.5003967787079885},
     0.0006275242779759068,
     40,
     DT_CERTIFIED},
    {3,
     0.05,
     {0.3, 1.1, 0.9},
     {1.6, 2.0, 1.5},
     {1.0269797953221864, 3.012474066278414, 3.286335345030997},
     {0.1564601371113269, 0.002665265164149582, 0.0013294992338675374},
     {-0.19634677359950686, 0.4795665330006166, 0.4346748997504623},
     0.1564601371113269,
     30,
     DT_NOT_DETERMINED},
    {3,
     0.05,
     {-0.9, 1.1, 0.9},
     {1.2, 2.0, 1.5},
     {-3.7500000000000004, 2.75, 3.0},
     {0.999505730108867, 0.005573914906340107, 0.003102868308262372},
     {-1.3106116991782626, 0.41564716803622903, 0.3867353760271718},
     0.999505730108867,
     25,
     DT_REFUTED},
    {6,
     0.01,
     {0.6, 0.5, 0.7, 0.4, 0.3, 0.8},
     {1.0, 1.0, 1.4, 1.1, 0.9, 1.7},
     {4.242640687119285, 3.5355339059327378, 3.5355339059327378, 2.5712973861329003, 2.3570226039551585,
      3.327561323230812},
     {4.8887591342339504e-05, 0.00045000148347440683, 0.00045000148347440683, 0.006609039780506543,
      0.011231116099511248, 0.0008338908542431838},
     {0.25989694574493594, 0.15989694574493596, 0.22385572404291032, 0.025886640319429555,
      -0.006092748829557626, 0.22182480776639113},
     0.011231116099511248,
     50,
     DT_NOT_DETERMINED},
};

static void check_case(const struct expected *e)
{
    dt_condition condition[MOST];
    dt_certificate certificate = {.n = e->n, .condition = condition};
    for (int k = 0; k < e->n; k++) {
        condition[k] = (dt_condition){.n = e->members, .mean = e->mean[k], .sd = e->sd[k]};
        dt_condition_test(&condition[k], e->alpha);
        assert_case(condition[k].t, e->t[k]);
        assert_case(condition[k].p, e->p[k]);
        assert_case(condition[k].low, e->low[k]);
    }
    dt_certificate_judge(&certificate, e->alpha);
    assert_int_equal(certificate.verdict, e->verdict);
    assert_case(certificate.p, e->iut);
}

TEST(certificates_of_the_verification_set)
{
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        check_case(&cases[k]);
}

TEST(members_still_needed)
{
    /* (z sd / mean)^2 with z = 1.6448536269514722 (normal, 95%): of cert-02's weakest condition. */
    dt_condition condition = {.n = 30, .mean = 0.3, .sd = 1.6};
    dt_certificate certificate = {.n = 1, .condition = &condition};
    dt_condition_test(&condition, 0.05);
    dt_certificate_judge(&certificate, 0.05);
    assert_near(certificate.needed, pow(1.6448536269514722 * 1.6 / 0.3, 2.0), 0.0, 1e-6);
}

TEST(uniform_bounds_of_the_verification_set)
{
    assert_near(dt_game_uniform_bound(10.0, 2, 81, 1000, 0.05), 0.6624377627123291, 1e-12, 1e-9);
    assert_near(dt_game_uniform_samples(10.0, 2, 81, 1.0, 0.05), 439, 0.0, 0.0);
    assert_near(dt_game_uniform_bound(1.0, 10, 1024, 5000, 0.01), 0.038121351320672694, 1e-12, 1e-9);
    assert_near(dt_game_uniform_samples(1.0, 10, 1024, 0.1, 0.01), 727, 0.0, 0.0);
}

TEST(student_quantiles_of_published_tables)
{
    /* Abramowitz and Stegun, table 26.10: three decimals. */
    assert_near(dt_t_quantile(0.975, 1), 12.706, 5e-4, 0.0);
    assert_near(dt_t_quantile(0.95, 10), 1.812, 5e-4, 0.0);
    assert_near(dt_t_quantile(0.995, 30), 2.750, 5e-4, 0.0);
    assert_near(dt_t_quantile(0.025, 10), -2.228, 5e-4, 0.0);
    /* Closed forms: df 1 is Cauchy's, df 2 has tail (1 - t / sqrt(2 + t^2)) / 2. */
    assert_near(dt_t_above(3.0, 1), 0.5 - atan(3.0) / acos(-1.0), 0.0, 1e-13);
    assert_near(dt_t_above(40.0, 2), 1.0 / (2.0 * (1602.0 + 40.0 * sqrt(1602.0))) * 2.0, 0.0, 1e-12);
}

TEST(sign_flips_of_few_members)
{
    /* All of one sign: only the sample itself reaches its sum, 1 of 2^n. */
    double up[] = {1.0, 2.0, 3.0, 4.0, 5.0};
    dt_condition c = {.n = 0};
    dt_condition_measure(&c, up, 5, 0.05);
    assert_near(c.flip, 1.0 / 32.0, 0.0, 0.0);
    /* 3, -1, 2: sums 6, 4, 2, 0, ... of the 8 flips; 4 is reached by 6 and 4: 2 of 8. */
    double mixed[] = {3.0, -1.0, 2.0};
    dt_condition_measure(&c, mixed, 3, 0.05);
    assert_near(c.flip, 2.0 / 8.0, 0.0, 0.0);
}

TEST(members_without_number_are_left_out)
{
    double x[] = {1.0, NAN, 3.0, INFINITY, 5.0};
    dt_condition c = {.n = 0};
    dt_condition_measure(&c, x, 5, 0.05);
    assert_int_equal(c.n, 3);
    assert_near(c.mean, 3.0, 0.0, 0.0);
    assert_near(c.sd, 2.0, 0.0, 1e-15);
}

static double normal(uint32_t trial, uint32_t index)
{
    double u = dt_uniform(7, trial, 2 * index, 900), v = dt_uniform(7, trial, 2 * index + 1, 900);
    return sqrt(-2.0 * log(u)) * cos(2.0 * acos(-1.0) * v);
}

/* A dilemma whose first condition is exactly undecided: certified with chance alpha, refuted with alpha / 3.
 */
TEST(false_certificates_are_as_rare_as_stated)
{
    enum { TRIALS = 4000, N = 30 };
    int certified = 0, refuted = 0;
    for (uint32_t trial = 0; trial < TRIALS; trial++) {
        dt_condition condition[3];
        dt_certificate certificate = {.n = 3, .condition = condition};
        for (uint32_t k = 0; k < 3; k++) {
            double x[N];
            for (uint32_t m = 0; m < N; m++)
                x[m] = (k ? 3.0 : 0.0) + normal(trial, N * k + m);
            dt_condition_measure(&condition[k], x, N, 0.05);
        }
        dt_certificate_judge(&certificate, 0.05);
        certified += certificate.verdict == DT_CERTIFIED;
        refuted += certificate.verdict == DT_REFUTED;
    }
    /* Four standard errors of a share. */
    assert_near(certified / (double)TRIALS, 0.05, 4.0 * sqrt(0.05 * 0.95 / TRIALS), 0.0);
    assert_near(refuted / (double)TRIALS, 0.05 / 3.0, 4.0 * sqrt(0.0167 * 0.983 / TRIALS), 0.0);
}

/* Four members all below zero: t = -5.196 with 3 degrees of freedom, between 4.541 (1%) and 5.841 (0.5%) of
 * the tables, but no flips of four signs give less than 1/16. Both must agree. */
TEST(few_members_refute_by_both_tests)
{
    double x[] = {-1.0, -1.0, -2.0, -2.0};
    double y[] = {-1.0, -1.0, -2.0, -2.0, -1.0, -1.0, -2.0, -2.0};
    dt_condition condition;
    dt_certificate certificate = {.n = 1, .condition = &condition};
    dt_condition_measure(&condition, x, 4, 0.05);
    assert_in_range((int)(1e4 * (1.0 - condition.p)), 50, 100);
    dt_certificate_judge(&certificate, 0.05);
    assert_int_equal(certificate.verdict, DT_NOT_DETERMINED);
    /* Of eight, 1/256. */
    dt_condition_measure(&condition, y, 8, 0.05);
    dt_certificate_judge(&certificate, 0.05);
    assert_int_equal(certificate.verdict, DT_REFUTED);
}

TEST(bernstein_shrinks_with_the_variance)
{
    /* Maurer and Pontil (2009), theorem 4, both sides: sqrt(2 V ln(4/d) / n) + 7 ln(4/d) / (3 (n - 1)). */
    double l = log(4.0 / 0.05);
    assert_near(dt_game_bernstein(1.0, 0.25, 100, 0.05), sqrt(2.0 * 0.25 * l / 100.0) + 7.0 * l / 297.0, 0.0,
                1e-14);
    assert_true(dt_game_bernstein(1.0, 0.01, 100, 0.05) < dt_game_bernstein(1.0, 0.25, 100, 0.05));
}

RUN_TESTS(CASE(certificates_of_the_verification_set), CASE(members_still_needed),
          CASE(uniform_bounds_of_the_verification_set), CASE(student_quantiles_of_published_tables),
          CASE(sign_flips_of_few_members), CASE(members_without_number_are_left_out),
          CASE(false_certificates_are_as_rare_as_stated), CASE(bernstein_shrinks_with_the_variance),
          CASE(few_members_refute_by_both_tests))
