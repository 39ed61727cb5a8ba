/* Accounts: balances that must close after every step. */
#include <math.h>
#include <stddef.h>

#include "model/model.h"
#include "race/race.h"

#define STATE_SLOT(field) ((int)(offsetof(struct model_state, field) / sizeof(lane)))

static double value(const dt_race *race, int i, int slot, int l)
{
    return dt_race_state_value(race, slot, i, l);
}

/* Generated, imported and unserved energy against what is used and lost, relative to the load. */
static double energy_residual(const dt_race *race, int i, int l)
{
    const struct power_fixed *x = &race->c->fixed[i].power;
    double load_factor = *dt_race_at(
        race,
        race->block.layout.param + (int)(offsetof(struct model_param, compute.load_factor) / sizeof(lane)),
        l);
    double used = value(race, i, STATE_SLOT(power.other_demand), l) +
        load_factor * value(race, i, STATE_SLOT(power.dispatched_ai), l);
    double load = used / (1.0 - x->td_loss);
    double lost = load - used;
    double offered = value(race, i, STATE_SLOT(power.energy_adder), l);
    double imported = offered > load ? load : offered;
    double generated = value(race, i, STATE_SLOT(power.generation), l);
    double unserved = value(race, i, STATE_SLOT(power.unserved), l);
    return fabs(generated + imported + unserved - used - lost) / (load > 1e-9 ? load : 1e-9);
}

/* Accelerators bought against those in service, retired and destroyed, relative to those bought. */
static double chip_residual(const dt_race *race, int i, int l)
{
    double bought = value(race, i, STATE_SLOT(compute.total_bought), l);
    double kept = value(race, i, STATE_SLOT(compute.in_service), l) +
        value(race, i, STATE_SLOT(compute.total_retired), l) +
        value(race, i, STATE_SLOT(compute.total_destroyed), l);
    return fabs(bought - kept) / (bought > 1.0 ? bought : 1.0);
}

dt_account dt_race_account(const dt_race *race, int lane_index)
{
    dt_account worst = {0};
    for (int i = 0; i < race->c->n_state; i++) {
        worst.energy = fmax(worst.energy, energy_residual(race, i, lane_index));
        worst.chips = fmax(worst.chips, chip_residual(race, i, lane_index));
    }
    return worst;
}
