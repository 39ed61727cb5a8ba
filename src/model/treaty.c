/* Treaty (model section 9): who joins a text, stays, keeps it, and what it costs.
 *
 * A text has attributes; conferences have dates. At a conference each state signs, or stays, with a chance
 * that is logistic in its own score and in what it expects of partners and rivals: a discrete game on a
 * network, solved by a fixed number of damped passes over the expected shares, some of which leap ahead. The
 * score is what past votes and signatures say of such a text (inclination.c), and as far as postures see the
 * text otherwise than the usual text at the start, the difference; without an estimate it is what the
 * postures say. A text enters into force by count and weight of its parties. Parties evade duties under
 * threat, and are found out as far as there is verification. What must stay true: with no weight on others, a
 * chance is the logistic of the state's own score. */
#include "model/treaty.h"

#include "core/lane_math.h"
#include "core/random.h"
#include "model/model.h"
#include "model/posture_rule.h"

enum {
    PASSES = 15, /* with the leaps as close as 24 without */
    BETWEEN = 3  /* from one leap to the next; the first passes are too far from settled for one */
};

static const double DAMPING = 0.1;   /* of the expected shares in a pass: kept from the pass before */
static const double NO_STEP = 1e-30; /* square of a step that is none */
static const double FURTHEST =
    9.0; /* of a leap, in steps: what is left where each is nine tenths of the last */
static const double PER_LOG_YEARS = 1.0 / 3.0; /* the unit in which the estimate counts years */
static const double NO_COMPUTE = 1e-9;
static const double EARLY = 1e-9; /* yr: a conference on a step's last day is held in that step */

/* Conferences in a step: those of a year at the least interval, a quarter. */
enum { MOST_MEETINGS = 4 };

/* What a state weighs at a conference. */
struct view {
    lane alone;    /* score without others */
    lane partners; /* weight of the partners' expected share */
    lane rivals;   /* weight of the rivals' expected share */
};

/* ---- joining ---- */

/* (T1) chance of leading: a state's share in the race, as far as it counts */
DT_EQ lane lead_chance(lane behind, lane per_width, lane per_contenders)
{
    return lane_exp(-behind * per_width) * per_contenders;
}

/* (T2) what the text takes of the chance of leading, before reciprocity: it binds by force or by will */
DT_EQ lane bite(const struct treaty_param *p)
{
    return p->text_stringency * (p->voluntary + (1.0 - p->voluntary) * p->text_binding);
}

/* (T3) score of a text without others, and the weights of others. What a text takes of the chance of leading
 * falls as rivals join, if it is reciprocal. */
DT_EQ struct view view_of(const struct treaty_param *p, const struct posture_rule *r, lane lead, lane window)
{
    lane cost = r->lead * lead * bite(p);
    struct view v;
    v.alone = r->base + cost + r->precision * p->text_precision + r->binding * p->text_binding +
        r->window * p->text_window * window;
    v.partners = p->spillover + r->neighbours;
    v.rivals = p->text_reciprocity * (r->reciprocity - cost);
    return v;
}

/* (T4) what a state's own position adds: what the scenario says of it, perceived threat, transfers to those
 * behind, loyalty of a party */
DT_EQ lane own_score(const struct model *m, int i, const struct posture_rule *r)
{
    const struct treaty_param *p = &m->param->treaty;
    lane need = 1.0 - m->site[i].diffusion.absorptive_capacity;
    return m->site[i].inclination.disposition + r->threat * m->state[i].rivalry.perceived +
        r->transfers * p->text_transfers * need + p->loyalty * m->state[i].treaty.member;
}

/* (I2) log-odds as estimated, without neighbours in the model, for a text so many years after the first
 * conference */
DT_EQ lane estimated_score(const struct inclination_param *p, const struct treaty_param *text,
                           const struct inclination_state *s, lane years)
{
    return s->of_declaration + s->of_binding * text->text_binding +
        s->of_verification * text->text_verification + s->of_years * lane_log(1.0 + years) * PER_LOG_YEARS +
        s->of_west * p->text_west + s->of_east * p->text_east + s->of_humanitarian * p->text_humanitarian;
}

