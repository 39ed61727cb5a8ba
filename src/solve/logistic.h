/* Logistic function, and logistic regression with a ridge penalty. */
#ifndef DT_SOLVE_LOGISTIC_H
#define DT_SOLVE_LOGISTIC_H

#include <math.h>

#include "detente/status.h"

/* 1 / (1 + exp(-x)) without overflow. */
static inline double dt_logistic(double x)
{
    double e = exp(-fabs(x));
    return x >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
}

/* log(p / (1 - p)). */
static inline double dt_logit(double p)
{
    return log(p / (1.0 - p));
}

/* log of dt_logistic(x), exact in both tails. */
static inline double dt_log_logistic(double x)
{
    return x >= 0.0 ? -log1p(exp(-x)) : x - log1p(exp(x));
}

/* Rows of a regression. `success` of `trials` succeeded (fractions are allowed); a row without trials says
 * nothing. */
struct dt_logistic_rows {
    int n, k;
    const double *x; /* n rows of k */
    const double *success, *trials;
    const double *penalty; /* k: half of penalty * beta^2 goes off the log-likelihood; NULL: none */
};

/* Maximises the penalised log-likelihood by Newton's method with step halving, from the `beta` given. On
 * success `beta` (k) and, unless NULL, the inverse of the observed information `covariance` (k * k) are
 * written. DT_NO_SOLUTION if the columns are linearly dependent or the maximum lies at infinity,
 * DT_NO_MEMORY. */
dt_status dt_logistic_fit(const struct dt_logistic_rows *rows, double *beta, double *covariance);

/* Penalised log-likelihood, without the constant of the binomial coefficients. */
double dt_logistic_objective(const struct dt_logistic_rows *rows, const double *beta);

#endif
