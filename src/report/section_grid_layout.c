/* Where the buses of a drawing stand: breadth-first rings to begin with, then forces with a falling step.
 *
 * Repulsion is between all pairs, so the number of rounds falls with the square of the buses: at most about
 * half a second for the largest cases that can be drawn. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "report/section_grid.h"

enum { LEAST_ROUNDS = 30, MOST_ROUNDS = 400 };

/* Pairs that all rounds may look at. */
static const double work = 1.5e8;

struct layout {
    const dt_grid *grid;
    double *x, *y, *push; /* push: x and y of each bus */
    double middle;        /* susceptance, for comparison */
};

static int is_drawn(const dt_grid *g, int l)
{
    return g->branch[l].is_in && g->branch[l].from != g->branch[l].to;
}

/* Distance in branches from the bus with most branches; buses in the order in which they are met. Returns how
 * many of them were placed. */
static void place_rings(struct layout *lay, int *order, int *ring)
{
    const dt_grid *g = lay->grid;
    int placed = 0;
    for (int i = 0; i < g->n_bus; i++)
        ring[i] = -1;
    for (int seed = 0; seed < g->n_bus; seed++) {
        if (ring[seed] >= 0) continue;
        ring[seed] = 0;
        order[placed++] = seed;
        for (int at = placed - 1; at < placed; at++)
            for (int l = 0; l < g->n_branch; l++) {
                if (!is_drawn(g, l)) continue;
                int from = g->branch[l].from, to = g->branch[l].to, here = order[at];
                int other = from == here ? to : to == here ? from : -1;
                if (other < 0 || ring[other] >= 0) continue;
                ring[other] = ring[here] + 1;
                order[placed++] = other;
            }
    }
    for (int k = 0; k < g->n_bus; k++) {
        /* the golden angle spreads those who are met one after the other */
        double angle = 2.399963229728653 * k, radius = sqrt((k + 0.5) / g->n_bus);
        lay->x[order[k]] = 0.5 + 0.5 * radius * cos(angle);
        lay->y[order[k]] = 0.5 + 0.5 * radius * sin(angle);
    }
}

static void repel(struct layout *lay, double length)
{
    int n = lay->grid->n_bus;
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++) {
            double dx = lay->x[i] - lay->x[j], dy = lay->y[i] - lay->y[j];
            double square = dx * dx + dy * dy + 1e-9, force = length * length / square;
            if (square > 36.0 * length * length) continue;
            lay->push[2 * i] += dx * force;
            lay->push[2 * i + 1] += dy * force;
            lay->push[2 * j] -= dx * force;
            lay->push[2 * j + 1] -= dy * force;
        }
}

static void pull(struct layout *lay, int i, int j, double force)
{
    double dx = lay->x[i] - lay->x[j], dy = lay->y[i] - lay->y[j], size = force * sqrt(dx * dx + dy * dy);
    lay->push[2 * i] -= dx * size;
    lay->push[2 * i + 1] -= dy * size;
    lay->push[2 * j] += dx * size;
    lay->push[2 * j + 1] += dy * size;
}

/* Direct-current lines, which are long, pull little. */
static void attract(struct layout *lay, double length)
{
    const dt_grid *g = lay->grid;
    for (int l = 0; l < g->n_branch; l++) {
        if (!is_drawn(g, l)) continue;
        double strong = pow(lay->middle / (fabs(g->branch[l].x) + 1e-9), 0.25);
        pull(lay, g->branch[l].from, g->branch[l].to, fmin(fmax(strong, 0.5), 2.0) / length);
    }
    for (int d = 0; d < g->n_dcline; d++)
        if (g->dcline[d].is_in) pull(lay, g->dcline[d].from, g->dcline[d].to, 0.2 / length);
}

static void move(struct layout *lay, double most)
{
    for (int i = 0; i < lay->grid->n_bus; i++) {
        double *push = lay->push + 2 * i, size = hypot(push[0], push[1]);
        double part = size > most ? most / size : 1.0;
        lay->x[i] += part * push[0] + 0.02 * most * (0.5 - lay->x[i]);
        lay->y[i] += part * push[1] + 0.02 * most * (0.5 - lay->y[i]);
    }
}

static void into_square(double *value, int n)
{
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < n; i++) {
        low = fmin(low, value[i]);
        high = fmax(high, value[i]);
    }
    for (int i = 0; i < n; i++)
        value[i] = high > low ? (value[i] - low) / (high - low) : 0.5;
}

/* A typical reactance: the geometric mean. */
static double typical(const dt_grid *g)
{
    double sum = 0.0;
    int n = 0;
    for (int l = 0; l < g->n_branch; l++) {
        if (!is_drawn(g, l) || g->branch[l].x == 0.0) continue;
        sum += log(fabs(g->branch[l].x));
        n++;
    }
    return n > 0 ? exp(sum / n) : 1.0;
}

dt_status dt_grid_layout(const dt_grid *grid, double *x, double *y)
{
    int n = grid->n_bus;
    struct layout lay = {grid, x, y, malloc(2 * ((size_t)n + 1) * sizeof(double)), typical(grid)};
    int *order = malloc(2 * ((size_t)n + 1) * sizeof *order);
    dt_status status = lay.push && order ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        double length = 1.0 / sqrt(n + 1.0), pairs = 0.5 * n * (double)n + 1.0;
        int rounds = (int)fmin(fmax(work / pairs, LEAST_ROUNDS), MOST_ROUNDS);
        place_rings(&lay, order, order + n + 1);
        for (int k = 0; k < rounds; k++) {
            memset(lay.push, 0, 2 * (size_t)n * sizeof *lay.push);
            repel(&lay, length);
            attract(&lay, length);
            move(&lay, 0.1 * (1.0 - (double)k / rounds) + 0.1 * length);
        }
        into_square(x, n);
        into_square(y, n);
    }
    free(lay.push);
    free(order);
    return status;
}
