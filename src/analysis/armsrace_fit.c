/* Least squares for arms races: parameters that make the exact step of one year meet the next observation.
 *
 * Residuals are logarithms of observed over stepped, so that a race which grows a thousandfold weighs its
 * first years as much as its last. The derivative is taken by central differences; the search is that of
 * Levenberg and Marquardt with Marquardt's scaling. What must stay true: nothing after the fitted years is
 * read. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/armsrace.h"
#include "core/try.h"
#include "solve/dense.h"

enum { MOST_STEPS = 400, MOST_TRIES = 40 };

static const double FLOOR = 1e-3;         /* of the scale: the least that a step gives */
static const double DIFFERENCE = 1e-6;    /* of a parameter or of 0.1/yr */
static const double SETTLED = 1e-10;      /* relative change of the parameters */
static const double FIRST_DAMPING = 1e-3; /* Marquardt's */
static const double FIRST_REACTION = 0.1; /* 1/yr, where the search begins */
static const double FIRST_FATIGUE = 0.15; /* 1/yr */

/* Memory of a search. */
struct search {
    struct dt_arms_fit *fit;
    int n, p;
    double *residual, *trial, *jacobian, *normal, *work; /* n, n, n x p, p x p, p x p */
    double *gradient, *step, *value;                     /* p each */
};

struct dt_arms_places dt_arms_places_of(dt_arms_form form, int race)
{
    if (form == DT_ARMS_TEXTBOOK) return (struct dt_arms_places){{0, 1}, {2, 3}, {4, 5}};
    if (form == DT_ARMS_ALONE)
        return (struct dt_arms_places){
            {DT_ARMS_ABSENT, DT_ARMS_ABSENT}, {0, 0}, {1 + 2 * race, 2 + 2 * race}};
    return (struct dt_arms_places){{0, 0}, {1, 1}, {2 + 2 * race, 3 + 2 * race}};
}

static int count_parameters(dt_arms_form form, int n_series)
{
    return dt_arms_places_of(form, n_series - 1).drive[1] + 1;
}

struct dt_arms_system dt_arms_system_of(const struct dt_arms_fit *fit, const double *value, int race)
{
    struct dt_arms_places at = dt_arms_places_of(fit->form, race);
    struct dt_arms_system s = {.n = 2};
    for (int i = 0; i < 2; i++) {
        s.reaction[i][1 - i] = at.reaction[i] == DT_ARMS_ABSENT ? 0.0 : value[at.reaction[i]];
        s.fatigue[i] = value[at.fatigue[i]];
        s.drive[i] = value[at.drive[i]];
    }
    return s;
}

void dt_arms_advance(const struct dt_arms_map *map, double *u)
{
    dt_arms_step(map, u);
    for (int i = 0; i < map->n; i++)
        u[i] = u[i] > FLOOR ? u[i] : FLOOR; /* NAN counts as too low */
}

/* Residuals of all races; returns their sum of squares. */
static double residuals(const struct dt_arms_fit *fit, const double *value, double *residual)
{
    double sum = 0.0;
    for (int r = 0; r < fit->n_series; r++) {
        const struct dt_arms_series *s = &fit->series[r];
        struct dt_arms_system system = dt_arms_system_of(fit, value, r);
        struct dt_arms_map map = dt_arms_map_of(&system, 1.0);
        for (int t = 0; t + 1 < s->n_fit; t++) {
            double u[2];
            for (int i = 0; i < 2; i++)
                u[i] = s->value[t][i] / fit->scale[r][i];
            dt_arms_advance(&map, u);
            for (int i = 0; i < 2; i++) {
                *residual = log(s->value[t + 1][i] / fit->scale[r][i] / u[i]);
                sum += *residual * *residual;
                residual++;
            }
        }
    }
    return sum;
}

/* Derivative of the residuals, n rows of p; `value` comes back as it was. */
static void differentiate(const struct search *s, double *value)
{
    for (int k = 0; k < s->p; k++) {
        double at = value[k], h = DIFFERENCE * fmax(fabs(at), 0.1);
        value[k] = at + h;
        residuals(s->fit, value, s->trial);
        for (int i = 0; i < s->n; i++)
            s->jacobian[i * s->p + k] = s->trial[i];
        value[k] = at - h;
        residuals(s->fit, value, s->trial);
        for (int i = 0; i < s->n; i++)
            s->jacobian[i * s->p + k] = (s->jacobian[i * s->p + k] - s->trial[i]) / (2.0 * h);
        value[k] = at;
    }
}

/* J'J into `normal`, J'r into `gradient`. */
static void make_normal(const struct search *s)
{
    memset(s->normal, 0, (size_t)(s->p * s->p) * sizeof *s->normal);
    memset(s->gradient, 0, (size_t)s->p * sizeof *s->gradient);
    for (int i = 0; i < s->n; i++) {
        const double *row = s->jacobian + i * s->p;
        for (int k = 0; k < s->p; k++) {
            s->gradient[k] += row[k] * s->residual[i];
            for (int l = 0; l <= k; l++)
                s->normal[k * s->p + l] += row[k] * row[l];
        }
    }
}

/* Solves for a damped step. */
static dt_status damped_step(const struct search *s, double damping)
{
    memcpy(s->work, s->normal, (size_t)(s->p * s->p) * sizeof *s->work);
    for (int k = 0; k < s->p; k++) {
        s->work[k * s->p + k] *= 1.0 + damping;
        s->step[k] = -s->gradient[k];
    }
    DT_TRY(dt_dense_cholesky(s->work, s->p));
    dt_dense_cholesky_solve(s->work, s->p, s->step);
    return DT_OK;
}

