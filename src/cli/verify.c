/* `detente verify`: runs part of a result folder again and compares bits. */
#include <inttypes.h>

#include "cli/commands.h"
#include "cli/result.h"

static void print_json(const struct cli_result *result, const dt_verification *v)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", "detente.verify/1");
    cli_json_text(&json, "folder", result->folder);
    cli_json_integer(&json, "blocks", v->blocks);
    cli_json_integer(&json, "members", v->members);
    cli_json_integer(&json, "differing", v->differing);
    cli_json_integer(&json, "first_differing", v->first_differing);
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static void print_text(const struct cli_result *result, const dt_verification *v)
{
    if (v->differing == 0)
        printf("%s: %" PRId64 " members run again, every bit equal\n", result->folder, v->members);
    else
        printf("%s: %" PRId64 " of %" PRId64 " members differ, the first is member %" PRId64 "\n",
               result->folder, v->differing, v->members, v->first_differing);
}

static dt_status verify(struct cli *cli, struct cli_result *result)
{
    struct cli_watch *watch = NULL;
    dt_verification v = {0};
    dt_status status = cli_watch_begin(&watch);
    if (status != DT_OK) return status;
    dt_ensemble_options options = cli_result_options(cli, result);
    options.stop = cli_watch_flag(watch);
    int64_t blocks = cli_flag(cli, "all") ? INT64_MAX : cli_integer(cli, "blocks", 4);
    uint64_t seed = (uint64_t)cli_integer(cli, "seed", 1);
    status = dt_ensemble_verify(result->setup.c, &options, result->store, blocks, seed, &v);
    cli_watch_end(watch);
    if (status != DT_OK) return status;
    if (cli->json)
        print_json(result, &v);
    else
        print_text(result, &v);
    return v.differing ? DT_NO : DT_OK;
}

static dt_status run(struct cli *cli)
{
    struct cli_result result = {.n_slice = 0};
    dt_status status = cli_result_open(cli, cli->operand[0], &result);
    if (status == DT_OK) status = verify(cli, &result);
    return cli_result_close(cli, &result, status);
}

const struct cli_command cli_verify = {
    .name = "verify",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "run part of a result folder again and compare bits",
    .text = "Runs some blocks of 256 members again, from the scenario, seed and design that the folder "
            "names, and compares "
            "every outcome bit by bit. The exit code is 1 if any differs.",
    .examples = (const struct cli_example[]){{"detente verify results/big", "four blocks"},
                                             {"detente verify results/coruna --all", "all of them"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){{"blocks", 'b', CLI_INTEGER, "N", "blocks to run again; default 4",
                                            1, INT64_MAX, 0},
                                           {"all", 0, CLI_FLAG, NULL, "run all blocks again", 0, 0, 0},
                                           {"seed", 0, CLI_INTEGER, "N", "chooses the blocks; default 1", 0,
                                            INT64_MAX, 0},
                                           CLI_OPTION_WIDTH,
                                           CLI_OPTION_END},
    .run = run,
};
