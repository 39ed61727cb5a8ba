/* The parser: long and short options by the tables of the command, values typed and checked, the rest
 * operands.
 *
 * `--name value`, `--name=value`, `-n value` and `-nvalue` are the same; `--` ends the options. All findings
 * are kept, so that two wrong options are reported together. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

int cli_is_choice(const char *choices, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = choices; at && length > 0;) {
        const char *bar = strchr(at, '|');
        size_t n = bar ? (size_t)(bar - at) : strlen(at);
        if (n == length && strncmp(at, word, n) == 0) return 1;
        at = bar ? bar + 1 : NULL;
    }
    return 0;
}

/* The option of this name (length letters) or letter among those of the command and the common ones. */
static const struct cli_option *option_find(const struct cli *cli, const char *name, size_t length,
                                            char letter)
{
    const struct cli_option *lists[] = {cli->command->options, cli_common_options};
    for (int l = 0; l < CLI_COUNT(lists); l++)
        for (const struct cli_option *o = lists[l]; o && o->name; o++) {
            if (letter && o->letter == letter) return o;
            if (!letter && strlen(o->name) == length && strncmp(o->name, name, length) == 0) return o;
        }
    return NULL;
}

static dt_status unknown_option(struct cli *cli, const char *argument)
{
    char shown[DT_DIAGNOSTIC_TEXT];
    const char *name = argument + strspn(argument, "-");
    snprintf(shown, sizeof shown, "%.*s", (int)strcspn(name, "="), name);

    const struct cli_option *lists[] = {cli->command->options, cli_common_options};
    struct cli_suggestion nearest = cli_suggest_begin(shown);
    for (int l = 0; l < CLI_COUNT(lists); l++)
        for (const struct cli_option *o = lists[l]; o && o->name; o++)
            cli_suggest(&nearest, o->name);

    char near_option[DT_DIAGNOSTIC_TEXT] = "";
    if (nearest.nearest) snprintf(near_option, sizeof near_option, "--%s", nearest.nearest);
    nearest.nearest = near_option[0] ? near_option : NULL;
    return cli_fail_near(cli, DT_E_UNKNOWN_OPTION, argument, NULL, &nearest);
}

static dt_status bad_value(struct cli *cli, const struct cli_option *option, const char *found,
                           const char *expected)
{
    char key[DT_DIAGNOSTIC_TEXT];
    snprintf(key, sizeof key, "--%s", option->name);
    return cli_fail(cli, DT_E_OPTION_VALUE, key, found, expected);
}

static dt_status parse_integer(struct cli *cli, const struct cli_option *option, const char *text,
                               int64_t *integer)
{
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno || end == text || *end || value < option->least || value > option->greatest) {
        char expected[DT_DIAGNOSTIC_TEXT];
        snprintf(expected, sizeof expected, "a whole number from %lld to %lld", (long long)option->least,
                 (long long)option->greatest);
        return bad_value(cli, option, text, expected);
    }
    *integer = value;
    return DT_OK;
}

/* Keeps one option with its value (NULL for a flag). */
static dt_status add_value(struct cli *cli, const struct cli_option *option, const char *text)
{
    int64_t integer = 0;
    dt_status status = DT_OK;
    if (option->kind == CLI_INTEGER) status = parse_integer(cli, option, text, &integer);
    if (option->kind == CLI_CHOICE && !cli_is_choice(option->argument, text))
        status = bad_value(cli, option, text, option->argument);
    if (status == DT_OK) cli->value[cli->n_value++] = (struct cli_value){option, text, integer};
    return status;
}

