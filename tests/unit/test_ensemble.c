/* Ensembles over a race of our own making, whose numbers have closed forms.
 *
 * This program defines the functions of a case and of a race itself, so that the linker does not take the
 * real ones. Member m of N carries u = (rank + 1/2) / N, where rank runs through 0 .. N-1 once as m does:
 * every order statistic over members is known exactly. There are three states; group A is state 0, group B
 * states 1 and 2. */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "detente/ensemble.h"
#include "ensemble/outcome.h"
#include "fake_race.h"

static dt_summary *summary_of(const dt_case *c, int threads, int width, dt_status expected)
{
    dt_ensemble_options options = dt_ensemble_defaults();
    options.threads = threads;
    options.width = width;
    options.stop = c->stop;
    dt_summary *summary = NULL;
    assert_int_equal(dt_ensemble_run(c, &options, &summary, NULL), expected);
    assert_non_null(summary);
    return summary;
}

static int output_of(const char *name)
{
    int output = dt_output_find(name);
    assert_true(output >= 0);
    return output;
}

/* Type 7 quantile of the values of AI power, from the exact order statistics. */
static double exact_quantile(int64_t n, double p, double factor)
{
    double place = p * (double)(n - 1), rank = floor(place);
    double low = power_at((rank + 0.5) / (double)n),
           high = power_at((fmin(rank + 1.0, (double)n - 1.0) + 0.5) / (double)n);
    return factor * (low + (place - rank) * (high - low));
}

TEST(quantiles_match_order_statistics)
{
    dt_case c = {.members = 1000};
    dt_summary *s = summary_of(&c, 2, 0, DT_OK);
    int power = output_of("ai_power");
    const double p[] = {0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0};
    for (int i = 0; i < 9; i++) {
        /* A bin is at most 1/128 of its lower edge wide. */
        assert_near(dt_summary_quantile(s, power, 0, N_STEP, p[i]), exact_quantile(1000, p[i], 1.0), 0.0,
                    1.0 / 128.0);
        assert_near(dt_summary_quantile(s, power, 1, 7, p[i]), exact_quantile(1000, p[i], 5.0), 0.0,
                    1.0 / 128.0);
    }
    assert_near(dt_summary_quantile(s, power, 0, 0, 0.0), power_at(0.0005), 0.0, 0.0);
    assert_near(dt_summary_quantile(s, power, 0, 0, 1.0), power_at(0.9995), 0.0, 0.0);
    for (int i = 1; i <= 200; i++) {
        double before = dt_summary_quantile(s, power, 0, 3, (i - 1) / 200.0);
        assert_true(dt_summary_quantile(s, power, 0, 3, i / 200.0) >= before);
    }
    dt_summary_free(s);
}

TEST(linear_quantiles_match_order_statistics)
{
    dt_case c = {.members = 1000};
    dt_summary *s = summary_of(&c, 1, 0, DT_OK);
    for (int i = 0; i <= 20; i++) {
        double p = i / 20.0;
        double exact = (p * 999.0 + 0.5) / 1000.0; /* the grid is even, so interpolation is exact */
        assert_near(dt_summary_quantile(s, output_of("powered_share"), 0, 5, p), exact, 1.0 / 1024.0, 0.0);
    }
    dt_summary_free(s);
}

TEST(mean_is_exact)
{
    dt_case c = {.members = 1000};
    dt_summary *s = summary_of(&c, 3, 0, DT_OK);
    /* Geometric series of 1000 terms with ratio 10^0.004; a quantum is 2^-56 of 10^4 GW, rounding stays below
     * 1e-12. */
    double exact = power_at(0.0005) * (pow(10.0, 4.0) - 1.0) / (pow(10.0, 0.004) - 1.0) / 1000.0;
    assert_near(dt_summary_mean(s, output_of("ai_power"), 0, N_STEP), exact, 0.0, 1e-10);
    assert_near(dt_summary_mean(s, output_of("powered_share"), 0, 2), 0.5, 1e-12, 0.0);
    dt_summary_free(s);
}

TEST(aggregates_follow_their_rules)
{
    dt_case c = {.members = 64};
    dt_summary *s = summary_of(&c, 1, 0, DT_OK);
    /* MEAN weighted by running compute 1 and 3 of shares 0.25 and 0.5; LEAST of 20 and 30 months; BEST of 1
     * and 0. */
    assert_near(dt_summary_mean(s, output_of("powered_share"), 1, 4), (0.25 + 3.0 * 0.5) / 4.0, 1e-12, 0.0);
    assert_near(dt_summary_quantile(s, output_of("capability_lag"), 1, 4, 0.5), 20.0, 0.0, 0.0);
    assert_near(dt_summary_quantile(s, output_of("capability"), 1, 5, 1.0), 5.0, 0.0, 0.0);
    /* LEAD: state 1 with limit 1 in the 32 members with even number, state 2 with limit 4 in the others. */
    assert_near(dt_summary_limit_share(s, 1, 4, 1), 0.5, 0.0, 0.0);
    assert_near(dt_summary_limit_share(s, 1, 4, 4), 0.5, 0.0, 0.0);
    assert_near(dt_summary_limit_share(s, 1, 4, 0), 0.0, 0.0, 0.0);
    assert_near(dt_summary_limit_share(s, 0, 4, 0), 1.0, 0.0, 0.0);
    dt_summary_free(s);
}

