/* Data of the posture mechanism, made from posture.def and pace.def, and its steps (see posture.c). */
#ifndef DT_MODEL_POSTURE_H
#define DT_MODEL_POSTURE_H

#include "model/dimension.h"

/* Drawn once per member. */
struct posture_param {
#include "model/as_param.h"
#include "model/posture.def"
#include "model/table_end.h"
};

/* The levers on pace, drawn once per member. */
struct pace_param {
#include "model/as_param.h"
#include "model/pace.def"
#include "model/table_end.h"
};

/* Drawn per state and member. */
struct posture_site {
#include "model/as_site.h"
#include "model/posture.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct posture_state {
#include "model/as_state.h"
#include "model/posture.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_posture_begin)(struct model *m);
/* One step: safety floor, openness and restraint. */
void DT_WIDE(dt_posture_step)(struct model *m);

#endif
