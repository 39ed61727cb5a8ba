/* How the cost of a member grows: with the number of states and of steps, of the kernel alone at its widest
 * lanes; with the number of members, of a whole ensemble that is streamed into a result folder by one thread.
 *
 * Usage: bench_scaling [picture.svg [members [scenario [data folder]]]]. Prints tables; writes the picture if
 * one is named, - for none. The largest ensemble has `members` members, 10000 if none are named. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "detente/detente.h"
#include "kernel_bench.h"
#include "plot.h"

enum { N_SIZE = 4, MOST_ENSEMBLES = 8 };

static const int state_counts[N_SIZE] = {25, 50, 100, 200};
static const int step_counts[N_SIZE] = {30, 60, 120, 240};

/* Sizes and what they cost, processor cycles for each state and step of a member. */
struct growth {
    double size[MOST_ENSEMBLES], cycles[MOST_ENSEMBLES];
    int n;
};

static void add(struct growth *g, double size, double cycles)
{
    g->size[g->n] = size;
    g->cycles[g->n++] = cycles;
}

/* Of the kernel, for a case of other size. */
static void measure_size(struct growth *g, const dt_case *c, int n_state, int n_step, double hz)
{
    dt_case *resized = dt_bench_resize(c, n_state, n_step);
    if (!resized) return;
    double each = dt_bench_member_time(resized, dt_kernel_choose(0));
    double cycles = each * hz / ((double)n_state * n_step);
    add(g, n_state == dt_case_state_count(c) ? n_step : n_state, cycles);
    printf("%8d  %5d  %9.0f  %10.1f\n", n_state, n_step, 1.0 / each, cycles);
    dt_bench_resize_free(resized);
}

/* Streams an ensemble into a new folder, which is removed; processor seconds, negative if it failed. */
static double stream(const dt_case *c, int64_t members)
{
    char folder[] = "/tmp/bench-scaling-XXXXXX", file[64];
    dt_store *store = NULL;
    dt_summary *summary = NULL;
    dt_ensemble_options o = dt_ensemble_defaults();
    if (!mkdtemp(folder)) return -1.0;
    o.members = members;
    o.threads = 1;
    o.is_streamed = 1;
    double begin = dt_bench_thread_time();
    dt_status status = dt_ensemble_store(c, folder, 0, &store, NULL);
    o.store = store;
    if (status == DT_OK) status = dt_ensemble_run(c, &o, &summary, NULL);
    dt_status closed = dt_store_close(store);
    double seconds = dt_bench_thread_time() - begin;
    dt_summary_free(summary);
    snprintf(file, sizeof file, "%s/results.sqlite", folder);
    unlink(file);
    rmdir(folder);
    return status == DT_OK && closed == DT_OK ? seconds : -1.0;
}

/* Of whole ensembles: ten times as many members each time. */
static void measure_ensembles(struct growth *g, const dt_case *c, int64_t most, double hz)
{
    double state_steps = (double)dt_case_state_count(c) * dt_case_step_count(c);
    printf("\n members  ms of processor  cycles per    peak\n          for a member     state-step     MB\n");
    for (int64_t members = 100; members <= most && g->n < MOST_ENSEMBLES; members *= 10) {
        struct rusage used;
        double seconds = stream(c, members);
        if (seconds < 0.0) return;
        double each = seconds / (double)members;
        getrusage(RUSAGE_SELF, &used);
        add(g, (double)members, each * hz / state_steps);
        printf("%8" PRId64 "  %15.3f  %10.1f  %6.1f\n", members, 1e3 * each, each * hz / state_steps,
               (double)used.ru_maxrss / 1024.0);
    }
}

static int draw(const struct growth *growth, const char *path)
{
    static const char *const titles[] = {"Number of states", "Number of steps", "Number of members"};
    static const char *const labels[] = {"states", "steps of a quarter", "members, streamed"};
    const double low[] = {20.0, 25.0, 80.0}, high[] = {250.0, 300.0, growth[2].size[growth[2].n - 1] * 1.25};
    FILE *to = dt_plot_open(path, 960, 340, "Cost of a member for each state and step");
    if (!to) return 1;
    for (int k = 0; k < 3; k++) {
        struct dt_frame f = {70.0 + 310.0 * k,
                             40.0,
                             240.0,
                             240.0,
                             {low[k], high[k], 1, labels[k]},
                             {0.0, 1200.0, 0, "cycles for each state and step"},
                             titles[k]};
        dt_plot_frame(to, &f);
        dt_plot_line(to, &f, growth[k].size, growth[k].cycles, growth[k].n, 1);
        for (int p = 0; p < growth[k].n; p++)
            dt_plot_dot(to, &f, growth[k].size[p], growth[k].cycles[p], 1);
    }
    return dt_plot_close(to);
}

static void measure(const dt_case *c, int64_t members, const char *picture)
{
    struct growth growth[3] = {{.n = 0}};
    double hz = dt_bench_clock_rate();
    printf("  states  steps  members/s  cycles per state-step at width %d\n", dt_kernel_choose(0)->width);
    for (int k = 0; k < N_SIZE; k++)
        measure_size(&growth[0], c, state_counts[k], dt_case_step_count(c), hz);
    for (int k = 0; k < N_SIZE; k++)
        measure_size(&growth[1], c, dt_case_state_count(c), step_counts[k], hz);
    measure_ensembles(&growth[2], c, members, hz);
    if (picture && growth[2].n > 0 && draw(growth, picture) != 0)
        fprintf(stderr, "bench_scaling: cannot write %s\n", picture);
}

int main(int argc, char **argv)
{
    struct dt_bench_setup setup;
    int shift = argc > 2 ? 2 : argc - 1;
    dt_status status = dt_bench_open(argc - shift, argv + shift, &setup);
    if (status != DT_OK)
        fprintf(stderr, "bench_scaling: %s\n", dt_status_text(status));
    else
        measure(setup.c, argc > 2 ? strtoll(argv[2], NULL, 10) : 10000,
                argc > 1 && strcmp(argv[1], "-") != 0 ? argv[1] : NULL);
    dt_bench_close(&setup);
    return dt_status_exit_code(status);
}
