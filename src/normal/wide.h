/* Whole numbers of a fixed number of limbs, in two's complement, least limb first.
 *
 * Sums and products wrap. That is enough for elimination: where a result is known to fit and a division is
 * known to leave no rest, the low limbs of a product and the inverse of an odd number say all about it. */
#ifndef DT_NORMAL_WIDE_H
#define DT_NORMAL_WIDE_H

#include <gmp.h>
#include <stdint.h>
#include <string.h>

_Static_assert(GMP_NUMB_BITS == 64, "limbs of 64 bits without nails");

__extension__ typedef __int128 dt_int128;
__extension__ typedef unsigned __int128 dt_uint128;

enum { DT_WIDE_MOST = 512 }; /* limbs */

static inline int dt_wide_sign(const mp_limb_t *a, int width)
{
    if ((int64_t)a[width - 1] < 0) return -1;
    for (int k = width; k-- > 0;)
        if (a[k]) return 1;
    return 0;
}

/* The absolute value; returns whether `a` was negative. */
static inline int dt_wide_abs(mp_limb_t *out, const mp_limb_t *a, int width)
{
    if ((int64_t)a[width - 1] >= 0) {
        memcpy(out, a, (size_t)width * sizeof *a);
        return 0;
    }
    mpn_neg(out, a, width);
    return 1;
}

static inline dt_uint128 dt_wide_pair(const mp_limb_t *a)
{
    return (dt_uint128)a[1] << 64 | a[0];
}

static inline void dt_wide_set_pair(mp_limb_t *out, dt_uint128 value)
{
    out[0] = (mp_limb_t)value;
    out[1] = (mp_limb_t)(value >> 64);
}

/* Low limbs of a product; `out` is none of the factors. */
static inline void dt_wide_multiply(mp_limb_t *out, const mp_limb_t *a, const mp_limb_t *b, int width)
{
    mpn_mul_1(out, a, width, b[0]);
    for (int k = 1; k < width; k++)
        mpn_addmul_1(out + k, a, width - k, b[k]);
}

/* Shifts right by any number of bits, keeping the sign. */
static inline void dt_wide_shift(mp_limb_t *a, int width, int bits)
{
    int limbs = bits / 64;
    mp_limb_t fill = (int64_t)a[width - 1] < 0 ? ~(mp_limb_t)0 : 0;
    for (int k = 0; limbs && k < width; k++)
        a[k] = k + limbs < width ? a[k + limbs] : fill;
    if (bits % 64 == 0) return;
    mpn_rshift(a, a, width, (unsigned)(bits % 64));
    a[width - 1] |= fill << (64 - bits % 64);
}

static inline int dt_wide_trailing_zeros(const mp_limb_t *a, int width)
{
    int k = 0;
    while (k < width - 1 && a[k] == 0)
        k++;
    return 64 * k + (a[k] ? __builtin_ctzll(a[k]) : 64);
}

/* Nearly the value: relative error below 2^-51, for numbers of fewer than 1,000 bits. */
static inline double dt_wide_double(const mp_limb_t *a, int width)
{
    if (width == 1) return (double)(int64_t)a[0];
    mp_limb_t size[DT_WIDE_MOST];
    double sign = dt_wide_abs(size, a, width) ? -1.0 : 1.0;
    int top = width - 1;
    while (top > 0 && size[top] == 0)
        top--;
    double value = (double)size[top];
    if (top > 0) value = value * 0x1p64 + (double)size[top - 1];
    for (int k = 1; k < top; k++)
        value *= 0x1p64;
    return sign * value;
}

#endif
