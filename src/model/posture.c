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

/* Weights of a state's rule that act in every step. */
struct acting {
    lane floor, closing, restraint;
};

DT_EQ struct acting acting_of(const struct model *m, int i)
{
    const struct posture_param *p = &m->param->posture;
    const lane own[] = {p->own_safety_floor, p->own_closing, m->param->pace.own_restraint};
    lane weight[DT_N_POSTURE_WEIGHT - DT_POSTURE_FLOOR];
    posture_weights(m->constant, m->site[i].posture.posture, DT_POSTURE_FLOOR,
                    DT_N_POSTURE_WEIGHT - DT_POSTURE_FLOOR, own, weight);
    return (struct acting){weight[0], weight[1], weight[2]};
}

void DT_WIDE(dt_posture_step)(struct model *m)
{
    lane effect = m->param->lobby.floor_effect * m->param->lobby.lobby_strength;
    lane building = m->param->pace.text_building;
    EACH_STATE(m)
    {
        struct posture_state *s = &m->state[i].posture;
        struct acting rule = acting_of(m, i);
        s->safety_floor = safety_floor(rule.floor, effect, m->state[i].lobby.shift);
        s->closed = closed(rule.closing, m->state[i].lobby.narrative);
        s->slowed = rule.restraint;
        s->withheld = withheld(s->slowed, building, m->state[i].treaty.restraint);
    }
}

void DT_WIDE(dt_posture_begin)(struct model *m)
{
    EACH_STATE(m)
    {
        m->state[i].posture.safety_floor = acting_of(m, i).floor;
        m->state[i].posture.closed = m->state[i].posture.slowed = m->state[i].posture.withheld = lane_of(0.0);
    }
}
