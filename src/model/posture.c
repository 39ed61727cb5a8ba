/* Postures (model section 9): what a state keeps to by its rule, whatever the race.
 *
 * A posture is a row of weights (posture_rule.def). Those for signing are used on conference dates
 * (treaty.c); here stand the two that act all the time. What must stay true: without lobbying a
 * state keeps the floor of its rule and its openness. */
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

DT_EQ lane floor_of_rule(const struct model *m, int i)
{
    return posture_weight(m->site[i].posture.posture, DT_POSTURE_FLOOR, m->param->posture.own_safety_floor);
}

void DT_WIDE(dt_posture_step)(struct model *m)
{
    lane effect = m->param->lobby.floor_effect * m->param->lobby.lobby_strength;
    lane own = m->param->posture.own_closing;
    EACH_STATE(m)
    {
        struct posture_state *s = &m->state[i].posture;
        lane closing = posture_weight(m->site[i].posture.posture, DT_POSTURE_CLOSING, own);
        s->safety_floor = safety_floor(floor_of_rule(m, i), effect, m->state[i].lobby.shift);
        s->closed = closed(closing, m->state[i].lobby.narrative);
    }
}

void DT_WIDE(dt_posture_begin)(struct model *m)
{
    EACH_STATE(m)
    {
        m->state[i].posture.safety_floor = floor_of_rule(m, i);
        m->state[i].posture.closed = lane_of(0.0);
    }
}
