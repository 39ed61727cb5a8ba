/* Power (model section 3): how much electricity a state's system can give to AI, and at what price.
 *
 * Plants pass a permitting and a construction delay, each a third-order Erlang chain, and retire. What is
 * started closes the gap between wanted and committed supply, shared over technologies by a logit on
 * levelised cost, within what the state's industry can start; that ceiling grows along an S-curve. Costs fall
 * by Wright's law with the world's deployment. The AI load that can be powered is the least of what is firm
 * at the peak, what energy allows on average, and what the grid has connected. Where a state has a supply
 * curve of its network, that bounds what is firm at the peak, and adds to the price. What must stay true:
 * energy generated and imported equals energy used, lost and unserved; a curve without limit and of one price
 * changes no bit; what a state cannot build has no projects and no start. */
#include "model/power.h"

#include <string.h>

#include "core/lane_math.h"
#include "model/delay.h"
#include "model/model.h"
#include "model/unit.h"

enum {
    TILE = 4,        /* states whose plans are made together, each equation in a loop of its own */
    REGIONS = 8,     /* of technology data: plants take as long to build in all states of most */
    CACHE_LINE = 64, /* bytes */
};

static const double LN_2 = 0.69314718055994530942;

static const double NO_PULL = 1e-30; /* GW/yr: where nothing can be started the pull is zero */
static const double ENOUGH = 0.999;  /* the peak has room for AI if it has it for this share */

/* What planners find for one state in one step. */
struct plan {
    lane energy_gap;      /* GW average, then GW/yr of it to be started */
    lane firm_gap;        /* GW, then GW/yr of it to be started */
    lane cost[DT_N_TECH]; /* of new energy (USD/MWh), then of firm capacity (USD/kW/yr) */
    lane cheapest;
    lane bar;                    /* logit weight of a plant that costs as much as the last MWh */
    lane momentum;               /* share of the demonstrated rate that is started whatever the gap */
    lane slow, fast;             /* permitting time over the table's and over dt, and its inverse */
    lane kept;                   /* share of plants that attack and accidents leave */
    lane stay[DT_N_TECH];        /* share of a stage of permitting that a step leaves in it */
    lane energy_pull[DT_N_TECH]; /* GW of starts per GW of energy wanted */
    lane firm_pull[DT_N_TECH];   /* GW of starts per GW of firm capacity wanted */
    lane flow[DT_N_TECH]; /* GW/yr that earn; GW per step: starts, then what leaves permitting, then what is
                             commissioned */
};

/* The plans of a tile: plan j is that of state i. */
#define EACH_PLAN for (int j = 0, i = first; j < count; j++, i++)

/* Terms of a step that are the same for all states: inverses, so that no state divides. */
struct terms {
    lane per_cost_scale, per_firm_scale;
    lane per_ceiling, per_closing_time;
    lane build_slow, build_fast; /* construction time over the table's and over dt, and its inverse */
};

/* ---- demand ---- */

/* (P1) growth of demand other than AI, 1/yr: fades from today's to the long-run value */
DT_EQ lane demand_growth(const struct power_param *p, lane today, lane fade)
{
    return p->demand_growth_long + (today - p->demand_growth_long) * fade;
}

/* (P2) demand other than AI after a step, GW: geometric random walk around its growth */
DT_EQ lane demand_next(lane demand, lane growth, lane noise, lane shock, double dt, double root_dt)
{
    return demand * lane_exp(growth * dt + noise * root_dt * shock);
}

/* ---- what the fleet gives ---- */

/* (P3) accredited firm capacity, GW */
DT_EQ lane fleet_firm(const struct power_fixed *x, const lane *capacity)
{
    lane sum = lane_of(0.0);
    EACH_TECH sum += x->firm_credit[k] * capacity[k];
    return sum;
}

/* (P4) average energy available, GW */
DT_EQ lane fleet_energy(const struct power_fixed *x, const lane *capacity)
{
    lane sum = lane_of(0.0);
    EACH_TECH sum += x->availability[k] * capacity[k];
    return sum;
}

/* (P5) flexible load per unit of peak: 126 GW x (share/1%)^0.36 for the USA as an upper bound; a state has no
 * more than it has AI load */
DT_EQ lane flexible_curve(const struct power_param *p)
{
    lane share = p->flexible_share / 0.01;
    lane curve = p->flexible_per_peak * lane_pow(most(lane_of(1e-9), share), p->flexible_exponent);
    return pick(above(share, lane_of(0.0)), curve, lane_of(0.0));
}

/* (P6) load that what is deliverable leaves beside other load; in a shortage, load that is connected keeps
 * its share */