/* (I3) what a rule says of the usual text: a declaration, so that it binds by will alone. Its binding force
 * is left to the estimate. */
DT_EQ lane usual_score(const struct model_param *p, const struct posture_rule *r, lane lead, lane window,
                       lane perceived)
{
    return r->base + r->lead * lead * p->inclination.usual_stringency * p->treaty.voluntary +
        r->precision * p->inclination.usual_precision + r->window * window + r->threat * perceived;
}

/* (I4) the view in which the estimate has the place of what is usual, as far as it counts */
DT_EQ struct view estimated_view(const struct model *m, int i, struct view v, const struct posture_rule *r,
                                 lane years)
{
    const struct inclination_state *s = &m->state[i].inclination;
    const struct inclination_fixed *x = &m->fixed[i].inclination;
    lane counts = m->param->inclination.estimated * x->known, pull = m->global->inclination.pull;
    lane own = estimated_score(&m->param->inclination, &m->param->treaty, s, years) + pull * x->outside;
    v.alone += counts * (own - s->usual - r->binding * m->param->treaty.text_binding);
    v.partners += counts * (pull * m->partners[i].total - s->usual_partners);
    return v;
}

/* (T5) chance of signing: logistic in the score with the expected shares of partners and rivals */
DT_EQ lane signing_chance(lane alone, lane partners, lane of_partners, lane rivals, lane of_rivals)
{
    return lane_logistic(alone + partners * of_partners + rivals * of_rivals);
}

/* Views of all states: alone in a of the scratch, partners in b, rivals in c. */
static void form_views(struct model *m)
{
    const struct treaty_param *p = &m->param->treaty;
    lane per_width = 1.0 / m->param->hazard.closeness_width;
    lane per_contenders = 1.0 / m->global->hazard.contenders;
    lane years = at_least_zero(m->global->treaty.next_conference - p->first_conference);
    EACH_STATE(m)
    {
        struct posture_rule rule = posture_rule(m, m->site[i].posture.posture);
        lane behind = m->global->capability.top_level - m->state[i].capability.level;
        lane chance = lead_chance(behind, per_width, per_contenders);
        struct view v = view_of(p, &rule, chance, chance * m->global->hazard.contenders);
        v = estimated_view(m, i, v, &rule, years);
        m->work[i].a = v.alone + own_score(m, i, &rule);
        m->work[i].b = v.partners;
        m->work[i].c = v.rivals;
    }
}

/* What the usual postures say at the start, in the first step: of that the estimate has seen the outcome. */
static void note_usual(struct model *m)
{
    lane per_width = 1.0 / m->param->hazard.closeness_width;
    lane per_contenders = 1.0 / m->global->hazard.contenders;
    EACH_STATE(m)
    {
        struct posture_rule rule = posture_rule(m, lane_of(m->fixed[i].inclination.usual_posture));
        lane behind = m->global->capability.top_level - m->state[i].capability.level;
        lane chance = lead_chance(behind, per_width, per_contenders);
        lane window = chance * m->global->hazard.contenders;
        m->state[i].inclination.usual = usual_score(m->param, &rule, chance, window,
                                                    m->state[i].rivalry.perceived);
        m->state[i].inclination.usual_partners = m->param->treaty.spillover + rule.neighbours;
    }
}

/* Expected shares: where they stand in the scratch, where the two passes before left theirs, and what they
 * add up to in both networks. */
struct outlook {
    lane *now, *before, *earlier;
    struct network_common partners, rivals;
};

DT_EQ lane share_of(const struct network_row *rows, int i, struct network_field expected,
                    const struct network_common *common)
{
    return rows[i].per_total * network_sum(rows, i, expected, common);
}

DT_EQ lane chance_of(const struct model *m, int i, const struct outlook *o, int is_reciprocal)
{
    struct network_field expected = {o->now, DT_WORK_STRIDE};
    lane of_partners = share_of(m->partners, i, expected, &o->partners);
    lane of_rivals = is_reciprocal ? share_of(m->rivals, i, expected, &o->rivals) : lane_of(0.0);
    return signing_chance(m->work[i].a, m->work[i].b, of_partners, m->work[i].c, of_rivals);
}

