/* JSON on a stream: the writer keeps commas, indentation and escapes right; numbers that are not finite
 * become null. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "cli/cli.h"

struct cli_json cli_json_begin(FILE *file)
{
    return (struct cli_json){.file = file};
}

static void put_text(FILE *file, const char *text)
{
    fputc('"', file);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            fprintf(file, "\\%c", *c);
        else if (*c == '\n')
            fputs("\\n", file);
        else if (*c < 0x20 || *c == 0x7f)
            fprintf(file, "\\u%04x", *c);
        else
            fputc(*c, file);
    }
    fputc('"', file);
}

/* What stands before a value: a comma after the last one, a new line, the key. */
static void put_key(struct cli_json *json, const char *key)
{
    if (json->has_item[json->depth]) fputc(',', json->file);
    json->has_item[json->depth] = 1;
    if (json->depth > 0) fprintf(json->file, "\n%*s", 2 * json->depth, "");
    if (!key) return;
    put_text(json->file, key);
    fputs(": ", json->file);
}

void cli_json_open(struct cli_json *json, const char *key, char bracket)
{
    put_key(json, key);
    fputc(bracket, json->file);
    if (json->depth < CLI_COUNT(json->has_item) - 1) json->depth++;
    json->has_item[json->depth] = 0;
}

void cli_json_close(struct cli_json *json, char bracket)
{
    int had_item = json->has_item[json->depth];
    if (json->depth > 0) json->depth--;
    if (had_item) fprintf(json->file, "\n%*s", 2 * json->depth, "");
    fputc(bracket, json->file);
}

void cli_json_text(struct cli_json *json, const char *key, const char *value)
{
    put_key(json, key);
    put_text(json->file, value ? value : "");
}

void cli_json_number(struct cli_json *json, const char *key, double value)
{
    put_key(json, key);
    if (isfinite(value))
        fprintf(json->file, "%.17g", value);
    else
        fputs("null", json->file);
}

void cli_json_integer(struct cli_json *json, const char *key, int64_t value)
{
    put_key(json, key);
    fprintf(json->file, "%" PRId64, value);
}

void cli_json_bool(struct cli_json *json, const char *key, int value)
{
    put_key(json, key);
    fputs(value ? "true" : "false", json->file);
}

void cli_json_end(struct cli_json *json)
{
    fputc('\n', json->file);
}

void cli_json_finding(struct cli_json *json, const dt_diagnostic *finding)
{
    char code[16];
    const dt_error_info *info = dt_error_find((int)finding->code);
    snprintf(code, sizeof code, "E%04d", (int)finding->code);
    cli_json_open(json, NULL, '{');
    cli_json_text(json, "code", code);
    cli_json_text(json, "severity", finding->is_warning ? "warning" : "error");
    cli_json_text(json, "title", info ? info->title : "");
    cli_json_text(json, "file", finding->file);
    cli_json_integer(json, "line", finding->line);
    cli_json_integer(json, "column", finding->column);
    cli_json_text(json, "key", finding->key);
    cli_json_text(json, "found", finding->found);
    cli_json_text(json, "expected", finding->expected);
    cli_json_text(json, "suggestion", finding->suggestion);
    cli_json_close(json, '}');
}
