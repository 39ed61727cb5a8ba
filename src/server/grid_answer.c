/* GET /api/networks and POST /api/grid: the power networks that are shipped, and what they can carry. A bus
 * of a network is a zone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detente/grid_plan.h"
#include "detente/grid_report.h"
#include "server/analyse.h"

dt_status dt_answer_grid(dt_request *request);

/* ---- a question ---- */

enum what { PRICES, HOSTING, CURVE };
static const char *const whats[] = {"prices", "hosting", "curve"};
static const char *const actions[] = {"opf", "hosting", "curve"};
static const char *const conventions[] = {"powermodels", "matpower"};

struct question {
    const dt_network *network;
    int hour, what;
    dt_grid_opf_options options;
    const json_t *load; /* zones and MW */
    int has_relief, n_site;
    double curtail;
    json_int_t pieces;
    const char *site[DT_SHELF_ZONES], *zone;
    dt_diagnostics *found;
};

static dt_status refuse_zone(const struct question *q, const char *key, const char *zone)
{
    return dt_refuse(q->found, DT_E_SERVER_BODY, key, zone ? zone : "nothing",
                     "a zone that GET /api/networks lists");
}

/* The bus of a zone; -1 if there is none. */
static int bus_of(const struct question *q, const char *zone)
{
    int z = zone ? dt_network_zone(q->network, zone) : -1;
    return z >= 0 ? dt_grid_find_bus(q->network->grid[q->hour], q->network->zone[z].number) : -1;
}

static dt_status check_zones(const struct question *q)
{
    const char *zone;
    json_t *mw;
    for (int s = 0; s < q->n_site; s++)
        if (bus_of(q, q->site[s]) < 0) return refuse_zone(q, "sites", q->site[s]);
    if (q->what == CURVE && bus_of(q, q->zone) < 0) return refuse_zone(q, "zone", q->zone);
    if (q->load && !json_is_object(q->load))
        return dt_refuse(q->found, DT_E_SERVER_BODY, "load", "another value", "an object of zones and MW");
    json_object_foreach((json_t *)(uintptr_t)q->load, zone, mw)
    {
        if (bus_of(q, zone) < 0) return refuse_zone(q, "load", zone);
        if (!json_is_number(mw) || !(fabs(json_number_value(mw)) <= 1e6))
            return dt_refuse(q->found, DT_E_SERVER_BODY, zone, "another value", "MW, from -1e6 to 1e6");
    }
    return DT_OK;
}

static dt_status read_numbers(const json_t *body, struct question *q)
{
    static const double share[2] = {0.0, 0.99}, cost[2] = {0.0, 1e6};
    int convention = 0;
    dt_status status = dt_body_choice(body, "convention", conventions, 2, &convention, q->found);
    if (status == DT_OK) status = dt_body_flag(body, "n_1", &q->options.is_n1, q->found);
    if (status == DT_OK)
        status = dt_body_number(body, "shed_usd_per_mwh", cost, &q->options.shed_cost, q->found);
    if (status == DT_OK) status = dt_body_flag(body, "relief", &q->has_relief, q->found);
    if (status == DT_OK) status = dt_body_number(body, "curtail", share, &q->curtail, q->found);
    if (status == DT_OK) status = dt_size_read(body, "grid", "pieces", &q->pieces, q->found);
    q->options.convention = (dt_grid_convention)convention;
    return status;
}

static dt_status read_question(const dt_server *server, const json_t *body, struct question *q)
{
    static const char keys[] = "network|hour|what|convention|n_1|load|shed_usd_per_mwh|sites|relief|curtail|"
                               "zone|pieces";
    static const char expected[] = "a network that GET /api/networks lists";
    const char *hour[] = {dt_hour_name(0), dt_hour_name(1)}, *name = "usa";
    dt_status status = dt_body_keys(body, keys, q->found);
    if (status == DT_OK) status = dt_body_text(body, "network", &name, expected, q->found);
    if (status != DT_OK) return status;
    q->network = dt_shelf_find_network(server->shelf, name);
    if (!q->network) return dt_refuse(q->found, DT_E_SERVER_BODY, "network", name, expected);
    status = dt_body_choice(body, "hour", hour, DT_HOUR_COUNT, &q->hour, q->found);
    if (status == DT_OK) status = dt_body_choice(body, "what", whats, 3, &q->what, q->found);
    if (status == DT_OK) status = read_numbers(body, q);
    if (status == DT_OK) status = dt_body_list(body, "sites", q->site, DT_SHELF_ZONES, &q->n_site, q->found);
    if (status == DT_OK) status = dt_body_text(body, "zone", &q->zone, "a zone", q->found);
    q->load = json_object_get(body, "load");
    return status == DT_OK ? check_zones(q) : status;
}

