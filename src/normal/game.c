/* The normal-form game: its shape, names and payoffs. */
#include "normal/game.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/exact.h"

double dt_normal_size(int n_player, const int *strategies)
{
    double size = n_player;
    for (int i = 0; i < n_player; i++)
        size *= strategies[i];
    return size;
}

dt_status dt_normal_create(int n_player, const int *strategies, dt_normal **out)
{
    if (n_player < 1 || n_player > DT_NORMAL_PLAYERS) return DT_INPUT;
    for (int i = 0; i < n_player; i++)
        if (strategies[i] < 1) return DT_INPUT;
    if (dt_normal_size(n_player, strategies) > (double)DT_NORMAL_MOST_PAYOFFS) return DT_INPUT;

    dt_normal *game = calloc(1, sizeof *game);
    if (!game) return DT_NO_MEMORY;
    game->n_player = n_player;
    game->n_profile = 1;
    for (int i = 0; i < n_player; i++) {
        game->strategies[i] = strategies[i];
        game->offset[i] = game->n_total;
        game->stride[i] = game->n_profile;
        game->n_total += strategies[i];
        game->n_profile *= strategies[i];
    }
    game->payoff = calloc((size_t)(game->n_profile * n_player), sizeof *game->payoff);
    game->player_name = calloc((size_t)n_player, sizeof *game->player_name);
    game->strategy_name = calloc((size_t)game->n_total, sizeof *game->strategy_name);
    if (!game->payoff || !game->player_name || !game->strategy_name) {
        dt_normal_free(game);
        return DT_NO_MEMORY;
    }
    *out = game;
    return DT_OK;
}

/* Forgets the fraction of a payoff. */
static void drop_exact(mpq_ptr *exact)
{
    if (!*exact) return;
    mpq_clear(*exact);
    free(*exact);
    *exact = NULL;
}

void dt_normal_free(dt_normal *game)
{
    if (!game) return;
    for (int64_t k = 0; game->exact && k < game->n_profile * game->n_player; k++)
        drop_exact(&game->exact[k]);
    free(game->exact);
    free(game->payoff);
    free(game->player_name);
    free(game->strategy_name);
    free(game);
}

dt_status dt_normal_copy(const dt_normal *game, dt_normal **out)
{
    dt_normal *copy = NULL;
    DT_TRY(dt_normal_create(game->n_player, game->strategies, &copy));
    int64_t n = game->n_profile * game->n_player;
    memcpy(copy->payoff, game->payoff, (size_t)n * sizeof *copy->payoff);
    memcpy(copy->player_name, game->player_name, (size_t)game->n_player * sizeof *copy->player_name);
    memcpy(copy->strategy_name, game->strategy_name, (size_t)game->n_total * sizeof *copy->strategy_name);
    memcpy(copy->title, game->title, sizeof copy->title);
    for (int64_t k = 0; game->exact && k < n; k++) {
        if (!game->exact[k]) continue;
        dt_status status = dt_normal_set_exact(copy, k / game->n_player, (int)(k % game->n_player),
                                               game->exact[k]);
        if (status != DT_OK) {
            dt_normal_free(copy);
            return status;
        }
    }
    *out = copy;
    return DT_OK;
}

int dt_normal_players(const dt_normal *game)
{
    return game->n_player;
}

int dt_normal_strategies(const dt_normal *game, int player)
{
    return game->strategies[player];
}

int64_t dt_normal_profiles(const dt_normal *game)
{
    return game->n_profile;
}

int dt_normal_total_strategies(const dt_normal *game)
{
    return game->n_total;
}

int dt_normal_offset(const dt_normal *game, int player)
{
    return game->offset[player];
}

const char *dt_normal_title(const dt_normal *game)
{
    return game->title;
}

const char *dt_normal_player_name(const dt_normal *game, int player)
{
    return game->player_name[player];
}

