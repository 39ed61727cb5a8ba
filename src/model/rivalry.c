/* Rivalry (model section 6): what states fear of one another, and what they spend on it.
 *
 * Strength rises with capability; the threat to a state is the share of its rivals in the strength it faces.
 * It sees this late, with errors, and amplified by narrative. Spending follows Richardson: it reacts to the
 * threat and to what rivals spend, tires, and nurses a grievance, within fiscal room. What must stay true:
 * without reaction to threat the step is the exact solution of Richardson's linear system. */
#include "model/rivalry.h"

#include "core/lane_math.h"
#include "model/delay.h"
#include "model/model.h"

enum { REACTION_TERMS = 6 }; /* of the series of an exact step: 1e-9 where a step's rate is at most 0.17 */

static const double SHORTEST_NOTICE = 1e-3; /* yr */

/* (R1) strength: e_j = exp(slope K_j) */
DT_EQ lane strength(lane slope, lane capability)
{
    return lane_exp(slope * capability);
}

/* (R2) threat: Theta_i = P_i / (P_i + e_i), logistic in the gap of capability */
DT_EQ lane threat(lane pull, lane strength)
{
    return pull / (pull + strength);
}

/* (R3) rivals' strength as a state takes it to be: right in the median, amplified by narrative */
DT_EQ lane felt_pull(lane pull, lane noise, lane shock, lane alarm)
{
    return pull * alarm * lane_exp(noise * shock);
}

/* (R4) perceived threat after a step: follows what is felt with a lag; `noticed` is 1 - exp(-dt / delay) */
DT_EQ lane perceived(lane before, lane felt, lane noticed)
{
    return before + noticed * (felt - before);
}

/* (R5) fatigue of a state, 1/yr, and the spending share it would rest at */
DT_EQ struct lane_pair rest(const struct rivalry_param *p, const struct rivalry_fixed *x)
{
    struct lane_pair r = {p->fatigue * x->weariness, p->rest_share * x->military_share};
    return r;
}

/* (R6) what moves spending whatever it is now, 1/yr: reaction to threat, rest, grievance */
DT_EQ lane drive(const struct rivalry_param *p, struct lane_pair rest, lane perceived)
{
    return p->threat_reaction * perceived + rest.first * rest.second + p->grievance;
}

/* (R7) Richardson's linear part, 1/yr: reaction to what rivals spend, less fatigue */
DT_EQ lane reaction(lane spending_reaction, lane of_rivals, lane fatigue, lane own)
{
    return spending_reaction * of_rivals - fatigue * own;
}

/* Strength of every state; it stands in b of the scratch too. Returns its common parts. */
static struct network_common grow_strong(struct model *m)
{
    lane slope = m->param->rivalry.threat_slope;
    struct network_common common = network_none();
    EACH_STATE(m)
    {
        lane now = strength(slope, m->state[i].capability.capability);
        m->state[i].rivalry.strength = m->work[i].b = now;
        network_add(&common, &m->rivals[i], now);
    }
    return common;
}

/* (R8) pull on each state: P_i = sum over j of S_ij e_j + U_i . (V'e); stands in a of the scratch */
static void pull(struct model *m)
{
    struct network_common common = grow_strong(m);
    struct network_field strengths = {&m->work[0].b, DT_WORK_STRIDE};
    lane scale = m->param->rivalry.threat_scale;
    EACH_STATE(m) m->work[i].a = scale * network_sum(m->rivals, i, strengths, &common);
}

/* How much louder the narrative makes rivals. */
DT_EQ lane alarm(const struct model *m, int i)
{
    return 1.0 + m->param->lobby.narrative_gain * m->state[i].lobby.narrative;
}

DT_EQ lane felt_threat(const struct model *m, int i, lane shock, lane alarm)
{
    lane felt = felt_pull(m->work[i].a, m->param->rivalry.perception_noise, shock, alarm);
    return threat(felt, m->state[i].rivalry.strength);
}

