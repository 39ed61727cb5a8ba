/* Student's t: its upper tail by the continued fraction of the incomplete beta function (Lentz's method, as
 * in Numerical Recipes 6.4), so that small tails keep their digits; and the inverse by bisection. */
#include <math.h>

#include "detente/statistics.h"
#include "statistics/basic.h"

enum { MOST_TERMS = 100000, MOST_HALVINGS = 2000 };

static const double TINY = 1e-300;
static const double PRECISION = 1e-16;
static const double LARGE = 100.0; /* the next term of the series is below 1e-16 */
static const double LOG_PI = 1.14472988584940017414;

static double keep_off_zero(double x)
{
    return fabs(x) < TINY ? TINY : x;
}

/* Continued fraction of the incomplete beta function; converges fast for x < (a + 1) / (a + b + 2). */
static double fraction(double x, double a, double b)
{
    double c = 1.0, d = 1.0 / keep_off_zero(1.0 - (a + b) * x / (a + 1.0)), value = d;
    for (int m = 1; m <= MOST_TERMS; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m)),
               odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0));
        d = 1.0 / keep_off_zero(1.0 + even * d);
        c = keep_off_zero(1.0 + even / c);
        value *= d * c;
        d = 1.0 / keep_off_zero(1.0 + odd * d);
        c = keep_off_zero(1.0 + odd / c);
        value *= d * c;
        if (fabs(d * c - 1.0) < PRECISION) break;
    }
    return value;
}

/* log of Gamma(a + b) / (Gamma(a) Gamma(b)). For b = 1/2 and large a by the series of the ratio (Abramowitz
 * and Stegun 6.1.47), as differences of large logarithms lose digits. */
static double log_front(double a, double b)
{
    if (b != 0.5 || a < LARGE) return lgamma(a + b) - lgamma(a) - lgamma(b);
    double i = 1.0 / a;
    return 0.5 * log(a) - i / 8.0 + i * i * i / 192.0 - i * i * i * i * i / 640.0 - 0.5 * LOG_PI;
}

double dt_beta_share(double x, double y, double a, double b)
{
    if (x <= 0.0) return 0.0;
    if (y <= 0.0) return 1.0;
    double front = exp(log_front(a, b) + a * (y < 0.5 ? log1p(-y) : log(x)) + b * log(y));
    if (x < (a + 1.0) / (a + b + 2.0)) return front * fraction(x, a, b) / a;
    return 1.0 - front * fraction(y, b, a) / b;
}

double dt_t_above(double t, double df)
{
    if (isnan(t)) return NAN;
    if (isinf(t)) return t > 0.0 ? 0.0 : 1.0;
    double tail = 0.5 * dt_beta_share(df / (df + t * t), t * t / (df + t * t), 0.5 * df, 0.5);
    return t > 0.0 ? tail : 1.0 - tail;
}

double dt_t_quantile(double p, double df)
{
    double low = -1.0, high = 1.0;
    if (!(p > 0.0 && p < 1.0)) return p <= 0.0 ? -HUGE_VAL : HUGE_VAL;
    if (p < 0.5) return -dt_t_quantile(1.0 - p, df);
    while (dt_t_above(high, df) > 1.0 - p && high < 1e300)
        high *= 2.0;
    for (int k = 0; k < MOST_HALVINGS && high - low > 1e-15 * high; k++) {
        double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high) break;
        if (dt_t_above(middle, df) > 1.0 - p)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}