const char *dt_normal_strategy_name(const dt_normal *game, int player, int strategy)
{
    return game->strategy_name[game->offset[player] + strategy];
}

/* Copies a name and cuts it between characters, not inside one. */
static void set_name(char *name, const char *text)
{
    size_t length = strnlen(text, DT_NORMAL_NAME - 1);
    while (text[length] && length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    memcpy(name, text, length);
    name[length] = '\0';
}

void dt_normal_set_title(dt_normal *game, const char *title)
{
    set_name(game->title, title);
}

void dt_normal_set_player_name(dt_normal *game, int player, const char *name)
{
    set_name(game->player_name[player], name);
}

void dt_normal_set_strategy_name(dt_normal *game, int player, int strategy, const char *name)
{
    set_name(game->strategy_name[game->offset[player] + strategy], name);
}

int64_t dt_normal_profile(const dt_normal *game, const int *strategy)
{
    int64_t profile = 0;
    for (int i = 0; i < game->n_player; i++)
        profile += strategy[i] * game->stride[i];
    return profile;
}

void dt_normal_profile_strategies(const dt_normal *game, int64_t profile, int *strategy)
{
    for (int i = 0; i < game->n_player; i++) {
        strategy[i] = (int)(profile % game->strategies[i]);
        profile /= game->strategies[i];
    }
}

double dt_normal_payoff(const dt_normal *game, int64_t profile, int player)
{
    return game->payoff[profile * game->n_player + player];
}

void dt_normal_set_payoff(dt_normal *game, int64_t profile, int player, double value)
{
    int64_t k = profile * game->n_player + player;
    game->payoff[k] = value;
    if (game->exact) drop_exact(&game->exact[k]);
}

/* Makes the place for the fraction of payoff k. */
static dt_status make_exact(dt_normal *game, int64_t k)
{
    if (!game->exact) game->exact = calloc((size_t)(game->n_profile * game->n_player), sizeof *game->exact);
    if (!game->exact) return DT_NO_MEMORY;
    if (game->exact[k]) return DT_OK;
    mpq_ptr place = malloc(sizeof *place);
    if (!place) return DT_NO_MEMORY;
    mpq_init(place);
    game->exact[k] = place;
    return DT_OK;
}

dt_status dt_normal_set_exact(dt_normal *game, int64_t profile, int player, const mpq_t value)
{
    int64_t k = profile * game->n_player + player;
    double nearest = dt_exact_double(value);
    mpq_t back;
    mpq_init(back);
    mpq_set_d(back, nearest);
    int is_double = mpq_equal(back, value);
    mpq_clear(back);
    if (is_double) {
        dt_normal_set_payoff(game, profile, player, nearest);
        return DT_OK;
    }
    DT_TRY(make_exact(game, k));
    mpq_set(game->exact[k], value);
    game->payoff[k] = nearest;
    return DT_OK;
}

dt_status dt_normal_set_payoff_text(dt_normal *game, int64_t profile, int player, const char *text)
{
    mpq_t value;
    mpq_init(value);
    dt_status status = dt_exact_parse(text, strlen(text), value);
    if (status == DT_OK) status = dt_normal_set_exact(game, profile, player, value);
    mpq_clear(value);
    return status;
}

void dt_normal_exact_payoff(const dt_normal *game, int64_t profile, int player, mpq_t out)
{
    int64_t k = profile * game->n_player + player;
    if (game->exact && game->exact[k])
        mpq_set(out, game->exact[k]);
    else
        mpq_set_d(out, game->payoff[k]);
}

const double *dt_normal_table(const dt_normal *game)
{
    return game->payoff;
}

void dt_normal_range(const dt_normal *game, int player, double *least, double *greatest)
{
    double low = game->payoff[player], high = low;
    for (int64_t s = 1; s < game->n_profile; s++) {
        double value = game->payoff[s * game->n_player + player];
        low = fmin(low, value);
        high = fmax(high, value);
    }
    *least = low;
    *greatest = high;
}
