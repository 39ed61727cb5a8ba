/* Calibration: the back-test of every member, gathered into targets, and judged. */
#include "detente/calibrate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/backtest.h"
#include "detente/world.h"

enum { MOST_TARGETS = 64, LATEST = 9999 };

static const double usual_cutoff = 3.0, usual_observation = 0.02;
static const double least_share =
    1e-3; /* of persistence: a value below counts as that, so that it has a logarithm */

/* Sums over points of one series in one group of states; group -1: the world. */
typedef struct gathered {
    char series[48];
    int group, n_point;
    double *sum; /* by member: logarithm of modelled over observed */
} gathered;

typedef struct gathering {
    const dt_world *world;
    int64_t members;
    int n;
    gathered target[MOST_TARGETS];
    dt_status status;
} gathering;

static int group_of(const dt_world *world, const char *iso3)
{
    int state = dt_world_state_index(world, iso3);
    return state >= 0 ? (int)dt_world_state(world, state)->data_group : -1;
}

static gathered *find_target(gathering *g, const char *series, int group)
{
    for (int t = 0; t < g->n; t++)
        if (g->target[t].group == group && strcmp(g->target[t].series, series) == 0) return &g->target[t];
    if (g->n == MOST_TARGETS) return NULL;
    gathered *made = &g->target[g->n];
    *made = (gathered){.group = group};
    snprintf(made->series, sizeof made->series, "%s", series);
    made->sum = calloc((size_t)g->members, sizeof *made->sum);
    if (!made->sum) return NULL;
    g->n++;
    return made;
}

static void take_point(void *context, const dt_backtest_point *point, const double *value)
{
    gathering *g = context;
    gathered *t = g->status == DT_OK ? find_target(g, point->series, group_of(g->world, point->iso3)) : NULL;
    if (!t) {
        g->status = DT_NO_MEMORY;
        return;
    }
    t->n_point++;
    for (int64_t m = 0; m < g->members; m++)
        t->sum[m] += isnan(value[m])
            ? NAN
            : log(fmax(value[m], least_share * point->persistence) / point->observed);
}

/* ---- variances ---- */

/* Mean over the groups of a series of the squared error of the median member. */
static double series_discrepancy(const gathering *g, const char *series, const double *ones)
{
    double sum = 0.0;
    int n = 0;
    for (int t = 0; t < g->n; t++) {
        if (strcmp(g->target[t].series, series) != 0) continue;
        double error = dt_weighted_quantile(g->target[t].sum, ones, g->members, 0.5);
        sum += error * error;
        n++;
    }
    return sum / n;
}

static void set_variances(const gathering *g, const dt_calibrate_options *o, const double *ones,
                          dt_target *target)
{
    double observation = o->observation > 0.0 ? o->observation : usual_observation;
    for (int t = 0; t < g->n; t++) {
        double discrepancy = o->discrepancy > 0.0 ? o->discrepancy * o->discrepancy
                                                  : series_discrepancy(g, g->target[t].series, ones);
        target[t] = (dt_target){g->target[t].sum, 0.0, observation * observation + discrepancy};
    }
}

/* ---- the whole ---- */

static dt_status gather(const char *data_dir, const dt_scenario *scenario,
                        const dt_calibrate_options *options, gathering *g, dt_diagnostics *diagnostics)
{
    dt_world *world = NULL;
    dt_backtest *backtest = NULL;
    DT_TRY(dt_world_load(data_dir, LATEST, &world, diagnostics));
    g->world = world;
    g->members = options->members;
    dt_backtest_options o = {
        .members = options->members, .threads = options->threads, .each = take_point, .context = g};
    dt_status status = dt_backtest_run(data_dir, scenario, &o, &backtest, diagnostics);
    if (status == DT_OK) status = g->status;
    for (int t = 0; t < g->n; t++)
        for (int64_t m = 0; m < g->members; m++)
            g->target[t].sum[m] /= g->target[t].n_point;
    dt_backtest_free(backtest);
    dt_world_free(world);
    g->world = NULL;
    return status;
}

static void describe(const gathered *from, const dt_target *target, const dt_plausibility *p,
                     const double *ones, dt_calibrate_target *to)
{
    static const char *const words[DT_GROUP_COUNT] = {"USA", "CHN", "EU", "GULF", "IND", "others"};
    const double at[3] = {0.1, 0.5, 0.9};
    double plain[3], weighted[3];
    for (int k = 0; k < 3; k++) {
        plain[k] = dt_weighted_quantile(from->sum, ones, p->members, at[k]);
        weighted[k] = dt_weighted_quantile(from->sum, p->weight, p->members, at[k]);
    }
    *to = (dt_calibrate_target){.n_point = from->n_point,
                                .p10 = plain[0],
                                .p50 = plain[1],
                                .p90 = plain[2],
                                .weighted_p10 = weighted[0],
                                .weighted_p50 = weighted[1],
                                .weighted_p90 = weighted[2],
                                .sd = sqrt(target->variance)};
    snprintf(to->name, sizeof to->name, "%s, %s", from->series,
             from->group >= 0 ? words[from->group] : "world");
}

static dt_status judge(const gathering *g, const dt_calibrate_options *options, dt_calibration *made)
{
    dt_target target[MOST_TARGETS];
    double *ones = malloc((size_t)g->members * sizeof *ones);
    made->target = calloc((size_t)g->n + 1, sizeof *made->target);
    if (!ones || !made->target) {
        free(ones);
        return DT_NO_MEMORY;
    }
    for (int64_t m = 0; m < g->members; m++)
        ones[m] = 1.0;
    set_variances(g, options, ones, target);
    dt_status status = dt_plausibility_make(target, g->n, g->members,
                                            options->cutoff > 0.0 ? options->cutoff : usual_cutoff,
                                            &made->plausibility);
    made->n_target = g->n;
    for (int t = 0; t < g->n && (status == DT_OK || status == DT_NO_SOLUTION); t++)
        describe(&g->target[t], &target[t], &made->plausibility, ones, &made->target[t]);
    free(ones);
    return status;
}

dt_status dt_calibrate(const char *data_dir, const dt_scenario *scenario, const dt_calibrate_options *options,
                       dt_calibration *out, dt_diagnostics *diagnostics)
{
    gathering g = {.n = 0};
    dt_calibration made = {.n_target = 0};
    dt_status status = gather(data_dir, scenario, options, &g, diagnostics);
    if (status == DT_OK) status = judge(&g, options, &made);
    if (status == DT_NO_SOLUTION) dt_diagnose(diagnostics, &(dt_diagnostic){.code = DT_E_CALIBRATE_NONE});
    for (int t = 0; t < g.n; t++)
        free(g.target[t].sum);
    if (status == DT_OK || status == DT_NO_SOLUTION)
        *out = made;
    else
        dt_calibration_clear(&made);
    return status;
}

void dt_calibration_clear(dt_calibration *calibration)
{
    dt_plausibility_clear(&calibration->plausibility);
    free(calibration->target);
    *calibration = (dt_calibration){0};
}
