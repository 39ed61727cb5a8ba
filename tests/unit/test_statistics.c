/* Estimators against closed forms, planted answers and the values that other programs gave: the shared
 * verification cases of analysis, by their numbers. */
#include "test.h"

#include <stdlib.h>

#include "core/random.h"
#include "detente/sample.h"
#include "detente/statistics.h"
#include "io/csv.h"
#include "statistics/basic.h"

#define SHARED DT_SOURCE_DIR "/../shared/verification/analysis/"

static const double PI = 3.14159265358979323846;

static dt_csv *table(const char *name)
{
    char path[512];
    dt_csv *t = NULL;
    snprintf(path, sizeof path, SHARED "%s", name);
    assert_int_equal(dt_csv_read(path, &t, NULL), DT_OK);
    return t;
}

static double number(const dt_csv *t, int row, int column)
{
    double value = 0.0;
    assert_int_equal(dt_csv_number(t, row, column, &value, NULL), DT_OK);
    return value;
}

/* The expected number of a case, and its tolerance where `tolerance` is not NULL. */
static double expected(const char *id, const char *quantity, const char *item1, const char *item2,
                       double *tolerance)
{
    dt_csv *t = table("expected.csv");
    double value = NAN;
    for (int r = 0; r < dt_csv_row_count(t); r++) {
        if (strcmp(dt_csv_text(t, r, 0), id) || strcmp(dt_csv_text(t, r, 1), quantity)) continue;
        if (strcmp(dt_csv_text(t, r, 2), item1) || strcmp(dt_csv_text(t, r, 3), item2)) continue;
        value = number(t, r, 4);
        if (tolerance) *tolerance = number(t, r, 6);
        break;
    }
    dt_csv_free(t);
    if (isnan(value)) fail_msg("no expected value %s %s %s %s", id, quantity, item1, item2);
    return value;
}

static void check(double got, const char *id, const char *quantity, const char *item)
{
    double tolerance = 0.0, value = expected(id, quantity, item, "", &tolerance);
    assert_near(got, value, tolerance, 0.0);
}

/* ---- Sobol' indices ---- */

typedef double model(const double *u, int d);

static double ishigami(const double *u, int d)
{
    (void)d;
    double x1 = PI * (2.0 * u[0] - 1.0), x2 = PI * (2.0 * u[1] - 1.0), x3 = PI * (2.0 * u[2] - 1.0);
    return sin(x1) + 7.0 * sin(x2) * sin(x2) + 0.1 * x3 * x3 * x3 * x3 * sin(x1);
}

static double sobol_g(const double *u, int d)
{
    const double a[8] = {0, 1, 4.5, 9, 99, 99, 99, 99};
    double y = 1.0;
    for (int i = 0; i < d; i++)
        y *= (fabs(4.0 * u[i] - 2.0) + a[i]) / (1.0 + a[i]);
    return y;
}

static double g_star(const double *u, int d)
{
    const double a[6] = {0, 0.1, 0.2, 0.5, 1, 4}, alpha[6] = {1, 0.5, 2, 1.5, 1, 0.8};
    const double delta[6] = {0.3, 0.7, 0.11, 0.52, 0.05, 0.9};
    double y = 1.0;
    for (int i = 0; i < d; i++) {
        double shifted = u[i] + delta[i] - floor(u[i] + delta[i]);
        y *= ((1.0 + alpha[i]) * pow(fabs(2.0 * shifted - 1.0), alpha[i]) + a[i]) / (1.0 + a[i]);
    }
    return y;
}

static double linear5(const double *u, int d)
{
    double y = 0.0;
    for (int i = 0; i < d; i++)
        y += (5 - i) * u[i];
    return y;
}

static double product3(const double *u, int d)
{
    (void)d;
    return u[0] * u[1] * u[2];
}

/* Sums of a model over Saltelli's design; NULL seeds as given, `scrambled` 1, or independent base points with
 * 0. */
static dt_sobol *sums_of(model *f, int d, int64_t n, int second, uint64_t seed)
{
    dt_design_options o = dt_design_defaults();
    o.kind = DT_DESIGN_SALTELLI;
    o.n_column = d;
    o.base = n;
    o.second_order = second;
    o.seed = seed;
    dt_design *design = NULL;
    dt_sobol *sums = NULL;
    assert_int_equal(dt_design_create(&o, &design, NULL), DT_OK);
    assert_int_equal(dt_sobol_create(d, n, second, &sums), DT_OK);
    int group = dt_design_group(design);
    double u[16], y[40];
    for (int64_t base = 0; base < n; base++) {
        for (int g = 0; g < group; g++) {
            dt_design_row(design, base * group + g, u);
            y[g] = f(u, d);
        }
        dt_sobol_add(sums, base, y);
    }
    dt_design_free(design);
    return sums;
}

