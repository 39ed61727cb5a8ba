/* Asking children, and what is said where a child does not answer. */
#include "server/ask.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/threads.h"
#include "server/talk.h"

enum { LOOK_MS = 50 };
/* s that a job may take to stop */
static const double grace = 5.0;

/* A new child that has been asked; -1 if there is none to be had. */
static int begin(const dt_server *server, const dt_ask *ask, const char *body, size_t length)
{
    int child = dt_nursery_child(&server->nursery);
    if (child < 0 || dt_talk_send(child, DT_TALK_ASK, ask, sizeof *ask, body, length)) return child;
    close(child);
    return -1;
}

/* A piece of what a child says, or nothing yet. Returns early if `client` hangs up. */
static enum dt_talk wait_for(int child, int client, dt_text *message)
{
    struct pollfd place[] = {{.fd = child, .events = POLLIN}, {.fd = client, .events = POLLRDHUP}};
    if (poll(place, 2, LOOK_MS) <= 0 || !place[0].revents) return DT_TALK_PIECE;
    return dt_talk_receive(child, message);
}

/* Finding about a child that ended; `message` is what the nursery says of it, if it does. */
static dt_status say_crash(dt_diagnostics *found, enum dt_talk kind, const dt_text *message)
{
    char text[64] = "no process to be had";
    int end = 0;
    if (kind == DT_TALK_EXIT && message->length == sizeof end) {
        memcpy(&end, message->data, sizeof end);
        if (WIFSIGNALED(end) && WTERMSIG(end) == SIGXCPU)
            return dt_refuse(found, DT_E_SERVER_TIME, NULL, "the limit of processor time", NULL);
        if (WIFSIGNALED(end))
            snprintf(text, sizeof text, "signal %d", WTERMSIG(end));
        else
            snprintf(text, sizeof text, "exit code %d", WEXITSTATUS(end));
    }
    return dt_refuse(found, DT_E_SERVER_CRASH, NULL, text, "an answer");
}

