/* `detente grid hosting`: how much extra load each site can take, what binds, what relieves it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/grid_setup.h"
#include "detente/grid_report.h"

enum { MOST_LINES = 15, MOST_SHARES = 16 };

/* What is printed: sites by what they host, and further capacities at other shares of curtailed energy. */
struct answer {
    dt_grid_hosting hosting;
    int n_share;
    double share[MOST_SHARES];
    dt_grid_hosting more[MOST_SHARES]; /* of shares after the first */
    /* by rank, most first */
    dt_grid_site *site;
    dt_grid_host *host;
    double *mw; /* share by site */
    char warning[256];
};

static dt_status read_shares(struct cli *cli, struct answer *a)
{
    const char *text = cli_text(cli, "curtail", "0");
    char *end = NULL;
    for (const char *at = text;; at = end + 1) {
        double value = strtod(at, &end);
        if (end == at || !(value >= 0.0 && value < 1.0) || (*end && *end != ',') || a->n_share == MOST_SHARES)
            return cli_fail(cli, DT_E_OPTION_VALUE, "curtail", text,
                            "shares from 0 to below 1, as 0,0.005,0.01");
        a->share[a->n_share++] = value;
        if (!*end) return DT_OK;
    }
}

/* Finds capacities; where the base case is not secure it says so and goes on without outages. */
static dt_status find(struct cli *cli, const struct cli_grid *g, struct cli_grid_setup *s, struct answer *a)
{
    double excess = 0.0;
    int is_n1 = s->options.plan.opf.is_n1;
    s->options.curtailed = a->share[0];
    dt_status status = dt_grid_hosting_find_any(g->grid, &s->options, s->n_site, s->site, &a->hosting,
                                                &excess);
    if (status != DT_OK) return status;
    if (is_n1 && !s->options.plan.opf.is_n1) {
        snprintf(
            a->warning, sizeof a->warning,
            "The base case is not N-1 secure: %.2f MW of overload after outages cannot be dispatched away. "
            "Capacities are without outages.",
            excess);
        dt_diagnostic finding = {.code = DT_E_GRID_NOT_SECURE, .is_warning = 1};
        snprintf(finding.key, sizeof finding.key, "%s", g->grid->name);
        snprintf(finding.found, sizeof finding.found, "%.2f MW of overload", excess);
        dt_diagnose(&cli->found, &finding);
    }
    dt_grid_hosting_options more = s->options;
    more.has_relief = 0;
    for (int k = 1; k < a->n_share && status == DT_OK; k++) {
        more.curtailed = a->share[k];
        status = dt_grid_hosting_find(g->grid, &more, s->n_site, s->site, &a->more[k]);
    }
    return status;
}

/* MW at the k-th share; NaN where an interruption came first. */
static double mw_at(const struct answer *a, int site, int k)
{
    const dt_grid_hosting *h = k == 0 ? &a->hosting : &a->more[k];
    return site < h->n_done && h->site[site].outcome == DT_GRID_OPTIMAL ? h->site[site].mw : NAN;
}

/* Sites in their rank, with what they host at all shares. */
static dt_status rank_sites(const struct cli_grid_setup *s, struct answer *a)
{
    int n = a->hosting.n_done;
    size_t room = (size_t)n + 1;
    int *order = malloc(room * sizeof *order);
    a->site = malloc(room * sizeof *a->site);
    a->host = malloc(room * sizeof *a->host);
    a->mw = malloc(room * MOST_SHARES * sizeof *a->mw);
    if (!order || !a->site || !a->host || !a->mw) {
        free(order);
        return DT_NO_MEMORY;
    }
    dt_grid_hosting_rank(&a->hosting, order);
    for (int k = 0; k < n; k++) {
        a->site[k] = s->site[order[k]];
        a->host[k] = a->hosting.site[order[k]];
        for (int c = 0; c < a->n_share; c++)
            a->mw[c * n + k] = mw_at(a, order[k], c);
    }
    free(order);
    return DT_OK;
}

static dt_grid_page page_of(const struct cli_grid *g, const struct cli_grid_setup *s, const struct answer *a)
{
    return (dt_grid_page){.grid = g->grid,
                          .plan = &s->options.plan,
                          .n_site = a->hosting.n_done,
                          .site = a->site,
                          .host = a->host,
                          .warning = a->warning[0] ? a->warning : NULL,
                          .version = dt_version()};
}

static dt_status print_json(const struct cli_grid *g, const struct cli_grid_setup *s, const struct answer *a)
{
    char *text = NULL;
    dt_grid_page page = page_of(g, s, a);
    dt_grid_shares shares = {a->n_share, a->share, a->mw};
    dt_status status = dt_report_grid_hosting(&page, &a->hosting, &shares, &text);
    return cli_grid_print(text, status);
}

