/* Preparing a case: fixed values of the states and the constants of the model, from the world.
 *
 * Values that a mechanism's table takes from a field are copied; those marked `derived` are computed here,
 * each in one line with its unit. What must stay true: nothing here depends on a member, and exp and log are
 * the kernel's own, so that the bits are equal on every machine. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/lane_math.h"
#include "core/try.h"
#include "model/registry.h"
#include "model/unit.h"
#include "scenario/case.h"

static const double SHORTEST_DELAY = 0.05; /* yr: a delay of nothing is a few weeks of paper */
static const double LEAST_CREDIT = 0.02;   /* below this a technology is not built for firm capacity */
static const double BARRED = 1e6;          /* USD/MWh or USD/kW/yr: above any cost of what can be built */
static const double STAGES = 3.0;          /* of an Erlang delay */

static dt_status missing(dt_diagnostics *diagnostics, const char *state, const char *field,
                         const char *detail)
{
    dt_diagnostic d = {.code = DT_E_MISSING_VALUE};
    snprintf(d.key, sizeof d.key, "%s.%s%s%s", state, field, detail ? "." : "", detail ? detail : "");
    snprintf(d.found, sizeof d.found, "no value for the start of the scenario");
    snprintf(d.suggestion, sizeof d.suggestion, "start later, or add a row to the data tables");
    return dt_diagnose(diagnostics, &d);
}

/* Central values of one field of one state into its slots. */
static dt_status copy_field(dt_case *c, const dt_world *world, const dt_fixed_info *info, int i,
                            dt_diagnostics *diagnostics)
{
    int field = dt_world_field_find(info->field);
    double *to = (double *)(void *)&c->fixed[i] + info->slot;
    dt_status status = DT_OK;
    for (int s = 0; s < info->n_slot; s++) {
        dt_value v = dt_world_value(world, field, i, s);
        if (v.is_present)
            to[s] = v.central;
        else
            status = missing(diagnostics, c->iso3[i], info->field, info->n_slot > 1 ? dt_tech_name(s) : NULL);
    }
    return status;
}

static dt_status copy_fields(dt_case *c, const dt_world *world, dt_diagnostics *diagnostics)
{
    dt_status status = DT_OK;
    for (int f = 0; f < dt_fixed_count(); f++) {
        const dt_fixed_info *info = dt_fixed_at(f);
        if (strcmp(info->field, "derived") == 0) continue;
        for (int i = 0; i < c->n_state; i++) {
            dt_status one = copy_field(c, world, info, i, diagnostics);
            if (one != DT_OK) status = one;
        }
    }
    return status;
}

static double world_value(const dt_world *world, const char *field, int i, int k)
{
    return dt_world_value(world, dt_world_field_find(field), i, k).central;
}

/* Yearly annuity of one dollar over `life` years at `interest`. */
static double annuity(double interest, double life)
{
    if (interest < 1e-6) return 1.0 / life;
    return interest / (1.0 - lane_exp(-life * lane_log(1.0 + interest)));
}

static double inverse(double x, double least)
{
    return x > least ? 1.0 / x : 0.0;
}

/* Data give net builds. What retired meanwhile was replaced, wholly where capacity did not fall. */
static void derive_build_rates(struct power_fixed *x, int k, double retired)
{
    double net = x->build_rate[k];
    x->replacement[k] = fmax(0.0, retired + fmin(net, 0.0));
    x->build_rate[k] = fmax(net, 0.0);
    x->build_rate_best[k] = fmax(x->build_rate_best[k], x->build_rate[k]) + x->replacement[k];
}

static int burns_fuel(int k)
{
    return k == DT_COAL || k == DT_GAS || k == DT_OTHER;
}

