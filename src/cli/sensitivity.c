/* `detente sobol`, `detente morris` and `detente sensitivity`: which factors decide an outcome. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/evidence.h"

enum { SLICES = 10, MOST_CASES = 20000, MOST_PAIRS = 2000, RESAMPLES = 40 };

static dt_measured *make_rows(const dt_case *c)
{
    int n = dt_case_factor_count(c);
    dt_measured *row = calloc((size_t)n + 1, sizeof *row);
    for (int f = 0; row && f < n; f++)
        row[f] = (dt_measured){
            .factor = dt_case_factor(c, f)->name, .value = {NAN, NAN, NAN}, .second = {NAN, NAN, NAN}};
    return row;
}

/* ---- Sobol' indices ---- */

static dt_status measure_sobol(struct cli *cli, const struct cli_evidence *e, dt_measured *row,
                               struct cli_measure_text *text)
{
    int n = dt_case_factor_count(e->result.setup.c);
    dt_interval *index = calloc(2 * (size_t)n + 1, sizeof *index);
    if (!index) return DT_NO_MEMORY;
    dt_status status = dt_evidence_indices(&e->evidence, e->outcome, index, index + n, &text->used,
                                           &text->dropped);
    if (status == DT_INPUT)
        status = cli_fail(cli, DT_E_DESIGN_OPTION, "design", "another design",
                          "results of `detente ensemble --design saltelli` with a base of at least 8 points");
    if (status == DT_NO_SOLUTION) status = cli_fail(cli, DT_E_NO_VARIATION, e->name, NULL, NULL);
    for (int f = 0; status == DT_OK && f < n; f++) {
        row[f].value = index[f];
        row[f].second = index[n + f];
        row[f].order = index[n + f].value;
    }
    free(index);
    return status;
}

static dt_status run_sobol(struct cli *cli)
{
    struct cli_evidence e = {.outcome = -1};
    struct cli_measure_text text = {.what = "sobol", .head = "first_order", .second_head = "total"};
    dt_status status = cli_evidence_open(cli, &e);
    dt_measured *row = status == DT_OK ? make_rows(e.result.setup.c) : NULL;
    if (status == DT_OK) status = row ? measure_sobol(cli, &e, row, &text) : DT_NO_MEMORY;
    if (status == DT_OK) cli_print_measured(cli, &e, &text, row, dt_case_factor_count(e.result.setup.c));
    free(row);
    return cli_evidence_close(cli, &e, status);
}

/* ---- elementary effects ---- */

static dt_status measure_morris(struct cli *cli, const struct cli_evidence *e, dt_measured *row,
                                struct cli_measure_text *text)
{
    int n = dt_case_factor_count(e->result.setup.c);
    dt_effects *effect = calloc((size_t)n + 1, sizeof *effect);
    if (!effect) return DT_NO_MEMORY;
    dt_status status = dt_evidence_morris(&e->evidence, e->outcome, effect, &text->dropped);
    if (status == DT_INPUT)
        status = cli_fail(cli, DT_E_DESIGN_OPTION, "design", "another design",
                          "results of `detente ensemble --design morris` or morris-radial");
    for (int f = 0; status == DT_OK && f < n; f++) {
        row[f].value = dt_effects_interval(&effect[f], 0.95);
        row[f].second = (dt_interval){effect[f].spread, NAN, NAN};
        row[f].order = effect[f].mean_absolute;
        text->used += effect[f].n;
    }
    free(effect);
    return status;
}

static dt_status run_morris(struct cli *cli)
{
    struct cli_evidence e = {.outcome = -1};
    struct cli_measure_text text = {.what = "morris", .head = "mu_star", .second_head = "sigma"};
    dt_status status = cli_evidence_open(cli, &e);
    dt_measured *row = status == DT_OK ? make_rows(e.result.setup.c) : NULL;
    if (status == DT_OK) status = row ? measure_morris(cli, &e, row, &text) : DT_NO_MEMORY;
    if (status == DT_OK) cli_print_measured(cli, &e, &text, row, dt_case_factor_count(e.result.setup.c));
    free(row);
    return cli_evidence_close(cli, &e, status);
}

