/* The network of states against its dense matrix. */
#include "model/network.h"

#include "test.h"

enum { N = 7, STRIDE = 3 };

/* Rows with named neighbours and common parts; the last state has no neighbours and is nobody's. */
static void make_rows(struct network_row rows[N])
{
    memset(rows, 0, N * sizeof *rows);
    for (int i = 0; i < N - 1; i++) {
        rows[i].count = i % 3;
        for (int k = 0; k < rows[i].count; k++) {
            rows[i].named[k] = (i + 1 + 2 * k) % (N - 1);
            rows[i].weight[k] = 0.2 + 0.1 * k + 0.05 * i;
        }
        for (int r = 0; r < DT_N_COMMON; r++) {
            rows[i].from[r] = 0.1 * r + 0.02 * i;
            rows[i].to[r] = 0.3 - 0.05 * r + 0.01 * i;
        }
    }
    network_close(rows, N);
}

/* The full matrix of weights. */
static double dense_weight(const struct network_row *rows, int i, int j)
{
    double weight = 0.0;
    for (int r = 0; r < DT_N_COMMON && i != j; r++)
        weight += rows[i].from[r] * rows[j].to[r];
    for (int k = 0; k < rows[i].count; k++)
        if (rows[i].named[k] == j) weight += rows[i].weight[k];
    return weight;
}

/* The sum over named rivals and common parts is that of the full matrix of weights. */
TEST(sparse_sum_is_the_dense_one)
{
    struct network_row rows[N];
    double field[N * STRIDE] = {0.0};
    make_rows(rows);
    for (int i = 0; i < N; i++)
        field[i * STRIDE] = 1.0 + 0.37 * i * i;
    struct network_field x = {field, STRIDE};
    struct network_common common = network_common(rows, N, x);
    for (int i = 0; i < N; i++) {
        double sum = 0.0, total = 0.0;
        for (int j = 0; j < N; j++) {
            sum += dense_weight(rows, i, j) * field[j * STRIDE];
            total += dense_weight(rows, i, j);
        }
        assert_near(network_sum(rows, i, x, &common), sum, 0.0, 1e-14); /* order of the sum */
        assert_near(rows[i].total, total, 0.0, 1e-14);
        assert_near(rows[i].per_total, i == N - 1 ? 0.0 : 1.0 / total, 0.0, 1e-14);
        assert_int_equal(rows[i].adds, i < N - 1);
    }
}

/* Where only two states have a value, a sum over those of them that are neighbours is the whole sum. */
TEST(sum_of_a_few_is_the_dense_one)
{
    struct network_row rows[N];
    double field[N * STRIDE] = {0.0};
    make_rows(rows);
    field[2 * STRIDE] = 2.5;
    field[5 * STRIDE] = 0.7;
    struct network_field x = {field, STRIDE};
    struct network_common common = network_common(rows, N, x);
    for (int i = 0; i < N; i++) {
        unsigned set = ((1u << DT_N_COMMON) - 1u) << DT_MAX_NAMED;
        for (int k = 0; k < rows[i].count; k++)
            set |= (unsigned)(field[rows[i].named[k] * STRIDE] != 0.0) << k;
        double sum = dense_weight(rows, i, 2) * 2.5 + dense_weight(rows, i, 5) * 0.7;
        assert_near(network_sum_of(rows, i, x, &common, set), sum, 0.0, 1e-14); /* order of the sum */
    }
}

RUN_TESTS(CASE(sparse_sum_is_the_dense_one), CASE(sum_of_a_few_is_the_dense_one))
