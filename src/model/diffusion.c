/* Diffusion (model section 5): what states learn from one another.
 *
 * A technology-gap model after Nelson and Phelps: a state closes its gap to the best it can see, at a rate
 * that rises with its absorptive capacity. It sees open releases of anyone, closed work of its allies, and
 * what leaks, each with its delay; pools of what is known make the cost grow with the number of states, not
 * of pairs. What must stay true: behind a frontier that grows at g, a follower without own research trails by
 * g / delta. */
#include "model/diffusion.h"

#include "core/lane_math.h"
#include "model/delay.h"
#include "model/model.h"
#include "model/unit.h"

static const double SHORTEST_LAG = 1e-3;    /* yr */
static const double SLOWEST_CATCH_UP = 1e3; /* yr */
static const double UNSEEN = -1e3;          /* log efficiency of a bloc without members */

DT_EQ lane lag_years(lane months)
{
    return most(lane_of(SHORTEST_LAG), months * (1.0 / DT_MONTHS_PER_YEAR));
}

/* A pool follows what is best with a lag. */
DT_EQ lane follow(lane pool, lane before, lane now, lane months, double dt)
{
    return lagged(pool, before, now, lane_of(0.0), 1.0 / lag_years(months), dt);
}

/* (D1) what an ecosystem releases: a closed one keeps part of its log efficiency */
DT_EQ lane released(lane log_algorithm, lane openness, lane holdback)
{
    return log_algorithm - (1.0 - openness) * holdback;
}

/* (D2) log efficiency after a step: own growth, and the gap to what is visible closes at the catch-up rate
 * (Nelson and Phelps) */
DT_EQ lane catch_up(lane own, lane before, lane now, lane own_growth, lane rate, double dt)
{
    lane alone = own + dt * own_growth;
    lane closing = most(lane_of(1.0 / SLOWEST_CATCH_UP), rate);
    lane learning = lagged(own, before, now, own_growth, closing, dt);
    mask can_learn = above(before, own) & above(rate, lane_of(0.0));
    return pick(can_learn, most(learning, alone), alone);
}

/* What is best among all, among released work, and in each bloc. */
struct best {
    lane of_all, released, in_bloc[DT_N_BLOC];
};

/* `ahead` (yr) is the part of a step that own growth has still to add: diffusion looks at the end of the
 * step. */
static struct best find_best(const struct model *m, double ahead)
{
    lane holdback = m->param->diffusion.closed_holdback;
    struct best best;
    best.of_all = best.released = lane_of(UNSEEN);
    EACH_BLOC best.in_bloc[b] = lane_of(UNSEEN);
    EACH_STATE(m)
    {
        lane a = m->state[i].capability.log_algorithm + ahead * m->state[i].capability.own_growth;
        int b = (int)m->fixed[i].diffusion.bloc;
        best.of_all = most(best.of_all, a);
        best.released = most(
            best.released,
            released(a, m->site[i].capability.openness * (1.0 - m->state[i].posture.closed), holdback));
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
    g->open_pool = follow(g->open_pool, g->open_best, now->released, p->open_lag, dt);
    g->leak_pool = follow(g->leak_pool, g->best, now->of_all, p->leak_lag, dt);
    EACH_BLOC g->bloc_pool[b] = follow(g->bloc_pool[b], g->bloc_best[b], now->in_bloc[b], p->ally_lag, dt);
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
    const struct best best = find_best(m, m->constant->dt);
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
void DT_WIDE(dt_diffusion_level)(struct model *m, const lane *top_before)
{
    struct diffusion_global *g = &m->global->diffusion;
    lane top = m->global->capability.top_level;
    g->visible_level = follow(g->visible_level, *top_before, top, m->param->diffusion.open_lag,
                              m->constant->dt);
}

/* Pools as a frontier that has grown steadily would have left them. */
void DT_WIDE(dt_diffusion_begin)(struct model *m)
{
    const struct diffusion_param *p = &m->param->diffusion;
    struct diffusion_global *g = &m->global->diffusion;
    const struct best best = find_best(m, 0.0);
    lane growth = m->param->capability.algorithm_growth;
    g->open_best = best.released;
    g->best = best.of_all;
    g->open_pool = best.released - growth * lag_years(p->open_lag);
    g->leak_pool = best.of_all - growth * lag_years(p->leak_lag);
    EACH_BLOC
    {
        g->bloc_best[b] = best.in_bloc[b];
        g->bloc_pool[b] = best.in_bloc[b] - growth * lag_years(p->ally_lag);
    }
    g->visible_level = m->global->capability.top_level -
        m->global->capability.top_growth * lag_years(p->open_lag);
    EACH_STATE(m) m->state[i].diffusion.visible = visible(g, (int)m->fixed[i].diffusion.bloc);
}