static void check_indices(const char *id, model *f, int d, int second)
{
    dt_sobol *sums = sums_of(f, d, 16384, second, 1);
    dt_sobol_options o = {.method = DT_SOBOL_SALTELLI, .level = 0.95};
    dt_interval first[8], total[8];
    assert_int_equal(dt_sobol_indices(sums, &o, first, total), DT_OK);
    for (int j = 0; j < d; j++) {
        char item[16];
        snprintf(item, sizeof item, "x%d", j + 1);
        check(first[j].value, id, "S1", item);
        check(total[j].value, id, "ST", item);
    }
    for (int j = 0; j < d && second; j++)
        for (int k = j + 1; k < d; k++) {
            char a[16], b[16];
            double tolerance;
            snprintf(a, sizeof a, "x%d", j + 1);
            snprintf(b, sizeof b, "x%d", k + 1);
            assert_near(dt_sobol_second(sums, &o, j, k), expected(id, "S2", a, b, &tolerance), 0.02, 0.0);
        }
    dt_sobol_free(sums);
}

TEST(sobol_of_ishigami)
{
    check_indices("A01", ishigami, 3, 1);
}

TEST(sobol_of_g)
{
    check_indices("A02", sobol_g, 8, 0);
}

TEST(sobol_of_g_star)
{
    check_indices("A03", g_star, 6, 0);
}

TEST(sobol_of_a_line)
{
    check_indices("A04", linear5, 5, 0);
}

TEST(sobol_of_a_product)
{
    check_indices("A10", product3, 3, 1);
}

/* Stored outputs of 64 base points; `drop` makes those that failed not a number. */
static dt_sobol *stored_sums(int drop)
{
    dt_csv *t = table("sobol_outputs_n64.csv");
    dt_sobol *sums = NULL;
    assert_int_equal(dt_sobol_create(3, 64, 0, &sums), DT_OK);
    for (int base = 0; base < 64; base++) {
        double y[5] = {0};
        for (int r = 0; r < dt_csv_row_count(t); r++) {
            if ((int)number(t, r, 0) != base) continue;
            const char *matrix = dt_csv_text(t, r, 1);
            int place = strcmp(matrix, "A") == 0 ? 0 : strcmp(matrix, "B") == 0 ? 4 : matrix[2] - '0';
            y[place] = drop && strcmp(dt_csv_text(t, r, 3), "ok") ? NAN : number(t, r, 2);
        }
        dt_sobol_add(sums, base, y);
    }
    dt_csv_free(t);
    return sums;
}

static void check_stored(int drop)
{
    dt_sobol *sums = stored_sums(drop);
    for (int method = 0; method < DT_SOBOL_METHOD_COUNT; method++) {
        dt_sobol_options o = {.method = (dt_sobol_method)method, .level = 0.95};
        dt_interval first[3], total[3];
        assert_int_equal(dt_sobol_indices(sums, &o, first, total), DT_OK);
        for (int j = 0; j < 3; j++) {
            char item[16], quantity[64];
            snprintf(item, sizeof item, "x%d", j + 1);
            snprintf(quantity, sizeof quantity, "S1_%s%s", dt_sobol_method_name(method),
                     drop ? "_dropfail" : "");
            check(first[j].value, "A24", quantity, item);
            if (method != DT_SOBOL_JANSEN && method != DT_SOBOL_MARTINEZ) continue;
            snprintf(quantity, sizeof quantity, "ST_%s%s", dt_sobol_method_name(method),
                     drop ? "_dropfail" : "");
            check(total[j].value, "A24", quantity, item);
        }
    }
    assert_int_equal(dt_sobol_used(sums), drop ? 60 : 64);
    assert_int_equal(dt_sobol_dropped(sums), drop ? 4 : 0);
    dt_sobol_free(sums);
}

TEST(named_estimators)
{
    check_stored(0);
}

TEST(failed_runs_take_their_base_row_along)
{
    check_stored(1);
}

/* Independent base points: column c of row r. */
static dt_sobol *independent_sums(uint64_t seed, int n)
{
    dt_sobol *sums = NULL;
    assert_int_equal(dt_sobol_create(3, n, 0, &sums), DT_OK);
    for (int base = 0; base < n; base++) {
        double a[3], b[3], u[3], y[5];
        for (int c = 0; c < 3; c++) {
            a[c] = dt_uniform(seed, (uint64_t)base, (uint32_t)c, DT_PURPOSE_DESIGN);
            b[c] = dt_uniform(seed, (uint64_t)base, (uint32_t)(3 + c), DT_PURPOSE_DESIGN);
        }
        y[0] = ishigami(a, 3);
        y[4] = ishigami(b, 3);
        for (int j = 0; j < 3; j++) {
            memcpy(u, a, sizeof u);
            u[j] = b[j];
            y[1 + j] = ishigami(u, 3);
        }
        dt_sobol_add(sums, base, y);
    }
    return sums;
}

static const double ishigami_first[3] = {0.31390519114781146, 0.44241114479041086, 0.0};
static const double ishigami_total[3] = {0.55758885520995916, 0.44241114479041086, 0.24368366406214777};

