/* Data of the treaty mechanism, made from treaty.def, and its steps (see treaty.c). */
#ifndef DT_MODEL_TREATY_H
#define DT_MODEL_TREATY_H

#include "model/dimension.h"

/* Drawn once per member. */
struct treaty_param {
#include "model/as_param.h"
#include "model/treaty.def"
#include "model/table_end.h"
};

/* Per state, the same for every member. */
struct treaty_fixed {
#include "model/as_fixed.h"
#include "model/treaty.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct treaty_state {
#include "model/as_state.h"
#include "model/treaty.def"
#include "model/table_end.h"
};

/* Per member, evolving. */
struct treaty_global {
#include "model/as_global.h"
#include "model/treaty.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_treaty_begin)(struct model *m);
/* One step: a conference if its date has come; then entry into force, evasion and detection. */
void DT_WIDE(dt_treaty_step)(struct model *m);

#endif
