/* Histograms by themselves, and summaries of ensembles of the whole model against the outcomes that they
 * keep. */
#include "test.h"

#include <stdlib.h>

#include "detente/ensemble.h"
#include "detente/world.h"
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
    for (int i = 0; i < 64 * 32; i++)
        x[i] = 1e-3 * pow(1e6, (double)(i * 997 % 2048) / 2048.0);
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

/* The main scenario cut short, so that a test takes little time. */
static dt_case *short_case(const char *end)
{
    dt_world *world = NULL;
    dt_scenario *scenario = NULL;
    dt_case *c = NULL;
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", 2025, &world, NULL), DT_OK);
    assert_int_equal(dt_scenario_load(DT_SOURCE_DIR "/scenarios/coruna.yaml", &scenario, NULL), DT_OK);
    assert_int_equal(dt_scenario_set(scenario, "end", end, NULL), DT_OK);
    assert_int_equal(dt_case_build(world, scenario, &c, NULL), DT_OK);
    dt_scenario_free(scenario);
    dt_world_free(world);
    return c;
}

static dt_summary *run_case(const dt_case *c, int64_t members, int threads, int width)
{
    dt_ensemble_options options = dt_ensemble_defaults();
    options.members = members;
    options.threads = threads;
    options.width = width;
    dt_summary *s = NULL;
    dt_status status = dt_ensemble_run(c, &options, &s, NULL);
    assert_true(status == DT_OK || status == DT_MEMBERS_FAILED);
    return s;
}

TEST(model_gives_equal_bits_at_any_width_and_threads)
{
    const struct {
        int threads, width;
    } way[] = {{1, 1}, {2, 0}, {3, 0}, {1, 4}, {2, 2}};
    dt_case *c = short_case("2026-Q4");
    unsigned char first[16], hash[16];
    for (int w = 0; w < 5; w++) {
        int is_supported = way[w].width == 0;
        for (int k = 0; k < dt_kernel_count(); k++)
            is_supported |= dt_kernel_at(k).width == way[w].width && dt_kernel_at(k).is_supported;
        if (!is_supported) continue;
        dt_summary *s = run_case(c, 600, way[w].threads, way[w].width);
        dt_summary_hash(s, w ? hash : first);
        if (w) assert_memory_equal(hash, first, 16);
        dt_summary_free(s);
    }
    dt_case_free(c);
}

static int ascending(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;
    return (left > right) - (left < right);
}

/* Splits "output.GROUP.YEAR"; returns the output, or -1 if the group is not reported. */
static int parse_name(const dt_case *c, const char *name, int *group, int *year)
{
    char output[64], label[64];
    if (sscanf(name, "%63[^.].%63[^.].%d", output, label, year) != 3) return -1;
    for (*group = 0; *group < dt_case_group_count(c); (*group)++)
        if (strcmp(dt_case_group_name(c, *group), label) == 0) return dt_output_find(output);
    return -1;
}

/* Quantiles of an outcome from its column, exactly, against those from the histogram. */
static void check_outcome(const dt_summary *s, int outcome, int output, int group, int step)
{
    int n = (int)dt_summary_members(s);
    const dt_output_info *info = dt_output_at(output);
    float *sorted = malloc((size_t)n * sizeof *sorted);
    assert_non_null(sorted);
    memcpy(sorted, dt_summary_outcome(s, outcome), (size_t)n * sizeof *sorted);
    qsort(sorted, (size_t)n, sizeof *sorted, ascending);
    double sum = 0.0;
    for (int m = 0; m < n; m++)
        sum += (double)sorted[m];
    for (int i = 0; i <= 20; i++) {
        double place = i / 20.0 * (n - 1), rank = floor(place);
        double low = (double)sorted[(int)rank], high = (double)sorted[(int)fmin(rank + 1.0, n - 1.0)];
        double exact = low + (place - rank) * (high - low);
        /* A bin: 1/128 of the value with the rounding of floats, or 1/1024 of the range; below the range only
         * `least` is known. */
        double absolute = info->is_log ? info->least : (info->greatest - info->least) / 1024.0;
        assert_near(dt_summary_quantile(s, output, group, step, i / 20.0), exact, absolute,
                    info->is_log ? 1.01 / 128.0 : 1e-6);
    }
    /* Sums of floats: each is within 2^-24 of its number. */
    assert_near(dt_summary_mean(s, output, group, step), sum / n, 1e-6 * fabs(info->least), 1e-6);
    free(sorted);
}

TEST(model_quantiles_match_stored_outcomes)
{
    dt_case *c = short_case("2026-Q4");
    dt_summary *s = run_case(c, 500, 2, 0);
    int checked = 0;
    assert_int_equal(dt_summary_failed(s), 0);
    for (int o = 0; o < dt_summary_outcome_count(s); o++) {
        int group, year, output = parse_name(c, dt_summary_outcome_name(s, o), &group, &year);
        if (output < 0) continue;
        assert_int_equal(year, 2026);
        check_outcome(s, o, output, group, 4);
        checked++;
    }
    /* AI power, running and stranded compute, capability of five groups at the end. */
    assert_int_equal(checked, 4 * 5);
    dt_summary_free(s);
    dt_case_free(c);
}

TEST(model_shares_add_to_one)
{
    dt_case *c = short_case("2027-Q2");
    dt_summary *s = run_case(c, 300, 2, 0);
    for (int t = 0; t <= dt_case_step_count(c); t++) {
        double sum = 0.0;
        for (int i = 0; i < dt_case_state_count(c); i++)
            sum += dt_summary_leader_share(s, t, i);
        assert_near(sum, 1.0, 1e-12, 0.0); /* 110 roundings */
        for (int g = 0; g < dt_case_group_count(c); g++) {
            sum = 0.0;
            for (int k = 0; k < dt_limit_count(); k++)
                sum += dt_summary_limit_share(s, g, t, k);
            assert_near(sum, 1.0, 1e-14, 0.0);
        }
    }
    dt_summary_free(s);
    dt_case_free(c);
}

RUN_TESTS(CASE(bins_hold_their_values), CASE(ends_of_the_range), CASE(quantiles_of_few_values),
          CASE(values_outside_keep_their_extremes), CASE(order_of_blocks_does_not_matter),
          CASE(model_gives_equal_bits_at_any_width_and_threads), CASE(model_quantiles_match_stored_outcomes),
          CASE(model_shares_add_to_one))
