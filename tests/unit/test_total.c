/* Total indices from pairs of runs, against the closed form of Ishigami and Homma's function (1990). */
#include <math.h>
#include <stdlib.h>

#include "detente/sample.h"
#include "detente/statistics.h"
#include "test.h"

static const double pi = 3.14159265358979323846;

/* xorshift64 (Marsaglia 2003) */
static double uniform(uint64_t *s)
{
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return (double)(*s >> 11) * 0x1p-53;
}

static double ishigami(const double *u)
{
    double x = pi * (2.0 * u[0] - 1.0), y = pi * (2.0 * u[1] - 1.0), z = pi * (2.0 * u[2] - 1.0);
    return sin(x) + 7.0 * sin(y) * sin(y) + 0.1 * pow(z, 4) * sin(x);
}

/* Totals 0.5576, 0.4424 and 0.2437 (Saltelli et al. 2008, Global Sensitivity Analysis, p. 180). */
static const double totals[3] = {0.5576, 0.4424, 0.2437};

static void run(uint64_t *s, int factor, int n, dt_interval *out)
{
    double *before = malloc(2 * (size_t)n * sizeof *before), *after = before + n;
    assert_non_null(before);
    for (int i = 0; i < n; i++) {
        double u[3] = {uniform(s), uniform(s), uniform(s)};
        before[i] = ishigami(u);
        u[factor] = uniform(s);
        after[i] = ishigami(u);
    }
    assert_int_equal(dt_total_effect(&(dt_total_runs){before, after, n, before, n}, 0.95, out), DT_OK);
    free(before);
}

TEST(totals_of_ishigami)
{
    uint64_t seed = 88172645463325252u;
    for (int f = 0; f < 3; f++) {
        dt_interval t;
        run(&seed, f, 40000, &t);
        assert_near(t.value, totals[f], 0.02, 0.0); /* three standard errors: half of the interval is 0.013 */
        assert_true(t.high - t.low < 0.035);
    }
}

TEST(intervals_hold)
{
    uint64_t seed = 1181783497276652981u;
    int inside = 0;
    for (int r = 0; r < 400; r++) {
        dt_interval t;
        run(&seed, r % 3, 250, &t);
        inside += t.low <= totals[r % 3] && totals[r % 3] <= t.high;
    }
    /* 380 of 400 are to be expected, give or take 13 (three standard deviations); squares have a long tail,
     * so that intervals of 250 pairs are a little short */
    assert_in_range(inside, 360, 393);
}

TEST(what_no_total_is_made_of)
{
    const double x[6] = {1, 2, 3, 4, NAN, 5}, y[6] = {1, 2, 3, 4, 1, 5}, flat[4] = {1, 1, 1, 1};
    dt_interval t;
    assert_int_equal(dt_total_effect(&(dt_total_runs){x, y, 6, y, 6}, 0.95, &t), DT_OK);
    assert_true(t.value == 0.0); /* the pair that is not finite is left out, the others are the same */
    assert_int_equal(dt_total_effect(&(dt_total_runs){x, y, 3, y, 6}, 0.95, &t), DT_INPUT);
    assert_int_equal(dt_total_effect(&(dt_total_runs){x, y, 6, flat, 4}, 0.95, &t), DT_NO_SOLUTION);
}

TEST(rows_that_were_given)
{
    const double rows[8] = {0.1, 0.2, 0.1, 0.9, 0.5, 0.6, 0.5, 0.7}, bad[2] = {0.5, 1.0};
    dt_design *d = NULL;
    double u[2];
    assert_int_equal(dt_design_of_rows(rows, 4, 2, 2, &d), DT_OK);
    assert_int_equal(dt_design_rows(d), 4);
    dt_design_row(d, 2, u);
    assert_true(u[0] == 0.5 && u[1] == 0.6);
    assert_true(dt_design_stream(d, 0) == dt_design_stream(d, 1) && dt_design_stream(d, 2) == 1);
    dt_design_free(d);
    assert_int_equal(dt_design_of_rows(rows, 4, 2, 3, &d), DT_INPUT);
    assert_int_equal(dt_design_of_rows(bad, 1, 2, 1, &d), DT_INPUT);
}

RUN_TESTS(CASE(totals_of_ishigami), CASE(intervals_hold), CASE(what_no_total_is_made_of),
          CASE(rows_that_were_given))
