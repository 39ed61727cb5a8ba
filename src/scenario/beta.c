/* Beta distribution: the continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions for
 * the incomplete beta function, evaluated by the modified Lentz method; the logarithm of the gamma function
 * by the Lanczos sum with g = 7 and nine terms (P. Godfrey's coefficients, relative error about 1e-15); the
 * quantile by Newton steps kept within a bracket. */
#include "scenario/beta.h"

#include "core/lane_math.h"

static double log_gamma(double x)
{
    static const double c[] = {0.99999999999980993,  676.5203681218851,     -1259.1392167224028,
                               771.32342877765313,   -176.61502916214059,   12.507343278686905,
                               -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7};
    const double half_log_two_pi = 0.91893853320467274178;
    double sum = c[0];
    for (int i = 1; i < 9; i++)
        sum += c[i] / (x - 1.0 + i);
    double t = x + 6.5;
    return half_log_two_pi + (x - 0.5) * lane_log(t) - t + lane_log(sum);
}

static double log_beta(double a, double b)
{
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

/* x^a (1-x)^b / B(a,b) */
static double front(double a, double b, double x, double log_of_beta)
{
    return lane_exp(a * lane_log(x) + b * lane_log(1.0 - x) - log_of_beta);
}

/* Continued fraction; converges fast for x < (a+1)/(a+b+2). */
static double fraction(double a, double b, double x)
{
    const double tiny = 1e-300;
    double c = 1.0, d = 1.0 - (a + b) * x / (a + 1.0);
    d = 1.0 / (d > tiny || d < -tiny ? d : tiny);
    double h = d;
    for (int m = 1; m <= 300; m++) {
        double even = m * (b - m) * x / ((a - 1.0 + 2 * m) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 1.0 + 2 * m));
        d = 1.0 + even * d;
        c = 1.0 + even / c;
        d = 1.0 / (d > tiny || d < -tiny ? d : tiny);
        h *= d * c;
        d = 1.0 + odd * d;
        c = 1.0 + odd / c;
        d = 1.0 / (d > tiny || d < -tiny ? d : tiny);
        double change = d * c;
        h *= change;
        if (change - 1.0 < 1e-16 && change - 1.0 > -1e-16) break;
    }
    return h;
}

static double share_below(double a, double b, double x, double log_of_beta)
{
    if (x <= 0.0) return 0.0;
    if (x >= 1.0) return 1.0;
    double f = front(a, b, x, log_of_beta);
    if (x < (a + 1.0) / (a + b + 2.0)) return f * fraction(a, b, x) / a;
    return 1.0 - f * fraction(b, a, 1.0 - x) / b;
}

double dt_beta_below(double alpha, double beta, double x)
{
    return share_below(alpha, beta, x, log_beta(alpha, beta));
}

double dt_beta_quantile(double alpha, double beta, double p)
{
    double log_of_beta = log_beta(alpha, beta);
    double low = 0.0, high = 1.0, x = alpha / (alpha + beta);
    for (int i = 0; i < 200; i++) {
        double error = share_below(alpha, beta, x, log_of_beta) - p;
        if (error > 0.0)
            high = x;
        else
            low = x;
        double density = front(alpha - 1.0, beta - 1.0, x, log_of_beta);
        double next = density > 0.0 ? x - error / density : -1.0;
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        double change = next > x ? next - x : x - next;
        x = next;
        if (change <= 1e-16 * x || high - low <= 1e-16 * high) break;
    }
    return x;
}
