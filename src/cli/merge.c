/* `detente merge`: joins the folders of slices or ranks. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/result.h"

enum { MOST_PARTS = 4096 };

/* Also says what could not be read, where that is why the status is as it is. */
static void close_parts(struct cli *cli, dt_store **part, int n, dt_status status)
{
    for (int p = 0; p < n; p++) {
        cli_result_fault(cli, part[p], status);
        dt_store_close(part[p]);
    }
    free(part);
}

static dt_status open_parts(struct cli *cli, dt_store **part, int *n)
{
    for (*n = 0; *n < cli->n_operand; (*n)++) {
        dt_status status = dt_store_open(cli->operand[*n], &part[*n], &cli->found);
        if (status != DT_OK) return status;
    }
    return DT_OK;
}

static void print_result(struct cli *cli, const struct cli_result *to, int64_t members)
{
    if (!cli->json) {
        printf("%s: %" PRId64 " of %" PRId64 " members from %d folders\n", to->folder, members, to->members,
               cli->n_operand);
        return;
    }
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", "detente.merge/1");
    cli_json_text(&json, "folder", to->folder);
    cli_json_integer(&json, "members", to->members);
    cli_json_integer(&json, "done", members);
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

/* A part whose manifest is there. The first, if none has. */
static const char *find_whole_part(struct cli *cli)
{
    for (int p = 0; p < cli->n_operand; p++) {
        dt_store *store = NULL;
        int is_begun = dt_store_open(cli->operand[p], &store, NULL) == DT_OK && cli_result_is_begun(store);
        dt_store_close(store);
        if (is_begun) return cli->operand[p];
    }
    return cli->operand[0];
}

static dt_status join(struct cli *cli, struct cli_result *to)
{
    int n = 0;
    int64_t members = 0;
    dt_store **part = calloc(MOST_PARTS, sizeof(dt_store *));
    if (!part) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = open_parts(cli, part, &n);
    if (status == DT_OK) status = dt_ensemble_merge(to->setup.c, part, n, to->store, &members, &cli->found);
    if (status == DT_OK) print_result(cli, to, members);
    close_parts(cli, part, n, status);
    return status == DT_OK && members < to->members ? DT_NO : status;
}

static dt_status run(struct cli *cli)
{
    struct cli_result to = {.n_slice = 0};
    dt_status status = cli_result_copy(cli, find_whole_part(cli), cli_text(cli, "out", "results/merged"),
                                       cli_flag(cli, "force"), 1, &to);
    if (status == DT_OK) status = join(cli, &to);
    return cli_result_close(cli, &to, status);
}

const struct cli_command cli_merge = {
    .name = "merge",
    .operands = "DIR...",
    .least_operand = 1,
    .most_operand = MOST_PARTS,
    .summary = "join the folders of slices or ranks",
    .text = "Joins result folders of one ensemble, each of other members, to the folder that one process "
            "would have "
            "written: the same bits in every column. The exit code is 1 if members are still missing; "
            "`detente resume` "
            "on the joined folder runs them.",
    .examples = (const struct cli_example[]){{"detente merge results/big/shard-* --out results/whole",
                                              "the shards of an MPI run"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){{"out", 'o', CLI_TEXT, "DIR",
                                            "folder for the joined results; default results/merged", 0, 0, 0},
                                           {"force", 'f', CLI_FLAG, NULL,
                                            "replace results that are in the folder", 0, 0, 0},
                                           CLI_OPTION_END},
    .run = run,
};
