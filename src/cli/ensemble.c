/* `detente ensemble` and `detente resume`: any design on any scenario, streamed to a result folder. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/commands.h"
#include "cli/ranks.h"
#include "cli/result.h"

/* Most blocks that a rank takes at a time, for each of its threads: enough that asking costs nothing; and how
 * often each rank takes at least, so that all end together. */
enum { BLOCKS_PER_CLAIM = 4, CLAIMS = 4 };

/* A rank asks for blocks; alone, it takes all. */
struct claimant {
    struct cli_ranks *ranks;
    int64_t count;
    int64_t handed_out; /* blocks that ranks have taken, as far as this one knows */
    struct cli_progress progress;
};

static int claim_blocks(void *context, int64_t *first, int64_t *count)
{
    struct claimant *claimant = context;
    *first = cli_ranks_take(claimant->ranks, claimant->count);
    *count = claimant->count;
    claimant->handed_out = *first + *count;
    return *first >= 0;
}

/* A rank knows its own members only: what it shows is how many are handed out. */
static void show_handed_out(void *context, const dt_progress *own)
{
    struct claimant *claimant = context;
    dt_progress all = *own;
    int64_t handed_out = claimant->handed_out * DT_ENSEMBLE_BLOCK;
    all.done = handed_out < own->total ? handed_out : own->total;
    all.per_second = own->seconds > 0.0 ? (double)all.done / own->seconds : 0.0;
    all.eta_seconds = all.per_second > 0.0 ? (double)(all.total - all.done) / all.per_second : 0.0;
    cli_progress_show(&claimant->progress, &all);
}

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Runs what is missing in a result, with progress and under the watch for Ctrl-C. */
static dt_status run_missing(struct cli *cli, struct cli_result *result, struct claimant *claimant,
                             dt_summary **summary)
{
    struct cli_watch *watch = NULL;
    int is_alone = cli_ranks_count(claimant->ranks) == 1;
    int is_shown = !cli->quiet && !cli_flag(cli, "no-progress") && cli_ranks_number(claimant->ranks) == 0;
    claimant->progress = cli_progress_begin();
    dt_status status = cli_watch_begin(&watch);
    if (status != DT_OK) return status;
    dt_ensemble_options options = cli_result_options(cli, result);
    options.store = result->store;
    options.is_streamed = 1;
    options.stop = cli_watch_flag(watch);
    options.progress = !is_shown ? NULL : is_alone ? cli_progress_show : show_handed_out;
    options.context = is_alone ? (void *)&claimant->progress : claimant;
    options.claim = is_alone ? NULL : claim_blocks;
    options.claim_context = claimant;
    double begin = now_seconds();
    status = dt_ensemble_run(result->setup.c, &options, summary, &cli->found);
    if (is_shown) cli_progress_end(&claimant->progress);
    cli_watch_end(watch);
    dt_status put = *summary ? cli_result_end(result, *summary, now_seconds() - begin, status) : DT_OK;
    return status == DT_OK && put != DT_OK ? put : status;
}

static void print_failures(const dt_case *c, const dt_summary *s)
{
    int64_t shown = dt_summary_failed(s) < 3 ? dt_summary_failed(s) : 3;
    for (int64_t k = 0; k < shown; k++) {
        uint64_t member = 0;
        dt_failure why = dt_summary_failure(s, k, &member);
        printf("  member %" PRIu64 " failed in step %d: %s.%s of %s\n", member, why.step, why.mechanism,
               why.field, why.state >= 0 ? dt_case_state_iso3(c, why.state) : "the world");
    }
}

static void print_result(struct cli *cli, const struct cli_result *result, const dt_summary *s,
                         dt_status status, int is_alone)
{
    int64_t done = dt_summary_members(s) + dt_summary_failed(s);
    if (cli->json) {
        struct cli_json json = cli_json_begin(stdout);
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "schema", "detente.ensemble/1");
        cli_json_text(&json, "folder", result->folder);
        cli_json_integer(&json, "members", result->members);
        cli_json_integer(&json, "done", done);
        cli_json_integer(&json, "failed", dt_summary_failed(s));
        cli_json_bool(&json, "is_complete", status != DT_INTERRUPTED);
        cli_json_close(&json, '}');
        cli_json_end(&json);
        return;
    }
    printf("%s: %" PRId64 " of %" PRId64 " members, %" PRId64 " failed\n", result->folder, done,
           result->members, dt_summary_failed(s));
    print_failures(result->setup.c, s);
    if (!is_alone)
        printf("join the shards with: detente merge %.*s-*\n",
               (int)(strrchr(result->folder, '-') - result->folder), result->folder);
    else if (status == DT_INTERRUPTED)
        printf("go on with: detente resume %s\n", result->folder);
}

