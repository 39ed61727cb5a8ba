/* Data of the lobbying mechanism, made from lobby.def, and its steps (see lobby.c). */
#ifndef DT_MODEL_LOBBY_H
#define DT_MODEL_LOBBY_H

#include "model/dimension.h"

/* Drawn once per member. */
struct lobby_param {
#include "model/as_param.h"
#include "model/lobby.def"
#include "model/table_end.h"
};

/* Per state, the same for every member. */
struct lobby_fixed {
#include "model/as_fixed.h"
#include "model/lobby.def"
#include "model/table_end.h"
};

/* Per state and member, evolving. */
struct lobby_state {
#include "model/as_state.h"
#include "model/lobby.def"
#include "model/table_end.h"
};

struct model;

/* First values, from the data and the draws. */
void DT_WIDE(dt_lobby_begin)(struct model *m);
/* One step: the contest over policy, what it moves, and the narrative. */
void DT_WIDE(dt_lobby_step)(struct model *m);

#endif
