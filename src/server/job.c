/* Jobs: work of the kinds in jobs.def. One runs at a time, a few wait; each writes its events into a log that
 * only grows, which any number of streams read from the start.
 *
 * What must stay true: everything in a job but what its options say is touched under the lock; a stream that
 * has read all is suspended and resumed under it, so that no event is missed; a job is freed when no stream
 * reads it and it has ended. */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "server/ask.h"
#include "server/work.h"

enum { MAX_JOBS = 8, MAX_WAITING = 4, MAX_STREAMS = 16, BLOCK = 16384 };

enum job_stage { JOB_FREE, JOB_WAITING, JOB_RUNNING, JOB_ENDED };

struct job {
    dt_jobs *jobs;
    int kind;
    enum job_stage stage;
    char id[17];
    int64_t order;
    char *body;
    size_t length;
    dt_text log;
    int stop; /* written and read atomically */
    int n_stream, n_reader;
    struct MHD_Connection *reader[MAX_STREAMS]; /* suspended */
};

struct dt_jobs {
    dt_server *server;
    pthread_mutex_t lock;
    pthread_cond_t more;
    pthread_t thread;
    int is_ending;
    int64_t order;
    struct job job[MAX_JOBS];
};

/* A stream that reads a job. */
struct stream {
    struct job *job;
    struct MHD_Connection *mhd;
};

dt_status dt_answer_job(dt_request *request);
dt_status dt_answer_cancel(dt_request *request);
dt_status dt_answer_events(dt_request *request);

static void clear(struct job *job)
{
    dt_jobs *jobs = job->jobs;
    free(job->body);
    dt_text_clear(&job->log);
    memset(job, 0, sizeof *job);
    job->jobs = jobs;
    dt_text_init(&job->log);
}

/* Lets all streams go on; the lock is held. */
static void wake(struct job *job)
{
    for (int r = 0; r < job->n_reader; r++)
        MHD_resume_connection(job->reader[r]);
    job->n_reader = 0;
}

/* Adds an event. Line ends within the data would end it. */
static void add_event(void *context, const char *name, const dt_text *data)
{
    struct job *job = context;
    pthread_mutex_lock(&job->jobs->lock);
    dt_text_printf(&job->log, "event: %s\ndata: ", name);
    for (const char *at = data->data ? data->data : "{}"; *at;) {
        size_t length = strcspn(at, "\n");
        dt_text_append_bytes(&job->log, at, length);
        at += length + (at[length] == '\n');
    }
    dt_text_append(&job->log, "\n\n");
    wake(job);
    pthread_mutex_unlock(&job->jobs->lock);
}

static void run_job(struct job *job)
{
    const dt_asked_job asked = {.server = job->jobs->server,
                                .kind = job->kind,
                                .body = job->body,
                                .length = job->length,
                                .stop = &job->stop,
                                .event = add_event,
                                .context = job};
    dt_ask_job(&asked);
}

/* The oldest job that waits; the lock is held. */
static struct job *next_job(dt_jobs *jobs)
{
    struct job *next = NULL;
    for (int j = 0; j < MAX_JOBS; j++) {
        struct job *job = &jobs->job[j];
        if (job->stage == JOB_WAITING && (!next || job->order < next->order)) next = job;
    }
    return next;
}

static void *work(void *argument)
{
    dt_jobs *jobs = argument;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->is_ending) {
        struct job *job = next_job(jobs);
        if (!job) {
            pthread_cond_wait(&jobs->more, &jobs->lock);
            continue;
        }
        job->stage = JOB_RUNNING;
        pthread_mutex_unlock(&jobs->lock);
        run_job(job);
        pthread_mutex_lock(&jobs->lock);
        job->stage = JOB_ENDED;
        wake(job);
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

dt_status dt_jobs_start(dt_server *server, dt_jobs **out)
{
    dt_jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs) return DT_NO_MEMORY;
    jobs->server = server;
    for (int j = 0; j < MAX_JOBS; j++)
        jobs->job[j].jobs = jobs;
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->more, NULL);
    if (pthread_create(&jobs->thread, NULL, work, jobs) != 0) {
        pthread_cond_destroy(&jobs->more);
        pthread_mutex_destroy(&jobs->lock);
        free(jobs);
        return DT_NO_MEMORY;
    }
    *out = jobs;
    return DT_OK;
}

void dt_jobs_end(dt_jobs *jobs)
{
    if (!jobs) return;
    pthread_mutex_lock(&jobs->lock);
    jobs->is_ending = 1;
    for (int j = 0; j < MAX_JOBS; j++)
        __atomic_store_n(&jobs->job[j].stop, DT_STOP_NOW, __ATOMIC_RELAXED);
    pthread_cond_broadcast(&jobs->more);
    pthread_mutex_unlock(&jobs->lock);
    pthread_join(jobs->thread, NULL);
    pthread_mutex_lock(&jobs->lock);
    for (int j = 0; j < MAX_JOBS; j++)
        wake(&jobs->job[j]);
    pthread_mutex_unlock(&jobs->lock);
}

