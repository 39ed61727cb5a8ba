/* Richardson's arms race and its estimation: what the files of the back-test on arms races share.
 *
 * The race is du_i/dt = sum_j k_ij u_j - a_i u_i + g_i, the equation (R6), (R7) of the model with threat held
 * in the drive g. Everything steps exactly, by the exponential of the matrix, never by Euler. */
#ifndef DT_ANALYSIS_ARMSRACE_H
#define DT_ANALYSIS_ARMSRACE_H

#include "detente/arms.h"

enum { DT_ARMS_SIDES = 8 }; /* most sides of a system */

/* A linear race among n sides. Per year; the drive in units of u per year. */
struct dt_arms_system {
    int n;
    double reaction[DT_ARMS_SIDES][DT_ARMS_SIDES]; /* k_ij, of side i to side j; the diagonal is not read */
    double fatigue[DT_ARMS_SIDES];                 /* a_i */
    double drive[DT_ARMS_SIDES];                   /* g_i */
};

/* The map of one step of length dt: u <- map u + offset, exact. */
struct dt_arms_map {
    int n;
    double map[DT_ARMS_SIDES][DT_ARMS_SIDES];
    double offset[DT_ARMS_SIDES];
};
struct dt_arms_map dt_arms_map_of(const struct dt_arms_system *system, double dt);
void dt_arms_step(const struct dt_arms_map *map, double *u);

/* Where the race would rest. DT_NO_SOLUTION if there is no such point or more than one. */
dt_status dt_arms_rest(const struct dt_arms_system *system, double *u);
/* Largest real part of an eigenvalue, 1/yr: the race is stable if and only if it is negative. */
double dt_arms_growth(const struct dt_arms_system *system);

enum { DT_ARMS_YEARS = 64, DT_ARMS_RACES = 40 };

/* A race of two sides, every year from the first. The first n_fit years are those that a fit may see. */
struct dt_arms_series {
    char race[32], side[2][32], unit[32];
    int first_year, n_year, n_fit;
    double value[DT_ARMS_YEARS][2];
};

struct dt_arms_table {
    int n;
    struct dt_arms_series series[DT_ARMS_RACES];
};

/* Reads arms_races.csv of a folder. */
dt_status dt_arms_read(struct dt_arms_table *table, const char *data_dir, dt_diagnostics *diagnostics);

/* Parameters of a fit: numbers of the two reactions, fatigues and drives of a race. In the form of the model
 * both sides share reaction and fatigue; spending stands over its mean in the fitted years, so that both
 * sides have one scale. */
enum { DT_ARMS_PARAMETERS = 2 + 2 * DT_ARMS_RACES };

enum { DT_ARMS_ABSENT = -1 }; /* in place of a number: the parameter is 0 */
struct dt_arms_places {
    int reaction[2], fatigue[2], drive[2];
};
struct dt_arms_places dt_arms_places_of(dt_arms_form form, int race);

struct dt_arms_fit {
    dt_arms_form form;
    int n_series, n_parameter, n_observation;
    const struct dt_arms_series *series; /* borrowed */
    double scale[DT_ARMS_RACES][2];      /* mean of the fitted years */
    double value[DT_ARMS_PARAMETERS];
    double covariance[DT_ARMS_PARAMETERS * DT_ARMS_PARAMETERS]; /* n_parameter rows and columns */
    double noise[DT_ARMS_RACES]; /* standard deviation of the logarithm in a year */
};

/* Least squares of the yearly change of the logarithm, by the method of Levenberg and Marquardt.
 * DT_NO_SOLUTION if there are too few years, the search does not settle, or the data do not tell the
 * parameters apart. */
dt_status dt_arms_fit_series(const struct dt_arms_series *series, int n_series, dt_arms_form form,
                             struct dt_arms_fit *fit);
/* The system of a race with the parameters `value`, in units of the scales. */
struct dt_arms_system dt_arms_system_of(const struct dt_arms_fit *fit, const double *value, int race);
/* One year on, kept above a thousandth of the scale, so that there is a logarithm. */
void dt_arms_advance(const struct dt_arms_map *map, double *u);

#endif
