/* `detente man`: the manual, as mdoc for man(1) and as Markdown for docs/cli.md, from the table of commands.
 */
#include <string.h>

#include "cli/cli.h"
#include "cli/commands.h"

enum { ROFF_WIDTH = 72 };

/* One word of mdoc: a backslash is named, and a point or quote that begins a line is kept from being a macro.
 */
static void put_roff_word(const char *word, int length, int is_line_start)
{
    if (is_line_start && (word[0] == '.' || word[0] == '\'')) fputs("\\&", stdout);
    for (int c = 0; c < length; c++)
        if (word[c] == '\\')
            fputs("\\e", stdout);
        else
            putchar(word[c]);
}

/* Text of mdoc, without a line end after it: lines of ROFF_WIDTH, a new line for each sentence, .Pp at an
 * empty line. */
static void put_roff(const char *text)
{
    int column = 0;
    char last = '\0';
    while (*text) {
        int length = (int)strcspn(text, " \n");
        int is_sentence = last == '.' || last == '?' || last == '!';
        if (column > 0 && (is_sentence || column + 1 + length > ROFF_WIDTH)) {
            putchar('\n');
            column = 0;
        }
        if (column > 0) putchar(' ');
        put_roff_word(text, length, column == 0);
        column += 1 + length;
        last = length > 0 ? text[length - 1] : last;
        text += length;
        if (strncmp(text, "\n\n", 2) == 0) {
            fputs("\n.Pp\n", stdout);
            column = 0;
        }
        text += strspn(text, " \n");
    }
}

static void put_roff_option(const struct cli_command *command, const struct cli_option *o)
{
    char help[CLI_HELP];
    printf(".It ");
    if (o->letter) printf("Fl %c , ", o->letter);
    printf("Fl \\-%s", o->name);
    if (o->argument) {
        printf(" Ar ");
        put_roff(o->argument);
    }
    printf("\n");
    put_roff(cli_option_help(command, o, help));
    printf(".\n");
}

/* Those of a command, or the common ones if it is NULL. */
static void put_roff_options(const struct cli_command *command)
{
    const struct cli_option *options = command ? command->options : cli_common_options;
    if (!options || !options->name) return;
    printf(".Bl -tag -width Ds\n");
    for (const struct cli_option *o = options; o->name; o++)
        put_roff_option(command, o);
    printf(".El\n");
}

static void put_roff_command(const struct cli_command *c)
{
    printf(".Ss detente %s\n.Dl detente %s [OPTION ...]%s%s\n.Pp\n", c->name, c->name,
           c->operands[0] ? " " : "", c->operands);
    put_roff(c->text);
    printf("\n");
    put_roff_options(c);
}

static void print_mdoc(void)
{
    printf(".Dd %s\n.Dt DETENTE 1\n.Os\n.Sh NAME\n.Nm detente\n.Nd simulate the power-limited race for AI "
           "among states\n",
           DETENTE_DATE);
    printf(
        ".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar option ...\n.Op Ar argument ...\n"
        ".Sh DESCRIPTION\n"
        "Simulates how the electricity of states limits their computing power\nfor AI and their capability.\n"
        "Standard output carries results, standard error messages and progress.\n"
        "Options may stand before or after arguments;\n"
        ".Fl \\-name Ar value\nand\n.Fl \\-name Ns = Ns Ar value\nare the same, and\n.Fl \\-\nends the "
        "options.\n"
        ".Pp\nEvery command takes:\n");
    put_roff_options(NULL);
    printf(".Sh COMMANDS\n");
    for (int c = 0; cli_commands[c]; c++)
        put_roff_command(cli_commands[c]);
    printf(".Sh ENVIRONMENT\n.Bl -tag -width Ds\n"
           ".It Ev DETENTE_DATA\nFolder of the data tables, unless\n.Fl \\-data\nnames it.\n"
           ".It Ev NO_COLOR , CLICOLOR_FORCE , TERM\nWhether output is coloured.\n.El\n");
    printf(".Sh EXIT STATUS\n.Bl -tag -width Ds\n");
    for (int s = 0; s < DT_STATUS_COUNT; s++) {
        printf(".It %d\n", dt_status_exit_code((dt_status)s));
        put_roff(dt_status_text((dt_status)s));
        printf("\n");
    }
    printf(".El\n.Sh EXAMPLES\n.Bl -tag -width Ds\n");
    for (int c = 0; cli_commands[c]; c++)
        for (const struct cli_example *e = cli_commands[c]->examples; e->line; e++) {
            printf(".It Li \"");
            put_roff_word(e->line, (int)strlen(e->line), 0);
            printf("\"\n");
            put_roff(e->text);
            printf("\n");
        }
    printf(".El\n");
}

static void put_markdown_options(const struct cli_command *command)
{
    char help[CLI_HELP];
    const struct cli_option *options = command ? command->options : cli_common_options;
    if (!options || !options->name) return;
    printf("| option | meaning |\n|---|---|\n");
    for (const struct cli_option *o = options; o->name; o++) {
        printf("| `");
        if (o->letter) printf("-%c`, `", o->letter);
        printf("--%s%s", o->name, o->argument ? " " : "");
        for (const char *a = o->argument; a && *a; a++)
            printf("%s%c", *a == '|' ? "\\" : "", *a);
        printf("` | %s |\n", cli_option_help(command, o, help));
    }
    printf("\n");
}

static void print_markdown(void)
{
    printf("# The command line\n\n"
           "This page is made by `detente man --format markdown` from the table of commands; a test compares "
           "them.\n\n"
           "Standard output carries results, standard error messages and progress. `--name value` and "
           "`--name=value` are the "
           "same; `--` ends the options.\n\n## Options of every command\n\n");
    put_markdown_options(NULL);
    for (int c = 0; cli_commands[c]; c++) {
        const struct cli_command *command = cli_commands[c];
        printf("## detente %s\n\n`detente %s [OPTION ...]%s%s`\n\n%s\n\n", command->name, command->name,
               command->operands[0] ? " " : "", command->operands, command->text);
        put_markdown_options(command);
        for (const struct cli_example *e = command->examples; e->line; e++)
            printf("    %s\n        # %s\n", e->line, e->text);
        printf("\n");
    }
    printf("## Exit codes\n\n| code | meaning |\n|---|---|\n");
    for (int s = 0; s < DT_STATUS_COUNT; s++)
        printf("| %d | %s |\n", dt_status_exit_code((dt_status)s), dt_status_text((dt_status)s));
    printf("\n## Environment\n\n| variable | meaning |\n|---|---|\n"
           "| `DETENTE_DATA` | folder of the data tables, unless `--data` names it |\n"
           "| `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` | whether output is coloured |\n");
}

static dt_status run(struct cli *cli)
{
    if (strcmp(cli_text(cli, "format", "mdoc"), "mdoc") == 0)
        print_mdoc();
    else
        print_markdown();
    return DT_OK;
}

const struct cli_command cli_man = {
    .name = "man",
    .operands = "",
    .summary = "print the manual page",
    .text = "Prints the manual page of the whole program, as mdoc for the program man or as Markdown.",
    .examples = (const struct cli_example[]){{"detente man | mandoc -l", "read it"}, {NULL, NULL}},
    .options = (const struct cli_option[]){{"format", 0, CLI_CHOICE, "mdoc|markdown",
                                            "form of the text; default mdoc", 0, 0, 0},
                                           CLI_OPTION_END},
    .run = run,
};
