/* Count vectors: their number, their order, and the binomial coefficients behind both. */
#include "normal/symmetric_counts.h"

#include <math.h>

/* Above this many the tables of a game do not fit in memory. */
#define MOST_COUNTS (INT64_C(1) << 40)

int64_t dt_counts_total(int n, int k)
{
    if (n < 0 || k < 1) return 0;
    int64_t total = 1;
    for (int j = 1; j < k; j++) {
        /* C(n + j, j) from C(n + j - 1, j - 1); the division leaves no rest. */
        if (total > MOST_COUNTS / (n + j)) return -1;
        total = total * (n + j) / j;
    }
    return total;
}

int64_t dt_counts_rank(const int *count, int n, int k)
{
    int64_t rank = 0;
    for (int j = 0; j + 1 < k; j++) {
        rank += dt_counts_total(n - count[j] - 1, k - j);
        n -= count[j];
    }
    return rank;
}

void dt_counts_first(int *count, int n, int k)
{
    for (int j = 0; j < k; j++)
        count[j] = 0;
    count[0] = n;
}

int dt_counts_next(int *count, int k)
{
    int last = count[k - 1], j = k - 2;
    count[k - 1] = 0;
    while (j >= 0 && count[j] == 0)
        j--;
    if (j < 0) {
        count[k - 1] = last;
        return 0;
    }
    count[j]--;
    count[j + 1] += last + 1;
    return 1;
}

double dt_log_choose(double n, double k)
{
    if (k < 0.0 || k > n) return -INFINITY;
    return lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0);
}
