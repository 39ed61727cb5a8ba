/* `detente regret`: how policies stand over many futures. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/result.h"

enum { MOST_POLICIES = 64, MOST_MEMBERS = 1000000 };

struct policies {
    dt_store *store[MOST_POLICIES];
    char *name[MOST_POLICIES];
    dt_robustness measure[MOST_POLICIES];
    int n, used, is_less;
};

static dt_status open_policies(struct cli *cli, struct policies *p)
{
    for (int k = 0; k < cli->n_operand; k++, p->n++) {
        dt_status status = dt_store_open(cli->operand[k], &p->store[k], &cli->found);
        if (status == DT_OK) status = dt_store_get_text(p->store[k], "name", &p->name[k]);
        if (status != DT_OK) return status;
    }
    return DT_OK;
}

/* Where less is better, payoffs are the outcome with the other sign. */
static void turn_signs(double *payoff, int n)
{
    for (int i = 0; i < n; i++)
        payoff[i] = -payoff[i];
}

static dt_status read_threshold(struct cli *cli, const struct policies *p, double *threshold)
{
    const char *text = cli_text(cli, "threshold", NULL);
    char *end = NULL;
    *threshold = -HUGE_VAL;
    if (!text) return DT_OK;
    double value = strtod(text, &end);
    if (*end || !isfinite(value)) return cli_fail(cli, DT_E_OPTION_VALUE, "--threshold", text, "a number");
    *threshold = p->is_less ? -value : value;
    return DT_OK;
}

static dt_status measure(struct cli *cli, struct policies *p)
{
    const char *name = cli_text(cli, "outcome", NULL);
    double *payoff = NULL, threshold = 0.0;
    int n = 0;
    if (!name)
        return cli_fail(cli, DT_E_OPTION_VALUE, "--outcome", "nothing",
                        "the outcome by which policies are judged");
    p->is_less = cli_flag(cli, "less");
    dt_status status = read_threshold(cli, p, &threshold);
    if (status != DT_OK) return status;
    status = dt_evidence_payoffs(p->store, p->n, name, MOST_MEMBERS, &payoff, &n);
    if (status == DT_NO)
        return cli_fail(cli, DT_E_UNKNOWN_NAME, "--outcome", name,
                        "an outcome that all folders hold for the same members");
    if (status != DT_OK) return status;
    if (p->is_less) turn_signs(payoff, p->n * n);
    dt_payoffs payoffs = {payoff, p->n, n, threshold, 0.5};
    status = dt_robustness_measure(&payoffs, p->measure, &p->used);
    dt_free(payoff);
    return status == DT_INPUT ? cli_fail(cli, DT_E_NO_VARIATION, name, "no member without failure", NULL)
                              : status;
}

static double shown(const struct policies *p, double x)
{
    return p->is_less ? -x : x;
}

/* Policies with the least greatest regret; all of them where several tie. */
static int is_best(const struct policies *p, int k)
{
    for (int q = 0; q < p->n; q++)
        if (p->measure[q].greatest_regret < p->measure[k].greatest_regret) return 0;
    return 1;
}

static void print_text(const struct cli *cli, const struct policies *p)
{
    printf("%s, %s is better, in %d futures that all policies have\n", cli_text(cli, "outcome", ""),
           p->is_less ? "less" : "more", p->used);
    printf("%-28s %11s %11s %11s %11s %11s %11s\n", "policy", "mean", "worst", "worst tenth", "max regret",
           "mean regret", "satisfies");
    for (int k = 0; k < p->n; k++) {
        const dt_robustness *m = &p->measure[k];
        printf("%-28s %11.5g %11.5g %11.5g %11.5g %11.5g %10.1f%%%s%s\n", p->name[k], shown(p, m->mean),
               shown(p, m->worst), shown(p, m->p10), m->greatest_regret, m->mean_regret,
               100.0 * m->satisficing, is_best(p, k) ? "  least regret" : "",
               m->is_dominated ? "  dominated" : "");
    }
}

static void print_json(const struct cli *cli, const struct policies *p)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", "detente.regret/1");
    cli_json_text(&json, "outcome", cli_text(cli, "outcome", ""));
    cli_json_bool(&json, "less_is_better", p->is_less);
    cli_json_integer(&json, "futures", p->used);
    cli_json_open(&json, "policies", '[');
    for (int k = 0; k < p->n; k++) {
        const dt_robustness *m = &p->measure[k];
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "name", p->name[k]);
        cli_json_number(&json, "mean", shown(p, m->mean));
        cli_json_number(&json, "worst", shown(p, m->worst));
        cli_json_number(&json, "p10", shown(p, m->p10));
        cli_json_number(&json, "cvar20", shown(p, m->cvar20));
        cli_json_number(&json, "hurwicz", shown(p, m->hurwicz));
        cli_json_number(&json, "max_regret", m->greatest_regret);
        cli_json_number(&json, "mean_regret", m->mean_regret);
        cli_json_number(&json, "regret_90", m->regret90);
        cli_json_number(&json, "satisficing", m->satisficing);
        cli_json_bool(&json, "is_dominated", m->is_dominated);
        cli_json_bool(&json, "is_least_regret", is_best(p, k));
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static dt_status run(struct cli *cli)
{
    struct policies p = {.n = 0};
    dt_status status = open_policies(cli, &p);
    if (status == DT_OK) status = measure(cli, &p);
    if (status == DT_OK && cli->json) print_json(cli, &p);
    if (status == DT_OK && !cli->json) print_text(cli, &p);
    for (int k = 0; k < MOST_POLICIES; k++) {
        dt_store_close(p.store[k]);
        dt_free(p.name[k]);
    }
    return status;
}

const struct cli_command cli_regret = {
    .name = "regret",
    .operands = "DIR...",
    .least_operand = 2,
    .most_operand = MOST_POLICIES,
    .summary = "robustness of policies over many futures",
    .text = "Compares the folders of several policies, run on the same members, by one outcome: mean, worst, "
            "worst tenth, "
            "regret against the best policy of each future, and the share of futures that satisfy a "
            "threshold. Futures in "
            "which a policy's member failed are left out for all.",
    .examples =
        (const struct cli_example[]){
            {"detente ensemble coruna permit-reform flexible-load --members 2000 --out results/p",
             "the runs it needs"},
            {"detente regret results/p/* --outcome ai_power.USA.2030 --threshold 50", "which policy stands?"},
            {NULL, NULL}},
    .options = (const struct cli_option[]){{"outcome", 'y', CLI_TEXT, "NAME",
                                            "outcome by which policies are judged", 0, 0, 0},
                                           {"less", 0, CLI_FLAG, NULL, "less is better", 0, 0, 0},
                                           {"threshold", 0, CLI_TEXT, "NUMBER",
                                            "what satisfies; without it, all do", 0, 0, 0},
                                           CLI_OPTION_END},
    .run = run,
};
