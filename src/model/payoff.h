/* Data of the payoff mechanism, made from payoff.def, and its steps (see payoff.c). */
#ifndef DT_MODEL_PAYOFF_H
#define DT_MODEL_PAYOFF_H

#include "model/dimension.h"

/* Drawn once per member. */
struct payoff_param {
#include "model/as_param.h"
#include "model/payoff.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct payoff_state {
#include "model/as_state.h"
#include "model/payoff.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_payoff_begin)(struct model *m);
/* One step: what each state has from it. */
void DT_WIDE(dt_payoff_step)(struct model *m);

#endif