/* Derived values of one technology of one state. */
static void derive_tech(dt_case *c, const dt_world *world, int i, int k)
{
    struct power_fixed *x = &c->fixed[i].power;
    double interest = world_value(world, "interest", i, 0);
    double build_time = fmax(world_value(world, "build_time", i, k), SHORTEST_DELAY);
    double permit_time = fmax(world_value(world, "permit_time", i, k), SHORTEST_DELAY);
    double during_construction = lane_exp(0.5 * build_time * lane_log(1.0 + interest));
    x->capital_charge[k] = world_value(world, "capital_cost", i, k) * during_construction *
        annuity(interest, c->constant.lifetime[k]);
    x->inverse_credit[k] = inverse(x->firm_credit[k], LEAST_CREDIT);
    x->years_per_mwh[k] = inverse(x->new_cf[k], 0.0) * (DT_KWH_PER_MWH / DT_HOURS_PER_YEAR);
    x->no_energy[k] = x->new_cf[k] > 0.0 ? 0.0 : BARRED;
    x->not_firm[k] = x->inverse_credit[k] > 0.0 ? 0.0 : BARRED;
    x->fuel_variable[k] = burns_fuel(k) ? x->variable_cost[k] : 0.0;
    x->other_variable[k] = x->variable_cost[k] - x->fuel_variable[k];
    x->permit_stage[k] = permit_time / STAGES;
    x->permit_rate[k] = STAGES / permit_time;
    x->build_stage[k] = build_time / STAGES;
    x->build_stage_rate[k] = STAGES / build_time;
    derive_build_rates(x, k, x->capacity[k] * c->constant.per_lifetime[k]);
    x->inverse_best[k] = inverse(x->build_rate_best[k], 0.0);
    x->closed[k] = x->build_rate_best[k] > 0.0 ? 0.0 : 1.0;
}

static void derive_state(dt_case *c, const dt_world *world, int i)
{
    struct power_fixed *x = &c->fixed[i].power;
    x->gross = 1.0 / (1.0 - x->td_loss);
    x->peak_factor = x->peak_demand * (1.0 - x->td_loss) / x->demand;
    for (int k = 0; k < DT_N_TECH; k++)
        derive_tech(c, world, i, k);
}

/* Technologies of a region from the cheapest variable cost up; ties by the order of the table. */
static void sort_merit_order(const double *cost, int *order)
{
    for (int k = 0; k < DT_N_TECH; k++) {
        int at = k;
        while (at > 0 && cost[order[at - 1]] > cost[k]) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = k;
    }
}

static void set_merit_orders(dt_case *c)
{
    for (int i = c->n_state - 1; i >= 0; i--)
        sort_merit_order(c->fixed[i].power.variable_cost, c->constant.merit_order[c->tech_region[i]]);
}

static dt_status set_technologies(dt_case *c, const dt_world *world, dt_diagnostics *diagnostics)
{
    for (int k = 0; k < DT_N_TECH; k++) {
        dt_value life = dt_world_tech_value(world, "lifetime", k);
        dt_value deployed = dt_world_tech_value(world, "world_capacity", k);
        if (!life.is_present) return missing(diagnostics, "ALL", "lifetime", dt_tech_name(k));
        if (!deployed.is_present) return missing(diagnostics, "ALL", "world_capacity", dt_tech_name(k));
        c->constant.lifetime[k] = life.central;
        c->constant.per_lifetime[k] = 1.0 / life.central;
        c->constant.survival[k] = lane_exp(-c->dt / life.central);
        c->constant.world_capacity[k] = deployed.central;
    }
    return DT_OK;
}

static dt_status set_makers(dt_case *c, const dt_world *world, dt_diagnostics *diagnostics)
{
    for (int maker = 0; maker < DT_N_MAKER; maker++) {
        dt_value power = dt_world_chip_value(world, maker, "power");
        dt_value price = dt_world_chip_value(world, maker, "price");
        if (!power.is_present) return missing(diagnostics, dt_maker_name(maker), "power", NULL);
        if (!price.is_present) return missing(diagnostics, dt_maker_name(maker), "price", NULL);
        c->constant.chip_power[maker] = power.central;
        c->constant.chip_price[maker] = price.central;
        c->constant.chip_home[maker] = dt_world_chip_home(world, maker);
    }
    c->constant.n_path_year = dt_world_chip_year_count(world);
    c->constant.first_path_year = dt_world_chip_first_year(world);
    return DT_OK;
}

static void set_time(dt_case *c)
{
    c->constant.dt = c->dt;
    c->constant.root_dt = sqrt(c->dt);
    c->constant.start = c->start_year + (c->start_quarter - 1) / 4.0;
}

dt_status dt_case_prepare(dt_case *c, const dt_world *world, dt_diagnostics *diagnostics)
{
    set_time(c);
    DT_TRY(set_technologies(c, world, diagnostics));
    DT_TRY(set_makers(c, world, diagnostics));
    DT_TRY(copy_fields(c, world, diagnostics));
    for (int i = 0; i < c->n_state; i++)
        derive_state(c, world, i);
    set_merit_orders(c);
    dt_case_connect(c, world);
    return dt_case_incline(c, world);
}
