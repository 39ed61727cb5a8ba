/* Distributions against scipy (tests/reference/dist) and closed forms; the normal and beta functions behind
 * them against the C library and exact values. */
#include <stdlib.h>

#include "scenario/beta.h"
#include "scenario/case.h"
#include "scenario/normal.h"
#include "test.h"

/* A number behind "key=" in "a=1;b=2". */
static double field(const char *params, const char *key)
{
    const char *at = params;
    size_t length = strlen(key);
    while (at && !(strncmp(at, key, length) == 0 && at[length] == '=')) {
        at = strchr(at, ';');
        if (at) at++;
    }
    assert_non_null(at);
    return strtod(at + length + 1, NULL);
}

static dt_dist dist_of(const char *name, const char *p)
{
    if (strcmp(name, "uniform") == 0)
        return (dt_dist){.kind = DT_DIST_UNIFORM, .a = field(p, "a"), .c = field(p, "b")};
    if (strcmp(name, "loguniform") == 0)
        return (dt_dist){.kind = DT_DIST_LOGUNIFORM, .a = field(p, "a"), .c = field(p, "b")};
    if (strcmp(name, "normal") == 0)
        return (dt_dist){
            .kind = DT_DIST_NORMAL, .a = field(p, "mean"), .b = field(p, "sd"), .low = -1e9, .high = 1e9};
    if (strcmp(name, "truncnormal") == 0)
        return (dt_dist){.kind = DT_DIST_NORMAL,
                         .a = field(p, "mean"),
                         .b = field(p, "sd"),
                         .low = field(p, "a"),
                         .high = field(p, "b")};
    if (strcmp(name, "lognormal") == 0)
        return (dt_dist){.kind = DT_DIST_LOGNORMAL,
                         .a = exp(field(p, "mu")),
                         .b = field(p, "sigma"),
                         .low = 0.0,
                         .high = 1e9};
    dt_dist d = {.kind = DT_DIST_TRIANGULAR, .a = field(p, "a"), .b = field(p, "mode"), .c = field(p, "b")};
    if (strcmp(name, "pert") == 0) d.kind = DT_DIST_PERT;
    return d;
}

/* All rows of one distribution. The values of the table and ours are both rounded, and near the ends an error
 * of 1e-16 in the probability is one of 1e-16 / density in the value: 1e-12 relative and absolute leaves room
 * for a density of 1e-3. */
static void check_table(const char *wanted)
{
    char line[256], name[32], params[96];
    double p = 0.0, value = 0.0;
    int n = 0;
    FILE *file = fopen(DT_SOURCE_DIR "/tests/reference/dist/quantiles.csv", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "%31[^,],%95[^,],%lf,%lf", name, params, &p, &value) != 4 ||
            strcmp(name, wanted) != 0)
            continue;
        const dt_dist d = dist_of(name, params);
        assert_near(dt_dist_value(&d, p), value, 1e-12, 1e-12);
        n++;
    }
    fclose(file);
    assert_int_equal(n, 11);
}

TEST(uniform_table)
{
    check_table("uniform");
}

TEST(loguniform_table)
{
    check_table("loguniform");
}

TEST(triangular_table)
{
    check_table("triangular");
}

TEST(pert_table)
{
    check_table("pert");
}

TEST(normal_table)
{
    check_table("normal");
}

TEST(truncated_normal_table)
{
    check_table("truncnormal");
}

TEST(lognormal_table)
{
    check_table("lognormal");
}

/* Wichura's own checks of AS 241: probabilities 0.25, 0.001 and 1e-20. */
TEST(normal_quantile_of_the_paper)
{
    assert_near(dt_normal_quantile(0.25), -0.6744897501960817, 0.0, 1e-15);
    assert_near(dt_normal_quantile(0.001), -3.090232306167814, 0.0, 1e-15);
    assert_near(dt_normal_quantile(1e-20), -9.262340089798408, 0.0, 1e-15);
    assert_true(dt_normal_quantile(0.5) == 0.0);
}

/* The C library's erfc has an error below one unit in the last place, and 2e-15 is nine; but the rounding of
 * its argument z / sqrt(2), up to 3e-16, is magnified by z * z. */
TEST(normal_probability_equals_erfc)
{
    for (int i = -3700; i <= 800; i++) {
        double z = i * 0.01;
        assert_near(dt_normal_below(z), 0.5 * erfc(-z / sqrt(2.0)), 0.0, 3e-16 * z * z + 2e-15);
    }
    assert_true(dt_normal_below(-40.0) == 0.0);
    assert_true(dt_normal_below(40.0) == 1.0);
}

