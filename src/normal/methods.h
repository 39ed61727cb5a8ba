/* What the solvers of the layer share: their declarations, made from the table of methods, and the state of a
 * search: its options, its end, the acceptance of points by their regret. */
#ifndef DT_NORMAL_METHODS_H
#define DT_NORMAL_METHODS_H

#include "detente/normal_form.h"

#define DT_METHOD(name, function, least, most, has_exact, sentence) \
    dt_status function(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list);
#include "normal/methods.def"
#undef DT_METHOD

/** A search that is under way. */
struct dt_search {
    const dt_normal *game;
    const dt_solve_options *options;
    dt_equilibria *list;
    double end; /* s on dt_clock */
};

struct dt_search dt_search_begin(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list);
/** Whether a limit is reached: time, number of equilibria, or the caller's wish. Notes it in the list. */
int dt_search_is_over(const struct dt_search *search);
/** Adds a point if its relative regret is within the tolerance; otherwise only its regret is remembered. */
dt_status dt_search_offer(const struct dt_search *search, const double *mixed, const char *exact);
/** Remembers a point as the best candidate if its relative regret is the least so far; never lists it. */
dt_status dt_search_consider(const struct dt_search *search, const double *mixed, double relative_regret);
/** Like dt_equilibria_add for a point that is known not to be in the list. */
dt_status dt_equilibria_append(dt_equilibria *list, const dt_normal *game, const double *mixed,
                               const char *exact);
/** Writes the sentence that a reader must know. */
void dt_equilibria_note(dt_equilibria *list, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
