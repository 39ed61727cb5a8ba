/* What hosting, curves and reduction share. */
#ifndef DT_GRID_HOSTING_H
#define DT_GRID_HOSTING_H

#include "detente/grid_plan.h"

/* Whether one hour of the case without stores, reserve or flexibility is asked for: a session answers it. */
int dt_hosting_is_snapshot(const dt_grid_hosting_options *options);
/* The plan that makes the load of a site as large as can be, or with `mw` serves it at least cost. `load` is
 * where the plan's extra load is put. */
dt_grid_plan dt_hosting_plan(const dt_grid_hosting_options *options, const dt_grid_site *site,
                             const double *mw, dt_grid_extra_load *load);
/* A session's limit in the terms of a plan. */
dt_grid_bound dt_hosting_bound(const dt_grid_limit *limit);
int dt_hosting_is_stopped(const dt_grid_watch *watch);

/* hosting_relief.c: fills what relieves a site whose capacity is known. */
dt_status dt_hosting_relief(const dt_grid *grid, const dt_grid_hosting_options *options,
                            const dt_grid_site *site, dt_grid_host *host);

#endif
