/* The job `ensemble`: many members, summed up as series. */
#include "server/body.h"
#include "server/work.h"

dt_status dt_check_ensemble(dt_task *task);
dt_status dt_work_ensemble(dt_task *task, dt_text *result);

/* An ensemble's summary as the source of series. */
struct summary_source {
    const dt_summary *summary;
    const dt_series *series;
};

static double summary_mean(void *context, int output, int group, int step)
{
    const struct summary_source *s = context;
    return dt_summary_mean(s->summary, s->series->output[output], s->series->group[group], step);
}

static double summary_quantile(void *context, int output, int group, int step, double p)
{
    const struct summary_source *s = context;
    return dt_summary_quantile(s->summary, s->series->output[output], s->series->group[group], step, p);
}

static void put_integer(dt_json *json, const char *key, int64_t value)
{
    dt_json_key(json, key);
    dt_json_integer(json, value);
}

static dt_status write_summary(dt_task *task, const dt_summary *summary, dt_text *out)
{
    dt_json json;
    dt_text command;
    dt_series series = {0};
    struct summary_source source = {summary, &series};
    dt_status status = dt_series_read(&series, task->c, task->body, task->found);
    if (status != DT_OK) return status;
    dt_text_init(&command);
    dt_change_command(task->server, task->body, "run", &command);
    dt_text_printf(&command, " --members %lld", (long long)task->members);
    series.context = &source;
    series.line = summary_mean;
    series.fan = summary_quantile;
    dt_answer_begin(&json, out);
    dt_json_key(&json, "command");
    dt_json_string(&json, command.data);
    put_integer(&json, "members", dt_summary_members(summary));
    put_integer(&json, "failed", dt_summary_failed(summary));
    dt_series_write(&series, &json);
    dt_json_end(&json);
    dt_text_clear(&command);
    return DT_OK;
}

dt_status dt_check_ensemble(dt_task *task)
{
    const dt_size *size = dt_size_find("ensemble", "members");
    dt_series series = {0};
    task->members = size->usual;
    dt_status status = dt_task_scenario(task, "changes|members|outputs|groups|quantiles", size->range);
    return status == DT_OK ? dt_series_read(&series, task->c, task->body, task->found) : status;
}

dt_status dt_work_ensemble(dt_task *task, dt_text *result)
{
    dt_summary *summary = NULL;
    dt_ensemble_options options = dt_ensemble_defaults();
    options.members = task->members;
    options.threads = task->threads;
    options.on_failure = DT_KEEP_GOING;
    options.progress = dt_task_progress;
    options.context = task;
    options.stop = task->stop;
    dt_status status = dt_ensemble_run(task->c, &options, &summary, task->found);
    if (status == DT_OK) status = write_summary(task, summary, result);
    dt_summary_free(summary);
    return status;
}
