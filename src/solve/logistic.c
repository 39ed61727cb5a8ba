/* Logistic regression by Newton's method. The log-likelihood is concave, so the method with step halving
 * converges wherever a finite maximum exists. */
#include "solve/logistic.h"

#include <stdlib.h>
#include <string.h>

#include "solve/dense.h"

enum { MAX_NEWTON = 100, MAX_HALVING = 30 };

static const double TOLERANCE = 1e-10; /* of the step, in units of the coefficients */
static const double FAR = 1e4;         /* a coefficient this large means a maximum at infinity */

static double linear(const struct dt_logistic_rows *rows, int i, const double *beta)
{
    double sum = 0.0;
    for (int c = 0; c < rows->k; c++)
        sum += rows->x[(long)i * rows->k + c] * beta[c];
    return sum;
}

double dt_logistic_objective(const struct dt_logistic_rows *rows, const double *beta)
{
    double sum = 0.0;
    for (int i = 0; i < rows->n; i++) {
        if (!(rows->trials[i] > 0.0)) continue;
        double eta = linear(rows, i, beta);
        sum += rows->success[i] * dt_log_logistic(eta) +
            (rows->trials[i] - rows->success[i]) * dt_log_logistic(-eta);
    }
    for (int c = 0; c < rows->k; c++)
        if (rows->penalty) sum -= 0.5 * rows->penalty[c] * beta[c] * beta[c];
    return sum;
}

/* Gradient and the lower triangle of the information at beta. */
static void assemble(const struct dt_logistic_rows *rows, const double *beta, double *gradient,
                     double *information)
{
    int k = rows->k;
    memset(information, 0, sizeof *information * (size_t)k * (size_t)k);
    for (int c = 0; c < k; c++) {
        double penalty = rows->penalty ? rows->penalty[c] : 0.0;
        gradient[c] = -penalty * beta[c];
        information[(long)c * k + c] = penalty;
    }
    for (int i = 0; i < rows->n; i++) {
        if (!(rows->trials[i] > 0.0)) continue;
        const double *x = rows->x + (long)i * k;
        double p = dt_logistic(linear(rows, i, beta));
        double residual = rows->success[i] - rows->trials[i] * p;
        double weight = rows->trials[i] * p * (1.0 - p);
        for (int c = 0; c < k; c++) {
            gradient[c] += residual * x[c];
            for (int d = 0; d <= c; d++)
                information[(long)c * k + d] += weight * x[c] * x[d];
        }
    }
}

static double largest(const double *value, int n)
{
    double most = 0.0;
    for (int c = 0; c < n; c++)
        most = fmax(most, fabs(value[c]));
    return most;
}

/* One step into beta; *size is the largest change of a coefficient, 0 if no step improves. */
static dt_status step(const struct dt_logistic_rows *rows, double *beta, double *scratch, double *size)
{
    int k = rows->k;
    double *move = scratch, *next = scratch + k, *information = scratch + 2 * (long)k;
    assemble(rows, beta, move, information);
    dt_status status = dt_dense_cholesky(information, k);
    if (status != DT_OK) return status;
    dt_dense_cholesky_solve(information, k, move);

    double before = dt_logistic_objective(rows, beta), share = 1.0;
    *size = largest(move, k);
    for (int h = 0; h < MAX_HALVING; h++, share *= 0.5) {
        for (int c = 0; c < k; c++)
            next[c] = beta[c] + share * move[c];
        if (!(dt_logistic_objective(rows, next) >= before)) continue;
        memcpy(beta, next, sizeof *beta * (size_t)k);
        *size *= share;
        return DT_OK;
    }
    *size = 0.0;
    return DT_OK;
}

dt_status dt_logistic_fit(const struct dt_logistic_rows *rows, double *beta, double *covariance)
{
    int k = rows->k;
    double *scratch = calloc((size_t)k * (size_t)(k + 3), sizeof *scratch);
    if (!scratch) return DT_NO_MEMORY;
    double *current = scratch + (long)k * (k + 2), size = 1.0;
    memcpy(current, beta, sizeof *beta * (size_t)k);

    dt_status status = DT_OK;
    for (int n = 0; n < MAX_NEWTON && status == DT_OK && size > TOLERANCE; n++)
        status = step(rows, current, scratch, &size);
    if (status == DT_OK && (size > TOLERANCE || largest(current, k) > FAR)) status = DT_NO_SOLUTION;
    if (status == DT_OK && covariance) {
        double *information = scratch + 2 * (long)k;
        assemble(rows, current, scratch, information);
        status = dt_dense_cholesky(information, k);
        if (status == DT_OK) dt_dense_cholesky_inverse(information, k, covariance);
    }
    if (status == DT_OK) memcpy(beta, current, sizeof *beta * (size_t)k);
    free(scratch);
    return status;
}
