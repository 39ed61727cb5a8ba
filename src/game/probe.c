/* Runs the cells of some profiles for one block of members, and reads the players' payoffs from them. */
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

size_t dt_probe_scratch(const dt_probe *probe)
{
    return (size_t)probe->n_cell * DT_GAME_COLUMNS * DT_RACE_LANES;
}

/* Mean over the places of a player's role on its strategy. */
static double payoff_of(const dt_probe *probe, int s, int k, int turn, const double *value)
{
    const dt_cells *cells = probe->cells;
    int strategy[DT_GAME_PLAYERS], first;
    dt_cells_profile(cells, probe->profile[s], strategy);
    int n = dt_cells_places(cells, probe->cell[probe->at[s * cells->n_player + k]], k, strategy[k], &first);
    const dt_role *role = &cells->game->role[cells->role[k]];
    double sum = 0.0;
    for (int p = first; p < first + n; p++)
        sum += value[dt_cells_taker(cells, role->member[p], turn) * DT_RACE_LANES];
    return sum / n;
}

dt_status dt_probe_run(const dt_probe *probe, const dt_probe_call *call, double *scratch, double *out)
{
    const dt_cells *cells = probe->cells;
    const size_t block = (size_t)DT_GAME_COLUMNS * DT_RACE_LANES;
    int strategy[DT_GAME_PLAYERS];
    for (int c = 0; c < probe->n_cell; c++) {
        dt_game_task task = call->task;
        dt_cells_assign(cells, probe->cell[c], call->turn, strategy);
        task.strategy = strategy;
        DT_TRY(probe->simulator->run(probe->simulator->context, call->thread, &task,
                                     scratch + (size_t)c * block));
    }
    for (int s = 0; s < probe->n_profile; s++)
        for (int k = 0; k < cells->n_player; k++) {
            int at = s * cells->n_player + k;
            for (int l = 0; l < call->task.count; l++)
                out[at * DT_RACE_LANES + l] = payoff_of(probe, s, k, call->turn,
                                                        scratch + (size_t)probe->at[at] * block + l);
        }
    return DT_OK;
}