/* Parses the option at argument *a; moves *a on if its value is the next argument. */
static dt_status parse_option(struct cli *cli, int *a)
{
    const char *argument = cli->argv[*a];
    int is_long = argument[1] == '-';
    const char *name = argument + (is_long ? 2 : 1);
    const char *equals = is_long ? strchr(name, '=') : NULL;
    size_t length = equals ? (size_t)(equals - name) : strlen(name);

    const struct cli_option *option = option_find(cli, name, length, is_long ? '\0' : name[0]);
    if (!option) return unknown_option(cli, argument);

    const char *attached = equals ? equals + 1 : !is_long && name[1] ? name + 1 : NULL;
    if (option->kind == CLI_FLAG)
        return attached ? bad_value(cli, option, attached, "no value") : add_value(cli, option, NULL);
    if (attached) return add_value(cli, option, attached);
    if (*a + 1 >= cli->argc) return bad_value(cli, option, "nothing", option->argument);
    (*a)++;
    return add_value(cli, option, cli->argv[*a]);
}

static dt_status unknown_command(struct cli *cli, const char *name)
{
    struct cli_suggestion nearest = cli_suggest_begin(name);
    for (int c = 0; cli_commands[c]; c++)
        cli_suggest(&nearest, cli_commands[c]->name);
    for (int a = 2; a < cli->argc; a++)
        cli->json |= strcmp(cli->argv[a], "--json") == 0;
    if (name[0] == '-') return cli_fail(cli, DT_E_UNKNOWN_OPTION, name, NULL, "a command before its options");
    return cli_fail_near(cli, DT_E_UNKNOWN_COMMAND, name, "a command that `detente help` lists", &nearest);
}

static dt_status check_operands(struct cli *cli)
{
    const struct cli_command *command = cli->command;
    char usage[DT_DIAGNOSTIC_TEXT], found[32];
    snprintf(usage, sizeof usage, "detente %s [OPTION ...]%s%s", command->name,
             command->operands[0] ? " " : "", command->operands);
    snprintf(found, sizeof found, "%d", cli->n_operand);
    if (cli->n_operand < command->least_operand || cli->n_operand > command->most_operand)
        return cli_fail(cli, DT_E_OPERAND, "number of arguments", found, usage);
    if (!command->choices || command->fallback || cli->n_operand == 0 ||
        cli_is_choice(command->choices, cli->operand[0]))
        return DT_OK;

    /* A wrong word where only certain words may stand. */
    char words[DT_DIAGNOSTIC_TEXT], *rest = words;
    struct cli_suggestion nearest = cli_suggest_begin(cli->operand[0]);
    snprintf(words, sizeof words, "%s", command->choices);
    for (char *word = strsep(&rest, "|"); word; word = strsep(&rest, "|"))
        cli_suggest(&nearest, word);
    return cli_fail_near(cli, DT_E_OPERAND, cli->operand[0], command->choices, &nearest);
}

/* The actions that an option belongs to; NULL if to all. */
static const char *option_actions(const struct cli_command *command, const struct cli_option *option)
{
    for (const struct cli_use *use = command->uses; use && use->option; use++)
        if (strcmp(use->option, option->name) == 0) return use->actions;
    return NULL;
}

const char *cli_option_help(const struct cli_command *command, const struct cli_option *option,
                            char text[CLI_HELP])
{
    const char *actions = command ? option_actions(command, option) : NULL;
    if (!actions) return option->help;
    int n = 0;
    for (const char *at = actions; *at && n < CLI_HELP - 2; at++) {
        if (*at == '|') text[n++] = ',';
        text[n++] = *at == '|' ? ' ' : *at;
    }
    snprintf(text + n, CLI_HELP - (size_t)n, ": %s", option->help);
    return text;
}

const char *cli_action(const struct cli *cli)
{
    const char *word = cli->n_operand ? cli->operand[0] : "";
    return cli_is_choice(cli->command->choices, word) ? word
        : cli->command->fallback                      ? cli->command->fallback
                                                      : "";
}

