/* Patient rule induction: a box is peeled from the whole, one thin slice at a time, then pasted where that
 * helps.
 *
 * Each factor keeps the cases of the box in ascending order, so that a peel looks only at the cases that it
 * would take off. Sums of weights are sums of ones where there are no weights, so exact. What must stay true:
 * among peels of equal gain the one wins that limits a factor limited already, then the first in order of
 * factors, numbers before categories, upper side before lower. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/statistics.h"
#include "statistics/basic.h"

enum { CATEGORIES = 64 };

struct dt_prim {
    int n, d;
    double total, of_interest; /* weight of the cases that are not taken */
    double *x;                 /* d columns of n */
    double *weight;            /* NULL: all are 1 */
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
    double weight_in, weight_interest_in;
    unsigned char *in; /* n flags */
} search;

/* A peel or paste that may be made. */
typedef struct move {
    int factor, side; /* 0 lower, 1 upper; -1 drops a category */
    double limit;
    int category, n;
    double weight, of_interest; /* what the box would hold */
    double gain;
    int free_factors; /* not limited after the move */
} move;

dt_prim_options dt_prim_defaults(void)
{
    return (dt_prim_options){.peel = 0.05, .paste = 0.05, .least_mass = 0.05};
}

static double at(const dt_prim *p, int i, int factor)
{
    return p->x[(size_t)factor * (size_t)p->n + (size_t)i];
}

static double weight_of(const dt_prim *p, int i)
{
    return p->weight ? p->weight[i] : 1.0;
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
    free(box->is_open);
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
    dt_box box = {.low = malloc(d * sizeof *box.low),
                  .high = malloc(d * sizeof *box.high),
                  .categories = malloc(d * sizeof *box.categories),
                  .is_open = malloc(d)};
    if (!box.low || !box.high || !box.categories || !box.is_open) {
        clear_box(&box);
        return DT_NO_MEMORY;
    }
    const dt_box *last = p->count ? &p->box[p->count - 1] : NULL;
    memcpy(box.low, last ? last->low : p->least, d * sizeof *box.low);
    memcpy(box.high, last ? last->high : p->greatest, d * sizeof *box.high);
    if (last) memcpy(box.categories, last->categories, d * sizeof *box.categories);
    if (last)
        memcpy(box.is_open, last->is_open, d);
    else
        memset(box.is_open, DT_OPEN_BELOW | DT_OPEN_ABOVE, d);
    p->box[p->count++] = box;
    return DT_OK;
}

/* Whether a box's limits on one factor let a value in. */
static int lets_in(const dt_box *box, int f, double x, int is_category)
{
    int open = box->is_open ? box->is_open[f] : 0;
    if (is_category) return (int)(box->categories[f] >> (int)x & 1);
    return (x >= box->low[f] || (open & DT_OPEN_BELOW)) && (x <= box->high[f] || (open & DT_OPEN_ABOVE));
}

int dt_box_holds(const dt_box *box, const double *x, int d, const unsigned char *categorical)
{
    for (int f = 0; f < d; f++)
        if (!lets_in(box, f, x[f], categorical && categorical[f])) return 0;
    return 1;
}

/* The same for a case of the search; `but` (-1: none) is a factor whose limits do not count. */
static int holds_case(const dt_prim *p, const dt_box *box, int i, int but)
{
    for (int f = 0; f < p->d; f++)
        if (f != but && !lets_in(box, f, at(p, i, f), is_categorical(p, f))) return 0;
    return 1;
}

static void describe(const search *s, dt_box *box)
{
    const dt_prim *p = s->prim;
    box->n = s->n_in;
    box->n_of_interest = s->interest_in;
    box->weight = s->weight_in;
    box->weight_of_interest = s->weight_interest_in;
    box->coverage = s->weight_interest_in / p->of_interest;
    box->density = s->n_in ? s->weight_interest_in / s->weight_in : 0.0;
    box->mass = s->weight_in / p->total;
    box->restricted = count_restricted(p, box, &p->box[0]);
}

/* ---- moves ---- */

