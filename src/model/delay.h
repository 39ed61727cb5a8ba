/* Delays: what flows in comes out later, and nothing is lost on the way. */
#ifndef DT_MODEL_DELAY_H
#define DT_MODEL_DELAY_H

#include "core/lane_math.h"

/* Contents of a third-order Erlang delay and what leaves it in a step. */
struct chain {
    lane first, second, third; /* contents of the stages */
    lane out;                  /* what left in the step */
};

/* One step of a third-order Erlang delay (a linear chain of three stages), exact for an inflow that is constant within
 * the step. `inflow` is what enters in the step, x the length of the step over the mean time in a stage, so that the
 * delay may change from step to step. The contents after the step are Poisson sums: a unit that stood in a stage moves
 * on 0, 1, 2 times with probability e, x e, x^2/2 e. */
DT_EQ struct chain erlang_step(struct chain s, lane inflow, lane x)
{
    lane stay = lane_exp(-x);
    lane once = x * stay;
    lane twice = 0.5 * x * once;
    lane per_stage = inflow / x;

    struct chain n;
    n.first = s.first * stay + per_stage * (1.0 - stay);
    n.second = s.second * stay + s.first * once + per_stage * (1.0 - stay - once);
    n.third = s.third * stay + s.second * once + s.first * twice + per_stage * (1.0 - stay - once - twice);
    n.out = inflow + (s.first - n.first) + (s.second - n.second) + (s.third - n.third);
    return n;
}

/* A first-order lag after one step: `seen` follows a quantity that moved evenly from `before` to `now`, with mean delay tau (yr),
 * while `seen` itself grows by `own` per year. Exact: behind a steady growth g it trails by (g - own) tau. */
DT_EQ lane lagged(lane seen, lane before, lane now, lane own, lane tau, double dt)
{
    lane keep = lane_exp(-dt / tau);
    lane trail = (before - seen) * keep + ((now - before) / dt - own) * tau * (1.0 - keep);
    return now - trail;
}

#endif
