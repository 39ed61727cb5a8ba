/* Data of the hazard mechanism, made from hazard.def, and its steps (see hazard.c). */
#ifndef DT_MODEL_HAZARD_H
#define DT_MODEL_HAZARD_H

#include "model/dimension.h"

/* Drawn once per member. */
struct hazard_param {
#include "model/as_param.h"
#include "model/hazard.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct hazard_state {
#include "model/as_state.h"
#include "model/hazard.def"
#include "model/table_end.h"
};

/* Per member, evolving. */
struct hazard_global {
#include "model/as_global.h"
#include "model/hazard.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_hazard_begin)(struct model *m);
/* How much safety racers choose. */
void DT_WIDE(dt_hazard_choose)(struct model *m);
/* What happens in the step: accidents, conflicts, damage. */
void DT_WIDE(dt_hazard_step)(struct model *m);

#endif
