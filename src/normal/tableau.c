/* Dictionaries: memory, the leaving rule, and the pivot in doubles, one limb, two limbs and any number. */
#include "normal/tableau.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "normal/wide.h"

/* Entries of C lie between 1/4 and 5/4 with doubles, and so do not differ in size from right sides. */
static const double nothing = 1e-10; /* an entry of less than this is 0 */
static const double tie = 1e-10;     /* ratios that differ by less, relative to 1, are equal */
static const double clear = 1e-12;   /* whole numbers: ratios that differ by more are told apart in doubles */

enum {
    SPARE_BITS = 16,  /* room for powers of 2 in det, beyond which numbers get twice the limbs */
    FILTER_BITS = 480 /* up to this size products of two numbers are within the range of doubles */
};

/* Memory. */

static void set_pointers(struct dt_tableau *t)
{
    size_t cells = (size_t)t->n_row * (size_t)(t->n_col + 1);
    size_t numbers = t->width ? (cells + 1) * (size_t)t->width : cells;
    t->number = t->width ? NULL : (double *)(void *)t->block;
    t->limb = t->width ? (mp_limb_t *)(void *)t->block : NULL;
    t->label = (int *)(void *)(t->block + numbers * 8);
    t->place = t->label + t->n_row + t->n_col;
    t->size = numbers * 8 + 2 * (size_t)(t->n_row + t->n_col) * sizeof(int);
}

static dt_status allocate(struct dt_tableau *t)
{
    t->block = NULL;
    set_pointers(t);
    t->block = calloc(1, t->size);
    if (!t->block) return DT_NO_MEMORY;
    set_pointers(t);
    dt_tableau_set_labels(t, 0, t->n_col);
    return DT_OK;
}

void dt_tableau_set_labels(struct dt_tableau *t, int first_column, int first_slack)
{
    t->first_column = first_column;
    t->first_slack = first_slack;
    for (int k = 0; k < t->n_col + t->n_row; k++) {
        t->label[k] = k < t->n_col ? first_column + k : first_slack + k - t->n_col;
        t->place[t->label[k]] = k;
    }
}

void dt_tableau_clear(struct dt_tableau *t)
{
    free(t->block);
    t->block = NULL;
}

dt_status dt_tableau_clone(const struct dt_tableau *t, struct dt_tableau *out)
{
    struct dt_tableau copy = *t;
    copy.block = malloc(t->size);
    if (!copy.block) return DT_NO_MEMORY;
    memcpy(copy.block, t->block, t->size);
    set_pointers(&copy);
    *out = copy;
    return DT_OK;
}

void dt_tableau_assign(struct dt_tableau *to, const struct dt_tableau *from)
{
    memcpy(to->block, from->block, from->size);
}

dt_status dt_tableau_create(struct dt_tableau *t, const double *c, int n_row, int n_col)
{
    *t = (struct dt_tableau){.n_row = n_row, .n_col = n_col};
    dt_status status = allocate(t);
    for (int i = 0; i < n_row && status == DT_OK; i++) {
        double *row = t->number + (size_t)i * (size_t)(n_col + 1);
        memcpy(row, c + (size_t)i * (size_t)n_col, (size_t)n_col * sizeof *row);
        row[n_col] = 1.0;
    }
    return status;
}

static int descending(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return (first < second) - (first > second);
}

/* Bits of the length of a row, its right side included; at least 0. */
static double row_bits(const mpz_t *row, int n)
{
    long exponent = 0;
    mpz_t sum;
    mpz_init(sum);
    for (int j = 0; j < n; j++)
        mpz_addmul(sum, row[j], row[j]);
    double mantissa = mpz_get_d_2exp(&exponent, sum);
    mpz_clear(sum);
    return mantissa > 0.0 ? fmax(0.5 * ((double)exponent + log2(mantissa)), 0.0) : 0.0;
}

/* Bits of the largest minor by Hadamard's bound, the product of the lengths of its rows: of the longest ones,
 * as many as a minor can have. */
static dt_status minor_bits(const mpz_t *c, int n_row, int n_col, double *bits)
{
    int n = n_row < n_col + 1 ? n_row : n_col + 1;
    double *length = malloc((size_t)n_row * sizeof *length);
    if (!length) return DT_NO_MEMORY;
    for (int i = 0; i < n_row; i++)
        length[i] = row_bits(c + (size_t)i * (size_t)(n_col + 1), n_col + 1);
    qsort(length, (size_t)n_row, sizeof *length, descending);
    *bits = 0.0;
    for (int i = 0; i < n; i++)
        *bits += length[i];
    free(length);
    return DT_OK;
}

