/* All isolated equilibria of a game with any number of players, support by support.
 *
 * For each choice of supports the payoffs, restricted to them, are multilinear polynomials on the product of
 * the supports' simplices. nplayer_cell.c finds all their common roots; a root whose regret is not negligible
 * is dropped. Payoffs of each player are first scaled to [0, 1], which changes no equilibrium.
 *
 * What must stay true: the list is called complete only if every support was searched to the end and nothing
 * was left undecided. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/methods.h"
#include "normal/nplayer_cell.h"

/* Most numbers of one system of coefficients; larger supports are not searched. */
#define MOST_NUMBERS (INT64_C(1) << 24)

enum { LOOK_EVERY = 65536 }; /* choices of supports between two looks at the clock */

struct support_search {
    const dt_normal *game;
    struct dt_search search;
    int n;
    int size[DT_NORMAL_PLAYERS], n_strategy[DT_NORMAL_PLAYERS];
    int *order; /* strategies by dt_normal_offset: those of the support first */
    double low[DT_NORMAL_PLAYERS], range[DT_NORMAL_PLAYERS];
    double *mixed;
    double *coefficient;
    int64_t room; /* of coefficient */
    struct dt_cell_system system;
};

/* Keeps a root if it is an equilibrium of the whole game. */
static dt_status keep_root(void *context, const double *x)
{
    struct support_search *s = context;
    memset(s->mixed, 0, (size_t)dt_normal_total_strategies(s->game) * sizeof *s->mixed);
    for (int i = 0; i < s->n; i++) {
        int offset = dt_normal_offset(s->game, i);
        double total = 0.0;
        for (int j = 0; j < s->size[i]; j++)
            total += x[j];
        for (int j = 0; j < s->size[i]; j++)
            s->mixed[offset + s->order[offset + j]] = x[j] / total;
        x += s->size[i];
    }
    return dt_search_offer(&s->search, s->mixed, NULL);
}

static int is_over(void *context)
{
    struct support_search *s = context;
    return dt_search_is_over(&s->search);
}

/* Orders the strategies of a player: those of the support, a set of bits, first. */
static void order_strategies(struct support_search *s, int player, uint64_t support)
{
    int *order = s->order + dt_normal_offset(s->game, player), n = 0;
    for (int j = 0; j < s->n_strategy[player]; j++)
        if (support >> j & 1) order[n++] = j;
    s->size[player] = n;
    for (int j = 0; j < s->n_strategy[player]; j++)
        if (!(support >> j & 1)) order[n++] = j;
}

/* Writes the payoffs of one strategy at all profiles of the supports. */
static void write_payoff(const struct support_search *s, int player, int strategy, double *coefficient)
{
    int at[DT_NORMAL_PLAYERS] = {0}, profile[DT_NORMAL_PLAYERS];
    const double *table = dt_normal_table(s->game);
    for (int64_t c = 0; c < s->system.n_coefficient; c++) {
        for (int i = 0; i < s->n; i++)
            profile[i] = i == player ? strategy : s->order[dt_normal_offset(s->game, i) + at[i]];
        double payoff = table[dt_normal_profile(s->game, profile) * s->n + player];
        coefficient[c] = (payoff - s->low[player]) / s->range[player];
        for (int i = 0; i < s->n && ++at[i] == s->size[i]; i++)
            at[i] = 0;
    }
}

/* Freezes the players that have more equations than the others have free probabilities. */
static void freeze(struct support_search *s)
{
    int total = 0;
    for (int i = 0; i < s->n; i++)
        total += s->size[i] - 1;
    for (int i = 0; i < s->n; i++)
        s->system.is_frozen[i] = 2 * (s->size[i] - 1) > total;
}

/* Searches the supports that stand in `order` and `size`. */
static dt_status search_supports(struct support_search *s)
{
    struct dt_cell_system *system = &s->system;
    int64_t n_payoff = 0;
    system->n_role = s->n;
    system->n_coefficient = 1;
    for (int i = 0; i < s->n; i++) {
        system->size[i] = s->size[i];
        system->degree[i] = 1;
        system->option[i] = s->n_strategy[i];
        system->n_coefficient *= s->size[i];
        n_payoff += s->n_strategy[i];
    }
    if (system->n_coefficient * n_payoff > s->room) {
        system->is_limit_reached = 1;
        return DT_OK;
    }
    system->coefficient = s->coefficient;
    double *at = s->coefficient;
    for (int i = 0; i < s->n; i++)
        for (int j = 0; j < s->n_strategy[i]; j++, at += system->n_coefficient)
            write_payoff(s, i, s->order[dt_normal_offset(s->game, i) + j], at);
    freeze(s);
    if (dt_cell_free(system) > DT_CELL_FREE) {
        system->is_limit_reached = 1;
        return DT_OK;
    }
    return dt_cell_search(system, keep_root, s);
}

