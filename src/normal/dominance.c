/* Dominated strategies and their iterated elimination, in exact arithmetic.
 *
 * With d(b, s) the payoff of strategy b less that of the strategy in question at the others' profile s, a
 * mixture p dominates strictly if the greatest e with sum p d(., s) >= e for all s is positive, weakly if
 * sum p d(., s) >= 0 for all s can hold with a positive sum over s. Both are linear programs. A round removes
 * all strategies that are dominated in the game left by the round before. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/polytope.h"
#include "normal/simplex.h"
#include "normal/whole.h"

/* One player's comparison of its strategies in what is left of the game. */
struct view {
    const dt_normal *game;
    const dt_dominance_options *options;
    const unsigned char *is_out; /* by offset: removed in an earlier round */
    int player, n_own, *own;     /* the player's strategies that are left */
    int64_t n_other, *other;     /* profiles of the others that are left, the player's own strategy being 0 */
};

static void view_clear(struct view *view)
{
    free(view->own);
    free(view->other);
}

/* Whether a profile has strategy 0 of the player and only strategies that are left of the others. */
static int is_left(const struct view *view, const int *strategy)
{
    for (int i = 0; i < view->game->n_player; i++) {
        if (i == view->player && strategy[i] != 0) return 0;
        if (i != view->player && view->is_out[view->game->offset[i] + strategy[i]]) return 0;
    }
    return 1;
}

static dt_status view_init(struct view *view)
{
    const dt_normal *game = view->game;
    int strategy[DT_NORMAL_PLAYERS], n = game->strategies[view->player];
    view->n_own = 0;
    view->n_other = 0;
    view->own = malloc((size_t)n * sizeof *view->own);
    view->other = malloc((size_t)(game->n_profile / n) * sizeof *view->other);
    if (!view->own || !view->other) return DT_NO_MEMORY;
    for (int s = 0; s < n; s++)
        if (!view->is_out[game->offset[view->player] + s]) view->own[view->n_own++] = s;
    for (int64_t s = 0; s < game->n_profile; s++) {
        dt_normal_profile_strategies(game, s, strategy);
        if (is_left(view, strategy)) view->other[view->n_other++] = s;
    }
    return DT_OK;
}

/* d(b, s) as a fraction. */
static void difference(const struct view *view, int b, int a, int64_t k, mpq_t out)
{
    mpq_t base;
    mpq_init(base);
    int64_t stride = view->game->stride[view->player];
    dt_normal_exact_payoff(view->game, view->other[k] + b * stride, view->player, out);
    dt_normal_exact_payoff(view->game, view->other[k] + a * stride, view->player, base);
    mpq_sub(out, out, base);
    mpq_clear(base);
}

/* Whether pure strategy b dominates a. */
static int is_dominated_by(const struct view *view, int b, int a)
{
    mpq_t d;
    int is_never_less = 1, n_more = 0;
    mpq_init(d);
    for (int64_t k = 0; k < view->n_other && is_never_less; k++) {
        difference(view, b, a, k, d);
        is_never_less = mpq_sgn(d) >= 0;
        n_more += mpq_sgn(d) > 0;
    }
    mpq_clear(d);
    return is_never_less && (view->options->is_weak ? n_more > 0 : n_more == view->n_other);
}

/* The linear program for strategy a: a row for each s, one that bounds the sum of p, and the objective.
 * Columns are the mixture over own[] without a and, for strict dominance, e. */
