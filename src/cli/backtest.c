/* `detente backtest`: the model started in an earlier year, against what happened. */
#include "cli/cli.h"
#include "cli/commands.h"

static void print_scores(const struct cli *cli, const dt_backtest *b)
{
    printf("%s%-20s %6s %7s %7s %9s %8s %12s %8s%s\n", cli_bold(cli), "series", "from", "states", "points",
           "in 80%", "CRPS", "persistence", "trend", cli_plain(cli));
    for (int s = 0; s < dt_backtest_score_count(b); s++) {
        dt_backtest_score score = dt_backtest_score_at(b, s);
        printf("%-20s %6d %7d %7d %8.0f%% %8.3f %12.3f %8.3f\n", score.series, score.start_year,
               score.n_state, score.n_point, 100.0 * score.coverage_80, score.crps, score.crps_persistence,
               score.crps_trend);
    }
    printf("\nCRPS of the logarithm, lower is better; in 80%%: share of observations in the 10-90%% band, "
           "80%% would be right.\n");
}

static void print_csv(const dt_backtest *b)
{
    printf("series,iso3,year,observed,p10,p50,p90,persistence,trend\n");
    for (int p = 0; p < dt_backtest_point_count(b); p++) {
        dt_backtest_point point = dt_backtest_point_at(b, p);
        printf("%s,%s,%d,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g\n", point.series, point.iso3, point.year,
               point.observed, point.p10, point.p50, point.p90, point.persistence, point.trend);
    }
}

static void json_scores(struct cli_json *json, const dt_backtest *b)
{
    cli_json_open(json, "scores", '[');
    for (int s = 0; s < dt_backtest_score_count(b); s++) {
        dt_backtest_score score = dt_backtest_score_at(b, s);
        cli_json_open(json, NULL, '{');
        cli_json_text(json, "series", score.series);
        cli_json_text(json, "unit", score.unit);
        cli_json_integer(json, "start_year", score.start_year);
        cli_json_integer(json, "states", score.n_state);
        cli_json_integer(json, "points", score.n_point);
        cli_json_number(json, "coverage_80", score.coverage_80);
        cli_json_number(json, "crps", score.crps);
        cli_json_number(json, "crps_persistence", score.crps_persistence);
        cli_json_number(json, "crps_trend", score.crps_trend);
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void json_points(struct cli_json *json, const dt_backtest *b)
{
    cli_json_open(json, "points", '[');
    for (int p = 0; p < dt_backtest_point_count(b); p++) {
        dt_backtest_point point = dt_backtest_point_at(b, p);
        cli_json_open(json, NULL, '{');
        cli_json_text(json, "series", point.series);
        cli_json_text(json, "iso3", point.iso3);
        cli_json_integer(json, "year", point.year);
        cli_json_number(json, "observed", point.observed);
        cli_json_number(json, "p10", point.p10);
        cli_json_number(json, "p50", point.p50);
        cli_json_number(json, "p90", point.p90);
        cli_json_number(json, "persistence", point.persistence);
        cli_json_number(json, "trend", point.trend);
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void print_json(const dt_backtest *b)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_integer(&json, "schema", 1);
    json_scores(&json, b);
    json_points(&json, b);
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static dt_status run(struct cli *cli)
{
    struct cli_setup setup = {0};
    dt_backtest *backtest = NULL;
    dt_backtest_options options = dt_backtest_defaults();
    options.members = cli_integer(cli, "members", options.members);
    options.threads = (int)cli_integer(cli, "threads", options.threads);
    dt_status status = cli_setup_scenario(cli, &setup, cli->n_operand ? cli->operand[0] : "coruna");
    if (status == DT_OK)
        status = dt_backtest_run(setup.data, setup.scenario, &options, &backtest, &cli->found);
    if (status == DT_OK) {
        if (cli->json)
            print_json(backtest);
        else if (cli_flag(cli, "csv"))
            print_csv(backtest);
        else
            print_scores(cli, backtest);
    }
    dt_backtest_free(backtest);
    cli_setup_clear(&setup);
    return status;
}

const struct cli_command cli_backtest = {
    .name = "backtest",
    .operands = "[SCENARIO]",
    .most_operand = 1,
    .summary = "start in an earlier year and compare with what happened",
    .text = "Runs a scenario (default coruna) from earlier years with the data known then, and scores it "
            "against the observed series: coverage of the 80% band, and the continuous ranked probability "
            "score beside those of two simple forecasts: nothing changes, and the trend goes on. With --csv, "
            "prints every point.",
    .examples = (const struct cli_example[]){{"detente backtest", "scores of the main scenario"},
                                             {"detente backtest --csv > points.csv",
                                              "every point with its band"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){CLI_OPTION_MEMBERS, CLI_OPTION_THREADS, CLI_OPTION_CSV,
                                           CLI_OPTION_END},
    .run = run,
};
