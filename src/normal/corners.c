/* Lists of corners: sets of labels in an open hash table, coordinates in one growing array. */
#include "normal/corners.h"

#include <stdlib.h>
#include <string.h>

#include "core/try.h"

enum { FIRST_SLOTS = 256 };

void dt_label_sets_init(struct dt_label_sets *sets, int n_label)
{
    *sets = (struct dt_label_sets){.words = (n_label + 63) / 64};
}

void dt_label_sets_clear(struct dt_label_sets *sets)
{
    free(sets->set);
    free(sets->slot);
    *sets = (struct dt_label_sets){.words = sets->words};
}

static size_t hash(const uint64_t *set, int words)
{
    uint64_t h = 0;
    for (int w = 0; w < words; w++) {
        h = (h ^ set[w]) * 0x9E3779B97F4A7C15u;
        h ^= h >> 29;
    }
    return (size_t)h;
}

/* Slot of a set, or the empty one where it belongs. */
static int *find(const struct dt_label_sets *sets, const uint64_t *set)
{
    size_t mask = (size_t)sets->n_slot - 1, at = hash(set, sets->words) & mask;
    while (sets->slot[at] &&
           memcmp(sets->set + (size_t)(sets->slot[at] - 1) * (size_t)sets->words, set,
                  (size_t)sets->words * sizeof *set) != 0)
        at = (at + 1) & mask;
    return &sets->slot[at];
}

/* Twice the slots, so that at most half of them are taken. */
static int grow_slots(struct dt_label_sets *sets)
{
    int n = sets->n_slot ? 2 * sets->n_slot : FIRST_SLOTS;
    int *slot = calloc((size_t)n, sizeof *slot);
    if (!slot) return 0;
    free(sets->slot);
    sets->slot = slot;
    sets->n_slot = n;
    for (int k = 0; k < sets->count; k++)
        *find(sets, sets->set + (size_t)k * (size_t)sets->words) = k + 1;
    return 1;
}

static int grow_sets(struct dt_label_sets *sets)
{
    int capacity = sets->capacity ? 2 * sets->capacity : FIRST_SLOTS / 2;
    uint64_t *set = realloc(sets->set, (size_t)capacity * (size_t)sets->words * sizeof *set);
    if (!set) return 0;
    sets->set = set;
    sets->capacity = capacity;
    return 1;
}

dt_status dt_label_sets_add(struct dt_label_sets *sets, const uint64_t *set, int *index)
{
    if (2 * sets->count >= sets->n_slot && !grow_slots(sets)) return DT_NO_MEMORY;
    int *slot = find(sets, set);
    *index = -1;
    if (*slot) return DT_OK;
    if (sets->count == sets->capacity && !grow_sets(sets)) return DT_NO_MEMORY;
    memcpy(sets->set + (size_t)sets->count * (size_t)sets->words, set, (size_t)sets->words * sizeof *set);
    *index = sets->count++;
    *slot = sets->count;
    return DT_OK;
}

int dt_label_sets_find(const struct dt_label_sets *sets, const uint64_t *set)
{
    return sets->n_slot ? *find(sets, set) - 1 : -1;
}

void dt_corners_init(struct dt_corners *corners, const struct dt_tableau *t)
{
    *corners = (struct dt_corners){.n = t->n_col, .width = t->width};
    dt_label_sets_init(&corners->labels, t->n_row + t->n_col);
}

void dt_corners_clear(struct dt_corners *corners)
{
    dt_label_sets_clear(&corners->labels);
    free(corners->number);
    free(corners->limb);
    corners->number = NULL;
    corners->limb = NULL;
}

/* Room for one more corner. */
static int reserve(struct dt_corners *corners)
{
    if (corners->labels.count < corners->capacity) return 1;
    int capacity = corners->capacity ? 2 * corners->capacity : FIRST_SLOTS / 2;
    size_t n = (size_t)capacity * (size_t)corners->n;
    void *place = corners->width ? realloc(corners->limb, n * (size_t)corners->width * sizeof *corners->limb)
                                 : realloc(corners->number, n * sizeof *corners->number);
    if (!place) return 0;
    if (corners->width)
        corners->limb = place;
    else
        corners->number = place;
    corners->capacity = capacity;
    return 1;
}

/* Binding labels of a dictionary's point: variables that are not basic, and basic ones that are 0. Returns
 * how many. */
static int binding(const struct dt_tableau *t, uint64_t *set, int words)
{
    int n = t->n_col;
    memset(set, 0, (size_t)words * sizeof *set);
    for (int j = 0; j < t->n_col; j++)
        set[t->label[j] / 64] |= (uint64_t)1 << t->label[j] % 64;
    for (int i = 0; i < t->n_row; i++) {
        int label = dt_tableau_row_label(t, i);
        if (dt_tableau_sign(t, i, t->n_col) > 0) continue;
        set[label / 64] |= (uint64_t)1 << label % 64;
        n++;
    }
    return n;
}

/* Whether the point is 0: no variable of a column is basic and positive. */
static int is_origin(const struct dt_tableau *t, const uint64_t *set)
{
    for (int label = t->first_column; label < t->first_column + t->n_col; label++)
        if (!(set[label / 64] >> label % 64 & 1)) return 0;
    return 1;
}

dt_status dt_corners_add(struct dt_corners *corners, const struct dt_tableau *t)
{
    enum { STACK_WORDS = 16 };
    uint64_t on_stack[STACK_WORDS], *set = on_stack;
    int words = corners->labels.words, index = -1;
    if (words > STACK_WORDS) set = malloc((size_t)words * sizeof *set);
    if (!set) return DT_NO_MEMORY;
    int n_binding = binding(t, set, words);
    dt_status status = DT_OK;
    if (!is_origin(t, set)) {
        status = reserve(corners) ? dt_label_sets_add(&corners->labels, set, &index) : DT_NO_MEMORY;
        if (n_binding > t->n_col) corners->is_degenerate = 1;
    }
    if (index >= 0) {
        size_t at = (size_t)index * (size_t)corners->n;
        dt_corner_read(t, corners->width ? NULL : corners->number + at,
                       corners->width ? corners->limb + at * (size_t)corners->width : NULL);
    }
    if (set != on_stack) free(set);
    return status;
}

struct dt_corner dt_corners_at(const struct dt_corners *corners, int index)
{
    size_t at = (size_t)index * (size_t)corners->n;
    struct dt_corner corner = {.n = corners->n, .width = corners->width};
    if (corners->width)
        corner.limb = corners->limb + at * (size_t)corners->width;
    else
        corner.number = corners->number + at;
    return corner;
}
