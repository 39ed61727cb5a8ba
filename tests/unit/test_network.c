/* The network of states against its dense matrix. */
#include "model/network.h"

#include "test.h"

/* The sum over named rivals and common parts is that of the full matrix of weights. */
TEST(sparse_sum_is_the_dense_one)
{
    enum { N = 7, STRIDE = 3 };
    struct network_row rows[N] = {{.count = 0}};
    double weight[N][N], value[N], field[N * STRIDE];
    memset(field, 0, sizeof field);
    for (int i = 0; i < N; i++) {
        value[i] = field[i * STRIDE] = 1.0 + 0.37 * i * i;
        if (i == N - 1) continue; /* the last has no neighbours and is nobody's */
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
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            weight[i][j] = 0.0;
            for (int r = 0; r < DT_N_COMMON && i != j; r++)
                weight[i][j] += rows[i].from[r] * rows[j].to[r];
            for (int k = 0; k < rows[i].count; k++)
                if (rows[i].named[k] == j) weight[i][j] += rows[i].weight[k];
        }
    struct network_field x = {field, STRIDE};
    struct network_common common = network_common(rows, N, x);
    for (int i = 0; i < N; i++) {
        double sum = 0.0, total = 0.0;
        for (int j = 0; j < N; j++) {
            sum += weight[i][j] * value[j];
            total += weight[i][j];
        }
        assert_near(network_sum(rows, i, x, &common), sum, 0.0, 1e-14); /* order of the sum */
        assert_near(rows[i].total, total, 0.0, 1e-14);
        assert_near(rows[i].per_total, i == N - 1 ? 0.0 : 1.0 / total, 0.0, 1e-14);
    }
}

RUN_TESTS(CASE(sparse_sum_is_the_dense_one))
