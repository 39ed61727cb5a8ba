/* `detente search`: policies that no other beats in all aims. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "detente/analysis_report.h"

struct quest {
    struct cli_setup setup;
    struct cli_watch *watch;
    dt_policy_lever lever[DT_POLICY_LEVERS];
    dt_policy_objective objective[DT_SEARCH_OBJECTIVES];
    dt_policy_problem problem;
    dt_search *search;
};

static dt_status read_lever(struct cli *cli, struct quest *q, const char *text)
{
    if (q->problem.n_lever == DT_POLICY_LEVERS ||
        dt_policy_read_lever(text, &q->lever[q->problem.n_lever]) != DT_OK)
        return cli_fail(cli, DT_E_POLICY_LEVER, "--lever", text, "at most 64 of KEY:LOW:HIGH");
    q->problem.n_lever++;
    return DT_OK;
}

static dt_status read_objective(struct cli *cli, struct quest *q, const char *text)
{
    if (q->problem.n_objective == DT_SEARCH_OBJECTIVES ||
        dt_policy_read_objective(text, &q->objective[q->problem.n_objective]) != DT_OK)
        return cli_fail(cli, DT_E_POLICY_OBJECTIVE, "--objective", text, "at most 16 of OUTCOME:min|max");
    q->problem.n_objective++;
    return DT_OK;
}

static dt_status read_problem(struct cli *cli, struct quest *q)
{
    dt_status status = DT_OK;
    for (int v = 0; v < cli->n_value; v++) {
        const char *name = cli->value[v].option->name, *text = cli->value[v].text;
        dt_status one = strcmp(name, "lever") == 0 ? read_lever(cli, q, text)
            : strcmp(name, "objective") == 0       ? read_objective(cli, q, text)
                                                   : DT_OK;
        if (status == DT_OK) status = one;
    }
    if (status == DT_OK && q->problem.n_lever == 0)
        status = cli_fail(cli, DT_E_POLICY_LEVER, "--lever", "nothing", "at least one lever");
    if (status == DT_OK && q->problem.n_objective == 0)
        status = cli_fail(cli, DT_E_POLICY_OBJECTIVE, "--objective", "nothing", "at least one objective");
    q->problem.world = q->setup.world;
    q->problem.scenario = q->setup.scenario;
    q->problem.lever = q->lever;
    q->problem.objective = q->objective;
    q->problem.members = cli_integer(cli, "members", 64);
    return status;
}

static dt_status run_search(struct cli *cli, struct quest *q)
{
    int is_shown = !cli->quiet && !cli_flag(cli, "no-progress");
    struct cli_progress progress = cli_progress_begin();
    dt_policy_options options = {.evaluations = cli_integer(cli, "evaluations", 1000),
                                 .population = (int)cli_integer(cli, "population", 0),
                                 .seed = dt_scenario_describe(q->setup.scenario).seed,
                                 .threads = (int)cli_integer(cli, "threads", 0),
                                 .folder = cli_text(cli, "out", "results/search"),
                                 .is_resumed = cli_flag(cli, "resume"),
                                 .progress = is_shown ? cli_progress_show : NULL,
                                 .context = &progress,
                                 .stop = cli_watch_flag(q->watch)};
    dt_status status = dt_policy_search(&q->problem, &options, &q->search, &cli->found);
    if (is_shown) cli_progress_end(&progress);
    return status;
}

/* ---- printing ---- */

static const char *const statistic_words[] = {"mean", "quantile", "share above", "share below"};

static void print_csv(const struct quest *q)
{
    double value[DT_POLICY_LEVERS], objective[DT_SEARCH_OBJECTIVES];
    const dt_policy_problem *p = &q->problem;
    for (int l = 0; l < p->n_lever; l++)
        printf("%s,", p->lever[l].key);
    for (int k = 0; k < p->n_objective; k++)
        printf("%s%s", p->objective[k].outcome, k + 1 < p->n_objective ? "," : "\n");
    for (int a = 0; a < dt_search_count(q->search); a++) {
        dt_policy_at(p, q->search, a, value, objective);
        for (int l = 0; l < p->n_lever; l++)
            printf("%.17g,", value[l]);
        for (int k = 0; k < p->n_objective; k++)
            printf("%.17g%s", objective[k], k + 1 < p->n_objective ? "," : "\n");
    }
}