static void fill_program(const struct view *view, int a, struct dt_whole *w)
{
    int n = view->n_own - 1, is_weak = view->options->is_weak, bound = (int)view->n_other;
    for (int j = 0, column = 0; j < view->n_own; j++) {
        if (view->own[j] == a) continue;
        mpq_ptr total = w->fraction[(bound + 1) * w->n_col + column];
        for (int s = 0; s < bound; s++) {
            mpq_ptr entry = w->fraction[s * w->n_col + column];
            difference(view, view->own[j], a, s, entry);
            mpq_neg(entry, entry);
            if (is_weak) mpq_add(total, total, entry);
        }
        column++;
    }
    dt_whole_make(w);
    for (int j = 0; j < n; j++)
        mpz_set_ui(w->number[bound * w->n_col + j], 1);
    mpz_set_ui(w->number[bound * w->n_col + w->n_col - 1], 1);
    if (is_weak) return;
    for (int s = 0; s < bound; s++)
        mpz_set_ui(w->number[s * w->n_col + n], 1);
    mpz_set_si(w->number[(bound + 1) * w->n_col + n], -1);
}

/* Reads the mixture from an optimal dictionary: its columns before that of e. */
static dt_status read_mixture(const struct view *view, const struct dt_tableau *t, int a, double *mixture)
{
    int n = view->n_own - 1;
    mp_limb_t *limb = malloc((size_t)t->n_col * (size_t)t->width * sizeof *limb);
    double *share = malloc((size_t)n * sizeof *share);
    if (limb && share) {
        dt_corner_read(t, NULL, limb);
        dt_corner_shares(&(struct dt_corner){.n = n, .width = t->width, .limb = limb}, share);
        for (int j = 0, column = 0; j < view->n_own; j++)
            if (view->own[j] != a) mixture[view->own[j]] = share[column++];
    }
    dt_status status = limb && share ? DT_OK : DT_NO_MEMORY;
    free(limb);
    free(share);
    return status;
}

static dt_status maximise(const struct view *view, struct dt_whole *w, int a, double *mixture, int *is_found)
{
    struct dt_tableau t;
    dt_status status = DT_MISMATCH;
    for (int is_wide = 0; is_wide < 2 && status == DT_MISMATCH; is_wide++) {
        DT_TRY(dt_tableau_create_exact(&t, (const mpz_t *)w->number, w->n_row, w->n_col - 1, is_wide));
        status = dt_simplex_maximise(&t);
        if (status == DT_OK) *is_found = dt_tableau_sign(&t, w->n_row - 1, w->n_col - 1) > 0;
        if (status == DT_OK && *is_found) status = read_mixture(view, &t, a, mixture);
        dt_tableau_clear(&t);
    }
    return status;
}

/* Whether a mixture dominates a; the mixture is then in `mixture`. */
static dt_status find_mixture(const struct view *view, int a, double *mixture, int *is_found)
{
    struct dt_whole w;
    *is_found = 0;
    if (view->n_own < 3) return DT_OK; /* a mixture of one strategy is pure */
    DT_TRY(dt_whole_create(&w, (int)view->n_other + 2, view->n_own - 1 + !view->options->is_weak + 1));
    fill_program(view, a, &w);
    dt_status status = maximise(view, &w, a, mixture, is_found);
    dt_whole_clear(&w);
    return status;
}

static dt_status record(const struct view *view, int a, int by, double *mixture, dt_dominances *out)
{
    if (out->count == out->capacity) {
        int capacity = out->capacity ? 2 * out->capacity : 8;
        dt_dominated *item = realloc(out->item, (size_t)capacity * sizeof *item);
        if (!item) return DT_NO_MEMORY;
        out->item = item;
        out->capacity = capacity;
    }
    out->item[out->count++] = (dt_dominated){
        .player = view->player, .strategy = a, .round = out->n_round + 1, .by = by, .mixture = mixture};
    return DT_OK;
}

static dt_status test_strategy(const struct view *view, int a, dt_dominances *out)
{
    int by = -1, is_found = 0;
    for (int j = 0; j < view->n_own && by < 0; j++)
        if (view->own[j] != a && is_dominated_by(view, view->own[j], a)) by = view->own[j];
    double *mixture = calloc((size_t)view->game->strategies[view->player], sizeof *mixture);
    if (!mixture) return DT_NO_MEMORY;
    dt_status status = DT_OK;
    if (by >= 0)
        mixture[by] = 1.0;
    else if (!view->options->is_pure)
        status = find_mixture(view, a, mixture, &is_found);
    if (status == DT_OK && (by >= 0 || is_found)) status = record(view, a, by, mixture, out);
    if (status != DT_OK || (by < 0 && !is_found)) free(mixture);
    return status;
}

