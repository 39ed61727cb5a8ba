/* `detente grid flow`: flows of the file's dispatch, what outages would do, and what AC says instead. */
#include <math.h>
#include <stdlib.h>

#include "cli/grid.h"

enum { MOST_LINES = 15, MOST_OVERLOADS = 1000 };

/* Everything that is shown. */
struct flow {
    double *injection, *flow; /* MW per bus, per branch */
    dt_grid_screen screen;
    dt_grid_ac ac;
    int has_ac;
    double worst, mean; /* MW: difference of AC and linear flow */
    int worst_at;
};

static void clear(struct flow *f)
{
    free(f->injection);
    free(f->flow);
    dt_grid_screen_clear(&f->screen);
    dt_grid_ac_clear(&f->ac);
}

static void fill_injection(const struct cli_grid *g, double *injection)
{
    const dt_grid *grid = g->grid;
    for (int i = 0; i < grid->n_bus; i++)
        injection[i] = grid->bus[i].is_in ? -grid->bus[i].pd - grid->bus[i].gs : 0.0;
    for (int i = 0; i < grid->n_generator; i++)
        if (grid->generator[i].is_in) injection[grid->generator[i].bus] += grid->generator[i].pg;
    for (int i = 0; i < grid->n_dcline && !g->options.no_dclines; i++) {
        const dt_grid_dcline *d = &grid->dcline[i];
        if (!d->is_in) continue;
        injection[d->from] -= d->pf;
        injection[d->to] += d->pf - d->loss0 - d->loss1 * d->pf;
    }
}

/* AC flows are compared with linear ones at the middle of a branch, so that losses do not count as error. */
static void compare(const dt_grid *grid, struct flow *f)
{
    double sum = 0.0;
    int count = 0;
    for (int l = 0; l < grid->n_branch; l++) {
        if (!grid->branch[l].is_in) continue;
        double difference = fabs(0.5 * (f->ac.pf[l] - f->ac.pt[l]) - f->flow[l]);
        sum += difference;
        count++;
        if (difference < f->worst) continue;
        f->worst = difference;
        f->worst_at = l;
    }
    f->mean = count > 0 ? sum / count : 0.0;
}

static dt_status compute(const struct cli_grid *g, struct flow *f)
{
    const dt_grid *grid = g->grid;
    f->injection = calloc((size_t)grid->n_bus + 1, sizeof *f->injection);
    f->flow = calloc((size_t)grid->n_branch + 1, sizeof *f->flow);
    if (!f->injection || !f->flow) return DT_NO_MEMORY;
    fill_injection(g, f->injection);
    dt_status status = dt_grid_flow(grid, g->options.convention, f->injection, f->flow, NULL);
    if (status == DT_OK && g->options.is_n1)
        status = dt_grid_screen_outages(grid, &g->options, f->flow, MOST_OVERLOADS, &f->screen);
    if (status != DT_OK) return status;
    /* That the AC flow has no solution is a finding about the case, not a failure of this command. */
    status = dt_grid_ac_solve(grid, NULL, &f->ac, NULL);
    f->has_ac = status == DT_OK;
    if (f->has_ac) compare(grid, f);
    return status == DT_NO_MEMORY ? status : DT_OK;
}

