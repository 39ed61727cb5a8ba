/* Arms races: Richardson's closed forms, parameters that were known before the fit, the same least squares by
 * another program, published slopes, and every kind of bad table. */
#include "test.h"

#include <stdlib.h>

#include "analysis/armsrace.h"
#include "failing_memory.h"
#include "scratch.h"

#define DATA DT_SOURCE_DIR "/data"

static dt_diagnostics found;

static struct dt_arms_system two(double k, double l, double a, double b, double g, double h)
{
    struct dt_arms_system s = {.n = 2, .fatigue = {a, b}, .drive = {g, h}};
    s.reaction[0][1] = k;
    s.reaction[1][0] = l;
    return s;
}

static void assert_path(struct dt_arms_system s, double x, double y, const double (*expected)[3], int n)
{
    for (int k = 0; k < n; k++) {
        double u[] = {x, y};
        struct dt_arms_map map = dt_arms_map_of(&s, expected[k][0]);
        dt_arms_step(&map, u);
        assert_near(u[0], expected[k][1], 1e-10, 1e-10); /* the two routes of the source agree to 5e-12 */
        assert_near(u[1], expected[k][2], 1e-10, 1e-10);
    }
}

/* Cases rich-01 to rich-04 of the verification set of race and game theory: the matrix exponential, and again
 * a Runge-Kutta integration of order 8; eigenvalues and rests by linear algebra. Rows are t, x, y. */
TEST(paths_of_richardson)
{
    const double path1[][3] = {{1, 1.4280739862906535, 1.3390053619891444},
                               {5, 1.271626203527214, 1.0396398231619857},
                               {20, 1.1286845023727552, 0.9197550999666333}};
    const double path2[][3] = {{1, 0.14393646341459565, 0.0921451407578243},
                               {10, 0.3313119390368637, 0.26464529276368504}};
    const double path3[][3] = {{0.5, 2.0028496515040155, 1.9392404270491561},
                               {2, 2.069806951641764, 2.021527079016879},
                               {5, 2.284508896121492, 2.2278413051739547}};
    const double path4[][3] = {{1, 0.1, 0.1}, {4, 0.4, 0.4}};
    assert_path(two(0.9, 0.8, 1.0, 1.2, 0.3, 0.2), 1.0, 2.0, path1, 3);
    assert_path(two(0.5, 0.5, 1.0, 1.0, 0.2, 0.1), 0.0, 0.0, path2, 2);
    assert_path(two(1.2, 1.1, 1.0, 1.0, -0.3, -0.2), 2.0, 1.9, path3, 3);
    assert_path(two(1.0, 1.0, 1.0, 1.0, 0.1, 0.1), 0.0, 0.0, path4, 2);
}

/* The same cases: the race is stable if and only if the product of fatigues exceeds that of reactions. */
TEST(rest_and_stability)
{
    double u[2];
    struct dt_arms_system s = two(0.9, 0.8, 1.0, 1.2, 0.3, 0.2);
    assert_near(dt_arms_growth(&s), -0.24559962546824687, 1e-12, 0.0); /* fifty squarings, a rounding each */
    assert_int_equal(dt_arms_rest(&s, u), DT_OK);
    assert_near(u[0], 1.125, 1e-14, 0.0); /* a few roundings */
    assert_near(u[1], 0.916666666666667, 1e-14, 0.0);
    s = two(0.5, 0.5, 1.0, 1.0, 0.2, 0.1);
    assert_near(dt_arms_growth(&s), -0.5, 1e-12, 0.0);
    s = two(1.2, 1.1, 1.0, 1.0, -0.3, -0.2);
    assert_near(dt_arms_growth(&s), 0.14891252930760568, 1e-12, 0.0);
    assert_int_equal(dt_arms_rest(&s, u), DT_OK);
    assert_near(u[0], 1.6875, 1e-13, 0.0); /* the determinant is 0.3 */
    s = two(1.0, 1.0, 1.0, 1.0, 0.1, 0.1);
    assert_near(dt_arms_growth(&s), 0.0, 1e-12, 0.0);
    assert_int_equal(dt_arms_rest(&s, u), DT_NO_SOLUTION);
    /* Reactions of opposite sign turn in a circle: eigenvalues -a +- i. */
    s = two(1.0, -1.0, 0.3, 0.3, 0.0, 0.0);
    assert_near(dt_arms_growth(&s), -0.3, 1e-12, 0.0);
}