/* Where three shares in a row lead if their steps go on shrinking as they did (Aitken's extrapolation). */
DT_EQ lane led_to(lane first, lane second, lane third)
{
    lane step = second - first, last = third - second;
    lane shrinks = step * (step - last);
    lane left = pick(above(shrinks, lane_of(NO_STEP)), ratio(step * last, shrinks, NO_STEP), lane_of(0.0));
    return clamp(third + last * clamp(left, 0.0, FURTHEST), 0.0, 1.0);
}

/* (T6) one pass over the expected shares, all states at once, damped; a leap goes on from there */
DT_EQ struct outlook expect(struct model *m, const struct outlook *o, int is_reciprocal, int is_leap)
{
    struct outlook next = {o->earlier, o->now, o->before, network_none(), network_none()};
    EACH_STATE(m)
    {
        size_t at = (size_t)i * DT_WORK_STRIDE;
        lane then = DAMPING * o->now[at] + (1.0 - DAMPING) * chance_of(m, i, o, is_reciprocal);
        if (is_leap) then = led_to(o->before[at], o->now[at], then);
        next.now[at] = then;
        network_add(&next.partners, &m->partners[i], then);
        if (is_reciprocal) network_add(&next.rivals, &m->rivals[i], then);
    }
    return next;
}

static struct outlook expect_partners(struct model *m, const struct outlook *o, int is_leap)
{
    return expect(m, o, 0, is_leap);
}

/* Where the text is not reciprocal nobody gives rivals weight. */
static struct outlook expect_all(struct model *m, const struct outlook *o, int is_leap)
{
    return expect(m, o, 1, is_leap);
}

_Static_assert(PASSES % 3 == 0, "the last pass writes where the first belief stood");

/* Expected shares once they have settled stand in d of the scratch: the three places take turns. */
static void settle(struct model *m)
{
    int is_reciprocal = any(above(m->param->treaty.text_reciprocity, lane_of(0.0)));
    struct outlook o = {&m->work[0].d, &m->work[0].e, &m->work[0].f, network_none(), network_none()};
    EACH_STATE(m)
    {
        m->work[i].d = m->param->treaty.first_belief;
        network_add(&o.partners, &m->partners[i], m->work[i].d);
        network_add(&o.rivals, &m->rivals[i], m->work[i].d);
    }
    for (int k = 1; k <= PASSES; k++) {
        int is_leap = k > BETWEEN && k < PASSES && k % BETWEEN == 0;
        o = is_reciprocal ? expect_all(m, &o, is_leap) : expect_partners(m, &o, is_leap);
    }
}

/* (T7) at a conference that is due, states sign, stay or leave as their chance compares with their resolve,
 * which is drawn once in a member; elsewhere the last chance stays */
static void confer(struct model *m, mask due)
{
    form_views(m);
    settle(m);
    EACH_STATE(m)
    {
        struct treaty_state *s = &m->state[i].treaty;
        struct lane_random r = lane_philox(m->seed, m->member, (uint32_t)i, 0, DT_PURPOSE_TREATY);
        lane signs = pick(below(r.uniform[0], m->work[i].d), lane_of(1.0), lane_of(0.0));
        s->member = pick(due, signs, s->member);
        s->chance = pick(due, m->work[i].d, s->chance);
    }
}

/* Holds a conference in the members where one falls into the step. */
static void meet(struct model *m)
{
    const struct treaty_param *p = &m->param->treaty;
    lane *next = &m->global->treaty.next_conference;
    double end = m->constant->start + m->constant->dt * (m->step + 1);
    for (int k = 0; k < MOST_MEETINGS; k++) {
        mask due = below(*next, lane_of(end + EARLY));
        if (!any(due)) return;
        confer(m, due);
        *next = pick(due, *next + p->conference_interval, *next);
    }
}

/* ---- in force ---- */

/* (T8) entry into force: enough parties with enough weight, and none absent that is required */
DT_EQ lane entered(lane members, lane count, lane weight, lane least_weight, lane absent)
{
    mask lacks = below(members, count) | below(weight, least_weight) | above(absent, lane_of(0.0));
    return pick(lacks, lane_of(0.0), lane_of(1.0));
}

