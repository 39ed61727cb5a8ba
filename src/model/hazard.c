/* Hazard (model section 6): how much safety racers choose, what goes wrong, and who is left.
 *
 * Safety follows the race to the precipice (Armstrong, Bostrom and Shulman 2016): the nearer the next and the
 * worse it would be if another won, the less safety a leader can afford. Accidents grow with the frontier's
 * capability and with the safety that the leader and those close behind it leave out. Conflicts are opened by
 * states under threat, above all where the threat rises fast. Events are drawn from counter-based numbers.
 * What must stay true: where the race is decided at once, the risk is that of the published model. */
#include "model/hazard.h"

#include "core/lane_math.h"
#include "core/random.h"
#include "model/model.h"

static const double SHORTEST_DELAY = 1e-3; /* yr */
static const double FAR_BEHIND = -1e3;     /* log10: below every level */
static const double NO_ENMITY = 1e-12;

/* The leader of the race, the next, and the leader's enmity. */
struct leader {
    lane top, second, enmity;
};

/* ---- the race to the precipice ---- */

/* (H1) safety where nobody knows anything: min(1, mu / (n e)) */
DT_EQ lane safety_unknown(lane spread, lane contenders, lane enmity)
{
    lane safety = least(lane_of(1.0), ratio(spread, contenders * enmity, NO_ENMITY));
    return pick(above(enmity, lane_of(NO_ENMITY)), safety, lane_of(1.0));
}

/* (H2) safety where each knows its own capability c: min(1, c / ((n - 1) e + 1)) */
DT_EQ lane safety_private(lane own, lane contenders, lane enmity)
{
    return least(lane_of(1.0), at_least_zero(own) / ((contenders - 1.0) * enmity + 1.0));
}

/* (H3) safety of the leader where all is known: min(1, gap / e) */
DT_EQ lane safety_of_leader(lane gap, lane enmity)
{
    lane safety = least(lane_of(1.0), ratio(gap, enmity, NO_ENMITY));
    return pick(above(enmity, lane_of(NO_ENMITY)), safety, lane_of(1.0));
}

/* (H4) safety of those behind, who then score as much as the leader: what it has less their distance */
DT_EQ lane safety_behind(lane of_leader, lane behind)
{
    return at_least_zero(of_leader - behind);
}

/* (H5) enmity: share of its prize that a state thinks lost if another wins */
DT_EQ lane enmity(lane scale, lane perceived)
{
    return scale * clamp(perceived, 0.0, 1.0);
}

/* (H6) how much a state counts in the race: e^(-distance behind / width) */
DT_EQ lane closeness(lane behind, lane per_width)
{
    return lane_exp(-behind * per_width);
}

static struct leader find_leader(const struct model *m)
{
    struct leader lead = {lane_of(FAR_BEHIND), lane_of(FAR_BEHIND), lane_of(0.0)};
    lane scale = m->param->hazard.enmity_scale;
    EACH_STATE(m)
    {
        lane level = m->state[i].capability.level;
        mask leads = above(level, lead.top);
        lead.second = pick(leads, lead.top, most(lead.second, level));
        lead.enmity = pick(leads, enmity(scale, m->state[i].rivalry.perceived), lead.enmity);
        lead.top = pick(leads, level, lead.top);
    }
    return lead;
}

static lane leading_level(const struct model *m)
{
    lane top = lane_of(FAR_BEHIND);
    EACH_STATE(m) top = most(m->state[i].capability.level, top);
    return top;
}

/* How far each state is behind stands in a of the scratch, in safety's own cost. */
static void measure_distance(struct model *m, lane top)
{
    lane per_scale = 1.0 / m->param->hazard.safety_scale;
    EACH_STATE(m) m->work[i].a = (top - m->state[i].capability.level) * per_scale;
}

/* How much each state counts in the race stands in b of the scratch. */
static void measure_field(struct model *m, lane top)
{
    lane per_width = 1.0 / m->param->hazard.closeness_width;
    lane sum = lane_of(0.0);
    EACH_STATE(m) m->work[i].b = closeness(top - m->state[i].capability.level, per_width);
    EACH_STATE(m) sum += m->work[i].b;
    m->global->hazard.contenders = sum;
}