void DT_WIDE(dt_rivalry_perceive)(struct model *m)
{
    lane delay = most(lane_of(SHORTEST_NOTICE), m->param->rivalry.perception_delay);
    lane noticed = 1.0 - lane_exp(-m->constant->dt / delay);
    double per_dt = 1.0 / m->constant->dt;
    pull(m);
    EACH_STATE(m)
    {
        struct rivalry_state *s = &m->state[i].rivalry;
        lane now = threat(m->work[i].a, s->strength);
        lane felt = felt_threat(m, i, m->shock[i].perception, alarm(m, i));
        s->rise = (now - s->threat) * per_dt;
        s->threat = now;
        s->perceived = perceived(s->perceived, felt, noticed);
    }
}

/* A term of the series of spending: where it stands in the scratch, and its common parts. */
struct term {
    struct network_field at;
    struct network_common common;
};

/* What a state's spending moves by, from a term, over `part` of a year. */
DT_EQ lane moved_by(const struct model *m, int i, const struct term *t, double part)
{
    const struct rivalry_param *p = &m->param->rivalry;
    lane fatigue = rest(p, &m->fixed[i].rivalry).first;
    lane of_rivals = network_sum(m->rivals, i, t->at, &t->common);
    return part * reaction(p->spending_reaction, of_rivals, fatigue, t->at.first[(size_t)i * t->at.stride]);
}

/* The start of the series: spending now stands in a of the scratch, the sum so far in c. */
static struct term first_term(struct model *m)
{
    struct term t = {{&m->work[0].a, DT_WORK_STRIDE}, network_none()};
    EACH_STATE(m)
    {
        lane effort = m->state[i].rivalry.effort;
        m->work[i].a = m->work[i].c = effort;
        network_add(&t.common, &m->rivals[i], effort);
    }
    return t;
}

/* The second term, from a to b of the scratch: the only one that the drive moves. */
static struct term second_term(struct model *m, const struct term *before)
{
    const struct rivalry_param *p = &m->param->rivalry;
    double dt = m->constant->dt;
    struct term t = {{&m->work[0].b, DT_WORK_STRIDE}, network_none()};
    EACH_STATE(m)
    {
        lane driven = drive(p, rest(p, &m->fixed[i].rivalry), m->state[i].rivalry.perceived);
        lane next = moved_by(m, i, before, dt) + dt * driven;
        m->work[i].b = next;
        m->work[i].c = m->work[i].c + next;
        network_add(&t.common, &m->rivals[i], next);
    }
    return t;
}

/* One more term, from b to a of the scratch or back. */
static struct term next_term(struct model *m, const struct term *before, lane *to, double part)
{
    struct term t = {{to, DT_WORK_STRIDE}, network_none()};
    EACH_STATE(m)
    {
        lane next = moved_by(m, i, before, part);
        to[(size_t)i * DT_WORK_STRIDE] = next;
        m->work[i].c = m->work[i].c + next;
        network_add(&t.common, &m->rivals[i], next);
    }
    return t;
}

/* (R9) spending after a step: the series of u(t + dt) in the derivatives of du/dt = A u + drive, exact for a
 * drive that stays in the step; then kept within fiscal room */
void DT_WIDE(dt_rivalry_react)(struct model *m)
{
    lane room = m->param->rivalry.fiscal_room;
    struct term t = first_term(m);
    t = second_term(m, &t);
    for (int k = 2; k <= REACTION_TERMS; k++)
        t = next_term(m, &t, k % 2 == 0 ? &m->work[0].a : &m->work[0].b, m->constant->dt / k);
    EACH_STATE(m) m->state[i].rivalry.effort = at_least_zero(least(room, m->work[i].c));
}

/* States know at the start how strong the others are, and spend what they would at rest. */
void DT_WIDE(dt_rivalry_begin)(struct model *m)
{
    pull(m);
    EACH_STATE(m)
    {
        struct rivalry_state *s = &m->state[i].rivalry;
        s->threat = threat(m->work[i].a, s->strength);
        s->rise = lane_of(0.0);
        s->perceived = felt_threat(m, i, lane_of(0.0), lane_of(1.0));
        s->effort = rest(&m->param->rivalry, &m->fixed[i].rivalry).second;
    }
}
