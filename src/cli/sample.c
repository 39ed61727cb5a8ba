/* `detente sample`: writes a sampling design for a scenario as a table. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/result.h"

static dt_status print_quality(struct cli *cli, const dt_design *design, const char *path)
{
    dt_design_quality q = {0};
    int is_measured = dt_design_rows(design) <= 4096;
    if (is_measured && dt_design_measure(design, &q) != DT_OK) return DT_NO_MEMORY;
    if (cli->json) {
        struct cli_json json = cli_json_begin(stdout);
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "schema", "detente.sample/1");
        cli_json_text(&json, "file", path);
        cli_json_integer(&json, "rows", dt_design_rows(design));
        cli_json_integer(&json, "columns", dt_design_columns(design));
        cli_json_integer(&json, "group", dt_design_group(design));
        cli_json_number(&json, "least_distance", is_measured ? q.least_distance : NAN);
        cli_json_number(&json, "greatest_correlation", is_measured ? q.greatest_correlation : NAN);
        cli_json_close(&json, '}');
        cli_json_end(&json);
        return DT_OK;
    }
    printf("%s: %" PRId64 " points of %d factors\n", path, dt_design_rows(design), dt_design_columns(design));
    if (is_measured)
        printf("least distance %.4g, greatest correlation of two columns %.3f%s\n", q.least_distance,
               q.greatest_correlation, q.is_latin ? ", a Latin hypercube" : "");
    return DT_OK;
}

static dt_status write_design(struct cli *cli, const dt_case *c, const dt_design *design)
{
    const char *path = cli_text(cli, "out", "design.csv");
    const char **name = cli_factor_names(c);
    if (!name) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = dt_design_write(design, path, name, &cli->found);
    free(name);
    return status == DT_OK ? print_quality(cli, design, path) : status;
}

static dt_status run(struct cli *cli)
{
    struct cli_setup setup = {0};
    dt_design *design = NULL;
    dt_status status = cli_text(cli, "design", NULL)
        ? cli_setup_scenario(cli, &setup, cli->operand[0])
        : cli_fail(cli, DT_E_OPTION_VALUE, "--design", "nothing",
                   "a kind of design, for example --design sobol");
    if (status == DT_OK) status = cli_setup_case(cli, &setup);
    if (status == DT_OK) status = cli_design_make(cli, setup.c, &design);
    if (status == DT_OK) status = write_design(cli, setup.c, design);
    dt_design_free(design);
    cli_setup_clear(&setup);
    return status;
}

const struct cli_command cli_sample = {
    .name = "sample",
    .operands = "SCENARIO",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "write a sampling design for a scenario",
    .text = "Writes the points of a design as CSV: one row a member, one column an uncertain factor of the "
            "scenario, each "
            "number the probability at which the factor's distribution is taken. `detente ensemble "
            "--design-file` runs it, "
            "also one that another program made.\n\n"
            "monte-carlo: independent points. latin, maximin: Latin hypercubes. sobol, halton: "
            "low-discrepancy sequences, "
            "scrambled. saltelli: for Sobol' indices, --base points times factors + 2. morris, "
            "morris-radial: for "
            "elementary effects, --base trajectories of factors + 1 points. factorial: --level middles of "
            "every factor.",
    .examples =
        (const struct cli_example[]){{"detente sample coruna --design sobol --base 4096 --out points.csv",
                                      "4,096 scrambled Sobol' points"},
                                     {"detente sample my.yaml --design maximin --base 200",
                                      "a Latin hypercube of points that keep apart"},
                                     {NULL, NULL}},
    .options = (const struct cli_option[]){CLI_OPTIONS_DESIGN,
                                           {"seed", 0, CLI_INTEGER, "N", "seed of the design", 0, INT64_MAX,
                                            0},
                                           {"set", 's', CLI_TEXT, "KEY=VALUE",
                                            "change one value of the scenario; may be repeated", 0, 0, 1},
                                           {"out", 'o', CLI_TEXT, "FILE", "file to write; default design.csv",
                                            0, 0, 0},
                                           CLI_OPTION_END},
    .run = run,
};