/* ---- answers ---- */

static void write_loads(const struct question *q, dt_grid *grid)
{
    const char *zone;
    json_t *mw;
    json_object_foreach((json_t *)(uintptr_t)q->load, zone, mw)
    {
        grid->bus[bus_of(q, zone)].pd += json_number_value(mw);
    }
}

static dt_status find_prices(const struct question *q, const dt_grid *grid, char **text)
{
    dt_grid_opf opf = {0};
    dt_status status = dt_grid_opf_solve(grid, &q->options, &opf, NULL);
    if (status == DT_OK && opf.outcome == DT_GRID_STOPPED)
        status = dt_refuse(q->found, DT_E_GRID_STOPPED, grid->name, NULL, NULL);
    if (status == DT_OK) status = dt_report_grid_opf(grid, &q->options, &opf, text);
    dt_grid_opf_clear(&opf);
    return status;
}

/* Sites as `detente grid hosting --bus` names them, or every zone as without it. */
static int make_sites(const struct question *q, const dt_grid *grid, dt_grid_site *site, int *bus)
{
    static const double whole = 1.0;
    int n = 0;
    for (int i = 0; i < (q->n_site ? q->n_site : grid->n_bus); i++) {
        bus[n] = q->n_site ? bus_of(q, q->site[i]) : i;
        if (!grid->bus[bus[n]].is_in) continue;
        site[n] = (dt_grid_site){.count = 1, .bus = &bus[n], .share = &whole};
        snprintf(site[n].name, sizeof site[n].name, "%d%s%.32s", grid->bus[bus[n]].number,
                 grid->bus[bus[n]].name[0] ? " " : "", grid->bus[bus[n]].name);
        n++;
    }
    return n;
}

static dt_grid_hosting_options options_of(const struct question *q)
{
    return (dt_grid_hosting_options){.plan = {.opf = q->options},
                                     .curtailed = q->curtail,
                                     .has_relief = q->has_relief,
                                     .cost = dt_grid_relief_defaults()};
}

static dt_status write_hosting(const struct question *q, const dt_grid_page *page,
                               const dt_grid_hosting *hosting, char **text)
{
    double mw[DT_SHELF_ZONES];
    int order[DT_SHELF_ZONES];
    dt_grid_site site[DT_SHELF_ZONES];
    dt_grid_page ranked = *page;
    dt_grid_host *host = malloc(DT_SHELF_ZONES * sizeof *host);
    if (!host) return DT_NO_MEMORY;
    dt_grid_hosting_rank(hosting, order);
    for (int k = 0; k < hosting->n_done; k++) {
        site[k] = page->site[order[k]];
        host[k] = hosting->site[order[k]];
        mw[k] = host[k].outcome == DT_GRID_OPTIMAL ? host[k].mw : NAN;
    }
    ranked.n_site = hosting->n_done;
    ranked.site = site;
    ranked.host = host;
    const dt_grid_shares shares = {1, &q->curtail, mw};
    dt_status status = dt_report_grid_hosting(&ranked, hosting, &shares, text);
    free(host);
    return status;
}

static dt_status find_hosting(const struct question *q, const dt_grid *grid, char **text)
{
    int bus[DT_SHELF_ZONES];
    double excess = 0.0;
    char warning[160];
    dt_grid_site site[DT_SHELF_ZONES];
    dt_grid_hosting hosting = {0};
    dt_grid_hosting_options options = options_of(q);
    int n = make_sites(q, grid, site, bus);
    dt_status status = dt_grid_hosting_find_any(grid, &options, n, site, &hosting, &excess);
    if (status != DT_OK) return status;
    snprintf(warning, sizeof warning,
             "The base case is not N-1 secure: %.2f MW of overload after outages cannot be dispatched away. "
             "Capacities are without outages.",
             excess);
    int has_fallen = q->options.is_n1 && !options.plan.opf.is_n1;
    const dt_grid_page page = {
        .grid = grid, .plan = &options.plan, .site = site, .warning = has_fallen ? warning : NULL};
    status = write_hosting(q, &page, &hosting, text);
    dt_grid_hosting_clear(&hosting);
    return status;
}

