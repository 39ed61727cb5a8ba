/* Scales and ticks. Pure functions of their arguments. */
#include "report/scale.h"

#include <math.h>

double dt_scale_at(const dt_scale *scale, double value)
{
    double inside = value > scale->from ? value : scale->from;
    if (inside > scale->to) inside = scale->to;
    double share = scale->is_log ? log(inside / scale->from) / log(scale->to / scale->from)
                                 : (inside - scale->from) / (scale->to - scale->from);
    return scale->start + share * (scale->end - scale->start);
}

/* The number of the form 1, 2, 5 or 10 times a power of ten nearest to x, or the least not below it. */
static double nice_number(double x, int is_nearest)
{
    double power = pow(10.0, floor(log10(x)));
    double fraction = x / power;
    if (is_nearest) {
        if (fraction < 1.5) return power;
        if (fraction < 3.0) return 2.0 * power;
        return fraction < 7.0 ? 5.0 * power : 10.0 * power;
    }
    if (fraction <= 1.0) return power;
    if (fraction <= 2.0) return 2.0 * power;
    return fraction <= 5.0 ? 5.0 * power : 10.0 * power;
}

dt_ticks dt_ticks_nice(double low, double high, int wanted)
{
    dt_ticks ticks = {0};
    double range = nice_number(high > low ? high - low : fmax(fabs(low), 1.0), 0);
    ticks.step = nice_number(range / (wanted - 1), 1);
    ticks.decimals = (int)fmax(-floor(log10(ticks.step)), 0.0);
    double first = floor(low / ticks.step) * ticks.step;
    double last = ceil(high / ticks.step) * ticks.step;
    int count = (int)lround((last - first) / ticks.step) + 1;
    if (count < 2) count = 2;
    for (int t = 0; t < count && t < DT_MAX_TICK; t++)
        ticks.value[ticks.count++] = first + t * ticks.step;
    return ticks;
}

dt_formatted dt_tick_label(const dt_ticks *ticks, int index)
{
    return ticks->step > 0.0 ? dt_decimal(ticks->value[index], ticks->decimals)
                             : dt_number(ticks->value[index], 1);
}

static void add_tick(dt_ticks *ticks, double value, double low, double high)
{
    const double slack = 1e-9; /* a power of ten computed by pow may miss the edge by its last bit */
    if (value < low * (1.0 - slack) || value > high * (1.0 + slack) || ticks->count == DT_MAX_TICK) return;
    ticks->value[ticks->count++] = value;
}

/* The multiples fine[0..n-1] of every stride-th power of ten. */
static dt_ticks multiples(double low, double high, const double *fine, int n, int stride)
{
    dt_ticks ticks = {0};
    for (int p = (int)floor(log10(low)); p <= (int)ceil(log10(high)); p += stride)
        for (int f = 0; f < n; f++)
            add_tick(&ticks, fine[f] * pow(10.0, p), low, high);
    return ticks;
}

dt_ticks dt_ticks_log(double low, double high, int wanted)
{
    static const double fine[] = {1.0, 2.0, 5.0}, coarse[] = {1.0, 3.0};
    dt_ticks ticks = multiples(low, high, fine, 3, 1);
    if (ticks.count > wanted) ticks = multiples(low, high, coarse, 2, 1);
    for (int stride = 1; ticks.count > wanted; stride++)
        ticks = multiples(low, high, fine, 1, stride);
    return ticks;
}

dt_ticks dt_ticks_year(double low, double high, int wanted)
{
    static const double strides[] = {1.0, 2.0, 5.0, 10.0, 20.0, 50.0};
    dt_ticks ticks = {0};
    int s = 0;
    while (s < 5 && floor(high / strides[s]) - ceil(low / strides[s]) + 1.0 > wanted)
        s++;
    ticks.step = strides[s];
    for (double year = ceil(low / ticks.step) * ticks.step; year <= high && ticks.count < DT_MAX_TICK;
         year += ticks.step)
        ticks.value[ticks.count++] = year;
    return ticks;
}
