/* Work shared among threads.
 *
 * Items are handed out one at a time, in order, to whichever thread is free, so that a long item holds up
 * nobody. Which thread gets an item is a matter of chance: a result must be placed by its item, never by its
 * thread or by order of arrival. The thread number, 0 <= thread < dt_thread_count(n_thread), is good for
 * scratch memory only. */
#ifndef DT_CORE_THREADS_H
#define DT_CORE_THREADS_H

#include <stdint.h>

#include "detente/status.h"

/* One item of work. */
typedef void dt_work(void *context, int thread, int64_t item);

/* Threads that `n_thread` stands for: itself if positive, otherwise one for each core that this process may
 * use. */
int dt_thread_count(int n_thread);

/* Calls work(context, thread, item) for each item, 0 <= item < n_item, on dt_thread_count(n_thread) threads
 * at most: the caller's thread, number 0, takes part, and one thread creates none. Returns when all have
 * ended. If fewer threads can be created, those that exist do the work. Each item sees the default
 * floating-point environment (to nearest, denormal numbers kept), whatever the caller's is.
 *
 * Once *stop is not 0 no further item is handed out; those begun are finished and the call returns
 * DT_INTERRUPTED, unless all items were handed out before. `stop` may be NULL, and may be set by a signal
 * handler. */
dt_status dt_parallel(int n_thread, int64_t n_item, dt_work *work, void *context, const volatile int *stop);

#endif
