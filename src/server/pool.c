/* Workers: one for each core, fed from a short queue.
 *
 * A request that waits is suspended; the worker has a child fill its answer and resumes it. What must stay
 * true: every request that was taken is resumed exactly once, also at the end. */
#include <stdlib.h>

#include "core/threads.h"
#include "server/ask.h"

enum { MAX_WORKERS = 64 };

struct dt_pool {
    pthread_mutex_t lock;
    pthread_cond_t more;
    dt_request *first, *last;
    int n, n_worker;
    int is_ending; /* written under the lock; workers look at it without */
    pthread_t worker[MAX_WORKERS];
};

static dt_request *take(dt_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (!pool->first && !pool->is_ending)
        pthread_cond_wait(&pool->more, &pool->lock);
    dt_request *request = pool->first;
    if (request) {
        pool->first = request->next;
        if (!pool->first) pool->last = NULL;
        pool->n--;
    }
    pthread_mutex_unlock(&pool->lock);
    return request;
}

static void *work(void *argument)
{
    dt_pool *pool = argument;
    for (dt_request *request = take(pool); request; request = take(pool)) {
        dt_ask_request(request, &pool->is_ending);
        MHD_resume_connection(request->mhd);
    }
    return NULL;
}

dt_status dt_pool_start(dt_pool **out)
{
    dt_pool *pool = calloc(1, sizeof *pool);
    if (!pool) return DT_NO_MEMORY;
    int wanted = dt_thread_count(0);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->more, NULL);
    while (pool->n_worker < wanted && pool->n_worker < MAX_WORKERS &&
           pthread_create(&pool->worker[pool->n_worker], NULL, work, pool) == 0)
        pool->n_worker++;
    if (pool->n_worker == 0) {
        dt_pool_free(pool);
        return DT_NO_MEMORY;
    }
    *out = pool;
    return DT_OK;
}

int dt_pool_push(dt_pool *pool, dt_request *request)
{
    pthread_mutex_lock(&pool->lock);
    int is_taken = pool->n < DT_QUEUE_LIMIT && !pool->is_ending;
    if (is_taken) {
        /* Under the lock, so that no worker resumes before this. */
        request->is_suspended = 1;
        MHD_suspend_connection(request->mhd);
        request->next = NULL;
        if (pool->last)
            pool->last->next = request;
        else
            pool->first = request;
        pool->last = request;
        pool->n++;
        pthread_cond_signal(&pool->more);
    }
    pthread_mutex_unlock(&pool->lock);
    return is_taken;
}

void dt_pool_end(dt_pool *pool)
{
    if (!pool) return;
    pthread_mutex_lock(&pool->lock);
    __atomic_store_n(&pool->is_ending, 1, __ATOMIC_RELAXED);
    pthread_cond_broadcast(&pool->more);
    pthread_mutex_unlock(&pool->lock);
    for (int w = 0; w < pool->n_worker; w++)
        pthread_join(pool->worker[w], NULL);
}

void dt_pool_free(dt_pool *pool)
{
    if (!pool) return;
    pthread_cond_destroy(&pool->more);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
