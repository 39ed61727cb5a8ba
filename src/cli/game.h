/* The actions of `detente game`, each in a file of its own, and what they print alike. */
#ifndef DT_CLI_GAME_H
#define DT_CLI_GAME_H

#include "cli/cli.h"

/* One action: its name is the first operand, the others are its own. */
struct game_action {
    const char *name;
    const char *operands;
    int least_operand, most_operand; /* behind the name */
    dt_status (*run)(struct cli *cli);
};

/* game_solve.c: equilibria of a file by a method of the table. */
dt_status cli_game_solve(struct cli *cli);
/* game_methods.c: the table of methods, and dominated strategies. */
dt_status cli_game_methods(struct cli *cli);
dt_status cli_game_dominance(struct cli *cli);

/* game_print.c */
/* The name of a player or strategy, or its number where it has none. */
const char *cli_game_player(const dt_normal *game, int player, char text[DT_NORMAL_NAME]);
const char *cli_game_strategy(const dt_normal *game, int player, int strategy, char text[DT_NORMAL_NAME]);
/* "0.6 left + 0.4 right": a player's part of a mixed profile. */
void cli_game_print_mixture(const dt_normal *game, const double *share, int player);
/* Title, players and strategies as members of an open object. */
void cli_game_json_shape(struct cli_json *json, const dt_normal *game);
/* A profile as an array of arrays. */
void cli_game_json_profile(struct cli_json *json, const char *key, const dt_normal *game,
                           const double *mixed);
/* An option that is a number of at least 0. */
dt_status cli_game_number(struct cli *cli, const char *option, double *value);

#endif
