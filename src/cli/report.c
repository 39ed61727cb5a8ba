/* `detente report`: makes the HTML report of a result folder again, without running the ensemble. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/report_parts.h"

/* What is read back from a result folder. */
struct source {
    struct cli_result result;
    char *command, *version, *seconds;
    dt_summary *summary;
    dt_backtest *backtest;
    dt_claims *claims;
    int has_game; /* the run left a page of its game */
    int has_questions;
    struct cli_report_parts parts;
};

static dt_status read_texts(struct source *source)
{
    const struct {
        const char *key;
        char **value;
    } texts[] = {{"command", &source->command}, {"version", &source->version}, {"seconds", &source->seconds}};
    dt_status status = DT_OK;
    for (int t = 0; t < CLI_COUNT(texts) && status == DT_OK; t++)
        status = dt_store_get_text(source->result.store, texts[t].key, texts[t].value);
    return status == DT_NO ? DT_MISMATCH : status;
}

/* The claims again, if the run had some. */
static dt_status remake_claims(struct cli *cli, struct source *source)
{
    char *command = NULL;
    const struct cli_setup *setup = &source->result.setup;
    if (cli_flag(cli, "no-claims")) return DT_OK;
    dt_status status = dt_store_get_text(source->result.store, "claims_command", &command);
    if (status == DT_NO) return DT_OK;
    if (status == DT_OK)
        status = cli_make_claims(cli, setup, command, cli_claims_members(dt_case_members(setup->c)),
                                 &source->claims);
    dt_free(command);
    return status;
}

/* The game again, if the run had one; its page stays as it is. */
static dt_status replay_game(struct cli *cli, struct source *source)
{
    const struct cli_result *result = &source->result;
    dt_status status = cli_game_page_play(cli, &result->setup, result->members, 0, &source->parts.game);
    return status == DT_NO ? DT_OK : status;
}

/* The case again, from the scenario that the folder holds, and the summary that belongs to it. */
static dt_status rebuild(struct cli *cli, struct source *source)
{
    const struct cli_setup *setup = &source->result.setup;
    char *game = cli_join(cli->operand[0], "game.html");
    source->has_game = game && access(game, R_OK) == 0;
    free(game);
    char *questions = cli_join(cli->operand[0], "questions.html");
    source->has_questions = questions && access(questions, R_OK) == 0;
    free(questions);
    dt_status status = cli_result_open(cli, cli->operand[0], &source->result);
    if (status == DT_OK) status = read_texts(source);
    if (status == DT_OK) status = dt_summary_load(setup->c, source->result.store, &source->summary);
    if (status == DT_OK && !cli_flag(cli, "no-backtest"))
        status = dt_backtest_run(setup->data, setup->scenario, NULL, &source->backtest, &cli->found);
    if (status == DT_OK) status = remake_claims(cli, source);
    if (status == DT_OK) status = cli_report_parts_make(cli, &source->result, &source->parts);
    return status == DT_OK && source->has_game ? replay_game(cli, source) : status;
}

static dt_status write_report(struct cli *cli, const struct source *source)
{
    const struct cli_setup *setup = &source->result.setup;
    dt_report_input input = {
        .world = setup->world,
        .scenario = setup->scenario,
        .c = setup->c,
        .summary = source->summary,
        .backtest = source->backtest,
        .claims = source->claims,
        .questions_page = source->has_questions ? "questions.html" : NULL,
        .game_page = source->has_game ? "game.html" : NULL,
        .command = source->command,
        .version = source->version,
        .seconds = strtod(source->seconds, NULL),
    };
    cli_report_parts_give(&source->parts, &input);
    const char *named = cli_text(cli, "out", NULL);
    char *path = named ? strdup(named) : cli_join(cli->operand[0], "report.html");
    if (!path) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = dt_report_write(&input, path, &cli->found);
    if (status == DT_OK && cli->json) {
        struct cli_json json = cli_json_begin(stdout);
        cli_json_open(&json, NULL, '{');
        cli_json_integer(&json, "schema", 1);
        cli_json_text(&json, "report", path);
        cli_json_close(&json, '}');
        cli_json_end(&json);
    } else if (status == DT_OK) {
        printf("%s\n", path);
    }
    free(path);
    return status;
}

static dt_status run(struct cli *cli)
{
    struct source source = {.command = NULL};
    dt_status status = rebuild(cli, &source);
    if (status == DT_OK) status = write_report(cli, &source);
    cli_report_parts_clear(&source.parts);
    dt_claims_free(source.claims);
    dt_backtest_free(source.backtest);
    dt_summary_free(source.summary);
    dt_free(source.command);
    dt_free(source.version);
    dt_free(source.seconds);
    return cli_result_close(cli, &source.result, status);
}

const struct cli_command cli_report = {
    .name = "report",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "make the report of a result folder again",
    .text = "Reads the scenario and the summary that a run left in a folder and writes the HTML report. The "
            "data must be those of the run: the exit code is 7 if they are not. A page of `detente "
            "questions` that lies in "
            "the folder as questions.html is linked.",
    .examples = (const struct cli_example[]){{"detente report results/coruna",
                                              "write results/coruna/report.html again"},
                                             {"detente report results/coruna --out /tmp/coruna.html",
                                              "to another place"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){{"out", 'o', CLI_TEXT, "FILE",
                                            "file to write; default: report.html in the folder", 0, 0, 0},
                                           {"no-backtest", 0, CLI_FLAG, NULL, "leave the back-test out", 0, 0,
                                            0},
                                           {"no-claims", 0, CLI_FLAG, NULL, "leave the claims out", 0, 0, 0},
                                           CLI_OPTION_END},
    .run = run,
};
