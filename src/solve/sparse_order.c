/* Approximate minimum degree.
 *
 * The quotient graph: eliminating a node makes it an element that stands for the clique of its neighbours.
 * A node lists elements first, then remaining neighbours, in the slot that its neighbours had at first: the
 * list never grows, because each new element takes the place of at least one entry. Degrees are bounded from
 * above as Amestoy, Davis and Duff do (SIAM J. Matrix Anal. Appl. 17, 1996): for each element the part that
 * lies outside the newest one is counted once for all nodes. Elements that lie wholly inside are absorbed. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "solve/sparse.h"

enum { ALIVE, ELEMENT, ABSORBED };

struct graph {
    int n;
    int *begin, *n_element, *n_entry; /* slot of a node; elements stand first */
    int *entry;
    int *state;
    int *first, *size; /* members of an element in the pool */
    int *pool;
    size_t used, room;
    int *degree, *head, *next, *previous; /* nodes in lists by degree */
    int *mark, stamp;
    int *outside, *outside_stamp; /* per element: members outside the newest element */
};

static void unlink_node(struct graph *g, int i)
{
    if (g->next[i] >= 0) g->previous[g->next[i]] = g->previous[i];
    if (g->previous[i] >= 0)
        g->next[g->previous[i]] = g->next[i];
    else
        g->head[g->degree[i]] = g->next[i];
}

static void link_node(struct graph *g, int i, int degree)
{
    g->degree[i] = degree;
    g->previous[i] = -1;
    g->next[i] = g->head[degree];
    if (g->next[i] >= 0) g->previous[g->next[i]] = i;
    g->head[degree] = i;
}

static dt_status pool_room(struct graph *g, size_t more)
{
    if (g->used + more <= g->room) return DT_OK;
    size_t room = 2 * (g->used + more);
    int *larger = realloc(g->pool, room * sizeof *larger);
    if (!larger) return DT_NO_MEMORY;
    g->pool = larger;
    g->room = room;
    return DT_OK;
}

/* Adds node i to the element being made unless it is there. */
static void collect(struct graph *g, int i)
{
    if (g->state[i] != ALIVE || g->mark[i] == g->stamp) return;
    g->mark[i] = g->stamp;
    g->pool[g->used++] = i;
}

/* The pivot becomes an element: its neighbours and the members of its elements, which it absorbs. */
static dt_status make_element(struct graph *g, int pivot)
{
    const int *list = g->entry + g->begin[pivot];
    size_t most = (size_t)g->n_entry[pivot];
    for (int k = 0; k < g->n_element[pivot]; k++)
        most += (size_t)g->size[list[k]];
    DT_TRY(pool_room(g, most));
    g->state[pivot] = ELEMENT;
    g->stamp++;
    g->first[pivot] = (int)g->used;
    for (int k = g->n_element[pivot]; k < g->n_entry[pivot]; k++)
        collect(g, list[k]);
    for (int k = 0; k < g->n_element[pivot]; k++) {
        int e = list[k];
        for (int m = 0; m < g->size[e]; m++)
            collect(g, g->pool[g->first[e] + m]);
        g->state[e] = ABSORBED;
    }
    g->size[pivot] = (int)g->used - g->first[pivot];
    return DT_OK;
}

/* For every element that touches a member of the newest one: how many of its members lie outside. */
static void count_outside(struct graph *g, int pivot)
{
    for (int m = 0; m < g->size[pivot]; m++) {
        int i = g->pool[g->first[pivot] + m];
        for (int k = 0; k < g->n_element[i]; k++) {
            int e = g->entry[g->begin[i] + k];
            if (g->state[e] != ELEMENT) continue;
            if (g->outside_stamp[e] != g->stamp) {
                g->outside_stamp[e] = g->stamp;
                int alive = 0;
                for (int q = 0; q < g->size[e]; q++)
                    alive += g->state[g->pool[g->first[e] + q]] == ALIVE;
                g->outside[e] = alive;
            }
            g->outside[e]--;
        }
    }
}

