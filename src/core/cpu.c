/* What this processor can run. */
#include "core/cpu.h"

#include <string.h>

#if defined(__x86_64__)

static int has_v3(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
}

static int has_v4(void)
{
    return has_v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

int dt_cpu_supports(const char *isa)
{
    __builtin_cpu_init();
    if (strcmp(isa, "x86-64-v3") == 0) return has_v3();
    if (strcmp(isa, "x86-64-v4") == 0) return has_v4();
    return 1;
}

#else

int dt_cpu_supports(const char *isa)
{
    return strcmp(isa, "portable") == 0 || strcmp(isa, "native") == 0;
}

#endif
