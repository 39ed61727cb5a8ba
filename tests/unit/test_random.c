/* Random numbers: published vectors of Philox4x32-10, the layout of the counter, and the distributions.
 *
 * A statistical bound is five standard errors of the statistic, which a right generator exceeds once in two
 * million times; the key is fixed, so that the outcome is always the same. */
#include <stdlib.h>

#include "core/random.h"
#include "test.h"

enum { N = 1 << 20 };

static const uint64_t key = 20240131;

struct vector {
    uint64_t key;
    uint32_t counter[4], expected[4];
};

/* Known answers that Random123 (D. E. Shaw Research) distributes for philox4x32-10. */
static const struct vector vectors[] = {
    {0, {0, 0, 0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {UINT64_MAX,
     {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {UINT64_C(0x299f31d0a4093822),
     {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

enum { VECTOR_COUNT = sizeof vectors / sizeof vectors[0] };

TEST(philox_gives_the_published_vectors)
{
    for (int v = 0; v < VECTOR_COUNT; v++) {
        struct dt_philox r = dt_philox(vectors[v].key, vectors[v].counter);
        for (int w = 0; w < 4; w++)
            assert_int_equal(r.word[w], vectors[v].expected[w]);
    }
}

TEST(lanes_give_the_published_vectors_with_the_documented_counter)
{
    for (int v = 0; v < VECTOR_COUNT; v++) {
        const uint32_t *c = vectors[v].counter;
        lane_bits member = (lane_bits){0} + (((uint64_t)c[1] << 32) | c[0]);
        struct lane_random r = lane_philox(vectors[v].key, member, c[2] & 0xffff, c[3], c[2] >> 16);
        for (int w = 0; w < 4; w++) {
            double uniform = ((double)vectors[v].expected[w] + 0.5) / 4294967296.0;
            EACH_LANE assert_true(DT_LANE(r.uniform[w], l) == uniform);
        }
    }
}

TEST(scalar_and_lanes_agree)
{
    for (uint32_t i = 0; i < 100000; i++) {
        uint64_t member = i * UINT64_C(0x9e3779b97f4a7c15);
        uint32_t at = i % 65536, step = i * 7, purpose = (i * 13) % 65536;
        const uint32_t counter[4] = {(uint32_t)member, (uint32_t)(member >> 32), at | purpose << 16, step};
        struct dt_philox scalar = dt_philox(key + i, counter);
        struct lane_random lanes = lane_philox(key + i, (lane_bits){0} + member, at, step, purpose);
        for (int w = 0; w < 4; w++)
            assert_true(DT_LANE(lanes.uniform[w], 0) == ((double)scalar.word[w] + 0.5) / 4294967296.0);
    }
}

TEST(uniforms_never_reach_0_or_1)
{
    lane least_word = lane_uniform((lane_bits){0}),
         greatest_word = lane_uniform((lane_bits){0} + 0xffffffffu);
    assert_true(DT_LANE(least_word, 0) == ldexp(1.0, -33));
    assert_true(DT_LANE(greatest_word, 0) == 1.0 - ldexp(1.0, -33));
}

/* The first 52 bits of the published vectors, then a half: one more binary digit. */
TEST(factor_uniform_is_made_of_two_words)
{
    assert_true(dt_uniform(0, 0, 0, 0) == 0x0.6627e8d5e169c8p0);
    const uint32_t counter[4] = {0x243f6a88, 0x85a308d3, DT_PURPOSE_DESIGN << 16, 9};
    struct dt_philox r = dt_philox(key, counter);
    double expected = r.word[0] / 4294967296.0 + ((r.word[1] >> 12) + 0.5) / 4503599627370496.0;
    assert_true(dt_uniform(key, UINT64_C(0x85a308d3243f6a88), 9, DT_PURPOSE_DESIGN) == expected);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov's greatest distance of n sorted values to a distribution; times sqrt(n) it
 * exceeds 2.23 once in 10,000 samples (2 exp(-2 d^2)). */
static double distance(double *x, int n, double (*distribution)(double))
{
    double greatest = 0.0;
    qsort(x, (size_t)n, sizeof *x, compare);
    for (int i = 0; i < n; i++) {
        double f = distribution(x[i]);
        greatest = fmax(greatest, fmax((i + 1.0) / n - f, f - (double)i / n));
    }
    return greatest;
}

static double mean_power(const double *x, int n, int power)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += pow(x[i], power);
    return sum / n;
}

static double mean_product(const double *x, const double *y, int n)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum / n;
}

static double uniform_distribution(double x)
{
    return x;
}

static double normal_distribution(double x)
{
    return 0.5 * erfc(-x / sqrt(2.0));
}

static double *new_numbers(int n)
{
    double *x = calloc((size_t)n, sizeof *x);
    assert_non_null(x);
    return x;
}

/* Uniforms number w of n members, states or steps in turn: the counter must act through each of its words. */
static void draw(double *x, int word, int by_member, int by_state, int by_step)
{
    for (int i = 0; i < N; i++) {
        uint32_t u = (uint32_t)i;
        uint64_t member = by_member ? u : 5;
        uint32_t at = by_state ? u % 1024 : 3, step = by_step ? u / 1024 : 2;
        struct lane_random r = lane_philox(key, (lane_bits){0} + member, at, step, DT_PURPOSE_SHOCK);
        x[i] = DT_LANE(r.uniform[word], 0);
    }
}

static void assert_uniform(double *x)
{
    const double error = 5.0 / sqrt(N);
    /* Variances: of U 1/12, of U^2 1/5 - 1/9. */
    assert_near(mean_power(x, N, 1), 0.5, error * sqrt(1.0 / 12.0), 0.0);
    assert_near(mean_power(x, N, 2), 1.0 / 3.0, error * sqrt(4.0 / 45.0), 0.0);
    assert_true(distance(x, N, uniform_distribution) * sqrt(N) < 2.23);
}

TEST(uniforms_over_members_are_uniform)
{
    double *x = new_numbers(N);
    for (int word = 0; word < 4; word++) {
        draw(x, word, 1, 0, 0);
        assert_uniform(x);
    }
    free(x);
}

TEST(uniforms_over_states_and_steps_are_uniform)
{
    double *x = new_numbers(N);
    draw(x, 0, 0, 1, 1);
    assert_uniform(x);
    free(x);
}

TEST(factors_are_uniform_and_independent)
{
    double *x = new_numbers(N), *y = new_numbers(N);
    for (int i = 0; i < N; i++) {
        x[i] = dt_uniform(key, (uint64_t)i, 0, DT_PURPOSE_FACTOR) - 0.5;
        y[i] = dt_uniform(key, (uint64_t)i, 1, DT_PURPOSE_FACTOR) - 0.5;
    }
    /* The product of two centred uniforms has the standard deviation 1/12. */
    assert_near(mean_product(x, y, N), 0.0, 5.0 / sqrt(N) / 12.0, 0.0);
    for (int i = 0; i < N; i++)
        x[i] += 0.5;
    assert_uniform(x);
    free(x);
    free(y);
}

TEST(neighbours_in_the_counter_are_independent)
{
    double *x = new_numbers(N), *y = new_numbers(N);
    for (int other = 0; other < 4; other++) {
        for (int i = 0; i < N; i++) {
            lane_bits member = (lane_bits){0} + (uint64_t)i, next = member + (other == 0);
            struct lane_random a = lane_philox(key, member, 7, 9, DT_PURPOSE_SHOCK);
            struct lane_random b = lane_philox(key, next, 7 + (other == 1), 9 + (other == 2),
                                               other == 3 ? DT_PURPOSE_INCIDENT : DT_PURPOSE_SHOCK);
            x[i] = DT_LANE(a.uniform[0], 0) - 0.5;
            y[i] = DT_LANE(b.uniform[0], 0) - 0.5;
        }
        assert_near(mean_product(x, y, N), 0.0, 5.0 / sqrt(N) / 12.0, 0.0);
    }
    free(x);
    free(y);
}

/* Moments of the normal distribution 0, 1, 0, 3; variances of their estimates 1, 2, 15, 96 over n. */
TEST(normals_are_normal_and_independent)
{
    double *x[2] = {new_numbers(N), new_numbers(N)};
    for (int i = 0; i < N; i++) {
        struct lane_random r = lane_philox(key, (lane_bits){0} + (uint64_t)i, 0, 0, DT_PURPOSE_SHOCK);
        struct lane_pair z = lane_normals(r.uniform[0], r.uniform[1]);
        x[0][i] = DT_LANE(z.first, 0);
        x[1][i] = DT_LANE(z.second, 0);
    }
    const double error = 5.0 / sqrt(N), moment[] = {0.0, 1.0, 0.0, 3.0}, variance[] = {1.0, 2.0, 15.0, 96.0};
    assert_near(mean_product(x[0], x[1], N), 0.0, error, 0.0);
    for (int j = 0; j < 2; j++) {
        for (int m = 0; m < 4; m++)
            assert_near(mean_power(x[j], N, m + 1), moment[m], error * sqrt(variance[m]), 0.0);
        assert_true(distance(x[j], N, normal_distribution) * sqrt(N) < 2.23);
        free(x[j]);
    }
}

/* Box and Muller's formula with the functions of the C library; each factor is good to a few units in the
 * last place. */
TEST(normals_follow_the_formula)
{
    const double pi = 3.14159265358979323846;
    for (int i = 1; i < 1000; i++) {
        double u1 = i / 1000.0, u2 = fmod(0.37 * i, 1.0);
        struct lane_pair z = lane_normals(lane_of(u1), lane_of(u2));
        double radius = sqrt(-2.0 * log(u1));
        assert_near(DT_LANE(z.first, 0), radius * cos(2.0 * pi * u2), 1e-14, 0.0);
        assert_near(DT_LANE(z.second, 0), radius * sin(2.0 * pi * u2), 1e-14, 0.0);
    }
}

RUN_TESTS(CASE(philox_gives_the_published_vectors),
          CASE(lanes_give_the_published_vectors_with_the_documented_counter), CASE(scalar_and_lanes_agree),
          CASE(uniforms_never_reach_0_or_1), CASE(factor_uniform_is_made_of_two_words),
          CASE(uniforms_over_members_are_uniform), CASE(uniforms_over_states_and_steps_are_uniform),
          CASE(factors_are_uniform_and_independent), CASE(neighbours_in_the_counter_are_independent),
          CASE(normals_are_normal_and_independent), CASE(normals_follow_the_formula))
