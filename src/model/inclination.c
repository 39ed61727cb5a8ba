/* Inclination: each member draws one set of coefficients from what past votes and signatures leave open.
 *
 * The log-odds of a state are linear in what a text is; each part is normal, and the parts of all states
 * depend on one another through the same coefficients: part = mean + load z. The numbers z come from the
 * generator by their place, so that they do not depend on lane or width. What must stay true: without an
 * estimate all parts are 0. */
#include "model/inclination.h"

#include <stddef.h>

#include "core/lane_math.h"
#include "core/random.h"
#include "model/model.h"

enum { NORMALS = 4 }; /* of one call of the generator */

_Static_assert(offsetof(struct inclination_state, of_humanitarian) == DT_OF_HUMANITARIAN * sizeof(lane),
               "the parts stand first, in the order of the list");

/* Standard normal numbers of the member. */
static void draw_normals(const struct model *m, lane *z)
{
    for (int k = 0; k < m->inclination->n_draw; k += NORMALS) {
        struct lane_random r = lane_philox(m->seed, m->member, (uint32_t)(k / NORMALS), 0,
                                           DT_PURPOSE_INCLINATION);
        struct lane_pair one = lane_normals(r.uniform[0], r.uniform[1]);
        struct lane_pair other = lane_normals(r.uniform[2], r.uniform[3]);
        z[k] = one.first;
        z[k + 1] = one.second;
        z[k + 2] = other.first;
        z[k + 3] = other.second;
    }
}

/* (I1) parts of a state's log-odds: mean + load z */
static void set_parts(const struct inclination *d, const lane *z, int i, lane *part)
{
    const double *load = d->load + (size_t)i * (size_t)d->n_draw * DT_N_PART;
    for (int a = 0; a < DT_N_PART; a++)
        part[a] = lane_of(d->mean[i * DT_N_PART + a]);
    for (int k = 0; k < d->n_draw; k++)
        for (int a = 0; a < DT_N_PART; a++)
            part[a] += load[k * DT_N_PART + a] * z[k];
}

static void set_nothing(struct model *m)
{
    m->global->inclination.pull = lane_of(0.0);
    EACH_STATE(m)
    {
        lane *part = &m->state[i].inclination.of_declaration;
        for (int a = 0; a < DT_N_PART; a++)
            part[a] = lane_of(0.0);
    }
}

void DT_WIDE(dt_inclination_begin)(struct model *m)
{
    const struct inclination *d = m->inclination;
    lane z[DT_MAX_INCLINATION_DRAW + NORMALS], part[DT_N_PART];
    EACH_STATE(m) m->state[i].inclination.usual = m->state[i].inclination.usual_partners = lane_of(0.0);
    if (!d || !d->mean) {
        set_nothing(m);
        return;
    }
    draw_normals(m, z);
    EACH_STATE(m)
    {
        set_parts(d, z, i, part);
        struct inclination_state *s = &m->state[i].inclination;
        s->of_declaration = part[DT_OF_DECLARATION];
        s->of_binding = part[DT_OF_BINDING];
        s->of_verification = part[DT_OF_VERIFICATION];
        s->of_years = part[DT_OF_YEARS];
        s->of_west = part[DT_OF_WEST];
        s->of_east = part[DT_OF_EAST];
        s->of_humanitarian = part[DT_OF_HUMANITARIAN];
    }
    lane pull = lane_of(d->pull);
    for (int k = 0; k < d->n_draw; k++)
        pull += d->pull_load[k] * z[k];
    m->global->inclination.pull = pull;
}
