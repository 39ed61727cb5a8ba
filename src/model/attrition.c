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
    APPROACHES = 8 /* steps towards a connection; the last bits need 5 away from the threshold, and 8 leave
                      1e-12 at it */
};

static const double LEAST_STANDING = 1e-12;
static const double LEAST_SLOPE = 1e-9; /* at the threshold of percolation, where the root is double */
static const double ARRIVED = 1e-6;     /* a step as short as that leaves an error of its cube */

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

/* The network of a state: how often a line leads to a large site, mean lines of both kinds, the connection of
 * the whole network and the chance of each kind to miss it. */
struct web {
    lane to_hub, hub_links, leaf_links;
    lane whole, hub_misses, leaf_misses;
};

/* ---- fire ---- */

/* (A1) capacity that stands: z hubs + (1 - z) leaves */
DT_EQ lane standing(lane concentration, struct sites s)
{
    return s.leaves + concentration * (s.hubs - s.leaves);
}

/* (A2) fire on a state, its sites a year: what enemies have standing over its own strength. Its own war meets
 * all rivals; rivals' wars meet it. `rate` is over the state's own strength. */
DT_EQ lane fire(lane war, lane of_all, lane of_warring, lane rate)
{
    return rate * (war * of_all + (1.0 - war) * of_warring);
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

/* A step towards the connection from above: where the parabola at v meets zero. It stays above: the function
 * bends the more the less v is. */
DT_EQ lane approach(const struct web *w, struct sites s, lane v, lane hub_misses, lane leaf_misses)
{
    lane hub = w->to_hub * s.hubs;
    lane leaf = (1.0 - w->to_hub) * s.leaves;
    lane miss_hub = hub * hub_misses;
    lane miss_leaf = leaf * leaf_misses;
    lane over = v - (hub + leaf - miss_hub - miss_leaf);
    lane bent_hub = w->hub_links * miss_hub;
    lane bent_leaf = w->leaf_links * miss_leaf;
    lane slope = 1.0 - bent_hub - bent_leaf;
    lane curve = w->hub_links * bent_hub + w->leaf_links * bent_leaf;
    lane root = lane_sqrt(at_least_zero(slope * slope - 2.0 * over * curve));
    return at_least_zero(v - 2.0 * over / most(lane_of(LEAST_SLOPE), slope + root));
}

/* How far the search for a connection has come. */
struct search {
    lane before, now;
};

/* Members that have not arrived: the others move no more, so that neighbours in a block do not matter. */
DT_EQ mask moves(struct search v)
{
    return above(v.before - v.now, lane_of(ARRIVED));
}

/* The first approach, from the connection of the whole network: it is above, and its misses are known. */
DT_EQ struct search set_out(const struct web *w, struct sites s)
{
    struct search v = {w->whole, approach(w, s, w->whole, w->hub_misses, w->leaf_misses)};
    return v;
}

DT_EQ struct search go_on(const struct web *w, struct sites s, struct search v)
{
    lane next = approach(w, s, v.now, lane_exp(-w->hub_links * v.now), lane_exp(-w->leaf_links * v.now));
    struct search further = {v.now, pick(moves(v), next, v.now)};
    return further;
}

/* (A8) chance that a line leads into the part that hangs together: the largest root of v = F(v),
 * F(v) = phi a_h (1 - e^(-k_h v)) + (1 - phi) a_l (1 - e^(-k_l v)) */
DT_EQ lane connection(struct web w, struct sites s)
{
    struct search v = set_out(&w, s);
    for (int k = 1; k < APPROACHES && any(moves(v)); k++)
        v = go_on(&w, s, v);
    return v.now;
}

/* (A7) how often a line leads to a large site; and the whole network, to begin with */
DT_EQ struct web web_of(const struct attrition_param *p)
{
    const struct sites whole = {lane_of(1.0), lane_of(1.0)};
    lane of_hubs = p->hub_share * p->hub_links;
    lane of_leaves = (1.0 - p->hub_share) * p->leaf_links;
    struct web w = {of_hubs / (of_hubs + of_leaves), p->hub_links, p->leaf_links};
    w.whole = lane_of(1.0);
    w.hub_misses = lane_exp(-p->hub_links);
    w.leaf_misses = lane_exp(-p->leaf_links);
    w.whole = connection(w, whole);
    w.hub_misses = lane_exp(-p->hub_links * w.whole);
    w.leaf_misses = lane_exp(-p->leaf_links * w.whole);
    return w;
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

/* Members in which something of a state is lost: only they depend on what hangs together, so that a neighbour
 * in the block that lost something does not matter to the others. */
DT_EQ mask harmed(struct sites s)
{
    return below(least(s.hubs, s.leaves), lane_of(1.0));
}

/* Who can fire: common parts of all states, and of those at war. */
struct field_of_fire {
    struct network_field all, warring;
    struct network_common of_all, of_warring;
};

static struct field_of_fire no_fire(const struct model *m)
{
    struct field_of_fire f = {{&m->work[0].a, DT_WORK_STRIDE}, {&m->work[0].b, DT_WORK_STRIDE}};
    f.of_all = f.of_warring = network_none();
    return f;
}

/* What a state can fire with the sites that stand. */
DT_EQ lane force(const struct model *m, int i, struct sites s)
{
    return m->state[i].rivalry.strength * standing(m->site[i].attrition.concentration, s);
}

/* States whose sites can change in a step, in order: noted with the set of their enemies that are at war, as
 * in network_sum_of, and a bit for their own war. */
struct moving {
    const struct model_note *note;
    int count;
};

static const unsigned OWN_WAR = 1u << (DT_MAX_NAMED + DT_N_COMMON);

#define EACH_MOVING(all) \
    for (const struct model_note *note = (all).note; note < (all).note + (all).count; note++)

/* What a state can fire stands in a of the scratch; in b, if it is at war. */
DT_EQ void take_aim(struct model *m, const struct model_note *of, struct sites s, struct field_of_fire *f)
{
    struct model_work *w = &m->work[of->state];
    w->a = force(m, of->state, s);
    if (!(of->set & OWN_WAR)) return;
    w->b = w->a * m->state[of->state].hazard.war;
    network_add(&f->of_warring, &m->rivals[of->state], w->b);
}

/* The common parts of all force. */
static void add_forces(const struct model *m, struct field_of_fire *f)
{
    EACH_STATE(m) if (m->rivals[i].adds) network_add(&f->of_all, &m->rivals[i], m->work[i].a);
}

/* Fire on a state. Where it fights no war of its own, only rivals' wars meet it. */
DT_EQ lane fire_on(const struct model *m, const struct model_note *of, const struct field_of_fire *f)
{
    int i = of->state;
    lane of_all = lane_of(0.0);
    if (!of->set) return of_all;
    if (of->set & OWN_WAR) of_all = network_sum(m->rivals, i, f->all, &f->of_all);
    lane of_warring = network_sum_of(m->rivals, i, f->warring, &f->of_warring, of->set);
    return fire(m->state[i].hazard.war, of_all, of_warring, m->work[i].f);
}

/* What a state's sites meet; what it rebuilds stands in e of the scratch. */
DT_EQ struct pressure pressure_on(const struct model *m, const struct model_note *of,
                                  const struct field_of_fire *f)
{
    const struct attrition_param *p = &m->param->attrition;
    struct pressure q = {fire_on(m, of, f), p->fire_aimed, p->failure_rate, m->work[of->state].e};
    return q;
}

static struct mix mix_of(const struct attrition_param *p)
{
    struct mix x = {p->hub_share, 1.0 / p->hub_share,
                    1.0 / most(lane_of(LEAST_STANDING), 1.0 - p->hub_share)};
    return x;
}

/* Sites halfway through an exchange, and what they can fire then. */
static struct field_of_fire meet_halfway(struct model *m, struct moving all, const struct mix *x,
                                         const struct field_of_fire *f, double time)
{
    struct field_of_fire halfway = no_fire(m);
    EACH_MOVING(all)
    {
        struct sites s = sites_of(m, note->state);
        s = under_fire(s, s, pressure_on(m, note, f), x, 0.5 * time);
        m->work[note->state].c = s.hubs;
        m->work[note->state].d = s.leaves;
    }
    EACH_MOVING(all) take_aim(m, note, halfway_of(m, note->state), &halfway);
    add_forces(m, &halfway);
    return halfway;
}

/* (A10) both sides fire at once: by the midpoint rule */
static void exchange(struct model *m, struct moving all, const struct mix *x, double time)
{
    struct field_of_fire f = no_fire(m);
    EACH_MOVING(all) take_aim(m, note, sites_of(m, note->state), &f);
    add_forces(m, &f);
    f = meet_halfway(m, all, x, &f, time);
    EACH_MOVING(all)
    {
        int i = note->state;
        struct sites s = under_fire(sites_of(m, i), halfway_of(m, i), pressure_on(m, note, &f), x, time);
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
        mask changes = harmed(sites_of(m, i)) | below(q.rebuilt, q.failure);
        if (!any(changes)) continue;
        s->hubs = repaired(s->hubs, q, time);
        s->leaves = repaired(s->leaves, q, time);
    }
}

DT_EQ int is_at_war(const struct model *m, int i)
{
    return any(above(m->work[i].b, lane_of(0.0)));
}

/* Wars of all states stand in b of the scratch; returns the common parts that a state at war adds to, as the
 * bits of a set. */
static unsigned find_wars(struct model *m)
{
    unsigned parts = 0;
    EACH_STATE(m)
    {
        m->work[i].b = m->state[i].hazard.war;
        if (!is_at_war(m, i)) continue;
        EACH_COMMON parts |= (unsigned)(m->rivals[i].to[r] != 0.0) << (DT_MAX_NAMED + r);
    }
    return parts;
}

/* The set of what a state has to fear of wars. */
static unsigned find_enemies(const struct model *m, int i, unsigned parts)
{
    const struct network_row *row = &m->rivals[i];
    unsigned set = is_at_war(m, i) ? OWN_WAR : 0u;
    EACH_COMMON set |= parts & (unsigned)(row->from[r] != 0.0) << (DT_MAX_NAMED + r);
    for (int k = 0; k < row->count; k++)
        set |= (unsigned)is_at_war(m, row->named[k]) << k;
    return set;
}

/* What a state brings to a war: its force stands in a of the scratch, what it rebuilds in a year in e, and in
 * f, if a war meets it, the fire that it draws from an enemy of strength 1. Returns whether its sites can
 * change: where all stands, no war meets the state and repair is faster than failure, all goes on standing.
 */
DT_EQ int enter_war(struct model *m, int i, unsigned enemies)
{
    const struct attrition_param *p = &m->param->attrition;
    struct sites s = sites_of(m, i);
    m->work[i].a = force(m, i, s);
    m->work[i].e = rebuild_rate(p->repair_share, &m->state[i].power);
    if (enemies) m->work[i].f = p->fire_rate / m->state[i].rivalry.strength;
    return enemies || any(harmed(s) | below(m->work[i].e, p->failure_rate));
}

/* Those who rest have no war: b of their scratch is 0. */
static struct moving find_moving(struct model *m)
{
    unsigned parts = find_wars(m);
    struct moving all = {m->note, 0};
    EACH_STATE(m)
    {
        struct model_note note = {i, find_enemies(m, i, parts)};
        m->note[all.count] = note;
        all.count += enter_war(m, i, note.set);
    }
    return all;
}

static void fight(struct model *m)
{
    struct mix x = mix_of(&m->param->attrition);
    struct moving all = find_moving(m);
    for (int k = 0; k < EXCHANGES; k++)
        exchange(m, all, &x, m->constant->dt / EXCHANGES);
}

static int is_peace(const struct model *m)
{
    lane wars = lane_of(0.0);
    EACH_STATE(m) wars += m->state[i].hazard.war;
    return !any(above(wars, lane_of(0.0)));
}

/* What a search for a connection needs. Members that are harmed are packed: each place of a lane takes the
 * next one, of whatever state, so that few searches serve many. */
struct seekers {
    struct web web;
    struct sites sites;
};

struct pack {
    struct seekers all;
    int state[DT_LANES],
        from[DT_LANES]; /* of the member in each place: its state and its place in the block */
    int count;
};

/* Numbers of one member, out of one sequence of lanes into another. */
DT_EQ void copy_member(lane *to, int place, const lane *from, int l, size_t n)
{
    for (size_t k = 0; k < n; k++)
        ((double *)(void *)(to + k))[place] = ((const double *)(const void *)(from + k))[l];
}

/* Searches for those in the pack, which is then empty. The connections go to a of the scratch; empty places
 * are filled with the first member. */
static void search_packed(struct model *m, struct pack *pack)
{
    const size_t n = sizeof pack->all / sizeof(lane);
    lane *all = (lane *)(void *)&pack->all;
    for (int place = pack->count; place < DT_LANES; place++)
        copy_member(all, place, all, 0, n);
    lane found = connection(pack->all.web, pack->all.sites);
    for (int place = 0; place < pack->count; place++)
        copy_member(&m->work[pack->state[place]].a, pack->from[place], &found, place, 1);
    pack->count = 0;
}

/* Connections of all states stand in a of the scratch where something is lost. */
static void connect(struct model *m, const struct web *w)
{
    struct pack pack;
    pack.count = 0;
    EACH_STATE(m)
    {
        const struct seekers now = {*w, sites_of(m, i)};
        mask lost = harmed(now.sites);
        if (!any(lost)) continue;
        m->work[i].a = w->whole;
        EACH_LANE
        {
            if (!DT_LANE(lost, l)) continue;
            copy_member((lane *)(void *)&pack.all, pack.count, (const lane *)(const void *)&now, l,
                        sizeof now / sizeof(lane));
            pack.state[pack.count] = i;
            pack.from[pack.count++] = l;
            if (pack.count == DT_LANES) search_packed(m, &pack);
        }
    }
    if (pack.count > 0) search_packed(m, &pack);
}

/* (A11) delivered compute, over that of the whole supply; and what share of the standing is connected */
static void deliver(struct model *m)
{
    struct web w = web_of(&m->param->attrition);
    const struct sites whole = {lane_of(1.0), lane_of(1.0)};
    struct sites first = joined(w, whole, w.whole);
    connect(m, &w);
    EACH_STATE(m)
    {
        struct attrition_state *s = &m->state[i].attrition;
        lane z = m->site[i].attrition.concentration;
        struct sites now = sites_of(m, i);
        lane stands = standing(z, now);
        s->destroyed = at_least_zero(s->destroyed - stands);
        s->linked = s->delivered = lane_of(1.0);
        mask lost = harmed(now);
        if (!any(lost)) continue;
        lane delivered = standing(z, joined(w, now, m->work[i].a)) / standing(z, first);
        s->delivered = pick(lost, delivered, lane_of(1.0));
        s->linked = least(lane_of(1.0), ratio(s->delivered, stands, LEAST_STANDING));
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
