/* The table of compiled kernels, and the choice of one for this processor. The build lists them:
 * DT_EACH_KERNEL is X(w1) X(...). */
#include <stddef.h>
#include <string.h>

#include "core/cpu.h"
#include "race/kernel.h"

#define X(target) extern const struct dt_kernel dt_kernel_##target;
DT_EACH_KERNEL
#undef X

static const struct dt_kernel *const kernels[] = {
#define X(target) &dt_kernel_##target,
    DT_EACH_KERNEL
#undef X
};

int dt_kernel_table_count(void)
{
    return (int)(sizeof kernels / sizeof kernels[0]);
}

const struct dt_kernel *dt_kernel_table_at(int index)
{
    return index >= 0 && index < dt_kernel_table_count() ? kernels[index] : NULL;
}

int dt_kernel_is_supported(const struct dt_kernel *kernel)
{
    return dt_cpu_supports(kernel->isa);
}

const struct dt_kernel *dt_kernel_choose(int width)
{
    const struct dt_kernel *chosen = NULL;
    for (int k = 0; k < dt_kernel_table_count(); k++)
        if ((width == 0 || kernels[k]->width == width) && dt_kernel_is_supported(kernels[k]))
            chosen = kernels[k];
    return chosen;
}
