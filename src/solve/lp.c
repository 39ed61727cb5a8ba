/* The solver of lp.h: keeps the problem, chooses the method, accepts an answer only after its own check. */
#include "solve/lp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "solve/lp_store.h"

struct dt_lp_solver {
    dt_lp_store store;
    dt_lp_point point;
    int point_rows; /* rows that the arrays of the point have room for */
    dt_lp_clp *clp;
};

static int is_sound(const dt_lp *p)
{
    for (int k = 0; k < p->start[p->n_column]; k++)
        if (p->row[k] < 0 || p->row[k] >= p->n_row || !isfinite(p->value[k])) return 0;
    for (int i = 0; i < p->n_row; i++)
        if (isnan(p->row_lower[i]) || isnan(p->row_upper[i])) return 0;
    for (int j = 0; j < p->n_column; j++)
        if (isnan(p->lower[j]) || isnan(p->upper[j]) || !isfinite(p->cost[j])) return 0;
    for (int j = 0; p->quadratic && j < p->n_column; j++)
        if (!(p->quadratic[j] >= 0.0)) return 0;
    return 1;
}

static void *copy(const void *from, size_t count, size_t size)
{
    void *to = malloc((count ? count : 1) * size);
    if (to && count) memcpy(to, from, count * size);
    return to;
}

static void store_clear(dt_lp_store *s)
{
    free(s->start);
    free(s->column);
    free(s->value);
    free(s->row_lower);
    free(s->row_upper);
    free(s->lower);
    free(s->upper);
    free(s->cost);
    free(s->quadratic);
}

/* Turns columns into rows. */
static void fill_rows(dt_lp_store *s, const dt_lp *p)
{
    for (int k = 0; k < p->start[p->n_column]; k++)
        s->start[p->row[k] + 1]++;
    for (int i = 0; i < p->n_row; i++)
        s->start[i + 1] += s->start[i];
    for (int j = 0; j < p->n_column; j++)
        for (int k = p->start[j]; k < p->start[j + 1]; k++) {
            int at = s->start[p->row[k]]++;
            s->column[at] = j;
            s->value[at] = p->value[k];
        }
    for (int i = p->n_row; i > 0; i--)
        s->start[i] = s->start[i - 1];
    s->start[0] = 0;
}

static dt_status store_init(dt_lp_store *s, const dt_lp *p)
{
    size_t n = (size_t)p->n_column, m = (size_t)p->n_row, entries = (size_t)p->start[n];
    *s = (dt_lp_store){.n_row = p->n_row,
                       .n_column = p->n_column,
                       .row_room = p->n_row,
                       .entry_room = (int)entries,
                       .bound_version = 1,
                       .cost_version = 1};
    s->start = calloc(m + 1, sizeof *s->start);
    s->column = malloc((entries + 1) * sizeof *s->column);
    s->value = malloc((entries + 1) * sizeof *s->value);
    s->row_lower = copy(p->row_lower, m, sizeof(double));
    s->row_upper = copy(p->row_upper, m, sizeof(double));
    s->lower = copy(p->lower, n, sizeof(double));
    s->upper = copy(p->upper, n, sizeof(double));
    s->cost = copy(p->cost, n, sizeof(double));
    int has_quadratic = 0;
    for (int j = 0; p->quadratic && j < p->n_column; j++)
        has_quadratic |= p->quadratic[j] > 0.0;
    if (has_quadratic) s->quadratic = copy(p->quadratic, n, sizeof(double));
    if (!s->start || !s->column || !s->value || !s->row_lower || !s->row_upper || !s->lower || !s->upper ||
        !s->cost || (has_quadratic && !s->quadratic))
        return DT_NO_MEMORY;
    fill_rows(s, p);
    return DT_OK;
}

/* Room in the arrays of the point for all rows. */
static dt_status point_room(dt_lp_solver *solver)
{
    dt_lp_point *p = &solver->point;
    size_t n = (size_t)solver->store.n_column + 1, m = (size_t)solver->store.n_row + 1;
    if (!p->x) p->x = calloc(n, sizeof *p->x);
    if (!p->reduced_cost) p->reduced_cost = calloc(n, sizeof *p->reduced_cost);
    if (!p->x || !p->reduced_cost) return DT_NO_MEMORY;
    if (solver->point_rows >= solver->store.n_row + 1) return DT_OK;
    double **array[] = {&p->row_value, &p->row_dual, &p->ray};
    for (int a = 0; a < 3; a++) {
        double *larger = realloc(*array[a], m * sizeof *larger);
        if (!larger) return DT_NO_MEMORY;
        *array[a] = larger;
    }
    solver->point_rows = (int)m;
    return DT_OK;
}

dt_status dt_lp_create(const dt_lp *problem, dt_lp_solver **out)
{
    if (!is_sound(problem)) return DT_INPUT;
    dt_lp_solver *solver = calloc(1, sizeof *solver);
    if (!solver) return DT_NO_MEMORY;
    dt_status status = store_init(&solver->store, problem);
    if (status == DT_OK) status = point_room(solver);
    if (status != DT_OK) {
        dt_lp_free(solver);
        return status;
    }
    *out = solver;
    return DT_OK;
}

void dt_lp_free(dt_lp_solver *solver)
{
    if (!solver) return;
    dt_lp_clp_free(solver->clp);
    store_clear(&solver->store);
    free(solver->point.x);
    free(solver->point.row_value);
    free(solver->point.row_dual);
    free(solver->point.reduced_cost);
    free(solver->point.ray);
    free(solver);
}

int dt_lp_rows(const dt_lp_solver *solver)
{
    return solver->store.n_row;
}

int dt_lp_columns(const dt_lp_solver *solver)
{
    return solver->store.n_column;
}

