/* The elementary functions and random numbers over lanes, callable on arrays at every width that was
 * compiled.
 *
 * evaluate.c is compiled once per target with the options of the kernel, and again by the other compiler
 * where one is installed; targets.def, written by CMake, lists them. A target that the processor lacks is not
 * called. */
#ifndef DT_TEST_LANES_H
#define DT_TEST_LANES_H

#include <stdint.h>
#include <string.h>

/* FUNCTION(name, expression of the lanes x and y) */
#define EACH_LANE_FUNCTION                        \
    FUNCTION(exp, lane_exp(x))                    \
    FUNCTION(log, lane_log(x))                    \
    FUNCTION(pow, lane_pow(x, y))                 \
    FUNCTION(expm1, lane_expm1(x))                \
    FUNCTION(tanh, lane_tanh(x))                  \
    FUNCTION(logistic, lane_logistic(x))          \
    FUNCTION(log1p, lane_log1p_unit(x))           \
    FUNCTION(softplus, lane_softplus(x))          \
    FUNCTION(sine, lane_sincos_turns(x).first)    \
    FUNCTION(cosine, lane_sincos_turns(x).second) \
    FUNCTION(normal, both(lane_normals(x, y)))    \
    FUNCTION(philox, mixed(lane_philox(LANES_KEY, lane_to_bits(x), 77, 63, DT_PURPOSE_SHOCK)))

#define LANES_KEY UINT64_C(0x299f31d0a4093822)

enum lanes_function {
#define FUNCTION(name, expression) LANES_##name,
    EACH_LANE_FUNCTION
#undef FUNCTION
        LANES_FUNCTION_COUNT
};

/* out[i] = function(x[i], y[i]), 0 <= i < n; n is a multiple of 8. */
typedef void lanes_run(enum lanes_function function, int64_t n, const double *x, const double *y,
                       double *out);

#define TARGET(name, lanes) lanes_run lanes_run_##name;
#include "targets.def"
#undef TARGET

struct lanes_target {
    const char *name;
    int lanes;
    lanes_run *run;
};

static const struct lanes_target lanes_targets[] = {
#define TARGET(name, lanes) {#name, lanes, lanes_run_##name},
#include "targets.def"
#undef TARGET
};

enum { LANES_TARGET_COUNT = sizeof lanes_targets / sizeof lanes_targets[0] };

static const char *const lanes_function_name[] = {
#define FUNCTION(name, expression) #name,
    EACH_LANE_FUNCTION
#undef FUNCTION
};

/* Whether this processor has the instructions of a target, by the end of its name. */
static inline int lanes_target_runs(const struct lanes_target *target)
{
#if defined(__x86_64__)
    if (strstr(target->name, "_v4"))
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
            __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512cd");
    if (strstr(target->name, "_v3")) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
    return target->lanes > 0;
}

#endif
