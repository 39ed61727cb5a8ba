/* Traces of quantal responses: the curve from lambda 0, its folds and bifurcations, the equilibrium it leads
 * to, and the likelihood along it.
 *
 * What must stay true: nothing is called an equilibrium because the branch ends or the method stops there. A
 * point is moved to the equilibrium with its support by Newton's method and accepted if its regret is within
 * the tolerance, the move is small, and the next steps of the branch lead to the same point. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "detente/games.h"
#include "normal/methods.h"
#include "normal/nplayer_newton.h"
#include "normal/qre.h"

/* From this lambda on (inside units) an equilibrium is looked for; a move to it is small below this; a
 * strategy of the support has more than this probability, divided by lambda. */
#define FIRST_LOOK 20.0
#define SMALL_MOVE 0.02
#define SUPPORT 2e-3
/* The same where probabilities vanish slowly. */
#define SLOW_SUPPORT 3e-3

dt_qre_options dt_qre_defaults(void)
{
    return (dt_qre_options){
        .lambda = -1.0, .lambda_most = 1e7, .tolerance = 1e-9, .sign = 1, .most_steps = 100000};
}

void dt_qre_curve_free(dt_qre_curve *curve)
{
    if (!curve) return;
    free(curve->lambda);
    free(curve->mixed);
    free(curve->regret);
    free(curve->limit);
    *curve = (dt_qre_curve){0};
}

static dt_status grow(dt_qre_curve *curve)
{
    int capacity = curve->capacity ? 2 * curve->capacity : 64;
    double *lambda = realloc(curve->lambda, (size_t)capacity * sizeof *lambda);
    if (lambda) curve->lambda = lambda;
    double *regret = realloc(curve->regret, (size_t)capacity * sizeof *regret);
    if (regret) curve->regret = regret;
    double *mixed = realloc(curve->mixed, (size_t)capacity * (size_t)curve->n_total * sizeof *mixed);
    if (mixed) curve->mixed = mixed;
    if (!lambda || !regret || !mixed) return DT_NO_MEMORY;
    curve->capacity = capacity;
    return DT_OK;
}

/* A trace under way. */
struct trace {
    struct dt_qre qre;
    const dt_qre_options *options;
    dt_qre_curve *curve;
    int is_near;     /* the last look found the equilibrium in qre.best */
    double previous; /* lambda inside, before the step */
    double end;      /* s on dt_clock */
};

static dt_status record(struct trace *t)
{
    dt_qre_curve *curve = t->curve;
    if (curve->n_point == curve->capacity) DT_TRY(grow(curve));
    double *mixed = curve->mixed + (size_t)curve->n_point * (size_t)curve->n_total;
    dt_qre_mixed(&t->qre, mixed);
    curve->lambda[curve->n_point] = dt_qre_lambda(&t->qre);
    curve->regret[curve->n_point] = dt_normal_regret(t->qre.game, mixed, NULL);
    curve->n_point++;
    return DT_OK;
}

/* Probability below which a strategy is taken to vanish in the limit. */
static double least_of_support(const struct trace *t)
{
    return SUPPORT / t->qre.path.z[t->qre.path.n];
}

/* Leaves out the strategies that hardly anybody chooses: what Newton's method cannot do where the equilibrium
 * is one of a continuum. */
static void drop_unlikely(const struct trace *t, double *mixed)
{
    for (int i = 0; i < t->qre.n_player; i++) {
        int first = dt_normal_offset(t->qre.game, i), end = first + dt_normal_strategies(t->qre.game, i);
        double sum = 0.0;
        for (int a = first; a < end; a++) {
            if (mixed[a] < least_of_support(t)) mixed[a] = 0.0;
            sum += mixed[a];
        }
        for (int a = first; a < end; a++)
            mixed[a] /= sum;
    }
}

/* Moves a profile to the equilibrium with the support above `least`. Writes its relative regret, infinity if
 * it lies too far off. */
static dt_status approach(struct trace *t, double least, const double *now, double *trial, double *relative)
{
    size_t n = (size_t)t->curve->n_total;
    double move = 0.0;
    memcpy(trial, now, n * sizeof *trial);
    dt_status status = dt_newton_polish(t->qre.game, t->qre.slopes, least, trial);
    if (status == DT_NO_MEMORY) return status;
    if (status == DT_NO_SOLUTION) drop_unlikely(t, trial);
    dt_normal_regret(t->qre.game, trial, relative);
    for (size_t a = 0; a < n; a++)
        move = fmax(move, fabs(trial[a] - now[a]));
    if (!(move <= SMALL_MOVE)) *relative = INFINITY;
    return DT_OK;
}

