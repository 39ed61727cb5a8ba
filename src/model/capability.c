/* Capability (model section 5): what a state can do with the compute it runs.
 *
 * Algorithmic efficiency grows semi-endogenously: more research compute makes it grow faster, and each gain
 * makes the next one harder. Effective compute is efficiency times running compute times the share that
 * trains, less the drag of safety. Followers reach a known level with less compute. Lags in capability and in
 * compute are both carried, in months. */
#include "model/capability.h"

#include "core/lane_math.h"
#include "model/delay.h"
#include "model/model.h"
#include "model/unit.h"

static const double LN_10 = 2.30258509299404568402;
static const double FIRST_COMPUTE_GROWTH = 1.19; /* 1/yr: accelerators in service grew 3.3 times a year */
static const double LEAST_COMPUTE = 1.0;         /* H100e: below this, a logarithm says nothing */
static const double SLOWEST_GROWTH = 0.01;       /* 1/yr: of the frontier, when lags are measured by it */
static const double LONGEST_LAG = 240.0;         /* months */
static const double SMOOTHING = 1.0;             /* yr, of the growth of the frontier */
static const double REFERENCE_TRAINING = 0.35;   /* share of running compute that trains, of the reference */

/* (K1) growth of log efficiency, 1/yr: dlnA/dt = xi input^lambda A^-beta */
DT_EQ lane algorithm_growth(const struct capability_param *p, lane log_input, lane log_algorithm)
{
    return p->algorithm_growth *
        lane_exp(p->research_returns * log_input - p->research_fishing_out * log_algorithm);
}

/* (K2) speed of a closed ecosystem at the frontier and what an open one gains from others' contributions */
DT_EQ lane ecosystem_speed(const struct capability_param *p, lane openness, lane open_compute_share)
{
    return (1.0 + p->closed_speed * (1.0 - openness)) *
        (1.0 + p->open_contribution * openness * open_compute_share);
}

/* (K3) level: log10 of effective compute A R (training share) (1 - drag) over the frontier's at the start */
DT_EQ lane level(lane log_algorithm, lane log_compute, lane log_use)
{
    return (log_algorithm + log_compute + log_use) * (1.0 / LN_10);
}

/* Logarithm of the share of compute that trains, over the frontier's compute at the start. */
DT_EQ lane log_use(const struct capability_param *p, lane reference_compute)
{
    return lane_log(p->training_share / REFERENCE_TRAINING / reference_compute);
}

/* Logarithm of what the drag of safety leaves. */
DT_EQ lane log_drag(const struct capability_param *p, lane safety_share)
{
    return lane_log(1.0 - p->safety_drag * safety_share);
}

/* (K6) share of effort that goes to safety: what a state chooses, at least what the scenario sets for all */
DT_EQ lane safety_share(const struct model *m, int i)
{
    return most(m->param->capability.safety_share,
                m->param->hazard.full_safety_share * m->state[i].hazard.safety);
}

/* (K7) openness: that of the data, less what the state has closed */
DT_EQ lane openness(const struct model *m, int i)
{
    return m->site[i].capability.openness * (1.0 - m->state[i].posture.closed);
}

/* (K8) speed that a treaty leaves a party, and a state's own rule leaves it */
DT_EQ lane restrained(const struct model *m, int i)
{
    lane by_treaty = 1.0 - m->param->treaty.speed_cost * m->state[i].treaty.restraint;
    return by_treaty * (1.0 - m->state[i].posture.slowed);
}

/* (K4) capability: a follower makes up part of its gap to the visible level without compute */
DT_EQ lane capability(lane own_level, lane visible_level, lane discount)
{
    return own_level + discount * at_least_zero(visible_level - own_level);
}

/* (K5) months since the frontier had this */
DT_EQ lane lag_months(lane top, lane own, lane months_per_growth)
{
    return least(lane_of(LONGEST_LAG), at_least_zero(top - own) * months_per_growth);
}

DT_EQ lane log_running(const struct model *m, int i)
{
    return lane_log(m->state[i].compute.running + LEAST_COMPUTE);
}

static void measure_openness(struct model *m)
{
    lane open = lane_of(0.0);
    lane all = lane_of(1e-9);
    EACH_STATE(m)
    {
        lane running = m->state[i].compute.running;
        open += running * openness(m, i);
        all += running;
    }
    m->global->capability.open_compute_share = open / all;
}