/* Case redq-01: each side wants to be one ahead, dx = k (y + 1 - x) - f x, so a = k + f and g = k. */
TEST(race_for_a_margin)
{
    double u[2];
    struct dt_arms_system s = two(0.5, 0.5, 0.6, 0.6, 0.5, 0.5);
    assert_near(dt_arms_growth(&s), -0.1, 1e-12, 0.0);
    assert_int_equal(dt_arms_rest(&s, u), DT_OK);
    assert_near(u[0], 5.0, 1e-13, 0.0);
}

/* Case rich-n-01: four nations; the rest by Jacobi iteration, the spectrum by an eigenvalue routine. */
TEST(four_nations)
{
    const double k[4][4] = {{0.0, 0.15, 0.18, 0.009},
                            {0.044, 0.0, 0.021, 0.039},
                            {0.284, 0.187, 0.0, 0.153},
                            {0.199, 0.083, 0.041, 0.0}};
    const double expected[] = {0.5612132349902841, 0.1504002906894469, 0.46342874762877356,
                               0.37761297700301016};
    struct dt_arms_system s = {
        .n = 4, .fatigue = {1.068, 1.005, 1.127, 1.02}, .drive = {0.49, 0.102, 0.277, 0.242}};
    double u[4];
    for (int i = 0; i < 4; i++)
        memcpy(s.reaction[i], k[i], sizeof k[i]);
    assert_near(dt_arms_growth(&s), -0.7443311723535371, 1e-11, 0.0); /* 1e-12, and what the source rounds */
    assert_int_equal(dt_arms_rest(&s, u), DT_OK);
    for (int i = 0; i < 4; i++)
        assert_near(u[i], expected[i], 1e-14, 0.0);
}

static struct dt_arms_series empty_race(int n_fit)
{
    return (struct dt_arms_series){
        .race = "test", .side = {"A", "B"}, .unit = "1", .first_year = 1900, .n_year = n_fit, .n_fit = n_fit};
}

/* The exact path of a race with real eigenvalues and k not 0: modes (k, r + a) exp(r t) around the rest. */
static struct dt_arms_series exact_race(const struct dt_arms_system *s, double x, double y, int n)
{
    struct dt_arms_series race = empty_race(n);
    double k = s->reaction[0][1], l = s->reaction[1][0], a = s->fatigue[0], b = s->fatigue[1];
    double below = a * b - k * l;
    double rest_x = (k * s->drive[1] + b * s->drive[0]) / below;
    double rest_y = (l * s->drive[0] + a * s->drive[1]) / below;
    double middle = -0.5 * (a + b), half = sqrt(0.25 * (a - b) * (a - b) + k * l);
    double r1 = middle + half, r2 = middle - half;
    double c1 = ((y - rest_y) - (x - rest_x) * (r2 + a) / k) / (r1 - r2);
    double c2 = ((x - rest_x) - c1 * k) / k;
    for (int t = 0; t < n; t++) {
        race.value[t][0] = rest_x + k * (c1 * exp(r1 * t) + c2 * exp(r2 * t));
        race.value[t][1] = rest_y + c1 * (r1 + a) * exp(r1 * t) + c2 * (r2 + a) * exp(r2 * t);
    }
    return race;
}

/* Without noise the six numbers come back; in the units of the scales k_ij m_j / m_i, a_i, g_i / m_i. */
TEST(known_parameters_without_noise)
{
    static struct dt_arms_fit fit;
    struct dt_arms_system s = two(0.35, 0.2, 0.4, 0.3, 0.3, 0.6);
    struct dt_arms_series race = exact_race(&s, 1.0, 9.0, 14);
    assert_int_equal(dt_arms_fit_series(&race, 1, DT_ARMS_TEXTBOOK, &fit), DT_OK);
    const double *m = fit.scale[0];
    const double expected[] = {0.35 * m[1] / m[0], 0.2 * m[0] / m[1], 0.4, 0.3, 0.3 / m[0], 0.6 / m[1]};
    for (int k = 0; k < 6; k++)
        assert_near(fit.value[k], expected[k], 1e-7, 0.0); /* where the sum of squares is rounding */
    assert_near(fit.noise[0], 0.0, 1e-9, 0.0);
}

