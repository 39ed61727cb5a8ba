/* Elementary functions over lanes: exp, log, pow, tanh, softplus, logistic, sine and cosine.
 *
 * Each reduces its argument to a small interval, evaluates a polynomial with fused multiply-adds and puts the
 * exponent back with integer operations on the bits. The polynomials are minimax fits (Remez exchange in
 * 400-bit arithmetic); the relative error of each fit is below 2^-57, so that rounding dominates.
 *
 * What must stay true: no branch, no table, no call of a maths library, only operations that IEEE 754 rounds
 * exactly, in the order written. So the bits are equal at every width, for every compiler and on every
 * machine. What is not a number stays so. tests/unit/test_lane_math.c states the greatest error of each
 * function. */
#ifndef DT_CORE_LANE_MATH_H
#define DT_CORE_LANE_MATH_H

#include <float.h>

#include "core/lane.h"

/* Adding this rounds a double below 2^51 to an integer, which then stands in the low bits of the sum. */
#define DT_ROUNDER 0x1.8p52

/* ln 2 = DT_LN2_HIGH + DT_LN2_LOW, to 107 bits. */
#define DT_LN2_HIGH 0x1.62e42fefa39efp-1
#define DT_LN2_LOW 0x1.abc9e3b39803fp-56

/* x = k ln 2 + r with k whole and |r| <= ln 2 / 2. */
struct lane_exp_parts {
    lane scale;     /* 2^k; 0 at k = -1023, infinite at k = 1024 */
    lane remainder; /* r */
    lane curve;     /* (e^r - 1 - r) / r^2 */
};

/* The parts of e^x. Where e^x is not a normal number, x is moved to where scale is 0 or infinite. */
DT_EQ struct lane_exp_parts lane_exp_parts(lane x)
{
    const double bias = 1023.0;
    lane within = clamp(x, -709.0, 709.5);
    lane whole = lane_fma(within, lane_of(0x1.71547652b82fep+0), lane_of(DT_ROUNDER + bias));
    lane minus_k = (DT_ROUNDER + bias) - whole;
    lane r = lane_fma(minus_k, lane_of(DT_LN2_LOW), lane_fma(minus_k, lane_of(DT_LN2_HIGH), within));

    /* The curve, even and odd powers apart to halve the chain of dependent operations. */
    lane r2 = r * r;
    lane even = lane_fma(lane_of(0x1.28b054fc5f7dcp-22), r2, lane_of(0x1.a019968cfb744p-16));
    lane odd = lane_fma(lane_of(0x1.af85a78b0bf83p-26), r2, lane_of(0x1.71dddfba19e92p-19));
    even = lane_fma(even, r2, lane_of(0x1.6c16c185a6c03p-10));
    odd = lane_fma(odd, r2, lane_of(0x1.a01a01bae8d1dp-13));
    even = lane_fma(even, r2, lane_of(0x1.5555555550048p-5));
    odd = lane_fma(odd, r2, lane_of(0x1.111111110d62cp-7));
    even = lane_fma(even, r2, lane_of(0x1.000000000000bp-1));
    odd = lane_fma(odd, r2, lane_of(0x1.5555555555561p-3));

    struct lane_exp_parts parts;
    parts.scale = lane_from_bits(lane_to_bits(whole) << 52);
    parts.remainder = r;
    parts.curve = lane_fma(odd, r, even);
    return parts;
}

/* e^x: within 1.0 units in the last place where the result is a normal number. Infinite above 709.43, 0 below
 * -708.74; results between 0 and DBL_MIN are rounded to the denormal grid. */
DT_EQ lane lane_exp(lane x)
{
    struct lane_exp_parts e = lane_exp_parts(x);
    lane slope = lane_fma(e.curve, e.remainder, lane_of(1.0));
    return lane_fma(slope, e.remainder, lane_of(1.0)) * e.scale;
}

/* e^x - 1 without loss near 0, for |x| < 700. */
DT_EQ lane lane_expm1(lane x)
{
    struct lane_exp_parts e = lane_exp_parts(x);
    lane rise = lane_fma(e.curve * e.remainder, e.remainder, e.remainder);
    return lane_fma(rise, e.scale, e.scale - 1.0);
}

/* Natural logarithm of a positive normal number: within 0.85 units in the last place. 0 and denormal numbers
 * give minus infinity; negative numbers, infinity and what is not a number give what is not a number. */
DT_EQ lane lane_log(lane x)
{
    /* x = 2^k m with m in [sqrt(1/2), sqrt(2)): the offset moves the split of the bits to sqrt(1/2). */
    const uint64_t split = 0x3fe6a09e667f3bcdu, fraction = 0x000fffffffffffffu;
    lane_bits moved = lane_to_bits(x) - split + (UINT64_C(1023) << 52);
    lane k = lane_from_bits((moved >> 52) | UINT64_C(0x4330000000000000)) - (0x1p52 + 1023.0);
    lane m = lane_from_bits((moved & fraction) + split);

    /* log m = 2 s + s z R(z) with f = m - 1, s = f / (2 + f), z = s^2. Since f is exact, 2 s is written
     * f - h + s h with h = f^2 / 2. */
    lane f = m - 1.0;
    lane s = f / (f + 2.0);
    lane z = s * s;
    lane z2 = z * z;
    lane even = lane_fma(lane_of(0x1.2f13a35f1728fp-3), z2, lane_of(0x1.74664b04104dfp-3));
    lane odd = lane_fma(lane_of(0x1.39a0687b20e1ap-3), z2, lane_of(0x1.c71c51d3c03d8p-3));
    even = lane_fma(even, z2, lane_of(0x1.249249422b810p-2));
    odd = lane_fma(odd, z2, lane_of(0x1.999999997fa3fp-2));
    even = lane_fma(even, z2, lane_of(0x1.5555555555593p-1));
    lane series = lane_fma(odd, z, even) * z;
    lane half_square = 0.5 * f * f;
    lane low = lane_fma(s, half_square + series, k * DT_LN2_LOW);
    lane result = lane_fma(k, lane_of(DT_LN2_HIGH), f - (half_square - low));

    lane outside = pick(below(x, lane_of(0.0)), lane_of(__builtin_nan("")), lane_of(-__builtin_inf()));
    return pick(below(x, lane_of(DBL_MIN)), outside, result) + (x - x);
}

