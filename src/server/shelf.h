/* What is shipped with the program and requests may name: policies, games, power networks. Read once, before
 * the server listens; only read afterwards, by any thread. A folder or file that is not there leaves its list
 * shorter. */
#ifndef DT_SERVER_SHELF_H
#define DT_SERVER_SHELF_H

#include "detente/game.h"
#include "detente/grid.h"
#include "detente/scenario.h"
#include "detente/supply_curve.h"

enum { DT_SHELF_POLICIES = 64, DT_SHELF_GAMES = 32, DT_SHELF_NETWORKS = 2, DT_SHELF_ZONES = 64 };
enum { DT_SHELF_NAME = 64 };

typedef struct dt_shelf_policy {
    char name[DT_SHELF_NAME];
    dt_scenario *scenario;
} dt_shelf_policy;

typedef struct dt_shelf_game {
    char name[DT_SHELF_NAME];
    dt_game *game;
    char *file; /* its text */
} dt_shelf_game;

/* A zone is a bus of the network. */
typedef struct dt_zone {
    int number;
    char zone[16], name[DT_SHELF_NAME], covers[160], city[DT_SHELF_NAME];
    double latitude, longitude; /* degrees */
} dt_zone;

/* What may flow between two zones. */
typedef struct dt_zone_line {
    int from, to; /* positions of zones */
    int is_dc;
    char name[DT_SHELF_NAME];
    double forward, backward; /* MW */
} dt_zone_line;

/* Hours for which there is a case. */
enum { DT_HOUR_PEAK, DT_HOUR_AVERAGE, DT_HOUR_COUNT };

typedef struct dt_network {
    const char *name, *text;
    dt_grid *grid[DT_HOUR_COUNT];
    int n_zone, n_line;
    dt_zone zone[DT_SHELF_ZONES];
    dt_zone_line *line;
    dt_supply_curve curve; /* n_step 0: none */
} dt_network;

typedef struct dt_shelf {
    int n_policy, n_game, n_network;
    dt_shelf_policy policy[DT_SHELF_POLICIES];
    dt_shelf_game game[DT_SHELF_GAMES];
    dt_network network[DT_SHELF_NETWORKS];
} dt_shelf;

/* Reads from the folder that holds `scenarios`, `games` and `networks`; NULL: nothing is shipped. */
dt_status dt_shelf_load(const char *folder, dt_shelf **out);
void dt_shelf_free(dt_shelf *shelf);

/* By name; NULL if there is none. */
const dt_shelf_policy *dt_shelf_find_policy(const dt_shelf *shelf, const char *name);
const dt_shelf_game *dt_shelf_find_game(const dt_shelf *shelf, const char *name);
const dt_network *dt_shelf_find_network(const dt_shelf *shelf, const char *name);
/* Position of a zone by its short name; -1 if there is none. */
int dt_network_zone(const dt_network *network, const char *zone);
/* "peak" or "average". */
const char *dt_hour_name(int hour);

#endif