/* Sides alike: their sum goes to its rest at k - a, their difference falls at k + a. */
TEST(known_parameters_of_equal_sides)
{
    static struct dt_arms_fit fit;
    const double k = 0.25, a = 0.3, g = 0.1, rest = 2.0 * g / (a - k);
    struct dt_arms_series race = empty_race(24);
    for (int t = 0; t < race.n_fit; t++) {
        double sum = rest + (3.0 - rest) * exp((k - a) * t), difference = 2.0 * exp(-(k + a) * t);
        race.value[t][0] = 0.5 * (sum + difference);
        race.value[t][1] = 0.5 * (sum - difference);
    }
    assert_int_equal(dt_arms_fit_series(&race, 1, DT_ARMS_TEXTBOOK, &fit), DT_OK);
    double tilt = fit.scale[0][1] / fit.scale[0][0];
    assert_near(fit.value[0], k * tilt, 1e-7, 0.0); /* where the sum of squares is rounding */
    assert_near(fit.value[1], k / tilt, 1e-7, 0.0);
    assert_near(fit.value[2], a, 1e-7, 0.0);
    assert_near(fit.value[3], a, 1e-7, 0.0);
}

/* A normal number from two of a linear congruential sequence (Knuth's MMIX constants). */
static double noise_of(uint64_t *seed)
{
    double u[2];
    for (int k = 0; k < 2; k++) {
        *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        u[k] = ((double)(*seed >> 11) + 0.5) * 0x1p-53;
    }
    return sqrt(-2.0 * log(u[0])) * cos(2.0 * 3.14159265358979323846 * u[1]);
}

/* Sides alike, with yearly noise: reaction and fatigue lie within two standard errors of
 * what made them in 95% of 200 repetitions, and their mean is right. */
TEST(errors_mean_what_they_say)
{
    static struct dt_arms_fit fit;
    enum { REPEATS = 200, YEARS = 63 };
    const double truth[] = {0.25, 0.4}, spread = 0.05;
    struct dt_arms_system s = two(truth[0], truth[0], truth[1], truth[1], 0.15, 0.15);
    struct dt_arms_map map = dt_arms_map_of(&s, 1.0);
    uint64_t seed = 20261126;
    int inside[2] = {0, 0};
    double mean[2] = {0.0, 0.0};
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        struct dt_arms_series race = empty_race(YEARS);
        double u[] = {0.8, 1.2}; /* means of 1, so that scales are equal */
        for (int t = 0; t < YEARS; t++) {
            memcpy(race.value[t], u, sizeof u);
            dt_arms_step(&map, u);
            for (int i = 0; i < 2; i++)
                u[i] *= exp(spread * noise_of(&seed));
        }
        assert_int_equal(dt_arms_fit_series(&race, 1, DT_ARMS_POOLED, &fit), DT_OK);
        for (int k = 0; k < 2; k++) {
            double error = sqrt(fit.covariance[k * fit.n_parameter + k]);
            inside[k] += fabs(fit.value[k] - truth[k]) < 1.96 * error;
            mean[k] += fit.value[k] / REPEATS;
        }
        assert_near(fit.noise[0], spread, 4.0 * spread / sqrt(2.0 * 2.0 * (YEARS - 1)), 0.0); /* 4 errors */
    }
    for (int k = 0; k < 2; k++) {
        assert_true(inside[k] > 0.89 * REPEATS); /* 95% less four standard errors of 200 throws */
        /* A series that returns to its mean is fitted with too fast a return, by (1 + 3 exp(-rate)) / years
         * for each of the rates 0.15 and 0.65 (Kendall 1954); the tolerance is three errors of the mean. */
        double slow = (1.0 + 3.0 * exp(-0.15)) / YEARS / exp(-0.15);
        double fast = (1.0 + 3.0 * exp(-0.65)) / YEARS / exp(-0.65);
        assert_near(mean[k], truth[k] + 0.5 * (k ? fast + slow : fast - slow), 0.02, 0.0);
    }
}

/* scipy 1.10.1, least_squares (trf, three-point derivatives, tolerances 1e-15) on the same residuals with
 * scipy.linalg.expm, for the first two thirds of races in data/arms_races.csv; errors from its Jacobian. */
