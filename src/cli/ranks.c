/* Ranks through MPI: counters in the memory of rank 0 that all fetch and add to, one-sided. On one machine
 * nobody waits for rank 0; over a network without remote memory a rank may wait until rank 0 asks for blocks
 * itself. Only what MPI 3 has is used. */
#include "cli/ranks.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#ifdef DETENTE_MPI
#include <mpi.h>

/* Set by the launchers of OpenMPI, MPICH and Slurm: without one of them MPI is not started at all. */
static const char *const launched[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK", "SLURM_MPI_TYPE"};

/* The counters: places that are taken, members that failed. */
enum { TAKEN, FAILED, N_COUNTER };

struct cli_ranks {
    int number, count;
    int64_t *counter; /* of rank 0 */
    MPI_Win window;
};

static int is_launched(void)
{
    for (size_t k = 0; k < sizeof launched / sizeof launched[0]; k++)
        if (getenv(launched[k])) return 1;
    return 0;
}

/* Threads that MPI makes must not take the signals that the watch waits for. */
static int start(void)
{
    int provided = 0;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int result = MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result == MPI_SUCCESS;
}

/* Waits for all ranks without keeping a processor busy, as MPI itself would: others may need it. */
static void wait_for_all(void)
{
    const struct timespec pause = {.tv_nsec = 2000000};
    MPI_Request request;
    int is_done = 0;
    if (MPI_Ibarrier(MPI_COMM_WORLD, &request) != MPI_SUCCESS) return;
    while (MPI_Test(&request, &is_done, MPI_STATUS_IGNORE) == MPI_SUCCESS && !is_done)
        nanosleep(&pause, NULL);
}

dt_status cli_ranks_begin(struct cli_ranks **out)
{
    *out = NULL;
    if (!is_launched()) return DT_OK;
    struct cli_ranks *r = calloc(1, sizeof *r);
    if (!r) return DT_NO_MEMORY;
    if (!start()) {
        free(r);
        return DT_IO;
    }
    MPI_Comm_rank(MPI_COMM_WORLD, &r->number);
    MPI_Comm_size(MPI_COMM_WORLD, &r->count);
    *out = r;
    if (r->count == 1) return DT_OK;
    MPI_Aint size = r->number == 0 ? (MPI_Aint)(N_COUNTER * sizeof(int64_t)) : 0;
    MPI_Win_allocate(size, sizeof(int64_t), MPI_INFO_NULL, MPI_COMM_WORLD, &r->counter, &r->window);
    return DT_OK;
}

void cli_ranks_end(struct cli_ranks *ranks, int is_interrupted)
{
    if (!ranks || is_interrupted) {
        free(ranks);
        return;
    }
    if (ranks->count > 1) {
        wait_for_all();
        MPI_Win_free(&ranks->window);
    }
    MPI_Finalize();
    free(ranks);
}

void cli_ranks_restart(struct cli_ranks *ranks)
{
    const int64_t zero[N_COUNTER] = {0};
    if (cli_ranks_count(ranks) == 1) return;
    MPI_Barrier(MPI_COMM_WORLD);
    if (ranks->number == 0) {
        MPI_Win_lock(MPI_LOCK_EXCLUSIVE, 0, 0, ranks->window);
        MPI_Put(zero, N_COUNTER, MPI_INT64_T, 0, 0, N_COUNTER, MPI_INT64_T, ranks->window);
        MPI_Win_unlock(0, ranks->window);
    }
    MPI_Barrier(MPI_COMM_WORLD);
}

int cli_ranks_worst(struct cli_ranks *ranks, int number)
{
    int worst = number;
    if (cli_ranks_count(ranks) == 1) return number;
    wait_for_all();
    MPI_Allreduce(&number, &worst, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    return worst;
}

int64_t cli_ranks_take(struct cli_ranks *ranks, int64_t count, int64_t failed, int64_t *all_failed)
{
    int64_t first = -1, before = 0;
    int result = MPI_Win_lock(MPI_LOCK_EXCLUSIVE, 0, 0, ranks->window);
    if (result != MPI_SUCCESS) return -1;
    result = MPI_Fetch_and_op(&count, &first, MPI_INT64_T, 0, TAKEN, MPI_SUM, ranks->window);
    int told = MPI_Fetch_and_op(&failed, &before, MPI_INT64_T, 0, FAILED, MPI_SUM, ranks->window);
    MPI_Win_unlock(0, ranks->window);
    if (told == MPI_SUCCESS) *all_failed = before + failed;
    return result == MPI_SUCCESS ? first : -1;
}

void cli_ranks_sum(struct cli_ranks *ranks, int64_t *value, int n)
{
    if (cli_ranks_count(ranks) == 1) return;
    wait_for_all();
    MPI_Allreduce(MPI_IN_PLACE, value, n, MPI_INT64_T, MPI_SUM, MPI_COMM_WORLD);
}

void cli_ranks_share(struct cli_ranks *ranks, void *data, size_t size)
{
    if (cli_ranks_count(ranks) == 1) return;
    wait_for_all();
    MPI_Bcast(data, (int)size, MPI_BYTE, 0, MPI_COMM_WORLD);
}

#else

struct cli_ranks {
    int number, count;
};

dt_status cli_ranks_begin(struct cli_ranks **out)
{
    *out = NULL;
    return DT_OK;
}

void cli_ranks_end(struct cli_ranks *ranks, int is_interrupted)
{
    (void)is_interrupted;
    free(ranks);
}

void cli_ranks_restart(struct cli_ranks *ranks)
{
    (void)ranks;
}

int cli_ranks_worst(struct cli_ranks *ranks, int number)
{
    (void)ranks;
    return number;
}

int64_t cli_ranks_take(struct cli_ranks *ranks, int64_t count, int64_t failed, int64_t *all_failed)
{
    (void)ranks;
    (void)count;
    (void)failed;
    (void)all_failed;
    return -1;
}

void cli_ranks_sum(struct cli_ranks *ranks, int64_t *value, int n)
{
    (void)ranks;
    (void)value;
    (void)n;
}

void cli_ranks_share(struct cli_ranks *ranks, void *data, size_t size)
{
    (void)ranks;
    (void)data;
    (void)size;
}

#endif

int cli_ranks_number(const struct cli_ranks *ranks)
{
    return ranks ? ranks->number : 0;
}

int cli_ranks_count(const struct cli_ranks *ranks)
{
    return ranks ? ranks->count : 1;
}

int cli_ranks_cores(void)
{
    cpu_set_t allowed;
    return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
}
