/* The job `report`: the scenario with changes as one self-contained page, for the browser to save. It has
 * what the report of `detente run` has but for the back-test: claims, maps, the game's matrix, the scenario
 * without the changes beside it, and a link that opens it in the page. */
#include <stdlib.h>
#include <string.h>

#include "detente/claims.h"
#include "detente/game.h"
#include "detente/report.h"
#include "detente/version.h"
#include "server/analyse.h"

enum { GAME_MEMBERS = 64, MAP_MEMBERS = 256, MOST_CHANGES = 200 };
static const char usual_game[] = "usa-china";

dt_status dt_check_report(dt_task *task);
dt_status dt_work_report(dt_task *task, dt_text *result);

/* What the body asks for. */
struct ask {
    int has_claims;
};

/* What the work holds. */
struct parts {
    dt_outcomes outcomes;
    dt_summary *summary, *baseline;
    dt_case *without; /* changes */
    dt_claims *claims;
    dt_party_shares parties;
    dt_game_result *game;
    dt_text command, serve;
    char *link;
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

/* ---- parts ---- */

/* What a scenario cannot have is left out; memory and a stop count. */
static dt_status excuse(dt_status status)
{
    return status == DT_NO_MEMORY || status == DT_INTERRUPTED ? status : DT_OK;
}

static dt_status make_claims(dt_task *task, dt_claims **out)
{
    dt_diagnostics unheard;
    dt_claims_options options = dt_claims_defaults();
    dt_diagnostics_init(&unheard);
    options.members = dt_size_find("claims", "members")->usual;
    options.threads = task->threads;
    options.progress = dt_task_progress;
    options.context = task;
    options.stop = task->stop;
    return excuse(dt_claims_run(task->server->options.world, task->scenario, &options, out, &unheard));
}

/* The game of the claims, where the scenario's world has its players. */
static dt_status make_game(dt_task *task, dt_game_result **out)
{
    dt_diagnostics unheard;
    dt_simulator simulator;
    dt_game_options options = dt_game_defaults();
    const dt_shelf_game *game = dt_shelf_find_game(task->server->shelf, usual_game);
    if (!game) return DT_OK;
    dt_diagnostics_init(&unheard);
    dt_status status = dt_simulator_create(task->server->options.world, task->scenario, game->game,
                                           task->threads, &simulator, &unheard);
    if (status != DT_OK) return excuse(status);
    options.members = task->members < GAME_MEMBERS ? task->members : GAME_MEMBERS;
    options.threads = task->threads;
    options.n_effect = 0;
    options.stop = task->stop;
    status = dt_game_play(game->game, &simulator, &options, out, &unheard);
    dt_simulator_free(&simulator);
    return excuse(status);
}

/* The scenario as it was loaded, where parameters were changed and the run is as long. */
static dt_status make_baseline(dt_task *task, dt_stages *stages, struct parts *p)
{
    dt_outcomes outcomes = {0, NULL};
    if (json_object_size(json_object_get(task->body, "changes")) == 0) return DT_OK;
    dt_status status = dt_case_build(task->server->options.world, task->server->base, &p->without,
                                     task->found);
    if (status != DT_OK || dt_case_step_count(p->without) != dt_case_step_count(task->c)) return status;
    stages->total += task->members;
    status = dt_analyse_run(stages, p->without, NULL, task->members, &outcomes, &p->baseline);
    dt_analyse_clear(&outcomes);
    return status;
}

static dt_status make_link(const dt_task *task, char **link)
{
    char text[MOST_CHANGES][DT_CHANGE_VALUE];
    const char *key[MOST_CHANGES], *value[MOST_CHANGES], *name;
    json_t *given;
    dt_page_link page = {.scenario = dt_scenario_describe(task->server->base).name,
                         .world = task->server->options.world,
                         .version = dt_version(),
                         .port = DT_SERVER_PORT,
                         .key = key,
                         .value = value};
    json_object_foreach(json_object_get(task->body, "changes"), name, given)
    {
        if (page.n_change == MOST_CHANGES || !dt_change_value(given, text[page.n_change])) continue;
        key[page.n_change] = name;
        value[page.n_change] = text[page.n_change];
        page.n_change++;
    }
    return dt_report_link(&page, link);
}

static void write_commands(const dt_task *task, struct parts *p)
{
    dt_text_init(&p->command);
    dt_text_init(&p->serve);
    dt_change_command(task->server, task->body, "run", &p->command);
    dt_analyse_states(task, &p->command);
    dt_text_printf(&p->command, " --members %lld", (long long)task->members);
    dt_change_command(task->server, NULL, "serve", &p->serve);
}

static dt_status make_parts(dt_task *task, struct parts *p, double *seconds)
{
    const struct ask *ask = task->kept;
    dt_stages stages = {.task = task, .total = task->members};
    double begin = dt_server_now();
    write_commands(task, p);
    dt_status status = dt_analyse_run(&stages, task->c, NULL, task->members, &p->outcomes, &p->summary);
    *seconds = dt_server_now() - begin;
    if (status == DT_OK) status = make_baseline(task, &stages, p);
    if (status == DT_OK) status = make_link(task, &p->link);
    if (status == DT_OK)
        status = dt_party_shares_make(task->c, task->members < MAP_MEMBERS ? task->members : MAP_MEMBERS,
                                      &p->parties);
    if (status == DT_OK) status = make_game(task, &p->game);
    if (status == DT_OK && ask->has_claims) status = make_claims(task, &p->claims);
    if (status == DT_OK) status = dt_text_status(&p->command);
    return status == DT_OK ? dt_text_status(&p->serve) : status;
}

static dt_status make_page(dt_task *task, struct parts *p, char **html)
{
    double seconds = 0.0;
    dt_status status = make_parts(task, p, &seconds);
    const dt_report_input input = {.world = task->server->options.world,
                                   .scenario = task->scenario,
                                   .c = task->c,
                                   .summary = p->summary,
                                   .command = p->command.data,
                                   .version = dt_version(),
                                   .seconds = seconds,
                                   .claims = p->claims,
                                   .game = p->game,
                                   .baseline = p->baseline,
                                   .parties = p->parties.share ? &p->parties : NULL,
                                   .page_link = p->link,
                                   .page_command = p->serve.data};
    return status == DT_OK ? dt_report_html(&input, html) : status;
}

static void clear_parts(struct parts *p)
{
    dt_free(p->link);
    dt_text_clear(&p->command);
    dt_text_clear(&p->serve);
    dt_game_result_free(p->game);
    dt_party_shares_clear(&p->parties);
    dt_claims_free(p->claims);
    dt_summary_free(p->baseline);
    dt_case_free(p->without);
    dt_summary_free(p->summary);
    dt_analyse_clear(&p->outcomes);
}

dt_status dt_work_report(dt_task *task, dt_text *result)
{
    dt_json json;
    dt_text name;
    char *html = NULL;
    struct parts p = {.summary = NULL};
    dt_text_init(&name);
    dt_status status = make_page(task, &p, &html);
    if (status == DT_OK) {
        dt_text_printf(&name, "%s.html", dt_scenario_describe(task->scenario).name);
        dt_analyse_begin(&json, result, &p.command);
        dt_json_put_string(&json, "name", name.data);
        dt_json_put_string(&json, "type", "text/html");
        dt_json_put_string(&json, "text", html);
        dt_json_end(&json);
    }
    dt_text_clear(&name);
    dt_free(html);
    clear_parts(&p);
    return status;
}
