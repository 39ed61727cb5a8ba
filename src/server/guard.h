/* The guard of connections: nobody may keep a place by being slow.
 *
 * Each open connection has a state and the time when it began. A connection that has not finished the head of
 * its first request is closed after 5 s, or earlier if more than 48 such stand open and it is the oldest; a
 * body may take 30 s; between requests 15 s may pass. What must stay true: a socket is touched only under the
 * lock and only while it is in the list, which it leaves before it is closed. */
#ifndef DT_SERVER_GUARD_H
#define DT_SERVER_GUARD_H

#include <pthread.h>

enum { DT_GUARD_UNFINISHED = 48, DT_GUARD_CONNECTIONS = 256 };

enum dt_stage {
    DT_STAGE_HEAD, /* waits for the head of a request */
    DT_STAGE_BODY,
    DT_STAGE_BUSY, /* is being answered: no deadline */
    DT_STAGE_IDLE, /* has brought the token before and waits for the next request */
    DT_STAGE_COUNT
};

typedef struct dt_connection dt_connection;
struct dt_connection {
    int socket;
    enum dt_stage stage;
    double since; /* s */
    int is_known; /* has brought the token */
    int is_closed;
    dt_connection *next;
};

typedef struct dt_guard {
    pthread_mutex_t lock;
    dt_connection *first; /* newest first */
} dt_guard;

int dt_guard_begin(dt_guard *guard);
void dt_guard_end(dt_guard *guard);
/* A new connection; NULL if memory is short. */
dt_connection *dt_guard_open(dt_guard *guard, int socket);
void dt_guard_close(dt_guard *guard, dt_connection *connection);
void dt_guard_stage(dt_guard *guard, dt_connection *connection, enum dt_stage stage);
/* Closes what is beyond its deadline. */
void dt_guard_tick(dt_guard *guard);

#endif
