/* A game as it was read: players with their strategies, roles and their reduction, levers. It never changes
 * once it is read, and is shared by threads. */
#ifndef DT_GAME_GAME_H
#define DT_GAME_GAME_H

#include "detente/game.h"

/* One setting of a scenario, as dt_scenario_set takes it. */
typedef struct dt_game_setting {
    char key[96];
    char *value;
} dt_game_setting;

typedef struct dt_game_settings {
    int n;
    dt_game_setting *item;
} dt_game_settings;

typedef struct dt_strategy {
    char name[DT_GAME_NAME];
    dt_game_settings set;
} dt_strategy;

typedef struct dt_player {
    char name[DT_GAME_NAME];
    char role_name[DT_GAME_NAME]; /* empty: a role of its own */
    int role;
    int cooperate;
    int n_strategy;
    dt_strategy strategy[DT_GAME_STRATEGIES];
} dt_player;

/* Players that are alike but for their names; a player without role has one of its own. */
typedef struct dt_role {
    char name[DT_GAME_NAME];
    int n, reduced, n_strategy;
    int member[DT_GAME_PLAYERS]; /* players */
} dt_role;

typedef enum dt_game_reduction {
    DT_REDUCTION_NONE,
    DT_REDUCTION_HIERARCHICAL,
    DT_REDUCTION_DEVIATION
} dt_game_reduction;

struct dt_game {
    char *name, *text, *scenario, *payoff;
    char *cooperate; /* name of the strategy that counts as cooperation; NULL: the last */
    int64_t members;
    dt_game_settings set; /* in every profile */
    int n_player;
    dt_player player[DT_GAME_PLAYERS];
    int n_watch;
    char watch[DT_GAME_COLUMNS][DT_GAME_NAME];
    dt_game_reduction reduction;
    int n_role;
    dt_role role[DT_GAME_PLAYERS];
    char *aim; /* field of states, NULL if none */
    double aim_least;
    double range[2]; /* of payoffs, where the file gives it; else both 0 */
    int n_map, n_lever;
    dt_game_lever map[2], lever[DT_GAME_LEVERS];
};

/* Adds a copy of a setting. */
dt_status dt_game_settings_add(dt_game_settings *settings, const char *key, const char *value);
void dt_game_settings_clear(dt_game_settings *settings);

#endif