/* Of 200 seeds, the share of intervals that hold the true index: 0.90 to 0.99 for a level of 0.95 (A25). */
TEST(intervals_hold)
{
    int held_first[3] = {0}, held_total[3] = {0};
    for (int s = 0; s < 200; s++) {
        dt_sobol *sums = independent_sums((uint64_t)s, 512);
        dt_sobol_options o = {
            .method = DT_SOBOL_SALTELLI, .level = 0.95, .resamples = 400, .seed = (uint64_t)s};
        dt_interval first[3], total[3];
        assert_int_equal(dt_sobol_indices(sums, &o, first, total), DT_OK);
        for (int j = 0; j < 3; j++) {
            held_first[j] += first[j].low <= ishigami_first[j] && ishigami_first[j] <= first[j].high;
            held_total[j] += total[j].low <= ishigami_total[j] && ishigami_total[j] <= total[j].high;
        }
        dt_sobol_free(sums);
    }
    for (int j = 0; j < 3; j++) {
        assert_in_range(held_first[j], 180, 198);
        assert_in_range(held_total[j], 180, 198);
    }
}

/* Replicates of a scrambled sequence: the same, where a bootstrap of rows would be wrong. */
TEST(intervals_of_replicates_hold)
{
    int held_first[3] = {0}, held_total[3] = {0};
    for (int s = 0; s < 200; s++) {
        dt_sobol *sums[8];
        for (int r = 0; r < 8; r++)
            sums[r] = sums_of(ishigami, 3, 64, 0, (uint64_t)(8 * s + r));
        dt_sobol_options o = {.method = DT_SOBOL_MARTINEZ, .level = 0.95};
        dt_interval first[3], total[3];
        assert_int_equal(dt_sobol_combine((const dt_sobol *const *)sums, 8, &o, first, total), DT_OK);
        for (int j = 0; j < 3; j++) {
            held_first[j] += first[j].low <= ishigami_first[j] && ishigami_first[j] <= first[j].high;
            held_total[j] += total[j].low <= ishigami_total[j] && ishigami_total[j] <= total[j].high;
        }
        for (int r = 0; r < 8; r++)
            dt_sobol_free(sums[r]);
    }
    for (int j = 0; j < 3; j++) {
        assert_in_range(held_first[j], 180, 199);
        assert_in_range(held_total[j], 180, 199);
    }
}

TEST(indices_of_a_constant_are_refused)
{
    dt_sobol *sums = NULL;
    assert_int_equal(dt_sobol_create(2, 8, 0, &sums), DT_OK);
    for (int base = 0; base < 8; base++)
        dt_sobol_add(sums, base, (double[]){3, 3, 3, 3});
    dt_sobol_options o = {.method = DT_SOBOL_SALTELLI, .level = 0.95};
    dt_interval first[2], total[2];
    assert_int_equal(dt_sobol_indices(sums, &o, first, total), DT_NO_SOLUTION);
    dt_sobol_free(sums);
}

/* A large mean costs no digits: the same indices after adding 1e8. */
static double lifted(const double *u, int d)
{
    return ishigami(u, d) + 1e8;
}

TEST(a_large_mean_costs_no_digits)
{
    dt_sobol *plain = sums_of(ishigami, 3, 1024, 0, 7), *high = sums_of(lifted, 3, 1024, 0, 7);
    dt_sobol_options o = {.method = DT_SOBOL_SALTELLI, .level = 0.95};
    dt_interval a[3], ta[3], b[3], tb[3];
    assert_int_equal(dt_sobol_indices(plain, &o, a, ta), DT_OK);
    assert_int_equal(dt_sobol_indices(high, &o, b, tb), DT_OK);
    for (int j = 0; j < 3; j++) { /* 1e8 leaves 8 digits of an output of size 1 */
        assert_near(b[j].value, a[j].value, 1e-6, 0.0);
        assert_near(tb[j].value, ta[j].value, 1e-6, 0.0);
    }
    dt_sobol_free(plain);
    dt_sobol_free(high);
}

/* ---- elementary effects ---- */

static double line3(const double *v, int d)
{
    (void)d;
    return 4.0 * v[0] - 3.0 * v[1] + 0.5 * v[2];
}

/* The deterministic part of the 20-factor function of Morris (1991), as case A09 writes it. */
static double morris20(const double *u, int d)
{
    double w[20], y = 0.0;
    (void)d;
    for (int i = 0; i < 20; i++)
        w[i] = i == 2 || i == 4 || i == 6 ? 2.0 * (1.1 * u[i] / (u[i] + 0.1) - 0.5) : 2.0 * (u[i] - 0.5);
    for (int i = 0; i < 20; i++) {
        y += (i < 10 ? 20.0 : (i + 1) % 2 ? -1.0 : 1.0) * w[i];
        for (int j = i + 1; j < 20; j++) {
            y += (j < 6 ? -15.0 : (i + j + 2) % 2 ? -1.0 : 1.0) * w[i] * w[j];
            for (int l = j + 1; l < 5; l++) {
                y -= 10.0 * w[i] * w[j] * w[l];
                for (int s = l + 1; s < 4; s++)
                    y += 5.0 * w[i] * w[j] * w[l] * w[s];
            }
        }
    }
    return y;
}

