/* What commands of analysis share: a result folder, an outcome of it, factors in order of what they do. */
#ifndef DT_CLI_EVIDENCE_H
#define DT_CLI_EVIDENCE_H

#include "cli/result.h"
#include "detente/analysis_report.h"

/* The folder of the first operand with its case and design. */
struct cli_evidence {
    struct cli_result result;
    dt_evidence evidence;
    int outcome; /* of --outcome */
    const char *name;
};
dt_status cli_evidence_open(struct cli *cli, struct cli_evidence *e);
dt_status cli_evidence_close(struct cli *cli, struct cli_evidence *e, dt_status status);

/* Prints the first rows as a table or as JSON. `what` names the analysis (schema "detente.<what>/1"), `head`
 * the columns; `has_second` says whether there are two. */
struct cli_measure_text {
    const char *what, *head, *second_head;
    int64_t used, dropped;
};
void cli_print_measured(struct cli *cli, const struct cli_evidence *e, const struct cli_measure_text *text,
                        dt_measured *row, int n);

#define CLI_OPTION_OUTCOME                                                                                  \
    {                                                                                                       \
        "outcome", 'y', CLI_TEXT, "NAME", "outcome to explain: `detente status DIR --outcomes` lists them", \
            0, 0, 0                                                                                         \
    }
#define CLI_OPTION_TOP                                                           \
    {                                                                            \
        "top", 0, CLI_INTEGER, "N", "factors to print; default 15", 1, 100000, 0 \
    }

#endif
