/* `detente game solve`: the equilibria of a game file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/game.h"

/* Everything that is printed. */
struct solution {
    dt_normal *game;
    dt_solve_options options;
    dt_equilibria list;
    dt_nash_subsets subsets;
    int has_subsets;
};

static dt_status read_options(struct cli *cli, dt_solve_options *options)
{
    dt_status status = cli_game_number(cli, "time-limit", &options->time_limit);
    if (status == DT_OK) status = cli_game_number(cli, "tolerance", &options->tolerance);
    if (status == DT_OK) status = cli_game_number(cli, "lambda", &options->lambda);
    options->is_exact = cli_flag(cli, "exact");
    options->most = cli_integer(cli, "most", options->most);
    options->seed = (uint64_t)cli_integer(cli, "seed", (int64_t)options->seed);
    options->starts = cli_integer(cli, "starts", options->starts);
    return status;
}

/* The method of --method, with the nearest name if there is none of that. */
static dt_status check_method(struct cli *cli, const char *name)
{
    if (!name || dt_method_find(name)) return DT_OK;
    struct cli_suggestion near_names = cli_suggest_begin(name);
    for (int k = 0; k < dt_method_count(); k++)
        cli_suggest(&near_names, dt_method_at(k)->name);
    return cli_fail_near(cli, DT_E_GAME_METHOD, "--method", "a name that `detente game methods` lists",
                         &near_names);
}

/* JSON. */

/* The fractions of an exact equilibrium, cut at the blanks, one array for each player. */
static void json_fractions(struct cli_json *json, const dt_normal *game, const char *exact)
{
    char *text = exact ? strdup(exact) : NULL, *rest = text;
    if (!text) return;
    cli_json_open(json, "fractions", '[');
    for (int i = 0; i < dt_normal_players(game); i++) {
        cli_json_open(json, NULL, '[');
        for (int s = 0; s < dt_normal_strategies(game, i); s++)
            cli_json_text(json, NULL, strsep(&rest, " "));
        cli_json_close(json, ']');
    }
    cli_json_close(json, ']');
    free(text);
}

/* Shares of the pure profiles, player 1's strategy running fastest. */
static void json_joint(struct cli_json *json, const dt_normal *game, const double *joint)
{
    if (!joint) return;
    cli_json_open(json, "joint", '[');
    for (int64_t s = 0; s < dt_normal_profiles(game); s++)
        cli_json_number(json, NULL, joint[s]);
    cli_json_close(json, ']');
}

static void json_equilibrium(struct cli_json *json, const dt_normal *game, const dt_equilibrium *item)
{
    cli_json_open(json, NULL, '{');
    cli_game_json_profile(json, "profile", game, item->mixed);
    json_fractions(json, game, item->exact);
    json_joint(json, game, item->joint);
    cli_json_open(json, "payoffs", '[');
    for (int i = 0; i < dt_normal_players(game); i++)
        cli_json_number(json, NULL, item->payoff[i]);
    cli_json_close(json, ']');
    cli_json_number(json, "regret", item->regret);
    cli_json_number(json, "relative_regret", item->relative_regret);
    cli_json_bool(json, "pure", item->is_pure);
    cli_json_bool(json, "exact", item->is_exact);
    cli_json_number(json, "parameter", item->parameter);
    cli_json_close(json, '}');
}

