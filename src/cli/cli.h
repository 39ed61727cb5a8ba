/* The command line: what every command's file sees.
 *
 * A command is one const entry (name, usage, options, function) in its own file; commands.c lists the
 * entries, and the parser, `--help`, the man page, shell completion and docs/cli.md are made from them. A
 * command prints its result on standard output, adds what went wrong to `found` and returns a status; main.c
 * prints the findings on standard error and turns the status into the exit code. Names that the program's
 * files share begin with cli_. */
#ifndef DT_CLI_CLI_H
#define DT_CLI_CLI_H

#include <stdint.h>
#include <stdio.h>

#include "detente/detente.h"

#define CLI_COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

enum cli_kind {
    CLI_FLAG,    /* no value */
    CLI_TEXT,    /* any text, a path or a list */
    CLI_INTEGER, /* least <= value <= greatest */
    CLI_CHOICE   /* one of the words in `argument`, separated by '|' */
};

struct cli_option {
    const char *name; /* without dashes; NULL ends a list */
    char letter;      /* 0: none */
    enum cli_kind kind;
    const char *argument; /* placeholder in help; NULL for a flag */
    const char *help;
    int64_t least, greatest; /* of CLI_INTEGER */
    int is_repeatable;
};

/* Shared by commands that have them. */
#define CLI_OPTION_MEMBERS                                                         \
    {                                                                              \
        "members", 'n', CLI_INTEGER, "N", "size of the ensemble", 1, 1000000000, 0 \
    }
#define CLI_OPTION_THREADS                                                         \
    {                                                                              \
        "threads", 'j', CLI_INTEGER, "N", "threads; 0 is one per core", 0, 1024, 0 \
    }
#define CLI_OPTION_WIDTH                                                                               \
    {                                                                                                  \
        "width", 0, CLI_INTEGER, "N", "members per lane block: 1, 2, 4 or 8; 0 is the widest", 0, 8, 0 \
    }
#define CLI_OPTION_CSV                                                    \
    {                                                                     \
        "csv", 0, CLI_FLAG, NULL, "print comma-separated values", 0, 0, 0 \
    }
#define CLI_OPTION_NO_PROGRESS                                            \
    {                                                                     \
        "no-progress", 0, CLI_FLAG, NULL, "do not show progress", 0, 0, 0 \
    }
#define CLI_OPTION_END                         \
    {                                          \
        NULL, 0, CLI_FLAG, NULL, NULL, 0, 0, 0 \
    }

struct cli;

struct cli_example {
    const char *line; /* NULL ends a list */
    const char *text;
};

/* An option that only some actions of a command have. */
struct cli_use {
    const char *option;  /* NULL ends a list */
    const char *actions; /* words of the first operand, separated by '|' */
};

struct cli_command {
    const char *name;
    const char *operands; /* "SCENARIO", "[DIR]"; empty if none */
    const char *choices;  /* words that the first operand may be, separated by '|'; NULL: anything */
    const char *fallback; /* the choice that is meant where the first operand is none; NULL: refused */
    int least_operand, most_operand;
    const char *summary; /* a few words */
    const char *text;    /* paragraphs separated by an empty line */
    const struct cli_example *examples;
    const struct cli_option *options;
    const struct cli_use *uses; /* NULL: every action has every option */
    dt_status (*run)(struct cli *cli);
};

struct cli_value {
    const struct cli_option *option;
    const char *text; /* NULL for a flag */
    int64_t integer;
};

/* One invocation. Strings are borrowed from argv. */
struct cli {
    int argc;
    char **argv;
    const struct cli_command *command;
    struct cli_value *value; /* in the order given */
    int n_value;
    const char **operand;
    int n_operand;
    int json, quiet;
    int is_told;              /* 1: the command has said itself what went wrong */
    int color_out, color_err; /* whether standard output and error are coloured */
    dt_diagnostics found;
};

/* commands.c: the table, and the options that every command has. */
extern const struct cli_command *const cli_commands[]; /* ends with NULL */
extern const struct cli_option cli_common_options[];
const struct cli_command *cli_command_find(const char *name);

/* parse.c: fills command, values and operands; findings go to cli->found. Whoever calls frees with cli_clear.
 */
dt_status cli_parse(struct cli *cli, int argc, char **argv);
void cli_clear(struct cli *cli);
int cli_flag(const struct cli *cli, const char *option);
/* The last value given, or the fallback. */
const char *cli_text(const struct cli *cli, const char *option, const char *fallback);
int64_t cli_integer(const struct cli *cli, const char *option, int64_t fallback);
/* The choice that the first operand makes; empty if none. */
const char *cli_action(const struct cli *cli);
/* The help of an option, after the actions that it belongs to. */
enum { CLI_HELP = 256 };
const char *cli_option_help(const struct cli_command *command, const struct cli_option *option,
                            char text[CLI_HELP]);
