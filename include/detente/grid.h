/* Power networks: reading and writing MATPOWER cases, linear optimal power flow, security, AC check.
 *
 * A dt_grid holds a case as it was read, in MW, MVAr, kV, per unit and degrees, with buses, branches,
 * generators and direct-current lines in the order of the file; numbers of buses are labels, everything
 * refers to positions. dt_grid_finish says what is in service and which buses hang together; after it a grid
 * is not changed and may be shared by threads. Objects are freed with the function named; arguments are
 * borrowed.
 *
 * The linear model exists in two conventions that differ by up to a quarter in cost where lines are full:
 * PowerModels (susceptance x / (r^2 + x^2), taps and shifters ignored; that of the published costs of PGLib)
 * and MATPOWER (susceptance 1 / (x tap), shifters counted). In both the conductance of shunts is load at
 * 1 p.u. and limits on angles hold. Results name the convention.
 *
 * A price at a bus is the rise of the least cost in USD/h when the load there rises by 1 MW. */
#ifndef DETENTE_GRID_H
#define DETENTE_GRID_H

#include <stddef.h>

#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Bytes of a name with its end. */
enum { DT_GRID_NAME = 48 };

/** Which linear model: see above. */
typedef enum dt_grid_convention { DT_GRID_POWERMODELS, DT_GRID_MATPOWER } dt_grid_convention;
/** "powermodels" or "matpower". Static storage. */
const char *dt_grid_convention_name(dt_grid_convention convention);

/** Types of buses as in case files: the kind of its power flow, or out of service. */
enum { DT_GRID_PQ = 1, DT_GRID_PV = 2, DT_GRID_REFERENCE = 3, DT_GRID_OUT = 4 };

/** A bus, with its load and shunt. */
typedef struct dt_grid_bus {
    int number; /* label in the file */
    int type;
    double pd, qd; /* load: MW, MVAr; may be negative */
    double gs, bs; /* shunt: MW, MVAr at 1 p.u. */
    double vm, va; /* p.u., degrees */
    double base_kv, vmax, vmin;
    int area, zone;
    char name[DT_GRID_NAME]; /* "" if the file has none */
    int line;                /* in the file; 0 if made in memory */
    int is_in, island;       /* set by dt_grid_finish; island -1 if out */
} dt_grid_bus;

/** A line or transformer. */
typedef struct dt_grid_branch {
    int from, to;                  /* positions of buses; -1: the bus does not exist */
    double r, x, b;                /* p.u. */
    double rate_a, rate_b, rate_c; /* MVA; 0: no limit */
    double ratio, angle;           /* tap at the from side, 0 is 1; shift in degrees */
    double angmin, angmax;         /* degrees; -360 and 360: no limit */
    int status, line, is_in;
} dt_grid_branch;

/** A cost curve in USD/h over MW. */
typedef struct dt_grid_cost {
    int model; /* 0: none, 1: points of a piecewise linear curve, 2: polynomial */
    double startup, shutdown;
    int count;     /* of points or of coefficients */
    double *value; /* x1, y1, x2, y2, ... or coefficients, highest power first; owned by the grid */
} dt_grid_cost;

/** A generator, or with negative output a load that may be dispatched. */
typedef struct dt_grid_generator {
    int bus;
    double pg, qg, qmax, qmin; /* MW, MVAr */
    double vg, mbase, pmax, pmin;
    double ramp_10, ramp_30; /* MW; 0: not given */
    dt_grid_cost cost, reactive_cost;
    char name[DT_GRID_NAME], fuel[DT_GRID_NAME]; /* "" if the file has none */
    int status, line, is_in;
} dt_grid_generator;

/** A direct-current line: sends pf, delivers pf - loss0 - loss1 * pf. */
typedef struct dt_grid_dcline {
    int from, to;
    double pf, pt, qf, qt, vf, vt; /* MW, MVAr, p.u. */
    double pmin, pmax;             /* MW at the from side */
    double qminf, qmaxf, qmint, qmaxt;
    double loss0, loss1; /* MW, MW per MW */
    dt_grid_cost cost;
    int status, line, is_in;
} dt_grid_dcline;

