/* Start and end of the server. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/try.h"
#include "scenario/setting.h"
#include "server/http.h"
#include "server/listen.h"

enum { MAX_DRAFTS = 32, HEADER_MEMORY = 32 * 1024, IDLE_SECONDS = 30, NAME_ROOM = 64 };

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

static dt_status listen_on(dt_server *server, dt_diagnostics *found)
{
    int listener = -1;
    DT_TRY(dt_listen_open(server, &listener, found));
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, dt_http_handle, server,
        MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_NOTIFY_COMPLETED, dt_http_end, server,
        MHD_OPTION_NOTIFY_CONNECTION, dt_http_notify, server, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)DT_GUARD_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escaped, NULL, MHD_OPTION_END);
    if (server->daemon) return DT_OK;
    dt_listen_close(server);
    close(listener);
    return DT_NO_MEMORY;
}

dt_status dt_server_create(const dt_server_options *options, dt_server **out, dt_diagnostics *found)
{
    dt_server *server = calloc(1, sizeof *server);
    if (!server) return DT_NO_MEMORY;
    server->options = *options;
    server->nursery.control = -1;
    if (!dt_guard_begin(&server->guard)) {
        free(server);
        return DT_NO_MEMORY;
    }
    dt_status status = make_base(server);
    if (status == DT_OK) status = load_treaty(server, found);
    if (status == DT_OK) status = dt_shelf_load(options->shipped, &server->shelf);
    /* Children have what is loaded by now, and not what comes after: the token. */
    if (status == DT_OK) status = dt_nursery_begin(&server->nursery, server);
    if (status == DT_OK) status = dt_token_begin(options->token_file, server->token, found);
    if (status == DT_OK)
        *out = server;
    else
        dt_server_free(server);
    return status;
}

dt_status dt_server_start(dt_server *server, dt_diagnostics *found)
{
    DT_TRY(dt_jobs_start(server, &server->jobs));
    DT_TRY(dt_pool_start(&server->pool));
    return listen_on(server, found);
}

dt_status dt_server_watch(dt_server *server, const volatile int *stop, dt_diagnostics *found)
{
    while (!__atomic_load_n(stop, __ATOMIC_RELAXED)) {
        if (!dt_nursery_lives(&server->nursery, 0.1))
            return dt_refuse(found, DT_E_SERVER_CRASH, NULL, "the process that makes children ended", NULL);
        dt_guard_tick(&server->guard);
    }
    return DT_OK;
}

void dt_server_free(dt_server *server)
{
    if (!server) return;
    /* What waits is let go first: the library ends only when no connection is suspended. */
    dt_jobs_end(server->jobs);
    dt_pool_end(server->pool);
    if (server->daemon) {
        MHD_stop_daemon(server->daemon);
        dt_listen_close(server);
    }
    dt_pool_free(server->pool);
    dt_jobs_free(server->jobs);
    dt_nursery_end(&server->nursery);
    dt_guard_end(&server->guard);
    dt_shelf_free(server->shelf);
    free(server->draft_name);
    free(server->draft);
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

int dt_server_is_open(const dt_server *server)
{
    return server->is_open;
}

int dt_server_link(const dt_server *server, char *link, size_t room)
{
    const char *address = server->options.address, *host = NULL;
    char port[16] = "";
    int is_six = strchr(address, ':') != NULL;
    if (server->options.n_host && (server->is_open || server->options.socket)) host = server->options.host[0];
    if (!server->options.socket && !(host && strchr(host, ':')))
        snprintf(port, sizeof port, ":%d", server->port);
    if (!host && server->options.socket) host = "localhost";
    int n = host ? snprintf(link, room, "http://%s%s/#token=%s", host, port, server->token)
                 : snprintf(link, room, is_six ? "http://[%s]%s/#token=%s" : "http://%s%s/#token=%s", address,
                            port, server->token);
    return n > 0 && (size_t)n < room;
}
