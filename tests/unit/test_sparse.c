/* Sparse L D L' against the dense decomposition, on matrices of many patterns. */
#include "solve/sparse.h"
#include "solve/sparse_lu.h"

#include <math.h>
#include <stdlib.h>

#include "solve/dense.h"
#include "test.h"

/* A plain generator of numbers between 0 and 1 for patterns (Lehmer's, modulus 2^31 - 1). */
static double next(uint64_t *state)
{
    *state = *state * 48271 % 2147483647;
    return (double)*state / 2147483647.0;
}

struct matrix {
    int n, count, *row, *column;
    double *value, *dense;
    signed char *sign;
};

static void enter(struct matrix *m, int i, int j, double value)
{
    m->row[m->count] = i;
    m->column[m->count] = j;
    m->value[m->count++] = value;
    m->dense[i * m->n + j] += value;
    if (i != j) m->dense[j * m->n + i] += value;
}

/* A quasi-definite matrix: `n_negative` pivots below zero; some entries are given twice, in either triangle.
 */
static void make(struct matrix *m, int n, int n_negative, double density, uint64_t seed)
{
    uint64_t state = seed;
    *m = (struct matrix){.n = n};
    m->row = calloc((size_t)(4 * n * n), sizeof *m->row);
    m->column = calloc((size_t)(4 * n * n), sizeof *m->column);
    m->value = calloc((size_t)(4 * n * n), sizeof *m->value);
    m->dense = calloc((size_t)(n * n), sizeof *m->dense);
    m->sign = calloc((size_t)n + 1, 1);
    for (int i = 0; i < n; i++) {
        m->sign[i] = i < n_negative ? -1 : 1;
        enter(m, i, i, m->sign[i] * (1.0 + next(&state)));
        for (int j = 0; j < i; j++) {
            if (next(&state) > density) continue;
            int is_upper = next(&state) > 0.5;
            enter(m, is_upper ? j : i, is_upper ? i : j, (i < n_negative) == (j < n_negative) ? 0.02 : 1.0);
            if (next(&state) > 0.8) enter(m, i, j, 0.25);
        }
    }
}

static void clear(struct matrix *m)
{
    free(m->row);
    free(m->column);
    free(m->value);
    free(m->dense);
    free(m->sign);
}

static void check(int n, int n_negative, double density, uint64_t seed)
{
    struct matrix m;
    make(&m, n, n_negative, density, seed);
    dt_ldl *ldl = NULL;
    double *b = calloc(2 * (size_t)n, sizeof *b), *expected = b + n;
    int *pivot = calloc((size_t)n, sizeof *pivot);
    for (int i = 0; i < n; i++)
        b[i] = expected[i] = sin(i + 1.0);
    assert_int_equal(dt_ldl_create(n, m.count, m.row, m.column, &ldl), DT_OK);
    for (int again = 0; again < 2; again++)
        assert_int_equal(dt_ldl_factor(ldl, m.value, NULL, 1e-12, NULL), DT_OK);
    dt_ldl_solve(ldl, b);
    assert_int_equal(dt_dense_lu(m.dense, n, pivot), DT_OK);
    dt_dense_lu_solve(m.dense, pivot, n, expected, 1);
    for (int i = 0; i < n; i++)
        assert_near(b[i], expected[i], 1e-8, 1e-8); /* condition below 1e6 at these sizes, times rounding */
    dt_ldl_free(ldl);
    free(b);
    free(pivot);
    clear(&m);
}

TEST(agrees_with_dense)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        check(1 + (int)(seed % 5), 0, 0.5, seed);
        check(12, (int)(seed % 13), 0.3, seed);
        check(60, 0, 0.05, seed);
        check(60, 20, 0.08, seed);
    }
}

/* An unsymmetric matrix: random pattern, some diagonals zero so that rows must be exchanged. */
static void check_lu(int n, double density, uint64_t seed)
{
    uint64_t state = seed;
    int *row = calloc((size_t)(n * n + n), sizeof *row),
        *column = calloc((size_t)(n * n + n), sizeof *column);
    double *value = calloc((size_t)(n * n + n), sizeof *value),
           *dense = calloc((size_t)(n * n), sizeof *dense);
    double *b = calloc(2 * (size_t)n, sizeof *b), *expected = b + n;
    int *pivot = calloc((size_t)n, sizeof *pivot), count = 0;
    dt_lu *lu = NULL;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            int is_cycle = j == (i + 1) % n; /* keeps the matrix regular where diagonals vanish */
            if (!is_cycle && next(&state) > density) continue;
            row[count] = i;
            column[count] = j;
            value[count++] = is_cycle ? 5.0 + next(&state) : next(&state) - 0.5;
            dense[i * n + j] += value[count - 1];
        }
    for (int i = 0; i < n; i++)
        b[i] = expected[i] = cos(i + 1.0);
    assert_int_equal(dt_lu_create(n, count, row, column, &lu), DT_OK);
    for (int again = 0; again < 2; again++)
        assert_int_equal(dt_lu_factor(lu, value), DT_OK);
    dt_lu_solve(lu, b);
    assert_int_equal(dt_dense_lu(dense, n, pivot), DT_OK);
    dt_dense_lu_solve(dense, pivot, n, expected, 1);
    for (int i = 0; i < n; i++)
        assert_near(b[i], expected[i], 1e-9, 1e-9); /* condition below 1e4 at these sizes, times rounding */
    dt_lu_free(lu);
    free(row);
    free(column);
    free(value);
    free(dense);
    free(b);
    free(pivot);
}

