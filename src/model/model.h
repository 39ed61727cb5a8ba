/* The model as the mechanisms see it: the data of one block of members.
 *
 * Each mechanism owns one struct of every kind; here they stand together. A step of a mechanism reads
 * everything and writes its own state. All lane structs are plain sequences of lanes, so that any value has a
 * flat index that is the same at every width: the registry (model/registry.h), checkpoints and outputs rest
 * on that. */
#ifndef DT_MODEL_MODEL_H
#define DT_MODEL_MODEL_H

#include "model/attrition.h"
#include "model/capability.h"
#include "model/compute.h"
#include "model/diffusion.h"
#include "model/hazard.h"
#include "model/inclination.h"
#include "model/lobby.h"
#include "model/network.h"
#include "model/payoff.h"
#include "model/posture.h"
#include "model/power.h"
#include "model/rivalry.h"
#include "model/supply.h"
#include "model/treaty.h"

struct model_param {
    struct power_param power;
    struct compute_param compute;
    struct capability_param capability;
    struct diffusion_param diffusion;
    struct rivalry_param rivalry;
    struct lobby_param lobby;
    struct posture_param posture;
    struct treaty_param treaty;
    struct attrition_param attrition;
    struct hazard_param hazard;
    struct payoff_param payoff;
    struct pace_param pace; /* behind the others: see pace.def */
    struct inclination_param inclination;
};

struct model_site {
    struct power_site power;
    struct compute_site compute;
    struct capability_site capability;
    struct diffusion_site diffusion;
    struct posture_site posture;
    struct attrition_site attrition;
    struct inclination_site inclination; /* behind the others: see inclination.def */
};

struct model_fixed {
    struct power_fixed power;
    struct compute_fixed compute;
    struct diffusion_fixed diffusion;
    struct rivalry_fixed rivalry;
    struct lobby_fixed lobby;
    struct treaty_fixed treaty;
    struct inclination_fixed inclination;
};

/* Lanes of all fields of a state. */
#define DT_N_STATE_FIELD                                                                              \
    ((sizeof(struct power_state) + sizeof(struct compute_state) + sizeof(struct capability_state) +   \
      sizeof(struct diffusion_state) + sizeof(struct rivalry_state) + sizeof(struct lobby_state) +    \
      sizeof(struct posture_state) + sizeof(struct treaty_state) + sizeof(struct attrition_state) +   \
      sizeof(struct hazard_state) + sizeof(struct payoff_state) + sizeof(struct inclination_state)) / \
     sizeof(lane))

/* The spare lanes make their number odd: with an even number, the same field of all states would share a few
 * sets of the processor's cache, and a loop over states would throw out what it needs next. */
struct model_state {
    struct power_state power;
    struct compute_state compute;
    struct capability_state capability;
    struct diffusion_state diffusion;
    struct rivalry_state rivalry;
    struct lobby_state lobby;
    struct posture_state posture;
    struct treaty_state treaty;
    struct attrition_state attrition;
    struct hazard_state hazard;
    struct payoff_state payoff;
    struct inclination_state inclination;
    lane spare[1 + DT_N_STATE_FIELD % 2];
};

_Static_assert(sizeof(struct model_state) / sizeof(lane) % 2 == 1, "an odd number of lanes");

struct model_global {
    struct power_global power;
    struct compute_global compute;
    struct capability_global capability;
    struct diffusion_global diffusion;
    struct treaty_global treaty;
    struct hazard_global hazard;
    struct inclination_global inclination;
};

/* Scratch of one state: what a mechanism holds there is gone when it returns. */
struct model_work {
    lane a, b, c, d, e, f;
};

/* What a mechanism notes of some states, one after the other; scratch as well. */
struct model_note {
    int state;
    unsigned set;
};

/* Draws of mean 0 and variance 1 of one state in one step. They share the room of the scratch: a lane is
 * scratch once its draw is used. So c is free after what states perceive, d and e after power, f after
 * capability. */
struct model_shock {
    lane scratch[2];
    lane perception; /* in c */
    lane demand;     /* in d */
    lane pace;       /* in e */
    lane algorithm;  /* in f */
};

_Static_assert(sizeof(struct model_shock) == sizeof(struct model_work),
               "shocks share the room of the scratch");

/* Lanes from one state's value to the next state's. */
#define DT_STATE_STRIDE (sizeof(struct model_state) / sizeof(lane))
#define DT_WORK_STRIDE (sizeof(struct model_work) / sizeof(lane))

/* What a scenario may define of its own: postures, each a row of weights (model/posture_rule.h). */
enum { DT_MAX_PATH_YEAR = 16, DT_MAX_DEFINED = 16, DT_N_POSTURE_WEIGHT = 12 };

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
    int n_defined;                 /* postures that the scenario defines */
    double defined[DT_MAX_DEFINED][DT_N_POSTURE_WEIGHT];
};

/* One block of members. Owned by the race; mechanisms borrow it. */
struct model {
    int n_state;
    int step; /* steps done */
    uint64_t seed;
    lane_bits member; /* by lane: stream of random numbers, the member's number or a shared one */
    const struct model_constants *constant;
    const struct model_fixed *fixed;       /* n_state */
    const int *tech_region;                /* n_state */
    const struct network_row *rivals;      /* n_state: who threatens whom */
    const struct network_row *partners;    /* n_state: whom each looks at when it signs */
    const struct inclination *inclination; /* how they sign, as estimated; NULL: nothing is */
    int n_supply;                          /* states with a supply curve of their network */
    const struct supply *supply;           /* n_supply */
    struct model_param *param;
    struct model_site *site;   /* n_state */
    struct model_state *state; /* n_state */
    struct model_global *global;
    struct model_shock *shock;     /* n_state */
    struct model_work *work;       /* n_state */
    struct model_note *note;       /* n_state */
    lane (*chip_path)[DT_N_MAKER]; /* n_path_year: accelerator output by calendar year, H100e/yr */
};

#define EACH_STATE(m) for (int i = 0; i < (m)->n_state; i++)

#endif
