/* Supply curves of networks in a scenario: reading, and the making of a case (see curve.c). */
#ifndef DT_SCENARIO_CURVE_H
#define DT_SCENARIO_CURVE_H

#include "scenario/build.h"
#include "scenario/read.h"

/* supply_curves: */
void dt_read_supply_curves(dt_reader *r, const dt_yaml *node);

/* Hands the curves to the case; states with one have no trapped capacity of their own. After the sites'
 * distributions, before the factors. */
void dt_build_supply_curves(dt_builder *b);

/* The curve that takes the place of a parameter of a state; NULL if none does. */
const dt_curve_def *dt_build_curve_for(const dt_builder *b, int param, int state);

#endif
