/* `detente grid opf`: dispatch of least cost, prices, flows, what binds or conflicts. */
#include <math.h>
#include <stdlib.h>

#include "cli/grid.h"

enum { MOST_LINES = 15 };

static const char *method_name(dt_grid_method method)
{
    static const char *const name[] = {"auto", "lazy", "simplex", "interior"};
    return name[method];
}

static const char *outcome_name(dt_grid_outcome outcome)
{
    static const char *const name[] = {"optimal", "infeasible", "stopped"};
    return name[outcome];
}

void cli_grid_limits(struct cli_json *json, const dt_grid *grid, const char *key, const dt_grid_limit *limit,
                     int count)
{
    cli_json_open(json, key, '[');
    for (int k = 0; k < count; k++) {
        char place[128];
        cli_grid_place(grid, &limit[k], place);
        cli_json_open(json, NULL, '{');
        cli_json_text(json, "kind", dt_grid_limit_name(limit[k].kind));
        cli_json_integer(json, "element", limit[k].element + 1);
        if (limit[k].outage >= 0) cli_json_integer(json, "outage", limit[k].outage + 1);
        cli_json_text(json, "place", place);
        cli_json_number(json, "value_mw", limit[k].value);
        cli_json_number(json, "limit_mw", limit[k].limit);
        cli_json_number(json, "shadow_price_usd_per_mwh", limit[k].shadow_price);
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void json_buses(struct cli_json *json, const dt_grid *grid, const dt_grid_opf *r)
{
    cli_json_open(json, "lmp", '[');
    for (int i = 0; i < r->n_bus; i++) {
        if (!grid->bus[i].is_in) continue;
        cli_json_open(json, NULL, '{');
        cli_json_integer(json, "bus", grid->bus[i].number);
        cli_json_number(json, "usd_per_mwh", r->lmp[i]);
        cli_json_number(json, "energy", r->energy[i]);
        cli_json_number(json, "congestion", r->congestion[i]);
        if (r->shed[i] > 0.0) cli_json_number(json, "shed_mw", r->shed[i]);
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void json_branches(struct cli_json *json, const dt_grid *grid, const dt_grid_opf *r)
{
    cli_json_open(json, "flows", '[');
    for (int l = 0; l < r->n_branch; l++) {
        const dt_grid_branch *b = &grid->branch[l];
        if (!b->is_in) continue;
        cli_json_open(json, NULL, '{');
        cli_json_integer(json, "branch", l + 1);
        cli_json_integer(json, "from", grid->bus[b->from].number);
        cli_json_integer(json, "to", grid->bus[b->to].number);
        cli_json_number(json, "mw", r->flow[l]);
        cli_json_number(json, "rate_mw", b->rate_a > 0.0 ? b->rate_a : INFINITY);
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
    cli_json_open(json, "dc_flows", '[');
    for (int d = 0; d < r->n_dcline; d++) {
        if (!grid->dcline[d].is_in) continue;
        cli_json_open(json, NULL, '{');
        cli_json_integer(json, "dcline", d + 1);
        cli_json_number(json, "sent_mw", r->dc_flow[d]);
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void json_dispatch(struct cli_json *json, const dt_grid *grid, const dt_grid_opf *r)
{
    cli_json_open(json, "dispatch", '[');
    for (int i = 0; i < r->n_generator; i++) {
        if (!grid->generator[i].is_in) continue;
        cli_json_open(json, NULL, '{');
        cli_json_integer(json, "generator", i + 1);
        cli_json_integer(json, "bus", grid->bus[grid->generator[i].bus].number);
        cli_json_number(json, "mw", r->dispatch[i]);
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void json_residuals(struct cli_json *json, const dt_grid_opf *r)
{
    cli_json_open(json, "residuals", '{');
    cli_json_number(json, "balance_mw", r->balance_residual);
    cli_json_number(json, "limit_mw", r->limit_residual);
    cli_json_number(json, "dual", r->dual_residual);
    cli_json_number(json, "complementarity", r->complementarity);
    cli_json_number(json, "gap", r->gap);
    cli_json_close(json, '}');
}

static void print_json(const struct cli_grid *g, const dt_grid_opf *r)
{
    struct cli_json json;
    cli_grid_json_begin(&json, g);
    cli_json_text(&json, "outcome", outcome_name(r->outcome));
    cli_json_text(&json, "method", method_name(r->method));
    cli_json_bool(&json, "n_1", g->options.is_n1);
    if (g->options.is_n1) cli_json_integer(&json, "bridges_skipped", r->n_bridge);
    if (r->outcome == DT_GRID_OPTIMAL) {
        cli_json_number(&json, "objective_usd_per_h", r->objective);
        cli_json_number(&json, "shed_mw", r->shed_total);
        json_buses(&json, g->grid, r);
        json_branches(&json, g->grid, r);
        json_dispatch(&json, g->grid, r);
        cli_grid_limits(&json, g->grid, "binding", r->binding, r->n_binding);
        json_residuals(&json, r);
    } else {
        cli_json_number(&json, "least_shed_mw", r->shed_total);
        if (g->options.is_n1) cli_json_number(&json, "least_excess_mw", r->outage_excess);
        cli_grid_limits(&json, g->grid, "conflict", r->conflict, r->n_conflict);
    }
    cli_grid_json_end(&json);
}

static void print_limits(const struct cli *cli, const dt_grid *grid, const dt_grid_limit *limit, int count)
{
    int most = cli_flag(cli, "all") || count <= MOST_LINES ? count : MOST_LINES;
    for (int k = 0; k < most; k++) {
        char place[128];
        cli_grid_place(grid, &limit[k], place);
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

static dt_status run(struct cli *cli, struct cli_grid *g)
{
    dt_grid_opf r = {0};
    dt_status status = dt_grid_opf_solve(g->grid, &g->options, &r, &cli->found);
    if (status != DT_OK) return status;
    if (r.outcome == DT_GRID_STOPPED) {
        status = cli_fail(cli, DT_E_GRID_STOPPED, g->grid->name, NULL, NULL);
    } else {
        if (cli->json)
            print_json(g, &r);
        else
            print_text(cli, g, &r);
        if (r.outcome == DT_GRID_INFEASIBLE)
            status = cli_fail(cli, DT_E_GRID_INFEASIBLE, g->grid->name, NULL, NULL);
    }
    dt_grid_opf_clear(&r);
    return status;
}

const struct cli_grid_action cli_grid_opf = {"opf", run};
