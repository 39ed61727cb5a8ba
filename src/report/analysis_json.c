/* Analyses as JSON. */
#include "detente/analysis_report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"

static void begin(dt_json *j, dt_text *out, const char *schema, const char *outcome)
{
    dt_text_init(out);
    dt_json_init(j, out, 1);
    dt_json_begin_object(j);
    dt_json_put_string(j, "schema", schema);
    dt_json_put_string(j, "outcome", outcome);
}

/* What is said only where there is something to say. */
static void sample(dt_json *j, int64_t held, double effective)
{
    if (held > 0) dt_json_put_integer(j, "held", held);
    if (effective > 0.0) dt_json_put_number(j, "effective", effective);
}

/* ---- what decides ---- */

static int by_order(const void *a, const void *b)
{
    double x = ((const dt_measured *)a)->order, y = ((const dt_measured *)b)->order;
    if (isnan(x) || isnan(y)) return isnan(x) - isnan(y);
    return (x < y) - (x > y);
}

void dt_measured_sort(dt_measured *row, int n)
{
    qsort(row, (size_t)n, sizeof *row, by_order);
}

static void interval(dt_json *j, const char *key, const dt_interval *v)
{
    dt_json_open_object(j, key);
    dt_json_put_number(j, "value", v->value);
    dt_json_put_number(j, "low", v->low);
    dt_json_put_number(j, "high", v->high);
    dt_json_end(j);
}

dt_status dt_report_measures(const dt_measures *m, char **text)
{
    dt_json j;
    dt_text out;
    char schema[64];
    snprintf(schema, sizeof schema, "detente.%.40s/1", m->what);
    begin(&j, &out, schema, m->outcome);
    dt_json_put_integer(&j, "used", m->used);
    dt_json_put_integer(&j, "dropped", m->dropped);
    sample(&j, m->held, m->effective);
    dt_json_open_array(&j, "factors");
    for (int k = 0; k < m->n; k++) {
        dt_json_begin_object(&j);
        dt_json_put_string(&j, "name", m->row[k].factor);
        interval(&j, m->head, &m->row[k].value);
        if (m->second_head) interval(&j, m->second_head, &m->row[k].second);
        dt_json_end(&j);
    }
    dt_json_end(&j);
    return dt_json_take(&j, text);
}

/* ---- in which cases ---- */

/* The assumption that a factor draws from; 0 if it has none of its own. */
static int find_assumption(const dt_case *c, const char *key, dt_assumption *out)
{
    for (int a = 0; a < dt_case_assumption_count(c); a++) {
        *out = dt_case_assumption(c, a);
        if (strcmp(out->key, key) == 0) return out->kind != DT_DIST_DISCRETE;
    }
    return 0;
}

static void limit(dt_json *j, const dt_boxes *b, const dt_prim *prim, int step, int f)
{
    double lower, upper;
    dt_assumption assumption;
    const dt_box *box = dt_prim_box(prim, step);
    const char *factor = dt_case_factor(b->c, f)->name;
    int is_known = find_assumption(b->c, factor, &assumption);
    int is_low = !(box->is_open[f] & DT_OPEN_BELOW), is_high = !(box->is_open[f] & DT_OPEN_ABOVE);
    if (!is_low && !is_high) return;
    dt_prim_quasi_p(prim, step, f, &lower, &upper);
    dt_json_begin_object(j);
    dt_json_put_string(j, "factor", factor);
    dt_json_put_number(j, "low", box->low[f]);
    dt_json_put_number(j, "high", box->high[f]);
    dt_json_put_number(j, "low_value", is_known && is_low ? dt_dist_quantile(&assumption, box->low[f]) : NAN);
    dt_json_put_number(j, "high_value",
                       is_known && is_high ? dt_dist_quantile(&assumption, box->high[f]) : NAN);
    dt_json_put_string(j, "unit", is_known ? assumption.param->unit : NULL);
    dt_json_put_number(j, "quasi_p", fmin(lower, upper));
    dt_json_end(j);
}

static void box_step(dt_json *j, const dt_boxes *b, const dt_prim *prim, int step)
{
    const dt_box *box = dt_prim_box(prim, step);
    dt_json_begin_object(j);
    dt_json_put_integer(j, "step", step);
    dt_json_put_number(j, "coverage", box->coverage);
    dt_json_put_number(j, "density", box->density);
    dt_json_put_number(j, "mass", box->mass);
    dt_json_put_integer(j, "factors", box->restricted);
    dt_json_open_array(j, "limits");
    for (int f = 0; f < dt_case_factor_count(b->c); f++)
        limit(j, b, prim, step, f);
    dt_json_end(j);
    dt_json_end(j);
}

