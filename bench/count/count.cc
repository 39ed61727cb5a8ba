/* Counts the floating-point operations of the kernel, and the values of a block that it reads and writes, by
 * compiling its own text over the counting lane. */
#define DT_TARGET count
#define DT_TARGET_NAME "count"
#define DT_TARGET_ISA "count"

#include "core/lane.h"
#include "core/lane_math.h"

extern "C" {
#include "race/kernel.h"
}

struct dt_flop_count dt_flops;
struct dt_watch dt_watched;

#include "model/attrition.c"
#include "model/capability.c"
#include "model/compute.c"
#include "model/diffusion.c"
#include "model/hazard.c"
#include "model/inclination.c"
#include "model/lobby.c"
#include "model/payoff.c"
#include "model/posture.c"
#include "model/power.c"
#include "model/rivalry.c"
#include "model/treaty.c"
#include "race/kernel.c"

#include "kernel_bench.h"

#include <algorithm>
#include <vector>

/* Operations and traffic. */
struct counted {
    struct dt_flop_count count;
    long moved; /* values that come and go */
};

/* What was counted, for each state and step. */
static struct dt_flops per_state_step(const struct counted &tally, double n)
{
    const struct dt_flop_count &count = tally.count;
    struct dt_flops f = {};
    f.add = (double)count.add / n;
    f.mul = (double)count.mul / n;
    f.div = (double)count.div / n;
    f.fma = (double)count.fma / n;
    f.choose = (double)count.choose / n;
    f.root = (double)count.root / n;
    f.strict = f.add + f.mul + f.div + 2.0 * f.fma + f.root;
    f.all = f.strict + f.choose;
    f.bytes = (double)sizeof(double) * (double)tally.moved / n;
    return f;
}

static void add(struct counted &to)
{
    to.count.add += dt_flops.add;
    to.count.mul += dt_flops.mul;
    to.count.div += dt_flops.div;
    to.count.fma += dt_flops.fma;
    to.count.choose += dt_flops.choose;
    to.count.root += dt_flops.root;
    to.moved += dt_watched.touched + dt_watched.written;
}

/* Sets all counters back and forgets what was seen of the block. */
static void clear(std::vector<unsigned char> &mark)
{
    dt_flops = {};
    dt_watched.touched = dt_watched.written = 0;
    std::fill(mark.begin(), mark.end(), 0);
}

/* Counts over a run of member 0 with every factor at its median. */
struct dt_flops dt_bench_count(const dt_case *c, struct dt_flops part[DT_BENCH_PHASES])
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
    struct counted sum[DT_BENCH_PHASES] = {}, all = {};
    std::vector<unsigned char> mark(memory.size());
    dt_watched = {memory.data(), memory.size(), mark.data(), 0, 0};
    dt_kernel_count.begin(&block);
    for (; block.step < c->n_step; block.step++)
        for (int p = 0; dt_kernel_count.phase_name(p); p++) {
            clear(mark);
            dt_kernel_count.run_phase(&block, p);
            add(all);
            add(sum[p < DT_BENCH_PHASES ? p : DT_BENCH_PHASES - 1]);
        }
    dt_watched = {};
    double n = (double)c->n_state * c->n_step;
    for (int p = 0; p < DT_BENCH_PHASES; p++)
        part[p] = per_state_step(sum[p], n);
    return per_state_step(all, n);
}
