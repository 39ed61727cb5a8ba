/* `detente grid hosting|curve|expand`: sites, hours, progress and interruption. */
#ifndef DT_CLI_GRID_SETUP_H
#define DT_CLI_GRID_SETUP_H

#include "cli/grid.h"
#include "detente/grid_plan.h"

struct cli_grid_setup {
    const struct cli *cli;
    int has_hours;
    dt_grid_profile profile; /* hours, or representative days */
    dt_grid_hosting_options options;
    int n_site;
    dt_grid_site *site;
    int *bus; /* what sites point to */
    double *share;
    struct cli_watch *signals;
    dt_grid_watch watch;
    int is_terminal;
    double next_line, begin; /* s */
};

/* Reads --hours, --days, --bus, --reserve; without --bus every bus is a site. To be ended in any case. */
dt_status cli_grid_setup_begin(struct cli *cli, struct cli_grid *g, struct cli_grid_setup *setup);
void cli_grid_setup_end(struct cli_grid_setup *setup);
/* A share from 0 to 1, or 0 without the option. */
dt_status cli_grid_share(struct cli *cli, const char *option, double *value);
#endif