/** A case. Plain data; what dt_grid_finish sets is not changed afterwards. */
typedef struct dt_grid {
    char name[DT_GRID_NAME];
    double base_mva;
    int n_bus, n_branch, n_generator, n_dcline;
    dt_grid_bus *bus;
    dt_grid_branch *branch;
    dt_grid_generator *generator;
    dt_grid_dcline *dcline;
    int n_island;   /* set by dt_grid_finish */
    int *reference; /* position of each island's reference bus; set by dt_grid_finish */
} dt_grid;

/** An empty grid of the given size: everything 0, in service, without limits; base 100 MVA. */
dt_status dt_grid_create(int n_bus, int n_branch, int n_generator, int n_dcline, dt_grid **out);
/** Frees a grid; NULL is allowed. */
void dt_grid_free(dt_grid *grid);
/** A copy, to be freed by the caller. */
dt_status dt_grid_copy(const dt_grid *grid, dt_grid **out);
/** Sets a cost curve: copies `count` points (2 numbers each) or coefficients. */
dt_status dt_grid_set_cost(dt_grid_cost *cost, int model, int count, const double *value);
/** Checks a grid and works out what is in service, islands and their references. Findings carry lines of
 * `path`, which may be NULL. DT_INPUT if it cannot be computed with. */
dt_status dt_grid_finish(dt_grid *grid, const char *path, dt_diagnostics *diagnostics);

/** Reads a MATPOWER case (.m, versions 1 and 2, as found in the wild) and finishes it. What is ignored is
 * reported as a warning; what cannot be understood is an error with its place. */
dt_status dt_grid_load(const char *path, dt_grid **out, dt_diagnostics *diagnostics);
/** The same from text in memory; `path` is used in findings only. */
dt_status dt_grid_parse(const char *text, size_t length, const char *path, dt_grid **out,
                        dt_diagnostics *diagnostics);
/** Writes a MATPOWER case of version 2. Reading it gives the same grid. */
dt_status dt_grid_save(const dt_grid *grid, const char *path, dt_diagnostics *diagnostics);
/** A case as text, or as JSON; to be freed with dt_free. */
dt_status dt_grid_format(const dt_grid *grid, char **text);
dt_status dt_grid_format_json(const dt_grid *grid, char **text);

/** Position of the bus with a number; -1 if there is none. */
int dt_grid_find_bus(const dt_grid *grid, int number);

/** How to find the dispatch. AUTO: power transfer factors added where limits break, and the flow form where
 * they become many; the flow form by interior point for quadratic costs, with tangents where that fails. */
typedef enum dt_grid_method {
    DT_GRID_AUTO,
    DT_GRID_LAZY,         /* rows of transfer factors, added as limits break; simplex */
    DT_GRID_FLOW_SIMPLEX, /* all angles and flows; simplex, with tangents for quadratic costs */
    DT_GRID_FLOW_INTERIOR /* all angles and flows; interior point */
} dt_grid_method;

/** What an optimal power flow is to take into account. */
typedef struct dt_grid_opf_options {
    dt_grid_convention convention;
    dt_grid_method method;
    int is_n1;           /* 1: no outage of one branch may overload another (preventive) */
    int outage_rate;     /* limit after an outage: 0 rate_a, 1 rate_b, 2 rate_c (0 there: rate_a) */
    double shed_cost;    /* USD/MWh of load not served; 0: all load is served */
    int no_dclines;      /* 1: direct-current lines are left out */
    int no_angle_limits; /* 1: limits on angle differences are left out */
    int is_plain;        /* 1: an infeasible case is not diagnosed (quicker where many are tried) */
    double time_limit;   /* s; 0: none */
} dt_grid_opf_options;
/** PowerModels convention, AUTO, no outages, no shedding. */
dt_grid_opf_options dt_grid_opf_defaults(void);

