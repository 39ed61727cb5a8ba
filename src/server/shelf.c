/* Reading of what is shipped. What cannot be read is left out: a server without a game is a server all the
 * same, and the gates read every shipped file. */
#include "server/shelf.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "io/csv.h"
#include "io/file.h"

enum { PATH_ROOM = 4096, FILE_LIMIT = 1 << 20 };

static const char *const hours[] = {"peak", "average"};
static const char *const ending[] = {"", "_average"};

static const struct {
    const char *name, *text;
} networks[] = {
    {"usa", "The United States without Alaska and Hawaii: the transmission groups of ReEDS, and Texas."},
    {"china", "The mainland of China: grids and groups of provinces."},
};
_Static_assert(sizeof networks / sizeof networks[0] == DT_SHELF_NETWORKS, "room for each network");

const char *dt_hour_name(int hour)
{
    return hours[hour];
}

/* ---- scenarios and games: every .yaml of a folder ---- */

static int is_yaml(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 5 && length < DT_SHELF_NAME && strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

/* Reads one file; `name` is its name without the ending. */
typedef dt_status load_one(dt_shelf *shelf, const char *path, const char *name);

static dt_status load_policy(dt_shelf *shelf, const char *path, const char *name)
{
    dt_shelf_policy *policy = &shelf->policy[shelf->n_policy];
    if (shelf->n_policy == DT_SHELF_POLICIES) return DT_OK;
    DT_TRY(dt_scenario_load(path, &policy->scenario, NULL));
    snprintf(policy->name, sizeof policy->name, "%s", name);
    shelf->n_policy++;
    return DT_OK;
}

static dt_status load_game(dt_shelf *shelf, const char *path, const char *name)
{
    dt_shelf_game *game = &shelf->game[shelf->n_game];
    size_t length = 0;
    if (shelf->n_game == DT_SHELF_GAMES) return DT_OK;
    DT_TRY(dt_game_load(path, &game->game, NULL));
    dt_status status = dt_file_read(path, FILE_LIMIT, &game->file, &length, NULL);
    if (status != DT_OK) {
        dt_game_free(game->game);
        return status;
    }
    snprintf(game->name, sizeof game->name, "%s", name);
    shelf->n_game++;
    return DT_OK;
}

static dt_status load_folder(dt_shelf *shelf, const char *root, const char *part, load_one *load)
{
    char folder[PATH_ROOM], path[PATH_ROOM + DT_SHELF_NAME + 1], name[DT_SHELF_NAME];
    struct dirent **entry = NULL;
    dt_status status = DT_OK;
    if (snprintf(folder, sizeof folder, "%s/%s", root, part) >= (int)sizeof folder) return DT_OK;
    int n = scandir(folder, &entry, is_yaml, alphasort);
    for (int e = 0; e < n; e++) {
        snprintf(path, sizeof path, "%s/%.*s", folder, DT_SHELF_NAME, entry[e]->d_name);
        snprintf(name, sizeof name, "%.*s", (int)strlen(entry[e]->d_name) - 5, entry[e]->d_name);
        if (status != DT_NO_MEMORY) status = load(shelf, path, name);
        free(entry[e]);
    }
    free(entry);
    return status == DT_NO_MEMORY ? status : DT_OK;
}

/* ---- networks ---- */

static double number_at(const dt_csv *table, int row, const char *column)
{
    double value = NAN;
    int c = dt_csv_column(table, column);
    if (c >= 0) (void)dt_csv_number(table, row, c, &value, NULL);
    return value;
}

static const char *text_at(const dt_csv *table, int row, const char *column)
{
    int c = dt_csv_column(table, column);
    return c >= 0 ? dt_csv_text(table, row, c) : "";
}

static void read_zone(const dt_csv *table, int row, dt_zone *zone)
{
    double number = number_at(table, row, "number");
    *zone = (dt_zone){.number = number > 0.0 && number < 1e6 ? (int)number : 0,
                      .latitude = number_at(table, row, "latitude"),
                      .longitude = number_at(table, row, "longitude")};
    snprintf(zone->zone, sizeof zone->zone, "%s", text_at(table, row, "zone"));
    snprintf(zone->name, sizeof zone->name, "%s", text_at(table, row, "name"));
    snprintf(zone->covers, sizeof zone->covers, "%s", text_at(table, row, "covers"));
    snprintf(zone->city, sizeof zone->city, "%s", text_at(table, row, "city"));
}

static dt_status load_zones(dt_network *network, const char *path)
{
    dt_csv *table = NULL;
    DT_TRY(dt_csv_read(path, &table, NULL));
    for (int row = 0; row < dt_csv_row_count(table) && network->n_zone < DT_SHELF_ZONES; row++)
        read_zone(table, row, &network->zone[network->n_zone++]);
    dt_csv_free(table);
    return DT_OK;
}

static dt_status load_lines(dt_network *network, const char *path)
{
    dt_csv *table = NULL;
    DT_TRY(dt_csv_read(path, &table, NULL));
    int n = dt_csv_row_count(table);
    network->line = calloc((size_t)n + 1, sizeof *network->line);
    for (int row = 0; network->line && row < n; row++) {
        dt_zone_line *line = &network->line[network->n_line];
        line->from = dt_network_zone(network, text_at(table, row, "from"));
        line->to = dt_network_zone(network, text_at(table, row, "to"));
        line->is_dc = strcmp(text_at(table, row, "kind_of_line"), "dc") == 0;
        line->forward = number_at(table, row, "forward");
        line->backward = number_at(table, row, "backward");
        snprintf(line->name, sizeof line->name, "%s", text_at(table, row, "name"));
        if (line->from >= 0 && line->to >= 0) network->n_line++;
    }
    dt_csv_free(table);
    return network->line ? DT_OK : DT_NO_MEMORY;
}

static void clear_network(dt_network *network)
{
    for (int h = 0; h < DT_HOUR_COUNT; h++)
        dt_grid_free(network->grid[h]);
    free(network->line);
    *network = (dt_network){.name = NULL};
}

static dt_status load_network(dt_shelf *shelf, const char *root, int index)
{
    char path[PATH_ROOM];
    dt_network *network = &shelf->network[shelf->n_network];
    const char *name = networks[index].name;
    *network = (dt_network){.name = name, .text = networks[index].text};
    dt_status status = DT_OK;
    for (int h = 0; h < DT_HOUR_COUNT && status == DT_OK; h++) {
        snprintf(path, sizeof path, "%.3900s/networks/%s%s.m", root, name, ending[h]);
        status = dt_grid_load(path, &network->grid[h], NULL);
    }
    snprintf(path, sizeof path, "%.3900s/networks/%s_zones.csv", root, name);
    if (status == DT_OK) status = load_zones(network, path);
    snprintf(path, sizeof path, "%.3900s/networks/%s_lines.csv", root, name);
    if (status == DT_OK) status = load_lines(network, path);
    snprintf(path, sizeof path, "%.3900s/networks/%s_curve.csv", root, name);
    if (status == DT_OK && dt_supply_curve_load(path, &network->curve, NULL) != DT_OK)
        network->curve.n_step = 0;
    if (status == DT_OK)
        shelf->n_network++;
    else
        clear_network(network);
    return status == DT_NO_MEMORY ? status : DT_OK;
}

/* ---- all ---- */

dt_status dt_shelf_load(const char *folder, dt_shelf **out)
{
    dt_shelf *shelf = calloc(1, sizeof *shelf);
    if (!shelf) return DT_NO_MEMORY;
    dt_status status = DT_OK;
    if (folder) status = load_folder(shelf, folder, "scenarios", load_policy);
    if (folder && status == DT_OK) status = load_folder(shelf, folder, "games", load_game);
    for (int n = 0; folder && n < DT_SHELF_NETWORKS && status == DT_OK; n++)
        status = load_network(shelf, folder, n);
    if (status == DT_OK)
        *out = shelf;
    else
        dt_shelf_free(shelf);
    return status;
}

void dt_shelf_free(dt_shelf *shelf)
{
    if (!shelf) return;
    for (int p = 0; p < shelf->n_policy; p++)
        dt_scenario_free(shelf->policy[p].scenario);
    for (int g = 0; g < shelf->n_game; g++) {
        dt_game_free(shelf->game[g].game);
        dt_free(shelf->game[g].file);
    }
    for (int n = 0; n < shelf->n_network; n++)
        clear_network(&shelf->network[n]);
    free(shelf);
}

const dt_shelf_policy *dt_shelf_find_policy(const dt_shelf *shelf, const char *name)
{
    for (int p = 0; p < shelf->n_policy; p++)
        if (strcmp(shelf->policy[p].name, name) == 0) return &shelf->policy[p];
    return NULL;
}

const dt_shelf_game *dt_shelf_find_game(const dt_shelf *shelf, const char *name)
{
    for (int g = 0; g < shelf->n_game; g++)
        if (strcmp(shelf->game[g].name, name) == 0) return &shelf->game[g];
    return NULL;
}

const dt_network *dt_shelf_find_network(const dt_shelf *shelf, const char *name)
{
    for (int n = 0; n < shelf->n_network; n++)
        if (strcmp(shelf->network[n].name, name) == 0) return &shelf->network[n];
    return NULL;
}

int dt_network_zone(const dt_network *network, const char *zone)
{
    for (int z = 0; z < network->n_zone; z++)
        if (strcmp(network->zone[z].zone, zone) == 0) return z;
    return -1;
}
