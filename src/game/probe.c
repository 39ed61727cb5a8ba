/* Runs the cells of some profiles for a range of members, cell after cell, so that a thread rarely changes
 * its case, and reads the players' payoffs from them. */
#include "game/probe.h"

#include <stdlib.h>
#include <string.h>

#include "core/try.h"

static int place_of(dt_probe *probe, int64_t cell)
{
    for (int k = 0; k < probe->n_cell; k++)
        if (probe->cell[k] == cell) return k;
    probe->cell[probe->n_cell] = cell;
    return probe->n_cell++;
}

dt_status dt_probe_make(const dt_cells *cells, const dt_simulator *simulator, const int64_t *profile,
                        int n_profile, dt_probe *out)
{
    size_t n = (size_t)(n_profile * cells->n_player);
    dt_probe probe = {.cells = cells,
                      .simulator = simulator,
                      .n_profile = n_profile,
                      .cell = malloc(n * sizeof *probe.cell),
                      .at = malloc(n * sizeof *probe.at)};
    if (!probe.cell || !probe.at) {
        dt_probe_free(&probe);
        return DT_NO_MEMORY;
    }
    for (int s = 0; s < n_profile; s++) {
        probe.profile[s] = profile[s];
        for (int k = 0; k < cells->n_player; k++)
            probe.at[s * cells->n_player + k] = place_of(&probe,
                                                         cells->cell[profile[s] * cells->n_player + k]);
    }
    *out = probe;
    return DT_OK;
}

void dt_probe_free(dt_probe *probe)
{
    free(probe->cell);
    free(probe->at);
    probe->cell = NULL;
    probe->at = NULL;
}

/* Columns of the members of one cell. */
static size_t cell_size(int count)
{
    int chunks = (count + DT_GAME_CHUNK - 1) / DT_GAME_CHUNK;
    return (size_t)chunks * DT_GAME_COLUMNS * DT_RACE_LANES;
}

size_t dt_probe_scratch(const dt_probe *probe, int count)
{
    return (size_t)probe->n_cell * cell_size(count);
}

static int turn_of(const dt_probe *probe, int64_t member)
{
    return (int)(member / DT_GAME_CHUNK % probe->cells->n_turn);
}

static dt_status run_cell(const dt_probe *probe, const dt_probe_call *call, int64_t cell, double *value)
{
    int strategy[DT_GAME_PLAYERS];
    for (int k = 0; k < call->count; k += DT_GAME_CHUNK) {
        int64_t first = call->first + k;
        dt_cells_assign(probe->cells, cell, turn_of(probe, first), strategy);
        dt_game_task task = {.strategy = strategy,
                             .n_point = call->n_point,
                             .point = call->point,
                             .point_key = call->point_key,
                             .first = (uint64_t)first + call->offset,
                             .count = call->count - k < DT_GAME_CHUNK ? call->count - k : DT_GAME_CHUNK,
                             .u = call->u ? call->u + k * probe->simulator->n_factor : NULL};
        DT_TRY(probe->simulator->run(probe->simulator->context, call->thread, &task, value));
        value += DT_GAME_COLUMNS * DT_RACE_LANES;
    }
    return DT_OK;
}

/* Mean over the places of a player's role on its strategy, of the member at `m`. */
static double mean_of(const dt_probe *probe, int at, const dt_probe_call *call, const double *value, int m)
{
    const dt_cells *cells = probe->cells;
    int strategy[DT_GAME_PLAYERS], first, k = at % cells->n_player;
    dt_cells_profile(cells, probe->profile[at / cells->n_player], strategy);
    int n = dt_cells_places(cells, probe->cell[probe->at[at]], k, strategy[k], &first);
    const dt_role *role = &cells->game->role[cells->role[k]];
    const double *chunk = value + (size_t)(m / DT_GAME_CHUNK) * DT_GAME_COLUMNS * DT_RACE_LANES;
    double sum = 0.0;
    for (int p = first; p < first + n; p++) {
        int taker = dt_cells_taker(cells, role->member[p], turn_of(probe, call->first + m));
        sum += chunk[taker * DT_RACE_LANES + m % DT_GAME_CHUNK];
    }
    return sum / n;
}

static int payoff_count(const dt_probe *probe)
{
    return probe->n_profile * probe->cells->n_player;
}

int dt_probe_values(const dt_probe *probe)
{
    return payoff_count(probe) * (probe->cells->game->aim ? 2 : 1);
}

dt_status dt_probe_run(const dt_probe *probe, const dt_probe_call *call, double *scratch, double *out)
{
    size_t size = cell_size(call->count);
    int n = payoff_count(probe), n_column = dt_game_describe(probe->cells->game).n_column;
    for (int c = 0; c < probe->n_cell; c++)
        DT_TRY(run_cell(probe, call, probe->cell[c], scratch + (size_t)c * size));
    for (int v = 0; v < dt_probe_values(probe); v++) {
        int at = v % n, column = v < n ? 0 : n_column;
        const double *value = scratch + (size_t)probe->at[at] * size + column * DT_RACE_LANES;
        for (int m = 0; m < call->count; m++)
            out[v * call->count + m] = mean_of(probe, at, call, value, m);
    }
    return DT_OK;
}
