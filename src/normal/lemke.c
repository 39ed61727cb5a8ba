/* Lemke-Howson with all labels: from the artificial equilibrium (0, 0) and from every equilibrium found, each
 * label is dropped in turn and its path followed to the other end. What is reached is one connected part of
 * the graph of equilibria: other parts may exist, so the list is not complete. Pivots are lexicographic, so
 * that no path goes in circles. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/corners.h"

enum { LOOK_AFTER = 65536 }; /* entries of dictionaries between two looks at the clock */

/* A pair of dictionaries that together have all labels. */
struct node {
    struct dt_tableau side[2];
};

struct graph {
    struct node *node;
    int head, count, capacity, since_look;
    struct dt_label_sets seen; /* labels of the first side that are not basic */
    uint64_t *set;
    int is_over;
};

static void node_clear(struct node *node)
{
    dt_tableau_clear(&node->side[0]);
    dt_tableau_clear(&node->side[1]);
}

static dt_status node_clone(const struct node *node, struct node *out)
{
    DT_TRY(dt_tableau_clone(&node->side[0], &out->side[0]));
    dt_status status = dt_tableau_clone(&node->side[1], &out->side[1]);
    if (status != DT_OK) dt_tableau_clear(&out->side[0]);
    return status;
}

/* Follows the path on which `dropped` is missing. Every other label stays present: the one that a pivot on
 * one side brings twice is dropped on the other side next. */
static dt_status follow(struct node *node, int dropped, struct graph *graph, const struct dt_search *search)
{
    int side = node->side[0].place[dropped] < node->side[0].n_col ? 0 : 1, label = dropped;
    for (;;) {
        struct dt_tableau *t = &node->side[side];
        int column = t->place[label], row = dt_tableau_leaving(t, column);
        if (row < 0) return DT_NO_SOLUTION;
        label = dt_tableau_row_label(t, row);
        if (!dt_tableau_pivot(t, row, column)) return DT_MISMATCH;
        if (label == dropped) return DT_OK;
        side = 1 - side;
        if ((graph->since_look += t->n_row * t->n_col) >= LOOK_AFTER) {
            graph->since_look = 0;
            graph->is_over = dt_search_is_over(search);
            if (graph->is_over) return DT_OK;
        }
    }
}

/* Adds the point of a node to the list of the search. */
static dt_status offer(const struct node *node, const struct dt_search *search)
{
    struct dt_corners side[2];
    dt_status status = DT_OK;
    for (int k = 0; k < 2; k++) {
        dt_corners_init(&side[k], &node->side[k]);
        if (status == DT_OK) status = dt_corners_add(&side[k], &node->side[k]);
    }
    if (status == DT_OK && side[0].labels.count && side[1].labels.count) {
        struct dt_corner first = dt_corners_at(&side[0], 0), second = dt_corners_at(&side[1], 0);
        status = dt_corners_offer(&first, &second, search, 0);
    }
    if (side[0].is_degenerate || side[1].is_degenerate) search->list->is_degenerate = 1;
    dt_corners_clear(&side[0]);
    dt_corners_clear(&side[1]);
    return status;
}

/* Keeps a node that was not met before; otherwise clears it. */
static dt_status keep(struct graph *graph, struct node *node, const struct dt_search *search)
{
    int index = -1;
    const struct dt_tableau *t = &node->side[0];
    memset(graph->set, 0, (size_t)graph->seen.words * sizeof *graph->set);
    for (int j = 0; j < t->n_col; j++)
        graph->set[t->label[j] / 64] |= (uint64_t)1 << t->label[j] % 64;
    dt_status status = dt_label_sets_add(&graph->seen, graph->set, &index);
    if (status == DT_OK && index >= 0) status = offer(node, search);
    if (status == DT_OK && index >= 0 && graph->count == graph->capacity) {
        int capacity = graph->capacity ? 2 * graph->capacity : 16;
        struct node *place = realloc(graph->node, (size_t)capacity * sizeof *place);
        if (!place) status = DT_NO_MEMORY;
        if (place) graph->node = place;
        if (place) graph->capacity = capacity;
    }
    if (status == DT_OK && index >= 0)
        graph->node[graph->count++] = *node;
    else
        node_clear(node);
    return status;
}

/* All paths that begin at the next node. */
static dt_status expand(struct graph *graph, int n_label, const struct dt_search *search)
{
    for (int label = 0; label < n_label && !graph->is_over; label++) {
        struct node next;
        DT_TRY(node_clone(&graph->node[graph->head], &next));
        dt_status status = follow(&next, label, graph, search);
        if (status != DT_OK || graph->is_over) {
            node_clear(&next);
            return status == DT_NO_SOLUTION ? DT_OK : status;
        }
        DT_TRY(keep(graph, &next, search));
    }
    graph->head++;
    return DT_OK;
}

static dt_status explore(struct graph *graph, const struct dt_polytopes *p, const struct dt_search *search)
{
    struct node first;
    DT_TRY(node_clone(&(struct node){{p->side[0], p->side[1]}}, &first));
    DT_TRY(keep(graph, &first, search));
    while (graph->head < graph->count && !graph->is_over && !dt_search_is_over(search))
        DT_TRY(expand(graph, p->n_label, search));
    return DT_OK;
}

static dt_status solve(const struct dt_search *search, int is_wide)
{
    struct dt_polytopes p;
    struct graph graph = {0};
    DT_TRY(dt_polytopes_create(&p, search->game, search->options->is_exact, is_wide));
    dt_label_sets_init(&graph.seen, p.n_label);
    graph.set = calloc((size_t)graph.seen.words, sizeof *graph.set);
    dt_status status = graph.set ? explore(&graph, &p, search) : DT_NO_MEMORY;
    for (int k = 0; k < graph.count; k++)
        node_clear(&graph.node[k]);
    free(graph.node);
    free(graph.set);
    dt_label_sets_clear(&graph.seen);
    dt_polytopes_clear(&p);
    return status;
}

dt_status dt_solve_lemke(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    struct dt_search search = dt_search_begin(game, options, list);
    dt_status status = solve(&search, 0);
    if (status == DT_MISMATCH) status = solve(&search, 1);
    if (status == DT_OK && list->count > 0)
        dt_equilibria_note(list,
                           "Those that paths from (0, 0) reach; there may be others: use vertex to "
                           "have all.");
    return status;
}
