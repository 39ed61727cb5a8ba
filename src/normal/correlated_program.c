/* Memory of a small linear program, and its solution by the solver of src/solve. */
#include "normal/correlated_program.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "solve/lp.h"

dt_status dt_correlated_program_init(struct dt_correlated_program *program, int n_row, int n_column,
                                     size_t n_entry)
{
    size_t rows = (size_t)n_row, columns = (size_t)n_column;
    *program = (struct dt_correlated_program){.n_row = n_row, .n_column = n_column};
    program->start = malloc((columns + 1) * sizeof *program->start);
    program->row = malloc((n_entry + 1) * sizeof *program->row);
    program->value = malloc((n_entry + 2 * rows + 3 * columns) * sizeof *program->value);
    if (!program->start || !program->row || !program->value) return DT_NO_MEMORY;
    program->row_lower = program->value + n_entry;
    program->row_upper = program->row_lower + rows;
    program->lower = program->row_upper + rows;
    program->upper = program->lower + columns;
    program->cost = program->upper + columns;
    for (size_t j = 0; j < columns; j++) {
        program->lower[j] = -INFINITY;
        program->upper[j] = INFINITY;
        program->cost[j] = 0.0;
    }
    return DT_OK;
}

void dt_correlated_program_clear(struct dt_correlated_program *program)
{
    free(program->start);
    free(program->row);
    free(program->value);
    *program = (struct dt_correlated_program){0};
}

dt_status dt_correlated_program_solve(const struct dt_correlated_program *program, double *x, int n_x)
{
    const dt_lp problem = {.n_row = program->n_row,
                           .n_column = program->n_column,
                           .start = program->start,
                           .row = program->row,
                           .value = program->value,
                           .row_lower = program->row_lower,
                           .row_upper = program->row_upper,
                           .lower = program->lower,
                           .upper = program->upper,
                           .cost = program->cost};
    dt_lp_solver *solver = NULL;
    dt_lp_answer answer;
    DT_TRY(dt_lp_create(&problem, &solver));
    dt_status status = dt_lp_solve(solver, NULL, &answer);
    if (status == DT_OK && answer.outcome != DT_LP_OPTIMAL) status = DT_NO_SOLUTION;
    if (status == DT_OK) memcpy(x, answer.x, (size_t)n_x * sizeof *x);
    dt_lp_free(solver);
    return status;
}
