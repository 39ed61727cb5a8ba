/* The inside of a case: flat arrays that the kernel reads. Built once (case.c), then never changed. */
#ifndef DT_SCENARIO_CASE_H
#define DT_SCENARIO_CASE_H

#include "detente/scenario.h"
#include "model/model.h"

/* A distribution, with its parameters (see dt_dist_kind) and, for DT_DIST_DISCRETE, its values. */
typedef struct dt_dist {
    dt_dist_kind kind;
    double a, b, c;
    double low, high;                 /* truncation; for others the range */
    int n;                            /* of a discrete distribution, at most DT_MAX_DISCRETE */
    const double *value, *cumulative; /* owned by whoever owns the distribution */
} dt_dist;

enum { DT_MAX_DISCRETE = 32 };

/* Value at probability u in (0,1). */
double dt_dist_value(const dt_dist *d, double u);

/* What an event does with a value when its step begins. */
typedef enum dt_event_op { DT_EVENT_SET, DT_EVENT_SCALE, DT_EVENT_ADD } dt_event_op;

/* One change of one flat slot at one step; a dated event of a scenario becomes one or more of these. Sorted
 * by step. */
typedef struct dt_case_event {
    int step;
    int is_site; /* 1: struct model_site of `state`; 0: struct model_param */
    int state;   /* for is_site */
    int slot;
    dt_event_op op;
    dt_dist dist;
    int factor;             /* -1 where dist is fixed */
    double least, greatest; /* the result is kept in the parameter's range */
} dt_case_event;

/* Where a factor acts and what it is called. */
typedef struct dt_factor {
    dt_factor_info
        info; /* info.name points to name; info.param is -1 for the output of a maker of accelerators */
    char name[96];
    uint32_t stream; /* index for the random generator: the same parameter draws the same numbers in every
                        scenario */
} dt_factor;

/* A group of states that is reported. */
typedef struct dt_case_group {
    char name[16];
    unsigned char *member; /* n_state flags */
} dt_case_group;

enum {
    DT_N_PARAM_SLOT = sizeof(struct model_param) / sizeof(lane),
    DT_N_SITE_SLOT = sizeof(struct model_site) / sizeof(lane)
};

struct dt_case {
    int n_state, n_step;
    double dt; /* yr */
    int start_year, start_quarter;
    uint64_t seed;
    int64_t members;

    char (*iso3)[4];  /* n_state */
    char (*name)[64]; /* n_state */
    int *tech_region; /* n_state */
    int *data_group;  /* n_state */

    struct model_constants constant;
    struct model_fixed *fixed;             /* n_state */
    struct network_row *rivals, *partners; /* n_state each */
    struct inclination inclination;        /* how states sign; mean is NULL where nothing is estimated */
    double *inclination_room;              /* its numbers */
    int n_supply;
    struct supply *supply; /* n_supply: the curves of the states that have one */

    dt_dist *param;       /* DT_N_PARAM_SLOT distributions */
    int *param_factor;    /* DT_N_PARAM_SLOT; -1 fixed */
    dt_dist *site;        /* n_state * DT_N_SITE_SLOT distributions */
    int *site_factor;     /* n_state * DT_N_SITE_SLOT; -1 fixed */
    dt_dist *chip_output; /* n_path_year * DT_N_MAKER distributions of accelerator output, H100e/yr */
    int chip_factor[DT_N_MAKER];

    int n_factor;
    dt_factor *factor;
    int n_correlated; /* correlated factors, at most DT_MAX_CORRELATED */
    int *correlated;  /* their indices */
    double *cholesky; /* n_correlated^2, lower triangular, row by row: of the Gaussian copula */

    int n_event;
    dt_case_event *event;

    int n_group;
    dt_case_group *group;

    int n_assumption;
    dt_assumption *assumption;

    double *pool;  /* values of discrete distributions */
    char *strings; /* text that assumptions point to */
    unsigned char hash[16];
};

enum { DT_MAX_CORRELATED = 64 };

/* Turns independent uniform factors u[n_factor] into the dependent ones of the copula, in place. */
void dt_case_correlate(const dt_case *c, double *u);

/* Fills the networks of rivals and partners from the world (connect.c). The arrays stand already. */
void dt_case_connect(dt_case *c, const dt_world *world);

/* Fills how states sign, their partners and what is outside from the world's estimate, if it has one
 * (inclination.c). Parameters and networks stand already. */
dt_status dt_case_incline(dt_case *c, const dt_world *world);

/* Fills fixed values, constants and derived values of the model from the world (prepare.c). The arrays stand
 * already. */
dt_status dt_case_prepare(dt_case *c, const dt_world *world, dt_diagnostics *diagnostics);

#endif