/* Whether `word` is one of the words of a list that '|' separates. */
int cli_is_choice(const char *choices, const char *word);

/* suggest.c: offers names one by one and keeps the nearest; `nearest` is NULL if none is near enough. */
struct cli_suggestion {
    const char *word;
    const char *nearest;
    int distance;
};
struct cli_suggestion cli_suggest_begin(const char *word);
void cli_suggest(struct cli_suggestion *suggestion, const char *candidate);

/* message.c: findings and messages on standard error. */
dt_status cli_fail(struct cli *cli, dt_error_code code, const char *key, const char *found,
                   const char *expected);
/* The same, with "did you mean" if a name was near. */
dt_status cli_fail_near(struct cli *cli, dt_error_code code, const char *key, const char *expected,
                        const struct cli_suggestion *near_names);
void cli_print_findings(struct cli *cli, dt_status status);
/* A line on standard error unless --quiet. */
__attribute__((format(printf, 2, 3))) void cli_note(const struct cli *cli, const char *format, ...);
/* Bold on standard output where it is coloured: call with "" for plain. */
const char *cli_bold(const struct cli *cli);
const char *cli_plain(const struct cli *cli);

/* place.c: where data and shipped scenarios are. Results are to be freed. */
dt_status cli_data_folder(struct cli *cli, char **folder);
/* A scenario file: the path as it is, or a shipped one by its name. */
dt_status cli_scenario_path(struct cli *cli, const char *name, char **path);
/* A file that is shipped with the program, to be freed; NULL if there is none. */
char *cli_shipped(const char *name);
/* Joins two parts of a path; NULL if memory is short. */
char *cli_join(const char *folder, const char *name);

/* help.c */
void cli_print_overview(FILE *out);
void cli_print_help(const struct cli *cli, const struct cli_command *command);

/* files.c */
/* Reads a whole file into a new string to be freed; a finding says why not. */
dt_status cli_read_file(struct cli *cli, const char *path, char **text);
/* Writes a new file; never an old one. */
dt_status cli_write_new(struct cli *cli, const char *path, const char *text);

/* json.c: a writer that keeps commas and escapes right. */
struct cli_json {
    FILE *file;
    int depth;
    int has_item[16];
};
struct cli_json cli_json_begin(FILE *file);
/* `key` is NULL inside an array. */
void cli_json_open(struct cli_json *json, const char *key, char bracket);
void cli_json_close(struct cli_json *json, char bracket);
void cli_json_text(struct cli_json *json, const char *key, const char *value);
void cli_json_number(struct cli_json *json, const char *key, double value);
void cli_json_integer(struct cli_json *json, const char *key, int64_t value);
void cli_json_bool(struct cli_json *json, const char *key, int value);
/* Ends the document with a line end. */
void cli_json_end(struct cli_json *json);
/* One finding as an object. */
void cli_json_finding(struct cli_json *json, const dt_diagnostic *finding);

/* signal.c: SIGINT and SIGTERM set a flag; a second one ends the program at once. */
struct cli_watch;
dt_status cli_watch_begin(struct cli_watch **out);
const volatile int *cli_watch_flag(const struct cli_watch *watch);
void cli_watch_end(struct cli_watch *watch);

/* progress.c */
struct cli_progress {
    const char *unit; /* what is counted; NULL: members */
    int is_terminal;
    double next_line; /* s: when the next line is due off a terminal */
};
struct cli_progress cli_progress_begin(void);
/* A progress callback of dt_ensemble_options; the context is a struct cli_progress. */
void cli_progress_show(void *context, const dt_progress *progress);
void cli_progress_end(const struct cli_progress *progress);

/* setup.c: what run, backtest and report have in common. */
struct cli_setup {
    char *data;
    dt_scenario *scenario;
    dt_world *world;
    dt_case *c;
};
/* Data folder, scenario with --seed, --members, --states and --set applied. */
dt_status cli_setup_scenario(struct cli *cli, struct cli_setup *setup, const char *name);
/* World and case of the scenario. */
dt_status cli_setup_case(struct cli *cli, struct cli_setup *setup);
void cli_setup_clear(struct cli_setup *setup);

/* words.c: a word of a command line behind a space, with quotes where a shell needs them. */
void cli_write_word(FILE *out, const char *word);
/* The command line as one text. NULL if memory is short. */
char *cli_command_line(const struct cli *cli);

/* claims.c: the claims that `run` and `report` show first. */
/* Members of each variation for a run of so many: few enough to take less time than the run. */
int64_t cli_claims_members(int64_t of_run);
/* The command line that makes all claims: scenario, members, and what changes the scenario. NULL if memory is
 * short. */
char *cli_claims_command(const struct cli *cli, const char *scenario, int64_t members);
/* None, with a note, where the scenario's world has not the states of which claims speak. */
dt_status cli_make_claims(struct cli *cli, const struct cli_setup *setup, const char *command,
                          int64_t members, dt_claims **out);

#endif