/* A whole number in two's complement. */
static void set_limbs(mp_limb_t *out, const mpz_t value, int width)
{
    size_t n = mpz_size(value);
    for (int k = 0; k < width; k++)
        out[k] = (size_t)k < n ? mpz_getlimbn(value, k) : 0;
    if (mpz_sgn(value) < 0) mpn_neg(out, out, width);
}

dt_status dt_tableau_create_exact(struct dt_tableau *t, const mpz_t *c, int n_row, int n_col, int is_wide)
{
    double bits = 0.0;
    *t = (struct dt_tableau){.n_row = n_row, .n_col = n_col};
    dt_status status = minor_bits(c, n_row, n_col, &bits);
    if (status != DT_OK) return status;
    bits = ceil(bits + 2.0);
    double room = is_wide ? 2.0 * bits + 2.0 : bits;
    if (room > 64.0 * DT_WIDE_MOST - SPARE_BITS) return DT_NO_SOLUTION;
    t->bits = (int)bits;
    t->width = bits <= 63.0 ? 1 : ((int)room + SPARE_BITS + 63) / 64;
    status = allocate(t);
    if (status != DT_OK) return status;
    size_t cells = (size_t)n_row * (size_t)(n_col + 1), width = (size_t)t->width;
    for (size_t k = 0; k < cells; k++)
        set_limbs(t->limb + k * width, c[k], t->width);
    t->limb[cells * width] = 1;
    return DT_OK;
}

/* Entries. */

static inline const mp_limb_t *limbs(const struct dt_tableau *t, int row, int column)
{
    return t->limb + ((size_t)row * (size_t)(t->n_col + 1) + (size_t)column) * (size_t)t->width;
}

static inline mp_limb_t *determinant(const struct dt_tableau *t)
{
    return t->limb + (size_t)t->n_row * (size_t)(t->n_col + 1) * (size_t)t->width;
}

int dt_tableau_sign(const struct dt_tableau *t, int row, int column)
{
    if (t->width) return dt_wide_sign(limbs(t, row, column), t->width);
    double value = t->number[row * (t->n_col + 1) + column];
    return (value > nothing) - (value < -nothing);
}

double dt_tableau_entry(const struct dt_tableau *t, int row, int column)
{
    if (t->width) return dt_wide_double(limbs(t, row, column), t->width);
    return t->number[row * (t->n_col + 1) + column];
}

/* The leaving rule. */

/* Sign of a * b - c * d. */
static int compare_products(const mp_limb_t *a, const mp_limb_t *b, const mp_limb_t *c, const mp_limb_t *d,
                            int width)
{
    mp_limb_t size[4][DT_WIDE_MOST], product[2][2 * DT_WIDE_MOST];
    int first = (dt_wide_abs(size[0], a, width) ^ dt_wide_abs(size[1], b, width)) ? -1 : 1;
    int second = (dt_wide_abs(size[2], c, width) ^ dt_wide_abs(size[3], d, width)) ? -1 : 1;
    mpn_mul_n(product[0], size[0], size[1], width);
    mpn_mul_n(product[1], size[2], size[3], width);
    if (mpn_zero_p(product[0], 2 * width)) first = 0;
    if (mpn_zero_p(product[1], 2 * width)) second = 0;
    if (first != second) return first > second ? 1 : -1;
    return first * mpn_cmp(product[0], product[1], 2 * width);
}

static int compare_exact(const struct dt_tableau *t, int i, int k, int column, int q)
{
    const mp_limb_t *a = limbs(t, i, q), *b = limbs(t, k, column), *c = limbs(t, k, q),
                    *d = limbs(t, i, column);
    if (t->width == 1) {
        dt_int128 first = (dt_int128)(int64_t)*a * (int64_t)*b, second = (dt_int128)(int64_t)*c * (int64_t)*d;
        return (first > second) - (first < second);
    }
    if (t->bits <= FILTER_BITS) {
        double first = dt_wide_double(a, t->width) * dt_wide_double(b, t->width),
               second = dt_wide_double(c, t->width) * dt_wide_double(d, t->width);
        if (fabs(first - second) > clear * (fabs(first) + fabs(second))) return first > second ? 1 : -1;
    }
    int order = compare_products(a, b, c, d, t->width);
    return (order > 0) - (order < 0);
}