/* Effects of a model on the grid 0, 1/3, 2/3, 1 of the cases: our levels stand in the middles of slices, so
 * they are mapped, v = (u - 1/8) 4/3, and steps become 2/3. */
static void effects_of(model *f, int d, int trajectories, dt_effects *e)
{
    dt_design_options o = {
        .kind = DT_DESIGN_MORRIS, .n_column = d, .base = trajectories, .level = 4, .seed = 3};
    dt_design *design = NULL;
    assert_int_equal(dt_design_create(&o, &design, NULL), DT_OK);
    memset(e, 0, (size_t)d * sizeof *e);
    for (int t = 0; t < trajectories; t++) {
        double before = NAN;
        for (int step = 0; step <= d; step++) {
            double u[20], delta = 0.0;
            dt_design_row(design, (int64_t)t * (d + 1) + step, u);
            for (int c = 0; c < d; c++)
                u[c] = (u[c] - 0.125) * 4.0 / 3.0;
            double y = f(u, d);
            if (step > 0) {
                int c = dt_design_move(design, t, step - 1, &delta);
                dt_effects_add(&e[c], (y - before) / (delta * 4.0 / 3.0));
            }
            before = y;
        }
    }
    dt_design_free(design);
}

static void check_effects(const char *id, model *f, int d, int trajectories, const char *letter)
{
    dt_effects e[20];
    effects_of(f, d, trajectories, e);
    for (int c = 0; c < d; c++) {
        char item[16];
        snprintf(item, sizeof item, "%s%d", letter, c + 1);
        check(e[c].mean, id, "mu", item);
        check(e[c].mean_absolute, id, "mu_star", item);
        check(e[c].spread, id, "sigma", item);
    }
}

TEST(effects_of_a_line_are_exact)
{
    dt_effects e[3];
    effects_of(line3, 3, 7, e);
    const double slope[3] = {4.0, -3.0, 0.5};
    for (int c = 0; c < 3; c++) {
        assert_near(e[c].mean, slope[c], 1e-12, 0.0);
        assert_near(e[c].mean_absolute, fabs(slope[c]), 1e-12, 0.0);
        assert_near(e[c].spread, 0.0, 1e-10, 0.0);
    }
}

TEST(effects_of_ishigami)
{
    check_effects("A08", ishigami, 3, 2000, "u");
}

TEST(effects_of_morris_1991)
{
    check_effects("A09", morris20, 20, 2000, "u");
}

/* ---- given data ---- */

enum { N_GIVEN = 20000 };

/* y = 3 x1 + 2 x2 + x3 of normal numbers at scrambled Sobol' points: even enough for the tolerances of the
 * case. */
static void gaussian_sample(double *x, double *y, int n)
{
    dt_design_options o = dt_design_defaults();
    o.n_column = 3;
    o.base = n;
    dt_design *design = NULL;
    assert_int_equal(dt_design_create(&o, &design, NULL), DT_OK);
    for (int i = 0; i < n; i++) {
        double u[3];
        dt_design_row(design, i, u);
        y[i] = 0.0;
        for (int c = 0; c < 3; c++) {
            x[c * n + i] = dt_normal_deviate(u[c]);
            y[i] += (3 - c) * x[c * n + i];
        }
    }
    dt_design_free(design);
}

TEST(pawn_of_a_gaussian_line)
{
    static double x[3 * N_GIVEN], y[N_GIVEN];
    gaussian_sample(x, y, N_GIVEN);
    for (int c = 0; c < 3; c++) {
        double distance[10];
        char item[16];
        snprintf(item, sizeof item, "x%d", c + 1);
        assert_int_equal(dt_pawn(&(dt_pairs){x + c * N_GIVEN, y, N_GIVEN}, 10, distance), DT_OK);
        for (int s = 0; s < 10; s++) {
            char slice[16];
            double tolerance;
            snprintf(slice, sizeof slice, "%d", s + 1);
            double value = expected("A11", "ks_slice", item, slice, &tolerance);
            assert_near(distance[s], value, tolerance, 0.0);
        }
        dt_sort_numbers(distance, 10);
        check(dt_quantile(distance, 10, 0.5, 7), "A11", "pawn_median", item);
        check(distance[9], "A11", "pawn_max", item);
    }
}

TEST(delta_and_first_order_of_a_gaussian_line)
{
    static double x[3 * N_GIVEN], y[N_GIVEN];
    int n = 10000;
    gaussian_sample(x, y, n);
    for (int c = 0; c < 3; c++) {
        char item[16];
        dt_interval delta;
        snprintf(item, sizeof item, "x%d", c + 1);
        assert_int_equal(dt_delta(&(dt_pairs){x + c * n, y, n}, &(dt_resampling){20, 5, 0.95}, &delta),
                         DT_OK);
        check(delta.value, "A11", "delta", item);
        assert_true(delta.low <= delta.value && delta.value <= delta.high);
        check(dt_first_order(&(dt_pairs){x + c * n, y, n}, 50), "A11", "S1", item);
    }
}

