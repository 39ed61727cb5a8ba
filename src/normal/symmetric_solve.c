/* All role-symmetric equilibria and quantal responses of games of alike players.
 *
 * A payoff is a polynomial in the mixed strategies, of degree n - 1 in the player's own role and n in the
 * others, and the table of payoffs by counts holds its Bernstein coefficients. Raised by one in the own role
 * all payoffs of the game share one degree, and nplayer_cell.c finds all equilibria of each support. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "normal/nplayer_cell.h"
#include "normal/qre_path.h"
#include "normal/symmetric.h"
#include "normal/symmetric_counts.h"

/* Most numbers of one system. */
#define MOST_NUMBERS (INT64_C(1) << 24)

struct role_search {
    const dt_roles *game;
    const dt_solve_options *options;
    dt_role_equilibria *list;
    double end;
    double low[DT_ROLES], range[DT_ROLES];
    int size[DT_ROLES];
    int order[DT_ROLES * DT_ROLE_OPTIONS]; /* options by offset, those of the support first */
    double *coefficient;
    int64_t room;
    struct dt_cell_system system;
};

void dt_role_equilibria_free(dt_role_equilibria *list)
{
    if (!list) return;
    free(list->mixed);
    free(list->regret);
    *list = (dt_role_equilibria){0};
}

/* Room for one more; `relative_regret` stands behind `regret`. */
static dt_status grow(dt_role_equilibria *list)
{
    if (list->count < list->capacity) return DT_OK;
    size_t capacity = list->capacity ? 2 * (size_t)list->capacity : 16;
    double *mixed = realloc(list->mixed, capacity * (size_t)list->n_total * sizeof *mixed);
    if (mixed) list->mixed = mixed;
    double *regret = malloc(2 * capacity * sizeof *regret);
    if (!mixed || !regret) {
        free(regret);
        return DT_NO_MEMORY;
    }
    for (int k = 0; k < list->count; k++) {
        regret[k] = list->regret[k];
        regret[capacity + (size_t)k] = list->relative_regret[k];
    }
    free(list->regret);
    list->regret = regret;
    list->relative_regret = regret + capacity;
    list->capacity = (int)capacity;
    return DT_OK;
}

static int is_listed(const dt_role_equilibria *list, const double *mixed)
{
    for (int k = 0; k < list->count; k++) {
        double most = 0.0;
        for (int a = 0; a < list->n_total; a++)
            most = fmax(most, fabs(mixed[a] - list->mixed[(size_t)k * (size_t)list->n_total + (size_t)a]));
        if (most <= 1e-9) return 1;
    }
    return 0;
}

static dt_status keep_root(void *context, const double *x)
{
    struct role_search *s = context;
    dt_role_equilibria *list = s->list;
    double mixed[DT_ROLES * DT_ROLE_OPTIONS] = {0}, relative, regret;
    for (int r = 0; r < s->game->n_role; x += s->size[r++]) {
        double total = 0.0;
        for (int j = 0; j < s->size[r]; j++)
            total += x[j];
        for (int j = 0; j < s->size[r]; j++)
            mixed[s->game->offset[r] + s->order[s->game->offset[r] + j]] = x[j] / total;
    }
    regret = dt_roles_regret(s->game, mixed, &relative);
    if (regret < 0.0) return DT_NO_MEMORY;
    if (!(relative <= s->options->tolerance) || is_listed(list, mixed)) return DT_OK;
    DT_TRY(grow(list));
    memcpy(list->mixed + (size_t)list->count * (size_t)list->n_total, mixed,
           (size_t)list->n_total * sizeof *mixed);
    list->regret[list->count] = regret;
    list->relative_regret[list->count++] = relative;
    return DT_OK;
}

static int is_over(void *context)
{
    const struct role_search *s = context;
    return (s->options->stop && *s->options->stop) || dt_clock() >= s->end ||
        (s->options->most > 0 && s->list->count >= s->options->most);
}

/* Coefficient of option `a` of a role at support counts: the mean over whose place the player takes. */
static double coefficient_at(const struct role_search *s, int role, int a, int *count)
{
    const dt_roles *game = s->game;
    int *own = count + game->offset[role];
    double sum = 0.0;
    for (int j = 0; j < game->options[role]; j++) {
        int held = own[j];
        if (held == 0) continue;
        own[j]--;
        own[a]++;
        sum += held * dt_roles_payoff(game, dt_roles_profile(game, count), role, a);
        own[a]--;
        own[j]++;
    }
    return (sum / game->players[role] - s->low[role]) / s->range[role];
}