static void print_relief(const dt_grid *grid, const dt_grid_host *host)
{
    for (int k = 0; k < host->n_relief; k++) {
        const dt_grid_relief *r = &host->relief[k];
        char what[64];
        snprintf(what, sizeof what, "%s", dt_grid_relief_name(r->kind));
        if (r->kind == DT_GRID_RELIEF_LINE) snprintf(what, sizeof what, "branch %d wider", r->element + 1);
        if (r->kind == DT_GRID_RELIEF_GENERATION)
            snprintf(what, sizeof what, "generation at bus %d",
                     grid->bus[grid->generator[r->element].bus].number);
        if (isfinite(r->cost))
            printf("    %-28s %8.1f MW bring %8.1f MW, %10.0f USD/MW a year, %.1f years\n", what, r->step,
                   r->gained, r->cost, r->years);
        else
            printf("    %-28s %8.1f MW bring nothing by themselves\n", what, r->step);
    }
}

static void print_text(const struct cli *cli, const struct cli_grid *g, const struct cli_grid_setup *s,
                       const struct answer *a)
{
    int n = a->hosting.n_done, most = cli_flag(cli, "all") || n <= MOST_LINES ? n : MOST_LINES;
    printf("%s: extra load that sites can host (%s convention%s, %d %s)\n", g->grid->name,
           dt_grid_convention_name(g->options.convention), s->options.plan.opf.is_n1 ? ", N-1" : "",
           s->has_hours ? s->profile.periods.n_period : 1, s->has_hours ? "hours" : "hour");
    if (a->warning[0]) printf("%s%s%s\n", cli_bold(cli), a->warning, cli_plain(cli));
    printf("\n%s%-16s", cli_bold(cli), "site");
    for (int c = 0; c < a->n_share; c++) {
        char head[32];
        snprintf(head, sizeof head, a->share[c] > 0.0 ? "MW, %g%% left" : "MW", 100.0 * a->share[c]);
        printf(" %14s", head);
    }
    printf("  binds%s\n", cli_plain(cli));
    for (int k = 0; k < most; k++) {
        const dt_grid_host *host = &a->host[k];
        printf("%-16s", a->site[k].name);
        for (int c = 0; c < a->n_share; c++)
            printf(" %14.2f", a->mw[c * n + k]);
        char words[DT_SUPPLY_TEXT] = "nothing";
        if (host->n_bound > 0) dt_grid_bound_words(g->grid, &s->options.plan, &host->bound[0], words);
        printf("  %s\n", words);
        print_relief(g->grid, host);
    }
    if (most < n) printf("and %d more (--all)\n", n - most);
    if (n < a->hosting.n_site) printf("stopped after %d of %d sites\n", n, a->hosting.n_site);
    cli_note(cli, "%d sites in %.2f s", n, a->hosting.seconds);
}

/* The page shows sites in their rank, and the case without extra load. */
static dt_status write_page(struct cli *cli, const struct cli_grid *g, const struct cli_grid_setup *s,
                            const struct answer *a, const char *path)
{
    dt_grid_opf opf = {0};
    dt_grid_opf_options options = s->options.plan.opf;
    dt_grid_page page = page_of(g, s, a);
    char *command = cli_command_line(cli);
    dt_status status = command ? DT_OK : DT_NO_MEMORY;
    options.is_plain = 1;
    if (status == DT_OK) status = dt_grid_opf_solve(g->grid, &options, &opf, NULL);
    if (status == DT_OK) {
        page.opf = opf.outcome == DT_GRID_OPTIMAL ? &opf : NULL;
        page.command = command;
        status = dt_report_grid_page(&page, path, &cli->found);
    }
    dt_grid_opf_clear(&opf);
    free(command);
    return status;
}

static void answer_clear(struct answer *a)
{
    dt_grid_hosting_clear(&a->hosting);
    for (int k = 1; k < a->n_share; k++)
        dt_grid_hosting_clear(&a->more[k]);
    free(a->site);
    free(a->host);
    free(a->mw);
}

static dt_status run(struct cli *cli, struct cli_grid *g)
{
    struct cli_grid_setup s;
    struct answer a = {0};
    const char *path = cli_text(cli, "report", NULL);
    dt_status status = cli_grid_setup_begin(cli, g, &s);
    if (status == DT_OK) status = read_shares(cli, &a);
    if (status == DT_OK) {
        s.options.has_relief = cli_flag(cli, "relief");
        status = find(cli, g, &s, &a);
    }
    if (status == DT_OK) status = rank_sites(&s, &a);
    if (status == DT_OK) {
        if (cli->json)
            status = print_json(g, &s, &a);
        else
            print_text(cli, g, &s, &a);
        if (status == DT_OK && path) status = write_page(cli, g, &s, &a, path);
        if (status == DT_OK && !a.hosting.is_base_secure)
            status = cli_fail(cli, DT_E_GRID_INFEASIBLE, g->grid->name, NULL, NULL);
        if (status == DT_OK && a.hosting.n_done < a.hosting.n_site) status = DT_INTERRUPTED;
    }
    answer_clear(&a);
    cli_grid_setup_end(&s);
    return status;
}

const struct cli_grid_action cli_grid_hosting = {"hosting", run};
