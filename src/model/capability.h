/* Data of the capability mechanism, made from capability.def, and its steps (see capability.c). */
#ifndef DT_MODEL_CAPABILITY_H
#define DT_MODEL_CAPABILITY_H

#include "model/dimension.h"

/* Drawn once per member. */
struct capability_param {
#include "model/as_param.h"
#include "model/capability.def"
#include "model/table_end.h"
};

/* Drawn per state and member. */
struct capability_site {
#include "model/as_site.h"
#include "model/capability.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct capability_state {
#include "model/as_state.h"
#include "model/capability.def"
#include "model/table_end.h"
};

/* Per member, evolving. */
struct capability_global {
#include "model/as_global.h"
#include "model/capability.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_capability_begin)(struct model *m);
/* First lags, once diffusion stands. */
void DT_WIDE(dt_capability_begin_lags)(struct model *m);
/* Levels and lags, after diffusion. */
void DT_WIDE(dt_capability_measure)(struct model *m);
/* One step: growth from own research. */
void DT_WIDE(dt_capability_step)(struct model *m);

#endif
