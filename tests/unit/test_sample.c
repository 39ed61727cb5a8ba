/* Sampling designs against published points, closed forms and the properties that define them. */
#include "test.h"

#include <stdlib.h>

#include "detente/sample.h"
#include "io/csv.h"
#include "sample/design.h"
#include "scratch.h"

#define SHARED DT_SOURCE_DIR "/../shared/verification/analysis/"

static dt_design *make(int kind, int columns, int64_t base, uint64_t seed)
{
    dt_design_options o = dt_design_defaults();
    o.kind = kind;
    o.n_column = columns;
    o.base = base;
    o.seed = seed;
    dt_design *d = NULL;
    assert_int_equal(dt_design_create(&o, &d, NULL), DT_OK);
    return d;
}

static dt_csv *table(const char *path)
{
    dt_csv *t = NULL;
    assert_int_equal(dt_csv_read(path, &t, NULL), DT_OK);
    return t;
}

static double number(const dt_csv *t, int row, int column)
{
    double value = 0.0;
    assert_int_equal(dt_csv_number(t, row, column, &value, NULL), DT_OK);
    return value;
}

/* 80 points in 20 dimensions, bit for bit (direction numbers of Joe and Kuo 2008, from another
 * program). */
TEST(sobol_points_as_published)
{
    dt_csv *t = table(SHARED "sobol_sequence_d20.csv");
    for (int row = 0; row < dt_csv_row_count(t); row++) {
        uint32_t digit[20];
        dt_sobol_digits((uint64_t)number(t, row, 0), 20, digit);
        for (int d = 0; d < 20; d++)
            assert_true((double)(digit[d] >> 2) == number(t, row, d + 1));
    }
    assert_int_equal(dt_csv_row_count(t), 80);
    dt_csv_free(t);
}

/* Each point in every dimension is the only one of 2^k in its slice: true of every generator matrix that is
 * upper triangular with ones on the diagonal, whatever its numbers; wrong degrees or recurrences break it. */
static void check_every_slice(int scrambled)
{
    dt_design_options o = dt_design_defaults();
    o.n_column = DT_SOBOL_DIMENSIONS;
    o.base = 256;
    o.is_scrambled = scrambled;
    o.seed = 5;
    dt_design *d = NULL;
    assert_int_equal(dt_design_create(&o, &d, NULL), DT_OK);
    static unsigned char seen[DT_SOBOL_DIMENSIONS][256];
    memset(seen, 0, sizeof seen);
    static double u[DT_SOBOL_DIMENSIONS];
    for (int row = 0; row < 256; row++) {
        dt_design_row(d, row, u);
        for (int c = 0; c < DT_SOBOL_DIMENSIONS; c++)
            assert_int_equal(seen[c][(int)(u[c] * 256.0)]++, 0);
    }
    dt_design_free(d);
}

TEST(sobol_fills_every_slice)
{
    check_every_slice(0);
}

TEST(scrambling_keeps_slices)
{
    check_every_slice(1);
}

/* The first two dimensions make a (0, m, 2)-net in base 2: one point in every box of area 1/256. */
TEST(scrambling_keeps_the_net)
{
    dt_design *d = make(DT_DESIGN_SOBOL, 2, 256, 99);
    for (int k = 0; k <= 8; k++) {
        unsigned char seen[256] = {0};
        for (int row = 0; row < 256; row++) {
            double u[2];
            dt_design_row(d, row, u);
            int box = ((int)(u[0] * (1 << k)) << (8 - k)) + (int)(u[1] * (1 << (8 - k)));
            assert_int_equal(seen[box]++, 0);
        }
    }
    dt_design_free(d);
}

/* Over seeds a scrambled point is uniform: mean 1/2 and variance 1/12 of 4,000 draws within 4 standard
 * errors. */
