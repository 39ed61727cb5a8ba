/* The program: parses, runs one command, prints what went wrong, and ends with the status's exit code. */
#include <stdio.h>

#include "cli/cli.h"

/* Help is asked for by --help anywhere after a command, or by no command at all. */
static dt_status dispatch(struct cli *cli)
{
    if (!cli->command) {
        cli_print_overview(stdout);
        return DT_OK;
    }
    if (cli_flag(cli, "help")) {
        cli_print_help(cli, cli->command);
        return DT_OK;
    }
    return cli->command->run(cli);
}

int main(int argc, char **argv)
{
    struct cli cli;
    dt_status status = cli_parse(&cli, argc, argv);
    if (status == DT_OK) status = dispatch(&cli);

    /* A result that could not be written is no result: a full disk shows only here. */
    if (fflush(stdout) != 0 || ferror(stdout))
        status = cli_fail(&cli, DT_E_OUTPUT_FAILED, "standard output", NULL, NULL);
    if (!cli.is_told || cli.found.count > 0) cli_print_findings(&cli, status);
    cli_clear(&cli);
    return dt_status_exit_code(status);
}
