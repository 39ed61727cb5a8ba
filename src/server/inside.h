/* What the files of the server share: the server itself, a request, a route and how answers are made. */
#ifndef DT_SERVER_INSIDE_H
#define DT_SERVER_INSIDE_H

#include <jansson.h>
#include <microhttpd.h>

#include "detente/treaty.h"
#include "io/json.h"
#include "io/text.h"
#include "server/guard.h"
#include "server/nursery.h"
#include "server/server.h"
#include "server/shelf.h"

enum {
    DT_BODY_LIMIT = 1 << 20,  /* bytes of a request */
    DT_BODY_DEPTH = 64,       /* levels of JSON */
    DT_BODY_VALUES = 100000,  /* values and keys */
    DT_BODY_NUMBER = 64,      /* signs of a number */
    DT_TOKEN_BYTES = 32,      /* of the secret */
    DT_QUEUE_LIMIT = 32,      /* requests that wait for a worker */
    DT_RUN_MEMBERS = 64,      /* most drawn members of one run */
    DT_ENSEMBLE_LIMIT = 20000 /* most members of an ensemble */
};
/* Longest time that a request may be computed, s. */
#define DT_RUN_SECONDS 30.0

typedef struct dt_request dt_request;

enum dt_turn { DT_AT_ONCE, DT_BY_WORKER, DT_AS_STREAM };

typedef struct dt_route {
    const char *method, *path;
    dt_status (*answer)(dt_request *request);
    enum dt_turn place;
    const char *text;
    int job; /* kind that it belongs to; -1: none */
} dt_route;

/* A request from its headers to its response. */
struct dt_request {
    dt_server *server;
    struct MHD_Connection *mhd;
    dt_connection *connection;
    const dt_route *route;
    char id[20]; /* of a job, from the path */
    char *body;
    size_t length;
    int is_too_long;
    int is_suspended; /* handed to a worker */
    int code;         /* HTTP status of the answer; 0 while there is none */
    json_t *json;     /* the body */
    dt_text text;     /* the answer */
    dt_diagnostics found;
    dt_request *next; /* in the queue */
};

typedef struct dt_pool dt_pool;
typedef struct dt_jobs dt_jobs;

struct dt_server {
    dt_server_options options;
    dt_scenario *base; /* the scenario, with the world as a group */
    dt_shelf *shelf;   /* what is shipped */
    dt_treaty_data *treaty;
    dt_treaty_fit *fit;
    dt_treaty_text *draft; /* texts that are shipped */
    char (*draft_name)[64];
    int n_draft;
    char token[2 * DT_TOKEN_BYTES + 1];
    int port;    /* 0: a local socket */
    int is_open; /* others than this computer can reach it */
    struct MHD_Daemon *daemon;
    dt_guard guard;
    dt_nursery nursery;
    dt_pool *pool;
    dt_jobs *jobs;
};

/* route.c */
int dt_route_count(void);
const dt_route *dt_route_at(int index);
int dt_route_index(const dt_route *route);
/* The route of a method and path, with the id in it; NULL if there is none. `*other` is set to 1 if the path
 * is known with another method. */
const dt_route *dt_route_find(const char *method, const char *path, char id[20], int *other);

/* check.c: HTTP status that refuses a request by its headers, with a reason; 0 if it may go on. */
int dt_check_headers(dt_server *server, struct MHD_Connection *mhd, const char *method, const char *path,
                     const char **reason);

/* token.c: a new token, or that of a file, which is made if it is not there. */
dt_status dt_token_begin(const char *path, char token[2 * DT_TOKEN_BYTES + 1], dt_diagnostics *found);

/* asset.c: a file of the page; NULL if there is none. */
typedef struct dt_asset {
    const char *path, *type, *hash;
    const unsigned char *plain;
    size_t n_plain;
    const unsigned char *packed; /* by gzip */
    size_t n_packed;
} dt_asset;
const dt_asset *dt_asset_find(const char *path);

