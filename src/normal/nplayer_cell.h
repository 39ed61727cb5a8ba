/* Systems of payoff equations on a product of simplices, in Bernstein form, and the search for all their
 * roots.
 *
 * There are n_role simplices; simplex r has size[r] corners, the options in the support of role r. A payoff
 * is a polynomial of degree[r] in the probabilities of role r, held by its Bernstein coefficients: one for
 * each way to divide degree[r] among the corners (symmetric_counts.h), role 0 fastest. A game of single
 * players has degree 1 throughout; a game of many alike players has the degree of their number. Coefficients
 * bound the polynomial on the cell from both sides, and those of the two halves of a cell follow by
 * averaging.
 *
 * What must stay true: the equations sought are payoff(r, s) = payoff(r, 0) for s in the support of r, as
 * many as there are free probabilities. Outside options, listed after the support, only exclude: a cell on
 * which one of them is better than an option in the support holds no equilibrium.
 *
 * A role with more equations than the probabilities of all others can satisfy is frozen: its own
 * probabilities do not enter its equations, and these alone exclude every cell of a game that is not
 * degenerate. Only where they do not is its own simplex halved. */
#ifndef DT_NORMAL_NPLAYER_CELL_H
#define DT_NORMAL_NPLAYER_CELL_H

#include <stdint.h>

#include "detente/status.h"

enum { DT_CELL_ROLES = 64, DT_CELL_FREE = 40, DT_CELL_DEGREE = 255 };

/* The system on the whole product, and what became of the search. */
struct dt_cell_system {
    int n_role;
    int size[DT_CELL_ROLES];       /* options in the support */
    int degree[DT_CELL_ROLES];     /* of each polynomial in the probabilities of the role */
    int is_frozen[DT_CELL_ROLES];  /* 1: halved after all others, see below */
    int option[DT_CELL_ROLES];     /* payoffs of the role: its support first, then outside options */
    int64_t n_coefficient;         /* of one payoff: product of dt_counts_total(degree, size) */
    const double *coefficient;     /* payoffs in order of roles and options, n_coefficient each */
    double scale;                  /* range of payoffs: rounding below 1e-12 of it decides nothing */
    int (*is_over)(void *context); /* looked at from time to time; not 0 ends the search */

    int64_t n_cell;       /* cells looked at, added up over searches */
    int n_unresolved;     /* smallest cells that may hold a root and could not be decided */
    int is_limit_reached; /* is_over said so */
};

/* Called for each root: probabilities of the support options of role 0, then of role 1, and so on. A root may
 * be reported more than once, and may have a probability of 0. */
typedef dt_status dt_cell_found(void *context, const double *x);

/* Finds all roots; `context` goes to is_over as well. With n_unresolved 0 and no limit reached the list is
 * complete: every cell was excluded by bounds or shown to hold exactly one root. DT_NO_MEMORY, DT_INPUT (more
 * than DT_CELL_FREE free probabilities, degree above DT_CELL_DEGREE), or what `found` returns. */
dt_status dt_cell_search(struct dt_cell_system *system, dt_cell_found *found, void *context);

/* Number of free probabilities. */
int dt_cell_free(const struct dt_cell_system *system);

#endif