/* Whether whoever asked has gone: what a slider overtook need not be computed. */
static int is_gone(int client)
{
    char byte;
    return recv(client, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void fail(dt_request *request, int code, dt_status status)
{
    request->code = code;
    dt_answer_findings(&request->text, status, &request->found);
}

static void take_answer(dt_request *request, enum dt_talk kind, const dt_text *message)
{
    size_t head = sizeof request->code;
    if (kind == DT_TALK_ANSWER && message->length >= head) {
        memcpy(&request->code, message->data, head);
        dt_text_append_bytes(&request->text, message->data + head, message->length - head);
    } else {
        fail(request, 500, say_crash(&request->found, kind, message));
    }
}

double dt_ask_seconds(const dt_server *server, int is_job)
{
    double most = server->options.job_seconds;
    return is_job || most < DT_RUN_SECONDS ? most : DT_RUN_SECONDS;
}

/* Waits for the answer of a child; NULL ends it where nobody wants it any more. */
static void await_answer(dt_request *request, int child, const int *is_ending)
{
    dt_text message;
    enum dt_talk kind = DT_TALK_PIECE;
    int client = request->connection->socket;
    double until = dt_server_now() + dt_ask_seconds(request->server, 0);
    dt_text_init(&message);
    while (kind == DT_TALK_PIECE && !request->code) {
        kind = wait_for(child, client, &message);
        if (kind != DT_TALK_PIECE) break;
        if (__atomic_load_n(is_ending, __ATOMIC_RELAXED) || is_gone(client)) request->code = 503;
        if (dt_server_now() > until)
            fail(request, 503, dt_refuse(&request->found, DT_E_SERVER_TIME, NULL, "the limit of time", NULL));
    }
    if (!request->code) take_answer(request, kind, &message);
    dt_text_clear(&message);
}

void dt_ask_request(dt_request *request, const int *is_ending)
{
    dt_ask ask = {.index = dt_route_index(request->route), .threads = 1};
    dt_diagnostics_init(&request->found);
    if (__atomic_load_n(is_ending, __ATOMIC_RELAXED) || is_gone(request->connection->socket)) {
        request->code = 503;
        return;
    }
    int child = begin(request->server, &ask, request->body, request->length);
    if (child >= 0)
        await_answer(request, child, is_ending);
    else
        take_answer(request, DT_TALK_END, NULL);
    if (child >= 0) close(child);
    if (request->route->job >= 0 && request->code == 202) dt_jobs_add(request);
}

static void pass_failure(const dt_asked_job *job, const char *name, dt_status status,
                         const dt_diagnostics *found)
{
    dt_text text;
    dt_text_init(&text);
    dt_answer_findings(&text, status, found);
    job->event(job->context, name, &text);
    dt_text_clear(&text);
}

/* A job in a child, as the server sees it. */
struct course {
    int child;
    int is_over;    /* its last event was passed on */
    int is_stopped; /* it was told to stop */
    int is_late;    /* the limit of time was the reason */
    double until;   /* limit of time, then of the time to stop */
};

/* The last event of a job that gave none, or that was stopped for its time. */
static void pass_end(const dt_asked_job *job, struct course *course, enum dt_talk kind,
                     const dt_text *message)
{
    char text[64];
    dt_diagnostics found;
    dt_status status = DT_INTERRUPTED;
    dt_diagnostics_init(&found);
    snprintf(text, sizeof text, "%g s", job->server->options.job_seconds);
    if (course->is_late)
        status = dt_refuse(&found, DT_E_SERVER_TIME, NULL, text, NULL);
    else if (!course->is_stopped)
        status = say_crash(&found, kind, message);
    pass_failure(job, status == DT_INTERRUPTED ? "cancelled" : "error", status, &found);
    course->is_over = 1;
}

static void pass_event(const dt_asked_job *job, struct course *course, const dt_text *message)
{
    const char *name = message->data;
    size_t head = strnlen(name, message->length) + 1;
    if (head > message->length) return;
    dt_text data = {.data = message->data + head, .length = message->length - head};
    if (course->is_late && strcmp(name, "cancelled") == 0) {
        pass_end(job, course, DT_TALK_EVENT, message);
        return;
    }
    job->event(job->context, name, &data);
    course->is_over = strcmp(name, "progress") != 0;
}

/* Tells a job to stop if it was cancelled or takes too long, and gives it up if it does not. */
static void check_time(const dt_asked_job *job, struct course *course)
{
    double now = dt_server_now();
    int is_late = now > course->until, stop = __atomic_load_n(job->stop, __ATOMIC_RELAXED);
    if ((course->is_stopped && is_late) || stop == DT_STOP_NOW) {
        course->is_stopped = 1;
        pass_end(job, course, DT_TALK_END, NULL);
        return;
    }
    if (course->is_stopped || !(is_late || stop)) return;
    course->is_stopped = 1;
    course->is_late = is_late;
    course->until = now + grace;
    shutdown(course->child, SHUT_WR);
}

/* Threads of a job: one core is left to those who move sliders. */
static int job_threads(void)
{
    int n = dt_thread_count(0);
    return n > 1 ? n - 1 : 1;
}

void dt_ask_job(const dt_asked_job *job)
{
    dt_text message;
    dt_ask ask = {.is_job = 1, .index = job->kind, .threads = job_threads()};
    struct course course = {.child = begin(job->server, &ask, job->body, job->length),
                            .until = dt_server_now() + job->server->options.job_seconds};
    dt_text_init(&message);
    if (course.child < 0) pass_end(job, &course, DT_TALK_END, &message);
    while (!course.is_over) {
        enum dt_talk kind = wait_for(course.child, -1, &message);
        if (kind == DT_TALK_EVENT)
            pass_event(job, &course, &message);
        else if (kind != DT_TALK_PIECE)
            pass_end(job, &course, kind, &message);
        if (!course.is_over) check_time(job, &course);
    }
    if (course.child >= 0) close(course.child);
    dt_text_clear(&message);
}
