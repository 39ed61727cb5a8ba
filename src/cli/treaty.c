/* `detente treaty`: who votes for, signs or joins a text, and how well that is known. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/game.h"

enum { MAX_CHANGE = 8, N_LISTED_REASON = 5, N_LISTED_TIP = 3, N_LISTED_PAIR = 12 };

/* Everything a subcommand works with. */
struct treaty {
    char *folder, *path;
    dt_treaty_data *data;
    dt_treaty_fit *fit;
    dt_treaty_text text;
    dt_treaty_prediction *prediction;
};

static void treaty_clear(struct treaty *t)
{
    dt_treaty_prediction_free(t->prediction);
    dt_treaty_fit_free(t->fit);
    dt_treaty_data_free(t->data);
    free(t->folder);
    free(t->path);
}

static dt_status load_data(struct cli *cli, struct treaty *t)
{
    dt_status status = cli_data_folder(cli, &t->folder);
    return status == DT_OK ? dt_treaty_data_load(t->folder, &t->data, &cli->found) : status;
}

/* The coefficients of --coefficients, or those that are shipped. */
static dt_status load_fit(struct cli *cli, struct treaty *t)
{
    const char *named = cli_text(cli, "coefficients", NULL);
    char *path = named ? strdup(named) : cli_join(t->folder, "participation_coefficients.csv");
    if (!path) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = dt_treaty_fit_load(path, &t->fit, &cli->found);
    free(path);
    return status;
}

/* The text of an operand: a file, or a shipped text by its name. */
static dt_status load_text(struct cli *cli, struct treaty *t, const char *name)
{
    char file[256];
    if (access(name, F_OK) != 0 && !strpbrk(name, "/.") && strlen(name) < 200) {
        snprintf(file, sizeof file, "texts/%s.yaml", name);
        t->path = cli_join(t->folder, file);
    } else {
        t->path = strdup(name);
    }
    if (!t->path) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    return dt_treaty_text_load(t->path, t->data, &t->text, &cli->found);
}

static void json_begin(struct cli_json *json)
{
    *json = cli_json_begin(stdout);
    cli_json_open(json, NULL, '{');
    cli_json_integer(json, "schema", 1);
}

static void json_end(struct cli_json *json)
{
    cli_json_close(json, '}');
    cli_json_end(json);
}

/* The coefficients. */

static void fit_json(const dt_treaty_fit *fit, dt_treaty_summary s)
{
    struct cli_json json;
    json_begin(&json);
    cli_json_integer(&json, "instruments", s.n_instrument);
    cli_json_integer(&json, "outcomes", s.n_outcome);
    cli_json_number(&json, "ridge", s.ridge);
    cli_json_number(&json, "level_variance", s.level_variance);
    cli_json_number(&json, "level_spread", s.level_spread);
    cli_json_number(&json, "log_likelihood", s.log_likelihood);
    cli_json_number(&json, "contraction", s.contraction);
    cli_json_open(&json, "terms", '[');
    for (int c = 0; c < dt_treaty_term_count(); c++) {
        dt_treaty_term term = dt_treaty_term_at(fit, c);
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "term", term.name);
        cli_json_number(&json, "value", term.value);
        cli_json_number(&json, "se", term.se);
        cli_json_number(&json, "se_clustered", term.se_clustered);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    json_end(&json);
}

static void fit_text(const struct cli *cli, const dt_treaty_fit *fit, dt_treaty_summary s)
{
    printf("%d instruments, %d outcomes; ridge %g, log-likelihood %.1f\n", s.n_instrument, s.n_outcome,
           s.ridge, s.log_likelihood);
    printf(
        "level of a text: standard deviation %.2f, of a new one %.2f; network: %.2f, contraction %.2f%s\n\n",
        sqrt(s.level_variance), sqrt(s.level_spread), s.gamma, s.contraction,
        s.contraction < 1.0 ? " (one equilibrium)" : " (several equilibria possible)");
    printf("%s%-36s %9s %9s %10s%s\n", cli_bold(cli), "term", "log-odds", "se", "clustered", cli_plain(cli));
    for (int c = 0; c < dt_treaty_term_count(); c++) {
        dt_treaty_term term = dt_treaty_term_at(fit, c);
        printf("%-36s %9.3f %9.3f %10.3f\n", term.name, term.value, term.se, term.se_clustered);
    }
}

