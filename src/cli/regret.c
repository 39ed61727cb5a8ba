/* `detente regret`: how policies stand over many futures. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/evidence.h"

enum { MOST_POLICIES = 64, MOST_MEMBERS = 1000000 };

static const double MOST_BYTES = 1e9; /* of payoffs; more members are left out, and it is said */

struct policies {
    dt_store *store[MOST_POLICIES];
    char *name[MOST_POLICIES];
    dt_robustness measure[MOST_POLICIES];
    int n, used, is_less;
    double effective; /* members that those used weigh as much as; 0 without weights */
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

static int are_equal(const double *weight, int n)
{
    for (int i = 1; i < n; i++)
        if (weight[i] < weight[0] || weight[i] > weight[0]) return 0;
    return 1;
}

/* Weights of the members that all folders hold; those of the first folder's case. */
static dt_status read_weights(struct cli *cli, struct policies *p, int n, double **weight)
{
    struct cli_result result = {.folder = NULL};
    struct cli_weights w = {.n = 0};
    if (!cli_text(cli, "weights", NULL)) return DT_OK;
    dt_status status = cli_result_open(cli, cli->operand[0], &result);
    dt_evidence evidence = {.c = result.setup.c, .design = result.design, .store = result.store};
    if (status == DT_OK) status = cli_weights_read(cli, &evidence, &w);
    if (status == DT_OK && w.n < n)
        status = cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, cli_text(cli, "weights", ""), "fewer members",
                          "weights of every member of the folders: `detente calibrate --members`");
    if (status == DT_OK && are_equal(w.weight, n)) {
        free(w.weight);
        w.weight = NULL; /* the bits are those without */
    } else if (status == DT_OK) {
        p->effective = dt_weights_scale(w.weight, n);
        cli_note_effective(cli, p->effective);
    }
    *weight = w.weight;
    return cli_result_close(cli, &result, status);
}

/* Whether every folder holds more members than were read. */
static int is_more_held(const struct policies *p, int n)
{
    for (int k = 0; k < p->n; k++) {
        int64_t blocks = 0, held = 0;
        if (dt_ensemble_held(p->store[k], &blocks, &held) != DT_OK || held <= n) return 0;
    }
    return 1;
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
    double most = MOST_BYTES / (double)p->n / sizeof *payoff;
    int64_t limit = cli_integer(cli, "members", most < MOST_MEMBERS ? (int64_t)most : MOST_MEMBERS);
    status = dt_evidence_payoffs(p->store, p->n, name, limit, &payoff, &n);
    if (status == DT_NO)
        return cli_fail(cli, DT_E_UNKNOWN_NAME, "--outcome", name,
                        "an outcome that all folders hold for the same members");
    if (status != DT_OK) return status;
    if (is_more_held(p, n)) cli_note(cli, "the first %d members of each folder; --members N takes more", n);
    if (p->is_less)
        for (int k = 0; k < p->n; k++)
            turn_signs(payoff + (int64_t)k * n, n);
    double *weight = NULL;
    status = read_weights(cli, p, n, &weight);
    dt_payoffs payoffs = {payoff, p->n, n, threshold, 0.5, weight};
    int is_weighed = status == DT_OK;
    if (is_weighed) status = dt_robustness_measure(&payoffs, p->measure, &p->used);
    dt_free(payoff);
    free(weight);
    if (!is_weighed) return status;
    return status == DT_INPUT ? cli_fail(cli, DT_E_NO_VARIATION, name, "no member without failure", NULL)
                              : status;
}

static double shown(const struct policies *p, double x)
{
    return p->is_less ? -x : x;
}

static dt_regrets regrets_of(const struct cli *cli, const struct policies *p)
{
    return (dt_regrets){.outcome = cli_text(cli, "outcome", ""),
                        .is_less = p->is_less,
                        .futures = p->used,
                        .effective = p->effective,
                        .n = p->n,
                        .policy = (const char *const *)p->name,
                        .measure = p->measure};
}

static void print_text(const struct cli *cli, const struct policies *p)
{
    const dt_regrets regrets = regrets_of(cli, p);
    printf("%s, %s is better, in %d futures that all policies have", cli_text(cli, "outcome", ""),
           p->is_less ? "less" : "more", p->used);
    if (p->effective > 0.0) printf(", worth %.0f equal ones", p->effective);
    putchar('\n');
    printf("%-28s %11s %11s %11s %11s %11s %11s\n", "policy", "mean", "worst", "worst tenth", "max regret",
           "mean regret", "satisfies");
    for (int k = 0; k < p->n; k++) {
        const dt_robustness *m = &p->measure[k];
        printf("%-28s %11.5g %11.5g %11.5g %11.5g %11.5g %10.1f%%%s%s\n", p->name[k], shown(p, m->mean),
               shown(p, m->worst), shown(p, m->p10), m->greatest_regret, m->mean_regret,
               100.0 * m->satisficing, dt_regret_is_least(&regrets, k) ? "  least regret" : "",
               m->is_dominated ? "  dominated" : "");
    }
}

static dt_status print_json(const struct cli *cli, const struct policies *p)
{
    char *text = NULL;
    const dt_regrets regrets = regrets_of(cli, p);
    dt_status status = dt_report_regrets(&regrets, &text);
    if (status == DT_OK) fputs(text, stdout);
    dt_free(text);
    return status;
}

static dt_status run(struct cli *cli)
{
    struct policies p = {.n = 0};
    dt_status status = open_policies(cli, &p);
    if (status == DT_OK) status = measure(cli, &p);
    if (status == DT_OK && cli->json)
        status = print_json(cli, &p);
    else if (status == DT_OK)
        print_text(cli, &p);
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
    .options =
        (const struct cli_option[]){
            {"outcome", 'y', CLI_TEXT, "NAME", "outcome by which policies are judged", 0, 0, 0},
            {"less", 0, CLI_FLAG, NULL, "less is better", 0, 0, 0},
            {"threshold", 0, CLI_TEXT, "NUMBER", "what satisfies; without it, all do", 0, 0, 0},
            {"members", 'n', CLI_INTEGER, "N",
             "members of each folder; default a million, fewer of many folders", 1, INT32_MAX / 2, 0},
            CLI_OPTION_WEIGHTS,
            CLI_OPTION_END},
    .run = run,
};
