/* The global Newton method: equilibria along a ray of games (Govindan and Wilson, "A global Newton method to
 * compute Nash equilibria", Journal of Economic Theory 110 (2003) 65-86).
 *
 * Each strategy a gets a bonus t g_a, with g drawn at random. For a large t the game has one equilibrium, the
 * strategies of greatest bonus; from there a path of equilibria is followed while t falls. At t = 0 it stands
 * at an equilibrium of the game itself. The path goes on and may come back to 0: all crossings are listed.
 *
 * Within a set of supports the path is the solution of "payoff and bonus of every strategy of the support are
 * equal" and "probabilities sum to one", followed as a curve (qre_path.c). Where a probability falls to 0 its
 * strategy leaves the support, where a strategy outside becomes as good as those inside it enters. For almost
 * all g only one thing happens at a time.
 *
 * What must stay true: payoffs are scaled to [0, 1] for each player, and a crossing is listed by its regret.
 */
#include "normal/nplayer_newton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "core/try.h"
#include "normal/methods.h"
#include "normal/qre_path.h"

enum { DEFAULT_STARTS = 4, MOST_STEPS = 20000 };

struct ray {
    struct dt_search search;
    const dt_normal *game;
    struct dt_slopes *slopes;
    struct dt_path path;
    int n_player, n_total, n_in; /* strategies of the support */
    int *owner, *place;          /* player of a strategy; its unknown, or -1 outside the support */
    double *bonus, *mixed, *value, *slope;
    double first; /* t at the start */
};

static double *unknown_of_payoff(const struct ray *r, double *z, int player)
{
    return z + r->n_in + player;
}

static void read_mixed(struct ray *r, const double *z)
{
    for (int a = 0; a < r->n_total; a++)
        r->mixed[a] = r->place[a] >= 0 ? z[r->place[a]] : 0.0;
}

static void equations(void *context, const double *z, double *residual, double *jacobian)
{
    struct ray *r = context;
    int m = r->path.n + 1;
    read_mixed(r, z);
    dt_slopes_at(r->slopes, r->mixed, r->value, r->slope);
    memset(jacobian, 0, (size_t)r->path.n * (size_t)m * sizeof *jacobian);
    for (int i = 0; i < r->n_player; i++)
        residual[r->n_in + i] = -1.0;
    for (int a = 0; a < r->n_total; a++) {
        int row = r->place[a], sum = r->n_in + r->owner[a];
        if (row < 0) continue;
        double *own = jacobian + (long)row * m;
        residual[row] = r->value[a] + z[r->path.n] * r->bonus[a] - z[sum];
        for (int b = 0; b < r->n_total; b++)
            if (r->place[b] >= 0) own[r->place[b]] = r->slope[(long)a * r->n_total + b];
        own[sum] = -1.0;
        own[r->path.n] = r->bonus[a];
        residual[sum] += z[row];
        jacobian[(long)sum * m + row] = 1.0;
    }
}

/* What must not be negative: a probability, or what a strategy outside lacks to be as good as the support. */
static double slack(const struct ray *r, const double *z, int a)
{
    if (r->place[a] >= 0) return z[r->place[a]];
    return z[r->n_in + r->owner[a]] - r->value[a] - z[r->path.n] * r->bonus[a];
}

/* The strategy whose slack is most negative where the path stands; -1 if none is. */
static int find_event(struct ray *r)
{
    int event = -1;
    double least = -1e-13;
    read_mixed(r, r->path.z);
    dt_slopes_at(r->slopes, r->mixed, r->value, r->slope);
    for (int a = 0; a < r->n_total; a++)
        if (slack(r, r->path.z, a) < least) {
            least = slack(r, r->path.z, a);
            event = a;
        }
    return event;
}

/* Slack of a strategy where the path stands; find_event has brought the payoffs up to date. */
static double slack_now(const struct ray *r, int a)
{
    return slack(r, r->path.z, a);
}

/* Moves back in the last step to the first event; returns it, or -1 if there is none. The place is narrowed
 * down by secants of the event's slack, and by halving where these do not shrink the interval. */
