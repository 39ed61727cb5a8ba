/* Distributions by their quantile functions: one probability in (0,1) gives one value, so that any design of
 * points can drive them. Nothing here comes from the C library but the square root: the bits are the same on
 * every machine. */
#include "core/lane_math.h"
#include "scenario/beta.h"
#include "scenario/case.h"
#include "scenario/normal.h"

static double between(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double triangular(double low, double mode, double high, double u)
{
    double width = high - low;
    if (!(width > 0.0)) return low;
    if (u * width < mode - low) return low + lane_sqrt(u * width * (mode - low));
    return high - lane_sqrt((1.0 - u) * width * (high - mode));
}

/* Beta distribution on [low, high] with shape parameters that sum to 6: the usual PERT. */
static double pert(double low, double mode, double high, double u)
{
    double width = high - low;
    if (!(width > 0.0)) return low;
    double alpha = 1.0 + 4.0 * (mode - low) / width;
    double beta = 1.0 + 4.0 * (high - mode) / width;
    return low + width * dt_beta_quantile(alpha, beta, u);
}

static double log_uniform(double low, double high, double u)
{
    return low * lane_exp(u * lane_log(high / low));
}

/* Standard normal value truncated to [low, high]. In the upper tail the mirror image is used, where
 * probabilities are small numbers with full precision. */
static double truncated(double low, double high, double u)
{
    if (low > 0.0) return -truncated(-high, -low, 1.0 - u);
    double from = dt_normal_below(low), to = dt_normal_below(high);
    double p = from + u * (to - from);
    if (!(p > 0.0)) return low;
    if (!(p < 1.0)) return high;
    return between(dt_normal_quantile(p), low, high);
}

static double normal(const dt_dist *d, double u)
{
    double z = truncated((d->low - d->a) / d->b, (d->high - d->a) / d->b, u);
    return between(d->a + d->b * z, d->low, d->high);
}

/* Far below any probability that a double can tell from 0. */
static const double BELOW_ALL = -40.0;

static double log_normal(const dt_dist *d, double u)
{
    double low = d->low > 0.0 ? lane_log(d->low / d->a) / d->b : BELOW_ALL;
    double z = truncated(low, lane_log(d->high / d->a) / d->b, u);
    return between(d->a * lane_exp(d->b * z), d->low, d->high);
}

static double discrete(const dt_dist *d, double u)
{
    int i = 0;
    while (i < d->n - 1 && u >= d->cumulative[i])
        i++;
    return d->value[i];
}

double dt_dist_value(const dt_dist *d, double u)
{
    switch (d->kind) {
    case DT_DIST_UNIFORM: return between(d->a + u * (d->c - d->a), d->a, d->c);
    case DT_DIST_LOGUNIFORM: return between(log_uniform(d->a, d->c, u), d->a, d->c);
    case DT_DIST_DATA:
    case DT_DIST_TRIANGULAR: return between(triangular(d->a, d->b, d->c, u), d->a, d->c);
    case DT_DIST_PERT: return between(pert(d->a, d->b, d->c, u), d->a, d->c);
    case DT_DIST_NORMAL: return normal(d, u);
    case DT_DIST_LOGNORMAL: return log_normal(d, u);
    case DT_DIST_DISCRETE: return d->n > 0 ? discrete(d, u) : d->a;
    default: return d->a;
    }
}

double dt_dist_quantile(const dt_assumption *assumption, double u)
{
    const dt_dist d = {.kind = assumption->kind,
                       .a = assumption->a,
                       .b = assumption->b,
                       .c = assumption->c,
                       .low = assumption->low,
                       .high = assumption->high};
    return dt_dist_value(&d, u);
}
