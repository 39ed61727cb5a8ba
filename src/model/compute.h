/* Data of the compute mechanism, made from compute.def, and its steps (see compute.c). */
#ifndef DT_MODEL_COMPUTE_H
#define DT_MODEL_COMPUTE_H

#include "model/dimension.h"

/* Drawn once per member. */
struct compute_param {
#include "model/as_param.h"
#include "model/compute.def"
#include "model/table_end.h"
};

/* Drawn per state and member. */
struct compute_site {
#include "model/as_site.h"
#include "model/compute.def"
#include "model/table_end.h"
};

/* Per state, the same for every member. */
struct compute_fixed {
#include "model/as_fixed.h"
#include "model/compute.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct compute_state {
#include "model/as_state.h"
#include "model/compute.def"
#include "model/table_end.h"
};

/* Per member, evolving. */
struct compute_global {
#include "model/as_global.h"
#include "model/compute.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_compute_begin)(struct model *m);
/* What of the start needs the power system to stand: powered share, limits, costs. */
void DT_WIDE(dt_compute_begin_service)(struct model *m);
/* One step. */
void DT_WIDE(dt_compute_step)(struct model *m);

#endif