TEST(scrambled_points_are_uniform)
{
    double sum = 0.0, square = 0.0;
    enum { N = 4000 };
    for (int s = 0; s < N; s++) {
        double u = (dt_owen_scramble(0x40000000u, (uint64_t)s, 3) + 0.5) * 0x1p-32;
        sum += u;
        square += (u - 0.5) * (u - 0.5);
    }
    assert_near(sum / N, 0.5, 4.0 * sqrt(1.0 / 12.0 / N), 0.0);
    assert_near(square / N, 1.0 / 12.0, 4.0 * sqrt(1.0 / 180.0 / N), 0.0);
}

/* Variance of the mean of a smooth function falls as n^-3 under Owen's scrambling (Owen 1997, Ann. Stat.
 * 25:1541): of u^2 in one dimension, it is below n^-2 / 100 at n = 64, where independent points have 4/45/64.
 */
TEST(scrambling_integrates_fast)
{
    double variance = 0.0;
    for (int s = 0; s < 200; s++) {
        dt_design *d = make(DT_DESIGN_SOBOL, 1, 64, (uint64_t)s);
        double mean = 0.0, u;
        for (int row = 0; row < 64; row++) {
            dt_design_row(d, row, &u);
            mean += u * u / 64.0;
        }
        variance += (mean - 1.0 / 3.0) * (mean - 1.0 / 3.0) / 200.0;
        dt_design_free(d);
    }
    assert_true(variance < 1.0 / (64.0 * 64.0) / 100.0);
}

/* A fraction "a/b" as text. */
static double fraction(const char *text)
{
    char *end = NULL;
    double top = strtod(text, &end);
    return *end == '/' ? top / strtod(end + 1, NULL) : top;
}

TEST(halton_points_are_rationals)
{
    dt_csv *t = table(SHARED "halton_d8.csv");
    for (int row = 0; row < dt_csv_row_count(t); row++) {
        double u[8];
        dt_halton_point((uint64_t)number(t, row, 0), 8, u);
        for (int d = 0; d < 8; d++)
            assert_near(u[d], fraction(dt_csv_text(t, row, d + 1)), 1e-15, 0.0);
    }
    dt_csv_free(t);
}

/* The first b points of a scrambled Halton sequence lie in different slices of width 1/b, for every base b.
 */
TEST(scrambled_halton_fills_slices)
{
    dt_design *d = make(DT_DESIGN_HALTON, 8, 400, 4);
    const int prime[8] = {2, 3, 5, 7, 11, 13, 17, 19};
    for (int c = 0; c < 8; c++) {
        unsigned char seen[19 * 19] = {0};
        int n = prime[c] * prime[c];
        for (int row = 0; row < n; row++) {
            double u[8];
            dt_design_row(d, row, u);
            assert_true(u[c] > 0.0 && u[c] < 1.0);
            assert_int_equal(seen[(int)(u[c] * n)]++, 0);
        }
    }
    dt_design_free(d);
}

TEST(permutations_are_one_to_one)
{
    for (uint64_t n = 1; n < 200; n += 7) {
        unsigned char seen[200] = {0};
        for (uint64_t i = 0; i < n; i++)
            assert_int_equal(seen[dt_shuffled(i, n, 77 + n)]++, 0);
    }
}

TEST(latin_has_one_point_a_slice)
{
    int kind[2] = {DT_DESIGN_LATIN, DT_DESIGN_MAXIMIN};
    for (int k = 0; k < 2; k++) {
        dt_design *d = make(kind[k], 5, 97, 3);
        dt_design_quality q;
        assert_int_equal(dt_design_measure(d, &q), DT_OK);
        assert_int_equal(q.is_latin, 1);
        double mean[5] = {0}, u[5];
        for (int row = 0; row < 97; row++) {
            dt_design_row(d, row, u);
            for (int c = 0; c < 5; c++)
                mean[c] += u[c] / 97.0;
        }
        for (int c = 0; c < 5; c++)
            assert_near(mean[c], 0.5, 0.5 / 97.0, 0.0);
        dt_design_free(d);
    }
}

