/* Ensembles when memory runs out: each allocation of the library fails in turn; the call must say so, leave
 * its result alone, hold nothing, and leave a store that goes on. */
#include "failing_memory.h"

#include "test.h"

#include "detente/ensemble.h"
#include "detente/statistics.h"
#include "failing_sqlite.h"
#include "fake_race.h"
#include "scratch.h"

enum { MOST_ALLOCATIONS = 100000, MEMBERS = 300 };

/* A call under test: makes something and takes it down again. */
typedef dt_status call(void *context);

/* What a call does when its n-th allocation fails, and with `for_good` all after it: it says so or, if
 * `may_do_without`, succeeds. What is held at the end is what was held before. Returns whether there are so
 * many. */
static int fail_one(call *under_test, void *context, long n, int for_good, int may_do_without)
{
    long held = memory_held();
    if (for_good)
        memory_fail_from(n);
    else
        memory_fail_at(n);
    dt_status status = under_test(context);
    int has_failed = memory_has_failed();
    memory_fail_at(-1);
    if (!has_failed || !may_do_without || status != DT_OK)
        assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
    assert_int_equal(memory_held(), held);
    return has_failed;
}

/* Runs a call while each allocation fails, once and for good: every one of the first `n_setup`, in which
 * everything is set up, and then ever fewer of those while it runs. */
static void fail_each_of(call *under_test, void *context, long n_setup, int may_do_without)
{
    for (int for_good = 0; for_good <= 1; for_good++) {
        long n = 0;
        while (n < MOST_ALLOCATIONS && fail_one(under_test, context, n, for_good, may_do_without))
            n += n < n_setup ? 1 : 1 + n / 20;
        assert_true(n > 0 && n < MOST_ALLOCATIONS);
    }
}

static void fail_each(call *under_test, void *context)
{
    fail_each_of(under_test, context, 64, 0);
}

static dt_status run_in_memory(void *context)
{
    dt_ensemble_options o = dt_ensemble_defaults();
    o.threads = 1;
    dt_summary *s = NULL;
    dt_status status = dt_ensemble_run(context, &o, &s, NULL);
    assert_true((s != NULL) == (status == DT_OK));
    dt_summary_free(s);
    return status;
}

TEST(run_without_memory)
{
    dt_case c = {.members = MEMBERS};
    fail_each(run_in_memory, &c);
}

struct stored {
    dt_case c;
    char folder[SCRATCH_PATH];
};

/* An empty store, in place of one that is there. */
static dt_status open_new(const dt_case *c, const char *folder, dt_store **store)
{
    char path[SCRATCH_PATH];
    scratch_path(folder, "results.sqlite", path);
    unlink(path);
    return dt_ensemble_store(c, folder, 0, store, NULL);
}

static dt_status run_into_store(void *context)
{
    struct stored *stored = context;
    dt_store *store = NULL;
    dt_summary *s = NULL;
    dt_status status = open_new(&stored->c, stored->folder, &store);
    dt_ensemble_options o = dt_ensemble_defaults();
    o.threads = 1;
    o.store = store;
    o.is_streamed = 1;
    if (status == DT_OK) status = dt_ensemble_run(&stored->c, &o, &s, NULL);
    assert_true((s != NULL) == (status == DT_OK || status == DT_INTERRUPTED));
    dt_summary_free(s);
    dt_status closed = dt_store_close(store);
    return status == DT_OK ? closed : status;
}

TEST(streamed_run_without_memory)
{
    struct stored stored = {.c = {.members = MEMBERS, .fails = 0}};
    scratch_create_in_memory(stored.folder);
    fail_each(run_into_store, &stored);
    scratch_remove(stored.folder);
}

/* The set-up alone, with store and design, in the library and in SQLite: the run is stopped before its first
 * block. SQLite does without some of its memory. */
static dt_status set_up(void *context)
{
    struct stored *stored = context;
    const int stop = 1;
    dt_store *store = NULL;
    dt_summary *s = NULL;
    dt_design *design = NULL;
    dt_design_options options = dt_design_defaults();
    dt_ensemble_options o = dt_ensemble_defaults();
    options.n_column = 2;
    options.base = MEMBERS;
    o.threads = 2;
    o.is_streamed = 1;
    o.stop = &stop;
    dt_status status = dt_design_create(&options, &design, NULL);
    if (status == DT_OK) status = open_new(&stored->c, stored->folder, &store);
    o.design = design;
    o.store = store;
    if (status == DT_OK) status = dt_ensemble_run(&stored->c, &o, &s, NULL);
    if (status == DT_INTERRUPTED) status = DT_OK;
    dt_summary_free(s);
    dt_design_free(design);
    dt_status closed = dt_store_close(store);
    return status == DT_OK ? closed : status;
}

