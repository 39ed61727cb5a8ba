/* What the report of a run shows beside its summary: the scenario without the changes, the maps, the game,
 * and the link that opens the scenario in the page. `run` makes them and keeps in the folder what cannot be
 * made again from it; `report` makes them from the folder. */
#ifndef DT_CLI_REPORT_PARTS_H
#define DT_CLI_REPORT_PARTS_H

#include "cli/game.h"
#include "cli/result.h"

struct cli_report_parts {
    dt_summary *baseline;    /* NULL: nothing was changed */
    dt_party_shares parties; /* empty where members follow a design */
    char *link, *command;    /* NULL in folders of older versions */
    struct cli_game_page game;
};

/* For `run`: notes in the store what the command line changes. */
dt_status cli_report_parts_keep(struct cli *cli, const struct cli_result *result);
/* From a folder: all parts but the game. `threads` as in dt_ensemble_options. */
dt_status cli_report_parts_make(struct cli *cli, const struct cli_result *result,
                                struct cli_report_parts *parts);
/* Hands the parts to a report. */
void cli_report_parts_give(const struct cli_report_parts *parts, dt_report_input *input);
void cli_report_parts_clear(struct cli_report_parts *parts);

#endif
