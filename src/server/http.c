/* Requests and responses: the callbacks of the HTTP library.
 *
 * A request is checked by its headers first; then its body is gathered within limits; then it is answered at
 * once, by a worker, or as a stream. Every response has the same fixed headers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "server/http.h"

/* Sent with everything: no script, style, picture or connection but our own, no frame around us, no guessing
 * of types, no address told to others. Answers may be kept nowhere; the files of the page may, if their hash
 * is asked for before they are used again. */
static const char *const fixed_headers[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
     "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

static enum MHD_Result send_kept(struct MHD_Connection *mhd, int code, const char *type, const char *kept,
                                 struct MHD_Response *response)
{
    if (!response) return MHD_NO;
    for (size_t h = 0; h < sizeof fixed_headers / sizeof fixed_headers[0]; h++)
        MHD_add_response_header(response, fixed_headers[h][0], fixed_headers[h][1]);
    MHD_add_response_header(response, "Cache-Control", kept);
    MHD_add_response_header(response, "Content-Type", type);
    if (code == 429 || code == 503) MHD_add_response_header(response, "Retry-After", "1");
    if (code == 401) MHD_add_response_header(response, "WWW-Authenticate", "Bearer");
    enum MHD_Result result = MHD_queue_response(mhd, (unsigned)code, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result send_response(struct MHD_Connection *mhd, int code, const char *type,
                                     struct MHD_Response *response)
{
    return send_kept(mhd, code, type, "no-store", response);
}

/* Sends the text of a request; the library frees it. */
static enum MHD_Result send_text(dt_request *request)
{
    char *text = NULL;
    size_t length = request->text.length;
    if (dt_text_take(&request->text, &text) != DT_OK) return MHD_NO;
    struct MHD_Response *response = MHD_create_response_from_buffer(length, text, MHD_RESPMEM_MUST_FREE);
    if (!response) dt_free(text);
    return send_response(request->mhd, request->code, "application/json", response);
}

static enum MHD_Result refuse(dt_request *request, int code, dt_error_code error, const char *expected)
{
    dt_diagnostics_init(&request->found);
    dt_status status = dt_refuse(&request->found, error, NULL, NULL, expected);
    dt_answer_findings(&request->text, status, &request->found);
    request->code = code;
    return send_text(request);
}

/* Whether a list of codings has gzip, and not with the weight 0. */
static int takes_gzip(struct MHD_Connection *mhd)
{
    const char *list = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, "Accept-Encoding");
    for (const char *at = list; at && *at; at += strcspn(at, ","), at += *at == ',') {
        at += strspn(at, " \t");
        if (strncasecmp(at, "gzip", 4) != 0 || !strchr(" \t;,", at[4])) continue;
        const char *weight = at + 4 + strspn(at + 4, " \t");
        if (*weight != ';') return 1;
        weight += 1 + strspn(weight + 1, " \t");
        return strncasecmp(weight, "q=", 2) != 0 || strtod(weight + 2, NULL) > 0.0;
    }
    return 0;
}

/* Sends a file of the page, or says that the client has it. */
static enum MHD_Result send_file(struct MHD_Connection *mhd, const dt_asset *asset)
{
    char tag[64];
    int is_packed = takes_gzip(mhd);
    const char *known = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, "If-None-Match");
    snprintf(tag, sizeof tag, "\"%s%s\"", asset->hash, is_packed ? "-gzip" : "");
    int is_known = known && strstr(known, tag) != NULL;
    const unsigned char *bytes = is_packed ? asset->packed : asset->plain;
    size_t size = is_packed ? asset->n_packed : asset->n_plain;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        is_known ? 0 : size, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
    if (!response) return MHD_NO;
    MHD_add_response_header(response, "ETag", tag);
    MHD_add_response_header(response, "Vary", "Accept-Encoding");
    if (is_packed && !is_known) MHD_add_response_header(response, "Content-Encoding", "gzip");
    return send_kept(mhd, is_known ? 304 : 200, asset->type, "no-cache", response);
}

static enum MHD_Result send_asset(dt_request *request, const char *method, const char *path)
{
    const dt_asset *asset = dt_asset_find(path);
    if (!asset) return refuse(request, 404, DT_E_SERVER_REFUSED, "a path that GET /api/about lists");
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return refuse(request, 405, DT_E_SERVER_REFUSED, "GET");
    return send_file(request->mhd, asset);
}

/* The first call: headers are complete. */
static enum MHD_Result begin(dt_request *request, const char *method, const char *path)
{
    int other = 0;
    const char *reason = NULL;
    dt_guard *guard = &request->server->guard;
    dt_guard_stage(guard, request->connection, DT_STAGE_BODY);
    int code = dt_check_headers(request->server, request->mhd, method, path, &reason);
    if (code) return refuse(request, code, DT_E_SERVER_REFUSED, reason);
    if (strncmp(path, "/api/", 5) != 0) return send_asset(request, method, path);
    if (request->connection) request->connection->is_known = 1;
    request->route = dt_route_find(method, path, request->id, &other);
    if (request->route) return MHD_YES;
    return refuse(request, other ? 405 : 404, DT_E_SERVER_REFUSED,
                  "a method and path that GET /api/about lists");
}

/* Keeps a piece of the body. What goes beyond the limit is passed over, and much of it ends the connection.
 */
static enum MHD_Result gather(dt_request *request, const char *piece, size_t *size)
{
    size_t length = request->length + *size;
    if (length > 2 * (size_t)DT_BODY_LIMIT) return MHD_NO;
    if (length > DT_BODY_LIMIT) {
        request->is_too_long = 1;
    } else {
        char *body = realloc(request->body, length);
        if (!body) return MHD_NO;
        memcpy(body + request->length, piece, *size);
        request->body = body;
    }
    request->length = length;
    *size = 0;
    return MHD_YES;
}

/* The body is complete. */
static enum MHD_Result finish(dt_request *request)
{
    dt_server *server = request->server;
    dt_guard_stage(&server->guard, request->connection, DT_STAGE_BUSY);
    if (request->is_too_long) return refuse(request, 413, DT_E_SERVER_LIMIT, "a body of at most 1 MiB");
    if (request->route->place == DT_AS_STREAM) {
        struct MHD_Response *stream = dt_jobs_stream(server->jobs, request->id, request->mhd);
        if (stream) return send_response(request->mhd, 200, "text/event-stream", stream);
    }
    if (request->route->place == DT_BY_WORKER) {
        if (dt_pool_push(server->pool, request)) return MHD_YES;
        return refuse(request, 429, DT_E_SERVER_BUSY, "later: many requests wait");
    }
    dt_answer(request);
    return send_text(request);
}

static dt_request *make_request(dt_server *server, struct MHD_Connection *mhd)
{
    dt_request *request = calloc(1, sizeof *request);
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    if (!request) return NULL;
    request->server = server;
    request->mhd = mhd;
    request->connection = info ? info->socket_context : NULL;
    dt_text_init(&request->text);
    return request;
}

enum MHD_Result dt_http_handle(DT_HTTP_REQUEST)
{
    dt_request *request = *kept;
    (void)version;
    if (!request) {
        *kept = request = make_request(context, mhd);
        if (!request || !request->connection) return MHD_NO;
        return begin(request, method, path);
    }
    if (*size) return gather(request, piece, size);
    if (!request->is_suspended) return finish(request);
    if (!request->text.data) return MHD_NO;
    return send_text(request);
}

void dt_http_end(void *context, struct MHD_Connection *mhd, void **kept,
                 enum MHD_RequestTerminationCode reason)
{
    dt_request *request = *kept;
    (void)context;
    (void)mhd;
    (void)reason;
    if (!request) return;
    dt_connection *connection = request->connection;
    if (connection)
        dt_guard_stage(&request->server->guard, connection,
                       connection->is_known ? DT_STAGE_IDLE : DT_STAGE_HEAD);
    dt_text_clear(&request->text);
    free(request->body);
    free(request);
    *kept = NULL;
}

void dt_http_notify(void *context, struct MHD_Connection *mhd, void **kept,
                    enum MHD_ConnectionNotificationCode code)
{
    dt_server *server = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd,
                                                                       MHD_CONNECTION_INFO_CONNECTION_FD);
        *kept = info ? dt_guard_open(&server->guard, info->connect_fd) : NULL;
    } else {
        dt_guard_close(&server->guard, *kept);
        *kept = NULL;
    }
}
