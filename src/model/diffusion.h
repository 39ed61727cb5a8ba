/* Data of the diffusion mechanism, made from diffusion.def, and its steps (see diffusion.c). */
#ifndef DT_MODEL_DIFFUSION_H
#define DT_MODEL_DIFFUSION_H

#include "model/dimension.h"

/* Drawn once per member. */
struct diffusion_param {
#include "model/as_param.h"
#include "model/diffusion.def"
#include "model/table_end.h"
};

/* Drawn per state and member. */
struct diffusion_site {
#include "model/as_site.h"
#include "model/diffusion.def"
#include "model/table_end.h"
};

/* Per state, the same for every member. */
struct diffusion_fixed {
#include "model/as_fixed.h"
#include "model/diffusion.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct diffusion_state {
#include "model/as_state.h"
#include "model/diffusion.def"
#include "model/table_end.h"
};

/* Per member, evolving. */
struct diffusion_global {
#include "model/as_global.h"
#include "model/diffusion.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_diffusion_begin)(struct model *m);
/* The level that followers can imitate, once the frontier has moved from `top_before`. */
void DT_WIDE(dt_diffusion_level)(struct model *m, const lane *top_before);
/* One step: what is learned from others. */
void DT_WIDE(dt_diffusion_step)(struct model *m);

#endif
