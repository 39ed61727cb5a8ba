/* Instructions that GCC 12 does not find by itself behind the loops of lane.h, named for the widths of
 * x86-64: it writes comparisons and moves for a minimum with a constant, scalar code for two lanes, long
 * products of 32-bit numbers, and gathers a mask lane by lane. Clang finds them. Each gives the bits of the
 * plain C beside which it is used: a < b ? a : b, and so on. Nothing else belongs here. */
#ifndef DT_CORE_LANE_ISA_H
#define DT_CORE_LANE_ISA_H

#if defined(__GNUC__) && !defined(__clang__)

#define DT_ISA_HALVES __attribute__((vector_size(DT_LANES * 8))) int
#define DT_ISA_WHOLES __attribute__((vector_size(DT_LANES * 8))) long long

#if DT_LANES == 8 && defined(__AVX512F__)
#define DT_ISA_ALL ((unsigned char)-1)
#define DT_ISA_ROUNDING 4 /* as the control register says */
#define DT_ISA_MIN(a, b) __builtin_ia32_minpd512_mask(a, b, a, DT_ISA_ALL, DT_ISA_ROUNDING)
#define DT_ISA_MAX(a, b) __builtin_ia32_maxpd512_mask(a, b, a, DT_ISA_ALL, DT_ISA_ROUNDING)
#define DT_ISA_MULTIPLY32(a, b) \
    __builtin_ia32_pmuludq512_mask((DT_ISA_HALVES)(a), (DT_ISA_HALVES)(b), (DT_ISA_WHOLES)(a), DT_ISA_ALL)
#define DT_ISA_ANY(m) (__builtin_ia32_cvtq2mask512((DT_ISA_WHOLES)(m)) != 0)
#elif DT_LANES == 4 && defined(__AVX2__)
#define DT_ISA_MIN(a, b) __builtin_ia32_minpd256(a, b)
#define DT_ISA_MAX(a, b) __builtin_ia32_maxpd256(a, b)
#define DT_ISA_MULTIPLY32(a, b) __builtin_ia32_pmuludq256((DT_ISA_HALVES)(a), (DT_ISA_HALVES)(b))
#define DT_ISA_ANY(m) (__builtin_ia32_movmskpd256((lane)(m)) != 0)
#elif DT_LANES == 2 && defined(__AVX2__) && defined(__FMA__)
#define DT_ISA_MIN(a, b) __builtin_ia32_minpd(a, b)
#define DT_ISA_MAX(a, b) __builtin_ia32_maxpd(a, b)
#define DT_ISA_PICK(m, yes, no) __builtin_ia32_blendvpd(no, yes, (lane)(m))
#define DT_ISA_FMA(a, b, c) __builtin_ia32_vfmaddpd(a, b, c)
#define DT_ISA_SQRT(a) __builtin_ia32_sqrtpd(a)
#define DT_ISA_MULTIPLY32(a, b) __builtin_ia32_pmuludq128((DT_ISA_HALVES)(a), (DT_ISA_HALVES)(b))
#define DT_ISA_ANY(m) (__builtin_ia32_movmskpd((lane)(m)) != 0)
#endif

#endif

#endif
