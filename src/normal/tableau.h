/* Dictionaries of the system C z + s = 1 with z, s >= 0: pivots in doubles or in whole numbers, and the
 * lexicographic rule that tells which variable leaves.
 *
 * Row i says basic_i = (right side - sum of entry * nonbasic) / det, with one det > 0 for all (1 with
 * doubles), so that whole numbers stay whole. Every entry is a minor of [C | 1] up to its sign, and so is
 * det: a bound on minors, taken once from C, bounds all that can ever come, and chooses the number of limbs.
 * The rule perturbs the right sides by powers of an infinitely small number. Then no vertex is degenerate,
 * and each vertex of the true system is met through at least one basis.
 *
 * Each variable has a label, 0 .. n_row + n_col - 1: those of z begin at first_column, those of s at
 * first_slack. A variable that is not basic is 0: its label is then binding. */
#ifndef DT_NORMAL_TABLEAU_H
#define DT_NORMAL_TABLEAU_H

#include <gmp.h>
#include <stddef.h>

#include "detente/status.h"

struct dt_tableau {
    int n_row, n_col;
    int width; /* limbs of a number; 0: doubles */
    int bits;  /* bits of the largest minor, with room for a sign */
    int first_column, first_slack;
    size_t size;     /* bytes of the block */
    double *number;  /* n_row rows of n_col entries and the right side; NULL with limbs */
    mp_limb_t *limb; /* the same, `width` limbs each, then det; NULL with doubles */
    int *label;      /* of the columns, then of the rows */
    int *place;      /* by label: its column, or n_col + its row */
    unsigned char *block;
};

/** Makes the first dictionary, in which all s are basic, for C in doubles. */
dt_status dt_tableau_create(struct dt_tableau *t, const double *c, int n_row, int n_col);
/** The same for whole numbers, each row followed by its right side, which is 0 or greater. `is_wide` takes
 * twice the limbs, which is always enough. DT_NO_SOLUTION if numbers of DT_WIDE_MOST limbs are not. */
dt_status dt_tableau_create_exact(struct dt_tableau *t, const mpz_t *c, int n_row, int n_col, int is_wide);
/** Gives z the labels from `first_column`, s those from `first_slack`. */
void dt_tableau_set_labels(struct dt_tableau *t, int first_column, int first_slack);
void dt_tableau_clear(struct dt_tableau *t);
/** A copy, to be cleared by the caller. */
dt_status dt_tableau_clone(const struct dt_tableau *t, struct dt_tableau *out);
/** Overwrites `to` with `from`, which has the same shape. */
void dt_tableau_assign(struct dt_tableau *to, const struct dt_tableau *from);

/** Row whose variable leaves when that of a column enters; -1 if none bounds it. */
int dt_tableau_leaving(const struct dt_tableau *t, int column);
/** Sign of the difference of the ratios right side / entry of rows i and k, whose entries are positive. */
int dt_tableau_compare(const struct dt_tableau *t, int i, int k, int column);
/** Exchanges the variables of a row and a column whose entry is not 0. 0 if the numbers have too few limbs,
 * and then the dictionary is as it was. */
int dt_tableau_pivot(struct dt_tableau *t, int row, int column);

/** Sign of an entry (column n_col is the right side); what is nearly 0 in doubles counts as 0. */
int dt_tableau_sign(const struct dt_tableau *t, int row, int column);
/** Size of an entry, for choosing a pivot. */
double dt_tableau_entry(const struct dt_tableau *t, int row, int column);

/** Label of a column's or a row's variable. */
static inline int dt_tableau_column_label(const struct dt_tableau *t, int column)
{
    return t->label[column];
}

static inline int dt_tableau_row_label(const struct dt_tableau *t, int row)
{
    return t->label[t->n_col + row];
}

#endif
