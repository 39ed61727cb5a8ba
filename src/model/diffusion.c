/* Diffusion (model section 5): what states learn from one another.
 *
 * A technology-gap model after Nelson and Phelps: a state closes its gap to the best it can see, at a rate that rises with its
 * absorptive capacity. It sees open releases of anyone, closed work of its allies, and what leaks, each with its delay; pools
 * of what is known make the cost grow with the number of states, not of pairs. What must stay true: behind a frontier that
 * grows at g, a follower without own research trails by g / delta. */
#include "model/diffusion.h"

#include "core/lane_math.h"
#include "model/delay.h"
#include "model/model.h"

static const double MONTHS = 12.0;
static const double SHORTEST_LAG = 1e-3;    /* yr */
static const double SLOWEST_CATCH_UP = 1e3; /* yr */
static const double UNSEEN = -1e3;          /* log efficiency of a bloc without members */

DT_EQ lane lag_years(lane months)
{
    return most(months / MONTHS, lane_of(SHORTEST_LAG));
}

/* (D1) what an ecosystem releases: a closed one keeps part of its log efficiency */
DT_EQ lane released(lane log_algorithm, lane openness, lane holdback)
{
    return log_algorithm - (1.0 - openness) * holdback;
}

/* (D2) log efficiency after a step: own growth, and the gap to what is visible closes at the catch-up rate (Nelson and Phelps) */
DT_EQ lane catch_up(lane own, lane before, lane now, lane own_growth, lane rate, double dt)
{
    lane alone = own + dt * own_growth;
    lane tau = 1.0 / most(rate, lane_of(1.0 / SLOWEST_CATCH_UP));
    lane learning = lagged(own, before, now, own_growth, tau, dt);
    return pick(above(before, own), most(learning, alone), alone);
}

/* What is best among all, among released work, and in each bloc. */
struct best {
    lane of_all, released, in_bloc[DT_N_BLOC];
};

static struct best find_best(const struct model *m)
{
    lane holdback = m->param->diffusion.closed_holdback;
    struct best best;
    best.of_all = best.released = lane_of(UNSEEN);
    EACH_BLOC best.in_bloc[b] = lane_of(UNSEEN);
    EACH_STATE(m)
    {
        lane a = m->state[i].capability.log_algorithm;
        int b = (int)m->fixed[i].diffusion.bloc;
        best.of_all = most(best.of_all, a);
        best.released = most(best.released, released(a, m->site[i].capability.openness, holdback));
        best.in_bloc[b] = most(best.in_bloc[b], a);
    }
    best.in_bloc[DT_NO_BLOC] = lane_of(UNSEEN);
    return best;
}

/* (D3) pools of what is known follow what is best, each with its lag */
static void fill_pools(struct model *m, const struct best *now)
{
    const struct diffusion_param *p = &m->param->diffusion;
    struct diffusion_global *g = &m->global->diffusion;
    double dt = m->constant->dt;
    lane none = lane_of(0.0);
    g->open_pool = lagged(g->open_pool, g->open_best, now->released, none, lag_years(p->open_lag), dt);
    g->leak_pool = lagged(g->leak_pool, g->best, now->of_all, none, lag_years(p->leak_lag), dt);
    EACH_BLOC g->bloc_pool[b] = lagged(g->bloc_pool[b], g->bloc_best[b], now->in_bloc[b], none, lag_years(p->ally_lag), dt);
    g->open_best = now->released;
    g->best = now->of_all;
    EACH_BLOC g->bloc_best[b] = now->in_bloc[b];
}

/* (D4) what a state can see: the best of what is open, leaked, or known in its bloc */
DT_EQ lane visible(const struct diffusion_global *g, int bloc)
{
    return most(most(g->open_pool, g->leak_pool), g->bloc_pool[bloc]);
}

void DT_WIDE(dt_diffusion_step)(struct model *m)
{
    const struct best best = find_best(m);
    fill_pools(m, &best);
    EACH_STATE(m)
    {
        struct capability_state *s = &m->state[i].capability;
        lane before = m->state[i].diffusion.visible;
        lane now = visible(&m->global->diffusion, (int)m->fixed[i].diffusion.bloc);
        lane rate = m->param->diffusion.diffusion_rate * m->site[i].diffusion.absorptive_capacity;
        s->log_algorithm = catch_up(s->log_algorithm, before, now, s->own_growth, rate, m->constant->dt);
        m->state[i].diffusion.visible = now;
    }
}

/* The level that followers can imitate trails the frontier by the lag of open releases. */
void DT_WIDE(dt_diffusion_level)(struct model *m)
{
    struct diffusion_global *g = &m->global->diffusion;
    lane top = m->global->capability.top_level;
    lane before = top - m->constant->dt * m->global->capability.top_growth;
    g->visible_level = lagged(g->visible_level, before, top, lane_of(0.0), lag_years(m->param->diffusion.open_lag), m->constant->dt);
}

/* Pools as a frontier that has grown steadily would have left them. */
void DT_WIDE(dt_diffusion_begin)(struct model *m)
{
    const struct diffusion_param *p = &m->param->diffusion;
    struct diffusion_global *g = &m->global->diffusion;
    const struct best best = find_best(m);
    lane growth = m->param->capability.algorithm_growth;
    g->open_best = best.released;
    g->best = best.of_all;
    g->open_pool = best.released - growth * lag_years(p->open_lag);
    g->leak_pool = best.of_all - growth * lag_years(p->leak_lag);
    EACH_BLOC {
        g->bloc_best[b] = best.in_bloc[b];
        g->bloc_pool[b] = best.in_bloc[b] - growth * lag_years(p->ally_lag);
    }
    g->visible_level = m->global->capability.top_level - m->global->capability.top_growth * lag_years(p->open_lag);
    EACH_STATE(m) m->state[i].diffusion.visible = visible(g, (int)m->fixed[i].diffusion.bloc);
}
