/* Result folders: made, opened again with the case and the design that belong to them. */
#ifndef DT_CLI_RESULT_H
#define DT_CLI_RESULT_H

#include "cli/cli.h"

/* What a result folder holds and what it was made from. */
struct cli_result {
    char *folder;
    dt_store *store;
    struct cli_setup setup;
    dt_design *design; /* NULL: independent draws */
    int64_t members;   /* of the whole ensemble */
    int64_t slice, n_slice;
    dt_on_failure on_failure;
};

/* Words for the policies of failure, separated by '|'. */
extern const char cli_failure_words[];

/* Opens a result folder, and makes its case and design again. DT_MISMATCH (exit code 7) where data or version
 * make another case than that of the folder. */
dt_status cli_result_open(struct cli *cli, const char *folder, struct cli_result *result);
/* Makes the folder of an ensemble with its manifest: the setup's scenario, the design, members, slice and
 * policy as they stand in `result`. With `force`, results that are there are replaced. */
dt_status cli_result_create(struct cli *cli, struct cli_result *result, int force);
/* Makes the folder of another part of the ensemble of which `from` is a part, or with `is_whole` of the
 * whole. */
dt_status cli_result_copy(struct cli *cli, const char *from, const char *folder, int force, int is_whole,
                          struct cli_result *result);
/* Whether a store has its whole manifest: a process that was killed at once leaves none. */
int cli_result_is_begun(dt_store *store);
/* Notes in the manifest how a run of so many seconds ended. */
dt_status cli_result_end(struct cli_result *result, const dt_summary *summary, double seconds,
                         dt_status status);
/* Reports what a store found, where a status is DT_IO and nothing has been reported. */
void cli_result_fault(struct cli *cli, const dt_store *store, dt_status status);
/* Closes and frees; a full disk may show only now. */
dt_status cli_result_close(struct cli *cli, struct cli_result *result, dt_status status);

/* Options of dt_ensemble_run or dt_ensemble_verify for a result, with threads and width from the command
 * line. */
dt_ensemble_options cli_result_options(const struct cli *cli, const struct cli_result *result);

/* The design that the options --design, --design-file, --base, --level and --second-order ask for; NULL for
 * plain Monte Carlo. */
dt_status cli_design_make(struct cli *cli, const dt_case *c, dt_design **out);
/* Options of a design, for tables of options. */
#define CLI_OPTIONS_DESIGN                                                                              \
    {"design",                                                                                          \
     0,                                                                                                 \
     CLI_TEXT,                                                                                          \
     "NAME",                                                                                            \
     "sampling design: monte-carlo, latin, maximin, sobol, halton, saltelli, morris, morris-radial or " \
     "factorial",                                                                                       \
     0,                                                                                                 \
     0,                                                                                                 \
     0},                                                                                                \
        {"base",                                                                                        \
         'b',                                                                                           \
         CLI_INTEGER,                                                                                   \
         "N",                                                                                           \
         "points of a design; base points of saltelli, trajectories of morris",                         \
         1,                                                                                             \
         INT64_MAX,                                                                                     \
         0},                                                                                            \
        {"level", 0, CLI_INTEGER, "N", "levels of morris and factorial designs", 1, 1000000, 0},        \
    {                                                                                                   \
        "second-order", 0, CLI_FLAG, NULL, "saltelli: also the rows for second-order indices", 0, 0, 0  \
    }

/* Names of the factors of a case, to be freed with free; NULL if memory is short. */
const char **cli_factor_names(const dt_case *c);

#endif