/* Blocks that a rank takes at a time: at least one for each of its threads. */
static int64_t choose_claim(const struct cli *cli, const struct cli_result *result,
                            const struct cli_ranks *ranks)
{
    int64_t threads = cli_integer(cli, "threads", 0);
    if (threads == 0) threads = cli_ranks_cores();
    int64_t count = result->members / DT_ENSEMBLE_BLOCK / (CLAIMS * cli_ranks_count(ranks));
    if (count > BLOCKS_PER_CLAIM * threads) count = BLOCKS_PER_CLAIM * threads;
    return count > threads ? count : threads;
}

static dt_status run_and_print(struct cli *cli, struct cli_result *result, struct cli_ranks *ranks)
{
    dt_summary *summary = NULL;
    struct claimant claimant = {.ranks = ranks, .count = choose_claim(cli, result, ranks)};
    dt_status status = run_missing(cli, result, &claimant, &summary);
    if (summary && cli_ranks_number(ranks) == 0)
        print_result(cli, result, summary, status, cli_ranks_count(ranks) == 1);
    dt_summary_free(summary);
    return status;
}

/* "2/8": the second of eight slices. */
static dt_status read_slice(struct cli *cli, struct cli_result *result)
{
    const char *text = cli_text(cli, "slice", NULL);
    int64_t k = 0, n = 0;
    char rest = 0;
    if (!text) return DT_OK;
    if (sscanf(text, "%" SCNd64 "/%" SCNd64 "%c", &k, &n, &rest) != 2 || n < 1 || k < 1 || k > n ||
        n > 1000000)
        return cli_fail(cli, DT_E_OPTION_VALUE, "--slice", text,
                        "I/N, the I-th of N slices, for example 3/20");
    result->slice = k - 1;
    result->n_slice = n;
    return DT_OK;
}

static void read_failure_policy(const struct cli *cli, struct cli_result *result)
{
    const char *word = cli_text(cli, "on-failure", "finish-then-fail");
    result->on_failure = word[0] == 'k' ? DT_KEEP_GOING
        : word[0] == 's'                ? DT_STOP_AT_FAILURE
                                        : DT_FINISH_THEN_FAIL;
}

/* The folder of one scenario: as named; with several scenarios, one in it for each; with ranks, a shard in
 * that. */
static char *name_folder(const struct cli *cli, const struct cli_result *result,
                         const struct cli_ranks *ranks)
{
    const char *named = cli_text(cli, "out", NULL), *name = dt_scenario_describe(result->setup.scenario).name;
    char *folder = named && cli->n_operand == 1 ? strdup(named) : cli_join(named ? named : "results", name);
    if (!folder || cli_ranks_count(ranks) <= 1) return folder;
    char shard[32];
    snprintf(shard, sizeof shard, "shard-%05d", cli_ranks_number(ranks));
    char *inside = cli_join(folder, shard);
    free(folder);
    return inside;
}

static int64_t choose_members(const struct cli_result *result)
{
    return result->design ? dt_design_rows(result->design) : dt_case_members(result->setup.c);
}

static dt_status run_scenario(struct cli *cli, const char *name, struct cli_ranks *ranks)
{
    struct cli_result result = {.n_slice = 0};
    dt_status status = cli_setup_scenario(cli, &result.setup, name);
    if (status == DT_OK) status = cli_setup_case(cli, &result.setup);
    if (status == DT_OK) status = cli_design_make(cli, result.setup.c, &result.design);
    if (status == DT_OK) status = read_slice(cli, &result);
    read_failure_policy(cli, &result);
    if (status == DT_OK) {
        result.members = choose_members(&result);
        result.folder = name_folder(cli, &result, ranks);
        if (!result.folder) status = cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    }
    if (status == DT_OK) status = cli_result_create(cli, &result, cli_flag(cli, "force"));
    if (status == DT_OK) status = run_and_print(cli, &result, ranks);
    return cli_result_close(cli, &result, status);
}

/* Whether the next scenario is to be run: members that failed are no reason to leave policies out, unless
 * asked for. Ranks must agree, for they begin each scenario together; one that was interrupted does not ask,
 * for others may be dead. */
