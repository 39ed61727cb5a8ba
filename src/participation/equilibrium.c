/* Fixed points of p = logistic(base + gamma W p).
 *
 * The map is a contraction when |gamma| max_i sum_j w_ij / 4 < 1; then plain iteration is used. Otherwise
 * Newton's method on F(p) = p - logistic(base + gamma W p) finishes what the map begins. */
#include "participation/equilibrium.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "solve/dense.h"
#include "solve/logistic.h"

enum { MAX_MAP = 4000, MAX_NEWTON = 60, N_GRID = 9, MAX_SERIES = 120, MAX_POWER = 300 };

static const double TOLERANCE = 1e-13; /* of a probability: near rounding */
static const double SAME = 1e-7;       /* equilibria nearer than this are one */
static const double FLAT = 2.0;        /* a map steeper than this is not worth trying as a series */
static const double SERIES_TOLERANCE = 1e-9;

/* next = logistic(base + gamma W p); returns the largest change. */
static double map(const struct dt_net_game_rule *rule, const double *p, double *next)
{
    double change = 0.0;
    dt_net_apply(rule->network, p, next);
    for (int i = 0; i < rule->network->n; i++) {
        next[i] = dt_logistic(rule->base[i] + rule->gamma * next[i]);
        change = fmax(change, fabs(next[i] - p[i]));
    }
    return change;
}

/* Largest row sum of |gamma| V W at p. */
static double slope(const struct dt_net_game_rule *rule, const double *p)
{
    double most = 0.0;
    for (int i = 0; i < rule->network->n; i++) {
        double sum = 0.0;
        for (int e = rule->network->start[i]; e < rule->network->start[i + 1]; e++)
            sum += fabs(rule->network->weight[e]);
        most = fmax(most, sum * fabs(rule->gamma) * p[i] * (1.0 - p[i]));
    }
    return most;
}

/* The matrix I - gamma V W. */
static void jacobian(const struct dt_net_game_rule *rule, const double *p, double *a)
{
    int n = rule->network->n;
    memset(a, 0, sizeof *a * (size_t)n * (size_t)n);
    for (int i = 0; i < n; i++) {
        double v = p[i] * (1.0 - p[i]);
        a[(long)i * n + i] = 1.0;
        for (int e = rule->network->start[i]; e < rule->network->start[i + 1]; e++)
            a[(long)i * n + rule->network->to[e]] -= rule->gamma * v * rule->network->weight[e];
    }
}

/* Newton's method from p, with p kept inside (0, 1). `next` holds n, `a` n * n. */
static dt_status newton(const struct dt_net_game_rule *rule, double *p, double *next, double *a, int *pivot)
{
    int n = rule->network->n;
    for (int k = 0; k < MAX_NEWTON; k++) {
        double change = map(rule, p, next);
        if (change <= TOLERANCE) return DT_OK;
        /* V is taken at the image, where the derivative of the map is exact. */
        jacobian(rule, next, a);
        if (dt_dense_lu(a, n, pivot) != DT_OK) return DT_NO_SOLUTION;
        for (int i = 0; i < n; i++)
            next[i] -= p[i];
        dt_dense_lu_solve(a, pivot, n, next, 1);
        change = 0.0;
        for (int i = 0; i < n; i++) {
            double moved = fmin(1.0, fmax(0.0, p[i] + next[i]));
            change = fmax(change, fabs(moved - p[i]));
            p[i] = moved;
        }
        if (change <= TOLERANCE) return map(rule, p, next) <= 100.0 * TOLERANCE ? DT_OK : DT_NO_SOLUTION;
    }
    return DT_NO_SOLUTION;
}

struct scratch {
    double *next, *a;
    int *pivot;
};

static void scratch_free(struct scratch *s)
{
    free(s->next);
    free(s->a);
    free(s->pivot);
}

static dt_status scratch_init(struct scratch *s, int n)
{
    *s = (struct scratch){
        .next = calloc((size_t)n, sizeof(double)),
        .a = calloc((size_t)n * (size_t)n, sizeof(double)),
        .pivot = calloc((size_t)n, sizeof(int)),
    };
    if (s->next && s->a && s->pivot) return DT_OK;
    scratch_free(s);
    return DT_NO_MEMORY;
}

/* Moves each player in turn by `share` of the way to its reply to the others; returns the largest way. */
static double sweep(const struct dt_net_game_rule *rule, double *p, double share)
{
    const struct dt_net *w = rule->network;
    double most = 0.0;
    for (int i = 0; i < w->n; i++) {
        double sum = 0.0;
        for (int e = w->start[i]; e < w->start[i + 1]; e++)
            sum += w->weight[e] * p[w->to[e]];
        double way = dt_logistic(rule->base[i] + rule->gamma * sum) - p[i];
        most = fabs(way) > most ? fabs(way) : most;
        p[i] += share * way;
    }
    return most;
}

