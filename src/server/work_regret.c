/* The job `regret`: shipped policies on the same members, and how they stand by several outcomes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detente/analysis_report.h"
#include "detente/questions.h"
#include "scenario/setting.h"
#include "server/analyse.h"

enum { MOST_POLICIES = 8 };

dt_status dt_check_regret(dt_task *task);
dt_status dt_work_regret(dt_task *task, dt_text *result);

struct aim {
    const char *name;
    int is_less, has_threshold;
    double threshold;
};

/* What the body asks for. */
struct regret {
    int n_policy, n_aim;
    const char *policy[MOST_POLICIES];
    dt_case *c[MOST_POLICIES];
    struct aim aim[DT_QUESTION_AIMS];
};

/* What the work holds. */
struct futures {
    double *value[DT_QUESTION_AIMS]; /* by aim: policy * members + member, as the model gives it */
    double *payoff;
    dt_standings *standings;
};

static void free_regret(void *kept)
{
    struct regret *ask = kept;
    for (int p = 0; ask && p < MOST_POLICIES; p++)
        dt_case_free(ask->c[p]);
    free(ask);
}

/* ---- reading ---- */

/* The groups of the server's scenario, as a list for another one. */
static dt_status share_groups(const dt_server *server, dt_scenario *scenario)
{
    dt_text list;
    dt_text_init(&list);
    for (int g = 0; g < dt_scenario_describe(server->base).n_group; g++)
        dt_text_printf(&list, "%s%s", g ? "," : "", dt_scenario_group(server->base, g));
    dt_status status = dt_text_status(&list);
    if (status == DT_OK && list.data) status = dt_scenario_set_groups(scenario, list.data);
    dt_text_clear(&list);
    return status;
}

static dt_status build_policy(dt_task *task, const char *name, dt_case **out)
{
    const dt_shelf_policy *policy = dt_shelf_find_policy(task->server->shelf, name);
    if (!policy)
        return dt_refuse(task->found, DT_E_SERVER_BODY, "policies", name,
                         "policies that GET /api/about lists");
    dt_scenario *scenario = dt_scenario_copy(policy->scenario);
    dt_status status = scenario ? share_groups(task->server, scenario) : DT_NO_MEMORY;
    if (status == DT_OK) status = dt_change_apply(scenario, task->body, task->found);
    if (status == DT_OK) status = dt_case_build(task->server->options.world, scenario, out, task->found);
    dt_scenario_free(scenario);
    return status;
}

static dt_status read_aim(dt_task *task, const json_t *item, struct aim *aim)
{
    static const double any[2] = {-1e300, 1e300};
    static const char expected[] = "an outcome that GET /api/about lists";
    if (!json_is_object(item))
        return dt_refuse(task->found, DT_E_SERVER_BODY, "outcomes", "another value",
                         "objects with name, less and threshold");
    dt_status status = dt_body_keys(item, "name|less|threshold", task->found);
    if (status == DT_OK) status = dt_body_text(item, "name", &aim->name, expected, task->found);
    if (status == DT_OK && !aim->name)
        status = dt_refuse(task->found, DT_E_SERVER_BODY, "name", "nothing", expected);
    if (status == DT_OK) status = dt_body_flag(item, "less", &aim->is_less, task->found);
    aim->has_threshold = json_object_get(item, "threshold") != NULL;
    return status == DT_OK ? dt_body_number(item, "threshold", any, &aim->threshold, task->found) : status;
}

static dt_status read_aims(dt_task *task, struct regret *ask)
{
    const json_t *list = json_object_get(task->body, "outcomes");
    size_t n = json_array_size(list);
    dt_status status = DT_OK;
    if (!list) {
        ask->aim[0] = (struct aim){.name = "ai_power.USA.2030"};
        ask->n_aim = 1;
        return DT_OK;
    }
    if (!json_is_array(list) || n == 0 || n > DT_QUESTION_AIMS)
        return dt_refuse(task->found, DT_E_SERVER_BODY, "outcomes", "another value",
                         "a list of 1 to 6 objects");
    for (size_t k = 0; k < n && status == DT_OK; k++)
        status = read_aim(task, json_array_get(list, k), &ask->aim[ask->n_aim++]);
    return status;
}

/* Every policy must have every outcome. */
static dt_status check_outcomes(dt_task *task, const struct regret *ask)
{
    for (int p = 0; p < ask->n_policy; p++)
        for (int a = 0; a < ask->n_aim; a++)
            if (dt_analyse_outcome(ask->c[p], "outcomes", ask->aim[a].name, task->found) < 0) return DT_INPUT;
    return DT_OK;
}

dt_status dt_check_regret(dt_task *task)
{
    const dt_size *size = dt_size_find("regret", "members");
    struct regret *ask = calloc(1, sizeof *ask);
    if (!ask) return DT_NO_MEMORY;
    task->kept = ask;
    task->free_kept = free_regret;
    task->members = size->usual;
    dt_status status = dt_task_scenario(task, "changes|policies|members|outcomes", size->range);
    if (status == DT_OK)
        status = dt_body_list(task->body, "policies", ask->policy, MOST_POLICIES, &ask->n_policy,
                              task->found);
    if (status == DT_OK && ask->n_policy < 2)
        status = dt_refuse(task->found, DT_E_SERVER_BODY, "policies", "less than two",
                           "a list of 2 to 8 policies that GET /api/about lists");
    for (int p = 0; p < ask->n_policy && status == DT_OK; p++)
        status = build_policy(task, ask->policy[p], &ask->c[p]);
    if (status == DT_OK) status = read_aims(task, ask);
    return status == DT_OK ? check_outcomes(task, ask) : status;
}