static dt_status enlarge(void *array_of_pointer, size_t count, size_t size)
{
    void **array = array_of_pointer;
    void *larger = realloc(*array, (count + 1) * size);
    if (!larger) return DT_NO_MEMORY;
    *array = larger;
    return DT_OK;
}

static dt_status store_room(dt_lp_store *s, int rows, int entries)
{
    if (rows > s->row_room) {
        size_t room = (size_t)rows + (size_t)rows / 2;
        DT_TRY(enlarge(&s->start, room, sizeof *s->start));
        DT_TRY(enlarge(&s->row_lower, room, sizeof *s->row_lower));
        DT_TRY(enlarge(&s->row_upper, room, sizeof *s->row_upper));
        s->row_room = (int)room;
    }
    if (entries > s->entry_room) {
        size_t room = (size_t)entries + (size_t)entries / 2;
        DT_TRY(enlarge(&s->column, room, sizeof *s->column));
        DT_TRY(enlarge(&s->value, room, sizeof *s->value));
        s->entry_room = (int)room;
    }
    return DT_OK;
}

dt_status dt_lp_add_rows(dt_lp_solver *solver, const dt_lp_new_rows *rows)
{
    dt_lp_store *s = &solver->store;
    int count = rows->count, base = rows->start[0], entries = rows->start[count] - base;
    int first = s->start[s->n_row];
    for (int k = base; k < base + entries; k++)
        if (rows->column[k] < 0 || rows->column[k] >= s->n_column || !isfinite(rows->value[k]))
            return DT_INPUT;
    DT_TRY(store_room(s, s->n_row + count, first + entries));
    if (entries > 0) {
        memcpy(s->column + first, rows->column + base, (size_t)entries * sizeof *s->column);
        memcpy(s->value + first, rows->value + base, (size_t)entries * sizeof *s->value);
    }
    for (int i = 0; i < count; i++) {
        s->start[s->n_row + i + 1] = first + rows->start[i + 1] - base;
        s->row_lower[s->n_row + i] = rows->lower[i];
        s->row_upper[s->n_row + i] = rows->upper[i];
    }
    s->n_row += count;
    return point_room(solver);
}

void dt_lp_set_row(dt_lp_solver *solver, int row, double lower, double upper)
{
    solver->store.row_lower[row] = lower;
    solver->store.row_upper[row] = upper;
    solver->store.bound_version++;
}

void dt_lp_set_column(dt_lp_solver *solver, int column, double lower, double upper)
{
    solver->store.lower[column] = lower;
    solver->store.upper[column] = upper;
    solver->store.bound_version++;
}

void dt_lp_set_cost(dt_lp_solver *solver, int column, double cost)
{
    solver->store.cost[column] = cost;
    solver->store.cost_version++;
}

dt_status dt_lp_set_entry(dt_lp_solver *solver, int row, int column, double value)
{
    dt_lp_store *s = &solver->store;
    for (int k = s->start[row]; k < s->start[row + 1]; k++) {
        if (s->column[k] != column) continue;
        if (s->value[k] != value) dt_lp_clp_set_entry(solver->clp, row, column, value);
        s->value[k] = value;
        return DT_OK;
    }
    return DT_INPUT;
}

static dt_lp_options with_defaults(const dt_lp_options *options)
{
    dt_lp_options o = options ? *options : (dt_lp_options){0};
    if (!(o.tolerance > 0.0)) o.tolerance = 1e-9;
    if (!(o.accept > 0.0)) o.accept = 1e-6;
    return o;
}

/* Solves by one method; an answer that does not pass the check counts as stopped. */
static dt_status solve_by(dt_lp_solver *solver, dt_lp_method method, const dt_lp_options *options,
                          dt_lp_answer *a)
{
    int before = a->iterations;
    *a = (dt_lp_answer){.outcome = DT_LP_STOPPED, .iterations = 0};
    if (method == DT_LP_INTERIOR)
        DT_TRY(dt_lp_interior_solve(&solver->store, options, &solver->point, a));
    else
        DT_TRY(dt_lp_clp_solve(&solver->clp, &solver->store, options, &solver->point, a));
    a->iterations += before;
    if (a->outcome == DT_LP_OPTIMAL && !dt_lp_is_accepted(a, options->accept)) a->outcome = DT_LP_STOPPED;
    return DT_OK;
}

dt_status dt_lp_solve(dt_lp_solver *solver, const dt_lp_options *options, dt_lp_answer *answer)
{
    dt_lp_options o = with_defaults(options);
    dt_lp_answer a = {.outcome = DT_LP_STOPPED};
    int is_interior = o.method == DT_LP_INTERIOR || (o.method == DT_LP_AUTO && solver->store.quadratic);
    DT_TRY(point_room(solver));
    DT_TRY(solve_by(solver, is_interior ? DT_LP_INTERIOR : DT_LP_SIMPLEX, &o, &a));
    if (is_interior && o.method == DT_LP_AUTO && a.outcome != DT_LP_OPTIMAL)
        DT_TRY(solve_by(solver, DT_LP_TANGENT, &o, &a));
    a.x = solver->point.x;
    a.row_value = solver->point.row_value;
    a.row_dual = solver->point.row_dual;
    a.reduced_cost = solver->point.reduced_cost;
    *answer = a;
    return DT_OK;
}

dt_status dt_lp_basis_get(dt_lp_solver *solver, unsigned char *basis)
{
    return dt_lp_clp_basis_get(&solver->clp, &solver->store, basis);
}

dt_status dt_lp_basis_set(dt_lp_solver *solver, const unsigned char *basis)
{
    return dt_lp_clp_basis_set(&solver->clp, &solver->store, basis);
}