static int step_to_event(struct ray *r)
{
    int event = find_event(r);
    if (event < 0) return -1;
    double low = 0.0, high = r->path.last_step, at_low = fmax(slack(r, r->path.previous, event), 0.0);
    double at_high = slack_now(r, event);
    for (int round = 0; round < 60 && high - low > 1e-14 * (1.0 + high) && at_high < -1e-12; round++) {
        double share = round % 3 == 2 ? 0.5 : fmin(fmax(at_low / (at_low - at_high), 0.01), 0.99);
        double place = low + share * (high - low);
        if (dt_path_revisit(&r->path, place) != DT_OK) break;
        int at = find_event(r);
        if (at < 0) {
            low = place;
            at_low = fmax(slack_now(r, event), 0.0);
        } else {
            if (at != event) at_low = 0.5 * fabs(slack_now(r, at));
            event = at;
            high = place;
            at_high = slack_now(r, at);
        }
    }
    dt_path_revisit(&r->path, high);
    return event;
}

/* Moves the unknowns to a support with strategy a taken in or out, and numbers it. */
static void renumber(struct ray *r, int a, double *z)
{
    double kept[2];
    int is_in = r->place[a] < 0, first = is_in ? r->n_in : r->place[a], rest = r->path.n + 1 - first;
    kept[0] = 0.0;
    if (is_in) {
        memmove(z + first + 1, z + first, (size_t)rest * sizeof *z);
        z[first] = kept[0];
        return;
    }
    memmove(z + first, z + first + 1, (size_t)(rest - 1) * sizeof *z);
}

static void toggle(struct ray *r, int a)
{
    renumber(r, a, r->path.z);
    renumber(r, a, r->path.tangent);
    int now = r->place[a], step = now < 0 ? 1 : -1;
    if (now < 0)
        r->place[a] = r->n_in;
    else
        r->place[a] = -1;
    for (int b = 0; b < r->n_total && now >= 0; b++)
        if (r->place[b] > now) r->place[b]--;
    r->n_in += step;
    r->path.n += step;
}

/* Enters the region of the new support: a probability that enters rises, a strategy that left falls behind.
 */
static dt_status turn_into(struct ray *r, int a)
{
    struct dt_path *path = &r->path;
    int m = path->n + 1;
    if (r->place[a] >= 0) {
        memset(path->tangent, 0, (size_t)m * sizeof *path->tangent);
        path->tangent[r->place[a]] = 1.0;
        return dt_path_align(path);
    }
    DT_TRY(dt_path_align(path));
    read_mixed(r, path->z);
    dt_slopes_at(r->slopes, r->mixed, r->value, r->slope);
    double rise = *unknown_of_payoff(r, path->tangent, r->owner[a]) - path->tangent[path->n] * r->bonus[a];
    for (int b = 0; b < r->n_total; b++)
        if (r->place[b] >= 0) rise -= r->slope[(long)a * r->n_total + b] * path->tangent[r->place[b]];
    for (int k = 0; k < m && rise < 0.0; k++)
        path->tangent[k] = -path->tangent[k];
    return DT_OK;
}

/* Lists the equilibrium where the path crosses t = 0 in its last step. */
static dt_status list_crossing(struct ray *r, double before)
{
    double after = r->path.z[r->path.n], share = before / (before - after);
    double *mixed = r->value;
    for (int a = 0; a < r->n_total; a++) {
        int k = r->place[a];
        mixed[a] = k < 0 ? 0.0 : r->path.previous[k] + share * (r->path.z[k] - r->path.previous[k]);
        mixed[a] = fmax(mixed[a], 0.0);
    }
    double *kept = malloc((size_t)r->n_total * sizeof *kept);
    if (!kept) return DT_NO_MEMORY;
    memcpy(kept, mixed, (size_t)r->n_total * sizeof *kept);
    dt_status status = dt_newton_polish(r->game, r->slopes, 1e-10, kept);
    if (status == DT_OK || status == DT_NO_SOLUTION) status = dt_search_offer(&r->search, kept, NULL);
    free(kept);
    return status;
}

