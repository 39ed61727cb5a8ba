/* Games of alike players: storage by counts and multinomial expectations.
 *
 * The payoff of an option is summed over the profiles in which somebody plays it, each weighted by the chance
 * that the others make up the rest. Weights are products over roles, so a pass over the table needs one
 * multiplication a role. */
#include "normal/symmetric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "normal/symmetric_counts.h"

#define MOST_PAYOFFS (INT64_C(1) << 27)

/* Profiles of a shape; -1 if it is not valid or too large. */
static int64_t count_profiles(int n_role, const int *players, const int *options)
{
    int64_t profiles = 1, total = 0;
    if (n_role < 1 || n_role > DT_ROLES) return -1;
    for (int r = 0; r < n_role; r++) {
        int is_valid = players[r] >= 1 && players[r] <= DT_ROLE_PLAYERS && options[r] >= 1 &&
            options[r] <= DT_ROLE_OPTIONS;
        int64_t own = is_valid ? dt_counts_total(players[r], options[r]) : -1;
        if (own < 0 || profiles > MOST_PAYOFFS / own) return -1;
        profiles *= own;
        total += options[r];
    }
    return profiles > MOST_PAYOFFS / total ? -1 : profiles;
}

dt_status dt_roles_create(int n_role, const int *players, const int *options, dt_roles **out)
{
    int64_t profiles = count_profiles(n_role, players, options), stride = 1;
    if (profiles < 0) return DT_INPUT;
    dt_roles *game = calloc(1, sizeof *game);
    if (!game) return DT_NO_MEMORY;
    game->n_role = n_role;
    game->n_profile = profiles;
    for (int r = 0; r < n_role; r++) {
        game->players[r] = players[r];
        game->options[r] = options[r];
        game->offset[r] = game->total;
        game->total += options[r];
        game->counts[r] = dt_counts_total(players[r], options[r]);
        game->stride[r] = stride;
        stride *= game->counts[r];
    }
    game->payoff = calloc((size_t)(profiles * game->total), sizeof *game->payoff);
    if (!game->payoff) {
        free(game);
        return DT_NO_MEMORY;
    }
    *out = game;
    return DT_OK;
}

void dt_roles_free(dt_roles *game)
{
    if (!game) return;
    free(game->payoff);
    free(game);
}

int dt_roles_count(const dt_roles *game)
{
    return game->n_role;
}

int dt_roles_players(const dt_roles *game, int role)
{
    return game->players[role];
}

int dt_roles_options(const dt_roles *game, int role)
{
    return game->options[role];
}

int dt_roles_offset(const dt_roles *game, int role)
{
    return game->offset[role];
}

int dt_roles_total(const dt_roles *game)
{
    return game->total;
}

int64_t dt_roles_profiles(const dt_roles *game)
{
    return game->n_profile;
}

int64_t dt_roles_profile(const dt_roles *game, const int *count)
{
    int64_t profile = 0;
    for (int r = 0; r < game->n_role; r++)
        profile += game->stride[r] *
            dt_counts_rank(count + game->offset[r], game->players[r], game->options[r]);
    return profile;
}

/* The count vector of a number: parts are found one after the other from how many vectors each leaves. */
static void unrank(int64_t rank, int n, int k, int *count)
{
    for (int j = 0; j + 1 < k; j++) {
        count[j] = n;
        while (count[j] > 0 && rank >= dt_counts_total(n - count[j], k - j - 1)) {
            rank -= dt_counts_total(n - count[j], k - j - 1);
            count[j]--;
        }
        n -= count[j];
    }
    count[k - 1] = n;
}

void dt_roles_profile_counts(const dt_roles *game, int64_t profile, int *count)
{
    for (int r = 0; r < game->n_role; r++)
        unrank(profile / game->stride[r] % game->counts[r], game->players[r], game->options[r],
               count + game->offset[r]);
}

double dt_roles_payoff(const dt_roles *game, int64_t profile, int role, int option)
{
    return game->payoff[profile * game->total + game->offset[role] + option];
}

void dt_roles_set_payoff(dt_roles *game, int64_t profile, int role, int option, double value)
{
    game->payoff[profile * game->total + game->offset[role] + option] = value;
}

void dt_roles_range(const dt_roles *game, int role, double *least, double *range)
{
    double low = INFINITY, high = -INFINITY;
    int count[DT_ROLES * DT_ROLE_OPTIONS];
    for (int64_t s = 0; s < game->n_profile; s++) {
        dt_roles_profile_counts(game, s, count);
        for (int a = 0; a < game->options[role]; a++) {
            if (count[game->offset[role] + a] == 0) continue;
            low = fmin(low, dt_roles_payoff(game, s, role, a));
            high = fmax(high, dt_roles_payoff(game, s, role, a));
        }
    }
    *least = low;
    *range = high > low ? high - low : 1.0;
}