/* Index of the case that holds place `place`, from 0, if each case stood there as often as it weighs. */
static int find_place(const search *s, const int *order, double place, int is_from_end)
{
    const dt_prim *p = s->prim;
    if (!p->weight) return (int)place;
    if (is_from_end) {
        double begin = s->weight_in;
        int i = s->n_in;
        while (i > 0 && begin > place)
            begin -= p->weight[order[--i]];
        return i < s->n_in ? i : s->n_in - 1;
    }
    double end = p->weight[order[0]];
    int i = 0;
    while (i < s->n_in - 1 && end <= place)
        end += p->weight[order[++i]];
    return i;
}

/* Limit between two cases at about a share `q` of the sorted column, where two neighbours differ: towards the
 * middle of the box's cases for ties. */
static double quantile_between(const search *s, int factor, double q)
{
    const dt_prim *p = s->prim;
    const int *order = s->order + (size_t)factor * (size_t)p->n;
    double place = fmax(0.0, (s->weight_in - 1.0) * q);
    int lower = find_place(s, order, floor(place), q > 0.5),
        upper = find_place(s, order, ceil(place), q > 0.5);
    if (q > 0.5) {
        while (lower > 0 && at(p, order[lower], factor) == at(p, order[upper], factor))
            lower--;
    } else {
        while (upper < s->n_in - 1 && at(p, order[lower], factor) == at(p, order[upper], factor))
            upper++;
    }
    return 0.5 * (at(p, order[lower], factor) + at(p, order[upper], factor));
}

static void set_gain(const search *s, move *m)
{
    double before = s->weight_interest_in / s->weight_in, after = m->n ? m->of_interest / m->weight : 0.0;
    m->gain = m->n == s->n_in ? 0.0 : (after - before) / fabs(s->weight_in - m->weight);
}

static move whole_box(const search *s, int factor, int side)
{
    return (move){.factor = factor,
                  .side = side,
                  .n = s->n_in,
                  .weight = s->weight_in,
                  .of_interest = s->weight_interest_in};
}

static void leave_out(const search *s, int i, move *m)
{
    double weight = weight_of(s->prim, i);
    m->n--;
    m->weight -= weight;
    if (s->prim->own_y[i]) m->of_interest -= weight;
}

/* What stays if a factor is limited on one side. */
static move try_side(const search *s, int factor, int side)
{
    const dt_prim *p = s->prim;
    const int *order = s->order + (size_t)factor * (size_t)p->n;
    move m = whole_box(s, factor, side);
    m.limit = quantile_between(s, factor, side ? 1.0 - s->options.peel : s->options.peel);
    if (side)
        for (int i = s->n_in - 1; i >= 0 && at(p, order[i], factor) > m.limit; i--)
            leave_out(s, order[i], &m);
    else
        for (int i = 0; i < s->n_in && at(p, order[i], factor) < m.limit; i++)
            leave_out(s, order[i], &m);
    set_gain(s, &m);
    return m;
}

