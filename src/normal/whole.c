/* Fractions as whole numbers in the same proportions. */
#include "normal/whole.h"

#include <stdlib.h>

dt_status dt_whole_create(struct dt_whole *w, int n_row, int n_col)
{
    size_t n = (size_t)n_row * (size_t)n_col;
    *w = (struct dt_whole){.n_row = n_row, .n_col = n_col};
    w->fraction = malloc(n * sizeof *w->fraction);
    w->number = malloc(n * sizeof *w->number);
    if (!w->fraction || !w->number) {
        free(w->fraction);
        free(w->number);
        *w = (struct dt_whole){0};
        return DT_NO_MEMORY;
    }
    for (size_t k = 0; k < n; k++) {
        mpq_init(w->fraction[k]);
        mpz_init(w->number[k]);
    }
    return DT_OK;
}

void dt_whole_clear(struct dt_whole *w)
{
    for (int k = 0; k < w->n_row * w->n_col; k++) {
        mpq_clear(w->fraction[k]);
        mpz_clear(w->number[k]);
    }
    free(w->fraction);
    free(w->number);
}

void dt_whole_lower(struct dt_whole *w, int n_col)
{
    mpq_t least;
    mpq_init(least);
    mpq_set(least, w->fraction[0]);
    for (int k = 0; k < w->n_row * w->n_col; k++)
        if (k % w->n_col < n_col && mpq_cmp(w->fraction[k], least) < 0) mpq_set(least, w->fraction[k]);
    for (int k = 0; k < w->n_row * w->n_col; k++)
        if (k % w->n_col < n_col) mpq_sub(w->fraction[k], w->fraction[k], least);
    mpq_clear(least);
}

void dt_whole_make(struct dt_whole *w)
{
    int n = w->n_row * w->n_col;
    mpz_t multiple, divisor;
    mpz_inits(multiple, divisor, NULL);
    mpz_set_ui(multiple, 1);
    for (int k = 0; k < n; k++)
        mpz_lcm(multiple, multiple, mpq_denref(w->fraction[k]));
    for (int k = 0; k < n; k++) {
        mpz_divexact(w->number[k], multiple, mpq_denref(w->fraction[k]));
        mpz_mul(w->number[k], w->number[k], mpq_numref(w->fraction[k]));
        mpz_gcd(divisor, divisor, w->number[k]);
    }
    for (int k = 0; k < n && mpz_sgn(divisor); k++)
        mpz_divexact(w->number[k], w->number[k], divisor);
    mpz_clears(multiple, divisor, NULL);
}