/* Least distance of the maximin design against the median of 21 plain Latin hypercubes: at least twice. */
TEST(maximin_keeps_points_apart)
{
    double least[21];
    dt_design_quality q;
    for (int s = 0; s < 21; s++) {
        dt_design *d = make(DT_DESIGN_LATIN, 4, 60, (uint64_t)s);
        assert_int_equal(dt_design_measure(d, &q), DT_OK);
        least[s] = q.least_distance;
        dt_design_free(d);
    }
    for (int i = 1; i < 21; i++)
        for (int j = i; j > 0 && least[j] < least[j - 1]; j--) {
            double t = least[j];
            least[j] = least[j - 1];
            least[j - 1] = t;
        }
    dt_design *d = make(DT_DESIGN_MAXIMIN, 4, 60, 0);
    assert_int_equal(dt_design_measure(d, &q), DT_OK);
    assert_true(q.least_distance > 2.0 * least[10]);
    dt_design_free(d);
}

TEST(quality_of_a_known_design)
{
    dt_design *d = NULL;
    const char *const name[3] = {"u1", "u2", "u3"};
    dt_design_quality q;
    assert_int_equal(dt_design_read(SHARED "design_10x3.csv", name, 3, &d, NULL), DT_OK);
    assert_int_equal(dt_design_measure(d, &q), DT_OK);
    assert_near(q.centred, 0.014745791596808111, 1e-12, 0.0);
    assert_near(q.wrap_around, 0.029581875428431825, 1e-12, 0.0);
    assert_near(q.mixture, 0.032522514207664166, 1e-12, 0.0);
    assert_near(q.star, 0.054345144186206104, 1e-12, 0.0);
    assert_near(q.greatest_correlation, 0.40950705501407053, 1e-12, 0.0);
    assert_near(q.least_distance, 0.2412856814607946, 1e-12, 0.0);
    assert_int_equal(q.is_latin, 1);
    dt_design_free(d);
}

/* Every row of Saltelli's design differs from A, or from B, in the column that it should. */
TEST(saltelli_swaps_columns)
{
    dt_design_options o = dt_design_defaults();
    o.kind = DT_DESIGN_SALTELLI;
    o.n_column = 4;
    o.base = 8;
    o.second_order = 1;
    dt_design *d = NULL;
    assert_int_equal(dt_design_create(&o, &d, NULL), DT_OK);
    assert_int_equal(dt_design_group(d), 10);
    assert_int_equal(dt_design_rows(d), 80);
    for (int base = 0; base < 8; base++) {
        double a[4], b[4], u[4];
        dt_design_row(d, base * 10, a);
        dt_design_row(d, base * 10 + 9, b);
        for (int j = 0; j < 4; j++)
            for (int side = 0; side < 2; side++) {
                dt_design_row(d, base * 10 + 1 + j + 4 * side, u);
                for (int c = 0; c < 4; c++)
                    assert_true(u[c] == ((c == j) != side ? b[c] : a[c]));
            }
    }
    dt_design_free(d);
}

/* Shocks: of one base point, rows made from A share a stream and rows made from B another; of a trajectory
 * all share one; of plain points each row has its own. */
TEST(streams_of_shocks)
{
    dt_design_options o = dt_design_defaults();
    o.kind = DT_DESIGN_SALTELLI;
    o.n_column = 3;
    o.base = 4;
    o.second_order = 1;
    dt_design *d = NULL;
    assert_int_equal(dt_design_create(&o, &d, NULL), DT_OK);
    const uint64_t expected[8] = {2, 2, 2, 2, 3, 3, 3, 3};
    for (uint64_t row = 0; row < 8; row++)
        assert_true(dt_design_stream(d, 8 + row) == expected[row]);
    dt_design_free(d);
    d = make(DT_DESIGN_MORRIS, 3, 5, 1);
    assert_true(dt_design_stream(d, 7) == 1 && dt_design_stream(d, 4) == 1 && dt_design_stream(d, 8) == 2);
    dt_design_free(d);
    d = make(DT_DESIGN_LATIN, 3, 5, 1);
    assert_true(dt_design_stream(d, 4) == 4);
    dt_design_free(d);
}

