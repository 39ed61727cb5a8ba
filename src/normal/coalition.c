/* Stability of coalitions: of sizes among alike states, of sets of unlike states, and with foresight.
 *
 * Foresight: a set t dominates a set s indirectly if a chain of moves leads from s to t in which everybody
 * who moves is better off in t than where the move is made. The largest consistent set is what is left when
 * sets are taken out from which somebody moves without being deterred: a move is deterred if from where it
 * leads some consistent set can be reached in which not all movers are better off. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detente/games.h"

dt_status dt_stable_sizes(const dt_size_game *game, int *is_internal, int *is_external)
{
    const double *member = game->member, *outsider = game->outsider;
    if (game->n < 1 || !(game->tolerance >= 0.0)) return DT_INPUT;
    for (int s = 0; s <= game->n; s++) {
        double gain = s < game->n ? member[s + 1] - outsider[s] : -INFINITY;
        is_internal[s] = s == 0 || !(outsider[s - 1] - member[s] > game->tolerance);
        is_external[s] = game->joins_if_indifferent ? gain < -game->tolerance : !(gain > game->tolerance);
    }
    return DT_OK;
}

dt_status dt_stable_sets(int n, const double *payoff, double tolerance, char *is_internal, char *is_external)
{
    if (n < 1 || n > DT_COALITION_STATES || !(tolerance >= 0.0)) return DT_INPUT;
    for (long set = 0; set < 1L << n; set++) {
        is_internal[set] = is_external[set] = 1;
        for (int i = 0; i < n; i++) {
            long other = set ^ 1L << i;
            if (!(payoff[other * n + i] - payoff[set * n + i] > tolerance)) continue;
            if (set >> i & 1)
                is_internal[set] = 0;
            else
                is_external[set] = 0;
        }
    }
    return DT_OK;
}

/* ---- foresight ---------------------------------------------------------------------------------------- */

struct foresight {
    int n, by_groups;
    long size; /* 2^n */
    const double *payoff;
    double tolerance;
    unsigned char *dominates; /* one bit for each pair: t dominates s at [t * size + s] */
};

static int is_set(const unsigned char *bits, long k)
{
    return bits[k >> 3] >> (k & 7) & 1;
}

static void set_bit(unsigned char *bits, long k)
{
    bits[k >> 3] = (unsigned char)(bits[k >> 3] | 1u << (k & 7));
}

/* States that are better off in t than in s. */
static long gainers(const struct foresight *f, long s, long t)
{
    long set = 0;
    for (int i = 0; i < f->n; i++)
        if (f->payoff[t * f->n + i] - f->payoff[s * f->n + i] > f->tolerance) set |= 1L << i;
    return set;
}

/* Next group of movers within `all` after `group` (0: first): subsets in falling order, or single states. 0
 * after the last. */
static long next_group(const struct foresight *f, long all, long group)
{
    if (f->by_groups) return group == 0 ? all : (group - 1) & all;
    long left = group == 0 ? all : all & ~(2 * group - 1);
    return left & -left;
}

/* Whether a group of those who gain can move from s to t, or to a set that t dominates. */
static int can_move_towards(const struct foresight *f, long s, long t, long all)
{
    for (long group = next_group(f, all, 0); group; group = next_group(f, all, group)) {
        long to = s ^ group;
        if (to == t || is_set(f->dominates, t * f->size + to)) return 1;
    }
    return 0;
}

/* Fills in all sets that t dominates: passes until nothing is added. */
static void find_dominated(const struct foresight *f, long t)
{
    for (int is_new = 1; is_new;) {
        is_new = 0;
        for (long s = 0; s < f->size; s++) {
            if (s == t || is_set(f->dominates, t * f->size + s)) continue;
            if (!can_move_towards(f, s, t, gainers(f, s, t))) continue;
            set_bit(f->dominates, t * f->size + s);
            is_new = 1;
        }
    }
}

/* Whether movers of a group from s to `to` are deterred: some consistent end leaves one of them no better
 * off. */
static int is_deterred(const struct foresight *f, const char *is_consistent, const long move[2], long group)
{
    for (long end = 0; end < f->size; end++) {
        if (!is_consistent[end] || (end != move[1] && !is_set(f->dominates, end * f->size + move[1])))
            continue;
        if (group & ~gainers(f, move[0], end)) return 1;
    }
    return 0;
}

static int is_left(const struct foresight *f, const char *is_consistent, long s)
{
    for (long group = next_group(f, f->size - 1, 0); group; group = next_group(f, f->size - 1, group)) {
        const long move[2] = {s, s ^ group};
        if (!is_deterred(f, is_consistent, move, group)) return 1;
    }
    return 0;
}

dt_status dt_farsighted_sets(int n, const double *payoff, double tolerance, int by_groups,
                             char *is_consistent)
{
    if (n < 1 || n > (by_groups ? DT_FARSIGHTED_GROUPS : DT_FARSIGHTED_STATES)) return DT_INPUT;
    struct foresight f = {.n = n, .by_groups = by_groups, .size = 1L << n, .payoff = payoff};
    f.tolerance = tolerance;
    f.dominates = calloc((size_t)(f.size * f.size / 8 + 1), 1);
    char *kept = malloc((size_t)f.size);
    if (!f.dominates || !kept) {
        free(f.dominates);
        free(kept);
        return DT_NO_MEMORY;
    }
    for (long t = 0; t < f.size; t++)
        find_dominated(&f, t);
    memset(kept, 1, (size_t)f.size);
    for (int is_new = 1; is_new;) {
        is_new = 0;
        for (long s = 0; s < f.size; s++)
            if (kept[s] && is_left(&f, kept, s)) {
                kept[s] = 0;
                is_new = 1;
            }
    }
    memcpy(is_consistent, kept, (size_t)f.size);
    free(f.dominates);
    free(kept);
    return DT_OK;
}
