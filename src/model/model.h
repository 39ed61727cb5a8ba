/* The model as the mechanisms see it: the data of one block of members.
 *
 * Each mechanism owns one struct of every kind; here they stand together. A step of a mechanism reads
 * everything and writes its own state. All lane structs are plain sequences of lanes, so that any value has a
 * flat index that is the same at every width: the registry (model/registry.h), checkpoints and outputs rest
 * on that. */
#ifndef DT_MODEL_MODEL_H
#define DT_MODEL_MODEL_H

#include "model/capability.h"
#include "model/compute.h"
#include "model/diffusion.h"
#include "model/power.h"

#define DT_EACH_MECHANISM(X) X(power) X(compute) X(capability) X(diffusion)

struct model_param {
    struct power_param power;
    struct compute_param compute;
    struct capability_param capability;
    struct diffusion_param diffusion;
};

struct model_site {
    struct power_site power;
    struct compute_site compute;
    struct capability_site capability;
    struct diffusion_site diffusion;
};

struct model_fixed {
    struct power_fixed power;
    struct compute_fixed compute;
    struct diffusion_fixed diffusion;
};

struct model_state {
    struct power_state power;
    struct compute_state compute;
    struct capability_state capability;
    struct diffusion_state diffusion;
};

struct model_global {
    struct power_global power;
    struct compute_global compute;
    struct capability_global capability;
    struct diffusion_global diffusion;
};

/* Draws of mean 0 and variance 1 of one state in one step. */
struct model_shock {
    lane demand;
    lane algorithm;
    lane pace;
};

enum { DT_MAX_PATH_YEAR = 16 };

/* What is the same for all states and members of a case. */
struct model_constants {
    double dt;                        /* yr */
    double root_dt;                   /* square root of dt */
    double start;                     /* calendar time of the first step's beginning, yr */
    double first_path_year;           /* first year of the table of accelerator output */
    double lifetime[DT_N_TECH];       /* yr */
    double per_lifetime[DT_N_TECH];   /* 1/yr */
    double survival[DT_N_TECH];       /* share of capacity that a step leaves in service */
    double world_capacity[DT_N_TECH]; /* GW, cumulative deployment at the start */
    int merit_order[8][DT_N_TECH]; /* technologies from the cheapest variable cost up, by technology region */
    double chip_power[DT_N_MAKER]; /* kW/H100e, at the start */
    double chip_price[DT_N_MAKER]; /* USD/H100e, at the start */
    int chip_home[DT_N_MAKER];     /* state that is served first; -1 none */
    int n_path_year;               /* years of the table of accelerator output */
};

/* One block of members. Owned by the race; mechanisms borrow it. */
struct model {
    int n_state;
    int step; /* steps done */
    uint64_t seed;
    lane_bits member; /* number of the member in each lane */
    const struct model_constants *constant;
    const struct model_fixed *fixed; /* n_state */
    const int *tech_region;          /* n_state */
    struct model_param *param;
    struct model_site *site;   /* n_state */
    struct model_state *state; /* n_state */
    struct model_global *global;
    struct model_shock *shock;     /* n_state */
    lane (*chip_path)[DT_N_MAKER]; /* n_path_year: accelerator output by calendar year, H100e/yr */
};

#define EACH_STATE(m) for (int i = 0; i < (m)->n_state; i++)

#endif
