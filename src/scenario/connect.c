/* The networks of a case: who threatens whom, and whom each state looks at when it signs.
 *
 * Rivals are the rows of the world's table and, as common parts, the blocs: a state's weight in its bloc is
 * its military spending over the bloc's largest, and what a state fears of each bloc is a field of the world.
 * Partners are the members of a state's own bloc, all alike. What must stay true: no state is its own
 * neighbour, and nothing here depends on a member. */
#include <math.h>

#include "model/dimension.h"
#include "scenario/case.h"

/* Field that says what a state fears of each bloc. */
static const char *const threat_field[DT_N_BLOC] = {
    [DT_BLOC_USA] = "threat_of_usa_bloc",
    [DT_BLOC_CHINA] = "threat_of_china_bloc",
    [DT_BLOC_RUSSIA] = "threat_of_russia_bloc",
};

_Static_assert((int)DT_N_COMMON >= (int)DT_N_BLOC, "a common part for each bloc");

static int bloc_of(const dt_case *c, int i)
{
    return (int)c->fixed[i].diffusion.bloc;
}

static double military_spending(const dt_case *c, int i)
{
    return c->fixed[i].compute.gdp * c->fixed[i].rivalry.military_share;
}

static void add_named(struct network_row *row, int state, double weight)
{
    if (row->count == DT_MAX_NAMED || weight == 0.0) return;
    row->named[row->count] = state;
    row->weight[row->count++] = weight;
}

void dt_case_connect(dt_case *c, const dt_world *world)
{
    double largest[DT_N_BLOC] = {0.0};
    for (int i = 0; i < c->n_state; i++)
        largest[bloc_of(c, i)] = fmax(largest[bloc_of(c, i)], military_spending(c, i));
    for (int i = 0; i < c->n_state; i++) {
        int b = bloc_of(c, i);
        for (int other = DT_BLOC_USA; other < DT_N_BLOC; other++)
            c->rivals[i].from[other] = dt_world_value(world, dt_world_field_find(threat_field[other]), i, 0)
                                           .central;
        if (b != DT_NO_BLOC && largest[b] > 0.0) c->rivals[i].to[b] = military_spending(c, i) / largest[b];
        c->partners[i].from[b] = c->partners[i].to[b] = 1.0;
    }
    for (int k = 0; k < dt_world_rivalry_count(world); k++) {
        dt_rivalry r = dt_world_rivalry(world, k);
        add_named(&c->rivals[r.first], r.second, r.weight);
    }
    network_close(c->rivals, c->n_state);
    network_close(c->partners, c->n_state);
}
