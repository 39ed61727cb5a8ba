/* Planning on a power network: how much load for computing it can host, what relieves it, what to build, and
 * the reduction to a supply curve.
 *
 * Everything is one linear program over stages (years) and periods (hours): dispatch, storage, load that may
 * be curtailed, and capacity that may be built, under the linear network of detente/grid.h. Limits of flows,
 * with and without outages, are added where they break. A period is one hour and stands for `weight` hours of
 * a year; runs of hours (days, weeks) are blocks, in which storage and ramps act. Prices are USD per MWh in
 * that hour, undiscounted. Structures are plain data; what they point to is borrowed during a call. */
#ifndef DETENTE_GRID_PLAN_H
#define DETENTE_GRID_PLAN_H

#include "detente/grid.h"
#include "detente/supply_curve.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Hours that are looked at. NULL arrays: the case's own numbers in every period. */
typedef struct dt_grid_periods {
    int n_period;
    const double *weight; /* per period: hours of a year that it stands for; NULL: 1 */
    const int *block;   /* per period: run of hours it belongs to; those of a run stand together; NULL: one */
    const double *load; /* period by bus, MW */
    const double *pmax; /* period by generator, MW; a pmin above it is lowered to it */
} dt_grid_periods;

/** Periods that own their numbers. */
typedef struct dt_grid_profile {
    dt_grid_periods periods;
    double *weight, *load, *pmax;
    int *block;
} dt_grid_profile;
/** Reads hours from a table with one row each. Columns: `hour` (ignored), `weight`, `day` (the block), `load`
 * (factor on all loads), `area N` (MW, shared among the area's buses as in the case), `bus N` (MW),
 * `generator N` (MW, its number in the case), `fuel NAME` (share of pmax of units with this fuel). */
dt_status dt_grid_profile_load(const dt_grid *grid, const char *path, dt_grid_profile *out,
                               dt_diagnostics *diagnostics);
void dt_grid_profile_clear(dt_grid_profile *profile);
/** The `count` blocks (of equal length) that stand best for all: k-medoids on total load and available output
 * by period, each scaled by its greatest value (L. Kaufman and P. Rousseeuw, Finding Groups in Data, 1990,
 * ch. 2: build and swap). The block with the highest load stays in as itself. Weights become those of the
 * blocks that each stands for. DT_INPUT if blocks differ in length. */
dt_status dt_grid_profile_select(const dt_grid *grid, const dt_grid_profile *profile, int count,
                                 dt_grid_profile *out);

/** A store of energy. */
typedef struct dt_grid_storage {
    char name[DT_GRID_NAME];
    int bus;
    double power;  /* MW, in and out */
    double energy; /* MWh */
    double eff_in, eff_out;
    int is_free;    /* 0: ends each block as it began it; 1: begins with `initial`, ends as it likes */
    double initial; /* MWh */
} dt_grid_storage;

/** An extra load. Its buses have fixed shares, positive and adding up to 1. */
typedef struct dt_grid_extra_load {
    char name[DT_GRID_NAME];
    int count;
    const int *bus;
    const double *share;
    const double *mw; /* per stage, where the load is given; NULL where the greatest is sought */
    double worth;     /* weight of its MW in the sum that is made greatest */
    double curtailed; /* share of its energy that may be left out, whenever it helps: 0 is firm */
} dt_grid_extra_load;

/** What may be built. */
typedef enum dt_grid_build {
    DT_GRID_BUILD_GENERATION,
    DT_GRID_BUILD_STORAGE,
    DT_GRID_BUILD_LINE
} dt_grid_build;
typedef struct dt_grid_candidate {
    char name[DT_GRID_NAME];
    dt_grid_build kind;
    int element;                /* bus; branch of a line, whose limit grows while its reactance stays */
    double fixed_cost;          /* USD per MW and year, or per MWh of storage that has `hours` 0 */
    double variable_cost;       /* USD/MWh */
    const double *availability; /* per period, 0 to 1; NULL: 1 */
    double hours;               /* of storage: MWh per MW; 0: its size is MWh and its power not limited */
    double eff_in, eff_out;     /* of storage */
    int is_free;                /* as in dt_grid_storage, empty at first */
    double emission;            /* t CO2 per MWh */
    double firm;                /* share that counts for the planning margin */
    double most;                /* MW in all */
    double most_per_year;       /* MW ordered in a year; 0: no limit */
    double lead_years;          /* from order to use */
    double unit;                /* MW of one piece, of which only whole ones are built; 0: any size */
} dt_grid_candidate;