DT_EQ lane room_beside(lane deliverable, lane other, lane connected, lane shared)
{
    lane left = deliverable - other;
    lane part = ratio(connected * deliverable, other + connected, 1e-12);
    return most(left, least(connected, part) * shared);
}

/* (P7) what is deliverable, at the peak or on average, GW: less losses */
DT_EQ lane delivered(lane at_busbar, double loss)
{
    return at_busbar * (1.0 - loss);
}

/* (P8) AI load that the system can power, GW: the least of peak, energy and connection */
DT_EQ lane ai_supply(const struct power_state *s)
{
    return at_least_zero(least(s->room_at_peak, least(s->room_in_energy, s->connected)));
}

/* ---- connection of large loads ---- */

/* (P9) yearly throughput after a step, GW/yr: grows along an S-curve below its ceiling */
DT_EQ lane throughput_next(lane rate, lane first_rate, lane growth, lane ceiling, double dt)
{
    lane room = ceiling - rate;
    lane first_room = most(0.05 * ceiling, ceiling - first_rate);
    return rate + dt * growth * rate * (room / first_room);
}

/* (P10) load connected per year, GW/yr: throughput for AI, or what waits over the time to build a site */
DT_EQ lane connection_flow(lane throughput, lane ai_share, lane queue, lane per_build_time)
{
    return least(throughput * ai_share, queue * per_build_time);
}

/* ---- the network, where the state has a supply curve ---- */

/* (P31) width of a step that may be used, GW: all of it once its lead time has passed */
DT_EQ lane step_width(const struct supply *curve, int k, lane time)
{
    return pick(below(time, lane_of(curve->lead[k])), lane_of(0.0), lane_of(curve->width[k]));
}

DT_EQ lane steps_width(const struct supply *curve, lane time)
{
    lane sum = lane_of(0.0);
    for (int k = 0; k < DT_MAX_SUPPLY_STEP; k++)
        sum += step_width(curve, k, time);
    return sum;
}

/* (P32) load that the network carries at the peak, GW: that of the start and the steps that may be used, in
 * proportion to firm capacity */
DT_EQ lane network_carries(const struct power_state *s, lane steps)
{
    return (s->first_served + steps) * (s->firm / s->first_firm);
}

/* (P34) what the network adds to the price, USD/MWh: that of the last step in use over the first. The steps
 * that may be used fill `beyond` (GW), what the network carries beyond the load of the start, in proportion
 * to their width. */
DT_EQ lane network_price(const struct supply *curve, lane time, lane steps, lane load, lane beyond)
{
    lane price = lane_of(0.0);
    lane below_it = lane_of(0.0);
    for (int k = 0; k < DT_MAX_SUPPLY_STEP; k++) {
        mask used = above(load * steps, below_it * beyond) & not_in(below(time, lane_of(curve->lead[k])));
        price = most(price, pick(used, lane_of(curve->price[k]), lane_of(0.0)));
        below_it += step_width(curve, k, time);
    }
    return price;
}

/* ---- costs ---- */

/* (P11) capital cost over the start's: Wright's law, with the fall per doubling of cumulative capacity */
DT_EQ lane wright(lane cumulative, double first, lane learning_rate)
{
    lane doublings = lane_log(cumulative / first) / LN_2;
    return lane_exp(doublings * lane_log(1.0 - learning_rate));
}

/* (P12) fixed cost of a new plant, USD/kW/yr */
DT_EQ lane fixed_cost(const struct power_fixed *x, int k, lane capital_scale)
{
    return x->capital_charge[k] * capital_scale + x->fixed_om[k];
}

/* (P13) variable cost, USD/MWh: only what burns fuel follows its price */
DT_EQ lane variable_cost(const struct power_fixed *x, int k, lane fuel_scale)
{
    return x->other_variable[k] + x->fuel_variable[k] * fuel_scale;
}

/* (P14) levelised cost of a new plant, USD/MWh */
DT_EQ lane levelised_cost(const struct power_fixed *x, int k, lane fixed, lane fuel_scale)
{
    return fixed * x->years_per_mwh[k] + variable_cost(x, k, fuel_scale);
}

/* (P15) cost of the last MWh, USD/MWh: of the plant that runs last, or of a new one where the peak leaves no
 * room */
DT_EQ lane marginal_cost(const struct power_state *s, lane installed)
{
    mask is_tight = below(s->room_at_peak, installed * ENOUGH) | above(s->unserved, lane_of(0.0));
    return pick(is_tight, most(s->margin_cost, s->new_cost), s->margin_cost);
}

