/* Corners of a best-reply polytope: a list without repetitions, the walk that finds them all, and the pairs
 * of corners of the two sides that are equilibria.
 *
 * A corner is known by its labels: no two corners of a polytope have the same. The walk goes over all bases
 * of the perturbed system, whose graph is connected, so that it misses no corner. */
#ifndef DT_NORMAL_CORNERS_H
#define DT_NORMAL_CORNERS_H

#include <stdint.h>

#include "normal/methods.h"
#include "normal/polytope.h"

/** Sets of labels without repetitions: n sets of `words` words, found by hashing. */
struct dt_label_sets {
    int words, count, capacity, n_slot;
    uint64_t *set;
    int *slot; /* index of a set, plus 1; 0: empty */
};

void dt_label_sets_init(struct dt_label_sets *sets, int n_label);
void dt_label_sets_clear(struct dt_label_sets *sets);
/** Puts the index of a set that was not there into *index, or -1 if it was. */
dt_status dt_label_sets_add(struct dt_label_sets *sets, const uint64_t *set, int *index);
/** Index of a set; -1 if it is not there. */
int dt_label_sets_find(const struct dt_label_sets *sets, const uint64_t *set);

struct dt_corners {
    int n, width; /* coordinates, limbs */
    struct dt_label_sets labels;
    int capacity;
    double *number;  /* count * n */
    mp_limb_t *limb; /* count * n * width */
    int is_degenerate;
};

void dt_corners_init(struct dt_corners *corners, const struct dt_tableau *t);
void dt_corners_clear(struct dt_corners *corners);
/** Adds the corner of a dictionary unless it is 0 or there already. */
dt_status dt_corners_add(struct dt_corners *corners, const struct dt_tableau *t);
struct dt_corner dt_corners_at(const struct dt_corners *corners, int index);

/** Finds every corner by walking from the first dictionary, until the search is over. DT_MISMATCH if the
 * numbers have too few limbs: then build the polytopes wide. */
dt_status dt_corners_walk(struct dt_corners *corners, const struct dt_tableau *first,
                          const struct dt_search *search);

/** Adds every pair of corners that together have all labels to the search's list. */
dt_status dt_corners_match(const struct dt_corners side[2], const struct dt_search *search);
/** Adds the pair of two corners. `is_new`: if they are exact, the pair is known not to be in the list. */
dt_status dt_corners_offer(const struct dt_corner *first, const struct dt_corner *second,
                           const struct dt_search *search, int is_new);

/** Where a limit ended a search before anything was found: what simpler methods find in a moment. */
dt_status dt_corners_rescue(const struct dt_search *search);

/** The verdict on a finished search of all corners: complete, degenerate, the warning of an even number. */
dt_status dt_corners_conclude(const struct dt_corners side[2], const struct dt_search *search);
/** Numbers the different strategies that a side plays in a list, by equilibrium (NULL: only counts them). */
dt_status dt_corners_number(const dt_normal *game, const dt_equilibria *list, int side, int *number, int *n);

#endif