static dt_status run_fit(struct cli *cli, struct treaty *t)
{
    dt_treaty_options options = dt_treaty_defaults();
    const char *ridge = cli_text(cli, "ridge", NULL), *save = cli_text(cli, "save", NULL);
    if (ridge) options.ridge = strtod(ridge, NULL);
    if (ridge && !(options.ridge > 0.0))
        return cli_fail(cli, DT_E_OPTION_VALUE, "--ridge", ridge, "a number greater than 0");
    dt_status status = dt_treaty_estimate(t->data, &options, &t->fit, &cli->found);
    if (status == DT_OK && save) status = dt_treaty_fit_save(t->fit, save, &cli->found);
    if (status != DT_OK) return status;
    if (cli->json)
        fit_json(t->fit, dt_treaty_fit_summary(t->fit));
    else
        fit_text(cli, t->fit, dt_treaty_fit_summary(t->fit));
    return DT_OK;
}

/* The back-test. */

static void score_json(struct cli_json *json, const dt_treaty_data *data, dt_treaty_score s)
{
    cli_json_open(json, NULL, '{');
    cli_json_text(json, "scheme", dt_treaty_scheme_name(s.scheme));
    cli_json_text(json, "method", dt_treaty_method_name(s.method));
    cli_json_text(json, "instrument",
                  s.instrument < 0 ? "mean" : dt_treaty_instrument_key(data, s.instrument));
    cli_json_integer(json, "instruments", s.n_instrument);
    cli_json_integer(json, "outcomes", s.n);
    cli_json_number(json, "share", s.share);
    cli_json_number(json, "predicted", s.predicted);
    cli_json_number(json, "auc", s.auc);
    cli_json_number(json, "brier", s.brier);
    cli_json_number(json, "brier_count_known", s.brier_known);
    cli_json_close(json, '}');
}

static void backtest_json(const dt_treaty_data *data, const dt_treaty_backtest *b)
{
    struct cli_json json;
    json_begin(&json);
    cli_json_open(&json, "scores", '[');
    for (int s = 0; s < dt_treaty_score_count(b); s++)
        score_json(&json, data, dt_treaty_score_at(b, s));
    cli_json_close(&json, ']');
    cli_json_open(&json, "calibration", '[');
    for (int s = 0; s < DT_TREATY_SCHEME_COUNT; s++)
        for (int d = 0; d < 10; d++) {
            dt_treaty_decile decile = dt_treaty_calibration(b, s, d);
            cli_json_open(&json, NULL, '{');
            cli_json_text(&json, "scheme", dt_treaty_scheme_name(s));
            cli_json_integer(&json, "decile", d + 1);
            cli_json_integer(&json, "n", decile.n);
            cli_json_number(&json, "predicted", decile.predicted);
            cli_json_number(&json, "observed", decile.observed);
            cli_json_close(&json, '}');
        }
    cli_json_close(&json, ']');
    json_end(&json);
}

