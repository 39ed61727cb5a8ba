/* `detente grid`: power networks. The first operand names the action, the second the case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/grid.h"

static const struct cli_grid_action *const actions[] = {&cli_grid_opf,   &cli_grid_flow,   &cli_grid_hosting,
                                                        &cli_grid_curve, &cli_grid_expand, NULL};

void cli_grid_json_begin(struct cli_json *json, const struct cli_grid *g)
{
    *json = cli_json_begin(stdout);
    cli_json_open(json, NULL, '{');
    cli_json_integer(json, "schema", 1);
    cli_json_text(json, "case", g->grid->name);
    cli_json_text(json, "convention", dt_grid_convention_name(g->options.convention));
}

void cli_grid_json_end(struct cli_json *json)
{
    cli_json_close(json, '}');
    cli_json_end(json);
}

dt_status cli_grid_number(struct cli *cli, const char *option, double fallback, double *value)
{
    const char *text = cli_text(cli, option, NULL);
    char *end = NULL;
    *value = fallback;
    if (!text) return DT_OK;
    *value = strtod(text, &end);
    if (end != text && *end == '\0' && *value > 0.0 && *value < 1e12) return DT_OK;
    return cli_fail(cli, DT_E_OPTION_VALUE, option, text, "a number greater than 0");
}

dt_status cli_grid_print(char *text, dt_status status)
{
    if (status == DT_OK) fputs(text, stdout);
    dt_free(text);
    return status;
}

static dt_status read_options(struct cli *cli, struct cli_grid *g)
{
    static const char *const method[] = {"auto", "lazy", "simplex", "interior"};
    g->options = dt_grid_opf_defaults();
    if (strcmp(cli_text(cli, "convention", "powermodels"), "matpower") == 0)
        g->options.convention = DT_GRID_MATPOWER;
    for (int m = 0; m < CLI_COUNT(method); m++)
        if (strcmp(cli_text(cli, "method", "auto"), method[m]) == 0) g->options.method = (dt_grid_method)m;
    g->options.is_n1 = cli_flag(cli, "n-1");
    g->options.no_dclines = cli_flag(cli, "no-dclines");
    g->options.no_angle_limits = cli_flag(cli, "no-angle-limits");
    g->options.outage_rate = cli_text(cli, "outage-rating", "a")[0] - 'a';
    return cli_grid_number(cli, "shed", 0.0, &g->options.shed_cost);
}

/* Adds one load of --load, "14:5000", to the case. */
static dt_status add_load(struct cli *cli, dt_grid *grid, const char *text)
{
    char *end = NULL;
    long number = strtol(text, &end, 10);
    int bus = end != text && *end == ':' && number >= 0 && number < 1000000000
        ? dt_grid_find_bus(grid, (int)number)
        : -1;
    if (bus < 0 || !grid->bus[bus].is_in)
        return cli_fail(cli, DT_E_GRID_SITE, "load", text, "BUS:MW, as 14:5000");
    const char *at = end + 1;
    double mw = strtod(at, &end);
    if (end == at || *end || !(fabs(mw) < 1e9))
        return cli_fail(cli, DT_E_OPTION_VALUE, "load", text, "BUS:MW, as 14:5000");
    grid->bus[bus].pd += mw;
    return DT_OK;
}

static dt_status add_loads(struct cli *cli, dt_grid *grid)
{
    dt_status status = DT_OK;
    for (int v = 0; v < cli->n_value && status == DT_OK; v++)
        if (strcmp(cli->value[v].option->name, "load") == 0) status = add_load(cli, grid, cli->value[v].text);
    return status;
}

static dt_status run(struct cli *cli)
{
    struct cli_grid g = {0};
    const struct cli_grid_action *action = NULL;
    for (int a = 0; actions[a]; a++)
        if (strcmp(cli->operand[0], actions[a]->name) == 0) action = actions[a];
    if (!action) return cli_fail(cli, DT_E_OPERAND, "grid", cli->operand[0], "the name of an action");
    dt_status status = read_options(cli, &g);
    if (status == DT_OK) status = dt_grid_load(cli->operand[1], &g.grid, &cli->found);
    if (status == DT_OK) status = add_loads(cli, g.grid);
    if (status == DT_OK) status = action->run(cli, &g);
    dt_grid_free(g.grid);
    return status;
}

