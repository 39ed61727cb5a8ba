/* Attrition (model section 7): what attack and failure leave of a state's supply.
 *
 * Supply is a small network of sites: a few large ones that hold a share z of capacity, and many small ones,
 * each with its lines. Fire between states in conflict is exchanged by both sides at once. What is aimed
 * destroys the largest sites first, at a rate that does not depend on how many stand (Lanchester's square
 * law); what is not aimed hits the more the more stand (his linear law). Industry rebuilds. Compute is
 * delivered by the part of the network that still hangs together: a mixed Poisson network, of which random
 * loss and aimed loss leave different parts (percolation). What must stay true: two forms of supply with
 * equal sites deliver equally. */
#include "model/attrition.h"

#include "core/lane_math.h"
#include "model/model.h"

enum {
    EXCHANGES = 2, /* of fire in a step, each by the midpoint rule: an error of (rate dt / 2)^3 */
    NEWTON = 8 /* steps from above towards a root of a concave function; the last bits need 6 away from the
                   threshold */
};

static const double LEAST_STANDING = 1e-12;
static const double LEAST_SLOPE = 1e-6; /* at the threshold of percolation, where the root is double */

/* Sites that stand: share of the large and of the small. */
struct sites {
    lane hubs, leaves;
};

/* What a state's sites meet in a year: fire as share of its sites, failure and repair. */
struct pressure {
    lane fire, aimed, failure, rebuilt;
};

/* The mix of sites: share that is large, and the inverses of both shares. */
struct mix {
    lane hub_share, per_hubs, per_leaves;
};

/* The network of a state: how often a line leads to a large site, and mean lines of both kinds. */
struct web {
    lane to_hub, hub_links, leaf_links;
};

/* ---- fire ---- */

/* (A1) capacity that stands: z hubs + (1 - z) leaves */
DT_EQ lane standing(lane concentration, struct sites s)
{
    return s.leaves + concentration * (s.hubs - s.leaves);
}

/* (A2) fire on a state, its sites a year: what enemies have standing over its own strength. Its own war meets
 * all rivals; rivals' wars meet it. */
DT_EQ lane fire(lane rate, lane war, lane of_all, lane of_warring, lane own_strength)
{
    return rate * (war * of_all + (1.0 - war) * of_warring) / own_strength;
}

/* (A3) large sites that aimed fire destroys, over all large ones: it takes them first */
DT_EQ lane hubs_hit(lane shots, lane per_hubs, lane hubs)
{
    return least(shots * per_hubs, hubs);
}

/* (A4) small sites that aimed fire destroys once no large one stands */
DT_EQ lane leaves_hit(lane shots, const struct mix *x, lane hit, lane leaves)
{
    return least(at_least_zero(shots - hit * x->hub_share) * x->per_leaves, leaves);
}

/* (A5) sites of one kind after some time, yr: fire and failure that meet what stands, repair, aimed fire */
DT_EQ lane after(lane from, lane at, struct pressure q, lane hit, double time)
{
    lane met = q.fire * (1.0 - q.aimed) + q.failure;
    return clamp(from + time * (q.rebuilt - met * at) - hit, 0.0, 1.0);
}

/* Both kinds of sites after some time under fire; `at` is what stood on the way. */
DT_EQ struct sites under_fire(struct sites from, struct sites at, struct pressure q, const struct mix *x,
                              double time)
{
    lane shots = time * q.fire * q.aimed;
    lane hit = hubs_hit(shots, x->per_hubs, from.hubs);
    struct sites n;
    n.hubs = after(from.hubs, at.hubs, q, hit, time);
    n.leaves = after(from.leaves, at.leaves, q, leaves_hit(shots, x, hit, from.leaves), time);
    return n;
}

/* (A6) share of its sites that a state can rebuild in a year: as its industry builds power plants */
DT_EQ lane rebuild_rate(lane repair_share, const struct power_state *s)
{
    lane can = lane_of(0.0);
    lane all = lane_of(0.0);
    EACH_TECH
    {
        can += s->can_start[k];
        all += s->capacity[k];
    }
    return repair_share * ratio(can, all, LEAST_STANDING);
}

/* ---- what hangs together ---- */

/* (A7) how often a line leads to a large site */
DT_EQ struct web web_of(const struct attrition_param *p)
{
    lane of_hubs = p->hub_share * p->hub_links;
    lane of_leaves = (1.0 - p->hub_share) * p->leaf_links;
    struct web w = {of_hubs / (of_hubs + of_leaves), p->hub_links, p->leaf_links};
    return w;
}

