/* Supply curves: how much load for computing a region's grid can host, at which cost and how soon, by steps.
 *
 * A curve is what is left of a network after its reduction (detente/grid_plan.h), or a table that somebody
 * wrote. Steps stand in the order of their cost and each adds its width; a step may be used once its lead
 * time has passed. The added cost of a load is the sum over the steps that it fills, so it is convex.
 *
 * The file is a table of comma-separated values; units stand in the names of its columns, what it was made
 * from in its comments and in the column `source`. */
#ifndef DETENTE_SUPPLY_CURVE_H
#define DETENTE_SUPPLY_CURVE_H

#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Bytes of names and of longer texts of a curve, with their ends; most steps of one. */
enum { DT_SUPPLY_NAME = 64, DT_SUPPLY_TEXT = 160, DT_SUPPLY_MAX_STEP = 256 };

/** One step. */
typedef struct dt_supply_step {
    double gw;         /* width: load that it adds */
    double cost;       /* USD/MWh of that load, energy and congestion */
    double capital;    /* USD per kW and year of what must be built for it; 0: nothing */
    double lead_years; /* from the decision until it can be used; 0: at once */
    double error;      /* greatest excess of the curve's cost over the full problem's in it, USD/h */
    char binding[DT_SUPPLY_TEXT]; /* what ends it, in words; "" if not known */
} dt_supply_step;

/** A curve. Plain data without pointers: it may be copied and needs no freeing. */
typedef struct dt_supply_curve {
    char region[DT_SUPPLY_NAME]; /* for example "USA" */
    char source[DT_SUPPLY_TEXT]; /* network and options it was made from, or a publication */
    int year;                    /* that it describes; 0: not said */
    int n_step;
    dt_supply_step step[DT_SUPPLY_MAX_STEP];
} dt_supply_curve;

/** Reads a curve. Findings name the place. DT_INPUT if it is not valid: widths and costs are finite, widths
 * positive, capital and lead times not negative, and there is at least one step. */
dt_status dt_supply_curve_load(const char *path, dt_supply_curve *out, dt_diagnostics *diagnostics);
/** Writes a curve so that reading it gives the same one. */
dt_status dt_supply_curve_save(const dt_supply_curve *curve, const char *path, dt_diagnostics *diagnostics);

/** GW that can be hosted with what can be there after `years`; INFINITY as years: in all. */
double dt_supply_curve_gw(const dt_supply_curve *curve, double years);
/** Cost of the last unit of a load of `gw` and the whole added cost, with the steps that can be used after
 * `years`, cheapest first (energy plus capital spread over all hours of a year): USD/MWh and USD/h. Beyond
 * the hosting capacity both are INFINITY. */
double dt_supply_curve_price(const dt_supply_curve *curve, double gw, double years);
double dt_supply_curve_cost(const dt_supply_curve *curve, double gw, double years);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
