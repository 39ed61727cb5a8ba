/* Reductions of games of many alike players to few. */
#include <stdlib.h>

#include "core/try.h"
#include "normal/symmetric.h"

/* Divides `total` among k options in the proportions of count; the largest remainders get what is left, the
 * first of equal ones first. Returns whether nothing was rounded. */
static int share_out(const int *count, int k, int total, int *out)
{
    int sum = 0, given = 0, is_exact = 1;
    int64_t rest[DT_ROLE_OPTIONS];
    for (int j = 0; j < k; j++)
        sum += count[j];
    for (int j = 0; j < k; j++) {
        int64_t product = (int64_t)count[j] * total;
        out[j] = sum > 0 ? (int)(product / sum) : 0;
        rest[j] = sum > 0 ? product % sum : 0;
        is_exact &= rest[j] == 0;
        given += out[j];
    }
    for (; sum > 0 && given < total; given++) {
        int best = 0;
        for (int j = 1; j < k; j++)
            if (rest[j] > rest[best]) best = j;
        out[best]++;
        rest[best] = -1;
    }
    return is_exact;
}

int dt_reduction_counts(const dt_reduction_shape *shape, const int *count, int role, int option, int *full)
{
    int is_exact = 1;
    for (int r = 0; r < shape->n_role; r++) {
        int own[DT_ROLE_OPTIONS], k = shape->options[r], others = shape->full[r];
        int is_own = r == role && shape->kind == DT_DEVIATION_PRESERVING && shape->reduced[r] > 1;
        for (int j = 0; j < k; j++)
            own[j] = count[j];
        if (is_own) {
            own[option]--;
            others--;
        }
        is_exact &= share_out(own, k, others, full);
        if (is_own) full[option]++;
        count += k;
        full += k;
    }
    return is_exact;
}

dt_status dt_roles_reduce(const dt_roles *game, enum dt_reduction kind, const int *players, dt_roles **out,
                          int *is_exact)
{
    const dt_reduction_shape shape = {kind, game->n_role, game->players, players, game->options};
    int count[DT_ROLES * DT_ROLE_OPTIONS], full[DT_ROLES * DT_ROLE_OPTIONS], exact = 1;
    dt_roles *reduced;
    for (int r = 0; r < game->n_role; r++)
        if (players[r] < 1 || players[r] > game->players[r]) return DT_INPUT;
    DT_TRY(dt_roles_create(game->n_role, players, game->options, &reduced));
    for (int64_t s = 0; s < reduced->n_profile; s++) {
        dt_roles_profile_counts(reduced, s, count);
        for (int r = 0; r < game->n_role; r++)
            for (int a = 0; a < game->options[r]; a++) {
                if (count[game->offset[r] + a] == 0) continue;
                exact &= dt_reduction_counts(&shape, count, r, a, full);
                dt_roles_set_payoff(reduced, s, r, a,
                                    dt_roles_payoff(game, dt_roles_profile(game, full), r, a));
            }
    }
    if (is_exact) *is_exact = exact;
    *out = reduced;
    return DT_OK;
}