TEST(lu_agrees_with_dense)
{
    for (uint64_t seed = 1; seed <= 30; seed++) {
        check_lu(2 + (int)(seed % 6), 0.4, seed);
        check_lu(25, 0.1, seed);
        check_lu(50, 0.03, seed);
    }
    const int row[] = {0, 1}, column[] = {0, 0};
    const double value[] = {1, 1};
    dt_lu *lu = NULL;
    assert_int_equal(dt_lu_create(2, 2, row, column, &lu), DT_OK);
    assert_int_equal(dt_lu_factor(lu, value), DT_NO_SOLUTION);
    dt_lu_free(lu);
    dt_lu_free(NULL);
}

/* An order is a permutation, and a star is eliminated from its leaves: no fill at all. */
TEST(order_of_a_star)
{
    enum { N = 50 };
    int start[N + 1] = {0}, index[2 * N], order[N], seen[N] = {0};
    for (int i = 0; i < N - 1; i++)
        index[i] = i + 1;
    for (int i = 1; i <= N; i++) {
        start[i] = N - 1 + i - 1;
        if (i < N) index[N - 1 + i - 1] = 0;
    }
    assert_int_equal(dt_sparse_order(N, start, index, order), DT_OK);
    for (int k = 0; k < N; k++)
        seen[order[k]]++;
    for (int k = 0; k < N; k++)
        assert_int_equal(seen[k], 1);
    int row[2 * N], column[2 * N], count = 0;
    for (int i = 0; i < N; i++) {
        row[count] = column[count] = i;
        count++;
        if (i == 0) continue;
        row[count] = i;
        column[count++] = 0;
    }
    dt_ldl *ldl = NULL;
    assert_int_equal(dt_ldl_create(N, count, row, column, &ldl), DT_OK);
    assert_int_equal(dt_ldl_fill(ldl), N - 1);
    dt_ldl_free(ldl);
}

/* Fill on a square mesh: nested dissection's bound is 31/4 n log2 n entries (George 1973); minimum degree is
 * known to stay near or below it at this size. */
TEST(fill_on_a_mesh)
{
    enum { SIDE = 40, N = SIDE * SIDE };
    int *row = calloc(3 * N, sizeof *row), *column = calloc(3 * N, sizeof *column), count = 0;
    for (int i = 0; i < N; i++) {
        row[count] = column[count] = i;
        count++;
        if (i % SIDE > 0) {
            row[count] = i;
            column[count++] = i - 1;
        }
        if (i >= SIDE) {
            row[count] = i;
            column[count++] = i - SIDE;
        }
    }
    dt_ldl *ldl = NULL;
    assert_int_equal(dt_ldl_create(N, count, row, column, &ldl), DT_OK);
    assert_true((double)dt_ldl_fill(ldl) < 7.75 * N * log2(SIDE));
    dt_ldl_free(ldl);
    free(row);
    free(column);
}

TEST(singular_and_corrected)
{
    const int row[] = {0, 1, 1}, column[] = {0, 1, 0};
    const double value[] = {1, 1, 1};
    const signed char sign[] = {1, 1};
    dt_ldl *ldl = NULL;
    int changed = 0;
    assert_int_equal(dt_ldl_create(2, 3, row, column, &ldl), DT_OK);
    assert_int_equal(dt_ldl_factor(ldl, value, NULL, 1e-12, NULL), DT_NO_SOLUTION);
    assert_int_equal(dt_ldl_factor(ldl, value, sign, 1e-8, &changed), DT_OK);
    assert_int_equal(changed, 1);
    dt_ldl_free(ldl);
    dt_ldl_free(NULL);
    assert_int_equal(dt_ldl_create(0, 0, row, column, &ldl), DT_OK);
    assert_int_equal(dt_ldl_factor(ldl, value, NULL, 0.0, NULL), DT_OK);
    dt_ldl_free(ldl);
}

RUN_TESTS(CASE(agrees_with_dense), CASE(lu_agrees_with_dense), CASE(order_of_a_star), CASE(fill_on_a_mesh),
          CASE(singular_and_corrected))