void dt_jobs_free(dt_jobs *jobs)
{
    if (!jobs) return;
    for (int j = 0; j < MAX_JOBS; j++)
        clear(&jobs->job[j]);
    pthread_cond_destroy(&jobs->more);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

/* A place for a new job: a free one, or that of the oldest ended one that nobody reads; the lock is held. */
static struct job *find_place(dt_jobs *jobs)
{
    struct job *place = NULL;
    int n_waiting = 0;
    for (int j = 0; j < MAX_JOBS; j++) {
        struct job *job = &jobs->job[j];
        n_waiting += job->stage == JOB_WAITING;
        int is_usable = job->stage == JOB_FREE || (job->stage == JOB_ENDED && job->n_stream == 0);
        if (is_usable && (!place || job->order < place->order)) place = job;
    }
    if (n_waiting >= MAX_WAITING || jobs->is_ending) return NULL;
    if (place) clear(place);
    return place;
}

static dt_status make_id(char id[17])
{
    unsigned char byte[8];
    if (getrandom(byte, sizeof byte, 0) != (ssize_t)sizeof byte) return DT_IO;
    for (int b = 0; b < 8; b++) {
        id[2 * b] = "0123456789abcdef"[byte[b] >> 4];
        id[2 * b + 1] = "0123456789abcdef"[byte[b] & 15];
    }
    id[16] = '\0';
    return DT_OK;
}

/* Puts the job of a request in line; its body is the job's afterwards. */
static struct job *add_job(dt_jobs *jobs, dt_request *request, const char id[17])
{
    pthread_mutex_lock(&jobs->lock);
    struct job *job = find_place(jobs);
    if (job) {
        job->kind = request->route->job;
        job->body = request->body;
        job->length = request->length;
        request->body = NULL;
        job->order = ++jobs->order;
        memcpy(job->id, id, 17);
        job->stage = JOB_WAITING;
        pthread_cond_signal(&jobs->more);
    }
    pthread_mutex_unlock(&jobs->lock);
    return job;
}

void dt_jobs_add(dt_request *request)
{
    dt_json json;
    char id[17];
    dt_status status = make_id(id);
    dt_text_clear(&request->text);
    if (status == DT_OK && !add_job(request->server->jobs, request, id)) {
        request->code = 429;
        status = dt_refuse(&request->found, DT_E_SERVER_BUSY, NULL, "4 jobs wait", "later");
    }
    if (status != DT_OK) {
        dt_answer_findings(&request->text, status, &request->found);
        return;
    }
    dt_answer_begin(&json, &request->text);
    dt_json_key(&json, "id");
    dt_json_string(&json, id);
    dt_json_end(&json);
}

dt_status dt_answer_job(dt_request *request)
{
    dt_task task = {.server = request->server, .body = request->json, .found = &request->found};
    dt_status status = dt_job_kind_at(request->route->job)->check(&task);
    dt_task_clear(&task);
    if (status == DT_OK) request->code = 202;
    return status;
}

/* The job of an id; the lock is held. */
static struct job *find_job(dt_jobs *jobs, const char *id)
{
    for (int j = 0; j < MAX_JOBS; j++)
        if (jobs->job[j].stage != JOB_FREE && strcmp(jobs->job[j].id, id) == 0) return &jobs->job[j];
    return NULL;
}

dt_status dt_answer_cancel(dt_request *request)
{
    dt_jobs *jobs = request->server->jobs;
    dt_json json;
    pthread_mutex_lock(&jobs->lock);
    struct job *job = find_job(jobs, request->id);
    if (job) __atomic_store_n(&job->stop, DT_STOP_SOON, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&jobs->lock);
    if (!job) {
        request->code = 404;
        return dt_refuse(&request->found, DT_E_SERVER_NO_JOB, NULL, request->id, "the id of a job");
    }
    dt_answer_begin(&json, &request->text);
    dt_json_key(&json, "id");
    dt_json_string(&json, request->id);
    dt_json_end(&json);
    return DT_OK;
}

/* Where dt_jobs_stream gave none. */
dt_status dt_answer_events(dt_request *request)
{
    dt_jobs *jobs = request->server->jobs;
    pthread_mutex_lock(&jobs->lock);
    int is_there = find_job(jobs, request->id) != NULL;
    pthread_mutex_unlock(&jobs->lock);
    request->code = is_there ? 429 : 404;
    if (is_there)
        return dt_refuse(&request->found, DT_E_SERVER_BUSY, NULL, "16 streams of this job", "later");
    return dt_refuse(&request->found, DT_E_SERVER_NO_JOB, NULL, request->id, "the id of a job");
}

/* For MHD: hands out the log from a place; waits where there is no more yet. */
static ssize_t read_log(void *context, uint64_t place, char *buffer, size_t room)
{
    struct stream *stream = context;
    struct job *job = stream->job;
    ssize_t n = 0;
    pthread_mutex_lock(&job->jobs->lock);
    size_t length = job->log.length;
    if (place < length) {
        size_t left = length - (size_t)place;
        n = (ssize_t)(left < room ? left : room);
        memcpy(buffer, job->log.data + place, (size_t)n);
    } else if (job->stage == JOB_ENDED || job->jobs->is_ending || job->n_reader == MAX_STREAMS) {
        n = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        job->reader[job->n_reader++] = stream->mhd;
        MHD_suspend_connection(stream->mhd);
    }
    pthread_mutex_unlock(&job->jobs->lock);
    return n;
}

static void end_stream(void *context)
{
    struct stream *stream = context;
    pthread_mutex_lock(&stream->job->jobs->lock);
    stream->job->n_stream--;
    pthread_mutex_unlock(&stream->job->jobs->lock);
    free(stream);
}

struct MHD_Response *dt_jobs_stream(dt_jobs *jobs, const char *id, struct MHD_Connection *mhd)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream) return NULL;
    pthread_mutex_lock(&jobs->lock);
    struct job *job = find_job(jobs, id);
    if (job && job->n_stream < MAX_STREAMS) {
        stream->job = job;
        stream->mhd = mhd;
        job->n_stream++;
    }
    pthread_mutex_unlock(&jobs->lock);
    struct MHD_Response *response = NULL;
    if (stream->job)
        response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_log, stream, end_stream);
    if (!response && stream->job)
        end_stream(stream);
    else if (!response)
        free(stream);
    return response;
}
