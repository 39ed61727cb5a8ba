/* `detente grid opf`: dispatch of least cost, prices, flows, what binds or conflicts. */
#include <math.h>
#include <stdlib.h>

#include "cli/grid.h"
#include "detente/grid_report.h"

enum { MOST_LINES = 15 };

static const char *method_name(dt_grid_method method)
{
    static const char *const name[] = {"auto", "lazy", "simplex", "interior"};
    return name[method];
}

static void print_limits(const struct cli *cli, const dt_grid *grid, const dt_grid_limit *limit, int count)
{
    int most = cli_flag(cli, "all") || count <= MOST_LINES ? count : MOST_LINES;
    for (int k = 0; k < most; k++) {
        char place[DT_GRID_LIMIT_WORDS];
        dt_grid_limit_words(grid, &limit[k], place);
        printf("  %-14s %-44s %10.2f MW", dt_grid_limit_name(limit[k].kind), place, limit[k].limit);
        printf(limit[k].shadow_price > 0.0 ? " %12.4f\n" : "\n", limit[k].shadow_price);
    }
    if (most < count) printf("  and %d more (--all)\n", count - most);
}

/* Least, mean weighted by load, and greatest price. */
static void print_prices(const struct cli *cli, const dt_grid *grid, const dt_grid_opf *r)
{
    double least = INFINITY, most = -INFINITY, sum = 0.0, load = 0.0;
    int is_long = cli_flag(cli, "all") || r->n_bus <= MOST_LINES;
    for (int i = 0; i < r->n_bus; i++) {
        if (!grid->bus[i].is_in) continue;
        least = fmin(least, r->lmp[i]);
        most = fmax(most, r->lmp[i]);
        sum += r->lmp[i] * fmax(grid->bus[i].pd, 0.0);
        load += fmax(grid->bus[i].pd, 0.0);
    }
    printf("price: %.3f to %.3f USD/MWh", least, most);
    printf(load > 0.0 ? ", %.3f weighted by load\n" : "\n", sum / load);
    if (!is_long) return;
    printf("\n%s%10s %12s %12s %12s %10s%s\n", cli_bold(cli), "bus", "USD/MWh", "energy", "congestion",
           "shed MW", cli_plain(cli));
    for (int i = 0; i < r->n_bus; i++)
        if (grid->bus[i].is_in)
            printf("%10d %12.4f %12.4f %12.4f %10.2f\n", grid->bus[i].number, r->lmp[i], r->energy[i],
                   r->congestion[i], r->shed[i]);
}

static void print_text(const struct cli *cli, const struct cli_grid *g, const dt_grid_opf *r)
{
    const char *kind = dt_grid_convention_name(g->options.convention);
    if (r->outcome != DT_GRID_OPTIMAL) {
        printf("%s: no dispatch meets all limits (%s convention%s)\n", g->grid->name, kind,
               g->options.is_n1 ? ", N-1" : "");
        if (isfinite(r->shed_total)) printf("least load to shed: %.4f MW\n", r->shed_total);
        if (isfinite(r->outage_excess))
            printf("least excess over limits of flow: %.4f MW\n", r->outage_excess);
        printf("\nlimits that cannot hold together:\n");
        print_limits(cli, g->grid, r->conflict, r->n_conflict);
        return;
    }
    printf("%s: %.2f USD/h (%s convention%s)\n", g->grid->name, r->objective, kind,
           g->options.is_n1 ? ", N-1" : "");
    if (g->options.shed_cost > 0.0) printf("load shed: %.4f MW\n", r->shed_total);
    print_prices(cli, g->grid, r);
    printf("\n%sbinding limits: %d%s (USD/MWh saved by one more MW)\n", cli_bold(cli), r->n_binding,
           cli_plain(cli));
    print_limits(cli, g->grid, r->binding, r->n_binding);
    printf("\nchecked: balance %.1e MW, limits %.1e MW, gap %.1e; %s, %.3f s\n", r->balance_residual,
           r->limit_residual, r->gap, method_name(r->method), r->seconds);
}

static dt_status print(const struct cli *cli, const struct cli_grid *g, const dt_grid_opf *r)
{
    char *text = NULL;
    if (!cli->json) {
        print_text(cli, g, r);
        return DT_OK;
    }
    dt_status status = dt_report_grid_opf(g->grid, &g->options, r, &text);
    return cli_grid_print(text, status);
}

static dt_status run(struct cli *cli, struct cli_grid *g)
{
    dt_grid_opf r = {0};
    dt_status status = dt_grid_opf_solve(g->grid, &g->options, &r, &cli->found);
    if (status != DT_OK) return status;
    if (r.outcome == DT_GRID_STOPPED) {
        status = cli_fail(cli, DT_E_GRID_STOPPED, g->grid->name, NULL, NULL);
    } else {
        status = print(cli, g, &r);
        if (status == DT_OK && r.outcome == DT_GRID_INFEASIBLE)
            status = cli_fail(cli, DT_E_GRID_INFEASIBLE, g->grid->name, NULL, NULL);
    }
    dt_grid_opf_clear(&r);
    return status;
}

const struct cli_grid_action cli_grid_opf = {"opf", run};