/* Of a factor without influence both are about 0: below 0.03 with 2,000 cases. */
TEST(no_influence_gives_nothing)
{
    static double x[2000], y[2000];
    for (int i = 0; i < 2000; i++) {
        x[i] = dt_uniform(1, (uint64_t)i, 0, DT_PURPOSE_DESIGN);
        y[i] = dt_uniform(1, (uint64_t)i, 1, DT_PURPOSE_DESIGN);
    }
    dt_interval delta;
    assert_int_equal(dt_delta(&(dt_pairs){x, y, 2000}, &(dt_resampling){0, 5, 0.95}, &delta), DT_OK);
    assert_true(delta.value < 0.03 + 0.03);
    assert_true(fabs(dt_first_order(&(dt_pairs){x, y, 2000}, 30)) < 0.03);
    for (int i = 0; i < 2000; i++)
        y[i] = 0.1; /* whose mean is not exact */
    assert_near(dt_first_order(&(dt_pairs){x, y, 2000}, 30), 0.0, 0, 0);
}

TEST(hsic_of_a_fixed_sample)
{
    dt_csv *t = table("hsic_sample.csv");
    int n = dt_csv_row_count(t);
    double x[2][32], y[32];
    for (int i = 0; i < n; i++) {
        x[0][i] = number(t, i, 0);
        x[1][i] = number(t, i, 1);
        y[i] = number(t, i, 2);
    }
    dt_csv_free(t);
    for (int c = 0; c < 2; c++) {
        dt_hsic h;
        dt_hsic_options o = {0.3, 0.25, 199, 1};
        assert_int_equal(dt_hsic_measure(&(dt_pairs){x[c], y, n}, &o, &h), DT_OK);
        check(h.v, "A12", "hsic_v", c ? "x2" : "x1");
        check(h.u, "A12", "hsic_u", c ? "x2" : "x1");
        check(h.share, "A12", "r2_hsic_v", c ? "x2" : "x1");
        assert_true(c ? h.p > 0.05 : h.p < 0.02); /* x1 drives y, x2 does not */
    }
}

/* y = 2 a - b exactly, a and b uncorrelated with equal spread: coefficients 2/sqrt 5 and -1/sqrt 5, r2 = 1.
 */
TEST(regression_of_an_exact_line)
{
    double x[8 * 3], y[8];
    for (int i = 0; i < 8; i++) {
        x[3 * i] = i & 1 ? 1.0 : -1.0;
        x[3 * i + 1] = i & 2 ? 1.0 : -1.0;
        x[3 * i + 2] = 7.0;
        y[i] = 2.0 * x[3 * i] - x[3 * i + 1] + 3.0;
    }
    dt_interval b[3], partial[3];
    double r2;
    assert_int_equal(dt_regression(&(dt_samples){x, y, 8, 3}, 0, 0.95, b, partial, &r2), DT_OK);
    assert_near(b[0].value, 2.0 / sqrt(5.0), 1e-14, 0.0);
    assert_near(b[1].value, -1.0 / sqrt(5.0), 1e-14, 0.0);
    assert_near(b[2].value, 0.0, 1e-14, 0.0);
    assert_near(r2, 1.0, 1e-14, 0.0);
}

/* Six cases, two factors; coefficients and partial correlations by numpy (least squares on standardised
 * columns, and correlation of residuals). */
TEST(regression_as_another_program)
{
    const double x[12] = {1, 2, 2, 1, 3, 5, 4, 3, 5, 6, 6, 2}, y[6] = {1.2, 2.9, 2.1, 4.2, 3.8, 7.1};
    dt_interval b[2], partial[2];
    double r2;
    assert_int_equal(dt_regression(&(dt_samples){x, y, 6, 2}, 0, 0.95, b, partial, &r2), DT_OK);
    assert_near(b[0].value, 1.0650752116160538, 1e-12, 0.0);
    assert_near(b[1].value, -0.48409054414641645, 1e-12, 0.0);
    assert_near(b[0].high - b[0].value, 0.04294079, 1e-8,
                0.0); /* Student's 97.5% point with 3 degrees of freedom */
    assert_near(partial[0].value, 0.9997593466826755, 1e-12, 0.0);
    assert_near(partial[1].value, -0.9988366841262302, 1e-12, 0.0);
    assert_near(r2, 0.9995238322638085, 1e-12, 0.0);
}

/* Ranks see any rising curve as a line. */
TEST(rank_regression_of_a_curve)
{
    double x[10], y[10];
    for (int i = 0; i < 10; i++) {
        x[i] = i * i;
        y[i] = exp(0.5 * i);
    }
    dt_interval b, partial;
    double r2;
    assert_int_equal(dt_regression(&(dt_samples){x, y, 10, 1}, 1, 0.95, &b, &partial, &r2), DT_OK);
    assert_near(b.value, 1.0, 1e-12, 0.0);
    assert_near(r2, 1.0, 1e-12, 0.0);
}

/* ---- scenario discovery ---- */

