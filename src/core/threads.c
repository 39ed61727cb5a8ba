/* A counter of items that all threads increment, and a join. */
#include "core/threads.h"

#include <fenv.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

/* What the threads of one call share. */
struct crew {
    dt_work *work;
    void *context;
    const volatile int *stop;
    int64_t n_item;
    _Atomic int64_t next; /* first item that nobody has */
    atomic_int stopped;   /* an item was refused because of *stop */
};

struct hand {
    struct crew *crew;
    int number;
    pthread_t thread;
};

int dt_thread_count(int n_thread)
{
    if (n_thread > 0) return n_thread;
#ifdef __linux__
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
#endif
    long n_core = sysconf(_SC_NPROCESSORS_ONLN);
    return n_core > 0 ? (int)n_core : 1;
}

/* The next item, or n_item when there is nothing to do. */
static int64_t take_item(struct crew *crew)
{
    if (atomic_load_explicit(&crew->next, memory_order_relaxed) >= crew->n_item) return crew->n_item;
    if (crew->stop && __atomic_load_n(crew->stop, __ATOMIC_RELAXED)) {
        atomic_store(&crew->stopped, 1);
        return crew->n_item;
    }
    int64_t item = atomic_fetch_add_explicit(&crew->next, 1, memory_order_relaxed);
    return item < crew->n_item ? item : crew->n_item;
}

static void *work_on(void *argument)
{
    struct hand *hand = argument;
    struct crew *crew = hand->crew;
    fesetenv(FE_DFL_ENV);
    for (int64_t item = take_item(crew); item < crew->n_item; item = take_item(crew))
        crew->work(crew->context, hand->number, item);
    return NULL;
}

dt_status dt_parallel(int n_thread, int64_t n_item, dt_work *work, void *context, const volatile int *stop)
{
    struct crew crew = {.work = work, .context = context, .stop = stop, .n_item = n_item};
    int n_hand = dt_thread_count(n_thread);
    if (n_hand > n_item) n_hand = n_item > 1 ? (int)n_item : 1;

    struct hand *hands = calloc((size_t)n_hand, sizeof *hands);
    if (!hands) return DT_NO_MEMORY;
    int n_created = 0;
    for (int h = 1; h < n_hand; h++) {
        hands[h] = (struct hand){.crew = &crew, .number = h};
        if (pthread_create(&hands[h].thread, NULL, work_on, &hands[h]) != 0) break;
        n_created = h;
    }

    fenv_t environment;
    fegetenv(&environment);
    hands[0] = (struct hand){.crew = &crew, .number = 0};
    work_on(&hands[0]);
    fesetenv(&environment);

    for (int h = 1; h <= n_created; h++)
        pthread_join(hands[h].thread, NULL);
    free(hands);
    return atomic_load(&crew.stopped) ? DT_INTERRUPTED : DT_OK;
}
