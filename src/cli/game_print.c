/* What the actions of `detente game` print alike: names, mixtures, shapes. */
#include <math.h>
#include <stdlib.h>

#include "cli/game.h"

const char *cli_game_player(const dt_normal *game, int player, char text[DT_NORMAL_NAME])
{
    const char *name = dt_normal_player_name(game, player);
    if (*name) return name;
    snprintf(text, DT_NORMAL_NAME, "player %d", player + 1);
    return text;
}

const char *cli_game_strategy(const dt_normal *game, int player, int strategy, char text[DT_NORMAL_NAME])
{
    const char *name = dt_normal_strategy_name(game, player, strategy);
    if (*name) return name;
    snprintf(text, DT_NORMAL_NAME, "s%d", strategy + 1);
    return text;
}

void cli_game_print_mixture(const dt_normal *game, const double *share, int player)
{
    char text[DT_NORMAL_NAME];
    int n_printed = 0;
    for (int s = 0; s < dt_normal_strategies(game, player); s++) {
        if (share[s] == 0.0) continue;
        const char *name = cli_game_strategy(game, player, s, text);
        printf("%s", n_printed++ ? " + " : "");
        if (share[s] == 1.0)
            printf("%s", name);
        else
            printf("%.4g %s", share[s], name);
    }
}

void cli_game_json_shape(struct cli_json *json, const dt_normal *game)
{
    char text[DT_NORMAL_NAME];
    cli_json_text(json, "title", dt_normal_title(game));
    cli_json_open(json, "players", '[');
    for (int i = 0; i < dt_normal_players(game); i++) {
        cli_json_open(json, NULL, '{');
        cli_json_text(json, "name", cli_game_player(game, i, text));
        cli_json_open(json, "strategies", '[');
        for (int s = 0; s < dt_normal_strategies(game, i); s++)
            cli_json_text(json, NULL, cli_game_strategy(game, i, s, text));
        cli_json_close(json, ']');
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

void cli_game_json_profile(struct cli_json *json, const char *key, const dt_normal *game, const double *mixed)
{
    cli_json_open(json, key, '[');
    for (int i = 0; i < dt_normal_players(game); i++) {
        cli_json_open(json, NULL, '[');
        for (int s = 0; s < dt_normal_strategies(game, i); s++)
            cli_json_number(json, NULL, mixed[dt_normal_offset(game, i) + s]);
        cli_json_close(json, ']');
    }
    cli_json_close(json, ']');
}

dt_status cli_game_number(struct cli *cli, const char *option, double *value)
{
    const char *text = cli_text(cli, option, NULL);
    char *end = NULL;
    if (!text) return DT_OK;
    double number = strtod(text, &end);
    if (end == text || *end || !isfinite(number) || number < 0.0)
        return cli_fail(cli, DT_E_OPTION_VALUE, option, text, "a number of at least 0");
    *value = number;
    return DT_OK;
}