/* (H7) safety that the race leaves, by what racers know: all, their own, nothing */
DT_EQ lane race_safety(const struct model *m, int i, lane of_leader)
{
    const struct hazard_param *p = &m->param->hazard;
    mask know_all = above(p->race_information, lane_of(1.5));
    lane all = safety_behind(of_leader, m->work[i].a);
    if (!any(not_in(know_all))) return all;
    lane n = m->global->hazard.contenders;
    lane e = enmity(p->enmity_scale, m->state[i].rivalry.perceived);
    lane unknown = safety_unknown(p->race_spread, n, e);
    lane own = safety_private(p->race_spread - m->work[i].a, n, e);
    return pick(know_all, all, pick(above(p->race_information, lane_of(0.5)), own, unknown));
}

/* (H8) safety that a state wants: the most of what the race leaves, its own floor, and what a treaty holds it
 * to; stands in c of the scratch */
static void want_safety(struct model *m)
{
    struct leader lead = find_leader(m);
    lane gap = (lead.top - lead.second) / m->param->hazard.safety_scale;
    lane of_leader = safety_of_leader(gap, lead.enmity);
    measure_distance(m, lead.top);
    EACH_STATE(m)
    {
        lane floor = most(m->state[i].posture.safety_floor, m->state[i].treaty.restraint);
        m->work[i].c = most(race_safety(m, i, of_leader), floor);
    }
}

/* Practice follows what is wanted with a lag. */
void DT_WIDE(dt_hazard_choose)(struct model *m)
{
    lane delay = most(lane_of(SHORTEST_DELAY), m->param->hazard.safety_delay);
    lane followed = 1.0 - lane_exp(-m->constant->dt / delay);
    want_safety(m);
    EACH_STATE(m)
    {
        struct hazard_state *s = &m->state[i].hazard;
        s->safety = s->safety + followed * (m->work[i].c - s->safety);
    }
}

/* ---- rates ---- */

/* (H9) accidents at the frontier without safety, 1/yr: grow with capability up to a ceiling */
DT_EQ lane frontier_rate(const struct hazard_param *p, lane top)
{
    return least(p->accident_ceiling, p->accident_rate * lane_exp(p->accident_growth * top));
}

/* (H10) accidents of a state, 1/yr: as far as it is close to the frontier and leaves safety out */
DT_EQ lane accident_rate(lane frontier, lane closeness, lane safety)
{
    return frontier * closeness * (1.0 - safety);
}

/* (H11) conflicts that a state opens, 1/yr: with tension, and more where the gap closes fast */
DT_EQ lane conflict_rate(const struct hazard_param *p, lane perceived, lane rise)
{
    return p->conflict_rate * clamp(perceived, 0.0, 1.0) * (1.0 + p->closing_gain * at_least_zero(rise));
}

/* (H12) chance of an event in a step */
DT_EQ lane chance(lane rate, double dt)
{
    return -lane_expm1(-dt * rate);
}

/* (H13) share that an accident destroys: u^(1/mean - 1) has that mean */
DT_EQ lane severity(lane uniform, lane mean)
{
    return lane_pow(uniform, 1.0 / mean - 1.0);
}

/* (H14) share of the state expected to be destroyed in a year */
DT_EQ lane danger(const struct hazard_param *p, lane accidents, lane of_others, lane conflicts)
{
    return p->accident_severity * (accidents + p->accident_reach * of_others) +
        p->conflict_severity * conflicts;
}

/* ---- events ---- */

/* 1 where something happens in a step, else 0. A chance is less than rate dt: where no number is below that,
 * nothing happens. */
DT_EQ lane happens(lane uniform, lane rate, double dt)
{
    if (!any(below(uniform, dt * rate))) return lane_of(0.0);
    return pick(below(uniform, chance(rate, dt)), lane_of(1.0), lane_of(0.0));
}

/* Rates of each state: accidents in a of the scratch, conflicts in c; from
 * them the danger. */
static void measure_rates(struct model *m)
{
    const struct hazard_param *p = &m->param->hazard;
    lane top = leading_level(m);
    lane frontier = frontier_rate(p, top);
    lane all = lane_of(0.0);
    measure_field(m, top);
    EACH_STATE(m)
    {
        const struct rivalry_state *s = &m->state[i].rivalry;
        m->work[i].a = accident_rate(frontier, m->work[i].b, m->state[i].hazard.safety);
        m->work[i].c = conflict_rate(p, s->perceived, s->rise);
        all += m->work[i].a;
    }
    EACH_STATE(m)
    m->state[i].hazard.danger = danger(p, m->work[i].a, all - m->work[i].a, m->work[i].c);
}