/* Looks for the equilibrium near the last point. Writes is_equilibrium when two looks agree. Where payoffs
 * are tied a probability may vanish as slowly as 1 / lambda: a second try takes such strategies out of the
 * support. */
static dt_status look(struct trace *t)
{
    dt_qre_curve *curve = t->curve;
    size_t n = (size_t)curve->n_total;
    const double *now = curve->mixed + (size_t)(curve->n_point - 1) * n;
    double *trial = malloc(n * sizeof *trial), relative = INFINITY, change = 0.0;
    if (!trial) return DT_NO_MEMORY;
    dt_status status = approach(t, least_of_support(t), now, trial, &relative);
    if (status == DT_OK && !(relative <= t->options->tolerance))
        status = approach(t, SLOW_SUPPORT, now, trial, &relative);
    if (status == DT_OK && !(relative <= t->options->tolerance)) {
        memcpy(trial, now, n * sizeof *trial);
        drop_unlikely(t, trial);
        dt_normal_regret(t->qre.game, trial, &relative);
    }
    for (size_t a = 0; a < n; a++)
        change = fmax(change, fabs(trial[a] - t->qre.best[a]));
    int was_near = t->is_near;
    t->is_near = status == DT_OK && relative <= t->options->tolerance;
    if (t->is_near && was_near && change <= fmax(1e-7, 0.01 / t->qre.path.z[t->qre.path.n])) {
        curve->is_equilibrium = 1;
        curve->limit = trial;
        curve->limit_regret = relative;
        return DT_OK;
    }
    if (t->is_near) memcpy(t->qre.best, trial, n * sizeof *trial);
    free(trial);
    return status;
}

/* At the end of the trace: the point of the last look, if its regret was small. Where probabilities vanish
 * slowly two looks never agree. */
static dt_status accept_last(struct trace *t)
{
    dt_qre_curve *curve = t->curve;
    size_t n = (size_t)curve->n_total;
    if (!t->is_near) return DT_OK;
    curve->limit = malloc(n * sizeof *curve->limit);
    if (!curve->limit) return DT_NO_MEMORY;
    memcpy(curve->limit, t->qre.best, n * sizeof *curve->limit);
    dt_normal_regret(t->qre.game, curve->limit, &curve->limit_regret);
    curve->is_equilibrium = 1;
    return DT_OK;
}

/* Notes folds and bifurcations between the last two points, and leaves the branch where that is wanted. */
static dt_status notice(struct trace *t, double direction, int orientation)
{
    dt_qre_curve *curve = t->curve;
    const struct dt_path *path = &t->qre.path;
    if (direction * path->tangent[path->n] < 0.0) {
        if (curve->n_fold < 16) curve->fold[curve->n_fold] = dt_qre_locate(&t->qre, DT_QRE_FOLD);
        curve->n_fold++;
    }
    if (orientation == path->orientation) return DT_OK;
    if (curve->n_bifurcation < 16)
        curve->bifurcation[curve->n_bifurcation] = dt_qre_locate(&t->qre, DT_QRE_BIFURCATION);
    curve->n_bifurcation++;
    if (curve->n_bifurcation != t->options->turn) return DT_OK;
    return dt_qre_switch(&t->qre, t->options->sign);
}

/* Whether the last step passed the lambda that was asked for. */
static int is_passed(const struct trace *t, double target)
{
    double now = t->qre.path.z[t->qre.path.n];
    return target >= 0.0 && (t->previous - target) * (now - target) <= 0.0 && t->previous != now;
}

static dt_status follow(struct trace *t)
{
    struct dt_path *path = &t->qre.path;
    double target = t->options->lambda * t->qre.scale;
    DT_TRY(record(t));
    if (target == 0.0) return DT_OK;
    for (int64_t step = 0; step < t->options->most_steps; step++) {
        double direction = path->tangent[path->n];
        int orientation = path->orientation;
        t->previous = path->z[path->n];
        if ((t->options->stop && *t->options->stop) || dt_clock() >= t->end) return DT_INTERRUPTED;
        DT_TRY(dt_path_advance(path));
        if (is_passed(t, target)) {
            DT_TRY(dt_qre_stop_at(&t->qre, target));
            return record(t);
        }
        DT_TRY(record(t));
        DT_TRY(notice(t, direction, orientation));
        double lambda = path->z[path->n];
        if (target < 0.0 && lambda > FIRST_LOOK) DT_TRY(look(t));
        if (t->curve->is_equilibrium) return DT_OK;
        if (lambda > t->options->lambda_most) return accept_last(t);
        if (lambda < -1.0) return DT_NO_SOLUTION;
    }
    return DT_NO_SOLUTION;
}

