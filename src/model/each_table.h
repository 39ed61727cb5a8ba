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

#include "model/table_end.h"
