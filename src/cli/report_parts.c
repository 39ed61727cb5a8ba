/* What the report of a run shows beside its summary. The manifest keeps "page_link", "page_command" and
 * "baseline", the canonical text of the scenario without the changes of --set; the rest is made from these.
 */
#include "cli/report_parts.h"

#include <stdlib.h>
#include <string.h>

#include "server/server.h"

/* Enough for a line and for shades; each is a part of the members of the run. */
enum { BASELINE_MEMBERS = 1024, MAP_MEMBERS = 256, KEY = 128 };

/* ---- what the command line changes ---- */

/* The pairs of --set, and --seed, as keys and values of a link. */
struct changes {
    int n;
    char (*key)[KEY];
    const char **key_of, **value;
};

static void add_change(struct changes *changes, const char *key, size_t length, const char *value)
{
    if (length >= KEY) return;
    memcpy(changes->key[changes->n], key, length);
    changes->key[changes->n][length] = '\0';
    changes->key_of[changes->n] = changes->key[changes->n];
    changes->value[changes->n++] = value;
}

static dt_status list_changes(struct cli *cli, struct changes *changes)
{
    size_t room = (size_t)cli->n_value + 1;
    changes->key = calloc(room, sizeof *changes->key);
    changes->key_of = calloc(room, sizeof *changes->key_of);
    changes->value = calloc(room, sizeof *changes->value);
    if (!changes->key || !changes->key_of || !changes->value)
        return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    for (int v = 0; v < cli->n_value; v++) {
        const char *name = cli->value[v].option->name, *text = cli->value[v].text;
        size_t length = text ? strcspn(text, "=") : 0;
        if (strcmp(name, "set") == 0 && text[length]) add_change(changes, text, length, text + length + 1);
        if (strcmp(name, "seed") == 0) add_change(changes, "seed", 4, text);
    }
    return DT_OK;
}

static void clear_changes(struct changes *changes)
{
    free(changes->key);
    free(changes->key_of);
    free(changes->value);
}

/* ---- the link ---- */

/* The command that serves the scenario of this command line as it was loaded. */
static char *serve_command(const struct cli *cli)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    fputs("detente serve", out);
    cli_write_word(out, cli->operand[0]);
    const char *const passed[] = {"data", "states"};
    for (int k = 0; k < CLI_COUNT(passed); k++) {
        const char *value = cli_text(cli, passed[k], NULL);
        if (!value) continue;
        fprintf(out, " --%s", passed[k]);
        cli_write_word(out, value);
    }
    return fclose(out) == 0 ? text : NULL;
}

static dt_status keep_link(struct cli *cli, const struct cli_result *result, const struct changes *changes)
{
    char *link = NULL, *command = serve_command(cli);
    dt_page_link page = {
        .scenario = dt_scenario_describe(result->setup.scenario).name,
        .world = result->setup.world,
        .version = dt_version(),
        .port = DT_SERVER_PORT,
        .n_change = changes->n,
        .key = changes->key_of,
        .value = changes->value,
    };
    dt_status status = command ? dt_report_link(&page, &link)
                               : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK) status = dt_store_put_text(result->store, "page_link", link);
    if (status == DT_OK) status = dt_store_put_text(result->store, "page_command", command);
    free(command);
    dt_free(link);
    return status;
}

/* ---- the baseline ---- */

static int is_parameter(const char *key)
{
    return strcmp(key, "seed") != 0 && strcmp(key, "end") != 0 && strcmp(key, "members") != 0;
}

/* The scenario as it was loaded, but with the seed, the end and the groups of this run. */
static dt_status load_baseline(struct cli *cli, const struct changes *changes, dt_scenario **out)
{
    char *path = NULL;
    const char *states = cli_text(cli, "states", NULL);
    dt_status status = cli_scenario_path(cli, cli->operand[0], &path);
    if (status == DT_OK) status = dt_scenario_load(path, out, &cli->found);
    for (int k = 0; k < changes->n && status == DT_OK; k++)
        if (!is_parameter(changes->key_of[k]))
            status = dt_scenario_set(*out, changes->key_of[k], changes->value[k], &cli->found);
    if (status == DT_OK && states) status = dt_scenario_set_groups(*out, states);
    free(path);
    return status;
}

static dt_status keep_baseline(struct cli *cli, const struct cli_result *result,
                               const struct changes *changes)
{
    int n = 0;
    char *text = NULL;
    dt_scenario *scenario = NULL;
    for (int k = 0; k < changes->n; k++)
        n += is_parameter(changes->key_of[k]);
    if (n == 0) return DT_OK;
    dt_status status = load_baseline(cli, changes, &scenario);
    if (status == DT_OK) status = dt_scenario_canonical(scenario, &text);
    if (status == DT_OK) status = dt_store_put_text(result->store, "baseline", text);
    dt_free(text);
    dt_scenario_free(scenario);
    return status;
}

dt_status cli_report_parts_keep(struct cli *cli, const struct cli_result *result)
{
    struct changes changes = {.n = 0};
    dt_status status = list_changes(cli, &changes);
    if (status == DT_OK) status = keep_link(cli, result, &changes);
    if (status == DT_OK) status = keep_baseline(cli, result, &changes);
    clear_changes(&changes);
    return status;
}

/* ---- from the folder ---- */

static dt_status get_text(dt_store *store, const char *key, char **text)
{
    dt_status status = dt_store_get_text(store, key, text);
    return status == DT_NO ? DT_OK : status;
}

static int64_t at_most(int64_t members, int64_t most)
{
    return members < most ? members : most;
}

static dt_status make_baseline(struct cli *cli, const struct cli_result *result, dt_summary **out)
{
    char *text = NULL;
    dt_scenario *scenario = NULL;
    dt_case *c = NULL;
    dt_ensemble_options options = dt_ensemble_defaults();
    options.members = at_most(result->members, BASELINE_MEMBERS);
    options.threads = (int)cli_integer(cli, "threads", 0);
    options.on_failure = DT_KEEP_GOING;
    dt_status status = get_text(result->store, "baseline", &text);
    if (status != DT_OK || !text) return status;
    status = dt_scenario_parse(text, strlen(text), "baseline of the results", result->folder, &scenario,
                               &cli->found);
    if (status == DT_OK) status = dt_case_build(result->setup.world, scenario, &c, &cli->found);
    if (status == DT_OK) status = dt_ensemble_run(c, &options, out, &cli->found);
    dt_case_free(c);
    dt_scenario_free(scenario);
    dt_free(text);
    return status;
}

dt_status cli_report_parts_make(struct cli *cli, const struct cli_result *result,
                                struct cli_report_parts *parts)
{
    const dt_case *c = result->setup.c;
    dt_status status = get_text(result->store, "page_link", &parts->link);
    if (status == DT_OK) status = get_text(result->store, "page_command", &parts->command);
    if (status == DT_OK) status = make_baseline(cli, result, &parts->baseline);
    if (status == DT_OK && !result->design)
        status = dt_party_shares_make(c, at_most(result->members, MAP_MEMBERS), &parts->parties);
    return status;
}

void cli_report_parts_give(const struct cli_report_parts *parts, dt_report_input *input)
{
    input->baseline = parts->baseline;
    input->parties = parts->parties.share ? &parts->parties : NULL;
    input->page_link = parts->link;
    input->page_command = parts->command;
    input->game = parts->game.result;
}

void cli_report_parts_clear(struct cli_report_parts *parts)
{
    dt_summary_free(parts->baseline);
    dt_party_shares_clear(&parts->parties);
    dt_free(parts->link);
    dt_free(parts->command);
    cli_game_page_clear(&parts->game);
}