static dt_status test_player(struct view *view, dt_dominances *out)
{
    dt_status status = view_init(view);
    for (int j = 0; j < view->n_own && status == DT_OK && view->n_own > 1; j++)
        status = test_strategy(view, view->own[j], out);
    view_clear(view);
    return status;
}

/* One round; the strategies found are marked only after all players were looked at. */
static dt_status run_round(const dt_normal *game, const dt_dominance_options *options, unsigned char *is_out,
                           dt_dominances *out)
{
    int before = out->count;
    for (int i = 0; i < game->n_player; i++) {
        struct view view = {.game = game, .options = options, .is_out = is_out, .player = i};
        DT_TRY(test_player(&view, out));
    }
    for (int k = before; k < out->count; k++)
        is_out[game->offset[out->item[k].player] + out->item[k].strategy] = 1;
    return DT_OK;
}

dt_status dt_normal_dominance(const dt_normal *game, const dt_dominance_options *options, dt_dominances *out)
{
    const dt_dominance_options defaults = {0};
    const dt_dominance_options *chosen = options ? options : &defaults;
    dt_dominances found = {0};
    unsigned char *is_out = calloc((size_t)game->n_total, 1);
    dt_status status = is_out ? DT_OK : DT_NO_MEMORY;
    while (status == DT_OK && (chosen->rounds == 0 || found.n_round < chosen->rounds)) {
        int before = found.count;
        status = run_round(game, chosen, is_out, &found);
        if (status != DT_OK || found.count == before) break;
        found.n_round++;
    }
    free(is_out);
    if (status == DT_OK)
        *out = found;
    else
        dt_dominances_free(&found);
    return status;
}

void dt_dominances_free(dt_dominances *list)
{
    if (!list) return;
    for (int k = 0; k < list->count; k++)
        free(list->item[k].mixture);
    free(list->item);
    *list = (dt_dominances){0};
}

dt_status dt_normal_restrict(const dt_normal *game, const unsigned char *is_out, dt_normal **out)
{
    int strategies[DT_NORMAL_PLAYERS], strategy[DT_NORMAL_PLAYERS];
    for (int i = 0; i < game->n_player; i++) {
        strategies[i] = 0;
        for (int s = 0; s < game->strategies[i]; s++)
            strategies[i] += !is_out[game->offset[i] + s];
    }
    dt_normal *less = NULL;
    DT_TRY(dt_normal_create(game->n_player, strategies, &less));
    dt_normal_set_title(less, game->title);
    for (int i = 0; i < game->n_player; i++) {
        dt_normal_set_player_name(less, i, game->player_name[i]);
        for (int s = 0, to = 0; s < game->strategies[i]; s++)
            if (!is_out[game->offset[i] + s])
                dt_normal_set_strategy_name(less, i, to++, dt_normal_strategy_name(game, i, s));
    }
    mpq_t value;
    mpq_init(value);
    dt_status status = DT_OK;
    int64_t to = 0; /* profiles that are left keep their order */
    for (int64_t s = 0; s < game->n_profile && status == DT_OK; s++) {
        int is_kept = 1;
        dt_normal_profile_strategies(game, s, strategy);
        for (int i = 0; i < game->n_player; i++)
            is_kept = is_kept && !is_out[game->offset[i] + strategy[i]];
        for (int i = 0; i < game->n_player && is_kept && status == DT_OK; i++) {
            dt_normal_exact_payoff(game, s, i, value);
            status = dt_normal_set_exact(less, to, i, value);
        }
        to += is_kept;
    }
    mpq_clear(value);
    if (status == DT_OK)
        *out = less;
    else
        dt_normal_free(less);
    return status;
}
