/* Data of the power mechanism, made from power.def, and its steps (see power.c). */
#ifndef DT_MODEL_POWER_H
#define DT_MODEL_POWER_H

#include "model/dimension.h"

/* Drawn once per member. */
struct power_param {
#include "model/as_param.h"
#include "model/power.def"
#include "model/table_end.h"
};

/* Drawn per state and member. */
struct power_site {
#include "model/as_site.h"
#include "model/power.def"
#include "model/table_end.h"
};

/* Per state, the same for every member. */
struct power_fixed {
#include "model/as_fixed.h"
#include "model/power.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct power_state {
#include "model/as_state.h"
#include "model/power.def"
#include "model/table_end.h"
};

/* Per member, evolving. */
struct power_global {
#include "model/as_global.h"
#include "model/power.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_power_begin)(struct model *m);
/* One step. */
void DT_WIDE(dt_power_step)(struct model *m);

#endif
