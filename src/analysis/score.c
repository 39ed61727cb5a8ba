/* Scores of forecasts. */
#include "analysis/score.h"

#include <math.h>

/* With x ascending, the sum of |x_i - x_j| over pairs i < j is the sum of (2 i - n + 1) x_i, i from 0: no
 * pairs are needed. */
double dt_crps(const double *sorted, int n, double observed)
{
    double error = 0.0, spread = 0.0;
    for (int i = 0; i < n; i++) {
        error += fabs(sorted[i] - observed);
        spread += (2.0 * i - n + 1.0) * sorted[i];
    }
    return error / n - spread / ((double)n * n);
}

double dt_sample_quantile(const double *sorted, int n, double p)
{
    double place = p * (n - 1);
    int rank = (int)floor(place);
    int next = rank + 1 < n ? rank + 1 : rank;
    return sorted[rank] + (place - rank) * (sorted[next] - sorted[rank]);
}
