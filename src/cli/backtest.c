/* `detente backtest`: the model started in an earlier year, or its reaction equation fitted to a part of the
 * arms races of the past, against what happened. */
#include <stdlib.h>
#include <string.h>

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

/* Numbers of a side, with the standard error of each. */
static void print_estimate(dt_arms_estimate estimate)
{
    printf(" %7.3f +-%6.3f", estimate.value, estimate.error);
}

static int is_total(const dt_arms_result *r)
{
    return r->n_parameter == 0;
}

static void print_fits(const struct cli *cli, const dt_arms *arms, dt_arms_form form)
{
    printf("%s%-18s %-9s %9s %5s %16s %16s %16s %16s %6s %7s%s\n", cli_bold(cli), "race", "side", "fitted",
           "obs.", "reaction", "fatigue", "drive", "growth, stable", "noise", "", cli_plain(cli));
    for (int k = 0; k < dt_arms_result_count(arms); k++) {
        dt_arms_result r = dt_arms_result_at(arms, k);
        if (r.form != form || is_total(&r)) continue;
        for (int i = 0; i < 2; i++) {
            printf("%-18s %-9s %4d-%4d %5d", i ? "" : r.race, r.side[i], r.first_year, r.last_fit_year,
                   r.n_observation);
            print_estimate(r.reaction[i]);
            print_estimate(r.fatigue[i]);
            print_estimate(r.drive[i]);
            printf(" %8.3f %6.0f%% %6.3f\n", r.growth, 100.0 * r.p_stable, r.noise);
        }
    }
}

static void print_race_scores(const struct cli *cli, const dt_arms *arms, dt_arms_form form)
{
    printf("%s%-18s %9s %6s | %6s %6s %6s %6s | %6s %6s %6s %6s | %8s %6s%s\n", cli_bold(cli), "race",
           "predicted", "points", "RMSE", "same", "trend", "walk", "CRPS", "same", "trend", "walk", "in 80%",
           "walk", cli_plain(cli));
    for (int k = 0; k < dt_arms_result_count(arms); k++) {
        dt_arms_result r = dt_arms_result_at(arms, k);
        if (r.form != form) continue;
        if (is_total(&r))
            printf("%-18s %9s", "mean of races", "");
        else
            printf("%-18s %4d-%4d", r.race, r.last_fit_year + 1, r.last_year);
        printf(" %6d | %6.3f %6.3f %6.3f %6.3f | %6.3f %6.3f %6.3f %6.3f | %7.0f%% %5.0f%%\n", r.n_point,
               r.richardson.rmse, r.persistence.rmse, r.trend.rmse, r.walk.rmse, r.richardson.crps,
               r.persistence.crps, r.trend.crps, r.walk.crps, 100.0 * r.richardson.coverage_80,
               100.0 * r.walk.coverage_80);
    }
}

static void print_arms(const struct cli *cli, const dt_arms *arms)
{
    static const char *const heading[DT_N_ARMS_FORM] = {
        [DT_ARMS_MODEL] = "One reaction and one fatigue for both sides, as in the model",
        [DT_ARMS_TEXTBOOK] = "A reaction and a fatigue for each side",
        [DT_ARMS_POOLED] = "One reaction and one fatigue for all races",
        [DT_ARMS_ALONE] = "No reaction, one fatigue for all races"};
    for (int form = 0; form < DT_N_ARMS_FORM; form++) {
        printf("%s%s%s\n\n", cli_bold(cli), heading[form], cli_plain(cli));
        print_fits(cli, arms, (dt_arms_form)form);
        printf("\n");
        print_race_scores(cli, arms, (dt_arms_form)form);
        printf("\n");
    }
    printf(
        "Reaction, fatigue and drive are per year, with standard errors; spending is over its mean in the "
        "fitted years. Growth is\nthe largest real part of an eigenvalue: the race is stable below 0; "
        "beside it the share of draws in which it is. Scores are of\nthe logarithm, lower is better; "
        "same: nothing changes; trend: the last five years' growth goes on; walk: random walk with drift.\n");
}

static void print_arms_csv(const dt_arms *arms)
{
    printf("form,race,side,year,observed,p10,p50,p90,persistence,trend,walk\n");
    for (int p = 0; p < dt_arms_point_count(arms); p++) {
        dt_arms_point point = dt_arms_point_at(arms, p);
        printf("%s,%s,%s,%d,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g\n", dt_arms_form_name(point.form), point.race,
               point.side, point.year, point.observed, point.p10, point.p50, point.p90, point.persistence,
               point.trend, point.walk);
    }
}

