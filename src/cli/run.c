/* `detente run`: one scenario, one ensemble, a summary, a result folder and a report. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/report_parts.h"

/* Everything that a run holds. */
struct job {
    struct cli *cli;
    struct cli_result result;
    char *command; /* the command line as one text */
    struct cli_report_parts parts;
    dt_summary *summary;
    dt_backtest *backtest;
    dt_claims *claims;
    double seconds;
};

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The result folder with an empty store; what is there already is only replaced with --force. */
static dt_status open_store(struct job *job)
{
    struct cli *cli = job->cli;
    const char *named = cli_text(cli, "out", NULL);
    struct cli_result *result = &job->result;
    result->folder = named ? strdup(named)
                           : cli_join("results", dt_scenario_describe(result->setup.scenario).name);
    if (!result->folder) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    result->members = dt_case_members(result->setup.c);
    return cli_result_create(cli, result, cli_flag(cli, "force"));
}

/* Runs the ensemble under the watch for Ctrl-C, with progress. */
static dt_status run_ensemble(struct job *job)
{
    struct cli *cli = job->cli;
    struct cli_watch *watch = NULL;
    struct cli_progress progress = cli_progress_begin();
    dt_ensemble_options options = dt_ensemble_defaults();
    dt_status status = cli_watch_begin(&watch);
    if (status != DT_OK) return status;

    int is_shown = !cli->quiet && !cli_flag(cli, "no-progress");
    options.threads = (int)cli_integer(cli, "threads", 0);
    options.width = (int)cli_integer(cli, "width", 0);
    options.store = job->result.store;
    options.stop = cli_watch_flag(watch);
    options.progress = is_shown ? cli_progress_show : NULL;
    options.context = &progress;

    double start = now_seconds();
    status = dt_ensemble_run(job->result.setup.c, &options, &job->summary, &cli->found);
    job->seconds = now_seconds() - start;
    if (is_shown) cli_progress_end(&progress);
    cli_watch_end(watch);
    return status;
}

static dt_status make_backtest(struct job *job)
{
    struct cli *cli = job->cli;
    int is_wanted = cli_flag(cli, "backtest") || !cli_flag(cli, "no-backtest");
    if (!is_wanted || cli_flag(cli, "no-report")) return DT_OK;
    dt_backtest_options options = dt_backtest_defaults();
    options.threads = (int)cli_integer(cli, "threads", 0);
    return dt_backtest_run(job->result.setup.data, job->result.setup.scenario, &options, &job->backtest,
                           &cli->found);
}

/* Claims, and in the store the command that makes them again. */
static dt_status make_claims(struct job *job)
{
    struct cli *cli = job->cli;
    if (!cli_flag(cli, "claims") && cli_flag(cli, "no-claims")) return DT_OK;
    int64_t members = cli_claims_members(dt_case_members(job->result.setup.c));
    char *command = cli_claims_command(cli, cli->operand[0], members);
    if (!command) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = cli_make_claims(cli, &job->result.setup, command, members, &job->claims);
    if (status == DT_OK && job->claims)
        status = dt_store_put_text(job->result.store, "claims_command", command);
    free(command);
    return status;
}

/* The game of the claims, and a page of it beside the report. */
static dt_status make_game(struct job *job)
{
    struct cli *cli = job->cli;
    const struct cli_setup *setup = &job->result.setup;
    struct cli_game_page *game = &job->parts.game;
    if (cli_flag(cli, "no-game") || cli_flag(cli, "no-report")) return DT_OK;
    char *path = cli_join(job->result.folder, "game.html");
    if (!path) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = cli_game_page_play(cli, setup, job->result.members, 1, game);
    if (status == DT_OK) status = cli_game_page_write(cli, game, setup, path);
    free(path);
    return status == DT_NO ? DT_OK : status;
}

/* What the report shows beside the summary. */
static dt_status make_parts(struct job *job)
{
    dt_status status = make_game(job);
    if (status == DT_OK && !cli_flag(job->cli, "no-report"))
        status = cli_report_parts_make(job->cli, &job->result, &job->parts);
    return status;
}

/* Summary on standard output, report in the folder. */
static dt_status show(struct job *job)
{
    struct cli *cli = job->cli;
    char *text = NULL, *path = NULL;
    dt_report_input input = {
        .world = job->result.setup.world,
        .scenario = job->result.setup.scenario,
        .c = job->result.setup.c,
        .summary = job->summary,
        .backtest = job->backtest,
        .claims = job->claims,
        .game_page = job->parts.game.result ? "game.html" : NULL,
        .command = job->command,
        .version = dt_version(),
        .seconds = job->seconds,
    };
    cli_report_parts_give(&job->parts, &input);
    dt_status status = dt_report_summary(&input, cli->json ? DT_SUMMARY_JSON : DT_SUMMARY_TEXT, &text);
    if (status == DT_OK) fputs(text, stdout);
    dt_free(text);

    int is_report = !cli_flag(cli, "no-report");
    path = cli_join(job->result.folder, "report.html");
    if (!path && status == DT_OK) status = cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK && is_report) status = dt_report_write(&input, path, &cli->found);
    if (status == DT_OK && is_report) cli_note(cli, "report: %s", path);
    if (status == DT_OK) cli_note(cli, "results: %s", job->result.folder);
    free(path);
    return status;
}

