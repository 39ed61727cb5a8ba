/* The job `report`: the scenario with changes as one self-contained page, for the browser to save. */
#include <stdlib.h>

#include "detente/claims.h"
#include "detente/report.h"
#include "detente/version.h"
#include "server/analyse.h"

enum { CLAIMS_MEMBERS = 20 };

dt_status dt_check_report(dt_task *task);
dt_status dt_work_report(dt_task *task, dt_text *result);

/* What the body asks for. */
struct ask {
    int has_claims;
};

/* What the work holds. */
struct parts {
    dt_outcomes outcomes;
    dt_summary *summary;
    dt_claims *claims;
    dt_text command;
};

dt_status dt_check_report(dt_task *task)
{
    const dt_size *size = dt_size_find("report", "members");
    struct ask *ask = calloc(1, sizeof *ask);
    if (!ask) return DT_NO_MEMORY;
    ask->has_claims = 1;
    task->kept = ask;
    task->free_kept = free;
    task->members = size->usual;
    dt_status status = dt_task_scenario(task, "changes|members|claims", size->range);
    return status == DT_OK ? dt_body_flag(task->body, "claims", &ask->has_claims, task->found) : status;
}

/* None where the scenario's world has not the states of which claims speak. */
static dt_status make_claims(dt_task *task, dt_claims **out)
{
    dt_diagnostics unheard;
    dt_claims_options options = dt_claims_defaults();
    dt_diagnostics_init(&unheard);
    options.members = CLAIMS_MEMBERS;
    options.threads = task->threads;
    options.progress = dt_task_progress;
    options.context = task;
    options.stop = task->stop;
    dt_status status = dt_claims_run(task->server->options.world, task->scenario, &options, out, &unheard);
    return status == DT_NO_MEMORY || status == DT_INTERRUPTED ? status : DT_OK;
}

static dt_status make(dt_task *task, struct parts *p, char **html)
{
    const struct ask *ask = task->kept;
    dt_stages stages = {.task = task, .total = task->members};
    double begin = dt_server_now();
    dt_status status = dt_analyse_run(&stages, task->c, NULL, task->members, &p->outcomes, &p->summary);
    double seconds = dt_server_now() - begin;
    if (status == DT_OK && ask->has_claims) status = make_claims(task, &p->claims);
    const dt_report_input input = {.world = task->server->options.world,
                                   .scenario = task->scenario,
                                   .c = task->c,
                                   .summary = p->summary,
                                   .claims = p->claims,
                                   .command = p->command.data,
                                   .version = dt_version(),
                                   .seconds = seconds};
    return status == DT_OK ? dt_report_html(&input, html) : status;
}

dt_status dt_work_report(dt_task *task, dt_text *result)
{
    dt_json json;
    dt_text name;
    char *html = NULL;
    struct parts p = {.summary = NULL};
    dt_text_init(&name);
    dt_text_init(&p.command);
    dt_change_command(task->server, task->body, "run", &p.command);
    dt_analyse_states(task, &p.command);
    dt_text_printf(&p.command, " --members %lld", (long long)task->members);
    dt_status status = dt_text_status(&p.command);
    if (status == DT_OK) status = make(task, &p, &html);
    if (status == DT_OK) {
        dt_text_printf(&name, "%s.html", dt_scenario_describe(task->scenario).name);
        dt_analyse_begin(&json, result, &p.command);
        dt_json_put_string(&json, "name", name.data);
        dt_json_put_string(&json, "type", "text/html");
        dt_json_put_string(&json, "text", html);
        dt_json_end(&json);
    }
    dt_text_clear(&name);
    dt_text_clear(&p.command);
    dt_free(html);
    dt_claims_free(p.claims);
    dt_summary_free(p.summary);
    dt_analyse_clear(&p.outcomes);
    return status;
}
