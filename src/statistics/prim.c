/* Patient rule induction: a box is peeled from the whole, one thin slice at a time, then pasted where that
 * helps.
 *
 * Each factor keeps the cases of the box in ascending order, so that a step costs about one pass over cases
 * and factors. What must stay true: among peels of equal gain the one wins that limits a factor limited
 * already, then the first in order of factors, numbers before categories, upper side before lower. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/statistics.h"
#include "statistics/basic.h"

enum { CATEGORIES = 64 };

struct dt_prim {
    int n, d, n_taken, n_of_interest;
    const double *x; /* a copy is owned: own_x */
    double *own_x;
    unsigned char *own_y, *own_taken, *categorical;
    double *least, *greatest; /* of each factor over all cases */
    int count, capacity;
    dt_box *box;
};

/* What a search holds beside the trajectory. */
typedef struct search {
    dt_prim *prim;
    dt_prim_options options;
    int *order; /* [d][n]: cases in the box, ascending in each factor */
    int n_in, interest_in;
    unsigned char *in; /* n flags */
} search;

/* A peel or paste that may be made. */
typedef struct move {
    int factor, side; /* 0 lower, 1 upper; -1 drops a category */
    double limit;
    int category, n, n_of_interest;
    double gain;
    int free_factors; /* not limited after the move */
} move;

dt_prim_options dt_prim_defaults(void)
{
    return (dt_prim_options){.peel = 0.05, .paste = 0.05, .least_mass = 0.05};
}

static double at(const dt_prim *p, int i, int factor)
{
    return p->x[(size_t)i * (size_t)p->d + (size_t)factor];
}

static int is_categorical(const dt_prim *p, int factor)
{
    return p->categorical[factor];
}

/* ---- boxes ---- */

static void clear_box(dt_box *box)
{
    free(box->low);
    free(box->high);
    free(box->categories);
}

static int count_restricted(const dt_prim *p, const dt_box *box, const dt_box *whole)
{
    int count = 0;
    for (int f = 0; f < p->d; f++)
        count += is_categorical(p, f) ? box->categories[f] != whole->categories[f]
                                      : box->low[f] > whole->low[f] || box->high[f] < whole->high[f];
    return count;
}

/* Room for one more box, filled with the limits of the last, or with the whole. */
static dt_status add_box(dt_prim *p)
{
    if (p->count == p->capacity) {
        int capacity = p->capacity ? 2 * p->capacity : 32;
        dt_box *grown = realloc(p->box, (size_t)capacity * sizeof *grown);
        if (!grown) return DT_NO_MEMORY;
        p->box = grown;
        p->capacity = capacity;
    }
    size_t d = (size_t)p->d;
    dt_box box = {malloc(d * sizeof *box.low),
                  malloc(d * sizeof *box.high),
                  malloc(d * sizeof *box.categories),
                  0,
                  0,
                  0.0,
                  0.0,
                  0.0,
                  0};
    if (!box.low || !box.high || !box.categories) {
        clear_box(&box);
        return DT_NO_MEMORY;
    }
    const dt_box *last = p->count ? &p->box[p->count - 1] : NULL;
    memcpy(box.low, last ? last->low : p->least, d * sizeof *box.low);
    memcpy(box.high, last ? last->high : p->greatest, d * sizeof *box.high);
    if (last) memcpy(box.categories, last->categories, d * sizeof *box.categories);
    p->box[p->count++] = box;
    return DT_OK;
}

int dt_box_holds(const dt_box *box, const double *x, int d, const unsigned char *categorical)
{
    for (int f = 0; f < d; f++) {
        if (categorical && categorical[f]) {
            if (!(box->categories[f] >> (int)x[f] & 1)) return 0;
        } else if (x[f] < box->low[f] || x[f] > box->high[f])
            return 0;
    }
    return 1;
}