/* One step downhill: damping grows until it helps. Returns the relative change, 0 if nothing helps. */
static double descend(const struct search *s, double *sum, double *damping)
{
    for (int try = 0; try < MOST_TRIES; try++) {
        double largest = 0.0;
        if (damped_step(s, *damping) == DT_OK) {
            for (int k = 0; k < s->p; k++) {
                s->value[k] = s->fit->value[k] + s->step[k];
                largest = fmax(largest, fabs(s->step[k]) / fmax(fabs(s->value[k]), 0.1));
            }
            double now = residuals(s->fit, s->value, s->trial);
            if (now < *sum) {
                memcpy(s->fit->value, s->value, (size_t)s->p * sizeof *s->value);
                *sum = now;
                *damping = fmax(0.1 * *damping, 1e-14);
                return largest;
            }
            if (largest < SETTLED) return 0.0;
        }
        *damping = fmax(4.0 * *damping, 1e-10);
    }
    return 0.0;
}

static dt_status search(const struct search *s)
{
    double damping = FIRST_DAMPING;
    double sum = residuals(s->fit, s->fit->value, s->residual);
    for (int step = 0; step < MOST_STEPS; step++) {
        differentiate(s, s->fit->value);
        make_normal(s);
        double change = descend(s, &sum, &damping);
        residuals(s->fit, s->fit->value, s->residual);
        if (change < SETTLED) return isfinite(sum) ? DT_OK : DT_NO_SOLUTION;
    }
    return DT_NO_SOLUTION;
}

/* Yearly noise of each race: its share of the degrees of freedom is that of its observations. */
static void measure_noise(const struct search *s)
{
    struct dt_arms_fit *fit = s->fit;
    const double *residual = s->residual;
    for (int r = 0; r < fit->n_series; r++) {
        int n = 2 * (fit->series[r].n_fit - 1);
        double sum = 0.0;
        for (int i = 0; i < n; i++)
            sum += residual[i] * residual[i];
        residual += n;
        fit->noise[r] = sqrt(sum / (n * (1.0 - (double)s->p / s->n)));
    }
}

/* Covariance (J'J)^-1 J' D J (J'J)^-1 with D the noise of each race, which is s^2 (J'J)^-1 for one race. */
static dt_status measure_errors(const struct search *s)
{
    struct dt_arms_fit *fit = s->fit;
    int row = 0, p = s->p;
    differentiate(s, fit->value);
    make_normal(s);
    memcpy(s->work, s->normal, (size_t)(p * p) * sizeof *s->work);
    DT_TRY(dt_dense_cholesky(s->work, p));
    for (int r = 0; r < fit->n_series; r++)
        for (int end = row + 2 * (fit->series[r].n_fit - 1); row < end; row++)
            for (int k = 0; k < p; k++)
                s->jacobian[row * p + k] *= fit->noise[r];
    make_normal(s); /* the middle of the sandwich */
    for (int k = 0; k < p; k++)
        for (int l = 0; l < k; l++)
            s->normal[l * p + k] = s->normal[k * p + l];
    for (int turn = 0; turn < 2; turn++) { /* solve from the left, transpose, and again */
        for (int k = 0; k < p; k++)
            dt_dense_cholesky_solve(s->work, p, s->normal + k * p);
        for (int k = 0; k < p; k++)
            for (int l = 0; l < k; l++) {
                double keep = s->normal[k * p + l];
                s->normal[k * p + l] = s->normal[l * p + k];
                s->normal[l * p + k] = keep;
            }
    }
    memcpy(fit->covariance, s->normal, (size_t)(p * p) * sizeof *s->normal);
    return DT_OK;
}

/* Where the search begins: the same reaction and fatigue everywhere, and the drive that meets mean growth. */
static void guess(struct dt_arms_fit *fit)
{
    for (int r = 0; r < fit->n_series; r++) {
        const struct dt_arms_series *s = &fit->series[r];
        struct dt_arms_places at = dt_arms_places_of(fit->form, r);
        for (int i = 0; i < 2; i++) {
            double sum = 0.0;
            for (int t = 0; t < s->n_fit; t++)
                sum += s->value[t][i];
            fit->scale[r][i] = sum / s->n_fit;
            double growth = log(s->value[s->n_fit - 1][i] / s->value[0][i]) / (s->n_fit - 1);
            if (at.reaction[i] != DT_ARMS_ABSENT) fit->value[at.reaction[i]] = FIRST_REACTION;
            fit->value[at.fatigue[i]] = FIRST_FATIGUE;
            fit->value[at.drive[i]] = FIRST_FATIGUE - FIRST_REACTION + growth;
        }
    }
}

dt_status dt_arms_fit_series(const struct dt_arms_series *series, int n_series, dt_arms_form form,
                             struct dt_arms_fit *fit)
{
    *fit = (struct dt_arms_fit){.form = form, .n_series = n_series, .series = series};
    int p = fit->n_parameter = count_parameters(form, n_series), n = 0;
    for (int r = 0; r < n_series; r++)
        n += 2 * (series[r].n_fit - 1);
    fit->n_observation = n;
    if (n_series < 1 || n_series > DT_ARMS_RACES || n <= p) return DT_NO_SOLUTION;
    struct search s = {.fit = fit, .n = n, .p = p};
    double *memory = calloc((size_t)(2 * n + n * p + 2 * p * p + 3 * p), sizeof *memory);
    if (!memory) return DT_NO_MEMORY;
    s.residual = memory;
    s.trial = s.residual + n;
    s.jacobian = s.trial + n;
    s.normal = s.jacobian + n * p;
    s.work = s.normal + p * p;
    s.gradient = s.work + p * p;
    s.step = s.gradient + p;
    s.value = s.step + p;
    guess(fit);
    dt_status status = search(&s);
    if (status == DT_OK) {
        measure_noise(&s);
        status = measure_errors(&s);
    }
    free(memory);
    return status;
}