/** How an optimal power flow ended. */
typedef enum dt_grid_outcome {
    DT_GRID_OPTIMAL,
    DT_GRID_INFEASIBLE, /* `conflict` names a least set of limits that cannot hold together */
    DT_GRID_STOPPED     /* limit on time, or residuals too large to be believed */
} dt_grid_outcome;

/** Kinds of limits. */
typedef enum dt_grid_limit_kind {
    DT_GRID_LIMIT_BRANCH,        /* flow; value MW */
    DT_GRID_LIMIT_ANGLE,         /* angle difference, as flow in MW */
    DT_GRID_LIMIT_OUTAGE,        /* flow after the outage of branch `outage` */
    DT_GRID_LIMIT_GENERATOR_MAX, /* output MW */
    DT_GRID_LIMIT_GENERATOR_MIN,
    DT_GRID_LIMIT_DCLINE_MAX, /* MW sent */
    DT_GRID_LIMIT_DCLINE_MIN,
    DT_GRID_LIMIT_LOAD, /* load of the island of bus `element`, MW */
    DT_GRID_LIMIT_SHED  /* load at bus `element`: all is shed */
} dt_grid_limit_kind;
/** For example "branch", "outage", "generator_max". Static storage. */
const char *dt_grid_limit_name(dt_grid_limit_kind kind);

/** A limit that binds, or one of a conflict. */
typedef struct dt_grid_limit {
    dt_grid_limit_kind kind;
    int element;         /* position of the branch, generator, line or bus */
    int outage;          /* position of the branch that is out; -1 if none */
    double value, limit; /* MW, with sign */
    double shadow_price; /* USD/h saved per MW more limit (MW hosted per MW when hosting); >= 0 */
} dt_grid_limit;
/** Bytes of the words on a limit. */
enum { DT_GRID_LIMIT_WORDS = 128 };
/** Its element in words: "branch 3 (bus 1 to 4), branch 2 out", "generator 2 (bus 5)". */
void dt_grid_limit_words(const dt_grid *grid, const dt_grid_limit *limit, char text[DT_GRID_LIMIT_WORDS]);

/** Result of an optimal power flow. Arrays are owned; free with dt_grid_opf_clear. */
typedef struct dt_grid_opf {
    dt_grid_outcome outcome;
    dt_grid_convention convention;
    dt_grid_method method; /* that gave it */
    double objective;      /* USD/h; of a hosting problem the MW hosted */
    double shed_total;     /* MW not served; infeasible case: the least that would have to be shed, NaN if
                            * shedding does not help */
    double extra_load;     /* MW at the site, see dt_grid_session_site */
    double outage_excess; /* infeasible with is_n1: the least common excess over the limits of flows, with and
                           * without outages, that a dispatch needs, MW; NaN if it is not known */
    int n_bus, n_branch, n_generator, n_dcline;
    double *lmp, *energy, *congestion; /* per bus, USD/MWh; lmp = energy + congestion, energy is the price at
                                        * the island's reference bus; 0 if out */
    double *shed, *angle;              /* per bus, MW, radians */
    double *dispatch;                  /* per generator, MW */
    double *flow, *flow_price;         /* per branch, MW at the from side; USD/h per MW of flow limit, signed:
                                        * > 0 at the upper limit. Outages not included */
    double *dc_flow;                   /* per direct-current line, MW sent */
    int n_binding, n_conflict;
    dt_grid_limit *binding, *conflict;          /* greatest shadow price first */
    double balance_residual;                    /* MW, greatest imbalance of a bus */
    double limit_residual;                      /* MW, greatest violation of a limit, outages included */
    double dual_residual, complementarity, gap; /* relative, of the linear or quadratic program */
    int n_round, n_row, n_iteration, n_island, n_bridge;
    double seconds;
} dt_grid_opf;

/** Frees what a result holds and sets it to zero. */
void dt_grid_opf_clear(dt_grid_opf *result);
/** Least-cost dispatch under the network's limits. DT_OK whatever the outcome. `options` may be NULL. */
dt_status dt_grid_opf_solve(const dt_grid *grid, const dt_grid_opf_options *options, dt_grid_opf *result,
                            dt_diagnostics *diagnostics);

