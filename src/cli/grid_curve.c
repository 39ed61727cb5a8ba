/* `detente grid curve`: what a load at a site costs, step by step, and the supply curve as a file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/grid_setup.h"
#include "detente/grid_report.h"

enum { PIECES = 8 };

static void print_text(const struct cli *cli, const struct cli_grid *g, const struct cli_grid_setup *s,
                       const dt_grid_curve *c)
{
    printf("%s: cost of a load at %s, up to %.2f MW (%s convention)\n\n", g->grid->name, s->site[0].name,
           c->hosted, dt_grid_convention_name(g->options.convention));
    printf("%s%12s %12s %14s  %s%s\n", cli_bold(cli), "from MW", "to MW", "USD/MWh", "ends with",
           cli_plain(cli));
    for (int k = 0; k + 1 < c->n_point; k++)
        printf("%12.2f %12.2f %14.4f  %s\n", c->point[k].mw, c->point[k + 1].mw, c->point[k].slope,
               c->point[k].binding);
    if (c->is_exact)
        printf("\nexact; ");
    else
        printf("\nat most %.3f%% of the added cost above the true cost; ", 100.0 * c->error);
    printf("%d solutions, %.2f s\n", c->n_solve, c->seconds);
}

/* The supply curve with the cheapest relief of the site as its last step. */
static dt_status save(struct cli *cli, struct cli_grid *g, struct cli_grid_setup *s, const dt_grid_curve *c,
                      const char *path)
{
    dt_grid_hosting h = {0};
    char source[DT_SUPPLY_TEXT];
    dt_supply_curve *curve = malloc(sizeof *curve);
    dt_status status = curve ? DT_OK : DT_NO_MEMORY;
    s->options.has_relief = 1;
    if (status == DT_OK) status = dt_grid_hosting_find(g->grid, &s->options, 1, s->site, &h);
    snprintf(source, sizeof source, "detente grid curve %s, site %s, %s%s, band %.3g", g->grid->name,
             s->site[0].name, dt_grid_convention_name(g->options.convention),
             s->options.plan.opf.is_n1 ? ", N-1" : "", c->error);
    if (status == DT_OK)
        status = dt_grid_curve_supply(c, cli_text(cli, "region", g->grid->name),
                                      (int)cli_integer(cli, "year", 0), source,
                                      h.n_done == 1 ? &h.site[0] : NULL, curve);
    if (status == DT_OK) status = dt_supply_curve_save(curve, path, &cli->found);
    dt_grid_hosting_clear(&h);
    free(curve);
    return status;
}

static dt_status write_page(struct cli *cli, const struct cli_grid *g, const struct cli_grid_setup *s,
                            const dt_grid_curve *c, const char *path)
{
    dt_grid_opf opf = {0};
    dt_grid_opf_options options = s->options.plan.opf;
    options.is_plain = 1;
    char *command = cli_command_line(cli);
    if (!command) return DT_NO_MEMORY;
    dt_status status = dt_grid_opf_solve(g->grid, &options, &opf, NULL);
    if (status == DT_OK) {
        dt_grid_page page = {.grid = g->grid,
                             .opf = opf.outcome == DT_GRID_OPTIMAL ? &opf : NULL,
                             .plan = &s->options.plan,
                             .curve = c,
                             .curve_site = s->site[0].name,
                             .command = command,
                             .version = dt_version()};
        status = dt_report_grid_page(&page, path, &cli->found);
    }
    dt_grid_opf_clear(&opf);
    free(command);
    return status;
}

static dt_status print(const struct cli *cli, const struct cli_grid *g, const struct cli_grid_setup *s,
                       const dt_grid_curve *c)
{
    char *text = NULL;
    dt_grid_page page = {
        .grid = g->grid, .plan = &s->options.plan, .curve = c, .curve_site = s->site[0].name};
    if (!cli->json) {
        print_text(cli, g, s, c);
        return DT_OK;
    }
    dt_status status = dt_report_grid_curve(&page, &text);
    return cli_grid_print(text, status);
}

static dt_status find(struct cli *cli, struct cli_grid *g, struct cli_grid_setup *s, dt_grid_curve *c)
{
    double most_price = 0.0;
    int64_t pieces = cli_integer(cli, "pieces", PIECES);
    dt_status status = cli_grid_number(cli, "most-price", 0.0, &most_price);
    if (status == DT_OK && !cli_text(cli, "bus", NULL))
        status = cli_fail(cli, DT_E_OPTION_VALUE, "bus", NULL, "the site of the load");
    if (status == DT_OK) status = cli_grid_share(cli, "curtail", &s->options.curtailed);
    if (status == DT_OK)
        status = dt_grid_curve_find(g->grid, &s->options, s->site, (int)pieces, most_price, c);
    if (status == DT_NO_SOLUTION) status = cli_fail(cli, DT_E_GRID_INFEASIBLE, g->grid->name, NULL, NULL);
    return status;
}

static dt_status run(struct cli *cli, struct cli_grid *g)
{
    struct cli_grid_setup s;
    dt_grid_curve c = {0};
    const char *path = cli_text(cli, "save", NULL), *report = cli_text(cli, "report", NULL);
    dt_status status = cli_grid_setup_begin(cli, g, &s);
    if (status == DT_OK) status = find(cli, g, &s, &c);
    if (status == DT_OK) {
        status = print(cli, g, &s, &c);
        if (status == DT_OK && path) status = save(cli, g, &s, &c, path);
        if (status == DT_OK && report) status = write_page(cli, g, &s, &c, report);
        if (status == DT_OK && *s.watch.stop) status = DT_INTERRUPTED;
    }
    dt_grid_curve_clear(&c);
    cli_grid_setup_end(&s);
    return status;
}

const struct cli_grid_action cli_grid_curve = {"curve", run};