/* Each step of a trajectory moves the column that dt_design_move names, by its delta, and no other; every
 * column moves once, by half the range. */
TEST(morris_moves_one_column)
{
    dt_design *d = make(DT_DESIGN_MORRIS, 6, 30, 8);
    for (int64_t t = 0; t < 30; t++) {
        int moved[6] = {0};
        for (int step = 0; step < 6; step++) {
            double from[6], to[6], delta = 0.0;
            dt_design_row(d, t * 7 + step, from);
            dt_design_row(d, t * 7 + step + 1, to);
            int c = dt_design_move(d, t, step, &delta);
            for (int k = 0; k < 6; k++)
                assert_true(to[k] - from[k] == (k == c ? delta : 0.0));
            assert_true(fabs(delta) == 0.5);
            moved[c]++;
        }
        for (int c = 0; c < 6; c++)
            assert_int_equal(moved[c], 1);
    }
    dt_design_free(d);
}

TEST(morris_visits_all_levels)
{
    dt_design *d = make(DT_DESIGN_MORRIS, 3, 400, 8);
    int count[4] = {0};
    for (int64_t row = 0; row < dt_design_rows(d); row++) {
        double u[3];
        dt_design_row(d, row, u);
        for (int c = 0; c < 3; c++)
            count[(int)(u[c] * 4.0)]++;
    }
    for (int k = 0; k < 4;
         k++) /* 4,800 numbers, a quarter each; within 5 standard errors of dependent draws */
        assert_near(count[k], 1200.0, 5.0 * sqrt(4800.0 * 0.25), 0.0);
    dt_design_free(d);
}

TEST(radial_steps_from_one_point)
{
    dt_design *d = make(DT_DESIGN_MORRIS_RADIAL, 5, 16, 8);
    for (int64_t t = 0; t < 16; t++) {
        double base[5], u[5], delta = 0.0;
        dt_design_row(d, t * 6, base);
        for (int step = 0; step < 5; step++) {
            dt_design_row(d, t * 6 + step + 1, u);
            assert_int_equal(dt_design_move(d, t, step, &delta), step);
            for (int c = 0; c < 5; c++)
                assert_true(u[c] - base[c] == (c == step ? delta : 0.0));
            assert_true(delta != 0.0);
        }
    }
    dt_design_free(d);
}

TEST(factorial_has_every_combination)
{
    dt_design_options o = {.kind = DT_DESIGN_FACTORIAL, .n_column = 3, .level = 4};
    dt_design *d = NULL;
    assert_int_equal(dt_design_create(&o, &d, NULL), DT_OK);
    assert_int_equal(dt_design_rows(d), 64);
    unsigned char seen[64] = {0};
    for (int row = 0; row < 64; row++) {
        double u[3];
        dt_design_row(d, row, u);
        seen[(int)(u[0] * 4.0) + 4 * (int)(u[1] * 4.0) + 16 * (int)(u[2] * 4.0)]++;
    }
    for (int k = 0; k < 64; k++)
        assert_int_equal(seen[k], 1);
    dt_design_free(d);
}

/* The same seed gives the same bytes, in any order of asking; another seed gives others; all lie inside (0,
 * 1). */
TEST(seeds_decide)
{
    for (int kind = 0; kind < DT_DESIGN_FACTORIAL; kind++) {
        dt_design *a = make(kind, 3, 32, 0), *b = make(kind, 3, 32, 0), *c = make(kind, 3, 32, 1);
        int differs = 0;
        for (int64_t row = dt_design_rows(a) - 1; row >= 0; row--) {
            double ua[3], ub[3], uc[3];
            dt_design_row(a, row, ua);
            dt_design_row(b, row, ub);
            dt_design_row(c, row, uc);
            assert_memory_equal(ua, ub, sizeof ua);
            differs += memcmp(ua, uc, sizeof ua) != 0;
            for (int k = 0; k < 3; k++)
                assert_true(ua[k] > 0.0 && ua[k] < 1.0);
        }
        assert_true(differs > 0);
        dt_design_free(a);
        dt_design_free(b);
        dt_design_free(c);
    }
}

