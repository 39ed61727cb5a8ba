/* The job `claims`: the test of the claims on the scenario with changes. */
#include "detente/claims.h"
#include "detente/report.h"
#include "server/body.h"
#include "server/work.h"

dt_status dt_check_claims(dt_task *task);
dt_status dt_work_claims(dt_task *task, dt_text *result);

dt_status dt_check_claims(dt_task *task)
{
    const dt_size *size = dt_size_find("claims", "members");
    task->members = size->usual;
    return dt_task_scenario(task, "changes|members", size->range);
}

dt_status dt_work_claims(dt_task *task, dt_text *result)
{
    dt_claims *claims = NULL;
    char *text = NULL;
    dt_claims_options options = dt_claims_defaults();
    options.members = task->members;
    options.threads = task->threads;
    options.progress = dt_task_progress;
    options.context = task;
    options.stop = task->stop;
    dt_status status = dt_claims_run(task->server->options.world, task->scenario, &options, &claims,
                                     task->found);
    if (status == DT_OK) status = dt_report_claims(claims, task->scenario, DT_SUMMARY_JSON, &text);
    if (status == DT_OK) dt_text_append(result, text);
    dt_free(text);
    dt_claims_free(claims);
    return status;
}
