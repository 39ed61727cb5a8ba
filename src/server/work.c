/* The table of kinds of jobs, and what they share. */
#include "server/work.h"

#define DT_JOB(name, text)                    \
    dt_status dt_check_##name(dt_task *task); \
    dt_status dt_work_##name(dt_task *task, dt_text *result);
#include "server/jobs.def"
#undef DT_JOB

static const dt_job_kind kinds[] = {
#define DT_JOB(name, text) {#name, dt_check_##name, dt_work_##name},
#include "server/jobs.def"
#undef DT_JOB
};

int dt_job_kind_count(void)
{
    return (int)(sizeof kinds / sizeof kinds[0]);
}

const dt_job_kind *dt_job_kind_at(int index)
{
    return index >= 0 && index < dt_job_kind_count() ? &kinds[index] : NULL;
}

dt_status dt_task_scenario(dt_task *task, const char *keys, const json_int_t members[2])
{
    json_int_t n = task->members;
    dt_status status = dt_body_keys(task->body, keys, task->found);
    if (status == DT_OK) status = dt_body_integer(task->body, "members", members, &n, task->found);
    if (status == DT_OK) status = dt_change_scenario(task->server, task->body, &task->scenario, task->found);
    if (status == DT_OK)
        status = dt_case_build(task->server->options.world, task->scenario, &task->c, task->found);
    task->members = n;
    return status;
}

static void put_number(dt_json *json, const char *key, double value)
{
    dt_json_key(json, key);
    dt_json_rounded(json, value, 6);
}

void dt_task_progress(void *context, const dt_progress *progress)
{
    dt_json json;
    dt_text text;
    dt_task *task = context;
    dt_text_init(&text);
    dt_answer_begin(&json, &text);
    put_number(&json, "done", (double)progress->done);
    put_number(&json, "total", (double)progress->total);
    put_number(&json, "failed", (double)progress->failed);
    put_number(&json, "seconds", progress->seconds);
    put_number(&json, "eta_seconds", progress->eta_seconds);
    dt_json_end(&json);
    if (dt_text_status(&text) == DT_OK) task->event(task, "progress", &text);
    dt_text_clear(&text);
}

void dt_task_clear(dt_task *task)
{
    if (task->free_kept) task->free_kept(task->kept);
    task->kept = NULL;
    task->free_kept = NULL;
    dt_case_free(task->c);
    task->c = NULL;
    dt_scenario_free(task->scenario);
    task->scenario = NULL;
}