TEST(group_output_equals_histogram)
{
    dt_case c = {.members = 1};
    dt_race race = {.c = &c, .width = 8, .count = 1, .step = N_STEP};
    dt_summary *s = summary_of(&c, 1, 0, DT_OK);
    for (int o = 0; o < dt_output_count(); o++)
        for (int g = 0; g < 2; g++) /* of one member every quantile is its value */
            assert_near(dt_summary_quantile(s, o, g, N_STEP, 0.5), dt_group_output(&race, &c, o, g, 0), 0.0,
                        0.0);
    dt_summary_free(s);
}

TEST(leader_shares_count_members)
{
    dt_case c = {.members = 1000};
    dt_summary *s = summary_of(&c, 2, 4, DT_OK);
    assert_near(dt_summary_leader_share(s, 3, 0), 0.334, 1e-15, 0.0); /* 0, 3, ..., 999 */
    assert_near(dt_summary_leader_share(s, 3, 1), 0.333, 1e-15, 0.0);
    assert_near(dt_summary_leader_share(s, N_STEP, 2), 0.333, 1e-15, 0.0);
    assert_near(dt_summary_leader_share(s, 0, 0), 1.0, 0.0, 0.0); /* all equal at the start: the first */
    dt_summary_free(s);
}

TEST(zeros_stay_zero)
{
    dt_case c = {.members = 1000};
    dt_summary *s = summary_of(&c, 2, 0, DT_OK);
    int stranded = output_of("stranded_compute");
    /* Nine members of ten have exactly 0, which lies below the range of a logarithmic histogram (1e-6). */
    assert_near(dt_summary_quantile(s, stranded, 0, 5, 0.5), 0.0, 1e-6, 0.0);
    assert_near(dt_summary_quantile(s, stranded, 0, 5, 0.95), 1.0, 0.0, 1.0 / 128.0);
    assert_near(dt_summary_mean(s, stranded, 0, 5), 0.1, 1e-12, 0.0);
    dt_summary_free(s);
}

TEST(threads_and_widths_give_equal_bits)
{
    dt_case c = {.members = 1500, .fails = 1};
    unsigned char expected[16], hash[16];
    dt_summary *s = summary_of(&c, 1, 1, DT_MEMBERS_FAILED);
    dt_summary_hash(s, expected);
    dt_summary_free(s);
    for (int threads = 1; threads <= 4; threads++) {
        for (int width = 1; width <= 8; width *= 2) {
            s = summary_of(&c, threads, width, DT_MEMBERS_FAILED);
            dt_summary_hash(s, hash);
            assert_memory_equal(hash, expected, 16);
            dt_summary_free(s);
        }
    }
    c.fails = 0;
    s = summary_of(&c, 1, 1, DT_OK);
    dt_summary_hash(s, hash);
    assert_memory_not_equal(hash, expected, 16);
    dt_summary_free(s);
}

TEST(failed_members_count_nowhere)
{
    dt_case c = {.members = 1000, .fails = 1};
    dt_summary *s = summary_of(&c, 2, 8, DT_MEMBERS_FAILED);
    assert_int_equal(dt_summary_failed(s), 11); /* 5 + 97 k < 1000 */
    assert_int_equal(dt_summary_members(s), 989);
    for (int k = 0; k < 11; k++) {
        uint64_t member = 0;
        dt_failure failure = dt_summary_failure(s, k, &member);
        assert_int_equal(member, 5 + 97 * k);
        assert_int_equal(failure.step, 3);
        assert_int_equal(failure.state, 1);
        assert_string_equal(failure.mechanism, "compute");
        assert_string_equal(failure.field, "powered");
        assert_true(isnan(dt_summary_outcome(s, 0)[member]));
    }
    assert_true(dt_summary_outcome(s, 0)[6] > 0.0f);
    /* Before they failed their values were good, and yet they are not counted: of the failed members 4, 3 and
     * 4 have remainders 0, 1 and 2 by 3. */
    assert_near(dt_summary_leader_share(s, 1, 0), 330.0 / 989.0, 1e-15, 0.0);
    assert_near(dt_summary_leader_share(s, 1, 1), 330.0 / 989.0, 1e-15, 0.0);
    assert_near(dt_summary_leader_share(s, 1, 2), 329.0 / 989.0, 1e-15, 0.0);
    assert_near(dt_summary_mean(s, output_of("running_compute"), 1, 1), 4.0, 1e-12, 0.0);
    assert_true(dt_summary_mean(s, output_of("ai_power"), 0, N_STEP) > 0.0);
    dt_summary_free(s);
}

