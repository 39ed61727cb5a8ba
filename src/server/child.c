/* What a child of the nursery does: one request or one job, within limits of memory and time. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/ask.h"
#include "server/nursery.h"
#include "server/sandbox.h"
#include "server/talk.h"
#include "server/work.h"

enum { MIB = 1 << 20, THREAD_MIB = 144, STACK = 64 * 1024, GRACE = 10 /* s */ };

/* A limit that sends a signal or fails, and one a little above that cannot be passed. */
static void limit(int what, rlim_t most, rlim_t above)
{
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)what, &now) != 0) return;
    if (now.rlim_max > most + above) now.rlim_max = most + above;
    now.rlim_cur = now.rlim_max < most ? now.rlim_max : most;
    setrlimit((__rlimit_resource_t)what, &now);
}

/* Bytes of address space in use. */
static rlim_t space_in_use(void)
{
    long long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file) return 0;
    if (fscanf(file, "%lld", &pages) != 1) pages = 0;
    fclose(file);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* No memory beyond what the nursery has and the option allows, where each further thread reserves addresses
 * for its stack and its heap (8 and at most 128 MiB) that it hardly uses; no core file; and an end to what
 * loops. The server's own clock is the limit that is told: this one stays when the server does not look. */
static void set_limits(const dt_server *server, int threads, double seconds)
{
    rlim_t used = space_in_use();
    rlim_t allowed = (rlim_t)server->options.memory_mib + (rlim_t)(threads - 1) * THREAD_MIB;
    prctl(PR_SET_NAME, "detente-child");
    limit(RLIMIT_CORE, 0, 0);
    if (used) limit(RLIMIT_AS, used + allowed * MIB, 0);
    limit(RLIMIT_CPU, (rlim_t)((seconds + GRACE) * threads), GRACE);
}

/* A job and who watches for its stop. */
struct watch {
    int socket;
    int stop; /* read by the library through a pointer to volatile; written atomically */
};

/* The server says nothing more: the end of what it says is the sign to stop. */
static void *wait_for_stop(void *context)
{
    struct watch *watch = context;
    char byte;
    while (recv(watch->socket, &byte, 1, 0) > 0)
        continue;
    __atomic_store_n(&watch->stop, 1, __ATOMIC_RELAXED);
    return NULL;
}

static void send_event(dt_task *task, const char *name, const dt_text *data)
{
    const struct watch *watch = task->context;
    dt_talk_send(watch->socket, DT_TALK_EVENT, name, strlen(name) + 1, data->data, data->length);
}

static dt_status work(dt_task *task, const dt_job_kind *kind, const char *body, size_t length, dt_text *text)
{
    json_t *json = NULL;
    dt_status status = dt_body_parse(body, length, &json, task->found);
    task->body = json;
    if (status == DT_OK) status = kind->check(task);
    if (status == DT_OK) status = kind->work(task, text);
    if (status == DT_OK) status = dt_text_status(text);
    dt_task_clear(task);
    json_decref(json);
    return status;
}

static void do_job(const dt_server *server, int socket, const dt_ask *ask, const char *body, size_t length)
{
    struct watch watch = {.socket = socket};
    pthread_t thread;
    pthread_attr_t small;
    dt_text text;
    dt_diagnostics found;
    dt_task task = {.server = server,
                    .stop = &watch.stop,
                    .threads = ask->threads,
                    .event = send_event,
                    .context = &watch,
                    .found = &found};
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, STACK);
    int is_watched = pthread_create(&thread, &small, wait_for_stop, &watch) == 0;
    pthread_attr_destroy(&small);
    dt_text_init(&text);
    dt_diagnostics_init(&found);
    dt_status status = is_watched ? work(&task, dt_job_kind_at(ask->index), body, length, &text)
                                  : DT_NO_MEMORY;
    if (status != DT_OK) dt_answer_findings(&text, status, &found);
    const char *name = status == DT_OK ? "result" : status == DT_INTERRUPTED ? "cancelled" : "error";
    send_event(&task, name, &text);
    dt_text_clear(&text);
    shutdown(socket, SHUT_RD);
    if (is_watched) pthread_join(thread, NULL);
}

static void do_request(const dt_server *server, int socket, const dt_ask *ask, char *body, size_t length)
{
    dt_request request = {.server = (dt_server *)(uintptr_t)server,
                          .route = dt_route_at(ask->index),
                          .body = body,
                          .length = length};
    dt_text_init(&request.text);
    dt_answer(&request);
    dt_talk_send(socket, DT_TALK_ANSWER, &request.code, sizeof request.code, request.text.data,
                 request.text.length);
    dt_text_clear(&request.text);
}

_Noreturn void dt_child_work(const dt_server *server, int socket)
{
    dt_text message;
    dt_ask ask;
    enum dt_talk kind = DT_TALK_PIECE;
    dt_text_init(&message);
    while (kind == DT_TALK_PIECE)
        kind = dt_talk_receive(socket, &message);
    if (kind != DT_TALK_ASK || message.length < sizeof ask) server->options.leave(1);
    memcpy(&ask, message.data, sizeof ask);
    char *body = message.data + sizeof ask;
    size_t length = message.length - sizeof ask;
    set_limits(server, ask.threads, dt_ask_seconds(server, ask.is_job));
    dt_sandbox_enter();
    if (ask.is_job)
        do_job(server, socket, &ask, body, length);
    else
        do_request(server, socket, &ask, body, length);
    server->options.leave(0);
}
