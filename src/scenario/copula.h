/* The Gaussian copula: correlations of factors, given as those of the normal numbers behind them. */
#ifndef DT_SCENARIO_COPULA_H
#define DT_SCENARIO_COPULA_H

/* Turns a symmetric matrix (n * n, row by row) into its lower triangular Cholesky factor, with zeros above.
 * Returns 0 if it is not positive definite; then the matrix is spoiled. */
int dt_cholesky(int n, double *matrix);

#endif