/* Sweeps until nobody moves. A way that stops falling means that the map overshoots: then it is damped. */
static double iterate(const struct dt_net_game_rule *rule, double *p)
{
    double change = 1.0, share = 1.0, least = 1.0;
    for (int k = 0, stalled = 0; k < MAX_MAP && change > TOLERANCE; k++) {
        change = sweep(rule, p, share);
        stalled = change < least ? 0 : stalled + 1;
        least = fmin(least, change);
        if (stalled > 20) {
            share *= 0.5;
            stalled = 0;
        }
    }
    return change;
}

dt_status dt_net_equilibrium_follow(const struct dt_net_game_rule *rule, double *p)
{
    int n = rule->network->n;
    if (iterate(rule, p) <= TOLERANCE) return DT_OK;

    struct scratch s;
    dt_status status = scratch_init(&s, n);
    if (status != DT_OK) return status;
    status = newton(rule, p, s.next, s.a, s.pivot);
    scratch_free(&s);
    return status;
}

/* Whether a small push dies out: power iteration on |gamma| V W, whose entries are not negative. */
static int is_stable(const struct dt_net_game_rule *rule, const double *p, double *one, double *other)
{
    int n = rule->network->n;
    double growth = 0.0;
    for (int i = 0; i < n; i++)
        one[i] = 1.0;
    for (int k = 0; k < MAX_POWER; k++) {
        growth = 0.0;
        dt_net_apply(rule->network, one, other);
        for (int i = 0; i < n; i++) {
            other[i] = 0.5 * one[i] + 0.5 * fabs(rule->gamma) * p[i] * (1.0 - p[i]) * other[i];
            growth = fmax(growth, fabs(other[i]));
        }
        if (growth <= 0.0) return 1;
        for (int i = 0; i < n; i++)
            one[i] = other[i] / growth;
    }
    return 2.0 * growth - 1.0 < 1.0;
}

static double sum_of(const double *p, int n)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += p[i];
    return sum;
}

/* Puts p in its place by sum, unless it is there already or the list is full. */
static void add_equilibrium(struct dt_net_equilibria *list, const double *p, int n)
{
    int place = list->count;
    for (int k = 0; k < list->count; k++) {
        double apart = 0.0;
        for (int i = 0; i < n; i++)
            apart = fmax(apart, fabs(list->p[(long)k * n + i] - p[i]));
        if (apart < SAME) return;
        if (place == list->count && sum_of(list->p + (long)k * n, n) > sum_of(p, n)) place = k;
    }
    if (list->count == DT_MAX_NET_EQUILIBRIUM) return;
    memmove(list->p + (long)(place + 1) * n, list->p + (long)place * n,
            sizeof(double) * (size_t)n * (size_t)(list->count - place));
    memcpy(list->p + (long)place * n, p, sizeof(double) * (size_t)n);
    list->count++;
}

dt_status dt_net_equilibria_find(const struct dt_net_game_rule *rule, struct dt_net_equilibria *out)
{
    int n = rule->network->n;
    struct dt_net_equilibria made = {.p = calloc((size_t)n * (DT_MAX_NET_EQUILIBRIUM + 1), sizeof(double))};
    double *p = calloc((size_t)n * 2, sizeof *p);
    struct scratch s = {0};
    dt_status status = made.p && p ? scratch_init(&s, n) : DT_NO_MEMORY;
    if (status != DT_OK) goto done;
    for (int g = 0; g <= N_GRID + 1; g++) {
        for (int by_newton = 0; by_newton < 2; by_newton++) {
            for (int i = 0; i < n; i++)
                p[i] = (double)g / (N_GRID + 1);
            dt_status one = by_newton ? newton(rule, p, s.next, s.a, s.pivot)
                                      : dt_net_equilibrium_follow(rule, p);
            if (one == DT_NO_MEMORY) status = one;
            if (one == DT_OK) add_equilibrium(&made, p, n);
        }
    }
    for (int k = 0; k < made.count; k++)
        made.stable[k] = (unsigned char)is_stable(rule, made.p + (long)k * n, p, p + n);
    if (status == DT_OK && made.count == 0) status = DT_NO_SOLUTION;
done:
    free(p);
    scratch_free(&s);
    if (status == DT_OK)
        *out = made;
    else
        free(made.p);
    return status;
}

void dt_net_equilibria_clear(struct dt_net_equilibria *equilibria)
{
    free(equilibria->p);
    memset(equilibria, 0, sizeof *equilibria);
}

