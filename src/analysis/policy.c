/* Policies: read from text, and judged by an ensemble with the levers set.
 *
 * What must stay true: a judgement depends on problem and values alone, not on threads or on what was judged
 * before, so that a search that is resumed finds the same. */
#include "detente/policy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "scenario/suggest.h"
#include "detente/statistics.h"

/* ---- text ---- */

/* The piece up to the next ':'; moves `text` behind it. */
static void take_piece(const char **text, char *piece, size_t size)
{
    size_t length = strcspn(*text, ":");
    snprintf(piece, size, "%.*s", (int)(length < size ? length : size - 1), *text);
    *text += length + ((*text)[length] == ':');
}

static int read_number(const char *text, double *value)
{
    char *end = NULL;
    if (!*text) return 0;
    *value = strtod(text, &end);
    return *end == '\0' && isfinite(*value);
}

dt_status dt_policy_read_lever(const char *text, dt_policy_lever *out)
{
    dt_policy_lever made = {.low = 0.0};
    char low[64], high[64];
    take_piece(&text, made.key, sizeof made.key);
    take_piece(&text, low, sizeof low);
    take_piece(&text, high, sizeof high);
    int is_read = made.key[0] && read_number(low, &made.low) && read_number(high, &made.high);
    if (!is_read || *text || !(made.low < made.high)) return DT_INPUT;
    *out = made;
    return DT_OK;
}

static int read_statistic(const char *word, dt_policy_objective *o)
{
    if (strcmp(word, "mean") == 0) {
        o->statistic = DT_POLICY_MEAN;
        return 1;
    }
    if (word[0] == 'p' && read_number(word + 1, &o->parameter)) {
        o->statistic = DT_POLICY_QUANTILE;
        o->parameter /= 100.0;
        return o->parameter >= 0.0 && o->parameter <= 1.0;
    }
    if (strncmp(word, "share", 5) != 0 || (word[5] != '>' && word[5] != '<')) return 0;
    o->statistic = word[5] == '>' ? DT_POLICY_ABOVE : DT_POLICY_BELOW;
    return read_number(word + 6, &o->parameter);
}

dt_status dt_policy_read_objective(const char *text, dt_policy_objective *out)
{
    dt_policy_objective made = {.statistic = DT_POLICY_MEAN};
    char piece[64];
    take_piece(&text, made.outcome, sizeof made.outcome);
    take_piece(&text, piece, sizeof piece);
    made.is_max = strcmp(piece, "max") == 0;
    if (!made.outcome[0] || (!made.is_max && strcmp(piece, "min") != 0)) return DT_INPUT;
    for (int k = 0; k < 2 && *text; k++) {
        take_piece(&text, piece, sizeof piece);
        int is_epsilon = k == 0 && read_number(piece, &made.epsilon);
        if (is_epsilon ? !(made.epsilon > 0.0) : !read_statistic(piece, &made)) return DT_INPUT;
    }
    if (*text) return DT_INPUT;
    *out = made;
    return DT_OK;
}

/* ---- judging ---- */

static dt_status set_levers(const dt_policy_problem *p, const double *value, dt_scenario *scenario,
                            dt_diagnostics *diagnostics)
{
    char text[32];
    for (int l = 0; value && l < p->n_lever; l++) {
        snprintf(text, sizeof text, "%.17g", value[l]);
        DT_TRY(dt_scenario_set(scenario, p->lever[l].key, text, diagnostics));
    }
    return DT_OK;
}

static dt_status build_case(const dt_policy_problem *p, const double *value, dt_case **out,
                            dt_diagnostics *diagnostics)
{
    char *text = NULL;
    dt_scenario *copy = NULL;
    dt_status status = dt_scenario_canonical(p->scenario, &text);
    if (status == DT_OK) status = dt_scenario_parse(text, strlen(text), "policy", NULL, &copy, diagnostics);
    if (status == DT_OK) status = set_levers(p, value, copy, diagnostics);
    if (status == DT_OK) status = dt_case_build(p->world, copy, out, diagnostics);
    dt_scenario_free(copy);
    dt_free(text);
    return status;
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A statistic of n values; they are sorted. */
static double statistic_of(const dt_policy_objective *o, double *x, int n)
{
    double sum = 0.0;
    if (o->statistic == DT_POLICY_QUANTILE) {
        qsort(x, (size_t)n, sizeof *x, compare_numbers);
        return dt_quantile(x, n, o->parameter, 7);
    }
    for (int i = 0; i < n; i++)
        sum += o->statistic == DT_POLICY_MEAN ? x[i]
            : o->statistic == DT_POLICY_ABOVE ? x[i] > o->parameter
                                              : x[i] < o->parameter;
    return sum / n;
}

static const char *outcome_at(const void *context, int index)
{
    const dt_summary *s = context;
    return index < dt_summary_outcome_count(s) ? dt_summary_outcome_name(s, index) : NULL;
}

static dt_status unknown_outcome(const dt_policy_objective *o, const dt_summary *s,
                                 dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = DT_E_POLICY_OBJECTIVE, .expected = "an outcome of the scenario"};
    const char *near = dt_nearest(o->outcome, outcome_at, s);
    snprintf(finding.key, sizeof finding.key, "%s", o->outcome);
    if (near) snprintf(finding.suggestion, sizeof finding.suggestion, "did you mean \"%s\"?", near);
    return dt_diagnose(diagnostics, &finding);
}

static dt_status measure(const dt_policy_problem *p, const dt_summary *s, double *objective,
                         dt_diagnostics *diagnostics)
{
    int64_t all = dt_summary_members(s) + dt_summary_failed(s);
    double *x = malloc((size_t)all * sizeof *x);
    if (!x) return DT_NO_MEMORY;
    dt_status status = DT_OK;
    for (int k = 0; k < p->n_objective && status == DT_OK; k++) {
        const float *column = NULL;
        for (int o = 0; o < dt_summary_outcome_count(s); o++)
            if (strcmp(dt_summary_outcome_name(s, o), p->objective[k].outcome) == 0)
                column = dt_summary_outcome(s, o);
        int n = 0;
        for (int64_t m = 0; column && m < all; m++)
            if (isfinite(column[m])) x[n++] = (double)column[m];
        if (!column)
            status = unknown_outcome(&p->objective[k], s, diagnostics);
        else if (n == 0)
            status = DT_MEMBERS_FAILED;
        else
            objective[k] = statistic_of(&p->objective[k], x, n);
    }
    free(x);
    return status;
}

dt_status dt_policy_judge(const dt_policy_problem *problem, const double *value, double *objective,
                          dt_diagnostics *diagnostics)
{
    dt_case *c = NULL;
    dt_summary *summary = NULL;
    dt_ensemble_options options = dt_ensemble_defaults();
    options.members = problem->members;
    options.threads = 1;
    options.on_failure = DT_KEEP_GOING;
    dt_status status = build_case(problem, value, &c, diagnostics);
    if (status == DT_OK) status = dt_ensemble_run(c, &options, &summary, diagnostics);
    if (status == DT_OK) status = measure(problem, summary, objective, diagnostics);
    dt_summary_free(summary);
    dt_case_free(c);
    return status;
}
