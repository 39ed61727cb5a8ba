/* Reads one value of a parameter: a number, or a distribution in one of its forms. */
#ifndef DT_SCENARIO_SPEC_H
#define DT_SCENARIO_SPEC_H

#include "scenario/setting.h"
#include "scenario/yaml.h"

/* What a value may be. */
typedef struct dt_rule {
    const char *unit;
    double least, greatest;
    int may_scale;            /* 1: {scale: x} is allowed */
    const dt_scenario *coded; /* whose postures the value names; NULL for numbers */
} dt_rule;

/* The rule of a parameter, and of what an event does with it. */
dt_rule dt_rule_of(const dt_param_info *info);
dt_rule dt_rule_of_change(const dt_param_info *info, dt_event_op op);

/* Whether a node is a distribution: a map with the name of a form as a key. */
int dt_is_distribution(const dt_yaml *node);

/* Reads a value; 0 if it is not valid, which is reported. */
int dt_read_spec(dt_findings *f, const dt_yaml *node, const dt_rule *rule, dt_spec *out);

/* Reads a number in [least, greatest]; 0 if it is none, which is reported. */
int dt_read_number(dt_findings *f, const dt_yaml *node, const dt_rule *rule, double *out);

/* The default distribution of a parameter, and one scaled by a positive number. DT_DIST_DATA stands as it is.
 */
dt_dist dt_default_dist(const dt_param_info *info);
void dt_scale_dist(dt_dist *d, double scale);

#endif