const struct cli_command cli_grid = {
    .name = "grid",
    .operands = "opf|flow|hosting|curve|expand CASE",
    .choices = "opf|flow|hosting|curve|expand",
    .least_operand = 2,
    .most_operand = 2,
    .summary = "prices, flows, hosting and expansion of a power network",
    .text = "Reads a MATPOWER case (.m) and computes with its linear model. opf finds the dispatch of least "
            "cost within all "
            "limits, with prices, flows and the limits that bind; where there is none it names limits that "
            "cannot hold "
            "together and the least load to shed. flow takes the dispatch of the file, says what flows, and "
            "what an AC "
            "power flow says instead.\n\n"
            "hosting ranks sites (every bus, or --bus) by the extra load that they can take, and names what "
            "binds and what relieves it. curve gives what a load at a site costs, step by step, with a "
            "certified error, and can write it as a supply curve. expand finds what to build, and when, to "
            "host a path of load at least cost. An interruption keeps what was finished. docs/grid.md shows "
            "the tables of hours, candidates and years.\n\n"
            "The linear model exists in two conventions which differ by up to a quarter in cost: powermodels "
            "(susceptance "
            "x / (r^2 + x^2), taps and shifters ignored; that of the published costs of PGLib) and matpower "
            "(1 / (x tap), "
            "shifters counted).",
    .examples =
        (const struct cli_example[]){
            {"detente grid opf case.m", "least cost, prices, what binds"},
            {"detente grid opf case.m --n-1 --json", "safe against any outage"},
            {"detente grid opf case.m --shed 5000", "load may be shed at 5000 USD/MWh"},
            {"detente grid flow case.m --n-1", "flows, and what each outage would do"},
            {"detente grid hosting case.m --n-1 --relief", "extra load at every bus"},
            {"detente grid curve case.m --bus 118 --save curve.csv", "cost of a load, as a supply curve"},
            {"detente grid expand case.m --bus 118 --candidates c.csv --path "
             "p.csv",
             "what to build for a load"},
            {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            {"convention", 0, CLI_CHOICE, "powermodels|matpower", "linear model; default powermodels", 0, 0,
             0},
            {"n-1", 0, CLI_FLAG, NULL, "with every outage of one branch", 0, 0, 0},
            {"outage-rating", 0, CLI_CHOICE, "a|b|c", "rating that holds after an outage; default a", 0, 0,
             0},
            {"shed", 0, CLI_TEXT, "USD", "load may be shed at this cost per MWh", 0, 0, 0},
            {"load", 0, CLI_TEXT, "BUS:MW", "load added to the case", 0, 0, 1},
            {"no-dclines", 0, CLI_FLAG, NULL, "leave out direct-current lines", 0, 0, 0},
            {"no-angle-limits", 0, CLI_FLAG, NULL, "leave out limits on angle differences", 0, 0, 0},
            {"method", 0, CLI_CHOICE, "auto|lazy|simplex|interior", "how opf solves; default auto", 0, 0, 0},
            {"all", 0, CLI_FLAG, NULL, "print every bus and branch, not only the first", 0, 0, 0},
            {"bus", 0, CLI_TEXT, "SITE", "site of the load: 118, 118+313 or 118:0.3+313:0.7", 0, 0, 1},
            {"hours", 0, CLI_TEXT, "FILE", "table of hours: loads and outputs", 0, 0, 0},
            {"days", 0, CLI_INTEGER, "N", "that many representative days of the table", 1, 366, 0},
            {"curtail", 0, CLI_TEXT, "SHARE",
             "share of the load's energy that may be left out; a list for hosting", 0, 0, 0},
            {"reserve", 0, CLI_TEXT, "SHARE", "output kept free, as a share of the load", 0, 0, 0},
            {"relief", 0, CLI_FLAG, NULL, "what relieves each site, solved again", 0, 0, 0},
            {"pieces", 0, CLI_INTEGER, "N", "steps of a curve; default 8, 0 until exact", 0, 255, 0},
            {"most-price", 0, CLI_TEXT, "USD", "end of a curve, per MWh", 0, 0, 0},
            {"save", 0, CLI_TEXT, "FILE", "write the supply curve (.csv)", 0, 0, 0},
            {"region", 0, CLI_TEXT, "NAME", "region of a supply curve", 0, 0, 0},
            {"year", 0, CLI_INTEGER, "YEAR", "year of a supply curve", 1900, 2200, 0},
            {"candidates", 0, CLI_TEXT, "FILE", "table of what may be built", 0, 0, 0},
            {"path", 0, CLI_TEXT, "FILE", "table of years and load to host", 0, 0, 0},
            {"discount", 0, CLI_TEXT, "RATE", "discount rate a year; default 0", 0, 0, 0},
            {"margin", 0, CLI_TEXT, "SHARE", "firm capacity over the greatest load", 0, 0, 0},
            {"report", 0, CLI_TEXT, "FILE", "write a page with drawings (.html)", 0, 0, 0},
            CLI_OPTION_END,
        },
    .uses = (const struct cli_use[]){{"all", "opf|flow|hosting|expand"},
                                     {"bus", "hosting|curve|expand"},
                                     {"hours", "hosting|curve|expand"},
                                     {"days", "hosting|curve|expand"},
                                     {"curtail", "hosting|curve|expand"},
                                     {"reserve", "hosting|curve|expand"},
                                     {"relief", "hosting"},
                                     {"pieces", "curve"},
                                     {"most-price", "curve"},
                                     {"save", "curve"},
                                     {"region", "curve"},
                                     {"year", "curve"},
                                     {"candidates", "expand"},
                                     {"path", "expand"},
                                     {"discount", "expand"},
                                     {"margin", "expand"},
                                     {"report", "hosting|curve"},
                                     {NULL, NULL}},
    .run = run,
};
