/* `detente sobol`, `detente morris` and `detente sensitivity`: which factors decide an outcome. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/evidence.h"

enum { SLICES = 10, MOST_CASES = 20000, MOST_PAIRS = 2000, MOST_ROWS = 50000, RESAMPLES = 40 };

static dt_measured *make_rows(const dt_case *c)
{
    int n = dt_case_factor_count(c);
    dt_measured *row = calloc((size_t)n + 1, sizeof *row);
    for (int f = 0; row && f < n; f++)
        row[f] = (dt_measured){
            .factor = dt_case_factor(c, f)->name, .value = {NAN, NAN, NAN}, .second = {NAN, NAN, NAN}};
    return row;
}

/* Rows of a design stand for one another: weighing one would break the group that it belongs to. */
static dt_status refuse_weights(struct cli *cli)
{
    if (!cli_text(cli, "weights", NULL)) return DT_OK;
    return cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, "--weights", "an estimator of a design",
                    "independent draws and `detente sensitivity --weights`, which takes first-order indices "
                    "from weighted members");
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
    dt_status status = refuse_weights(cli);
    if (status == DT_OK) status = cli_evidence_open(cli, &e);
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
    dt_status status = refuse_weights(cli);
    if (status == DT_OK) status = cli_evidence_open(cli, &e);
    dt_measured *row = status == DT_OK ? make_rows(e.result.setup.c) : NULL;
    if (status == DT_OK) status = row ? measure_morris(cli, &e, row, &text) : DT_NO_MEMORY;
    if (status == DT_OK) cli_print_measured(cli, &e, &text, row, dt_case_factor_count(e.result.setup.c));
    free(row);
    return cli_evidence_close(cli, &e, status);
}

/* ---- measures from any sample ---- */

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
    dt_status status = dt_hsic_measure(pairs, &options, &h);
    if (status != DT_OK) return status;
    row->value = (dt_interval){h.share, NAN, NAN};
    row->order = h.share;
    return DT_OK;
}

static dt_status measure_first_order(const dt_pairs *pairs, dt_measured *row)
{
    double size = 0.0;
    for (int i = 0; pairs->weight && i < pairs->n; i++)
        size += pairs->weight[i];
    if (!pairs->weight) size = pairs->n;
    int slices = size / 100.0 > 4.0 ? (int)(size / 100.0) : 4;
    row->value = (dt_interval){dt_first_order(pairs, slices > 50 ? 50 : slices), NAN, NAN};
    if (isnan(row->value.value)) return DT_INPUT;
    row->order = row->value.value;
    return DT_OK;
}

/* `most`: members by default, 0 all; one that takes no weights is refused them. */
static const struct method {
    const char *word, *head;
    measure *function; /* NULL: a regression */
    int64_t most;
    int takes_weights;
} methods[] = {
    {"first-order", "first_order", measure_first_order, 0, 1},
    {"pawn", "pawn_median_least_greatest", measure_pawn, 0, 1},
    {"delta", "delta", measure_delta, MOST_CASES, 0},
    {"hsic", "hsic_share", measure_hsic, MOST_PAIRS, 0},
    {"regression", "coefficient", NULL, MOST_ROWS, 1},
    {"rank", "coefficient", NULL, MOST_ROWS, 1},
};

/* What the factors of a column are measured by, and where it goes. */
struct measuring {
    measure *function;
    dt_measured *row;
};

static dt_status measure_one(void *context, int factor, const dt_pairs *pairs)
{
    const struct measuring *m = context;
    return m->function(pairs, &m->row[factor]);
}

static dt_status measure_column(struct cli *cli, const struct cli_evidence *e, measure *function,
                                dt_measured *row)
{
    struct measuring m = {function, row};
    struct cli_progress progress = cli_progress_begin();
    int is_shown = !cli->quiet && !cli_flag(cli, "no-progress");
    progress.unit = "factors";
    dt_member_column_each each = {.measure = measure_one,
                                  .context = &m,
                                  .threads = (int)cli_integer(cli, "threads", 0),
                                  .progress = is_shown ? cli_progress_show : NULL,
                                  .progress_context = &progress};
    dt_status status = dt_member_column_measure(&e->evidence, &e->column, &each);
    if (is_shown) cli_progress_end(&progress);
    return status == DT_INPUT ? cli_fail(cli, DT_E_CLAIM_MEMBERS, "members", NULL, "more members") : status;
}