TEST(least_squares_of_another_program)
{
    static const struct {
        const char *race;
        dt_arms_form form;
        int n;
        double value[6], error[6], noise, growth;
    } expected[] = {
        {"rus_usa_1948",
         DT_ARMS_MODEL,
         4,
         {0.0024183455, 0.0994362415, 0.1202292904, 0.1408856226},
         {0.0704397024, 0.0736626775, 0.04015973, 0.0389794884},
         0.11540662875,
         -0.097017895998},
        {"fra_deu_1872",
         DT_ARMS_MODEL,
         4,
         {0.1106957154, 0.1614767786, 0.0827565685, 0.0767750659},
         {0.1002354702, 0.1055355766, 0.0608939781, 0.0561849763},
         0.11486391276,
         -0.050781063193},
        {"fra_deu_1872",
         DT_ARMS_TEXTBOOK,
         6,
         {0.0795913808, 0.3819450593, 0.1878928982, 0.2859290157, 0.1345112404, -0.0674802797},
         {0.1534510147, 0.2443948835, 0.2634954351, 0.1599525474, 0.1425234482, 0.1266069677},
         0.11489179067,
         -0.055796891334},
        {"warheads_1950",
         DT_ARMS_TEXTBOOK,
         6,
         {-0.15716086, 0.1048184222, -0.2317119394, -0.0028454452, 0.0084746257, 0.0005278484},
         {0.0383063192, 0.0246078135, 0.0439382588, 0.0533867754, 0.0027468809, 0.0006748172},
         0.12502298190,
         0.117278692324},
    };
    static struct dt_arms_table table;
    static struct dt_arms_fit fit;
    assert_int_equal(dt_arms_read(&table, DATA, NULL), DT_OK);
    for (size_t e = 0; e < sizeof expected / sizeof expected[0]; e++) {
        const struct dt_arms_series *series = NULL;
        for (int r = 0; r < table.n; r++)
            if (strcmp(table.series[r].race, expected[e].race) == 0) series = &table.series[r];
        assert_non_null(series);
        assert_int_equal(dt_arms_fit_series(series, 1, expected[e].form, &fit), DT_OK);
        assert_int_equal(fit.n_parameter, expected[e].n);
        for (int k = 0; k < fit.n_parameter; k++) {
            assert_near(fit.value[k], expected[e].value[k], 2e-7, 1e-6); /* both stop where the sum is flat */
            assert_near(sqrt(fit.covariance[k * fit.n_parameter + k]), expected[e].error[k], 0.0, 1e-5);
        }
        assert_near(fit.noise[0], expected[e].noise, 0.0, 1e-9);
        struct dt_arms_system system = dt_arms_system_of(&fit, fit.value, 0);
        assert_near(dt_arms_growth(&system), expected[e].growth, 1e-6, 0.0);
    }
}

/* Richardson (1960), Arms and Insecurity: defence budgets of France and Russia with Germany and
 * Austria-Hungary, 1909-13, 199.2 to 289.0 million pounds. Their sum grows by 0.73 of its distance from 194,
 * the increment of a year over the mean of its ends; exactly that is 2 artanh(0.73 / 2) = 0.765 a year. */
TEST(slope_that_richardson_found)
{
    static struct dt_arms_fit fit;
    const double total[] = {199.2, 204.8, 214.9, 238.7, 289.0};
    struct dt_arms_series race = empty_race(5);
    for (int t = 0; t < 5; t++)
        race.value[t][0] = race.value[t][1] = 0.5 * total[t];
    assert_int_equal(dt_arms_fit_series(&race, 1, DT_ARMS_ALONE, &fit), DT_OK);
    double slope = -fit.value[0], mean = 229.32;
    assert_near(slope, 2.0 * atanh(0.73 / 2.0), 0.03, 0.0); /* he weighs pounds, the fit weighs ratios */
    assert_near(mean * fit.value[1] / fit.value[0], 194.0, 1.5, 0.0); /* the same */
}

TEST(what_the_data_do_not_tell)
{
    static struct dt_arms_fit fit;
    struct dt_arms_series race = empty_race(3); /* four residuals for four numbers */
    for (int t = 0; t < 3; t++) {
        race.value[t][0] = 1.0 + t;
        race.value[t][1] = 3.0 - 0.2 * t * t;
    }
    assert_int_equal(dt_arms_fit_series(&race, 1, DT_ARMS_MODEL, &fit), DT_NO_SOLUTION);
    race = empty_race(20); /* sides that are the same tell reaction less fatigue only */
    for (int t = 0; t < 20; t++)
        race.value[t][0] = race.value[t][1] = exp(0.1 * t) * (1.0 + 0.01 * (t % 3));
    assert_int_equal(dt_arms_fit_series(&race, 1, DT_ARMS_MODEL, &fit), DT_NO_SOLUTION);
    assert_int_equal(dt_arms_fit_series(&race, 0, DT_ARMS_POOLED, &fit), DT_NO_SOLUTION);
}

static dt_arms *ran(const char *folder, int members)
{
    dt_arms *arms = NULL;
    dt_arms_options options = {.members = members, .seed = 7};
    dt_diagnostics_init(&found);
    assert_int_equal(dt_arms_run(folder, &options, &arms, &found), DT_OK);
    return arms;
}