/* Quantile and probability undo each other. In the lower tail an error of 1e-15 in z is one of z * z * 1e-15
 * in p: 45e-15. */
TEST(normal_there_and_back)
{
    for (int i = 1; i < 1000; i++) {
        double p = i * i * i * 1e-9;
        assert_near(dt_normal_below(dt_normal_quantile(p)), p, 0.0, 4.5e-14);
    }
}

TEST(normal_is_symmetric)
{
    for (int i = 1; i < 64; i++) {
        double p = i / 128.0; /* exact, and so is 1 - p */
        assert_true(dt_normal_quantile(1.0 - p) == -dt_normal_quantile(p));
    }
}

/* I_x(a,1) = x^a, I_x(1,b) = 1 - (1-x)^b, I_x(2,4) and I_1/2(3,3) by their polynomials. */
TEST(beta_closed_forms)
{
    for (int i = 1; i < 20; i++) {
        double x = i / 20.0, y = 1.0 - x;
        assert_near(dt_beta_below(3.5, 1.0, x), pow(x, 3.5), 0.0, 1e-14);
        assert_near(dt_beta_below(1.0, 5.0, x), 1.0 - pow(y, 5.0), 0.0,
                    1e-13); /* the difference loses a digit at 0.05 */
        assert_near(dt_beta_below(2.0, 4.0, x),
                    10 * x * x * y * y * y + 10 * x * x * x * y * y + 5 * x * x * x * x * y +
                        x * x * x * x * x,
                    0.0, 1e-14);
    }
    assert_near(dt_beta_below(3.0, 3.0, 0.5), 0.5, 0.0, 1e-14);
    assert_true(dt_beta_below(3.0, 3.0, 0.0) == 0.0 && dt_beta_below(3.0, 3.0, 1.0) == 1.0);
}

TEST(beta_quantile_closed_form)
{
    for (int i = 1; i < 100; i++) {
        double p = i / 100.0;
        assert_near(dt_beta_quantile(5.0, 1.0, p), pow(p, 0.2), 0.0, 1e-14);
        assert_near(dt_beta_quantile(1.0, 5.0, p), 1.0 - pow(1.0 - p, 0.2), 1e-16,
                    1e-13); /* the difference loses digits */
    }
}

/* Mode at an end, where one side of the triangle has no width: roots of the probability. */
TEST(triangular_with_mode_at_an_end)
{
    const dt_dist rising = {.kind = DT_DIST_TRIANGULAR, .a = 0.5, .b = 1.0, .c = 1.0};
    const dt_dist falling = {.kind = DT_DIST_TRIANGULAR, .a = 0.0, .b = 0.0, .c = 2.0};
    assert_near(dt_dist_value(&rising, 0.25), 0.75, 0.0, 1e-15);
    assert_near(dt_dist_value(&falling, 0.75), 1.0, 0.0, 1e-15);
}

TEST(data_is_triangular)
{
    const dt_dist data = {.kind = DT_DIST_DATA, .a = 1.0, .b = 2.0, .c = 4.0};
    const dt_dist triangular = {.kind = DT_DIST_TRIANGULAR, .a = 1.0, .b = 2.0, .c = 4.0};
    for (int i = 1; i < 10; i++)
        assert_true(dt_dist_value(&data, i * 0.1) == dt_dist_value(&triangular, i * 0.1));
}

TEST(fixed_ignores_the_probability)
{
    const dt_dist d = {.kind = DT_DIST_FIXED, .a = 7.5};
    assert_true(dt_dist_value(&d, 0.1) == 7.5 && dt_dist_value(&d, 0.9) == 7.5);
}

/* Cumulative weights 0.25, 0.75, 1: a boundary belongs to the value above it. */
TEST(discrete_by_weight)
{
    const double value[] = {3.0, 1.0, 2.0}, cumulative[] = {0.25, 0.75, 1.0};
    const dt_dist d = {.kind = DT_DIST_DISCRETE, .n = 3, .value = value, .cumulative = cumulative};
    const double u[] = {0.1, 0.25, 0.5, 0.75, 0.999}, expected[] = {3.0, 1.0, 1.0, 2.0, 2.0};
    for (int i = 0; i < 5; i++)
        assert_true(dt_dist_value(&d, u[i]) == expected[i]);
}