static move try_category(const search *s, int factor, int category)
{
    const dt_prim *p = s->prim;
    const int *order = s->order + (size_t)factor * (size_t)p->n;
    move m = whole_box(s, factor, -1);
    m.category = category;
    for (int i = 0; i < s->n_in; i++)
        if ((int)at(p, order[i], factor) == category) leave_out(s, order[i], &m);
    set_gain(s, &m);
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

/* Adds up what the flagged cases are. */
static void count_in(search *s)
{
    const dt_prim *p = s->prim;
    s->n_in = s->interest_in = 0;
    s->weight_in = s->weight_interest_in = 0.0;
    for (int i = 0; i < p->n; i++) {
        if (!s->in[i]) continue;
        s->n_in++;
        s->weight_in += weight_of(p, i);
        if (!p->own_y[i]) continue;
        s->interest_in++;
        s->weight_interest_in += weight_of(p, i);
    }
}

/* Flags of the cases in a box. */
static void enter(search *s, const dt_box *box)
{
    const dt_prim *p = s->prim;
    for (int i = 0; i < p->n; i++)
        s->in[i] = !p->own_taken[i] && holds_case(p, box, i, -1);
    count_in(s);
}

/* The same after a peel: one factor more tells who leaves. */
static void leave(search *s, const dt_box *box, int factor)
{
    const dt_prim *p = s->prim;
    for (int i = 0; i < p->n; i++)
        if (s->in[i])
            s->in[i] = (unsigned char)lets_in(box, factor, at(p, i, factor), is_categorical(p, factor));
    count_in(s);
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

/* Sets a limit; one at the end of what was seen is none. */
static void apply(const dt_prim *p, dt_box *box, const move *m)
{
    int f = m->factor, side = m->side ? DT_OPEN_ABOVE : DT_OPEN_BELOW;
    if (m->side < 0) {
        box->categories[f] &= ~(UINT64_C(1) << m->category);
        return;
    }
    int is_none = m->side ? m->limit >= p->greatest[f] : m->limit <= p->least[f];
    *(m->side ? &box->high[f] : &box->low[f]) = m->limit;
    box->is_open[f] = (unsigned char)(is_none ? box->is_open[f] | side : box->is_open[f] & ~side);
}

static dt_status peel_all(search *s)
{
    for (;;) {
        const dt_box *now = &s->prim->box[s->prim->count - 1];
        move m = best_peel(s, now);
        double mass = m.weight / s->prim->total;
        if (m.factor < 0 || !(m.gain > 0.0) || mass < s->options.least_mass || m.n >= s->n_in) return DT_OK;
        DT_TRY(add_box(s->prim));
        dt_box *box = &s->prim->box[s->prim->count - 1];
        apply(s->prim, box, &m);
        leave(s, box, m.factor);
        filter_orders(s);
        describe(s, box);
    }
}

/* Cases that lie beyond one side of the box and inside all its other limits, ascending in the factor. */
static int beyond_side(const search *s, const dt_box *box, int factor, int side, dt_ranked *item)
{
    const dt_prim *p = s->prim;
    double *end = side ? &box->high[factor] : &box->low[factor], kept = *end;
    int n = 0;
    *end = side ? HUGE_VAL : -HUGE_VAL;
    for (int i = 0; i < p->n; i++)
        if (!p->own_taken[i] && !s->in[i] && holds_case(p, box, i, -1))
            item[n++] = (dt_ranked){at(p, i, factor), i};
    *end = kept;
    dt_sort_ranked(item, n);
    return n;
}

/* The limit that takes in about a share more of the cases beyond one side; 0 if there are none. */
static int paste_limit(const search *s, const dt_box *box, int factor, int side, dt_ranked *scratch,
                       double *limit)
{
    const dt_prim *p = s->prim;
    int n = beyond_side(s, box, factor, side, scratch), k = 0, step = side ? 1 : -1;
    double want = ceil(s->options.paste * s->weight_in), taken = 0.0;
    if (n == 0) return 0;
    const dt_ranked *nearest = side ? scratch : scratch + n - 1;
    /* the last that is taken in, and the first that is not */
    while (k < n && taken + weight_of(p, nearest[step * k].place) < want)
        taken += weight_of(p, nearest[step * k++].place);
    if (k == n || (k == n - 1 && taken + weight_of(p, nearest[step * k].place) <= want)) {
        *limit = side ? p->greatest[factor] : p->least[factor];
        return 1;
    }
    int is_split = taken + weight_of(p, nearest[step * k].place) > want;
    *limit = 0.5 * (nearest[step * k].value + nearest[step * (is_split ? k : k + 1)].value);
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
        if (p->own_taken[i] || !holds_case(p, box, i, -1)) continue;
        m.n++;
        m.weight += weight_of(p, i);
        if (p->own_y[i]) m.of_interest += weight_of(p, i);
    }
    *end = kept;
    set_gain(s, &m);
    return m;
}

static move best_paste(const search *s, dt_box *box, dt_ranked *scratch)
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
    dt_ranked *scratch = malloc((size_t)s->prim->n * sizeof *scratch);
    dt_status status = scratch ? DT_OK : DT_NO_MEMORY;
    while (status == DT_OK) {
        move m = best_paste(s, &s->prim->box[s->prim->count - 1], scratch);
        if (m.factor < 0 || !(m.gain > 0.0)) break;
        status = add_box(s->prim);
        if (status != DT_OK) break;
        dt_box *box = &s->prim->box[s->prim->count - 1];
        apply(s->prim, box, &m);
        enter(s, box);
        describe(s, box);
    }
    free(scratch);
    return status;
}

