/* The table of routes and how a path finds its row. */
#include <string.h>

#include "server/inside.h"

#define DT_ROUTE(method, path, answer, place, text) dt_status dt_answer_##answer(dt_request *request);
#include "server/routes.def"
#undef DT_ROUTE

#define DT_JOB(name, text) JOB_##name,
enum {
#include "server/jobs.def"
};
#undef DT_JOB

dt_status dt_answer_job(dt_request *request);
dt_status dt_answer_events(dt_request *request);
dt_status dt_answer_cancel(dt_request *request);

/* `*` in a path stands for the id of a job. */
static const dt_route routes[] = {
#define DT_ROUTE(method, path, answer, place, text) {method, path, dt_answer_##answer, place, text, -1},
#include "server/routes.def"
#undef DT_ROUTE
#define DT_JOB(name, text)                                                                             \
    {                                                                                                  \
        "POST",    "/api/" #name, dt_answer_job, DT_BY_WORKER, "starts " text "; answers with its id", \
        JOB_##name},                                                                                   \
        {"GET",                                                                                        \
         "/api/" #name "/*/events",                                                                    \
         dt_answer_events,                                                                             \
         DT_AS_STREAM,                                                                                 \
         "progress, then the result, of " text,                                                        \
         JOB_##name},                                                                                  \
        {"DELETE", "/api/" #name "/*", dt_answer_cancel, DT_AT_ONCE, "stops " text, JOB_##name},
#include "server/jobs.def"
#undef DT_JOB
};

int dt_route_count(void)
{
    return (int)(sizeof routes / sizeof routes[0]);
}

const dt_route *dt_route_at(int index)
{
    return index >= 0 && index < dt_route_count() ? &routes[index] : NULL;
}

int dt_route_index(const dt_route *route)
{
    return (int)(route - routes);
}

/* Whether a path fits a pattern; what stands for `*` must be 1 to 19 letters and digits, and is copied. */
static int fits(const char *pattern, const char *path, char id[20])
{
    size_t n = 0;
    const char *star = strchr(pattern, '*');
    if (!star) return strcmp(pattern, path) == 0;
    size_t head = (size_t)(star - pattern);
    if (strncmp(pattern, path, head) != 0) return 0;
    path += head;
    n = strspn(path, "0123456789abcdef");
    if (n == 0 || n >= 20 || strcmp(star + 1, path + n) != 0) return 0;
    memcpy(id, path, n);
    id[n] = '\0';
    return 1;
}

const dt_route *dt_route_find(const char *method, const char *path, char id[20], int *other)
{
    for (int r = 0; r < dt_route_count(); r++) {
        if (!fits(routes[r].path, path, id)) continue;
        if (strcmp(routes[r].method, method) == 0) return &routes[r];
        *other = 1;
    }
    return NULL;
}
