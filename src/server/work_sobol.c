/* The job `sobol`: Sobol' indices of outcomes, from an ensemble of Saltelli's design. */
#include <stdlib.h>

#include "detente/analysis.h"
#include "detente/analysis_report.h"
#include "server/analyse.h"

enum { MOST_OUTCOMES = 16 };

dt_status dt_check_sobol(dt_task *task);
dt_status dt_work_sobol(dt_task *task, dt_text *result);

/* What the body asks for. */
struct sobol {
    json_int_t base;
    int n, outcome[MOST_OUTCOMES];
    const char *name[MOST_OUTCOMES];
};

/* What the work holds. */
struct indices {
    dt_evidence evidence;
    dt_design *design;
    dt_outcomes outcomes;
    dt_interval *index; /* first order, then total */
    dt_measured *row;
};

dt_status dt_check_sobol(dt_task *task)
{
    static const json_int_t none[2] = {0, 0};
    struct sobol *ask = calloc(1, sizeof *ask);
    if (!ask) return DT_NO_MEMORY;
    *ask = (struct sobol){.n = 2, .name = {"ai_power.USA.2030", "ai_power.CHN.2030"}};
    task->kept = ask;
    task->free_kept = free;
    dt_status status = dt_task_scenario(task, "changes|base|outcomes", none);
    if (status == DT_OK) status = dt_size_read(task->body, "sobol", "base", &ask->base, task->found);
    if (status == DT_OK)
        status = dt_body_list(task->body, "outcomes", ask->name, MOST_OUTCOMES, &ask->n, task->found);
    for (int k = 0; k < ask->n && status == DT_OK; k++) {
        ask->outcome[k] = dt_analyse_outcome(task->c, "outcomes", ask->name[k], task->found);
        if (ask->outcome[k] < 0) status = DT_INPUT;
    }
    return status;
}

static dt_status run(dt_task *task, const struct sobol *ask, struct indices *x)
{
    int n = dt_case_factor_count(task->c);
    dt_design_options options = dt_design_defaults();
    options.kind = DT_DESIGN_SALTELLI;
    options.n_column = n;
    options.base = ask->base;
    options.seed = dt_case_seed(task->c);
    x->index = calloc(2 * (size_t)n + 1, sizeof *x->index);
    x->row = calloc((size_t)n + 1, sizeof *x->row);
    if (!x->index || !x->row) return DT_NO_MEMORY;
    dt_status status = dt_design_create(&options, &x->design, task->found);
    if (status != DT_OK) return status;
    dt_stages stages = {.task = task, .total = dt_design_rows(x->design)};
    status = dt_analyse_run(&stages, task->c, x->design, 0, &x->outcomes, NULL);
    x->evidence = (dt_evidence){.c = task->c, .design = x->design, .memory = &x->outcomes};
    return status;
}

/* One outcome; without factors where it does not vary. */
static dt_status write_outcome(const struct sobol *ask, struct indices *x, int k, dt_json *json)
{
    char *text = NULL;
    int n = dt_case_factor_count(x->evidence.c);
    dt_measures measures = {.what = "sobol",
                            .outcome = ask->name[k],
                            .head = "first_order",
                            .second_head = "total",
                            .n = n,
                            .row = x->row};
    dt_status status = dt_evidence_indices(&x->evidence, ask->outcome[k], x->index, x->index + n,
                                           &measures.used, &measures.dropped);
    for (int f = 0; f < n; f++)
        x->row[f] = (dt_measured){dt_case_factor(x->evidence.c, f)->name, x->index[n + f].value, x->index[f],
                                  x->index[n + f]};
    dt_measured_sort(x->row, n);
    if (status == DT_NO_SOLUTION) {
        measures.n = 0;
        status = DT_OK;
    }
    if (status == DT_OK) status = dt_report_measures(&measures, &text);
    if (status == DT_OK) dt_analyse_object(json, text);
    return status;
}

static void write_command(const dt_task *task, const struct sobol *ask, dt_text *command)
{
    dt_text_init(command);
    dt_change_command(task->server, task->body, "ensemble", command);
    dt_analyse_states(task, command);
    dt_text_printf(command, " --design saltelli --base %d --out results/sobol", (int)ask->base);
    for (int k = 0; k < ask->n; k++)
        dt_text_printf(command, " && detente sobol results/sobol --outcome %s --json", ask->name[k]);
}

dt_status dt_work_sobol(dt_task *task, dt_text *result)
{
    dt_json json;
    dt_text command;
    struct indices x = {.design = NULL};
    const struct sobol *ask = task->kept;
    dt_status status = run(task, ask, &x);
    if (status == DT_OK) {
        write_command(task, ask, &command);
        dt_analyse_begin(&json, result, &command);
        dt_json_open_array(&json, "sobol");
        for (int k = 0; k < ask->n && status == DT_OK; k++)
            status = write_outcome(ask, &x, k, &json);
        dt_json_end(&json);
        dt_json_end(&json);
    }
    dt_analyse_clear(&x.outcomes);
    dt_design_free(x.design);
    free(x.index);
    free(x.row);
    return status;
}
