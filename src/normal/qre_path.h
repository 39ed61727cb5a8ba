/* Following a curve of solutions of n equations in n + 1 unknowns by predictor and corrector.
 *
 * The last unknown is the parameter. Steps go along the tangent; a corrector of Newton's method in the plane
 * across it leads back to the curve. The direction of travel is kept by the angle between tangents, not by
 * the sign of a determinant, so that a turn in the parameter (fold) is passed and a crossing of branches
 * (bifurcation) is stepped over on the branch that is being followed. After Allgower and Georg, "Introduction
 * to Numerical Continuation Methods", SIAM 2003, chapters 6 to 8. */
#ifndef DT_NORMAL_QRE_PATH_H
#define DT_NORMAL_QRE_PATH_H

#include "detente/status.h"

/* The equations: residual[n] and jacobian[n * (n + 1)] at z[n + 1]. */
typedef void dt_path_equations(void *context, const double *z, double *residual, double *jacobian);
/* How far apart two points are, as a share of what a step may change; see dt_path.distance. */
typedef double dt_path_distance(void *context, const double *one, const double *other);

struct dt_path {
    int n;
    dt_path_equations *equations;
    /* NULL, or a measure of change beside the length of steps: a step may change at most 1 by it, a
     * correction a tenth, and a step over a bifurcation a tenth. */
    dt_path_distance *distance;
    void *context;
    double *z, *tangent;   /* point on the curve, unit tangent in the direction of travel */
    double step;           /* length of the next step */
    double least, longest; /* bounds of the step */
    double tolerance;      /* of residuals */
    int orientation;       /* sign of the determinant of Jacobian and tangent: changes at a bifurcation */
    int n_solve;           /* linear systems solved */
    double *previous, *previous_tangent; /* the point before the last step */
    int previous_orientation;
    double last_step;
    /* scratch */
    double *trial, *residual, *jacobian, *matrix, *direction;
    double *kept; /* 2 (n + 1), for the caller */
    int *pivot;
};

/* Allocates; z and tangent are 0 and to be set by the caller, then dt_path_align. */
dt_status dt_path_init(struct dt_path *path, int n, dt_path_equations *equations, void *context);
/* Frees what the path holds. */
void dt_path_clear(struct dt_path *path);
/* Corrects z with the tangent as guess of the direction, then makes the tangent exact. DT_NO_SOLUTION if the
 * corrector does not converge. */
dt_status dt_path_align(struct dt_path *path);
/* One accepted step; the length of the next follows from how it went. DT_NO_SOLUTION if even the least step
 * fails; the path then stands where it stood. */
dt_status dt_path_advance(struct dt_path *path);
/* The point at a given distance from the previous one, by predictor and corrector: into z and tangent. */
dt_status dt_path_revisit(struct dt_path *path, double step);
/* Newton's method with the parameter held; z is changed in place. DT_NO_SOLUTION if it does not converge. */
dt_status dt_path_hold(struct dt_path *path, double parameter);

#endif
