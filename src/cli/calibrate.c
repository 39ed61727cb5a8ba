/* `detente calibrate` and `detente weigh`: members weighted by what happened, and what that changes. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/result.h"
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

/* An ensemble with a weight for each member that did not fail. */
struct weighing {
    struct cli_result result;
    dt_table table;
    double *weight; /* by row of the table */
    double effective;
};

/* Weights of a file into the table's rows: the first factor tells which row is which member. */
static dt_status read_rows(struct cli *cli, struct weighing *w, FILE *file, const char *path)
{
    char line[256];
    int row = 0;
    if (!fgets(line, sizeof line, file) || strncmp(line, head, sizeof head - 1) != 0)
        return cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, path, NULL, head);
    while (row < w->table.n && fgets(line, sizeof line, file)) {
        int64_t member = 0;
        double weight = 0.0, first = 0.0, worst = 0.0;
        int is_plausible = 0,
            n = sscanf(line, "%" SCNd64 ",%lf,%lf,%d,%lf", &member, &weight, &worst, &is_plausible, &first);
        if (n != 5 || !(weight >= 0.0 && weight <= 1.0))
            return cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, path, line, head);
        /* A member that failed has no row. */
        if (first == w->table.u[(size_t)row * (size_t)w->table.d]) w->weight[row++] = weight;
    }
    return row == w->table.n
        ? DT_OK
        : cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, path, "weights of other members",
                   "one row for each member, calibrated with the scenario and seed of the folder");
}

static dt_status read_weights(struct cli *cli, struct weighing *w)
{
    const char *path = cli_text(cli, "weights", NULL);
    if (!path)
        return cli_fail(cli, DT_E_OPTION_VALUE, "--weights", "nothing", "a file of `detente calibrate`");
    w->weight = calloc((size_t)w->table.n, sizeof *w->weight);
    if (!w->weight) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    FILE *file = fopen(path, "r");
    if (!file) return cli_fail(cli, DT_E_FILE_MISSING, path, NULL, NULL);
    dt_status status = read_rows(cli, w, file, path);
    fclose(file);
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < w->table.n; i++) {
        sum += w->weight[i];
        squares += w->weight[i] * w->weight[i];
    }
    w->effective = squares > 0.0 ? sum * sum / squares : 0.0;
    return status;
}

static void print_weighing(const struct cli *cli, const struct weighing *w, const double *ones)
{
    const double at[3] = {0.1, 0.5, 0.9};
    const char *wanted = cli_text(cli, "outcome", NULL);
    dt_store_layout layout = dt_store_describe(w->result.store);
    struct cli_json json = {0};
    if (cli->json) {
        json = cli_json_begin(stdout);
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "schema", "detente.weigh/1");
        cli_json_integer(&json, "members", w->table.n);
        cli_json_number(&json, "effective", w->effective);
        cli_json_open(&json, "outcomes", '[');
    } else
        printf("%d members that weigh as much as %.0f equal ones\n%-28s %29s %31s\n", w->table.n,
               w->effective, "outcome", "all: P10 P50 P90", "weighted: P10 P50 P90");
    for (int o = 0; o < w->table.n_outcome; o++) {
        if (wanted && strcmp(wanted, layout.column[o]) != 0) continue;
        const double *y = w->table.y + (size_t)o * (size_t)w->table.n;
        double q[6];
        for (int k = 0; k < 3; k++) {
            q[k] = dt_weighted_quantile(y, ones, w->table.n, at[k]);
            q[3 + k] = dt_weighted_quantile(y, w->weight, w->table.n, at[k]);
        }
        if (!cli->json) {
            printf("%-28s %9.4g %9.4g %9.4g   %9.4g %9.4g %9.4g\n", layout.column[o], q[0], q[1], q[2], q[3],
                   q[4], q[5]);
            continue;
        }
        static const char *const key[6] = {"p10",          "p50",          "p90",
                                           "weighted_p10", "weighted_p50", "weighted_p90"};
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "name", layout.column[o]);
        for (int k = 0; k < 6; k++)
            cli_json_number(&json, key[k], q[k]);
        cli_json_close(&json, '}');
    }
    if (!cli->json) return;
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static dt_status run_weigh(struct cli *cli)
{
    struct weighing w = {.weight = NULL};
    dt_status status = cli_result_open(cli, cli->operand[0], &w.result);
    if (status == DT_OK && w.result.design)
        status = cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, cli->operand[0], "an ensemble of a design",
                          "independent draws, which are the members that were calibrated");
    dt_evidence evidence = {w.result.setup.c, NULL, w.result.store};
    if (status == DT_OK) status = dt_table_load(&evidence, INT32_MAX / 2, &w.table);
    if (status == DT_OK) status = read_weights(cli, &w);
    double *ones = status == DT_OK ? malloc((size_t)w.table.n * sizeof *ones) : NULL;
    if (status == DT_OK && !ones) status = cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    for (int i = 0; ones && i < w.table.n; i++)
        ones[i] = 1.0;
    if (status == DT_OK) print_weighing(cli, &w, ones);
    free(ones);
    free(w.weight);
    dt_table_clear(&w.table);
    return cli_result_close(cli, &w.result, status);
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
    .options = (const struct cli_option[]){{"weights", 'w', CLI_TEXT, "FILE",
                                            "weights of `detente calibrate`", 0, 0, 0},
                                           {"outcome", 'y', CLI_TEXT, "NAME", "one outcome; default all", 0,
                                            0, 0},
                                           CLI_OPTION_END},
    .run = run_weigh,
};