static void count(struct model *m)
{
    const struct treaty_param *p = &m->param->treaty;
    struct treaty_global *g = &m->global->treaty;
    lane members = lane_of(0.0);
    lane weight = lane_of(0.0);
    lane absent = lane_of(0.0);
    lane all = lane_of(NO_COMPUTE);
    EACH_STATE(m)
    {
        lane running = m->state[i].compute.running;
        members += m->state[i].treaty.member;
        weight += m->state[i].treaty.member * running;
        absent += m->fixed[i].treaty.required * (1.0 - m->state[i].treaty.member);
        all += running;
    }
    g->members = members;
    g->member_weight = weight / all;
    g->in_force = entered(members, p->entry_count, g->member_weight, p->entry_weight, absent);
}

/* (T9) share of its duties that a party evades: more under threat, less where it would be found out */
DT_EQ lane evasion(const struct treaty_param *p, lane perceived)
{
    return lane_logistic(p->temptation * perceived - p->deterrence * p->text_verification - p->honesty);
}

/* (T10) restraint that the text brings: what it takes, in force, from a party, less what it evades */
DT_EQ lane restraint(lane bite, lane in_force, lane member, lane evasion)
{
    return bite * in_force * member * (1.0 - evasion);
}

/* (T11) chance in a step that evasion is found */
DT_EQ lane detection(lane rate, lane verification, lane evaded, double dt)
{
    return -lane_expm1(-dt * rate * verification * evaded);
}

/* (T12) trust after a step: a share is lost where evasion is found, the rest comes back; `kept` is
 * exp(-dt recovery) */
DT_EQ lane trust_next(lane trust, lane found, lane lost, lane kept)
{
    return 1.0 - (1.0 - trust * (1.0 - found * lost)) * kept;
}

/* 1 where evasion is found in this step. Without verification none is, and no number is drawn. */
static lane found(const struct model *m, int i)
{
    const struct treaty_param *p = &m->param->treaty;
    lane evaded = m->state[i].treaty.evasion;
    if (!any(above(p->text_verification * evaded, lane_of(0.0)))) return lane_of(0.0);
    lane seen = detection(p->detection_rate, p->text_verification, evaded, m->constant->dt);
    struct lane_random r = lane_philox(m->seed, m->member, (uint32_t)i, (uint32_t)m->step, DT_PURPOSE_TREATY);
    return pick(below(r.uniform[1], seen), lane_of(1.0), lane_of(0.0));
}

/* Who has no duties evades none. */
static void evade(struct model *m, int i)
{
    struct treaty_state *s = &m->state[i].treaty;
    lane bound = m->global->treaty.in_force * s->member;
    s->evasion = lane_of(0.0);
    if (any(above(bound, lane_of(0.0))))
        s->evasion = bound * evasion(&m->param->treaty, m->state[i].rivalry.perceived);
}

static void keep(struct model *m)
{
    const struct treaty_param *p = &m->param->treaty;
    lane in_force = m->global->treaty.in_force;
    lane kept = lane_exp(-m->constant->dt * p->trust_recovery);
    lane taken = bite(p);
    EACH_STATE(m) evade(m, i);
    EACH_STATE(m)
    {
        struct treaty_state *s = &m->state[i].treaty;
        s->restraint = restraint(taken, in_force, s->member, s->evasion);
        s->trust = trust_next(s->trust, found(m, i), p->trust_lost, kept);
    }
}

void DT_WIDE(dt_treaty_step)(struct model *m)
{
    if (m->step == 0) note_usual(m);
    meet(m);
    count(m);
    keep(m);
}

/* No text yet. */
void DT_WIDE(dt_treaty_begin)(struct model *m)
{
    DT_WIDE(dt_inclination_begin)(m);
    EACH_STATE(m)
    {
        struct treaty_state *s = &m->state[i].treaty;
        s->chance = s->member = s->evasion = s->restraint = lane_of(0.0);
        s->trust = lane_of(1.0);
    }
    m->global->treaty.next_conference = m->param->treaty.first_conference;
    m->global->treaty.members = m->global->treaty.member_weight = m->global->treaty.in_force = lane_of(0.0);
}
