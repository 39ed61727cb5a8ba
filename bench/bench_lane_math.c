/* Nanoseconds for each value of the elementary functions and of Philox, on every target that this processor
 * has, against the C library. Philox gives four uniforms for each value, so its figure is for 128 bits.
 *
 * Arrays fit the first-level cache; a figure is the best of several repetitions. Divide by the nanoseconds of
 * a cycle, printed first and measured with a chain of dependent additions of one cycle each, to get cycles.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lanes.h"

enum { N = 512, PASSES = 400, REPETITIONS = 12 };

/* MEASURED(name of a lane function, the same with the C library, of x and y); the library has no Philox. */
#define EACH_MEASURED                                                             \
    MEASURED(exp, exp(x))                                                         \
    MEASURED(log, log(x))                                                         \
    MEASURED(pow, pow(x, y))                                                      \
    MEASURED(tanh, tanh(x))                                                       \
    MEASURED(logistic, 1.0 / (1.0 + exp(-x)))                                     \
    MEASURED(softplus, fmax(x, 0.0) + log1p(exp(-fabs(x))))                       \
    MEASURED(normal, sqrt(-2.0 * log(x)) * (cos(turn * y) + 0.5 * sin(turn * y))) \
    MEASURED(philox, NAN)

static const double turn = 6.283185307179586;

static const enum lanes_function measured[] = {
#define MEASURED(name, expression) LANES_##name,
    EACH_MEASURED
#undef MEASURED
};

enum { MEASURED_COUNT = sizeof measured / sizeof measured[0] };

#define MEASURED(name, expression)                                                                \
    static void library_##name(int64_t n, const double *first, const double *second, double *out) \
    {                                                                                             \
        for (int64_t i = 0; i < n; i++) {                                                         \
            double x __attribute__((unused)) = first[i], y __attribute__((unused)) = second[i];   \
            out[i] = (expression);                                                                \
        }                                                                                         \
    }
EACH_MEASURED
#undef MEASURED

static void library(enum lanes_function function, int64_t n, const double *x, const double *y, double *out)
{
    static void (*const map[])(int64_t, const double *, const double *, double *) = {
#define MEASURED(name, expression) [LANES_##name] = library_##name,
        EACH_MEASURED
#undef MEASURED
    };
    map[function](n, x, y, out);
}

/* Time of this thread, which others on the machine do not change. */
static double thread_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double nanoseconds(lanes_run *run, enum lanes_function function, const double *x, const double *y,
                          double *out)
{
    double best = INFINITY;
    for (int r = 0; r < REPETITIONS; r++) {
        double start = thread_seconds();
        for (int p = 0; p < PASSES; p++)
            run(function, N, x, y, out);
        best = fmin(best, thread_seconds() - start);
    }
    return best / (PASSES * (double)N) * 1e9;
}

static double nanoseconds_of_a_cycle(void)
{
    enum { STEPS = 1000000 };
    const uint64_t odd = UINT64_C(6364136223846793005);
    double best = INFINITY;
    for (int r = 0; r < REPETITIONS; r++) {
        uint64_t x = (uint64_t)r;
        double start = thread_seconds();
        for (int s = 0; s < STEPS; s++) {
            x += odd;
            __asm__ volatile("" : "+r"(x));
        }
        best = fmin(best, thread_seconds() - start);
    }
    return best / STEPS * 1e9;
}

static void print_row(const char *name, int lanes, lanes_run *run, const double *x, const double *y)
{
    static double out[N];
    printf("%-14s %5d", name, lanes);
    for (int f = 0; f < MEASURED_COUNT; f++)
        printf(" %9.3f", nanoseconds(run, measured[f], x, y, out));
    putchar('\n');
}

int main(void)
{
    static double x[N], y[N];
    for (int i = 0; i < N; i++) {
        x[i] = (i + 0.5) / N;
        y[i] = ((i * 37) % N + 0.5) / N;
    }
    printf("a cycle takes %.3f ns; nanoseconds for each value:\n%-14s %5s", nanoseconds_of_a_cycle(),
           "target", "lanes");
    for (int f = 0; f < MEASURED_COUNT; f++)
        printf(" %9s", lanes_function_name[measured[f]]);
    putchar('\n');
    print_row("C library", 1, library, x, y);
    for (int t = 0; t < LANES_TARGET_COUNT; t++)
        if (lanes_target_runs(&lanes_targets[t]))
            print_row(lanes_targets[t].name, lanes_targets[t].lanes, lanes_targets[t].run, x, y);
    return EXIT_SUCCESS;
}
