/* Policy search: operators by their definitions, fronts of published test problems, and a restored search. */
#include "test.h"

#include <stdlib.h>

#include "core/random.h"
#include "detente/search.h"
#include "detente/statistics.h"
#include "statistics/genetic.h"

static const double PI = 3.14159265358979323846;

enum { LEVERS = 11, OBJECTIVES = 3 };

/* DTLZ2 (Deb et al. 2002, CEC): the front is the unit sphere, all levers behind the second at 1/2. */
static void dtlz2(const double *x, double *f)
{
    double g = 0.0;
    for (int k = 2; k < LEVERS; k++)
        g += (x[k] - 0.5) * (x[k] - 0.5);
    f[0] = (1.0 + g) * cos(0.5 * PI * x[0]) * cos(0.5 * PI * x[1]);
    f[1] = (1.0 + g) * cos(0.5 * PI * x[0]) * sin(0.5 * PI * x[1]);
    f[2] = (1.0 + g) * sin(0.5 * PI * x[0]);
}

static dt_search *begin(uint64_t seed)
{
    dt_search_options o = dt_search_defaults();
    o.n_lever = LEVERS;
    o.n_objective = OBJECTIVES;
    o.seed = seed;
    for (int k = 0; k < OBJECTIVES; k++)
        o.epsilon[k] = 0.05;
    dt_search *s = NULL;
    assert_int_equal(dt_search_create(&o, &s), DT_OK);
    return s;
}

static void advance(dt_search *s, int64_t evaluations)
{
    while (dt_search_evaluations(s) < evaluations) {
        int n;
        const double *x = dt_search_ask(s, &n);
        double *f = malloc((size_t)n * OBJECTIVES * sizeof *f);
        assert_non_null(f);
        for (int i = 0; i < n; i++)
            dtlz2(x + i * LEVERS, f + i * OBJECTIVES);
        assert_int_equal(dt_search_tell(s, f), DT_OK);
        free(f);
    }
}

static double archive_volume(const dt_search *s)
{
    const double reference[3] = {1.0, 1.0, 1.0};
    int n = dt_search_count(s);
    double *f = malloc((size_t)n * OBJECTIVES * sizeof *f), volume = 0.0;
    assert_non_null(f);
    for (int i = 0; i < n; i++)
        memcpy(f + i * OBJECTIVES, dt_search_objectives(s, i), OBJECTIVES * sizeof *f);
    assert_int_equal(dt_hypervolume(f, n, OBJECTIVES, reference, &volume), DT_OK);
    free(f);
    return volume;
}

/* After 10,000 evaluations: at least the volume of two other programs (NSGA-II 0.3637, epsilon-MOEA 0.3777 of
 * Platypus 1.4.1), below that of the whole front, 1 - pi/6. */
TEST(dtlz2_as_good_as_others)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        dt_search *s = begin(seed);
        advance(s, 10000);
        double volume = archive_volume(s);
        assert_true(volume > 0.3777);
        assert_true(volume < 1.0 - PI / 6.0);
        dt_search_free(s);
    }
}

/* Points of the archive lie on the sphere within the size of a box, and no box dominates another. */
TEST(archive_holds_a_front)
{
    dt_search *s = begin(4);
    advance(s, 10000);
    const double epsilon[3] = {0.05, 0.05, 0.05};
    for (int i = 0; i < dt_search_count(s); i++) {
        const double *f = dt_search_objectives(s, i);
        assert_near(sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]), 1.0, 0.05, 0.0);
        for (int j = 0; j < dt_search_count(s); j++)
            if (i != j)
                assert_int_equal(dt_compare_boxes(f, dt_search_objectives(s, j), epsilon, 3), DT_BOX_APART);
    }
    dt_search_free(s);
}

/* Saved after any number of rounds and restored: the same search to the end, bit for bit. */
TEST(restored_search_is_the_same)
{
    dt_search *whole = begin(9), *first = begin(9), *second = NULL;
    advance(whole, 6000);
    advance(first, 2500);
    size_t size = dt_search_save_size(first);
    void *buffer = malloc(size);
    assert_non_null(buffer);
    dt_search_save(first, buffer);
    assert_int_equal(dt_search_restore(buffer, size, &second), DT_OK);
    advance(second, 6000);
    assert_int_equal(dt_search_count(second), dt_search_count(whole));
    assert_int_equal(dt_search_restarts(second), dt_search_restarts(whole));
    for (int i = 0; i < dt_search_count(whole); i++)
        assert_memory_equal(dt_search_levers(second, i), dt_search_levers(whole, i), LEVERS * sizeof(double));
    dt_search *none = NULL;
    assert_int_equal(dt_search_restore(buffer, size - 1, &none), DT_INPUT);
    ((unsigned char *)buffer)[0] ^= 1;
    assert_int_equal(dt_search_restore(buffer, size, &none), DT_INPUT);
    assert_null(none);
    free(buffer);
    dt_search_free(whole);
    dt_search_free(first);
    dt_search_free(second);
}