dt_status dt_qre_trace(const dt_normal *game, const dt_qre_options *options, dt_qre_curve *curve)
{
    const dt_qre_options defaults = dt_qre_defaults();
    struct trace t = {.options = options ? options : &defaults, .curve = curve};
    *curve = (dt_qre_curve){.n_total = dt_normal_total_strategies(game), .limit_regret = INFINITY};
    t.end = t.options->time_limit > 0.0 ? dt_clock() + t.options->time_limit : HUGE_VAL;
    DT_TRY(dt_qre_open(game, &t.qre));
    dt_status status = follow(&t);
    dt_qre_close(&t.qre);
    return status;
}

dt_status dt_qre_at(const dt_normal *game, double lambda, double *mixed)
{
    dt_qre_options options = dt_qre_defaults();
    dt_qre_curve curve;
    if (!(lambda >= 0.0) || !isfinite(lambda)) return DT_INPUT;
    options.lambda = lambda;
    dt_status status = dt_qre_trace(game, &options, &curve);
    if (status == DT_OK) {
        size_t n = (size_t)curve.n_total;
        memcpy(mixed, curve.mixed + (size_t)(curve.n_point - 1) * n, n * sizeof *mixed);
    }
    dt_qre_curve_free(&curve);
    return status;
}

/* ---- the method of the table -------------------------------------------------------------------------- */

/* Lists a quantal response, which is no equilibrium, with its lambda. */
static dt_status list_response(const dt_normal *game, const dt_qre_curve *curve, dt_equilibria *list)
{
    int last = curve->n_point - 1;
    DT_TRY(dt_equilibria_add(list, game, curve->mixed + (size_t)last * (size_t)curve->n_total, NULL));
    list->item[list->count - 1].parameter = curve->lambda[last];
    dt_equilibria_note(list, "a quantal response at this lambda, not an equilibrium unless its regret is 0");
    return DT_OK;
}

static dt_status list_limit(const struct dt_search *search, const dt_qre_curve *curve)
{
    dt_equilibria *list = search->list;
    for (int k = 0; k < curve->n_point; k++) {
        double relative;
        dt_normal_regret(search->game, curve->mixed + (size_t)k * (size_t)curve->n_total, &relative);
        if (relative < list->best_regret) list->best_regret = relative;
    }
    if (!curve->is_equilibrium) {
        dt_equilibria_note(list, "the branch was followed to lambda %g without an equilibrium",
                           curve->lambda[curve->n_point - 1]);
        return DT_OK;
    }
    DT_TRY(dt_search_offer(search, curve->limit, NULL));
    if (list->count > 0) list->item[list->count - 1].parameter = curve->lambda[curve->n_point - 1];
    dt_equilibria_note(list, "the limit of the principal branch, after %d folds and %d bifurcations",
                       curve->n_fold, curve->n_bifurcation);
    return DT_OK;
}

dt_status dt_solve_logit(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    struct dt_search search = dt_search_begin(game, options, list);
    dt_qre_options trace = dt_qre_defaults();
    dt_qre_curve curve;
    trace.lambda = options->lambda;
    trace.tolerance = options->tolerance;
    trace.stop = options->stop;
    trace.time_limit = options->time_limit;
    dt_status status = dt_qre_trace(game, &trace, &curve);
    if (status == DT_INTERRUPTED) {
        list->is_limit_reached = 1;
        status = DT_NO_SOLUTION;
    }
    if (status == DT_OK && options->lambda >= 0.0) status = list_response(game, &curve, list);
    if (options->lambda < 0.0 && curve.n_point > 0 && (status == DT_OK || status == DT_NO_SOLUTION))
        status = list_limit(&search, &curve);
    if (status == DT_NO_SOLUTION) status = DT_OK;
    dt_qre_curve_free(&curve);
    return status;
}

/* ---- likelihood --------------------------------------------------------------------------------------- */