/* Far in the upper tail, where 1 - p has no digits left, the mirror image must be used: the median of a
 * standard normal above 10 is the z whose tail is half of that beyond 10, by the C library's erfc. */
TEST(truncation_far_in_a_tail)
{
    const dt_dist upper = {.kind = DT_DIST_NORMAL, .a = 0.0, .b = 1.0, .low = 10.0, .high = 40.0};
    const dt_dist lower = {.kind = DT_DIST_NORMAL, .a = 0.0, .b = 1.0, .low = -40.0, .high = -10.0};
    double z = dt_dist_value(&upper, 0.5);
    assert_near(erfc(z / sqrt(2.0)), 0.5 * erfc(10.0 / sqrt(2.0)), 0.0, 1e-12); /* z * z * 1e-14 */
    assert_near(dt_dist_value(&lower, 0.5), -z, 0.0, 1e-15);
}

/* A lognormal with both limits one sigma away: symmetric about the median in the logarithm. */
TEST(truncated_lognormal_is_symmetric)
{
    const dt_dist d = {
        .kind = DT_DIST_LOGNORMAL, .a = 10.0, .b = 0.5, .low = 10.0 * exp(-0.5), .high = 10.0 * exp(0.5)};
    assert_near(dt_dist_value(&d, 0.5), 10.0, 0.0, 1e-14);
    for (int i = 1; i < 10; i++)
        assert_near(dt_dist_value(&d, i * 0.05) * dt_dist_value(&d, 1.0 - i * 0.05), 100.0, 0.0, 1e-13);
}

static const dt_dist samples[] = {
    {.kind = DT_DIST_UNIFORM, .a = -1.0, .c = 3.0, .low = -1.0, .high = 3.0},
    {.kind = DT_DIST_LOGUNIFORM, .a = 0.1, .c = 7.0, .low = 0.1, .high = 7.0},
    {.kind = DT_DIST_TRIANGULAR, .a = -2.0, .b = 1.0, .c = 1.5, .low = -2.0, .high = 1.5},
    {.kind = DT_DIST_PERT, .a = 0.3, .b = 0.4, .c = 2.0, .low = 0.3, .high = 2.0},
    {.kind = DT_DIST_NORMAL, .a = 1.0, .b = 2.0, .low = -3.0, .high = 2.0},
    {.kind = DT_DIST_LOGNORMAL, .a = 5.0, .b = 1.0, .low = 1.0, .high = 100.0},
};

enum { N_SAMPLE = sizeof samples / sizeof samples[0] };

TEST(values_rise_and_stay_inside)
{
    for (int s = 0; s < N_SAMPLE; s++) {
        double before = samples[s].low;
        for (int i = 1; i < 2000; i++) {
            double value = dt_dist_value(&samples[s], i / 2000.0);
            assert_true(value >= before && value <= samples[s].high);
            before = value;
        }
    }
}

/* The least and greatest probability that a draw can have. */
TEST(extreme_probabilities_stay_inside)
{
    const double u[] = {0x1p-53, 1.0 - 0x1p-53};
    for (int s = 0; s < N_SAMPLE; s++)
        for (int i = 0; i < 2; i++) {
            double value = dt_dist_value(&samples[s], u[i]);
            assert_true(value >= samples[s].low && value <= samples[s].high);
        }
}

TEST(quantile_of_an_assumption)
{
    const dt_assumption a = {.kind = DT_DIST_UNIFORM, .a = 2.0, .c = 4.0, .low = 2.0, .high = 4.0};
    assert_near(dt_dist_quantile(&a, 0.25), 2.5, 0.0, 1e-15);
}

RUN_TESTS(CASE(uniform_table), CASE(loguniform_table), CASE(triangular_table), CASE(pert_table),
          CASE(normal_table), CASE(truncated_normal_table), CASE(lognormal_table),
          CASE(normal_quantile_of_the_paper), CASE(normal_probability_equals_erfc),
          CASE(normal_there_and_back), CASE(normal_is_symmetric), CASE(beta_closed_forms),
          CASE(beta_quantile_closed_form), CASE(triangular_with_mode_at_an_end), CASE(data_is_triangular),
          CASE(fixed_ignores_the_probability), CASE(discrete_by_weight), CASE(truncation_far_in_a_tail),
          CASE(truncated_lognormal_is_symmetric), CASE(values_rise_and_stay_inside),
          CASE(extreme_probabilities_stay_inside), CASE(quantile_of_an_assumption))
