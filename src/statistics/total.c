/* Total indices by Jansen's estimator, from pairs of runs. */
#include <math.h>

#include "statistics/basic.h"

enum { LEAST = 4 };

/* Mean of numbers, the variance of that mean, and how many there are. */
typedef struct mean {
    double value, error2;
    int n;
} mean;

static mean mean_of(const double *x, const double *y, int n, double scale, double shift)
{
    mean m = {.n = 0};
    double sum = 0.0, square = 0.0;
    for (int i = 0; i < n; i++) {
        double off = y ? x[i] - y[i] : x[i] - shift;
        if (!isfinite(off)) continue;
        sum += scale * off * off;
        m.n++;
    }
    m.value = m.n > 0 ? sum / m.n : 0.0;
    for (int i = 0; i < n; i++) {
        double off = y ? x[i] - y[i] : x[i] - shift;
        if (isfinite(off)) square += (scale * off * off - m.value) * (scale * off * off - m.value);
    }
    m.error2 = m.n > 1 ? square / (m.n - 1) / m.n : 0.0;
    return m;
}

static double centre_of(const double *x, int n)
{
    double sum = 0.0;
    int used = 0;
    for (int i = 0; i < n; i++) {
        if (!isfinite(x[i])) continue;
        sum += x[i];
        used++;
    }
    return used > 0 ? sum / used : 0.0;
}

dt_status dt_total_effect(const dt_total_runs *runs, double level, dt_interval *out)
{
    mean part = mean_of(runs->before, runs->after, runs->n, 0.5, 0.0);
    mean all = mean_of(runs->sample, NULL, runs->n_sample, 1.0, centre_of(runs->sample, runs->n_sample));
    if (part.n < LEAST || all.n < LEAST) return DT_INPUT;
    if (!(all.value > 0.0)) return DT_NO_SOLUTION;
    double variance = all.value * all.n / (all.n - 1.0), share = part.value / variance;
    double error = sqrt(part.error2 + share * share * all.error2) / variance;
    double half = dt_normal_deviate(0.5 + 0.5 * level) * error;
    *out = (dt_interval){share, fmax(0.0, share - half), share + half};
    return DT_OK;
}
