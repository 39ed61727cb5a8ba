/* Whoever runs an ensemble may take its outcomes. The race is not a model: member m has the AI power
 * power_at(u_of(m)), so every number is known. */
#include "test.h"

#include <stdlib.h>

#include "detente/ensemble.h"
#include "ensemble/outcome.h"
#include "fake_race.h"

enum { N = 1000 };

struct taken {
    int n_outcome, n_block;
    int times[N];
    double *value; /* outcome by member */
};

static void take(void *context, int64_t first, int count, const double *value)
{
    struct taken *t = context;
    t->n_block++;
    for (int m = 0; m < count; m++) {
        t->times[first + m]++;
        for (int o = 0; o < t->n_outcome; o++)
            t->value[o * N + first + m] = value[o * count + m];
    }
}

static void run(const dt_case *c, int threads, struct taken *t)
{
    dt_outcome outcome[DT_MAX_OUTCOME];
    dt_summary *summary = NULL;
    dt_ensemble_options options = dt_ensemble_defaults();
    *t = (struct taken){.n_outcome = dt_outcome_list(c, outcome)};
    t->value = malloc((size_t)t->n_outcome * N * sizeof *t->value);
    assert_non_null(t->value);
    options.threads = threads;
    options.on_failure = DT_KEEP_GOING;
    options.take = take;
    options.take_context = t;
    assert_int_equal(dt_ensemble_run(c, &options, &summary, NULL), DT_OK);
    dt_summary_free(summary);
}

static int find(const dt_case *c, const char *name)
{
    dt_outcome outcome[DT_MAX_OUTCOME];
    int n = dt_outcome_list(c, outcome), o = 0;
    while (o < n && strcmp(outcome[o].name, name) != 0)
        o++;
    assert_true(o < n);
    return o;
}

/* Each member once, in blocks that a store would have, with the digits that the race gives. */
TEST(every_member_once)
{
    dt_case c = {.members = N};
    for (int threads = 1; threads <= 2; threads++) {
        struct taken t;
        run(&c, threads, &t);
        int power = find(&c, "ai_power.A.2031");
        assert_int_equal(t.n_block, (N + DT_ENSEMBLE_BLOCK - 1) / DT_ENSEMBLE_BLOCK);
        for (int m = 0; m < N; m++) {
            assert_int_equal(t.times[m], 1);
            assert_true(t.value[power * N + m] == power_at(u_of(&c, (uint64_t)m)));
        }
        free(t.value);
    }
}

/* Members 5, 102, 199, ... fail: nothing is known of them, and all of the others. */
TEST(failed_members_are_nan)
{
    dt_case c = {.members = N, .fails = 1};
    struct taken t;
    run(&c, 2, &t);
    for (int m = 0; m < N; m++)
        for (int o = 0; o < t.n_outcome; o++)
            assert_int_equal(isnan(t.value[o * N + m]), m % 97 == 5);
    free(t.value);
}

RUN_TESTS(CASE(every_member_once), CASE(failed_members_are_nan))
