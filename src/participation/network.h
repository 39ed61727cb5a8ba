/* A weighted network of players in sparse rows. */
#ifndef DT_PARTICIPATION_NETWORK_H
#define DT_PARTICIPATION_NETWORK_H

#include "detente/status.h"

/* Row i holds the entries start[i] <= e < start[i + 1]: weight[e] is what player to[e] means to player i. */
struct dt_net {
    int n;
    int *start; /* n + 1 */
    int *to;
    double *weight;
};

/* Room for n players and n_entry entries, all zero. To be cleared with dt_net_clear. */
dt_status dt_net_init(struct dt_net *network, int n, int n_entry);
/* Frees what the network holds; one that is all zero is fine. */
void dt_net_clear(struct dt_net *network);

/* Keeps the `n_near` most similar others of each player (ties: lower index) with weights in proportion to
 * similarity; each row sums to 1. A row without similarity stays empty. similarity: n rows of n, not
 * negative, the diagonal is not read. */
dt_status dt_net_nearest(const double *similarity, int n, int n_near, struct dt_net *out);

/* sum[i] = sum over e in row i of weight[e] * value[to[e]]. */
void dt_net_apply(const struct dt_net *network, const double *value, double *sum);

#endif
