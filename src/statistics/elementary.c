/* Elementary effects: running means and spreads (Welford 1962), one factor at a time. */
#include <math.h>

#include "detente/statistics.h"
#include "statistics/basic.h"

void dt_effects_add(dt_effects *e, double effect)
{
    if (!isfinite(effect)) return;
    e->n++;
    double off = effect - e->mean, size_off = fabs(effect) - e->mean_absolute, n = (double)e->n;
    e->mean += off / n;
    e->mean_absolute += size_off / n;
    e->sum_square += off * (effect - e->mean);
    e->absolute_square += size_off * (fabs(effect) - e->mean_absolute);
    e->spread = sqrt(e->sum_square / n);
}

dt_interval dt_effects_interval(const dt_effects *e, double level)
{
    double n = (double)e->n, error = e->n > 1 ? sqrt(e->absolute_square / (n - 1.0) / n) : NAN;
    double half = dt_normal_deviate(0.5 + 0.5 * level) * error;
    return (dt_interval){e->mean_absolute, e->mean_absolute - half, e->mean_absolute + half};
}
