/* Back-tests: the scenario begun in an earlier year, on the data of that time, against what was observed
 * since.
 *
 * Each series is scored in the logarithm, at every state that was above a floor when the run began and every
 * year observed, beside two forecasts without a model: nothing changes, and the last five years' growth goes
 * on.
 *
 * The compute of the largest training run is not scored. A run's compute is the product of a machine, its
 * share that trains one model and the time it takes; the model has no state for the time, and the record rose
 * partly through longer runs. */
#include "detente/backtest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/hindcast.h"
#include "analysis/score.h"
#include "core/try.h"
#include "detente/param.h"
#include "detente/scenario.h"
#include "detente/world.h"

/* A series that is scored. */
typedef struct series {
    const char *name;     /* as reported */
    const char *observed; /* series of the world */
    const char *output;   /* output of the model */
    double factor;        /* unit of the output per unit of the observation */
    int start_year;       /* first year that is simulated; the world is that of the end of the year before */
    double floor; /* least observed value at the start of a state that is scored, in the output's unit */
    int is_flow, is_world;
} series;

/* The source of the stock of accelerators fills its earlier years with one constant growth, so that a trend
 * meets it almost exactly: that score says little about a trend's worth. */
static const series table[] = {
    {"solar_capacity", "solar_capacity_gw", "solar_capacity", 1.0, 2020, 0.5, 0, 0},
    {"wind_capacity", "wind_capacity_gw", "wind_capacity", 1.0, 2020, 0.5, 0, 0},
    {"generation", "elec_generation_twh", "generation", 1.0, 2020, 5.0, 1, 0},
    {"accelerators", "ai_stock_h100e_world", "accelerators", 1e-6, 2024, 0.0, 0, 1},
};

enum { N_SERIES = sizeof table / sizeof table[0], TREND_YEARS = 5, HISTORY_YEARS = 32, LATEST = 9999 };

struct dt_backtest {
    int n_score;
    dt_backtest_score score[N_SERIES];
    int n_point, point_room;
    dt_backtest_point *point;
    char (*iso3)[4]; /* of the world's states, to which points refer; the last is "WLD" */
};

/* What the tests of one start work on. */
typedef struct start {
    const dt_world *now; /* with all observations */
    const dt_case *c;
    int first; /* index of the first of its series in the table */
    dt_hindcast_series wanted[N_SERIES];
    dt_hindcast h;
    double *sample; /* scratch: one number per member */
    const dt_backtest_options *options;
} start;

dt_backtest_options dt_backtest_defaults(void)
{
    return (dt_backtest_options){.members = 400};
}

void dt_backtest_free(dt_backtest *backtest)
{
    if (!backtest) return;
    free(backtest->point);
    free(backtest->iso3);
    free(backtest);
}

/* What was observed of one series at one state (-1: the world), from the first year that the trend needs; NAN
 * where nothing was. In the output's unit. */
typedef struct history {
    int first_year;
    double value[HISTORY_YEARS];
} history;

static history read_history(const dt_world *world, const series *s, int state)
{
    history h = {.first_year = s->start_year - 1 - TREND_YEARS};
    for (int y = 0; y < HISTORY_YEARS; y++)
        h.value[y] = NAN;
    int n = dt_world_series_count(world, s->observed, state);
    for (int i = 0; i < n; i++) {
        int year = 0;
        double value = 0.0;
        if (dt_world_series_point(world, s->observed, state, i, &year, &value) != DT_OK) break;
        if (year >= h.first_year && year < h.first_year + HISTORY_YEARS)
            h.value[year - h.first_year] = s->factor * value;
    }
    return h;
}

static double observed(const history *h, int year)
{
    return h->value[year - h->first_year];
}

/* Last year of the history in which any state has an observation. */
static int last_observed_year(const dt_world *world, const series *s)
{
    int last = 0, from = s->is_world ? -1 : 0, to = s->is_world ? 0 : dt_world_state_count(world);
    for (int i = from; i < to; i++) {
        history h = read_history(world, s, i);
        for (int y = 0; y < HISTORY_YEARS; y++)
            if (!isnan(h.value[y]) && h.first_year + y > last) last = h.first_year + y;
    }
    return last;
}

/* Yearly growth of the logarithm up to the year before the start, over five years or as many as there are;
 * NAN if there is only one observation. */
static double trend_before(const history *h)
{
    int last = h->first_year + TREND_YEARS;
    for (int year = h->first_year; year < last; year++)
        if (observed(h, year) > 0.0) return log(observed(h, last) / observed(h, year)) / (last - year);
    return NAN;
}

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Logarithms of the members' values in ascending order; failed members are left out. A value below a
 * thousandth of what was observed at the start counts as that, so that zeros have a logarithm. Returns the
 * number of members. */
