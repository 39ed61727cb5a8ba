/* Sparse L U, one column after the other.
 *
 * Column k of the factors solves a triangular system with the columns before it; a search through the graph
 * of L finds which entries can differ from zero, in an order in which each is final when it is used. Rows
 * keep their own numbers until the end: `rank` says as which pivot a row was taken. */
#include "solve/sparse_lu.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "solve/sparse.h"

/* A diagonal entry of at least this share of the largest is the pivot: less fill. */
static const double diagonal_share = 0.1;

/* A triangular factor by columns, growing. */
struct factor {
    int *start, *row;
    double *value;
    int room;
};

struct dt_lu {
    int n, n_entry;
    int *order;               /* columns in order of elimination */
    int *start, *row, *place; /* the matrix by columns; where each entry belongs */
    int *rank, *mark, *stack, *edge, *found;
    double *value, *x;
    struct factor l, u; /* l: unit diagonal first; u: diagonal last */
};

void dt_lu_free(dt_lu *lu)
{
    if (!lu) return;
    free(lu->order);
    free(lu->row);
    free(lu->place);
    free(lu->value);
    free(lu->x);
    free(lu->l.row);
    free(lu->l.value);
    free(lu->u.row);
    free(lu->u.value);
    free(lu);
}

/* The matrix by columns, entries of one place merged. `last` is scratch of n numbers. */
static dt_status compress(dt_lu *lu, const int *row, const int *column, int *last)
{
    int n = lu->n, used = 0;
    int *sorted = malloc(((size_t)lu->n_entry + (size_t)n + 2) * sizeof *sorted);
    if (!sorted) return DT_NO_MEMORY;
    int *begin = sorted + lu->n_entry;
    memset(begin, 0, ((size_t)n + 1) * sizeof *begin);
    for (int k = 0; k < lu->n_entry; k++)
        begin[column[k] + 1]++;
    for (int j = 0; j < n; j++)
        begin[j + 1] += begin[j];
    for (int k = 0; k < lu->n_entry; k++)
        sorted[begin[column[k]]++] = k;
    for (int i = 0; i < n; i++)
        last[i] = -1;
    for (int j = 0, s = 0; j < n; j++) {
        lu->start[j] = used;
        for (; s < begin[j]; s++) {
            int i = row[sorted[s]];
            if (last[i] < lu->start[j]) {
                last[i] = used;
                lu->row[used++] = i;
            }
            lu->place[sorted[s]] = last[i];
        }
    }
    lu->start[n] = used;
    free(sorted);
    return DT_OK;
}

/* Order of columns: minimum degree of the pattern of A + A'. Each neighbour stands once. */
static dt_status order_columns(dt_lu *lu)
{
    int n = lu->n, used = 0;
    size_t entries = 2 * (size_t)lu->start[n] + 2 * (size_t)n + 2;
    int *block = calloc(entries * 2, sizeof *block);
    if (!block) return DT_NO_MEMORY;
    int *raw = block + entries, *begin = raw, *list = raw + n + 1, *start = block, *index = block + n + 1;
    for (int j = 0; j < n; j++)
        for (int p = lu->start[j]; p < lu->start[j + 1]; p++) {
            if (lu->row[p] == j) continue;
            begin[j]++;
            begin[lu->row[p]]++;
        }
    for (int j = 0, sum = 0; j <= n; j++) {
        int count = begin[j];
        begin[j] = sum;
        sum += count;
    }
    for (int j = 0; j < n; j++)
        for (int p = lu->start[j]; p < lu->start[j + 1]; p++) {
            if (lu->row[p] == j) continue;
            list[begin[j]++] = lu->row[p];
            list[begin[lu->row[p]]++] = j;
        }
    for (int i = 0; i < n; i++)
        lu->mark[i] = -1;
    for (int j = 0, k = 0; j < n; j++) {
        start[j] = used;
        for (; k < begin[j]; k++) {
            if (lu->mark[list[k]] == j) continue;
            lu->mark[list[k]] = j;
            index[used++] = list[k];
        }
    }
    start[n] = used;
    dt_status status = dt_sparse_order(n, start, index, lu->order);
    free(block);
    return status;
}

static dt_status make(dt_lu *lu, const int *row, const int *column)
{
    size_t n = (size_t)lu->n + 1, entries = (size_t)lu->n_entry + 1;
    lu->order = calloc(9 * n, sizeof *lu->order);
    lu->row = malloc(entries * sizeof *lu->row);
    lu->place = malloc(entries * sizeof *lu->place);
    lu->value = malloc(entries * sizeof *lu->value);
    lu->x = calloc(n, sizeof *lu->x);
    if (!lu->order || !lu->row || !lu->place || !lu->value || !lu->x) return DT_NO_MEMORY;
    int **part[] = {&lu->start, &lu->rank,  &lu->mark,    &lu->stack,
                    &lu->edge,  &lu->found, &lu->l.start, &lu->u.start};
    for (size_t k = 0; k < sizeof part / sizeof part[0]; k++)
        *part[k] = lu->order + (k + 1) * n;
    DT_TRY(compress(lu, row, column, lu->mark));
    return order_columns(lu);
}

dt_status dt_lu_create(int n, int n_entry, const int *row, const int *column, dt_lu **out)
{
    dt_lu *lu = calloc(1, sizeof *lu);
    if (!lu) return DT_NO_MEMORY;
    lu->n = n;
    lu->n_entry = n_entry;
    dt_status status = make(lu, row, column);
    if (status != DT_OK) {
        dt_lu_free(lu);
        return status;
    }
    *out = lu;
    return DT_OK;
}