/* Failed evaluations never enter; a search in which all fail goes on. */
TEST(failures_are_never_kept)
{
    dt_search *s = begin(2);
    for (int round = 0; round < 5; round++) {
        int n;
        const double *x = dt_search_ask(s, &n);
        double *f = malloc((size_t)n * OBJECTIVES * sizeof *f);
        assert_non_null(f);
        for (int i = 0; i < n; i++) {
            dtlz2(x + i * LEVERS, f + i * OBJECTIVES);
            if (round < 2 || x[i * LEVERS] < 0.5) f[i * OBJECTIVES + 1] = NAN;
        }
        assert_int_equal(dt_search_tell(s, f), DT_OK);
        free(f);
    }
    assert_true(dt_search_count(s) > 0);
    for (int i = 0; i < dt_search_count(s); i++)
        assert_true(dt_search_levers(s, i)[0] >= 0.5);
    dt_search_free(s);
}

TEST(impossible_searches_are_refused)
{
    dt_search_options o = dt_search_defaults();
    dt_search *s = NULL;
    assert_int_equal(dt_search_create(&o, &s), DT_INPUT);
    o.n_lever = o.n_objective = 1;
    assert_int_equal(dt_search_create(&o, &s), DT_INPUT); /* epsilon is 0 */
    o.epsilon[0] = 0.1;
    o.population = 3;
    assert_int_equal(dt_search_create(&o, &s), DT_INPUT);
    assert_null(s);
}

/* Crossing keeps the mean of the two children at the mean of the parents; both lie in [0, 1]. */
TEST(crossing_keeps_the_middle)
{
    for (double u = 0.05; u < 0.9; u += 0.1) {
        double one = dt_crossed(0.4, 0.6, u, 0.1), other = dt_crossed(0.4, 0.6, u, 0.9);
        assert_near(0.5 * (one + other), 0.5, 1e-15, 0.0);
        assert_true(one >= 0.0 && one <= 1.0);
    }
    assert_true(dt_crossed(0.4, 0.6, 0.3, 0.3) == 0.4 && dt_crossed(0.4, 0.6, 0.3, 0.7) == 0.6);
    assert_near(dt_crossed(0.4, 0.6, 0.5, 0.1), 0.4, 1e-15, 0.0); /* spread 1: the parents */
}

/* Mutation moves as often down as up in the middle, by the spread of its index: of |delta|^21 uniform on (0,
 * 1) before the bounds, the mean of 1 - |delta| is 21/22 (integral of (2v)^(1/21) over v < 1/2). */
TEST(mutation_moves_little)
{
    double sum = 0.0, size = 0.0;
    enum { N = 20000 };
    for (int i = 0; i < N; i++) {
        double moved = dt_mutated(0.5, 1.0, (i + 0.5) / N) - 0.5;
        sum += moved / N;
        size += fabs(moved) / N;
    }
    assert_near(sum, 0.0, 1e-6, 0.0);
    assert_near(size, 1.0 - 21.0 / 22.0, 1e-4, 0.0);
    assert_true(dt_mutated(0.3, 0.1, 0.2) == 0.3);
}

TEST(boxes_compare)
{
    const double e[2] = {0.1, 0.1};
    assert_int_equal(dt_compare_boxes((double[]){0.05, 0.05}, (double[]){0.15, 0.05}, e, 2), DT_BOX_BETTER);
    assert_int_equal(dt_compare_boxes((double[]){0.15, 0.05}, (double[]){0.05, 0.05}, e, 2), DT_BOX_WORSE);
    assert_int_equal(dt_compare_boxes((double[]){0.15, 0.05}, (double[]){0.05, 0.15}, e, 2), DT_BOX_APART);
    assert_int_equal(dt_compare_boxes((double[]){0.02, 0.02}, (double[]){0.05, 0.05}, e, 2),
                     DT_BOX_SAME_BETTER);
    assert_int_equal(dt_compare_boxes((double[]){0.05, 0.05}, (double[]){0.02, 0.02}, e, 2), DT_BOX_WORSE);
}

RUN_TESTS(CASE(dtlz2_as_good_as_others), CASE(archive_holds_a_front), CASE(restored_search_is_the_same),
          CASE(failures_are_never_kept), CASE(impossible_searches_are_refused),
          CASE(crossing_keeps_the_middle), CASE(mutation_moves_little), CASE(boxes_compare))