static int sorted_logs(const double *value, int64_t members, double at_start, double *sample)
{
    int n = 0;
    for (int64_t m = 0; m < members; m++)
        if (!isnan(value[m])) sample[n++] = log(fmax(value[m], 1e-3 * at_start));
    qsort(sample, (size_t)n, sizeof *sample, ascending);
    return n;
}

static dt_status add_point(dt_backtest *b, const dt_backtest_point *point)
{
    if (b->n_point == b->point_room) {
        int room = b->point_room ? 2 * b->point_room : 256;
        dt_backtest_point *larger = realloc(b->point, (size_t)room * sizeof *larger);
        if (!larger) return DT_NO_MEMORY;
        b->point = larger;
        b->point_room = room;
    }
    b->point[b->n_point++] = *point;
    return DT_OK;
}

/* Scores one point and adds it to the sums in *score. */
static dt_status score_point(dt_backtest *b, const dt_backtest_point *point, const double *sorted, int n,
                             dt_backtest_score *score)
{
    double y = log(point->observed);
    double low = dt_sample_quantile(sorted, n, 0.1), high = dt_sample_quantile(sorted, n, 0.9);
    dt_backtest_point made = *point;
    made.p10 = exp(low);
    made.p50 = exp(dt_sample_quantile(sorted, n, 0.5));
    made.p90 = exp(high);
    score->n_point++;
    score->coverage_80 += y >= low && y <= high;
    score->crps += dt_crps(sorted, n, y);
    score->crps_persistence += fabs(y - log(point->persistence));
    score->crps_trend += fabs(y - log(point->trend));
    return add_point(b, &made);
}

/* Scores all years of one series at one state of the case (-1: the world). */
static dt_status score_state(dt_backtest *b, const start *a, int index, int state, dt_backtest_score *score)
{
    const series *s = &table[index];
    int place = s->is_world ? -1 : dt_world_state_index(a->now, dt_case_state_iso3(a->c, state));
    if (!s->is_world && place < 0) return DT_OK;
    history past = read_history(a->now, s, place);
    double before = observed(&past, s->start_year - 1), growth = trend_before(&past);
    if (!(before > s->floor) || isnan(growth)) return DT_OK;

    int n_before = score->n_point;
    for (int year = s->start_year; year < a->h.first_year + a->h.n_year; year++) {
        dt_backtest_point point = {.series = s->name,
                                   .iso3 = b->iso3[s->is_world ? dt_world_state_count(a->now) : place]};
        point.year = year;
        point.observed = observed(&past, year);
        point.persistence = before;
        point.trend = before * exp(growth * (year - s->start_year + 1));
        if (!(point.observed > 0.0)) continue;
        const double *value = dt_hindcast_sample(&a->h, index - a->first, s->is_world ? 0 : state, year);
        if (a->options->each) a->options->each(a->options->context, &point, value);
        int n = sorted_logs(value, a->h.members, before, a->sample);
        if (n > 0) DT_TRY(score_point(b, &point, a->sample, n, score));
    }
    score->n_state += score->n_point > n_before;
    return DT_OK;
}

static void warn_no_data(const series *s, dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = DT_E_BACKTEST_DATA, .is_warning = 1};
    snprintf(finding.key, sizeof finding.key, "%s", s->name);
    snprintf(finding.expected, sizeof finding.expected, "observations of %s before and after the start of %d",
             s->observed, s->start_year);
    dt_diagnose(diagnostics, &finding);
}

static dt_status score_series(dt_backtest *b, const start *a, int index, dt_diagnostics *diagnostics)
{
    const series *s = &table[index];
    const dt_output_info *output = dt_output_at(dt_output_find(s->output));
    dt_backtest_score score = {.series = s->name, .unit = output->unit, .start_year = s->start_year};
    int n_state = s->is_world ? 1 : dt_case_state_count(a->c);
    for (int i = 0; i < n_state; i++)
        DT_TRY(score_state(b, a, index, i, &score));
    if (score.n_point == 0) {
        warn_no_data(s, diagnostics);
        return DT_OK;
    }
    score.coverage_80 /= score.n_point;
    score.crps /= score.n_point;
    score.crps_persistence /= score.n_point;
    score.crps_trend /= score.n_point;
    b->score[b->n_score++] = score;
    return DT_OK;
}

/* A copy of a scenario that runs from the first quarter of a year at least to the last of another. An end
 * that lies later stays, so that events which are still to come keep their place. */
static dt_status move_scenario(const dt_scenario *scenario, int first_year, int last_year, dt_scenario **out,
                               dt_diagnostics *diagnostics)
{
    char *text = NULL, start_date[16], end_date[16];
    dt_scenario *copy = NULL;
    snprintf(start_date, sizeof start_date, "%d-Q1", first_year);
    snprintf(end_date, sizeof end_date, "%d-Q4", last_year);
    dt_status status = dt_scenario_canonical(scenario, &text);
    if (status == DT_OK)
        status = dt_scenario_parse(text, strlen(text), "back-test", NULL, &copy, diagnostics);
    if (status == DT_OK) status = dt_scenario_set(copy, "start", start_date, diagnostics);
    /* A supply curve says what the network of the scenario's own start hosts. */
    if (status == DT_OK) status = dt_scenario_set(copy, "supply_curves", "none", diagnostics);
    if (status == DT_OK && dt_scenario_describe(copy).end_year < last_year)
        status = dt_scenario_set(copy, "end", end_date, diagnostics);
    dt_free(text);
    if (status != DT_OK) {
        dt_scenario_free(copy);
        return status;
    }
    *out = copy;
    return DT_OK;
}