enum { MOST_CASES = 2000, MOST_FACTORS = 9 };

typedef struct cases {
    int n, d;
    double x[MOST_CASES * MOST_FACTORS];
    unsigned char y[MOST_CASES];
    char name[MOST_FACTORS][64];
} cases;

static void load_cases(const char *file, cases *c)
{
    dt_csv *t = table(file);
    c->n = dt_csv_row_count(t);
    c->d = dt_csv_column_count(t) - 1;
    for (int f = 0; f < c->d; f++)
        snprintf(c->name[f], sizeof c->name[f], "%s", dt_csv_text(t, DT_CSV_HEADER, f));
    for (int i = 0; i < c->n; i++) {
        for (int f = 0; f < c->d; f++)
            c->x[i * c->d + f] = number(t, i, f);
        c->y[i] = number(t, i, c->d) > 0.5;
    }
    dt_csv_free(t);
}

static int factor_of(const cases *c, const char *name)
{
    for (int f = 0; f < c->d; f++)
        if (strcmp(c->name[f], name) == 0) return f;
    fail_msg("no factor %s", name);
    return -1;
}

static dt_prim *find(const cases *c, double peel)
{
    dt_prim_options o = dt_prim_defaults();
    o.peel = peel;
    dt_prim *p = NULL;
    assert_int_equal(dt_prim_find(&(dt_cases){c->x, c->y, c->n, c->d}, NULL, &o, &p), DT_OK);
    return p;
}

static const dt_box *best_box(const dt_prim *p)
{
    const dt_box *best = dt_prim_box(p, 0);
    for (int b = 0; b < dt_prim_count(p); b++) {
        const dt_box *box = dt_prim_box(p, b);
        if (fmin(box->coverage, box->density) > fmin(best->coverage, best->density)) best = box;
    }
    return best;
}

TEST(prim_finds_a_planted_box)
{
    static cases c;
    load_cases("prim_planted_2d.csv", &c);
    dt_prim *p = find(&c, 0.05);
    const dt_box *box = best_box(p);
    assert_true(fmin(box->coverage, box->density) >= 0.95);
    assert_int_equal(box->restricted, 2);
    assert_near(box->low[0], 0.25, 0.03, 0.0);
    assert_near(box->high[0], 0.55, 0.03, 0.0);
    assert_near(box->low[1], 0.6, 0.03, 0.0);
    dt_prim_free(p);
}

/* The trajectory that two other programs give for the cases of Bryant and Lempert (2010), box by box. */
TEST(prim_of_bryant_and_lempert)
{
    static cases c;
    load_cases("bryant_lempert_2010.csv", &c);
    dt_prim *p = find(&c, 0.1);
    const int step[4] = {10, 17, 21, 27};
    for (int k = 0; k < 4; k++) {
        char item[16];
        snprintf(item, sizeof item, "%d", step[k]);
        const dt_box *box = dt_prim_box(p, step[k]);
        assert_non_null(box);
        check(box->coverage, "A17", "coverage", item);
        check(box->density, "A17", "density", item);
    }
    assert_int_equal(dt_prim_count(p), 28);
    const dt_box *box = dt_prim_box(p, 21);
    assert_int_equal(box->restricted, 4);
    assert_near(box->high[factor_of(&c, "total_biomass")], 755.79998799999998, 1e-5, 0.0);
    assert_near(box->low[factor_of(&c, "demand_elasticity")], -0.42199999999999999, 1e-5, 0.0);
    assert_near(box->low[factor_of(&c, "biomass_backstop_price")], 150.049995, 1e-5, 0.0);
    assert_near(box->low[factor_of(&c, "cellulosic_cost")], 72.650002, 1e-5, 0.0);
    double lower, upper; /* quasi-p values that EMA Workbench 2.5.3 prints, to the digits printed */
    dt_prim_quasi_p(p, 21, factor_of(&c, "cellulosic_cost"), &lower, &upper);
    assert_near(lower, 0.157, 0.0005, 0.0);
    assert_true(upper == 1.0);
    dt_prim_quasi_p(p, 21, factor_of(&c, "biomass_backstop_price"), &lower, &upper);
    assert_near(log10(lower), log10(4e-11), 0.1, 0.0);
    dt_prim_quasi_p(p, 21, factor_of(&c, "demand_elasticity"), &lower, &upper);
    assert_near(log10(lower), -16.0, 0.5, 0.0);
    dt_prim_quasi_p(p, 21, factor_of(&c, "total_biomass"), &lower, &upper);
    assert_near(log10(upper), log10(5e-6), 0.1, 0.0);
    dt_prim_free(p);
}

TEST(prim_finds_a_box_in_noise)
{
    static cases c;
    load_cases("prim_noisy_5d.csv", &c);
    dt_prim *p = find(&c, 0.05);
    double best = 0.0;
    const dt_box *found = NULL;
    for (int b = 0; b < dt_prim_count(p); b++) {
        const dt_box *box = dt_prim_box(p, b);
        if (box->coverage * box->density > best) {
            best = box->coverage * box->density;
            found = box;
        }
    }
    assert_true(best >= expected("A18", "best_coverage_times_density", "", "", NULL) - 0.02);
    assert_true(found->high[0] < dt_prim_box(p, 0)->high[0]);
    assert_true(found->low[2] > dt_prim_box(p, 0)->low[2]);
    dt_prim_free(p);
}