TEST(outcomes_stand_by_member)
{
    dt_case c = {.members = 700};
    dt_summary *s = summary_of(&c, 3, 8, DT_OK);
    int n = dt_summary_outcome_count(s), seen = 0;
    assert_true(n <= DT_MAX_OUTCOME);
    for (int o = 0; o < n; o++) {
        const char *name = dt_summary_outcome_name(s, o);
        const float *column = dt_summary_outcome(s, o);
        for (int m = 0; m < 700; m++) {
            double u = u_of(&c, (uint64_t)m);
            double expected = strcmp(name, "ai_power.B.2030") == 0 ? 5.0 * power_at(u)
                : strcmp(name, "ai_power.WORLD.2031") == 0         ? 6.0 * power_at(u)
                : strcmp(name, "leader.2031") == 0                 ? m % 3
                : strcmp(name, "stranded_compute.A.2031") == 0     ? (m % 10 == 0)
                                                                   : -1.0;
            if (expected < 0.0) break;
            assert_near((double)column[m], expected, 0.0, 1e-7); /* a float carries 24 bits */
            seen++;
        }
    }
    assert_int_equal(seen, 4 * 700);
    dt_summary_free(s);
}

TEST(outcomes_of_years_not_reached_are_left_out)
{
    dt_case c = {.members = 1};
    dt_outcome outcome[DT_MAX_OUTCOME];
    int n = dt_outcome_list(&c, outcome);
    /* The run ends with 2031: ten numbers of two groups, leader.2030 and leader.2031, and three of
     * the world. */
    assert_int_equal(n, 10 * 2 + 2 + 3);
    for (int o = 0; o < n; o++) {
        assert_null(strstr(outcome[o].name, "2035"));
        assert_true(outcome[o].step == (strstr(outcome[o].name, "2030") ? 20 : 24));
    }
}

TEST(stop_keeps_finished_blocks)
{
    int stop = 0;
    dt_case c = {.members = 256 * 20, .stop = &stop, .stop_at = 256 * 3};
    dt_summary *s = summary_of(&c, 1, 8, DT_INTERRUPTED);
    assert_int_equal(dt_summary_members(s), 256 * 4); /* the block in flight is finished */
    assert_true(dt_summary_outcome(s, 0)[256 * 4 - 1] > 0.0f);
    dt_summary_free(s);

    stop = 1;
    s = summary_of(&c, 2, 8, DT_INTERRUPTED);
    assert_int_equal(dt_summary_members(s), 0);
    assert_true(isnan(dt_summary_quantile(s, 0, 0, 0, 0.5)));
    dt_summary_free(s);
}

TEST(stop_with_threads_keeps_what_is_consistent)
{
    int stop = 0;
    dt_case c = {.members = 256 * 20, .stop = &stop, .stop_at = 256 * 5};
    dt_summary *s = summary_of(&c, 4, 8, DT_INTERRUPTED);
    int64_t kept = dt_summary_members(s);
    assert_true(kept >= 256 && kept < c.members && kept % 256 == 0);
    double sum = 0.0;
    int outcome = 0;
    while (strcmp(dt_summary_outcome_name(s, outcome), "ai_power.A.2031") != 0)
        outcome++;
    for (int64_t m = 0; m < kept; m++)
        sum += (double)dt_summary_outcome(s, outcome)[m];
    /* Columns and histograms hold the same members; floats carry 24 bits. */
    assert_near(dt_summary_mean(s, output_of("ai_power"), 0, N_STEP), sum / (double)kept, 0.0, 1e-7);
    dt_summary_free(s);
}

typedef struct watched {
    int calls;
    int64_t done, failed;
} watched;

static void watch(void *context, const dt_progress *progress)
{
    watched *w = context;
    w->calls++;
    assert_true(progress->done >= w->done && progress->done <= progress->total);
    w->done = progress->done;
    w->failed = progress->failed;
}

TEST(progress_ends_with_everything)
{
    dt_case c = {.members = 1000, .fails = 1};
    watched w = {0};
    dt_ensemble_options options = dt_ensemble_defaults();
    options.threads = 2;
    options.progress = watch;
    options.context = &w;
    dt_summary *s = NULL;
    assert_int_equal(dt_ensemble_run(&c, &options, &s, NULL), DT_MEMBERS_FAILED);
    assert_true(w.calls >= 1);
    assert_int_equal(w.done, 1000);
    assert_int_equal(w.failed, 11);
    dt_summary_free(s);
}