static void describe(const search *s, dt_box *box)
{
    const dt_prim *p = s->prim;
    box->n = s->n_in;
    box->n_of_interest = s->interest_in;
    box->coverage = (double)s->interest_in / p->n_of_interest;
    box->density = s->n_in ? (double)s->interest_in / s->n_in : 0.0;
    box->mass = (double)s->n_in / (p->n - p->n_taken);
    box->restricted = count_restricted(p, box, &p->box[0]);
}

/* ---- moves ---- */

/* Limit between two cases at about a share `q` of the sorted column, where two neighbours differ: towards the
 * middle of the box's cases for ties. */
static double quantile_between(const search *s, int factor, double q)
{
    const dt_prim *p = s->prim;
    const int *order = s->order + (size_t)factor * (size_t)p->n;
    double place = (s->n_in - 1) * q;
    int lower = (int)floor(place), upper = (int)ceil(place);
    if (q > 0.5) {
        while (lower > 0 && at(p, order[lower], factor) == at(p, order[upper], factor))
            lower--;
    } else {
        while (upper < s->n_in - 1 && at(p, order[lower], factor) == at(p, order[upper], factor))
            upper++;
    }
    return 0.5 * (at(p, order[lower], factor) + at(p, order[upper], factor));
}

static double gain_of(const search *s, int n, int n_of_interest)
{
    double before = (double)s->interest_in / s->n_in, after = n ? (double)n_of_interest / n : 0.0;
    return n == s->n_in ? 0.0 : (after - before) / abs(s->n_in - n);
}

/* Counts what stays if a factor is limited on one side. */
static move try_side(const search *s, int factor, int side)
{
    const dt_prim *p = s->prim;
    const int *order = s->order + (size_t)factor * (size_t)p->n;
    double q = side ? 1.0 - s->options.peel : s->options.peel;
    move m = {.factor = factor, .side = side, .limit = quantile_between(s, factor, q)};
    for (int i = 0; i < s->n_in; i++) {
        double value = at(p, order[i], factor);
        if (side ? value > m.limit : value < m.limit) continue;
        m.n++;
        m.n_of_interest += p->own_y[order[i]];
    }
    m.gain = gain_of(s, m.n, m.n_of_interest);
    return m;
}

static move try_category(const search *s, int factor, int category)
{
    const dt_prim *p = s->prim;
    const int *order = s->order + (size_t)factor * (size_t)p->n;
    move m = {.factor = factor, .side = -1, .category = category};
    for (int i = 0; i < s->n_in; i++) {
        if ((int)at(p, order[i], factor) == category) continue;
        m.n++;
        m.n_of_interest += p->own_y[order[i]];
    }
    m.gain = gain_of(s, m.n, m.n_of_interest);
    return m;
}

static int is_limited(const search *s, const dt_box *box, int factor)
{
    const dt_box *whole = &s->prim->box[0];
    if (is_categorical(s->prim, factor)) return box->categories[factor] != whole->categories[factor];
    return box->low[factor] > whole->low[factor] || box->high[factor] < whole->high[factor];
}

static void prefer(const search *s, const dt_box *box, move m, move *best)
{
    m.free_factors = s->prim->d - box->restricted - (is_limited(s, box, m.factor) ? 0 : 1);
    int is_better = m.gain > best->gain || (m.gain == best->gain && m.free_factors > best->free_factors);
    if (best->factor < 0 || is_better) *best = m;
}

static move best_peel(const search *s, const dt_box *box)
{
    move best = {.factor = -1};
    for (int f = 0; f < s->prim->d; f++) {
        if (is_categorical(s->prim, f)) continue;
        prefer(s, box, try_side(s, f, 1), &best);
        prefer(s, box, try_side(s, f, 0), &best);
    }
    for (int f = 0; f < s->prim->d; f++) {
        if (!is_categorical(s->prim, f)) continue;
        uint64_t left = box->categories[f];
        for (int c = 0; c < CATEGORIES && (left & (left - 1)); c++)
            if (left >> c & 1) prefer(s, box, try_category(s, f, c), &best);
    }
    return best;
}

/* ---- the trajectory ---- */

