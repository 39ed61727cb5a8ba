/* `detente game`: the table of actions and the way to them. */
#include <string.h>

#include "cli/commands.h"
#include "cli/game.h"

static const struct game_action actions[] = {
    {"solve", "FILE", 1, 1, cli_game_solve}, {"dominance", "FILE", 1, 1, cli_game_dominance},
    {"methods", "", 0, 0, cli_game_methods}, {"play", "[GAME]", 0, 1, cli_game_play},
    {"map", "[GAME]", 0, 1, cli_game_map},   {"design", "[GAME]", 0, 1, cli_game_design},
};

static dt_status run(struct cli *cli)
{
    const struct game_action *action = actions;
    while (strcmp(action->name, cli->operand[0]) != 0)
        action++;
    int n = cli->n_operand - 1;
    if (n >= action->least_operand && n <= action->most_operand) return action->run(cli);
    return cli_fail(cli, DT_E_OPERAND, action->name, n ? cli->operand[1] : "nothing",
                    *action->operands ? action->operands : "no argument");
}

const struct cli_command cli_game = {
    .name = "game",
    .operands = "solve|dominance|methods|play|map|design [FILE]",
    .choices = "solve|dominance|methods|play|map|design",
    .least_operand = 1,
    .most_operand = 2,
    .summary = "which game it is, and its equilibria: of a file, or of a scenario",
    .text =
        "solve finds equilibria of a game in normal form by one of the methods that `detente game "
        "methods` lists, and says of each how much a player could still gain (its regret), whether all "
        "were found, and whether the game is degenerate: then also between which of them every mixture is "
        "an equilibrium. With --exact, payoffs are fractions and equilibria are counted without rounding. "
        "dominance removes dominated strategies round after round.\n"
        "\n"
        "play simulates every profile of a game on a scenario, on the same members, and says what is an "
        "equilibrium, which dilemma it is and with what probability, what that costs, and what decides it. "
        "map "
        "shows the class of the game over two levers. design looks for treaties under which restraint is an "
        "equilibrium. Their FILE is a game file, the name of a shipped game (usa-china, usa-china-safety, "
        "usa-china-eu, open-closed, build-stall, ten-largest, treaty), or a scenario, on which usa-china is "
        "played.\n"
        "\n"
        "The FILE of solve and dominance is a game of Gambit (.nfg, .agg), JSON or CSV; docs/games.md shows "
        "them. If nothing was "
        "found, the best candidate is printed with its regret, and the exit code is 5.",
    .examples =
        (const struct cli_example[]){
            {"detente game solve my.nfg", "all equilibria of two players"},
            {"detente game solve my.nfg --exact --json", "the same in fractions, for programs"},
            {"detente game solve my.nfg --method lemke-howson --time-limit 5", "one or more, fast"},
            {"detente game dominance my.csv --weak", "what nobody need ever play"},
            {"detente game play", "the United States and China on the main scenario"},
            {"detente game play usa-china-eu --members 1000 --page game.html", "three players, with a page"},
            {"detente game map usa-china --x capability_value=0.003:0.03 --points 20",
             "the class over two levers"},
            {"detente game design treaty", "what makes restraint an equilibrium"},
            {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            {"method", 'm', CLI_TEXT, "NAME", "the method; for two players, vertex if left out", 0, 0, 0},
            {"exact", 0, CLI_FLAG, NULL, "in fractions, where the method can", 0, 0, 0},
            {"time-limit", 0, CLI_TEXT, "SECONDS", "stop then and print what was found; default 60", 0, 0, 0},
            {"tolerance", 0, CLI_TEXT, "X", "greatest regret, relative to the range of payoffs; default 1e-9",
             0, 0, 0},
            {"most", 0, CLI_INTEGER, "N", "stop at so many equilibria; default 100000", 1, 100000000, 0},
            {"seed", 0, CLI_INTEGER, "N", "seed of random starts, or of the scenario", 0, INT64_MAX, 0},
            {"starts", 0, CLI_INTEGER, "N", "random starts, where the method has them", 1, 1000000000, 0},
            {"lambda", 0, CLI_TEXT, "X", "rationality of a quantal response, per unit of payoff", 0, 0, 0},
            {"weak", 0, CLI_FLAG, NULL, "also never worse and somewhere better", 0, 0, 0},
            {"pure", 0, CLI_FLAG, NULL, "only by pure strategies", 0, 0, 0},
            {"members", 'n', CLI_INTEGER, "N", "most members of a profile or point", 8, 1000000, 0},
            CLI_OPTION_THREADS,
            {"set", 's', CLI_TEXT, "KEY=VALUE", "change one value of the scenario; may be repeated", 0, 0, 1},
            {"resume", 0, CLI_TEXT, "FILE", "keep payoffs there and go on from it", 0, 0, 0},
            {"effects", 0, CLI_INTEGER, "N", "members on which total effects are measured; default 64", 0,
             1000000, 0},
            {"page", 0, CLI_TEXT, "FILE", "write a page, with the map and design of the game", 0, 0, 0},
            {"points", 0, CLI_INTEGER, "N",
             "points of each axis of a map, default 40; treaties of a design, default 64", 2, 1000, 0},
            {"x", 0, CLI_TEXT, "LEVER=FROM:TO", "the axis to the right", 0, 0, 0},
            {"y", 0, CLI_TEXT, "LEVER=FROM:TO", "the axis upwards", 0, 0, 0},
            {"full", 0, CLI_FLAG, NULL, "simulate every point with all members", 0, 0, 0},
            {"csv", 0, CLI_FLAG, NULL, "print comma-separated values", 0, 0, 0},
            CLI_OPTION_NO_PROGRESS,
            CLI_OPTION_END,
        },
    .uses = (const struct cli_use[]){{"method", "solve"},
                                     {"exact", "solve"},
                                     {"time-limit", "solve"},
                                     {"tolerance", "solve"},
                                     {"most", "solve"},
                                     {"starts", "solve"},
                                     {"lambda", "solve"},
                                     {"weak", "dominance"},
                                     {"pure", "dominance"},
                                     {"members", "play|map|design"},
                                     {"set", "play|map|design"},
                                     {"resume", "play"},
                                     {"effects", "play"},
                                     {"page", "play"},
                                     {"x", "map"},
                                     {"y", "map"},
                                     {"full", "map"},
                                     {"csv", "play|map"},
                                     {"points", "play|map|design"},
                                     {NULL, NULL}},
    .run = run,
};