/* ---- planning ---- */

/* (P16) what stands at the horizon of today's plants and projects, GW */
DT_EQ lane committed(const struct power_state *s, int k, lane horizon, double per_lifetime)
{
    lane projects = s->permit_1[k] + s->permit_2[k] + s->permit_3[k] + s->build_1[k] + s->build_2[k] +
        s->build_3[k];
    return s->capacity[k] * (1.0 - horizon * per_lifetime) + projects;
}

/* (P17) energy wanted at the horizon beyond what is committed, GW average */
DT_EQ lane energy_gap(lane demand, lane ai_average, double gross, lane committed_energy)
{
    return at_least_zero((demand + ai_average) * gross - committed_energy);
}

/* (P18) firm capacity wanted at the horizon beyond what is committed, GW */
DT_EQ lane firm_gap(lane coincident_peak, lane ai_load, lane reserve, double gross, lane committed_firm)
{
    return at_least_zero((coincident_peak + ai_load) * (1.0 + reserve) * gross - committed_firm);
}

/* (P19) what industry can start after a step, GW/yr: grows where it is used, up to a ceiling */
DT_EQ lane can_start_next(lane now, lane wanted, lane growth, lane per_ceiling)
{
    return now + growth * least(now, wanted) * at_least_zero(1.0 - now * per_ceiling);
}

/* (P20) a state's pace of building after a step, as a logarithm: it wanders around what was demonstrated
 * (Ornstein and Uhlenbeck) */
DT_EQ lane pace_next(lane pace, lane keep, lane spread, lane shock)
{
    return pace * keep + spread * lane_sqrt(1.0 - keep * keep) * shock;
}

/* (P21) share of what industry can start that investors start: those who expect to earn more than a new plant
 * costs; `weight` is the logit weight over what industry can start, `bar` is that of a plant which costs as
 * much as the last MWh */
DT_EQ lane profitable_share(lane weight, lane bar)
{
    return weight / (weight + bar);
}

/* Gaps of a state at the planning horizon. */
DT_EQ void find_gaps(const struct model *m, int i, struct plan *plan)
{
    const struct power_param *p = &m->param->power;
    const struct power_fixed *x = &m->fixed[i].power;
    const struct power_state *s = &m->state[i].power;
    lane growth = demand_growth(p, m->site[i].power.demand_growth, m->global->power.growth_fade);
    lane demand = s->other_demand * (1.0 + growth * p->planning_horizon);
    lane ai_load = m->state[i].compute.intended;
    lane energy = s->energy_adder;
    lane firm = s->firm_adder - s->trapped;
    EACH_TECH
    {
        lane stands = committed(s, k, p->planning_horizon, m->constant->per_lifetime[k]);
        energy += x->availability[k] * stands;
        firm += x->firm_credit[k] * stands;
    }
    lane peak = demand * x->peak_factor * m->site[i].power.noncoincidence;
    plan->energy_gap = energy_gap(demand, ai_load * m->param->compute.load_factor, x->gross, energy);
    plan->firm_gap = firm_gap(peak, ai_load, p->reserve_margin, x->gross, firm);
}

/* Levelised cost of new energy of each technology, USD/MWh; what makes no energy costs too much to be started
 * for it. */
DT_EQ void cost_energy(const struct model *m, int i, struct plan *plan)
{
    const struct power_fixed *x = &m->fixed[i].power;
    EACH_TECH
    {
        lane fixed = fixed_cost(x, k, m->global->power.learning[k]);
        plan->cost[k] = levelised_cost(x, k, fixed, m->param->power.fuel_price_scale) + x->no_energy[k];
    }
}

/* Yearly cost of firm capacity of each technology, USD/kW/yr; what is not firm costs too much to be started
 * for it. */
DT_EQ void cost_firm(const struct model *m, int i, struct plan *plan)
{
    const struct power_fixed *x = &m->fixed[i].power;
    EACH_TECH plan->cost[k] = fixed_cost(x, k, m->global->power.learning[k]) * x->inverse_credit[k] +
        x->not_firm[k];
}

/* Asks for lanes that a later loop changes: they come while the processor computes. */
DT_EQ void fetch(const lane *stage)
{
    for (size_t at = 0; at < 3 * DT_N_TECH * sizeof(lane); at += CACHE_LINE)
        __builtin_prefetch((const char *)stage + at, 1);
}

DT_EQ lane cheapest(const struct plan *plan)
{
    lane low = plan->cost[0];
    EACH_TECH low = least(low, plan->cost[k]);
    return low;
}