static void backtest_text(const struct cli *cli, const dt_treaty_data *data, const dt_treaty_backtest *b)
{
    printf("%s%-24s %-8s %6s %7s %7s %12s%s\n", cli_bold(cli), "means over instruments", "method", "texts",
           "AUC", "Brier", "count known", cli_plain(cli));
    int is_head = 1;
    for (int k = 0; k < dt_treaty_score_count(b); k++) {
        dt_treaty_score s = dt_treaty_score_at(b, k);
        if (s.instrument >= 0 && is_head) {
            printf("\n%s%-24s %-22s %6s %6s %7s %7s %12s%s\n", cli_bold(cli), "game alone", "instrument",
                   "share", "pred.", "AUC", "Brier", "count known", cli_plain(cli));
            is_head = 0;
        }
        if (s.instrument < 0)
            printf("%-24s %-8s %6d %7.3f %7.4f %12.4f\n", dt_treaty_scheme_name(s.scheme),
                   dt_treaty_method_name(s.method), s.n_instrument, s.auc, s.brier, s.brier_known);
        else if (s.method == DT_METHOD_GAME)
            printf("%-24s %-22s %6.2f %6.2f %7.3f %7.4f %12.4f\n", dt_treaty_scheme_name(s.scheme),
                   dt_treaty_instrument_key(data, s.instrument), s.share, s.predicted, s.auc, s.brier,
                   s.brier_known);
    }
    printf("\n%s%-24s %7s %9s %9s %9s%s\n", cli_bold(cli), "calibration", "decile", "n", "predicted",
           "observed", cli_plain(cli));
    for (int s = 0; s < DT_TREATY_SCHEME_COUNT; s++)
        for (int d = 0; d < 10; d++) {
            dt_treaty_decile decile = dt_treaty_calibration(b, s, d);
            printf("%-24s %7d %9d %9.3f %9.3f\n", dt_treaty_scheme_name(s), d + 1, decile.n, decile.predicted,
                   decile.observed);
        }
}

static dt_status run_backtest(struct cli *cli, struct treaty *t)
{
    dt_treaty_backtest *b = NULL;
    dt_treaty_test_options options = dt_treaty_test_defaults();
    const char *ridge = cli_text(cli, "ridge", NULL);
    options.threads = (int)cli_integer(cli, "threads", 0);
    options.only = cli_text(cli, "only", NULL);
    if (ridge) options.ridge = strtod(ridge, NULL);
    if (ridge && !(options.ridge > 0.0))
        return cli_fail(cli, DT_E_OPTION_VALUE, "--ridge", ridge, "a number greater than 0");
    if (!options.only) cli_note(cli, "estimating each fold anew: a minute or two");
    dt_status status = dt_treaty_test(t->data, &options, &b, &cli->found);
    if (status == DT_OK && cli->json) backtest_json(t->data, b);
    if (status == DT_OK && !cli->json) backtest_text(cli, t->data, b);
    dt_treaty_backtest_free(b);
    return status;
}

/* The prediction. */

static const char *outcome_word(const dt_treaty_text *text, int state)
{
    if (text->outcome[state] < 0) return text->present[state] ? "present" : "";
    return text->outcome[state] ? "signed" : "did not";
}

/* States in falling order of their probability. */
static void order_states(const struct treaty *t, int *order, int n)
{
    for (int i = 0; i < n; i++) {
        double p = dt_treaty_prediction_state(t->prediction, i).signs;
        int place = i;
        while (place > 0 && dt_treaty_prediction_state(t->prediction, order[place - 1]).signs < p) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = i;
    }
}

/* Reasons of a state in falling order of their size; the text, which is the same for all, is left out. */
static int order_reasons(const struct treaty *t, int state, int *order)
{
    int n = 0;
    for (int r = 0; r < dt_treaty_reason_count(); r++) {
        if (strcmp(dt_treaty_reason_name(r), "text") == 0) continue;
        double size = fabs(dt_treaty_prediction_reason(t->prediction, state, r));
        int place = n++;
        while (place > 0 &&
               fabs(dt_treaty_prediction_reason(t->prediction, state, order[place - 1])) < size) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = r;
    }
    return n;
}

