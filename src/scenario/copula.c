/* Gaussian copula: probabilities to normal numbers, a linear combination that gives them their correlations,
 * and back. */
#include "scenario/copula.h"

#include "core/lane_math.h"
#include "scenario/case.h"
#include "scenario/normal.h"

/* Least variance that a combination may have left, of 1: below it the matrix is singular for our purposes. */
static const double LEAST_PIVOT = 1e-10;

int dt_cholesky(int n, double *m)
{
    for (int j = 0; j < n; j++) {
        double pivot = m[j * n + j];
        for (int k = 0; k < j; k++)
            pivot -= m[j * n + k] * m[j * n + k];
        if (!(pivot > LEAST_PIVOT)) return 0;
        double root = lane_sqrt(pivot);
        m[j * n + j] = root;
        for (int i = j + 1; i < n; i++) {
            double sum = m[i * n + j];
            for (int k = 0; k < j; k++)
                sum -= m[i * n + k] * m[j * n + k];
            m[i * n + j] = sum / root;
        }
        for (int k = j + 1; k < n; k++)
            m[j * n + k] = 0.0;
    }
    return 1;
}

/* Keeps a probability in (0,1), where a double may have rounded to the edge. */
static double inside(double p)
{
    const double edge = 0x1p-53;
    return p < edge ? edge : p > 1.0 - edge ? 1.0 - edge : p;
}

void dt_case_correlate(const dt_case *c, double *u)
{
    double z[DT_MAX_CORRELATED];
    int n = c->n_correlated;
    for (int i = 0; i < n; i++)
        z[i] = dt_normal_quantile(u[c->correlated[i]]);
    for (int i = n - 1; i >= 0; i--) {
        double sum = 0.0;
        for (int k = 0; k <= i; k++)
            sum += c->cholesky[i * n + k] * z[k];
        u[c->correlated[i]] = inside(dt_normal_below(sum));
    }
}