static void json_subsets(struct cli_json *json, const dt_nash_subsets *subsets)
{
    cli_json_integer(json, "components", subsets->n_component);
    cli_json_bool(json, "subsets_complete", !subsets->is_limit_reached);
    cli_json_open(json, "maximal_subsets", '[');
    for (int s = 0; s < subsets->count; s++) {
        cli_json_open(json, NULL, '{');
        cli_json_integer(json, "component", subsets->subset[s].component + 1);
        cli_json_open(json, "equilibria", '[');
        for (int k = 0; k < subsets->subset[s].count; k++)
            cli_json_integer(json, NULL, subsets->subset[s].item[k] + 1);
        cli_json_close(json, ']');
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void print_json(const struct solution *s)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_integer(&json, "schema", 1);
    cli_game_json_shape(&json, s->game);
    cli_json_text(&json, "method", s->list.method);
    cli_json_bool(&json, "complete", s->list.is_complete);
    cli_json_bool(&json, "degenerate", s->list.is_degenerate);
    cli_json_bool(&json, "limit_reached", s->list.is_limit_reached);
    cli_json_text(&json, "note", s->list.note);
    cli_json_open(&json, "equilibria", '[');
    for (int k = 0; k < s->list.count; k++)
        json_equilibrium(&json, s->game, &s->list.item[k]);
    cli_json_close(&json, ']');
    if (s->has_subsets) json_subsets(&json, &s->subsets);
    if (s->list.best) {
        cli_json_open(&json, "best_candidate", '{');
        cli_game_json_profile(&json, "profile", s->game, s->list.best);
        cli_json_number(&json, "regret", dt_normal_regret(s->game, s->list.best, NULL));
        cli_json_number(&json, "relative_regret", s->list.best_regret);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

/* Text. */

static void print_equilibrium(const dt_normal *game, const dt_equilibrium *item, int number)
{
    char text[DT_NORMAL_NAME];
    printf("\n%4d  regret %.2g%s%s\n", number, item->regret, item->is_pure ? ", pure" : "",
           item->is_exact ? ", exact" : "");
    for (int i = 0; i < dt_normal_players(game); i++) {
        printf("      %-16s %12.6g  ", cli_game_player(game, i, text), item->payoff[i]);
        cli_game_print_mixture(game, item->mixed + dt_normal_offset(game, i), i);
        putchar('\n');
    }
}

/* Subsets of more than one equilibrium: the continua. */
static void print_subsets(const dt_nash_subsets *subsets)
{
    printf("\n%d component%s\n", subsets->n_component, subsets->n_component == 1 ? "" : "s");
    for (int s = 0; s < subsets->count; s++) {
        if (subsets->subset[s].count < 2) continue;
        printf("      every mixture of");
        for (int k = 0; k < subsets->subset[s].count; k++)
            printf(" %d", subsets->subset[s].item[k] + 1);
        printf("  (component %d)\n", subsets->subset[s].component + 1);
    }
}

static void print_text(const struct cli *cli, const struct solution *s)
{
    printf("%s%s%s\n", cli_bold(cli), dt_normal_title(s->game), cli_plain(cli));
    printf("%d equilibri%s by %s, %s\n", s->list.count, s->list.count == 1 ? "um" : "a", s->list.method,
           s->list.is_complete            ? "all there are of this kind"
               : s->list.is_limit_reached ? "a limit was reached"
                                          : "there may be others");
    if (s->list.note[0]) printf("%s\n", s->list.note);
    for (int k = 0; k < s->list.count; k++)
        print_equilibrium(s->game, &s->list.item[k], k + 1);
    if (s->has_subsets && s->list.is_degenerate) print_subsets(&s->subsets);
    if (!s->list.best) return;
    printf("\nbest candidate: relative regret %.2g\n", s->list.best_regret);
    for (int i = 0; i < dt_normal_players(s->game); i++) {
        char text[DT_NORMAL_NAME];
        printf("      %-16s %12.6g  ", cli_game_player(s->game, i, text),
               dt_normal_expected(s->game, s->list.best, i));
        cli_game_print_mixture(s->game, s->list.best + dt_normal_offset(s->game, i), i);
        putchar('\n');
    }
}

/* Solves, prints, and says by its status whether anything was found. */
static dt_status solve(struct cli *cli, struct solution *s)
{
    dt_status status = dt_normal_solve(s->game, cli_text(cli, "method", NULL), &s->options, &s->list,
                                       &cli->found);
    if (status != DT_OK && !(status == DT_NO_SOLUTION && cli->found.n_error == 0)) return status;
    if (dt_normal_players(s->game) == 2 && s->list.is_complete && s->list.count > 0 &&
        dt_nash_subsets_find(s->game, &s->list, &s->subsets) == DT_OK)
        s->has_subsets = 1;
    if (cli->json)
        print_json(s);
    else
        print_text(cli, s);
    if (status != DT_NO_SOLUTION) return status;
    return cli_fail(cli, DT_E_GAME_NONE_FOUND, NULL, s->list.is_complete ? "there is none" : "none yet",
                    NULL);
}

dt_status cli_game_solve(struct cli *cli)
{
    struct solution s = {.options = dt_solve_defaults()};
    struct cli_watch *watch = NULL;
    dt_status status = read_options(cli, &s.options);
    if (status == DT_OK) status = check_method(cli, cli_text(cli, "method", NULL));
    if (status == DT_OK) status = dt_normal_load(cli->operand[1], &s.game, &cli->found);
    if (status == DT_OK) status = cli_watch_begin(&watch);
    if (status == DT_OK) {
        s.options.stop = cli_watch_flag(watch);
        status = solve(cli, &s);
    }
    cli_watch_end(watch);
    dt_nash_subsets_free(&s.subsets);
    dt_equilibria_free(&s.list);
    dt_normal_free(s.game);
    return status;
}
