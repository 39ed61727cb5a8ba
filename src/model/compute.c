/* Compute (model section 4): who gets accelerators, and how many of them can be switched on.
 *
 * Money wants accelerators along a Bass curve of adoption; expected power bounds what a buyer orders. Makers'
 * output is rationed among buyers by willingness to pay, home orders first, as far as export rules let
 * through. Vintages leave service through a third-order chain, with the power they draw. What power cannot
 * switch on is stranded. What must stay true: accelerators bought are in service, retired or destroyed. */
#include "model/compute.h"

#include "core/lane_math.h"
#include "model/delay.h"
#include "model/model.h"
#include "model/unit.h"

static const double FIRST_FLEET_GROWTH = 1.19; /* 1/yr: 3.3 times a year; sets the ages of the first fleet */
static const double NO_PURCHASE = 1e-3;        /* H100e/yr */
static const double HALF_YEAR = 0.5;           /* yr: from the middle of the year of the data to the start */
static const double LIT_SHARE = 0.999;         /* accelerators stand dark when less than this is powered */
static const double NEARLY_FULL =
    0.9; /* of the power that is there: then power binds, though chips come late */
static const double DELIVERED_SHARE = 0.99; /* orders are met when this much is delivered */

/* ---- the accelerators that makers sell ---- */

/* (C1) years of progress at today's rate that lie behind, yr: progress fades */
DT_EQ lane progress_time(double now, lane fade)
{
    return fade * (1.0 - lane_exp(-now / fade));
}

/* (C2) yearly annuity of one dollar of capital over a life, 1/yr */
DT_EQ lane annuity(lane interest, lane life)
{
    return interest / (1.0 - lane_exp(-life * lane_log(1.0 + interest)));
}

/* (C3) output of a maker, H100e/yr: between mid-years of the table, then growing on */
DT_EQ lane maker_output(const struct model *m, int c, double time)
{
    double at = time - (m->constant->first_path_year + 0.5);
    int last = m->constant->n_path_year - 1;
    int j = at < 0.0 ? 0 : at >= last ? last : (int)at;
    double part = at < 0.0 ? 0.0 : at - j;
    lane growth = m->param->compute.chip_output_growth_long;
    lane beyond = m->chip_path[last][c] * lane_exp(growth * (at > last ? at - last : 0.0));
    lane between = j < last ? m->chip_path[j][c] + part * (m->chip_path[j + 1][c] - m->chip_path[j][c])
                            : beyond;
    return m->param->compute.chip_output_scale * between;
}

static void offer(struct model *m)
{
    const struct compute_param *p = &m->param->compute;
    struct compute_global *g = &m->global->compute;
    double now = m->constant->dt * m->step;
    lane progress = progress_time(now, p->chip_progress_fade);
    lane equal = p->equal_chips;
    EACH_MAKER
    {
        lane pace = c == DT_WEST ? lane_of(1.0) : p->china_chip_progress;
        lane power = m->constant->chip_power[c] * lane_exp(-pace * p->chip_efficiency_growth * progress);
        lane price = m->constant->chip_price[c] * lane_exp(-pace * p->chip_price_growth * progress);
        g->chip_output[c] = maker_output(m, c, m->constant->start + now + 0.5 * m->constant->dt);
        g->chip_power[c] = c == DT_WEST ? power : power + equal * (g->chip_power[DT_WEST] - power);
        g->chip_price[c] = c == DT_WEST ? price : price + equal * (g->chip_price[DT_WEST] - price);
    }
    g->chip_value = p->compute_value * lane_exp(-p->chip_price_growth * progress);
    g->capital_share = p->it_share_of_capex * annuity(p->capital_cost_rate, p->accelerator_lifetime) +
        (1.0 - p->it_share_of_capex) * annuity(p->capital_cost_rate, p->site_lifetime);
}

/* ---- money and orders ---- */

/* (C4) adoption after a step: the exact Bass curve; `growth` is exp((p + q) dt) */
DT_EQ lane bass_next(lane adoption, lane innovation, lane imitation, lane growth)
{
    lane odds = growth * (innovation + imitation * adoption) / most(lane_of(1e-9), 1.0 - adoption);
    return (odds - innovation) / (odds + imitation);
}

