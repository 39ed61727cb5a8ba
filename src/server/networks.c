/* GET /api/networks: the power networks that are shipped, with their zones, lines and supply curves. */
#include <math.h>

#include "server/inside.h"

dt_status dt_answer_networks(dt_request *request);

static const char *const hour_text[] = {"every zone at its own peak, with what is firm",
                                        "the average hour, with what energy allows"};

static double load_of(const dt_grid *grid)
{
    double sum = 0.0;
    for (int i = 0; i < grid->n_bus; i++)
        if (grid->bus[i].is_in) sum += grid->bus[i].pd;
    return sum;
}

static double capacity_of(const dt_grid *grid)
{
    double sum = 0.0;
    for (int i = 0; i < grid->n_generator; i++)
        if (grid->generator[i].is_in) sum += grid->generator[i].pmax;
    return sum;
}

static void put_hours(dt_json *json, const dt_network *network)
{
    dt_json_open_array(json, "hours");
    for (int h = 0; h < DT_HOUR_COUNT; h++) {
        dt_json_begin_object(json);
        dt_json_put_string(json, "name", dt_hour_name(h));
        dt_json_put_string(json, "text", hour_text[h]);
        dt_json_put_number(json, "load_mw", load_of(network->grid[h]));
        dt_json_put_number(json, "capacity_mw", capacity_of(network->grid[h]));
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void put_zones(dt_json *json, const dt_network *network)
{
    const dt_grid *grid = network->grid[DT_HOUR_PEAK];
    dt_json_open_array(json, "zones");
    for (int z = 0; z < network->n_zone; z++) {
        const dt_zone *zone = &network->zone[z];
        int bus = dt_grid_find_bus(grid, zone->number);
        dt_json_begin_object(json);
        dt_json_put_integer(json, "number", zone->number);
        dt_json_put_string(json, "zone", zone->zone);
        dt_json_put_string(json, "name", zone->name);
        dt_json_put_string(json, "covers", zone->covers);
        dt_json_put_string(json, "city", zone->city);
        dt_json_put_number(json, "latitude", zone->latitude);
        dt_json_put_number(json, "longitude", zone->longitude);
        dt_json_put_number(json, "load_mw", bus >= 0 ? grid->bus[bus].pd : NAN);
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void put_lines(dt_json *json, const dt_network *network)
{
    dt_json_open_array(json, "lines");
    for (int l = 0; l < network->n_line; l++) {
        const dt_zone_line *line = &network->line[l];
        dt_json_begin_object(json);
        dt_json_put_string(json, "from", network->zone[line->from].zone);
        dt_json_put_string(json, "to", network->zone[line->to].zone);
        dt_json_put_string(json, "kind", line->is_dc ? "dc" : "ac");
        dt_json_put_string(json, "name", line->name);
        dt_json_put_number(json, "forward_mw", line->forward);
        dt_json_put_number(json, "backward_mw", line->backward);
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void put_curve(dt_json *json, const dt_supply_curve *curve)
{
    dt_json_open_object(json, "supply_curve");
    dt_json_put_string(json, "region", curve->region);
    dt_json_put_integer(json, "year", curve->year);
    dt_json_put_string(json, "source", curve->source);
    dt_json_open_array(json, "steps");
    for (int s = 0; s < curve->n_step; s++) {
        const dt_supply_step *step = &curve->step[s];
        dt_json_begin_object(json);
        dt_json_put_number(json, "gw", step->gw);
        dt_json_put_number(json, "usd_per_mwh", step->cost);
        dt_json_put_number(json, "capital_usd_per_kw_year", step->capital);
        dt_json_put_number(json, "lead_years", step->lead_years);
        dt_json_put_number(json, "error_usd_per_h", step->error);
        dt_json_put_string(json, "binding", step->binding);
        dt_json_end(json);
    }
    dt_json_end(json);
    dt_json_end(json);
}

dt_status dt_answer_networks(dt_request *request)
{
    dt_json json;
    const dt_shelf *shelf = request->server->shelf;
    dt_answer_begin(&json, &request->text);
    dt_json_open_array(&json, "networks");
    for (int n = 0; n < shelf->n_network; n++) {
        const dt_network *network = &shelf->network[n];
        dt_json_begin_object(&json);
        dt_json_put_string(&json, "name", network->name);
        dt_json_put_string(&json, "text", network->text);
        put_hours(&json, network);
        put_zones(&json, network);
        put_lines(&json, network);
        put_curve(&json, &network->curve);
        dt_json_end(&json);
    }
    dt_json_end(&json);
    dt_json_end(&json);
    return DT_OK;
}
