/* Estimation of the participation game, and the table that keeps its coefficients. */
#include "participation/fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "core/try.h"
#include "detente/scenario.h"
#include "io/csv.h"
#include "io/file.h"
#include "io/text.h"
#include "solve/dense.h"

enum { LEAST_INSTRUMENT = 4, N_SUMMARY = 6 };

static const char *const summary_names[N_SUMMARY] = {"level_variance", "level_spread", "ridge",
                                                     "log_likelihood", "instruments",  "outcomes"};

dt_treaty_options dt_treaty_defaults(void)
{
    return (dt_treaty_options){0.0};
}

/* Counts of refusals and signatures of an instrument. */
static void count_outcomes(const dt_treaty_data *data, int instrument, int count[2])
{
    count[0] = count[1] = 0;
    for (int i = 0; i < data->n_state; i++) {
        int y = data->y[(long)instrument * data->n_state + i];
        if (y >= 0) count[y]++;
    }
}

/* Every instrument to learn from needs both outcomes. */
static dt_status check_outcomes(const dt_treaty_data *data, dt_treaty_summary *summary,
                                dt_diagnostics *diagnostics)
{
    dt_status status = DT_OK;
    for (int o = 0; o < data->n_instrument; o++) {
        const struct dt_instrument *instrument = &data->instrument[o];
        int count[2];
        count_outcomes(data, o, count);
        if (!instrument->is_fit) continue;
        summary->n_instrument++;
        summary->n_outcome += count[0] + count[1];
        if (count[0] && count[1]) continue;
        dt_diagnostic finding = {.code = DT_E_TREATY_ONE_OUTCOME, .line = instrument->line, .column = 1};
        snprintf(finding.file, sizeof finding.file, "%s", data->file);
        snprintf(finding.key, sizeof finding.key, "%s", instrument->key);
        snprintf(finding.found, sizeof finding.found, "%d that joined and %d that did not", count[1],
                 count[0]);
        snprintf(finding.expected, sizeof finding.expected, "at least one of each");
        status = dt_diagnose(diagnostics, &finding);
    }
    if (status == DT_OK && summary->n_instrument < LEAST_INSTRUMENT) {
        dt_diagnostic finding = {.code = DT_E_TREATY_TOO_FEW};
        snprintf(finding.file, sizeof finding.file, "%s", data->file);
        snprintf(finding.found, sizeof finding.found, "%d", summary->n_instrument);
        status = dt_diagnose(diagnostics, &finding);
    }
    return status;
}

static void finish_summary(dt_treaty_fit *fit)
{
    fit->summary.gamma = fit->theta[N_TERM];
    fit->summary.contraction = fabs(fit->theta[N_TERM]) / 4.0;
}

static dt_status take_estimate(const struct dt_net_game_estimate *e, dt_treaty_fit *fit)
{
    memcpy(fit->theta, e->theta, sizeof fit->theta);
    for (int c = 0; c < N_THETA; c++) {
        fit->se[c] = sqrt(e->covariance[(long)c * N_THETA + c]);
        fit->clustered[c] = sqrt(e->clustered[(long)c * N_THETA + c]);
    }
    memcpy(fit->factor, e->covariance, sizeof fit->factor);
    for (int c = 0; c < N_THETA; c++)
        for (int d = c + 1; d < N_THETA; d++)
            fit->factor[(long)c * N_THETA + d] = 0.0;
    fit->summary.level_variance = e->level_variance;
    fit->summary.log_likelihood = e->log_likelihood;
    finish_summary(fit);
    return dt_dense_cholesky(fit->factor, N_THETA);
}