/* Flags of the cases in a box, and their orders. */
static void enter(search *s, const dt_box *box)
{
    const dt_prim *p = s->prim;
    s->n_in = s->interest_in = 0;
    for (int i = 0; i < p->n; i++) {
        const double *x = p->x + (size_t)i * (size_t)p->d;
        s->in[i] = !p->own_taken[i] && dt_box_holds(box, x, p->d, p->categorical);
        s->n_in += s->in[i];
        s->interest_in += s->in[i] && p->own_y[i];
    }
}

/* Keeps the orders of the cases that are flagged. */
static void filter_orders(search *s)
{
    for (int f = 0; f < s->prim->d; f++) {
        int *order = s->order + (size_t)f * (size_t)s->prim->n, kept = 0;
        for (int i = 0; kept < s->n_in; i++)
            if (s->in[order[i]]) order[kept++] = order[i];
    }
}

static dt_status sort_orders(search *s)
{
    const dt_prim *p = s->prim;
    dt_ranked *ranked = malloc((size_t)p->n * sizeof *ranked);
    if (!ranked) return DT_NO_MEMORY;
    for (int f = 0; f < p->d; f++) {
        for (int i = 0; i < p->n; i++)
            ranked[i] = (dt_ranked){at(p, i, f), i};
        dt_sort_ranked(ranked, p->n);
        int *order = s->order + (size_t)f * (size_t)p->n, kept = 0;
        for (int i = 0; i < p->n; i++)
            if (s->in[ranked[i].place]) order[kept++] = ranked[i].place;
    }
    free(ranked);
    return DT_OK;
}

static void apply(dt_box *box, const move *m)
{
    if (m->side < 0)
        box->categories[m->factor] &= ~(UINT64_C(1) << m->category);
    else if (m->side)
        box->high[m->factor] = m->limit;
    else
        box->low[m->factor] = m->limit;
}

static dt_status peel_all(search *s)
{
    for (;;) {
        const dt_box *now = &s->prim->box[s->prim->count - 1];
        move m = best_peel(s, now);
        double mass = (double)m.n / (s->prim->n - s->prim->n_taken);
        if (m.factor < 0 || !(m.gain > 0.0) || mass < s->options.least_mass || m.n >= s->n_in) return DT_OK;
        DT_TRY(add_box(s->prim));
        dt_box *box = &s->prim->box[s->prim->count - 1];
        apply(box, &m);
        enter(s, box);
        filter_orders(s);
        describe(s, box);
    }
}

/* Values of a factor of the cases that lie beyond one side of the box and inside all its other limits,
 * ascending. */
static int beyond_side(const search *s, const dt_box *box, int factor, int side, double *value)
{
    const dt_prim *p = s->prim;
    double *end = side ? &box->high[factor] : &box->low[factor], kept = *end;
    int n = 0;
    *end = side ? HUGE_VAL : -HUGE_VAL;
    for (int i = 0; i < p->n; i++) {
        const double *x = p->x + (size_t)i * (size_t)p->d;
        if (!p->own_taken[i] && !s->in[i] && dt_box_holds(box, x, p->d, p->categorical))
            value[n++] = x[factor];
    }
    *end = kept;
    dt_sort_numbers(value, n);
    return n;
}

/* The limit that takes in about a share more of the cases beyond one side; 0 if there are none. */
static int paste_limit(const search *s, const dt_box *box, int factor, int side, double *scratch,
                       double *limit)
{
    int n = beyond_side(s, box, factor, side, scratch), want = (int)ceil(s->options.paste * s->n_in);
    if (n == 0) return 0;
    if (want >= n)
        *limit = side ? s->prim->greatest[factor] : s->prim->least[factor];
    else
        *limit = side ? 0.5 * (scratch[want - 1] + scratch[want])
                      : 0.5 * (scratch[n - want] + scratch[n - want - 1]);
    return 1;
}

