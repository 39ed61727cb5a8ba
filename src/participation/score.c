/* Scores, straight from their definitions. */
#include "participation/score.h"

#include <math.h>

#include "solve/logistic.h"

enum { N_BISECTION = 80 };

static const double FARTHEST = 40.0; /* log-odds */
static const double EDGE = 1e-12;

double dt_score_auc(const double *y, const double *p, int n)
{
    double won = 0.0, pairs = 0.0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            if (!(y[i] > 0.5 && y[j] < 0.5)) continue;
            pairs += 1.0;
            won += p[i] > p[j] ? 1.0 : p[i] < p[j] ? 0.0 : 0.5;
        }
    return pairs > 0.0 ? won / pairs : 0.5;
}

double dt_score_brier(const double *y, const double *p, int n)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += (y[i] - p[i]) * (y[i] - p[i]);
    return n ? sum / n : 0.0;
}

static double shifted(double p, double by)
{
    return dt_logistic(dt_logit(fmin(1.0 - EDGE, fmax(EDGE, p))) + by);
}

void dt_score_shift(double *p, int n, double total)
{
    double low = -FARTHEST, high = FARTHEST;
    for (int b = 0; b < N_BISECTION; b++) {
        double middle = 0.5 * (low + high), sum = 0.0;
        for (int i = 0; i < n; i++)
            sum += shifted(p[i], middle);
        if (sum < total)
            low = middle;
        else
            high = middle;
    }
    for (int i = 0; i < n; i++)
        p[i] = shifted(p[i], 0.5 * (low + high));
}
