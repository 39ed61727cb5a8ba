/* A reduced race in the library's lanes, for bench/peers/reduced.py, which has the same equations in plain
 * Python and in NumPy. Twenty states, sixty quarters; a member has four uncertain numbers.
 *
 * Each quarter: accelerators want power, and get what is left beside other demand; capability grows with what
 * runs and with what others know; accelerators grow unless they stand without power, and power grows faster
 * where they do. Prints members per second of processor time on one thread, then for each member the sums of
 * capability and of accelerators over states. Usage: bench_reduced [members]. */
#if defined(__AVX512F__)
#define DT_LANES 8
#elif defined(__AVX2__)
#define DT_LANES 4
#else
#define DT_LANES 1
#endif

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/lane_math.h"

enum { STATES = 20, STEPS = 60, REPEATS = 20 };

static const double dt = 0.25;

struct race {
    lane chips[STATES], power[STATES], demand[STATES], level[STATES];
};

/* Four numbers in [0, 1) for each lane: a Weyl sequence, the same everywhere. */
static void draw(int first, lane u[4])
{
    static const double root[4] = {0.618033988749894848, 0.754877666246692760, 0.569840290998053265,
                                   0.819172513396164439};
    for (int k = 0; k < 4; k++)
        EACH_LANE
        {
            double x = (first + l + 1) * root[k];
            DT_LANE(u[k], l) = x - (double)(long)x;
        }
}

static void start(struct race *r)
{
    for (int i = 0; i < STATES; i++) {
        double size = 1.0 / (1.0 + i);
        r->chips[i] = lane_of(2.0 * size);
        r->power[i] = lane_of(10.0 * size);
        r->demand[i] = lane_of(8.0 * size);
        r->level[i] = lane_of(0.1 * (STATES - i) / STATES);
    }
}

static void step(struct race *r, const lane u[4])
{
    lane growth = 0.3 + 0.4 * u[0], gain = 0.2 + 0.3 * u[1], spread = 0.5 + u[2], build = 0.05 + 0.1 * u[3];
    lane best = r->level[0], drift = lane_exp(lane_of(dt * 0.02));
    for (int i = 1; i < STATES; i++)
        best = most(best, r->level[i]);
    for (int i = 0; i < STATES; i++) {
        lane want = 0.5 * r->chips[i];
        lane powered = least(want, at_least_zero(0.9 * r->power[i] - r->demand[i]));
        lane left_out = 1.0 - powered / want;
        r->level[i] += dt * (gain * lane_log(1.0 + powered) + spread * (best - r->level[i]));
        r->chips[i] *= lane_exp(dt * growth * (1.0 - left_out));
        r->power[i] *= lane_exp(dt * build * (0.2 + left_out));
        r->demand[i] *= drift;
    }
}

static void run(int first, lane *level, lane *chips)
{
    struct race r;
    lane u[4];
    draw(first, u);
    start(&r);
    for (int t = 0; t < STEPS; t++)
        step(&r, u);
    *level = *chips = lane_of(0.0);
    for (int i = 0; i < STATES; i++) {
        *level += r.level[i];
        *chips += r.chips[i];
    }
}

static double processor_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
    int members = argc > 1 ? atoi(argv[1]) : 64;
    int n_block = (members + DT_LANES - 1) / DT_LANES;
    double best = 1e300;
    lane *level = aligned_alloc(64, 64 * (size_t)n_block), *chips = aligned_alloc(64, 64 * (size_t)n_block);
    if (!level || !chips || n_block < 1) return 1;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double begin = processor_seconds();
        for (int b = 0; b < n_block; b++)
            run(b * DT_LANES, &level[b], &chips[b]);
        double seconds = processor_seconds() - begin;
        if (seconds < best) best = seconds;
    }
    printf("%.0f members/s with %d lanes\n", (double)n_block * DT_LANES / best, DT_LANES);
    for (int m = 0; m < members; m++)
        printf("%.17g %.17g\n", DT_LANE(level[m / DT_LANES], m % DT_LANES),
               DT_LANE(chips[m / DT_LANES], m % DT_LANES));
    free(level);
    free(chips);
    return 0;
}