/* (C5) money for AI compute, bn USD/yr */
DT_EQ lane spending(lane gdp, lane ceiling, lane adoption, lane scale)
{
    return scale * gdp * ceiling * adoption;
}

/* What one more accelerator costs or draws: the makers' values, mixed as in the last purchases. */
DT_EQ lane blend(const struct compute_state *s, const lane *of_maker)
{
    return of_maker[DT_WEST] + s->china_share * (of_maker[DT_CHINA] - of_maker[DT_WEST]);
}

/* (C6) AI load that buyers expect to be powered in a year, GW */
DT_EQ lane expected_power(const struct power_state *power, lane ai_share)
{
    lane connected = power->connected + power->connection_rate * ai_share;
    return at_least_zero(least(power->room_at_peak, least(power->room_in_energy, connected)));
}

/* (C7) share of accelerators that leaves service in a year */
DT_EQ lane leaving_share(const struct compute_param *p)
{
    return least(lane_of(1.0), p->accelerator_failure_rate + 1.0 / p->accelerator_lifetime);
}

/* (C8) facility power that buyers ask the grid for, GW: what stands and what money adds before a connection
 * comes */
DT_EQ lane intended_load(lane facility, lane added, lane leaving, lane lead)
{
    return facility + lead * at_least_zero(added - leaving * facility);
}

/* (C18) public money for AI compute, bn USD/yr: what the race adds to spending at rest, and what lobbying has
 * won */
DT_EQ lane public_spending(const struct model *m, int i)
{
    lane rest = m->param->rivalry.rest_share * m->fixed[i].rivalry.military_share;
    lane race = m->state[i].compute.gdp * at_least_zero(m->state[i].rivalry.effort - rest);
    return m->param->compute.capex_scale * (race + m->state[i].lobby.public_money);
}

/* (C19) capital cost of a unit over that of a half-dispersed fleet: small sites cost more */
DT_EQ lane form_cost(const struct model *m, int i)
{
    return 1.0 + m->param->attrition.dispersion_cost * (0.5 - m->site[i].attrition.concentration);
}

/* (C20) share of accelerators that attack and accidents of the step before leave */
DT_EQ lane chips_kept(const struct model *m, int i)
{
    lane gone = least(lane_of(1.0), m->state[i].attrition.destroyed + m->state[i].hazard.lost);
    return 1.0 - m->param->attrition.chip_exposure * gone;
}

static void adopt(struct model *m)
{
    const struct compute_param *p = &m->param->compute;
    double dt = m->constant->dt;
    lane growth = lane_exp((p->adoption_innovation + p->adoption_imitation) * dt);
    EACH_STATE(m)
    {
        const struct compute_site *site = &m->site[i].compute;
        struct compute_state *s = &m->state[i].compute;
        s->gdp = s->gdp + dt * site->gdp_growth * s->gdp;
        s->adoption = bass_next(s->adoption, p->adoption_innovation, p->adoption_imitation, growth);
        lane built = 1.0 - m->state[i].posture.withheld;
        lane of_firms = spending(s->gdp, site->capex_ceiling, s->adoption, p->capex_scale);
        s->private_spending = of_firms * built;
        s->spending = (of_firms + public_spending(m, i)) * built;
    }
}

/* (C9) orders: what money buys, bounded by the power that is expected in a year and some more */
static void order(struct model *m)
{
    const struct compute_param *p = &m->param->compute;
    const struct compute_global *g = &m->global->compute;
    lane leaving = leaving_share(p);
    mask power_is_free = above(p->power_limit_off, lane_of(0.5));
    EACH_STATE(m)
    {
        struct compute_state *s = &m->state[i].compute;
        lane draw = blend(s, g->chip_power) * m->site[i].compute.pue * (1.0 / DT_KW_PER_GW);
        lane staying = s->facility * (1.0 - leaving);
        lane expected = expected_power(&m->state[i].power, m->site[i].power.ai_share_of_connections);
        lane power_wants = at_least_zero(expected * (1.0 + p->power_overorder) - staying) / draw;
        s->affordable = s->spending * DT_USD_PER_BN / (blend(s, g->chip_price) * form_cost(m, i));
        s->wanted = pick(power_is_free, s->affordable, least(s->affordable, power_wants));
        s->intended = intended_load(s->facility, s->affordable * draw, leaving, p->request_lead);
    }
}

