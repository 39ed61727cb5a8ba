/* Models of treaties and of public goods in closed form: abatement with leading or equal signatories, minimum
 * participation, dilemmas of many players. */
#include <math.h>

#include "detente/games.h"
#include "normal/symmetric_counts.h"

static int is_treaty(const dt_barrett *t, int s)
{
    return t->n >= 1 && s >= 0 && s <= t->n && t->a > 0.0 && t->b > 0.0 && t->c > 0.0;
}

/* Payoffs from abatements. */
static void find_payoffs(const dt_barrett *t, int s, double benefit, dt_abatement *o)
{
    o->member = benefit - 0.5 * t->c * o->q_member * o->q_member;
    o->outsider = benefit - 0.5 * t->c * o->q_outsider * o->q_outsider;
    if (s == 0) o->q_member = o->member = NAN;
    if (s == t->n) o->q_outsider = o->outsider = NAN;
}

static double quadratic_benefit(const dt_barrett *t, double total)
{
    return t->b * (t->a * total - 0.5 * total * total) / t->n;
}

dt_status dt_barrett_outcome(const dt_barrett *treaty, int s, dt_abatement *outcome)
{
    if (!is_treaty(treaty, s)) return DT_INPUT;
    double g = treaty->c / treaty->b, al = (double)s / treaty->n, n = treaty->n, rest = g + 1.0 - al;
    double members = al * al * treaty->a * n * g / (rest * rest + al * al * n * g);
    double outsiders = (1.0 - al) * (treaty->a - members) / rest;
    dt_abatement o = {.total = members + outsiders};
    o.q_member = s > 0 ? members / s : 0.0;
    o.q_outsider = s < treaty->n ? outsiders / (treaty->n - s) : 0.0;
    find_payoffs(treaty, s, quadratic_benefit(treaty, o.total), &o);
    *outcome = o;
    return DT_OK;
}

dt_status dt_simultaneous_outcome(const dt_barrett *treaty, int is_linear, int s, dt_abatement *outcome)
{
    if (!is_treaty(treaty, s)) return DT_INPUT;
    double others = treaty->n - s, members = s, g = treaty->c / treaty->b;
    dt_abatement o;
    o.q_outsider = is_linear ? 1.0 / g : treaty->a / (g * treaty->n + members * members + others);
    o.q_member = members * o.q_outsider;
    o.total = members * o.q_member + others * o.q_outsider;
    find_payoffs(treaty, s, is_linear ? treaty->b * o.total : quadratic_benefit(treaty, o.total), &o);
    *outcome = o;
    return DT_OK;
}

dt_status dt_minimum_participation(const dt_participation *treaty, double *member, double *outsider,
                                   int *least)
{
    double cost = treaty->cost, benefit = treaty->benefit;
    if (treaty->n < 1 || !(cost > 0.0) || !(benefit > 0.0)) return DT_INPUT;
    *least = treaty->n + 1;
    for (int k = treaty->n; k >= 0; k--) {
        /* A party that is even up to rounding does not lose. */
        int is_even = k * benefit >= cost * (1.0 - 1e-12);
        int is_binding = k >= treaty->threshold && is_even;
        if (is_even) *least = k;
        member[k] = is_binding ? k * benefit - cost : 0.0;
        outsider[k] = is_binding ? k * benefit : 0.0;
    }
    return DT_OK;
}

dt_status dt_dilemma_of(int n, const double *cooperate, const double *defect, dt_dilemma *result)
{
    if (n < 2) return DT_INPUT;
    dt_dilemma d = {.is_defection_dominant = 1, .schelling_k = -1};
    d.is_all_defect_deficient = cooperate[n - 1] > defect[0];
    for (int k = n - 1; k >= 0; k--) {
        d.is_defection_dominant &= defect[k] > cooperate[k];
        if (cooperate[k] >= defect[0]) d.schelling_k = k + 1;
    }
    d.is_dilemma = d.is_defection_dominant && d.is_all_defect_deficient;
    *result = d;
    return DT_OK;
}

dt_status dt_linear_public_good(int n, double r, double c, double *cooperate, double *defect)
{
    if (n < 2) return DT_INPUT;
    for (int k = 0; k < n; k++) {
        cooperate[k] = r * c * (k + 1) / n - c;
        defect[k] = r * c * k / n;
    }
    return DT_OK;
}

/* Chance that exactly m - 1 of n - 1 others pay. */
static double pivotal(int n, int m, double p)
{
    if (p <= 0.0) return m == 1 ? 1.0 : 0.0;
    if (p >= 1.0) return m == n ? 1.0 : 0.0;
    return exp(dt_log_choose(n - 1, m - 1) + (m - 1) * log(p) + (n - m) * log1p(-p));
}

/* Chance that at least m of n pay. */
static double success(int n, int m, double p)
{
    double sum = 0.0;
    for (int k = m; k <= n; k++) {
        double tail = p < 1.0 ? (n - k) * log1p(-p) : (k == n ? 0.0 : -INFINITY);
        sum += exp(dt_log_choose(n, k) + (k > 0 ? k * log(p) : 0.0) + (k < n ? tail : 0.0));
    }
    return sum;
}

/* Place of low..high, where the chance rises or falls throughout, at which it is `level`. */
static double place_of(int n, int m, double level, double low, double high)
{
    int is_rising = pivotal(n, m, high) > pivotal(n, m, low);
    for (int round = 0; round < 100; round++) {
        double middle = 0.5 * (low + high);
        if ((pivotal(n, m, middle) < level) == is_rising)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

dt_status dt_threshold_good_of(int n, int m, double b, double c, dt_threshold_good *result)
{
    if (n < 2 || m < 1 || m > n || !(b > 0.0) || !(c > 0.0)) return DT_INPUT;
    dt_threshold_good g = {.p_star = (double)(m - 1) / (n - 1)};
    double peak = pivotal(n, m, g.p_star), level = c / b;
    g.most_cost = b * peak;
    if (fabs(level - peak) <= 1e-12 * peak && m > 1 && m < n) {
        g.p[g.count++] = g.p_star;
    } else if (level < peak) {
        if (m > 1) g.p[g.count++] = place_of(n, m, level, 0.0, g.p_star);
        if (m < n) g.p[g.count++] = place_of(n, m, level, g.p_star, 1.0);
    }
    for (int k = 0; k < g.count; k++)
        g.success[k] = success(n, m, g.p[k]);
    *result = g;
    return DT_OK;
}

dt_status dt_volunteers(int n, double b, double c, double *p, double *nobody)
{
    if (n < 2 || !(c > 0.0) || !(b > c)) return DT_INPUT;
    double refuse = log(c / b) / (n - 1);
    *p = -expm1(refuse);
    *nobody = exp(n * refuse);
    return DT_OK;
}
