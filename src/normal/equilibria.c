/* Lists of equilibria. Payoffs and regret of a point are computed here from the game, whatever the method
 * that found it says; a point of fractions counts as exact only if its exact regret is 0. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "normal/exact.h"
#include "normal/game.h"
#include "normal/methods.h"

static const double same = 1e-9; /* probabilities nearer than this are those of one point */

void dt_equilibria_init(dt_equilibria *list, const dt_normal *game)
{
    *list = (dt_equilibria){.n_player = game->n_player, .n_total = game->n_total, .best_regret = HUGE_VAL};
}

static void item_clear(dt_equilibrium *item)
{
    free(item->mixed);
    free(item->payoff);
    free(item->exact);
    free(item->joint);
}

void dt_equilibria_free(dt_equilibria *list)
{
    if (!list) return;
    for (int k = 0; k < list->count; k++)
        item_clear(&list->item[k]);
    free(list->item);
    free(list->best);
    list->item = NULL;
    list->best = NULL;
    list->count = list->capacity = 0;
}

static int is_same(const dt_equilibria *list, const dt_equilibrium *item, const double *mixed,
                   const char *exact)
{
    if (exact && item->exact) return strcmp(exact, item->exact) == 0;
    for (int k = 0; k < list->n_total; k++)
        if (!(fabs(mixed[k] - item->mixed[k]) <= same)) return 0;
    return 1;
}

static int is_in_list(const dt_equilibria *list, const double *mixed, const char *exact)
{
    for (int k = 0; k < list->count; k++)
        if (is_same(list, &list->item[k], mixed, exact)) return 1;
    return 0;
}

static int grow(dt_equilibria *list)
{
    if (list->count < list->capacity) return 1;
    int capacity = list->capacity ? 2 * list->capacity : 16;
    dt_equilibrium *item = realloc(list->item, (size_t)capacity * sizeof *item);
    if (!item) return 0;
    list->item = item;
    list->capacity = capacity;
    return 1;
}

static int is_pure(const dt_normal *game, const double *mixed)
{
    for (int k = 0; k < game->n_total; k++)
        if (mixed[k] != 0.0 && mixed[k] != 1.0) return 0;
    return 1;
}

/* One fraction that is not negative. */
static int read_fraction(const char *word, mpq_ptr value)
{
    if (!word || mpq_set_str(value, word, 10) != 0 || mpz_sgn(mpq_denref(value)) <= 0) return 0;
    mpq_canonicalize(value);
    return mpq_sgn(value) >= 0;
}

/* Fractions of a text separated by blanks, which is cut up; 0 if they are not n_total fractions that make
 * distributions. */
static int read_fractions(const dt_normal *game, char *text, mpq_t *fraction)
{
    mpq_t sum;
    int is_valid = 1;
    mpq_init(sum);
    for (int i = 0; i < game->n_player && is_valid; i++) {
        mpq_set_ui(sum, 0, 1);
        for (int s = 0; s < game->strategies[i] && is_valid; s++) {
            mpq_ptr value = fraction[game->offset[i] + s];
            is_valid = read_fraction(strsep(&text, " "), value);
            if (is_valid) mpq_add(sum, sum, value);
        }
        is_valid = is_valid && mpq_cmp_ui(sum, 1, 1) == 0;
    }
    mpq_clear(sum);
    return is_valid;
}

/* Whether a profile of fractions is an equilibrium, exactly. */
static dt_status check_exact(const dt_normal *game, const char *text, int *is_exact)
{
    mpq_t *fraction = malloc((size_t)game->n_total * sizeof *fraction), regret;
    char *words = strdup(text);
    if (!fraction || !words) {
        free(fraction);
        free(words);
        return DT_NO_MEMORY;
    }
    mpq_init(regret);
    for (int k = 0; k < game->n_total; k++)
        mpq_init(fraction[k]);
    *is_exact = read_fractions(game, words, fraction);
    if (*is_exact) {
        dt_normal_exact_regret(game, (const mpq_t *)fraction, regret);
        *is_exact = mpq_sgn(regret) == 0;
    }
    for (int k = 0; k < game->n_total; k++)
        mpq_clear(fraction[k]);
    mpq_clear(regret);
    free(fraction);
    free(words);
    return DT_OK;
}

dt_status dt_equilibria_append(dt_equilibria *list, const dt_normal *game, const double *mixed,
                               const char *exact)
{
    dt_equilibrium new = {.mixed = malloc((size_t)game->n_total * sizeof(double)),
                          .payoff = malloc((size_t)game->n_player * sizeof(double)),
                          .exact = exact ? strdup(exact) : NULL};
    dt_status status = new.mixed &&new.payoff && (!exact || new.exact) && grow(list) ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK && exact) status = check_exact(game, exact, &new.is_exact);
    if (status != DT_OK) {
        item_clear(&new);
        return status;
    }
    memcpy(new.mixed, mixed, (size_t)game->n_total * sizeof(double));
    for (int i = 0; i < game->n_player; i++)
        new.payoff[i] = dt_normal_expected(game, mixed, i);
    new.regret = dt_normal_regret(game, mixed, &new.relative_regret);
    new.is_pure = is_pure(game, mixed);
    list->best_regret = fmin(list->best_regret, new.relative_regret);
    list->item[list->count++] = new;
    return DT_OK;
}

dt_status dt_equilibria_add(dt_equilibria *list, const dt_normal *game, const double *mixed,
                            const char *exact)
{
    return is_in_list(list, mixed, exact) ? DT_OK : dt_equilibria_append(list, game, mixed, exact);
}
