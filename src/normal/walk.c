/* The walk over all bases of a perturbed polytope.
 *
 * Whole numbers go depth first and undo each pivot on the way back, which is exact and needs no memory but
 * the sets of labels that were seen. Doubles go breadth first with a copy of each dictionary that waits: then
 * no dictionary is more pivots away from the first than the graph of bases is wide, and rounding cannot
 * build up. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/corners.h"

enum { LOOK_AFTER = 65536 }; /* entries of dictionaries between two looks at the clock */

/* Dictionaries that wait may take so many bytes. */
#define MOST_BYTES ((size_t)1 << 30)

/* The set of labels that are not basic, and of all such sets that were seen. */
struct trail {
    struct dt_label_sets seen;
    uint64_t *set;
    int since_look, look_every; /* bases */
};

static dt_status trail_init(struct trail *trail, const struct dt_tableau *t)
{
    dt_label_sets_init(&trail->seen, t->n_row + t->n_col);
    trail->set = calloc((size_t)trail->seen.words, sizeof *trail->set);
    trail->since_look = 0;
    trail->look_every = 1 + LOOK_AFTER / (t->n_row * t->n_col);
    return trail->set ? DT_OK : DT_NO_MEMORY;
}

static void trail_clear(struct trail *trail)
{
    dt_label_sets_clear(&trail->seen);
    free(trail->set);
}

static void flip(uint64_t *set, int label)
{
    set[label / 64] ^= (uint64_t)1 << label % 64;
}

static void trail_set(struct trail *trail, const struct dt_tableau *t)
{
    memset(trail->set, 0, (size_t)trail->seen.words * sizeof *trail->set);
    for (int j = 0; j < t->n_col; j++)
        flip(trail->set, t->label[j]);
}

/* Whether the basis beyond a pivot is new; then it counts as seen. */
static dt_status try_pivot(struct trail *trail, const struct dt_tableau *t, int row, int column, int *is_new)
{
    int index;
    flip(trail->set, t->label[column]);
    flip(trail->set, dt_tableau_row_label(t, row));
    dt_status status = dt_label_sets_add(&trail->seen, trail->set, &index);
    flip(trail->set, t->label[column]);
    flip(trail->set, dt_tableau_row_label(t, row));
    *is_new = status == DT_OK && index >= 0;
    return status;
}

static int is_over(struct trail *trail, const struct dt_search *search)
{
    if (++trail->since_look < trail->look_every) return 0;
    trail->since_look = 0;
    return dt_search_is_over(search);
}

/* Depth first. */

struct move {
    int row, column; /* the pivot that led here */
    int next;        /* column to try next */
};

struct path {
    struct move *move;
    int depth, capacity;
};

static dt_status push(struct path *path, int row, int column)
{
    if (path->depth == path->capacity) {
        int capacity = path->capacity ? 2 * path->capacity : 64;
        struct move *move = realloc(path->move, (size_t)capacity * sizeof *move);
        if (!move) return DT_NO_MEMORY;
        path->move = move;
        path->capacity = capacity;
    }
    path->move[path->depth++] = (struct move){.row = row, .column = column};
    return DT_OK;
}

static dt_status pivot(struct dt_tableau *t, struct trail *trail, int row, int column)
{
    if (!dt_tableau_pivot(t, row, column)) return DT_MISMATCH;
    trail_set(trail, t);
    return DT_OK;
}

/* One step: on to a new neighbour, or back when there is none. */
static dt_status step(struct dt_corners *corners, struct dt_tableau *t, struct trail *trail,
                      struct path *path)
{
    struct move *now = &path->move[path->depth - 1];
    if (now->next == t->n_col) {
        path->depth--;
        return path->depth ? pivot(t, trail, now->row, now->column) : DT_OK;
    }
    int column = now->next++, row = dt_tableau_leaving(t, column), is_new = 0;
    if (row >= 0) DT_TRY(try_pivot(trail, t, row, column, &is_new));
    if (!is_new) return DT_OK;
    DT_TRY(pivot(t, trail, row, column));
    DT_TRY(dt_corners_add(corners, t));
    return push(path, row, column);
}

static dt_status walk_deep(struct dt_corners *corners, const struct dt_tableau *first, struct trail *trail,
                           const struct dt_search *search)
{
    struct dt_tableau t;
    struct path path = {0};
    DT_TRY(dt_tableau_clone(first, &t));
    dt_status status = push(&path, 0, 0);
    while (status == DT_OK && path.depth > 0 && !is_over(trail, search))
        status = step(corners, &t, trail, &path);
    free(path.move);
    dt_tableau_clear(&t);
    return status;
}

/* Breadth first. */

struct queue {
    struct dt_tableau *item;
    int head, tail, capacity;
};

static dt_status enqueue(struct queue *queue, const struct dt_tableau *t, int row, int column)
{
    if (queue->tail == queue->capacity) {
        int capacity = queue->capacity ? 2 * queue->capacity : 256;
        struct dt_tableau *item = realloc(queue->item, (size_t)capacity * sizeof *item);
        if (!item) return DT_NO_MEMORY;
        queue->item = item;
        queue->capacity = capacity;
    }
    DT_TRY(dt_tableau_clone(t, &queue->item[queue->tail]));
    if (row >= 0) dt_tableau_pivot(&queue->item[queue->tail], row, column);
    queue->tail++;
    return DT_OK;
}

/* Puts every new neighbour of the next dictionary into the queue, as far as there is room. */
static dt_status expand(struct dt_corners *corners, struct trail *trail, struct queue *queue,
                        const struct dt_search *search)
{
    struct dt_tableau t = queue->item[queue->head];
    dt_status status = DT_OK;
    queue->item[queue->head++].block = NULL;
    trail_set(trail, &t);
    for (int column = 0; column < t.n_col && status == DT_OK; column++) {
        if ((size_t)(queue->tail - queue->head) * t.size > MOST_BYTES) {
            search->list->is_limit_reached = 1;
            break;
        }
        int row = dt_tableau_leaving(&t, column), is_new = 0;
        if (row >= 0) status = try_pivot(trail, &t, row, column, &is_new);
        if (status != DT_OK || !is_new) continue;
        status = enqueue(queue, &t, row, column);
        if (status == DT_OK) status = dt_corners_add(corners, &queue->item[queue->tail - 1]);
    }
    dt_tableau_clear(&t);
    return status;
}

static dt_status walk_wide(struct dt_corners *corners, const struct dt_tableau *first, struct trail *trail,
                           const struct dt_search *search)
{
    struct queue queue = {0};
    dt_status status = enqueue(&queue, first, -1, -1);
    while (status == DT_OK && queue.head < queue.tail && !is_over(trail, search) &&
           !search->list->is_limit_reached)
        status = expand(corners, trail, &queue, search);
    for (int k = queue.head; k < queue.tail; k++)
        dt_tableau_clear(&queue.item[k]);
    free(queue.item);
    return status;
}

dt_status dt_corners_walk(struct dt_corners *corners, const struct dt_tableau *first,
                          const struct dt_search *search)
{
    struct trail trail;
    int index;
    dt_status status = trail_init(&trail, first);
    if (status == DT_OK) {
        trail_set(&trail, first);
        status = dt_label_sets_add(&trail.seen, trail.set, &index);
    }
    if (status == DT_OK)
        status = first->width ? walk_deep(corners, first, &trail, search)
                              : walk_wide(corners, first, &trail, search);
    trail_clear(&trail);
    return status;
}