/* Starts where the strategies of greatest bonus are played, with t just above what makes them best. */
static dt_status start(struct ray *r, uint64_t member)
{
    struct dt_path *path = &r->path;
    for (int a = 0; a < r->n_total; a++) {
        r->bonus[a] = dt_uniform(r->search.options->seed, member, (uint32_t)a, DT_PURPOSE_GAME);
        r->mixed[a] = 0.0;
        r->place[a] = -1;
    }
    for (int i = 0; i < r->n_player; i++) {
        int first = dt_normal_offset(r->game, i), best = first;
        for (int a = first; a < first + dt_normal_strategies(r->game, i); a++)
            if (r->bonus[a] > r->bonus[best]) best = a;
        r->place[best] = i;
        r->mixed[best] = 1.0;
    }
    dt_slopes_at(r->slopes, r->mixed, r->value, r->slope);
    r->first = 1.0;
    for (int a = 0; a < r->n_total; a++)
        for (int best = 0; best < r->n_total; best++)
            if (r->place[best] == r->owner[a] && best != a && r->bonus[best] > r->bonus[a])
                r->first = fmax(r->first,
                                1.1 * (r->value[a] - r->value[best]) / (r->bonus[best] - r->bonus[a]));
    r->n_in = r->n_player;
    path->n = 2 * r->n_player;
    memset(path->tangent, 0, (size_t)(path->n + 1) * sizeof *path->tangent);
    for (int a = 0; a < r->n_total; a++)
        if (r->place[a] >= 0) {
            path->z[r->place[a]] = 1.0;
            *unknown_of_payoff(r, path->z, r->owner[a]) = r->value[a] + r->first * r->bonus[a];
        }
    path->z[path->n] = r->first;
    path->tangent[path->n] = -1.0;
    path->step = 0.1;
    path->longest = 0.1 * r->first + 1.0;
    return dt_path_align(path);
}

/* Follows one ray to its other end. DT_NO_SOLUTION if the path is lost. */
static dt_status follow(struct ray *r)
{
    struct dt_path *path = &r->path;
    for (int step = 0; step < MOST_STEPS && fabs(path->z[path->n]) <= r->first * 1.01; step++) {
        double before = path->z[path->n];
        if (dt_search_is_over(&r->search)) return DT_OK;
        DT_TRY(dt_path_advance(path));
        int event = step_to_event(r);
        /* The path runs along t = 0: a continuum of equilibria, of which one is listed. */
        if (fabs(before) < 1e-9 && fabs(path->z[path->n]) < 1e-9 && r->search.list->count > 0) return DT_OK;
        if (before * path->z[path->n] <= 0.0 && before != path->z[path->n]) DT_TRY(list_crossing(r, before));
        if (event < 0) continue;
        toggle(r, event);
        DT_TRY(turn_into(r, event));
        path->step = 0.05;
    }
    return DT_OK;
}

static dt_status allocate(struct ray *r)
{
    size_t n = (size_t)r->n_total;
    double low[DT_NORMAL_PLAYERS], range[DT_NORMAL_PLAYERS];
    for (int i = 0; i < r->n_player; i++) {
        dt_normal_range(r->game, i, &low[i], &range[i]);
        range[i] = range[i] > low[i] ? range[i] - low[i] : 1.0;
    }
    DT_TRY(dt_slopes_create(r->game, low, range, &r->slopes));
    DT_TRY(dt_path_init(&r->path, r->n_total + r->n_player, equations, r));
    r->owner = malloc(2 * n * sizeof *r->owner);
    r->bonus = malloc((3 * n + n * n) * sizeof *r->bonus);
    if (!r->owner || !r->bonus) return DT_NO_MEMORY;
    r->place = r->owner + n;
    r->mixed = r->bonus + n;
    r->value = r->mixed + n;
    r->slope = r->value + n;
    for (int i = 0; i < r->n_player; i++)
        for (int a = 0; a < dt_normal_strategies(r->game, i); a++)
            r->owner[dt_normal_offset(r->game, i) + a] = i;
    return DT_OK;
}

dt_status dt_solve_newton(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    struct ray r = {.search = dt_search_begin(game, options, list), .game = game};
    int64_t starts = options->starts > 0 ? options->starts : DEFAULT_STARTS, lost = 0;
    r.n_player = dt_normal_players(game);
    r.n_total = dt_normal_total_strategies(game);
    dt_status status = allocate(&r);
    for (int64_t k = 0; k < starts && status == DT_OK && !dt_search_is_over(&r.search); k++) {
        status = start(&r, (uint64_t)k);
        if (status == DT_OK) status = follow(&r);
        lost += status == DT_NO_SOLUTION;
        if (status == DT_NO_SOLUTION) status = DT_OK;
    }
    if (status == DT_OK)
        dt_equilibria_note(list, "equilibria on %lld rays of games, %lld of them not followed to their end",
                           (long long)starts, (long long)lost);
    dt_path_clear(&r.path);
    dt_slopes_free(r.slopes);
    free(r.owner);
    free(r.bonus);
    return status;
}
