/* L D L' of a sparse symmetric matrix, one row of L after the other.
 *
 * Row k of L is the solution of a triangular system with the rows above it; which columns take part follows
 * from the elimination tree, so that work is proportional to the multiplications done. The upper triangle of
 * the ordered matrix is kept by columns; `place` says where each given entry belongs. */
#include "solve/sparse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"

struct dt_ldl {
    int n, n_entry;
    int *order, *rank;    /* order[k] is eliminated as k-th; rank is its inverse */
    int *start, *row;     /* upper triangle of the ordered matrix, diagonal included */
    int *place;           /* of each given entry */
    int *parent;          /* elimination tree */
    int *l_start, *l_row; /* columns of L */
    int *flag, *pattern, *filled;
    double *value, *l_value, *d, *work;
};

void dt_ldl_free(dt_ldl *ldl)
{
    if (!ldl) return;
    free(ldl->order);
    free(ldl->start);
    free(ldl->row);
    free(ldl->place);
    free(ldl->l_row);
    free(ldl->value);
    free(ldl->l_value);
    free(ldl->d);
    free(ldl);
}

long long dt_ldl_fill(const dt_ldl *ldl)
{
    return ldl->l_start[ldl->n];
}

/* Sorts entries into columns by `key` and returns their count per column as starts. */
static void bucket(int n, int n_entry, const int *key, int *start, int *sorted)
{
    memset(start, 0, ((size_t)n + 1) * sizeof *start);
    for (int k = 0; k < n_entry; k++)
        start[key[k] + 1]++;
    for (int j = 0; j < n; j++)
        start[j + 1] += start[j];
    for (int k = 0; k < n_entry; k++)
        sorted[start[key[k]]++] = k;
    for (int j = n; j > 0; j--)
        start[j] = start[j - 1];
    start[0] = 0;
}

/* Symmetric graph of the entries, without diagonal and repetitions. */
static dt_status make_graph(int n, int n_entry, const int *row, const int *column, int **out)
{
    size_t room = (size_t)n + 1 + 2 * (size_t)n_entry;
    int *graph = malloc(room * sizeof *graph), *mark = malloc(((size_t)n + 1) * 2 * sizeof *mark);
    int *raw = malloc((2 * (size_t)n_entry + 1) * sizeof *raw);
    if (!graph || !mark || !raw) {
        free(graph);
        free(mark);
        free(raw);
        return DT_NO_MEMORY;
    }
    int *count = mark + n + 1, *index = graph + n + 1;
    memset(count, 0, ((size_t)n + 1) * sizeof *count);
    for (int k = 0; k < n_entry; k++) {
        if (row[k] == column[k]) continue;
        count[row[k]]++;
        count[column[k]]++;
    }
    int sum = 0;
    for (int i = 0; i < n; i++) {
        int c = count[i];
        count[i] = sum;
        sum += c;
    }
    count[n] = sum;
    for (int k = 0; k < n_entry; k++) {
        if (row[k] == column[k]) continue;
        raw[count[row[k]]++] = column[k];
        raw[count[column[k]]++] = row[k];
    }
    int used = 0, from = 0;
    for (int i = 0; i < n; i++)
        mark[i] = -1;
    for (int i = 0; i < n; i++) {
        graph[i] = used;
        for (; from < count[i]; from++) {
            if (mark[raw[from]] == i) continue;
            mark[raw[from]] = i;
            index[used++] = raw[from];
        }
    }
    graph[n] = used;
    free(mark);
    free(raw);
    *out = graph;
    return DT_OK;
}

/* The ordered upper triangle: entries of a column with equal rows share a place. */
static dt_status place_entries(dt_ldl *l, const int *row, const int *column)
{
    int n = l->n, n_entry = l->n_entry;
    size_t count = (size_t)n_entry + 1;
    int *key = malloc(3 * count * sizeof *key), *last = malloc(((size_t)n + 1) * sizeof *last);
    if (!key || !last) {
        free(key);
        free(last);
        return DT_NO_MEMORY;
    }
    int *low = key + count, *sorted = low + count, used = 0;
    for (int k = 0; k < n_entry; k++) {
        int a = l->rank[row[k]], b = l->rank[column[k]];
        key[k] = a > b ? a : b;
        low[k] = a > b ? b : a;
    }
    bucket(n, n_entry, key, l->start, sorted);
    for (int i = 0; i < n; i++)
        last[i] = -1;
    for (int j = 0; j < n; j++) {
        int first = used, from = l->start[j];
        for (int s = from; s < l->start[j + 1]; s++) {
            int k = sorted[s], i = low[k];
            if (last[i] < first) {
                last[i] = used;
                l->row[used++] = i;
            }
            l->place[k] = last[i];
        }
        l->start[j] = first;
    }
    l->start[n] = used;
    free(key);
    free(last);
    return DT_OK;
}

/* Elimination tree and the number of entries of each column of L. */
static void analyse(dt_ldl *l)
{
    int n = l->n;
    memset(l->l_start, 0, ((size_t)n + 1) * sizeof *l->l_start);
    for (int k = 0; k < n; k++) {
        l->parent[k] = -1;
        l->flag[k] = k;
        for (int p = l->start[k]; p < l->start[k + 1]; p++)
            for (int i = l->row[p]; l->flag[i] != k; i = l->parent[i]) {
                if (l->parent[i] < 0) l->parent[i] = k;
                l->l_start[i + 1]++;
                l->flag[i] = k;
            }
    }
    for (int k = 0; k < n; k++)
        l->l_start[k + 1] += l->l_start[k];
}

