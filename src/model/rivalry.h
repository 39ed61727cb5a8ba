/* Data of the rivalry mechanism, made from rivalry.def, and its steps (see rivalry.c). */
#ifndef DT_MODEL_RIVALRY_H
#define DT_MODEL_RIVALRY_H

#include "model/dimension.h"

/* Drawn once per member. */
struct rivalry_param {
#include "model/as_param.h"
#include "model/rivalry.def"
#include "model/table_end.h"
};

/* Per state, the same for every member. */
struct rivalry_fixed {
#include "model/as_fixed.h"
#include "model/rivalry.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct rivalry_state {
#include "model/as_state.h"
#include "model/rivalry.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_rivalry_begin)(struct model *m);
/* What states see of one another. */
void DT_WIDE(dt_rivalry_perceive)(struct model *m);
/* What they spend on it. */
void DT_WIDE(dt_rivalry_react)(struct model *m);

#endif