/* Counts what a box holds with one limit moved outwards. */
static move try_paste(const search *s, dt_box *box, int factor, int side, double limit)
{
    const dt_prim *p = s->prim;
    move m = {.factor = factor, .side = side, .limit = limit};
    double *end = side ? &box->high[factor] : &box->low[factor], kept = *end;
    *end = limit;
    for (int i = 0; i < p->n; i++) {
        if (p->own_taken[i] || !dt_box_holds(box, p->x + (size_t)i * (size_t)p->d, p->d, p->categorical))
            continue;
        m.n++;
        m.n_of_interest += p->own_y[i];
    }
    *end = kept;
    m.gain = gain_of(s, m.n, m.n_of_interest);
    return m;
}

static move best_paste(const search *s, dt_box *box, double *scratch)
{
    move best = {.factor = -1};
    for (int f = 0; f < s->prim->d; f++)
        for (int side = 1; side >= 0 && !is_categorical(s->prim, f); side--) {
            double limit;
            if (!is_limited(s, box, f) || !paste_limit(s, box, f, side, scratch, &limit)) continue;
            move m = try_paste(s, box, f, side, limit);
            if (m.n > s->n_in && (best.factor < 0 || m.gain > best.gain)) best = m;
        }
    return best;
}

static dt_status paste_all(search *s)
{
    double *scratch = malloc((size_t)s->prim->n * sizeof *scratch);
    dt_status status = scratch ? DT_OK : DT_NO_MEMORY;
    while (status == DT_OK) {
        move m = best_paste(s, &s->prim->box[s->prim->count - 1], scratch);
        if (m.factor < 0 || !(m.gain > 0.0)) break;
        status = add_box(s->prim);
        if (status != DT_OK) break;
        dt_box *box = &s->prim->box[s->prim->count - 1];
        apply(box, &m);
        enter(s, box);
        describe(s, box);
    }
    free(scratch);
    return status;
}

/* Copies what the trajectory must keep and finds the ends of every factor. */
static dt_status take_data(dt_prim *p, const dt_cases *cases, const unsigned char *taken,
                           const unsigned char *categorical)
{
    size_t n = (size_t)p->n, d = (size_t)p->d;
    p->own_x = malloc(n * d * sizeof *p->own_x);
    p->own_y = malloc(n);
    p->own_taken = calloc(n, 1);
    p->categorical = calloc(d, 1);
    p->least = malloc(d * sizeof *p->least);
    p->greatest = malloc(d * sizeof *p->greatest);
    if (!p->own_x || !p->own_y || !p->own_taken || !p->categorical || !p->least || !p->greatest)
        return DT_NO_MEMORY;
    p->x = p->own_x;
    memcpy(p->own_x, cases->x, n * d * sizeof *p->own_x);
    if (taken) memcpy(p->own_taken, taken, n);
    if (categorical) memcpy(p->categorical, categorical, d);
    for (int i = 0; i < p->n; i++) {
        p->own_y[i] = cases->y[i] != 0;
        p->n_taken += p->own_taken[i] != 0;
        p->n_of_interest += p->own_y[i] && !p->own_taken[i];
    }
    for (int f = 0; f < p->d; f++) {
        p->least[f] = HUGE_VAL;
        p->greatest[f] = -HUGE_VAL;
        for (int i = 0; i < p->n; i++) {
            p->least[f] = fmin(p->least[f], at(p, i, f));
            p->greatest[f] = fmax(p->greatest[f], at(p, i, f));
        }
    }
    return DT_OK;
}

static int data_is_valid(const dt_prim *p)
{
    for (int i = 0; i < p->n; i++)
        for (int f = 0; f < p->d; f++) {
            double value = at(p, i, f);
            if (!isfinite(value)) return 0;
            if (p->categorical[f] && !(value >= 0.0 && value < CATEGORIES && value == floor(value))) return 0;
        }
    return p->n_of_interest > 0 && p->n_of_interest < p->n - p->n_taken;
}

static void fill_categories(const dt_prim *p, dt_box *whole)
{
    for (int f = 0; f < p->d; f++) {
        whole->categories[f] = 0;
        for (int i = 0; i < p->n && p->categorical[f]; i++)
            whole->categories[f] |= UINT64_C(1) << (int)at(p, i, f);
    }
}