/* True if a run has something to show in spite of its status. */
static int has_result(const struct job *job, dt_status status)
{
    return job->summary && (status == DT_OK || status == DT_MEMBERS_FAILED || status == DT_INTERRUPTED);
}

/* After the ensemble: keeps the outcome, then shows it. The first trouble wins. */
static dt_status finish(struct job *job, dt_status run_status)
{
    struct cli *cli = job->cli;
    if (!has_result(job, run_status)) return run_status;
    int64_t members = dt_summary_members(job->summary);
    dt_status status = cli_result_end(&job->result, job->summary, job->seconds, run_status);
    if (run_status != DT_OK)
        cli_note(cli, "%" PRId64 " of %" PRId64 " members are in %s, %" PRId64 " failed", members,
                 dt_case_members(job->result.setup.c), job->result.folder, dt_summary_failed(job->summary));
    if (status == DT_OK && run_status != DT_INTERRUPTED) status = make_backtest(job);
    if (status == DT_OK && run_status != DT_INTERRUPTED) status = make_claims(job);
    if (status == DT_OK && run_status != DT_INTERRUPTED) status = make_parts(job);
    if (status == DT_OK && members > 0) status = show(job);
    return status == DT_OK ? run_status : status;
}

static dt_status run_job(struct job *job)
{
    struct cli *cli = job->cli;
    job->command = cli_command_line(cli);
    if (!job->command) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = cli_setup_scenario(cli, &job->result.setup, cli->operand[0]);
    if (status == DT_OK) status = cli_setup_case(cli, &job->result.setup);
    if (status == DT_OK) status = open_store(job);
    if (status == DT_OK) status = cli_report_parts_keep(job->cli, &job->result);
    if (status == DT_OK) status = finish(job, run_ensemble(job));
    return status;
}

static dt_status run(struct cli *cli)
{
    struct job job = {.cli = cli};
    dt_status status = run_job(&job);
    cli_report_parts_clear(&job.parts);
    dt_claims_free(job.claims);
    dt_backtest_free(job.backtest);
    dt_summary_free(job.summary);
    free(job.command);
    return cli_result_close(cli, &job.result, status);
}

const struct cli_command cli_run = {
    .name = "run",
    .operands = "SCENARIO",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "run a scenario: summary, results and report",
    .text =
        "Runs an ensemble of a scenario file, or of a shipped scenario by its name, over all cores. The "
        "summary goes to standard output; the results and a self-contained HTML report go to a folder.\n\n"
        "Ctrl-C finishes the members in flight and keeps what is done; a second one ends at once. Members "
        "that fail are counted out and listed in the results. The same scenario, seed and data give the same "
        "bits at any number of threads and any width.",
    .examples =
        (const struct cli_example[]){
            {"detente run coruna", "the main scenario; the report is results/coruna/report.html"},
            {"detente run my.yaml --members 10000 --out results/large",
             "a larger ensemble of your own scenario"},
            {"detente run coruna --set algorithm_growth=1.5 --states USA,CHN,EU --json",
             "one value changed, three groups, JSON"},
            {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            CLI_OPTION_MEMBERS,
            {"seed", 0, CLI_INTEGER, "N", "seed of the random numbers", 0, INT64_MAX, 0},
            CLI_OPTION_THREADS,
            CLI_OPTION_WIDTH,
            {"set", 's', CLI_TEXT, "KEY=VALUE", "change one value of the scenario; may be repeated", 0, 0, 1},
            {"states", 0, CLI_TEXT, "LIST", "groups and ISO codes to report, separated by commas", 0, 0, 0},
            {"out", 'o', CLI_TEXT, "DIR", "folder for the results; default results/<name of the scenario>", 0,
             0, 0},
            {"force", 'f', CLI_FLAG, NULL, "replace results that are in the folder", 0, 0, 0},
            {"no-report", 0, CLI_FLAG, NULL, "write no HTML report", 0, 0, 0},
            {"backtest", 0, CLI_FLAG, NULL, "put the back-test into the report; the default", 0, 0, 0},
            {"no-backtest", 0, CLI_FLAG, NULL, "leave the back-test out", 0, 0, 0},
            {"claims", 0, CLI_FLAG, NULL, "test the claims of the story and show them first; the default", 0,
             0, 0},
            {"no-claims", 0, CLI_FLAG, NULL, "leave the claims out", 0, 0, 0},
            {"no-game", 0, CLI_FLAG, NULL, "write no page of the game between the USA and China", 0, 0, 0},
            CLI_OPTION_NO_PROGRESS,
            CLI_OPTION_END},
    .run = run,
};
