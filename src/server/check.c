/* What a request must bring before anything is done for it: one Host that is ours, no sign of another page,
 * no ambiguity about its length, the token, and JSON where it has a body. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "server/listen.h"

/* Headers that matter, counted. */
struct seen {
    const char *host, *origin, *site, *destination, *token, *type, *length;
    int n_host, n_origin, n_length, n_encoding, n_token;
};

static enum MHD_Result see(void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
    struct seen *seen = context;
    (void)kind;
    if (!value) value = "";
    if (strcasecmp(key, "Host") == 0) {
        seen->host = value;
        seen->n_host++;
    } else if (strcasecmp(key, "Origin") == 0) {
        seen->origin = value;
        seen->n_origin++;
    } else if (strcasecmp(key, "Content-Length") == 0) {
        seen->length = value;
        seen->n_length++;
    } else if (strcasecmp(key, "Transfer-Encoding") == 0) {
        seen->n_encoding++;
    } else if (strcasecmp(key, "Authorization") == 0) {
        seen->token = value;
        seen->n_token++;
    } else if (strcasecmp(key, "Sec-Fetch-Site") == 0) {
        seen->site = value;
    } else if (strcasecmp(key, "Sec-Fetch-Dest") == 0) {
        seen->destination = value;
    } else if (strcasecmp(key, "Content-Type") == 0) {
        seen->type = value;
    }
    return MHD_YES;
}

/* Compares in a time that does not depend on where texts differ. */
static int is_token(const dt_server *server, const char *value)
{
    static const char scheme[] = "Bearer ";
    size_t length = sizeof server->token - 1;
    if (strncmp(value, scheme, sizeof scheme - 1) != 0) return 0;
    value += sizeof scheme - 1;
    if (strlen(value) != length) return 0;
    unsigned difference = 0;
    for (size_t i = 0; i < length; i++)
        difference |= (unsigned)(unsigned char)value[i] ^ (unsigned)(unsigned char)server->token[i];
    return difference == 0;
}

/* A page that another one links to may be opened; nothing else may come from elsewhere. */
static int is_foreign(const struct seen *seen, const char *path)
{
    if (!seen->site || strcmp(seen->site, "same-origin") == 0 || strcmp(seen->site, "none") == 0) return 0;
    int is_opened = seen->destination && strcmp(seen->destination, "document") == 0;
    return !(is_opened && strcmp(path, "/") == 0);
}

static int is_json(const char *type)
{
    static const char name[] = "application/json";
    size_t length = sizeof name - 1;
    return type && strncasecmp(type, name, length) == 0 &&
        (type[length] == '\0' || type[length] == ';' || type[length] == ' ');
}

static int refuse(int code, const char *text, const char **reason)
{
    *reason = text;
    return code;
}

static int check_framing(const struct seen *seen, const char **reason)
{
    if (seen->n_length > 1 || seen->n_encoding > 1 || (seen->n_length && seen->n_encoding))
        return refuse(400, "one way to say how long the body is", reason);
    if (seen->length && strtoull(seen->length, NULL, 10) > DT_BODY_LIMIT)
        return refuse(413, "a body of at most 1 MiB", reason);
    return 0;
}

static int check_source(const dt_server *server, const struct seen *seen, const char *path,
                        const char **reason)
{
    if (seen->n_host != 1) return refuse(400, "exactly one Host header", reason);
    if (!dt_listen_is_host(server, seen->host)) return refuse(421, "the Host of the printed link", reason);
    if (seen->n_origin > 1 || (seen->origin && !dt_listen_is_origin(server, seen->origin)))
        return refuse(403, "a request of this page", reason);
    if (is_foreign(seen, path)) return refuse(403, "a request of this page", reason);
    return 0;
}

int dt_check_headers(dt_server *server, struct MHD_Connection *mhd, const char *method, const char *path,
                     const char **reason)
{
    struct seen seen = {0};
    MHD_get_connection_values(mhd, MHD_HEADER_KIND, see, &seen);
    int code = check_source(server, &seen, path, reason);
    if (!code) code = check_framing(&seen, reason);
    if (code) return code;
    if (strncmp(path, "/api/", 5) != 0) return 0;
    if (seen.n_token != 1 || !is_token(server, seen.token))
        return refuse(401, "the token of the printed link as Authorization: Bearer", reason);
    if (strcmp(method, "POST") == 0 && !is_json(seen.type))
        return refuse(415, "Content-Type: application/json", reason);
    return 0;
}