static void json_branches(struct cli_json *json, const dt_grid *grid, const struct flow *f)
{
    cli_json_open(json, "flows", '[');
    for (int l = 0; l < grid->n_branch; l++) {
        const dt_grid_branch *b = &grid->branch[l];
        if (!b->is_in) continue;
        cli_json_open(json, NULL, '{');
        cli_json_integer(json, "branch", l + 1);
        cli_json_integer(json, "from", grid->bus[b->from].number);
        cli_json_integer(json, "to", grid->bus[b->to].number);
        cli_json_number(json, "mw", f->flow[l]);
        if (b->rate_a > 0.0) cli_json_number(json, "rate_mw", b->rate_a);
        if (f->has_ac) {
            cli_json_number(json, "ac_from_mw", f->ac.pf[l]);
            cli_json_number(json, "ac_to_mw", f->ac.pt[l]);
        }
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void json_ac(struct cli_json *json, const dt_grid *grid, const struct flow *f)
{
    cli_json_open(json, "ac", '{');
    cli_json_bool(json, "converged", f->has_ac);
    if (f->has_ac) {
        cli_json_integer(json, "iterations", f->ac.n_iteration);
        cli_json_number(json, "mismatch_mva", f->ac.mismatch);
        cli_json_number(json, "loss_mw", f->ac.loss);
        cli_json_number(json, "worst_error_mw", f->worst);
        cli_json_integer(json, "worst_branch", f->worst_at + 1);
        cli_json_number(json, "mean_error_mw", f->mean);
        cli_json_open(json, "buses", '[');
        for (int i = 0; i < grid->n_bus; i++) {
            if (!grid->bus[i].is_in) continue;
            cli_json_open(json, NULL, '{');
            cli_json_integer(json, "bus", grid->bus[i].number);
            cli_json_number(json, "vm_pu", f->ac.vm[i]);
            cli_json_number(json, "va_rad", f->ac.va[i]);
            cli_json_close(json, '}');
        }
        cli_json_close(json, ']');
    }
    cli_json_close(json, '}');
}

static void json_screen(struct cli_json *json, const struct flow *f)
{
    cli_json_open(json, "outages", '{');
    cli_json_integer(json, "pairs", f->screen.n_pair);
    cli_json_integer(json, "overloads", f->screen.n_over);
    cli_json_integer(json, "bridges_skipped", f->screen.n_bridge);
    cli_json_number(json, "worst_loading", f->screen.worst);
    cli_json_open(json, "worst", '[');
    for (int k = 0; k < f->screen.n_overload; k++) {
        cli_json_open(json, NULL, '{');
        cli_json_integer(json, "branch", f->screen.overload[k].branch + 1);
        cli_json_integer(json, "outage", f->screen.overload[k].outage + 1);
        cli_json_number(json, "mw", f->screen.overload[k].flow);
        cli_json_number(json, "limit_mw", f->screen.overload[k].limit);
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
    cli_json_close(json, '}');
}

static void print_json(const struct cli_grid *g, const struct flow *f)
{
    struct cli_json json;
    cli_grid_json_begin(&json, g);
    json_branches(&json, g->grid, f);
    json_ac(&json, g->grid, f);
    if (g->options.is_n1) json_screen(&json, f);
    cli_grid_json_end(&json);
}

static void print_flows(const struct cli *cli, const dt_grid *grid, const struct flow *f)
{
    int most = cli_flag(cli, "all") || grid->n_branch <= MOST_LINES ? grid->n_branch : MOST_LINES;
    printf("%s%8s %10s %10s %12s %12s %12s%s\n", cli_bold(cli), "branch", "from", "to", "MW", "rate MW",
           "AC MW", cli_plain(cli));
    for (int l = 0; l < most; l++) {
        const dt_grid_branch *b = &grid->branch[l];
        if (!b->is_in) continue;
        printf("%8d %10d %10d %12.3f %12.3f ", l + 1, grid->bus[b->from].number, grid->bus[b->to].number,
               f->flow[l], b->rate_a);
        if (f->has_ac)
            printf("%12.3f\n", 0.5 * (f->ac.pf[l] - f->ac.pt[l]));
        else
            printf("%12s\n", "-");
    }
    if (most < grid->n_branch) printf("and %d more (--all)\n", grid->n_branch - most);
}

static void print_screen(const struct cli *cli, const dt_grid *grid, const dt_grid_screen *s)
{
    int most = s->n_overload < MOST_LINES ? s->n_overload : MOST_LINES;
    printf("\n%soutages%s: %lld pairs, %lld overloads, worst at %.1f %% of its limit; %d bridges skipped\n",
           cli_bold(cli), cli_plain(cli), s->n_pair, s->n_over, 100.0 * s->worst, s->n_bridge);
    for (int k = 0; k < most; k++) {
        const dt_grid_overload *o = &s->overload[k];
        dt_grid_limit limit = {.kind = DT_GRID_LIMIT_OUTAGE, .element = o->branch, .outage = o->outage};
        char place[DT_GRID_LIMIT_WORDS];
        dt_grid_limit_words(grid, &limit, place);
        printf("  %-44s %10.2f MW over a limit of %.2f\n", place, fabs(o->flow), o->limit);
    }
}

static void print_text(const struct cli *cli, const struct cli_grid *g, const struct flow *f)
{
    printf("%s: linear flows in the %s convention at the dispatch of the file\n\n", g->grid->name,
           dt_grid_convention_name(g->options.convention));
    print_flows(cli, g->grid, f);
    if (f->has_ac)
        printf("\nAC: %d steps, losses %.3f MW; linear flows are off by %.3f MW on average, %.3f MW at worst "
               "(branch %d)\n",
               f->ac.n_iteration, f->ac.loss, f->mean, f->worst, f->worst_at + 1);
    else
        printf("\nAC: no solution found for this dispatch\n");
    if (g->options.is_n1) print_screen(cli, g->grid, &f->screen);
}

static dt_status run(struct cli *cli, struct cli_grid *g)
{
    struct flow f = {0};
    dt_status status = compute(g, &f);
    if (status == DT_OK && cli->json) print_json(g, &f);
    if (status == DT_OK && !cli->json) print_text(cli, g, &f);
    clear(&f);
    return status;
}

const struct cli_grid_action cli_grid_flow = {"flow", run};
