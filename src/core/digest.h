/* A 64-bit digest of a sequence of words, for comparing results in memory: not for files (see io/hash.h), not
 * for secrets. Each word is mixed in by the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), so
 * that order matters. */
#ifndef DT_CORE_DIGEST_H
#define DT_CORE_DIGEST_H

#include <stdint.h>
#include <string.h>

static const uint64_t DT_DIGEST_START = UINT64_C(0x9E3779B97F4A7C15);

static inline uint64_t dt_digest_word(uint64_t digest, uint64_t word)
{
    uint64_t z = (digest ^ word) + UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline uint64_t dt_digest_number(uint64_t digest, double value)
{
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    return dt_digest_word(digest, word);
}

#endif
