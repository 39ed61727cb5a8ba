/* The two best-reply polytopes of a two-player game, as dictionaries, and points taken from them.
 *
 * With payoffs made positive, P = {x >= 0, B'x <= 1} and Q = {y >= 0, A y <= 1}. Labels 0 .. m-1 are the
 * strategies of the first player, m .. m+n-1 those of the second. A point of P has the label of a first
 * strategy that it does not play and of a second strategy that is a best reply to it; in Q the other way
 * round. A pair of points other than 0 that together have every label is, scaled to sum 1, an equilibrium
 * (von Stengel, "Computing equilibria for two-person games", 2002). Side 0 is P, side 1 is Q. */
#ifndef DT_NORMAL_POLYTOPE_H
#define DT_NORMAL_POLYTOPE_H

#include <gmp.h>

#include "io/text.h"
#include "normal/game.h"
#include "normal/tableau.h"

struct dt_polytopes {
    int strategies[2], n_label;
    struct dt_tableau side[2]; /* the first dictionaries; side i has strategies[i] columns */
};

/** Builds both sides, in doubles or in whole numbers; whole numbers are payoffs less their minimum, divided
 * by their greatest common divisor, plus 1. `is_wide` as of dt_tableau_create_exact. */
dt_status dt_polytopes_create(struct dt_polytopes *p, const dt_normal *game, int is_exact, int is_wide);
void dt_polytopes_clear(struct dt_polytopes *p);

/** A point of one side: its coordinates before scaling; what is 0 is exactly 0. */
struct dt_corner {
    int n, width;
    const double *number;  /* n doubles, with width 0 */
    const mp_limb_t *limb; /* n numbers of `width` limbs */
};

/** Reads the point of a dictionary into n doubles or n * width limbs. */
void dt_corner_read(const struct dt_tableau *t, double *number, mp_limb_t *limb);
/** Appends the probabilities of a corner as fractions, each with a blank behind it. */
void dt_corner_text(const struct dt_corner *corner, dt_text *text);
/** The probabilities of a corner. */
void dt_corner_shares(const struct dt_corner *corner, double *share);

#endif