static void state_json(struct cli_json *json, const struct treaty *t, int i)
{
    dt_treaty_state s = dt_treaty_prediction_state(t->prediction, i);
    cli_json_open(json, NULL, '{');
    cli_json_text(json, "iso3", s.iso3);
    cli_json_number(json, "signs", s.signs);
    cli_json_number(json, "low", s.low);
    cli_json_number(json, "high", s.high);
    cli_json_number(json, "attends", s.attends);
    cli_json_number(json, "signs_if_attends", s.signs_if_attends);
    cli_json_number(json, "log_odds", s.log_odds);
    cli_json_text(json, "observed", outcome_word(&t->text, i));
    cli_json_open(json, "reasons", '{');
    for (int r = 0; r < dt_treaty_reason_count(); r++)
        cli_json_number(json, dt_treaty_reason_name(r), dt_treaty_prediction_reason(t->prediction, i, r));
    cli_json_close(json, '}');
    cli_json_close(json, '}');
}

static void support_json(struct cli_json *json, dt_treaty_support n)
{
    cli_json_open(json, "texts_seen", '{');
    cli_json_integer(json, "theme", n.theme);
    cli_json_integer(json, "binding", n.binding);
    cli_json_integer(json, "verification", n.verification);
    cli_json_integer(json, "sponsor", n.sponsor);
    cli_json_integer(json, "alike", n.alike);
    cli_json_close(json, '}');
}

static void predict_json(const struct treaty *t, const int *order, int n)
{
    struct cli_json json;
    dt_treaty_total total = dt_treaty_prediction_total(t->prediction);
    json_begin(&json);
    cli_json_text(&json, "text", t->text.name);
    cli_json_number(&json, "expected", total.expected);
    cli_json_number(&json, "low", total.low);
    cli_json_number(&json, "high", total.high);
    cli_json_number(&json, "expected_on_the_day", total.expected_known);
    cli_json_integer(&json, "attending", t->text.attending);
    cli_json_integer(&json, "observed_count", t->text.signed_count);
    support_json(&json, dt_treaty_support_of(t->data, &t->text));
    cli_json_open(&json, "equilibria", '[');
    for (int e = 0; e < total.n_equilibrium; e++) {
        cli_json_open(&json, NULL, '{');
        cli_json_number(&json, "expected", total.equilibrium[e]);
        cli_json_bool(&json, "stable", total.is_stable[e]);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_open(&json, "states", '[');
    for (int k = 0; k < n; k++)
        state_json(&json, t, order[k]);
    cli_json_close(&json, ']');
    cli_json_open(&json, "tips", '[');
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double tip = dt_treaty_prediction_tips(t->prediction, i, j);
            if (tip < 0.05) continue;
            cli_json_open(&json, NULL, '{');
            cli_json_text(&json, "if_signs", dt_treaty_state_code(t->data, i));
            cli_json_text(&json, "then", dt_treaty_state_code(t->data, j));
            cli_json_number(&json, "rise", tip);
            cli_json_close(&json, '}');
        }
    cli_json_close(&json, ']');
    json_end(&json);
}

static void print_state(const struct treaty *t, int i)
{
    dt_treaty_state s = dt_treaty_prediction_state(t->prediction, i);
    int order[64], n = order_reasons(t, i, order);
    printf("%-4s %5.2f %5.2f-%4.2f %7.2f %9.2f %-9s", s.iso3, s.signs, s.low, s.high, s.attends,
           s.signs_if_attends, outcome_word(&t->text, i));
    for (int r = 0; r < n && r < N_LISTED_REASON - 2; r++)
        printf(" %s %+.1f", dt_treaty_reason_name(order[r]),
               dt_treaty_prediction_reason(t->prediction, i, order[r]));
    putchar('\n');
}

/* Why a state does what it does, in a few lines. */
static void print_reasons(const struct treaty *t, const char *iso3)
{
    int state = dt_treaty_state_find(t->data, iso3), order[64];
    if (state < 0) return;
    dt_treaty_state s = dt_treaty_prediction_state(t->prediction, state);
    printf("%s signs with probability %.2f (%.2f-%.2f), %.2f once it attends. Log-odds %.2f:\n", iso3,
           s.signs, s.low, s.high, s.signs_if_attends, s.log_odds);
    int n = order_reasons(t, state, order);
    for (int r = 0; r < n && r < N_LISTED_REASON; r++)
        printf("  %+6.2f %s\n", dt_treaty_prediction_reason(t->prediction, state, order[r]),
               dt_treaty_reason_name(order[r]));
    printf("  %+6.2f text and the mean of all states\n",
           dt_treaty_prediction_reason(t->prediction, state, dt_treaty_reason_count() - 1));
}

