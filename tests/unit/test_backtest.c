/* Scores of forecasts against closed forms, and back-tests against the data they are made from. */
#include "test.h"

#include <stdlib.h>

#include "analysis/score.h"
#include "detente/backtest.h"
#include "detente/scenario.h"

static double normal_density(double z)
{
    return exp(-0.5 * z * z) / sqrt(2.0 * 3.14159265358979323846);
}

static double normal_share(double z)
{
    return 0.5 * erfc(-z / sqrt(2.0));
}

static double normal_quantile(double p)
{
    double low = -10.0, high = 10.0;
    for (int i = 0; i < 80; i++) {
        double middle = 0.5 * (low + high);
        if (normal_share(middle) < p)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

TEST(crps_of_one_value_is_the_error)
{
    const double x[] = {2.0};
    assert_near(dt_crps(x, 1, 5.0), 3.0, 0.0, 0.0);
    assert_near(dt_crps(x, 1, -1.0), 3.0, 0.0, 0.0);
}

TEST(crps_of_two_values)
{
    const double x[] = {1.0, 4.0};
    /* Integral of (F - step)^2 with F = 1/2 between the two: (y - 1)/4 + (4 - y)/4 inside, plus the distance
     * outside. */
    assert_near(dt_crps(x, 2, 2.0), 0.75, 1e-15, 0.0);
    assert_near(dt_crps(x, 2, 3.5), 0.75, 1e-15, 0.0);
    assert_near(dt_crps(x, 2, 6.0), 0.75 + 2.0, 1e-15, 0.0);
    assert_near(dt_crps(x, 2, 0.0), 0.75 + 1.0, 1e-15, 0.0);
}

TEST(crps_of_a_normal_sample)
{
    enum { N = 4000 };
    double *x = malloc(N * sizeof *x);
    assert_non_null(x);
    for (int i = 0; i < N; i++)
        x[i] = 1.5 + 2.0 * normal_quantile((i + 0.5) / N);
    for (int k = -4; k <= 4; k++) {
        double z = 0.5 * k;
        /* Gneiting and Raftery (2007), equation 5, of a normal distribution. */
        double closed = 2.0 *
            (z * (2.0 * normal_share(z) - 1.0) + 2.0 * normal_density(z) -
             1.0 / sqrt(3.14159265358979323846));
        /* Values stand at the middle of N equal slices; what is lost is of the order of a slice's width. */
        assert_near(dt_crps(x, N, 1.5 + 2.0 * z), closed, 2.0 / N, 0.0);
    }
    free(x);
}

TEST(sample_quantiles_are_type_7)
{
    /* R: quantile(c(1, 2, 3, 7, 10), c(0.1, 0.25, 0.9)) is 1.4, 2, 8.8. */
    const double x[] = {1.0, 2.0, 3.0, 7.0, 10.0};
    assert_near(dt_sample_quantile(x, 5, 0.1), 1.4, 1e-15, 0.0);
    assert_near(dt_sample_quantile(x, 5, 0.25), 2.0, 1e-15, 0.0);
    assert_near(dt_sample_quantile(x, 5, 0.9), 8.8, 1e-14, 0.0);
    assert_near(dt_sample_quantile(x, 5, 0.0), 1.0, 0.0, 0.0);
    assert_near(dt_sample_quantile(x, 5, 1.0), 10.0, 0.0, 0.0);
}

static dt_scenario *main_scenario(void)
{
    dt_scenario *scenario = NULL;
    assert_int_equal(dt_scenario_load(DT_SOURCE_DIR "/scenarios/coruna.yaml", &scenario, NULL), DT_OK);
    return scenario;
}

static dt_backtest *backtest_of(const dt_scenario *scenario, int threads)
{
    dt_backtest_options options = dt_backtest_defaults();
    options.members = 60; /* enough for what is checked here */
    options.threads = threads;
    dt_backtest *b = NULL;
    assert_int_equal(dt_backtest_run(DT_SOURCE_DIR "/data", scenario, &options, &b, NULL), DT_OK);
    return b;
}

static dt_backtest_point find_point(const dt_backtest *b, const char *series, const char *iso3, int year)
{
    for (int i = 0; i < dt_backtest_point_count(b); i++) {
        dt_backtest_point p = dt_backtest_point_at(b, i);
        if (strcmp(p.series, series) == 0 && strcmp(p.iso3, iso3) == 0 && p.year == year) return p;
    }
    fail_msg("no point %s %s %d", series, iso3, year);
    return (dt_backtest_point){0};
}

TEST(points_hold_what_was_observed)
{
    dt_scenario *scenario = main_scenario();
    dt_backtest *b = backtest_of(scenario, 2);
    /* IRENA through Our World in Data: the USA's solar capacity was 18.112 GW in 2014, 61.587 in 2019 and
     * 139.21 in 2023. */
    dt_backtest_point p = find_point(b, "solar_capacity", "USA", 2023);
    assert_near(p.observed, 139.21, 1e-9, 0.0);
    assert_near(p.persistence, 61.587, 1e-9, 0.0);
    assert_near(p.trend, 61.587 * pow(61.587 / 18.112, 4.0 / 5.0), 0.0, 1e-12);
    /* Epoch AI: 0.56, 1.84 and 20 million H100-equivalents at the ends of 2022, 2023 and 2025. */
    p = find_point(b, "accelerators", "WLD", 2025);
    assert_near(p.observed, 20.0, 1e-9, 0.0);
    assert_near(p.persistence, 1.84, 1e-9, 0.0);
    assert_near(p.trend, 1.84 * pow(1.84 / 0.56, 2.0), 0.0, 1e-12);
    dt_backtest_free(b);
    dt_scenario_free(scenario);
}

/* A flow is the mean over the year. Ember: the USA generated 4158.4 TWh in 2019. In one year a power system
 * of this size moves by a few percent; a sum over quarters without their length would be four times that. */
TEST(forecasts_begin_where_the_data_end)
{
    dt_scenario *scenario = main_scenario();
    dt_backtest *b = backtest_of(scenario, 2);
    assert_near(find_point(b, "generation", "USA", 2020).p50, 4158.4, 0.0, 0.1);
    assert_near(find_point(b, "solar_capacity", "USA", 2020).p50, 61.587, 0.0,
                0.5); /* it has never grown by half in a year since */
    for (int i = 0; i < dt_backtest_point_count(b); i++) {
        dt_backtest_point p = dt_backtest_point_at(b, i);
        assert_true(p.p10 <= p.p50 && p.p50 <= p.p90);
    }
    dt_backtest_free(b);
    dt_scenario_free(scenario);
}

/* What can be had from the points again must agree. */
TEST(scores_follow_from_points)
{
    dt_scenario *scenario = main_scenario();
    dt_backtest *b = backtest_of(scenario, 2);
    assert_int_equal(dt_backtest_score_count(b), 4);
    for (int s = 0; s < 4; s++) {
        dt_backtest_score score = dt_backtest_score_at(b, s);
        int n = 0, inside = 0, n_state = 0;
        double persistence = 0.0, trend = 0.0;
        const char *last = "";
        for (int i = 0; i < dt_backtest_point_count(b); i++) {
            dt_backtest_point p = dt_backtest_point_at(b, i);
            if (strcmp(p.series, score.series) != 0) continue;
            assert_true(p.year >= score.start_year);
            n++;
            inside += p.observed >= p.p10 && p.observed <= p.p90;
            persistence += fabs(log(p.observed / p.persistence));
            trend += fabs(log(p.observed / p.trend));
            n_state += strcmp(p.iso3, last) != 0;
            last = p.iso3;
        }
        assert_int_equal(score.n_point, n);
        assert_int_equal(score.n_state, n_state);
        assert_near(score.coverage_80, (double)inside / n, 1e-12, 0.0);
        assert_near(score.crps_persistence, persistence / n, 0.0, 1e-12);
        assert_near(score.crps_trend, trend / n, 0.0, 1e-12);
        assert_true(score.crps > 0.0 && isfinite(score.crps));
    }
    dt_backtest_free(b);
    dt_scenario_free(scenario);
}

TEST(threads_do_not_change_scores)
{
    dt_scenario *scenario = main_scenario();
    dt_backtest *one = backtest_of(scenario, 1), *three = backtest_of(scenario, 3);
    assert_int_equal(dt_backtest_score_count(one), dt_backtest_score_count(three));
    for (int s = 0; s < dt_backtest_score_count(one); s++)
        assert_near(dt_backtest_score_at(one, s).crps, dt_backtest_score_at(three, s).crps, 0.0, 0.0);
    dt_backtest_free(one);
    dt_backtest_free(three);
    dt_scenario_free(scenario);
}

TEST(events_to_come_do_not_matter)
{
    static const char text[] =
        "extends: coruna.yaml\nend: 2030-Q4\n"
        "events:\n  - at: 2028-Q1\n    text: nothing is built any more\n    set: {chip_output_scale: 0.0}\n";
    dt_scenario *with = NULL, *without = main_scenario();
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_scenario_parse(text, strlen(text), "test", DT_SOURCE_DIR "/scenarios", &with, &found),
                     DT_OK);
    dt_backtest *b = backtest_of(with, 2), *plain = backtest_of(without, 2);
    for (int s = 0; s < 4; s++)
        assert_near(dt_backtest_score_at(b, s).crps, dt_backtest_score_at(plain, s).crps, 0.0, 0.0);
    dt_backtest_free(b);
    dt_backtest_free(plain);
    dt_scenario_free(with);
    dt_scenario_free(without);
}

TEST(no_data_folder_is_an_error)
{
    dt_scenario *scenario = main_scenario();
    dt_backtest *b = NULL;
    assert_int_equal(dt_backtest_run(DT_SOURCE_DIR "/nowhere", scenario, NULL, &b, NULL), DT_IO);
    assert_null(b);
    dt_scenario_free(scenario);
}

RUN_TESTS(CASE(crps_of_one_value_is_the_error), CASE(crps_of_two_values), CASE(crps_of_a_normal_sample),
          CASE(sample_quantiles_are_type_7), CASE(points_hold_what_was_observed),
          CASE(forecasts_begin_where_the_data_end), CASE(scores_follow_from_points),
          CASE(threads_do_not_change_scores), CASE(events_to_come_do_not_matter),
          CASE(no_data_folder_is_an_error))