/* ---- the work ---- */

static dt_status run_policy(dt_task *task, const struct regret *ask, int p, dt_stages *stages,
                            struct futures *f)
{
    dt_outcomes outcomes = {0, NULL};
    dt_status status = dt_analyse_run(stages, ask->c[p], NULL, task->members, &outcomes, NULL);
    if (status != DT_OK) return status;
    for (int a = 0; a < ask->n_aim; a++) {
        int outcome = dt_analyse_outcome(ask->c[p], "outcomes", ask->aim[a].name, task->found);
        if (outcome < 0) status = DT_INPUT;
        if (outcome >= 0)
            memcpy(f->value[a] + p * task->members, outcomes.value + outcome * task->members,
                   (size_t)task->members * sizeof *outcomes.value);
    }
    dt_analyse_clear(&outcomes);
    return status;
}

static dt_status run_policies(dt_task *task, const struct regret *ask, struct futures *f)
{
    size_t n = (size_t)ask->n_policy * (size_t)task->members;
    dt_stages stages = {.task = task, .total = (int64_t)n};
    f->payoff = malloc((n + 1) * sizeof *f->payoff);
    f->standings = calloc(1, sizeof *f->standings);
    dt_status status = f->payoff && f->standings ? DT_OK : DT_NO_MEMORY;
    for (int a = 0; a < ask->n_aim; a++) {
        f->value[a] = malloc((n + 1) * sizeof *f->value[a]);
        if (!f->value[a]) status = DT_NO_MEMORY;
    }
    for (int p = 0; p < ask->n_policy && status == DT_OK; p++)
        status = run_policy(task, ask, p, &stages, f);
    return status;
}

/* One outcome as `detente regret` prints it. Where less is better, payoffs have the other sign. */
static dt_status write_aim(dt_task *task, const struct regret *ask, int a, struct futures *f, dt_json *json)
{
    char *text = NULL;
    dt_robustness measure[MOST_POLICIES];
    const struct aim *aim = &ask->aim[a];
    double sign = aim->is_less ? -1.0 : 1.0,
           threshold = aim->has_threshold ? sign * aim->threshold : -HUGE_VAL;
    int n = (int)task->members, used = 0;
    for (int i = 0; i < ask->n_policy * n; i++)
        f->payoff[i] = sign * f->value[a][i];
    const dt_payoffs payoffs = {.payoff = f->payoff,
                                .n_policy = ask->n_policy,
                                .n_scenario = n,
                                .threshold = threshold,
                                .optimism = 0.5};
    dt_status status = dt_robustness_measure(&payoffs, measure, &used);
    if (status == DT_INPUT)
        return dt_refuse(task->found, DT_E_NO_VARIATION, aim->name, "no member without failure", NULL);
    const dt_regrets regrets = {.outcome = aim->name,
                                .is_less = aim->is_less,
                                .futures = used,
                                .n = ask->n_policy,
                                .policy = ask->policy,
                                .measure = measure};
    if (status == DT_OK) status = dt_report_regrets(&regrets, &text);
    if (status == DT_OK) dt_analyse_object(json, text);
    return status;
}

/* Policies that no other beats by all outcomes. */
static dt_status write_robust(dt_task *task, const struct regret *ask, struct futures *f, dt_json *json)
{
    dt_standings *s = f->standings;
    s->n_policy = ask->n_policy;
    s->n_aim = ask->n_aim;
    for (int a = 0; a < ask->n_aim; a++)
        s->aim[a].is_less = ask->aim[a].is_less;
    dt_status status = dt_standings_measure(f->value, (int)task->members, s);
    if (status != DT_OK) return status;
    dt_json_open_array(json, "robust");
    for (int p = 0; p < ask->n_policy; p++)
        if (s->is_robust[p]) dt_json_string(json, ask->policy[p]);
    dt_json_end(json);
    return DT_OK;
}

static void write_command(const dt_task *task, const struct regret *ask, dt_text *command)
{
    dt_text_init(command);
    dt_text_append(command, "detente ensemble");
    for (int p = 0; p < ask->n_policy; p++)
        dt_change_word(command, ask->policy[p]);
    dt_change_options(task->body, command);
    dt_analyse_states(task, command);
    dt_text_printf(command, " --members %lld --out results/regret", (long long)task->members);
    for (int a = 0; a < ask->n_aim; a++) {
        const struct aim *aim = &ask->aim[a];
        dt_text_append(command, " && detente regret");
        for (int p = 0; p < ask->n_policy; p++)
            dt_text_printf(command, " results/regret/%s", ask->policy[p]);
        dt_text_printf(command, " --outcome %s%s", aim->name, aim->is_less ? " --less" : "");
        if (aim->has_threshold) dt_analyse_number(command, " --threshold ", aim->threshold);
        dt_text_append(command, " --json");
    }
}

dt_status dt_work_regret(dt_task *task, dt_text *result)
{
    dt_json json;
    dt_text command;
    struct futures f = {.payoff = NULL};
    const struct regret *ask = task->kept;
    dt_status status = run_policies(task, ask, &f);
    if (status == DT_OK) {
        write_command(task, ask, &command);
        dt_analyse_begin(&json, result, &command);
        dt_json_open_array(&json, "regret");
        for (int a = 0; a < ask->n_aim && status == DT_OK; a++)
            status = write_aim(task, ask, a, &f, &json);
        dt_json_end(&json);
        if (status == DT_OK) status = write_robust(task, ask, &f, &json);
        dt_json_end(&json);
    }
    for (int a = 0; a < DT_QUESTION_AIMS; a++)
        free(f.value[a]);
    free(f.payoff);
    free(f.standings);
    return status;
}
