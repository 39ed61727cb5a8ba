/* One step of the race over one block, compiled once per lane width (see kernel.h): the order of the
 * mechanisms.
 *
 * What must stay true: mechanisms run in the order of docs/model.md; nothing here depends on a member beyond
 * its own lane. */
#include "race/kernel.h"

#include "core/random.h"
#include "model/model.h"

static const double ROOT_12 = 3.46410161513775458705;

/* The block's memory as the structs of the model. */
static struct model view(const struct dt_block *b)
{
    lane *at = (lane *)(void *)b->memory;
    struct model m = {
        .n_state = b->c->n_state,
        .step = b->step,
        .seed = b->c->seed,
        .constant = &b->c->constant,
        .fixed = b->c->fixed,
        .tech_region = b->c->tech_region,
        .rivals = b->c->rivals,
        .partners = b->c->partners,
        .inclination = &b->c->inclination,
        .n_supply = b->c->n_supply,
        .supply = b->c->supply,
        .param = (struct model_param *)(void *)(at + b->layout.param),
        .site = (struct model_site *)(void *)(at + b->layout.site),
        .state = (struct model_state *)(void *)(at + b->layout.state),
        .global = (struct model_global *)(void *)(at + b->layout.global),
        .shock = (struct model_shock *)(void *)(at + b->layout.work),
        .work = (struct model_work *)(void *)(at + b->layout.work),
        .note = (struct model_note *)(void *)(at + b->layout.note),
        .chip_path = (lane(*)[DT_N_MAKER])(void *)(at + b->layout.path),
    };
    EACH_LANE DT_LANE(m.member, l) = b->stream[l];
    return m;
}

/* Shocks of every state in this step, from one call of the generator: two standard normal numbers, and
 * uniform ones of mean 0 and variance 1 where many steps add up. The generator has a loop of its own: the
 * processor overlaps several states where a state takes few instructions. */
static void draw_shocks(struct model *m, uint32_t purpose)
{
    EACH_STATE(m)
    {
        struct lane_random r = lane_philox(m->seed, m->member, (uint32_t)i, (uint32_t)m->step, purpose);
        m->shock[i].demand = r.uniform[0];
        m->shock[i].pace = r.uniform[1];
        m->shock[i].algorithm = (r.uniform[2] - 0.5) * ROOT_12;
        m->shock[i].perception = (r.uniform[3] - 0.5) * ROOT_12;
    }
    EACH_STATE(m)
    {
        struct lane_pair z = lane_normals(m->shock[i].demand, m->shock[i].pace);
        m->shock[i].demand = z.first;
        m->shock[i].pace = z.second;
    }
}

/* What states can do, from the first fleet and the safety that they have chosen. */
static void begin_capability(struct model *m)
{
    DT_WIDE(dt_capability_begin)(m);
    DT_WIDE(dt_diffusion_begin)(m);
    DT_WIDE(dt_capability_begin_lags)(m);
}

/* Safety depends on the race, and the race on what safety leaves: capability begins without safety, then with
 * it. */
static void begin(const struct dt_block *block)
{
    struct model m = view(block);
    draw_shocks(&m, DT_PURPOSE_START);
    DT_WIDE(dt_posture_begin)(&m);
    DT_WIDE(dt_treaty_begin)(&m);
    DT_WIDE(dt_attrition_begin)(&m);
    DT_WIDE(dt_compute_begin)(&m);
    DT_WIDE(dt_power_begin)(&m);
    DT_WIDE(dt_compute_begin_service)(&m);
    EACH_STATE(&m) m.state[i].hazard.safety = lane_of(0.0);
    begin_capability(&m);
    DT_WIDE(dt_rivalry_begin)(&m);
    DT_WIDE(dt_lobby_begin)(&m);
    DT_WIDE(dt_hazard_begin)(&m);
    begin_capability(&m);
    DT_WIDE(dt_payoff_begin)(&m);
}

static void draw_step(struct model *m)
{
    draw_shocks(m, DT_PURPOSE_SHOCK);
}

/* A step, in the order of docs/model.md. */
static const struct {
    const char *mechanism;
    void (*run)(struct model *m);
} phases[] = {
    {"shocks", draw_step},
    {"rivalry", DT_WIDE(dt_rivalry_perceive)},
    {"rivalry", DT_WIDE(dt_rivalry_react)},
    {"lobby", DT_WIDE(dt_lobby_step)},
    {"posture", DT_WIDE(dt_posture_step)},
    {"hazard", DT_WIDE(dt_hazard_choose)},
    {"power", DT_WIDE(dt_power_step)},
    {"compute", DT_WIDE(dt_compute_step)},
    {"capability", DT_WIDE(dt_capability_step)},
    {"diffusion", DT_WIDE(dt_diffusion_step)},
    {"capability", DT_WIDE(dt_capability_measure)},
    {"treaty", DT_WIDE(dt_treaty_step)},
    {"attrition", DT_WIDE(dt_attrition_step)},
    {"hazard", DT_WIDE(dt_hazard_step)},
    {"payoff", DT_WIDE(dt_payoff_step)},
};

enum { N_PHASE = sizeof phases / sizeof phases[0] };

static const char *phase_name(int phase)
{
    return phase >= 0 && phase < N_PHASE ? phases[phase].mechanism : NULL;
}

static void run_phase(const struct dt_block *block, int phase)
{
    struct model m = view(block);
    phases[phase].run(&m);
}

static void step(const struct dt_block *block)
{
    struct model m = view(block);
    for (int p = 0; p < N_PHASE; p++)
        phases[p].run(&m);
}

/* A number that is not finite reaches one of these fields within the step in which it appears: those of
 * capability, rivalry, lobbying and hazard reach the payoff. */
static unsigned broken(const struct dt_block *block)
{
    struct model m = view(block);
    lane trace = lane_of(0.0);
    EACH_STATE(&m)
    {
        const struct model_state *s = &m.state[i];
        trace += (s->power.price + s->power.firm + s->power.room_in_energy + s->power.connection_queue) * 0.0;
        trace += (s->compute.full_cost + s->compute.facility + s->compute.running + s->compute.spending) *
            0.0;
        trace += (s->power.other_demand + s->power.generation + s->power.connected) * 0.0;
        trace += (s->compute.intended + s->treaty.chance + s->attrition.delivered + s->payoff.total) * 0.0;
    }
    unsigned found = 0;
    EACH_LANE found |= DT_LANE(trace, l) == 0.0 ? 0u : 1u << l;
    return found;
}

const struct dt_kernel DT_WIDE(dt_kernel) = {DT_LANES, DT_TARGET_NAME, DT_TARGET_ISA, begin,
                                             step,     broken,         phase_name,    run_phase};
