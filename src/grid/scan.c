/* Places, blanks, comments and words of a case file.
 *
 * Line ends count as they come (LF, CR LF). A comment begins with '%' or '#' outside quotes; lines with only
 * "%{" and "%}" enclose a block. "..." joins a line with the next. Bytes that are not ASCII may stand in
 * comments and texts. */
#include "grid/scan.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

void dt_grid_scan_init(dt_grid_scan *scan, const char *text, size_t length, const char *path,
                       dt_diagnostics *found)
{
    *scan = (dt_grid_scan){.text = text,
                           .end = text + length,
                           .at = text,
                           .line_start = text,
                           .line = 1,
                           .path = path,
                           .found = found,
                           .failed = DT_OK};
}

static void copy_text(char *to, const char *from)
{
    snprintf(to, DT_DIAGNOSTIC_TEXT, "%s", from ? from : "");
}

dt_status dt_grid_scan_report(dt_grid_scan *scan, const dt_diagnostic *finding)
{
    dt_diagnostic d = *finding;
    copy_text(d.file, scan->path);
    dt_status status = dt_diagnose(scan->found, &d);
    if (!d.is_warning && scan->failed == DT_OK) scan->failed = status;
    return status;
}

dt_status dt_grid_scan_fail(dt_grid_scan *scan, dt_error_code code, const char *found, const char *expected)
{
    dt_diagnostic d = {.code = code, .line = scan->line, .column = (int)(scan->at - scan->line_start) + 1};
    copy_text(d.found, found);
    copy_text(d.expected, expected);
    return dt_grid_scan_report(scan, &d);
}

int dt_grid_scan_peek(const dt_grid_scan *scan)
{
    return scan->at < scan->end ? (unsigned char)*scan->at : 0;
}

int dt_grid_scan_take(dt_grid_scan *scan, char c)
{
    if (scan->at >= scan->end || *scan->at != c) return 0;
    scan->at++;
    if (c == '\n') {
        scan->line++;
        scan->line_start = scan->at;
    }
    return 1;
}

static void skip_line(dt_grid_scan *scan)
{
    while (scan->at < scan->end && *scan->at != '\n')
        scan->at++;
}

/* Whether the line that begins at `at` holds `mark` and blanks only. */
static int is_alone(const dt_grid_scan *scan, const char *at, const char *mark)
{
    while (at < scan->end && (*at == ' ' || *at == '\t'))
        at++;
    if (scan->end - at < 2 || at[0] != mark[0] || at[1] != mark[1]) return 0;
    for (at += 2; at < scan->end && *at != '\n'; at++)
        if (!strchr(" \t\r", *at)) return 0;
    return 1;
}

static void skip_block_comment(dt_grid_scan *scan)
{
    int depth = 0;
    do {
        if (is_alone(scan, scan->line_start, "%{"))
            depth++;
        else if (is_alone(scan, scan->line_start, "%}"))
            depth--;
        skip_line(scan);
        if (!dt_grid_scan_take(scan, '\n')) return;
    } while (depth > 0);
}

static void skip_comment(dt_grid_scan *scan, int lines)
{
    if (lines && is_alone(scan, scan->line_start, "%{"))
        skip_block_comment(scan);
    else
        skip_line(scan);
}

void dt_grid_scan_skip(dt_grid_scan *scan, int lines)
{
    while (scan->at < scan->end) {
        char c = *scan->at;
        if (c != '\0' && strchr(" \t\r\f\v", c)) {
            scan->at++;
        } else if (c == '%' || c == '#') {
            skip_comment(scan, lines);
        } else if (c == '.' && scan->end - scan->at >= 3 && memcmp(scan->at, "...", 3) == 0) {
            skip_line(scan);
            dt_grid_scan_take(scan, '\n');
        } else if (c == '\n' && lines) {
            dt_grid_scan_take(scan, '\n');
        } else {
            return;
        }
    }
}

int dt_grid_scan_word(dt_grid_scan *scan, char name[DT_GRID_SCAN_NAME])
{
    size_t length = 0;
    if (!isalpha(dt_grid_scan_peek(scan)) && dt_grid_scan_peek(scan) != '_') return 0;
    while (isalnum(dt_grid_scan_peek(scan)) || dt_grid_scan_peek(scan) == '_') {
        if (length + 1 < DT_GRID_SCAN_NAME) name[length++] = *scan->at;
        scan->at++;
    }
    name[length] = '\0';
    return 1;
}

/* A quote begins a text unless it stands behind a name or a bracket, where it transposes. */
static int begins_text(const dt_grid_scan *scan)
{
    if (*scan->at == '"') return 1;
    if (*scan->at != '\'' || scan->at == scan->text) return *scan->at == '\'';
    unsigned char before = (unsigned char)scan->at[-1];
    return !isalnum(before) && !strchr("_)]}'.", before);
}

static void skip_text(dt_grid_scan *scan)
{
    char quote = *scan->at++;
    while (scan->at < scan->end && *scan->at != '\n') {
        char c = *scan->at++;
        if (c == '\\' && scan->at < scan->end && *scan->at == quote)
            scan->at++;
        else if (c == quote && (scan->at >= scan->end || *scan->at != quote))
            return;
        else if (c == quote)
            scan->at++;
    }
}

void dt_grid_scan_statement(dt_grid_scan *scan)
{
    int depth = 0;
    while (scan->at < scan->end) {
        dt_grid_scan_skip(scan, depth > 0);
        char c = (char)dt_grid_scan_peek(scan);
        if (c == '\0' && scan->at >= scan->end) return;
        if (depth == 0 && (c == ';' || c == '\n')) {
            dt_grid_scan_take(scan, c);
            return;
        }
        if (begins_text(scan)) {
            skip_text(scan);
            continue;
        }
        depth += c == '[' || c == '{' || c == '(';
        depth -= (c == ']' || c == '}' || c == ')') && depth > 0;
        scan->at++;
        if (c == '\n') {
            scan->line++;
            scan->line_start = scan->at;
        }
    }
}
