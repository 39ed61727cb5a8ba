/* The graph of unilateral changes of strategy between pure profiles. */
#ifndef DT_NORMAL_ALPHA_RANK_H
#define DT_NORMAL_ALPHA_RANK_H

#include "detente/normal_form.h"

/* Which changes are edges: those that gain, or also those that change nothing for who makes them. */
enum dt_reply { DT_REPLY_BETTER, DT_REPLY_WEAK };

/* Strongly connected components of the graph; component[profile], numbered so that edges between components
 * lead to smaller numbers. Returns their number through `n`. */
dt_status dt_reply_components(const dt_normal *game, enum dt_reply reply, int *component, int *n);

#endif
