/* What a game consists of, for those who print it. */
#include "game/game.h"

#include <math.h>

static double profiles_of(const dt_game *game)
{
    double n = 1.0;
    for (int k = 0; k < game->n_role; k++)
        n *= pow(game->role[k].n_strategy, game->role[k].reduced);
    return n;
}

static int reduced_players(const dt_game *game)
{
    int n = 0;
    for (int k = 0; k < game->n_role; k++)
        n += game->role[k].reduced;
    return n;
}

dt_game_info dt_game_describe(const dt_game *game)
{
    static const char *const words[] = {"none", "hierarchical", "deviation"};
    double n_full = 1.0;
    for (int p = 0; p < game->n_player; p++)
        n_full *= game->player[p].n_strategy;
    return (dt_game_info){.name = game->name,
                          .text = game->text,
                          .scenario = game->scenario,
                          .payoff = game->payoff,
                          .members = game->members,
                          .n_player = game->n_player,
                          .n_column = game->n_player + game->n_watch,
                          .n_reduced = reduced_players(game),
                          .n_profile = profiles_of(game),
                          .n_full = n_full,
                          .n_map = game->n_map,
                          .n_lever = game->n_lever,
                          .reduction = words[game->reduction],
                          .aim = game->aim,
                          .aim_least = game->aim_least,
                          .least = game->range[0],
                          .greatest = game->range[1]};
}

const char *dt_game_column(const dt_game *game, int column)
{
    if (column < 0 || column >= game->n_player + game->n_watch) return NULL;
    return column < game->n_player ? game->player[column].name : game->watch[column - game->n_player];
}

int dt_game_strategies(const dt_game *game, int player)
{
    return player >= 0 && player < game->n_player ? game->player[player].n_strategy : 0;
}

const char *dt_game_strategy(const dt_game *game, int player, int strategy)
{
    int is_there = strategy >= 0 && strategy < dt_game_strategies(game, player);
    return is_there ? game->player[player].strategy[strategy].name : NULL;
}

int dt_game_cooperate(const dt_game *game, int player)
{
    return game->player[player].cooperate;
}

dt_game_lever dt_game_map_lever(const dt_game *game, int index)
{
    return index >= 0 && index < game->n_map ? game->map[index] : (dt_game_lever){0};
}

dt_game_lever dt_game_design_lever(const dt_game *game, int index)
{
    return index >= 0 && index < game->n_lever ? game->lever[index] : (dt_game_lever){0};
}
