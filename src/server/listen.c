/* The listening socket: loopback unless the options say otherwise, and then only with a name by which others
 * call it. A request under another name is refused, so that a page elsewhere whose name was turned to our
 * address gets nothing. */
#include "server/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/try.h"

/* An address of any family. */
union place {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr_un local;
};

static dt_status read_address(const char *text, union place *place, dt_diagnostics *found)
{
    *place = (union place){0};
    if (inet_pton(AF_INET, text, &place->four.sin_addr) == 1) {
        place->any.sa_family = AF_INET;
    } else if (inet_pton(AF_INET6, text, &place->six.sin6_addr) == 1) {
        place->any.sa_family = AF_INET6;
    } else {
        return dt_refuse(found, DT_E_SERVER_BIND, "bind", text, "an address such as 127.0.0.1 or ::1");
    }
    return DT_OK;
}

static int is_loopback(const union place *place)
{
    if (place->any.sa_family == AF_INET6) return IN6_IS_ADDR_LOOPBACK(&place->six.sin6_addr);
    return (ntohl(place->four.sin_addr.s_addr) >> 24) == IN_LOOPBACKNET;
}

static socklen_t set_port(union place *place, int port)
{
    if (place->any.sa_family == AF_INET6) {
        place->six.sin6_port = htons((uint16_t)port);
        return sizeof place->six;
    }
    place->four.sin_port = htons((uint16_t)port);
    return sizeof place->four;
}

/* A listening socket on a port; -1 if it cannot be had. */
static int open_port(union place *place, int port)
{
    const int one = 1;
    socklen_t length = set_port(place, port);
    int listener = socket(place->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0) return -1;
    /* A server that was just stopped leaves its port for two minutes otherwise. */
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (place->any.sa_family == AF_INET6) setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    if (bind(listener, &place->any, length) == 0 && listen(listener, SOMAXCONN) == 0 &&
        getsockname(listener, &place->any, &length) == 0)
        return listener;
    close(listener);
    return -1;
}

static dt_status open_address(dt_server *server, int *listener, dt_diagnostics *found)
{
    union place place;
    char number[16];
    const dt_server_options *options = &server->options;
    int port = options->port < 0 ? DT_SERVER_PORT : options->port;
    DT_TRY(read_address(options->address, &place, found));
    server->is_open = !is_loopback(&place);
    if (server->is_open && options->n_host == 0)
        return dt_refuse(found, DT_E_SERVER_BIND, "bind", options->address, "--allow-host NAME beside it");
    *listener = open_port(&place, port);
    if (*listener < 0 && options->port < 0) *listener = open_port(&place, 0);
    snprintf(number, sizeof number, "%d", port);
    if (*listener < 0)
        return dt_refuse(found, DT_E_SERVER_PORT, "port", number, "a port that nobody uses; 0 picks one");
    server->port = ntohs(place.any.sa_family == AF_INET6 ? place.six.sin6_port : place.four.sin_port);
    return DT_OK;
}

/* Removes a socket file that no server stands behind any more. */
static void remove_stale(const union place *place)
{
    struct stat file;
    if (lstat(place->local.sun_path, &file) != 0 || !S_ISSOCK(file.st_mode)) return;
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return;
    if (connect(probe, &place->any, sizeof place->local) != 0 && errno == ECONNREFUSED)
        unlink(place->local.sun_path);
    close(probe);
}

/* A local socket, for its owner only: the mode is set before the socket has a name. */
static dt_status open_local(dt_server *server, int *listener, dt_diagnostics *found)
{
    const char *path = server->options.socket;
    union place place = {.local = {.sun_family = AF_UNIX}};
    if (strlen(path) >= sizeof place.local.sun_path)
        return dt_refuse(found, DT_E_SERVER_PORT, "socket", path, "a path of at most 107 bytes");
    memcpy(place.local.sun_path, path, strlen(path) + 1);
    remove_stale(&place);
    int local = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int is_bound = local >= 0 && fchmod(local, S_IRUSR | S_IWUSR) == 0 &&
        bind(local, &place.any, sizeof place.local) == 0;
    if (is_bound && listen(local, SOMAXCONN) == 0) {
        *listener = local;
        return DT_OK;
    }
    if (is_bound) unlink(path);
    if (local >= 0) close(local);
    return dt_refuse(found, DT_E_SERVER_PORT, "socket", path,
                     "a path in a folder of yours that is not there yet");
}

dt_status dt_listen_open(dt_server *server, int *listener, dt_diagnostics *found)
{
    return server->options.socket ? open_local(server, listener, found)
                                  : open_address(server, listener, found);
}

void dt_listen_close(dt_server *server)
{
    if (server->options.socket) unlink(server->options.socket);
}

/* Whether a text is a name, with our port where there is one. */
static int is_name(const dt_server *server, const char *name, const char *text)
{
    size_t length = strlen(name);
    char port[16] = "";
    if (!server->options.socket) snprintf(port, sizeof port, ":%d", server->port);
    return strncasecmp(name, text, length) == 0 && strcmp(text + length, port) == 0;
}

static int is_loopback_name(const dt_server *server, const char *text)
{
    return is_name(server, "127.0.0.1", text) || is_name(server, "localhost", text) ||
        is_name(server, "[::1]", text);
}

/* Whether a text is a name of the options, as it stands there or with our port. */
static int is_allowed_name(const dt_server *server, const char *text)
{
    for (int h = 0; h < server->options.n_host; h++) {
        const char *name = server->options.host[h];
        if (strcasecmp(name, text) == 0 || is_name(server, name, text)) return 1;
    }
    return 0;
}

int dt_listen_is_host(const dt_server *server, const char *host)
{
    return is_loopback_name(server, host) || is_allowed_name(server, host);
}

int dt_listen_is_origin(const dt_server *server, const char *origin)
{
    static const char plain[] = "http://", tls[] = "https://";
    if (strncmp(origin, plain, sizeof plain - 1) == 0)
        return dt_listen_is_host(server, origin + sizeof plain - 1);
    /* A proxy in front speaks TLS under a name that was allowed. */
    return strncmp(origin, tls, sizeof tls - 1) == 0 && is_allowed_name(server, origin + sizeof tls - 1);
}