static dt_status make_room(dt_prim *p, int is_weighted)
{
    size_t n = (size_t)p->n, d = (size_t)p->d;
    p->x = malloc(n * d * sizeof *p->x);
    p->weight = is_weighted ? malloc(n * sizeof *p->weight) : NULL;
    p->own_y = malloc(n);
    p->own_taken = calloc(n, 1);
    p->categorical = calloc(d, 1);
    p->least = malloc(d * sizeof *p->least);
    p->greatest = malloc(d * sizeof *p->greatest);
    int is_made = p->x && p->own_y && p->own_taken && p->categorical && p->least && p->greatest;
    return is_made && (p->weight || !is_weighted) ? DT_OK : DT_NO_MEMORY;
}

/* Copies what the trajectory must keep and finds the ends of every factor. */
static dt_status take_data(dt_prim *p, const dt_cases *cases, const unsigned char *taken,
                           const unsigned char *categorical)
{
    size_t n = (size_t)p->n, d = (size_t)p->d;
    DT_TRY(make_room(p, cases->weight != NULL));
    if (cases->weight) memcpy(p->weight, cases->weight, n * sizeof *p->weight);
    if (taken) memcpy(p->own_taken, taken, n);
    if (categorical) memcpy(p->categorical, categorical, d);
    for (int i = 0; i < p->n; i++) {
        p->own_y[i] = cases->y[i] != 0;
        if (p->own_taken[i]) continue;
        p->total += weight_of(p, i);
        if (p->own_y[i]) p->of_interest += weight_of(p, i);
    }
    for (int f = 0; f < p->d; f++) {
        p->least[f] = HUGE_VAL;
        p->greatest[f] = -HUGE_VAL;
        for (int i = 0; i < p->n; i++) {
            double value = cases->x[(size_t)i * d + (size_t)f];
            p->x[(size_t)f * n + (size_t)i] = value;
            p->least[f] = fmin(p->least[f], value);
            p->greatest[f] = fmax(p->greatest[f], value);
        }
    }
    return DT_OK;
}

static int data_is_valid(const dt_prim *p)
{
    for (int i = 0; p->weight && i < p->n; i++)
        if (!(p->weight[i] > 0.0) || !isfinite(p->weight[i])) return 0;
    for (int i = 0; i < p->n; i++)
        for (int f = 0; f < p->d; f++) {
            double value = at(p, i, f);
            if (!isfinite(value)) return 0;
            if (p->categorical[f] && !(value >= 0.0 && value < CATEGORIES && value == floor(value))) return 0;
        }
    return p->of_interest > 0.0 && p->of_interest < p->total;
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
    free(prim->x);
    free(prim->weight);
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

/* The same box without the limits of one factor on one side, or (side -1) all its categories: how likely is
 * the box's purity there. Weights count as so many cases. */
static double without_limit(const dt_prim *p, const dt_box *box, int factor, int side)
{
    double all = 0.0, hit = 0.0;
    for (int i = 0; i < p->n; i++) {
        double x = at(p, i, factor);
        if (p->own_taken[i] || (side == 1 && x < box->low[factor]) || (side == 0 && x > box->high[factor]) ||
            !holds_case(p, box, i, factor))
            continue;
        all += weight_of(p, i);
        if (p->own_y[i]) hit += weight_of(p, i);
    }
    double rate = all > 0.0 ? hit / all : 0.0;
    if (!p->weight) return binomial_at_least((int)box->n_of_interest, (int)box->n, rate);
    double k = box->weight_of_interest, n = box->weight;
    return k > 0.0 ? dt_beta_share(rate, 1.0 - rate, k, n - k + 1.0) : 1.0;
}

void dt_prim_quasi_p(const dt_prim *prim, int step, int factor, double *lower, double *upper)
{
    const dt_box *box = &prim->box[step], *whole = &prim->box[0];
    *lower = *upper = 1.0;
    if (prim->categorical[factor]) {
        if (box->categories[factor] != whole->categories[factor])
            *lower = without_limit(prim, box, factor, -1);
        return;
    }
    if (box->low[factor] > whole->low[factor]) *lower = without_limit(prim, box, factor, 0);
    if (box->high[factor] < whole->high[factor]) *upper = without_limit(prim, box, factor, 1);
}
