/* Pieces of a body beyond whole numbers (inside.h): each leaves the value as it is where the key is not
 * there, and notes a finding where it is something else. */
#ifndef DT_SERVER_BODY_H
#define DT_SERVER_BODY_H

#include "server/inside.h"

/* A number from range[0] to range[1]. */
dt_status dt_body_number(const json_t *body, const char *key, const double range[2], double *value,
                         dt_diagnostics *found);
/* true or false. */
dt_status dt_body_flag(const json_t *body, const char *key, int *value, dt_diagnostics *found);
/* A text; `expected` says which ones there are. */
dt_status dt_body_text(const json_t *body, const char *key, const char **value, const char *expected,
                       dt_diagnostics *found);
/* One of `n` words, as its position; NULL entries end the list early. */
dt_status dt_body_choice(const json_t *body, const char *key, const char *const *word, int n, int *value,
                         dt_diagnostics *found);
/* A list of 1 to `room` different texts, borrowed from the body; `*n` stays where the key is not there. */
dt_status dt_body_list(const json_t *body, const char *key, const char **item, int room, int *n,
                       dt_diagnostics *found);

#endif
