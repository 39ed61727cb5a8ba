/* Names of states and groups as they are written; whether the world has them is checked when a case is built.
 */
#ifndef DT_SCENARIO_TARGET_H
#define DT_SCENARIO_TARGET_H

#include "scenario/setting.h"

/* Whether a name may be that of a state or group: 2 to 15 capital letters and digits; reports if not. */
int dt_check_target_name(dt_findings *f, const char *name, dt_place place);
/* Whether group `n` of a list is not among those before it; reports if it is. */
int dt_group_is_new(dt_findings *f, const dt_group_name *list, int n);

#endif
