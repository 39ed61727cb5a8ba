/* Maximal Nash subsets of a two-player game.
 *
 * Extreme equilibria are the edges of a graph between corners x and y. A set of x all joined to a set of y
 * makes a product of two hulls that consists of equilibria; the greatest such pairs of sets are the maximal
 * Nash subsets, and all equilibria lie in them. The sets of y that belong to one are the intersections of the
 * neighbourhoods of the x (Avis, Rosenberg, Savani and von Stengel, "Enumeration of Nash equilibria for
 * two-player games", Economic Theory 42, 2010). */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/corners.h"

enum { MOST_SUBSETS = 10000 };

/* The graph: for each equilibrium its two corners, by number; for each x the set of its y. */
struct graph {
    int n_item, n[2];
    int *corner[2];
    int words;
    uint64_t *neighbour; /* n[0] sets of `words` words */
    struct dt_label_sets closed;
};

static dt_status graph_init(struct graph *g, const dt_normal *game, const dt_equilibria *list)
{
    *g = (struct graph){.n_item = list->count};
    for (int side = 0; side < 2; side++) {
        g->corner[side] = malloc((size_t)(list->count ? list->count : 1) * sizeof(int));
        if (!g->corner[side]) return DT_NO_MEMORY;
        DT_TRY(dt_corners_number(game, list, side, g->corner[side], &g->n[side]));
    }
    dt_label_sets_init(&g->closed, g->n[1] ? g->n[1] : 1);
    g->words = g->closed.words;
    g->neighbour = calloc((size_t)(g->n[0] ? g->n[0] : 1) * (size_t)g->words, sizeof *g->neighbour);
    if (!g->neighbour) return DT_NO_MEMORY;
    for (int k = 0; k < list->count; k++)
        g->neighbour[g->corner[0][k] * g->words + g->corner[1][k] / 64] |= (uint64_t)1
            << g->corner[1][k] % 64;
    return DT_OK;
}

static void graph_clear(struct graph *g)
{
    free(g->corner[0]);
    free(g->corner[1]);
    free(g->neighbour);
    dt_label_sets_clear(&g->closed);
}

/* All intersections of neighbourhoods that are not empty. */
static dt_status close_sets(struct graph *g, dt_nash_subsets *out)
{
    int index;
    uint64_t *both = malloc((size_t)g->words * sizeof *both);
    dt_status status = both ? DT_OK : DT_NO_MEMORY;
    for (int x = 0; x < g->n[0] && status == DT_OK; x++) {
        const uint64_t *set = g->neighbour + x * g->words;
        int n_before = g->closed.count;
        status = dt_label_sets_add(&g->closed, set, &index);
        for (int c = 0; c < n_before && status == DT_OK; c++) {
            uint64_t any = 0;
            for (int w = 0; w < g->words; w++)
                any |= both[w] = set[w] & g->closed.set[c * g->words + w];
            if (any) status = dt_label_sets_add(&g->closed, both, &index);
        }
        if (g->closed.count > MOST_SUBSETS) {
            out->is_limit_reached = 1;
            break;
        }
    }
    free(both);
    return status;
}

static int contains(const uint64_t *set, const uint64_t *part, int words)
{
    for (int w = 0; w < words; w++)
        if (part[w] & ~set[w]) return 0;
    return 1;
}

/* The equilibria of one closed set: every x that is joined to all of it. */
static dt_status read_subset(const struct graph *g, const uint64_t *set, dt_nash_subset *subset)
{
    subset->item = malloc((size_t)g->n_item * sizeof *subset->item);
    if (!subset->item) return DT_NO_MEMORY;
    for (int k = 0; k < g->n_item; k++) {
        int y = g->corner[1][k];
        if ((set[y / 64] >> y % 64 & 1) && contains(g->neighbour + g->corner[0][k] * g->words, set, g->words))
            subset->item[subset->count++] = k;
    }
    return DT_OK;
}

/* Numbers components: equilibria that share a corner are in one, and so are subsets that share one. */
static dt_status number_components(const struct graph *g, dt_nash_subsets *out)
{
    int *component = malloc((size_t)(g->n_item ? g->n_item : 1) * sizeof *component), is_changed = 1;
    if (!component) return DT_NO_MEMORY;
    for (int k = 0; k < g->n_item; k++)
        component[k] = k;
    while (is_changed) {
        is_changed = 0;
        for (int s = 0; s < out->count; s++) {
            const dt_nash_subset *subset = &out->subset[s];
            int least = g->n_item;
            for (int k = 0; k < subset->count; k++)
                least = component[subset->item[k]] < least ? component[subset->item[k]] : least;
            for (int k = 0; k < subset->count; k++) {
                is_changed |= component[subset->item[k]] != least;
                component[subset->item[k]] = least;
            }
        }
    }
    for (int s = 0; s < out->count; s++) {
        int least = component[out->subset[s].item[0]], number = -1;
        for (int r = 0; r < s && number < 0; r++)
            if (component[out->subset[r].item[0]] == least) number = out->subset[r].component;
        out->subset[s].component = number < 0 ? out->n_component++ : number;
    }
    free(component);
    return DT_OK;
}

dt_status dt_nash_subsets_find(const dt_normal *game, const dt_equilibria *list, dt_nash_subsets *out)
{
    struct graph g;
    dt_nash_subsets found = {0};
    if (dt_normal_players(game) != 2) return DT_INPUT;
    dt_status status = graph_init(&g, game, list);
    if (status == DT_OK) status = close_sets(&g, &found);
    if (status == DT_OK) {
        found.subset = calloc((size_t)(g.closed.count ? g.closed.count : 1), sizeof *found.subset);
        if (!found.subset) status = DT_NO_MEMORY;
    }
    for (int c = 0; c < g.closed.count && status == DT_OK; c++)
        status = read_subset(&g, g.closed.set + c * g.words, &found.subset[found.count++]);
    if (status == DT_OK) status = number_components(&g, &found);
    graph_clear(&g);
    if (status == DT_OK)
        *out = found;
    else
        dt_nash_subsets_free(&found);
    return status;
}

void dt_nash_subsets_free(dt_nash_subsets *subsets)
{
    if (!subsets) return;
    for (int s = 0; s < subsets->count; s++)
        free(subsets->subset[s].item);
    free(subsets->subset);
    *subsets = (dt_nash_subsets){0};
}