/* Effect of a state's signature on the expected number of others. */
static double pull(const struct treaty *t, int state)
{
    double sum = 0.0;
    for (int j = 0; j < dt_treaty_state_count(t->data); j++)
        sum += dt_treaty_prediction_tips(t->prediction, state, j);
    return sum;
}

static void print_pull(const struct treaty *t, int state)
{
    int best[N_LISTED_TIP], n = 0;
    for (int j = 0; j < dt_treaty_state_count(t->data); j++) {
        double tip = dt_treaty_prediction_tips(t->prediction, state, j);
        int place = n < N_LISTED_TIP ? n++ : N_LISTED_TIP;
        while (place > 0 && dt_treaty_prediction_tips(t->prediction, state, best[place - 1]) < tip) {
            if (place < N_LISTED_TIP) best[place] = best[place - 1];
            place--;
        }
        if (place < N_LISTED_TIP) best[place] = j;
    }
    printf("%-4s %+6.2f  ", dt_treaty_state_code(t->data, state), pull(t, state));
    for (int k = 0; k < n; k++)
        printf(" %s %+.2f", dt_treaty_state_code(t->data, best[k]),
               dt_treaty_prediction_tips(t->prediction, state, best[k]));
    putchar('\n');
}

/* The states whose signature pulls most, and whom. */
static void print_tips(const struct cli *cli, const struct treaty *t)
{
    int n = dt_treaty_state_count(t->data), is_shown[DT_TREATY_STATES] = {0};
    printf("\n%sif it signs instead of refusing: further signatures expected, and who moves most%s\n",
           cli_bold(cli), cli_plain(cli));
    for (int k = 0; k < N_LISTED_PAIR; k++) {
        int best = -1;
        for (int i = 0; i < n; i++)
            if (!is_shown[i] && (best < 0 || pull(t, i) > pull(t, best))) best = i;
        if (best < 0) return;
        is_shown[best] = 1;
        print_pull(t, best);
    }
}

/* How many texts the coefficients were learned from, and a warning where none was like this one. */
static void print_support(const struct treaty *t)
{
    dt_treaty_support n = dt_treaty_support_of(t->data, &t->text);
    printf(
        "texts seen: %d on the theme, %d of this binding force, %d as verified, %d of these sponsors, %d all "
        "of that%s\n\n",
        n.theme, n.binding, n.verification, n.sponsor, n.alike,
        n.alike ? "" : "\nextrapolated: no text in the data is like this one");
}

static void predict_text(const struct cli *cli, const struct treaty *t, const int *order, int n)
{
    dt_treaty_total total = dt_treaty_prediction_total(t->prediction);
    printf("%s%s%s\n", cli_bold(cli), t->text.name, cli_plain(cli));
    printf("expected signatures: %.0f (%.0f-%.0f)", total.expected, total.low, total.high);
    if (t->text.kind == DT_TREATY_DECLARATION && t->text.attending)
        printf("; on the day %.0f of %d delegations", total.expected_known, t->text.attending);
    if (t->text.signed_count >= 0) printf("; observed %d", t->text.signed_count);
    printf("\nequilibria: %d, with", total.n_equilibrium);
    for (int e = 0; e < total.n_equilibrium; e++)
        printf(" %.1f%s", total.equilibrium[e], total.is_stable[e] ? "" : " (unstable)");
    printf(" signatures\n");
    print_support(t);
    print_reasons(t, "USA");
    print_reasons(t, "CHN");
    printf("\n%s%-4s %5s %10s %7s %9s %-9s %s%s\n", cli_bold(cli), "", "signs", "10-90%", "attends",
           "if there", "observed", "most of why, against the mean state", cli_plain(cli));
    for (int k = 0; k < n; k++)
        print_state(t, order[k]);
    print_tips(cli, t);
}