/* x^y = e^(y log x) for x >= 0; 0^y is 0 for y > 0. An error of the exponent is an equal relative error of
 * the result, so the error grows to 1 + 2.6 |y log x| units in the last place: 27 at a result of e^10. */
DT_EQ lane lane_pow(lane x, lane y)
{
    return lane_exp(y * lane_log(x));
}

/* 1 / (1 + e^-x), with full relative accuracy where it is small. */
DT_EQ lane lane_logistic(lane x)
{
    return 1.0 / (1.0 + lane_exp(-x));
}

/* Hyperbolic tangent: (e^2x - 1) / (e^2x + 1); beyond 20 it is 1 to the last bit. */
DT_EQ lane lane_tanh(lane x)
{
    lane rise = lane_expm1(2.0 * clamp(x, -20.0, 20.0));
    return rise / (rise + 2.0);
}

/* log(1 + u) for 0 <= u <= 1, as in lane_log with one polynomial for the whole interval. */
DT_EQ lane lane_log1p_unit(lane u)
{
    lane s = u / (u + 2.0);
    lane z = s * s;
    lane z2 = z * z;
    lane even = lane_fma(lane_of(0x1.559f52cf7d3f2p-4), z2, lane_of(0x1.10677a3ea37dcp-3));
    lane odd = lane_fma(lane_of(0x1.5c88320d88975p-3), z2, lane_of(0x1.efdca3934f9b2p-4));
    even = lane_fma(even, z2, lane_of(0x1.745cb3b43d8f1p-3));
    odd = lane_fma(odd, z2, lane_of(0x1.3b1de179a7927p-3));
    even = lane_fma(even, z2, lane_of(0x1.2492492087c64p-2));
    odd = lane_fma(odd, z2, lane_of(0x1.c71c741eaae57p-3));
    even = lane_fma(even, z2, lane_of(0x1.5555555555535p-1));
    odd = lane_fma(odd, z2, lane_of(0x1.99999999a07ddp-2));
    lane series = lane_fma(odd, z, even) * z;
    lane half_square = 0.5 * u * u;
    return u - (half_square - s * (half_square + series));
}

/* log(1 + e^x), a smooth max(x, 0): max(x, 0) + log(1 + e^-|x|). */
DT_EQ lane lane_softplus(lane x)
{
    lane minus_size = lane_from_bits(lane_to_bits(x) | UINT64_C(0x8000000000000000));
    return at_least_zero(x) + lane_log1p_unit(lane_exp(minus_size));
}

/* Sine (first) and cosine (second) of 2 pi u, for 0 <= u <= 1: a full turn is u = 1. The reduction to an
 * eighth of a turn is exact. */
DT_EQ struct lane_pair lane_sincos_turns(lane u)
{
    lane whole = lane_fma(u, lane_of(4.0), lane_of(DT_ROUNDER));
    lane r = lane_fma(whole - DT_ROUNDER, lane_of(-0.25), u);
    lane z = r * r;

    lane s = lane_fma(lane_of(-0x1.6c643519a7e7cp-1), z, lane_of(0x1.e8eef18a14d28p+1));
    s = lane_fma(s, z, lane_of(-0x1.e3074b801e28ap+3));
    s = lane_fma(s, z, lane_of(0x1.50783485f0439p+5));
    s = lane_fma(s, z, lane_of(-0x1.32d2cce62adf8p+6));
    s = lane_fma(s, z, lane_of(0x1.466bc6775aadbp+6));
    s = lane_fma(s, z, lane_of(-0x1.4abbce625be53p+5));
    lane sine = lane_fma(r, lane_of(0x1.921fb54442d18p+2),
                         r * lane_fma(s, z, lane_of(0x1.1a62633145c07p-52)));

    lane c = lane_fma(lane_of(-0x1.b27076e500ca6p+0), z, lane_of(0x1.f9cc6cd64797ap+2));
    c = lane_fma(c, z, lane_of(-0x1.a6d1ecba2a959p+4));
    c = lane_fma(c, z, lane_of(0x1.e1f50683b8606p+5));
    c = lane_fma(c, z, lane_of(-0x1.55d3c7e3c95eep+6));
    c = lane_fma(c, z, lane_of(0x1.03c1f081b5ab0p+6));
    c = lane_fma(c, z, lane_of(-0x1.3bd3cc9be45dep+4));
    lane cosine = lane_fma(c, z, lane_of(1.0));

    /* Quarter q of the turn: odd quarters swap the two; the sine is negative in 2 and 3, the cosine in 1
     * and 2. */
    lane_bits q = lane_to_bits(whole);
    lane_bits swap = 0 - (q & 1);
    lane_bits sine_bits = (lane_to_bits(sine) & ~swap) | (lane_to_bits(cosine) & swap);
    lane_bits cosine_bits = (lane_to_bits(cosine) & ~swap) | (lane_to_bits(sine) & swap);
    struct lane_pair turn;
    turn.first = lane_from_bits(sine_bits ^ ((q & 2) << 62));
    turn.second = lane_from_bits(cosine_bits ^ (((q + 1) & 2) << 62));
    return turn;
}

#endif
