/* Data of the attrition mechanism, made from attrition.def, and its steps (see attrition.c). */
#ifndef DT_MODEL_ATTRITION_H
#define DT_MODEL_ATTRITION_H

#include "model/dimension.h"

/* Drawn once per member. */
struct attrition_param {
#include "model/as_param.h"
#include "model/attrition.def"
#include "model/table_end.h"
};

/* Drawn per state and member. */
struct attrition_site {
#include "model/as_site.h"
#include "model/attrition.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct attrition_state {
#include "model/as_state.h"
#include "model/attrition.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_attrition_begin)(struct model *m);
/* One step: fire, failure, repair, and what is still delivered. */
void DT_WIDE(dt_attrition_step)(struct model *m);

#endif
