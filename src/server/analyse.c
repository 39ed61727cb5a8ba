/* What jobs that analyse ensembles share. */
#include "server/analyse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ensemble/outcome.h"
#include "io/number.h"

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

/* Where the outcomes of a run go. */
struct kept {
    double *value;
    int n_outcome;
    int64_t members;
};

static void take_block(void *context, int64_t first, int count, const double *value)
{
    const struct kept *s = context;
    for (int o = 0; o < s->n_outcome; o++)
        memcpy(s->value + o * s->members + first, value + o * count, (size_t)count * sizeof *value);
}

dt_status dt_analyse_run(dt_stages *stages, const dt_case *c, const dt_design *design, int64_t members,
                         dt_outcomes *out, dt_summary **summary)
{
    dt_outcome outcome[DT_MAX_OUTCOME];
    dt_summary *made = NULL;
    dt_ensemble_options options = dt_ensemble_defaults();
    struct kept kept = {.n_outcome = dt_outcome_list(c, outcome),
                        .members = design ? dt_design_rows(design) : members};
    kept.value = malloc(((size_t)kept.n_outcome * (size_t)kept.members + 1) * sizeof *kept.value);
    if (!kept.value) return DT_NO_MEMORY;
    options.members = kept.members;
    options.design = design;
    options.threads = stages->task->threads;
    options.on_failure = DT_KEEP_GOING;
    options.take = take_block;
    options.take_context = &kept;
    options.progress = show_stage;
    options.context = stages;
    options.stop = stages->task->stop;
    dt_status status = dt_ensemble_run(c, &options, &made, stages->task->found);
    if (status == DT_OK) {
        stages->before += kept.members;
        *out = (dt_outcomes){kept.members, kept.value};
        if (summary) *summary = made;
    }
    if (status != DT_OK) free(kept.value);
    if (status != DT_OK || !summary) dt_summary_free(made);
    return status;
}

void dt_analyse_clear(dt_outcomes *outcomes)
{
    free((double *)(uintptr_t)outcomes->value);
    *outcomes = (dt_outcomes){0, NULL};
}

void dt_analyse_states(const dt_task *task, dt_text *command)
{
    const dt_scenario *base = task->server->base;
    int n = dt_scenario_describe(base).n_group;
    if (n == dt_scenario_describe(task->server->options.scenario).n_group) return;
    for (int g = 0; g < n; g++)
        dt_text_printf(command, "%s%s", g ? "," : " --states ", dt_scenario_group(base, g));
}

void dt_analyse_number(dt_text *command, const char *before, double value)
{
    char text[DT_NUMBER_TEXT];
    dt_number_format(value, text);
    dt_text_printf(command, "%s%s", before, text);
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
