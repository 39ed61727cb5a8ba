/* Reports: what a person reads and looks at. */
#ifndef DETENTE_REPORT_H
#define DETENTE_REPORT_H

#include "detente/backtest.h"
#include "detente/claims.h"
#include "detente/ensemble.h"
#include "detente/scenario.h"
#include "detente/status.h"
#include "detente/world.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** What a report is made of; all borrowed during the call. */
typedef struct dt_report_input {
    const dt_world *world;
    const dt_scenario *scenario;
    const dt_case *c;
    const dt_summary *summary;
    const dt_backtest *backtest; /* nullable */
    const char *command;         /* the command line that made the results */
    const char *version;
    double seconds;          /* run time */
    const dt_claims *claims; /* nullable: the first thing that is shown */
    const char *game_page;   /* nullable: file beside the report that shows the game of the claims */
} dt_report_input;

/** Writes one self-contained HTML file (no script or font from elsewhere; opens off-line). Written to a
 * temporary name and renamed. DT_IO if it cannot be written. */
dt_status dt_report_write(const dt_report_input *input, const char *path, dt_diagnostics *diagnostics);
/** The same as a text; `*html` is to be freed with dt_free. */
dt_status dt_report_html(const dt_report_input *input, char **html);

/** The summary that `detente run` prints, as text for people (DT_SUMMARY_TEXT) or JSON with a schema version
 * (DT_SUMMARY_JSON).
 * `*text` is to be freed with dt_free. */
typedef enum dt_summary_format { DT_SUMMARY_TEXT, DT_SUMMARY_JSON } dt_summary_format;
dt_status dt_report_summary(const dt_report_input *input, dt_summary_format format, char **text);
/** What `detente claims` prints, as a table of 100 columns or JSON of schema "detente.claims/1". `*text` is
 * to be freed with dt_free. */
dt_status dt_report_claims(const dt_claims *claims, const dt_scenario *scenario, dt_summary_format format,
                           char **text);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
