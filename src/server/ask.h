/* How the server has requests and jobs done by children of its nursery. */
#ifndef DT_SERVER_ASK_H
#define DT_SERVER_ASK_H

#include "server/inside.h"

/* Longest time that a request or a job may take, s. */
double dt_ask_seconds(const dt_server *server, int is_job);
/* Has a request answered. Its code is 503 if whoever asked has gone, or *is_ending is not 0. */
void dt_ask_request(dt_request *request, const int *is_ending);

enum { DT_STOP_SOON = 1, DT_STOP_NOW };

/* A job that a child does. */
typedef struct dt_asked_job {
    const dt_server *server;
    int kind;
    const char *body;
    size_t length;
    const int *stop; /* read atomically: 0, DT_STOP_SOON, or DT_STOP_NOW when the server ends */
    /* Takes an event; the last is `result`, `cancelled` or `error`. */
    void (*event)(void *context, const char *name, const dt_text *data);
    void *context;
} dt_asked_job;
/* Returns after the last event. */
void dt_ask_job(const dt_asked_job *job);

#endif
