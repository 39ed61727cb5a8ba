/* What the files of `detente questions` share: one inquiry, asked in stages. A stage that is interrupted
 * leaves what the stages before have found. */
#ifndef DT_CLI_QUESTIONS_H
#define DT_CLI_QUESTIONS_H

#include "cli/evidence.h"
#include "detente/questions.h"

enum { CLI_QUESTIONS = 8, CLI_DISCOVERIES = 2, CLI_AIMS = 4, CLI_TOTALS = 24, CLI_PERCENT = 100 };

/* Members of a scenario: factors by row and outcomes by column. */
struct cli_sample {
    dt_summary *summary;
    double *u; /* n rows of d */
    const char **factor;
    int n, d;
};

struct cli_inquiry;
/* Fills y[n] from a summary of the scenario; NAN where a member failed. */
typedef void cli_extract(const struct cli_inquiry *q, const dt_summary *s, int n, double *y);

struct cli_inquiry {
    struct cli_watch *watch;
    struct cli_progress progress;
    int is_shown, n_question, n_discovery, n_policy;
    double begin;        /* s */
    int64_t runs, total; /* of stages that are done, and of all: runs of the model */
    int64_t stage;       /* of the one that is under way */
    const char *missing; /* what an interruption left out; NULL: nothing */
    struct cli_setup base;
    struct cli_sample sample;
    struct cli_weights weights; /* of --weights; scaled to what they are worth */
    double effective;
    int leader; /* state that leads most often */
    dt_question question[CLI_QUESTIONS];
    cli_extract *extract[CLI_QUESTIONS]; /* NULL: of a game */
    dt_discovery discovery[CLI_DISCOVERIES];
    dt_standings standings;
    double *value[CLI_AIMS]; /* policy * n + member */
};

/* questions_ask.c: outcomes of members, and what decides them. */
dt_status cli_questions_ask(struct cli *cli, struct cli_inquiry *q);
/* Adds a question about y of a sample; members without a finite y are left out. */
dt_status cli_questions_add(struct cli *cli, struct cli_inquiry *q, const struct cli_sample *s,
                            const char *title, double *y);
/* The last outcome of a summary whose name begins so; NULL if it has none. */
const float *cli_questions_find(const dt_summary *s, const char *begin, const char **name);
/* Stranded compute of all reported groups in 2030. */
double cli_questions_stranded(const dt_summary *s, int member);

/* questions_total.c: runs that differ by one factor, for the factors that came first. */
dt_status cli_questions_totals(struct cli *cli, struct cli_inquiry *q);
int64_t cli_questions_pairs(const struct cli *cli);

/* questions_play.c: the shipped games of the USA and China. */
dt_status cli_questions_play(struct cli *cli, struct cli_inquiry *q);

/* questions_policy.c: other scenarios on the same members. */
dt_status cli_questions_compare(struct cli *cli, struct cli_inquiry *q);
/* How many shipped scenarios cli_questions_compare would run. */
int cli_questions_policies(const struct cli *cli);

/* questions_print.c */
void cli_questions_print(const struct cli *cli, const struct cli_inquiry *q);

/* questions.c: members of a case; progress of a stage of so many runs. */
dt_status cli_questions_run(struct cli *cli, struct cli_inquiry *q, const dt_case *c, const dt_design *design,
                            dt_summary **out);
void cli_questions_stage(struct cli_inquiry *q, int64_t runs);
void cli_questions_progress(void *context, const dt_progress *p);
dt_status cli_no_memory(struct cli *cli);

#endif
