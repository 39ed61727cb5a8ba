/* Findings in a user's scenario: every one is reported with its place, what stands there and what would be
 * right.
 *
 * The readers go on after a finding so that all errors of a file are reported at once. A dt_findings lives on
 * the stack of one call; it counts errors even where the caller gave no list. */
#ifndef DT_SCENARIO_FINDING_H
#define DT_SCENARIO_FINDING_H

#include "detente/status.h"

/* Where something stands: index into the list of files, line and column from 1. */
typedef struct dt_place {
    int file, line, column;
} dt_place;

enum { DT_MAX_FILE = 24, DT_FILE_TEXT = DT_DIAGNOSTIC_TEXT };

/* The files that a scenario was read from, for messages. */
typedef struct dt_files {
    int n;
    char name[DT_MAX_FILE][DT_FILE_TEXT];
} dt_files;

enum { DT_SAY_ROOM = 8 };

typedef struct dt_findings {
    dt_diagnostics *list; /* nullable */
    const dt_files *files;
    int n_error;
    dt_status status; /* of the first error */
    char key[DT_DIAGNOSTIC_TEXT];
    char say[DT_SAY_ROOM][DT_DIAGNOSTIC_TEXT];
    int next_say;
} dt_findings;

/* Starts with no findings. */
void dt_findings_init(dt_findings *f, dt_diagnostics *list, const dt_files *files);

/* Enters a key: later findings name the whole path. Returns what dt_key_leave needs to come back. */
size_t dt_key_enter(dt_findings *f, const char *key);
void dt_key_leave(dt_findings *f, size_t mark);

/* Formats a piece of a message; valid until DT_SAY_ROOM further calls. Numbers are written with a point in
 * every locale. */
const char *dt_say(dt_findings *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A number for a message. */
const char *dt_say_number(dt_findings *f, double value);
/* "did you mean ...?", or NULL for NULL. */
const char *dt_say_nearest(dt_findings *f, const char *nearest);

/* Whether a list has a finding with the same code, place, key and text; `list` may be NULL. */
int dt_is_said(const dt_diagnostics *list, const dt_diagnostic *d);
/* Adds an error, or a warning; texts may be NULL. */
void dt_report(dt_findings *f, dt_error_code code, dt_place place, const char *found, const char *expected,
               const char *suggestion);
void dt_warn(dt_findings *f, dt_error_code code, dt_place place, const char *found, const char *suggestion);
/* Adds the error of a failed allocation and returns its status. */
dt_status dt_report_no_memory(dt_findings *f);

#endif
