/* Cholesky and LU by rows, so that the innermost loops run along memory. The order of all sums is fixed:
 * equal input gives equal bits. */
#include "solve/dense.h"

#include <math.h>

dt_status dt_dense_cholesky(double *a, int n)
{
    for (int i = 0; i < n; i++) {
        double *row = a + (long)i * n;
        for (int j = 0; j <= i; j++) {
            const double *other = a + (long)j * n;
            double sum = row[j];
            for (int k = 0; k < j; k++)
                sum -= row[k] * other[k];
            if (j < i) {
                row[j] = sum / other[j];
            } else {
                if (!(sum > 0.0)) return DT_NO_SOLUTION;
                row[i] = sqrt(sum);
            }
        }
    }
    return DT_OK;
}

void dt_dense_cholesky_solve(const double *l, int n, double *b)
{
    for (int i = 0; i < n; i++) {
        const double *row = l + (long)i * n;
        for (int k = 0; k < i; k++)
            b[i] -= row[k] * b[k];
        b[i] /= row[i];
    }
    for (int i = n - 1; i >= 0; i--) {
        const double *row = l + (long)i * n;
        b[i] /= row[i];
        for (int k = 0; k < i; k++)
            b[k] -= row[k] * b[i];
    }
}

void dt_dense_cholesky_inverse(const double *l, int n, double *inverse)
{
    for (int i = 0; i < n; i++) {
        double *row = inverse + (long)i * n;
        for (int k = 0; k < n; k++)
            row[k] = k == i ? 1.0 : 0.0;
        dt_dense_cholesky_solve(l, n, row);
    }
}

/* Row below which the largest number of a column stands. */
static int find_pivot(const double *a, int n, int column)
{
    int best = column;
    for (int i = column + 1; i < n; i++)
        if (fabs(a[(long)i * n + column]) > fabs(a[(long)best * n + column])) best = i;
    return best;
}

static void exchange_rows(double *a, int width, int one, int other)
{
    for (int k = 0; k < width; k++) {
        double kept = a[(long)one * width + k];
        a[(long)one * width + k] = a[(long)other * width + k];
        a[(long)other * width + k] = kept;
    }
}

dt_status dt_dense_lu(double *a, int n, int *pivot)
{
    for (int j = 0; j < n; j++) {
        pivot[j] = find_pivot(a, n, j);
        exchange_rows(a, n, j, pivot[j]);
        const double *top = a + (long)j * n;
        if (!(fabs(top[j]) > 0.0)) return DT_NO_SOLUTION;
        for (int i = j + 1; i < n; i++) {
            double *row = a + (long)i * n;
            row[j] /= top[j];
            for (int k = j + 1; k < n; k++)
                row[k] -= row[j] * top[k];
        }
    }
    return DT_OK;
}

void dt_dense_lu_solve(const double *lu, const int *pivot, int n, double *b, int n_column)
{
    for (int i = 0; i < n; i++)
        exchange_rows(b, n_column, i, pivot[i]);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++)
            for (int c = 0; c < n_column; c++)
                b[(long)i * n_column + c] -= lu[(long)i * n + j] * b[(long)j * n_column + c];
    for (int i = n - 1; i >= 0; i--) {
        for (int j = i + 1; j < n; j++)
            for (int c = 0; c < n_column; c++)
                b[(long)i * n_column + c] -= lu[(long)i * n + j] * b[(long)j * n_column + c];
        for (int c = 0; c < n_column; c++)
            b[(long)i * n_column + c] /= lu[(long)i * n + i];
    }
}
