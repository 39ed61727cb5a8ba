/* Ways to divide n players among k options, in a fixed order.
 *
 * A count vector c has k parts that sum to n. Vectors are numbered with the first part descending: (n,0,0),
 * (n-1,1,0), (n-1,0,1), ... The same numbers serve as indices of the Bernstein form of a polynomial of degree
 * n on a simplex with k corners. */
#ifndef DT_NORMAL_SYMMETRIC_COUNTS_H
#define DT_NORMAL_SYMMETRIC_COUNTS_H

#include <stdint.h>

/* Number of count vectors, C(n + k - 1, k - 1); 0 if n is negative, -1 if it passes 2^40. */
int64_t dt_counts_total(int n, int k);
/* Number of a count vector of n players. */
int64_t dt_counts_rank(const int *count, int n, int k);
/* First count vector, and the next one after `count`; dt_counts_next returns 0 after the last. */
void dt_counts_first(int *count, int n, int k);
int dt_counts_next(int *count, int k);
/* log of the binomial coefficient C(n, k); -inf outside 0 <= k <= n. */
double dt_log_choose(double n, double k);

#endif
