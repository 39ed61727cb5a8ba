/* The local web application: a page and an interface over HTTP, on loopback unless it is told otherwise.
 *
 * dt_server_create reads what requests need (treaty tables, texts) once and forks the process that makes
 * children (nursery.h); dt_server_start then makes threads and listens. After that no path from a request
 * reaches the file system. One thread talks to all connections, one worker for each core has requests
 * answered, one thread has jobs done. World and scenario are borrowed until dt_server_free and only read. The
 * caller's thread must stand in dt_server_watch: it closes connections that are too slow. */
#ifndef DT_SERVER_SERVER_H
#define DT_SERVER_SERVER_H

#include "detente/scenario.h"
#include "detente/status.h"
#include "detente/world.h"

/* The port that is tried first, so that links to it can be kept; nobody has it by assignment. */
enum { DT_SERVER_PORT = 8410 };

typedef struct dt_server dt_server;

/* Everything is borrowed until dt_server_free. */
typedef struct dt_server_options {
    const char *data;          /* folder of the tables */
    const char *shipped;       /* folder of scenarios, games and networks; NULL: none */
    const char *scenario_name; /* as a command line names it */
    const dt_world *world;
    const dt_scenario *scenario;
    const char *address;     /* to listen on: 127.0.0.1, ::1, or another, which needs a host */
    const char *socket;      /* a local socket of this path instead; NULL: none */
    const char *const *host; /* names, with a port or without, by which others call it */
    int n_host;
    int port;               /* 0: a free one; -1: DT_SERVER_PORT, or a free one if it is taken */
    const char *token_file; /* keeps the token from start to start; NULL: a new one each time */
    int memory_mib;         /* that a run or a job may use */
    double job_seconds;     /* that a job may take */
    /* How a process that the server made ends: _exit. */
    void (*leave)(int code) __attribute__((noreturn));
} dt_server_options;

/* Loads, and forks: to be called while there is only one thread. */
dt_status dt_server_create(const dt_server_options *options, dt_server **out, dt_diagnostics *found);
/* Opens. DT_IO if the port cannot be had. */
dt_status dt_server_start(dt_server *server, dt_diagnostics *found);
/* Returns when *stop is not 0, or when it cannot go on. */
dt_status dt_server_watch(dt_server *server, const volatile int *stop, dt_diagnostics *found);
/* Cancels what runs, ends all connections and frees; NULL is allowed. */
void dt_server_free(dt_server *server);

/* 0 for a local socket. */
int dt_server_port(const dt_server *server);
/* The secret that every request must bring: 64 hexadecimal digits, borrowed. */
const char *dt_server_token(const dt_server *server);
/* Whether others than this computer can reach it. */
int dt_server_is_open(const dt_server *server);
/* The link to the page, with the token; 0 if there is not room enough. */
int dt_server_link(const dt_server *server, char *link, size_t room);

#endif