static void json_estimate(struct cli_json *json, const char *key, dt_arms_estimate estimate)
{
    cli_json_open(json, key, '{');
    cli_json_number(json, "value", estimate.value);
    cli_json_number(json, "standard_error", estimate.error);
    cli_json_close(json, '}');
}

static void json_score(struct cli_json *json, const char *key, const dt_arms_score *score, int is_sample)
{
    cli_json_open(json, key, '{');
    cli_json_number(json, "rmse", score->rmse);
    cli_json_number(json, "crps", score->crps);
    if (is_sample) cli_json_number(json, "coverage_80", score->coverage_80);
    cli_json_close(json, '}');
}

static void json_fit(struct cli_json *json, const dt_arms_result *r)
{
    cli_json_integer(json, "first_year", r->first_year);
    cli_json_integer(json, "last_fit_year", r->last_fit_year);
    cli_json_integer(json, "last_year", r->last_year);
    cli_json_integer(json, "observations", r->n_observation);
    cli_json_integer(json, "parameters", r->n_parameter);
    cli_json_open(json, "sides", '[');
    for (int i = 0; i < 2; i++) {
        cli_json_open(json, NULL, '{');
        cli_json_text(json, "side", r->side[i]);
        json_estimate(json, "reaction", r->reaction[i]);
        json_estimate(json, "fatigue", r->fatigue[i]);
        json_estimate(json, "drive", r->drive[i]);
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
    cli_json_number(json, "noise", r->noise);
    cli_json_number(json, "growth", r->growth);
}

static void print_arms_json(const dt_arms *arms)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_integer(&json, "schema", 1);
    cli_json_open(&json, "races", '[');
    for (int k = 0; k < dt_arms_result_count(arms); k++) {
        dt_arms_result r = dt_arms_result_at(arms, k);
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "race", r.race);
        cli_json_text(&json, "form", dt_arms_form_name(r.form));
        if (!is_total(&r)) json_fit(&json, &r);
        cli_json_number(&json, "p_stable", r.p_stable);
        cli_json_integer(&json, "points", r.n_point);
        json_score(&json, "richardson", &r.richardson, 1);
        json_score(&json, "persistence", &r.persistence, 0);
        json_score(&json, "trend", &r.trend, 0);
        json_score(&json, "random_walk", &r.walk, 1);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static dt_status run_arms(struct cli *cli)
{
    char *folder = NULL;
    dt_arms *arms = NULL;
    dt_arms_options options = dt_arms_defaults();
    options.members = (int)cli_integer(cli, "members", options.members);
    dt_status status = cli_data_folder(cli, &folder);
    if (status == DT_OK) status = dt_arms_run(folder, &options, &arms, &cli->found);
    if (status == DT_OK) {
        if (cli->json)
            print_arms_json(arms);
        else if (cli_flag(cli, "csv"))
            print_arms_csv(arms);
        else
            print_arms(cli, arms);
    }
    dt_arms_free(arms);
    free(folder);
    return status;
}

static dt_status run_model(struct cli *cli)
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

static dt_status run(struct cli *cli)
{
    return strcmp(cli_text(cli, "series", "model"), "arms") == 0 ? run_arms(cli) : run_model(cli);
}

const struct cli_command cli_backtest = {
    .name = "backtest",
    .operands = "[SCENARIO]",
    .most_operand = 1,
    .summary = "start in an earlier year and compare with what happened",
    .text =
        "Runs a scenario (default coruna) from earlier years with the data known then, and scores it "
        "against the observed series: coverage of the 80% band, and the continuous ranked probability "
        "score beside those of two simple forecasts: nothing changes, and the trend goes on. With --csv, "
        "prints every point. With --series arms, fits the reaction equation of the rivalry mechanism to two "
        "thirds of each arms race in arms_races.csv and scores the rest beside persistence, trend and a "
        "random walk with drift.",
    .examples = (const struct cli_example[]){{"detente backtest", "scores of the main scenario"},
                                             {"detente backtest --csv > points.csv",
                                              "every point with its band"},
                                             {"detente backtest --series arms", "arms races of 1872 to 2020"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){{"series", 0, CLI_CHOICE, "model|arms",
                                            "what is tried: the model, or its reaction equation", 0, 0, 0},
                                           CLI_OPTION_MEMBERS,
                                           CLI_OPTION_THREADS,
                                           CLI_OPTION_CSV,
                                           CLI_OPTION_END},
    .run = run,
};
