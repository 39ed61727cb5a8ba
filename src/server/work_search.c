/* The job `search`: settings of levers that no other beats in all objectives. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detente/analysis_report.h"
#include "detente/policy.h"
#include "io/number.h"
#include "server/analyse.h"

enum { MOST_LEVERS = 8, MOST_OBJECTIVES = 4, WORDS = 128 };

dt_status dt_check_search(dt_task *task);
dt_status dt_work_search(dt_task *task, dt_text *result);

/* What the body asks for. */
struct ask {
    int n_lever, n_objective;
    dt_policy_lever lever[MOST_LEVERS];
    dt_policy_objective objective[MOST_OBJECTIVES];
    char words[MOST_OBJECTIVES][WORDS]; /* as the command line takes them */
    json_int_t evaluations;
};

static dt_status refuse(dt_task *task, const char *key, const char *what, const char *expected)
{
    return dt_refuse(task->found, DT_E_SERVER_BODY, key, what ? what : "another value", expected);
}

static dt_status read_lever(dt_task *task, const json_t *item, dt_policy_lever *lever)
{
    static const double any[2] = {-1e300, 1e300};
    const char *key = NULL;
    dt_status status = json_is_object(item) ? dt_body_keys(item, "key|low|high", task->found)
                                            : refuse(task, "levers", NULL, "objects with key, low and high");
    if (status == DT_OK) status = dt_body_text(item, "key", &key, "a parameter", task->found);
    if (status == DT_OK && (!key || strlen(key) >= sizeof lever->key || !dt_change_may(key)))
        status = refuse(task, "levers", key, "a parameter, alone or of a state or technology");
    if (status == DT_OK) status = dt_body_number(item, "low", any, &lever->low, task->found);
    if (status == DT_OK) status = dt_body_number(item, "high", any, &lever->high, task->found);
    if (status == DT_OK && !(lever->low < lever->high))
        status = refuse(task, "levers", key, "low and high, the first less than the second");
    if (status == DT_OK) snprintf(lever->key, sizeof lever->key, "%s", key);
    return status;
}

/* An objective as the body has it. */
struct wish {
    const char *outcome, *statistic;
    int is_max;
    double epsilon;
};

static dt_status read_wish(dt_task *task, const json_t *item, struct wish *wish)
{
    static const double size[2] = {0.0, 1e300};
    dt_diagnostics *found = task->found;
    dt_status status = json_is_object(item)
        ? dt_body_keys(item, "outcome|max|statistic|epsilon", found)
        : refuse(task, "objectives", NULL, "objects with outcome, max, statistic and epsilon");
    if (status == DT_OK) status = dt_body_text(item, "outcome", &wish->outcome, "an outcome", found);
    if (status == DT_OK) status = dt_body_flag(item, "max", &wish->is_max, found);
    if (status == DT_OK) status = dt_body_text(item, "statistic", &wish->statistic, "a statistic", found);
    if (status == DT_OK) status = dt_body_number(item, "epsilon", size, &wish->epsilon, found);
    if (status != DT_OK) return status;
    if (!wish->outcome) return refuse(task, "objectives", "nothing", "an outcome that GET /api/about lists");
    return dt_analyse_outcome(task->c, "objectives", wish->outcome, found) < 0 ? DT_INPUT : DT_OK;
}

static dt_status read_objective(dt_task *task, const json_t *item, struct ask *ask)
{
    struct wish wish = {.statistic = "mean", .is_max = 1};
    char difference[DT_NUMBER_TEXT] = "", *words = ask->words[ask->n_objective];
    dt_status status = read_wish(task, item, &wish);
    if (status != DT_OK) return status;
    if (wish.epsilon > 0.0) dt_number_format(wish.epsilon, difference);
    int length = snprintf(words, WORDS, "%s:%s%s%s:%s", wish.outcome, wish.is_max ? "max" : "min",
                          difference[0] ? ":" : "", difference, wish.statistic);
    if (length >= WORDS || dt_policy_read_objective(words, &ask->objective[ask->n_objective]) != DT_OK)
        return refuse(task, "statistic", wish.statistic, "mean, p10 or share>5");
    ask->n_objective++;
    return DT_OK;
}

/* The items of a list of 1 to `room` objects. */
static dt_status check_list(dt_task *task, const char *key, size_t room, const json_t **list)
{
    char expected[64];
    *list = json_object_get(task->body, key);
    size_t n = json_array_size(*list);
    snprintf(expected, sizeof expected, "a list of 1 to %d objects", (int)room);
    return n > 0 && n <= room ? DT_OK : refuse(task, key, *list ? NULL : "nothing", expected);
}

