/* A network of states: a few named neighbours for each, and common parts that join many.
 *
 * The weight of state j on state i is S_ij + U_i . V_j: at most DT_MAX_NAMED named entries in a row of S, and
 * DT_N_COMMON common parts such as blocs or proximity. Summing over all neighbours so costs a few operations
 * a state, whatever the number of states. What must stay true: a state is no neighbour of itself. */
#ifndef DT_MODEL_NETWORK_H
#define DT_MODEL_NETWORK_H

#include <stddef.h>

#include "core/lane.h"

enum { DT_MAX_NAMED = 16, DT_N_COMMON = 4 };

/* The neighbours of one state; the same for every member. */
struct network_row {
    int count; /* named neighbours */
    int adds;  /* 1 if the state adds to a common part */
    int named[DT_MAX_NAMED];
    double weight[DT_MAX_NAMED];
    double from[DT_N_COMMON]; /* U: how much of a common part acts on this state */
    double to[DT_N_COMMON];   /* V: how much this state adds to a common part */
    double own;               /* what the common parts would give the state of itself */
    double total;             /* sum of the row */
    double per_total;         /* its inverse; 0 where the state has no neighbours */
};

/* One value of every state: the first, and how many lanes lie between one state's and the next's. */
struct network_field {
    const lane *first;
    size_t stride;
};

/* Sums over all states that every row uses. */
struct network_common {
    lane part[DT_N_COMMON];
};

/* Unrolled, so that sums stand in registers: in memory each would wait for the one before. */
#define EACH_COMMON _Pragma("GCC unroll 4") for (int r = 0; r < DT_N_COMMON; r++)

/* The sums before any state has been added. */
DT_EQ struct network_common network_none(void)
{
    struct network_common c;
    EACH_COMMON c.part[r] = lane_of(0.0);
    return c;
}

/* Adds one state's value to the sums: a loop that makes the values can do it on its way. */
DT_EQ void network_add(struct network_common *c, const struct network_row *row, lane x)
{
    EACH_COMMON c->part[r] += row->to[r] * x;
}

/* (N1) common parts of a value x: V'x */
DT_EQ struct network_common network_common(const struct network_row *row, int n, struct network_field x)
{
    struct network_common c = network_none();
    for (int j = 0; j < n; j++)
        network_add(&c, &row[j], x.first[(size_t)j * x.stride]);
    return c;
}

/* (N2) what a state's neighbours add up to: sum over j of S_ij x_j + U_i . (V'x) */
DT_EQ lane network_sum(const struct network_row *rows, int i, struct network_field x,
                       const struct network_common *common)
{
    const struct network_row *row = &rows[i];
    lane sum = -row->own * x.first[(size_t)i * x.stride];
    EACH_COMMON sum += row->from[r] * common->part[r];
    for (int k = 0; k < row->count; k++)
        sum += row->weight[k] * x.first[(size_t)row->named[k] * x.stride];
    return sum;
}

/* The same where x is 0 but in a few states. `set` has a bit for each named neighbour that is one of them,
 * and behind those a bit for each common part that one of them adds to: all else would add 0. */
DT_EQ lane network_sum_of(const struct network_row *rows, int i, struct network_field x,
                          const struct network_common *common, unsigned set)
{
    const struct network_row *row = &rows[i];
    lane sum = 0.0 - row->own * x.first[(size_t)i * x.stride];
    EACH_COMMON if (set >> (DT_MAX_NAMED + r) & 1u) sum += row->from[r] * common->part[r];
    for (set &= (1u << DT_MAX_NAMED) - 1u; set; set &= set - 1u) {
        int k = __builtin_ctz(set);
        sum += row->weight[k] * x.first[(size_t)row->named[k] * x.stride];
    }
    return sum;
}

/* Fills what follows from the weights of all rows. */
static inline void network_close(struct network_row *rows, int n)
{
    double all[DT_N_COMMON] = {0.0};
    for (int j = 0; j < n; j++)
        EACH_COMMON all[r] += rows[j].to[r];
    for (int i = 0; i < n; i++) {
        rows[i].adds = 0;
        EACH_COMMON rows[i].adds |= rows[i].to[r] != 0.0;
        rows[i].own = 0.0;
        EACH_COMMON rows[i].own += rows[i].from[r] * rows[i].to[r];
        rows[i].total = -rows[i].own;
        EACH_COMMON rows[i].total += rows[i].from[r] * all[r];
        for (int k = 0; k < rows[i].count; k++)
            rows[i].total += rows[i].weight[k];
        rows[i].per_total = rows[i].total > 0.0 ? 1.0 / rows[i].total : 0.0;
    }
}

#endif
