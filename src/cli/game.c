/* `detente game`: the table of actions and the way to them. */
#include <string.h>

#include "cli/commands.h"
#include "cli/game.h"

static const struct game_action actions[] = {
    {"solve", "FILE", 1, 1, cli_game_solve},
    {"dominance", "FILE", 1, 1, cli_game_dominance},
    {"methods", "", 0, 0, cli_game_methods},
};

static dt_status run(struct cli *cli)
{
    struct cli_suggestion near_names = cli_suggest_begin(cli->operand[0]);
    for (int a = 0; a < CLI_COUNT(actions); a++) {
        cli_suggest(&near_names, actions[a].name);
        if (strcmp(actions[a].name, cli->operand[0]) != 0) continue;
        int n = cli->n_operand - 1;
        if (n < actions[a].least_operand || n > actions[a].most_operand)
            return cli_fail(cli, DT_E_OPERAND, actions[a].name, n ? cli->operand[1] : "nothing",
                            *actions[a].operands ? actions[a].operands : "no argument");
        return actions[a].run(cli);
    }
    return cli_fail_near(cli, DT_E_OPERAND, "game", "solve, dominance or methods", &near_names);
}

const struct cli_command cli_game = {
    .name = "game",
    .operands = "solve|dominance|methods [FILE]",
    .least_operand = 1,
    .most_operand = 2,
    .summary = "equilibria of a game, and which strategies are dominated",
    .text =
        "solve finds equilibria of a game in normal form by one of the methods that `detente game "
        "methods` lists, and says of each how much a player could still gain (its regret), whether all "
        "were found, and whether the game is degenerate: then also between which of them every mixture is "
        "an equilibrium. With --exact, payoffs are fractions and equilibria are counted without rounding. "
        "dominance removes dominated strategies round after round.\n"
        "\n"
        "FILE is a game of Gambit (.nfg, .agg), JSON or CSV; docs/games.md shows them. If nothing was "
        "found, the best candidate is printed with its regret, and the exit code is 5.",
    .examples =
        (const struct cli_example[]){
            {"detente game solve my.nfg", "all equilibria of two players"},
            {"detente game solve my.nfg --exact --json", "the same in fractions, for programs"},
            {"detente game solve my.nfg --method lemke-howson --time-limit 5", "one or more, fast"},
            {"detente game dominance my.csv --weak", "what nobody need ever play"},
            {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            {"method", 'm', CLI_TEXT, "NAME", "solve: the method; for two players, vertex if left out", 0, 0,
             0},
            {"exact", 0, CLI_FLAG, NULL, "solve: in fractions, where the method can", 0, 0, 0},
            {"time-limit", 0, CLI_TEXT, "SECONDS", "solve: stop then and print what was found; default 60", 0,
             0, 0},
            {"tolerance", 0, CLI_TEXT, "X",
             "solve: greatest regret, relative to the range of payoffs; default 1e-9", 0, 0, 0},
            {"most", 0, CLI_INTEGER, "N", "solve: stop at so many equilibria; default 100000", 1, 100000000,
             0},
            {"seed", 0, CLI_INTEGER, "N", "solve: seed of random starts", 0, INT64_MAX, 0},
            {"starts", 0, CLI_INTEGER, "N", "solve: random starts, where the method has them", 1, 1000000000,
             0},
            {"lambda", 0, CLI_TEXT, "X", "solve: rationality of a quantal response, per range of payoffs", 0,
             0, 0},
            {"weak", 0, CLI_FLAG, NULL, "dominance: also never worse and somewhere better", 0, 0, 0},
            {"pure", 0, CLI_FLAG, NULL, "dominance: only by pure strategies", 0, 0, 0},
            CLI_OPTION_END,
        },
    .run = run,
};
