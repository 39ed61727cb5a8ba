/* `detente calibrate` and `detente weigh`: members weighted by what happened, and what that changes. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/evidence.h"
#include "detente/calibrate.h"

static const char head[] = "member,weight,implausibility,is_plausible,first_factor";

/* ---- calibrate ---- */

/* A factor and how far the weights move it. */
struct moved {
    const char *factor;
    double mean, z; /* weighted mean of its probability, and that over its error if it were not moved */
};

static dt_status read_number(struct cli *cli, const char *option, double *value)
{
    const char *text = cli_text(cli, option, NULL);
    char *end = NULL;
    if (!text) return DT_OK;
    *value = strtod(text, &end);
    if (*end || !(*value > 0.0) || !isfinite(*value))
        return cli_fail(cli, DT_E_OPTION_VALUE, option, text, "a number above 0");
    return DT_OK;
}

static int by_size(const void *a, const void *b)
{
    double x = fabs(((const struct moved *)a)->z), y = fabs(((const struct moved *)b)->z);
    return (x < y) - (x > y);
}

/* Weighted means of all factors, those that moved most first. */
static struct moved *list_moved(const dt_case *c, const dt_plausibility *p)
{
    int n = dt_case_factor_count(c);
    double *u = malloc(((size_t)n + 1) * sizeof *u);
    struct moved *moved = calloc((size_t)n + 1, sizeof *moved);
    for (int64_t m = 0; u && moved && m < p->members; m++) {
        dt_case_draw(c, (uint64_t)m, u);
        for (int f = 0; f < n; f++)
            moved[f].mean += p->weight[m] * u[f];
    }
    for (int f = 0; moved && f < n; f++) {
        moved[f].factor = dt_case_factor(c, f)->name;
        moved[f].z = (moved[f].mean - 0.5) * sqrt(12.0 * p->effective);
    }
    if (moved) qsort(moved, (size_t)n, sizeof *moved, by_size);
    free(u);
    return moved;
}

static dt_status write_weights(struct cli *cli, const dt_case *c, const dt_plausibility *p, const char *path)
{
    double *u = malloc(((size_t)dt_case_factor_count(c) + 1) * sizeof *u);
    FILE *file = fopen(path, "w");
    if (!u || !file) {
        free(u);
        if (file) fclose(file);
        return cli_fail(cli, file ? DT_E_NO_MEMORY : DT_E_FILE_WRITE, path, NULL, NULL);
    }
    fprintf(file, "%s\n", head);
    for (int64_t m = 0; m < p->members; m++) {
        dt_case_draw(c, (uint64_t)m, u);
        fprintf(file, "%" PRId64 ",%.17g,%.6g,%d,%.17g\n", m, p->weight[m], p->implausibility[m],
                p->weight[m] > 0.0, u[0]);
    }
    free(u);
    int is_bad = ferror(file);
    is_bad |= fclose(file) != 0;
    return is_bad ? cli_fail(cli, DT_E_FILE_WRITE, path, NULL, NULL) : DT_OK;
}

static void print_text(const struct cli *cli, const dt_calibration *k, const struct moved *moved, int n)
{
    const dt_plausibility *p = &k->plausibility;
    int64_t top = cli_integer(cli, "top", 10);
    printf("%" PRId64 " of %" PRId64 " members are plausible, %" PRId64
           " failed; they weigh as much as %.0f equal ones\n",
           p->n_plausible, p->members, p->n_failed, p->effective);
    printf("%-26s %6s %6s   %-26s %s\n", "target, log(model/seen)", "points", "sd", "all: P10 P50 P90",
           "weighted: P10 P50 P90");
    for (int t = 0; t < k->n_target; t++) {
        const dt_calibrate_target *x = &k->target[t];
        printf("%-26s %6d %6.3f   %7.3f %7.3f %7.3f     %7.3f %7.3f %7.3f\n", x->name, x->n_point, x->sd,
               x->p10, x->p50, x->p90, x->weighted_p10, x->weighted_p50, x->weighted_p90);
    }
    printf("factors that move most: mean probability (0.5 before), over its error\n");
    for (int f = 0; f < n && f < top; f++)
        printf("  %-40s %.3f  %+.1f\n", moved[f].factor, moved[f].mean, moved[f].z);
}