dt_status dt_treaty_estimate(const dt_treaty_data *data, const dt_treaty_options *options,
                             dt_treaty_fit **out, dt_diagnostics *diagnostics)
{
    unsigned char use[MAX_INSTRUMENT];
    struct dt_treaty_problem problem = {0};
    struct dt_net_game_estimate estimate = {0};
    dt_treaty_fit *fit = calloc(1, sizeof *fit);
    memset(use, 1, sizeof use);
    dt_status status = fit ? check_outcomes(data, &fit->summary, diagnostics) : DT_NO_MEMORY;
    if (status == DT_OK) status = dt_treaty_problem_build(data, use, 0, &problem);
    if (status == DT_OK) {
        fit->summary.ridge = options ? options->ridge : 0.0;
        status = dt_treaty_problem_fit(&problem, &fit->summary.ridge, NULL, &estimate);
    }
    if (status == DT_OK) status = take_estimate(&estimate, fit);
    if (status == DT_OK) fit->summary.level_spread = problem.spread;
    if (status == DT_NO_SOLUTION) dt_diagnose(diagnostics, &(dt_diagnostic){.code = DT_E_TREATY_NO_MAXIMUM});
    dt_net_game_estimate_clear(&estimate);
    dt_treaty_problem_clear(&problem);
    if (status == DT_OK)
        *out = fit;
    else
        free(fit);
    return status;
}

void dt_treaty_fit_free(dt_treaty_fit *fit)
{
    free(fit);
}

int dt_treaty_term_count(void)
{
    return N_THETA;
}

dt_treaty_term dt_treaty_term_at(const dt_treaty_fit *fit, int term)
{
    dt_treaty_term out = {
        .value = fit->theta[term], .se = fit->se[term], .se_clustered = fit->clustered[term]};
    dt_design_term_name(term, out.name);
    return out;
}

dt_treaty_summary dt_treaty_fit_summary(const dt_treaty_fit *fit)
{
    return fit->summary;
}

/* A standard normal number by the method of Box and Muller; `index` counts numbers of a member. */
static double standard_normal(unsigned long long seed, unsigned long long member, uint32_t index)
{
    const double two_pi = 6.283185307179586;
    double radius = sqrt(-2.0 * log(dt_uniform(seed, member, 2 * index, DT_PURPOSE_GAME)));
    return radius * cos(two_pi * dt_uniform(seed, member, 2 * index + 1, DT_PURPOSE_GAME));
}

void dt_treaty_draw(const dt_treaty_fit *fit, unsigned long long seed, unsigned long long member,
                    double *theta)
{
    double z[N_THETA];
    for (int c = 0; c < N_THETA; c++)
        z[c] = standard_normal(seed, member, (uint32_t)c);
    for (int c = 0; c < N_THETA; c++) {
        theta[c] = fit->theta[c];
        for (int d = 0; d <= c; d++)
            theta[c] += fit->factor[(long)c * N_THETA + d] * z[d];
    }
}

static void summary_values(const dt_treaty_summary *s, double value[N_SUMMARY])
{
    const double now[N_SUMMARY] = {s->level_variance, s->level_spread, s->ridge,
                                   s->log_likelihood, s->n_instrument, s->n_outcome};
    memcpy(value, now, sizeof now);
}

dt_status dt_treaty_fit_save(const dt_treaty_fit *fit, const char *path, dt_diagnostics *diagnostics)
{
    dt_text text;
    char *all = NULL;
    double summary[N_SUMMARY];
    dt_text_init(&text);
    dt_text_append(
        &text,
        "# Coefficients of the participation game, made by `detente treaty fit --save FILE`; do not edit.\n"
        "# factor: the row of the lower Cholesky factor of the covariance, up to the term itself.\n"
        "term,value,unit,se,se_clustered,source,factor\n");
    summary_values(&fit->summary, summary);
    for (int s = 0; s < N_SUMMARY; s++)
        dt_text_printf(&text, "%s,%.10g,1,,,estimate,\n", summary_names[s], summary[s]);
    for (int c = 0; c < N_THETA; c++) {
        dt_treaty_term term = dt_treaty_term_at(fit, c);
        dt_text_printf(&text, "%s,%.10g,log-odds,%.6g,%.6g,estimate,", term.name, term.value, term.se,
                       term.se_clustered);
        for (int d = 0; d <= c; d++)
            dt_text_printf(&text, "%s%.6g", d ? " " : "", fit->factor[(long)c * N_THETA + d]);
        dt_text_append(&text, "\n");
    }
    dt_status status = dt_text_take(&text, &all);
    if (status == DT_OK) status = dt_file_write(path, all, strlen(all), diagnostics);
    dt_free(all);
    return status;
}

