/* Arms races of the past: what Richardson's equation, fitted to the first two thirds of each race, says of
 * the rest, beside persistence, the trend of the last five years, and a random walk with drift.
 *
 * A forecast is a sample: each member draws the parameters from their errors and adds the noise of every
 * year. What must stay true: forecasts read nothing after the fitted years; the same seed gives the same
 * sample. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/armsrace.h"
#include "analysis/score.h"
#include "core/random.h"
#include "core/try.h"
#include "scenario/normal.h"
#include "solve/dense.h"

enum { TREND_YEARS = 5, LEAST_MEMBERS = 20, MOST_MEMBERS = 1000000 };

static const double CEILING = 1e3; /* of the scale: what a member that explodes is held at */

struct dt_arms {
    struct dt_arms_table table;
    int n_result, n_point, point_room;
    dt_arms_result result[DT_N_ARMS_FORM * (DT_ARMS_RACES + 1)];
    dt_arms_point *point;
};

/* A form that is being scored. */
struct forecast {
    struct dt_arms *arms;
    const dt_arms_options *options;
    struct dt_arms_fit *fit;
    double *root;   /* Cholesky factor of the covariance */
    double *sample; /* [year][side][member], logarithms over the scale */
    double *sorted; /* members */
    double *value;  /* parameters of a member */
};

const char *dt_arms_form_name(dt_arms_form form)
{
    static const char *const names[DT_N_ARMS_FORM] = {"model", "textbook", "pooled", "alone"};
    return (int)form >= 0 && form < DT_N_ARMS_FORM ? names[form] : NULL;
}

dt_arms_options dt_arms_defaults(void)
{
    return (dt_arms_options){.members = 1000, .seed = 1};
}

/* A standard normal number: `index` tells the uses within a member apart. */
static double normal(const struct forecast *f, int member, int index)
{
    return dt_normal_quantile(
        dt_uniform(f->options->seed, (uint64_t)member, (uint32_t)index, DT_PURPOSE_BOOTSTRAP));
}

/* Parameters of a member: the estimate and an error. */
static void draw_parameters(const struct forecast *f, int member)
{
    int p = f->fit->n_parameter;
    memcpy(f->value, f->fit->value, (size_t)p * sizeof *f->value);
    for (int k = 0; k < p; k++) {
        double z = normal(f, member, k);
        for (int i = k; i < p; i++)
            f->value[i] += f->root[i * p + k] * z;
    }
}

static double *sample_of(const struct forecast *f, int year, int side)
{
    return f->sample + (int64_t)(2 * year + side) * f->options->members;
}

/* The years after the fitted ones of one race in one member. Returns whether the member's race is stable. */
static int run_member(const struct forecast *f, int race, int member)
{
    const struct dt_arms_series *s = &f->fit->series[race];
    struct dt_arms_system system = dt_arms_system_of(f->fit, f->value, race);
    struct dt_arms_map map = dt_arms_map_of(&system, 1.0);
    double u[2];
    for (int i = 0; i < 2; i++)
        u[i] = s->value[s->n_fit - 1][i] / f->fit->scale[race][i];
    for (int t = 0; t < s->n_year - s->n_fit; t++) {
        dt_arms_advance(&map, u);
        for (int i = 0; i < 2; i++) {
            int index = DT_ARMS_PARAMETERS + 2 * (DT_ARMS_YEARS * race + t) + i;
            u[i] = fmin(u[i] * exp(f->fit->noise[race] * normal(f, member, index)), CEILING);
            sample_of(f, t, i)[member] = log(u[i]);
        }
    }
    return dt_arms_growth(&system) < 0.0;
}

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Adds a point of a sample, ascending, and its middle to a score. */
static void add_score(dt_arms_score *score, const double *sorted, int n, double middle, double y)
{
    score->rmse += (middle - y) * (middle - y);
    score->crps += dt_crps(sorted, n, y);
    score->coverage_80 += n > 1 && y >= dt_sample_quantile(sorted, n, 0.1) &&
        y <= dt_sample_quantile(sorted, n, 0.9);
}

static void add_simple(dt_arms_score *score, double forecast, double y)
{
    add_score(score, &forecast, 1, forecast, y);
}

/* Mean and spread of a random walk's steps in the fitted years of a side. */
struct walk {
    double last, drift, spread;
    int n;
};

static struct walk measure_walk(const struct dt_arms_series *s, int side)
{
    struct walk w = {.last = log(s->value[s->n_fit - 1][side]), .n = s->n_fit - 1};
    w.drift = (w.last - log(s->value[0][side])) / w.n;
    for (int t = 0; t < w.n; t++) {
        double off = log(s->value[t + 1][side] / s->value[t][side]) - w.drift;
        w.spread += off * off;
    }
    w.spread = w.n > 1 ? sqrt(w.spread / (w.n - 1)) : 0.0;
    return w;
}

/* The walk h years on: normal, as equally likely values in ascending order. */
static void walk_sample(const struct walk *w, int h, double *sorted, int n)
{
    double spread = w->spread * sqrt(h + (double)h * h / w->n);
    for (int k = 0; k < n; k++)
        sorted[k] = w->last + h * w->drift + spread * dt_normal_quantile((k + 0.5) / n);
}