/* Compares entry / entry in `column` of rows i and k, the entries standing in column q. */
static int compare_ratios(const struct dt_tableau *t, int i, int k, int column, int q)
{
    if (t->width) return compare_exact(t, i, k, column, q);
    const double *first = t->number + i * (t->n_col + 1), *second = t->number + k * (t->n_col + 1);
    double a = first[q] / first[column], b = second[q] / second[column];
    if (fabs(a - b) <= tie * (1.0 + fabs(a) + fabs(b))) return 0;
    return a > b ? 1 : -1;
}

int dt_tableau_compare(const struct dt_tableau *t, int i, int k, int column)
{
    return compare_ratios(t, i, k, column, t->n_col);
}

/* Whether row i reaches 0 before row k: by right sides, then by the columns of the inverse of the basis,
 * which are those of the slack variables. */
static int is_first(const struct dt_tableau *t, int i, int k, int column)
{
    int order = compare_ratios(t, i, k, column, t->n_col);
    for (int s = 0; order == 0 && s < t->n_row; s++) {
        int place = t->place[t->first_slack + s];
        if (place < t->n_col)
            order = compare_ratios(t, i, k, column, place);
        else if (place - t->n_col == i)
            order = 1;
        else if (place - t->n_col == k)
            order = -1;
    }
    return order < 0;
}

/* The same in doubles. One sweep without branches finds the two least ratios; only where they tie are rows
 * compared one by one. */
static int leaving_double(const struct dt_tableau *t, int column)
{
    int stride = t->n_col + 1, best = -1;
    double least = HUGE_VAL, second = HUGE_VAL;
    for (int i = 0; i < t->n_row; i++) {
        const double *row = t->number + i * stride;
        double ratio = row[column] > nothing ? row[t->n_col] / row[column] : HUGE_VAL;
        double larger = ratio > least ? ratio : least;
        second = larger < second ? larger : second;
        best = ratio < least ? i : best;
        least = ratio < least ? ratio : least;
    }
    if (best < 0 || second == HUGE_VAL || second > least + tie * (1.0 + fabs(least) + fabs(second)))
        return best;
    for (int i = 0; i < t->n_row; i++)
        if (i != best && t->number[i * stride + column] > nothing && is_first(t, i, best, column)) best = i;
    return best;
}

int dt_tableau_leaving(const struct dt_tableau *t, int column)
{
    int best = -1;
    if (!t->width) return leaving_double(t, column);
    for (int i = 0; i < t->n_row; i++) {
        if (dt_tableau_sign(t, i, column) <= 0) continue;
        if (best < 0 || is_first(t, i, best, column)) best = i;
    }
    return best;
}

/* Pivots. New entries off the pivot's row and column are (entry * pivot - left * above) / det. */

static void pivot_double(struct dt_tableau *t, int row, int column)
{
    int n = t->n_col + 1;
    double *top = t->number + row * n, inverse = 1.0 / top[column];
    for (int j = 0; j < n; j++)
        top[j] *= inverse;
    top[column] = inverse;
    for (int i = 0; i < t->n_row; i++) {
        if (i == row) continue;
        double *line = t->number + i * n, left = line[column];
        line[column] = 0.0;
        for (int j = 0; j < n; j++)
            line[j] -= left * top[j];
    }
}

/* Inverse of an odd number modulo 2^64: each step doubles the bits that are right, of which n itself has 3.
 */
static uint64_t odd_inverse(uint64_t n)
{
    uint64_t x = n;
    for (int k = 0; k < 5; k++)
        x *= 2 - n * x;
    return x;
}

static void pivot_one(struct dt_tableau *t, int row, int column)
{
    int n = t->n_col + 1;
    mp_limb_t *det = determinant(t), *top = t->limb + row * n;
    int zeros = __builtin_ctzll(*det);
    uint64_t inverse = odd_inverse(*det >> zeros);
    int64_t pivot = (int64_t)top[column];
    for (int i = 0; i < t->n_row; i++) {
        if (i == row) continue;
        mp_limb_t *line = t->limb + i * n;
        int64_t left = (int64_t)line[column];
        for (int j = 0; j < n; j++) {
            dt_int128 cross = (dt_int128)(int64_t)line[j] * pivot - (dt_int128)left * (int64_t)top[j];
            line[j] = (uint64_t)(cross >> zeros) * inverse;
        }
        line[column] = (mp_limb_t)-left;
    }
    top[column] = *det;
    *det = (mp_limb_t)pivot;
}

/* With more limbs, both factors are divided by the odd part of det beforehand, which wraps, and its power of
 * 2 is shifted out afterwards, for which there is room. */
