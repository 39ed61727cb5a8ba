/* The actions of `detente game`, each in a file of its own, and what they print alike. */
#ifndef DT_CLI_GAME_H
#define DT_CLI_GAME_H

#include "cli/cli.h"
#include "detente/game.h"

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

/* game_play.c: empirical games on a scenario. */
dt_status cli_game_play(struct cli *cli);
dt_status cli_game_map(struct cli *cli);
dt_status cli_game_design(struct cli *cli);
/* The same for a game by its name; NULL stands for the shipped treaty. */
dt_status cli_game_design_named(struct cli *cli, const char *name);

/* game_setup.c: what these need. */
struct cli_game_setup {
    dt_game *game;
    char *scenario;
    struct cli_setup setup;
    dt_simulator simulator;
    int threads, is_shown;
    struct cli_progress progress;
    struct cli_watch *watch;
};
/* A game by its file, a shipped game by its name, or a scenario, on which the usual game is played; NULL: the
 * usual game. End it with cli_game_end, whatever is returned. */
dt_status cli_game_begin(struct cli *cli, struct cli_game_setup *g, const char *named);
void cli_game_end(struct cli_game_setup *g);
/* The progress callback, or NULL where nobody wants to see it. */
void (*cli_game_progress(const struct cli_game_setup *g))(void *, const dt_progress *);

/* game_page.c: the usual game on at most `members` members. DT_NO, with a note, where it cannot be played on
 * the scenario. The page of it; and what it holds, freed. */
struct cli_game_page {
    dt_game *game; /* NULL: not played */
    dt_simulator simulator;
    dt_game_result *result;
    dt_game_map *map; /* NULL: not asked for */
};
dt_status cli_game_page_play(struct cli *cli, const struct cli_setup *setup, int64_t members, int with_map,
                             struct cli_game_page *page);
dt_status cli_game_page_write(struct cli *cli, const struct cli_game_page *page,
                              const struct cli_setup *setup, const char *path);
void cli_game_page_clear(struct cli_game_page *page);

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
