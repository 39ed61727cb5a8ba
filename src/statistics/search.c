/* The search as a state that is asked and told: a population, the children that are out for evaluation, and
 * the archive. Random numbers depend on the seed, the round, the child and the place alone, so that the state
 * is all that need be saved. What must stay true: no two archive points share a box, and none dominates
 * another's box. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "core/try.h"
#include "detente/search.h"
#include "statistics/genetic.h"

/* A restart is made after this many rounds without a new archive box, or when the population is far from four
 * times the archive (Kollat and Reed 2006). */
enum { STALE_ROUNDS = 10, PER_ARCHIVE = 4, LEAST_POPULATION = 4, MOST_POPULATION = 4000 };

static const double FAR = 1.25;
static const uint64_t MAGIC = 0x6474736561726368;

/* Points with their objectives. */
typedef struct flock {
    int n, capacity;
    double *x, *f;
} flock;

typedef struct state {
    uint64_t magic;
    dt_search_options options;
    int64_t evaluations, round;
    int restarts, stale, wanted; /* wanted: size of the population */
    int n_parent, n_child, n_archive;
} state;

struct dt_search {
    state s;
    flock parent, child, archive;
};

dt_search_options dt_search_defaults(void)
{
    return (dt_search_options){.population = 100};
}

static void clear(flock *f)
{
    free(f->x);
    free(f->f);
    *f = (flock){0};
}

static dt_status reserve(flock *f, int n, const dt_search_options *o)
{
    if (n <= f->capacity) return DT_OK;
    int capacity = n > 2 * f->capacity ? n : 2 * f->capacity;
    double *x = realloc(f->x, (size_t)capacity * (size_t)o->n_lever * sizeof *x);
    if (!x) return DT_NO_MEMORY;
    f->x = x;
    double *y = realloc(f->f, (size_t)capacity * (size_t)o->n_objective * sizeof *y);
    if (!y) return DT_NO_MEMORY;
    f->f = y;
    f->capacity = capacity;
    return DT_OK;
}

static double *x_of(const dt_search *s, const flock *f, int i)
{
    return f->x + (size_t)i * (size_t)s->s.options.n_lever;
}

static double *f_of(const dt_search *s, const flock *f, int i)
{
    return f->f + (size_t)i * (size_t)s->s.options.n_objective;
}

static void copy_point(const dt_search *s, flock *to, int at, const flock *from, int i)
{
    memcpy(x_of(s, to, at), x_of(s, from, i), (size_t)s->s.options.n_lever * sizeof(double));
    memcpy(f_of(s, to, at), f_of(s, from, i), (size_t)s->s.options.n_objective * sizeof(double));
}

/* ---- the archive ---- */

/* Whether a point enters: it leaves if a box of the archive dominates its own, or a point in the same box
 * stands nearer to the corner. Points that its box dominates are taken out. Sets *is_new if it holds a box
 * that nobody held. */
static int archive_admits(dt_search *s, const double *f, int *is_new)
{
    const dt_search_options *o = &s->s.options;
    int kept = 0, n = s->archive.n, is_better = 1;
    *is_new = 1;
    for (int i = 0; i < n && is_better; i++) {
        enum dt_box_order order = dt_compare_boxes(f, f_of(s, &s->archive, i), o->epsilon, o->n_objective);
        if (order == DT_BOX_WORSE) is_better = 0;
        if (order == DT_BOX_SAME_BETTER) *is_new = 0;
    }
    if (!is_better) return 0;
    for (int i = 0; i < n; i++) {
        enum dt_box_order order = dt_compare_boxes(f, f_of(s, &s->archive, i), o->epsilon, o->n_objective);
        if (order == DT_BOX_BETTER || order == DT_BOX_SAME_BETTER) continue;
        if (kept != i) copy_point(s, &s->archive, kept, &s->archive, i);
        kept++;
    }
    s->archive.n = kept;
    return 1;
}

static int all_finite(const double *f, int n)
{
    for (int k = 0; k < n; k++)
        if (!isfinite(f[k])) return 0;
    return 1;
}

/* Offers the children to the archive, which has room; returns how many new boxes were opened. */
static int offer_children(dt_search *s)
{
    int opened = 0, is_new;
    for (int i = 0; i < s->child.n; i++) {
        const double *f = f_of(s, &s->child, i);
        if (!all_finite(f, s->s.options.n_objective) || !archive_admits(s, f, &is_new)) continue;
        copy_point(s, &s->archive, s->archive.n++, &s->child, i);
        opened += is_new;
    }
    return opened;
}

/* ---- generations ---- */

