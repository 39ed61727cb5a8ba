/* `detente help` and `--help`: the overview, the help of one command and the list of exit codes, from the
 * tables. */
#include <string.h>

#include "cli/cli.h"
#include "cli/commands.h"

enum { LINE_WIDTH = 79, OPTION_WIDTH = 26 };

/* Prints text in lines of LINE_WIDTH, each after `indent` spaces; the first line begins at column `column`.
 */
static void print_wrapped(const char *text, int indent, int column)
{
    while (*text) {
        int length = (int)strcspn(text, " \n");
        if (column > indent && column + 1 + length > LINE_WIDTH) {
            putchar('\n');
            column = 0;
        }
        int gap = column > indent ? 1 : indent - column;
        printf("%*s%.*s", gap, "", length, text);
        column += gap + length;
        text += length;
        if (*text == ' ') text++;
        for (; *text == '\n'; text++, column = 0)
            putchar('\n');
    }
    putchar('\n');
}

static void print_option(const struct cli_command *command, const struct cli_option *option)
{
    char left[64], help[CLI_HELP];
    int n = option->letter ? snprintf(left, sizeof left, "  -%c, ", option->letter)
                           : snprintf(left, sizeof left, "      ");
    n += snprintf(left + n, sizeof left - (size_t)n, "--%s%s%s", option->name, option->argument ? " " : "",
                  option->argument ? option->argument : "");
    fputs(left, stdout);
    if (n >= OPTION_WIDTH) putchar('\n');
    print_wrapped(cli_option_help(command, option, help), OPTION_WIDTH, n >= OPTION_WIDTH ? 0 : n);
}

/* Those of a command, or the common ones if it is NULL. */
static void print_options(const struct cli_command *command)
{
    for (const struct cli_option *o = command ? command->options : cli_common_options; o && o->name; o++)
        print_option(command, o);
}

void cli_print_help(const struct cli *cli, const struct cli_command *command)
{
    const char *bold = cli_bold(cli), *plain = cli_plain(cli);
    printf("%sdetente %s%s [OPTION ...]%s%s\n", bold, command->name, plain, command->operands[0] ? " " : "",
           command->operands);
    print_wrapped(command->summary, 4, 0);
    printf("\n%sExamples%s\n", bold, plain);
    for (const struct cli_example *e = command->examples; e->line; e++)
        printf("    %s\n        %s\n", e->line, e->text);
    printf("\n");
    print_wrapped(command->text, 0, 0);
    if (command->options && command->options->name) {
        printf("\n%sOptions%s\n", bold, plain);
        print_options(command);
    }
    printf("\n%sOptions of every command%s\n", bold, plain);
    print_options(NULL);
}

void cli_print_overview(FILE *out)
{
    fputs("detente simulates the power-limited race for AI compute and capability among states.\n\n"
          "detente COMMAND [OPTION ...] [ARGUMENT ...]\n\n",
          out);
    for (int c = 0; cli_commands[c]; c++)
        fprintf(out, "    %-12s %s\n", cli_commands[c]->name, cli_commands[c]->summary);
    fputs("\nBegin with:\n"
          "    detente run coruna          run the main scenario and write its report\n"
          "    detente help COMMAND        what a command does, with examples\n"
          "    detente help exit-codes     what the exit codes mean\n",
          out);
}

static void print_exit_codes(const struct cli *cli)
{
    struct cli_json json = cli_json_begin(stdout);
    if (cli->json) cli_json_open(&json, NULL, '[');
    for (int s = 0; s < DT_STATUS_COUNT; s++) {
        dt_status status = (dt_status)s;
        if (!cli->json) {
            printf("%4d  %s\n", dt_status_exit_code(status), dt_status_text(status));
            continue;
        }
        cli_json_open(&json, NULL, '{');
        cli_json_integer(&json, "exit_code", dt_status_exit_code(status));
        cli_json_text(&json, "status", dt_status_name(status));
        cli_json_text(&json, "text", dt_status_text(status));
        cli_json_close(&json, '}');
    }
    if (!cli->json) return;
    cli_json_close(&json, ']');
    cli_json_end(&json);
}

static void json_options(struct cli_json *json, const char *key, const struct cli_command *command)
{
    char help[CLI_HELP];
    cli_json_open(json, key, '[');
    for (const struct cli_option *o = command ? command->options : cli_common_options; o && o->name; o++) {
        char letter[2] = {o->letter, '\0'};
        cli_json_open(json, NULL, '{');
        cli_json_text(json, "name", o->name);
        cli_json_text(json, "letter", letter);
        cli_json_text(json, "argument", o->argument);
        cli_json_bool(json, "repeatable", o->is_repeatable);
        cli_json_text(json, "help", cli_option_help(command, o, help));
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

/* The table of commands as JSON, for tools that check documents or build forms. */
static void print_json(void)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_integer(&json, "schema", 1);
    cli_json_text(&json, "version", dt_version());
    json_options(&json, "common_options", NULL);
    cli_json_open(&json, "commands", '[');
    for (int c = 0; cli_commands[c]; c++) {
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "name", cli_commands[c]->name);
        cli_json_text(&json, "operands", cli_commands[c]->operands);
        cli_json_text(&json, "choices", cli_commands[c]->choices);
        cli_json_text(&json, "summary", cli_commands[c]->summary);
        json_options(&json, "options", cli_commands[c]);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static dt_status run(struct cli *cli)
{
    const char *topic = cli->n_operand ? cli->operand[0] : NULL;
    if (topic && strcmp(topic, "exit-codes") == 0) {
        print_exit_codes(cli);
        return DT_OK;
    }
    const struct cli_command *command = topic ? cli_command_find(topic) : NULL;
    if (topic && !command) {
        struct cli_suggestion nearest = cli_suggest_begin(topic);
        for (int c = 0; cli_commands[c]; c++)
            cli_suggest(&nearest, cli_commands[c]->name);
        cli_suggest(&nearest, "exit-codes");
        return cli_fail_near(cli, DT_E_UNKNOWN_COMMAND, topic, "a command, or exit-codes", &nearest);
    }
    if (cli->json)
        print_json();
    else if (command)
        cli_print_help(cli, command);
    else
        cli_print_overview(stdout);
    return DT_OK;
}

const struct cli_command cli_help = {
    .name = "help",
    .operands = "[COMMAND|exit-codes]",
    .most_operand = 1,
    .summary = "list the commands, or explain one",
    .text = "Without an argument, lists the commands. With --json, prints the whole table of commands and "
            "options.",
    .examples = (const struct cli_example[]){{"detente help run", "what run does, its options and examples"},
                                             {"detente help exit-codes", "what the exit codes mean"},
                                             {NULL, NULL}},
    .run = run,
};