/* Multinomial probabilities of the count vectors of a role, and of the vectors with one player on option a
 * taken out: whole[vector], others[vector * options + a] (0 if nobody is on a). */
static void weigh_role(const dt_roles *game, int role, const double *x, double *whole, double *others)
{
    int n = game->players[role], k = game->options[role], count[DT_ROLE_OPTIONS];
    dt_counts_first(count, n, k);
    for (int64_t c = 0;; c++) {
        /* n! / prod c! = n * (n-1)! / (c_a * (c_a - 1)! ...), so the part without a is c_a / n over x_a of
         * the whole; it is computed apart because x_a may be 0. */
        for (int a = -1; a < k; a++) {
            double weight = 1.0;
            int left = a < 0 ? n : n - 1;
            for (int j = 0; j < k; j++)
                for (int i = 1; i <= count[j] - (j == a); i++)
                    weight = weight * left-- / i * x[j];
            if (a < 0)
                whole[c] = weight;
            else
                others[c * k + a] = count[a] > 0 ? weight : 0.0;
        }
        if (!dt_counts_next(count, k)) return;
    }
}

/* Adds a profile's payoffs to the expectations, given the place of each role's vector. */
static void add_profile(const dt_roles *game, const double *const *whole, const double *const *others,
                        const int64_t *at, double *value)
{
    double before[DT_ROLES + 1], after = 1.0;
    const double *payoff = game->payoff;
    int64_t profile = 0;
    before[0] = 1.0;
    for (int r = 0; r < game->n_role; r++) {
        before[r + 1] = before[r] * whole[r][at[r]];
        profile += at[r] * game->stride[r];
    }
    payoff += profile * game->total;
    for (int r = game->n_role - 1; r >= 0; r--) {
        const double *own = others[r] + at[r] * game->options[r];
        for (int a = 0; a < game->options[r]; a++)
            if (own[a] != 0.0)
                value[game->offset[r] + a] += before[r] * after * own[a] * payoff[game->offset[r] + a];
        after *= whole[r][at[r]];
    }
}

dt_status dt_roles_deviations(const dt_roles *game, const double *mixed, double *value)
{
    size_t room = 0;
    for (int r = 0; r < game->n_role; r++)
        room += (size_t)game->counts[r] * (size_t)(1 + game->options[r]);
    double *memory = malloc(room * sizeof *memory), *at_memory = memory;
    const double *whole[DT_ROLES], *others[DT_ROLES];
    int64_t at[DT_ROLES] = {0};
    if (!memory) return DT_NO_MEMORY;
    for (int r = 0; r < game->n_role; r++) {
        double *own = at_memory, *rest = own + game->counts[r];
        weigh_role(game, r, mixed + game->offset[r], own, rest);
        whole[r] = own;
        others[r] = rest;
        at_memory = rest + game->counts[r] * game->options[r];
    }
    memset(value, 0, (size_t)game->total * sizeof *value);
    for (int64_t s = 0; s < game->n_profile; s++) {
        add_profile(game, whole, others, at, value);
        for (int r = 0; r < game->n_role && ++at[r] == game->counts[r]; r++)
            at[r] = 0;
    }
    free(memory);
    return DT_OK;
}

double dt_roles_regret(const dt_roles *game, const double *mixed, double *relative)
{
    double value[DT_ROLES * DT_ROLE_OPTIONS], most = 0.0, share = 0.0;
    if (dt_roles_deviations(game, mixed, value) != DT_OK) return -1.0;
    for (int r = 0; r < game->n_role; r++) {
        double best = -INFINITY, mean = 0.0, least, range;
        for (int a = game->offset[r]; a < game->offset[r] + game->options[r]; a++) {
            best = fmax(best, value[a]);
            mean += mixed[a] * value[a];
        }
        most = fmax(most, best - mean);
        if (!relative) continue;
        dt_roles_range(game, r, &least, &range);
        share = fmax(share, (best - mean) / range);
    }
    if (relative) *relative = share;
    return most;
}

int dt_roles_is_pure_equilibrium(const dt_roles *game, int64_t profile)
{
    int count[DT_ROLES * DT_ROLE_OPTIONS];
    dt_roles_profile_counts(game, profile, count);
    for (int r = 0; r < game->n_role; r++) {
        int *own = count + game->offset[r];
        for (int from = 0; from < game->options[r]; from++)
            for (int to = 0; to < game->options[r] && own[from] > 0; to++) {
                if (to == from) continue;
                own[from]--;
                own[to]++;
                double gain = dt_roles_payoff(game, dt_roles_profile(game, count), r, to) -
                    dt_roles_payoff(game, profile, r, from);
                own[from]++;
                own[to]--;
                if (gain > 0.0) return 0;
            }
    }
    return 1;
}
