/* The table of commands, in the order in which help lists them, and the options that every command has. */
#include <string.h>

#include "cli/cli.h"
#include "cli/commands.h"

const struct cli_command *const cli_commands[] = {
    &cli_run,      &cli_claims,    &cli_check,       &cli_explain,   &cli_data,     &cli_init,
    &cli_backtest, &cli_treaty,    &cli_game,        &cli_sample,    &cli_ensemble, &cli_resume,
    &cli_status,   &cli_verify,    &cli_merge,       &cli_compare,   &cli_replay,   &cli_export,
    &cli_sobol,    &cli_morris,    &cli_sensitivity, &cli_prim,      &cli_cart,     &cli_regret,
    &cli_search,   &cli_calibrate, &cli_weigh,       &cli_questions, &cli_grid,     &cli_report,
    &cli_serve,    &cli_version,   &cli_completion,  &cli_man,       &cli_help,     NULL,
};

const struct cli_option cli_common_options[] = {
    {"help", 'h', CLI_FLAG, NULL, "print help and leave", 0, 0, 0},
    {"json", 0, CLI_FLAG, NULL, "print results and errors as JSON", 0, 0, 0},
    {"quiet", 'q', CLI_FLAG, NULL, "print no messages, only results and errors", 0, 0, 0},
    {"color", 0, CLI_CHOICE, "auto|always|never", "whether to colour; auto: on a terminal without NO_COLOR",
     0, 0, 0},
    {"data", 0, CLI_TEXT, "DIR", "folder of the data tables", 0, 0, 0},
    CLI_OPTION_END,
};

const struct cli_command *cli_command_find(const char *name)
{
    for (int c = 0; cli_commands[c]; c++)
        if (strcmp(cli_commands[c]->name, name) == 0) return cli_commands[c];
    return NULL;
}
