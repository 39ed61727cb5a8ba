/* Payoffs (model section 9): what the race is worth to each state.
 *
 * Worth of capability and of security from rivals, less public money and what of firms' money counts, less
 * the risk it bears, plus what treaties bring in reputation or cost in penalties; discounted and added up.
 * What must stay true: the worth of security is the prize times the chance of winning of a ratio contest of
 * strength. */
#include "model/payoff.h"

#include "core/lane_math.h"
#include "model/model.h"

/* (Y1) worth of capability, bn USD/yr: equal for every ten times */
DT_EQ lane benefit(lane value, lane gdp, lane capability)
{
    return value * gdp * capability;
}

/* (Y2) worth of security, bn USD/yr: the prize times e_i / (P_i + e_i) */
DT_EQ lane security(lane prize, lane threat)
{
    return prize * (1.0 - threat);
}

/* (Y3) public money, bn USD/yr */
DT_EQ lane money(lane effort, lane gdp, lane won_by_lobby)
{
    return effort * gdp + won_by_lobby;
}

/* (Y8) firms' money for AI compute, bn USD/yr, as far as it counts as a cost to the state */
DT_EQ lane private_money(lane share, lane spending)
{
    return share * spending;
}

/* (Y4) risk borne, bn USD/yr */
DT_EQ lane risk(lane years, lane gdp, lane danger)
{
    return years * gdp * danger;
}

/* (Y5) standing, bn USD/yr: reputation of a party that keeps its word, less the penalty for trust lost */
DT_EQ lane standing_worth(const struct payoff_param *p, lane gdp, const struct treaty_state *t)
{
    return gdp * (p->reputation_value * t->member * t->trust - p->breach_penalty * (1.0 - t->trust));
}

/* (Y6) payoff of a year, bn USD/yr, to what is left of the state */
DT_EQ lane flow(const struct payoff_state *s, lane health)
{
    return health * (s->benefit + s->security + s->standing - s->money - s->private_money - s->risk);
}

/* (Y7) weight of a step, yr: discounted from its middle to the start */
DT_EQ lane weight(lane discount_rate, int step, double dt)
{
    return dt * lane_exp(-discount_rate * (dt * (step + 0.5)));
}

void DT_WIDE(dt_payoff_step)(struct model *m)
{
    const struct payoff_param *p = &m->param->payoff;
    lane counts = weight(p->discount_rate, m->step, m->constant->dt);
    EACH_STATE(m)
    {
        const struct model_state *all = &m->state[i];
        struct payoff_state *s = &m->state[i].payoff;
        lane gdp = all->compute.gdp;
        s->benefit = benefit(p->capability_value, gdp, all->capability.capability);
        s->security = security(p->security_value * gdp, all->rivalry.threat);
        s->money = money(all->rivalry.effort, gdp, all->lobby.public_money);
        s->private_money = private_money(p->private_cost, all->compute.private_spending);
        s->risk = risk(p->risk_value, gdp, all->hazard.danger);
        s->standing = standing_worth(p, gdp, &all->treaty);
        s->total = s->total + counts * flow(s, all->hazard.health);
    }
}

void DT_WIDE(dt_payoff_begin)(struct model *m)
{
    EACH_STATE(m) m->state[i].payoff = (struct payoff_state){.total = lane_of(0.0)};
}
