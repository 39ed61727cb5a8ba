/* Lobbying (model section 8): how industry moves regulation, and what the threat has to do with it.
 *
 * Industry and its opponents (residents, safety advocates) contest policy as Tullock describes; both play
 * their best replies, which have a closed form. Effort spreads a narrative that makes rivals look stronger; a
 * threatened government offers more, and so effort pays more: a loop. What policy has moved since the start
 * shortens permits, lets connection grow faster, brings public money and lowers the safety floor. What must
 * stay true: with narrative gain 0 the loop is open. */
#include "model/lobby.h"

#include "core/lane_math.h"
#include "model/model.h"

static const double NO_STAKE = 1e-12;       /* bn USD/yr */
static const double QUICKEST_POLICY = 1e-3; /* yr */
static const double SLOWEST = 0.2;          /* least multiplier of permitting and connection */

/* (L1) what industry gains from policy, bn USD/yr: more where a threatened government has more to offer */
DT_EQ lane industry_stake(const struct lobby_param *p, lane spending, lane perceived)
{
    return p->industry_stake * spending * (1.0 + p->threat_offer * perceived);
}

/* (L2) what opponents have at stake, bn USD/yr: more where AI takes much of the grid */
DT_EQ lane opposition_stake(const struct lobby_param *p, lane gdp, lane grid_share)
{
    return p->opposition_stake * gdp * (1.0 + p->local_opposition * grid_share);
}

/* Log-odds of opponents in the contest: stakes to the power of decisiveness, where both play their best
 * replies */
DT_EQ lane contest_odds(lane stake, lane of_opponents, lane decisiveness)
{
    return decisiveness * lane_log(ratio(of_opponents, stake, NO_STAKE));
}

/* (L3) industry's share of the contest, q = b^r / (b^r + o^r) */
DT_EQ lane contest_share(lane log_odds)
{
    return 1.0 / (1.0 + lane_exp(log_odds));
}

/* (L4) effort of a side in that equilibrium, bn USD/yr: r V q (1 - q) */
DT_EQ lane contest_effort(lane stake, lane share, lane decisiveness)
{
    return decisiveness * stake * share * (1.0 - share);
}

/* (L5) policy shift after a step: follows the contest, less what today's rules contain */
DT_EQ lane shift_next(lane shift, lane share, lane status_quo, lane followed)
{
    return shift + followed * (share - status_quo - shift);
}

/* (L6) audience that effort reaches: half at `half` of product */
DT_EQ lane audience(lane effort, lane gdp, lane half)
{
    return effort / (effort + half * gdp);
}

/* (L7) narrative after a step: spreads to who has not heard it, fades; exact for an audience that stays */
DT_EQ lane narrative_next(lane narrative, lane spread, lane fade, double dt)
{
    lane speed = spread + fade;
    lane rest = spread / speed;
    return rest + (narrative - rest) * lane_exp(-dt * speed);
}

/* (L8) multiplier of what a policy shift moves */
DT_EQ lane moved(lane effect, lane shift)
{
    return most(lane_of(SLOWEST), 1.0 + effect * shift);
}

/* (L9) public money, bn USD/yr */
DT_EQ lane public_money(lane effect, lane shift, lane gdp)
{
    return effect * at_least_zero(shift) * gdp;
}

DT_EQ lane contest(const struct model *m, int i, lane stake)
{
    const struct lobby_param *p = &m->param->lobby;
    lane grid_share = m->state[i].power.connected * (1.0 / m->fixed[i].power.peak_demand);
    lane opponents = m->fixed[i].lobby.opposition * opposition_stake(p, m->state[i].compute.gdp, grid_share);
    return contest_odds(stake, opponents, p->contest_decisiveness);
}

DT_EQ lane stake_of(const struct model *m, int i)
{
    return industry_stake(&m->param->lobby, m->state[i].compute.spending, m->state[i].rivalry.perceived);
}

static void compete(struct model *m)
{
    const struct lobby_param *p = &m->param->lobby;
    lane followed = 1.0 - lane_exp(-m->constant->dt / most(lane_of(QUICKEST_POLICY), p->policy_delay));
    EACH_STATE(m)
    {
        m->work[i].a = stake_of(m, i);
        m->work[i].b = contest(m, i, m->work[i].a);
    }
    EACH_STATE(m)
    {
        struct lobby_state *s = &m->state[i].lobby;
        lane share = contest_share(m->work[i].b);
        s->industry = contest_effort(m->work[i].a, share, p->contest_decisiveness);
        s->shift = shift_next(s->shift, share, s->status_quo, followed);
    }
}

static void persuade(struct model *m)
{
    const struct lobby_param *p = &m->param->lobby;
    EACH_STATE(m)
    {
        struct lobby_state *s = &m->state[i].lobby;
        lane heard = audience(s->industry, m->state[i].compute.gdp, p->narrative_half);
        lane spread = p->lobby_strength * p->narrative_rate * heard;
        s->narrative = narrative_next(s->narrative, spread, p->narrative_fade, m->constant->dt);
    }
}

static void move_policy(struct model *m)
{
    const struct lobby_param *p = &m->param->lobby;
    EACH_STATE(m)
    {
        struct lobby_state *s = &m->state[i].lobby;
        lane shift = p->lobby_strength * s->shift;
        s->permit_speed = moved(p->permit_effect, shift);
        s->connection_boost = moved(p->connection_effect, shift);
        s->public_money = public_money(p->money_effect, shift, m->state[i].compute.gdp);
    }
}

void DT_WIDE(dt_lobby_step)(struct model *m)
{
    compete(m);
    persuade(m);
    move_policy(m);
}

/* Today's rules are what the contest has brought so far. */
void DT_WIDE(dt_lobby_begin)(struct model *m)
{
    EACH_STATE(m)
    {
        struct lobby_state *s = &m->state[i].lobby;
        lane stake = stake_of(m, i);
        s->status_quo = contest_share(contest(m, i, stake));
        s->industry = contest_effort(stake, s->status_quo, m->param->lobby.contest_decisiveness);
        s->shift = s->narrative = lane_of(0.0);
    }
    move_policy(m);
}
