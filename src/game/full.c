/* The regret of a reduced game's equilibrium in the full game: each real player in turn does something else
 * while all others keep to it. A reduction has no bound of error, so this is what its equilibrium is worth.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/threads.h"
#include "core/try.h"
#include "game/play.h"

enum { MEMBERS = 96 };

/* One deviation: a real player, and what it does instead; player -1 is the profile itself. */
typedef struct deviation {
    int player, strategy;
} deviation;

typedef struct job {
    const dt_play *play;
    int strategy[DT_GAME_PLAYERS]; /* of the real players */
    int n_deviation;
    deviation deviation[1 + DT_GAME_PLAYERS * DT_GAME_STRATEGIES];
    int n_member;
    double *value; /* [deviation][player][member] */
    int status;
} job;

/* The pure profile of an equilibrium as strategies of the real players, in proportion to the reduced ones. */
static void expand(const dt_play *play, const double *mixed, int *strategy)
{
    const dt_cells *cells = &play->cells;
    for (int r = 0, k = 0; r < play->game->n_role; r++) {
        const dt_role *role = &play->game->role[r];
        for (int p = 0; p < role->n; p++) {
            int reduced = k + p * role->reduced / role->n, s = 0;
            const double *share = mixed + dt_normal_offset(play->result->mean, reduced);
            while (s < dt_cells_strategies(cells, reduced) - 1 && share[s] < 0.5)
                s++;
            strategy[role->member[p]] = s;
        }
        k += role->reduced;
    }
}

static void list_deviations(job *j)
{
    const dt_game *game = j->play->game;
    j->deviation[j->n_deviation++] = (deviation){-1, 0};
    for (int p = 0; p < game->n_player; p++)
        for (int s = 0; s < game->player[p].n_strategy; s++)
            if (s != j->strategy[p]) j->deviation[j->n_deviation++] = (deviation){p, s};
}

static double *value_at(const job *j, int d, int player)
{
    return j->value + ((size_t)d * (size_t)j->play->game->n_player + (size_t)player) * (size_t)j->n_member;
}

static void run_item(void *context, int thread, int64_t item)
{
    job *j = context;
    const dt_simulator *sim = j->play->simulator;
    int d = (int)item, strategy[DT_GAME_PLAYERS], none = DT_OK;
    double value[DT_GAME_COLUMNS * DT_RACE_LANES];
    memcpy(strategy, j->strategy, sizeof strategy);
    if (j->deviation[d].player >= 0) strategy[j->deviation[d].player] = j->deviation[d].strategy;
    for (int m = 0; m < j->n_member; m += DT_GAME_CHUNK) {
        int count = j->n_member - m < DT_GAME_CHUNK ? j->n_member - m : DT_GAME_CHUNK;
        dt_game_task task = {.strategy = strategy, .first = (uint64_t)m, .count = count};
        dt_status status = sim->run(sim->context, thread, &task, value);
        if (status != DT_OK) {
            __atomic_compare_exchange_n(&j->status, &none, (int)status, 0, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED);
            return;
        }
        for (int p = 0; p < j->play->game->n_player; p++)
            memcpy(value_at(j, d, p) + m, value + p * DT_RACE_LANES, (size_t)count * sizeof *value);
    }
}

/* The greatest mean gain of any single player. */
static void find_greatest(const job *j, dt_game_result *r)
{
    r->full_regret = (dt_estimate){-HUGE_VAL, NAN, NAN};
    for (int d = 1; d < j->n_deviation; d++) {
        int p = j->deviation[d].player;
        double *gain = value_at(j, d, p);
        for (int m = 0; m < j->n_member; m++)
            gain[m] -= value_at(j, 0, p)[m];
        dt_estimate e = dt_mean_of(gain, j->n_member);
        if (!(e.mean > r->full_regret.mean)) continue;
        r->full_regret = e;
        r->full_player = p;
    }
    r->runs += (int64_t)j->n_deviation * j->n_member;
}

dt_status dt_play_full_regret(dt_play *play)
{
    dt_game_result *r = play->result;
    job j = {.play = play,
             .n_member = play->samples.members < MEMBERS ? (int)play->samples.members : MEMBERS};
    r->full_regret = (dt_estimate){NAN, NAN, NAN};
    int is_pure = r->n_equilibrium > 0 && r->equilibrium[0].is_pure;
    if (play->game->reduction == DT_REDUCTION_NONE || !is_pure) return DT_OK;
    expand(play, r->equilibrium[0].mixed, j.strategy);
    list_deviations(&j);
    j.value = malloc((size_t)(j.n_deviation * play->game->n_player * j.n_member) * sizeof *j.value);
    if (!j.value) return DT_NO_MEMORY;
    dt_status status = dt_parallel(dt_thread_count(play->options.threads), j.n_deviation, run_item, &j,
                                   play->options.stop);
    if (status == DT_OK) status = (dt_status)j.status;
    if (status == DT_OK && j.n_deviation > 1) find_greatest(&j, r);
    free(j.value);
    return status;
}
