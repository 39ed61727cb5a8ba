/* Equilibria in pure strategies: every profile is looked at, and given up at the first player that gains by
 * another strategy. Payoffs that are equal as doubles are compared as fractions where they have such. */
#include <stdlib.h>

#include "core/try.h"
#include "io/text.h"
#include "normal/game.h"
#include "normal/methods.h"

enum { LOOK_EVERY = 4096 }; /* profiles between two looks at the clock */

/* Payoffs that the search for a candidate may read: a pass over the table for each profile. */
#define MOST_CANDIDATE_COST ((int64_t)1 << 28)

/* Whether a payoff is greater at profile s than at profile t. */
static int is_better(const dt_normal *game, int player, int64_t s, int64_t t)
{
    double a = dt_normal_payoff(game, s, player), b = dt_normal_payoff(game, t, player);
    if (a != b || !game->exact) return a > b;
    mpq_t first, second;
    mpq_inits(first, second, NULL);
    dt_normal_exact_payoff(game, s, player, first);
    dt_normal_exact_payoff(game, t, player, second);
    int order = mpq_cmp(first, second);
    mpq_clears(first, second, NULL);
    return order > 0;
}

static int gains(const dt_normal *game, int player, int64_t profile, int now)
{
    int64_t first = profile - now * game->stride[player];
    for (int s = 0; s < game->strategies[player]; s++)
        if (s != now && is_better(game, player, first + s * game->stride[player], profile)) return 1;
    return 0;
}

static int is_equilibrium(const dt_normal *game, int64_t profile, int *strategy)
{
    dt_normal_profile_strategies(game, profile, strategy);
    for (int i = 0; i < game->n_player; i++)
        if (gains(game, i, profile, strategy[i])) return 0;
    return 1;
}

static dt_status add(const dt_normal *game, const int *strategy, double *mixed, dt_equilibria *list)
{
    dt_text text;
    dt_text_init(&text);
    for (int i = 0; i < game->n_player; i++)
        for (int s = 0; s < game->strategies[i]; s++) {
            mixed[game->offset[i] + s] = s == strategy[i];
            dt_text_append(&text, s == strategy[i] ? "1 " : "0 ");
        }
    dt_status status = dt_text_status(&text);
    if (status == DT_OK) {
        text.data[text.length - 1] = '\0';
        status = dt_equilibria_append(list, game, mixed, text.data);
    }
    dt_text_clear(&text);
    return status;
}

/* Where there is none, the profile of least regret is the best candidate. */
static dt_status find_candidate(const struct dt_search *search, double *mixed)
{
    const dt_normal *game = search->game;
    int strategy[DT_NORMAL_PLAYERS];
    for (int64_t s = 0; s < game->n_profile; s++) {
        double relative = 0.0;
        if (s % LOOK_EVERY == 0 && dt_search_is_over(search)) return DT_OK;
        dt_normal_profile_strategies(game, s, strategy);
        for (int i = 0; i < game->n_player; i++)
            for (int k = 0; k < game->strategies[i]; k++)
                mixed[game->offset[i] + k] = k == strategy[i];
        dt_normal_regret(game, mixed, &relative);
        DT_TRY(dt_search_consider(search, mixed, relative));
    }
    return DT_OK;
}

dt_status dt_solve_pure(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    struct dt_search search = dt_search_begin(game, options, list);
    int strategy[DT_NORMAL_PLAYERS];
    double *mixed = malloc((size_t)game->n_total * sizeof *mixed);
    dt_status status = mixed ? DT_OK : DT_NO_MEMORY;
    for (int64_t s = 0; s < game->n_profile && status == DT_OK; s++) {
        if (s % LOOK_EVERY == 0 && dt_search_is_over(&search)) break;
        if (is_equilibrium(game, s, strategy)) status = add(game, strategy, mixed, list);
    }
    list->is_complete = !list->is_limit_reached;
    if (status == DT_OK && list->is_complete && list->count == 0 &&
        game->n_profile * game->n_profile <= MOST_CANDIDATE_COST) {
        status = find_candidate(&search, mixed);
        list->is_limit_reached = 0; /* that there is none is known, whatever time the candidate took */
    }
    free(mixed);
    return status;
}