static dt_status measure_rows(struct cli *cli, const struct cli_evidence *e, int ranked, dt_measured *row)
{
    const dt_member_column *k = &e->column;
    int d = dt_case_factor_count(e->evidence.c);
    dt_interval *value = calloc(2 * (size_t)d + 1, sizeof *value);
    double r2 = 0.0, *x = NULL;
    cli_evidence_note_size(cli, e, 16);
    dt_status status = value ? dt_member_column_rows(&e->evidence, k, (int)cli_integer(cli, "threads", 0), &x)
                             : DT_NO_MEMORY;
    if (status == DT_OK)
        status = dt_regression(&(dt_samples){x, k->y, k->n, d, k->weight}, ranked, 0.95, value, value + d,
                               &r2);
    for (int f = 0; status == DT_OK && f < d; f++) {
        row[f].value = value[f];
        row[f].second = value[d + f];
        row[f].order = fabs(value[f].value);
    }
    dt_free(x);
    free(value);
    return status == DT_INPUT ? cli_fail(cli, DT_E_CLAIM_MEMBERS, "members", NULL,
                                         "more members, or members that weigh more, than factors; --method "
                                         "pawn needs fewer")
                              : status;
}

static const struct method *find_method(const struct cli *cli)
{
    const char *word = cli_text(cli, "method", methods[0].word);
    for (int k = 1; k < CLI_COUNT(methods); k++)
        if (strcmp(methods[k].word, word) == 0) return &methods[k];
    return &methods[0];
}

static int varies(const dt_member_column *column)
{
    for (int m = 1; m < column->n; m++)
        if (column->y[m] != column->y[0]) return 1;
    return 0;
}

static dt_status measure_all(struct cli *cli, struct cli_evidence *e, dt_measured *row,
                             struct cli_measure_text *text)
{
    const struct method *method = find_method(cli);
    if (cli_text(cli, "weights", NULL) && !method->takes_weights)
        return cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, "--method", method->word,
                        "a measure that takes weights: first-order, pawn, regression or rank");
    dt_status status = cli_evidence_load(cli, e, cli_integer(cli, "members", method->most));
    if (status != DT_OK) return status;
    if (!varies(&e->column)) return cli_fail(cli, DT_E_NO_VARIATION, e->name, NULL, NULL);
    text->head = method->head;
    if (!method->function) text->second_head = "partial_correlation";
    text->used = e->column.n;
    text->dropped = e->column.n_failed;
    return method->function ? measure_column(cli, e, method->function, row)
                            : measure_rows(cli, e, strcmp(method->word, "rank") == 0, row);
}

static dt_status run_sensitivity(struct cli *cli)
{
    struct cli_evidence e = {.outcome = -1};
    struct cli_measure_text text = {.what = "sensitivity"};
    dt_status status = cli_evidence_open(cli, &e);
    dt_measured *row = status == DT_OK ? make_rows(e.result.setup.c) : NULL;
    if (status == DT_OK && !row) status = DT_NO_MEMORY;
    if (status == DT_OK) status = measure_all(cli, &e, row, &text);
    if (status == DT_OK) cli_print_measured(cli, &e, &text, row, dt_case_factor_count(e.result.setup.c));
    free(row);
    return cli_evidence_close(cli, &e, status);
}

#define CLI_OPTION_WEIGHTS_REFUSED                                                                         \
    {                                                                                                      \
        "weights", 'w', CLI_TEXT, "FILE", "refused: a design takes no weights; see `detente sensitivity`", \
            0, 0, 0                                                                                        \
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
    .options = (const struct cli_option[]){CLI_OPTION_OUTCOME, CLI_OPTION_WEIGHTS_REFUSED, CLI_OPTION_TOP,
                                           CLI_OPTION_END},
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
    .options = (const struct cli_option[]){CLI_OPTION_OUTCOME, CLI_OPTION_WEIGHTS_REFUSED, CLI_OPTION_TOP,
                                           CLI_OPTION_END},
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
            "greatest. delta: change of the density. hsic: dependence by kernels. regression "
            "and rank: standardised coefficients and partial correlations.",
    .examples =
        (const struct cli_example[]){
            {"detente sensitivity results/big --outcome ai_power.CHN.2030", "shares of variance"},
            {"detente sensitivity results/big --outcome survivors.WORLD.2040 --method rank",
             "rank regression"},
            {NULL, NULL}},
    .options =
        (const struct cli_option[]){CLI_OPTION_OUTCOME,
                                    {"method", 0, CLI_CHOICE, "first-order|pawn|delta|hsic|regression|rank",
                                     "measure; default first-order", 0, 0, 0},
                                    {"members", 'n', CLI_INTEGER, "N",
                                     "members to use; default all for first-order and pawn, "
                                     "20,000 for delta, 2,000 for hsic, 50,000 for regression and rank",
                                     20, INT32_MAX / 2, 0},
                                    CLI_OPTION_WEIGHTS,
                                    CLI_OPTION_THREADS,
                                    CLI_OPTION_NO_PROGRESS,
                                    CLI_OPTION_TOP,
                                    CLI_OPTION_END},
    .run = run_sensitivity,
};