static dt_status factor_room(struct factor *f, int used, int more)
{
    if (used + more <= f->room) return DT_OK;
    size_t room = 2 * ((size_t)used + (size_t)more);
    int *row = realloc(f->row, room * sizeof *row);
    if (row) f->row = row;
    double *value = realloc(f->value, room * sizeof *value);
    if (value) f->value = value;
    if (!row || !value) return DT_NO_MEMORY;
    f->room = (int)room;
    return DT_OK;
}

/* Searches from row i through the columns of L; puts rows into `found` from the end, last first. */
static int search(dt_lu *lu, int i, int k, int top)
{
    int depth = 0;
    lu->stack[0] = i;
    while (depth >= 0) {
        int at = lu->stack[depth], column = lu->rank[at];
        if (lu->mark[at] != k) {
            lu->mark[at] = k;
            lu->edge[depth] = column < 0 ? 0 : lu->l.start[column] + 1;
        }
        int next = -1, end = column < 0 ? 0 : lu->l.start[column + 1];
        while (column >= 0 && next < 0 && lu->edge[depth] < end) {
            int to = lu->l.row[lu->edge[depth]++];
            if (lu->mark[to] != k) next = to;
        }
        if (next >= 0) {
            lu->stack[++depth] = next;
        } else {
            lu->found[--top] = at;
            depth--;
        }
    }
    return top;
}

/* Solves L x = column of the matrix for the entries that can differ from zero. Returns where they begin. */
static int solve_column(dt_lu *lu, int column, int k)
{
    int top = lu->n;
    for (int p = lu->start[column]; p < lu->start[column + 1]; p++)
        if (lu->mark[lu->row[p]] != k) top = search(lu, lu->row[p], k, top);
    for (int p = lu->start[column]; p < lu->start[column + 1]; p++)
        lu->x[lu->row[p]] = lu->value[p];
    for (int f = top; f < lu->n; f++) {
        int c = lu->rank[lu->found[f]];
        double x = lu->x[lu->found[f]];
        if (c < 0) continue;
        for (int p = lu->l.start[c] + 1; p < lu->l.start[c + 1]; p++)
            lu->x[lu->l.row[p]] -= lu->l.value[p] * x;
    }
    return top;
}

/* The row of the pivot; -1 if the column is empty. */
static int choose_pivot(const dt_lu *lu, int top, int column)
{
    int pivot = -1;
    double greatest = 0.0;
    for (int f = top; f < lu->n; f++) {
        int i = lu->found[f];
        if (lu->rank[i] >= 0 || !(fabs(lu->x[i]) > greatest)) continue;
        greatest = fabs(lu->x[i]);
        pivot = i;
    }
    if (pivot >= 0 && lu->rank[column] < 0 && lu->mark[column] == lu->mark[pivot] &&
        fabs(lu->x[column]) >= diagonal_share * greatest)
        return column;
    return pivot;
}

static dt_status factor_column(dt_lu *lu, int k, int *l_used, int *u_used)
{
    int column = lu->order[k], top = solve_column(lu, column, k), pivot = choose_pivot(lu, top, column);
    if (pivot < 0) return DT_NO_SOLUTION;
    DT_TRY(factor_room(&lu->l, *l_used, lu->n - top + 1));
    DT_TRY(factor_room(&lu->u, *u_used, lu->n - top + 1));
    double at_pivot = lu->x[pivot];
    lu->l.row[*l_used] = pivot;
    lu->l.value[(*l_used)++] = 1.0;
    for (int f = top; f < lu->n; f++) {
        int i = lu->found[f];
        if (lu->rank[i] >= 0) {
            lu->u.row[*u_used] = lu->rank[i];
            lu->u.value[(*u_used)++] = lu->x[i];
        } else if (i != pivot) {
            lu->l.row[*l_used] = i;
            lu->l.value[(*l_used)++] = lu->x[i] / at_pivot;
        }
        lu->x[i] = 0.0;
    }
    lu->u.row[*u_used] = k;
    lu->u.value[(*u_used)++] = at_pivot;
    lu->rank[pivot] = k;
    lu->l.start[k + 1] = *l_used;
    lu->u.start[k + 1] = *u_used;
    return DT_OK;
}

dt_status dt_lu_factor(dt_lu *lu, const double *value)
{
    int l_used = 0, u_used = 0;
    memset(lu->value, 0, (size_t)lu->start[lu->n] * sizeof *lu->value);
    for (int k = 0; k < lu->n_entry; k++)
        lu->value[lu->place[k]] += value[k];
    for (int i = 0; i < lu->n; i++) {
        lu->rank[i] = lu->mark[i] = -1;
        lu->x[i] = 0.0;
    }
    for (int k = 0; k < lu->n; k++)
        DT_TRY(factor_column(lu, k, &l_used, &u_used));
    for (int p = 0; p < l_used; p++)
        lu->l.row[p] = lu->rank[lu->l.row[p]];
    return DT_OK;
}

void dt_lu_solve(dt_lu *lu, double *b)
{
    double *x = lu->x;
    for (int i = 0; i < lu->n; i++)
        x[lu->rank[i]] = b[i];
    for (int k = 0; k < lu->n; k++)
        for (int p = lu->l.start[k] + 1; p < lu->l.start[k + 1]; p++)
            x[lu->l.row[p]] -= lu->l.value[p] * x[k];
    for (int k = lu->n - 1; k >= 0; k--) {
        int last = lu->u.start[k + 1] - 1;
        x[k] /= lu->u.value[last];
        for (int p = lu->u.start[k]; p < last; p++)
            x[lu->u.row[p]] -= lu->u.value[p] * x[k];
    }
    for (int k = 0; k < lu->n; k++)
        b[lu->order[k]] = x[k];
    memset(x, 0, (size_t)lu->n * sizeof *x);
}