/* (A8) chance that a line leads into the part that hangs together: the largest root of v = F(v),
 * F(v) = phi a_h (1 - e^(-k_h v)) + (1 - phi) a_l (1 - e^(-k_l v)); by Newton from 1, from above */
DT_EQ lane connection(struct web w, struct sites s)
{
    lane hub = w.to_hub * s.hubs;
    lane leaf = (1.0 - w.to_hub) * s.leaves;
    lane v = lane_of(1.0);
    for (int k = 0; k < NEWTON; k++) {
        lane miss_hub = hub * lane_exp(-w.hub_links * v);
        lane miss_leaf = leaf * lane_exp(-w.leaf_links * v);
        lane over = v - (hub + leaf - miss_hub - miss_leaf);
        lane slope = 1.0 - w.hub_links * miss_hub - w.leaf_links * miss_leaf;
        v = at_least_zero(v - over / most(lane_of(LEAST_SLOPE), slope));
    }
    return v;
}

/* (A9) sites in the part that hangs together, by kind */
DT_EQ struct sites joined(struct web w, struct sites s, lane v)
{
    struct sites in = {s.hubs * (1.0 - lane_exp(-w.hub_links * v)),
                       s.leaves * (1.0 - lane_exp(-w.leaf_links * v))};
    return in;
}

/* ---- the step ---- */

DT_EQ struct sites sites_of(const struct model *m, int i)
{
    struct sites s = {m->state[i].attrition.hubs, m->state[i].attrition.leaves};
    return s;
}

DT_EQ struct sites halfway_of(const struct model *m, int i)
{
    struct sites s = {m->work[i].c, m->work[i].d};
    return s;
}

/* What a state can fire stands in a of the scratch; in b, if it is at war. */
DT_EQ void take_aim(struct model *m, int i, struct sites s)
{
    lane force = m->state[i].rivalry.strength * standing(m->site[i].attrition.concentration, s);
    m->work[i].a = force;
    m->work[i].b = force * m->state[i].hazard.war;
}

struct field_of_fire {
    struct network_field all, warring;
    struct network_common of_all, of_warring;
};

static struct field_of_fire see_field(const struct model *m)
{
    struct field_of_fire f;
    f.all = (struct network_field){&m->work[0].a, DT_WORK_STRIDE};
    f.warring = (struct network_field){&m->work[0].b, DT_WORK_STRIDE};
    f.of_all = network_common(m->rivals, m->n_state, f.all);
    f.of_warring = network_common(m->rivals, m->n_state, f.warring);
    return f;
}

/* Fire on a state. Where it fights no war of its own, only rivals' wars meet it. */
DT_EQ lane fire_on(const struct model *m, int i, const struct field_of_fire *f)
{
    lane war = m->state[i].hazard.war;
    lane of_all = lane_of(0.0);
    if (any(above(war, lane_of(0.0)))) of_all = network_sum(m->rivals, i, f->all, &f->of_all);
    lane of_warring = network_sum(m->rivals, i, f->warring, &f->of_warring);
    return fire(m->param->attrition.fire_rate, war, of_all, of_warring, m->state[i].rivalry.strength);
}

/* What a state's sites meet; what it rebuilds stands in e of the scratch. */
DT_EQ struct pressure pressure_on(const struct model *m, int i, const struct field_of_fire *f)
{
    const struct attrition_param *p = &m->param->attrition;
    struct pressure q = {fire_on(m, i, f), p->fire_aimed, p->failure_rate, m->work[i].e};
    return q;
}

static struct mix mix_of(const struct attrition_param *p)
{
    struct mix x = {p->hub_share, 1.0 / p->hub_share,
                    1.0 / most(lane_of(LEAST_STANDING), 1.0 - p->hub_share)};
    return x;
}

