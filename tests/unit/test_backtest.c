/* Scores of forecasts against closed forms, and back-tests against the data they are made from. */
#include "test.h"

#include <stdlib.h>

#include "analysis/score.h"

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
    for (int i = 0; i < N; i++) x[i] = 1.5 + 2.0 * normal_quantile((i + 0.5) / N);
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

RUN_TESTS(CASE(crps_of_one_value_is_the_error), CASE(crps_of_two_values), CASE(crps_of_a_normal_sample),
          CASE(sample_quantiles_are_type_7))
