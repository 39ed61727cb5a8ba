/* Members weighted by what happened: a linear model with a normal prior, whose posterior is known, and the
 * same members in the back-test and in the scenario. */
#include "test.h"

#include <stdlib.h>

#include "detente/calibrate.h"
#include "detente/world.h"
#include "statistics/basic.h"

enum { MEMBERS = 20000 };

/* Evenly spread over the probabilities of a standard normal prior. */
static double *normal_prior(void)
{
    double *x = malloc(MEMBERS * sizeof *x);
    assert_non_null(x);
    for (int m = 0; m < MEMBERS; m++)
        x[m] = dt_normal_deviate((m + 0.5) / MEMBERS);
    return x;
}

static void moments(const dt_plausibility *p, const double *x, double *mean, double *variance)
{
    *mean = *variance = 0.0;
    for (int m = 0; m < MEMBERS; m++)
        *mean += p->weight[m] * x[m];
    for (int m = 0; m < MEMBERS; m++)
        *variance += p->weight[m] * (x[m] - *mean) * (x[m] - *mean);
}

/* Prior N(0, 1), observation z with variance v: the posterior is N(z / (1 + v), v / (1 + v)). A second
 * observation enters as the first (Gelman et al. 2013, section 2.5). */
TEST(posterior_of_the_linear_normal_model)
{
    double *x = normal_prior(), mean, variance;
    dt_plausibility p;
    const dt_target target[2] = {{x, 1.2, 0.25}, {x, 0.4, 0.5}};
    assert_int_equal(dt_plausibility_make(target, 1, MEMBERS, INFINITY, &p), DT_OK);
    moments(&p, x, &mean, &variance);
    assert_near(mean, 1.2 / 1.25, 1e-4, 0.0); /* a grid of 20,000 cells, whose last ones are wide */
    assert_near(variance, 0.25 / 1.25, 1e-4, 0.0);
    double mid = dt_weighted_quantile(x, p.weight, MEMBERS, 0.5),
           high = dt_weighted_quantile(x, p.weight, MEMBERS, 0.9);
    assert_near(mid, 0.96, 1e-3, 0.0);
    assert_near(high, 0.96 + 1.2815515655446004 * sqrt(0.2), 1e-3, 0.0);
    dt_plausibility_clear(&p);

    assert_int_equal(dt_plausibility_make(target, 2, MEMBERS, INFINITY, &p), DT_OK);
    double precision = 1.0 + 4.0 + 2.0;
    moments(&p, x, &mean, &variance);
    assert_near(mean, (4.0 * 1.2 + 2.0 * 0.4) / precision, 1e-4, 0.0);
    assert_near(variance, 1.0 / precision, 1e-4, 0.0);
    dt_plausibility_clear(&p);
    free(x);
}

/* The cutoff keeps |x - 1| <= 3 * 0.5: x from -0.5 to 2.5, of a normal prior (table of the normal
 * distribution: Phi(2.5) - Phi(-0.5) = 0.6852525). Flat weights weigh as much as their number. */
TEST(cutoff_keeps_the_region)
{
    double *x = normal_prior();
    dt_plausibility p;
    const dt_target target = {x, 1.0, 0.25};
    assert_int_equal(dt_plausibility_make(&target, 1, MEMBERS, 3.0, &p), DT_OK);
    assert_near((double)p.n_plausible / MEMBERS, 0.6852525, 1.0 / MEMBERS, 0.0);
    for (int m = 0; m < MEMBERS; m++)
        assert_int_equal(p.weight[m] > 0.0, x[m] >= -0.5 && x[m] <= 2.5);
    dt_plausibility_clear(&p);
    for (int m = 0; m < MEMBERS; m++)
        x[m] = m % 2 ? NAN : 1.0;
    assert_int_equal(dt_plausibility_make(&target, 1, MEMBERS, 3.0, &p), DT_OK);
    assert_int_equal(p.n_failed, MEMBERS / 2);
    assert_near(p.effective, MEMBERS / 2, 0.0, 1e-9);
    dt_plausibility_clear(&p);
    free(x);
}