static void advance(struct model *m)
{
    const struct capability_param *p = &m->param->capability;
    const struct capability_global *g = &m->global->capability;
    lane log_reference = lane_log(g->reference_compute);
    lane noise = p->algorithm_noise * (m->constant->root_dt / m->constant->dt);
    EACH_STATE(m)
    {
        struct capability_state *s = &m->state[i].capability;
        s->log_compute = log_running(m, i);
        lane input = s->log_compute - log_reference + lane_log(1.0 - safety_share(m, i));
        lane speed = restrained(m, i) * ecosystem_speed(p, openness(m, i), g->open_compute_share);
        s->own_growth = speed * algorithm_growth(p, input, s->log_algorithm) + noise * m->shock[i].algorithm;
    }
}

static void measure_levels(struct model *m)
{
    const struct capability_param *p = &m->param->capability;
    lane use = log_use(p, m->global->capability.reference_compute);
    EACH_STATE(m)
    {
        struct capability_state *s = &m->state[i].capability;
        lane drag = log_drag(p, safety_share(m, i));
        s->level = level(s->log_algorithm, s->log_compute, use + drag);
    }
}

static lane highest_level(const struct model *m)
{
    lane top = m->state[0].capability.level;
    EACH_STATE(m) top = most(top, m->state[i].capability.level);
    return top;
}

static lane highest_compute(const struct model *m)
{
    lane top = m->state[0].capability.log_compute;
    EACH_STATE(m) top = most(top, m->state[i].capability.log_compute);
    return top;
}

/* The frontier moves; its growth is smoothed, since lags are measured by it. */
static void move_frontier(struct model *m)
{
    struct capability_global *g = &m->global->capability;
    double dt = m->constant->dt;
    double follow = dt / (SMOOTHING + dt);
    lane top = highest_level(m);
    lane compute = highest_compute(m);
    g->top_growth = g->top_growth + follow * ((top - g->top_level) / dt - g->top_growth);
    g->top_compute_growth = g->top_compute_growth +
        follow * ((compute - g->top_compute) / dt - g->top_compute_growth);
    g->top_level = top;
    g->top_compute = compute;
}

static void compare(struct model *m)
{
    const struct capability_global *g = &m->global->capability;
    lane visible = m->global->diffusion.visible_level;
    lane discount = m->param->diffusion.follower_discount;
    lane per_growth = DT_MONTHS_PER_YEAR / most(lane_of(SLOWEST_GROWTH), g->top_growth);
    lane per_compute_growth = DT_MONTHS_PER_YEAR / most(lane_of(SLOWEST_GROWTH), g->top_compute_growth);
    EACH_STATE(m)
    {
        struct capability_state *s = &m->state[i].capability;
        s->capability = capability(s->level, visible, discount * m->site[i].diffusion.absorptive_capacity);
        s->capability_lag = lag_months(g->top_level, s->capability, per_growth);
        s->compute_lag = lag_months(g->top_compute, s->log_compute, per_compute_growth);
    }
}

/* Growth from own research; diffusion (diffusion.c) then adds what is learned from others. */
void DT_WIDE(dt_capability_step)(struct model *m)
{
    measure_openness(m);
    advance(m);
}

/* Levels and lags, after diffusion. */
void DT_WIDE(dt_capability_measure)(struct model *m)
{
    lane top_before = m->global->capability.top_level;
    measure_levels(m);
    move_frontier(m);
    DT_WIDE(dt_diffusion_level)(m, &top_before);
    compare(m);
}

void DT_WIDE(dt_capability_begin)(struct model *m)
{
    const struct capability_param *p = &m->param->capability;
    struct capability_global *g = &m->global->capability;
    g->reference_compute = lane_of(LEAST_COMPUTE);
    EACH_STATE(m)
    {
        struct capability_state *s = &m->state[i].capability;
        s->log_algorithm = -p->algorithm_growth * m->site[i].capability.capability_lag / DT_MONTHS_PER_YEAR;
        s->own_growth = lane_of(0.0);
        s->log_compute = log_running(m, i);
        g->reference_compute = most(g->reference_compute, m->state[i].compute.running);
    }
    measure_openness(m);
    measure_levels(m);
    g->top_level = highest_level(m);
    g->top_compute = highest_compute(m);
    g->top_growth = (p->algorithm_growth + FIRST_COMPUTE_GROWTH) / LN_10;
    g->top_compute_growth = lane_of(FIRST_COMPUTE_GROWTH);
}

/* First lags, once diffusion stands. */
void DT_WIDE(dt_capability_begin_lags)(struct model *m)
{
    compare(m);
}
