/* What jobs that analyse ensembles share. */
#include "server/analyse.h"

#include <stdio.h>
#include <string.h>

#include "ensemble/outcome.h"

int dt_analyse_outcome(const dt_case *c, const char *key, const char *name, dt_diagnostics *found)
{
    dt_outcome outcome[DT_MAX_OUTCOME];
    int n = dt_outcome_list(c, outcome);
    for (int o = 0; o < n; o++)
        if (strcmp(outcome[o].name, name) == 0) return o;
    dt_refuse(found, DT_E_UNKNOWN_NAME, key, name, "an outcome that GET /api/about lists");
    return -1;
}

static void show_stage(void *context, const dt_progress *progress)
{
    const dt_stages *s = context;
    dt_progress whole = *progress;
    whole.done += s->before;
    whole.total = s->total;
    double left = (double)(s->total - whole.done);
    whole.eta_seconds = progress->per_second > 0.0 ? left / progress->per_second : progress->eta_seconds;
    dt_task_progress(s->task, &whole);
}

dt_status dt_analyse_run(dt_stages *stages, const dt_case *c, const dt_design *design, int64_t members,
                         dt_summary **out)
{
    dt_summary *summary = NULL;
    dt_ensemble_options options = dt_ensemble_defaults();
    options.members = members;
    options.design = design;
    options.threads = stages->task->threads;
    options.on_failure = DT_KEEP_GOING;
    options.progress = show_stage;
    options.context = stages;
    options.stop = stages->task->stop;
    dt_status status = dt_ensemble_run(c, &options, &summary, stages->task->found);
    if (status == DT_OK) {
        stages->before += dt_summary_members(summary) + dt_summary_failed(summary);
        *out = summary;
    } else {
        dt_summary_free(summary);
    }
    return status;
}

void dt_analyse_states(const dt_task *task, dt_text *command)
{
    const dt_scenario *base = task->server->base;
    int n = dt_scenario_describe(base).n_group;
    if (n == dt_scenario_describe(task->server->options.scenario).n_group) return;
    for (int g = 0; g < n; g++)
        dt_text_printf(command, "%s%s", g ? "," : " --states ", dt_scenario_group(base, g));
}

void dt_analyse_begin(dt_json *json, dt_text *result, dt_text *command)
{
    dt_answer_begin(json, result);
    dt_json_put_string(json, "command", command->data);
    if (dt_text_status(command) != DT_OK) result->has_failed = 1;
    dt_text_clear(command);
}

void dt_analyse_object(dt_json *json, char *text)
{
    dt_json_raw(json, text);
    dt_free(text);
}
