/* The least change of a text that reaches a goal: all texts that can be made by other attributes are played.
 * They are few (a declaration or a treaty, five kinds of sponsors, four levels of verification), so nothing
 * is missed. */
#include <string.h>

#include "core/try.h"
#include "participation/fit.h"

static int steps_between(const dt_treaty_text *one, const dt_treaty_text *other)
{
    int levels = one->verification - other->verification;
    return (one->kind != other->kind) + (one->sponsor != other->sponsor) + (one->binding != other->binding) +
        (levels < 0 ? -levels : levels);
}

/* Whether a change is better than another: goal, steps, then what was asked for. */
static int is_better(const dt_treaty_change *one, const dt_treaty_change *other, const dt_treaty_goal *goal)
{
    if (one->is_reached != other->is_reached) return one->is_reached;
    if (one->is_reached && one->steps != other->steps) return one->steps < other->steps;
    if (goal->state >= 0) return one->probability > other->probability;
    return one->expected > other->expected;
}

/* Puts a change in its place among the best n. */
static void keep_change(const dt_treaty_change *one, const dt_treaty_goal *goal, dt_treaty_change *change,
                        int n, int *count)
{
    int place = *count;
    while (place > 0 && is_better(one, &change[place - 1], goal))
        place--;
    if (place >= n) return;
    int moved = (*count < n ? *count : n - 1) - place;
    memmove(change + place + 1, change + place, sizeof *change * (size_t)moved);
    change[place] = *one;
    if (*count < n) ++*count;
}

/* Text number `index` of the lattice; 0 if it makes no sense: a treaty that does not bind, a list that does.
 */
static int lattice_text(const dt_treaty_text *text, int index, dt_treaty_text *out)
{
    *out = *text;
    out->verification = index % 4;
    out->binding = index / 4 % 2;
    out->sponsor = index / 8 % DT_SPONSOR_COUNT;
    out->kind = DT_TREATY_DECLARATION + index / (8 * DT_SPONSOR_COUNT);
    return out->binding == (out->kind == DT_TREATY_CONVENTION) && out->kind != DT_TREATY_SPONSORS;
}

dt_status dt_treaty_design(const dt_treaty_fit *fit, const dt_treaty_data *data, const dt_treaty_text *text,
                           const dt_treaty_goal *goal, dt_treaty_change *change, int *count)
{
    double p[DT_TREATY_STATES];
    int found = 0, room = *count,
        n_lattice = 8 * DT_SPONSOR_COUNT * (DT_TREATY_CONVENTION - DT_TREATY_DECLARATION + 1);
    for (int index = 0; index < n_lattice; index++) {
        dt_treaty_change one = {0};
        if (!lattice_text(text, index, &one.text)) continue;
        DT_TRY(dt_treaty_play_text(fit, data, &one.text, p));
        for (int i = 0; i < data->n_state; i++)
            one.expected += p[i];
        one.probability = goal->state >= 0 ? p[goal->state] : 0.0;
        one.steps = steps_between(&one.text, text);
        one.is_reached = (goal->state < 0 || one.probability >= goal->probability) &&
            one.expected >= goal->count;
        keep_change(&one, goal, change, room, &found);
    }
    *count = found;
    return DT_OK;
}
