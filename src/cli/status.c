/* `detente status`: how far a result folder is, or a folder of shards. */
#include <inttypes.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/share.h"

struct state {
    char *text[7];
    int64_t members, done, blocks, failed;
};

static const char *const keys[] = {"name", "version", "command", "begin", "seconds", "design", "members"};

enum { NAME, VERSION, COMMAND, BEGIN, SECONDS, DESIGN, MEMBERS };

static const char *text_of(const struct state *state, int key)
{
    return state->text[key] ? state->text[key] : "";
}

static dt_status read_state(dt_store *store, struct state *state)
{
    dt_status status = DT_OK;
    for (int k = 0; k < CLI_COUNT(keys) && status == DT_OK; k++) {
        status = dt_store_get_text(store, keys[k], &state->text[k]);
        if (status == DT_NO) status = DT_OK;
    }
    if (status == DT_OK) status = dt_ensemble_held(store, &state->blocks, &state->done);
    state->members = strtoll(text_of(state, MEMBERS), NULL, 10);
    state->failed = dt_store_failure_count(store);
    return status == DT_OK && state->failed < 0 ? DT_IO : status;
}

static void print_json(const struct state *s, const char *folder)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", "detente.status/1");
    cli_json_text(&json, "folder", folder);
    for (int k = 0; k < MEMBERS; k++)
        if (k != SECONDS) cli_json_text(&json, keys[k], text_of(s, k));
    cli_json_number(&json, "seconds", strtod(text_of(s, SECONDS), NULL));
    cli_json_integer(&json, "members", s->members);
    cli_json_integer(&json, "done", s->done);
    cli_json_integer(&json, "failed", s->failed);
    cli_json_bool(&json, "is_complete", s->done == s->members);
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static void print_text(const struct state *s, const char *folder)
{
    double share = s->members > 0 ? 100.0 * (double)s->done / (double)s->members : 0.0;
    printf("%s: %s, %" PRId64 " of %" PRId64 " members (%.1f%%), %" PRId64 " failed\n", folder,
           text_of(s, NAME), s->done, s->members, share, s->failed);
    printf("  design   %s\n", s->text[DESIGN] ? s->text[DESIGN] : "independent");
    printf("  command  %s\n", text_of(s, COMMAND));
    printf("  begun    %s, %.1f s of running, detente %s\n", text_of(s, BEGIN),
           strtod(text_of(s, SECONDS), NULL), text_of(s, VERSION));
    if (s->done < s->members) printf("go on with: detente resume %s\n", folder);
}

/* Names of outcomes, one a line. */
static void print_outcomes(const struct cli *cli, const dt_store *store)
{
    dt_store_layout layout = dt_store_describe(store);
    struct cli_json json = cli_json_begin(stdout);
    if (cli->json) cli_json_open(&json, NULL, '[');
    for (int o = 0; o < layout.n_column; o++)
        if (cli->json)
            cli_json_text(&json, NULL, layout.column[o]);
        else
            printf("%s\n", layout.column[o]);
    if (!cli->json) return;
    cli_json_close(&json, ']');
    cli_json_end(&json);
}

/* Reads one part; what made the whole is taken from the first that has begun. */
static dt_status add_part(struct cli *cli, const char *folder, struct state *all)
{
    struct state own = {0};
    dt_store *store = NULL;
    dt_status status = dt_store_open(folder, &store, &cli->found);
    if (status == DT_OK && cli_result_is_begun(store)) status = read_state(store, &own);
    if (store) cli_result_fault(cli, store, status);
    dt_store_close(store);
    all->done += own.done;
    all->blocks += own.blocks;
    all->failed += own.failed;
    for (int k = 0; k < CLI_COUNT(keys); k++) {
        if (all->text[k])
            dt_free(own.text[k]);
        else
            all->text[k] = own.text[k];
    }
    if (own.members) all->members = own.members;
    return status;
}

static dt_status print_state(struct cli *cli, char *const *part, int n)
{
    const char *folder = cli->operand[0];
    struct state all = {0};
    dt_status status = DT_OK;
    for (int p = 0; p < n && status == DT_OK; p++)
        status = add_part(cli, part[p], &all);
    if (status == DT_OK && !all.text[MEMBERS]) status = cli_fail(cli, DT_E_STORE_MISSING, folder, NULL, NULL);
    if (status == DT_OK && cli->json) print_json(&all, folder);
    if (status == DT_OK && !cli->json) print_text(&all, folder);
    for (int k = 0; k < CLI_COUNT(keys); k++)
        dt_free(all.text[k]);
    return status == DT_OK && all.done < all.members ? DT_NO : status;
}

static dt_status print_names(struct cli *cli, const char *folder)
{
    dt_store *store = NULL;
    dt_status status = dt_store_open(folder, &store, &cli->found);
    if (status == DT_OK) print_outcomes(cli, store);
    dt_store_close(store);
    return status;
}

static dt_status run(struct cli *cli)
{
    char **part = calloc(CLI_MOST_PARTS, sizeof *part);
    int n = part ? cli_share_parts(cli->operand[0], part) : -1;
    dt_status status = n < 0 ? cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL) : DT_OK;
    if (status == DT_OK && cli_flag(cli, "outcomes"))
        status = print_names(cli, n > 0 ? part[0] : cli->operand[0]);
    else if (status == DT_OK)
        status = print_state(cli, part, n);
    for (int p = 0; part && p < CLI_MOST_PARTS; p++)
        free(part[p]);
    free(part);
    return status;
}

const struct cli_command cli_status = {
    .name = "status",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "say how far a result folder is",
    .text = "Prints what made a result folder, or a folder of shards that ranks write, how many of its "
            "members are there, and how many failed. The exit code is 0 if all are there, 1 if some are "
            "missing, 6 if another process is writing.",
    .examples = (const struct cli_example[]){{"detente status results/big", "how far it is"}, {NULL, NULL}},
    .options = (const struct cli_option[]){{"outcomes", 0, CLI_FLAG, NULL, "list the outcomes that it holds",
                                            0, 0, 0},
                                           CLI_OPTION_END},
    .run = run,
};