/* Payoff of an option at all count vectors of the supports. */
static void write_payoff(const struct role_search *s, int role, int a, double *coefficient)
{
    const dt_roles *game = s->game;
    int place[DT_ROLES * DT_ROLE_OPTIONS], count[DT_ROLES * DT_ROLE_OPTIONS];
    for (int r = 0; r < game->n_role; r++)
        dt_counts_first(place + game->offset[r], game->players[r], s->size[r]);
    for (int64_t c = 0; c < s->system.n_coefficient; c++) {
        memset(count, 0, (size_t)game->total * sizeof *count);
        for (int r = 0; r < game->n_role; r++)
            for (int j = 0; j < s->size[r]; j++)
                count[game->offset[r] + s->order[game->offset[r] + j]] = place[game->offset[r] + j];
        coefficient[c] = coefficient_at(s, role, a, count);
        for (int r = 0; r < game->n_role && !dt_counts_next(place + game->offset[r], s->size[r]); r++)
            dt_counts_first(place + game->offset[r], game->players[r], s->size[r]);
    }
}

/* A role of one player, whose payoffs do not depend on its own mixture, may have more equations than the
 * others have free probabilities. */
static void freeze(struct role_search *s)
{
    int total = 0;
    for (int r = 0; r < s->game->n_role; r++)
        total += s->size[r] - 1;
    for (int r = 0; r < s->game->n_role; r++)
        s->system.is_frozen[r] = s->game->players[r] == 1 && 2 * (s->size[r] - 1) > total;
}

static dt_status search_supports(struct role_search *s)
{
    struct dt_cell_system *system = &s->system;
    const dt_roles *game = s->game;
    system->n_role = game->n_role;
    system->n_coefficient = 1;
    for (int r = 0; r < game->n_role; r++) {
        system->size[r] = s->size[r];
        system->degree[r] = game->players[r];
        system->option[r] = game->options[r];
        system->n_coefficient *= dt_counts_total(game->players[r], s->size[r]);
    }
    if (system->n_coefficient * game->total > s->room || dt_cell_free(system) > DT_CELL_FREE) {
        system->is_limit_reached = 1;
        return DT_OK;
    }
    system->coefficient = s->coefficient;
    double *at = s->coefficient;
    for (int r = 0; r < game->n_role; r++)
        for (int j = 0; j < game->options[r]; j++, at += system->n_coefficient)
            write_payoff(s, r, s->order[game->offset[r] + j], at);
    freeze(s);
    return dt_cell_search(system, keep_root, s);
}

static void order_options(struct role_search *s, int role, uint64_t support)
{
    int *order = s->order + s->game->offset[role], n = 0;
    for (int in = 1; in >= 0; in--) {
        for (int j = 0; j < s->game->options[role]; j++)
            if ((int)(support >> j & 1) == in) order[n++] = j;
        if (in) s->size[role] = n;
    }
}

static dt_status search_all(struct role_search *s)
{
    uint64_t support[DT_ROLES];
    for (int r = 0; r < s->game->n_role; r++)
        support[r] = 1;
    while (!s->system.is_limit_reached || !is_over(s)) {
        for (int r = 0; r < s->game->n_role; r++)
            order_options(s, r, support[r]);
        DT_TRY(search_supports(s));
        int r = 0;
        while (r < s->game->n_role && ++support[r] == UINT64_C(1) << s->game->options[r])
            support[r++] = 1;
        if (r == s->game->n_role) return DT_OK;
    }
    return DT_OK;
}

dt_status dt_roles_solve(const dt_roles *game, const dt_solve_options *options, dt_role_equilibria *list)
{
    dt_solve_options defaults = dt_solve_defaults();
    defaults.tolerance = 1e-10;
    struct role_search s = {.game = game, .options = options ? options : &defaults, .list = list};
    *list = (dt_role_equilibria){.n_total = game->total};
    s.end = s.options->time_limit > 0.0 ? dt_clock() + s.options->time_limit : HUGE_VAL;
    s.system.scale = 1.0;
    s.system.is_over = is_over;
    for (int r = 0; r < game->n_role; r++)
        dt_roles_range(game, r, &s.low[r], &s.range[r]);
    s.room = game->n_profile * game->total;
    if (s.room > MOST_NUMBERS) s.room = MOST_NUMBERS;
    s.coefficient = malloc((size_t)s.room * sizeof *s.coefficient);
    dt_status status = s.coefficient ? search_all(&s) : DT_NO_MEMORY;
    free(s.coefficient);
    list->is_limit_reached = s.system.is_limit_reached;
    list->is_degenerate = s.system.n_unresolved > 0 || (!list->is_limit_reached && list->count % 2 == 0);
    list->is_complete = !list->is_limit_reached && s.system.n_unresolved == 0;
    return status;
}