/** A year, or several like it. */
typedef struct dt_grid_stage {
    double year;          /* orders begin in dt_grid_plan.start_year */
    double years;         /* that it stands for */
    double discount;      /* factor on its costs */
    double demand_factor; /* on all loads of the case */
    double carbon_cap;    /* t a year; INFINITY: none */
} dt_grid_stage;

/** Candidates, and years, that own their numbers. */
typedef struct dt_grid_candidates {
    int count;
    dt_grid_candidate *item;
    double *availability; /* candidate by period, or NULL */
} dt_grid_candidates;
/** Reads candidates from a table. Columns: `name`, `kind` (generation, storage, line), `place` (number of the
 * bus, or of the branch in the case), `fixed_usd_per_mw_year`; and where they are wanted
 * `variable_usd_per_mwh`, `like` (number of the generator whose hourly limits it shares, as a share of pmax),
 * `hours`, `efficiency` (in, and again out), `emission_t_per_mwh`, `firm`, `most_mw`, `most_mw_per_year`,
 * `lead_years`, `unit_mw`. An empty field is as if the column were not there. */
dt_status dt_grid_candidates_load(const dt_grid *grid, const dt_grid_profile *profile, const char *path,
                                  dt_grid_candidates *out, dt_diagnostics *diagnostics);
void dt_grid_candidates_clear(dt_grid_candidates *candidates);

/** Called now and then during long work. */
typedef struct dt_grid_watch {
    void (*on_progress)(void *context, const char *what, int done, int total);
    void *context;
    const volatile int *stop; /* becomes 1: finish what was found so far */
} dt_grid_watch;

/** Years with the load that is to be hosted. */
typedef struct dt_grid_path {
    int n_stage;
    dt_grid_stage *stage;
    double *mw; /* per stage */
} dt_grid_path;
/** Reads a table with the columns `year` (ascending), `load_mw`, and if wanted `demand_factor` and
 * `carbon_cap_t`. A year stands for the years up to the next; the last for as many as the one before. Costs
 * are discounted at `rate` a year. */
dt_status dt_grid_path_load(const char *path, double rate, dt_grid_path *out, dt_diagnostics *diagnostics);
void dt_grid_path_clear(dt_grid_path *path);

/** The whole problem. Zero-initialise, set what is needed. */
typedef struct dt_grid_plan {
    dt_grid_opf_options opf;
    const dt_grid_periods *periods; /* NULL: one hour of the case */
    int n_stage;                    /* 0: one year at full cost */
    const dt_grid_stage *stage;
    double start_year;
    int n_load, n_storage, n_candidate;
    const dt_grid_extra_load *load;
    const dt_grid_storage *storage;
    const dt_grid_candidate *candidate;
    const double *ramp;               /* per generator: MW per hour; 0: no limit; NULL: none */
    const double *initial;            /* per generator: MW before the first period; NULL: free */
    const double *emission;           /* per generator: t CO2 per MWh; NULL: 0 */
    const double *firm;               /* per generator: share of pmax that counts for the margin; NULL: 1 */
    double reserve_mw, reserve_share; /* output kept free in every hour: MW, and a share of the load */
    int has_margin;                   /* 1: firm capacity must exceed the greatest load by `margin` */
    double margin;
    int is_most_load; /* 1: make the worth of the loads as large as can be; 0: least cost */
    const dt_grid_watch *watch;
    double time_limit; /* s; 0: none */
    int most_node;     /* branch and bound; 0: 10000 */
} dt_grid_plan;

/** Most limits and reliefs that are kept of a site; bytes of the words on a conflict. */
enum { DT_GRID_HOST_BOUNDS = 6, DT_GRID_HOST_RELIEFS = 8, DT_GRID_CONFLICT = 400 };

/** What a limit of a plan belongs to. */
typedef enum dt_grid_bind {
    DT_GRID_BIND_LINE,
    DT_GRID_BIND_ANGLE,
    DT_GRID_BIND_OUTAGE,
    DT_GRID_BIND_GENERATION,
    DT_GRID_BIND_MUST_RUN,
    DT_GRID_BIND_DCLINE,
    DT_GRID_BIND_RESERVE,
    DT_GRID_BIND_RAMP,
    DT_GRID_BIND_STORAGE,
    DT_GRID_BIND_CURTAILMENT,
    DT_GRID_BIND_MARGIN,
    DT_GRID_BIND_CARBON,
    DT_GRID_BIND_BUILD,
    DT_GRID_BIND_COUNT
} dt_grid_bind;
/** For example "line" or "outage". Static storage. */
const char *dt_grid_bind_name(dt_grid_bind kind);

