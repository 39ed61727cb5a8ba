/* The logit quantal response of a game as a curve: its equations, and the walk along a branch.
 *
 * Unknowns are the logarithms y of all choice probabilities and the parameter; payoffs are divided by the
 * greatest range of any player, so that the parameter inside is lambda times that range. The equations are
 * y_a = lambda u_a(p) - log sum_b exp(lambda u_b(p)), one a strategy. */
#ifndef DT_NORMAL_QRE_H
#define DT_NORMAL_QRE_H

#include "detente/normal_form.h"
#include "normal/nplayer_slopes.h"
#include "normal/qre_path.h"

struct dt_qre {
    const dt_normal *game;
    struct dt_slopes *slopes;
    struct dt_path path;
    int n_player, n_total;
    double scale;                           /* payoff units: lambda inside = lambda * scale */
    double *mixed, *value, *slope, *choice; /* scratch of the equations */
    double *best;                           /* for callers: n_total probabilities */
};

/* Prepares the curve and stands at lambda = 0, all choices alike, ready to go up. */
dt_status dt_qre_open(const dt_normal *game, struct dt_qre *qre);
void dt_qre_close(struct dt_qre *qre);
/* Goes back to lambda 0. */
dt_status dt_qre_restart(struct dt_qre *qre);
/* Starts at a mixed profile near a quantal response of a large lambda (inside units), going down. */
dt_status dt_qre_start_at(struct dt_qre *qre, const double *mixed, double lambda);
/* Probabilities at the point where the path stands. */
void dt_qre_mixed(const struct dt_qre *qre, double *mixed);
/* lambda, 1 / payoff unit, where the path stands. */
double dt_qre_lambda(const struct dt_qre *qre);
/* After a step over a bifurcation or a fold: lambda there, 1 / payoff unit. The path stays where it stands.
 */
enum dt_qre_place { DT_QRE_BIFURCATION, DT_QRE_FOLD };
double dt_qre_locate(struct dt_qre *qre, enum dt_qre_place place);
/* After a step in which the orientation changed: finds the bifurcation, and leaves along the crossing branch,
 * in one of its directions (sign +1 or -1). DT_NO_SOLUTION if no crossing branch is found; the path then
 * stands after the step as before. */
dt_status dt_qre_switch(struct dt_qre *qre, int sign);
/* After a step that passed the value `lambda` (inside units): moves to the point of the curve there. */
dt_status dt_qre_stop_at(struct dt_qre *qre, double lambda);

#endif