/* A folder with one table. */
static void write_table(const char *folder, const char *text)
{
    char path[SCRATCH_PATH];
    scratch_path(folder, "arms_races.csv", path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static double value_of_race(int side, int t)
{
    return (side ? 3.0 : 2.0) + 0.3 * t + 0.7 * sin(1.3 * t + side);
}

static void write_series(const char *folder, const struct dt_arms_series *series)
{
    char text[8192] = "race,side,year,value,unit,source\n";
    for (int side = 0; side < 2; side++)
        for (int t = 0; t < series->n_year; t++) {
            size_t length = strlen(text);
            snprintf(text + length, sizeof text - length, "r,%c,%d,%.9g,GBP,x\n", 'A' + side,
                     series->first_year + t, series->value[t][side]);
        }
    write_table(folder, text);
}

/* Fifteen years from 1950; `last` is added to the last of each side. */
static void write_race(const char *folder, double last)
{
    struct dt_arms_series race = empty_race(15);
    race.first_year = 1950;
    for (int t = 0; t < 15; t++)
        for (int side = 0; side < 2; side++)
            race.value[t][side] = value_of_race(side, t) + (t == 14 ? last : 0.0);
    write_series(folder, &race);
}

/* What comes after the fitted years moves no forecast, and the same seed gives the same bits. */
TEST(forecasts_do_not_see_the_future)
{
    char folder[SCRATCH_PATH];
    scratch_create(folder);
    write_race(folder, 0.0);
    dt_arms *first = ran(folder, 50);
    write_race(folder, 5.0);
    dt_arms *other = ran(folder, 50);
    assert_int_equal(dt_arms_point_count(first), dt_arms_point_count(other));
    for (int p = 0; p < dt_arms_point_count(first); p++) {
        dt_arms_point a = dt_arms_point_at(first, p), b = dt_arms_point_at(other, p);
        assert_true(a.year > 1959); /* ten of fifteen years are fitted */
        assert_true((a.observed != b.observed) == (a.year == 1964));
        a.observed = b.observed;
        assert_true(a.p10 == b.p10 && a.p50 == b.p50 && a.p90 == b.p90);
        assert_true(a.persistence == b.persistence && a.trend == b.trend && a.walk == b.walk);
        assert_true(a.p10 < a.p50 && a.p50 < a.p90);
    }
    dt_arms_free(first);
    dt_arms_free(other);
    scratch_remove(folder);
}

/* Scores of forecasts that need no sample, by hand from the points; the walk's middle is last times growth.
 */
TEST(scores_are_those_of_the_points)
{
    char folder[SCRATCH_PATH];
    scratch_create(folder);
    write_race(folder, 0.0);
    dt_arms *arms = ran(folder, 400);
    dt_arms_result r = dt_arms_result_at(arms, 0);
    double squares[3] = {0}, absolute = 0.0;
    int n = 0, inside = 0;
    for (int p = 0; p < dt_arms_point_count(arms); p++) {
        dt_arms_point point = dt_arms_point_at(arms, p);
        if (point.form != DT_ARMS_MODEL) continue;
        double y = log(point.observed);
        squares[0] += pow(y - log(point.persistence), 2);
        squares[1] += pow(y - log(point.trend), 2);
        squares[2] += pow(y - log(point.p50), 2);
        absolute += fabs(y - log(point.persistence));
        int side = strcmp(point.side, "B") == 0, h = point.year - 1959;
        double last = value_of_race(side, 9);
        assert_near(point.persistence, last, 0.0, 1e-8); /* the table has nine digits */
        assert_near(point.trend, last * pow(last / value_of_race(side, 4), h / 5.0), 0.0, 1e-7);
        assert_near(point.walk, last * pow(last / value_of_race(side, 0), h / 9.0), 0.0, 1e-7);
        inside += point.observed >= point.p10 && point.observed <= point.p90;
        n++;
    }
    assert_int_equal(n, 10);
    assert_int_equal(r.n_point, n);
    assert_int_equal(r.last_fit_year, 1959);
    assert_int_equal(r.last_year, 1964);
    assert_near(r.persistence.rmse, sqrt(squares[0] / n), 1e-12, 0.0); /* rounding of logarithms */
    assert_near(r.trend.rmse, sqrt(squares[1] / n), 1e-12, 0.0);
    assert_near(r.richardson.rmse, sqrt(squares[2] / n), 1e-12, 0.0);
    assert_near(r.persistence.crps, absolute / n, 1e-12, 0.0); /* of one value: the absolute error */
    assert_near(r.richardson.coverage_80, (double)inside / n, 1e-15, 0.0);
    dt_arms_free(arms);
    scratch_remove(folder);
}

static double normal_density(double z)
{
    return exp(-0.5 * z * z) / sqrt(2.0 * 3.14159265358979323846);
}

static double normal_share(double z)
{
    return 0.5 * erfc(-z / sqrt(2.0));
}

/* The random walk with drift h years on is normal, its drift known from n steps: variance s^2 (h + h^2 / n).
 * Its score is that of a normal distribution (Gneiting and Raftery 2007, equation 5). */
TEST(walk_is_normal)
{
    char folder[SCRATCH_PATH];
    scratch_create(folder);
    write_race(folder, 0.0);
    dt_arms *arms = ran(folder, 4000);
    double crps = 0.0;
    for (int side = 0; side < 2; side++) {
        double drift = log(value_of_race(side, 9) / value_of_race(side, 0)) / 9.0, squares = 0.0;
        for (int t = 0; t < 9; t++)
            squares += pow(log(value_of_race(side, t + 1) / value_of_race(side, t)) - drift, 2);
        for (int h = 1; h <= 5; h++) {
            double spread = sqrt(squares / 8.0 * (h + h * h / 9.0));
            double z = (log(value_of_race(side, 9 + h) / value_of_race(side, 9)) - h * drift) / spread;
            crps += spread *
                (z * (2.0 * normal_share(z) - 1.0) + 2.0 * normal_density(z) -
                 1.0 / sqrt(3.14159265358979323846)) /
                10.0;
        }
    }
    /* values stand at the middle of equal slices: what is lost is of the order of a slice */
    assert_near(dt_arms_result_at(arms, 0).walk.crps, crps, 1e-4, 0.0);
    dt_arms_free(arms);
    scratch_remove(folder);
}

/* A year on, the logarithm has the variance of the yearly noise and that which the parameters' errors make:
 * with derivative j and covariance C, noise^2 + j' C j. */
TEST(spread_of_a_forecast)
{
    static struct dt_arms_table table;
    static struct dt_arms_fit fit;
    char folder[SCRATCH_PATH];
    struct dt_arms_system made = two(0.25, 0.25, 0.6, 0.6, 0.35, 0.35);
    struct dt_arms_map year = dt_arms_map_of(&made, 1.0);
    struct dt_arms_series noisy = empty_race(60);
    uint64_t seed = 11;
    double v[] = {0.8, 1.2};
    for (int t = 0; t < 60; t++) {
        memcpy(noisy.value[t], v, sizeof v);
        dt_arms_step(&year, v);
        for (int i = 0; i < 2; i++)
            v[i] *= exp(0.02 * noise_of(&seed));
    }
    scratch_create(folder);
    write_series(folder, &noisy);
    dt_arms *arms = ran(folder, 20000);
    assert_int_equal(dt_arms_read(&table, folder, NULL), DT_OK);
    assert_int_equal(dt_arms_fit_series(table.series, 1, DT_ARMS_MODEL, &fit), DT_OK);
    for (int p = 0; p < dt_arms_point_count(arms); p++) {
        dt_arms_point point = dt_arms_point_at(arms, p);
        if (point.form != DT_ARMS_MODEL || point.year != 1940) continue;
        int side = strcmp(point.side, "B") == 0;
        double slope[4], at[3] = {0.0}, variance = fit.noise[0] * fit.noise[0];
        for (int k = 0; k < 4; k++) {
            for (int turn = 0; turn < 3; turn++) {
                double value[4], u[2];
                memcpy(value, fit.value, sizeof value);
                value[k] += 1e-5 * (turn - 1);
                struct dt_arms_system system = dt_arms_system_of(&fit, value, 0);
                struct dt_arms_map map = dt_arms_map_of(&system, 1.0);
                for (int i = 0; i < 2; i++)
                    u[i] = table.series[0].value[39][i] / fit.scale[0][i];
                dt_arms_step(&map, u);
                at[turn] = log(u[side]);
            }
            slope[k] = (at[2] - at[0]) / 2e-5;
        }
        for (int k = 0; k < 4; k++)
            for (int l = 0; l < 4; l++)
                variance += slope[k] * slope[l] * fit.covariance[4 * k + l];
        /* 10 and 90% lie 1.2816 spreads off the middle; the error of a quantile of 20,000 is 1.2% of a
         * spread, and the step is not quite linear in the parameters */
        double spread = sqrt(variance);
        assert_near(log(point.p50), at[1] + log(fit.scale[0][side]), 0.05 * spread, 0.0);
        assert_near(log(point.p90 / point.p10), 2.0 * 1.2816 * spread, 0.0, 0.05);
    }
    dt_arms_free(arms);
    scratch_remove(folder);
}

/* Races whose parameters leave no doubt: one falls to its rest, one runs away. */
TEST(chance_of_stability)
{
    for (int runs_away = 0; runs_away < 2; runs_away++) {
        char folder[SCRATCH_PATH];
        struct dt_arms_system s = runs_away ? two(0.3, 0.25, 0.1, 0.12, 0.1, 0.3)
                                            : two(0.1, 0.2, 0.4, 0.3, 0.3, 0.6);
        struct dt_arms_series race = exact_race(&s, 1.0, 9.0, 30);
        scratch_create(folder);
        write_series(folder, &race);
        dt_arms *arms = ran(folder, 50);
        for (int k = 0; k < dt_arms_result_count(arms); k++) {
            dt_arms_result r = dt_arms_result_at(arms, k);
            if (r.form != DT_ARMS_TEXTBOOK) continue;
            assert_near(r.p_stable, runs_away ? 0.0 : 1.0, 0.0, 0.0);
            if (r.n_parameter) assert_true(runs_away ? r.growth > 0.1 : r.growth < -0.1);
            if (r.n_parameter)
                assert_near(r.fatigue[0].value, runs_away ? 0.1 : 0.4, 1e-5, 0.0); /* nine digits */
        }
        dt_arms_free(arms);
        scratch_remove(folder);
    }
}

/* The last result of a form is the mean over its races. */
TEST(totals_are_means)
{
    dt_arms *arms = ran(DATA, 40);
    double sum[3] = {0.0};
    int races = 0, points = 0;
    for (int k = 0; k < dt_arms_result_count(arms); k++) {
        dt_arms_result r = dt_arms_result_at(arms, k);
        const double value[] = {r.richardson.crps, r.walk.rmse, r.p_stable};
        for (int v = 0; v < 3; v++) {
            if (!r.n_parameter) assert_near(value[v], sum[v] / races, 1e-12, 0.0); /* rounding of sums */
            sum[v] = r.n_parameter ? sum[v] + value[v] : 0.0;
        }
        if (!r.n_parameter) assert_int_equal(r.n_point, points);
        races = r.n_parameter ? races + 1 : 0;
        points = r.n_parameter ? points + r.n_point : 0;
    }
    dt_arms_free(arms);
}

/* The shipped races: every form has results and a mean, and nothing is infinite. */
TEST(shipped_races)
{
    dt_arms *arms = ran(DATA, 60);
    int total[DT_N_ARMS_FORM] = {0}, races[DT_N_ARMS_FORM] = {0};
    for (int k = 0; k < dt_arms_result_count(arms); k++) {
        dt_arms_result r = dt_arms_result_at(arms, k);
        total[r.form] += strcmp(r.race, "all") == 0;
        races[r.form] += strcmp(r.race, "all") != 0;
        assert_true(isfinite(r.richardson.crps) && isfinite(r.walk.crps) && isfinite(r.growth));
        assert_true(r.richardson.coverage_80 >= 0.0 && r.richardson.coverage_80 <= 1.0);
        assert_true(r.n_point > 0);
    }
    for (int form = 0; form < DT_N_ARMS_FORM; form++) {
        assert_int_equal(total[form], 1);
        assert_true(races[form] >= 18);
        assert_non_null(dt_arms_form_name((dt_arms_form)form));
    }
    assert_null(dt_arms_form_name(DT_N_ARMS_FORM));
    assert_int_equal(found.n_error, 0);
    assert_null(dt_arms_result_at(arms, -1).race);
    assert_null(dt_arms_point_at(arms, 1 << 20).race);
    dt_arms_free(arms);
    dt_arms_free(NULL);
}

TEST(bad_options)
{
    dt_arms *arms = NULL;
    dt_arms_options few = {.members = 19};
    assert_int_equal(dt_arms_run(DATA, &few, &arms, NULL), DT_INPUT);
    assert_int_equal(dt_arms_run("/nowhere", NULL, &arms, NULL), DT_IO);
    assert_null(arms);
}

static void assert_bad(const char *text, dt_error_code code, int line, int column)
{
    char folder[SCRATCH_PATH];
    static struct dt_arms_table table;
    table.n = 77;
    scratch_create(folder);
    write_table(folder, text);
    dt_diagnostics_init(&found);
    assert_int_equal(dt_arms_read(&table, folder, &found), DT_INPUT);
    assert_int_equal(table.n, 77);
    assert_int_equal(found.n_error, 1);
    assert_int_equal(found.item[0].code, code);
    assert_int_equal(found.item[0].line, line);
    assert_int_equal(found.item[0].column, column);
    scratch_remove(folder);
}

#define HEAD "race,side,year,value,unit\n"
#define WHOLE "r,A,1950,1,GBP\nr,A,1951,2,GBP\nr,B,1950,1,GBP\nr,B,1951,2,GBP\n"

TEST(bad_tables)
{
    assert_bad("race,side,year,value\n", DT_E_DATA_COLUMN, 1, 1);
    assert_bad(HEAD, DT_E_DATA_SIZE, 1, 1);
    assert_bad(HEAD "r,A,1950,0,GBP\n", DT_E_DATA_RANGE, 2, 10);
    assert_bad(HEAD "r,A,1950,x,GBP\n", DT_E_CSV_NUMBER, 2, 10);
    assert_bad(HEAD "r,A,1950.5,1,GBP\n", DT_E_DATA_YEAR, 2, 5);
    assert_bad(HEAD "r,A,1750,1,GBP\n", DT_E_DATA_YEAR, 2, 5);
    assert_bad(HEAD "r,,1950,1,GBP\n", DT_E_DATA_WORD, 2, 3);
    assert_bad(HEAD "r,A,1950,1,GBP\nr,A,1952,1,GBP\n", DT_E_ARMS_YEARS, 3, 5);
    assert_bad(HEAD "r,A,1950,1,GBP\nr,A,1951,1,USD\n", DT_E_DATA_UNIT, 3, 12);
    assert_bad(HEAD "r,A,1950,1,GBP\nr,B,1951,1,GBP\n", DT_E_ARMS_YEARS, 3, 5);
    assert_bad(HEAD "r,A,1950,1,GBP\nr,A,1951,1,GBP\nr,B,1950,1,GBP\n", DT_E_ARMS_YEARS, 4, 5);
    assert_bad(HEAD "r,A,1950,1,GBP\nr,B,1950,1,GBP\nr,B,1951,1,GBP\n", DT_E_ARMS_YEARS, 4, 5);
    assert_bad(HEAD "r,A,1950,1,GBP\n", DT_E_ARMS_SIDES, 2, 3);
    assert_bad(HEAD "r,A,1950,1,GBP\ns,A,1950,1,GBP\n", DT_E_ARMS_SIDES, 2, 3);
    assert_bad(HEAD WHOLE "r,C,1950,1,GBP\n", DT_E_ARMS_SIDES, 6, 3);
    assert_bad(HEAD WHOLE "s,A,1950,1,GBP\ns,B,1950,1,GBP\nr,C,1950,1,GBP\n", DT_E_DATA_DUPLICATE, 8, 1);
}

TEST(without_memory)
{
    char folder[SCRATCH_PATH];
    dt_arms_options options = {.members = 20};
    scratch_create(folder);
    write_race(folder, 0.0);
    for (long n = 0;; n++) {
        long before = memory_held();
        dt_arms *arms = NULL;
        memory_fail_at(n);
        dt_status status = dt_arms_run(folder, &options, &arms, NULL);
        int failed = memory_has_failed();
        memory_fail_at(-1);
        if (!failed) {
            assert_int_equal(status, DT_OK);
            dt_arms_free(arms);
            break;
        }
        assert_int_equal(status, DT_NO_MEMORY);
        assert_null(arms);
        assert_int_equal(memory_held(), before);
    }
    scratch_remove(folder);
}

RUN_TESTS(CASE(paths_of_richardson), CASE(rest_and_stability), CASE(race_for_a_margin), CASE(four_nations),
          CASE(known_parameters_without_noise), CASE(known_parameters_of_equal_sides),
          CASE(errors_mean_what_they_say), CASE(least_squares_of_another_program),
          CASE(slope_that_richardson_found), CASE(what_the_data_do_not_tell),
          CASE(forecasts_do_not_see_the_future), CASE(scores_are_those_of_the_points), CASE(walk_is_normal),
          CASE(spread_of_a_forecast), CASE(chance_of_stability), CASE(totals_are_means), CASE(shipped_races),
          CASE(bad_options), CASE(bad_tables), CASE(without_memory))