/* Whether a state can build a technology at all: for others nothing need be computed. */
DT_EQ int is_built(const struct power_fixed *x, int k)
{
    return x->closed[k] == 0.0;
}

/* (P22) weight of each technology in a logit on cost, counted from the cheapest */
DT_EQ void weigh(const struct power_fixed *x, const struct plan *plan, lane per_scale, lane *weight)
{
    EACH_TECH
    {
        weight[k] = lane_of(0.0);
        if (is_built(x, k)) weight[k] = lane_exp((plan->cheapest - plan->cost[k]) * per_scale);
    }
}

/* Weight of a plant that costs as much as the last MWh. */
DT_EQ lane bar(const struct power_state *s, const struct plan *plan, lane installed, lane per_scale)
{
    return lane_exp((plan->cheapest - marginal_cost(s, installed)) * per_scale);
}

/* Starts that earn, GW/yr. */
DT_EQ void invest(const struct power_state *s, struct plan *plan)
{
    EACH_TECH plan->flow[k] = s->can_start[k] * profitable_share(plan->energy_pull[k], plan->bar);
}

/* (P23) pull of each technology: starts that add one GW of energy or of firm capacity in all, in proportion
 * to weight and to what industry can start; `yield` is what a GW adds */
DT_EQ void share(const struct power_state *s, const double *yield, lane *weight)
{
    lane sum = lane_of(0.0);
    EACH_TECH
    {
        weight[k] = weight[k] * s->can_start[k];
        sum += yield[k] * weight[k];
    }
    lane per_sum = pick(above(sum, lane_of(NO_PULL)), 1.0 / most(lane_of(NO_PULL), sum), lane_of(0.0));
    EACH_TECH weight[k] = weight[k] * per_sum;
}

/* Levelised cost of new energy, USD/MWh: mean over what would be started. */
DT_EQ lane mean_new_cost(const struct power_fixed *x, const struct plan *plan)
{
    lane sum = lane_of(0.0);
    EACH_TECH sum += x->new_cf[k] * plan->energy_pull[k] * plan->cost[k];
    return sum;
}

/* Starts that close the gaps in time: from gaps (GW) to rates (GW/yr). New energy brings some of the firm
 * capacity. */
DT_EQ void close_gaps(const struct power_fixed *x, struct plan *plan, const struct terms *t)
{
    lane firm_of_energy = lane_of(0.0);
    EACH_TECH firm_of_energy += x->firm_credit[k] * plan->energy_pull[k];
    lane firm_left = at_least_zero(plan->firm_gap - plan->energy_gap * firm_of_energy);
    plan->energy_gap = plan->energy_gap * t->per_closing_time;
    plan->firm_gap = firm_left * t->per_closing_time;
}

/* (P24) starts, GW per step: replacement and momentum, what closes both gaps in time, or what earns, within
 * what industry can start */
DT_EQ void start_projects(struct model *m, int i, struct plan *plan, const struct terms *t)
{
    const struct power_param *p = &m->param->power;
    const struct power_fixed *x = &m->fixed[i].power;
    struct power_state *s = &m->state[i].power;
    double dt = m->constant->dt;
    EACH_TECH
    {
        lane closing = plan->energy_gap * plan->energy_pull[k] + plan->firm_gap * plan->firm_pull[k];
        lane planned = x->replacement[k] + plan->momentum * p->build_pace[k] * x->build_rate[k];
        lane wanted = most(most(planned, closing), plan->flow[k]);
        plan->flow[k] = dt * least(wanted, s->can_start[k]);
        s->can_start[k] = can_start_next(s->can_start[k], wanted, dt * p->build_growth[k],
                                         t->per_ceiling * x->inverse_best[k]);
    }
}

/* How construction moves in a step, in the states that build as fast as the one whose rates these are. */
struct construction {
    const struct power_fixed *of; /* NULL: not known yet */
    struct erlang moves[DT_N_TECH];
};

/* What a step leaves in a stage of permitting. */
DT_EQ void time_permits(const struct model *m, int i, struct plan *plan)
{
    const struct power_fixed *x = &m->fixed[i].power;
    EACH_TECH if (is_built(x, k)) plan->stay[k] = lane_exp(-(plan->fast * x->permit_rate[k]));
}

/* The moves of construction. */
static void time_construction(const struct power_fixed *x, const struct terms *t, struct erlang *moves)
{
    EACH_TECH moves[k].stay = lane_exp(-(t->build_fast * x->build_stage_rate[k]));
    EACH_TECH moves[k] = erlang_moves_of(t->build_fast * x->build_stage_rate[k],
                                         t->build_slow * x->build_stage[k], moves[k].stay);
}