/* pool.c: workers. Push gives 0 if the queue is full or the server ends. The end drains the queue; memory is
 * freed when no connection is left. */
dt_status dt_pool_start(dt_pool **out);
int dt_pool_push(dt_pool *pool, dt_request *request);
void dt_pool_end(dt_pool *pool);
void dt_pool_free(dt_pool *pool);

/* answer.c: parses the body, calls the route, and makes findings the answer if that fails. */
void dt_answer(dt_request *request);
/* Parses a body within the limits: a JSON object. */
dt_status dt_body_parse(const char *body, size_t length, json_t **out, dt_diagnostics *found);
/* Puts findings into an answer, as `--json` prints them. */
void dt_answer_findings(dt_text *text, dt_status status, const dt_diagnostics *found);
/* Adds a finding about a request. */
dt_status dt_refuse(dt_diagnostics *found, dt_error_code code, const char *key, const char *what,
                    const char *expected);
/* Starts an answer: an object with its schema. */
void dt_answer_begin(dt_json *json, dt_text *text);
/* Whether a body has only keys of a list that '|' separates. */
dt_status dt_body_keys(const json_t *body, const char *allowed, dt_diagnostics *found);
/* A whole number of a body, or the fallback. */
dt_status dt_body_integer(const json_t *body, const char *key, const json_int_t range[2], json_int_t *value,
                          dt_diagnostics *found);

/* change.c: a copy of the scenario with the changes of a body. */
dt_status dt_change_scenario(const dt_server *server, const json_t *body, dt_scenario **out,
                             dt_diagnostics *found);
/* Whether a key is "seed", "end" or a parameter, alone or for one state or technology. */
int dt_change_may(const char *key);
/* Bytes of a value with its end. */
enum { DT_CHANGE_VALUE = 256 };
/* A value as a command line writes it; 0 if it is neither a number nor a short text. */
int dt_change_value(const json_t *value, char text[DT_CHANGE_VALUE]);
/* The same on a scenario that is there. */
dt_status dt_change_apply(dt_scenario *scenario, const json_t *body, dt_diagnostics *found);
/* A blank and a word, in quotes where a shell needs them; the options that make the changes of a body. */
void dt_change_word(dt_text *text, const char *word);
void dt_change_options(const json_t *body, dt_text *text);
/* The command line that does what a body asks. */
void dt_change_command(const dt_server *server, const json_t *body, const char *command, dt_text *text);

/* series.c: which series a body asks for, and how they are written. */
enum { DT_SERIES_QUANTILES = 9, DT_SERIES_OUTPUTS = 64, DT_SERIES_GROUPS = 32 };
typedef struct dt_series {
    const dt_case *c;
    int n_output, output[DT_SERIES_OUTPUTS];
    int n_group, group[DT_SERIES_GROUPS];
    int n_quantile;
    double quantile[DT_SERIES_QUANTILES];
    void *context;
    double (*line)(void *context, int output, int group, int step);
    double (*fan)(void *context, int output, int group, int step, double p);
} dt_series;
dt_status dt_series_read(dt_series *series, const dt_case *c, const json_t *body, dt_diagnostics *found);
void dt_series_write(const dt_series *series, dt_json *json);

/* job.c: jobs, one at a time. */
dt_status dt_jobs_start(dt_server *server, dt_jobs **out);
/* Ends the thread and lets all streams end; then, when no connection is left, frees. */
void dt_jobs_end(dt_jobs *jobs);
void dt_jobs_free(dt_jobs *jobs);
/* Starts the stream of a job; NULL if there is none of this id. */
struct MHD_Response *dt_jobs_stream(dt_jobs *jobs, const char *id, struct MHD_Connection *mhd);
/* Puts the job of a request, whose body was found good, in line, and answers with its id; 429 where the line
 * is full. */
void dt_jobs_add(dt_request *request);

/* s, of a clock that never goes back */
double dt_server_now(void);

#endif
