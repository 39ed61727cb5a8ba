/* `detente completion`: completion scripts for bash, zsh and fish, written from the table of commands. */
#include <string.h>

#include "cli/cli.h"
#include "cli/commands.h"

/* Prints the words of a list that '|' separates, with spaces between. */
static void print_choices(const char *choices)
{
    for (; choices && *choices; choices++)
        putchar(*choices == '|' ? ' ' : *choices);
}

static void print_option_words(const struct cli_option *options)
{
    for (const struct cli_option *o = options; o && o->name; o++)
        printf(" --%s", o->name);
}

static void print_command_words(void)
{
    for (int c = 0; cli_commands[c]; c++)
        printf("%s%s", c ? " " : "", cli_commands[c]->name);
}

static void print_bash(void)
{
    printf("# bash completion of detente; made by `detente completion bash`\n"
           "_detente()\n"
           "{\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options='' words=''\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
           "        mapfile -t COMPREPLY < <(compgen -W '");
    print_command_words();
    printf("' -- \"$word\")\n"
           "        return\n"
           "    fi\n"
           "    case $before in\n");
    for (const struct cli_option *o = cli_common_options; o->name; o++) {
        if (o->kind != CLI_CHOICE) continue;
        printf("    --%s) mapfile -t COMPREPLY < <(compgen -W '", o->name);
        print_choices(o->argument);
        printf("' -- \"$word\"); return ;;\n");
    }
    printf("    esac\n"
           "    case ${COMP_WORDS[1]} in\n");
    for (int c = 0; cli_commands[c]; c++) {
        printf("    %s)\n        options='", cli_commands[c]->name);
        print_option_words(cli_commands[c]->options);
        printf("'\n");
        if (cli_commands[c]->choices || cli_commands[c] == &cli_help) {
            printf("        words='");
            print_choices(cli_commands[c]->choices);
            if (cli_commands[c] == &cli_help) print_command_words();
            printf("'\n");
        }
        printf("        ;;\n");
    }
    printf("    esac\n"
           "    case $word in\n"
           "    -*) mapfile -t COMPREPLY < <(compgen -W \"$options");
    print_option_words(cli_common_options);
    printf("\" -- \"$word\") ;;\n"
           "    *) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\"; compgen -f -- \"$word\") ;;\n"
           "    esac\n"
           "}\n"
           "complete -o filenames -F _detente detente\n");
}

/* Text inside a zsh specification or a fish string, both in single quotes: brackets, colons and quotes are
 * escaped. */
static void print_quoted(const char *text, const char *escape)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            printf("%s%c", strchr(escape, *text) ? "\\" : "", *text);
    }
}

static void print_zsh_options(const struct cli_command *command)
{
    char help[CLI_HELP];
    for (const struct cli_option *o = command ? command->options : cli_common_options; o && o->name; o++) {
        printf(" \\\n            '%s--%s%s[", o->is_repeatable ? "*" : "", o->name, o->argument ? "=" : "");
        print_quoted(cli_option_help(command, o, help), "[]:");
        printf("]");
        if (o->kind == CLI_CHOICE) {
            printf(":%s:(", o->name);
            print_choices(o->argument);
            printf(")");
        } else if (o->argument) {
            printf(":%s:_files", o->name);
        }
        printf("'");
    }
}

static void print_zsh(void)
{
    printf("#compdef detente\n"
           "# zsh completion of detente; made by `detente completion zsh`\n"
           "_detente() {\n"
           "    local -a commands\n"
           "    commands=(\n");
    for (int c = 0; cli_commands[c]; c++) {
        printf("        '%s:", cli_commands[c]->name);
        print_quoted(cli_commands[c]->summary, "");
        printf("'\n");
    }
    printf("    )\n"
           "    if (( CURRENT == 2 )); then\n"
           "        _describe command commands\n"
           "        return\n"
           "    fi\n"
           "    shift words\n"
           "    (( CURRENT-- ))\n"
           "    case $words[1] in\n");
    for (int c = 0; cli_commands[c]; c++) {
        printf("    %s)\n        _arguments", cli_commands[c]->name);
        print_zsh_options(cli_commands[c]);
        print_zsh_options(NULL);
        if (cli_commands[c]->choices) {
            printf(" \\\n            '1:%s:(", cli_commands[c]->name);
            print_choices(cli_commands[c]->choices);
            printf(")'");
        }
        printf(" \\\n            '*:file:_files'\n        ;;\n");
    }
    printf("    esac\n"
           "}\n"
           "_detente \"$@\"\n");
}

static void print_fish_options(const struct cli_command *command)
{
    char help[CLI_HELP];
    for (const struct cli_option *o = command ? command->options : cli_common_options; o && o->name; o++) {
        printf("complete -c detente");
        if (command) printf(" -n '__fish_seen_subcommand_from %s'", command->name);
        printf(" -l %s", o->name);
        if (o->letter) printf(" -s %c", o->letter);
        if (o->argument) printf(" -r");
        if (o->kind == CLI_CHOICE) {
            printf(" -f -a '");
            print_choices(o->argument);
            printf("'");
        }
        printf(" -d '");
        print_quoted(cli_option_help(command, o, help), "");
        printf("'\n");
    }
}

static void print_fish(void)
{
    printf("# fish completion of detente; made by `detente completion fish`\n");
    for (int c = 0; cli_commands[c]; c++) {
        const struct cli_command *command = cli_commands[c];
        printf("complete -c detente -n __fish_use_subcommand -f -a %s -d '", command->name);
        print_quoted(command->summary, "");
        printf("'\n");
        print_fish_options(command);
        if (!command->choices) continue;
        printf("complete -c detente -n '__fish_seen_subcommand_from %s' -f -a '", command->name);
        print_choices(command->choices);
        printf("'\n");
    }
    print_fish_options(NULL);
}

static dt_status run(struct cli *cli)
{
    if (strcmp(cli->operand[0], "bash") == 0)
        print_bash();
    else if (strcmp(cli->operand[0], "zsh") == 0)
        print_zsh();
    else
        print_fish();
    return DT_OK;
}

const struct cli_command cli_completion = {
    .name = "completion",
    .operands = "bash|zsh|fish",
    .choices = "bash|zsh|fish",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "print a completion script for a shell",
    .text = "Prints a script that completes commands, options and files in bash, zsh or fish.",
    .examples =
        (const struct cli_example[]){
            {"source <(detente completion bash)", "for this shell"},
            {"detente completion fish > ~/.config/fish/completions/detente.fish", "for good"},
            {NULL, NULL}},
    .run = run,
};
