/* Slopes by contraction: the payoff table of a player is summed over one other player after another. Those
 * still to be kept are split in halves and the table is contracted with one half before the other is looked
 * at, so that all pairs cost little more than two passes over the table. */
#include "normal/nplayer_slopes.h"

#include <stdlib.h>
#include <string.h>

struct dt_slopes {
    int n, total;
    int size[DT_NORMAL_PLAYERS], offset[DT_NORMAL_PLAYERS];
    double *payoff[DT_NORMAL_PLAYERS]; /* own table of each player, player 0 fastest */
    double *work;                      /* scratch of the contractions */
    double *pool;
    /* the call under way */
    const double *mixed;
    double *slope;
    int player;
};

/* A table whose dimensions are some of the players. */
struct table {
    const double *number;
    int player[DT_NORMAL_PLAYERS];
    int n;
    int64_t size;
};

dt_status dt_slopes_create(const dt_normal *game, const double *shift, const double *scale,
                           struct dt_slopes **out)
{
    struct dt_slopes *s = calloc(1, sizeof *s);
    if (!s) return DT_NO_MEMORY;
    s->n = dt_normal_players(game);
    s->total = dt_normal_total_strategies(game);
    int64_t profiles = dt_normal_profiles(game);
    /* A contraction at least halves a table, unless its player has one strategy only, and the tables of one
     * path through the halves stand at a time. */
    int n_single = 0;
    for (int i = 0; i < s->n; i++)
        n_single += dt_normal_strategies(game, i) == 1;
    s->pool = malloc((size_t)(profiles * (s->n + n_single + 2)) * sizeof *s->pool);
    if (!s->pool) {
        free(s);
        return DT_NO_MEMORY;
    }
    const double *table = dt_normal_table(game);
    for (int i = 0; i < s->n; i++) {
        s->size[i] = dt_normal_strategies(game, i);
        s->offset[i] = dt_normal_offset(game, i);
        s->payoff[i] = s->pool + i * profiles;
        for (int64_t p = 0; p < profiles; p++) {
            double payoff = table[p * s->n + i] - (shift ? shift[i] : 0.0);
            s->payoff[i][p] = scale ? payoff / scale[i] : payoff;
        }
    }
    s->work = s->pool + s->n * profiles;
    *out = s;
    return DT_OK;
}

void dt_slopes_free(struct dt_slopes *slopes)
{
    if (!slopes) return;
    free(slopes->pool);
    free(slopes);
}

/* Sums a table over the mixed strategy of its dimension d, into `to`. */
static struct table contract(const struct dt_slopes *s, const struct table *from, int d, double *to)
{
    struct table result = {.number = to, .n = from->n - 1};
    int player = from->player[d], size = s->size[player];
    int64_t inner = 1;
    for (int k = 0; k < d; k++)
        inner *= s->size[from->player[k]];
    for (int k = 0, r = 0; k < from->n; k++)
        if (k != d) result.player[r++] = from->player[k];
    result.size = from->size / size;
    const double *weight = s->mixed + s->offset[player], *number = from->number;
    for (int64_t o = 0; o < result.size / inner; o++, to += inner) {
        for (int64_t i = 0; i < inner; i++)
            to[i] = weight[0] * number[i];
        number += inner;
        for (int b = 1; b < size; b++, number += inner)
            for (int64_t i = 0; i < inner; i++)
                to[i] += weight[b] * number[i];
    }
    return result;
}

/* Copies a table of two dimensions, the player whose payoff it is and one other, to its place. */
static void place(const struct dt_slopes *s, const struct table *table)
{
    int first = table->player[0], second = table->player[1], i = s->player, j = first == i ? second : first;
    int64_t step_a = first == i ? 1 : s->size[first], step_b = first == i ? s->size[first] : 1;
    for (int a = 0; a < s->size[i]; a++)
        for (int b = 0; b < s->size[j]; b++)
            s->slope[(int64_t)(s->offset[i] + a) * s->total + s->offset[j] + b] =
                table->number[a * step_a + b * step_b];
}

/* Contracts all players of first..last-1 (positions among those other than the own), then keeps the rest. */
static struct table contract_some(const struct dt_slopes *s, struct table table, const char *is_gone,
                                  double **work)
{
    for (int d = table.n - 1; d >= 0; d--) {
        if (!is_gone[table.player[d]]) continue;
        double *to = *work;
        table = contract(s, &table, d, to);
        *work = to + table.size;
    }
    return table;
}

/* Handles the others that stand in `table`, n of them listed in `other`. */
static void halve(const struct dt_slopes *s, const struct table *table, const int *other, int n, double *work)
{
    if (n == 1) {
        place(s, table);
        return;
    }
    int half = n / 2;
    for (int side = 0; side < 2; side++) {
        char is_gone[DT_NORMAL_PLAYERS] = {0};
        for (int k = 0; k < n; k++)
            is_gone[other[k]] = side == 0 ? k >= half : k < half;
        double *rest = work;
        struct table smaller = contract_some(s, *table, is_gone, &rest);
        halve(s, &smaller, side == 0 ? other : other + half, side == 0 ? half : n - half, rest);
    }
}

void dt_slopes_at(struct dt_slopes *s, const double *mixed, double *value, double *slope)
{
    s->mixed = mixed;
    s->slope = slope;
    memset(slope, 0, (size_t)s->total * (size_t)s->total * sizeof *slope);
    if (s->n == 1) memcpy(value, s->payoff[0], (size_t)s->total * sizeof *value);
    for (s->player = 0; s->player < s->n && s->n > 1; s->player++) {
        int i = s->player, other[DT_NORMAL_PLAYERS], n = 0;
        struct table table = {.number = s->payoff[i], .n = s->n, .size = 1};
        for (int j = 0; j < s->n; j++) {
            table.player[j] = j;
            table.size *= s->size[j];
            if (j != i) other[n++] = j;
        }
        halve(s, &table, other, n, s->work);
        int j = other[0];
        for (int a = s->offset[i]; a < s->offset[i] + s->size[i]; a++) {
            value[a] = 0.0;
            for (int b = s->offset[j]; b < s->offset[j] + s->size[j]; b++)
                value[a] += slope[(int64_t)a * s->total + b] * mixed[b];
        }
    }
}