static dt_policy_problem problem_of(const dt_task *task, const struct ask *ask)
{
    return (dt_policy_problem){.world = task->server->options.world,
                               .scenario = task->scenario,
                               .n_lever = ask->n_lever,
                               .n_objective = ask->n_objective,
                               .lever = ask->lever,
                               .objective = ask->objective,
                               .members = task->members};
}

/* Both ends of a lever must be values that it may have. */
static dt_status try_lever(dt_task *task, const dt_policy_lever *lever)
{
    const double end[2] = {lever->low, lever->high};
    char text[32];
    dt_scenario *scenario = NULL;
    dt_status status = dt_change_scenario(task->server, task->body, &scenario, task->found);
    for (int k = 0; k < 2 && status == DT_OK; k++) {
        snprintf(text, sizeof text, "%.17g", end[k]);
        status = dt_scenario_set(scenario, lever->key, text, task->found);
    }
    dt_scenario_free(scenario);
    return status;
}

dt_status dt_check_search(dt_task *task)
{
    const dt_size *size = dt_size_find("search", "members");
    const json_t *levers = NULL, *objectives = NULL;
    struct ask *ask = calloc(1, sizeof *ask);
    if (!ask) return DT_NO_MEMORY;
    task->kept = ask;
    task->free_kept = free;
    task->members = size->usual;
    dt_status status = dt_task_scenario(task, "changes|levers|objectives|members|evaluations", size->range);
    if (status == DT_OK)
        status = dt_size_read(task->body, "search", "evaluations", &ask->evaluations, task->found);
    if (status == DT_OK) status = check_list(task, "levers", MOST_LEVERS, &levers);
    if (status == DT_OK) status = check_list(task, "objectives", MOST_OBJECTIVES, &objectives);
    for (size_t l = 0; l < json_array_size(levers) && status == DT_OK; l++) {
        status = read_lever(task, json_array_get(levers, l), &ask->lever[ask->n_lever]);
        if (status == DT_OK) status = try_lever(task, &ask->lever[ask->n_lever++]);
    }
    for (size_t k = 0; k < json_array_size(objectives) && status == DT_OK; k++)
        status = read_objective(task, json_array_get(objectives, k), ask);
    return status;
}

static void write_command(const dt_task *task, const struct ask *ask, dt_text *command)
{
    dt_text_init(command);
    dt_change_command(task->server, task->body, "search", command);
    for (int l = 0; l < ask->n_lever; l++) {
        dt_text_printf(command, " --lever %s", ask->lever[l].key);
        dt_analyse_number(command, ":", ask->lever[l].low);
        dt_analyse_number(command, ":", ask->lever[l].high);
    }
    for (int k = 0; k < ask->n_objective; k++) {
        dt_text_append(command, " --objective");
        dt_change_word(command, ask->words[k]);
    }
    dt_text_printf(command, " --members %lld --evaluations %lld --json", (long long)task->members,
                   (long long)ask->evaluations);
}

static void write_as_is(const struct ask *ask, const double *objective, dt_json *json)
{
    dt_json_open_array(json, "as_is");
    for (int k = 0; k < ask->n_objective; k++)
        dt_json_number(json, objective[k]);
    dt_json_end(json);
}

dt_status dt_work_search(dt_task *task, dt_text *result)
{
    dt_json json;
    dt_text command;
    char *text = NULL;
    double as_is[MOST_OBJECTIVES];
    dt_search *search = NULL;
    const struct ask *ask = task->kept;
    const dt_policy_problem problem = problem_of(task, ask);
    const dt_policy_options options = {.evaluations = ask->evaluations,
                                       .seed = dt_scenario_describe(task->scenario).seed,
                                       .threads = task->threads,
                                       .progress = dt_task_progress,
                                       .context = task,
                                       .stop = task->stop};
    dt_status status = dt_policy_judge(&problem, NULL, as_is, task->found);
    if (status == DT_OK) status = dt_policy_search(&problem, &options, &search, task->found);
    if (status == DT_OK) status = dt_report_search(&problem, search, 1, &text);
    if (status == DT_OK) {
        write_command(task, ask, &command);
        dt_analyse_begin(&json, result, &command);
        dt_json_key(&json, "search");
        dt_analyse_object(&json, text);
        write_as_is(ask, as_is, &json);
        dt_json_end(&json);
    }
    dt_search_free(search);
    return status;
}
