/* `detente run`: one scenario, one ensemble, a summary, a result folder and a report. */
#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/commands.h"

/* Everything that a run holds. */
struct job {
    struct cli *cli;
    struct cli_setup setup;
    char *folder;
    char *command; /* the command line as one text */
    dt_store *store;
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

static void print_time(char text[32])
{
    struct tm utc;
    time_t now = time(NULL);
    gmtime_r(&now, &utc);
    strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

static void print_hash(char text[33], const unsigned char hash[16])
{
    for (int b = 0; b < 16; b++)
        snprintf(text + 2 * b, 3, "%02x", hash[b]);
}

void cli_write_word(FILE *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:,+@%";
    if (word[0] && strspn(word, plain) == strlen(word)) {
        fprintf(out, " %s", word);
        return;
    }
    fputs(" '", out);
    for (; *word; word++)
        if (*word == '\'')
            fputs("'\\''", out);
        else
            fputc(*word, out);
    fputc('\'', out);
}

char *cli_command_line(const struct cli *cli)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    fputs("detente", out);
    for (int a = 1; a < cli->argc; a++)
        cli_write_word(out, cli->argv[a]);
    return fclose(out) == 0 ? text : NULL;
}

/* Whether a folder exists and has something in it. */
static int is_filled(const char *folder)
{
    DIR *stream = opendir(folder);
    int n = 0;
    if (!stream) return 0;
    for (struct dirent *entry = readdir(stream); entry; entry = readdir(stream))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) n++;
    closedir(stream);
    return n > 0;
}

/* The result folder with an empty store; what is there already is only replaced with --force. */
static dt_status open_store(struct job *job)
{
    struct cli *cli = job->cli;
    const char *named = cli_text(cli, "out", NULL);
    job->folder = named ? strdup(named) : cli_join("results", dt_scenario_describe(job->setup.scenario).name);
    if (!job->folder) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    int force = cli_flag(cli, "force");
    if (!force && is_filled(job->folder))
        return cli_fail(cli, DT_E_RESULT_EXISTS, job->folder, NULL, "an empty or new folder, or --force");
    return dt_ensemble_store(job->setup.c, job->folder, force, &job->store, &cli->found);
}

struct manifest_text {
    const char *key, *value;
};

static dt_status put_texts(dt_store *store, const struct manifest_text *texts, int n)
{
    dt_status status = DT_OK;
    for (int t = 0; t < n && status == DT_OK; t++)
        status = dt_store_put_text(store, texts[t].key, texts[t].value);
    return status;
}

/* What a later reader needs to make the same results again. */
static dt_status put_manifest(struct job *job)
{
    char begin[32], seed[32], cores[32], members[32], data_hash[33], *scenario = NULL;
    unsigned char hash[16];
    dt_status status = dt_scenario_canonical(job->setup.scenario, &scenario);
    if (status != DT_OK) return status;

    print_time(begin);
    snprintf(seed, sizeof seed, "%" PRIu64, dt_case_seed(job->setup.c));
    snprintf(members, sizeof members, "%" PRId64, dt_case_members(job->setup.c));
    snprintf(cores, sizeof cores, "%ld", sysconf(_SC_NPROCESSORS_ONLN));
    dt_world_hash(job->setup.world, hash);
    print_hash(data_hash, hash);
    const struct manifest_text texts[] = {
        {"version", dt_version()},
        {"compiler", dt_build_info()},
        {"command", job->command},
        {"scenario", scenario},
        {"seed", seed},
        {"members", members},
        {"begin", begin},
        {"host_cores", cores},
        {"data_hash", data_hash},
        {"name", dt_scenario_describe(job->setup.scenario).name},
    };
    status = put_texts(job->store, texts, CLI_COUNT(texts));
    dt_free(scenario);
    return status;
}

/* What is known only afterwards. */
static dt_status put_outcome(struct job *job, dt_status run_status)
{
    char end[32], seconds[32], width[32], result_hash[33];
    unsigned char hash[16];
    print_time(end);
    snprintf(seconds, sizeof seconds, "%.17g", job->seconds);
    snprintf(width, sizeof width, "%d", (int)cli_integer(job->cli, "width", 0));
    dt_summary_hash(job->summary, hash);
    print_hash(result_hash, hash);
    const struct manifest_text texts[] = {
        {"end", end},     {"seconds", seconds},         {"status", dt_status_name(run_status)},
        {"width", width}, {"result_hash", result_hash},
    };
    dt_status status = put_texts(job->store, texts, CLI_COUNT(texts));
    if (status == DT_OK) status = dt_summary_save(job->summary, job->store);
    return status;
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
    options.store = job->store;
    options.stop = cli_watch_flag(watch);
    options.progress = is_shown ? cli_progress_show : NULL;
    options.context = &progress;

    double start = now_seconds();
    status = dt_ensemble_run(job->setup.c, &options, &job->summary, &cli->found);
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
    return dt_backtest_run(job->setup.data, job->setup.scenario, &options, &job->backtest, &cli->found);
}