static double trend_of(const struct dt_arms_series *s, int side)
{
    int last = s->n_fit - 1, years = last < TREND_YEARS ? last : TREND_YEARS;
    return log(s->value[last][side] / s->value[last - years][side]) / years;
}

static dt_status keep_point(struct dt_arms *arms, const dt_arms_point *point)
{
    if (arms->n_point == arms->point_room) {
        int room = arms->point_room ? 2 * arms->point_room : 256;
        dt_arms_point *larger = realloc(arms->point, (size_t)room * sizeof *larger);
        if (!larger) return DT_NO_MEMORY;
        arms->point = larger;
        arms->point_room = room;
    }
    arms->point[arms->n_point++] = *point;
    return DT_OK;
}

/* Scores one side in one year after the fitted ones. */
static dt_status score_point(const struct forecast *f, int race, int t, int i, const struct walk *walk,
                             dt_arms_result *result)
{
    const struct dt_arms_series *s = &f->fit->series[race];
    int n = f->options->members, year = s->n_fit + t;
    double y = log(s->value[year][i]), shift = log(f->fit->scale[race][i]);
    dt_arms_point point = {
        s->race, s->side[i], f->fit->form, s->first_year + year, s->value[year][i], 0.0, 0.0, 0.0,
        0.0,     0.0,        0.0};
    for (int m = 0; m < n; m++)
        f->sorted[m] = sample_of(f, t, i)[m] + shift;
    qsort(f->sorted, (size_t)n, sizeof *f->sorted, ascending);
    double middle = dt_sample_quantile(f->sorted, n, 0.5);
    add_score(&result->richardson, f->sorted, n, middle, y);
    point.p10 = exp(dt_sample_quantile(f->sorted, n, 0.1));
    point.p50 = exp(middle);
    point.p90 = exp(dt_sample_quantile(f->sorted, n, 0.9));

    double drifted = walk->last + (t + 1) * walk->drift, trend = walk->last + (t + 1) * trend_of(s, i);
    walk_sample(walk, t + 1, f->sorted, n);
    add_score(&result->walk, f->sorted, n, drifted, y);
    add_simple(&result->persistence, walk->last, y);
    add_simple(&result->trend, trend, y);
    point.persistence = exp(walk->last);
    point.trend = exp(trend);
    point.walk = exp(drifted);
    result->n_point++;
    return keep_point(f->arms, &point);
}

static void finish_score(dt_arms_score *score, int n)
{
    score->rmse = sqrt(score->rmse / n);
    score->crps /= n;
    score->coverage_80 /= n;
}

static dt_arms_estimate estimate_of(const struct dt_arms_fit *fit, int k)
{
    if (k == DT_ARMS_ABSENT) return (dt_arms_estimate){0.0, 0.0};
    return (dt_arms_estimate){fit->value[k], sqrt(fit->covariance[k * fit->n_parameter + k])};
}

/* What the fit says of a race, without scores. */
static dt_arms_result describe(const struct dt_arms_fit *fit, int race)
{
    const struct dt_arms_series *s = &fit->series[race];
    struct dt_arms_system system = dt_arms_system_of(fit, fit->value, race);
    struct dt_arms_places at = dt_arms_places_of(fit->form, race);
    dt_arms_result r = {.race = s->race,
                        .side = {s->side[0], s->side[1]},
                        .form = fit->form,
                        .first_year = s->first_year,
                        .last_fit_year = s->first_year + s->n_fit - 1,
                        .last_year = s->first_year + s->n_year - 1,
                        .n_observation = fit->n_observation,
                        .n_parameter = fit->n_parameter,
                        .noise = fit->noise[race],
                        .growth = dt_arms_growth(&system)};
    for (int i = 0; i < 2; i++) {
        r.reaction[i] = estimate_of(fit, at.reaction[i]);
        r.fatigue[i] = estimate_of(fit, at.fatigue[i]);
        r.drive[i] = estimate_of(fit, at.drive[i]);
    }
    return r;
}

static dt_status score_race(const struct forecast *f, int race)
{
    const struct dt_arms_series *s = &f->fit->series[race];
    dt_arms_result result = describe(f->fit, race);
    int stable = 0;
    for (int m = 0; m < f->options->members; m++) {
        draw_parameters(f, m);
        stable += run_member(f, race, m);
    }
    result.p_stable = (double)stable / f->options->members;
    for (int i = 0; i < 2; i++) {
        struct walk walk = measure_walk(s, i);
        for (int t = 0; t < s->n_year - s->n_fit; t++)
            DT_TRY(score_point(f, race, t, i, &walk, &result));
    }
    finish_score(&result.richardson, result.n_point);
    finish_score(&result.persistence, result.n_point);
    finish_score(&result.trend, result.n_point);
    finish_score(&result.walk, result.n_point);
    f->arms->result[f->arms->n_result++] = result;
    return DT_OK;
}

