/* What ensembles cost: members per second on one thread, two threads, two processes and two ranks of MPI; the
 * share of the run that goes into writing; bytes per member on disk; peak memory of a small and a large
 * ensemble; and two estimators, Sobol' indices and PRIM.
 *
 * Usage: bench_ensemble [members [scenario [data folder]]]. Each ensemble runs in a process of its own, so
 * that its peak memory is its own. Members per second are of wall time, and `times` compares them with the
 * first stored row: on a busy machine the time of the processor for each member says more. The calls that
 * write (packing, saving, closing) are wrapped by the linker and timed on the thread that makes them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "detente/detente.h"
#include "detente/statistics.h"
#include "ensemble/keeper.h"

enum { PATH = 512 };

/* How one ensemble is run. */
struct way {
    const char *name;
    int64_t members;
    int threads, is_stored, n_slice; /* slices are run by so many processes at once */
    int n_rank;                      /* ranks of MPI; 0: without */
};

/* What a process reports to its parent. */
struct result {
    double seconds, processor;
    double writing, writing_processor;
    double megabytes; /* peak */
    double bytes;     /* on disk */
};

/* Time of the calls that write, on one thread. */
static struct {
    double seconds, processor;
} writing;

static double seconds_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double used_by(const struct rusage *used)
{
    return (double)used->ru_utime.tv_sec + (double)used->ru_stime.tv_sec +
        1e-6 * ((double)used->ru_utime.tv_usec + (double)used->ru_stime.tv_usec);
}

static double processor_seconds(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used_by(&used);
}

/* ---- the calls that write ---- */

dt_status __real_dt_keeper_save(dt_keeper *k);
dt_status __wrap_dt_keeper_save(dt_keeper *k);
dt_status __real_dt_keeper_pack(const dt_keeper *k, uint64_t first, int count, const double *value,
                                dt_waiting_block *out);
dt_status __wrap_dt_keeper_pack(const dt_keeper *k, uint64_t first, int count, const double *value,
                                dt_waiting_block *out);

