/* Elementary functions over lanes: the greatest error against the long double functions of the C library,
 * what happens outside the domain, and equal bits at every width, on every target and with both compilers.
 *
 * An error is counted in units in the last place (ulp) of the exact result. Rounding the exact result gives
 * 0.5, and each rounding before the last adds up to 0.5 or 1 times its share in the result. The bounds are
 * the greatest errors seen over these arguments, rounded up; a wrong coefficient or a lost low part exceeds
 * them. */
#include <float.h>
#include <stdlib.h>

#include "lanes/lanes.h"
#include "test.h"

enum { N = 1 << 20 };

struct arrays {
    double x[N], y[N], out[N], expected[N];
};

static struct arrays *new_arrays(void)
{
    struct arrays *arrays = calloc(1, sizeof *arrays);
    assert_non_null(arrays);
    return arrays;
}

/* SplitMix64 (Steele, Lea and Flood 2014): arguments come from another generator than the one under test. */
static uint64_t random_bits(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void fill(double *x, double low, double high, uint64_t seed)
{
    for (int i = 0; i < N; i++)
        x[i] = low + (high - low) * ((double)(random_bits(&seed) >> 11) * 0x1p-53);
    x[0] = low;
    x[N - 1] = high;
}

static double error_ulp(double got, long double exact)
{
    int exponent;
    (void)frexpl(exact, &exponent);
    if (exact == 0.0L) return got == 0.0 ? 0.0 : INFINITY;
    return (double)fabsl(((long double)got - exact) / ldexpl(1.0L, exponent - DBL_MANT_DIG));
}

/* Greatest error of a function for x between two bounds; with `wide`, x is e to the power of such a number.
 */
static double worst(enum lanes_function function, double low, double high, int wide,
                    long double (*exact)(long double))
{
    struct arrays *a = new_arrays();
    double greatest = 0.0;
    fill(a->x, low, high, 1);
    if (wide)
        for (int i = 0; i < N; i++)
            a->x[i] = exp(a->x[i]);
    lanes_targets[0].run(function, N, a->x, a->y, a->out);
    for (int i = 0; i < N; i++)
        greatest = fmax(greatest, error_ulp(a->out[i], exact(a->x[i])));
    free(a);
    return greatest;
}

static void assert_worst_at_most(double greatest, double bound)
{
    print_message("greatest error %.3f ulp, bound %.3f\n", greatest, bound);
    if (!(greatest <= bound)) fail_msg("the error is %.3f ulp, the bound %.3f", greatest, bound);
}

static long double logistic(long double x)
{
    return 1.0L / (1.0L + expl(-x));
}

static long double softplus(long double x)
{
    return fmaxl(x, 0.0L) + log1pl(expl(-fabsl(x)));
}

/* Quarter turns are taken off exactly, so that the reference is good near its zeros too. */
static long double sine_of_turns(long double u)
{
    const long double turn = 6.283185307179586476925286766559005768L;
    long double quarter = rintl(4.0L * u), angle = turn * (u - quarter / 4.0L);
    long double part = (int)quarter & 1 ? cosl(angle) : sinl(angle);
    return (int)quarter & 2 ? -part : part;
}

static long double cosine_of_turns(long double u)
{
    return sine_of_turns(u + 0.25L);
}

TEST(exp_is_accurate)
{
    assert_worst_at_most(worst(LANES_exp, -1.0, 1.0, 0, expl), 1.0);
    assert_worst_at_most(worst(LANES_exp, -708.39, 709.43, 0, expl), 1.0);
    assert_worst_at_most(worst(LANES_exp, -1e-6, 1e-6, 0, expl), 1.0);
}

TEST(log_is_accurate)
{
    assert_worst_at_most(worst(LANES_log, 0.5, 2.0, 0, logl), 0.85);
    assert_worst_at_most(worst(LANES_log, 0.999, 1.001, 0, logl), 0.85);
    assert_worst_at_most(worst(LANES_log, -708.0, 709.0, 1, logl), 0.85);
    assert_worst_at_most(worst(LANES_log, DBL_MIN, 1e-290, 0, logl), 0.85);
}

TEST(expm1_is_accurate)
{
    assert_worst_at_most(worst(LANES_expm1, -2.0, 2.0, 0, expm1l), 2.0);
    assert_worst_at_most(worst(LANES_expm1, -1e-3, 1e-3, 0, expm1l), 2.0);
    assert_worst_at_most(worst(LANES_expm1, -600.0, 600.0, 0, expm1l), 2.0);
}

TEST(tanh_is_accurate)
{
    assert_worst_at_most(worst(LANES_tanh, -3.0, 3.0, 0, tanhl), 3.0);
    assert_worst_at_most(worst(LANES_tanh, -0.1, 0.1, 0, tanhl), 3.0);
    assert_worst_at_most(worst(LANES_tanh, -50.0, 50.0, 0, tanhl), 3.0);
}

TEST(logistic_is_accurate)
{
    assert_worst_at_most(worst(LANES_logistic, -10.0, 10.0, 0, logistic), 2.5);
    assert_worst_at_most(worst(LANES_logistic, -708.0, 40.0, 0, logistic), 2.5);
}

TEST(log1p_is_accurate)
{
    assert_worst_at_most(worst(LANES_log1p, 0.0, 1.0, 0, log1pl), 1.5);
    assert_worst_at_most(worst(LANES_log1p, -40.0, 0.0, 1, log1pl), 1.5);
}

TEST(softplus_is_accurate)
{
    assert_worst_at_most(worst(LANES_softplus, -10.0, 10.0, 0, softplus), 2.0);
    assert_worst_at_most(worst(LANES_softplus, -708.0, 708.0, 0, softplus), 2.0);
}

TEST(sine_and_cosine_are_accurate)
{
    assert_worst_at_most(worst(LANES_sine, 0.0, 1.0, 0, sine_of_turns), 1.1);
    assert_worst_at_most(worst(LANES_cosine, 0.0, 1.0, 0, cosine_of_turns), 1.1);
    assert_worst_at_most(worst(LANES_sine, -20.0, -0.1, 1, sine_of_turns), 1.1);
}

/* The exponent y log x has up to 1.3 ulp of its own, which are 2.6 |y log x| ulp of the result. */
TEST(pow_is_accurate)
{
    struct arrays *a = new_arrays();
    fill(a->x, -7.0, 7.0, 1);
    for (int i = 0; i < N; i++)
        a->x[i] = exp(a->x[i]);
    fill(a->y, -3.0, 3.0, 2);
    lanes_targets[0].run(LANES_pow, N, a->x, a->y, a->out);
    double greatest = 0.0;
    for (int i = 0; i < N; i++) {
        long double exponent = a->y[i] * logl(a->x[i]);
        double error = error_ulp(a->out[i], powl(a->x[i], a->y[i]));
        greatest = fmax(greatest, error);
        if (!(error <= 1.0 + 2.6 * (double)fabsl(exponent)))
            fail_msg("pow(%.17g, %.17g) is %.2f ulp wrong", a->x[i], a->y[i], error);
    }
    print_message("greatest error %.1f ulp for |y log x| up to 21\n", greatest);
    free(a);
}

static double value(enum lanes_function function, double x)
{
    double xs[8], ys[8], out[8];
    for (int i = 0; i < 8; i++)
        xs[i] = x, ys[i] = 0.5;
    lanes_targets[0].run(function, 8, xs, ys, out);
    return out[7];
}

TEST(exact_values_are_exact)
{
    assert_true(value(LANES_exp, 0.0) == 1.0);
    assert_true(value(LANES_log, 1.0) == 0.0);
    assert_true(value(LANES_expm1, 0.0) == 0.0);
    assert_true(value(LANES_tanh, 0.0) == 0.0);
    assert_true(value(LANES_tanh, 25.0) == 1.0);
    assert_true(value(LANES_tanh, -25.0) == -1.0);
    assert_true(value(LANES_tanh, 1000.0) == 1.0);
    assert_true(value(LANES_tanh, -INFINITY) == -1.0);
    assert_true(value(LANES_logistic, 0.0) == 0.5);
    assert_true(value(LANES_softplus, 800.0) == 800.0);
    const double sine[] = {0.0, 1.0, 0.0, -1.0, 0.0}, cosine[] = {1.0, 0.0, -1.0, 0.0, 1.0};
    for (int q = 0; q <= 4; q++) {
        assert_true(value(LANES_sine, 0.25 * q) == sine[q]);
        assert_true(value(LANES_cosine, 0.25 * q) == cosine[q]);
    }
}

TEST(exp_overflows_to_infinity_and_underflows_to_zero)
{
    assert_true(value(LANES_exp, 710.0) == INFINITY);
    assert_true(value(LANES_exp, 1e300) == INFINITY);
    assert_true(value(LANES_exp, INFINITY) == INFINITY);
    assert_true(value(LANES_exp, -750.0) == 0.0);
    assert_true(value(LANES_exp, -1e300) == 0.0);
    assert_true(value(LANES_exp, -INFINITY) == 0.0);
    assert_true(value(LANES_exp, -708.3) >= DBL_MIN);
    assert_true(isfinite(value(LANES_exp, 709.4)));
    assert_true(value(LANES_logistic, -1000.0) == 0.0);
    assert_true(value(LANES_logistic, 1000.0) == 1.0);
    assert_true(value(LANES_softplus, -INFINITY) == 0.0);
    assert_true(value(LANES_softplus, INFINITY) == INFINITY);
}

TEST(log_outside_its_domain)
{
    assert_true(value(LANES_log, 0.0) == -INFINITY);
    assert_true(value(LANES_log, -0.0) == -INFINITY);
    assert_true(value(LANES_log, 1e-310) == -INFINITY);
    assert_true(isnan(value(LANES_log, -1.0)));
    assert_true(isnan(value(LANES_log, -1e-310)));
    assert_true(isnan(value(LANES_log, INFINITY)));
    assert_true(isnan(value(LANES_log, -INFINITY)));
    assert_true(value(LANES_pow, 0.0) == 0.0);
    assert_true(isnan(value(LANES_pow, -2.0)));
}

TEST(what_is_not_a_number_stays_so)
{
    /* Quiet, of either sign, and with a payload that fills the low bits, which exp moves into the exponent.
     */
    const uint64_t bits[] = {UINT64_C(0x7ff8000000000000), UINT64_C(0xfff8000000000000),
                             UINT64_C(0x7ff8000000000001), UINT64_C(0x7fffffffffffffff),
                             UINT64_C(0xfff80000000007ff)};
    for (size_t b = 0; b < sizeof bits / sizeof bits[0]; b++) {
        double nan;
        memcpy(&nan, &bits[b], sizeof nan);
        for (int f = 0; f < LANES_philox; f++)
            if (!isnan(value((enum lanes_function)f, nan))) fail_msg("%s hides it", lanes_function_name[f]);
    }
}

/* Equal bits, or both not a number: the sign and payload of those are not fixed by IEEE 754. */
static int same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static void assert_all_targets_agree(struct arrays *a)
{
    for (int f = 0; f < LANES_FUNCTION_COUNT; f++) {
        lanes_targets[0].run((enum lanes_function)f, N, a->x, a->y, a->expected);
        for (int t = 1; t < LANES_TARGET_COUNT; t++) {
            if (!lanes_target_runs(&lanes_targets[t])) continue;
            lanes_targets[t].run((enum lanes_function)f, N, a->x, a->y, a->out);
            for (int i = 0; i < N; i++)
                if (!same(a->out[i], a->expected[i]))
                    fail_msg("%s on %s: f(%a, %a) = %a, and %a on %s", lanes_function_name[f],
                             lanes_targets[t].name, a->x[i], a->y[i], a->out[i], a->expected[i],
                             lanes_targets[0].name);
        }
    }
}

TEST(all_targets_and_compilers_give_equal_bits)
{
    struct arrays *a = new_arrays();
    fill(a->x, 0.0, 1.0, 3);
    fill(a->y, 0.0, 1.0, 4);
    assert_all_targets_agree(a);
    fill(a->x, -50.0, 50.0, 5);
    fill(a->y, -3.0, 3.0, 6);
    assert_all_targets_agree(a);
    free(a);
}

TEST(all_targets_agree_on_any_bits)
{
    struct arrays *a = new_arrays();
    uint64_t seed = 7;
    for (int i = 0; i < N; i++) {
        uint64_t x = random_bits(&seed), y = random_bits(&seed);
        memcpy(&a->x[i], &x, sizeof x);
        memcpy(&a->y[i], &y, sizeof y);
    }
    assert_all_targets_agree(a);
    free(a);
}

RUN_TESTS(CASE(exp_is_accurate), CASE(log_is_accurate), CASE(expm1_is_accurate), CASE(tanh_is_accurate),
          CASE(logistic_is_accurate), CASE(log1p_is_accurate), CASE(softplus_is_accurate),
          CASE(sine_and_cosine_are_accurate), CASE(pow_is_accurate), CASE(exact_values_are_exact),
          CASE(exp_overflows_to_infinity_and_underflows_to_zero), CASE(log_outside_its_domain),
          CASE(what_is_not_a_number_stays_so), CASE(all_targets_and_compilers_give_equal_bits),
          CASE(all_targets_agree_on_any_bits))