/* Next choice of supports; 0 after the last. */
static int next_supports(const struct support_search *s, uint64_t *support)
{
    int i = 0;
    while (i < s->n && ++support[i] == UINT64_C(1) << s->n_strategy[i])
        support[i++] = 1;
    return i < s->n;
}

static int count_members(const struct support_search *s, const uint64_t *support)
{
    int count = 0;
    for (int i = 0; i < s->n; i++)
        count += __builtin_popcountll(support[i]);
    return count;
}

/* Walks through all choices of supports with `size` strategies together. */
static dt_status search_size(struct support_search *s, int size)
{
    uint64_t support[DT_NORMAL_PLAYERS], looked = 0;
    for (int i = 0; i < s->n; i++)
        support[i] = 1;
    do {
        if (++looked % LOOK_EVERY == 0 && dt_search_is_over(&s->search)) return DT_OK;
        if (count_members(s, support) != size) continue;
        for (int i = 0; i < s->n; i++)
            order_strategies(s, i, support[i]);
        DT_TRY(search_supports(s));
        if (s->search.list->is_limit_reached) return DT_OK;
    } while (next_supports(s, support));
    return DT_OK;
}

/* Small supports first: they cost little and hold most equilibria, if a limit ends the search. */
static dt_status search_all(struct support_search *s)
{
    for (int size = s->n; size <= dt_normal_total_strategies(s->game); size++) {
        DT_TRY(search_size(s, size));
        if (s->search.list->is_limit_reached) return DT_OK;
    }
    return DT_OK;
}

/* Shapes and scales of the game. DT_INPUT if a player has too many strategies to enumerate supports. */
static dt_status read_game(struct support_search *s)
{
    s->n = dt_normal_players(s->game);
    for (int i = 0; i < s->n; i++) {
        double high;
        s->n_strategy[i] = dt_normal_strategies(s->game, i);
        if (s->n_strategy[i] > DT_CELL_FREE) return DT_INPUT;
        dt_normal_range(s->game, i, &s->low[i], &high);
        s->range[i] = high > s->low[i] ? high - s->low[i] : 1.0;
    }
    int total = dt_normal_total_strategies(s->game);
    s->room = dt_normal_profiles(s->game) * total;
    if (s->room > MOST_NUMBERS) s->room = MOST_NUMBERS;
    s->order = malloc((size_t)total * sizeof *s->order);
    s->mixed = malloc((size_t)total * sizeof *s->mixed);
    s->coefficient = malloc((size_t)s->room * sizeof *s->coefficient);
    return s->order && s->mixed && s->coefficient ? DT_OK : DT_NO_MEMORY;
}

/* Says what the search knows. */
static void conclude(const struct support_search *s)
{
    dt_equilibria *list = s->search.list;
    list->is_limit_reached |= s->system.is_limit_reached;
    list->is_degenerate = s->system.n_unresolved > 0;
    list->is_complete = !list->is_limit_reached && !list->is_degenerate;
    if (list->is_limit_reached) {
        dt_equilibria_note(list, "a limit ended the search: equilibria may be missing");
    } else if (list->is_degenerate) {
        dt_equilibria_note(list,
                           "some equilibria are multiple roots or not isolated: points of them are listed");
    } else if (list->count % 2 == 0) {
        list->is_degenerate = 1;
        dt_equilibria_note(list, "an even number of equilibria: one of them is degenerate");
    }
}

dt_status dt_solve_polynomial(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    struct support_search s = {.game = game, .search = dt_search_begin(game, options, list)};
    s.system.scale = 1.0;
    s.system.is_over = is_over;
    dt_status status = read_game(&s);
    if (status == DT_OK) status = search_all(&s);
    if (status == DT_OK) conclude(&s);
    free(s.order);
    free(s.mixed);
    free(s.coefficient);
    return status;
}