/* The moves of construction in a state: those of the region's first, if it builds at the same rates. */
static const struct erlang *construction_moves(const struct model *m, int i, const struct terms *t,
                                               struct construction *of_region, struct erlang *own)
{
    const struct power_fixed *x = &m->fixed[i].power;
    struct construction *shared = &of_region[m->tech_region[i]];
    if (!shared->of) {
        shared->of = x;
        time_construction(x, t, shared->moves);
    }
    if (memcmp(x->build_stage, shared->of->build_stage, sizeof x->build_stage) == 0 &&
        memcmp(x->build_stage_rate, shared->of->build_stage_rate, sizeof x->build_stage_rate) == 0)
        return shared->moves;
    time_construction(x, t, own);
    return own;
}

/* (P29) permitting time over the table's: reform shortens it, and so does what lobbying has moved */
DT_EQ lane permit_delay(const struct model *m, int i)
{
    return m->site[i].power.permit_delay_scale / m->state[i].lobby.permit_speed;
}

/* (P30) share of plants that attack and accidents of the step before leave */
DT_EQ lane plants_kept(const struct model *m, int i)
{
    lane gone = least(lane_of(1.0), m->state[i].attrition.destroyed + m->state[i].hazard.lost);
    return 1.0 - m->param->attrition.plant_exposure * gone;
}

/* (P25) permitting: a third-order Erlang delay */
DT_EQ void pass_permits(struct model *m, int i, struct plan *plan)
{
    const struct power_fixed *x = &m->fixed[i].power;
    struct power_state *s = &m->state[i].power;
    EACH_TECH
    {
        if (!is_built(x, k)) continue;
        struct chain c = {s->permit_1[k], s->permit_2[k], s->permit_3[k], lane_of(0.0)};
        c = erlang_step(
            c, plan->flow[k],
            erlang_moves_of(plan->fast * x->permit_rate[k], plan->slow * x->permit_stage[k], plan->stay[k]));
        s->permit_1[k] = c.first;
        s->permit_2[k] = c.second;
        s->permit_3[k] = c.third;
        plan->flow[k] = c.out;
    }
}

/* (P26) construction: a third-order Erlang delay */
DT_EQ void build(struct model *m, int i, struct plan *plan, const struct erlang *moves)
{
    const struct power_fixed *x = &m->fixed[i].power;
    struct power_state *s = &m->state[i].power;
    EACH_TECH
    {
        if (!is_built(x, k)) continue;
        struct chain c = {s->build_1[k], s->build_2[k], s->build_3[k], lane_of(0.0)};
        c = erlang_step(c, plan->flow[k], moves[k]);
        s->build_1[k] = c.first;
        s->build_2[k] = c.second;
        s->build_3[k] = c.third;
        plan->flow[k] = c.out;
    }
}

/* (P27) capacity, GW: what is commissioned comes in, a constant share retires; what all states commission is
 * the world's deployment */
DT_EQ void commission(struct model *m, int first, int count, const struct plan *plan)
{
    EACH_TECH
    {
        lane world = m->global->power.world_capacity[k];
        EACH_PLAN
        {
            struct power_state *s = &m->state[i].power;
            s->capacity[k] = s->capacity[k] * (m->constant->survival[k] * plan[j].kept) + plan[j].flow[k];
            world += plan[j].flow[k];
        }
        m->global->power.world_capacity[k] = world;
    }
}

/* (P28) merit order at the average load, by the costs of the table; the last that runs sets the variable
 * cost, USD/MWh */
DT_EQ void dispatch(struct model *m, int i)
{
    const struct power_param *p = &m->param->power;
    const struct power_fixed *x = &m->fixed[i].power;
    struct power_state *s = &m->state[i].power;
    const int *order = m->constant->merit_order[m->tech_region[i]];
    s->dispatched_ai = m->state[i].compute.powered;
    lane ai_average = s->dispatched_ai * m->param->compute.load_factor;
    lane left = at_least_zero((s->other_demand + ai_average) * x->gross - s->energy_adder);
    lane generated = lane_of(0.0);
    lane cost = lane_of(0.0);
    for (int o = 0; o < DT_N_TECH; o++) {
        int k = order[o];
        lane taken = least(x->availability[k] * s->capacity[k], left);
        left = left - taken;
        generated = generated + taken;
        cost = pick(above(taken, lane_of(0.0)), variable_cost(x, k, p->fuel_price_scale), cost);
    }
    s->generation = generated;
    s->unserved = left;
    s->margin_cost = cost;
}

