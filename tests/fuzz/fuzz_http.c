/* Fuzz target of requests: the bytes are what a connection brings, to the server as it runs. Whatever they
 * are, what comes back are responses with codes that are ours or the library's, nothing but the page is
 * served to those who do not bring the token, and the server answers the next one. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "serve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_known(int code)
{
    static const int known[] = {100, 200, 202, 304, 400, 401, 403, 404, 405, 408, 413,
                                414, 415, 421, 422, 429, 431, 500, 501, 503, 505};
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
        if (known[k] == code) return 1;
    return 0;
}

/* What comes back within a time, in ms. Half a request may be left to the guard, which ends it after 5 s. */
static void talk(dt_server *server, const uint8_t *data, size_t size, int patience_ms, dt_text *answer)
{
    int end[2];
    char piece[4096];
    const struct timeval patience = {patience_ms / 1000, patience_ms % 1000 * 1000};
    fuzz_require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, end) == 0);
    setsockopt(end[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    fuzz_require(MHD_add_connection(server->daemon, end[1], &(struct sockaddr){.sa_family = AF_UNIX},
                                    sizeof(struct sockaddr)) == MHD_YES);
    while (size > 0) {
        ssize_t n = send(end[0], data, size, MSG_NOSIGNAL);
        if (n <= 0) break;
        data += n;
        size -= (size_t)n;
    }
    shutdown(end[0], SHUT_WR);
    ssize_t n = 0;
    while ((n = recv(end[0], piece, sizeof piece, 0)) > 0)
        dt_text_append_bytes(answer, piece, (size_t)n);
    close(end[0]);
}

static void check(const dt_text *answer, int has_token)
{
    int code = 0;
    if (answer->length == 0) return;
    fuzz_require(sscanf(answer->data, "HTTP/1.%*1[01] %3d", &code) == 1 && is_known(code));
    /* A child that crashed: the fault is in what it ran. */
    fuzz_require(!strstr(answer->data, "\"E1108\""));
    fuzz_require(!strstr(answer->data, "\nAccess-Control") && !strstr(answer->data, "\nSet-Cookie"));
    if (!has_token) fuzz_require(!strstr(answer->data, "\"schema\": 1, \"program\"") && code != 202);
    if (!has_token && code == 200) fuzz_require(!strstr(answer->data, "Content-Type: application/json"));
}

static int holds(const uint8_t *data, size_t size, const char *text)
{
    return memmem(data, size, text, strlen(text)) != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char honest[] = "GET / HTTP/1.1\r\nHost: localhost:0\r\n\r\n";
    dt_text answer;
    dt_server *server = fuzz_server();
    /* Seeds must not depend on which port was free. */
    server->port = 0;
    dt_text_init(&answer);
    talk(server, data, size, 30, &answer);
    check(&answer, holds(data, size, FUZZ_TOKEN));
    dt_text_clear(&answer);
    talk(server, (const uint8_t *)honest, sizeof honest - 1, 20000, &answer);
    fuzz_require(strncmp(answer.data ? answer.data : "", "HTTP/1.1 200", 12) == 0);
    dt_text_clear(&answer);
    return 0;
}