/* Interest is category 2 of a factor, or a second box after the first was taken. */
TEST(prim_drops_categories_and_finds_a_second_box)
{
    static cases c = {.n = 800, .d = 2};
    for (int i = 0; i < c.n; i++) {
        c.x[2 * i] = i % 4;
        c.x[2 * i + 1] = dt_uniform(2, (uint64_t)i, 0, DT_PURPOSE_DESIGN);
        c.y[i] = i % 4 == 2 || (i % 4 == 0 && c.x[2 * i + 1] > 0.5);
    }
    unsigned char categorical[2] = {1, 0}, taken[800] = {0};
    dt_prim_options o = dt_prim_defaults();
    o.categorical = categorical;
    dt_prim *p = NULL;
    assert_int_equal(dt_prim_find(&(dt_cases){c.x, c.y, c.n, 2}, NULL, &o, &p), DT_OK);
    const dt_box *last = dt_prim_box(p, dt_prim_count(p) - 1);
    assert_true(last->density == 1.0);
    assert_true((last->categories[0] & 0xa) == 0);
    for (int i = 0; i < c.n; i++)
        taken[i] = (unsigned char)dt_box_holds(last, c.x + 2 * i, 2, categorical);
    dt_prim_free(p);
    assert_int_equal(dt_prim_find(&(dt_cases){c.x, c.y, c.n, 2}, taken, &o, &p), DT_OK);
    last = dt_prim_box(p, dt_prim_count(p) - 1);
    assert_true(last->density == 1.0 && last->coverage > 0.5);
    dt_prim_free(p);
}

TEST(prim_needs_both_kinds_of_case)
{
    double x[4] = {1, 2, 3, 4};
    unsigned char none[4] = {0}, all[4] = {1, 1, 1, 1};
    dt_prim_options o = dt_prim_defaults();
    dt_prim *p = NULL;
    assert_int_equal(dt_prim_find(&(dt_cases){x, none, 4, 1}, NULL, &o, &p), DT_INPUT);
    assert_int_equal(dt_prim_find(&(dt_cases){x, all, 4, 1}, NULL, &o, &p), DT_INPUT);
    x[2] = NAN;
    none[0] = 1;
    assert_int_equal(dt_prim_find(&(dt_cases){x, none, 4, 1}, NULL, &o, &p), DT_INPUT);
    assert_null(p);
}

TEST(tree_splits_where_it_gains_most)
{
    static cases c;
    load_cases("cart_24x3.csv", &c);
    dt_tree tree = {0};
    assert_int_equal(dt_tree_grow(&(dt_cases){c.x, c.y, c.n, c.d}, 1, 1, &tree), DT_OK);
    check(tree.node[0].gini, "A19", "root_gini", "");
    check(tree.node[0].gain, "A19", "best_gain", "");
    check(tree.node[0].threshold, "A19", "best_threshold", "");
    assert_int_equal(tree.node[0].factor, 1);
    assert_int_equal(tree.count, 3);
    assert_int_equal(tree.node[1].n + tree.node[2].n, c.n);
    dt_tree_clear(&tree);
}

/* Grown to the end, every leaf is pure, and the gains add up to the impurity of the root. */
TEST(tree_explains_everything)
{
    static cases c;
    load_cases("cart_24x3.csv", &c);
    dt_tree tree = {0};
    double gained = 0.0;
    assert_int_equal(dt_tree_grow(&(dt_cases){c.x, c.y, c.n, c.d}, 1, 30, &tree), DT_OK);
    for (int k = 0; k < tree.count; k++) {
        gained += tree.node[k].gain;
        if (tree.node[k].factor < 0) assert_true(tree.node[k].gini == 0.0);
    }
    assert_near(gained, tree.node[0].gini, 1e-12, 0.0);
    dt_tree_clear(&tree);
}

/* ---- robustness and trade-offs ---- */

