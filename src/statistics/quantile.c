/* Sample quantiles: each definition is an interpolation between two order statistics (Hyndman and Fan 1996).
 */
#include <math.h>

#include "detente/statistics.h"

/* Order statistic k, from 1, kept inside the sample. */
static double order(const double *ascending, int64_t n, double k)
{
    int64_t i = (int64_t)k - 1;
    return ascending[i < 0 ? 0 : i >= n ? n - 1 : i];
}

double dt_quantile(const double *ascending, int64_t n, double p, int type)
{
    /* place of the quantile is n p + m; types 4 to 9 differ in m = a + p (1 - a - b) */
    static const double a[] = {0.0, 0.5, 0.0, 1.0, 1.0 / 3.0, 0.375},
                        b[] = {1.0, 0.5, 0.0, 1.0, 1.0 / 3.0, 0.375};
    if (n < 1 || type < 1 || type > 9) return NAN;
    double size = (double)n, fuzz = 4.0 * 0x1p-52;
    double m = type == 3 ? -0.5 : type < 3 ? 0.0 : a[type - 4] + p * (1.0 - a[type - 4] - b[type - 4]);
    double place = size * p + m, k = floor(place + fuzz), rest = place - k;
    if (fabs(rest) < fuzz * size) rest = 0.0;
    double lower = order(ascending, n, k), upper = order(ascending, n, k + 1.0);
    switch (type) {
    case 1: return rest > 0.0 ? upper : lower;
    case 2: return rest > 0.0 ? upper : 0.5 * (lower + upper);
    case 3: return rest > 0.0 || fmod(k, 2.0) != 0.0 ? upper : lower;
    default: return lower + rest * (upper - lower);
    }
}