/* One row of V (b + gamma W d) into sum. */
static void response_row(const struct dt_net_game_rule *rule, int i, double v, const double *restrict d,
                         double *restrict sum, int n_column)
{
    const struct dt_net *w = rule->network;
    for (int e = w->start[i]; e < w->start[i + 1]; e++) {
        const double *restrict other = d + (long)w->to[e] * n_column;
        double weight = rule->gamma * w->weight[e];
        for (int c = 0; c < n_column; c++)
            sum[c] += weight * other[c];
    }
    for (int c = 0; c < n_column; c++)
        sum[c] *= v;
}

/* Start of the response: V b. */
static void own_response(const double *p, const double *b, double *d, int n, int n_column)
{
    for (int i = 0; i < n; i++)
        for (int c = 0; c < n_column; c++)
            d[(long)i * n_column + c] = p[i] * (1.0 - p[i]) * b[(long)i * n_column + c];
}

/* d = V (b + gamma W d) as a series, for maps that contract; `sum` holds one row. Returns whether it has
 * converged. */
static int response_by_series(const struct dt_net_game_rule *rule, const double *p, const double *b,
                              double *d, double *sum, int n_column)
{
    for (int k = 0; k < MAX_SERIES; k++) {
        double change = 0.0;
        for (int i = 0; i < rule->network->n; i++) {
            double *row = d + (long)i * n_column;
            memcpy(sum, b + (long)i * n_column, sizeof *sum * (size_t)n_column);
            response_row(rule, i, p[i] * (1.0 - p[i]), d, sum, n_column);
            for (int c = 0; c < n_column; c++)
                if (fabs(sum[c] - row[c]) > change) change = fabs(sum[c] - row[c]);
            memcpy(row, sum, sizeof *row * (size_t)n_column);
        }
        if (change < SERIES_TOLERANCE) return 1;
    }
    return 0;
}

dt_status dt_net_equilibrium_response(const struct dt_net_game_rule *rule, const double *p, const double *b,
                                      double *d, int n_column)
{
    int n = rule->network->n;
    struct scratch s = {.next = calloc((size_t)n_column + 1, sizeof(double))};
    if (!s.next) return DT_NO_MEMORY;
    own_response(p, b, d, n, n_column);
    int is_done = slope(rule, p) < FLAT && response_by_series(rule, p, b, d, s.next, n_column);
    scratch_free(&s);
    if (is_done) return DT_OK;

    dt_status status = scratch_init(&s, n);
    if (status != DT_OK) return status;
    own_response(p, b, d, n, n_column);
    jacobian(rule, p, s.a);
    status = dt_dense_lu(s.a, n, s.pivot);
    if (status == DT_OK) dt_dense_lu_solve(s.a, s.pivot, n, d, n_column);
    scratch_free(&s);
    return status;
}

/* d = r + W' (gamma V d) as a series, where the map contracts; `next` holds n. */
static int adjoint_by_series(const struct dt_net_game_rule *rule, const double *p, const double *r, double *d,
                             double *next)
{
    const struct dt_net *w = rule->network;
    memcpy(d, r, sizeof *d * (size_t)w->n);
    for (int k = 0; k < MAX_SERIES; k++) {
        double change = 0.0;
        memcpy(next, r, sizeof *next * (size_t)w->n);
        for (int i = 0; i < w->n; i++) {
            double give = rule->gamma * p[i] * (1.0 - p[i]) * d[i];
            for (int e = w->start[i]; e < w->start[i + 1]; e++)
                next[w->to[e]] += w->weight[e] * give;
        }
        for (int i = 0; i < w->n; i++) {
            if (fabs(next[i] - d[i]) > change) change = fabs(next[i] - d[i]);
            d[i] = next[i];
        }
        if (change < SERIES_TOLERANCE) return 1;
    }
    return 0;
}

dt_status dt_net_equilibrium_adjoint(const struct dt_net_game_rule *rule, const double *p, const double *r,
                                     double *d)
{
    int n = rule->network->n;
    struct scratch s;
    DT_TRY(scratch_init(&s, n));
    dt_status status = DT_OK;
    if (slope(rule, p) >= FLAT || !adjoint_by_series(rule, p, r, d, s.next)) {
        jacobian(rule, p, s.a);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++) {
                double own = s.a[(long)i * n + j];
                s.a[(long)i * n + j] = s.a[(long)j * n + i];
                s.a[(long)j * n + i] = own;
            }
        memcpy(d, r, sizeof *d * (size_t)n);
        status = dt_dense_lu(s.a, n, s.pivot);
        if (status == DT_OK) dt_dense_lu_solve(s.a, s.pivot, n, d, 1);
    }
    scratch_free(&s);
    return status;
}
