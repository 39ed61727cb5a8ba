/* Postures by name: those of the model, and those that a scenario defines. A posture's value is its code: the
 * model's in the order of their table, then the scenario's in the order in which it defines them. */
#ifndef DT_SCENARIO_POSTURE_H
#define DT_SCENARIO_POSTURE_H

#include "scenario/setting.h"
#include "scenario/yaml.h"

/* Whether a parameter's values are postures. */
int dt_is_posture(const dt_param_info *info);

/* Code of a name, and name of a code; -1 and NULL if there is none. */
int dt_scenario_posture_code(const dt_scenario *s, const char *name);
const char *dt_scenario_posture_name(const dt_scenario *s, int code);

/* Reads a posture: a name, or the number of one of the model's; 0 if it is none, which is reported. */
int dt_read_posture(dt_findings *f, const dt_yaml *node, const dt_scenario *s, double *code);

#endif