/* Refuses options that the action would not look at. */
static dt_status check_uses(struct cli *cli)
{
    dt_status status = DT_OK;
    const char *action = cli_action(cli);
    for (int v = 0; v < cli->n_value; v++) {
        const char *actions = option_actions(cli->command, cli->value[v].option);
        if (!actions || cli_is_choice(actions, action)) continue;
        char key[DT_DIAGNOSTIC_TEXT];
        snprintf(key, sizeof key, "--%s", cli->value[v].option->name);
        status = cli_fail(cli, DT_E_OPTION_OF_OTHER_ACTION, key, action, actions);
    }
    return status;
}

/* Whether a stream is to be coloured: the option, then NO_COLOR and CLICOLOR_FORCE, then whether it is a
 * terminal. */
static int is_colored(const char *when, int descriptor)
{
    const char *none = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE"), *term = getenv("TERM");
    if (strcmp(when, "auto") != 0) return strcmp(when, "always") == 0;
    if (none && none[0]) return 0;
    if (force && force[0] && strcmp(force, "0") != 0) return 1;
    return isatty(descriptor) && term && strcmp(term, "dumb") != 0;
}

static void settle_output(struct cli *cli)
{
    const char *when = cli_text(cli, "color", "auto");
    cli->json = cli_flag(cli, "json");
    cli->quiet = cli_flag(cli, "quiet");
    cli->color_out = is_colored(when, STDOUT_FILENO);
    cli->color_err = is_colored(when, STDERR_FILENO);
}

static dt_status parse_arguments(struct cli *cli)
{
    dt_status status = DT_OK;
    int is_options = 1;
    for (int a = 2; a < cli->argc; a++) {
        const char *argument = cli->argv[a];
        dt_status one = DT_OK;
        if (is_options && strcmp(argument, "--") == 0)
            is_options = 0;
        else if (is_options && argument[0] == '-' && argument[1])
            one = parse_option(cli, &a);
        else
            cli->operand[cli->n_operand++] = argument;
        if (status == DT_OK) status = one;
    }
    return status;
}

dt_status cli_parse(struct cli *cli, int argc, char **argv)
{
    static const struct {
        const char *word, *command;
    } aliases[] = {{"--version", "version"}, {"-V", "version"}, {"--help", "help"}, {"-h", "help"}};

    memset(cli, 0, sizeof *cli);
    dt_diagnostics_init(&cli->found);
    cli->argc = argc;
    cli->argv = argv;
    settle_output(cli);
    if (argc < 2) return DT_OK;

    const char *name = argv[1];
    for (int w = 0; w < CLI_COUNT(aliases); w++)
        if (strcmp(name, aliases[w].word) == 0) name = aliases[w].command;
    cli->command = cli_command_find(name);
    if (!cli->command) return unknown_command(cli, name);

    cli->value = calloc((size_t)argc, sizeof *cli->value);
    cli->operand = calloc((size_t)argc, sizeof *cli->operand);
    if (!cli->value || !cli->operand) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = parse_arguments(cli);
    settle_output(cli);
    if (status == DT_OK && !cli_flag(cli, "help")) status = check_operands(cli);
    if (status == DT_OK && !cli_flag(cli, "help")) status = check_uses(cli);
    return status;
}

void cli_clear(struct cli *cli)
{
    free(cli->value);
    free(cli->operand);
    cli->value = NULL;
    cli->operand = NULL;
}

static const struct cli_value *last_value(const struct cli *cli, const char *option)
{
    for (int v = cli->n_value - 1; v >= 0; v--)
        if (strcmp(cli->value[v].option->name, option) == 0) return &cli->value[v];
    return NULL;
}

int cli_flag(const struct cli *cli, const char *option)
{
    return last_value(cli, option) != NULL;
}

const char *cli_text(const struct cli *cli, const char *option, const char *fallback)
{
    const struct cli_value *value = last_value(cli, option);
    return value ? value->text : fallback;
}

int64_t cli_integer(const struct cli *cli, const char *option, int64_t fallback)
{
    const struct cli_value *value = last_value(cli, option);
    return value ? value->integer : fallback;
}