TEST(robustness_of_six_policies)
{
    dt_csv *t = table("policy_table.csv");
    double payoff[48];
    for (int p = 0; p < 6; p++)
        for (int s = 0; s < 8; s++)
            payoff[8 * p + s] = number(t, p, s + 1);
    dt_csv_free(t);
    dt_robustness r[6];
    int used;
    assert_int_equal(dt_robustness_measure(&(dt_payoffs){payoff, 6, 8, 6.0, 0.4}, r, &used), DT_OK);
    assert_int_equal(used, 8);
    for (int p = 0; p < 6; p++) {
        char item[16];
        snprintf(item, sizeof item, "p%d", p + 1);
        check(r[p].worst, "A20", "worst_case", item);
        check(r[p].best, "A20", "best_case", item);
        check(r[p].mean, "A20", "mean", item);
        check(r[p].hurwicz, "A20", "hurwicz_0.4", item);
        check(r[p].greatest_regret, "A20", "max_regret", item);
        check(r[p].mean_regret, "A20", "mean_regret", item);
        check(r[p].regret90, "A20", "p90_regret", item);
        check(r[p].satisficing, "A20", "satisficing_share", item);
        check(r[p].p10, "A20", "p10", item);
        check(r[p].spread, "A20", "sd_sample", item);
        check(r[p].cvar20, "A20", "cvar20", item);
        check(r[p].undesirable_deviation, "A20", "undesirable_dev", item);
    }
    payoff[3] = NAN; /* a failed run takes its scenario along, for all policies */
    assert_int_equal(dt_robustness_measure(&(dt_payoffs){payoff, 6, 8, 6.0, 0.4}, r, &used), DT_OK);
    assert_int_equal(used, 7);
}

static void check_front(const char *file, int m, const char *rank_name, const char *volume_name)
{
    dt_csv *t = table(file);
    int n = dt_csv_row_count(t), rank[32];
    double f[32 * 3], volume, reference[3] = {1.1, 1.1, 1.1};
    for (int i = 0; i < n; i++)
        for (int k = 0; k < m; k++)
            f[i * m + k] = number(t, i, k);
    dt_csv_free(t);
    assert_int_equal(dt_pareto_ranks(f, n, m, rank), DT_OK);
    for (int i = 0; i < n; i++) {
        char item[16];
        snprintf(item, sizeof item, "%d", i + 1);
        check(rank[i], "A21", rank_name, item);
    }
    assert_int_equal(dt_hypervolume(f, n, m, reference, &volume), DT_OK);
    check(volume, "A21", volume_name, "");
}

TEST(fronts_in_two_objectives)
{
    check_front("pareto_2d.csv", 2, "rank_2d", "hypervolume_2d");
}

TEST(fronts_in_three_objectives)
{
    check_front("pareto_3d.csv", 3, "rank_3d", "hypervolume_3d");
}

/* ---- quantiles ---- */

TEST(quantiles_of_nine_types)
{
    double x[11] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5};
    const double p[7] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
    dt_sort_numbers(x, 11);
    for (int type = 1; type <= 9; type++) {
        if (type == 3) continue; /* not among the cases */
        for (int k = 0; k < 7; k++) {
            char quantity[32], item[16];
            snprintf(quantity, sizeof quantity, "quantile_type%d", type);
            snprintf(item, sizeof item, "p=%g", p[k]);
            check(dt_quantile(x, 11, p[k], type), "A22", quantity, item);
        }
    }
    assert_true(isnan(dt_quantile(x, 0, 0.5, 7)) && isnan(dt_quantile(x, 11, 0.5, 10)));
    /* type 3, the nearest even order statistic: 0.25 * 10 = 2.5 goes to the second, 0.35 * 10 = 3.5 to the
     * fourth */
    const double ten[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    assert_true(dt_quantile(ten, 10, 0.25, 3) == 2.0 && dt_quantile(ten, 10, 0.35, 3) == 4.0);
}

/* Published quantiles of Student's t and of the normal distribution. */
TEST(deviates_as_published)
{
    assert_near(dt_t_quantile(0.975, 7), 2.364624251592785, 1e-9, 0.0);
    assert_near(dt_t_quantile(0.025, 7), -2.364624251592785, 1e-9, 0.0);
    assert_near(dt_normal_deviate(0.975), 1.959963984540054, 1e-12, 0.0);
    assert_near(dt_normal_deviate(0.5), 0.0, 1e-15, 0.0);
}

RUN_TESTS(CASE(sobol_of_ishigami), CASE(sobol_of_g), CASE(sobol_of_g_star), CASE(sobol_of_a_line),
          CASE(sobol_of_a_product), CASE(named_estimators), CASE(failed_runs_take_their_base_row_along),
          CASE(intervals_hold), CASE(intervals_of_replicates_hold), CASE(indices_of_a_constant_are_refused),
          CASE(a_large_mean_costs_no_digits), CASE(effects_of_a_line_are_exact), CASE(effects_of_ishigami),
          CASE(effects_of_morris_1991), CASE(pawn_of_a_gaussian_line),
          CASE(delta_and_first_order_of_a_gaussian_line), CASE(no_influence_gives_nothing),
          CASE(hsic_of_a_fixed_sample), CASE(regression_of_an_exact_line),
          CASE(regression_as_another_program), CASE(rank_regression_of_a_curve),
          CASE(prim_finds_a_planted_box), CASE(prim_of_bryant_and_lempert), CASE(prim_finds_a_box_in_noise),
          CASE(prim_drops_categories_and_finds_a_second_box), CASE(prim_needs_both_kinds_of_case),
          CASE(tree_splits_where_it_gains_most), CASE(tree_explains_everything),
          CASE(robustness_of_six_policies), CASE(fronts_in_two_objectives), CASE(fronts_in_three_objectives),
          CASE(quantiles_of_nine_types), CASE(deviates_as_published))
