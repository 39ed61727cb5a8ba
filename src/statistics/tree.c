/* Classification trees: at each node the split that takes off most Gini impurity, by a sweep over the sorted
 * values of every factor. Ties go to the first factor, then to the lowest threshold. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/statistics.h"
#include "statistics/basic.h"

typedef struct grower {
    const double *x;
    const unsigned char *y;
    const double *weight; /* NULL: all are 1 */
    int n, d, least, depth;
    double total;
    int *item; /* cases, those of a node together */
    int *spare;
    dt_ranked *ranked;
    dt_tree *tree;
    int capacity;
} grower;

static double gini(double n, double hit)
{
    double p = hit / n;
    return 2.0 * p * (1.0 - p);
}

static double weight_of(const grower *g, int item)
{
    return g->weight ? g->weight[item] : 1.0;
}

static dt_tree_node leaf_of(const grower *g, int first, int n)
{
    dt_tree_node leaf = {.factor = -1, .left = -1, .right = -1, .n = n};
    for (int i = first; i < first + n; i++) {
        double weight = weight_of(g, g->item[i]);
        leaf.weight += weight;
        if (!g->y[g->item[i]]) continue;
        leaf.n_of_interest++;
        leaf.weight_of_interest += weight;
    }
    leaf.gini = gini(leaf.weight, leaf.weight_of_interest);
    return leaf;
}

/* Adds a leaf for n cases from `first`; its number, or -1 without memory. */
static int add_leaf(grower *g, int first, int n)
{
    if (g->tree->count == g->capacity) {
        int capacity = g->capacity ? 2 * g->capacity : 16;
        dt_tree_node *grown = realloc(g->tree->node, (size_t)capacity * sizeof *grown);
        if (!grown) return -1;
        g->tree->node = grown;
        g->capacity = capacity;
    }
    g->tree->node[g->tree->count] = leaf_of(g, first, n);
    return g->tree->count++;
}

/* Best threshold of one factor for the cases of a node, if better than `best`. */
static void sweep(grower *g, int first, int factor, dt_tree_node *best)
{
    int n = best->n;
    double left = 0.0, left_hits = 0.0, all = best->weight, hits = best->weight_of_interest;
    for (int i = 0; i < n; i++) {
        int item = g->item[first + i];
        g->ranked[i] = (dt_ranked){g->x[(size_t)item * (size_t)g->d + (size_t)factor], item};
    }
    dt_sort_ranked(g->ranked, n);
    for (int k = 1; k < n; k++) {
        double weight = weight_of(g, g->ranked[k - 1].place);
        left += weight;
        if (g->y[g->ranked[k - 1].place]) left_hits += weight;
        if (!(g->ranked[k].value > g->ranked[k - 1].value) || left < g->least || all - left < g->least)
            continue;
        double after = (left * gini(left, left_hits) + (all - left) * gini(all - left, hits - left_hits)) /
            all;
        if (best->gini - after > best->gain + 1e-15) {
            best->gain = best->gini - after;
            best->factor = factor;
            best->threshold = 0.5 * (g->ranked[k - 1].value + g->ranked[k].value);
        }
    }
}

/* Puts the cases at most the threshold first, order kept; returns how many. */
static int part(grower *g, int first, const dt_tree_node *node)
{
    int left = 0, right = 0;
    for (int i = first; i < first + node->n; i++) {
        int item = g->item[i];
        if (g->x[(size_t)item * (size_t)g->d + (size_t)node->factor] <= node->threshold)
            g->item[first + left++] = item;
        else
            g->spare[right++] = item;
    }
    memcpy(g->item + first + left, g->spare, (size_t)right * sizeof *g->spare);
    return left;
}

static dt_status grow_node(grower *g, int index, int first, int depth)
{
    dt_tree_node node = g->tree->node[index];
    if (depth >= g->depth || node.n_of_interest == 0 || node.n_of_interest == node.n) return DT_OK;
    for (int f = 0; f < g->d; f++)
        sweep(g, first, f, &node);
    if (node.factor < 0) return DT_OK;
    int n_left = part(g, first, &node);
    node.left = add_leaf(g, first, n_left);
    node.right = node.left < 0 ? -1 : add_leaf(g, first + n_left, node.n - n_left);
    if (node.right < 0) return DT_NO_MEMORY;
    node.gain *= node.weight / g->total;
    g->tree->node[index] = node;
    DT_TRY(grow_node(g, node.left, first, depth + 1));
    return grow_node(g, node.right, first + n_left, depth + 1);
}

dt_status dt_tree_grow(const dt_cases *cases, int least, int depth, dt_tree *out)
{
    int n = cases->n, d = cases->d;
    if (n < 1 || d < 1 || least < 1) return DT_INPUT;
    dt_tree tree = {0};
    grower g = {.x = cases->x,
                .y = cases->y,
                .weight = cases->weight,
                .n = n,
                .d = d,
                .least = least,
                .depth = depth,
                .tree = &tree};
    g.item = malloc(2 * (size_t)n * sizeof *g.item);
    g.ranked = malloc((size_t)n * sizeof *g.ranked);
    dt_status status = g.item && g.ranked ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        g.spare = g.item + n;
        for (int i = 0; i < n; i++) {
            g.item[i] = i;
            g.total += weight_of(&g, i);
        }
        status = add_leaf(&g, 0, n) == 0 ? grow_node(&g, 0, 0, 0) : DT_NO_MEMORY;
    }
    free(g.item);
    free(g.ranked);
    if (status == DT_OK)
        *out = tree;
    else
        dt_tree_clear(&tree);
    return status;
}

void dt_tree_clear(dt_tree *tree)
{
    free(tree->node);
    *tree = (dt_tree){0};
}