static dt_status run(search *s)
{
    dt_prim *p = s->prim;
    s->order = malloc((size_t)p->n * (size_t)p->d * sizeof *s->order);
    s->in = malloc((size_t)p->n);
    if (!s->order || !s->in) return DT_NO_MEMORY;
    DT_TRY(add_box(p));
    fill_categories(p, &p->box[0]);
    enter(s, &p->box[0]);
    DT_TRY(sort_orders(s));
    describe(s, &p->box[0]);
    DT_TRY(peel_all(s));
    return s->options.paste > 0.0 ? paste_all(s) : DT_OK;
}

dt_status dt_prim_find(const dt_cases *cases, const unsigned char *taken, const dt_prim_options *options,
                       dt_prim **out)
{
    if (cases->n < 2 || cases->d < 1 || !(options->peel > 0.0 && options->peel < 0.5)) return DT_INPUT;
    dt_prim *p = calloc(1, sizeof *p);
    if (!p) return DT_NO_MEMORY;
    p->n = cases->n;
    p->d = cases->d;
    search s = {.prim = p, .options = *options};
    dt_status status = take_data(p, cases, taken, options->categorical);
    if (status == DT_OK && !data_is_valid(p)) status = DT_INPUT;
    if (status == DT_OK) status = run(&s);
    free(s.order);
    free(s.in);
    if (status == DT_OK)
        *out = p;
    else
        dt_prim_free(p);
    return status;
}

void dt_prim_free(dt_prim *prim)
{
    if (!prim) return;
    for (int b = 0; b < prim->count; b++)
        clear_box(&prim->box[b]);
    free(prim->box);
    free(prim->own_x);
    free(prim->own_y);
    free(prim->own_taken);
    free(prim->categorical);
    free(prim->least);
    free(prim->greatest);
    free(prim);
}

int dt_prim_count(const dt_prim *prim)
{
    return prim->count;
}

const dt_box *dt_prim_box(const dt_prim *prim, int step)
{
    return step >= 0 && step < prim->count ? &prim->box[step] : NULL;
}

/* ---- quasi-p values ---- */

/* Chance of at least k successes in n trials at rate p, from the last term upwards. */
static double binomial_at_least(int k, int n, double p)
{
    if (k <= 0) return 1.0;
    if (p <= 0.0) return 0.0;
    if (p >= 1.0) return 1.0;
    double sum = 0.0;
    for (int i = n; i >= k; i--)
        sum += exp(lgamma(n + 1.0) - lgamma(i + 1.0) - lgamma(n - i + 1.0) + i * log(p) +
                   (n - i) * log1p(-p));
    return fmin(1.0, sum);
}

/* The same box with one limit set back to the whole: how likely is the box's purity there. */
static double without_limit(const dt_prim *p, const dt_box *box, double *end, double whole)
{
    double kept = *end;
    int n = 0, hit = 0;
    *end = whole;
    for (int i = 0; i < p->n; i++) {
        if (p->own_taken[i] || !dt_box_holds(box, p->x + (size_t)i * (size_t)p->d, p->d, p->categorical))
            continue;
        n++;
        hit += p->own_y[i];
    }
    *end = kept;
    return binomial_at_least((int)box->n_of_interest, (int)box->n, n ? (double)hit / n : 0.0);
}

void dt_prim_quasi_p(const dt_prim *prim, int step, int factor, double *lower, double *upper)
{
    dt_box *box = &prim->box[step];
    const dt_box *whole = &prim->box[0];
    *lower = *upper = 1.0;
    if (prim->categorical[factor]) {
        uint64_t kept = box->categories[factor];
        if (kept == whole->categories[factor]) return;
        double unused = 0.0;
        box->categories[factor] = whole->categories[factor];
        *lower = without_limit(prim, box, &unused, 0.0);
        box->categories[factor] = kept;
        return;
    }
    if (box->low[factor] > whole->low[factor])
        *lower = without_limit(prim, box, &box->low[factor], whole->low[factor]);
    if (box->high[factor] < whole->high[factor])
        *upper = without_limit(prim, box, &box->high[factor], whole->high[factor]);
}
