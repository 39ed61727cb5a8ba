/* `detente grid expand`: what to build, and when, to host a given path of load at least cost. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/grid_setup.h"

enum { MOST_LINES = 15 };

/* What was asked for, and what came of it. */
struct expansion {
    dt_grid_candidates candidates;
    dt_grid_path path;
    dt_grid_extra_load load;
    dt_grid_plan plan;
    dt_grid_plan_result result;
};

static dt_status read_files(struct cli *cli, struct cli_grid *g, struct cli_grid_setup *s,
                            struct expansion *e)
{
    double rate = 0.0;
    const char *candidates = cli_text(cli, "candidates", NULL), *path = cli_text(cli, "path", NULL);
    if (!candidates || !path || !cli_text(cli, "bus", NULL))
        return cli_fail(cli, DT_E_OPTION_VALUE, "expand", NULL, "--candidates, --path and --bus");
    dt_status status = cli_grid_share(cli, "discount", &rate);
    if (status == DT_OK)
        status = dt_grid_candidates_load(g->grid, &s->profile, candidates, &e->candidates, &cli->found);
    if (status == DT_OK) status = dt_grid_path_load(path, rate, &e->path, &cli->found);
    if (status == DT_OK) status = cli_grid_share(cli, "curtail", &e->load.curtailed);
    if (status == DT_OK) status = cli_grid_share(cli, "margin", &e->plan.margin);
    return status;
}

static void fill_plan(const struct cli *cli, const struct cli_grid_setup *s, struct expansion *e)
{
    double margin = e->plan.margin;
    e->load.count = s->site[0].count;
    e->load.bus = s->site[0].bus;
    e->load.share = s->site[0].share;
    e->load.mw = e->path.mw;
    e->plan = s->options.plan;
    e->plan.has_margin = cli_text(cli, "margin", NULL) != NULL;
    e->plan.margin = margin;
    e->plan.n_load = 1;
    e->plan.load = &e->load;
    e->plan.n_stage = e->path.n_stage;
    e->plan.stage = e->path.stage;
    e->plan.start_year = e->path.stage[0].year;
    e->plan.n_candidate = e->candidates.count;
    e->plan.candidate = e->candidates.item;
}

