/* The scalar twin: the kernel's equations with the C library's elementary functions, as one would write them
 * without lanes. Stands in the place of src/core/lane_math.h when the twin is compiled, so that the twin's
 * equations are the kernel's own text. */
#ifndef DT_CORE_LANE_MATH_H
#define DT_CORE_LANE_MATH_H

#include <math.h>

#include "core/lane.h"

DT_EQ lane lane_exp(lane x)
{
    return exp(x);
}

DT_EQ lane lane_log(lane x)
{
    return log(x);
}

DT_EQ lane lane_pow(lane x, lane y)
{
    return pow(x, y);
}

DT_EQ lane lane_expm1(lane x)
{
    return expm1(x);
}

DT_EQ lane lane_logistic(lane x)
{
    return 1.0 / (1.0 + exp(-x));
}

DT_EQ struct lane_pair lane_sincos_turns(lane u)
{
    struct lane_pair turn = {sin(6.283185307179586 * u), cos(6.283185307179586 * u)};
    return turn;
}

#endif
