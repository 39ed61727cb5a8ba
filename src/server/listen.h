/* Where the server listens, and by which names it may be called. */
#ifndef DT_SERVER_LISTEN_H
#define DT_SERVER_LISTEN_H

#include "server/inside.h"

/* A socket that listens as the options say; the port is known before any request can come. Findings where
 * that cannot be had, or would let others in without a name. */
dt_status dt_listen_open(dt_server *server, int *listener, dt_diagnostics *found);
/* Removes the file of a local socket. */
void dt_listen_close(dt_server *server);
/* Whether a Host, or what stands in an Origin after its scheme, is ours. */
int dt_listen_is_host(const dt_server *server, const char *host);
int dt_listen_is_origin(const dt_server *server, const char *origin);

#endif
