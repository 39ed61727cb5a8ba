/* `detente grid`: what its actions share. Each action is a file grid_<name>.c with one const entry here. */
#ifndef DT_CLI_GRID_H
#define DT_CLI_GRID_H

#include "cli/cli.h"
#include "detente/grid.h"

/* The case and the options that every action has. */
struct cli_grid {
    dt_grid *grid;
    dt_grid_opf_options options;
};

struct cli_grid_action {
    const char *name;
    dt_status (*run)(struct cli *cli, struct cli_grid *g);
};

extern const struct cli_grid_action cli_grid_opf, cli_grid_flow, cli_grid_hosting, cli_grid_curve,
    cli_grid_expand;

/* grid.c: begins a document with schema, case and convention; ends it. */
void cli_grid_json_begin(struct cli_json *json, const struct cli_grid *g);
void cli_grid_json_end(struct cli_json *json);
/* A positive number of an option's text, or `fallback` without the option. */
dt_status cli_grid_number(struct cli *cli, const char *option, double fallback, double *value);
/* Prints a text that the library made, and frees it. */
dt_status cli_grid_print(char *text, dt_status status);

#endif
