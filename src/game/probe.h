/* Payoffs of some profiles, straight from the simulator: at points of levers, and with factors of one's own.
 */
#ifndef DT_GAME_PROBE_H
#define DT_GAME_PROBE_H

#include "game/cell.h"

enum { DT_PROBE_PROFILES = 256 };

/* What is probed; `cell` lists each cell that the profiles need once. */
typedef struct dt_probe {
    const dt_cells *cells;
    const dt_simulator *simulator;
    int n_profile;
    int64_t profile[DT_PROBE_PROFILES];
    int n_cell;
    int64_t *cell;
    int *at; /* [profile * n_player + player]: place of its cell in `cell` */
} dt_probe;

dt_status dt_probe_make(const dt_cells *cells, const dt_simulator *simulator, const int64_t *profile,
                        int n_profile, dt_probe *out);
void dt_probe_free(dt_probe *probe);

/* One call: members first .. first+count-1, `first` a multiple of DT_GAME_CHUNK, at a point. */
typedef struct dt_probe_call {
    int thread;
    int64_t first;
    int count;
    uint64_t offset; /* added to the member's number where random events are to be others */
    const double *u; /* nullable: count rows of factors */
    int n_point;
    const double *point;
    const char *const *point_key;
} dt_probe_call;

/* Payoffs of players after reduction: out[(profile * n_player + player) * count + member], and of a game with
 * an aim its field likewise behind all payoffs. `scratch` has room for dt_probe_scratch numbers. */
size_t dt_probe_scratch(const dt_probe *probe, int count);
/* Numbers of `out` for each member: payoffs, and the aim's. */
int dt_probe_values(const dt_probe *probe);
dt_status dt_probe_run(const dt_probe *probe, const dt_probe_call *call, double *scratch, double *out);

#endif
