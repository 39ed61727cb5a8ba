/* Inside of a session: network, columns, and programs whose rows are limits that were met so far. */
#ifndef DT_GRID_SESSION_H
#define DT_GRID_SESSION_H

#include "grid/columns.h"
#include "grid/network.h"
#include "solve/lp.h"

/* A limit as a row: flow[branch] + factor * flow[outage]; outage -1 for the flow itself. */
typedef struct dt_limit_row {
    int branch, outage;
    double factor, low, high;
} dt_limit_row;

/* What a program seeks. */
typedef enum dt_goal { DT_GOAL_COST, DT_GOAL_HOST, DT_GOAL_SHED, DT_GOAL_RELIEF, DT_GOAL_NONE } dt_goal;

/* A linear program over the columns: one balance row an island, then limit rows as they were added. */
typedef struct dt_program {
    dt_goal goal;
    double scale; /* of the objective: USD/h or MW per unit */
    dt_lp_solver *lp;
    int n_limit, room;
    dt_limit_row *limit;
    int state;              /* number of the session's state that bounds and entries follow */
    int is_home, is_primal; /* of goal HOST: the extra load is held at 0; the next solution starts primal */
} dt_program;

struct dt_grid_session {
    const dt_grid *grid;
    dt_grid_opf_options options;
    dt_network *network;
    dt_columns *columns;
    int n_site, state; /* state counts changes, load_state those that move what is feasible without a site */
    int load_state;
    int *site_bus;
    double *site_share, site_mw;
    dt_program cost, host;
    unsigned char *home; /* basis of `host` without extra load, feasible for all limits */
    int home_limits, home_state;
    signed char *is_bridge; /* per branch; -1: not looked at; NULL without security */
    /* scratch and derived, per bus or branch */
    double *injection, *angle, *row, *flow;
    double *base_flow; /* with columns at 0, MW */
    double *site_flow; /* per MW of extra load */
    int base_state;
};

/* An answer in terms of columns and limits, whatever the form it was found in. */
typedef struct dt_dispatch {
    const double *x;      /* per column */
    double *lmp, *energy; /* per bus */
    double *branch_price; /* per branch: rise of the objective per MW of the flow's bound */
    const dt_limit_row *limit;
    const double *limit_price; /* of each limit row */
    int n_limit;
    double scale;
} dt_dispatch;

/* program.c */
dt_status dt_program_create(dt_grid_session *session, dt_goal goal, dt_program *program);
void dt_program_clear(dt_program *program);
/* Adds limits as rows; with goal RELIEF those after outages bend by the relief column. */
dt_status dt_program_add(dt_grid_session *session, dt_program *program, int count, const dt_limit_row *limit);
/* Brings bounds and the site's entries up to date after a change of loads or of the site. */
dt_status dt_program_renew(dt_grid_session *session, dt_program *program);
/* Injection of all buses at a point. */
void dt_session_injection(const dt_grid_session *session, const double *x, double *injection);
/* Flows with all columns at 0 and of the site, as far as they are out of date. */
void dt_session_base(dt_grid_session *session);

/* security.c: the worst broken limits at the flows of the session, `most` at most, that `program` does not
 * hold yet; with goal NONE only those after outages. */
dt_status dt_session_violations(dt_grid_session *session, const dt_program *program, int most,
                                dt_limit_row *worst, int *count);
/* Called for each pair after each outage that is not a bridge's. */
typedef struct dt_outage {
    int branch;             /* that is out */
    const double *response; /* angle per bus */
    double own_share;
} dt_outage;
double dt_outage_factor(const dt_network *network, const dt_outage *outage, int branch);

/* lazy.c: solves a program, adding limits until none is broken. */
typedef struct dt_lazy_result {
    dt_lp_answer answer;
    int n_round, is_crowded; /* 1: stopped because the rows became too many */
} dt_lazy_result;
dt_status dt_lazy_solve(dt_grid_session *session, dt_program *program, int most_rows, dt_lazy_result *out);
/* host.c: brings the program of the greatest extra load to where it starts: no extra load, within all limits.
 * Not optimal in `out` if there is no such point. */
dt_status dt_host_begin(dt_grid_session *session, dt_lazy_result *out);

/* flow_form.c: the same problem with all angles and flows. */
dt_status dt_flow_form_solve(dt_grid_session *session, dt_lp_method method, dt_grid_opf *result);

/* opf_result.c */
dt_status dt_opf_allocate(const dt_grid_session *session, dt_grid_opf *result);
dt_status dt_opf_fill(dt_grid_session *session, const dt_dispatch *dispatch, dt_grid_opf *result);
dt_status dt_opf_from_program(dt_grid_session *session, const dt_program *program,
                              const dt_lazy_result *solved, dt_grid_opf *result);
/* diagnose.c: which limits conflict, and how much load would have to go. */
dt_status dt_opf_diagnose(dt_grid_session *session, const dt_program *program, const double *ray,
                          dt_grid_opf *result);

#endif
