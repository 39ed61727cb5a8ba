/* Start and end of the server. */
#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/try.h"
#include "scenario/setting.h"
#include "server/http.h"

enum { MAX_DRAFTS = 32, HEADER_MEMORY = 32 * 1024, IDLE_SECONDS = 30, NAME_ROOM = 64 };

static dt_status make_token(dt_server *server)
{
    unsigned char byte[DT_TOKEN_BYTES];
    if (getrandom(byte, sizeof byte, 0) != (ssize_t)sizeof byte) return DT_IO;
    for (int b = 0; b < DT_TOKEN_BYTES; b++)
        snprintf(server->token + 2 * b, 3, "%02x", byte[b]);
    return DT_OK;
}

static int is_draft(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 5 && length < NAME_ROOM && strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

static dt_status load_draft(dt_server *server, const char *folder, const char *file, dt_diagnostics *found)
{
    char path[4096];
    int d = server->n_draft;
    if (d == MAX_DRAFTS) return DT_OK;
    if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path) return DT_IO;
    snprintf(server->draft_name[d], NAME_ROOM, "%.*s", (int)strlen(file) - 5, file);
    DT_TRY(dt_treaty_text_load(path, server->treaty, &server->draft[d], found));
    server->n_draft++;
    return DT_OK;
}

/* Texts that are shipped with the tables. */
static dt_status load_drafts(dt_server *server, dt_diagnostics *found)
{
    char folder[4000];
    struct dirent **entry = NULL;
    dt_status status = DT_OK;
    server->draft = calloc(MAX_DRAFTS, sizeof *server->draft);
    server->draft_name = calloc(MAX_DRAFTS, sizeof *server->draft_name);
    if (!server->draft || !server->draft_name) return DT_NO_MEMORY;
    if (snprintf(folder, sizeof folder, "%s/texts", server->options.data) >= (int)sizeof folder) return DT_IO;
    int n = scandir(folder, &entry, is_draft, alphasort);
    for (int e = 0; e < n; e++) {
        if (status == DT_OK) status = load_draft(server, folder, entry[e]->d_name, found);
        free(entry[e]);
    }
    free(entry);
    return status;
}

static dt_status load_treaty(dt_server *server, dt_diagnostics *found)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/participation_coefficients.csv", server->options.data);
    if (length >= (int)sizeof path) return DT_IO;
    DT_TRY(dt_treaty_data_load(server->options.data, &server->treaty, found));
    DT_TRY(dt_treaty_fit_load(path, &server->fit, found));
    return load_drafts(server, found);
}

/* The scenario with the world as one more group, for totals. */
static dt_status make_base(dt_server *server)
{
    char list[1024] = "";
    int has_world = 0;
    const dt_scenario *scenario = server->options.scenario;
    server->base = dt_scenario_copy(scenario);
    if (!server->base) return DT_NO_MEMORY;
    for (int g = 0; g < dt_scenario_describe(scenario).n_group; g++) {
        const char *name = dt_scenario_group(scenario, g);
        size_t length = strlen(list);
        snprintf(list + length, sizeof list - length, "%s%s", g ? "," : "", name);
        has_world |= strcmp(name, "WORLD") == 0;
    }
    size_t length = strlen(list);
    if (!has_world) snprintf(list + length, sizeof list - length, "%sWORLD", length ? "," : "");
    return dt_scenario_set_groups(server->base, list);
}

/* Paths are compared as they come: none of ours has a letter that is written with a percent sign. */
static size_t keep_escaped(void *context, struct MHD_Connection *mhd, char *text)
{
    (void)context;
    (void)mhd;
    return strlen(text);
}

/* A socket that listens on loopback, and on nothing else; -1 if it cannot be had. The port is known before
 * any request can come. */
static int open_socket(dt_server *server)
{
    const int one = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server->options.port)};
    socklen_t length = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0) return -1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0) {
        close(listener);
        return -1;
    }
    server->port = ntohs(address.sin_port);
    return listener;
}

static dt_status listen_on(dt_server *server, dt_diagnostics *found)
{
    char number[16];
    int listener = open_socket(server);
    snprintf(number, sizeof number, "%d", server->options.port);
    if (listener < 0)
        return dt_refuse(found, DT_E_SERVER_PORT, "port", number, "a port that nobody uses; 0 picks one");
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, dt_http_handle, server,
        MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_NOTIFY_COMPLETED, dt_http_end, server,
        MHD_OPTION_NOTIFY_CONNECTION, dt_http_notify, server, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)DT_GUARD_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escaped, NULL, MHD_OPTION_END);
    if (server->daemon) return DT_OK;
    close(listener);
    return DT_NO_MEMORY;
}

dt_status dt_server_start(const dt_server_options *options, dt_server **out, dt_diagnostics *found)
{
    dt_server *server = calloc(1, sizeof *server);
    if (!server) return DT_NO_MEMORY;
    server->options = *options;
    if (!dt_guard_begin(&server->guard)) {
        free(server);
        return DT_NO_MEMORY;
    }
    dt_status status = make_token(server);
    if (status == DT_OK) status = make_base(server);
    if (status == DT_OK) status = dt_shelf_load(options->shipped, &server->shelf);
    if (status == DT_OK) status = load_treaty(server, found);
    if (status == DT_OK) status = dt_jobs_start(server, &server->jobs);
    if (status == DT_OK) status = dt_pool_start(&server->pool);
    if (status == DT_OK) status = listen_on(server, found);
    if (status == DT_OK)
        *out = server;
    else
        dt_server_stop(server);
    return status;
}

void dt_server_watch(dt_server *server, const volatile int *stop)
{
    const struct timespec pause = {.tv_nsec = 100 * 1000 * 1000};
    while (!__atomic_load_n(stop, __ATOMIC_RELAXED)) {
        nanosleep(&pause, NULL);
        dt_guard_tick(&server->guard);
        dt_jobs_tick(server->jobs);
    }
}

void dt_server_stop(dt_server *server)
{
    if (!server) return;
    /* What waits is let go first: the library ends only when no connection is suspended. */
    dt_jobs_end(server->jobs);
    dt_pool_end(server->pool);
    if (server->daemon) MHD_stop_daemon(server->daemon);
    dt_pool_free(server->pool);
    dt_jobs_free(server->jobs);
    dt_guard_end(&server->guard);
    free(server->draft_name);
    free(server->draft);
    dt_shelf_free(server->shelf);
    dt_treaty_fit_free(server->fit);
    dt_treaty_data_free(server->treaty);
    dt_scenario_free(server->base);
    explicit_bzero(server->token, sizeof server->token);
    free(server);
}

int dt_server_port(const dt_server *server)
{
    return server->port;
}

const char *dt_server_token(const dt_server *server)
{
    return server->token;
}
