/* The job `prim`: boxes of factors in which an outcome lies beyond a limit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "detente/analysis.h"
#include "detente/analysis_report.h"
#include "server/analyse.h"

dt_status dt_check_prim(dt_task *task);
dt_status dt_work_prim(dt_task *task, dt_text *result);

/* What the body asks for. */
struct prim {
    const char *name;
    int outcome, is_above;
    double limit;
    json_int_t boxes;
};

/* What the work holds. */
struct discovery {
    dt_outcomes outcomes;
    dt_table table;
    unsigned char *y;
    int of_interest;
    dt_prim_boxes boxes;
};

static dt_status read_limit(dt_task *task, struct prim *ask)
{
    static const double any[2] = {-1e300, 1e300};
    const json_t *body = task->body;
    int has_above = json_object_get(body, "above") != NULL,
        has_below = json_object_get(body, "below") != NULL;
    if (has_above == has_below)
        return dt_refuse(task->found, DT_E_SERVER_BODY, "above",
                         has_above ? "both above and below" : "nothing",
                         "one of above and below, a number: which members are of interest");
    ask->is_above = has_above;
    return dt_body_number(body, has_above ? "above" : "below", any, &ask->limit, task->found);
}

dt_status dt_check_prim(dt_task *task)
{
    const dt_size *size = dt_size_find("prim", "members");
    static const char expected[] = "an outcome that GET /api/about lists";
    struct prim *ask = calloc(1, sizeof *ask);
    if (!ask) return DT_NO_MEMORY;
    task->kept = ask;
    task->free_kept = free;
    task->members = size->usual;
    dt_status status = dt_task_scenario(task, "changes|members|outcome|above|below|boxes", size->range);
    if (status == DT_OK) status = dt_body_text(task->body, "outcome", &ask->name, expected, task->found);
    if (status == DT_OK && !ask->name)
        status = dt_refuse(task->found, DT_E_SERVER_BODY, "outcome", "nothing", expected);
    if (status == DT_OK) ask->outcome = dt_analyse_outcome(task->c, "outcome", ask->name, task->found);
    if (status == DT_OK && ask->outcome < 0) status = DT_INPUT;
    if (status == DT_OK) status = read_limit(task, ask);
    return status == DT_OK ? dt_size_read(task->body, "prim", "boxes", &ask->boxes, task->found) : status;
}

/* Marks the members of interest; some must be, and some not. */
static dt_status mark(dt_task *task, const struct prim *ask, struct discovery *d)
{
    const dt_table *t = &d->table;
    const double *y = t->y + (size_t)ask->outcome * (size_t)t->n;
    char words[64];
    d->y = malloc((size_t)t->n + 1);
    if (!d->y) return DT_NO_MEMORY;
    for (int i = 0; i < t->n; i++) {
        d->y[i] = ask->is_above ? y[i] > ask->limit : y[i] < ask->limit;
        d->of_interest += d->y[i];
    }
    if (d->of_interest > 0 && d->of_interest < t->n) return DT_OK;
    snprintf(words, sizeof words, "%d of %d members", d->of_interest, t->n);
    return dt_refuse(task->found, DT_E_NO_VARIATION, ask->name, words,
                     "a limit that some members pass and some do not");
}

static dt_status discover(dt_task *task, const struct prim *ask, struct discovery *d)
{
    dt_stages stages = {.task = task, .total = task->members};
    dt_prim_options options = dt_prim_defaults();
    dt_status status = dt_analyse_run(&stages, task->c, NULL, task->members, &d->outcomes, NULL);
    const dt_evidence evidence = {.c = task->c, .memory = &d->outcomes};
    if (status == DT_OK) status = dt_table_load(&evidence, task->members, &d->table);
    if (status == DT_OK) status = mark(task, ask, d);
    if (status != DT_OK) return status;
    const dt_cases cases = {.x = d->table.u, .y = d->y, .n = d->table.n, .d = d->table.d};
    return dt_prim_find_boxes(&cases, &options, (int)ask->boxes, -1, &d->boxes);
}

static void write_command(const dt_task *task, const struct prim *ask, dt_text *command)
{
    dt_text_init(command);
    dt_change_command(task->server, task->body, "ensemble", command);
    dt_analyse_states(task, command);
    dt_text_printf(command, " --members %lld --out results/prim && detente prim results/prim --outcome %s",
                   (long long)task->members, ask->name);
    dt_analyse_number(command, ask->is_above ? " --above " : " --below ", ask->limit);
    dt_text_printf(command, " --boxes %d --json", (int)ask->boxes);
}

dt_status dt_work_prim(dt_task *task, dt_text *result)
{
    dt_json json;
    dt_text command;
    char *text = NULL;
    struct discovery d = {.y = NULL};
    const struct prim *ask = task->kept;
    dt_status status = discover(task, ask, &d);
    const dt_boxes boxes = {.c = task->c,
                            .outcome = ask->name,
                            .members = d.table.n,
                            .of_interest = d.of_interest,
                            .found = &d.boxes};
    if (status == DT_OK) status = dt_report_boxes(&boxes, &text);
    if (status == DT_OK) {
        write_command(task, ask, &command);
        dt_analyse_begin(&json, result, &command);
        dt_json_key(&json, "prim");
        dt_analyse_object(&json, text);
        dt_json_end(&json);
    }
    dt_prim_boxes_clear(&d.boxes);
    dt_table_clear(&d.table);
    free(d.y);
    dt_analyse_clear(&d.outcomes);
    return status;
}
