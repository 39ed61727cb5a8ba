/* Failures: which number of a member was the first that is not finite.
 *
 * The kernel only says that a lane is broken; here the block is searched in the order of the mechanisms, the
 * world's values after the states', so that the reason names where the trouble began in that step. A failure
 * is noted once. */
#include <math.h>

#include "race/race.h"

static int search_field(const dt_race *race, const dt_field_info *field, int l, dt_failure *failure)
{
    int n_state = field->is_global ? 1 : race->c->n_state;
    for (int i = 0; i < n_state; i++)
        for (int s = 0; s < field->n_slot; s++) {
            double value = field->is_global ? dt_race_global_value(race, field->slot + s, l)
                                            : dt_race_state_value(race, field->slot + s, i, l);
            if (isfinite(value)) continue;
            *failure = (dt_failure){1, race->block.step, field->is_global ? -1 : i, field->mechanism,
                                    field->name};
            return 1;
        }
    return 0;
}

void dt_race_find_failure(dt_race *race, unsigned lanes)
{
    for (int l = 0; l < race->kernel->width; l++) {
        if (!(lanes >> l & 1u) || race->failure[l].has_failed) continue;
        int is_found = 0;
        for (int f = 0; f < dt_field_count() && !is_found; f++)
            is_found = search_field(race, dt_field_at(f), l, &race->failure[l]);
        if (!is_found) race->failure[l] = (dt_failure){1, race->block.step, -1, "race", "unknown"};
    }
}
