/* All quantal responses at one lambda, as far as they can be reached.
 *
 * Four ways lead to them: the principal branch, past all its folds; the branches that cross it; branches that
 * come down from each equilibrium (those are found by search of supports, if the game is small); and Newton's
 * method from random starts. A branch that closes upon itself and meets no random start is missed, so the
 * list is never called complete. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "core/try.h"
#include "detente/games.h"
#include "normal/methods.h"
#include "normal/qre.h"

enum { MOST_TURNS = 8, MOST_WALK = 3000, DEFAULT_STARTS = 200 };

/* lambda inside, far above the target, where branches are begun at an equilibrium. */
#define FAR_UP 40.0

struct collection {
    struct dt_qre qre;
    struct dt_search search;
    dt_equilibria *list;
    double target; /* lambda inside */
    double *z;
};

/* Lists the response at which the path stands. */
static dt_status keep(struct collection *c)
{
    int before = c->list->count;
    dt_qre_mixed(&c->qre, c->qre.best);
    DT_TRY(dt_equilibria_add(c->list, c->qre.game, c->qre.best, NULL));
    if (c->list->count > before) c->list->item[before].parameter = dt_qre_lambda(&c->qre);
    return DT_OK;
}

/* Lists the crossing of the target in the last step; the path goes on from its end. */
static dt_status keep_crossing(struct collection *c)
{
    struct dt_path *path = &c->qre.path;
    size_t bytes = ((size_t)path->n + 1) * sizeof *path->z;
    memcpy(c->z, path->z, bytes);
    dt_status status = dt_qre_stop_at(&c->qre, c->target);
    if (status == DT_OK) status = keep(c);
    memcpy(path->z, c->z, bytes);
    return status == DT_NO_SOLUTION ? DT_OK : status;
}

/* Follows the branch until lambda leaves 0 .. most; `turn` counts bifurcations down to the one at which it is
 * left, and says how many are left over. */
static dt_status walk(struct collection *c, double most, int *turn, int sign)
{
    struct dt_path *path = &c->qre.path;
    for (int step = 0; step < MOST_WALK && !dt_search_is_over(&c->search); step++) {
        double before = path->z[path->n];
        int orientation = path->orientation;
        if (dt_path_advance(path) != DT_OK) return DT_OK;
        double now = path->z[path->n];
        if ((before - c->target) * (now - c->target) <= 0.0 && now != before) DT_TRY(keep_crossing(c));
        if (orientation != path->orientation && --*turn == 0) {
            dt_status status = dt_qre_switch(&c->qre, sign);
            if (status == DT_NO_SOLUTION) return DT_OK;
            DT_TRY(status);
        }
        if (now < 0.0 || now > most) return DT_OK;
    }
    return DT_OK;
}

/* The principal branch, and the branches that cross it. */
static dt_status walk_principal(struct collection *c)
{
    double most = 2.0 * c->target + FAR_UP;
    for (int turn = 0; turn <= MOST_TURNS; turn++)
        for (int sign = -1; sign <= 1; sign += 2) {
            int left = turn > 0 ? turn : MOST_WALK;
            DT_TRY(dt_qre_restart(&c->qre));
            DT_TRY(walk(c, most, &left, sign));
            if (turn > 0 && left > 0) return DT_OK;
        }
    return DT_OK;
}

/* Branches that come down from the equilibria of the game. */
static dt_status walk_down(struct collection *c)
{
    dt_equilibria found;
    dt_solve_options options = *c->search.options;
    double high = c->target + FAR_UP;
    dt_equilibria_init(&found, c->qre.game);
    options.time_limit = fmin(options.time_limit, 2.0);
    dt_status status = dt_solve_polynomial(c->qre.game, &options, &found);
    if (status == DT_INPUT) status = DT_OK;
    for (int k = 0; k < found.count && status == DT_OK; k++) {
        int never = MOST_WALK;
        for (double from = high; from <= 64.0 * high; from *= 4.0)
            if (dt_qre_start_at(&c->qre, found.item[k].mixed, from) == DT_OK) {
                status = walk(c, 1.1 * from, &never, 1);
                break;
            }
    }
    dt_equilibria_free(&found);
    return status;
}

/* Newton's method from random points. */
static dt_status start_anywhere(struct collection *c)
{
    struct dt_path *path = &c->qre.path;
    int64_t starts = c->search.options->starts > 0 ? c->search.options->starts : DEFAULT_STARTS;
    for (int64_t k = 0; k < starts && !dt_search_is_over(&c->search); k++) {
        for (int a = 0; a < c->qre.n_total; a++)
            path->z[a] = log(
                -log(dt_uniform(c->search.options->seed, (uint64_t)k, (uint32_t)a, DT_PURPOSE_GAME)));
        dt_qre_mixed(&c->qre, c->qre.best);
        for (int a = 0; a < c->qre.n_total; a++)
            path->z[a] = log(c->qre.best[a]);
        if (dt_path_hold(path, c->target) == DT_OK) DT_TRY(keep(c));
    }
    return DT_OK;
}

dt_status dt_qre_all(const dt_normal *game, double lambda, const dt_solve_options *options,
                     dt_equilibria *list)
{
    const dt_solve_options defaults = dt_solve_defaults();
    struct collection c = {.list = list};
    dt_equilibria_init(list, game);
    if (!(lambda >= 0.0) || !isfinite(lambda)) return DT_INPUT;
    c.search = dt_search_begin(game, options ? options : &defaults, list);
    DT_TRY(dt_qre_open(game, &c.qre));
    c.target = lambda * c.qre.scale;
    c.z = malloc(((size_t)c.qre.n_total + 1) * sizeof *c.z);
    dt_status status = c.z ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK && c.target == 0.0) status = keep(&c);
    if (status == DT_OK && c.target > 0.0) status = walk_principal(&c);
    if (status == DT_OK && c.target > 0.0) status = walk_down(&c);
    if (status == DT_OK && c.target > 0.0) status = start_anywhere(&c);
    dt_equilibria_note(list, "quantal responses on branches that were followed, and from random starts");
    list->is_complete = c.target == 0.0;
    strncpy(list->method, "logit", sizeof list->method - 1);
    free(c.z);
    dt_qre_close(&c.qre);
    return status;
}
