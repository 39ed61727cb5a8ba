/* What a job does, apart from where and when it runs.
 *
 * A kind of job is one line in jobs.def and two functions in a file of their own:
 *   dt_check_<name> reads the body, notes in task->found what is wrong with it, and leaves in the task what
 *       the work needs. It is called when the job is asked for, so that a wrong body is refused at once, and
 *       again before the work.
 *   dt_work_<name> does the work and writes the result, one JSON object that dt_answer_begin began. It calls
 *       task->event for progress, and gives DT_INTERRUPTED soon after *task->stop is not 0.
 * Both run in a process of their own that ends with the job: they may use task->threads threads, write no
 * file, and keep nothing. */
#ifndef DT_SERVER_WORK_H
#define DT_SERVER_WORK_H

#include "detente/ensemble.h"
#include "server/inside.h"

typedef struct dt_task dt_task;
struct dt_task {
    const dt_server *server;
    const json_t *body;
    const volatile int *stop; /* for the `stop` of library options */
    int threads;
    void (*event)(dt_task *task, const char *name, const dt_text *data);
    void *context; /* of event */
    dt_diagnostics *found;
    /* What dt_check_<name> left; freed after the work. */
    dt_scenario *scenario;
    dt_case *c;
    int64_t members;
    void *kept; /* anything else */
    void (*free_kept)(void *kept);
};

typedef struct dt_job_kind {
    const char *name;
    dt_status (*check)(dt_task *task);
    dt_status (*work)(dt_task *task, dt_text *result);
} dt_job_kind;

int dt_job_kind_count(void);
const dt_job_kind *dt_job_kind_at(int index);

/* For checks: whether the body has only these keys, its `members` in a range (task->members where it has
 * none), and its `changes` as a scenario and a case. */
dt_status dt_task_scenario(dt_task *task, const char *keys, const json_int_t members[2]);
/* For the `progress` of library options, with the task as its context: sends the event `progress`. */
void dt_task_progress(void *task, const dt_progress *progress);
/* Frees what a check left. */
void dt_task_clear(dt_task *task);

#endif
