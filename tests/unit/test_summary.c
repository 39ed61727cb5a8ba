/* Histograms, by themselves: bins, sums, quantiles. */
#include "test.h"

#include <stdlib.h>

#include "ensemble/histogram.h"

static const dt_output_info log_output = {.is_log = 1, .least = 1e-4, .greatest = 1e4};
static const dt_output_info linear_output = {.is_log = 0, .least = -10.0, .greatest = 20.0};

static void add(dt_histogram *h, const dt_scale *scale, const double *x, int n)
{
    uint16_t bin[64];
    for (int i = 0; i < n; i++) {
        bin[i] = (uint16_t)dt_scale_bin(scale, x[i]);
        h->sum += dt_scale_quanta(scale, x[i]);
        h->least = fmin(h->least, x[i]);
        h->greatest = fmax(h->greatest, x[i]);
    }
    assert_int_equal(dt_histogram_add(h, scale, bin, n), DT_OK);
}

TEST(bins_hold_their_values)
{
    const dt_output_info *output[] = {&log_output, &linear_output};
    for (int k = 0; k < 2; k++) {
        dt_scale scale = dt_scale_of(output[k]);
        assert_true(scale.n_bin < DT_NO_BIN - 1);
        for (int i = 1; i < 10000; i++) {
            double u = i / 10000.0;
            double x = k ? -10.0 + 30.0 * u : 1e-4 * pow(1e8, u);
            int bin = dt_scale_bin(&scale, x);
            double low = dt_scale_edge(&scale, bin), high = dt_scale_edge(&scale, bin + 1);
            /* Linear edges are products that round; logarithmic ones are exact. */
            assert_true(low <= x + (k ? 1e-12 : 0.0) && x <= high + (k ? 1e-12 : 0.0));
            assert_true(high - low <= (k ? 30.0 / 1024.0 + 1e-12 : low / 128.0));
        }
    }
}

TEST(ends_of_the_range)
{
    dt_scale scale = dt_scale_of(&log_output);
    assert_int_equal(dt_scale_bin(&scale, 0.0), 0);
    assert_int_equal(dt_scale_bin(&scale, -1.0), 0);
    assert_int_equal(dt_scale_bin(&scale, 1e-4), 0);
    assert_int_equal(dt_scale_bin(&scale, 1e4), scale.n_bin + 1);
    assert_int_equal(dt_scale_bin(&scale, INFINITY), scale.n_bin + 1);
    scale = dt_scale_of(&linear_output);
    assert_int_equal(dt_scale_bin(&scale, -10.0), 1);
    assert_int_equal(dt_scale_bin(&scale, 20.0), DT_BINS_LINEAR);
    assert_int_equal(dt_scale_bin(&scale, -10.01), 0);
    assert_int_equal(dt_scale_bin(&scale, 20.01), DT_BINS_LINEAR + 1);
}

TEST(quantiles_of_few_values)
{
    dt_scale scale = dt_scale_of(&log_output);
    dt_histogram h;
    dt_histogram_init(&h);
    assert_true(isnan(dt_histogram_quantile(&h, &scale, 0.5)));
    assert_true(isnan(dt_histogram_mean(&h, &scale)));
    const double x[] = {3.0, 1.0, 10.0, 2.0, 7.0};
    add(&h, &scale, x, 5);
    assert_near(dt_histogram_quantile(&h, &scale, 0.0), 1.0, 0.0, 0.0);
    assert_near(dt_histogram_quantile(&h, &scale, 1.0), 10.0, 0.0, 0.0);
    /* Type 7 of 1, 2, 3, 7, 10 as R's quantile gives it: 2, 3, 7 at the quarters, 8.8 at 0.9; a bin is 1/128
     * wide. */
    assert_near(dt_histogram_quantile(&h, &scale, 0.25), 2.0, 0.0, 1.0 / 128.0);
    assert_near(dt_histogram_quantile(&h, &scale, 0.5), 3.0, 0.0, 1.0 / 128.0);
    assert_near(dt_histogram_quantile(&h, &scale, 0.75), 7.0, 0.0, 1.0 / 128.0);
    assert_near(dt_histogram_quantile(&h, &scale, 0.9), 8.8, 0.0, 1.0 / 128.0);
    assert_near(dt_histogram_mean(&h, &scale), 4.6, 0.0, 1e-12);
    dt_histogram_clear(&h);
}

TEST(values_outside_keep_their_extremes)
{
    dt_scale scale = dt_scale_of(&log_output);
    dt_histogram h;
    dt_histogram_init(&h);
    const double x[] = {0.0, 0.0, 1.0, 5e4, 9e4};
    add(&h, &scale, x, 5);
    assert_int_equal(dt_histogram_total(&h), 5);
    assert_near(dt_histogram_quantile(&h, &scale, 0.0), 0.0, 0.0, 0.0);
    assert_near(dt_histogram_quantile(&h, &scale, 0.25), 0.0, 1e-4, 0.0);
    assert_true(dt_histogram_quantile(&h, &scale, 0.75) >= 1e4);
    assert_near(dt_histogram_quantile(&h, &scale, 1.0), 9e4, 0.0, 0.0);
    assert_near(dt_histogram_mean(&h, &scale), 28000.2, 0.0, 1e-12);
    dt_histogram_clear(&h);
}

TEST(order_of_blocks_does_not_matter)
{
    dt_scale scale = dt_scale_of(&log_output);
    dt_histogram forward, backward;
    dt_histogram_init(&forward);
    dt_histogram_init(&backward);
    double x[64 * 32];
    for (int i = 0; i < 64 * 32; i++) x[i] = 1e-3 * pow(1e6, (double)(i * 997 % 2048) / 2048.0);
    for (int b = 0; b < 32; b++) {
        add(&forward, &scale, x + 64 * b, 64);
        add(&backward, &scale, x + 64 * (31 - b), 64);
    }
    assert_true(forward.sum == backward.sum);
    for (int i = 0; i <= 100; i++)
        assert_near(dt_histogram_quantile(&forward, &scale, i / 100.0),
                    dt_histogram_quantile(&backward, &scale, i / 100.0), 0.0, 0.0);
    dt_histogram_clear(&forward);
    dt_histogram_clear(&backward);
}

RUN_TESTS(CASE(bins_hold_their_values), CASE(ends_of_the_range), CASE(quantiles_of_few_values),
          CASE(values_outside_keep_their_extremes), CASE(order_of_blocks_does_not_matter))
