/* Trade-offs between objectives that are all to be small: ranks, and the volume that a front dominates. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detente/statistics.h"

static int dominates(const double *a, const double *b, int m)
{
    int is_strict = 0;
    for (int k = 0; k < m; k++) {
        if (a[k] > b[k]) return 0;
        is_strict |= a[k] < b[k];
    }
    return is_strict;
}

/* Peels front after front (Deb et al. 2002, IEEE Trans. Evol. Comput. 6:182). */
dt_status dt_pareto_ranks(const double *f, int n, int m, int *rank)
{
    int *above = calloc((size_t)n + 1, sizeof *above); /* points not yet ranked that dominate each */
    if (!above) return DT_NO_MEMORY;
    for (int i = 0; i < n; i++) {
        rank[i] = 0;
        for (int j = 0; j < n; j++)
            above[i] += dominates(f + (size_t)j * (size_t)m, f + (size_t)i * (size_t)m, m);
    }
    for (int done = 0, front = 1; done < n; front++) {
        for (int i = 0; i < n; i++)
            if (rank[i] == 0 && above[i] == 0) rank[i] = front;
        for (int i = 0; i < n; i++) {
            if (rank[i] != front) continue;
            done++;
            for (int j = 0; j < n; j++)
                above[j] -= dominates(f + (size_t)i * (size_t)m, f + (size_t)j * (size_t)m, m);
        }
    }
    free(above);
    return DT_OK;
}

/* Copies the points that no other dominates, one of each, from f to `front`; returns how many. */
static int front_of(const double *f, int n, int m, double *front)
{
    size_t bytes = (size_t)m * sizeof *f;
    int kept = 0;
    for (int i = 0; i < n; i++) {
        const double *b = f + (size_t)i * (size_t)m;
        int is_needed = 1;
        for (int j = 0; j < n && is_needed; j++) {
            const double *a = f + (size_t)j * (size_t)m;
            if (dominates(a, b, m) || (j < i && memcmp(a, b, bytes) == 0)) is_needed = 0;
        }
        if (is_needed) memcpy(front + (size_t)m * (size_t)kept++, b, bytes);
    }
    return kept;
}

static double box_volume(const double *point, const double *reference, int m)
{
    double volume = 1.0;
    for (int k = 0; k < m; k++)
        volume *= fmax(0.0, reference[k] - point[k]);
    return volume;
}

/* Volume of a front: of each point its box, less what the points after it share with that box (While et al.
 * 2012). The scratch has room for a front at each depth of the recursion. */
static double front_volume(const double *front, int n, int m, const double *reference, double *scratch)
{
    size_t room = (size_t)n * (size_t)m;
    double volume = 0.0;
    for (int i = 0; i < n; i++) {
        const double *point = front + (size_t)i * (size_t)m;
        double *shared = scratch, *kept = scratch + room;
        int n_after = n - i - 1;
        for (int j = 0; j < n_after; j++)
            for (int k = 0; k < m; k++)
                shared[(size_t)j * (size_t)m + (size_t)k] = fmax(
                    point[k], front[(size_t)(i + 1 + j) * (size_t)m + (size_t)k]);
        int n_kept = front_of(shared, n_after, m, kept);
        volume += box_volume(point, reference, m);
        if (n_kept > 0) volume -= front_volume(kept, n_kept, m, reference, kept + room);
    }
    return volume;
}

dt_status dt_hypervolume(const double *f, int n, int m, const double *reference, double *out)
{
    if (n < 1 || m < 1) return DT_INPUT;
    /* a front of k points needs two of its own size, and hands down at most k - 1 points */
    size_t room = (size_t)n * (size_t)m;
    double *scratch = malloc(room * ((size_t)n + 3) * sizeof *scratch);
    if (!scratch) return DT_NO_MEMORY;
    int kept = front_of(f, n, m, scratch);
    *out = front_volume(scratch, kept, m, reference, scratch + room);
    free(scratch);
    return DT_OK;
}