/* Rewrites the lists of a member of the newest element, and returns the bound of its degree. */
static int rewrite(struct graph *g, int i, int pivot)
{
    int *list = g->entry + g->begin[i], n_element = g->n_element[i], n_entry = g->n_entry[i];
    int kept = 0, degree = g->size[pivot] - 1;
    for (int k = 0; k < n_element; k++) {
        int e = list[k];
        if (g->state[e] != ELEMENT) continue;
        if (g->outside[e] == 0) {
            g->state[e] = ABSORBED;
            continue;
        }
        list[kept++] = e;
        degree += g->outside[e];
    }
    int elements = kept, at = n_element, first = -1;
    /* Behind the elements goes the pivot; a neighbour that stood there moves to the end. */
    for (int k = at; k < n_entry; k++) {
        int j = list[k];
        if (g->state[j] != ALIVE || g->mark[j] == g->stamp) continue;
        if (kept == elements && first < 0)
            first = j;
        else
            list[++kept] = j;
        degree++;
    }
    list[elements] = pivot;
    g->n_element[i] = elements + 1;
    g->n_entry[i] = kept + 1;
    if (first >= 0) list[g->n_entry[i]++] = first;
    return degree;
}

static dt_status eliminate(struct graph *g, int pivot, int remaining)
{
    unlink_node(g, pivot);
    DT_TRY(make_element(g, pivot));
    count_outside(g, pivot);
    for (int m = 0; m < g->size[pivot]; m++) {
        int i = g->pool[g->first[pivot] + m], old = g->degree[i];
        unlink_node(g, i);
        int degree = rewrite(g, i, pivot), most = old + g->size[pivot] - 1;
        if (degree > most) degree = most;
        if (degree > remaining - 1) degree = remaining - 1;
        link_node(g, i, degree < 0 ? 0 : degree);
    }
    return DT_OK;
}

static void graph_clear(struct graph *g)
{
    free(g->begin);
    free(g->entry);
    free(g->pool);
}

static dt_status graph_init(struct graph *g, int n, const int *start, const int *index)
{
    size_t count = (size_t)n + 1, entries = (size_t)start[n] + 1;
    *g = (struct graph){.n = n, .room = 2 * entries, .stamp = 1};
    int *block = calloc(13 * count, sizeof *block);
    g->begin = block;
    g->entry = malloc(entries * sizeof *g->entry);
    g->pool = malloc(g->room * sizeof *g->pool);
    if (!block || !g->entry || !g->pool) return DT_NO_MEMORY;
    int **array[] = {&g->n_element, &g->n_entry, &g->state,    &g->first, &g->size,    &g->degree,
                     &g->head,      &g->next,    &g->previous, &g->mark,  &g->outside, &g->outside_stamp};
    for (size_t a = 0; a < sizeof array / sizeof array[0]; a++)
        *array[a] = block + (a + 1) * count;
    if (start[n] > 0) memcpy(g->entry, index, (size_t)start[n] * sizeof *index);
    for (int i = 0; i < n; i++) {
        g->head[i] = -1;
        g->begin[i] = start[i];
        g->n_entry[i] = start[i + 1] - start[i];
    }
    g->head[n] = -1;
    for (int i = n - 1; i >= 0; i--)
        link_node(g, i, g->n_entry[i]);
    return DT_OK;
}

dt_status dt_sparse_order(int n, const int *start, const int *index, int *order)
{
    struct graph g;
    dt_status status = graph_init(&g, n, start, index);
    int least = 0;
    for (int k = 0; k < n && status == DT_OK; k++) {
        while (g.head[least] < 0)
            least++;
        int pivot = g.head[least];
        order[k] = pivot;
        status = eliminate(&g, pivot, n - k - 1);
        /* Degrees fall by elimination too: look again from the least that changed. */
        for (int m = 0; m < g.size[pivot]; m++) {
            int d = g.degree[g.pool[g.first[pivot] + m]];
            if (d < least) least = d;
        }
    }
    graph_clear(&g);
    return status;
}