/* ---- who gets what ---- */

/* (C10) willingness to pay: margin of revenue over running cost */
DT_EQ lane priority(lane per_value, lane running_cost)
{
    return most(lane_of(0.05), 1.0 - running_cost * per_value);
}

DT_EQ lane access_share(const struct model *m, int i, int c)
{
    return c == DT_WEST ? m->site[i].compute.chip_access_west : m->site[i].compute.chip_access_china;
}

/* A maker's home is served first; the rest is for everybody. */
static void serve_home(struct model *m, int c)
{
    struct compute_global *g = &m->global->compute;
    int home = m->constant->chip_home[c];
    g->chip_pool[c] = g->chip_output[c];
    EACH_STATE(m) m->state[i].compute.bought[c] = lane_of(0.0);
    if (home < 0) return;
    struct compute_state *s = &m->state[home].compute;
    s->bought[c] = least(s->wanted, g->chip_pool[c]);
    g->chip_pool[c] = g->chip_pool[c] - s->bought[c];
}

/* (C11) rationing: each buyer gets its allowance, or its share of the pool by willingness to pay */
static void ration(struct model *m, int c, lane per_value)
{
    struct compute_global *g = &m->global->compute;
    lane weight_sum = lane_of(1e-9);
    lane sold_sum = lane_of(0.0);
    EACH_STATE(m)
    {
        const struct compute_state *s = &m->state[i].compute;
        weight_sum += s->allowance * priority(per_value, s->running_cost);
    }
    lane per_weight = g->chip_pool[c] / weight_sum;
    EACH_STATE(m)
    {
        struct compute_state *s = &m->state[i].compute;
        lane share = least(lane_of(1.0), priority(per_value, s->running_cost) * per_weight);
        lane sold = s->allowance * share;
        s->bought[c] = s->bought[c] + sold;
        s->allowance = s->allowance - sold;
        sold_sum += sold;
    }
    g->chip_pool[c] = at_least_zero(g->chip_pool[c] - sold_sum);
}

/* What export rules let a state still order from a maker. */
static void allow(struct model *m, int c)
{
    EACH_STATE(m)
    {
        struct compute_state *s = &m->state[i].compute;
        lane left = at_least_zero(s->wanted - s->bought[DT_WEST] - s->bought[DT_CHINA]);
        s->allowance = left * access_share(m, i, c);
    }
}

static void sell(struct model *m)
{
    lane per_value = 1.0 / m->global->compute.chip_value;
    EACH_MAKER serve_home(m, c);
    EACH_MAKER
    {
        allow(m, c);
        ration(m, c, per_value);
        ration(m, c, per_value); /* hands out what buyers with small allowances left */
    }
    EACH_STATE(m)
    {
        struct compute_state *s = &m->state[i].compute;
        s->china_share = s->bought[DT_CHINA] / (s->bought[DT_WEST] + s->bought[DT_CHINA] + NO_PURCHASE);
    }
}

/* ---- service, power, stranding ---- */

/* (C12) one maker's accelerators age through three thirds of their life; some fail on the way */
DT_EQ void age(struct compute_state *s, int c, struct erlang moves, lane kept, lane new_power, double dt)
{
    struct chain units = {s->age_1[c] * kept, s->age_2[c] * kept, s->age_3[c] * kept, lane_of(0.0)};
    struct chain draws = {s->draw_1[c] * kept, s->draw_2[c] * kept, s->draw_3[c] * kept, lane_of(0.0)};
    lane failed = (s->age_1[c] + s->age_2[c] + s->age_3[c]) * (1.0 - kept);
    units = erlang_step(units, dt * s->bought[c], moves);
    draws = erlang_step(draws, dt * s->bought[c] * new_power, moves);
    s->age_1[c] = units.first;
    s->age_2[c] = units.second;
    s->age_3[c] = units.third;
    s->draw_1[c] = draws.first;
    s->draw_2[c] = draws.second;
    s->draw_3[c] = draws.third;
    s->total_bought = s->total_bought + dt * s->bought[c];
    s->total_retired = s->total_retired + units.out;
    s->total_destroyed = s->total_destroyed + failed;
}