/* Keeps the best of parents and children by rank and crowding, as many as are wanted. */
static dt_status select_parents(dt_search *s)
{
    const dt_search_options *o = &s->s.options;
    int n = s->parent.n;
    DT_TRY(reserve(&s->parent, n + s->child.n, o));
    for (int i = 0; i < s->child.n; i++)
        if (all_finite(f_of(s, &s->child, i), o->n_objective)) copy_point(s, &s->parent, n++, &s->child, i);
    int *order = malloc((size_t)(n > 0 ? n : 1) * sizeof *order);
    if (!order) return DT_NO_MEMORY;
    dt_status status = dt_order_by_rank(s->parent.f, n, o->n_objective, order);
    flock next = {0};
    int keep = n < s->s.wanted ? n : s->s.wanted;
    if (status == DT_OK) status = reserve(&next, keep > 0 ? keep : 1, o);
    if (status == DT_OK) {
        for (int i = 0; i < keep; i++)
            copy_point(s, &next, i, &s->parent, order[i]);
        next.n = keep;
        clear(&s->parent);
        s->parent = next;
    } else
        clear(&next);
    free(order);
    return status;
}

static double uniform(const dt_search *s, int child, int place)
{
    return dt_uniform(s->s.options.seed, (uint64_t)s->s.round << 20 | (uint64_t)child, (uint32_t)place,
                      DT_PURPOSE_DESIGN);
}

/* The better of two parents drawn by chance: parents stand in order of rank and crowding. */
static int tournament(const dt_search *s, int child, int place)
{
    int n = s->parent.n, a = (int)(uniform(s, child, place) * n), b = (int)(uniform(s, child, place + 1) * n);
    return a < b ? a : b;
}

/* Places of the random numbers of a child: four of its tournament, then those of its levers. */
enum { TOURNAMENT = 0, LEVERS = 4, PER_LEVER = 3 };

static void breed(dt_search *s)
{
    int d = s->s.options.n_lever;
    for (int c = 0; c < s->child.n; c++) {
        double *x = x_of(s, &s->child, c);
        if (s->parent.n == 0) {
            for (int k = 0; k < d; k++)
                x[k] = uniform(s, c, LEVERS + PER_LEVER * k);
            continue;
        }
        const double *a = x_of(s, &s->parent, tournament(s, c, TOURNAMENT));
        const double *b = x_of(s, &s->parent, tournament(s, c, TOURNAMENT + 2));
        for (int k = 0; k < d; k++) {
            int at = LEVERS + PER_LEVER * k;
            x[k] = dt_crossed(a[k], b[k], uniform(s, c, at), uniform(s, c, at + 1));
            x[k] = dt_mutated(x[k], 1.0 / d, uniform(s, c, at + 2));
        }
    }
}

/* A restart: the archive, and strong mutants of it, in a population of four times its size. */
static dt_status restart(dt_search *s)
{
    int wanted = PER_ARCHIVE * s->archive.n;
    s->s.wanted = wanted < LEAST_POPULATION ? LEAST_POPULATION
        : wanted > MOST_POPULATION          ? MOST_POPULATION
                                            : wanted;
    s->s.restarts++;
    s->s.stale = 0;
    int keep = s->archive.n < s->s.wanted ? s->archive.n : s->s.wanted;
    DT_TRY(reserve(&s->parent, keep, &s->s.options));
    for (int i = 0; i < keep; i++)
        copy_point(s, &s->parent, i, &s->archive, i);
    s->parent.n = keep;
    s->child.n = s->s.wanted - keep > 0 ? s->s.wanted - keep : 1;
    DT_TRY(reserve(&s->child, s->child.n, &s->s.options));
    for (int c = 0; c < s->child.n; c++) {
        const double *from = x_of(s, &s->archive, (int)(uniform(s, c, TOURNAMENT) * s->archive.n));
        double *x = x_of(s, &s->child, c);
        for (int k = 0; k < s->s.options.n_lever; k++) {
            int is_new = uniform(s, c, LEVERS + PER_LEVER * k) < 0.5;
            x[k] = is_new ? uniform(s, c, LEVERS + PER_LEVER * k + 1) : from[k];
        }
    }
    return DT_OK;
}

static dt_status next_round(dt_search *s)
{
    s->s.round++;
    double far = s->archive.n ? (double)s->s.wanted / (PER_ARCHIVE * s->archive.n) : 1.0;
    int is_off = s->s.stale > 0 && (far > FAR || far < 1.0 / FAR);
    if (s->archive.n > 0 && (s->s.stale >= STALE_ROUNDS || is_off)) return restart(s);
    s->child.n = s->s.wanted;
    DT_TRY(reserve(&s->child, s->child.n, &s->s.options));
    breed(s);
    return DT_OK;
}

/* ---- the calls ---- */

static int options_are_valid(const dt_search_options *o)
{
    if (o->n_lever < 1 || o->n_objective < 1 || o->n_objective > DT_SEARCH_OBJECTIVES) return 0;
    if (o->population < LEAST_POPULATION || o->population > MOST_POPULATION) return 0;
    for (int k = 0; k < o->n_objective; k++)
        if (!(o->epsilon[k] > 0.0) || !isfinite(o->epsilon[k])) return 0;
    return 1;
}

dt_status dt_search_create(const dt_search_options *options, dt_search **out)
{
    if (!options_are_valid(options)) return DT_INPUT;
    dt_search *s = calloc(1, sizeof *s);
    if (!s) return DT_NO_MEMORY;
    s->s = (state){.magic = MAGIC, .options = *options, .wanted = options->population};
    s->child.n = options->population;
    dt_status status = reserve(&s->child, s->child.n, options);
    if (status != DT_OK) {
        dt_search_free(s);
        return status;
    }
    breed(s);
    *out = s;
    return DT_OK;
}