static void print_json(const dt_calibration *k, const struct moved *moved, int n)
{
    const dt_plausibility *p = &k->plausibility;
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", "detente.calibrate/1");
    cli_json_integer(&json, "members", p->members);
    cli_json_integer(&json, "plausible", p->n_plausible);
    cli_json_integer(&json, "failed", p->n_failed);
    cli_json_number(&json, "effective", p->effective);
    cli_json_open(&json, "targets", '[');
    for (int t = 0; t < k->n_target; t++) {
        const dt_calibrate_target *x = &k->target[t];
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "name", x->name);
        cli_json_integer(&json, "points", x->n_point);
        cli_json_number(&json, "sd", x->sd);
        cli_json_number(&json, "p50", x->p50);
        cli_json_number(&json, "weighted_p50", x->weighted_p50);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_open(&json, "factors", '[');
    for (int f = 0; f < n; f++) {
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "name", moved[f].factor);
        cli_json_number(&json, "mean", moved[f].mean);
        cli_json_number(&json, "z", moved[f].z);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static dt_status print_calibration(struct cli *cli, const dt_case *c, const dt_calibration *k)
{
    struct moved *moved = list_moved(c, &k->plausibility);
    if (!moved) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (cli->json)
        print_json(k, moved, dt_case_factor_count(c));
    else
        print_text(cli, k, moved, dt_case_factor_count(c));
    free(moved);
    return DT_OK;
}

static dt_status run_calibrate(struct cli *cli)
{
    struct cli_setup setup = {.c = NULL};
    dt_calibration k = {.n_target = 0};
    dt_calibrate_options options = {.threads = (int)cli_integer(cli, "threads", 0)};
    const char *path = cli_text(cli, "out", NULL);
    dt_status status = cli_setup_scenario(cli, &setup, cli->n_operand ? cli->operand[0] : "coruna");
    if (status == DT_OK) status = cli_setup_case(cli, &setup);
    if (status == DT_OK) status = read_number(cli, "cutoff", &options.cutoff);
    if (status == DT_OK) status = read_number(cli, "discrepancy", &options.discrepancy);
    if (status == DT_OK) status = read_number(cli, "observation", &options.observation);
    options.members = cli_integer(cli, "members", 1000);
    if (status == DT_OK) status = dt_calibrate(setup.data, setup.scenario, &options, &k, &cli->found);
    if (status == DT_OK && path) status = write_weights(cli, setup.c, &k.plausibility, path);
    if (status == DT_OK) status = print_calibration(cli, setup.c, &k);
    dt_calibration_clear(&k);
    cli_setup_clear(&setup);
    return status;
}

/* ---- weigh ---- */

/* Quantiles of an outcome with all members alike, and with the weights. */
struct weighed {
    int members;
    double effective, q[6];
};

/* Three quantiles of a column; all members alike where it has no weights. */
static dt_status quantiles(const dt_member_column *column, double q[3])
{
    static const double at[3] = {0.1, 0.5, 0.9};
    double *weight = column->weight ? NULL : malloc((size_t)column->n * sizeof *weight);
    if (!column->weight && !weight) return DT_NO_MEMORY;
    for (int i = 0; weight && i < column->n; i++)
        weight[i] = 1.0;
    for (int k = 0; k < 3; k++)
        q[k] = dt_weighted_quantile(column->y, weight ? weight : column->weight, column->n, at[k]);
    free(weight);
    return DT_OK;
}

static dt_status weigh_outcome(const dt_evidence *evidence, int outcome, const struct cli_weights *w,
                               struct weighed *out)
{
    const dt_member_column_options alike = {.most = w->n}, weighted = {.weight = w->weight, .n_weight = w->n};
    dt_member_column column;
    dt_status status = dt_member_column_load(evidence, outcome, &alike, &column);
    if (status != DT_OK) return status;
    out->members = column.n;
    status = quantiles(&column, out->q);
    dt_member_column_clear(&column);
    if (status == DT_OK) status = dt_member_column_load(evidence, outcome, &weighted, &column);
    if (status != DT_OK) return status;
    out->effective = column.effective;
    status = quantiles(&column, out->q + 3);
    dt_member_column_clear(&column);
    return status;
}

static void print_weighed(const struct cli *cli, struct cli_json *json, const char *name,
                          const struct weighed *w, int is_first)
{
    static const char *const key[6] = {"p10", "p50", "p90", "weighted_p10", "weighted_p50", "weighted_p90"};
    if (is_first && cli->json) {
        cli_json_integer(json, "members", w->members);
        cli_json_number(json, "effective", w->effective);
        cli_json_open(json, "outcomes", '[');
    } else if (is_first) {
        printf("%d members that weigh as much as %.0f equal ones\n%-28s %29s %31s\n", w->members,
               w->effective, "outcome", "all: P10 P50 P90", "weighted: P10 P50 P90");
    }
    if (!cli->json) {
        printf("%-28s %9.4g %9.4g %9.4g   %9.4g %9.4g %9.4g\n", name, w->q[0], w->q[1], w->q[2], w->q[3],
               w->q[4], w->q[5]);
        return;
    }
    cli_json_open(json, NULL, '{');
    cli_json_text(json, "name", name);
    for (int k = 0; k < 6; k++)
        cli_json_number(json, key[k], w->q[k]);
    cli_json_close(json, '}');
}

/* Outcome by outcome, so that memory grows with the members alone. */
static dt_status weigh_all(struct cli *cli, const dt_evidence *evidence, const struct cli_weights *w)
{
    const char *wanted = cli_text(cli, "outcome", NULL);
    dt_store_layout layout = dt_store_describe(evidence->store);
    struct cli_json json = {0};
    struct weighed weighed;
    dt_status status = DT_OK;
    int n = 0;
    if (wanted && dt_evidence_outcome(evidence, wanted) < 0) {
        struct cli_suggestion near = cli_suggest_begin(wanted);
        for (int o = 0; o < layout.n_column; o++)
            cli_suggest(&near, layout.column[o]);
        return cli_fail_near(cli, DT_E_UNKNOWN_NAME, "--outcome",
                             "an outcome: `detente status DIR --outcomes` lists them", &near);
    }
    if (cli->json) {
        json = cli_json_begin(stdout);
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "schema", "detente.weigh/1");
    }
    for (int o = 0; o < layout.n_column && status == DT_OK; o++) {
        if (wanted && strcmp(wanted, layout.column[o]) != 0) continue;
        status = weigh_outcome(evidence, o, w, &weighed);
        if (status == DT_OK) print_weighed(cli, &json, layout.column[o], &weighed, n++ == 0);
    }
    if (cli->json) {
        if (n > 0) cli_json_close(&json, ']');
        cli_json_close(&json, '}');
        cli_json_end(&json);
    }
    return status == DT_INPUT
        ? cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, cli_text(cli, "weights", ""), "fewer members",
                   "weights of every member of the folder: `detente calibrate --members`")
        : status;
}