/** A limit that binds in some periods. */
typedef struct dt_grid_bound {
    dt_grid_bind kind;
    int element, outage; /* position of branch, generator, line, storage, load or candidate; -1: none */
    int n_period;        /* in which it binds */
    double limit;        /* MW (t for carbon, MWh for curtailment); of the first period */
    double value;        /* objective gained per unit more of the limit in all periods; >= 0 */
} dt_grid_bound;

/** Result. Arrays are owned; free with dt_grid_plan_clear. sp is stage * n_period + period. */
typedef struct dt_grid_plan_result {
    dt_grid_outcome outcome;
    double objective; /* USD over all stages, discounted; MW times worth */
    int n_stage, n_period, n_bus, n_branch, n_generator, n_dcline, n_load, n_candidate, n_storage;
    double *load;         /* stage by load, MW */
    double *curtailed;    /* stage by load, share of its energy */
    double *load_price;   /* stage by load: rise of the objective per MW more of a given load, USD a year */
    double *capacity;     /* stage by candidate, MW in use */
    double *emission;     /* per stage, t a year */
    double *carbon_price; /* per stage, USD/t */
    double *shed;         /* per stage, MWh a year */
    double *dispatch;     /* sp by generator, MW */
    double *built;   /* sp by candidate: output; of storage what it gives less what it takes; of lines 0 */
    double *store;   /* sp by storage: MWh held at the end */
    double *flow;    /* sp by branch, MW */
    double *dc_flow; /* sp by direct-current line, MW */
    double *lmp;     /* sp by bus, USD/MWh (of a greatest load: MW lost per MW in that hour) */
    int n_bound;
    dt_grid_bound *bound;                    /* greatest value first */
    double balance_residual, limit_residual; /* MW */
    double dual_residual, complementarity, gap;
    double bound_gap; /* with whole units: distance to the proven bound, relative; 0 without */
    int n_round, n_row, n_iteration, n_node;
    double seconds;
} dt_grid_plan_result;
void dt_grid_plan_clear(dt_grid_plan_result *result);

/** Solves a plan, whole units of candidates included. DT_OK whatever the outcome. `result` is empty but for
 * its outcome if there is no solution. */
dt_status dt_grid_plan_solve(const dt_grid *grid, const dt_grid_plan *plan, dt_grid_plan_result *result,
                             dt_diagnostics *diagnostics);

/** Why a plan has no solution, in words: the requirements without which, each alone, it has one, and how much
 * load would have to be shed. `text` is empty if the plan has a solution. */
dt_status dt_grid_plan_conflict(const dt_grid *grid, const dt_grid_plan *plan, char text[DT_GRID_CONFLICT]);

/** The largest load L of constant size that a system hosts whose demand may not pass `threshold`, if a share
 * `curtailed` of L's energy may be left out: sum max(0, demand + L - threshold) = curtailed L n, exactly, by
 * walking the segments (method of the Duke headroom study of 2025, one threshold). */
double dt_grid_headroom(const double *demand, int n, double threshold, double curtailed);

/** Costs of what relieves a site, USD per MW and year; and how long each takes. */
typedef struct dt_grid_relief_cost {
    double line, generation, storage, flexibility;
    double line_years, generation_years, storage_years;
} dt_grid_relief_cost;
/** Round figures for a first look: line 60,000, generation 110,000, storage 90,000, flexibility 25,000; they
 * are inputs, not findings. */
dt_grid_relief_cost dt_grid_relief_defaults(void);

/** Something that relieves a site. */
typedef enum dt_grid_relief_kind {
    DT_GRID_RELIEF_LINE,
    DT_GRID_RELIEF_GENERATION,
    DT_GRID_RELIEF_SITE_GENERATION,
    DT_GRID_RELIEF_STORAGE,
    DT_GRID_RELIEF_FLEXIBILITY
} dt_grid_relief_kind;
const char *dt_grid_relief_name(dt_grid_relief_kind kind);
typedef struct dt_grid_relief {
    dt_grid_relief_kind kind;
    int element;         /* branch or generator; -1: at the site */
    double gain;         /* MW hosted per MW of relief, from the duals */
    double step, gained; /* MW of relief tried, and MW hosted more with it: solved again */
    double cost;         /* USD per year and MW hosted, from what was gained */
    double years;        /* until it is there */
} dt_grid_relief;