/* (C13) accelerators in service and the facility power they would draw */
DT_EQ void take_stock(struct model *m, int i)
{
    struct compute_state *s = &m->state[i].compute;
    s->in_service = lane_of(0.0);
    lane draw = lane_of(0.0);
    EACH_MAKER
    {
        s->in_service = s->in_service + (s->age_1[c] + s->age_2[c] + s->age_3[c]);
        draw += s->draw_1[c] + s->draw_2[c] + s->draw_3[c];
    }
    s->facility = draw * (1.0 / DT_KW_PER_GW) * m->site[i].compute.pue;
}

/* (C14) share of accelerators that can be switched on */
DT_EQ lane powered_share(lane supply, lane facility, mask power_is_free)
{
    lane share = least(lane_of(1.0), ratio(supply, facility, 1e-12));
    mask all = power_is_free | not_in(above(facility, lane_of(0.0)));
    return pick(all, lane_of(1.0), share);
}

/* (C15) which of three powers is least: connection, adequacy at the peak, energy */
DT_EQ lane least_power(lane connection, lane adequacy, lane energy)
{
    lane first = pick(below(adequacy, connection), lane_of(DT_LIMIT_ADEQUACY), lane_of(DT_LIMIT_CONNECTION));
    return pick(below(energy, least(connection, adequacy)), lane_of(DT_LIMIT_ENERGY), first);
}

/* (C16) which limit binds: power if accelerators stand dark; chips if orders are not met while power is left;
 * expected power if it cut the order; else money */
DT_EQ lane binding_limit(const struct compute_state *s, const struct power_state *power, lane ai_share,
                         mask power_is_free)
{
    lane bought = s->bought[DT_WEST] + s->bought[DT_CHINA];
    lane now = least_power(power->connected, power->room_at_peak, power->room_in_energy);
    lane soon = least_power(power->connected + power->connection_rate * ai_share, power->room_at_peak,
                            power->room_in_energy);
    mask is_dark = below(s->powered_share, lane_of(LIT_SHARE)) & not_in(power_is_free);
    mask has_power = power_is_free | below(s->facility, NEARLY_FULL * power->ai_supply);
    mask is_short = below(bought, DELIVERED_SHARE * s->wanted) & has_power;
    mask is_cut = below(s->wanted, s->affordable);
    lane limit = pick(is_cut, soon, lane_of(DT_LIMIT_MONEY));
    limit = pick(is_short, lane_of(DT_LIMIT_CHIPS), limit);
    return pick(is_dark, now, limit);
}

static void serve(struct model *m)
{
    const struct compute_param *p = &m->param->compute;
    double dt = m->constant->dt;
    lane stages = 3.0 * dt / p->accelerator_lifetime;
    struct erlang moves = erlang_moves(stages, 1.0 / stages);
    lane kept = lane_exp(-dt * p->accelerator_failure_rate);
    EACH_STATE(m)
    {
        lane left = kept * chips_kept(m, i);
        EACH_MAKER age(&m->state[i].compute, c, moves, left, m->global->compute.chip_power[c], dt);
    }
    EACH_STATE(m) take_stock(m, i);
}

static void switch_on(struct model *m)
{
    const struct compute_param *p = &m->param->compute;
    mask power_is_free = above(p->power_limit_off, lane_of(0.5));
    EACH_STATE(m)
    {
        struct compute_state *s = &m->state[i].compute;
        s->powered_share = powered_share(m->state[i].power.ai_supply, s->facility, power_is_free);
        s->powered = s->powered_share * s->facility;
        s->running = s->powered_share * p->load_factor * s->in_service * m->state[i].attrition.linked;
        s->stranded = s->in_service * (1.0 - s->powered_share);
    }
    EACH_STATE(m)
    {
        struct compute_state *s = &m->state[i].compute;
        s->binding = binding_limit(s, &m->state[i].power, m->site[i].power.ai_share_of_connections,
                                   power_is_free);
    }
}