/* ---- measures from any sample ---- */

/* One factor as a column. */
static void copy_factor(const dt_table *t, int factor, double *x)
{
    for (int i = 0; i < t->n; i++)
        x[i] = t->u[(size_t)i * (size_t)t->d + (size_t)factor];
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef dt_status measure(const dt_pairs *pairs, dt_measured *row);

static dt_status measure_pawn(const dt_pairs *pairs, dt_measured *row)
{
    double distance[SLICES];
    dt_status status = dt_pawn(pairs, SLICES, distance);
    if (status != DT_OK) return status;
    qsort(distance, SLICES, sizeof *distance, compare_numbers);
    row->value = (dt_interval){dt_quantile(distance, SLICES, 0.5, 7), distance[0], distance[SLICES - 1]};
    row->order = row->value.value;
    return DT_OK;
}

static dt_status measure_delta(const dt_pairs *pairs, dt_measured *row)
{
    const dt_resampling resampling = {RESAMPLES, 1, 0.95};
    dt_status status = dt_delta(pairs, &resampling, &row->value);
    row->order = row->value.value;
    return status;
}

static dt_status measure_hsic(const dt_pairs *pairs, dt_measured *row)
{
    dt_hsic h;
    const dt_hsic_options options = {.permutations = 0};
    dt_pairs some = {pairs->x, pairs->y, pairs->n < MOST_PAIRS ? pairs->n : MOST_PAIRS};
    dt_status status = dt_hsic_measure(&some, &options, &h);
    if (status != DT_OK) return status;
    row->value = (dt_interval){h.share, NAN, NAN};
    row->order = h.share;
    return DT_OK;
}

static dt_status measure_first_order(const dt_pairs *pairs, dt_measured *row)
{
    int slices = pairs->n / 100 > 4 ? pairs->n / 100 : 4;
    row->value = (dt_interval){dt_first_order(pairs, slices > 50 ? 50 : slices), NAN, NAN};
    row->order = row->value.value;
    return DT_OK;
}

static const struct {
    const char *word, *head;
    measure *function;
} measures[] = {
    {"first-order", "first_order", measure_first_order},
    {"pawn", "pawn_median_least_greatest", measure_pawn},
    {"delta", "delta", measure_delta},
    {"hsic", "hsic_share", measure_hsic},
};

static dt_status measure_columns(const dt_table *t, const double *y, measure *function, dt_measured *row)
{
    double *x = malloc((size_t)t->n * sizeof *x);
    if (!x) return DT_NO_MEMORY;
    dt_status status = DT_OK;
    for (int f = 0; f < t->d && status == DT_OK; f++) {
        copy_factor(t, f, x);
        status = function(&(dt_pairs){x, y, t->n}, &row[f]);
    }
    free(x);
    return status;
}

static dt_status measure_regression(const dt_table *t, const double *y, int ranked, dt_measured *row)
{
    dt_interval *value = calloc(2 * (size_t)t->d + 1, sizeof *value);
    double r2 = 0.0;
    if (!value) return DT_NO_MEMORY;
    dt_status status = dt_regression(&(dt_samples){t->u, y, t->n, t->d}, ranked, 0.95, value, value + t->d,
                                     &r2);
    for (int f = 0; status == DT_OK && f < t->d; f++) {
        row[f].value = value[f];
        row[f].second = value[t->d + f];
        row[f].order = fabs(value[f].value);
    }
    free(value);
    return status;
}

static dt_status measure_table(struct cli *cli, const struct cli_evidence *e, const dt_table *t,
                               dt_measured *row, struct cli_measure_text *text)
{
    const char *word = cli_text(cli, "method", "first-order");
    const double *y = t->y + (size_t)e->outcome * (size_t)t->n;
    text->used = t->n;
    text->dropped = t->n_failed;
    for (int k = 0; k < CLI_COUNT(measures); k++)
        if (strcmp(measures[k].word, word) == 0) {
            text->head = measures[k].head;
            return measure_columns(t, y, measures[k].function, row);
        }
    text->head = "coefficient";
    text->second_head = "partial_correlation";
    dt_status status = measure_regression(t, y, strcmp(word, "rank") == 0, row);
    return status == DT_INPUT ? cli_fail(cli, DT_E_CLAIM_MEMBERS, "members", NULL,
                                         "more members than factors; --method pawn needs fewer")
                              : status;
}

static dt_status run_sensitivity(struct cli *cli)
{
    struct cli_evidence e = {.outcome = -1};
    struct cli_measure_text text = {.what = "sensitivity"};
    dt_table table = {0};
    dt_status status = cli_evidence_open(cli, &e);
    dt_measured *row = status == DT_OK ? make_rows(e.result.setup.c) : NULL;
    if (status == DT_OK && !row) status = DT_NO_MEMORY;
    if (status == DT_OK) status = dt_table_load(&e.evidence, cli_integer(cli, "members", MOST_CASES), &table);
    if (status == DT_OK) status = measure_table(cli, &e, &table, row, &text);
    if (status == DT_OK) cli_print_measured(cli, &e, &text, row, table.d);
    dt_table_clear(&table);
    free(row);
    return cli_evidence_close(cli, &e, status);
}

const struct cli_command cli_sobol = {
    .name = "sobol",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "Sobol' indices of an outcome",
    .text = "First-order and total indices of every factor, with 95% intervals, from an ensemble of "
            "Saltelli's design. A "
            "first-order index is the share of the outcome's variance that would vanish if the factor were "
            "known; a total "
            "index the share that would be left if all others were. Base points with a failed member are "
            "left out whole.",
    .examples =
        (const struct cli_example[]){
            {"detente ensemble coruna --design saltelli --base 256 --out results/s", "the runs it needs"},
            {"detente sobol results/s --outcome ai_power.USA.2030", "what decides the AI power of the USA"},
            {NULL, NULL}},
    .options = (const struct cli_option[]){CLI_OPTION_OUTCOME, CLI_OPTION_TOP, CLI_OPTION_END},
    .run = run_sobol,
};

const struct cli_command cli_morris = {
    .name = "morris",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "elementary effects of an outcome",
    .text = "Mean size (mu*) and spread (sigma) of the effects of each factor, per whole range of its "
            "probability, from an "
            "ensemble of Morris' or the radial design: few runs that tell which factors matter at all.",
    .examples =
        (const struct cli_example[]){
            {"detente ensemble coruna --design morris --base 20 --out results/m", "the runs it needs"},
            {"detente morris results/m --outcome capability.CHN.2030", "screen"},
            {NULL, NULL}},
    .options = (const struct cli_option[]){CLI_OPTION_OUTCOME, CLI_OPTION_TOP, CLI_OPTION_END},
    .run = run_morris,
};

const struct cli_command cli_sensitivity = {
    .name = "sensitivity",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "which factors decide an outcome, from any ensemble",
    .text = "Measures of sensitivity from the members that a folder holds, whatever their design. "
            "first-order: share of "
            "variance between slices of a factor. pawn: median distance of distributions over ten slices, "
            "with least and "
            "greatest. delta: change of the density. hsic: dependence by kernels, of the first 2,000 "
            "members. regression "
            "and rank: standardised coefficients and partial correlations.",
    .examples =
        (const struct cli_example[]){
            {"detente sensitivity results/big --outcome ai_power.CHN.2030", "shares of variance"},
            {"detente sensitivity results/big --outcome survivors.WORLD.2040 --method rank",
             "rank regression"},
            {NULL, NULL}},
    .options = (const struct cli_option[]){CLI_OPTION_OUTCOME,
                                           {"method", 0, CLI_CHOICE,
                                            "first-order|pawn|delta|hsic|regression|rank",
                                            "measure; default first-order", 0, 0, 0},
                                           {"members", 'n', CLI_INTEGER, "N",
                                            "members to use; default 20,000", 20, 10000000, 0},
                                           CLI_OPTION_TOP,
                                           CLI_OPTION_END},
    .run = run_sensitivity,
};
