/* Inclination: how states sign, as estimated from past votes and signatures; data, made from inclination.def,
 * and its start (see inclination.c). */
#ifndef DT_MODEL_INCLINATION_H
#define DT_MODEL_INCLINATION_H

#include "model/dimension.h"

/* Drawn once per member. */
struct inclination_param {
#include "model/as_param.h"
#include "model/inclination.def"
#include "model/table_end.h"
};

/* Drawn per state and member. */
struct inclination_site {
#include "model/as_site.h"
#include "model/inclination.def"
#include "model/table_end.h"
};

/* Per state, the same for every member. */
struct inclination_fixed {
#include "model/as_fixed.h"
#include "model/inclination.def"
#include "model/table_end.h"
};

/* Per state and member: drawn at the start; the usual view is noted in the first step. */
struct inclination_state {
#include "model/as_state.h"
#include "model/inclination.def"
#include "model/table_end.h"
};

/* Per member: drawn at the start. */
struct inclination_global {
#include "model/as_global.h"
#include "model/inclination.def"
#include "model/table_end.h"
};

/* What log-odds are made of, in the order of the first fields of struct inclination_state. */
enum {
    DT_OF_DECLARATION,
    DT_OF_BINDING,
    DT_OF_VERIFICATION,
    DT_OF_YEARS,
    DT_OF_WEST,
    DT_OF_EAST,
    DT_OF_HUMANITARIAN,
    DT_N_PART
};

enum { DT_MAX_INCLINATION_DRAW = 192 };

/* The estimate as a normal distribution: mean + load z, with n_draw standard normal numbers z of a member. */
struct inclination {
    int n_draw;         /* at most DT_MAX_INCLINATION_DRAW */
    const double *mean; /* n_state rows of DT_N_PART; NULL: nothing is estimated */
    const double *load; /* n_state rows of n_draw rows of DT_N_PART */
    double pull;
    const double *pull_load; /* n_draw */
};

struct model;

/* Draws what the estimate leaves open. */
void DT_WIDE(dt_inclination_begin)(struct model *m);

#endif
