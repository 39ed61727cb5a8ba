/* Includes the table of every mechanism with MECHANISM and MECHANISM_NAME set, then undefines the table
 * macros. */
#include "model/table.h"

#define MECHANISM power
#define MECHANISM_NAME "power"
#include "model/power.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM compute
#define MECHANISM_NAME "compute"
#include "model/compute.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM capability
#define MECHANISM_NAME "capability"
#include "model/capability.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM diffusion
#define MECHANISM_NAME "diffusion"
#include "model/diffusion.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM rivalry
#define MECHANISM_NAME "rivalry"
#include "model/rivalry.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM lobby
#define MECHANISM_NAME "lobby"
#include "model/lobby.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM posture
#define MECHANISM_NAME "posture"
#include "model/posture.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM treaty
#define MECHANISM_NAME "treaty"
#include "model/treaty.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM attrition
#define MECHANISM_NAME "attrition"
#include "model/attrition.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM hazard
#define MECHANISM_NAME "hazard"
#include "model/hazard.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM payoff
#define MECHANISM_NAME "payoff"
#include "model/payoff.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM pace
#define MECHANISM_NAME "posture"
#include "model/pace.def"
#undef MECHANISM
#undef MECHANISM_NAME

#define MECHANISM inclination
#define MECHANISM_NAME "treaty"
#include "model/inclination.def"
#undef MECHANISM
#undef MECHANISM_NAME

#include "model/table_end.h"
