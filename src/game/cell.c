/* Lists the cells of a game, each once, by a table of hashes of their counts. */
#include "game/cell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/digest.h"
#include "core/try.h"

static const double MOST_PROFILES = 0x1p20;
static const double MOST_BYTES = 0x1p32;
static const double RUNS_PER_SECOND = 1000.0; /* of a core on the shipped scenarios, order of magnitude */

/* Cells found so far, with an open table of their numbers. */
typedef struct table {
    dt_cells *cells;
    int64_t capacity;
    int32_t *slot;
    int64_t n_slot;
} table;

int dt_cells_strategies(const dt_cells *cells, int player)
{
    return cells->game->role[cells->role[player]].n_strategy;
}

void dt_cells_profile(const dt_cells *cells, int64_t profile, int *strategy)
{
    for (int k = 0; k < cells->n_player; k++) {
        int n = dt_cells_strategies(cells, k);
        strategy[k] = (int)(profile % n);
        profile /= n;
    }
}

int64_t dt_cells_deviation(const dt_cells *cells, int64_t profile, int player, int strategy)
{
    int64_t stride = 1;
    for (int k = 0; k < player; k++)
        stride *= dt_cells_strategies(cells, k);
    int64_t now = profile / stride % dt_cells_strategies(cells, player);
    return profile + (strategy - now) * stride;
}

/* ---- sizes ---- */

static dt_status check_size(const dt_game *game, int64_t members, dt_diagnostics *diagnostics)
{
    dt_game_info info = dt_game_describe(game);
    double cells = info.n_profile * (game->reduction == DT_REDUCTION_DEVIATION ? info.n_reduced : 1),
           runs = cells * (double)members, bytes = runs * info.n_column * sizeof(double);
    if (info.n_profile <= MOST_PROFILES && bytes <= MOST_BYTES) return DT_OK;
    dt_diagnostic finding = {.code = DT_E_PLAY_SIZE};
    snprintf(finding.found, sizeof finding.found,
             "%.3g profiles of %d players: %.3g runs, about %.3g days of one core, %.3g GiB", info.n_profile,
             info.n_reduced, runs, runs / RUNS_PER_SECOND / 86400.0, bytes / 0x1p30);
    snprintf(finding.expected, sizeof finding.expected, "at most %.0f profiles and %.0f GiB", MOST_PROFILES,
             MOST_BYTES / 0x1p30);
    snprintf(finding.suggestion, sizeof finding.suggestion,
             "give players roles and a `reduction`, drop strategies, or lower --members");
    return dt_diagnose(diagnostics, &finding);
}

/* ---- counts of a cell ---- */

/* Shares `total` players among strategies in proportion to `reduced` of them, the largest remainders first.
 */
static int spread(const int *reduced, int n, int of, int total, int *out)
{
    int given = 0, is_rounded = 0, rest[DT_GAME_STRATEGIES];
    for (int s = 0; s < n; s++) {
        out[s] = of > 0 ? reduced[s] * total / of : 0;
        rest[s] = of > 0 ? reduced[s] * total % of : 0;
        given += out[s];
        is_rounded |= rest[s] != 0;
    }
    while (of > 0 && given < total) {
        int best = 0;
        for (int s = 1; s < n; s++)
            if (rest[s] > rest[best]) best = s;
        out[best]++;
        rest[best] = -1;
        given++;
    }
    return is_rounded;
}

/* Counts of the cell in which the payoff of `player` in a profile is read. */
static int count_cell(const dt_cells *cells, const int *strategy, int player, unsigned char *count)
{
    const dt_game *game = cells->game;
    int is_rounded = 0;
    for (int r = 0; r < game->n_role; r++) {
        const dt_role *role = &game->role[r];
        int is_own = game->reduction == DT_REDUCTION_DEVIATION && r == cells->role[player],
            reduced[DT_GAME_STRATEGIES] = {0}, full[DT_GAME_STRATEGIES];
        for (int k = 0; k < cells->n_player; k++)
            if (cells->role[k] == r && !(is_own && k == player)) reduced[strategy[k]]++;
        is_rounded |= spread(reduced, role->n_strategy, role->reduced - is_own, role->n - is_own, full);
        if (is_own) full[strategy[player]]++;
        for (int s = 0; s < role->n_strategy; s++)
            count[cells->first[r] + s] = (unsigned char)full[s];
    }
    return is_rounded;
}

/* ---- the table ---- */

static uint64_t hash_of(const unsigned char *count, int n)
{
    uint64_t digest = DT_DIGEST_START;
    for (int k = 0; k < n; k++)
        digest = dt_digest_word(digest, count[k]);
    return digest;
}

