/* The Halton sequence: column c is the radical inverse of the row's number in the c-th prime. Scrambled, each
 * digit goes through a random permutation of its own place, also the endless zeros behind the last digit
 * (Owen 2017, arXiv:1706.02808), as far as a double can tell. */
#include "sample/design.h"

void dt_primes(int n, int *prime)
{
    int found = 0;
    for (int candidate = 2; found < n; candidate++) {
        int is_prime = 1;
        for (int k = 0; k < found && prime[k] * prime[k] <= candidate && is_prime; k++)
            is_prime = candidate % prime[k] != 0;
        if (is_prime) prime[found++] = candidate;
    }
}

static double radical_inverse(uint64_t index, uint64_t base)
{
    uint64_t reversed = 0, power = 1;
    for (; index; index /= base, power *= base)
        reversed = reversed * base + index % base;
    return (double)reversed / (double)power;
}

static double scrambled_inverse(uint64_t index, uint64_t base, uint64_t seed, uint64_t column)
{
    double value = 0.0, unit = 1.0;
    for (uint64_t place = 0; unit > 0x1p-53; place++, index /= base) {
        unit /= (double)base;
        uint64_t key = dt_mixed_bits(seed, column, place);
        value += unit * (double)dt_shuffled(index % base, base, key);
    }
    return value + 0.5 * unit;
}

void dt_point_halton(const struct dt_design *d, int64_t row, double *u)
{
    for (int c = 0; c < d->made_by.n_column; c++) {
        uint64_t base = (uint64_t)d->prime[c], index = (uint64_t)row;
        u[c] = dt_inside(d->made_by.is_scrambled
                             ? scrambled_inverse(index, base, d->made_by.seed, (uint64_t)c)
                             : radical_inverse(index, base));
    }
}

void dt_halton_point(uint64_t index, int n, double *u)
{
    int candidate = 2;
    for (int found = 0; found < n; candidate++) {
        int is_prime = 1;
        for (int k = 2; k * k <= candidate && is_prime; k++)
            is_prime = candidate % k != 0;
        if (is_prime) u[found++] = radical_inverse(index, (uint64_t)candidate);
    }
}
