/* The linear program of a plan: hours side by side, coupled by loads, stores, ramps and capacities.
 *
 * Columns: the extra loads and the capacities of every stage, then for each sp (stage * n_period + period)
 * the same row of columns: dispatch and shedding as in grid/columns.h, curtailment of each extra load, three
 * for each store (in, out, held), and those of what may be built. Rows: the balances of the islands of every
 * sp first, then all others as they are added; `tag` says what each is. Limits of flows come last, where they
 * broke. */
#ifndef DT_GRID_PERIOD_H
#define DT_GRID_PERIOD_H

#include "detente/grid_plan.h"
#include "grid/columns.h"
#include "grid/network.h"
#include "solve/lp.h"

/* A column of one period. Curtailment injects along the shares of its load instead of at buses. */
typedef struct dt_period_column {
    int bus[2]; /* -1: nowhere */
    double inject[2];
    int load;               /* that is curtailed; -1 */
    double cost, quadratic; /* USD/MWh */
    double emission;        /* t/MWh */
} dt_period_column;

/* Where a store's columns begin, existing or built: in, out, held. */
typedef struct dt_store_at {
    int column, bus, candidate; /* candidate -1: existing */
    double eff_in, eff_out, initial;
    int is_free;
} dt_store_at;

/* What a row belongs to; sp -1: it only ties columns together and is no limit to report. */
typedef struct dt_row_tag {
    dt_grid_bind kind;
    int element, sp;
} dt_row_tag;

/* A limit of a flow as a row; outage -1 for the flow itself. */
typedef struct dt_period_limit {
    int sp, branch, outage, candidate; /* candidate: line whose capacity widens it; -1 */
    double factor, low, high;          /* of the flow, MW */
    int next;                          /* of the same sp; -1 */
} dt_period_limit;

/* Rows that wait to be added. */
typedef struct dt_rows {
    int count, room, used, entry_room;
    int *start, *column;
    double *value, *lower, *upper;
    dt_row_tag *tag;
    dt_status status;
} dt_rows;

typedef struct dt_period_program {
    const dt_grid *grid;
    const dt_grid_plan *plan;
    dt_grid_periods periods; /* one period where the plan has none */
    const dt_grid_stage *stage;
    dt_grid_stage one;
    int n_stage, n_period, n_sp;
    dt_network *network;
    dt_columns *columns;
    /* columns */
    int n_base, width, n_store, first_capacity, first_period, n_column;
    dt_period_column *column;
    int *candidate_at; /* per candidate: its column of a period; -1 for lines */
    dt_store_at *store;
    double *lower, *upper, *cost, *quadratic; /* per column of the program */
    double *fixed;                            /* sp by bus, MW injected without columns */
    double *most;                             /* sp by generator, MW */
    double constant;                          /* USD */
    double scale;                             /* of the objective */
    /* rows */
    dt_lp_solver *lp;
    int n_tag;
    dt_row_tag *tag; /* of the rows behind the balances and before the limits */
    int n_limit, limit_room;
    dt_period_limit *limit;
    int *limit_of; /* per sp: newest of its limits; -1 */
    int first_limit;
    int *line_candidate; /* per branch; -1 */
    double **factor;     /* per branch: transfer factors by bus, where they were needed; or NULL */
    double *shift_flow;  /* per branch: flow without injections, MW */
    signed char *is_bridge;
    /* scratch, per bus or branch */
    double *injection, *angle, *flow, *all_flow, *response;
} dt_period_program;

/* period.c */
dt_status dt_period_create(const dt_grid *grid, const dt_grid_plan *plan, dt_period_program **out,
                           dt_diagnostics *diagnostics);
void dt_period_free(dt_period_program *p);
/* Columns of the program. */
int dt_period_load(const dt_period_program *p, int stage, int load);
int dt_period_capacity(const dt_period_program *p, int stage, int candidate);
int dt_period_at(const dt_period_program *p, int sp, int column);
/* Hours a year that a period stands for; and what a USD in it counts. */
double dt_period_weight(const dt_period_program *p, int period);
double dt_period_worth(const dt_period_program *p, int sp);
/* Share of an existing or built generator's size that it can give. */
double dt_period_available(const dt_period_program *p, int candidate, int period);
/* The period before in its block, or the block's last one for its first; is_first says which. */
int dt_period_before(const dt_period_program *p, int period, int *is_first);

/* period_rows.c: all rows but limits of flows. */
dt_status dt_period_rows(dt_period_program *p);
void dt_rows_open(dt_rows *rows, double lower, double upper, dt_grid_bind kind, int element, int sp);
void dt_rows_put(dt_rows *rows, int column, double value);
/* Adds them to the program and empties `rows`. */
dt_status dt_rows_flush(dt_rows *rows, dt_lp_solver *lp);
void dt_rows_clear(dt_rows *rows);
/* storage_rows.c: rows of stores. */
void dt_storage_rows(const dt_period_program *p, dt_rows *rows);

/* period_solve.c: solves, adding limits until none is broken. */
dt_status dt_period_solve(dt_period_program *p, double time_limit, dt_lp_answer *answer, int *n_round);
/* Injection per bus of an sp at a point. */
void dt_period_injection(const dt_period_program *p, int sp, const double *x, double *injection);
/* Transfer factors of a branch; NULL without memory. */
const double *dt_period_factor(dt_period_program *p, int branch);

/* period_result.c */
dt_status dt_period_result(dt_period_program *p, const dt_lp_answer *answer, dt_grid_plan_result *out);

#endif