/* ---- the steps ---- */

static void grow_demand(struct model *m)
{
    const struct power_param *p = &m->param->power;
    double dt = m->constant->dt;
    lane fade = lane_exp(-(dt * m->step) / p->demand_growth_fade);
    m->global->power.growth_fade = fade;
    m->global->power.flexible_curve = flexible_curve(p);
    EACH_STATE(m)
    {
        struct power_state *s = &m->state[i].power;
        lane growth = demand_growth(p, m->site[i].power.demand_growth, fade);
        s->other_demand = demand_next(s->other_demand, growth, p->demand_noise, m->shock[i].demand, dt,
                                      m->constant->root_dt);
    }
}

static void wander(struct model *m)
{
    const struct power_param *p = &m->param->power;
    lane keep = lane_exp(-m->constant->dt / p->pace_memory);
    EACH_STATE(m)
    {
        struct power_state *s = &m->state[i].power;
        s->pace = pace_next(s->pace, keep, p->pace_spread, m->shock[i].pace);
    }
}

static void learn(struct model *m)
{
    const struct power_param *p = &m->param->power;
    struct power_global *g = &m->global->power;
    EACH_TECH g->learning[k] = p->capital_cost_scale[k] *
        wright(g->world_capacity[k], m->constant->world_capacity[k], p->learning_rate[k]);
}

/* What each technology pulls in a few states, for energy and for firm capacity; one loop per equation. */
static void share_tile(struct model *m, int first, int count, struct plan *plan, const struct terms *t)
{
    EACH_PLAN cost_energy(m, i, &plan[j]);
    EACH_PLAN plan[j].cheapest = cheapest(&plan[j]);
    EACH_PLAN
    {
        weigh(&m->fixed[i].power, &plan[j], t->per_cost_scale, plan[j].energy_pull);
        fetch(m->state[i].power.permit_1);
    }
    EACH_PLAN plan[j].bar = bar(&m->state[i].power, &plan[j], m->state[i].compute.facility,
                                t->per_cost_scale);
    EACH_PLAN invest(&m->state[i].power, &plan[j]);
    EACH_PLAN share(&m->state[i].power, m->fixed[i].power.new_cf, plan[j].energy_pull);
    EACH_PLAN m->state[i].power.new_cost = mean_new_cost(&m->fixed[i].power, &plan[j]);
    EACH_PLAN cost_firm(m, i, &plan[j]);
    EACH_PLAN plan[j].cheapest = cheapest(&plan[j]);
    EACH_PLAN
    {
        weigh(&m->fixed[i].power, &plan[j], t->per_firm_scale, plan[j].firm_pull);
        fetch(m->state[i].power.build_1);
    }
    EACH_PLAN share(&m->state[i].power, m->fixed[i].power.firm_credit, plan[j].firm_pull);
}

/* Plans and pipelines of a few states, one loop per equation. */
static void expand_tile(struct model *m, int first, int count, const struct terms *t,
                        struct construction *of_region)
{
    struct plan plan[TILE];
    struct erlang own[DT_N_TECH];
    share_tile(m, first, count, plan, t);
    EACH_PLAN find_gaps(m, i, &plan[j]);
    EACH_PLAN close_gaps(&m->fixed[i].power, &plan[j], t);
    EACH_PLAN plan[j].momentum = m->param->power.build_momentum * lane_exp(m->state[i].power.pace);
    EACH_PLAN start_projects(m, i, &plan[j], t);
    EACH_PLAN plan[j].slow = permit_delay(m, i) * (1.0 / m->constant->dt);
    EACH_PLAN plan[j].fast = 1.0 / plan[j].slow;
    EACH_PLAN plan[j].kept = plants_kept(m, i);
    EACH_PLAN time_permits(m, i, &plan[j]);
    EACH_PLAN pass_permits(m, i, &plan[j]);
    EACH_PLAN build(m, i, &plan[j], construction_moves(m, i, t, of_region, own));
    commission(m, first, count, plan);
}

static struct terms terms_of(const struct model *m)
{
    const struct power_param *p = &m->param->power;
    double dt = m->constant->dt;
    struct terms t;
    t.per_cost_scale = 1.0 / p->cost_logit_scale;
    t.per_firm_scale = 1.0 / p->firm_logit_scale;
    t.per_ceiling = 1.0 / p->build_ceiling;
    t.per_closing_time = 1.0 / most(lane_of(dt), p->gap_closing_time);
    t.build_slow = p->build_delay_scale * (1.0 / dt);
    t.build_fast = 1.0 / t.build_slow;
    return t;
}