dt_status dt_report_boxes(const dt_boxes *b, char **text)
{
    dt_json j;
    dt_text out;
    begin(&j, &out, "detente.prim/1", b->outcome);
    dt_json_put_integer(&j, "members", b->members);
    dt_json_put_integer(&j, "of_interest", b->of_interest);
    sample(&j, b->held, b->effective);
    dt_json_open_array(&j, "boxes");
    for (int k = 0; k < b->found->n; k++) {
        const dt_prim *prim = b->found->prim[k];
        dt_json_begin_object(&j);
        dt_json_open_array(&j, "box");
        box_step(&j, b, prim, b->found->step[k]);
        dt_json_end(&j);
        dt_json_open_array(&j, "trajectory");
        for (int step = 0; step < dt_prim_count(prim); step++)
            box_step(&j, b, prim, step);
        dt_json_end(&j);
        dt_json_end(&j);
    }
    dt_json_end(&j);
    return dt_json_take(&j, text);
}

/* ---- which policy ---- */

static double shown(const dt_regrets *r, double x)
{
    return r->is_less ? -x : x;
}

int dt_regret_is_least(const dt_regrets *r, int policy)
{
    for (int k = 0; k < r->n; k++)
        if (r->measure[k].greatest_regret < r->measure[policy].greatest_regret) return 0;
    return 1;
}

dt_status dt_report_regrets(const dt_regrets *r, char **text)
{
    dt_json j;
    dt_text out;
    begin(&j, &out, "detente.regret/1", r->outcome);
    dt_json_put_bool(&j, "less_is_better", r->is_less);
    dt_json_put_integer(&j, "futures", r->futures);
    sample(&j, 0, r->effective);
    dt_json_open_array(&j, "policies");
    for (int k = 0; k < r->n; k++) {
        const dt_robustness *m = &r->measure[k];
        dt_json_begin_object(&j);
        dt_json_put_string(&j, "name", r->policy[k]);
        dt_json_put_number(&j, "mean", shown(r, m->mean));
        dt_json_put_number(&j, "worst", shown(r, m->worst));
        dt_json_put_number(&j, "p10", shown(r, m->p10));
        dt_json_put_number(&j, "cvar20", shown(r, m->cvar20));
        dt_json_put_number(&j, "hurwicz", shown(r, m->hurwicz));
        dt_json_put_number(&j, "max_regret", m->greatest_regret);
        dt_json_put_number(&j, "mean_regret", m->mean_regret);
        dt_json_put_number(&j, "regret_90", m->regret90);
        dt_json_put_number(&j, "satisficing", m->satisficing);
        dt_json_put_bool(&j, "is_dominated", m->is_dominated);
        dt_json_put_bool(&j, "is_least_regret", dt_regret_is_least(r, k));
        dt_json_end(&j);
    }
    dt_json_end(&j);
    return dt_json_take(&j, text);
}

/* ---- which policies ---- */

dt_status dt_report_search(const dt_policy_problem *p, const dt_search *search, int is_complete, char **text)
{
    dt_json j;
    dt_text out;
    double value[DT_POLICY_LEVERS], objective[DT_SEARCH_OBJECTIVES];
    dt_text_init(&out);
    dt_json_init(&j, &out, 1);
    dt_json_begin_object(&j);
    dt_json_put_string(&j, "schema", "detente.search/1");
    dt_json_put_integer(&j, "evaluations", dt_search_evaluations(search));
    dt_json_put_integer(&j, "members", p->members);
    dt_json_put_bool(&j, "is_complete", is_complete);
    dt_json_open_array(&j, "policies");
    for (int a = 0; a < dt_search_count(search); a++) {
        dt_policy_at(p, search, a, value, objective);
        dt_json_begin_object(&j);
        dt_json_open_object(&j, "levers");
        for (int l = 0; l < p->n_lever; l++)
            dt_json_put_number(&j, p->lever[l].key, value[l]);
        dt_json_end(&j);
        dt_json_open_array(&j, "objectives");
        for (int k = 0; k < p->n_objective; k++)
            dt_json_number(&j, objective[k]);
        dt_json_end(&j);
        dt_json_end(&j);
    }
    dt_json_end(&j);
    return dt_json_take(&j, text);
}
