/* Findings and messages on standard error: as lines for people, with the place in the file, or as JSON for
 * programs. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static void copy_text(char *target, const char *source)
{
    snprintf(target, DT_DIAGNOSTIC_TEXT, "%s", source ? source : "");
}

dt_status cli_fail(struct cli *cli, dt_error_code code, const char *key, const char *found,
                   const char *expected)
{
    dt_diagnostic finding = {.code = code};
    copy_text(finding.key, key);
    copy_text(finding.found, found);
    copy_text(finding.expected, expected);
    return dt_diagnose(&cli->found, &finding);
}

dt_status cli_fail_near(struct cli *cli, dt_error_code code, const char *key, const char *expected,
                        const struct cli_suggestion *near_names)
{
    dt_diagnostic finding = {.code = code};
    copy_text(finding.key, key);
    if (near_names->nearest)
        snprintf(finding.suggestion, sizeof finding.suggestion, "did you mean %.200s?", near_names->nearest);
    else
        copy_text(finding.expected, expected);
    return dt_diagnose(&cli->found, &finding);
}

const char *cli_bold(const struct cli *cli)
{
    return cli->color_out ? "\033[1m" : "";
}

const char *cli_plain(const struct cli *cli)
{
    return cli->color_out ? "\033[0m" : "";
}

void cli_note(const struct cli *cli, const char *format, ...)
{
    va_list arguments;
    if (cli->quiet) return;
    fflush(stdout); /* so that result and message come in order where both go to one file */
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

/* Puts a question mark where a terminal would take a byte of a file or an argument for a command: control
 * characters but for tabs, also those that UTF-8 writes with two bytes. */
static void tame(char *text)
{
    for (unsigned char *at = (unsigned char *)text; *at; at++) {
        int is_second = at > (unsigned char *)text && at[-1] == 0xc2 && *at >= 0x80 && *at < 0xa0;
        if (is_second) at[-1] = '?';
        if (is_second || (*at < 0x20 && *at != '\t') || *at == 0x7f) *at = '?';
    }
}

/* Shows the line of a file with a caret under the column; tabs are kept so that the caret stands right. */
static void print_place(const dt_diagnostic *finding)
{
    char *line = NULL;
    size_t room = 0;
    FILE *file = finding->file[0] && finding->line > 0 ? fopen(finding->file, "r") : NULL;
    if (!file) return;

    ssize_t length = -1;
    for (int n = 0; n < finding->line; n++) {
        length = getline(&line, &room, file);
        if (length < 0) break;
    }
    if (length >= 0) {
        line[strcspn(line, "\r\n")] = '\0';
        tame(line);
        fprintf(stderr, "%6d | %.160s\n", finding->line, line);
        if (finding->column > 0 && finding->column <= 160) {
            fprintf(stderr, "       | ");
            for (int c = 0; c + 1 < finding->column && line[c]; c++)
                fputc(line[c] == '\t' ? '\t' : ' ', stderr);
            fprintf(stderr, "^\n");
        }
    }
    free(line);
    fclose(file);
}

static void print_finding(const struct cli *cli, const dt_diagnostic *finding)
{
    char line[6 * DT_DIAGNOSTIC_TEXT];
    dt_diagnostic_format(finding, line, sizeof line);
    tame(line);
    const char *word = finding->is_warning ? "warning" : "error";
    char *at = strstr(line, word);
    if (cli->color_err && at) {
        const char *rest = at + strlen(word);
        fprintf(stderr, "%.*s\033[%sm%s\033[0m%s\n", (int)(at - line), line,
                finding->is_warning ? "1;33" : "1;31", word, rest);
    } else {
        fprintf(stderr, "%s\n", line);
    }
    print_place(finding);
}

static void print_json(const struct cli *cli, dt_status status)
{
    struct cli_json json = cli_json_begin(stderr);
    cli_json_open(&json, NULL, '{');
    cli_json_integer(&json, "schema", 1);
    cli_json_text(&json, "status", dt_status_name(status));
    cli_json_integer(&json, "exit_code", dt_status_exit_code(status));
    cli_json_open(&json, "diagnostics", '[');
    for (int i = 0; i < cli->found.count; i++)
        cli_json_finding(&json, &cli->found.item[i]);
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

void cli_print_findings(struct cli *cli, dt_status status)
{
    const dt_diagnostics *found = &cli->found;
    int total = found->n_error + found->n_warning;
    if (cli->json) {
        if (total > 0 || (status != DT_OK && status != DT_NO)) print_json(cli, status);
        return;
    }
    for (int i = 0; i < found->count; i++)
        print_finding(cli, &found->item[i]);
    if (total > found->count) fprintf(stderr, "... and %d more\n", total - found->count);
    if (status != DT_OK && status != DT_NO && found->n_error == 0)
        fprintf(stderr, "error: %s\n", dt_status_text(status));
    if (status == DT_USAGE && cli->command) fprintf(stderr, "See `detente %s --help`.\n", cli->command->name);
}
