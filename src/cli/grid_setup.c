/* Sites, hours, progress and interruption of `detente grid hosting|curve|expand`. */
#include "cli/grid_setup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS_BETWEEN_LINES = 60 };

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void show(void *context, const char *what, int done, int total)
{
    struct cli_grid_setup *s = context;
    double passed = seconds_now() - s->begin;
    if (s->cli->quiet || (!s->is_terminal && passed < s->next_line)) return;
    while (s->next_line <= passed)
        s->next_line += SECONDS_BETWEEN_LINES;
    fprintf(stderr, "%s%s %d", s->is_terminal ? "\r" : "", what, done);
    if (total > 0) fprintf(stderr, " of %d", total);
    fprintf(stderr, ", %.0f s%s", passed, s->is_terminal ? "\033[K" : "\n");
    fflush(stderr);
}

dt_status cli_grid_share(struct cli *cli, const char *option, double *value)
{
    const char *text = cli_text(cli, option, NULL);
    char *end = NULL;
    *value = 0.0;
    if (!text) return DT_OK;
    *value = strtod(text, &end);
    if (end != text && *end == '\0' && *value >= 0.0 && *value < 1.0) return DT_OK;
    return cli_fail(cli, DT_E_OPTION_VALUE, option, text, "a share from 0 to below 1");
}

static dt_status read_hours(struct cli *cli, struct cli_grid *g, struct cli_grid_setup *s)
{
    const char *path = cli_text(cli, "hours", NULL);
    int64_t days = cli_integer(cli, "days", 0);
    if (!path && days > 0)
        return cli_fail(cli, DT_E_OPTION_VALUE, "days", NULL, "a table of hours (--hours)");
    if (!path) return DT_OK;
    dt_status status = dt_grid_profile_load(g->grid, path, &s->profile, &cli->found);
    if (status != DT_OK) return status;
    s->has_hours = 1;
    if (days > 0) {
        dt_grid_profile chosen = {0};
        status = dt_grid_profile_select(g->grid, &s->profile, (int)days, &chosen);
        if (status == DT_INPUT)
            return cli_fail(cli, DT_E_OPTION_VALUE, "days", cli_text(cli, "days", ""),
                            "no more than the table has, all of equal length");
        if (status != DT_OK) return status;
        dt_grid_profile_clear(&s->profile);
        s->profile = chosen;
    }
    s->options.plan.periods = &s->profile.periods;
    return DT_OK;
}

/* Numbers of buses in a text: one more than its plus signs. */
static int count_parts(const char *text)
{
    int n = 1;
    for (; *text; text++)
        n += *text == '+';
    return n;
}

/* Reads "118", "118+313" or "118:0.3+313:0.7". */
static dt_status read_site(struct cli *cli, const dt_grid *grid, const char *text, dt_grid_site *site,
                           int *bus, double *share)
{
    int n = count_parts(text);
    double sum = 0.0;
    const char *at = text;
    for (int k = 0; k < n; k++) {
        char *end = NULL;
        long label = strtol(at, &end, 10);
        bus[k] = end != at && label >= 0 && label < 1000000000 ? dt_grid_find_bus(grid, (int)label) : -1;
        share[k] = 1.0;
        if (*end == ':') share[k] = strtod(end + 1, &end);
        int is_twice = 0;
        for (int e = 0; e < k; e++)
            is_twice |= bus[e] == bus[k];
        if (bus[k] < 0 || !grid->bus[bus[k]].is_in || is_twice || !(share[k] > 0.0 && share[k] < 1e9) ||
            *end != (k + 1 < n ? '+' : '\0'))
            return cli_fail(cli, DT_E_GRID_SITE, "bus", text, "as 118, 118+313 or 118:0.3+313:0.7");
        sum += share[k];
        at = end + 1;
    }
    for (int k = 0; k < n; k++)
        share[k] /= sum;
    *site = (dt_grid_site){.count = n, .bus = bus, .share = share};
    snprintf(site->name, sizeof site->name, "%s", text);
    return DT_OK;
}

static void every_bus(const dt_grid *grid, struct cli_grid_setup *s)
{
    for (int i = 0; i < grid->n_bus; i++) {
        if (!grid->bus[i].is_in) continue;
        dt_grid_site *site = &s->site[s->n_site];
        s->bus[s->n_site] = i;
        s->share[s->n_site] = 1.0;
        *site = (dt_grid_site){.count = 1, .bus = &s->bus[s->n_site], .share = &s->share[s->n_site]};
        snprintf(site->name, sizeof site->name, "%d%s%.32s", grid->bus[i].number,
                 grid->bus[i].name[0] ? " " : "", grid->bus[i].name);
        s->n_site++;
    }
}

static dt_status read_sites(struct cli *cli, const dt_grid *grid, struct cli_grid_setup *s)
{
    int n_site = 0, n_bus = 0, used = 0;
    for (int v = 0; v < cli->n_value; v++)
        if (strcmp(cli->value[v].option->name, "bus") == 0) {
            n_site++;
            n_bus += count_parts(cli->value[v].text);
        }
    if (n_site == 0) n_site = n_bus = grid->n_bus;
    s->site = calloc((size_t)n_site + 1, sizeof *s->site);
    s->bus = calloc((size_t)n_bus + 1, sizeof *s->bus);
    s->share = calloc((size_t)n_bus + 1, sizeof *s->share);
    if (!s->site || !s->bus || !s->share) return DT_NO_MEMORY;
    for (int v = 0; v < cli->n_value; v++) {
        if (strcmp(cli->value[v].option->name, "bus") != 0) continue;
        dt_status status = read_site(cli, grid, cli->value[v].text, &s->site[s->n_site], s->bus + used,
                                     s->share + used);
        if (status != DT_OK) return status;
        used += s->site[s->n_site++].count;
    }
    if (s->n_site == 0) every_bus(grid, s);
    return DT_OK;
}

dt_status cli_grid_setup_begin(struct cli *cli, struct cli_grid *g, struct cli_grid_setup *s)
{
    *s = (struct cli_grid_setup){.cli = cli,
                                 .is_terminal = isatty(STDERR_FILENO),
                                 .next_line = SECONDS_BETWEEN_LINES,
                                 .begin = seconds_now()};
    s->options.plan.opf = g->options;
    s->options.cost = dt_grid_relief_defaults();
    dt_status status = read_hours(cli, g, s);
    if (status == DT_OK) status = read_sites(cli, g->grid, s);
    if (status == DT_OK) status = cli_grid_share(cli, "reserve", &s->options.plan.reserve_share);
    if (status == DT_OK) status = cli_watch_begin(&s->signals);
    if (status != DT_OK) return status;
    s->watch = (dt_grid_watch){show, s, cli_watch_flag(s->signals)};
    s->options.plan.watch = &s->watch;
    return DT_OK;
}

void cli_grid_setup_end(struct cli_grid_setup *s)
{
    if (s->is_terminal && s->signals && !s->cli->quiet) fputs("\r\033[K", stderr);
    cli_watch_end(s->signals);
    dt_grid_profile_clear(&s->profile);
    free(s->site);
    free(s->bus);
    free(s->share);
}