/* ---- quantal response --------------------------------------------------------------------------------- */

struct role_response {
    const dt_roles *game;
    double scale;
    dt_status status;
    double *mixed, *value, *base;
};

/* Residuals y - lambda u + log of the sum, for payoffs u in units of the greatest range. */
static void residuals(struct role_response *q, const double *z, double *residual)
{
    const dt_roles *game = q->game;
    for (int a = 0; a < game->total; a++)
        q->mixed[a] = exp(fmin(z[a], 1.0));
    dt_status status = dt_roles_deviations(game, q->mixed, q->value);
    if (status != DT_OK) q->status = status;
    for (int r = 0; r < game->n_role; r++) {
        int first = game->offset[r], end = first + game->options[r];
        double top = -INFINITY, sum = 0.0, lambda = z[game->total] / q->scale;
        for (int a = first; a < end; a++)
            top = fmax(top, lambda * q->value[a]);
        for (int a = first; a < end; a++)
            sum += exp(lambda * q->value[a] - top);
        for (int a = first; a < end; a++)
            residual[a] = (z[a] - lambda * q->value[a] + top + log(sum)) / (1.0 + fabs(z[a]));
    }
}

/* The Jacobian by differences: its error of about 1e-7 slows Newton's method, and does not move the curve. */
static void equations(void *context, const double *z, double *residual, double *jacobian)
{
    struct role_response *q = context;
    int n = q->game->total;
    double moved[DT_ROLES * DT_ROLE_OPTIONS + 1];
    memcpy(moved, z, (size_t)(n + 1) * sizeof *moved);
    residuals(q, z, residual);
    for (int b = 0; b <= n; b++) {
        double h = 1e-7 * (1.0 + fabs(z[b]));
        moved[b] = z[b] + h;
        residuals(q, moved, q->base);
        moved[b] = z[b];
        for (int a = 0; a < n; a++)
            jacobian[a * (n + 1) + b] = (q->base[a] - residual[a]) / h;
    }
}

/* Follows the branch from lambda 0 until it passes the target (inside units). */
static dt_status follow(struct dt_path *path, double target)
{
    path->tangent[path->n] = 1.0;
    path->step = 0.05;
    path->longest = 1.0 + 0.1 * target;
    DT_TRY(dt_path_align(path));
    for (int step = 0; step < 100000; step++) {
        DT_TRY(dt_path_advance(path));
        double before = path->previous[path->n], now = path->z[path->n];
        if (now < target) continue;
        for (int a = 0; a <= path->n; a++)
            path->z[a] = path->previous[a] +
                (target - before) / (now - before) * (path->z[a] - path->previous[a]);
        return dt_path_hold(path, target);
    }
    return DT_NO_SOLUTION;
}

dt_status dt_roles_qre(const dt_roles *game, double lambda, double *mixed)
{
    size_t n = (size_t)game->total;
    struct role_response q = {.game = game, .mixed = malloc(3 * n * sizeof(double))};
    struct dt_path path = {0};
    if (!(lambda >= 0.0) || !isfinite(lambda) || !q.mixed) {
        free(q.mixed);
        return q.mixed ? DT_INPUT : DT_NO_MEMORY;
    }
    q.value = q.mixed + n;
    q.base = q.value + n;
    for (int r = 0; r < game->n_role; r++) {
        double least, range;
        dt_roles_range(game, r, &least, &range);
        q.scale = fmax(q.scale, range);
    }
    dt_status status = dt_path_init(&path, game->total, equations, &q);
    for (int r = 0; r < game->n_role && status == DT_OK; r++)
        for (int a = 0; a < game->options[r]; a++)
            path.z[game->offset[r] + a] = -log(game->options[r]);
    if (status == DT_OK && lambda > 0.0) status = follow(&path, lambda * q.scale);
    if (status == DT_OK) status = q.status;
    for (int a = 0; a < game->total && status == DT_OK; a++)
        mixed[a] = exp(path.z[a]);
    dt_path_clear(&path);
    free(q.mixed);
    return status;
}
