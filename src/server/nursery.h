/* The nursery: a process that only makes children, one for each run and each job.
 *
 * It is forked from the server before any thread exists, when scenario, world and tables are loaded, so that
 * a child has them at no cost, and so that a crash, a leak or an endless loop in a child ends that child
 * only. A child gets a socket to the server, answers what is asked there, and ends. What must stay true:
 * whoever closes the server's end of that socket kills the child; when the server ends, for whatever reason,
 * nursery and children end too; a child holds no other descriptor of the server and does not know the token.
 */
#ifndef DT_SERVER_NURSERY_H
#define DT_SERVER_NURSERY_H

#include <sys/types.h>

#include "detente/status.h"

struct dt_server;

typedef struct dt_nursery {
    int control; /* to the process; -1: none */
    pid_t process;
} dt_nursery;

/* Forks the process. To be called while there is only one thread. */
dt_status dt_nursery_begin(dt_nursery *nursery, const struct dt_server *server);
void dt_nursery_end(dt_nursery *nursery);
/* The server's end of the socket to a new child; -1 if there is none to be had. */
int dt_nursery_child(const dt_nursery *nursery);
/* Waits at most `seconds`; 0 if the process has ended. */
int dt_nursery_lives(const dt_nursery *nursery, double seconds);

/* child.c: does what the server asks on the socket; the process ends with it. */
_Noreturn void dt_child_work(const struct dt_server *server, int socket);

#endif