/* Claims, and in the store the command that makes them again. */
static dt_status make_claims(struct job *job)
{
    struct cli *cli = job->cli;
    if (!cli_flag(cli, "claims") && cli_flag(cli, "no-claims")) return DT_OK;
    int64_t members = cli_claims_members(dt_case_members(job->setup.c));
    char *command = cli_claims_command(cli, cli->operand[0], members);
    if (!command) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = cli_make_claims(cli, &job->setup, command, members, &job->claims);
    if (status == DT_OK && job->claims) status = dt_store_put_text(job->store, "claims_command", command);
    free(command);
    return status;
}

/* Summary on standard output, report in the folder. */
static dt_status show(struct job *job)
{
    struct cli *cli = job->cli;
    char *text = NULL, *path = NULL;
    dt_report_input input = {
        .world = job->setup.world,
        .scenario = job->setup.scenario,
        .c = job->setup.c,
        .summary = job->summary,
        .backtest = job->backtest,
        .claims = job->claims,
        .command = job->command,
        .version = dt_version(),
        .seconds = job->seconds,
    };
    dt_status status = dt_report_summary(&input, cli->json ? DT_SUMMARY_JSON : DT_SUMMARY_TEXT, &text);
    if (status == DT_OK) fputs(text, stdout);
    dt_free(text);

    int is_report = !cli_flag(cli, "no-report");
    path = cli_join(job->folder, "report.html");
    if (!path && status == DT_OK) status = cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK && is_report) status = dt_report_write(&input, path, &cli->found);
    if (status == DT_OK && is_report) cli_note(cli, "report: %s", path);
    if (status == DT_OK) cli_note(cli, "results: %s", job->folder);
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
    dt_status status = put_outcome(job, run_status);
    if (run_status != DT_OK)
        cli_note(cli, "%" PRId64 " of %" PRId64 " members are in %s, %" PRId64 " failed", members,
                 dt_case_members(job->setup.c), job->folder, dt_summary_failed(job->summary));
    if (status == DT_OK && run_status != DT_INTERRUPTED) status = make_backtest(job);
    if (status == DT_OK && run_status != DT_INTERRUPTED) status = make_claims(job);
    if (status == DT_OK && members > 0) status = show(job);
    return status == DT_OK ? run_status : status;
}

static dt_status run_job(struct job *job)
{
    struct cli *cli = job->cli;
    job->command = cli_command_line(cli);
    if (!job->command) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = cli_setup_scenario(cli, &job->setup, cli->operand[0]);
    if (status == DT_OK) status = cli_setup_case(cli, &job->setup);
    if (status == DT_OK) status = open_store(job);
    if (status == DT_OK) status = put_manifest(job);
    if (status == DT_OK) status = finish(job, run_ensemble(job));
    return status;
}

/* What the store found wrong, where nobody has said it yet. */
static void tell_store_fault(const struct job *job)
{
    const dt_diagnostic *fault = job->store ? dt_store_fault(job->store) : NULL;
    if (fault && job->cli->found.n_error == 0) dt_diagnose(&job->cli->found, fault);
}

static dt_status run(struct cli *cli)
{
    struct job job = {.cli = cli};
    dt_status status = run_job(&job);
    if (status == DT_IO) tell_store_fault(&job);

    /* Closing writes what is pending: a full disk may show only now. */
    dt_status closed = dt_store_close(job.store);
    if (status == DT_OK && closed != DT_OK) status = cli_fail(cli, DT_E_FILE_WRITE, job.folder, NULL, NULL);
    dt_claims_free(job.claims);
    dt_backtest_free(job.backtest);
    dt_summary_free(job.summary);
    cli_setup_clear(&job.setup);
    free(job.folder);
    free(job.command);
    return status;
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
            CLI_OPTION_NO_PROGRESS,
            CLI_OPTION_END},
    .run = run,
};
