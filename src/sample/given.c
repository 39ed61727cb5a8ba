/* Designs of rows that somebody else has made. */
#include <stdlib.h>
#include <string.h>

#include "sample/design.h"

dt_status dt_design_of_rows(const double *value, int64_t rows, int n_column, int group, dt_design **out)
{
    if (rows < 1 || n_column < 1 || group < 1 || rows % group != 0) return DT_INPUT;
    size_t n = (size_t)rows * (size_t)n_column;
    for (size_t k = 0; k < n; k++)
        if (!(value[k] > 0.0 && value[k] < 1.0)) return DT_INPUT;
    dt_design *d = calloc(1, sizeof *d);
    double *copy = d ? malloc(n * sizeof *copy) : NULL;
    if (!copy) {
        free(d);
        return DT_NO_MEMORY;
    }
    memcpy(copy, value, n * sizeof *copy);
    *d = (dt_design){.made_by = {.kind = -1, .n_column = n_column, .base = rows / group},
                     .rows = rows,
                     .group = group,
                     .value = copy};
    *out = d;
    return DT_OK;
}