static dt_status make(dt_ldl *l, const int *row, const int *column)
{
    size_t n = (size_t)l->n + 1, entries = (size_t)l->n_entry + 1;
    int *graph = NULL;
    l->order = calloc(7 * n, sizeof *l->order);
    l->start = malloc(n * sizeof *l->start);
    l->row = malloc(entries * sizeof *l->row);
    l->place = malloc(entries * sizeof *l->place);
    l->value = malloc(entries * sizeof *l->value);
    l->d = calloc(2 * n, sizeof *l->d);
    if (!l->order || !l->start || !l->row || !l->place || !l->value || !l->d) return DT_NO_MEMORY;
    l->rank = l->order + n;
    l->parent = l->rank + n;
    l->l_start = l->parent + n;
    l->flag = l->l_start + n;
    l->pattern = l->flag + n;
    l->filled = l->pattern + n;
    l->work = l->d + n;
    DT_TRY(make_graph(l->n, l->n_entry, row, column, &graph));
    dt_status status = dt_sparse_order(l->n, graph, graph + l->n + 1, l->order);
    free(graph);
    DT_TRY(status);
    for (int k = 0; k < l->n; k++)
        l->rank[l->order[k]] = k;
    DT_TRY(place_entries(l, row, column));
    analyse(l);
    size_t fill = (size_t)l->l_start[l->n] + 1;
    l->l_row = malloc(fill * sizeof *l->l_row);
    l->l_value = malloc(fill * sizeof *l->l_value);
    return l->l_row && l->l_value ? DT_OK : DT_NO_MEMORY;
}

dt_status dt_ldl_create(int n, int n_entry, const int *row, const int *column, dt_ldl **out)
{
    dt_ldl *l = calloc(1, sizeof *l);
    if (!l) return DT_NO_MEMORY;
    l->n = n;
    l->n_entry = n_entry;
    dt_status status = make(l, row, column);
    if (status != DT_OK) {
        dt_ldl_free(l);
        return status;
    }
    *out = l;
    return DT_OK;
}

/* Scatters column k of the upper triangle; lists the columns of L that row k meets, in order of the tree.
 * Returns where the list begins in `pattern`. */
static int reach(dt_ldl *l, int k)
{
    int top = l->n;
    l->flag[k] = k;
    l->work[k] = 0.0;
    for (int p = l->start[k]; p < l->start[k + 1]; p++) {
        int i = l->row[p], length = 0;
        l->work[i] += l->value[p];
        for (; l->flag[i] != k; i = l->parent[i]) {
            l->pattern[length++] = i;
            l->flag[i] = k;
        }
        while (length > 0)
            l->pattern[--top] = l->pattern[--length];
    }
    return top;
}

/* Row k of L, and its pivot. */
static double eliminate_row(dt_ldl *l, int k)
{
    int top = reach(l, k);
    double pivot = l->work[k];
    l->work[k] = 0.0;
    for (; top < l->n; top++) {
        int i = l->pattern[top], end = l->l_start[i] + l->filled[i];
        double y = l->work[i], entry = y / l->d[i];
        l->work[i] = 0.0;
        for (int p = l->l_start[i]; p < end; p++)
            l->work[l->l_row[p]] -= l->l_value[p] * y;
        pivot -= entry * y;
        l->l_row[end] = k;
        l->l_value[end] = entry;
        l->filled[i]++;
    }
    return pivot;
}

dt_status dt_ldl_factor(dt_ldl *l, const double *value, const signed char *sign, double least, int *n_changed)
{
    memset(l->value, 0, (size_t)l->start[l->n] * sizeof *l->value);
    for (int k = 0; k < l->n_entry; k++)
        l->value[l->place[k]] += value[k];
    memset(l->filled, 0, (size_t)l->n * sizeof *l->filled);
    memset(l->work, 0, (size_t)l->n * sizeof *l->work);
    for (int k = 0; k < l->n; k++)
        l->flag[k] = -1;
    int changed = 0;
    for (int k = 0; k < l->n; k++) {
        double pivot = eliminate_row(l, k);
        if (sign && !(pivot * sign[l->order[k]] > least)) {
            pivot = sign[l->order[k]] * least;
            changed++;
        }
        if (!(fabs(pivot) > 0.0) || (!sign && !(fabs(pivot) > least))) return DT_NO_SOLUTION;
        l->d[k] = pivot;
    }
    if (n_changed) *n_changed = changed;
    return DT_OK;
}

void dt_ldl_solve(dt_ldl *l, double *b)
{
    double *x = l->work;
    for (int k = 0; k < l->n; k++)
        x[k] = b[l->order[k]];
    for (int k = 0; k < l->n; k++) {
        double y = x[k];
        if (y == 0.0) continue;
        for (int p = l->l_start[k]; p < l->l_start[k + 1]; p++)
            x[l->l_row[p]] -= l->l_value[p] * y;
    }
    for (int k = 0; k < l->n; k++)
        x[k] /= l->d[k];
    for (int k = l->n - 1; k >= 0; k--) {
        double y = x[k];
        for (int p = l->l_start[k]; p < l->l_start[k + 1]; p++)
            y -= l->l_value[p] * x[l->l_row[p]];
        x[k] = y;
    }
    for (int k = 0; k < l->n; k++) {
        b[l->order[k]] = x[k];
        x[k] = 0.0;
    }
}