/* Starts the clock of writing, or stops it. */
static void clock_writing(int sign)
{
    writing.seconds += sign * dt_clock();
    writing.processor += sign * seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

dt_status __wrap_dt_keeper_save(dt_keeper *k)
{
    clock_writing(-1);
    dt_status status = __real_dt_keeper_save(k);
    clock_writing(1);
    return status;
}

dt_status __wrap_dt_keeper_pack(const dt_keeper *k, uint64_t first, int count, const double *value,
                                dt_waiting_block *out)
{
    clock_writing(-1);
    dt_status status = __real_dt_keeper_pack(k, first, count, value, out);
    clock_writing(1);
    return status;
}

/* ---- one ensemble ---- */

static double file_size(const char *folder)
{
    char path[2 * PATH];
    struct stat info;
    snprintf(path, sizeof path, "%s/results.sqlite", folder);
    double size = stat(path, &info) == 0 ? (double)info.st_size : 0.0;
    unlink(path);
    rmdir(folder);
    return size;
}

/* In a process of its own. */
static struct result run_slice(const dt_case *c, const struct way *way, int slice)
{
    char folder[] = "/tmp/bench-ensemble-XXXXXX";
    struct rusage used;
    dt_store *store = NULL;
    dt_summary *summary = NULL;
    dt_ensemble_options o = dt_ensemble_defaults();
    o.members = way->members;
    o.threads = way->threads;
    o.slice = slice;
    o.n_slice = way->n_slice;
    if (!mkdtemp(folder)) exit(1);
    if (way->is_stored && dt_ensemble_store(c, folder, 0, &store, NULL) != DT_OK) exit(1);
    o.store = store;
    o.is_streamed = way->is_stored;
    struct result r = {.seconds = dt_clock(), .processor = processor_seconds()};
    if (dt_ensemble_run(c, &o, &summary, NULL) != DT_OK) exit(1);
    clock_writing(-1);
    if (dt_store_close(store) != DT_OK) exit(1);
    clock_writing(1);
    r.seconds = dt_clock() - r.seconds;
    r.processor = processor_seconds() - r.processor;
    r.writing = writing.seconds;
    r.writing_processor = writing.processor;
    getrusage(RUSAGE_SELF, &used);
    r.megabytes = (double)used.ru_maxrss / 1024.0;
    r.bytes = file_size(folder);
    dt_summary_free(summary);
    return r;
}

static void start(const dt_case *c, const struct way *way, int slice, int to)
{
    fflush(stdout);
    if (fork() != 0) return;
    struct result r = run_slice(c, way, slice);
    _exit(write(to, &r, sizeof r) == sizeof r ? 0 : 1);
}

/* All processes of a way together: the longest time and the largest peak, the sums of the rest. */
static struct result run_processes(const dt_case *c, const struct way *way)
{
    int ends[2];
    struct result all = {0}, r;
    if (pipe(ends) != 0) exit(1);
    for (int s = 0; s < way->n_slice; s++)
        start(c, way, s, ends[1]);
    for (int s = 0; s < way->n_slice; s++) {
        if (read(ends[0], &r, sizeof r) != sizeof r) exit(1);
        all.seconds = r.seconds > all.seconds ? r.seconds : all.seconds;
        all.megabytes = r.megabytes > all.megabytes ? r.megabytes : all.megabytes;
        all.processor += r.processor;
        all.writing += r.writing;
        all.writing_processor += r.writing_processor;
        all.bytes += r.bytes;
        wait(NULL);
    }
    close(ends[0]);
    close(ends[1]);
    return all;
}

#ifdef DT_PROGRAM
/* The program under mpirun, with all that it does before and after. */
static struct result run_ranks(const char *scenario, const char *data, const struct way *way)
{
    char folder[] = "/tmp/bench-ensemble-XXXXXX", command[8 * PATH], shard[PATH];
    struct rusage before, after;
    if (!mkdtemp(folder)) exit(1);
    snprintf(command, sizeof command,
             "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 mpirun --oversubscribe -n %d '%s' "
             "ensemble '%s' "
             "--data '%s' --members %" PRId64 " --threads 1 --quiet --out '%s/ranks' >'%s/said' 2>&1",
             way->n_rank, DT_PROGRAM, scenario, data, way->members, folder, folder);
    getrusage(RUSAGE_CHILDREN, &before);
    struct result r = {.seconds = dt_clock()};
    if (system(command) != 0) exit(1);
    r.seconds = dt_clock() - r.seconds;
    getrusage(RUSAGE_CHILDREN, &after);
    r.processor = used_by(&after) - used_by(&before);
    r.megabytes = (double)after.ru_maxrss / 1024.0;
    for (int k = 0; k < way->n_rank; k++) {
        snprintf(shard, sizeof shard, "%s/ranks/shard-%05d", folder, k);
        r.bytes += file_size(shard);
    }
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    if (system(command) != 0) exit(1);
    return r;
}
#endif

struct source {
    const char *scenario, *data;
    const dt_case *c;
};

static struct result run(const struct source *source, const struct way *way)
{
#ifdef DT_PROGRAM
    if (way->n_rank) return run_ranks(source->scenario, source->data, way);
#endif
    return run_processes(source->c, way);
}

static void measure_ensembles(const struct source *source, int64_t members)
{
    const struct way ways[] = {
        {"in memory, 1 thread", members, 1, 0, 1, 0},   {"stored, 1 thread", members, 1, 1, 1, 0},
        {"stored, 2 threads", members, 2, 1, 1, 0},     {"stored, 2 slices", members, 1, 1, 2, 0},
#ifdef DT_PROGRAM
        {"stored, 2 MPI ranks", members, 1, 1, 1, 2},
#endif
        {"stored, four times", 4 * members, 2, 1, 1, 0}};
    double first = 0.0;
    printf("%-20s %9s %10s %6s %13s %16s %8s %13s\n", "ensemble", "members", "members/s", "times",
           "ms processor", "writing cpu/wall", "peak MB", "bytes/member");
    for (size_t w = 0; w < sizeof ways / sizeof ways[0]; w++) {
        struct result r = run(source, &ways[w]);
        double n = (double)ways[w].members, rate = n / r.seconds;
        if (ways[w].is_stored && first == 0.0) first = rate;
        printf("%-20s %9" PRId64 " %10.0f %6.2f %13.4f", ways[w].name, ways[w].members, rate,
               first > 0.0 ? rate / first : 1.0, 1e3 * r.processor / n);
        if (r.writing > 0.0)
            printf(" %7.2f%% %6.2f%%", 100.0 * r.writing_processor / r.processor,
                   100.0 * r.writing / (ways[w].threads * ways[w].n_slice * r.seconds));
        else
            printf(" %16s", "");
        printf(" %8.1f %13.0f\n", r.megabytes, r.bytes / n);
    }
}

/* ---- estimators ---- */

/* Next of a linear congruential sequence, in [0, 1). */
static double draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

/* Sobol' indices of a weighted sum of ten factors, in a process of its own. */
static void run_sobol(void)
{
    enum { D = 10, N = 262144 };
    uint64_t state = 1;
    double y[D + 2];
    dt_interval first[D], total[D];
    dt_sobol *sums = NULL;
    dt_sobol_options o = {.level = 0.95, .resamples = 1000};
    struct rusage used;
    double begin = processor_seconds();
    if (dt_sobol_create(D, N, 0, &sums) != DT_OK) exit(1);
    for (int64_t b = 0; b < N; b++) {
        for (int k = 0; k < D + 2; k++)
            y[k] = draw(&state) * (1.0 + k);
        dt_sobol_add(sums, b, y);
    }
    if (dt_sobol_indices(sums, &o, first, total) != DT_OK) exit(1);
    double seconds = processor_seconds() - begin;
    getrusage(RUSAGE_SELF, &used);
    printf("Sobol' indices, N = 262144, D = 10, 1000 resamples: %.2f s, peak %.0f MB\n", seconds,
           (double)used.ru_maxrss / 1024.0);
    dt_sobol_free(sums);
}

static void measure_sobol(void)
{
    fflush(stdout);
    if (fork() == 0) {
        run_sobol();
        exit(0);
    }
    wait(NULL);
}

static void measure_prim(void)
{
    enum { N = 5000, D = 12, REPEATS = 9 };
    double *x = malloc(sizeof *x * N * D), best = 1e300;
    unsigned char *y = malloc(N);
    uint64_t state = 7;
    if (!x || !y) exit(1);
    for (int i = 0; i < N; i++) {
        for (int d = 0; d < D; d++)
            x[i * D + d] = draw(&state);
        y[i] = x[i * D] > 0.6 && x[i * D + 3] < 0.5 && draw(&state) < 0.9;
    }
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        dt_prim *prim = NULL;
        dt_prim_options o = dt_prim_defaults();
        double begin = processor_seconds();
        if (dt_prim_find(&(dt_cases){x, y, N, D}, NULL, &o, &prim) != DT_OK) exit(1);
        double seconds = processor_seconds() - begin;
        if (seconds < best) best = seconds;
        dt_prim_free(prim);
    }
    printf("PRIM, 5000 cases of 12 factors: %.1f ms\n", 1e3 * best);
    free(x);
    free(y);
}

int main(int argc, char **argv)
{
    const char *path = argc > 2 ? argv[2] : DT_SOURCE_DIR "/scenarios/coruna.yaml";
    const char *data = argc > 3 ? argv[3] : DT_SOURCE_DIR "/data";
    dt_scenario *scenario = NULL;
    dt_world *world = NULL;
    dt_case *c = NULL;
    measure_sobol(); /* first, while this process is small */
    measure_prim();
    dt_status status = dt_scenario_load(path, &scenario, NULL);
    if (status == DT_OK)
        status = dt_world_load(data, dt_scenario_describe(scenario).start_year - 1, &world, NULL);
    if (status == DT_OK) status = dt_treaty_inform(world, data, NULL);
    if (status == DT_OK) status = dt_case_build(world, scenario, &c, NULL);
    if (status != DT_OK) {
        fprintf(stderr, "%s\n", dt_status_text(status));
        return 1;
    }
    const struct source source = {path, data, c};
    measure_ensembles(&source, argc > 1 ? strtoll(argv[1], NULL, 10) : 20000);
    dt_case_free(c);
    dt_world_free(world);
    dt_scenario_free(scenario);
    return 0;
}
