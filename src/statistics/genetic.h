/* Steps of a genetic algorithm: crossing, mutation, order by rank and crowding, boxes of an epsilon archive.
 */
#ifndef DT_STATISTICS_GENETIC_H
#define DT_STATISTICS_GENETIC_H

#include "detente/status.h"

/* One lever of a child of two parents by simulated binary crossover (Deb and Agrawal 1995), from two
 * uniforms: the first sets how far apart the children are, the second which of them it is, and whether the
 * lever is crossed at all. */
double dt_crossed(double a, double b, double u, double side);
/* A lever after polynomial mutation, which happens with chance `rate`; from one uniform. Stays in [0, 1]. */
double dt_mutated(double x, double rate, double u);

/* Orders n points of m objectives: lower rank first, then the less crowded (Deb et al. 2002). */
dt_status dt_order_by_rank(const double *f, int n, int m, int *order);

/* How a new point stands to one of the archive, by boxes of size epsilon. */
enum dt_box_order { DT_BOX_WORSE, DT_BOX_BETTER, DT_BOX_SAME_BETTER, DT_BOX_APART };
enum dt_box_order dt_compare_boxes(const double *new_f, const double *old_f, const double *epsilon, int m);

#endif