/** Where a load may stand. */
typedef struct dt_grid_site {
    char name[DT_GRID_NAME];
    int count;
    const int *bus;
    const double *share;
} dt_grid_site;

/** What one site can host. */
typedef struct dt_grid_host {
    dt_grid_outcome outcome;
    double mw;
    int n_bound;
    dt_grid_bound bound[DT_GRID_HOST_BOUNDS]; /* value: MW hosted per MW of limit */
    int n_relief;
    dt_grid_relief relief[DT_GRID_HOST_RELIEFS]; /* cheapest first */
} dt_grid_host;

/** What hosting is asked for. */
typedef struct dt_grid_hosting_options {
    dt_grid_plan plan; /* network, periods, storage, reserve, watch; its loads and candidates are not used */
    double curtailed;  /* share of the site's energy that may be left out */
    int has_relief;    /* 1: find what relieves each site */
    dt_grid_relief_cost cost;
} dt_grid_hosting_options;

/** Hosting capacities. Free with dt_grid_hosting_clear. */
typedef struct dt_grid_hosting {
    int is_base_secure; /* 0: limits (with is_n1 after outages) cannot hold even without extra load */
    double base_excess; /* then: MW of common excess over limits after outages that no dispatch avoids; NaN if
                         * not known */
    double base_shed;   /* then: least load to shed, MW; NaN if that does not help */
    int n_site, n_done; /* n_done < n_site after an interruption */
    dt_grid_host *site; /* in the order given */
    double seconds;
} dt_grid_hosting;
void dt_grid_hosting_clear(dt_grid_hosting *hosting);
/** Finds what each site can host by itself. Snapshots share one factorisation and one basis. */
dt_status dt_grid_hosting_find(const dt_grid *grid, const dt_grid_hosting_options *options, int n_site,
                               const dt_grid_site *site, dt_grid_hosting *out);
/** The same, and where the case without extra load is not N-1 secure, once more without outages: then
 * options->plan.opf.is_n1 becomes 0, and `*excess` (else 0) is the overload in MW that no dispatch avoids. */
dt_status dt_grid_hosting_find_any(const dt_grid *grid, dt_grid_hosting_options *options, int n_site,
                                   const dt_grid_site *site, dt_grid_hosting *out, double *excess);
/** Sites of a hosting in the order of what they host, most first; equal ones as they were given.
 * order[n_done]. */
void dt_grid_hosting_rank(const dt_grid_hosting *hosting, int *order);

/** A point of the cost of a load: C(mw) and its slope to the right. */
typedef struct dt_grid_curve_point {
    double mw, cost, slope;       /* MW, USD/h (mean over all hours), USD/MWh */
    double error;                 /* greatest excess of the chord to the next point, USD/h */
    char binding[DT_SUPPLY_TEXT]; /* what binds at its upper end */
} dt_grid_curve_point;

/** The least cost of a load at a site, convex and piecewise linear. Free with dt_grid_curve_clear. */
typedef struct dt_grid_curve {
    int n_point;
    dt_grid_curve_point *point;
    double hosted; /* MW at most */
    double error;  /* greatest excess of chords over the true cost, over the cost added in all */
    int is_exact;  /* 1: the points are all its kinks */
    int n_solve;
    double seconds;
} dt_grid_curve;
void dt_grid_curve_clear(dt_grid_curve *curve);
/** Builds it from chords and tangents: between two points the tangents bound it from below and the chord from
 * above, so each solution halves what is not known, and the band is certified. At most `pieces` chords (0:
 * until exact, or 4096). Options as for hosting; costs above `most_price` (USD/MWh; 0: none) end the curve.
 */
dt_status dt_grid_curve_find(const dt_grid *grid, const dt_grid_hosting_options *options,
                             const dt_grid_site *site, int pieces, double most_price, dt_grid_curve *out);
/** Greatest excess of `rough` over `exact`, over the cost added in all: the measured error of a reduction. */
double dt_grid_curve_error(const dt_grid_curve *rough, const dt_grid_curve *exact);
/** Makes steps of a curve. Region, year and source are copied; relief (nullable) of the site's limit adds
 * steps that must be built. */
dt_status dt_grid_curve_supply(const dt_grid_curve *curve, const char *region, int year, const char *source,
                               const dt_grid_host *relief, dt_supply_curve *out);

/** A bound in words: "branch 3 (bus 1 to 4) after outage of branch 7 (bus 2 to 4)". */
void dt_grid_bound_words(const dt_grid *grid, const dt_grid_plan *plan, const dt_grid_bound *bound,
                         char text[DT_SUPPLY_TEXT]);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