static void print_text(const struct quest *q)
{
    double value[DT_POLICY_LEVERS], objective[DT_SEARCH_OBJECTIVES];
    const dt_policy_problem *p = &q->problem;
    printf("%d policies that no other beats, of %" PRId64 " judged on %" PRId64 " members each\n",
           dt_search_count(q->search), dt_search_evaluations(q->search), p->members);
    for (int k = 0; k < p->n_objective; k++)
        printf("  objective %d: %s of %s is to be %s\n", k + 1, statistic_words[p->objective[k].statistic],
               p->objective[k].outcome, p->objective[k].is_max ? "large" : "small");
    for (int l = 0; l < p->n_lever; l++)
        printf("  lever %d: %s, %g to %g\n", l + 1, p->lever[l].key, p->lever[l].low, p->lever[l].high);
    for (int l = 0; l < p->n_lever; l++)
        printf("   lever %-4d", l + 1);
    for (int k = 0; k < p->n_objective; k++)
        printf(" objective %d", k + 1);
    putchar('\n');
    for (int a = 0; a < dt_search_count(q->search); a++) {
        dt_policy_at(p, q->search, a, value, objective);
        for (int l = 0; l < p->n_lever; l++)
            printf(" %12.6g", value[l]);
        for (int k = 0; k < p->n_objective; k++)
            printf(" %11.5g", objective[k]);
        putchar('\n');
    }
}

static void print_json(const struct quest *q, dt_status status)
{
    char *text = NULL;
    if (dt_report_search(&q->problem, q->search, status == DT_OK, &text) == DT_OK) fputs(text, stdout);
    dt_free(text);
}

static dt_status run(struct cli *cli)
{
    struct quest q = {.search = NULL};
    dt_status status = cli_setup_scenario(cli, &q.setup, cli->operand[0]);
    if (status == DT_OK) status = cli_setup_case(cli, &q.setup);
    if (status == DT_OK) status = read_problem(cli, &q);
    if (status == DT_OK) status = cli_watch_begin(&q.watch);
    if (status == DT_OK) status = run_search(cli, &q);
    if (q.search && cli->json)
        print_json(&q, status);
    else if (q.search && cli_flag(cli, "csv"))
        print_csv(&q);
    else if (q.search)
        print_text(&q);
    if (status == DT_INTERRUPTED)
        cli_note(cli, "go on with the same command and --resume; whole generations are kept");
    dt_search_free(q.search);
    cli_watch_end(q.watch);
    cli_setup_clear(&q.setup);
    return status;
}

const struct cli_command cli_search = {
    .name = "search",
    .operands = "SCENARIO",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "search for policies by several objectives",
    .text =
        "Sets levers of a scenario, runs every setting on the same members, and looks for settings that no "
        "other beats in all objectives, by an evolutionary method with an archive. An objective is a "
        "statistic of an outcome over members: mean, a quantile (p10), or the share of members above or "
        "below a number (share>5). The number before it is the difference that matters; without one, a "
        "hundredth of what the scenario gives unchanged.\n\n"
        "The state is kept in the folder after each generation. A search that was interrupted goes on with "
        "--resume, to the same bits.",
    .examples =
        (const struct cli_example[]){
            {"detente search coruna --lever permit_delay_scale.USA:0.2:1 --lever openness:0.05:0.95 "
             "--objective ai_power.USA.2030:max:0.5 --objective survivors.WORLD.2040:max:0.1:p10 --out "
             "results/s",
             "power against survival"},
            {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            {"lever", 'l', CLI_TEXT, "KEY:LOW:HIGH",
             "a key as --set takes it, and its range; repeat for more", 0, 0, 1},
            {"objective", 'y', CLI_TEXT, "OUTCOME:min|max[:EPSILON][:STATISTIC]", "an aim; repeat for more",
             0, 0, 1},
            {"members", 'n', CLI_INTEGER, "N", "members of each setting; default 64", 1, 1000000, 0},
            {"evaluations", 0, CLI_INTEGER, "N", "settings to judge; default 1,000", 1, 100000000, 0},
            {"population", 0, CLI_INTEGER, "N", "settings of the first generation; default 32", 4, 100000, 0},
            {"seed", 0, CLI_INTEGER, "N", "seed of the members and of the search", 0, INT64_MAX, 0},
            CLI_OPTION_THREADS,
            {"set", 's', CLI_TEXT, "KEY=VALUE", "change one value of the scenario; may be repeated", 0, 0, 1},
            {"out", 'o', CLI_TEXT, "DIR", "folder of the state; default results/search", 0, 0, 0},
            {"resume", 0, CLI_FLAG, NULL, "go on from the state in the folder", 0, 0, 0},
            CLI_OPTION_CSV,
            CLI_OPTION_NO_PROGRESS,
            CLI_OPTION_END},
    .run = run,
};