static dt_status grow(table *t)
{
    int64_t wider = 2 * t->capacity;
    unsigned char *count = realloc(t->cells->count, (size_t)(wider * t->cells->n_count));
    if (!count) return DT_NO_MEMORY;
    t->cells->count = count;
    int32_t *slot = malloc((size_t)(2 * wider) * sizeof *slot);
    if (!slot) return DT_NO_MEMORY;
    free(t->slot);
    t->slot = slot;
    t->n_slot = 2 * wider;
    t->capacity = wider;
    memset(slot, -1, (size_t)t->n_slot * sizeof *slot);
    for (int64_t c = 0; c < t->cells->n_cell; c++) {
        uint64_t at = hash_of(count + c * t->cells->n_count, t->cells->n_count) % (uint64_t)t->n_slot;
        while (slot[at] >= 0)
            at = (at + 1) % (uint64_t)t->n_slot;
        slot[at] = (int32_t)c;
    }
    return DT_OK;
}

static dt_status enter(table *t, const unsigned char *count, int32_t *out)
{
    dt_cells *cells = t->cells;
    if (cells->n_cell == t->capacity) DT_TRY(grow(t));
    size_t size = (size_t)cells->n_count;
    uint64_t at = hash_of(count, cells->n_count) % (uint64_t)t->n_slot;
    for (; t->slot[at] >= 0; at = (at + 1) % (uint64_t)t->n_slot)
        if (memcmp(cells->count + (size_t)t->slot[at] * size, count, size) == 0) {
            *out = t->slot[at];
            return DT_OK;
        }
    memcpy(cells->count + (size_t)cells->n_cell * size, count, size);
    *out = t->slot[at] = (int32_t)cells->n_cell++;
    return DT_OK;
}

static dt_status list_cells(table *t)
{
    dt_cells *cells = t->cells;
    int strategy[DT_GAME_PLAYERS];
    unsigned char count[DT_GAME_COUNTS];
    for (int64_t s = 0; s < cells->n_profile; s++) {
        dt_cells_profile(cells, s, strategy);
        for (int k = 0; k < cells->n_player; k++) {
            cells->is_rounded |= count_cell(cells, strategy, k, count);
            DT_TRY(enter(t, count, &cells->cell[s * cells->n_player + k]));
        }
    }
    return DT_OK;
}

static void set_shape(dt_cells *cells, const dt_game *game)
{
    *cells = (dt_cells){.game = game, .n_turn = 1};
    for (int r = 0; r < game->n_role; r++) {
        const dt_role *role = &game->role[r];
        cells->first[r] = cells->n_count;
        cells->n_count += role->n_strategy;
        if (role->n > cells->n_turn) cells->n_turn = role->n;
        for (int k = 0; k < role->reduced; k++)
            cells->role[cells->n_player++] = r;
    }
    cells->n_profile = (int64_t)dt_game_describe(game).n_profile;
}

dt_status dt_cells_make(const dt_game *game, int64_t members, dt_cells *out, dt_diagnostics *diagnostics)
{
    dt_cells cells;
    DT_TRY(check_size(game, members, diagnostics));
    set_shape(&cells, game);
    table t = {.cells = &cells, .capacity = 32};
    cells.cell = malloc((size_t)(cells.n_profile * cells.n_player) * sizeof *cells.cell);
    dt_status status = cells.cell ? grow(&t) : DT_NO_MEMORY;
    if (status == DT_OK) status = list_cells(&t);
    free(t.slot);
    if (status == DT_OK)
        *out = cells;
    else
        dt_cells_free(&cells);
    return status;
}

void dt_cells_free(dt_cells *cells)
{
    free(cells->count);
    free(cells->cell);
    *cells = (dt_cells){0};
}

/* ---- places ---- */

int dt_cells_taker(const dt_cells *cells, int place, int turn)
{
    const dt_role *role = &cells->game->role[cells->game->player[place].role];
    for (int k = 0; k < role->n; k++)
        if (role->member[k] == place) return role->member[(k + turn) % role->n];
    return place;
}

void dt_cells_assign(const dt_cells *cells, int64_t cell, int turn, int *strategy)
{
    const dt_game *game = cells->game;
    const unsigned char *count = cells->count + cell * cells->n_count;
    for (int r = 0; r < game->n_role; r++) {
        const dt_role *role = &game->role[r];
        int s = 0, left = count[cells->first[r]];
        for (int k = 0; k < role->n; k++) {
            while (left == 0)
                left = count[cells->first[r] + ++s];
            strategy[dt_cells_taker(cells, role->member[k], turn)] = s;
            left--;
        }
    }
}

int dt_cells_places(const dt_cells *cells, int64_t cell, int player, int strategy, int *first)
{
    const unsigned char *count = cells->count + cell * cells->n_count + cells->first[cells->role[player]];
    *first = 0;
    for (int s = 0; s < strategy; s++)
        *first += count[s];
    return count[strategy];
}
