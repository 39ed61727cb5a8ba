/* A game of roles inside the layer. */
#ifndef DT_NORMAL_SYMMETRIC_H
#define DT_NORMAL_SYMMETRIC_H

#include "detente/games.h"

struct dt_roles {
    int n_role, total;
    int players[DT_ROLES], options[DT_ROLES], offset[DT_ROLES];
    int64_t counts[DT_ROLES], stride[DT_ROLES]; /* count vectors of a role, and their stride among profiles */
    int64_t n_profile;
    double *payoff; /* profile x total */
};

/* Least payoff of a role where somebody plays the option, and the range (1 if all are equal). */
void dt_roles_range(const dt_roles *game, int role, double *least, double *range);

#endif
