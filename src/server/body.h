/* Pieces of a body beyond whole numbers (inside.h): each leaves the value as it is where the key is not
 * there, and notes a finding where it is something else. */
#ifndef DT_SERVER_BODY_H
#define DT_SERVER_BODY_H

#include "server/inside.h"

/* A size of a request, from sizes.def. */
typedef struct dt_size {
    const char *path, *key;
    json_int_t range[2], usual; /* least and most; where the body does not say */
} dt_size;
int dt_size_count(void);
const dt_size *dt_size_at(int index);
/* The size of a path and key that the table has. */
const dt_size *dt_size_find(const char *path, const char *key);
/* The size that a body asks for, or the usual one. */
dt_status dt_size_read(const json_t *body, const char *path, const char *key, json_int_t *value,
                       dt_diagnostics *found);

/* offer.c: what requests may name and how large they may be, as members of an open object. */
dt_status dt_offer_write(const dt_server *server, dt_json *json, dt_diagnostics *found);

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
