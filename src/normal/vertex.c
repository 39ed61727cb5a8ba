/* All extreme equilibria of a two-player game by enumeration of the corners of both polytopes. */
#include "core/try.h"
#include "normal/corners.h"

static dt_status walk_both(const struct dt_polytopes *p, struct dt_corners side[2],
                           const struct dt_search *search)
{
    DT_TRY(dt_corners_walk(&side[0], &p->side[0], search));
    return dt_corners_walk(&side[1], &p->side[1], search);
}

static dt_status solve(const struct dt_search *search, int is_wide)
{
    struct dt_polytopes p;
    struct dt_corners side[2];
    DT_TRY(dt_polytopes_create(&p, search->game, search->options->is_exact, is_wide));
    dt_corners_init(&side[0], &p.side[0]);
    dt_corners_init(&side[1], &p.side[1]);
    dt_status status = walk_both(&p, side, search);
    if (status == DT_OK) status = dt_corners_match(side, search);
    if (status == DT_OK) status = dt_corners_conclude(side, search);
    dt_corners_clear(&side[0]);
    dt_corners_clear(&side[1]);
    dt_polytopes_clear(&p);
    return status;
}

dt_status dt_solve_vertex(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    struct dt_search search = dt_search_begin(game, options, list);
    dt_status status = solve(&search, 0);
    if (status == DT_MISMATCH) status = solve(&search, 1);
    return status == DT_OK ? dt_corners_rescue(&search) : status;
}