/* (A10) both sides fire at once: by the midpoint rule */
static void exchange(struct model *m, const struct mix *x, double time)
{
    EACH_STATE(m) take_aim(m, i, sites_of(m, i));
    struct field_of_fire field = see_field(m);
    EACH_STATE(m)
    {
        struct sites s = sites_of(m, i);
        s = under_fire(s, s, pressure_on(m, i, &field), x, 0.5 * time);
        m->work[i].c = s.hubs;
        m->work[i].d = s.leaves;
    }
    EACH_STATE(m) take_aim(m, i, halfway_of(m, i));
    field = see_field(m);
    EACH_STATE(m)
    {
        struct sites s = under_fire(sites_of(m, i), halfway_of(m, i), pressure_on(m, i, &field), x, time);
        m->state[i].attrition.hubs = s.hubs;
        m->state[i].attrition.leaves = s.leaves;
    }
}

/* Sites of one kind after a step of nothing but failure and repair. */
DT_EQ lane repaired(lane sites, struct pressure q, double time)
{
    for (int k = 0; k < EXCHANGES; k++) {
        lane halfway = after(sites, sites, q, lane_of(0.0), 0.5 * time);
        sites = after(sites, halfway, q, lane_of(0.0), time);
    }
    return sites;
}

/* Without a war nothing but failure and repair goes on, to the bits the same as in an exchange without fire.
 * Where all stands and repair is faster than failure, all goes on standing. */
static void repair(struct model *m)
{
    const struct attrition_param *p = &m->param->attrition;
    double time = m->constant->dt / EXCHANGES;
    EACH_STATE(m)
    {
        struct attrition_state *s = &m->state[i].attrition;
        struct pressure q = {lane_of(0.0), p->fire_aimed, p->failure_rate,
                             rebuild_rate(p->repair_share, &m->state[i].power)};
        mask harmed = below(least(s->hubs, s->leaves), lane_of(1.0)) | below(q.rebuilt, q.failure);
        if (!any(harmed)) continue;
        s->hubs = repaired(s->hubs, q, time);
        s->leaves = repaired(s->leaves, q, time);
    }
}

static void fight(struct model *m)
{
    struct mix x = mix_of(&m->param->attrition);
    EACH_STATE(m) m->work[i].e = rebuild_rate(m->param->attrition.repair_share, &m->state[i].power);
    for (int k = 0; k < EXCHANGES; k++)
        exchange(m, &x, m->constant->dt / EXCHANGES);
}

static int is_peace(const struct model *m)
{
    lane wars = lane_of(0.0);
    EACH_STATE(m) wars += m->state[i].hazard.war;
    return !any(above(wars, lane_of(0.0)));
}

/* (A11) delivered compute, over that of the whole supply; and what share of the standing is connected */
static void deliver(struct model *m)
{
    struct web w = web_of(&m->param->attrition);
    const struct sites whole = {lane_of(1.0), lane_of(1.0)};
    struct sites first = joined(w, whole, connection(w, whole));
    EACH_STATE(m)
    {
        struct attrition_state *s = &m->state[i].attrition;
        lane z = m->site[i].attrition.concentration;
        struct sites now = sites_of(m, i);
        s->linked = s->delivered = lane_of(1.0);
        if (!any(below(now.hubs, lane_of(1.0)) | below(now.leaves, lane_of(1.0)))) continue;
        s->delivered = standing(z, joined(w, now, connection(w, now))) / standing(z, first);
        s->linked = least(lane_of(1.0), ratio(s->delivered, standing(z, now), LEAST_STANDING));
    }
}

/* (A12) sites after what accidents destroyed in the step before: large and small alike */
static void take_damage(struct model *m)
{
    EACH_STATE(m)
    {
        struct attrition_state *s = &m->state[i].attrition;
        s->hubs = s->hubs * (1.0 - m->state[i].hazard.lost);
        s->leaves = s->leaves * (1.0 - m->state[i].hazard.lost);
        s->destroyed = standing(m->site[i].attrition.concentration, sites_of(m, i));
    }
}

void DT_WIDE(dt_attrition_step)(struct model *m)
{
    take_damage(m);
    if (is_peace(m))
        repair(m);
    else
        fight(m);
    EACH_STATE(m)
    {
        struct attrition_state *s = &m->state[i].attrition;
        lane now = standing(m->site[i].attrition.concentration, sites_of(m, i));
        s->destroyed = at_least_zero(s->destroyed - now);
    }
    deliver(m);
}

void DT_WIDE(dt_attrition_begin)(struct model *m)
{
    EACH_STATE(m)
    {
        struct attrition_state *s = &m->state[i].attrition;
        s->hubs = s->leaves = s->linked = s->delivered = lane_of(1.0);
        s->destroyed = lane_of(0.0);
    }
}