static dt_status run_predict(struct cli *cli, struct treaty *t, const char *name)
{
    int order[DT_TREATY_STATES], n = dt_treaty_state_count(t->data);
    dt_status status = load_fit(cli, t);
    if (status == DT_OK) status = load_text(cli, t, name);
    if (status == DT_OK) status = dt_treaty_predict(t->fit, t->data, &t->text, &t->prediction);
    if (status != DT_OK) return status;
    order_states(t, order, n);
    if (cli->json)
        predict_json(t, order, n);
    else
        predict_text(cli, t, order, n);
    return DT_OK;
}

/* The design of a text. */

static void design_json(const dt_treaty_data *data, const dt_treaty_change *change, int n)
{
    struct cli_json json;
    json_begin(&json);
    cli_json_open(&json, "changes", '[');
    for (int c = 0; c < n; c++) {
        cli_json_open(&json, NULL, '{');
        cli_json_bool(&json, "reached", change[c].is_reached);
        cli_json_integer(&json, "steps", change[c].steps);
        cli_json_text(&json, "kind", dt_treaty_kind_name(change[c].text.kind));
        cli_json_text(&json, "sponsor", dt_treaty_sponsor_name(change[c].text.sponsor));
        cli_json_integer(&json, "binding", change[c].text.binding);
        cli_json_integer(&json, "verification", change[c].text.verification);
        cli_json_number(&json, "probability", change[c].probability);
        cli_json_number(&json, "expected", change[c].expected);
        cli_json_bool(&json, "extrapolated", dt_treaty_support_of(data, &change[c].text).alike == 0);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    json_end(&json);
}

static void design_text(const struct cli *cli, const dt_treaty_data *data, const char *state,
                        const dt_treaty_change *change, int n)
{
    if (n == 0 || !change[0].is_reached) puts("no text reaches the goal; the nearest:");
    printf("%s%-8s %5s %-12s %-13s %7s %12s %10s %8s%s\n", cli_bold(cli), "reached", "steps", "kind",
           "sponsor", "binding", "verification", state ? state : "", "expected", cli_plain(cli));
    for (int c = 0; c < n; c++) {
        printf("%-8s %5d %-12s %-13s %7d %12d ", change[c].is_reached ? "yes" : "no", change[c].steps,
               dt_treaty_kind_name(change[c].text.kind), dt_treaty_sponsor_name(change[c].text.sponsor),
               change[c].text.binding, change[c].text.verification);
        if (state)
            printf("%10.3f", change[c].probability);
        else
            printf("%10s", "");
        printf(" %8.1f%s\n", change[c].expected,
               dt_treaty_support_of(data, &change[c].text).alike == 0 ? " *" : "");
    }
    puts("* no text of this theme, these sponsors and this form in the data: effects are those of other "
         "texts");
}

static dt_status run_design(struct cli *cli, struct treaty *t, const char *name)
{
    dt_treaty_change change[MAX_CHANGE];
    dt_treaty_goal goal = {.state = -1, .probability = 0.5};
    const char *state = cli_text(cli, "state", NULL);
    int count = MAX_CHANGE;
    goal.count = (double)cli_integer(cli, "count", 0);
    if (state && (goal.state = dt_treaty_state_find(t->data, state)) < 0)
        return cli_fail(cli, DT_E_TREATY_STATE, "--state", state, "a state that has rows in features.csv");
    if (!state && goal.count <= 0.0)
        return cli_fail(cli, DT_E_OPERAND, "design", "no goal", "--state ISO3 or --count N");
    dt_status status = load_fit(cli, t);
    if (status == DT_OK) status = load_text(cli, t, name);
    if (status == DT_OK) status = dt_treaty_design(t->fit, t->data, &t->text, &goal, change, &count);
    if (status != DT_OK) return status;
    if (cli->json)
        design_json(t->data, change, count);
    else
        design_text(cli, t->data, state, change, count);
    return DT_OK;
}

static dt_status run(struct cli *cli)
{
    struct treaty t = {0};
    const char *what = cli->n_operand ? cli->operand[0] : "predict";
    const char *text = cli->n_operand > 1 ? cli->operand[1] : "coruna";
    int is_named = cli_is_choice(cli->command->choices, what);
    if (strcmp(what, "design") == 0 && cli_flag(cli, "game"))
        return cli_game_design_named(cli, cli->n_operand > 1 ? cli->operand[1] : NULL);
    dt_status status = load_data(cli, &t);
    if (status != DT_OK)
        ; /* the findings say why */
    else if (!is_named && cli->n_operand > 1)
        status = cli_fail(cli, DT_E_OPERAND, "treaty", what, "fit, backtest, predict or design");
    else if (strcmp(what, "fit") == 0)
        status = run_fit(cli, &t);
    else if (strcmp(what, "backtest") == 0)
        status = run_backtest(cli, &t);
    else if (strcmp(what, "design") == 0)
        status = run_design(cli, &t, text);
    else
        status = run_predict(cli, &t, is_named ? text : what);
    treaty_clear(&t);
    return status;
}

const struct cli_command cli_treaty = {
    .name = "treaty",
    .operands = "[fit|backtest|predict|design] [TEXT]",
    .choices = "fit|backtest|predict|design",
    .fallback = "predict",
    .most_operand = 2,
    .summary = "who votes for, signs or joins a text, and why",
    .text =
        "Plays a game on the network of states, estimated from votes and signatures since 1980, for the text "
        "of a "
        "YAML file or a shipped one (coruna, binding, verified, neutral; default coruna). predict lists each "
        "state's probability with a range, whether it attends, and what moves it, then the signatures that "
        "pull "
        "others. fit estimates the coefficients anew. backtest predicts every instrument by a game that was "
        "estimated without it, also strictly forward in time, beside four baselines. design finds the least "
        "change of the text that brings in --state with even odds, or --count states.",
    .examples = (const struct cli_example[]){{"detente treaty", "who signs the text of A Coruna"},
                                             {"detente treaty verified --json", "another text, for programs"},
                                             {"detente treaty design --state CHN",
                                              "what would bring China in"},
                                             {"detente treaty fit --save coefficients.csv", "estimate anew"},
                                             {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            {"ridge", 0, CLI_TEXT, "X", "strength of the penalty; chosen from the data if left out", 0, 0, 0},
            {"save", 0, CLI_TEXT, "FILE", "write the coefficients with their covariance", 0, 0, 0},
            {"coefficients", 0, CLI_TEXT, "FILE", "use these instead of the shipped ones", 0, 0, 0},
            {"only", 0, CLI_TEXT, "KEY", "hold out this instrument alone", 0, 0, 0},
            {"state", 0, CLI_TEXT, "ISO3", "the state to bring in", 0, 0, 0},
            {"count", 0, CLI_INTEGER, "N", "the number of states to bring in", 1, 250, 0},
            {"points", 0, CLI_INTEGER, "N", "with --game: treaties that are tried; default 64", 2, 4096, 0},
            {"game", 0, CLI_FLAG, NULL,
             "of a simulated game, whose file or name TEXT is; as detente game design", 0, 0, 0},
            {"members", 'n', CLI_INTEGER, "N", "with --game: members of each treaty", 8, 1000000, 0},
            CLI_OPTION_NO_PROGRESS,
            CLI_OPTION_THREADS,
            CLI_OPTION_END,
        },
    .uses = (const struct cli_use[]){{"save", "fit"},
                                     {"coefficients", "predict|design"},
                                     {"only", "backtest"},
                                     {"state", "design"},
                                     {"count", "design"},
                                     {"game", "design"},
                                     {"members", "design"},
                                     {"ridge", "fit|backtest"},
                                     {"points", "design"},
                                     {NULL, NULL}},
    .run = run,
};
