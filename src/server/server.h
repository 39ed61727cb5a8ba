/* The local web application: a page and an interface over HTTP, on loopback only.
 *
 * dt_server_start reads what requests need (treaty tables, texts) once and then listens; after that no path
 * from a request reaches the file system. One thread talks to all connections, one worker for each core
 * answers, one thread runs ensembles. World and scenario are borrowed until dt_server_stop and only read. The
 * caller's thread must stand in dt_server_watch: it closes connections that are too slow. */
#ifndef DT_SERVER_SERVER_H
#define DT_SERVER_SERVER_H

#include "detente/scenario.h"
#include "detente/status.h"
#include "detente/world.h"

typedef struct dt_server dt_server;

typedef struct dt_server_options {
    const char *data;          /* folder of the tables */
    const char *shipped;       /* folder of scenarios, games and networks; NULL: none */
    const char *scenario_name; /* as a command line names it */
    const dt_world *world;
    const dt_scenario *scenario;
    int port; /* 0: a free one */
} dt_server_options;

/* Opens on 127.0.0.1. DT_IO if the port cannot be had. */
dt_status dt_server_start(const dt_server_options *options, dt_server **out, dt_diagnostics *found);
/* Returns when *stop is not 0. */
void dt_server_watch(dt_server *server, const volatile int *stop);
/* Cancels what runs, ends all connections and frees; NULL is allowed. */
void dt_server_stop(dt_server *server);

int dt_server_port(const dt_server *server);
/* The secret that every request must bring: 64 hexadecimal digits, borrowed. */
const char *dt_server_token(const dt_server *server);

#endif
