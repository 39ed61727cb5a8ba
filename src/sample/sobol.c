/* The Sobol' sequence in Gray-code order (Antonov and Saleev 1979), with the direction numbers of Joe and Kuo
 * (2008), and Owen's nested uniform scrambling (Owen 1995, in Monte Carlo and Quasi-Monte Carlo Methods):
 * each digit is flipped or not by a random bit of its own, which depends on all digits before it. */
#include "sample/design.h"

static const uint16_t published[] = {
#include "sample/direction_numbers.def"
};

/* Degree of a polynomial over GF(2) written as the bits of an integer. */
static int degree_of(unsigned polynomial)
{
    int degree = -1;
    for (; polynomial; polynomial >>= 1)
        degree++;
    return degree;
}

/* Direction numbers of one dimension: v_k = m_k 2^(32-k), the first s from the table, then by the recurrence
 * of the polynomial. */
static void directions_of(unsigned polynomial, const uint16_t *m, uint32_t *v)
{
    int s = degree_of(polynomial);
    for (int k = 0; k < DT_SOBOL_BITS; k++) {
        if (k < s) {
            v[k] = (uint32_t)m[k] << (DT_SOBOL_BITS - 1 - k);
            continue;
        }
        v[k] = v[k - s] ^ (v[k - s] >> s);
        for (int j = 1; j < s; j++)
            if ((polynomial >> (s - j)) & 1) v[k] ^= v[k - j];
    }
}

void dt_sobol_directions(int n, uint32_t *v)
{
    const uint16_t *next = published;
    for (int k = 0; k < DT_SOBOL_BITS && n > 0; k++)
        v[k] = UINT32_C(1) << (DT_SOBOL_BITS - 1 - k);
    for (int d = 1; d < n; d++) {
        directions_of(next[0], next + 1, v + d * DT_SOBOL_BITS);
        next += 1 + degree_of(next[0]);
    }
}

uint32_t dt_sobol_coordinate(const uint32_t *v, uint64_t index)
{
    uint32_t digits = 0;
    uint64_t gray = index ^ (index >> 1);
    for (int k = 0; k < DT_SOBOL_BITS && gray; k++, gray >>= 1)
        if (gray & 1) digits ^= v[k];
    return digits;
}

uint32_t dt_owen_scramble(uint32_t digits, uint64_t seed, uint64_t dimension)
{
    uint32_t flips = 0;
    for (int k = 0; k < DT_SOBOL_BITS; k++) {
        uint64_t before = k == 0 ? 0 : digits >> (DT_SOBOL_BITS - k);
        uint64_t node = UINT64_C(1) << k | before;
        flips = flips << 1 | (uint32_t)(dt_mixed_bits(seed, dimension, node) >> 63);
    }
    return digits ^ flips;
}

void dt_sobol_coordinates(const struct dt_design *d, int64_t index, int first, int n, double *u)
{
    for (int c = 0; c < n; c++) {
        int dimension = first + c;
        uint32_t digits = dt_sobol_coordinate(d->direction + dimension * DT_SOBOL_BITS, (uint64_t)index);
        if (d->made_by.is_scrambled) digits = dt_owen_scramble(digits, d->made_by.seed, (uint64_t)dimension);
        u[c] = ((double)digits + 0.5) * 0x1p-32;
    }
}

void dt_point_sobol(const struct dt_design *d, int64_t row, double *u)
{
    dt_sobol_coordinates(d, row, 0, d->made_by.n_column, u);
}

void dt_sobol_digits(uint64_t index, int n, uint32_t *digit)
{
    const uint16_t *next = published;
    uint32_t v[DT_SOBOL_BITS];
    dt_sobol_directions(1, v);
    for (int d = 0; d < n; d++) {
        if (d > 0) {
            directions_of(next[0], next + 1, v);
            next += 1 + degree_of(next[0]);
        }
        digit[d] = dt_sobol_coordinate(v, index);
    }
}