static void pivot_two(struct dt_tableau *t, int row, int column)
{
    int n = t->n_col + 1;
    mp_limb_t *det = determinant(t), *top = t->limb + 2 * row * n;
    int zeros = dt_wide_trailing_zeros(det, 2);
    dt_uint128 odd = dt_wide_pair(det) >> zeros, inverse = odd_inverse((uint64_t)odd);
    inverse *= 2 - odd * inverse;
    dt_uint128 pivot = dt_wide_pair(top + 2 * column), factor = pivot * inverse;
    for (int i = 0; i < t->n_row; i++) {
        if (i == row) continue;
        mp_limb_t *line = t->limb + 2 * i * n;
        dt_uint128 left = dt_wide_pair(line + 2 * column), share = left * inverse;
        for (int j = 0; j < n; j++) {
            dt_uint128 cross = dt_wide_pair(line + 2 * j) * factor - dt_wide_pair(top + 2 * j) * share;
            dt_wide_set_pair(line + 2 * j, (dt_uint128)((dt_int128)cross >> zeros));
        }
        dt_wide_set_pair(line + 2 * column, -left);
    }
    memcpy(top + 2 * column, det, 2 * sizeof *det);
    dt_wide_set_pair(det, pivot);
}

/* Inverse of the odd part of det. */
static void wide_inverse(mp_limb_t *out, const mp_limb_t *det, int width, int zeros)
{
    mp_limb_t odd[DT_WIDE_MOST], step[DT_WIDE_MOST], next[DT_WIDE_MOST];
    memcpy(odd, det, (size_t)width * sizeof *det);
    dt_wide_shift(odd, width, zeros);
    memset(out, 0, (size_t)width * sizeof *out);
    out[0] = odd_inverse(odd[0]);
    for (int known = 1; known < width; known *= 2) {
        dt_wide_multiply(step, odd, out, width);
        mpn_neg(step, step, width);
        mpn_add_1(step, step, width, 2);
        dt_wide_multiply(next, step, out, width);
        memcpy(out, next, (size_t)width * sizeof *out);
    }
}

static void pivot_wide(struct dt_tableau *t, int row, int column)
{
    int width = t->width, n = t->n_col + 1;
    size_t bytes = (size_t)width * sizeof(mp_limb_t);
    mp_limb_t *det = determinant(t), *top = t->limb + width * row * n;
    mp_limb_t inverse[DT_WIDE_MOST], factor[DT_WIDE_MOST], share[DT_WIDE_MOST], a[DT_WIDE_MOST],
        b[DT_WIDE_MOST];
    int zeros = dt_wide_trailing_zeros(det, width);
    wide_inverse(inverse, det, width, zeros);
    dt_wide_multiply(factor, top + width * column, inverse, width);
    for (int i = 0; i < t->n_row; i++) {
        if (i == row) continue;
        mp_limb_t *line = t->limb + width * i * n, *left = line + width * column;
        dt_wide_multiply(share, left, inverse, width);
        for (int j = 0; j < n; j++) {
            if (j == column) continue;
            dt_wide_multiply(a, line + width * j, factor, width);
            dt_wide_multiply(b, top + width * j, share, width);
            mpn_sub_n(line + width * j, a, b, width);
            dt_wide_shift(line + width * j, width, zeros);
        }
        mpn_neg(left, left, width);
    }
    memcpy(a, det, bytes);
    memcpy(det, top + width * column, bytes);
    memcpy(top + width * column, a, bytes);
}

/* Makes det positive again after a pivot on a negative entry. */
static void negate(struct dt_tableau *t)
{
    int width = t->width, cells = t->n_row * (t->n_col + 1) + 1;
    for (int k = 0; k < cells; k++)
        mpn_neg(t->limb + width * k, t->limb + width * k, width);
}

static int pivot_exact(struct dt_tableau *t, int row, int column)
{
    int width = t->width;
    if (width > 1 && dt_wide_trailing_zeros(determinant(t), width) + t->bits > 64 * width) return 0;
    if (width == 1)
        pivot_one(t, row, column);
    else if (width == 2)
        pivot_two(t, row, column);
    else
        pivot_wide(t, row, column);
    if (dt_wide_sign(determinant(t), width) < 0) negate(t);
    return 1;
}

int dt_tableau_pivot(struct dt_tableau *t, int row, int column)
{
    if (!t->width)
        pivot_double(t, row, column);
    else if (!pivot_exact(t, row, column))
        return 0;
    int in = t->label[column], out = t->label[t->n_col + row];
    t->label[column] = out;
    t->label[t->n_col + row] = in;
    t->place[out] = column;
    t->place[in] = t->n_col + row;
    return 1;
}