TEST(written_designs_read_back)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    scratch_create(folder);
    scratch_path(folder, "design.csv", path);
    const char *const name[3] = {"a", "b.USA", "c"};
    dt_design *d = make(DT_DESIGN_SOBOL, 3, 50, 2), *back = NULL;
    assert_int_equal(dt_design_write(d, path, name, NULL), DT_OK);
    assert_int_equal(dt_design_read(path, name, 3, &back, NULL), DT_OK);
    assert_int_equal(dt_design_rows(back), 50);
    for (int row = 0; row < 50; row++) {
        double u[3], v[3];
        dt_design_row(d, row, u);
        dt_design_row(back, row, v);
        assert_memory_equal(u, v, sizeof u);
    }
    dt_design_free(d);
    dt_design_free(back);
    scratch_remove(folder);
}

static void refuse(dt_design_options o, const char *key)
{
    dt_diagnostics found;
    dt_design *d = NULL;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_design_create(&o, &d, &found), DT_INPUT);
    assert_null(d);
    assert_string_equal(found.item[0].key, key);
    assert_int_equal(found.item[0].code, DT_E_DESIGN_OPTION);
}

TEST(impossible_designs_are_refused)
{
    dt_design_options o = dt_design_defaults();
    refuse(o, "columns");
    o.n_column = 2000;
    refuse(o, "columns");
    o.n_column = 600;
    o.kind = DT_DESIGN_SALTELLI;
    refuse(o, "columns");
    o.n_column = 3;
    o.base = 0;
    refuse(o, "base");
    o.base = 5000;
    o.kind = DT_DESIGN_MAXIMIN;
    refuse(o, "base");
    o.kind = DT_DESIGN_MORRIS;
    o.level = 5;
    refuse(o, "level");
    o.kind = DT_DESIGN_FACTORIAL;
    o.n_column = 200;
    refuse(o, "rows");
    o.kind = DT_DESIGN_COUNT;
    refuse(o, "kind");
}

TEST(bad_design_files_tell_all_faults)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    scratch_create(folder);
    scratch_path(folder, "bad.csv", path);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("a,extra,b\n0.5,1,0.5\n1.5,1,x\n-0.1,1,1\n", f);
    fclose(f);
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_design *d = NULL;
    assert_int_equal(dt_design_read(path, (const char *const[]){"a", "b"}, 2, &d, &found), DT_INPUT);
    assert_null(d);
    assert_int_equal(found.n_error, 3);
    assert_int_equal(found.n_warning, 1);
    assert_int_equal(found.item[1].line, 3);
    dt_diagnostics_init(&found);
    assert_int_equal(dt_design_read(path, (const char *const[]){"a", "q"}, 2, &d, &found), DT_INPUT);
    assert_int_equal(found.n_error, 1);
    scratch_remove(folder);
}

RUN_TESTS(CASE(sobol_points_as_published), CASE(sobol_fills_every_slice), CASE(scrambling_keeps_slices),
          CASE(scrambling_keeps_the_net), CASE(scrambled_points_are_uniform),
          CASE(scrambling_integrates_fast), CASE(halton_points_are_rationals),
          CASE(scrambled_halton_fills_slices), CASE(permutations_are_one_to_one),
          CASE(latin_has_one_point_a_slice), CASE(maximin_keeps_points_apart),
          CASE(quality_of_a_known_design), CASE(saltelli_swaps_columns), CASE(streams_of_shocks),
          CASE(morris_moves_one_column), CASE(morris_visits_all_levels), CASE(radial_steps_from_one_point),
          CASE(factorial_has_every_combination), CASE(seeds_decide), CASE(written_designs_read_back),
          CASE(impossible_designs_are_refused), CASE(bad_design_files_tell_all_faults))
