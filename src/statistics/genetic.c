/* The operators of NSGA-II and of an epsilon archive, each in its published form. */
#include "statistics/genetic.h"

#include <math.h>
#include <stdlib.h>

#include "detente/statistics.h"
#include "statistics/basic.h"

/* Distribution indices that the authors use. */
static const double CROSS_INDEX = 15.0, MUTATION_INDEX = 20.0;

static double clamp(double x)
{
    return x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
}

double dt_crossed(double a, double b, double u, double side)
{
    double power = 1.0 / (CROSS_INDEX + 1.0);
    double spread = u <= 0.5 ? pow(2.0 * u, power) : pow(0.5 / (1.0 - u), power);
    int is_crossed = side < 0.25 || side >= 0.75, takes_a = side < 0.5;
    if (!is_crossed) return takes_a ? a : b;
    double sign = takes_a ? 1.0 : -1.0;
    return clamp(0.5 * ((1.0 + sign * spread) * a + (1.0 - sign * spread) * b));
}

double dt_mutated(double x, double rate, double u)
{
    if (u >= rate) return x;
    double v = u / rate, power = 1.0 / (MUTATION_INDEX + 1.0); /* again uniform */
    double delta = v < 0.5
        ? pow(2.0 * v + (1.0 - 2.0 * v) * pow(1.0 - x, MUTATION_INDEX + 1.0), power) - 1.0
        : 1.0 - pow(2.0 * (1.0 - v) + (2.0 * v - 1.0) * pow(x, MUTATION_INDEX + 1.0), power);
    return clamp(x + delta);
}

/* Crowding distance of the points of one rank: per objective the gap between neighbours, as a share of the
 * range. */
static void add_crowding(const double *f, int m, const int *member, int n, dt_ranked *scratch,
                         double *crowding)
{
    for (int k = 0; k < m; k++) {
        for (int i = 0; i < n; i++)
            scratch[i] = (dt_ranked){f[(size_t)member[i] * (size_t)m + (size_t)k], member[i]};
        dt_sort_ranked(scratch, n);
        double range = scratch[n - 1].value - scratch[0].value;
        crowding[scratch[0].place] = crowding[scratch[n - 1].place] = HUGE_VAL;
        for (int i = 1; i + 1 < n && range > 0.0; i++)
            crowding[scratch[i].place] += (scratch[i + 1].value - scratch[i - 1].value) / range;
    }
}

/* Puts the points of a rank in order, the least crowded first. */
static void order_rank(const int *member, int n, const double *crowding, dt_ranked *scratch, int *order)
{
    for (int i = 0; i < n; i++)
        scratch[i] = (dt_ranked){-crowding[member[i]], member[i]};
    dt_sort_ranked(scratch, n);
    for (int i = 0; i < n; i++)
        order[i] = scratch[i].place;
}

dt_status dt_order_by_rank(const double *f, int n, int m, int *order)
{
    size_t room = (size_t)n + 1;
    int *rank = malloc(2 * room * sizeof *rank);
    double *crowding = calloc(room, sizeof *crowding);
    dt_ranked *scratch = malloc(room * sizeof *scratch);
    dt_status status = rank && crowding && scratch ? dt_pareto_ranks(f, n, m, rank) : DT_NO_MEMORY;
    for (int r = 1, done = 0; status == DT_OK && done < n; r++) {
        int *member = rank + room, count = 0;
        for (int i = 0; i < n; i++)
            if (rank[i] == r) member[count++] = i;
        add_crowding(f, m, member, count, scratch, crowding);
        order_rank(member, count, crowding, scratch, order + done);
        done += count;
    }
    free(rank);
    free(crowding);
    free(scratch);
    return status;
}

enum dt_box_order dt_compare_boxes(const double *new_f, const double *old_f, const double *epsilon, int m)
{
    int lower = 0, higher = 0;
    double new_off = 0.0, old_off = 0.0;
    for (int k = 0; k < m; k++) {
        double new_box = floor(new_f[k] / epsilon[k]), old_box = floor(old_f[k] / epsilon[k]);
        double a = new_f[k] / epsilon[k] - new_box, b = old_f[k] / epsilon[k] - old_box;
        lower |= new_box < old_box;
        higher |= new_box > old_box;
        new_off += a * a;
        old_off += b * b;
    }
    if (lower && higher) return DT_BOX_APART;
    if (lower) return DT_BOX_BETTER;
    if (higher) return DT_BOX_WORSE;
    return new_off < old_off ? DT_BOX_SAME_BETTER : DT_BOX_WORSE;
}
