/* Status codes and diagnostics: how the library says what went wrong.
 *
 * A function that can fail returns a dt_status and leaves its results untouched on failure. A function that
 * reads a user's input also takes a trailing `dt_diagnostics *`, owned by the caller and nullable, which
 * collects every finding of a file with its place, what was found, what was expected and how to mend it. */
#ifndef DETENTE_STATUS_H
#define DETENTE_STATUS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Outcome of a call; the list, with exit codes and sentences, is status.def. */
typedef enum dt_status {
#define DT_STATUS(name, exit_code, text) DT_##name,
#include "detente/status.def"
#undef DT_STATUS
    DT_STATUS_COUNT
} dt_status;

/** Name of a status without its prefix, for example "INPUT". Static storage. */
const char *dt_status_name(dt_status status);
/** One sentence that says what a status means. Static storage. */
const char *dt_status_text(dt_status status);
/** Exit code of a program that ends with this status. */
int dt_status_exit_code(dt_status status);

/** Code of a diagnostic; the list, with titles and explanations, is errors.def. */
typedef enum dt_error_code {
#define DT_ERROR(name, number, status, title, explanation) DT_E_##name = number,
#include "detente/errors.def"
#undef DT_ERROR
} dt_error_code;

/** What is known about an error code: `detente explain E0201` prints it. */
typedef struct dt_error_info {
    dt_error_code code;
    dt_status status;        /* status of a call that ends with this error */
    const char *name;        /* for example "UNKNOWN_KEY" */
    const char *title;       /* a few words */
    const char *explanation; /* what it means and what to do */
} dt_error_info;

/** Number of error codes. */
int dt_error_count(void);
/** Description of the error at `index`, 0 <= index < dt_error_count(); NULL outside. Static storage. */
const dt_error_info *dt_error_info_at(int index);
/** Description of an error code; NULL if there is none. Static storage. */
const dt_error_info *dt_error_find(int code);

/** Findings that a list keeps, and the length of their texts. */
enum { DT_DIAGNOSTICS_MAX = 20, DT_DIAGNOSTIC_TEXT = 256 };

/** One finding in a user's input. Empty strings and zeros mean "not known". */
typedef struct dt_diagnostic {
    dt_error_code code;
    int is_warning;   /* 1: reported, does not fail the call */
    int line, column; /* 1-based; 0 if the place is not known */
    char file[DT_DIAGNOSTIC_TEXT];
    char key[DT_DIAGNOSTIC_TEXT];        /* key path, for example "parameters.algorithm_growth" */
    char found[DT_DIAGNOSTIC_TEXT];      /* what stands there */
    char expected[DT_DIAGNOSTIC_TEXT];   /* what would be right */
    char suggestion[DT_DIAGNOSTIC_TEXT]; /* how to mend it, for example "did you mean ...?" */
} dt_diagnostic;

/** Findings of one call, in order. Plain data: the caller owns it and sets it up with dt_diagnostics_init. */
typedef struct dt_diagnostics {
    int count;   /* kept in item, at most DT_DIAGNOSTICS_MAX */
    int n_error; /* errors seen, kept or not */
    int n_warning;
    dt_diagnostic item[DT_DIAGNOSTICS_MAX];
} dt_diagnostics;

/** Empties a list of findings. */
void dt_diagnostics_init(dt_diagnostics *list);

/** Adds one finding; strings are copied and cut to fit, NULL means empty. `list` may be NULL.
 * Returns the status that belongs to `code`, so that a caller can `return dt_diagnose(...)`. */
dt_status dt_diagnose(dt_diagnostics *list, const dt_diagnostic *finding);

/** Writes a finding as one line, `file:line:column: error E0201: key: found ..., expected ...; suggestion`,
 * into `text` of `size` bytes; always terminated. Returns the length that the whole line has. */
size_t dt_diagnostic_format(const dt_diagnostic *finding, char *text, size_t size);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
