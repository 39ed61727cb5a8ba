/* The simplex method by Bland's rule, which never goes in circles: the variable of the lowest label enters,
 * and of the rows that tie the one of the lowest label leaves. */
#include "normal/simplex.h"

static int entering(const struct dt_tableau *t)
{
    int best = -1;
    for (int j = 0; j < t->n_col; j++)
        if (dt_tableau_sign(t, t->n_row - 1, j) < 0 && (best < 0 || t->label[j] < t->label[best])) best = j;
    return best;
}

static int leaving(const struct dt_tableau *t, int column)
{
    int best = -1;
    for (int i = 0; i < t->n_row - 1; i++) {
        if (dt_tableau_sign(t, i, column) <= 0) continue;
        int order = best < 0 ? -1 : dt_tableau_compare(t, i, best, column);
        if (order < 0 || (order == 0 && dt_tableau_row_label(t, i) < dt_tableau_row_label(t, best))) best = i;
    }
    return best;
}

dt_status dt_simplex_maximise(struct dt_tableau *t)
{
    for (int column = entering(t); column >= 0; column = entering(t)) {
        int row = leaving(t, column);
        if (row < 0) return DT_NO_SOLUTION;
        if (!dt_tableau_pivot(t, row, column)) return DT_MISMATCH;
    }
    return DT_OK;
}