static void expand(struct model *m)
{
    const struct terms t = terms_of(m);
    struct construction of_region[REGIONS];
    for (int r = 0; r < REGIONS; r++)
        of_region[r].of = NULL;
    for (int first = 0; first < m->n_state; first += TILE)
        expand_tile(m, first, m->n_state - first < TILE ? m->n_state - first : TILE, &t, of_region);
}

static void connect(struct model *m)
{
    const struct power_param *p = &m->param->power;
    double dt = m->constant->dt;
    lane per_build_time = 1.0 / most(lane_of(dt), p->site_build_time);
    EACH_STATE(m)
    {
        const struct power_site *site = &m->site[i].power;
        struct power_state *s = &m->state[i].power;
        lane ceiling = most(p->connection_ceiling * m->fixed[i].power.peak_demand, site->connection_rate);
        lane waiting = at_least_zero(m->state[i].compute.intended - s->connected);
        lane flow = connection_flow(s->connection_rate, site->ai_share_of_connections, waiting,
                                    per_build_time);
        s->connected = s->connected + dt * flow;
        s->connection_queue = at_least_zero(waiting - dt * flow);
        s->connection_rate = throughput_next(s->connection_rate, site->connection_rate,
                                             site->connection_growth * m->state[i].lobby.connection_boost,
                                             ceiling, dt);
    }
}

DT_EQ lane coincident_peak(const struct model *m, int i)
{
    return m->state[i].power.other_demand * m->fixed[i].power.peak_factor * m->site[i].power.noncoincidence;
}

static void balance(struct model *m)
{
    lane without_reserve = 1.0 / (1.0 + m->param->power.reserve_margin);
    lane load_factor = m->param->compute.load_factor;
    lane per_load_factor = 1.0 / load_factor;
    lane shared = m->param->power.shortage_shared;
    EACH_STATE(m)
    m->state[i].power.firm = fleet_firm(&m->fixed[i].power, m->state[i].power.capacity) +
        m->state[i].power.firm_adder;
    EACH_STATE(m)
    {
        const struct power_fixed *x = &m->fixed[i].power;
        struct power_state *s = &m->state[i].power;
        lane peak = coincident_peak(m, i);
        lane flex = least(m->global->power.flexible_curve * peak, m->state[i].compute.facility);
        lane firm = delivered(s->firm, x->td_loss) * without_reserve + flex;
        lane energy = delivered(fleet_energy(x, s->capacity) + s->energy_adder, x->td_loss);
        s->room_at_peak = room_beside(firm, peak, s->connected, shared);
        s->room_in_energy = room_beside(energy, s->other_demand, s->connected * load_factor, shared) *
            per_load_factor;
        s->ai_supply = ai_supply(s);
    }
}

/* What the network of a state carries: its room at the peak takes the place of the one that firm capacity
 * leaves, and planners do not count on what is trapped (P33). */
DT_EQ void host_state(struct model *m, const struct supply *curve, lane reserve)
{
    int i = curve->state;
    const struct power_fixed *x = &m->fixed[i].power;
    struct power_state *s = &m->state[i].power;
    lane peak = coincident_peak(m, i);
    lane flex = least(m->global->power.flexible_curve * peak, m->state[i].compute.facility);
    lane firm = delivered(s->firm, x->td_loss) * (1.0 / reserve);
    lane steps = steps_width(curve, s->network_time);
    lane carried = network_carries(s, steps);
    lane reached = least(firm, carried);
    s->hosted = at_least_zero(carried - peak);
    s->trapped = (firm - reached) * x->gross * reserve;
    s->room_at_peak = room_beside(reached + flex, peak, s->connected, m->param->power.shortage_shared);
    s->ai_supply = ai_supply(s);
    lane load = at_least_zero(m->state[i].compute.powered - s->first_load);
    lane beyond = at_least_zero(s->hosted - s->first_load);
    s->network_price = network_price(curve, s->network_time, steps, load, beyond);
}

static void host(struct model *m)
{
    lane reserve = 1.0 + m->param->power.reserve_margin;
    for (int c = 0; c < m->n_supply; c++)
        host_state(m, &m->supply[c], reserve);
}

/* Lines get on as fast as permits are given. */
static void build_lines(struct model *m)
{
    for (int c = 0; c < m->n_supply; c++) {
        int i = m->supply[c].state;
        struct power_state *s = &m->state[i].power;
        s->network_time = s->network_time + m->constant->dt / permit_delay(m, i);
    }
}

