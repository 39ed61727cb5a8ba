/* `detente check`: reads scenarios as `run` would and reports everything that is wrong with them. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/commands.h"

/* One file: the scenario by itself, then against the data. */
static dt_status check_file(struct cli *cli, const char *name)
{
    struct cli_setup setup = {0};
    dt_status status = cli_setup_scenario(cli, &setup, name);
    if (status == DT_OK) status = cli_setup_case(cli, &setup);
    if (status == DT_OK && !cli->json && !cli->quiet)
        printf("%s: ok, %d states, %d steps, %d factors\n", name, dt_case_state_count(setup.c),
               dt_case_step_count(setup.c), dt_case_factor_count(setup.c));
    cli_setup_clear(&setup);
    return status;
}

static void json_file(struct cli_json *json, const struct cli *cli, const char *name, dt_status status)
{
    cli_json_open(json, NULL, '{');
    cli_json_text(json, "file", name);
    cli_json_bool(json, "ok", status == DT_OK);
    cli_json_integer(json, "errors", cli->found.n_error);
    cli_json_integer(json, "warnings", cli->found.n_warning);
    cli_json_open(json, "diagnostics", '[');
    for (int i = 0; i < cli->found.count; i++)
        cli_json_finding(json, &cli->found.item[i]);
    cli_json_close(json, ']');
    cli_json_close(json, '}');
}

static dt_status run(struct cli *cli)
{
    struct cli_json json = cli_json_begin(stdout);
    dt_status worst = DT_OK;
    if (cli->json) {
        cli_json_open(&json, NULL, '{');
        cli_json_integer(&json, "schema", 1);
        cli_json_open(&json, "files", '[');
    }
    for (int f = 0; f < cli->n_operand; f++) {
        dt_status status = check_file(cli, cli->operand[f]);
        if (status > worst) worst = status;
        if (cli->json)
            json_file(&json, cli, cli->operand[f], status);
        else
            cli_print_findings(cli, status);
        dt_diagnostics_init(&cli->found);
    }
    if (cli->json) {
        cli_json_close(&json, ']');
        cli_json_close(&json, '}');
        cli_json_end(&json);
    }
    cli->is_told = 1;
    return worst;
}

const struct cli_command cli_check = {
    .name = "check",
    .operands = "SCENARIO ...",
    .least_operand = 1,
    .most_operand = 1000,
    .summary = "check scenarios and report everything that is wrong",
    .text = "Reads each scenario with everything it extends, checks names, types, ranges and states, and "
            "reports all findings with file, line, column and what would be right. Nothing is run. With "
            "--json, the findings are the result.",
    .examples = (const struct cli_example[]){{"detente check my.yaml", "check one file"},
                                             {"detente check *.yaml --json", "check many, for a program"},
                                             {NULL, NULL}},
    .run = run,
};