/* ---- marginal cost ---- */

/* (C17) energy for one more H100-equivalent-year, USD */
DT_EQ lane energy_cost(lane power, lane pue, lane load_factor, lane price)
{
    return power * pue * load_factor * price * (DT_HOURS_PER_YEAR / DT_KWH_PER_MWH);
}

static void cost(struct model *m)
{
    const struct compute_param *p = &m->param->compute;
    const struct compute_global *g = &m->global->compute;
    EACH_STATE(m)
    {
        struct compute_state *s = &m->state[i].compute;
        lane capital = blend(s, g->chip_price) * form_cost(m, i);
        s->energy_cost = energy_cost(blend(s, g->chip_power), m->site[i].compute.pue, p->load_factor,
                                     m->state[i].power.price);
        s->running_cost = s->energy_cost + p->staff_repair_share * capital;
        s->full_cost = s->running_cost + g->capital_share * capital;
    }
}

/* ---- the steps ---- */

void DT_WIDE(dt_compute_step)(struct model *m)
{
    offer(m);
    adopt(m);
    order(m);
    sell(m);
    serve(m);
    switch_on(m);
    cost(m);
}

/* The first fleet: ages of a stock that has grown at FIRST_FLEET_GROWTH. */
static void begin_stock(struct model *m, int i)
{
    const struct compute_site *site = &m->site[i].compute;
    struct compute_state *s = &m->state[i].compute;
    lane stage_rate = 3.0 / m->param->compute.accelerator_lifetime;
    lane older = stage_rate / (stage_rate + FIRST_FLEET_GROWTH);
    lane first = 1.0 / (1.0 + older + older * older);
    lane power = lane_of(m->fixed[i].compute.accelerator_power);
    EACH_MAKER
    {
        lane stock = c == DT_WEST ? site->accelerators : lane_of(0.0);
        s->age_1[c] = stock * first;
        s->age_2[c] = stock * first * older;
        s->age_3[c] = stock * first * older * older;
        s->draw_1[c] = s->age_1[c] * power;
        s->draw_2[c] = s->age_2[c] * power;
        s->draw_3[c] = s->age_3[c] * power;
        s->bought[c] = lane_of(0.0);
    }
    s->china_share = lane_of(i == m->constant->chip_home[DT_CHINA] ? 1.0 : 0.0);
    s->total_bought = site->accelerators;
    s->total_retired = s->total_destroyed = lane_of(0.0);
}

void DT_WIDE(dt_compute_begin)(struct model *m)
{
    const struct compute_param *p = &m->param->compute;
    lane growth = lane_exp((p->adoption_innovation + p->adoption_imitation) * HALF_YEAR);
    offer(m);
    EACH_STATE(m)
    {
        struct compute_state *s = &m->state[i].compute;
        const struct compute_fixed *x = &m->fixed[i].compute;
        lane ceiling = m->site[i].compute.capex_ceiling * x->gdp;
        begin_stock(m, i);
        s->gdp = lane_of(x->gdp);
        lane last_year = least(lane_of(0.95), ratio(lane_of(x->ai_capex), ceiling, 1e-9));
        s->adoption = bass_next(last_year, p->adoption_innovation, p->adoption_imitation, growth);
        s->spending = spending(s->gdp, m->site[i].compute.capex_ceiling, s->adoption, p->capex_scale);
        s->private_spending = s->spending;
        take_stock(m, i);
        s->wanted = s->affordable = s->allowance = lane_of(0.0);
        s->intended = s->powered = s->facility;
        s->powered_share = lane_of(1.0);
    }
}

/* What of the start needs the power system to stand. */
void DT_WIDE(dt_compute_begin_service)(struct model *m)
{
    switch_on(m);
    cost(m);
}
