/* Stationary vectors of Markov chains by the elimination of Grassmann, Taksar and Heyman ("Regenerative
 * analysis and steady state distributions for Markov chains", Operations Research 33 (1985) 1107-1116), which
 * never subtracts: every part of the vector is right to almost all digits, however rare the state is.
 *
 * States are taken out from the last to the first; a state's rates go to those that are left. The elimination
 * of a block of states is finished before the rest of the matrix is touched, row by row, so that the rest
 * passes through the cache once a block.
 *
 * What must stay true: the chain has one recurrent class. Diagonal elements are not read. */
#include "normal/population_chain.h"

#include <stdlib.h>
#include <string.h>

#include "detente/games.h"

enum { BLOCK = 32 };

/* Adds to row `to`, columns 0..n-1, what reaches it through states first..last-1 of the block. */
static void pass_through(double *matrix, int size, int to, const int part[2], int n)
{
    double *row = matrix + (long)to * size;
    int k = part[0];
    for (; k + 4 <= part[1]; k += 4) {
        const double *a = matrix + (long)k * size, *b = a + size, *c = b + size, *d = c + size;
        double wa = row[k], wb = row[k + 1], wc = row[k + 2], wd = row[k + 3];
        for (int j = 0; j < n; j++)
            row[j] += (wa * a[j] + wb * b[j]) + (wc * c[j] + wd * d[j]);
    }
    for (; k < part[1]; k++) {
        const double *a = matrix + (long)k * size;
        double weight = row[k];
        for (int j = 0; j < n; j++)
            row[j] += weight * a[j];
    }
}

/* Eliminates states first..end-1, from the last down. 0 if a state has no way to those before it. */
static int eliminate_block(double *matrix, int size, int first, int end)
{
    for (int s = end - 1; s >= first && s > 0; s--) {
        const int done[2] = {s + 1, end};
        double *row = matrix + (long)s * size, out = 0.0;
        pass_through(matrix, size, s, done, s);
        for (int j = 0; j < s; j++)
            out += row[j];
        if (!(out > 0.0) || !isfinite(out)) return 0;
        for (int i = 0; i < s; i++) {
            double *into = matrix + (long)i * size + s;
            for (int k = s + 1; k < end; k++)
                *into += matrix[(long)i * size + k] * matrix[(long)k * size + s];
            *into /= out;
        }
    }
    for (int i = 0; i < first; i++) {
        const int block[2] = {first, end};
        pass_through(matrix, size, i, block, first);
    }
    return 1;
}

/* The chain in doubles; `matrix` is overwritten. */
static dt_status solve(double *matrix, int size, double *vector)
{
    for (int end = size; end > 0; end -= BLOCK)
        if (!eliminate_block(matrix, size, end > BLOCK ? end - BLOCK : 0, end)) return DT_NO_SOLUTION;
    double total = 0.0;
    for (int s = 0; s < size; s++) {
        vector[s] = s == 0 ? 1.0 : 0.0;
        for (int i = 0; i < s; i++)
            vector[s] += vector[i] * matrix[(long)i * size + s];
        total += vector[s];
    }
    for (int s = 0; s < size; s++)
        vector[s] /= total;
    return isfinite(total) ? DT_OK : DT_NO_SOLUTION;
}

dt_status dt_stationary(const double *rate, int n, double *vector)
{
    if (n < 1) return DT_INPUT;
    double *copy = malloc((size_t)n * (size_t)n * sizeof *copy), *result = malloc((size_t)n * sizeof *result);
    dt_status status = copy && result ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        memcpy(copy, rate, (size_t)n * (size_t)n * sizeof *copy);
        status = solve(copy, n, result);
    }
    if (status == DT_OK) memcpy(vector, result, (size_t)n * sizeof *vector);
    free(copy);
    free(result);
    return status;
}

/* The same in logarithms. */
static dt_status solve_log(double *matrix, int n, double *log_vector)
{
    for (int s = n - 1; s > 0; s--) {
        double *row = matrix + (long)s * n, out = -INFINITY;
        for (int j = 0; j < s; j++)
            out = dt_log_add(out, row[j]);
        if (!isfinite(out)) return DT_NO_SOLUTION;
        for (int i = 0; i < s; i++) {
            double *from = matrix + (long)i * n, weight = from[s] - out;
            from[s] = weight;
            for (int j = 0; j < s && weight > -INFINITY; j++)
                if (j != i) from[j] = dt_log_add(from[j], weight + row[j]);
        }
    }
    double total = 0.0;
    log_vector[0] = 0.0;
    for (int s = 1; s < n; s++) {
        log_vector[s] = -INFINITY;
        for (int i = 0; i < s; i++)
            log_vector[s] = dt_log_add(log_vector[s], log_vector[i] + matrix[(long)i * n + s]);
        total = dt_log_add(total, log_vector[s]);
    }
    for (int s = 0; s < n; s++)
        log_vector[s] -= total;
    return DT_OK;
}

dt_status dt_stationary_log(const double *log_rate, int n, double *log_vector)
{
    if (n < 1) return DT_INPUT;
    double *copy = malloc(((size_t)n + 1) * (size_t)n * sizeof *copy);
    if (!copy) return DT_NO_MEMORY;
    double *result = copy + (size_t)n * (size_t)n;
    memcpy(copy, log_rate, (size_t)n * (size_t)n * sizeof *copy);
    dt_status status = solve_log(copy, n, result);
    if (status == DT_OK) memcpy(log_vector, result, (size_t)n * sizeof *log_vector);
    free(copy);
    return status;
}