/* For an accident's damage and the end of a conflict: numbers that few steps need. */
static struct lane_pair rare_numbers(const struct model *m, int i)
{
    struct lane_random r = lane_philox(m->seed, m->member, (uint32_t)i, (uint32_t)m->step, DT_PURPOSE_DAMAGE);
    struct lane_pair numbers = {r.uniform[0], r.uniform[1]};
    return numbers;
}

/* Events since the start. */
struct tally {
    lane accidents, conflicts;
};

/* (H15) events of a state: an accident with its damage (in a of the scratch), a conflict opened or ended */
DT_EQ void draw_events(struct model *m, int i, lane of_accident, lane of_conflict, struct tally *tally)
{
    const struct hazard_param *p = &m->param->hazard;
    struct hazard_state *s = &m->state[i].hazard;
    double dt = m->constant->dt;
    lane accident = happens(of_accident, m->work[i].a, dt);
    lane opened = happens(of_conflict, m->work[i].c, dt);
    m->work[i].a = lane_of(0.0);
    tally->accidents += accident;
    tally->conflicts += opened * (1.0 - s->war);
    if (any(above(accident + s->war, lane_of(0.0)))) {
        struct lane_pair numbers = rare_numbers(m, i);
        m->work[i].a = accident * severity(numbers.first, p->accident_severity);
        s->war = s->war * (1.0 - happens(numbers.second, p->peace_rate, dt));
    }
    s->war = most(opened, s->war);
}

/* One call of the generator serves two states. */
static void draw_all(struct model *m)
{
    struct hazard_global *g = &m->global->hazard;
    struct tally tally = {g->accidents, g->conflicts};
    for (int i = 0; i < m->n_state; i += 2) {
        struct lane_random r = lane_philox(m->seed, m->member, (uint32_t)i, (uint32_t)m->step,
                                           DT_PURPOSE_INCIDENT);
        draw_events(m, i, r.uniform[0], r.uniform[1], &tally);
        if (i + 1 < m->n_state) draw_events(m, i + 1, r.uniform[2], r.uniform[3], &tally);
    }
    g->accidents = tally.accidents;
    g->conflicts = tally.conflicts;
}

/* (H16) share that accidents leave of a state: less its own, and others' as far as they reach */
DT_EQ lane kept(lane reach, lane own, lane of_others)
{
    return (1.0 - own) * (1.0 - least(lane_of(1.0), reach * of_others));
}

/* (H17) share that war leaves of a state: its toll goes with the sites destroyed */
DT_EQ lane kept_in_war(lane toll, lane destroyed)
{
    return 1.0 - least(lane_of(1.0), toll * destroyed);
}

void DT_WIDE(dt_hazard_step)(struct model *m)
{
    const struct hazard_param *p = &m->param->hazard;
    lane damage = lane_of(0.0);
    lane survivors = lane_of(0.0);
    measure_rates(m);
    draw_all(m);
    EACH_STATE(m) damage += m->work[i].a;
    EACH_STATE(m)
    {
        struct hazard_state *s = &m->state[i].hazard;
        lane own = m->work[i].a;
        lane left = kept(p->accident_reach, own, damage - own);
        s->lost = own;
        s->health = s->health * left * kept_in_war(p->war_toll, m->state[i].attrition.destroyed);
        s->standing = pick(below(s->health, p->survival_threshold), lane_of(0.0), lane_of(1.0));
        survivors += s->standing;
    }
    m->global->hazard.survivors = survivors;
}

/* All states stand; safety is what they want. */
void DT_WIDE(dt_hazard_begin)(struct model *m)
{
    measure_field(m, leading_level(m));
    want_safety(m);
    EACH_STATE(m)
    {
        struct hazard_state *s = &m->state[i].hazard;
        s->safety = m->work[i].c;
        s->war = s->lost = lane_of(0.0);
        s->health = s->standing = lane_of(1.0);
    }
    m->global->hazard.accidents = m->global->hazard.conflicts = lane_of(0.0);
    m->global->hazard.survivors = lane_of(m->n_state);
    measure_rates(m);
}
