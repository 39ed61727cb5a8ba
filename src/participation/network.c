/* Sparse rows. Entries of a row ascend in the index of the neighbour, so that sums have one fixed order. */
#include "participation/network.h"

#include <stdlib.h>
#include <string.h>

dt_status dt_net_init(struct dt_net *network, int n, int n_entry)
{
    struct dt_net made = {.n = n};
    made.start = calloc((size_t)n + 1, sizeof *made.start);
    made.to = calloc((size_t)n_entry + 1, sizeof *made.to);
    made.weight = calloc((size_t)n_entry + 1, sizeof *made.weight);
    if (!made.start || !made.to || !made.weight) {
        dt_net_clear(&made);
        return DT_NO_MEMORY;
    }
    *network = made;
    return DT_OK;
}

void dt_net_clear(struct dt_net *network)
{
    free(network->start);
    free(network->to);
    free(network->weight);
    memset(network, 0, sizeof *network);
}

/* Marks the nearest others of player i; returns the sum of their similarities. */
static double mark_nearest(const double *row, int n, int i, int n_near, unsigned char *is_near)
{
    double total = 0.0;
    memset(is_near, 0, (size_t)n);
    for (int k = 0; k < n_near; k++) {
        int best = -1;
        for (int j = 0; j < n; j++)
            if (j != i && !is_near[j] && row[j] > 0.0 && (best < 0 || row[j] > row[best])) best = j;
        if (best < 0) break;
        is_near[best] = 1;
        total += row[best];
    }
    return total;
}

dt_status dt_net_nearest(const double *similarity, int n, int n_near, struct dt_net *out)
{
    struct dt_net made = {0};
    unsigned char *is_near = malloc((size_t)n + 1);
    dt_status status = is_near ? dt_net_init(&made, n, n * n_near) : DT_NO_MEMORY;
    if (status != DT_OK) goto done;
    for (int i = 0, e = 0; i < n; i++) {
        const double *row = similarity + (long)i * n;
        double total = mark_nearest(row, n, i, n_near, is_near);
        for (int j = 0; j < n; j++) {
            if (!is_near[j]) continue;
            made.to[e] = j;
            made.weight[e++] = row[j] / total;
        }
        made.start[i + 1] = e;
    }
    *out = made;
done:
    free(is_near);
    return status;
}

void dt_net_apply(const struct dt_net *network, const double *value, double *sum)
{
    for (int i = 0; i < network->n; i++) {
        sum[i] = 0.0;
        for (int e = network->start[i]; e < network->start[i + 1]; e++)
            sum[i] += network->weight[e] * value[network->to[e]];
    }
}
