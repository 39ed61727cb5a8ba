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
    dt_member_column column; /* of cli_evidence_load */
};
dt_status cli_evidence_open(struct cli *cli, struct cli_evidence *e);
/* Reads the outcome of at most `most` members (0: all), with the weights of --weights if it is given. */
dt_status cli_evidence_load(struct cli *cli, struct cli_evidence *e, int64_t most);
/* A note where tables of the members that were read take more than a gigabyte. */
void cli_evidence_note_size(const struct cli *cli, const struct cli_evidence *e, int bytes);
/* " of 1000000 members that the folder holds", ", worth 75 equal ones"; empty where there is nothing to say.
 */
int64_t cli_evidence_held(const struct cli_evidence *e);     /* 0 where all were read */
double cli_evidence_effective(const struct cli_evidence *e); /* 0 without weights */
const char *cli_evidence_words(const struct cli_evidence *e, char text[128]);
dt_status cli_evidence_close(struct cli *cli, struct cli_evidence *e, dt_status status);

/* Prints the first rows as a table or as JSON. `what` names the analysis (schema "detente.<what>/1"), `head`
 * the columns; `has_second` says whether there are two. */
struct cli_measure_text {
    const char *what, *head, *second_head;
    int64_t used, dropped;
};

/* Weights of `detente calibrate` by number of member; NULL and 0 without --weights. The first factor of each
 * member must be that of the case. */
struct cli_weights {
    double *weight; /* to be freed */
    int64_t n;
};
/* A note where weights are worth so few members that nothing is to be trusted. */
void cli_note_effective(const struct cli *cli, double effective);
dt_status cli_weights_read(struct cli *cli, const dt_evidence *evidence, struct cli_weights *out);
#define CLI_OPTION_WEIGHTS                                                                                 \
    {                                                                                                      \
        "weights", 'w', CLI_TEXT, "FILE", "weigh members by what happened: a file of `detente calibrate`", \
            0, 0, 0                                                                                        \
    }
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