/* A choice that was never made counts nothing, whatever its probability. */
static double log_likelihood(const struct dt_qre *qre, const double *count)
{
    double sum = 0.0;
    for (int a = 0; a < qre->n_total; a++)
        if (count[a] > 0.0) sum += count[a] * qre->path.z[a];
    return sum;
}

/* Slope of the likelihood along the curve, where the path stands. */
static double slope(const struct dt_qre *qre, const double *count)
{
    double sum = 0.0;
    for (int a = 0; a < qre->n_total; a++)
        if (count[a] > 0.0) sum += count[a] * qre->path.tangent[a];
    return sum;
}

/* Moves back in the last step to where the likelihood stops to rise. */
static void search_step(struct dt_qre *qre, const double *count)
{
    double low = 0.0, high = qre->path.last_step;
    for (int round = 0; round < 60 && high - low > 1e-15 * high; round++) {
        double middle = 0.5 * (low + high);
        if (dt_path_revisit(&qre->path, middle) == DT_OK && slope(qre, count) > 0.0)
            low = middle;
        else
            high = middle;
    }
}

/* Standard error from the second difference of the likelihood by lambda. */
static double standard_error(struct dt_qre *qre, const double *count)
{
    int n = qre->n_total;
    double lambda = qre->path.z[n], h = 1e-3 * (lambda + 1e-3), value[3];
    for (int k = 0; k < 3; k++) {
        if (dt_path_hold(&qre->path, lambda + (k - 1) * h) != DT_OK) return NAN;
        value[k] = log_likelihood(qre, count);
    }
    double curvature = (2.0 * value[1] - value[0] - value[2]) / (h * h);
    return curvature > 0.0 && lambda > 0.0 ? 1.0 / sqrt(curvature) / qre->scale : NAN;
}

/* Keeps the point where the path stands if it is better. */
static void keep(const struct dt_qre *qre, const double *count, dt_qre_fit *fit, double *best)
{
    double value = log_likelihood(qre, count);
    if (!(value > fit->log_likelihood)) return;
    fit->log_likelihood = value;
    fit->lambda = dt_qre_lambda(qre);
    memcpy(best, qre->path.z, (size_t)(qre->n_total + 1) * sizeof *best);
}

/* Walks along the principal branch and looks into every step over which the likelihood stops to rise. */
static dt_status climb(struct dt_qre *qre, const double *count, dt_qre_fit *fit, double *best)
{
    struct dt_path *path = &qre->path;
    int m = path->n + 1;
    double *kept = best + m, before = slope(qre, count);
    keep(qre, count, fit, best);
    for (int step = 0; step < 4000 && path->z[path->n] < 1e5; step++) {
        if (dt_path_advance(path) != DT_OK) break;
        double after = slope(qre, count);
        memcpy(kept, path->z, 2 * (size_t)m * sizeof *kept);
        int orientation = path->orientation;
        if (before > 0.0 && after <= 0.0) {
            search_step(qre, count);
            keep(qre, count, fit, best);
            memcpy(path->z, kept, 2 * (size_t)m * sizeof *kept);
            path->orientation = orientation;
        }
        keep(qre, count, fit, best);
        before = after;
    }
    fit->is_at_end = dt_qre_lambda(qre) == fit->lambda;
    memcpy(path->z, best, (size_t)m * sizeof *best);
    return DT_OK;
}

dt_status dt_qre_estimate(const dt_normal *game, const double *count, dt_qre_fit *fit, double *mixed)
{
    struct dt_qre qre;
    dt_qre_fit found = {.log_likelihood = -INFINITY, .standard_error = NAN};
    double total = 0.0;
    for (int a = 0; a < dt_normal_total_strategies(game); a++) {
        if (!(count[a] >= 0.0) || !isfinite(count[a])) return DT_INPUT;
        total += count[a];
    }
    if (!(total > 0.0)) return DT_INPUT;
    DT_TRY(dt_qre_open(game, &qre));
    size_t m = (size_t)qre.n_total + 1;
    double *best = malloc(3 * m * sizeof *best);
    dt_status status = best ? climb(&qre, count, &found, best) : DT_NO_MEMORY;
    if (status == DT_OK && mixed) dt_qre_mixed(&qre, mixed);
    if (status == DT_OK && !found.is_at_end) found.standard_error = standard_error(&qre, count);
    if (status == DT_OK) *fit = found;
    free(best);
    dt_qre_close(&qre);
    return status;
}
