/* Best-reply polytopes: payoffs made positive, in doubles or in whole numbers; coordinates made shares. */
#include "normal/polytope.h"

#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/exact.h"
#include "normal/whole.h"

/* Profile at which side `side` finds row i and column j: its columns are the side's own strategies, its rows
 * those of the other player, whose payoffs stand in it. */
static int64_t cell(const dt_normal *game, int side, int i, int j)
{
    return i * game->stride[1 - side] + j * game->stride[side];
}

/* Payoffs of the other player between 1/4 and 5/4. */
static dt_status create_double(struct dt_tableau *t, const dt_normal *game, int side)
{
    int n_row = game->strategies[1 - side], n_col = game->strategies[side];
    double least, greatest;
    double *c = malloc((size_t)n_row * (size_t)n_col * sizeof *c);
    if (!c) return DT_NO_MEMORY;
    dt_normal_range(game, 1 - side, &least, &greatest);
    double scale = greatest > least ? 1.0 / (greatest - least) : 0.0;
    for (int i = 0; i < n_row; i++)
        for (int j = 0; j < n_col; j++)
            c[i * n_col + j] = 0.25 +
                scale * (dt_normal_payoff(game, cell(game, side, i, j), 1 - side) - least);
    dt_status status = dt_tableau_create(t, c, n_row, n_col);
    free(c);
    return status;
}

/* The matrix and its right sides: payoffs less the least one, without a common divisor, plus 1; and 1. */
static dt_status create_exact(struct dt_tableau *t, const dt_normal *game, int side, int is_wide)
{
    int n_row = game->strategies[1 - side], n_col = game->strategies[side];
    struct dt_whole c;
    DT_TRY(dt_whole_create(&c, n_row, n_col + 1));
    for (int i = 0; i < n_row; i++)
        for (int j = 0; j < n_col; j++)
            dt_normal_exact_payoff(game, cell(game, side, i, j), 1 - side, c.fraction[i * (n_col + 1) + j]);
    dt_whole_lower(&c, n_col);
    dt_whole_make(&c);
    for (int i = 0; i < n_row; i++) {
        for (int j = 0; j < n_col; j++)
            mpz_add_ui(c.number[i * (n_col + 1) + j], c.number[i * (n_col + 1) + j], 1);
        mpz_set_ui(c.number[i * (n_col + 1) + n_col], 1);
    }
    dt_status status = dt_tableau_create_exact(t, (const mpz_t *)c.number, n_row, n_col, is_wide);
    dt_whole_clear(&c);
    return status;
}

dt_status dt_polytopes_create(struct dt_polytopes *p, const dt_normal *game, int is_exact, int is_wide)
{
    *p = (struct dt_polytopes){.strategies = {game->strategies[0], game->strategies[1]},
                               .n_label = game->n_total};
    for (int side = 0; side < 2; side++) {
        dt_status status = is_exact ? create_exact(&p->side[side], game, side, is_wide)
                                    : create_double(&p->side[side], game, side);
        if (status != DT_OK) {
            dt_polytopes_clear(p);
            return status;
        }
        dt_tableau_set_labels(&p->side[side], side ? game->strategies[0] : 0, side ? 0 : game->strategies[0]);
    }
    return DT_OK;
}

void dt_polytopes_clear(struct dt_polytopes *p)
{
    dt_tableau_clear(&p->side[0]);
    dt_tableau_clear(&p->side[1]);
}

void dt_corner_read(const struct dt_tableau *t, double *number, mp_limb_t *limb)
{
    size_t width = (size_t)t->width, n = (size_t)t->n_col + 1;
    if (width)
        memset(limb, 0, (size_t)t->n_col * width * sizeof *limb);
    else
        memset(number, 0, (size_t)t->n_col * sizeof *number);
    for (int i = 0; i < t->n_row; i++) {
        int column = dt_tableau_row_label(t, i) - t->first_column;
        if (column < 0 || column >= t->n_col || dt_tableau_sign(t, i, t->n_col) <= 0) continue;
        if (width)
            memcpy(limb + (size_t)column * width, t->limb + ((size_t)i * n + n - 1) * width,
                   width * sizeof *limb);
        else
            number[column] = t->number[(size_t)i * n + n - 1];
    }
}

/* Coordinate k, which is not negative, and the sum of all. */
static void whole(const struct dt_corner *corner, int k, mpz_t out)
{
    mpz_import(out, (size_t)corner->width, -1, sizeof(mp_limb_t), 0, 0, corner->limb + k * corner->width);
}

static void whole_sum(const struct dt_corner *corner, mpz_t sum)
{
    mpz_t value;
    mpz_init(value);
    mpz_set_ui(sum, 0);
    for (int k = 0; k < corner->n; k++) {
        whole(corner, k, value);
        mpz_add(sum, sum, value);
    }
    mpz_clear(value);
}

/* Visits the shares of a corner as fractions: into a text, or rounded into doubles. */
static void each_share(const struct dt_corner *corner, dt_text *text, double *share)
{
    mpz_t sum;
    mpq_t fraction;
    mpz_init(sum);
    mpq_init(fraction);
    whole_sum(corner, sum);
    for (int k = 0; k < corner->n; k++) {
        whole(corner, k, mpq_numref(fraction));
        mpz_set(mpq_denref(fraction), sum);
        mpq_canonicalize(fraction);
        if (text) dt_exact_append(text, fraction);
        if (text) dt_text_append(text, " ");
        if (share) share[k] = dt_exact_double(fraction);
    }
    mpz_clear(sum);
    mpq_clear(fraction);
}

void dt_corner_text(const struct dt_corner *corner, dt_text *text)
{
    each_share(corner, text, NULL);
}

void dt_corner_shares(const struct dt_corner *corner, double *share)
{
    if (corner->width) {
        each_share(corner, NULL, share);
        return;
    }
    double sum = 0.0;
    for (int k = 0; k < corner->n; k++)
        sum += corner->number[k];
    for (int k = 0; k < corner->n; k++)
        share[k] = corner->number[k] / sum;
}