TEST(set_up_without_memory)
{
    struct stored stored = {.c = {.members = MEMBERS}};
    scratch_create_in_memory(stored.folder);
    wrap_sqlite();
    assert_int_equal(set_up(&stored), DT_OK);
    fail_each_of(set_up, &stored, MOST_ALLOCATIONS, 1);
    unwrap_sqlite();
    scratch_remove(stored.folder);
}

/* A whole store to read from. */
static dt_store *filled(struct stored *stored)
{
    dt_store *store = NULL;
    assert_int_equal(run_into_store(stored), DT_OK);
    assert_int_equal(dt_store_open(stored->folder, &store, NULL), DT_OK);
    return store;
}

struct reading {
    const dt_case *c;
    dt_store *store;
    char folder[SCRATCH_PATH];
};

static dt_status merge_store(void *context)
{
    struct reading *r = context;
    dt_store *to = NULL;
    int64_t members = 0;
    dt_status status = open_new(r->c, r->folder, &to);
    if (status == DT_OK) status = dt_ensemble_merge(r->c, &r->store, 1, to, &members, NULL);
    if (status == DT_OK) assert_int_equal(members, MEMBERS);
    dt_status closed = dt_store_close(to);
    return status == DT_OK ? closed : status;
}

static dt_status verify_store(void *context)
{
    struct reading *r = context;
    dt_ensemble_options o = dt_ensemble_defaults();
    dt_verification v = {.first_differing = 7};
    dt_status status = dt_ensemble_verify(r->c, &o, r->store, 2, 1, &v);
    assert_int_equal(v.first_differing, status == DT_OK ? -1 : 7);
    return status;
}

static dt_status load_summary(void *context)
{
    struct reading *r = context;
    dt_summary *s = NULL;
    dt_status status = dt_summary_load(r->c, r->store, &s);
    dt_summary_free(s);
    return status;
}

static void read_with(call *under_test)
{
    struct stored stored = {.c = {.members = MEMBERS}};
    struct reading r = {.c = &stored.c};
    scratch_create_in_memory(stored.folder);
    scratch_create_in_memory(r.folder);
    r.store = filled(&stored);
    fail_each(under_test, &r);
    assert_int_equal(dt_store_close(r.store), DT_OK);
    scratch_remove(stored.folder);
    scratch_remove(r.folder);
}

TEST(merge_without_memory)
{
    read_with(merge_store);
}

TEST(verify_without_memory)
{
    read_with(verify_store);
}

TEST(load_without_memory)
{
    read_with(load_summary);
}

static dt_status make_design(void *context)
{
    dt_design *design = NULL;
    dt_status status = dt_design_create(context, &design, NULL);
    assert_true((design != NULL) == (status == DT_OK));
    dt_design_free(design);
    return status;
}

TEST(designs_without_memory)
{
    for (int kind = 0; kind < DT_DESIGN_COUNT; kind++) {
        dt_design_options o = dt_design_defaults();
        o.kind = kind;
        o.n_column = 4;
        o.base = 16;
        fail_each(make_design, &o);
    }
}

enum { N = 64, D = 3 };

/* Points of a lattice, and an answer that half of them have. */
static void fill(double *x, unsigned char *y)
{
    for (int i = 0; i < N; i++) {
        for (int d = 0; d < D; d++)
            x[i * D + d] = (double)((i * (2 * d + 3)) % N) / N;
        y[i] = x[i * D] > 0.5;
    }
}

static dt_status find_box(void *context)
{
    double x[N * D];
    unsigned char y[N];
    dt_prim *prim = NULL;
    dt_prim_options o = dt_prim_defaults();
    (void)context;
    fill(x, y);
    dt_status status = dt_prim_find(&(dt_cases){x, y, N, D}, NULL, &o, &prim);
    dt_prim_free(prim);
    return status;
}

static dt_status sum_sobol(void *context)
{
    dt_sobol *sums = NULL;
    dt_interval first[D], total[D];
    const double y[D + 2] = {1.0, 2.0, 3.0, 4.0, 5.0};
    const dt_sobol_options o = {.resamples = 10, .level = 0.95};
    (void)context;
    dt_status status = dt_sobol_create(D, 8, 0, &sums);
    for (int64_t b = 0; b < 8 && status == DT_OK; b++)
        dt_sobol_add(sums, b, y);
    if (status == DT_OK) status = dt_sobol_indices(sums, &o, first, total);
    dt_sobol_free(sums);
    return status;
}

TEST(statistics_without_memory)
{
    fail_each(find_box, NULL);
    fail_each(sum_sobol, NULL);
}

RUN_TESTS(CASE(run_without_memory), CASE(streamed_run_without_memory), CASE(set_up_without_memory),
          CASE(merge_without_memory), CASE(verify_without_memory), CASE(load_without_memory),
          CASE(designs_without_memory), CASE(statistics_without_memory))
