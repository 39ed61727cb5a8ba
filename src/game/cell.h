/* Profiles of a game and the cells that are simulated for them.
 *
 * A cell says how many players of each role play each strategy. Without reduction every player is a role of
 * its own and each profile is one cell. A reduced profile asks, for each of its players, for the cell in
 * which that player's payoff is read. Players of a role take the places of a cell in turn, one turn for each
 * chunk of members, so that a role's payoff is the mean over its players. */
#ifndef DT_GAME_CELL_H
#define DT_GAME_CELL_H

#include "game/game.h"

enum { DT_GAME_CHUNK = DT_RACE_LANES, DT_GAME_COUNTS = DT_GAME_PLAYERS * DT_GAME_STRATEGIES };

typedef struct dt_cells {
    const dt_game *game;
    int n_player; /* after reduction */
    int role[DT_GAME_PLAYERS];
    int64_t n_profile;
    int64_t n_cell;
    int n_count, first[DT_GAME_PLAYERS]; /* numbers of a cell, and where a role's begin */
    unsigned char *count;                /* [cell * n_count + first[role] + strategy] */
    int32_t *cell;                       /* [profile * n_player + player] */
    int n_turn;                          /* turns that players of a role take */
    int is_rounded;
} dt_cells;

/* Lists profiles and cells. DT_INPUT for a game that is too large, with its size. */
dt_status dt_cells_make(const dt_game *game, int64_t members, dt_cells *out, dt_diagnostics *diagnostics);
void dt_cells_free(dt_cells *cells);

/* Strategies of the reduced players in a profile. */
void dt_cells_profile(const dt_cells *cells, int64_t profile, int *strategy);
/* Number of the profile that differs in one player's strategy. */
int64_t dt_cells_deviation(const dt_cells *cells, int64_t profile, int player, int strategy);
int dt_cells_strategies(const dt_cells *cells, int player);

/* The player that takes a place of a role in a turn; places and players are numbered as players are. */
int dt_cells_taker(const dt_cells *cells, int place, int turn);
/* Strategies of the real players in a cell in a turn. */
void dt_cells_assign(const dt_cells *cells, int64_t cell, int turn, int *strategy);
/* Places of the role of a reduced player on a strategy in a cell: from `*first` of the role, n of them. */
int dt_cells_places(const dt_cells *cells, int64_t cell, int player, int strategy, int *first);

#endif
