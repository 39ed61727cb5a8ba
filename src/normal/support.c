/* Support enumeration for two players.
 *
 * For every pair of supports of equal size k, each side's k shares are solved from the k equations that make
 * the other player indifferent over the other support. A system without a single solution is left out: its
 * solutions are mixtures of those of other pairs. A solution is a corner if no share is negative and no
 * strategy outside pays more. Corners that leave a strategy of the pair unplayed or have further best replies
 * are kept with all their labels, and pairs of corners are matched by labels: so degenerate games lose no
 * extreme equilibrium, as they do where only the supports of the pair are compared. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/corners.h"

enum { LOOK_EVERY = 256 }; /* pairs of supports between two looks at the clock */

/* The first subset of k of n things, and the next in order; 0 after the last. */
static void first_subset(int *subset, int k)
{
    for (int i = 0; i < k; i++)
        subset[i] = i;
}

static int next_subset(int *subset, int k, int n)
{
    int i = k - 1;
    while (i >= 0 && subset[i] == n - k + i)
        i--;
    if (i < 0) return 0;
    subset[i]++;
    for (int j = i + 1; j < k; j++)
        subset[j] = subset[j - 1] + 1;
    return 1;
}

struct support {
    const struct dt_polytopes *p;
    struct dt_tableau work[2];
    struct dt_corners corners[2];
    int *subset[2];
    int k, since_look;
};

/* Row among those of the other support, not yet used, whose entry in a column is largest; -1 if all are 0. */
static int choose_row(const struct dt_tableau *t, const int *rows, int k, int column)
{
    int best = -1;
    double most = 0.0;
    for (int r = 0; r < k; r++) {
        int label = t->first_slack + rows[r], place = t->place[label] - t->n_col;
        if (place < 0 || dt_tableau_sign(t, place, column) == 0) continue;
        double size = dt_tableau_entry(t, place, column);
        if (best < 0 || size * size > most) {
            best = place;
            most = size * size;
        }
    }
    return best;
}

static int is_feasible(const struct dt_tableau *t)
{
    for (int i = 0; i < t->n_row; i++)
        if (dt_tableau_sign(t, i, t->n_col) < 0) return 0;
    return 1;
}

/* Brings one support of a side into the basis against the other; adds the corner if it is one. */
static dt_status solve_side(struct support *s, int side)
{
    struct dt_tableau *t = &s->work[side];
    dt_tableau_assign(t, &s->p->side[side]);
    for (int c = 0; c < s->k; c++) {
        int column = t->place[t->first_column + s->subset[side][c]];
        int row = choose_row(t, s->subset[1 - side], s->k, column);
        if (row < 0) return DT_OK;
        if (!dt_tableau_pivot(t, row, column)) return DT_MISMATCH;
    }
    return is_feasible(t) ? dt_corners_add(&s->corners[side], t) : DT_OK;
}

static int is_over(struct support *s, const struct dt_search *search)
{
    if (++s->since_look < LOOK_EVERY) return 0;
    s->since_look = 0;
    return dt_search_is_over(search);
}

/* All pairs of supports of size k. */
static dt_status each_pair(struct support *s, const struct dt_search *search)
{
    first_subset(s->subset[0], s->k);
    do {
        first_subset(s->subset[1], s->k);
        do {
            if (is_over(s, search)) return DT_OK;
            DT_TRY(solve_side(s, 0));
            DT_TRY(solve_side(s, 1));
        } while (next_subset(s->subset[1], s->k, s->p->strategies[1]));
    } while (next_subset(s->subset[0], s->k, s->p->strategies[0]));
    return DT_OK;
}

static dt_status enumerate(struct support *s, const struct dt_search *search)
{
    int most = s->p->strategies[0] < s->p->strategies[1] ? s->p->strategies[0] : s->p->strategies[1];
    for (s->k = 1; s->k <= most && !search->list->is_limit_reached; s->k++)
        DT_TRY(each_pair(s, search));
    DT_TRY(dt_corners_match(s->corners, search));
    return dt_corners_conclude(s->corners, search);
}

static dt_status solve(const struct dt_search *search, int is_wide)
{
    struct dt_polytopes p;
    struct support s = {.p = &p};
    DT_TRY(dt_polytopes_create(&p, search->game, search->options->is_exact, is_wide));
    dt_status status = DT_OK;
    for (int side = 0; side < 2; side++) {
        dt_corners_init(&s.corners[side], &p.side[side]);
        s.subset[side] = malloc((size_t)p.strategies[side] * sizeof(int));
        if (status == DT_OK) status = dt_tableau_clone(&p.side[side], &s.work[side]);
        if (!s.subset[side]) status = DT_NO_MEMORY;
    }
    if (status == DT_OK) status = enumerate(&s, search);
    for (int side = 0; side < 2; side++) {
        dt_corners_clear(&s.corners[side]);
        dt_tableau_clear(&s.work[side]);
        free(s.subset[side]);
    }
    dt_polytopes_clear(&p);
    return status;
}

dt_status dt_solve_support(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    struct dt_search search = dt_search_begin(game, options, list);
    dt_status status = solve(&search, 0);
    if (status == DT_MISMATCH) status = solve(&search, 1);
    return status == DT_OK ? dt_corners_rescue(&search) : status;
}