static dt_status find_curve(const struct question *q, const dt_grid *grid, char **text)
{
    static const double whole = 1.0;
    int bus = bus_of(q, q->zone);
    dt_grid_curve curve = {0};
    dt_grid_hosting_options options = options_of(q);
    dt_grid_site site = {.count = 1, .bus = &bus, .share = &whole};
    snprintf(site.name, sizeof site.name, "%d", grid->bus[bus].number);
    options.has_relief = 0;
    dt_status status = dt_grid_curve_find(grid, &options, &site, (int)q->pieces, 0.0, &curve);
    if (status == DT_NO_SOLUTION) return dt_refuse(q->found, DT_E_GRID_INFEASIBLE, grid->name, NULL, NULL);
    const dt_grid_page page = {.grid = grid, .plan = &options.plan, .curve = &curve, .curve_site = site.name};
    if (status == DT_OK) status = dt_report_grid_curve(&page, text);
    dt_grid_curve_clear(&curve);
    return status;
}

static int number_of(const struct question *q, const char *zone)
{
    return q->network->grid[q->hour]->bus[bus_of(q, zone)].number;
}

static void write_options(const struct question *q, dt_text *command)
{
    const char *zone;
    json_t *mw;
    if (q->options.convention == DT_GRID_MATPOWER) dt_text_append(command, " --convention matpower");
    if (q->options.is_n1) dt_text_append(command, " --n-1");
    json_object_foreach((json_t *)(uintptr_t)q->load, zone, mw)
    {
        dt_text_printf(command, " --load %d", number_of(q, zone));
        dt_analyse_number(command, ":", json_number_value(mw));
    }
    if (q->what == PRICES && q->options.shed_cost > 0.0)
        dt_analyse_number(command, " --shed ", q->options.shed_cost);
    for (int s = 0; s < q->n_site && q->what == HOSTING; s++)
        dt_text_printf(command, " --bus %d", number_of(q, q->site[s]));
    if (q->what == HOSTING && q->has_relief) dt_text_append(command, " --relief");
    if (q->what == CURVE)
        dt_text_printf(command, " --bus %d --pieces %d", number_of(q, q->zone), (int)q->pieces);
    if (q->what != PRICES && q->curtail > 0.0) dt_analyse_number(command, " --curtail ", q->curtail);
}

static void put_bus_zones(dt_json *json, const dt_network *network)
{
    char number[16];
    dt_json_open_object(json, "bus_zone");
    for (int z = 0; z < network->n_zone; z++) {
        snprintf(number, sizeof number, "%d", network->zone[z].number);
        dt_json_put_string(json, number, network->zone[z].zone);
    }
    dt_json_end(json);
}

static void write_answer(const struct question *q, const dt_grid *grid, char *text, dt_text *out)
{
    dt_json json;
    dt_text command;
    dt_text_init(&command);
    dt_text_printf(&command, "detente grid %s networks/%s.m", actions[q->what], grid->name);
    write_options(q, &command);
    dt_text_append(&command, " --json");
    dt_analyse_begin(&json, out, &command);
    dt_json_put_string(&json, "network", q->network->name);
    dt_json_put_string(&json, "hour", dt_hour_name(q->hour));
    dt_json_put_string(&json, "what", whats[q->what]);
    put_bus_zones(&json, q->network);
    dt_json_key(&json, "grid");
    dt_analyse_object(&json, text);
    dt_json_end(&json);
}

dt_status dt_answer_grid(dt_request *request)
{
    static dt_status (*const find[])(const struct question *q, const dt_grid *grid,
                                     char **text) = {find_prices, find_hosting, find_curve};
    char *text = NULL;
    dt_grid *grid = NULL;
    struct question q = {.options = dt_grid_opf_defaults(), .has_relief = 1, .found = &request->found};
    dt_status status = read_question(request->server, request->json, &q);
    if (status == DT_OK) status = dt_grid_copy(q.network->grid[q.hour], &grid);
    if (status != DT_OK) return status;
    write_loads(&q, grid);
    status = find[q.what](&q, grid, &text);
    if (status == DT_OK) write_answer(&q, grid, text, &request->text);
    dt_grid_free(grid);
    return status;
}
