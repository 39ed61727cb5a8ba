/* The guard of connections. */
#include "server/guard.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "server/inside.h"

/* s that each stage may last; 0: any time */
static const double deadline[DT_STAGE_COUNT] = {5.0, 30.0, 0.0, 15.0};

double dt_server_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int dt_guard_begin(dt_guard *guard)
{
    guard->first = NULL;
    return pthread_mutex_init(&guard->lock, NULL) == 0;
}

void dt_guard_end(dt_guard *guard)
{
    pthread_mutex_destroy(&guard->lock);
}

/* Says why, where an answer has not begun, and ends both directions; the server then closes. */
static void shut(dt_connection *connection)
{
    static const char message[] =
        "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    if (connection->stage != DT_STAGE_IDLE)
        send(connection->socket, message, sizeof message - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(connection->socket, SHUT_RDWR);
    connection->is_closed = 1;
}

static int is_unfinished(const dt_connection *connection)
{
    return !connection->is_closed &&
        (connection->stage == DT_STAGE_HEAD || connection->stage == DT_STAGE_BODY);
}

/* Shuts the oldest unfinished connection if too many stand open. */
static void evict(dt_guard *guard)
{
    dt_connection *oldest = NULL;
    int n = 0;
    for (dt_connection *c = guard->first; c; c = c->next) {
        if (!is_unfinished(c)) continue;
        n++;
        if (!oldest || c->since <= oldest->since) oldest = c;
    }
    if (n > DT_GUARD_UNFINISHED) shut(oldest);
}

dt_connection *dt_guard_open(dt_guard *guard, int socket)
{
    dt_connection *connection = calloc(1, sizeof *connection);
    if (!connection) return NULL;
    connection->socket = socket;
    connection->since = dt_server_now();
    pthread_mutex_lock(&guard->lock);
    connection->next = guard->first;
    guard->first = connection;
    evict(guard);
    pthread_mutex_unlock(&guard->lock);
    return connection;
}

void dt_guard_close(dt_guard *guard, dt_connection *connection)
{
    if (!connection) return;
    pthread_mutex_lock(&guard->lock);
    for (dt_connection **place = &guard->first; *place; place = &(*place)->next)
        if (*place == connection) {
            *place = connection->next;
            break;
        }
    pthread_mutex_unlock(&guard->lock);
    free(connection);
}

void dt_guard_stage(dt_guard *guard, dt_connection *connection, enum dt_stage stage)
{
    if (!connection) return;
    pthread_mutex_lock(&guard->lock);
    connection->stage = stage;
    connection->since = dt_server_now();
    pthread_mutex_unlock(&guard->lock);
}

void dt_guard_tick(dt_guard *guard)
{
    double now = dt_server_now();
    pthread_mutex_lock(&guard->lock);
    for (dt_connection *c = guard->first; c; c = c->next) {
        double limit = deadline[c->stage];
        if (limit > 0.0 && now - c->since > limit && !c->is_closed) shut(c);
    }
    pthread_mutex_unlock(&guard->lock);
}