static dt_status run_weigh(struct cli *cli)
{
    struct cli_result result = {.folder = NULL};
    struct cli_weights w = {.n = 0};
    dt_status status = cli_result_open(cli, cli->operand[0], &result);
    dt_evidence evidence = {.c = result.setup.c, .design = result.design, .store = result.store};
    if (status == DT_OK && !cli_text(cli, "weights", NULL))
        status = cli_fail(cli, DT_E_OPTION_VALUE, "--weights", "nothing", "a file of `detente calibrate`");
    if (status == DT_OK) status = cli_weights_read(cli, &evidence, &w);
    if (status == DT_OK) status = weigh_all(cli, &evidence, &w);
    free(w.weight);
    return cli_result_close(cli, &result, status);
}

const struct cli_command cli_calibrate = {
    .name = "calibrate",
    .operands = "[SCENARIO]",
    .least_operand = 0,
    .most_operand = 1,
    .summary = "weigh members by what happened",
    .text =
        "Begins the members of a scenario (default coruna) in earlier years, as `detente backtest` does, and "
        "compares them with solar and wind capacity, generation and accelerators since, by group of states. "
        "A "
        "member whose error is beyond the cutoff in any of them, over the uncertainty of observation and "
        "model, is implausible; the others get a weight. Prints what the weights change, and which factors "
        "they move; --out writes them for `detente weigh`.",
    .examples = (const struct cli_example[]){{"detente calibrate coruna --members 2000 --out weights.csv",
                                              "weights of 2,000 members"},
                                             {"detente weigh results/coruna --weights weights.csv",
                                              "what they change in an ensemble"},
                                             {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            CLI_OPTION_MEMBERS,
            {"seed", 0, CLI_INTEGER, "N", "seed of the members", 0, INT64_MAX, 0},
            {"cutoff", 0, CLI_TEXT, "NUMBER", "greatest implausibility; default 3", 0, 0, 0},
            {"discrepancy", 0, CLI_TEXT, "NUMBER",
             "standard deviation of the model's own error, logarithm; default from "
             "the back-test",
             0, 0, 0},
            {"observation", 0, CLI_TEXT, "NUMBER",
             "standard deviation of observations, logarithm; default 0.02", 0, 0, 0},
            {"set", 's', CLI_TEXT, "KEY=VALUE", "change one value of the scenario; may be repeated", 0, 0, 1},
            {"top", 0, CLI_INTEGER, "N", "factors to print; default 10", 1, 100000, 0},
            {"out", 'o', CLI_TEXT, "FILE", "file of the weights", 0, 0, 0},
            CLI_OPTION_THREADS,
            CLI_OPTION_END},
    .run = run_calibrate,
};

const struct cli_command cli_weigh = {
    .name = "weigh",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "quantiles of an ensemble with weights",
    .text =
        "Quantiles of the outcomes that a result folder holds, of all members alike and with the weights of "
        "`detente calibrate`. The folder must hold independent draws of the scenario and seed that were "
        "calibrated, and no more members.",
    .examples = (const struct cli_example[]){{"detente weigh results/coruna --weights weights.csv --outcome "
                                              "ai_power.USA.2030",
                                              "one outcome"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){CLI_OPTION_WEIGHTS,
                                           {"outcome", 'y', CLI_TEXT, "NAME", "one outcome; default all", 0,
                                            0, 0},
                                           CLI_OPTION_END},
    .run = run_weigh,
};