static void price(struct model *m)
{
    EACH_STATE(m) dispatch(m, i);
    EACH_STATE(m)
    {
        struct power_state *s = &m->state[i].power;
        s->price = at_least_zero(s->price_adder + marginal_cost(s, m->state[i].compute.facility) +
                                 s->network_price);
    }
}

void DT_WIDE(dt_power_step)(struct model *m)
{
    grow_demand(m);
    wander(m);
    learn(m);
    expand(m);
    connect(m);
    build_lines(m);
    balance(m);
    host(m);
    price(m);
}

/* ---- the start ---- */

/* Pipelines that go on delivering at the demonstrated rate, and industry that can start as much as in its
 * best year. */
static void begin_fleet(struct model *m, int i)
{
    const struct power_fixed *x = &m->fixed[i].power;
    struct power_state *s = &m->state[i].power;
    lane permit_scale = m->site[i].power.permit_delay_scale;
    s->pace = m->param->power.pace_spread * m->shock[i].pace;
    lane pace = lane_exp(s->pace);
    EACH_TECH
    {
        lane rate = x->replacement[k] + pace * m->param->power.build_pace[k] * x->build_rate[k];
        lane in_permit = rate * x->permit_stage[k] * permit_scale;
        lane in_build = rate * x->build_stage[k] * m->param->power.build_delay_scale;
        s->capacity[k] = lane_of(x->capacity[k]);
        s->permit_1[k] = s->permit_2[k] = s->permit_3[k] = in_permit;
        s->build_1[k] = s->build_2[k] = s->build_3[k] = in_build;
        s->can_start[k] = lane_of(x->build_rate_best[k]);
    }
}

/* The first year's account closes, since the load of that year was served: what the table lacks in firm
 * capacity and energy is an import; what lines keep from large loads is taken off, as far as AI in service
 * does not need it. */
static void begin_account(struct model *m, int i)
{
    const struct power_param *p = &m->param->power;
    const struct power_fixed *x = &m->fixed[i].power;
    struct power_state *s = &m->state[i].power;
    lane ai_load = m->state[i].compute.facility;
    lane load_factor = m->param->compute.load_factor;
    lane firm = fleet_firm(x, s->capacity);
    lane energy = fleet_energy(x, s->capacity);
    lane gross = (1.0 + p->reserve_margin) * x->gross;
    lane firm_needed = (coincident_peak(m, i) + ai_load) * gross;
    lane firm_reached = firm - m->site[i].power.trapped_capacity * gross;
    s->firm_adder = most(firm_needed, firm_reached) - firm;
    lane energy_needed = (s->other_demand + load_factor * ai_load) * x->gross;
    s->energy_adder = most(lane_of(x->import_energy), energy_needed - energy);
}

/* What the network carries at the start, beside what stands there. */
static void begin_network(struct model *m)
{
    for (int c = 0; c < m->n_supply; c++) {
        int i = m->supply[c].state;
        struct power_state *s = &m->state[i].power;
        s->network_time = lane_of(0.0);
        s->first_load = m->state[i].compute.facility;
        s->first_served = coincident_peak(m, i) + s->first_load;
        s->first_firm = fleet_firm(&m->fixed[i].power, s->capacity) + s->firm_adder;
    }
}

/* The network and tariff part of the price is what makes the first price the observed one. */
static void begin_price(struct model *m, int i, const struct terms *t)
{
    struct power_state *s = &m->state[i].power;
    struct plan plan;
    share_tile(m, i, 1, &plan, t);
    dispatch(m, i);
    s->price = m->site[i].power.power_price;
    s->price_adder = s->price - s->margin_cost;
}

void DT_WIDE(dt_power_begin)(struct model *m)
{
    struct power_global *g = &m->global->power;
    g->growth_fade = lane_of(1.0);
    g->flexible_curve = flexible_curve(&m->param->power);
    EACH_TECH g->world_capacity[k] = lane_of(m->constant->world_capacity[k]);
    learn(m);
    EACH_STATE(m)
    {
        struct power_state *s = &m->state[i].power;
        lane ai_load = m->state[i].compute.facility;
        lane ai_average = m->param->compute.load_factor * ai_load;
        s->other_demand = most(lane_of(0.1 * m->fixed[i].power.demand),
                               m->fixed[i].power.demand - ai_average);
        s->connection_rate = m->site[i].power.connection_rate;
        s->connected = ai_load;
        s->connection_queue = lane_of(0.0);
        begin_fleet(m, i);
        begin_account(m, i);
    }
    begin_network(m);
    balance(m);
    host(m);
    const struct terms t = terms_of(m);
    EACH_STATE(m) begin_price(m, i, &t);
}
