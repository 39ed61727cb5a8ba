/* Postures (model section 9): what a state keeps to by its rule, whatever the race.
 *
 * A posture is a row of weights (posture_rule.def). Those for signing are used on conference dates
 * (treaty.c); here stand the two that act all the time. What must stay true: without lobbying a
 * state keeps the floor of its rule and the openness of the data. */
#include "model/posture.h"

#include "model/model.h"
#include "model/posture_rule.h"

/* (S2) safety floor: that of the rule, lowered as far as lobbying has moved policy */
DT_EQ lane safety_floor(lane of_rule, lane effect, lane shift)
{
    return clamp(of_rule * (1.0 - effect * shift), 0.0, 1.0);
}

/* (S3) openness: that of the data, less what a state closes as the threat narrative spreads */
DT_EQ lane openness(lane of_data, lane closing, lane narrative)
{
    return of_data * (1.0 - closing * narrative);
}

void DT_WIDE(dt_posture_step)(struct model *m)
{
    lane effect = m->param->lobby.floor_effect * m->param->lobby.lobby_strength;
    EACH_STATE(m)
    {
        struct posture_rule rule = posture_rule(&m->param->posture, m->site[i].posture.posture);
        struct posture_state *s = &m->state[i].posture;
        s->safety_floor = safety_floor(rule.safety_floor, effect, m->state[i].lobby.shift);
        s->openness = openness(m->site[i].capability.openness, rule.closing, m->state[i].lobby.narrative);
    }
}

void DT_WIDE(dt_posture_begin)(struct model *m)
{
    DT_WIDE(dt_posture_step)(m);
}