static void json_years(struct cli_json *json, const struct expansion *e)
{
    const dt_grid_plan_result *r = &e->result;
    cli_json_open(json, "years", '[');
    for (int s = 0; s < r->n_stage; s++) {
        cli_json_open(json, NULL, '{');
        cli_json_number(json, "year", e->path.stage[s].year);
        cli_json_number(json, "load_mw", r->load[s]);
        cli_json_number(json, "curtailed_share", r->curtailed[s]);
        cli_json_number(json, "load_price_usd_per_mw_year", r->load_price[s]);
        cli_json_number(json, "shed_mwh", r->shed[s]);
        cli_json_number(json, "emission_t", r->emission[s]);
        cli_json_number(json, "carbon_price_usd_per_t", r->carbon_price[s]);
        cli_json_open(json, "built", '[');
        for (int i = 0; i < r->n_candidate; i++) {
            cli_json_open(json, NULL, '{');
            cli_json_text(json, "name", e->candidates.item[i].name);
            cli_json_number(json, "mw", r->capacity[s * r->n_candidate + i]);
            cli_json_close(json, '}');
        }
        cli_json_close(json, ']');
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void print_json(const struct cli_grid *g, const struct expansion *e)
{
    struct cli_json json;
    const dt_grid_plan_result *r = &e->result;
    cli_grid_json_begin(&json, g);
    cli_json_number(&json, "objective_usd", r->objective);
    cli_json_number(&json, "bound_gap", r->bound_gap);
    json_years(&json, e);
    cli_json_open(&json, "binding", '[');
    for (int k = 0; k < r->n_bound; k++) {
        char words[DT_SUPPLY_TEXT];
        dt_grid_bound_words(g->grid, &e->plan, &r->bound[k], words);
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "kind", dt_grid_bind_name(r->bound[k].kind));
        cli_json_text(&json, "place", words);
        cli_json_number(&json, "usd_per_unit", r->bound[k].value);
        cli_json_integer(&json, "hours", r->bound[k].n_period);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_grid_json_end(&json);
}

static void print_text(const struct cli *cli, const struct cli_grid *g, const struct expansion *e)
{
    const dt_grid_plan_result *r = &e->result;
    int most = cli_flag(cli, "all") || r->n_bound < MOST_LINES ? r->n_bound : MOST_LINES;
    printf("%s: least cost of the path, %.4g USD over all years, discounted\n\n", g->grid->name,
           r->objective);
    printf("%s%-24s", cli_bold(cli), "MW in use");
    for (int s = 0; s < r->n_stage; s++)
        printf(" %10.0f", e->path.stage[s].year);
    printf("%s\n%-24s", cli_plain(cli), "load to host");
    for (int s = 0; s < r->n_stage; s++)
        printf(" %10.1f", r->load[s]);
    printf("\n");
    for (int i = 0; i < r->n_candidate; i++) {
        if (!(r->capacity[(r->n_stage - 1) * r->n_candidate + i] > 1e-6)) continue;
        printf("%-24.24s", e->candidates.item[i].name);
        for (int s = 0; s < r->n_stage; s++)
            printf(" %10.1f", r->capacity[s * r->n_candidate + i]);
        printf("\n");
    }
    printf("%-24s", "one more MW, USD a year");
    for (int s = 0; s < r->n_stage; s++)
        printf(" %10.0f", r->load_price[s]);
    printf("\n%-24s", "MWh shed");
    for (int s = 0; s < r->n_stage; s++)
        printf(" %10.1f", r->shed[s]);
    printf("\n\n%swhat binds%s (USD per unit more)\n", cli_bold(cli), cli_plain(cli));
    for (int k = 0; k < most; k++) {
        char words[DT_SUPPLY_TEXT];
        dt_grid_bound_words(g->grid, &e->plan, &r->bound[k], words);
        printf("  %-60s %14.2f in %d hours\n", words, r->bound[k].value, r->bound[k].n_period);
    }
    if (r->n_node > 1) printf("whole units: %d nodes, within %.2g of the bound\n", r->n_node, r->bound_gap);
    cli_note(cli, "%d rows of limits, %.2f s", r->n_row, r->seconds);
}

static dt_status say_why(struct cli *cli, const struct cli_grid *g, const struct cli_grid_setup *s,
                         const struct expansion *e)
{
    char words[DT_GRID_CONFLICT];
    if (*s->watch.stop) return DT_INTERRUPTED;
    if (e->result.outcome != DT_GRID_INFEASIBLE)
        return cli_fail(cli, DT_E_GRID_STOPPED, g->grid->name, NULL, NULL);
    dt_status status = dt_grid_plan_conflict(g->grid, &e->plan, words);
    if (status != DT_OK) return status;
    dt_diagnostic finding = {.code = DT_E_GRID_INFEASIBLE};
    snprintf(finding.key, sizeof finding.key, "%s", g->grid->name);
    snprintf(finding.suggestion, sizeof finding.suggestion, "%.200s", words);
    return dt_diagnose(&cli->found, &finding);
}

static dt_status run(struct cli *cli, struct cli_grid *g)
{
    struct cli_grid_setup s;
    struct expansion e = {0};
    dt_status status = cli_grid_setup_begin(cli, g, &s);
    if (status == DT_OK) status = read_files(cli, g, &s, &e);
    if (status == DT_OK) {
        fill_plan(cli, &s, &e);
        status = dt_grid_plan_solve(g->grid, &e.plan, &e.result, &cli->found);
    }
    if (status == DT_OK && e.result.outcome == DT_GRID_OPTIMAL) {
        if (cli->json)
            print_json(g, &e);
        else
            print_text(cli, g, &e);
        if (*s.watch.stop) status = DT_INTERRUPTED;
    } else if (status == DT_OK) {
        status = say_why(cli, g, &s, &e);
    }
    dt_grid_plan_clear(&e.result);
    dt_grid_candidates_clear(&e.candidates);
    dt_grid_path_clear(&e.path);
    cli_grid_setup_end(&s);
    return status;
}

const struct cli_grid_action cli_grid_expand = {"expand", run};
