/* A linear program that is filled in by columns, solved once. */
#ifndef DT_NORMAL_CORRELATED_PROGRAM_H
#define DT_NORMAL_CORRELATED_PROGRAM_H

#include <stddef.h>

#include "detente/status.h"

struct dt_correlated_program {
    int n_row, n_column;
    int *start, *row; /* n_column + 1; one an entry */
    double *value;    /* one an entry */
    double *row_lower, *row_upper, *lower, *upper, *cost;
};

/* Memory for a program of that shape, to be filled by the caller and freed with dt_correlated_program_clear,
 * also after a failure. Columns begin free of bounds and of cost. */
dt_status dt_correlated_program_init(struct dt_correlated_program *program, int n_row, int n_column,
                                     size_t n_entry);
void dt_correlated_program_clear(struct dt_correlated_program *program);
/* Minimises; x receives the first n_x columns. DT_NO_SOLUTION if there is no optimum. */
dt_status dt_correlated_program_solve(const struct dt_correlated_program *program, double *x, int n_x);

#endif
