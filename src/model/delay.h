/* Delays: what flows in comes out later, and nothing is lost on the way. */
#ifndef DT_MODEL_DELAY_H
#define DT_MODEL_DELAY_H

#include "core/lane_math.h"

/* Contents of a third-order Erlang delay (a linear chain of three stages) and what leaves it in a step. */
struct chain {
    lane first, second, third;
    lane out;
};

/* How a chain moves in one step: probabilities that a unit in a stage moves on 0, 1 or 2 times, and what an
 * even inflow of one unit leaves in each stage. */
struct erlang {
    lane stay, once, twice;
    lane in_first, in_second, in_third;
};

/* The moves of a step that takes x mean times in a stage; `inverse` is 1 / x, `stay` is e^-x, which a loop of
 * its own computes faster. They are Poisson: e^-x, x e^-x, x^2/2 e^-x. */
DT_EQ struct erlang erlang_moves_of(lane x, lane inverse, lane stay)
{
    struct erlang e;
    e.stay = stay;
    e.once = x * stay;
    e.twice = 0.5 * x * e.once;
    e.in_first = inverse * (1.0 - stay);
    e.in_second = e.in_first - inverse * e.once;
    e.in_third = e.in_second - inverse * e.twice;
    return e;
}

/* The same from x alone and its inverse. */
DT_EQ struct erlang erlang_moves(lane x, lane inverse)
{
    return erlang_moves_of(x, inverse, lane_exp(-x));
}

/* One step of a chain, exact for an inflow that is even within the step; `inflow` is what enters in the step.
 */
DT_EQ struct chain erlang_step(struct chain s, lane inflow, struct erlang e)
{
    struct chain n;
    n.first = s.first * e.stay + inflow * e.in_first;
    n.second = s.second * e.stay + s.first * e.once + inflow * e.in_second;
    n.third = s.third * e.stay + s.second * e.once + s.first * e.twice + inflow * e.in_third;
    n.out = inflow + (s.first - n.first) + (s.second - n.second) + (s.third - n.third);
    return n;
}

/* A first-order lag after one step: `seen` follows a quantity that moved evenly from `before` to `now` at
 * `rate` per year, while `seen` itself grows by `own` per year. Exact: behind a steady growth g it trails by
 * (g - own) / rate. */
DT_EQ lane lagged(lane seen, lane before, lane now, lane own, lane rate, double dt)
{
    lane keep = lane_exp(-dt * rate);
    lane trail = (before - seen) * keep + ((now - before) * (1.0 / dt) - own) * (1.0 - keep) / rate;
    return now - trail;
}

#endif