static int goes_on(const struct cli *cli, struct cli_ranks *ranks, dt_status status)
{
    if (status == DT_INTERRUPTED) return 0;
    int is_stopping = strcmp(cli_text(cli, "on-failure", ""), "stop") == 0;
    int is_over = status != DT_OK && (status != DT_MEMBERS_FAILED || is_stopping);
    return !cli_ranks_worst(ranks, is_over);
}

static dt_status run_ensemble(struct cli *cli)
{
    struct cli_ranks *ranks = NULL;
    dt_status status = cli_ranks_begin(&ranks), worst = status;
    for (int k = 0; k < cli->n_operand && goes_on(cli, ranks, status); k++) {
        cli_ranks_restart(ranks);
        status = run_scenario(cli, cli->operand[k], ranks);
        if (status != DT_OK) worst = status;
    }
    cli_ranks_end(ranks, status == DT_INTERRUPTED);
    return worst;
}

static dt_status run_resume(struct cli *cli)
{
    struct cli_result result = {.n_slice = 0};
    dt_status status = cli_result_open(cli, cli->operand[0], &result);
    if (status == DT_OK) status = run_and_print(cli, &result, NULL);
    return cli_result_close(cli, &result, status);
}

const struct cli_command cli_ensemble = {
    .name = "ensemble",
    .operands = "SCENARIO...",
    .least_operand = 1,
    .most_operand = 64,
    .summary = "run a large ensemble, by any sampling design",
    .text = "Runs all members of a design on a scenario and streams what they did to a result folder: "
            "outcomes of every "
            "member, and counts from which fan charts are drawn. Memory does not grow with the number of "
            "members. "
            "Several scenarios are policies: each runs the same members into a folder of its own name.\n\n"
            "An ensemble that was interrupted, or killed, goes on with `detente resume`; what a process that "
            "was killed "
            "has run in the last seconds is run again. --slice runs a part, for arrays of jobs; under mpirun "
            "every rank "
            "takes blocks as it is free and writes a shard of its own. `detente merge` joins parts to what "
            "one process "
            "would have written, bit for bit.",
    .examples =
        (const struct cli_example[]){
            {"detente ensemble coruna --members 100000 --out results/big",
             "a hundred thousand independent members"},
            {"detente ensemble coruna --design saltelli --base 512", "a design for Sobol' indices"},
            {"detente ensemble coruna permit-reform flexible-load --members 2000 --out results/policies",
             "three policies on the same members"},
            {"detente ensemble coruna --members 1000000 --slice 3/20 --out results/part-03",
             "one of twenty jobs"},
            {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            CLI_OPTION_MEMBERS,
            {"seed", 0, CLI_INTEGER, "N", "seed of the random numbers and of the design", 0, INT64_MAX, 0},
            CLI_OPTIONS_DESIGN,
            {"design-file", 0, CLI_TEXT, "FILE",
             "a design from a CSV file: probabilities, one column a factor", 0, 0, 0},
            {"slice", 0, CLI_TEXT, "I/N", "run the I-th of N parts", 0, 0, 0},
            {"on-failure", 0, CLI_CHOICE, "finish-then-fail|keep-going|stop",
             "what a member does that fails; the default runs all and ends with exit code 4", 0, 0, 0},
            CLI_OPTION_THREADS,
            CLI_OPTION_WIDTH,
            {"set", 's', CLI_TEXT, "KEY=VALUE", "change one value of the scenario; may be repeated", 0, 0, 1},
            {"states", 0, CLI_TEXT, "LIST", "groups and ISO codes to report, separated by commas", 0, 0, 0},
            {"out", 'o', CLI_TEXT, "DIR", "folder for the results; default results/<name of the scenario>", 0,
             0, 0},
            {"force", 'f', CLI_FLAG, NULL, "replace results that are in the folder", 0, 0, 0},
            CLI_OPTION_NO_PROGRESS,
            CLI_OPTION_END},
    .run = run_ensemble,
};

const struct cli_command cli_resume = {
    .name = "resume",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "go on with an ensemble that was interrupted",
    .text = "Runs the members that a result folder lacks. The bits are those of an ensemble that was never "
            "interrupted. "
            "The exit code is 7 if data or program have changed so that it would be another ensemble.",
    .examples = (const struct cli_example[]){{"detente resume results/big", "run what is missing"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){CLI_OPTION_THREADS, CLI_OPTION_WIDTH, CLI_OPTION_NO_PROGRESS,
                                           CLI_OPTION_END},
    .run = run_resume,
};
