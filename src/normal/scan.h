/* Tokens of game files with their places: words, strings in quotes, braces. */
#ifndef DT_NORMAL_SCAN_H
#define DT_NORMAL_SCAN_H

#include <stddef.h>

#include "detente/status.h"

/** What a token is. Numbers are words; commas are skipped like blanks. */
enum dt_token_kind {
    DT_TOKEN_END,
    DT_TOKEN_WORD,
    DT_TOKEN_STRING,
    DT_TOKEN_OPEN,
    DT_TOKEN_CLOSE,
    DT_TOKEN_BAD
};

struct dt_token {
    enum dt_token_kind kind;
    const char *text; /* in the scanned text; of a string, without its quotes */
    size_t length;
    int line;
    const char *line_start;
};

/** A text that is being read; `next` is the token that comes next. */
struct dt_scan {
    const char *at, *end, *line_start;
    int line;
    const char *file, *brackets; /* the two characters that count as braces */
    int has_comments;            /* 1: a # begins a comment that ends with its line */
    struct dt_token next;
    dt_diagnostics *diagnostics;
};

/** Starts at the beginning of a text of UTF-8; reports a byte that is none. */
dt_status dt_scan_begin(struct dt_scan *scan, const char *text, size_t length);
/** Goes on to the next token and returns the one that was next. */
struct dt_token dt_scan_take(struct dt_scan *scan);
/** Takes a token of a kind; otherwise reports what was expected. `token` may be NULL. */
dt_status dt_scan_expect(struct dt_scan *scan, enum dt_token_kind kind, const char *expected,
                         struct dt_token *token);
/** Takes a whole number between two limits. */
dt_status dt_scan_integer(struct dt_scan *scan, long least, long greatest, const char *expected, long *value);
/** Whether the next token is this word. */
int dt_scan_is_word(const struct dt_scan *scan, const char *word);
/** Reports a token; returns the status of the code. */
dt_status dt_scan_fault(const struct dt_scan *scan, const struct dt_token *token, dt_error_code code,
                        const char *expected);
/** Column of a token in characters, from 1. */
int dt_token_column(const struct dt_token *token);
/** Copies a token, cut to `size`. */
void dt_token_copy(const struct dt_token *token, char *text, size_t size);

#endif
