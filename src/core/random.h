/* Random numbers that depend on their place alone: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel
 * random numbers: as easy as 1, 2, 3", SC 2011). A draw is a function of a key, the seed of the ensemble, and
 * a counter made of the member, the state, the step and the purpose. So any member can be replayed alone, in
 * any order, on any thread or rank.
 *
 * What must stay true: counter word 0 and 1 are the member, low and high; word 2 is state | purpose << 16;
 * word 3 is the step, or the index of a factor. Two uses never share a purpose. The scalar form and the form
 * over lanes give equal bits. Changing any of this changes every result that was ever published. */
#ifndef DT_CORE_RANDOM_H
#define DT_CORE_RANDOM_H

#include <stdint.h>

#include "core/lane.h"
#include "core/lane_math.h"

/* What a draw is for; part of the counter, so numbers are stable: never reuse one. Less than 65,536. */
enum dt_purpose {
    DT_PURPOSE_SHOCK = 0,        /* shocks of a state in a step */
    DT_PURPOSE_FACTOR = 1,       /* uncertain factors of a member */
    DT_PURPOSE_DESIGN = 2,       /* scrambling and shuffling of a sampling design */
    DT_PURPOSE_INCIDENT = 3,     /* whether an incident happens to a state in a step */
    DT_PURPOSE_EVENT = 4,        /* dates and sizes of scenario events */
    DT_PURPOSE_BOOTSTRAP = 5,    /* resampling of results */
    DT_PURPOSE_GAME = 6,         /* random starts of equilibrium searches */
    DT_PURPOSE_START = 7,        /* first values of a state */
    DT_PURPOSE_TREATY = 8,       /* whether a state signs, and whether its evasion is found */
    DT_PURPOSE_DAMAGE = 9,       /* damage of an incident, end of a conflict */
    DT_PURPOSE_INCLINATION = 10, /* what the estimate of who signs leaves open */
};

/* Multipliers and key increments of Philox4x32, from the paper. */
#define DT_PHILOX_M0 0xD2511F53u
#define DT_PHILOX_M1 0xCD9E8D57u
#define DT_PHILOX_W0 0x9E3779B9u
#define DT_PHILOX_W1 0xBB67AE85u
enum { DT_PHILOX_ROUNDS = 10 };

/* Four random words. */
struct dt_philox {
    uint32_t word[4];
};

/* Philox4x32-10 of a key (low word first) and a counter. */
static inline struct dt_philox dt_philox(uint64_t key, const uint32_t counter[4])
{
    struct dt_philox c = {{counter[0], counter[1], counter[2], counter[3]}};
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < DT_PHILOX_ROUNDS; round++) {
        uint64_t p0 = (uint64_t)DT_PHILOX_M0 * c.word[0], p1 = (uint64_t)DT_PHILOX_M1 * c.word[2];
        c.word[0] = (uint32_t)(p1 >> 32) ^ c.word[1] ^ k0;
        c.word[2] = (uint32_t)(p0 >> 32) ^ c.word[3] ^ k1;
        c.word[1] = (uint32_t)p1;
        c.word[3] = (uint32_t)p0;
        k0 += DT_PHILOX_W0;
        k1 += DT_PHILOX_W1;
    }
    return c;
}

/* Uniform in (0, 1), never 0 or 1, from 52 random bits: (n + 1/2) / 2^52. For factor `index` of a member. */
static inline double dt_uniform(uint64_t key, uint64_t member, uint32_t index, uint32_t purpose)
{
    const uint32_t counter[4] = {(uint32_t)member, (uint32_t)(member >> 32), purpose << 16, index};
    struct dt_philox r = dt_philox(key, counter);
    uint64_t n = ((uint64_t)r.word[0] << 20) | (r.word[1] >> 12);
    return ((double)n + 0.5) * 0x1p-52;
}

/* Four uniforms for each member. */
struct lane_random {
    lane uniform[4];
};

/* (n + 1/2) / 2^32 for the low 32 bits n of a word: in (0, 1), never 0 or 1. They become the last bits of
 * 2^52 + n. */
DT_EQ lane lane_uniform(lane_bits word)
{
    return (lane_from_bits((word & UINT64_C(0xffffffff)) | UINT64_C(0x4330000000000000)) - (0x1p52 - 0.5)) *
        0x1p-32;
}

/* Four uniforms for each member, at a state (less than 65,536) and a step, for a purpose. */
DT_EQ struct lane_random lane_philox(uint64_t key, lane_bits member, uint32_t state, uint32_t step,
                                     uint32_t purpose)
{
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    lane_bits zero = member ^ member;
    lane_bits c0 = member, c1 = member >> 32; /* only the low half of each lane counts, here and below */
    lane_bits c2 = zero | (uint64_t)(state | purpose << 16), c3 = zero | (uint64_t)step;
    for (int round = 0; round < DT_PHILOX_ROUNDS; round++) {
        lane_bits p0 = lane_multiply32(c0, DT_PHILOX_M0), p1 = lane_multiply32(c2, DT_PHILOX_M1);
        c0 = (p1 >> 32) ^ c1 ^ (uint64_t)k0;
        c2 = (p0 >> 32) ^ c3 ^ (uint64_t)k1;
        c1 = p1;
        c3 = p0;
        k0 += DT_PHILOX_W0;
        k1 += DT_PHILOX_W1;
    }
    struct lane_random r = {{lane_uniform(c0), lane_uniform(c1), lane_uniform(c2), lane_uniform(c3)}};
    return r;
}

/* Two independent standard normal numbers from two uniforms (Box and Muller 1958). */
DT_EQ struct lane_pair lane_normals(lane u1, lane u2)
{
    lane radius = lane_sqrt(-2.0 * lane_log(u1));
    struct lane_pair turn = lane_sincos_turns(u2);
    struct lane_pair normal = {radius * turn.second, radius * turn.first};
    return normal;
}

#endif
