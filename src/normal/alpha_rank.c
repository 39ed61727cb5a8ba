/* Alpha-rank: the chain of rare mutations on pure profiles, and its limit.
 *
 * A state is a pure profile. One of the sum of (strategies - 1) changes of one player's strategy is tried
 * with equal chances, and taken with rho = (1 - exp(-alpha d)) / (1 - exp(-alpha m d)), where d is what the
 * player gains; 1 / m at d = 0. Components are found by Tarjan's method (1972) with a stack of its own:
 * profiles are too many for recursion. */
#include "normal/alpha_rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/games.h"
#include "normal/population_chain.h"

/* Walks over the unilateral changes from a profile. */
struct change {
    const dt_normal *game;
    int n_player;
    int64_t profile, target;
    int player, strategy; /* changed to; the next one to try is strategy + 1 */
    double gain;
};

static void begin_changes(struct change *c, const dt_normal *game, int64_t profile)
{
    *c = (struct change){
        .game = game, .n_player = dt_normal_players(game), .profile = profile, .strategy = -1};
}

/* Profiles between two strategies of a player. */
static int64_t stride_of(const dt_normal *game, int player)
{
    int64_t stride = 1;
    for (int i = 0; i < player; i++)
        stride *= dt_normal_strategies(game, i);
    return stride;
}

static int next_change(struct change *c)
{
    for (; c->player < c->n_player; c->player++, c->strategy = -1) {
        int64_t stride = stride_of(c->game, c->player);
        int size = dt_normal_strategies(c->game, c->player), now = (int)(c->profile / stride % size);
        if (++c->strategy == now) c->strategy++;
        if (c->strategy >= size) continue;
        c->target = c->profile + (c->strategy - now) * stride;
        c->gain = dt_normal_payoff(c->game, c->target, c->player) -
            dt_normal_payoff(c->game, c->profile, c->player);
        return 1;
    }
    return 0;
}

/* log of rho; a gain d in payoff units. */
static double log_rate(double gain, int m, double alpha)
{
    double x = alpha * gain;
    if (x == 0.0) return -log(m);
    if (x > 0.0) return dt_log_less(-x) - dt_log_less(-m * x);
    /* (1 - e^|x|) / (1 - e^(m|x|)) = e^(-(m-1)|x|) (1 - e^-|x|) / (1 - e^-m|x|) */
    return (m - 1) * x + dt_log_less(x) - dt_log_less(m * x);
}

/* Rates in logarithms; returns the least of those that are possible. */
static double fill_log_rates(const dt_normal *game, int m, double alpha, double *rate)
{
    int64_t n = dt_normal_profiles(game);
    double least = 0.0;
    for (int64_t k = 0; k < n * n; k++)
        rate[k] = -INFINITY;
    for (int64_t s = 0; s < n; s++) {
        struct change c;
        begin_changes(&c, game, s);
        while (next_change(&c)) {
            double log_rho = log_rate(c.gain, m, alpha);
            rate[s * n + c.target] = log_rho;
            least = fmin(least, log_rho);
        }
    }
    return least;
}

/* Below this the products of two rates may leave the range of doubles. */
#define LEAST_LOG_RATE (-300.0)

dt_status dt_alpha_rank(const dt_normal *game, int m, double alpha, double *vector)
{
    int64_t n = dt_normal_profiles(game);
    if (n > DT_ALPHA_STATES || m < 2 || !(alpha >= 0.0) || !isfinite(alpha)) return DT_INPUT;
    double *rate = malloc((size_t)(n * n) * sizeof *rate);
    if (!rate) return DT_NO_MEMORY;
    dt_status status;
    if (fill_log_rates(game, m, alpha, rate) < LEAST_LOG_RATE) {
        status = dt_stationary_log(rate, (int)n, vector);
        for (int64_t s = 0; s < n && status == DT_OK; s++)
            vector[s] = exp(vector[s]);
    } else {
        for (int64_t k = 0; k < n * n; k++)
            rate[k] = rate[k] == -INFINITY ? 0.0 : exp(rate[k]);
        status = dt_stationary(rate, (int)n, vector);
    }
    free(rate);
    return status;
}

/* ---- components --------------------------------------------------------------------------------------- */

struct tarjan {
    const dt_normal *game;
    enum dt_reply reply;
    int *component, *index, *low; /* index from 1, 0: not met */
    struct change *path;          /* walks of the profiles on the way down */
    int64_t *open;                /* met, component not known */
    int64_t n_path, n_open;
    int n_met, n_component;
};

static void enter(struct tarjan *t, int64_t profile)
{
    t->index[profile] = t->low[profile] = ++t->n_met;
    t->open[t->n_open++] = profile;
    begin_changes(&t->path[t->n_path++], t->game, profile);
}

