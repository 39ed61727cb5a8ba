/* Search for policies by several objectives: the epsilon-dominance genetic algorithm of Kollat and Reed
 * (2006, Adv. Water Resour. 29:792), that is NSGA-II (Deb et al. 2002, IEEE Trans. Evol. Comput. 6:182) with
 * an archive in which no two points share a box of the size that is worth telling apart (Laumanns et al.
 * 2002, Evol. Comput. 10:263), and with restarts that adapt the population to the archive.
 *
 * The caller evaluates: dt_search_ask hands out points, dt_search_tell takes their objectives back. The same
 * options give the same search, also when it was saved and restored in between. */
#ifndef DETENTE_SEARCH_H
#define DETENTE_SEARCH_H

#include <stddef.h>
#include <stdint.h>

#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_search dt_search;

/** Most objectives. */
enum { DT_SEARCH_OBJECTIVES = 16 };

/** Options of dt_search_create. */
typedef struct dt_search_options {
    int n_lever;     /* numbers of a point, each in [0, 1] */
    int n_objective; /* all are to be small */
    int population;  /* points of a generation, at least 4; grows and shrinks with the archive afterwards */
    uint64_t seed;
    double
        epsilon[DT_SEARCH_OBJECTIVES]; /* differences of an objective below this are not worth a point, > 0 */
} dt_search_options;
/** 100 points a generation; the rest is to be filled in. */
dt_search_options dt_search_defaults(void);

/** Begins a search. DT_INPUT for options that make none. */
dt_status dt_search_create(const dt_search_options *options, dt_search **out);
/** Frees a search; NULL is allowed. */
void dt_search_free(dt_search *search);

/** The points to evaluate next, `*n` rows of n_lever; borrowed until dt_search_tell. Asking again gives the
 * same. */
const double *dt_search_ask(const dt_search *search, int *n);
/** Objectives of the points asked, n rows of n_objective; a row with a number that is not finite is a failed
 * evaluation and never kept. After DT_NO_MEMORY the search cannot go on: restore it from what was saved. */
dt_status dt_search_tell(dt_search *search, const double *objective);

/** Evaluations told so far, and restarts made. */
int64_t dt_search_evaluations(const dt_search *search);
int dt_search_restarts(const dt_search *search);
/** The archive: number of points, levers and objectives of one; borrowed until dt_search_tell. */
int dt_search_count(const dt_search *search);
const double *dt_search_levers(const dt_search *search, int index);
const double *dt_search_objectives(const dt_search *search, int index);

/** Saves a search: its size in bytes, and the bytes. Restore makes a search from them: DT_INPUT if they are
 * damaged. */
size_t dt_search_save_size(const dt_search *search);
void dt_search_save(const dt_search *search, void *buffer);
dt_status dt_search_restore(const void *buffer, size_t size, dt_search **out);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
