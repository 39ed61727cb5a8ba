/* A lane: one value for each of DT_LANES ensemble members.
 *
 * Equations are written once over lanes and compiled for every width in which the processor computes: 1, 2, 4
 * and 8 doubles. The width equals the hardware vector. At width 1 a lane is a plain double, so the same text
 * is the scalar reference, the debugger's build and the sanitizer's build.
 *
 * What must stay true: every operation acts on each member alone and rounds as IEEE 754 says, so that the
 * bits of a result are equal at every width. Nothing is ever added across lanes, and no product is fused with
 * a sum except where lane_fma says so. Arithmetic is written with the operators of C: a * x + b * y. A value
 * that is not a number passes through clamp, at_least_zero and ratio, so that the member that holds it can be
 * found and stopped. */
#ifndef DT_CORE_LANE_H
#define DT_CORE_LANE_H

#include <stdint.h>

#ifndef DT_LANES
#define DT_LANES 1
#endif

/* Joins a name with the width and target that this object is compiled for, so that the copies can be linked
 * together. */
#define DT_JOIN_(name, target) name##_##target
#define DT_JOIN(name, target) DT_JOIN_(name, target)
#ifdef DT_TARGET
#define DT_WIDE(name) DT_JOIN(name, DT_TARGET)
#else
#define DT_WIDE(name) DT_JOIN(name, w1)
#endif

/* An equation: small, inlined into the loop that runs it over states. */
#define DT_EQ static inline __attribute__((always_inline, unused))

#if DT_LANES == 1
typedef double lane;
typedef int64_t mask; /* 0 or -1 */
typedef uint64_t lane_bits;
#define DT_LANE(x, l) (x)
#define DT_COMPARE(condition) (-(mask)(condition))
#else
typedef double lane __attribute__((vector_size(DT_LANES * 8)));
typedef int64_t mask __attribute__((vector_size(DT_LANES * 8))); /* 0 or -1 in each lane */
typedef uint64_t lane_bits __attribute__((vector_size(DT_LANES * 8)));
#define DT_LANE(x, l) ((x)[l])
#define DT_COMPARE(condition) (condition)
#endif

#include "core/lane_isa.h"

#define EACH_LANE for (int l = 0; l < DT_LANES; l++)

/* Two results of one function. */
struct lane_pair {
    lane first, second;
};

/* The same number in every lane. */
DT_EQ lane lane_of(double x)
{
    lane r;
    EACH_LANE DT_LANE(r, l) = x;
    return r;
}

/* The 64 bits of each value, and back. */
DT_EQ lane_bits lane_to_bits(lane x)
{
    lane_bits b;
    __builtin_memcpy(&b, &x, sizeof b);
    return b;
}

DT_EQ lane lane_from_bits(lane_bits b)
{
    lane x;
    __builtin_memcpy(&x, &b, sizeof x);
    return x;
}

/* The 64-bit product of the low 32 bits of each lane with b. */
DT_EQ lane_bits lane_multiply32(lane_bits a, uint32_t b)
{
    lane_bits factor = (a ^ a) | (uint64_t)b;
#ifdef DT_ISA_MULTIPLY32
    return (lane_bits)DT_ISA_MULTIPLY32(a, factor);
#else
    return (a & UINT64_C(0xffffffff)) * factor;
#endif
}

/* Comparisons give masks. */
DT_EQ mask below(lane a, lane b)
{
    return DT_COMPARE(a < b);
}

DT_EQ mask above(lane a, lane b)
{
    return DT_COMPARE(a > b);
}

DT_EQ mask not_in(mask m)
{
    return ~m;
}

/* yes where the mask is set, no elsewhere. Both sides are computed: both must be finite. */
DT_EQ lane pick(mask m, lane yes, lane no)
{
#ifdef DT_ISA_PICK
    return DT_ISA_PICK(m, yes, no);
#else
    lane r;
    EACH_LANE DT_LANE(r, l) = DT_LANE(m, l) ? DT_LANE(yes, l) : DT_LANE(no, l);
    return r;
#endif
}

/* The lesser and the greater of two; b if either is not a number. */
DT_EQ lane least(lane a, lane b)
{
#ifdef DT_ISA_MIN
    return DT_ISA_MIN(a, b);
#else
    lane r;
    EACH_LANE DT_LANE(r, l) = DT_LANE(a, l) < DT_LANE(b, l) ? DT_LANE(a, l) : DT_LANE(b, l);
    return r;
#endif
}

DT_EQ lane most(lane a, lane b)
{
#ifdef DT_ISA_MAX
    return DT_ISA_MAX(a, b);
#else
    lane r;
    EACH_LANE DT_LANE(r, l) = DT_LANE(a, l) > DT_LANE(b, l) ? DT_LANE(a, l) : DT_LANE(b, l);
    return r;
#endif
}

DT_EQ lane clamp(lane x, double low, double high)
{
    return least(lane_of(high), most(lane_of(low), x));
}

DT_EQ lane at_least_zero(lane x)
{
    return most(lane_of(0.0), x);
}

/* a / b where b is a quantity that may be zero: the divisor is kept at or above `tiny`. */
DT_EQ lane ratio(lane a, lane b, double tiny)
{
    return a / most(lane_of(tiny), b);
}

/* Whether any lane of the mask is set. */
DT_EQ int any(mask m)
{
#ifdef DT_ISA_ANY
    return DT_ISA_ANY(m);
#else
    int64_t set = 0;
    EACH_LANE set |= DT_LANE(m, l);
    return set != 0;
#endif
}

/* a * b + c, rounded once: the fused operation of IEEE 754, the same on every machine. */
DT_EQ lane lane_fma(lane a, lane b, lane c)
{
#ifdef DT_ISA_FMA
    return DT_ISA_FMA(a, b, c);
#else
    lane r;
    EACH_LANE DT_LANE(r, l) = __builtin_fma(DT_LANE(a, l), DT_LANE(b, l), DT_LANE(c, l));
    return r;
#endif
}

DT_EQ lane lane_sqrt(lane x)
{
#ifdef DT_ISA_SQRT
    return DT_ISA_SQRT(x);
#else
    lane r;
    EACH_LANE DT_LANE(r, l) = __builtin_sqrt(DT_LANE(x, l));
    return r;
#endif
}

#endif