/** Many solutions on one grid: one factorisation, one basis. The grid is borrowed until dt_grid_session_free.
 */
typedef struct dt_grid_session dt_grid_session;
dt_status dt_grid_session_create(const dt_grid *grid, const dt_grid_opf_options *options,
                                 dt_grid_session **out, dt_diagnostics *diagnostics);
void dt_grid_session_free(dt_grid_session *session);
/** Changes the load of a bus to `mw`, and the limits of a generator. */
void dt_grid_session_set_load(dt_grid_session *session, int bus, double mw);
void dt_grid_session_set_generator(dt_grid_session *session, int generator, double pmin, double pmax);
/** Where an extra load stands: `count` buses with shares that are positive and add up to 1; and how large it
 * is in dt_grid_session_solve, MW. */
dt_status dt_grid_session_site(dt_grid_session *session, int count, const int *bus, const double *share,
                               double mw);
/** Least cost with the extra load, warm. */
dt_status dt_grid_session_solve(dt_grid_session *session, dt_grid_opf *result);
/** The greatest extra load that can be served at the site with free dispatch and no shedding, warm. Binding
 * limits carry MW hosted per MW of limit; lmp is MW hosted lost per MW of load. */
dt_status dt_grid_session_host(dt_grid_session *session, dt_grid_opf *result);

/** Flows of a given injection (MW per bus; each island's reference takes the rest) without limits: flow per
 * branch in MW, angle per bus in radians; either may be NULL. */
dt_status dt_grid_flow(const dt_grid *grid, dt_grid_convention convention, const double *injection,
                       double *flow, double *angle);
/** Power transfer factors of a branch: MW of flow per MW injected at each bus and taken at the island's
 * reference. row has n_bus numbers. */
dt_status dt_grid_ptdf(const dt_grid *grid, dt_grid_convention convention, int branch, double *row);
/** Line outage factors: MW on each branch per MW that flowed on `outage` before; column has n_branch numbers.
 * DT_NO_SOLUTION if the branch is a bridge. */
dt_status dt_grid_lodf(const dt_grid *grid, dt_grid_convention convention, int outage, double *column);

/** One overload after one outage. */
typedef struct dt_grid_overload {
    int branch, outage;
    double flow, limit; /* MW after the outage */
} dt_grid_overload;
/** What every outage of one branch would do to given flows. Free with dt_grid_screen_clear. */
typedef struct dt_grid_screen {
    int n_overload; /* listed, worst first */
    dt_grid_overload *overload;
    long long n_pair, n_over; /* pairs looked at; pairs over their limit */
    int n_bridge;
    int *bridge;  /* branches whose outage would split the network: skipped */
    double worst; /* greatest |flow| / limit after an outage; 0 if there is no limit */
} dt_grid_screen;
/** Screens all outages without a dense matrix: one solution per outage. At most `most` overloads are listed.
 */
dt_status dt_grid_screen_outages(const dt_grid *grid, const dt_grid_opf_options *options, const double *flow,
                                 int most, dt_grid_screen *out);
void dt_grid_screen_clear(dt_grid_screen *screen);

/** AC power flow by Newton's method from the case's voltages, generators at `dispatch` (NULL: as in the
 * file). Compare with a linear result to see its error. Free with dt_grid_ac_clear. */
typedef struct dt_grid_ac {
    int is_converged, n_iteration;
    double mismatch;           /* MVA, greatest */
    double loss;               /* MW */
    double *vm, *va;           /* per bus, p.u., radians */
    double *pf, *qf, *pt, *qt; /* per branch, MW and MVAr at each end */
    double *slack;             /* per island, MW that the reference generates beyond its dispatch */
} dt_grid_ac;
dt_status dt_grid_ac_solve(const dt_grid *grid, const double *dispatch, dt_grid_ac *out,
                           dt_diagnostics *diagnostics);
void dt_grid_ac_clear(dt_grid_ac *result);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
