/* Reports: what a person reads and looks at. */
#ifndef DETENTE_REPORT_H
#define DETENTE_REPORT_H

#include "detente/backtest.h"
#include "detente/claims.h"
#include "detente/ensemble.h"
#include "detente/game.h"
#include "detente/scenario.h"
#include "detente/status.h"
#include "detente/world.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Steps at which a report shows who is party to the text. */
enum { DT_PARTY_STEPS = 5 };
/** Share of members in which each state is party to the text after some steps; free with
 * dt_party_shares_clear. */
typedef struct dt_party_shares {
    int64_t members; /* that were run */
    int n_state, n_step;
    int step[DT_PARTY_STEPS]; /* the ends of 2026, 2028, 2030 and 2035 where the run reaches them, and the
                                 last */
    double *share;            /* [step * n_state + state], 0..1; members that failed are left out */
} dt_party_shares;
/** Runs the first members of an ensemble without a design once more, in the thread of the caller. */
dt_status dt_party_shares_make(const dt_case *c, int64_t members, dt_party_shares *out);
/** Frees what it holds. */
void dt_party_shares_clear(dt_party_shares *shares);

/** A scenario with changes, as the page of `detente serve` loads it. */
typedef struct dt_page_link {
    const char *scenario; /* its name */
    const dt_world *world;
    const char *version;
    int port;
    int n_change;
    const char *const *key, *const *value; /* of each change, as dt_scenario_set takes them */
} dt_page_link;
/** The link that opens it in the page: `#s=` and the changes with the hash of the data, sorted by key, as
 * deflated JSON in base64url. It holds no secret. `*link` is to be freed with dt_free. */
dt_status dt_report_link(const dt_page_link *page, char **link);

/** What a report is made of; all borrowed during the call. */
typedef struct dt_report_input {
    const dt_world *world;
    const dt_scenario *scenario;
    const dt_case *c;
    const dt_summary *summary;
    const dt_backtest *backtest; /* nullable */
    const char *command;         /* the command line that made the results */
    const char *version;
    double seconds;                 /* run time */
    const dt_claims *claims;        /* nullable: the first thing that is shown */
    const char *questions_page;     /* nullable: file beside the report that says which assumptions matter */
    const char *game_page;          /* nullable: file beside the report that shows the game of the claims */
    const dt_game_result *game;     /* nullable: that game, for its matrix */
    const dt_summary *baseline;     /* nullable: the scenario without what was changed, over the same steps */
    const dt_party_shares *parties; /* nullable: for the maps */
    const char *page_link;          /* nullable: opens the scenario in the page, once page_command runs */
    const char *page_command;       /* nullable */
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
