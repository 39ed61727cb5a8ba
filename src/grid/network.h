/* The linear network of a grid in one convention: susceptances, limits, and one factorisation.
 *
 * Flows in MW: flow = b * (angle[from] - angle[to] - shift), b in MW per radian. The susceptance matrix
 * without the islands' reference buses is decomposed once; angles, transfer factors and outage factors are
 * solutions with it. Nothing dense is kept. Buses and branches keep their positions in the grid; what is out
 * of service has b = 0. A network holds scratch: one thread at a time. */
#ifndef DT_GRID_NETWORK_H
#define DT_GRID_NETWORK_H

#include "detente/grid.h"
#include "solve/sparse.h"

typedef struct dt_network {
    const dt_grid *grid;
    dt_grid_convention convention;
    int n_bus, n_branch, n_node;
    int *node;          /* of each bus in the reduced system; -1 for references and buses out of service */
    double *b, *shift;  /* per branch: MW per radian, radians */
    double *rate;       /* per branch: thermal limit, MW; infinite if none */
    double *low, *high; /* per branch: limits of the flow from rate and angles, MW */
    unsigned char *low_is_angle, *high_is_angle;
    double *withdrawal; /* per bus: load and shunt, MW */
    dt_ldl *ldl;
    double *work; /* n_node + 1 */
} dt_network;

/* Builds and decomposes. DT_NO_SOLUTION if the susceptance matrix is singular. The grid is borrowed. */
dt_status dt_network_create(const dt_grid *grid, dt_grid_convention convention, int no_angle_limits,
                            dt_network **out);
void dt_network_free(dt_network *network);

/* Angles (radians, per bus) for an injection (MW, per bus); shifters counted. */
void dt_network_angles(dt_network *network, const double *injection, double *angle);
/* The change of flows (MW, per branch) by an added injection; `angle` is scratch of n_bus numbers. */
void dt_network_added_flows(dt_network *network, const double *injection, double *angle, double *flow);
/* Flows (MW, per branch) at given angles. */
void dt_network_flows(const dt_network *network, const double *angle, double *flow);

/* Sensitivities to injections of a sum of flows: row[i] = sum over branches of weight * transfer factor. The
 * weights are given for `count` branches. */
void dt_network_row(dt_network *network, int count, const int *branch, const double *weight, double *row);
/* The same with a weight for every branch. */
void dt_network_weighted_row(dt_network *network, const double *weight, double *row);
/* Angles per MW that enters at one end of a branch and leaves at the other: response[i], per bus. Returns the
 * share of it that flows through the branch itself: 1 for a bridge. */
double dt_network_response(dt_network *network, int branch, double *response);

/* Whether an outage with this own share leaves the rest in one piece. */
int dt_network_is_bridge(double own_share);
/* Limit of a branch after an outage: rate 0, 1 or 2. MW; infinite if none. */
double dt_network_outage_rate(const dt_network *network, int branch, int which);

#endif
