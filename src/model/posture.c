/* Postures (model section 9): what a state keeps to by its rule, whatever the race.
 *
 * A posture is a row of weights (posture_rule.def). Those for signing are used on conference dates
 * (treaty.c); here stand those that act all the time. What must stay true: without lobbying a
 * state keeps the floor of its rule and its openness; without restraint it builds at full pace. */
#include "model/posture.h"

#include "model/model.h"
#include "model/posture_rule.h"

/* (S2) safety floor: that of the rule, lowered as far as lobbying has moved policy */
DT_EQ lane safety_floor(lane of_rule, lane effect, lane shift)
{
    return clamp(of_rule * (1.0 - effect * shift), 0.0, 1.0);
}

/* (S3) share of its openness that a state gives up as the threat narrative spreads */
DT_EQ lane closed(lane closing, lane narrative)
{
    return closing * narrative;
}

/* (S4) share of its building that a state gives up: by its rule, and of the rest what it is held to as a
 * party */
DT_EQ lane withheld(lane by_rule, lane building, lane restraint)
{
    return 1.0 - (1.0 - by_rule) * (1.0 - building * restraint);
}

/* A weight of a state's rule that acts in every step; `own` is the lever of posture `own`. */
DT_EQ lane weight_of(const struct model *m, int i, int weight, lane own)
{
    return posture_weight(m->constant, m->site[i].posture.posture, weight, own);
}

DT_EQ lane floor_of_rule(const struct model *m, int i)
{
    return weight_of(m, i, DT_POSTURE_FLOOR, m->param->posture.own_safety_floor);
}

void DT_WIDE(dt_posture_step)(struct model *m)
{
    lane effect = m->param->lobby.floor_effect * m->param->lobby.lobby_strength;
    lane own_closing = m->param->posture.own_closing;
    const struct pace_param *pace = &m->param->pace;
    EACH_STATE(m)
    {
        struct posture_state *s = &m->state[i].posture;
        lane closing = weight_of(m, i, DT_POSTURE_CLOSING, own_closing);
        s->safety_floor = safety_floor(floor_of_rule(m, i), effect, m->state[i].lobby.shift);
        s->closed = closed(closing, m->state[i].lobby.narrative);
        s->slowed = weight_of(m, i, DT_POSTURE_RESTRAINT, pace->own_restraint);
        s->withheld = withheld(s->slowed, pace->text_building, m->state[i].treaty.restraint);
    }
}

void DT_WIDE(dt_posture_begin)(struct model *m)
{
    EACH_STATE(m)
    {
        m->state[i].posture.safety_floor = floor_of_rule(m, i);
        m->state[i].posture.closed = m->state[i].posture.slowed = m->state[i].posture.withheld = lane_of(0.0);
    }
}
