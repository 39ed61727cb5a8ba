/* The commands, each defined in the file of its name. */
#ifndef DT_CLI_COMMANDS_H
#define DT_CLI_COMMANDS_H

#include "cli/cli.h"

extern const struct cli_command cli_run, cli_claims, cli_check, cli_explain, cli_data, cli_init, cli_backtest,
    cli_treaty, cli_game, cli_sample, cli_ensemble, cli_resume, cli_status, cli_verify, cli_merge,
    cli_compare, cli_replay, cli_export, cli_sobol, cli_morris, cli_sensitivity, cli_prim, cli_cart,
    cli_regret, cli_search, cli_calibrate, cli_weigh, cli_questions, cli_grid, cli_report, cli_serve,
    cli_version, cli_completion, cli_man, cli_help;

#endif