TEST(no_plausible_member_is_said)
{
    const double x[3] = {5.0, 6.0, NAN};
    dt_plausibility p;
    const dt_target target = {x, 0.0, 1.0};
    assert_int_equal(dt_plausibility_make(&target, 1, 3, 3.0, &p), DT_NO_SOLUTION);
    assert_int_equal(p.n_plausible, 0);
    assert_near(p.implausibility[0], 5.0, 1e-12, 0.0);
    assert_true(p.weight[0] == 0.0 && p.weight[2] == 0.0 && isnan(p.implausibility[2]));
    dt_plausibility_clear(&p);
}

/* Equal weights: values stand at the middles of their shares. */
TEST(weighted_quantiles_by_hand)
{
    const double x[4] = {4.0, 1.0, NAN, 2.0}, w[4] = {1.0, 1.0, 5.0, 2.0};
    assert_near(dt_weighted_quantile(x, w, 4, 0.5), 2.0, 1e-12, 0.0);
    /* Middles lie at 0.5, 2 and 3.5 of 4: a quarter of 4 is 1, a third of the way from 1 to 2. */
    assert_near(dt_weighted_quantile(x, w, 4, 0.25), 1.0 + 1.0 / 3.0, 1e-12, 0.0);
    assert_near(dt_weighted_quantile(x, w, 4, 0.0), 1.0, 1e-12, 0.0);
    assert_near(dt_weighted_quantile(x, w, 4, 1.0), 4.0, 1e-12, 0.0);
    assert_true(isnan(dt_weighted_quantile(x, w, 0, 0.5)));
}

static const char short_text[] = "text: a short run\nstart: %s\nend: 2030-Q4\nseed: 3\ngroups: [USA, CHN]\n";

static dt_case *case_from(const char *start, int year)
{
    char text[256];
    dt_world *world = NULL;
    dt_scenario *scenario = NULL;
    dt_case *c = NULL;
    int length = snprintf(text, sizeof text, short_text, start);
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", year, &world, NULL), DT_OK);
    assert_int_equal(dt_scenario_parse(text, (size_t)length, "short", ".", &scenario, NULL), DT_OK);
    assert_int_equal(dt_case_build(world, scenario, &c, NULL), DT_OK);
    dt_scenario_free(scenario);
    dt_world_free(world);
    return c;
}

/* What a member draws does not depend on the year in which it begins, so that a weight that was earned in
 * 2020 says something about 2026. */
TEST(members_keep_their_factors_in_another_year)
{
    dt_case *then = case_from("2020-Q1", 2019), *now = case_from("2026-Q1", 2025);
    int n = dt_case_factor_count(now);
    assert_int_equal(dt_case_factor_count(then), n);
    double *a = malloc((size_t)n * sizeof *a), *b = malloc((size_t)n * sizeof *b);
    assert_non_null(a);
    assert_non_null(b);
    for (int f = 0; f < n; f++)
        assert_string_equal(dt_case_factor(then, f)->name, dt_case_factor(now, f)->name);
    dt_case_draw(then, 17, a);
    dt_case_draw(now, 17, b);
    assert_memory_equal(a, b, (size_t)n * sizeof *a);
    free(a);
    free(b);
    dt_case_free(then);
    dt_case_free(now);
}

TEST(history_moves_the_targets_towards_what_was_seen)
{
    char text[256];
    dt_scenario *scenario = NULL;
    dt_calibration k;
    int length = snprintf(text, sizeof text, short_text, "2026-Q1");
    assert_int_equal(dt_scenario_parse(text, (size_t)length, "short", ".", &scenario, NULL), DT_OK);
    dt_calibrate_options options = {.members = 64, .threads = 1};
    assert_int_equal(dt_calibrate(DT_SOURCE_DIR "/data", scenario, &options, &k, NULL), DT_OK);
    assert_true(k.n_target >= 10 && k.plausibility.n_plausible > 8 && k.plausibility.effective < 64.0);
    double before = 0.0, after = 0.0;
    for (int t = 0; t < k.n_target; t++) {
        before += pow(k.target[t].p50 / k.target[t].sd, 2.0);
        after += pow(k.target[t].weighted_p50 / k.target[t].sd, 2.0);
    }
    assert_true(after < before);
    dt_calibration_clear(&k);
    dt_scenario_free(scenario);
}

RUN_TESTS(CASE(posterior_of_the_linear_normal_model), CASE(cutoff_keeps_the_region),
          CASE(no_plausible_member_is_said), CASE(weighted_quantiles_by_hand),
          CASE(members_keep_their_factors_in_another_year),
          CASE(history_moves_the_targets_towards_what_was_seen))
