/* Payoffs of members in cells: filled chunk by chunk over threads, kept in a file and read again.
 *
 * What must stay true: a payoff depends on its cell and member alone, so that neither threads nor an
 * interruption changes a bit. */
#ifndef DT_GAME_SAMPLE_H
#define DT_GAME_SAMPLE_H

#include "game/cell.h"

/* Whether the caller wants an end; `stop` may be NULL, and another thread may set it. */
static inline int dt_is_stopped(const volatile int *stop)
{
    return stop && __atomic_load_n(stop, __ATOMIC_RELAXED) != 0;
}

typedef struct dt_game_samples {
    const dt_cells *cells;
    const dt_simulator *simulator;
    const dt_game_options *options;
    int n_column;
    int64_t members, n_chunk; /* room of a cell */
    int64_t *n, *want;        /* members of each cell that are there, and that are wanted */
    unsigned char **done;     /* [cell][chunk] */
    double **value;           /* [cell][column * members + member], of places; NAN where a member failed */
    int64_t runs, n_failed;   /* made by this call */
    double begin, saved, shown;
    dt_progress progress;
} dt_game_samples;

dt_status dt_samples_make(const dt_cells *cells, const dt_simulator *simulator,
                          const dt_game_options *options, int64_t members, dt_game_samples *out);
void dt_samples_free(dt_game_samples *samples);

/* Simulates what is wanted and not there. DT_INTERRUPTED after a stop: what was finished is kept. */
dt_status dt_samples_fill(dt_game_samples *samples, dt_diagnostics *diagnostics);

/* Payoff of a reduced player of a profile for a member; NAN if it failed or is not there. */
double dt_samples_payoff(const dt_game_samples *samples, int64_t profile, int player, int64_t member);
/* Members that a profile has for a player. */
int64_t dt_samples_members(const dt_game_samples *samples, int64_t profile, int player);

/* keep.c: the file of options->file. Reading it when there is none is fine; DT_MISMATCH if it is of another
 * game, DT_IO if it is damaged. */
dt_status dt_samples_save(const dt_game_samples *samples, dt_diagnostics *diagnostics);
dt_status dt_samples_load(dt_game_samples *samples, dt_diagnostics *diagnostics);

#endif
