/* `detente ensemble`: any design on any scenario, streamed to a result folder. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/share.h"

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

/* The folder of one scenario: as named; with several scenarios, one in it for each. */
static char *name_folder(const struct cli *cli, const struct cli_result *result)
{
    const char *named = cli_text(cli, "out", NULL), *name = dt_scenario_describe(result->setup.scenario).name;
    return named && cli->n_operand == 1 ? strdup(named) : cli_join(named ? named : "results", name);
}

static int64_t choose_members(const struct cli_result *result)
{
    return result->design ? dt_design_rows(result->design) : dt_case_members(result->setup.c);
}

/* Makes the folder, or with ranks a shard in it, and runs all members. */
static dt_status run_into(struct cli *cli, struct cli_result *result, struct cli_ranks *ranks)
{
    struct cli_share share = {.ranks = ranks};
    char *folder = name_folder(cli, result);
    if (!folder) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (cli_ranks_count(ranks) > 1) share.parent = folder;
    result->members = choose_members(result);
    result->folder = share.parent ? cli_share_folder(folder, cli_ranks_number(ranks)) : strdup(folder);
    dt_status status = result->folder ? cli_result_create(cli, result, cli_flag(cli, "force"))
                                      : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK) status = cli_share_run(cli, result, &share);
    free(folder);
    return status;
}

static dt_status run_scenario(struct cli *cli, const char *name, struct cli_ranks *ranks)
{
    struct cli_result result = {.n_slice = 0};
    dt_status status = cli_setup_scenario(cli, &result.setup, name);
    if (status == DT_OK) status = cli_setup_case(cli, &result.setup);
    if (status == DT_OK) status = cli_design_make(cli, result.setup.c, &result.design);
    if (status == DT_OK) status = read_slice(cli, &result);
    read_failure_policy(cli, &result);
    if (status == DT_OK) status = run_into(cli, &result, ranks);
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
            "would have written, bit for bit, and `detente resume` on the folder of the shards runs what a "
            "rank that died "
            "lost.",
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
