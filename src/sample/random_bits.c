/* Random bits and random permutations from their place alone, for scrambling and shuffling.
 *
 * Bits come from the finaliser of SplitMix64 (Steele, Lea and Flood 2014, OOPSLA). A permutation of n places
 * is a balanced Feistel network on the next even power of two, walked until it falls inside 0 .. n-1 (Black
 * and Rogaway 2002, CT-RSA): it is one to one, and needs no table. */
#include "sample/design.h"

static const uint64_t GOLDEN = 0x9e3779b97f4a7c15;

enum { FEISTEL_ROUNDS = 6 };

static uint64_t finalise(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

uint64_t dt_mixed_bits(uint64_t seed, uint64_t stream, uint64_t place)
{
    uint64_t key = finalise(seed + GOLDEN * (stream + 1));
    return finalise(key + GOLDEN * (place + 1));
}

double dt_inside(double u)
{
    const double least = 0x1p-53;
    return u < least ? least : u > 1.0 - least ? 1.0 - least : u;
}

uint64_t dt_shuffled(uint64_t i, uint64_t n, uint64_t key)
{
    int half = 1;
    while (half < 32 && (UINT64_C(1) << (2 * half)) < n)
        half++;
    uint64_t mask = (UINT64_C(1) << half) - 1;
    do {
        uint64_t left = i >> half, right = i & mask;
        for (int round = 0; round < FEISTEL_ROUNDS; round++) {
            uint64_t turned = left ^ (dt_mixed_bits(key, (uint64_t)round, right) & mask);
            left = right;
            right = turned;
        }
        i = left << half | right;
    } while (i >= n);
    return i;
}
