/* `detente game methods` lists the methods of `solve`; `detente game dominance` removes dominated strategies.
 */
#include <stdlib.h>

#include "cli/game.h"

static void methods_json(void)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_integer(&json, "schema", 1);
    cli_json_open(&json, "methods", '[');
    for (int k = 0; k < dt_method_count(); k++) {
        const dt_method *method = dt_method_at(k);
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "name", method->name);
        cli_json_integer(&json, "least_players", method->least_players);
        cli_json_integer(&json, "most_players", method->most_players);
        cli_json_bool(&json, "exact", method->has_exact);
        cli_json_text(&json, "finds", method->sentence);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

dt_status cli_game_methods(struct cli *cli)
{
    if (cli->json) {
        methods_json();
        return DT_OK;
    }
    printf("%s%-16s %-8s %-6s finds%s\n", cli_bold(cli), "method", "players", "exact", cli_plain(cli));
    for (int k = 0; k < dt_method_count(); k++) {
        const dt_method *method = dt_method_at(k);
        char players[32];
        if (method->least_players == method->most_players)
            snprintf(players, sizeof players, "%d", method->least_players);
        else
            snprintf(players, sizeof players, "%d-%d", method->least_players, method->most_players);
        printf("%-16s %-8s %-6s %s\n", method->name, players, method->has_exact ? "yes" : "no",
               method->sentence);
    }
    return DT_OK;
}

static void dominance_json(const dt_normal *game, const dt_dominances *list)
{
    char text[DT_NORMAL_NAME];
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_integer(&json, "schema", 1);
    cli_game_json_shape(&json, game);
    cli_json_integer(&json, "rounds", list->n_round);
    cli_json_open(&json, "dominated", '[');
    for (int k = 0; k < list->count; k++) {
        const dt_dominated *item = &list->item[k];
        cli_json_open(&json, NULL, '{');
        cli_json_integer(&json, "round", item->round);
        cli_json_text(&json, "player", cli_game_player(game, item->player, text));
        cli_json_text(&json, "strategy", cli_game_strategy(game, item->player, item->strategy, text));
        cli_json_bool(&json, "by_mixture", item->by < 0);
        cli_json_open(&json, "by", '[');
        for (int s = 0; s < dt_normal_strategies(game, item->player); s++)
            cli_json_number(&json, NULL, item->mixture[s]);
        cli_json_close(&json, ']');
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static void dominance_text(const struct cli *cli, const dt_normal *game, const dt_dominances *list)
{
    char text[DT_NORMAL_NAME];
    printf("%s%s%s\n", cli_bold(cli), dt_normal_title(game), cli_plain(cli));
    if (list->count == 0) puts("no strategy is dominated");
    for (int k = 0; k < list->count; k++) {
        const dt_dominated *item = &list->item[k];
        printf("round %d  %s: ", item->round, cli_game_player(game, item->player, text));
        printf("%s by ", cli_game_strategy(game, item->player, item->strategy, text));
        cli_game_print_mixture(game, item->mixture, item->player);
        putchar('\n');
    }
}

dt_status cli_game_dominance(struct cli *cli)
{
    dt_normal *game = NULL;
    dt_dominances list = {0};
    dt_dominance_options options = {.is_weak = cli_flag(cli, "weak"), .is_pure = cli_flag(cli, "pure")};
    dt_status status = dt_normal_load(cli->operand[1], &game, &cli->found);
    if (status == DT_OK) status = dt_normal_dominance(game, &options, &list);
    if (status == DT_OK && cli->json) dominance_json(game, &list);
    if (status == DT_OK && !cli->json) dominance_text(cli, game, &list);
    dt_dominances_free(&list);
    dt_normal_free(game);
    return status;
}