void dt_search_free(dt_search *search)
{
    if (!search) return;
    clear(&search->parent);
    clear(&search->child);
    clear(&search->archive);
    free(search);
}

const double *dt_search_ask(const dt_search *search, int *n)
{
    *n = search->child.n;
    return search->child.x;
}

dt_status dt_search_tell(dt_search *s, const double *objective)
{
    DT_TRY(reserve(&s->archive, s->archive.n + s->child.n, &s->s.options));
    memcpy(s->child.f, objective, (size_t)s->child.n * (size_t)s->s.options.n_objective * sizeof *objective);
    s->s.evaluations += s->child.n;
    int opened = offer_children(s);
    s->s.stale = opened ? 0 : s->s.stale + 1;
    DT_TRY(select_parents(s));
    return next_round(s);
}

int64_t dt_search_evaluations(const dt_search *search)
{
    return search->s.evaluations;
}

int dt_search_restarts(const dt_search *search)
{
    return search->s.restarts;
}

int dt_search_count(const dt_search *search)
{
    return search->archive.n;
}

const double *dt_search_levers(const dt_search *search, int index)
{
    return x_of(search, &search->archive, index);
}

const double *dt_search_objectives(const dt_search *search, int index)
{
    return f_of(search, &search->archive, index);
}

/* ---- saving ---- */

/* Bytes of n points: with objectives, or without (children that are out have none). */
static size_t bytes_of(const dt_search_options *o, int n, int with_objectives)
{
    return (size_t)n * ((size_t)o->n_lever + (with_objectives ? (size_t)o->n_objective : 0)) * sizeof(double);
}

size_t dt_search_save_size(const dt_search *s)
{
    const dt_search_options *o = &s->s.options;
    return sizeof s->s + bytes_of(o, s->parent.n, 1) + bytes_of(o, s->archive.n, 1) +
        bytes_of(o, s->child.n, 0);
}

static unsigned char *put(unsigned char *to, const void *from, size_t size)
{
    if (size > 0) memcpy(to, from, size);
    return to + size;
}

void dt_search_save(const dt_search *s, void *buffer)
{
    const dt_search_options *o = &s->s.options;
    size_t lever = (size_t)o->n_lever * sizeof(double), objective = (size_t)o->n_objective * sizeof(double);
    state head = s->s;
    head.n_parent = s->parent.n;
    head.n_child = s->child.n;
    head.n_archive = s->archive.n;
    unsigned char *to = put(buffer, &head, sizeof head);
    to = put(to, s->parent.x, (size_t)s->parent.n * lever);
    to = put(to, s->parent.f, (size_t)s->parent.n * objective);
    to = put(to, s->archive.x, (size_t)s->archive.n * lever);
    to = put(to, s->archive.f, (size_t)s->archive.n * objective);
    put(to, s->child.x, (size_t)s->child.n * lever);
}

static int head_is_valid(const state *h, size_t size)
{
    const dt_search_options *o = &h->options;
    if (h->magic != MAGIC || !options_are_valid(o)) return 0;
    if (h->n_parent < 0 || h->n_child < 1 || h->n_archive < 0) return 0;
    return size ==
        sizeof *h + bytes_of(o, h->n_parent, 1) + bytes_of(o, h->n_archive, 1) + bytes_of(o, h->n_child, 0);
}

static const unsigned char *take(void *to, const unsigned char *from, size_t size)
{
    if (size > 0) memcpy(to, from, size);
    return from + size;
}

static dt_status fill(dt_search *s, const unsigned char *from)
{
    const dt_search_options *o = &s->s.options;
    size_t lever = (size_t)o->n_lever * sizeof(double), objective = (size_t)o->n_objective * sizeof(double);
    DT_TRY(reserve(&s->parent, s->s.n_parent, o));
    DT_TRY(reserve(&s->archive, s->s.n_archive, o));
    DT_TRY(reserve(&s->child, s->s.n_child, o));
    s->parent.n = s->s.n_parent;
    s->archive.n = s->s.n_archive;
    s->child.n = s->s.n_child;
    from = take(s->parent.x, from, (size_t)s->parent.n * lever);
    from = take(s->parent.f, from, (size_t)s->parent.n * objective);
    from = take(s->archive.x, from, (size_t)s->archive.n * lever);
    from = take(s->archive.f, from, (size_t)s->archive.n * objective);
    take(s->child.x, from, (size_t)s->child.n * lever);
    return DT_OK;
}

dt_status dt_search_restore(const void *buffer, size_t size, dt_search **out)
{
    state head;
    if (size < sizeof head) return DT_INPUT;
    memcpy(&head, buffer, sizeof head);
    if (!head_is_valid(&head, size)) return DT_INPUT;
    dt_search *s = calloc(1, sizeof *s);
    if (!s) return DT_NO_MEMORY;
    s->s = head;
    dt_status status = fill(s, (const unsigned char *)buffer + sizeof head);
    if (status == DT_OK)
        *out = s;
    else
        dt_search_free(s);
    return status;
}