static dt_status other_model(const dt_csv *csv, int row, int column, const char *expected,
                             dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = DT_E_TREATY_COEFFICIENTS};
    snprintf(finding.expected, sizeof finding.expected, "%s", expected);
    return dt_csv_fault(csv, row, column, &finding, diagnostics);
}

/* The row of the factor: term + 1 numbers separated by single blanks. */
static int read_factor(const char *text, int term, double *row)
{
    char *end = NULL;
    for (int d = 0; d <= term; d++, text = end) {
        row[d] = strtod(text, &end);
        if (end == text || !isfinite(row[d])) return 0;
    }
    return *text == '\0';
}

static dt_status read_term(const dt_csv *csv, int row, const int *column, dt_treaty_fit *fit,
                           dt_diagnostics *diagnostics)
{
    char name[DT_TREATY_NAME];
    int c = row - N_SUMMARY;
    dt_design_term_name(c, name);
    if (strcmp(dt_csv_text(csv, row, column[0]), name) != 0)
        return other_model(csv, row, column[0], name, diagnostics);
    DT_TRY(dt_csv_number(csv, row, column[1], &fit->theta[c], diagnostics));
    DT_TRY(dt_csv_number(csv, row, column[2], &fit->se[c], diagnostics));
    DT_TRY(dt_csv_number(csv, row, column[3], &fit->clustered[c], diagnostics));
    if (read_factor(dt_csv_text(csv, row, column[4]), c, fit->factor + (long)c * N_THETA)) return DT_OK;
    return other_model(csv, row, column[4], "one number for each term up to this one", diagnostics);
}

static dt_status read_rows(const dt_csv *csv, dt_treaty_fit *fit, dt_diagnostics *diagnostics)
{
    static const char *const names[] = {"term", "value", "se", "se_clustered", "factor"};
    int column[5];
    double summary[N_SUMMARY];
    for (int c = 0; c < 5; c++)
        if ((column[c] = dt_csv_column(csv, names[c])) < 0)
            return other_model(csv, DT_CSV_HEADER, 0, names[c], diagnostics);
    if (dt_csv_row_count(csv) != N_SUMMARY + N_THETA)
        return other_model(csv, DT_CSV_HEADER, 0, "as many rows as the model has terms", diagnostics);
    for (int s = 0; s < N_SUMMARY; s++) {
        if (strcmp(dt_csv_text(csv, s, column[0]), summary_names[s]) != 0)
            return other_model(csv, s, column[0], summary_names[s], diagnostics);
        DT_TRY(dt_csv_number(csv, s, column[1], &summary[s], diagnostics));
    }
    for (int c = 0; c < N_THETA; c++)
        DT_TRY(read_term(csv, N_SUMMARY + c, column, fit, diagnostics));
    fit->summary = (dt_treaty_summary){.level_variance = summary[0],
                                       .level_spread = summary[1],
                                       .ridge = summary[2],
                                       .log_likelihood = summary[3],
                                       .n_instrument = (int)summary[4],
                                       .n_outcome = (int)summary[5]};
    finish_summary(fit);
    return DT_OK;
}

dt_status dt_treaty_fit_load(const char *path, dt_treaty_fit **out, dt_diagnostics *diagnostics)
{
    dt_csv *csv = NULL;
    dt_treaty_fit *fit = calloc(1, sizeof *fit);
    if (!fit) return DT_NO_MEMORY;
    dt_status status = dt_csv_read(path, &csv, diagnostics);
    if (status == DT_OK) status = read_rows(csv, fit, diagnostics);
    dt_csv_free(csv);
    if (status == DT_OK)
        *out = fit;
    else
        free(fit);
    return status;
}
