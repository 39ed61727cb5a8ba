/* Counts the floating-point operations of the kernel by compiling its own text over the counting lane. */
#define DT_TARGET count
#define DT_TARGET_NAME "count"
#define DT_TARGET_ISA "count"

#include "core/lane.h"
#include "core/lane_math.h"

extern "C" {
#include "race/kernel.h"
}

struct dt_flop_count dt_flops;

#include "model/attrition.c"
#include "model/capability.c"
#include "model/compute.c"
#include "model/diffusion.c"
#include "model/hazard.c"
#include "model/lobby.c"
#include "model/payoff.c"
#include "model/posture.c"
#include "model/power.c"
#include "model/rivalry.c"
#include "model/treaty.c"
#include "race/kernel.c"

#include "kernel_bench.h"

#include <vector>

/* Counts over a run of member 0 with every factor at its median. */
struct dt_flops dt_bench_count(const dt_case *c)
{
    const struct dt_layout l = dt_layout_of(c);
    std::vector<double> memory((size_t)l.end, 0.0);
    for (int s = 0; s < DT_N_PARAM_SLOT; s++)
        memory[(size_t)s] = dt_dist_value(&c->param[s], 0.5);
    for (int s = 0; s < c->n_state * DT_N_SITE_SLOT; s++)
        memory[(size_t)(l.site + s)] = dt_dist_value(&c->site[s], 0.5);
    for (int s = 0; s < l.work - l.path; s++)
        memory[(size_t)(l.path + s)] = dt_dist_value(&c->chip_output[s], 0.5);
    struct dt_block block = {memory.data(), l, c, 0, 1, 0};
    dt_kernel_count.begin(&block);
    dt_flops = {};
    for (; block.step < c->n_step; block.step++)
        dt_kernel_count.step(&block);
    double n = (double)c->n_state * c->n_step;
    struct dt_flops f = {};
    f.add = (double)dt_flops.add / n;
    f.mul = (double)dt_flops.mul / n;
    f.div = (double)dt_flops.div / n;
    f.fma = (double)dt_flops.fma / n;
    f.choose = (double)dt_flops.choose / n;
    f.root = (double)dt_flops.root / n;
    f.strict = f.add + f.mul + f.div + 2.0 * f.fma + f.root;
    f.all = f.strict + f.choose;
    return f;
}
