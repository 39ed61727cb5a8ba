/* Tokens. A place is a line and a column in characters, both from 1. In strings a backslash takes the
 * following character as it is. */
#include "normal/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "io/utf8.h"

/* Counted only where something is reported: a game may stand in one long line. */
int dt_token_column(const struct dt_token *token)
{
    int column = 1, has_quote = token->kind == DT_TOKEN_STRING || token->kind == DT_TOKEN_BAD;
    for (const char *c = token->line_start; c < token->text - has_quote; c++)
        column += ((unsigned char)*c & 0xC0) != 0x80;
    return column;
}

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',';
}

static void skip_blanks(struct dt_scan *scan)
{
    while (scan->at < scan->end) {
        if (scan->has_comments && *scan->at == '#')
            while (scan->at < scan->end && *scan->at != '\n')
                scan->at++;
        if (scan->at == scan->end || !is_blank(*scan->at)) return;
        if (*scan->at == '\n') {
            scan->line++;
            scan->line_start = scan->at + 1;
        }
        scan->at++;
    }
}

static void read_string(struct dt_scan *scan, struct dt_token *token)
{
    const char *c = scan->at + 1;
    token->text = c;
    while (c < scan->end && *c != '"') {
        if (*c == '\\' && c + 1 < scan->end) c++;
        if (*c == '\n') {
            scan->line++;
            scan->line_start = c + 1;
        }
        c++;
    }
    token->length = (size_t)(c - token->text);
    token->kind = c < scan->end ? DT_TOKEN_STRING : DT_TOKEN_BAD;
    scan->at = c < scan->end ? c + 1 : c;
}

static void read_word(struct dt_scan *scan, struct dt_token *token)
{
    const char *c = scan->at;
    while (c < scan->end && !is_blank(*c) && *c != '"' && *c != scan->brackets[0] && *c != scan->brackets[1])
        c++;
    token->kind = DT_TOKEN_WORD;
    token->length = (size_t)(c - scan->at);
    scan->at = c;
}

static void advance(struct dt_scan *scan)
{
    skip_blanks(scan);
    struct dt_token token = {.text = scan->at, .line = scan->line, .line_start = scan->line_start};
    if (scan->at == scan->end) {
        token.kind = DT_TOKEN_END;
    } else if (*scan->at == '"') {
        read_string(scan, &token);
    } else if (*scan->at == scan->brackets[0] || *scan->at == scan->brackets[1]) {
        token.kind = *scan->at == scan->brackets[0] ? DT_TOKEN_OPEN : DT_TOKEN_CLOSE;
        token.length = 1;
        scan->at++;
    } else {
        read_word(scan, &token);
    }
    scan->next = token;
}

/* The first byte that is no character of a text, or the end. */
static const char *first_bad(const char *text, size_t length)
{
    size_t k = 0;
    while (k < length) {
        size_t size = text[k] ? dt_utf8_size(text + k, length - k) : 0;
        if (size == 0) break;
        k += size;
    }
    return text + k;
}

dt_status dt_scan_begin(struct dt_scan *scan, const char *text, size_t length)
{
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    const char *bad = first_bad(text, length);
    scan->at = scan->line_start = text;
    scan->end = text + length;
    scan->line = 1;
    if (bad < scan->end) {
        for (const char *c = text; c < bad; c++)
            if (*c == '\n') {
                scan->line++;
                scan->line_start = c + 1;
            }
        struct dt_token token = {.text = bad, .line = scan->line, .line_start = scan->line_start};
        return dt_scan_fault(scan, &token, *bad ? DT_E_TEXT_UTF8 : DT_E_TEXT_NUL, "text in UTF-8");
    }
    advance(scan);
    return DT_OK;
}

struct dt_token dt_scan_take(struct dt_scan *scan)
{
    struct dt_token token = scan->next;
    if (token.kind != DT_TOKEN_END) advance(scan);
    return token;
}

void dt_token_copy(const struct dt_token *token, char *text, size_t size)
{
    size_t n = 0, k = 0;
    for (; k < token->length && n + 1 < size; k++) {
        int is_escape = token->kind == DT_TOKEN_STRING && token->text[k] == '\\' && k + 1 < token->length;
        text[n++] = token->text[k += (size_t)is_escape];
    }
    /* Cut before a character of which only a part fits. */
    if (k < token->length && ((unsigned char)token->text[k] & 0xC0) == 0x80) {
        while (n > 0 && ((unsigned char)text[n - 1] & 0xC0) == 0x80)
            n--;
        if (n > 0) n--;
    }
    text[n] = '\0';
}

dt_status dt_scan_fault(const struct dt_scan *scan, const struct dt_token *token, dt_error_code code,
                        const char *expected)
{
    dt_diagnostic finding = {.code = code, .line = token->line, .column = dt_token_column(token)};
    struct dt_token shown = *token;
    if (shown.length > 40) shown.length = 40;
    while (shown.length > 0 && shown.length < token->length &&
           ((unsigned char)shown.text[shown.length] & 0xC0) == 0x80)
        shown.length--;
    snprintf(finding.file, sizeof finding.file, "%s", scan->file);
    if (token->kind == DT_TOKEN_END)
        snprintf(finding.found, sizeof finding.found, "the end of the text");
    else if (token->kind == DT_TOKEN_BAD)
        snprintf(finding.found, sizeof finding.found, "a quote that is not closed");
    else
        dt_token_copy(&shown, finding.found, sizeof finding.found);
    snprintf(finding.expected, sizeof finding.expected, "%s", expected);
    return dt_diagnose(scan->diagnostics, &finding);
}

dt_status dt_scan_expect(struct dt_scan *scan, enum dt_token_kind kind, const char *expected,
                         struct dt_token *token)
{
    if (scan->next.kind != kind) return dt_scan_fault(scan, &scan->next, DT_E_GAME_SYNTAX, expected);
    struct dt_token taken = dt_scan_take(scan);
    if (token) *token = taken;
    return DT_OK;
}

dt_status dt_scan_integer(struct dt_scan *scan, long least, long greatest, const char *expected, long *value)
{
    char text[24], *end = text;
    const struct dt_token *token = &scan->next;
    long number = least;
    if (token->kind == DT_TOKEN_WORD && token->length < sizeof text) {
        dt_token_copy(token, text, sizeof text);
        number = strtol(text, &end, 10);
    }
    if (end == text || *end || number < least || number > greatest)
        return dt_scan_fault(scan, token, DT_E_GAME_SYNTAX, expected);
    dt_scan_take(scan);
    *value = number;
    return DT_OK;
}

int dt_scan_is_word(const struct dt_scan *scan, const char *word)
{
    return scan->next.kind == DT_TOKEN_WORD && scan->next.length == strlen(word) &&
        memcmp(scan->next.text, word, scan->next.length) == 0;
}