static dt_status warn_no_fit(const struct dt_arms_series *s, dt_arms_form form, dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = DT_E_ARMS_FIT, .is_warning = 1};
    snprintf(finding.key, sizeof finding.key, "%s", s->race);
    snprintf(finding.found, sizeof finding.found, "%d years to fit", s->n_fit);
    snprintf(finding.expected, sizeof finding.expected, "years that settle the form %s",
             dt_arms_form_name(form));
    dt_diagnose(diagnostics, &finding);
    return DT_OK;
}

/* Fits races together and scores each. A fit without solution is a warning. */
static dt_status try_races(struct forecast *f, const struct dt_arms_series *series, int n, dt_arms_form form,
                           dt_diagnostics *diagnostics)
{
    dt_status status = dt_arms_fit_series(series, n, form, f->fit);
    int p = f->fit->n_parameter;
    if (status == DT_OK) {
        memcpy(f->root, f->fit->covariance, (size_t)(p * p) * sizeof *f->root);
        status = dt_dense_cholesky(f->root, p);
    }
    if (status == DT_NO_SOLUTION) return warn_no_fit(series, form, diagnostics);
    for (int race = 0; race < n && status == DT_OK; race++)
        status = score_race(f, race);
    return status;
}

static void add_mean(dt_arms_score *mean, const dt_arms_score *score, int n)
{
    mean->rmse += score->rmse / n;
    mean->crps += score->crps / n;
    mean->coverage_80 += score->coverage_80 / n;
}

/* The mean over the races of a form, each with the same weight; nothing if there are none. */
static void add_total(struct dt_arms *arms, int first, dt_arms_form form)
{
    int n = arms->n_result - first;
    if (!n) return;
    dt_arms_result total = {.race = "all", .side = {"", ""}, .form = form};
    for (const dt_arms_result *r = arms->result + first; r < arms->result + arms->n_result; r++) {
        total.n_point += r->n_point;
        total.p_stable += r->p_stable / n;
        add_mean(&total.richardson, &r->richardson, n);
        add_mean(&total.persistence, &r->persistence, n);
        add_mean(&total.trend, &r->trend, n);
        add_mean(&total.walk, &r->walk, n);
    }
    arms->result[arms->n_result++] = total;
}

static dt_status run_forms(struct forecast *f, dt_diagnostics *diagnostics)
{
    const struct dt_arms_table *table = &f->arms->table;
    for (int form = 0; form < DT_N_ARMS_FORM; form++) {
        int first = f->arms->n_result,
            together = form == DT_ARMS_POOLED || form == DT_ARMS_ALONE ? table->n : 1;
        for (int r = 0; r < table->n; r += together)
            DT_TRY(try_races(f, table->series + r, together, (dt_arms_form)form, diagnostics));
        add_total(f->arms, first, (dt_arms_form)form);
    }
    return DT_OK;
}

/* Allocates what a forecast needs and runs it. */
static dt_status run(struct dt_arms *arms, const dt_arms_options *options, dt_diagnostics *diagnostics)
{
    struct forecast f = {.arms = arms, .options = options};
    size_t members = (size_t)options->members;
    f.fit = malloc(sizeof *f.fit);
    f.root = malloc(sizeof f.fit->covariance);
    f.sample = malloc(2 * DT_ARMS_YEARS * members * sizeof *f.sample);
    f.sorted = malloc(members * sizeof *f.sorted);
    f.value = malloc(DT_ARMS_PARAMETERS * sizeof *f.value);
    dt_status status = DT_NO_MEMORY;
    if (f.fit && f.root && f.sample && f.sorted && f.value) status = run_forms(&f, diagnostics);
    free(f.fit);
    free(f.root);
    free(f.sample);
    free(f.sorted);
    free(f.value);
    return status;
}

dt_status dt_arms_run(const char *data_dir, const dt_arms_options *options, dt_arms **out,
                      dt_diagnostics *diagnostics)
{
    dt_arms_options chosen = options ? *options : dt_arms_defaults();
    if (chosen.members < LEAST_MEMBERS || chosen.members > MOST_MEMBERS) return DT_INPUT;
    dt_arms *arms = calloc(1, sizeof *arms);
    if (!arms) return DT_NO_MEMORY;
    dt_status status = dt_arms_read(&arms->table, data_dir, diagnostics);
    if (status == DT_OK) status = run(arms, &chosen, diagnostics);
    if (status != DT_OK) {
        dt_arms_free(arms);
        return status;
    }
    *out = arms;
    return DT_OK;
}

void dt_arms_free(dt_arms *arms)
{
    if (!arms) return;
    free(arms->point);
    free(arms);
}

int dt_arms_result_count(const dt_arms *arms)
{
    return arms->n_result;
}

dt_arms_result dt_arms_result_at(const dt_arms *arms, int index)
{
    return index >= 0 && index < arms->n_result ? arms->result[index] : (dt_arms_result){0};
}

int dt_arms_point_count(const dt_arms *arms)
{
    return arms->n_point;
}

dt_arms_point dt_arms_point_at(const dt_arms *arms, int index)
{
    return index >= 0 && index < arms->n_point ? arms->point[index] : (dt_arms_point){0};
}
