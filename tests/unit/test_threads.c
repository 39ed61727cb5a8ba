/* Work shared among threads: each item is done once, whatever the number of threads; stopping; the clock. */
#include <fenv.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/threads.h"
#include "test.h"

enum { N_ITEM = 10000, N_THREAD_MAX = 64 };

struct tally {
    int done[N_ITEM];            /* times an item was done */
    int by_thread[N_THREAD_MAX]; /* items that a thread did */
    pthread_t caller;
    atomic_int elsewhere; /* items done outside the caller's thread */
    atomic_int n_done;
    int stop_after; /* items after which `stop` is set; 0 is never */
    volatile int stop;
};

static void count(void *context, int thread, int64_t item)
{
    struct tally *tally = context;
    tally->done[item]++;
    tally->by_thread[thread]++;
    if (!pthread_equal(tally->caller, pthread_self())) tally->elsewhere++;
    if (++tally->n_done == tally->stop_after) __atomic_store_n(&tally->stop, 1, __ATOMIC_RELAXED);
}

static struct tally *new_tally(void)
{
    struct tally *tally = calloc(1, sizeof *tally);
    assert_non_null(tally);
    tally->caller = pthread_self();
    return tally;
}

TEST(every_item_is_done_once)
{
    const int n_threads[] = {0, 1, 2, 3, 7, N_THREAD_MAX};
    for (size_t n = 0; n < sizeof n_threads / sizeof n_threads[0]; n++) {
        struct tally *tally = new_tally();
        assert_int_equal(dt_parallel(n_threads[n], N_ITEM, count, tally, &tally->stop), DT_OK);
        int total = 0;
        for (int i = 0; i < N_ITEM; i++)
            assert_int_equal(tally->done[i], 1);
        for (int t = 0; t < dt_thread_count(n_threads[n]); t++)
            total += tally->by_thread[t];
        assert_int_equal(total, N_ITEM);
        free(tally);
    }
}

TEST(one_thread_is_the_caller)
{
    struct tally *tally = new_tally();
    assert_int_equal(dt_parallel(1, 100, count, tally, NULL), DT_OK);
    assert_int_equal(tally->elsewhere, 0);
    assert_int_equal(tally->by_thread[0], 100);
    free(tally);
}

/* Two items that wait for each other: they end only if two threads hold one each. */
struct meeting {
    atomic_int arrived;
};

static void meet(void *context, int thread, int64_t item)
{
    struct meeting *meeting = context;
    assert_true(thread >= 0 && item >= 0);
    meeting->arrived++;
    while (meeting->arrived < 2)
        sched_yield();
}

TEST(two_threads_work_at_once)
{
    struct meeting meeting = {0};
    assert_int_equal(dt_parallel(2, 2, meet, &meeting, NULL), DT_OK);
    assert_int_equal(meeting.arrived, 2);
}

TEST(no_items_is_no_work)
{
    struct tally *tally = new_tally();
    assert_int_equal(dt_parallel(4, 0, count, tally, NULL), DT_OK);
    assert_int_equal(tally->n_done, 0);
    free(tally);
}

TEST(stop_ends_the_handing_out)
{
    for (int n_thread = 1; n_thread <= 4; n_thread++) {
        struct tally *tally = new_tally();
        tally->stop_after = 500;
        assert_int_equal(dt_parallel(n_thread, N_ITEM, count, tally, &tally->stop), DT_INTERRUPTED);
        assert_true(tally->n_done >= 500);
        /* Each other thread can hold one item and can have passed the check for one more. */
        if (n_thread == 1) assert_int_equal(tally->n_done, 500);
        assert_true(tally->n_done < N_ITEM);
        for (int i = 0; i < N_ITEM; i++)
            assert_int_equal(tally->done[i], i < tally->n_done);
        free(tally);
    }
}

TEST(stop_before_the_start_does_nothing)
{
    struct tally *tally = new_tally();
    tally->stop = 1;
    assert_int_equal(dt_parallel(3, N_ITEM, count, tally, &tally->stop), DT_INTERRUPTED);
    assert_int_equal(tally->n_done, 0);
    free(tally);
}

TEST(stop_with_the_last_item_is_no_interruption)
{
    struct tally *tally = new_tally();
    tally->stop_after = 10;
    assert_int_equal(dt_parallel(1, 10, count, tally, &tally->stop), DT_OK);
    assert_int_equal(tally->n_done, 10);
    free(tally);
}

static void check_rounding(void *context, int thread, int64_t item)
{
    struct tally *tally = context;
    assert_true(thread >= 0 && item >= 0);
    if (fegetround() != FE_TONEAREST) tally->elsewhere++;
}

TEST(items_see_the_default_rounding)
{
    struct tally *tally = new_tally();
    fesetround(FE_UPWARD);
    dt_status status = dt_parallel(2, 100, check_rounding, tally, NULL);
    int after = fegetround();
    fesetround(FE_TONEAREST);
    assert_int_equal(status, DT_OK);
    assert_int_equal(tally->elsewhere, 0);
    assert_int_equal(after, FE_UPWARD);
    free(tally);
}

TEST(zero_threads_means_the_cores_allowed)
{
    cpu_set_t before, one;
    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    assert_int_equal(dt_thread_count(0), CPU_COUNT(&before));
    assert_int_equal(dt_thread_count(5), 5);
    size_t first = 0;
    while (!CPU_ISSET(first, &before))
        first++;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    int counted = dt_thread_count(0);
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
    assert_int_equal(counted, 1);
}

TEST(the_clock_moves_forward_in_seconds)
{
    double start = dt_clock(), last = start;
    struct timespec pause = {.tv_sec = 0, .tv_nsec = 20000000};
    nanosleep(&pause, NULL);
    for (int i = 0; i < 1000; i++) {
        double now = dt_clock();
        assert_true(now >= last);
        last = now;
    }
    /* A sleep lasts at least what was asked for; ten seconds would be another unit. */
    assert_true(last - start >= 0.02 && last - start < 10.0);
}

RUN_TESTS(CASE(every_item_is_done_once), CASE(one_thread_is_the_caller), CASE(two_threads_work_at_once),
          CASE(no_items_is_no_work), CASE(stop_ends_the_handing_out),
          CASE(stop_before_the_start_does_nothing), CASE(stop_with_the_last_item_is_no_interruption),
          CASE(items_see_the_default_rounding), CASE(zero_threads_means_the_cores_allowed),
          CASE(the_clock_moves_forward_in_seconds))