/* Closes the profile on top of the way: a component ends where nothing leads further back. */
static void leave(struct tarjan *t)
{
    int64_t profile = t->path[--t->n_path].profile, member;
    if (t->n_path > 0) {
        int64_t above = t->path[t->n_path - 1].profile;
        if (t->low[profile] < t->low[above]) t->low[above] = t->low[profile];
    }
    if (t->low[profile] != t->index[profile]) return;
    do {
        member = t->open[--t->n_open];
        t->component[member] = t->n_component;
    } while (member != profile);
    t->n_component++;
}

static void visit(struct tarjan *t, int64_t start)
{
    enter(t, start);
    while (t->n_path > 0) {
        struct change *c = &t->path[t->n_path - 1];
        if (!next_change(c)) {
            leave(t);
            continue;
        }
        if (!(c->gain > 0.0 || (c->gain == 0.0 && t->reply == DT_REPLY_WEAK))) continue;
        if (t->index[c->target] == 0)
            enter(t, c->target);
        else if (t->component[c->target] < 0 && t->index[c->target] < t->low[c->profile])
            t->low[c->profile] = t->index[c->target];
    }
}

dt_status dt_reply_components(const dt_normal *game, enum dt_reply reply, int *component, int *n)
{
    int64_t size = dt_normal_profiles(game);
    if (size > INT32_MAX / 2) return DT_INPUT;
    size_t count = (size_t)size;
    struct tarjan t = {.game = game, .reply = reply, .component = component};
    t.index = calloc(2 * count, sizeof *t.index);
    t.path = malloc(count * sizeof *t.path);
    t.open = malloc(count * sizeof *t.open);
    dt_status status = t.index && t.path && t.open ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        t.low = t.index + count;
        for (int64_t s = 0; s < size; s++)
            component[s] = -1;
        for (int64_t s = 0; s < size; s++)
            if (t.index[s] == 0) visit(&t, s);
        *n = t.n_component;
    }
    free(t.index);
    free(t.path);
    free(t.open);
    return status;
}

/* ---- the limit ---------------------------------------------------------------------------------------- */

/* Marks the components that an edge leaves, and renumbers those that are left. Returns their number. */
static int keep_sinks(const dt_normal *game, int *component, int n, int *name)
{
    int n_sink = 0;
    for (int k = 0; k < n; k++)
        name[k] = 0;
    for (int64_t s = 0; s < dt_normal_profiles(game); s++) {
        struct change c;
        begin_changes(&c, game, s);
        while (next_change(&c))
            if (c.gain >= 0.0 && component[c.target] != component[s]) name[component[s]] = -1;
    }
    for (int k = 0; k < n; k++)
        if (name[k] == 0) name[k] = n_sink++;
    for (int64_t s = 0; s < dt_normal_profiles(game); s++)
        component[s] = name[component[s]];
    return n_sink;
}

/* Stationary vector within one sink, whose profiles are listed. */
static dt_status weigh_sink(const dt_normal *game, int m, const int64_t *profile, int n, double *vector)
{
    for (int k = 0; k < n; k++)
        vector[profile[k]] = 1.0 / n;
    if (n == 1 || n > DT_ALPHA_STATES) return DT_OK;
    double *rate = calloc((size_t)n * (size_t)n + (size_t)n, sizeof *rate),
           *own = rate + (size_t)n * (size_t)n;
    if (!rate) return DT_NO_MEMORY;
    for (int k = 0; k < n; k++)
        vector[profile[k]] = k; /* the place of each profile, for a moment */
    for (int k = 0; k < n; k++) {
        struct change c;
        begin_changes(&c, game, profile[k]);
        while (next_change(&c))
            if (c.gain >= 0.0) rate[(long)k * n + (long)vector[c.target]] = c.gain > 0.0 ? 1.0 : 1.0 / m;
    }
    dt_status status = dt_stationary(rate, n, own);
    for (int k = 0; k < n; k++)
        vector[profile[k]] = status == DT_OK ? own[k] : 0.0;
    free(rate);
    return status;
}

dt_status dt_alpha_rank_limit(const dt_normal *game, int m, int *component, double *vector, int *n_component)
{
    int64_t size = dt_normal_profiles(game);
    int n = 0;
    if (m < 2) return DT_INPUT;
    DT_TRY(dt_reply_components(game, DT_REPLY_WEAK, component, &n));
    int *name = malloc((size_t)n * sizeof *name);
    int64_t *profile = malloc((size_t)size * sizeof *profile);
    dt_status status = name && profile ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        *n_component = keep_sinks(game, component, n, name);
        for (int64_t s = 0; s < size; s++)
            vector[s] = 0.0;
        for (int k = 0; k < *n_component && status == DT_OK; k++) {
            int count = 0;
            for (int64_t s = 0; s < size; s++)
                if (component[s] == k) profile[count++] = s;
            status = weigh_sink(game, m, profile, count, vector);
        }
    }
    free(name);
    free(profile);
    return status;
}
