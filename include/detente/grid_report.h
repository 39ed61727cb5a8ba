/* The page of a power network: a drawing with flows and prices, what sites can host, the cost of a load. */
#ifndef DETENTE_GRID_REPORT_H
#define DETENTE_GRID_REPORT_H

#include "detente/grid_plan.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** What the page is made of; all borrowed during the call. */
typedef struct dt_grid_page {
    const dt_grid *grid;
    const dt_grid_opf *opf;   /* nullable: flows and prices without extra load */
    const dt_grid_plan *plan; /* of the hosting; nullable */
    int n_site;
    const dt_grid_site *site; /* best first */
    const dt_grid_host *host; /* in the same order */
    const char *warning;      /* nullable: for example that the base case is not secure */
    const dt_grid_curve *curve;
    const char *curve_site;
    const char *command, *version;
} dt_grid_page;

/** What `detente grid opf`, `hosting` and `curve` print with --json. `*text` is to be freed with dt_free. */
dt_status dt_report_grid_opf(const dt_grid *grid, const dt_grid_opf_options *options, const dt_grid_opf *opf,
                             char **text);
/** Capacities at shares of energy that may be left out: mw[share * page.n_site + site]. */
typedef struct dt_grid_shares {
    int n;
    const double *share, *mw;
} dt_grid_shares;
/** The page's sites stand best first; `hosting` says how many were asked and whether the case is secure. */
dt_status dt_report_grid_hosting(const dt_grid_page *page, const dt_grid_hosting *hosting,
                                 const dt_grid_shares *shares, char **text);
/** Of the page's curve. */
dt_status dt_report_grid_curve(const dt_grid_page *page, char **text);

/** Writes one self-contained HTML file. Written to a temporary name and renamed. DT_IO if it cannot be
 * written. */
dt_status dt_report_grid_page(const dt_grid_page *page, const char *path, dt_diagnostics *diagnostics);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