/* A folder of this program's own in the build folder. */
static void folder_name(char folder[512], const char *name)
{
    snprintf(folder, 512, "%s/test_ensemble_%s_%d", DT_BINARY_DIR, name, (int)getpid());
}

static void remove_folder(const char *folder)
{
    char command[600];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

TEST(store_gives_the_summary_back)
{
    dt_case c = {.members = 700, .fails = 1}, other = {.members = 700};
    char folder[512];
    unsigned char before[16], after[16];
    dt_store *store = NULL;
    dt_summary *s = NULL, *again = NULL;
    folder_name(folder, "round");
    assert_int_equal(dt_ensemble_store(&c, folder, 0, &store, NULL), DT_OK);
    dt_ensemble_options options = dt_ensemble_defaults();
    options.threads = 3;
    options.store = store;
    assert_int_equal(dt_ensemble_run(&other, &options, &s, NULL), DT_MISMATCH);
    assert_int_equal(dt_ensemble_run(&c, &options, &s, NULL), DT_MEMBERS_FAILED);
    dt_summary_hash(s, before);
    assert_int_equal(dt_store_close(store), DT_OK);

    assert_int_equal(dt_store_open(folder, &store, NULL), DT_OK);
    assert_int_equal(dt_summary_load(&other, store, &again), DT_MISMATCH);
    assert_int_equal(dt_summary_load(&c, store, &again), DT_OK);
    dt_summary_hash(again, after);
    assert_memory_equal(before, after, 16);
    for (int i = 0; i <= 10; i++)
        assert_near(dt_summary_quantile(again, 0, 1, 9, 0.1 * i), dt_summary_quantile(s, 0, 1, 9, 0.1 * i),
                    0.0, 0.0);
    uint64_t member = 0;
    assert_string_equal(dt_summary_failure(again, 1, &member).mechanism, "compute");
    assert_int_equal(member, 102);
    assert_int_equal(dt_store_failure_count(store), dt_summary_failed(s));
    dt_summary_free(s);
    dt_summary_free(again);
    dt_store_close(store);
    remove_folder(folder);
}

TEST(store_holds_outcomes_of_every_member)
{
    dt_case c = {.members = 700};
    char folder[512];
    dt_store *store = NULL;
    dt_summary *s = NULL;
    folder_name(folder, "outcomes");
    assert_int_equal(dt_ensemble_store(&c, folder, 0, &store, NULL), DT_OK);
    dt_ensemble_options options = dt_ensemble_defaults();
    options.threads = 2;
    options.store = store;
    assert_int_equal(dt_ensemble_run(&c, &options, &s, NULL), DT_OK);
    int n = dt_summary_outcome_count(s), seen = 0;
    double *value = calloc((size_t)n * DT_ENSEMBLE_BLOCK, sizeof *value);
    assert_non_null(value);
    for (int first = 0; first < 700; first += DT_ENSEMBLE_BLOCK) {
        int count = 0;
        assert_int_equal(dt_store_get_block(store, (uint64_t)first, &count, value), DT_OK);
        for (int o = 0; o < n; o++)
            for (int m = 0; m < count; m++)
                assert_true((float)value[o * count + m] == dt_summary_outcome(s, o)[first + m]);
        seen += count;
    }
    assert_int_equal(seen, 700);
    free(value);
    dt_summary_free(s);
    dt_store_close(store);
    remove_folder(folder);
}

TEST(members_out_of_range_are_refused)
{
    dt_case c = {.members = 100};
    dt_ensemble_options options = dt_ensemble_defaults();
    dt_diagnostics found;
    dt_summary *s = NULL;
    dt_diagnostics_init(&found);
    options.members = -1;
    assert_int_equal(dt_ensemble_run(&c, &options, &s, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_ENSEMBLE_SIZE);
    assert_null(s);
}

RUN_TESTS(CASE(quantiles_match_order_statistics), CASE(linear_quantiles_match_order_statistics),
          CASE(mean_is_exact), CASE(aggregates_follow_their_rules), CASE(group_output_equals_histogram),
          CASE(leader_shares_count_members), CASE(zeros_stay_zero), CASE(threads_and_widths_give_equal_bits),
          CASE(failed_members_count_nowhere), CASE(outcomes_stand_by_member),
          CASE(outcomes_of_years_not_reached_are_left_out), CASE(stop_keeps_finished_blocks),
          CASE(stop_with_threads_keeps_what_is_consistent), CASE(progress_ends_with_everything),
          CASE(store_gives_the_summary_back), CASE(store_holds_outcomes_of_every_member),
          CASE(members_out_of_range_are_refused))