/* The case of one start on the world of its time. */
static dt_status build_case(const char *data_dir, const dt_scenario *scenario, int first_year, int last_year,
                            dt_case **out, dt_diagnostics *diagnostics)
{
    dt_world *then = NULL;
    dt_scenario *moved = NULL;
    dt_status status = dt_world_load(data_dir, first_year - 1, &then, diagnostics);
    if (status == DT_OK) status = move_scenario(scenario, first_year, last_year, &moved, diagnostics);
    if (status == DT_OK) status = dt_case_build(then, moved, out, diagnostics);
    dt_scenario_free(moved);
    dt_world_free(then);
    return status;
}

/* Runs and scores the series first .. last-1 of the table, which start in the same year. */
static dt_status run_start(dt_backtest *b, start *a, int last, const dt_backtest_options *options,
                           dt_diagnostics *diagnostics)
{
    for (int s = a->first; s < last; s++)
        a->wanted[s - a->first] = (dt_hindcast_series){.output = dt_output_find(table[s].output),
                                                       .is_flow = table[s].is_flow,
                                                       .is_world = table[s].is_world};
    a->h.n_series = last - a->first;
    a->h.series = a->wanted;
    a->h.members = options->members;
    a->options = options;
    DT_TRY(dt_hindcast_run(a->c, options->threads, &a->h));
    a->sample = malloc((size_t)options->members * sizeof *a->sample);
    dt_status status = a->sample ? DT_OK : DT_NO_MEMORY;
    for (int s = a->first; s < last && status == DT_OK; s++)
        status = score_series(b, a, s, diagnostics);
    free(a->sample);
    free(a->h.value);
    return status;
}

static dt_status name_states(dt_backtest *b, const dt_world *world)
{
    int n = dt_world_state_count(world);
    b->iso3 = calloc((size_t)n + 1, sizeof *b->iso3);
    if (!b->iso3) return DT_NO_MEMORY;
    for (int i = 0; i < n; i++)
        snprintf(b->iso3[i], sizeof b->iso3[i], "%s", dt_world_state(world, i)->iso3);
    memcpy(b->iso3[n], "WLD", 4);
    return DT_OK;
}

dt_status dt_backtest_run(const char *data_dir, const dt_scenario *scenario,
                          const dt_backtest_options *options, dt_backtest **out, dt_diagnostics *diagnostics)
{
    dt_backtest_options chosen = options ? *options : dt_backtest_defaults();
    dt_world *now = NULL;
    dt_backtest *b = calloc(1, sizeof *b);
    if (!b) return DT_NO_MEMORY;
    dt_status status = dt_world_load(data_dir, LATEST, &now, diagnostics);
    if (status == DT_OK) status = name_states(b, now);
    for (int first = 0, last; first < N_SERIES && status == DT_OK; first = last) {
        int first_year = table[first].start_year, last_year = 0;
        for (last = first; last < N_SERIES && table[last].start_year == first_year; last++) {
            int year = last_observed_year(now, &table[last]);
            last_year = year > last_year ? year : last_year;
        }
        if (last_year < first_year) continue;
        dt_case *c = NULL;
        status = build_case(data_dir, scenario, first_year, last_year, &c, diagnostics);
        start a = {.now = now,
                   .c = c,
                   .first = first,
                   .h = {.first_year = first_year, .n_year = last_year - first_year + 1}};
        if (status == DT_OK) status = run_start(b, &a, last, &chosen, diagnostics);
        dt_case_free(c);
    }
    dt_world_free(now);
    if (status != DT_OK) {
        dt_backtest_free(b);
        return status;
    }
    *out = b;
    return DT_OK;
}

int dt_backtest_score_count(const dt_backtest *backtest)
{
    return backtest->n_score;
}

dt_backtest_score dt_backtest_score_at(const dt_backtest *backtest, int index)
{
    int is_inside = index >= 0 && index < backtest->n_score;
    return is_inside ? backtest->score[index] : (dt_backtest_score){0};
}

int dt_backtest_point_count(const dt_backtest *backtest)
{
    return backtest->n_point;
}

dt_backtest_point dt_backtest_point_at(const dt_backtest *backtest, int index)
{
    int is_inside = index >= 0 && index < backtest->n_point;
    return is_inside ? backtest->point[index] : (dt_backtest_point){0};
}
